"""The law that a dataframe says row by row what ``decide`` says: the questions that every engine is asked.

Rules are drawn by ``samverkan.testing``, from a fixed seed, and put to the pools of ``frames_world``.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from random import Random
from typing import Any, Final

import attrs
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from frames_engines import Engine
from frames_world import FOLLOWING, Look, Pool, Tables, pool
from samverkan import Outcome, Verdict, decide, load_model
from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.dates import LeapDay
from samverkan.eligibility import Decision
from samverkan.frames import decide_frame
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.expressions import And, AtLeast, Condition, FactValue, Member, Not, Or, Word, facts_of, walk
from samverkan.rules.facts import Elapsed, SetOf
from samverkan.rules.text import printed
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sources import ASSUMED
from samverkan.testing.random_programmes import programmes
from samverkan.testing.random_rules import conditions_without_parts
from samverkan.testing.subjects import programme_of
from samverkan.testing.worlds import World, world_of
from samverkan.texts import Text
from strategies import VOCABULARY, constructs

PEOPLE: Final = 1_000
TIMES: Final = max(1, round(float(os.environ.get("EXAMPLES_TIMES", "1")) / 2))
"""How many times as many rules: ten times at night. Never fewer than are asked for elsewhere."""

ASKED: Final = tuple(
    date(*day)
    for day in [
        (2008, 2, 29), (2008, 6, 30), (2008, 7, 1), (2009, 2, 28), (2010, 6, 30), (2010, 7, 1), (2011, 1, 31),
        (2013, 3, 1), (2014, 2, 28), (2014, 3, 1), (2016, 2, 29), (2016, 10, 3), (2017, 12, 31), (2018, 1, 1),
    ]
)  # fmt: skip
"""Days on which thresholds change, leap days and ends of months."""

LEAP_BIRTHDAYS: Final = (date(2009, 2, 28), date(2014, 2, 28))
"""Days on which those born on 29 February have a birthday, or the day before."""

_EVERY_PART: Final = ("AF", "FK", "region", "kommun", "region/primärvård", "kommun/AME", "kommun/IFO")

_UNITS_OF_REGION: Final = ("region/primärvård", "region/psykiatri", "region/sjukhus")
"""The units that are listed; the region may have others."""

LOOKS: Final[Mapping[str, Look]] = {
    "all-in-histories": Look(history=100, sets="members", parts=_EVERY_PART),
    "all-in-columns": Look(ids="numbers", sets="members", recorded=False, parts_of_days=False),
    "some-of-each": Look(ids="numbers", history=50, sets="members", parts=("FK", *_UNITS_OF_REGION)),
    "lists-in-histories": Look(history=70, sets="lists", parts=("kommun/AME",)),
    "lists-in-columns": Look(
        sets="lists", recorded=False, contacts="list", parts=("AF", "region"), parts_of_days=False
    ),
    "what-follows": Look(ids="numbers", history=20, following=FOLLOWING),
}


@attrs.frozen(eq=False)
class Question:
    """A programme, a day, and a day by which something must have been recorded to count."""

    programme: BoundProgramme
    on: date
    known_on: date | None = None
    explain: bool = False


def vocabulary_of(look: str) -> Vocabulary:
    """Return the vocabulary of a look's rules: those of one go by the other policy for 29 February."""
    return attrs.evolve(VOCABULARY, leap_day=LeapDay.MARCH_1) if look == "some-of-each" else VOCABULARY


# --- Rules -------------------------------------------------------------------------------------------


def drawn(strategy: SearchStrategy[Any], count: int, of: str) -> list[Any]:
    """Return *count* draws, always the same ones for *of*."""
    found: list[Any] = []
    if count == 0:
        return found

    @seed(of)
    @settings(
        max_examples=count,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(one: Any) -> None:
        found.append(one)

    collect()
    return found[:count]


@cache
def single_rules(of: str, count: int, deepest: int) -> Sequence[Condition]:
    """Return rules of every construct, always the same ones for *of*; some have no parts, so that nothing hides them."""
    draw = Random(f"rules {of}")  # noqa: S311
    return [_rule(draw, min(deepest, draw.choice([1, 1, 2, 2, 3, 3, 4])), negated=False) for _ in range(count)]


@cache
def _without_parts() -> Mapping[str, Sequence[Sequence[Condition]]]:
    """Return what rules end in, by construct, and apart for each fact, so that each comes as often as another."""
    found: dict[str, dict[tuple[str, ...], list[Condition]]] = {}
    for construct, table in conditions_without_parts(world_of(VOCABULARY)).items():
        for one in table:
            found.setdefault(construct, {}).setdefault(facts_of(one), []).append(one)
    return {construct: list(of_facts.values()) for construct, of_facts in found.items()}


def _rule(draw: Random, levels: int, *, negated: bool) -> Condition:
    """Draw a rule that can be made; what is always or never met cannot, nor what must not be known."""
    if levels == 1:
        tables = _without_parts()
        construct = draw.choice([name for name in tables if not (negated and name == "known")])
        return draw.choice(draw.choice(tables[construct]))
    if draw.randrange(4) == 0:
        return Not(_rule(draw, levels - 1, negated=True))
    depths = [levels - 1, *(draw.randint(1, levels - 1) for _ in range(draw.choice([1, 1, 2])))]
    draw.shuffle(depths)
    parts = [_rule(draw, one, negated=negated) for one in depths]
    connectives: Sequence[Callable[[Any], Condition]] = (And, Or, *(partial(AtLeast, n + 1) for n in range(len(parts))))
    return draw.choice(connectives)(parts)


@cache
def asked_of(of: str, count: int, wide: int = 0, breadth: int = 12, deepest: int = 4) -> Sequence[Question]:
    """Return questions about *count* rules and programmes, and about *wide* programmes of *breadth* rules each."""
    draw = Random(f"questions {of}")  # noqa: S311
    several = count // 4
    vocabulary = vocabulary_of(of)
    bare = attrs.evolve(vocabulary, parameters={})
    bound = [programme_of(rule, vocabulary) for rule in single_rules(of, count - several, deepest)]
    bound += [bind(one, bare) for one in drawn(programmes(bare), several, f"several {of}")]
    draw.shuffle(bound)
    days = [_when(draw) for _ in range(3 if LOOKS[of].following else len(bound) + wide)]
    found = [Question(one, *days[n % len(days)], draw.randrange(5) == 0) for n, one in enumerate(bound)]
    many = single_rules(f"wide {of}", wide * breadth, deepest)
    last = [days[(n - wide) % len(days)] for n in range(wide)]
    found += [Question(_of_many(many[n::wide], vocabulary), *last[n], explain=True) for n in range(wide)]
    if vocabulary.leap_day is not VOCABULARY.leap_day:
        found += [Question(programme_of(_AGES, vocabulary), on) for on in LEAP_BIRTHDAYS]
    return [question for question in found if _has_all(LOOKS[of], question)]


_AGES: Final = "age == 17 or age == 25 or age == 33 or age == 41 or age == 50 or age == 58 or age == 66"


def _when(draw: Random) -> tuple[date, date | None]:
    """Draw a day to ask about, one on which something turns or the day before or after, and a day of knowing."""
    on = draw.choice(ASKED) + timedelta(draw.choice([-1, 0, 0, 1]))
    known_on = draw.choice([None, None, draw.choice(ASKED) + timedelta(draw.choice([-1, 0, 1]))])
    return on, known_on


def _has_all(look: Look, question: Question) -> bool:
    """Whether a look has what the question reads: what is given in place of something is all that follows from it."""
    vocabulary = question.programme.vocabulary
    left = {vocabulary.given(name) for name in look.following}
    read = {fact for criterion in question.programme.criteria for fact in criterion.facts}
    return all(fact in look.following or vocabulary.given(fact) not in left for fact in read)


def _of_many(some: Sequence[Condition], vocabulary: Vocabulary) -> BoundProgramme:
    text = Text(sv="uppfyller regeln", en="meets the rule")
    made = Programme(
        id="many",
        kind=ProgrammeKind.PREDICATE,
        status=Status.ADOPTED,
        name=Text(sv="många regler", en="many rules"),
        criteria=[Criterion(id=f"rule-{n}", rule=printed(r), text=text, source=ASSUMED) for n, r in enumerate(some)],
        readings=[Reading(id="only", source=ASSUMED)],
        source=ASSUMED,
    )
    return bind(made, vocabulary)


def constructs_of(questions: Iterable[Question]) -> Counter[str]:
    """Count the questions that have each construct, and that read each fact, derivation and parameter."""
    count: Counter[str] = Counter()
    for question in questions:
        segment = question.programme.segment(question.on)
        found: set[str] = {f"parameter {name}" for name in segment.thresholds}
        for criterion in question.programme.criteria:
            for part in walk(criterion.rule):
                found.update(constructs(part))
            for fact in facts_of(criterion.rule):
                derived = question.programme.vocabulary.facts[fact].derived
                unit = f" {derived.unit}" if isinstance(derived, Elapsed) else ""
                found |= {f"fact {fact}", f"{type(derived).__name__}{unit}"}
        found |= {
            name for name, so in [("known on", question.known_on is not None), ("explain", question.explain)] if so
        }
        found |= {"some criteria not in force"} if len(segment.criteria) < len(question.programme.criteria) else set()
        found |= {"several criteria"} if len(question.programme.criteria) > 1 else set()
        count.update(found)
    return count


# --- People ------------------------------------------------------------------------------------------


@cache
def people_of(look: str, size: int = PEOPLE) -> Pool:
    """Return the people of a look; their days are about those that the rules of that look turn on."""
    return pool(world_of(vocabulary_of(look)), LOOKS[look], size, asked=ASKED, compared=_compared(look), seed=look)


@cache
def _compared(look: str) -> Mapping[str, Sequence[int]]:
    found: dict[str, set[int]] = {}
    for question in asked_of(look, 24):
        for fact, numbers in question.programme.compared.items():
            found.setdefault(fact, set()).update(numbers)
    return {fact: sorted(numbers) for fact, numbers in found.items()}


# --- The shipped programmes ---------------------------------------------------------------------------


SHIPPED: Final = load_model("finsam")
SUBJECTS: Final[Mapping[str, BoundProgramme]] = {**SHIPPED.programmes, **SHIPPED.predicates}
_LOOKS_OF_CANDIDATES: Final = ("all-in-histories", "all-in-columns", "some-of-each")
CANDIDATES: Final = 120


@cache
def candidates(subject: str) -> Pool:
    """Return people of whom about as many are taken in by a shipped programme as are not, or not surely."""
    bound = SUBJECTS[subject]
    asked = days_of(subject)
    draw = Random(f"candidates {subject}")  # noqa: S311
    wanted: list[tuple[date, Outcome]] = []

    def lacks(person: Any) -> int:
        if not wanted:
            wanted.append((draw.choice(asked[1:]), draw.choice([Outcome.ELIGIBLE, Outcome.ELIGIBLE, *Outcome])))
        on, outcome = wanted[0]
        findings = Counter(finding.outcome for finding in decide(person, bound, on).criteria)
        match outcome:
            case Outcome.ELIGIBLE:
                left = findings[Verdict.NOT_MET] + findings[Verdict.UNKNOWN]
            case Outcome.UNDETERMINED:
                left = findings[Verdict.NOT_MET] + (findings[Verdict.UNKNOWN] == 0)
            case _:
                left = 0
        if left == 0:
            wanted.clear()
        return left

    return pool(
        _world_about(bound),
        LOOKS[_LOOKS_OF_CANDIDATES[len(subject) % len(_LOOKS_OF_CANDIDATES)]],
        CANDIDATES,
        asked=asked,
        compared={fact: sorted(numbers) for fact, numbers in bound.compared.items()},
        seed=subject,
        only=[fact for reading in bound.readings.values() for fact in reading.facts],
        lacks=lacks,
    )


def _world_about(bound: BoundProgramme) -> World:
    """Return the shipped model's world, with few places beside those of the programme."""
    return attrs.evolve(world_of(SHIPPED), mentioned=frozenset(bound.definition.area) or world_of(SHIPPED).mentioned)


def days_of(subject: str) -> Sequence[date]:
    """Return days on which a shipped programme's rules turn, while it is in force, and the day before it is."""
    span = SUBJECTS[subject].definition.in_force
    first = span.since or date(2010, 3, 1)
    last = span.until or date(first.year + 4 - first.year % 4, 2, 29)
    turns = [one.since for one in SUBJECTS[subject].segments if first < one.since <= last]
    return [first - timedelta(1), first, *(day - timedelta(n) for day in turns for n in (1, 0)), last]


def shipped_questions(subject: str) -> Iterator[Question]:
    """Yield questions about a shipped programme: under each reading, on days about its thresholds."""
    draw = Random(f"shipped {subject}")  # noqa: S311
    for reading in SUBJECTS[subject].readings.values():
        for place, on in enumerate(days_of(subject)):
            known_on = on - timedelta(draw.choice([0, 30])) if place % 3 == 2 else None
            yield Question(reading, on, known_on, explain=place % 2 == 0)


# --- Asking -------------------------------------------------------------------------------------------


_frames: dict[tuple[int, int, date | None, date | None], tuple[Tables, Tables]] = {}


def frames_of(engine: Engine, people: Pool, question: Question) -> tuple[Tables, Tables]:
    """Return the tables of a pool, and the same as an engine's frames; made once, unless they are of a day."""
    of_day = (question.on, question.known_on) if people.look.following else (None, None)
    key = (id(engine), id(people), *of_day)
    if key not in _frames:
        tables = people.tables(*of_day)
        _frames[key] = tables, tables.each(engine.make) if engine.frames is None else engine.frames(tables)
    return _frames[key]


def expected(people: Pool, question: Question) -> list[Decision]:
    """Return what ``decide`` says of each person."""
    return [decide(one, question.programme, question.on, known_on=question.known_on) for one in people.people]


def ask(engine: Engine, people: Pool, questions: Iterable[Question], *, check: bool = False) -> None:
    """Ask about people as a frame and one by one, and see that both say the same."""
    for question in questions:
        decisions = expected(people, question)
        _counted[id(people), id(question)] = Counter(decision.outcome for decision in decisions)
        _compare(engine, people, question, decisions, check=check)


def counted(people: Pool, questions: Iterable[Question]) -> Counter[Outcome]:
    """Count the outcomes of questions; of those that have been asked they are known."""
    count: Counter[Outcome] = Counter()
    for question in questions:
        found = _counted.get((id(people), id(question)))
        count += Counter(one.outcome for one in expected(people, question)) if found is None else found
    return count


_counted: dict[tuple[int, int], Counter[Outcome]] = {}


def _compare(engine: Engine, people: Pool, question: Question, decisions: Sequence[Decision], *, check: bool) -> None:
    tables, frames = frames_of(engine, people, question)
    result = decide_frame(
        frames.people,
        question.programme,
        question.on,
        **frames.read_by(question.programme),
        known_on=question.known_on,
        explain=question.explain,
        check=check,
    )
    ids = [finding.id for finding in decisions[0].criteria]
    added = ["outcome", *([f"criterion.{one}" for one in ids] if question.explain else [])]
    added += ["missing"] if question.explain else []
    assert list(engine.names(result)) == [*tables.people.column_names, *added]
    found = {name: list(column) for name, column in engine.columns(result, ["id", "case_worker", *added]).items()}
    if not engine.in_order:
        at = {one: place for place, one in enumerate(found["id"])}
        order = [at[one] for one in people.ids]
        found = {name: [column[place] for place in order] for name, column in found.items()}
    assert found["id"] == list(people.ids)
    assert found["case_worker"] == tables.people["case_worker"].to_pylist()
    wanted: dict[str, list[Any]] = {"outcome": [one.outcome.value for one in decisions]}
    if question.explain:
        for place, one in enumerate(ids):
            wanted[f"criterion.{one}"] = [decision.criteria[place].outcome.value for decision in decisions]
        mentioned = mentioned_by(question.programme, question.on)
        wanted["missing"] = [_missing(decision, mentioned) for decision in decisions]
    differing = [
        (name, people.ids[place], is_, should)
        for name, column in wanted.items()
        for place, (is_, should) in enumerate(zip(found[name], column, strict=True))
        if is_ != should
    ]
    assert differing[:3] == [], _told(question, Counter(name for name, *_ in differing))


def _missing(decision: Decision, mentioned: Mapping[str, int]) -> str:
    """Return what is missing as a frame tells it, each once, in the order of first mention."""
    missing = {one.fact if one.member is None else f"{one.fact}.{one.member}" for one in decision.missing}
    return "; ".join(sorted(missing, key=mentioned.__getitem__))


def mentioned_by(programme: BoundProgramme, on: date) -> Mapping[str, int]:
    """Return every fact, or member of one, that the criteria of a day mention, with its place among them."""
    found: dict[str, int] = {}
    vocabulary = programme.vocabulary
    for criterion in programme.segment(on).criteria:
        for part in walk(criterion.bound.rule):
            for fact, word in _mentioned(part):
                kind = vocabulary.facts[fact].kind
                words = (word,) if word else vocabulary.words(kind) if isinstance(kind, SetOf) else (None,)
                for one in words:
                    given = vocabulary.given(fact)
                    found.setdefault(given if one is None else f"{given}.{one}", len(found))
    return found


def _mentioned(part: Condition) -> Iterator[tuple[str, str | None]]:
    match part:
        case Member(Word(word), FactValue(fact)):
            yield fact, word
        case Not() | And() | Or() | AtLeast():
            pass
        case _:
            yield from ((fact, None) for fact in facts_of(part))


def _told(question: Question, differing: Counter[str]) -> str:
    ids = {"outcome", "missing"} & differing.keys() and differing.keys() <= {"outcome", "missing"}
    told = [
        f"  {one.id}: {printed(one.rule)}"
        for one in question.programme.criteria
        if ids or f"criterion.{one.id}" in differing
    ]
    days = f"on {question.on}, known on {question.known_on}"
    return "\n".join([f"{dict(differing)} differ under {question.programme!r} {days}:", *told])
