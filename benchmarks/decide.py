"""One decision about En väg in: samverkan, the same by hand, and three rule engines.

Every contender answers about the same people on the same days in the same run, the rounds are
interleaved, and the answers are compared before anything is timed. README.md says what each row is.

    python benchmarks/decide.py --people 10000 --rounds 7
"""

import argparse
import calendar
import json
import os
import platform
import random
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from importlib.metadata import version
from time import perf_counter_ns
from typing import Any, Final, NamedTuple, TypeAlias

from samverkan import Contact, Decision, Entry, Participant, Unknown, decide, load_model
from samverkan.partial import Bounds, Members
from samverkan.sources import Source

SEED: Final = 20161003
START: Final = date(2016, 10, 3)
PROGRAMME: Final = load_model("finsam").programmes["en-vag-in"]

HOW_TO_INSTALL: Final = "pip install --group benchmarks"


class Case(NamedTuple):
    """A person and the day that is asked about."""

    person: Participant
    on: date


# --- People ----------------------------------------------------------------------------------------

AGENCIES: Final = (
    "AF", "FK", "region", "region/primärvård", "region/psykiatri", "kommun", "kommun/AME", "kommun/IFO",
    "kommun:Ludvika/AME", "region:Dalarna/psykiatri",
)  # fmt: skip
HOW_OFTEN: Final = (30, 24, 6, 14, 10, 5, 12, 12, 3, 2)
WHOLE_FOR: Final = (["AF", "FK"], ["region", "kommun"], ["kommun/AME", "region"], ["AF", "FK", "region", "kommun"])


def cases(people: int) -> list[Case]:
    """Return invented people, always the same ones, each with a day."""
    draw = random.Random(SEED)
    return [Case(_person(draw, number), START + timedelta(days=draw.randint(-60, 1000))) for number in range(people)]


def _person(draw: random.Random, number: int) -> Participant:
    contacts = _contacts(draw)
    complete: bool | list[str] = False
    if contacts is not None and draw.random() < 0.6:
        complete = True if draw.random() < 0.75 else draw.choice(WHOLE_FOR)
    return Participant(
        id=f"d-{number:05}",
        born=_born(draw),
        residence=_residence(draw),
        contacts=contacts,
        contacts_complete=complete,
        unmet_need=_unmet_need(draw),
    )


def _born(draw: random.Random) -> str | None:
    day = date(1945, 1, 1) + timedelta(days=draw.randint(0, 59 * 365))
    match draw.random():
        case x if x < 0.04:
            return None
        case x if x < 0.10:
            return f"{day:%Y}"
        case x if x < 0.14:
            return f"{day:%Y-%m}"
        case _:
            return day.isoformat()


def _residence(draw: random.Random) -> str | list[Entry[str]] | None:
    match draw.random():
        case x if x < 0.07:
            return None
        case x if x < 0.17:
            move = _some_day(draw)
            before, after = draw.sample(["Ludvika", "Smedjebacken", "Falun"], 2)
            return [Entry(before, until=move - timedelta(days=1)), Entry(after, since=move)]
        case x if x < 0.27:
            return draw.choice(["Falun", "Borlänge", "Ale"])
        case _:
            return draw.choice(["Ludvika", "Smedjebacken"])


def _unmet_need(draw: random.Random) -> bool | list[Entry[bool]] | None:
    match draw.random():
        case x if x < 0.10:
            return None
        case x if x < 0.20:
            return [Entry(value=True, since=_some_day(draw))]
        case x if x < 0.26:
            return False
        case _:
            return True


def _contacts(draw: random.Random) -> list[Contact] | None:
    if draw.random() < 0.05:
        return None
    wanted = draw.choices((0, 1, 2, 3, 4), (5, 14, 34, 32, 15))[0]
    agencies = dict.fromkeys(draw.choices(AGENCIES, HOW_OFTEN, k=wanted))
    return [contact for agency in agencies for contact in _contact(draw, agency)]


def _contact(draw: random.Random, agency: str) -> Iterator[Contact]:
    day = _some_day(draw)
    match draw.random():
        case x if x < 0.40:
            yield Contact(agency)
        case x if x < 0.65:
            yield Contact(agency, since=START - timedelta(days=draw.randint(60, 900)))
        case x if x < 0.80:
            yield Contact(agency, since=day - timedelta(days=draw.randint(0, 400)), until=day)
        case x if x < 0.95:
            yield Contact(agency, since=day)
        case _:
            yield Contact(agency, since=day, recorded_on=day)
            yield Contact(agency, since=day, recorded_on=day + timedelta(days=5), void=draw.random() < 0.5, until=day)


def _some_day(draw: random.Random) -> date:
    return START + timedelta(days=draw.randint(0, 1000))


# --- By hand, two-valued ---------------------------------------------------------------------------

PARTY_OF: Final = {
    "AF": "AF",
    "FK": "FK",
    **dict.fromkeys(("region", "region/primärvård", "region/psykiatri", "region/sjukhus"), "region"),
    **dict.fromkeys(
        (
            "kommun", "kommun/AME", "kommun/IFO", "kommun/LSS", "kommun/omsorg", "kommun/skola",
            "kommun/vuxenutbildning", "kommun/kultur-fritid", "kommun/integration",
        ),
        "kommun",
    ),
}  # fmt: skip
PARTIES: Final = ("AF", "FK", "region", "kommun")
WITHOUT_OTHER_UNITS: Final = frozenset({"AF", "FK"})


def by_hand_boolean(person: Participant, on: date) -> bool:
    """Say whether she meets the criteria; what is unknown counts as *no*."""
    if on < START:
        return False
    born = person.born.at(on)
    if isinstance(born, Unknown) or not 16 <= _years(born.earliest, on) <= 64:
        return False
    if person.residence.at(on) not in {"Ludvika", "Smedjebacken"}:
        return False
    if person.unmet_need.at(on) is not True:
        return False
    contacts = person.spells("contacts")
    if contacts is None:
        return False
    current = {
        _party(contact.agency)
        for contact in contacts.standing()
        if (contact.since is None or contact.since <= on) and (contact.until is None or on <= contact.until)
    }
    return len(current) >= 2


def _years(born: date, on: date) -> int:
    month, day = born.month, born.day
    if day == 29 and month == 2 and not calendar.isleap(on.year):
        day = 28
    return max(on.year - born.year - ((on.month, on.day) < (month, day)), 0)


def _party(agency: str) -> str:
    party = PARTY_OF.get(agency)
    return PARTY_OF[_without_body(agency)] if party is None else party


def _without_body(agency: str) -> str:
    owner, _, rest = agency.partition(":")
    _, slash, unit = rest.partition("/")
    return owner + slash + unit


# --- By hand, with reasons -------------------------------------------------------------------------


class Result(NamedTuple):
    """What came of one criterion."""

    criterion: str
    outcome: str
    code: str
    value: Any
    source: Source


class Assessment(NamedTuple):
    """What came of all of them."""

    outcome: str
    results: tuple[Result, ...]


class Current(NamedTuple):
    """The parties with which she is current, and those about which that is unknown."""

    inside: set[str]
    unknown: set[str]


WORD: Final = {True: "met", False: "not_met", None: "unknown"}
FROM_WHEN: Final = Source("S001", "Uppstartsdatum för samverkansplattformen i kommunerna beräknas till den 2016-10-03")
AGES: Final = Source("S001", "mellan 16 och 64 år")
WHERE: Final = Source("S001", "Ludvika- och Smedjebacksbo")
NEED: Final = Source("S001", "i behov av samordning som inte löses i ordinarie verksamheter")
ACTORS: Final = Source("S001", "invånaren som har behov av samordning där minst två aktörer är involverade")


def by_hand_with_reasons(person: Participant, on: date) -> Assessment:
    """Say whether she meets the criteria, in three values, with a reason for each criterion."""
    started = on >= START
    age = _age(person, on)
    old_enough = _is_within(age, 16, 64)
    residence = _known(person.residence.at(on))
    lives_there = None if residence is None else residence in {"Ludvika", "Smedjebacken"}
    need = _known(person.unmet_need.at(on))
    current = _current(person, on)
    are_two = _has_two(current)
    truths = (started, old_enough, lives_there, need, are_two)
    return Assessment(
        "not_eligible" if False in truths else "undetermined" if None in truths else "eligible",
        (
            Result("in-force", WORD[started], "in-force.met" if started else "in-force.not_started", None, FROM_WHEN),
            _result("working-age", old_enough, age, AGES),
            _result("residence", lives_there, residence, WHERE),
            _result("unmet-need", need, need, NEED),
            _result("two-parties", are_two, current, ACTORS),
        ),
    )


def _result(criterion: str, truth: bool | None, value: Any, source: Source) -> Result:
    outcome = WORD[truth]
    return Result(criterion, outcome, f"{criterion}.{outcome}", value, source)


def _known(value: Any) -> Any:
    return None if isinstance(value, Unknown) else value


def _age(person: Participant, on: date) -> int | tuple[int, int] | None:
    born = person.born.at(on)
    if isinstance(born, Unknown):
        return None
    most = _years(born.earliest, on)
    if born.earliest == born.latest:
        return most
    least = _years(born.latest, on)
    return most if least == most else (least, most)


def _is_within(age: int | tuple[int, int] | None, youngest: int, oldest: int) -> bool | None:
    if age is None:
        return None
    if isinstance(age, int):
        return youngest <= age <= oldest
    least, most = age
    if most < youngest or least > oldest:
        return False
    return True if youngest <= least and most <= oldest else None


def _current(person: Participant, on: date) -> Current:
    contacts = person.spells("contacts")
    if contacts is None:
        return Current(set(), set(PARTIES))
    inside: set[str] = set()
    told: set[str] = set()
    for contact in contacts.standing():
        agency = contact.agency
        party = _party(agency)
        if (contact.since is None or contact.since <= on) and (contact.until is None or on <= contact.until):
            inside.add(party)
        if party in WITHOUT_OTHER_UNITS:
            told.add(party)
    complete = person.contacts_complete
    if complete is True:
        return Current(inside, set())
    whole = complete or ()
    return Current(inside, {one for one in PARTIES if one not in inside and one not in told and one not in whole})


def _has_two(current: Current) -> bool | None:
    met = len(current.inside)
    if met >= 2:
        return True
    return None if met + len(current.unknown) >= 2 else False


# --- What the engines are given: plain inputs, made beforehand --------------------------------------


def plain_inputs(case: Case) -> dict[str, Any] | None:
    """Return the inputs of an engine that knows no unknown; ``None`` when something is unknown."""
    _, age, residence, need, parties = (result.value for result in by_hand_with_reasons(*case).results)
    if not isinstance(age, int) or residence is None or need is None or parties.unknown:
        return None
    return {
        "day": case.on.toordinal(),
        "age": age,
        "residence": residence,
        "unmet_need": need,
        "parties": len(parties.inside),
    }


# --- The engines -----------------------------------------------------------------------------------

Engine: TypeAlias = Callable[[dict[str, Any]], bool]


def zen_one_node() -> Engine:
    """Zen: one node of expressions answers every criterion, with true or false."""
    criteria = {
        "in_force": f"day >= {START.toordinal()}",
        "working_age": "age in [16..64]",
        "lives_there": "residence in ['Ludvika', 'Smedjebacken']",
        "needs": "unmet_need",
        "two_parties": "parties >= 2",
        "eligible": "$.in_force and $.working_age and $.lives_there and $.needs and $.two_parties",
    }
    return _zen([_zen_expressions("rule", criteria)], [("in", "rule"), ("rule", "out")])


def zen_with_reasons() -> Engine:
    """Zen: a decision table a criterion returns outcome, code, value read and source, as samverkan does."""
    criteria = {
        "in_force": ("day", f">= {START.toordinal()}", FROM_WHEN),
        "working_age": ("age", "[16..64]", AGES),
        "residence": ("residence", "'Ludvika', 'Smedjebacken'", WHERE),
        "unmet_need": ("unmet_need", "true", NEED),
        "two_parties": ("parties", ">= 2", ACTORS),
    }
    tables = [_zen_table(name, *criterion) for name, criterion in criteria.items()]
    eligible = " and ".join(f"{name}.outcome == 'met'" for name in criteria)
    edges = [edge for name in criteria for edge in (("in", name), (name, "rule"))]
    return _zen([*tables, _zen_expressions("rule", {"eligible": eligible})], [*edges, ("rule", "out")])


def _zen(nodes: list[dict[str, Any]], edges: list[tuple[str, str]]) -> Engine:
    import zen  # noqa: PLC0415

    graph = {
        "nodes": [_zen_node("in", "inputNode"), *nodes, _zen_node("out", "outputNode")],
        "edges": [
            {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
            for source, target in edges
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    options = {"trace": True}
    return lambda inputs: decision.evaluate(inputs, options)["result"]["eligible"]


def _zen_node(name: str, kind: str, **content: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}, "content": content}


def _zen_expressions(name: str, texts: dict[str, str]) -> dict[str, Any]:
    expressions = [{"id": key, "key": key, "value": text} for key, text in texts.items()]
    return _zen_node(name, "expressionNode", expressions=expressions, passThrough=True)


def _zen_table(name: str, field: str, met: str, source: Source) -> dict[str, Any]:
    def row(outcome: str, condition: str) -> dict[str, str]:
        told = {"outcome": f"'{outcome}'", "code": f"'{name}.{outcome}'", "value": field, "source": f"'{source.quote}'"}
        return {"_id": outcome, "i": condition, **told}

    return _zen_node(
        name,
        "decisionTableNode",
        hitPolicy="first",
        outputPath=name,
        inputs=[{"id": "i", "name": field, "field": field}],
        outputs=[{"id": one, "name": one, "field": one} for one in ("outcome", "code", "value", "source")],
        rules=[row("met", met), row("not_met", "")],
    )


def business_rules() -> Engine:
    """Run the rule as data over a class of variables."""
    from business_rules import run_all  # noqa: PLC0415
    from business_rules.actions import BaseActions  # noqa: PLC0415
    from business_rules.variables import (  # noqa: PLC0415
        BaseVariables,
        boolean_rule_variable,
        numeric_rule_variable,
        string_rule_variable,
    )

    class Variables(BaseVariables):
        """The inputs of one person."""

        def __init__(self, inputs: dict[str, Any]) -> None:
            self.inputs = inputs

        @numeric_rule_variable
        def day(self) -> int:
            """Return the day as a number."""
            return self.inputs["day"]

        @numeric_rule_variable
        def age(self) -> int:
            """Return the age."""
            return self.inputs["age"]

        @string_rule_variable
        def residence(self) -> str:
            """Return the home municipality."""
            return self.inputs["residence"]

        @boolean_rule_variable
        def unmet_need(self) -> bool:
            """Return the need."""
            return self.inputs["unmet_need"]

        @numeric_rule_variable
        def parties(self) -> int:
            """Return the number of parties."""
            return self.inputs["parties"]

    def condition(name: str, operator: str, value: object) -> dict[str, object]:
        return {"name": name, "operator": operator, "value": value}

    rules = [
        {
            "conditions": {
                "all": [
                    condition("day", "greater_than_or_equal_to", START.toordinal()),
                    condition("age", "greater_than_or_equal_to", 16),
                    condition("age", "less_than_or_equal_to", 64),
                    {"any": [condition("residence", "equal_to", one) for one in ("Ludvika", "Smedjebacken")]},
                    condition("unmet_need", "is_true", None),
                    condition("parties", "greater_than_or_equal_to", 2),
                ]
            },
            "actions": [],
        }
    ]
    actions = BaseActions()
    return lambda inputs: run_all(rules, Variables(inputs), actions)


def json_logic() -> Engine:
    """Run the rule as JsonLogic."""
    from json_logic import jsonLogic  # noqa: PLC0415

    rule = {
        "and": [
            {">=": [{"var": "day"}, START.toordinal()]},
            {"<=": [16, {"var": "age"}, 64]},
            {"in": [{"var": "residence"}, ["Ludvika", "Smedjebacken"]]},
            {"===": [{"var": "unmet_need"}, True]},
            {">=": [{"var": "parties"}, 2]},
        ]
    }
    return lambda inputs: jsonLogic(rule, inputs)


# --- What is timed: the loop is the same for all, what is read differs ------------------------------


def loop_by_hand_boolean(asked: Sequence[Case]) -> None:
    for person, on in asked:
        by_hand_boolean(person, on)


def loop_by_hand_with_reasons(asked: Sequence[Case]) -> None:
    for person, on in asked:
        assessment = by_hand_with_reasons(person, on)
        _ = assessment.outcome
        for result in assessment.results:
            _ = result.outcome


def loop_by_hand_everything_read(asked: Sequence[Case]) -> None:
    for person, on in asked:
        assessment = by_hand_with_reasons(person, on)
        _ = assessment.outcome
        for result in assessment.results:
            _ = result.outcome, result.code, result.value, result.source


def loop_decide(asked: Sequence[Case]) -> None:
    for person, on in asked:
        decision = decide(person, PROGRAMME, on)
        _ = decision.outcome
        for finding in decision.criteria:
            _ = finding.outcome


def loop_decide_everything_read(asked: Sequence[Case]) -> None:
    for person, on in asked:
        decision = decide(person, PROGRAMME, on)
        _ = decision.outcome
        for finding in decision.criteria:
            _ = finding.outcome, finding.code, finding.reads, finding.source


def loop_decide_what_is_found_later(asked: Sequence[Case]) -> None:
    for person, on in asked:
        decision = decide(person, PROGRAMME, on)
        _ = decision.outcome, decision.missing, decision.holds_until, decision.other_readings


def loop_of(engine: Engine) -> Callable[[Sequence[dict[str, Any]]], None]:
    def loop(asked: Sequence[dict[str, Any]]) -> None:
        for inputs in asked:
            engine(inputs)

    return loop


# --- Are the answers the same? ---------------------------------------------------------------------


def check_reasons(case: Case, decision: Decision) -> None:
    """Compare everything that is said by hand with everything that the decision says."""
    by_hand = by_hand_with_reasons(*case)
    _equal(by_hand.outcome, decision.outcome.value)
    for result, finding in zip(by_hand.results, decision.criteria, strict=True):
        _equal(result.criterion, finding.id)
        _equal(result.outcome, finding.outcome.value)
        _equal(result.code, finding.code)
        _equal(result.source, finding.source)
        _equal(
            [] if result.criterion == "in-force" else [result.value], [_plain(one) for one in finding.reads.values()]
        )


def _plain(value: Any) -> Any:
    match value:
        case Unknown():
            return None
        case Bounds(least, most):
            return least, most
        case Members(inside, unknown):
            return Current(set(inside), set(unknown))
        case _:
            return value


def _equal(one: object, other: object) -> None:
    if one != other:
        raise SystemExit(f"the answers differ: {one} and {other}")


# --- Timing ----------------------------------------------------------------------------------------


class Contender(NamedTuple):
    """A row of the table: its name, its loop, what it is asked about, and what was compared."""

    name: str
    loop: Callable[[Sequence[Any]], None]
    asked: Sequence[Any]
    compared: str


def contenders(everybody: Sequence[Case], decisions: Sequence[Decision]) -> tuple[list[Contender], str]:
    """Return the rows, their answers compared, and which peers are missing."""
    known = {position: inputs for position, case in enumerate(everybody) if (inputs := plain_inputs(case)) is not None}
    for case, decision in zip(everybody, decisions, strict=True):
        check_reasons(case, decision)
    for position in known:
        _equal(by_hand_boolean(*everybody[position]), decisions[position].outcome.value == "eligible")
    everything = f"{len(everybody)}, every reason"
    known_ones = f"{len(known)}, all known"
    rows = [
        Contender("by hand, boolean", loop_by_hand_boolean, everybody, known_ones),
        Contender(BASELINE, loop_by_hand_with_reasons, everybody, everything),
        Contender("by hand, with reasons, everything read", loop_by_hand_everything_read, everybody, everything),
        Contender("samverkan, outcome and criteria", loop_decide, everybody, everything),
        Contender("samverkan, everything read", loop_decide_everything_read, everybody, everything),
        Contender(
            "samverkan, missing, holds_until, other_readings",
            loop_decide_what_is_found_later,
            everybody,
            "the same decisions",
        ),
    ]
    missing: dict[str, None] = {}
    for package, told, make in (
        ("zen-engine", "trace, one node", zen_one_node),
        ("zen-engine", "trace, with reasons", zen_with_reasons),
        ("business-rules", "", business_rules),
        ("json-logic-qubit", "", json_logic),
    ):
        try:
            engine = make()
        except ImportError:
            missing[package] = None
            continue
        for position, inputs in known.items():
            _equal(engine(inputs), decisions[position].outcome.value == "eligible")
        name = f"{package} {version(package)}{told and f', {told}'}"
        rows.append(Contender(name, loop_of(engine), list(known.values()), known_ones))
    return rows, ", ".join(missing)


BASELINE: Final = "by hand, with reasons"


def timed(rows: Sequence[Contender], rounds: int) -> dict[str, list[float]]:
    """Return microseconds a decision, one figure a round; the rows take turns."""
    times: dict[str, list[float]] = {row.name: [] for row in rows}
    for _ in range(rounds):
        for row in rows:
            began = perf_counter_ns()
            row.loop(row.asked)
            times[row.name].append((perf_counter_ns() - began) / 1000 / len(row.asked))
    return times


def cold_import(runs: int = 15) -> float:
    """Return the milliseconds that ``import samverkan`` takes in a new process, less an empty one.

    The bytecode is there, as it is after an installation: the first process writes it and is not timed.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def took(code: str) -> float:
        began = perf_counter_ns()
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)  # noqa: S603
        return (perf_counter_ns() - began) / 1e6

    took("import samverkan")
    pairs = [(took("import samverkan"), took("pass")) for _ in range(runs)]
    return statistics.median(one for one, _ in pairs) - statistics.median(other for _, other in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time one decision about En väg in.")
    parser.add_argument("--people", type=int, default=10_000, help="how many invented people (10000)")
    parser.add_argument("--rounds", type=int, default=7, help="how many rounds (7)")
    given = parser.parse_args()

    everybody = cases(given.people)
    decisions = [decide(person, PROGRAMME, on) for person, on in everybody]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; {given.people} people, {given.rounds} rounds")
    print_mix(decisions)
    rows, missing = contenders(everybody, decisions)
    del decisions

    times = timed(rows, given.rounds)
    print(f"\n{'':48} {'median µs':>9} {'min µs':>8} {'ratio':>7} {'a second':>9}  answers compared")
    for row in rows:
        median, least = statistics.median(times[row.name]), min(times[row.name])
        ratio = statistics.median(one / by_hand for one, by_hand in zip(times[row.name], times[BASELINE], strict=True))
        figures = f"{median:9.2f} {least:8.2f} {ratio:7.2f} {1e6 / median:9,.0f}"
        print(f"{row.name:48} {figures}  {row.compared}")
    print(f"\nratio: to “{BASELINE}” in the same round, the median. import samverkan, cold: {cold_import():.0f} ms")
    if missing:
        print(f"Left out, not installed: {missing}. {HOW_TO_INSTALL}")


def print_mix(decisions: Sequence[Decision]) -> None:
    """Print how often each outcome came, and each criterion's."""
    outcomes = Counter(decision.outcome.value for decision in decisions)
    print("; ".join(f"{name} {number / len(decisions):.0%}" for name, number in sorted(outcomes.items())))
    for place, finding in enumerate(decisions[0].criteria):
        came = Counter(decision.criteria[place].outcome.value for decision in decisions)
        told = ", ".join(f"{name} {number / len(decisions):.0%}" for name, number in sorted(came.items()))
        print(f"  {finding.id}: {told}")


if __name__ == "__main__":
    main()
