"""The indicators that are shipped: what they cite, what they read, and what the stories come to by them."""

import re
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

from referral_strategies import event
from samverkan import CaseFile, Contact, Participant, load_model
from samverkan.consents import Consent
from samverkan.counting import compute, compute_all
from samverkan.figures import Figure, Part
from samverkan.indicator_facts import FACTS_OF
from samverkan.indicators import Counted, Direction, GroupBy, Measure, Of, Personal
from samverkan.participants import Assessment, Livelihood, Occupation
from samverkan.referrals import Referral
from samverkan.rules.expressions import facts_of
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.sources import ASSUMED
from samverkan.support_months import LONG_TERM, is_long_term
from samverkan.texts import LANGUAGES
from story_people import MIRJAM

MODEL = load_model("finsam")
INDICATORS = MODEL.indicators
PER_INHABITANT = {"long-term-assistance-per-inhabitant", "very-long-term-assistance-per-inhabitant"}
EVERY = pytest.mark.parametrize("name", INDICATORS)
PERSONS, REFERRALS, PARTICIPATIONS = Counted


def figure(name: str, *cases: Any, period: str = "2016", variant: str | None = None, **how: Any) -> Figure:
    """Return what a shipped indicator comes to."""
    return compute(INDICATORS[name].read_as(variant), cases, period, **how)


def ratio(name: str, *cases: Any, **how: Any) -> tuple[int, int]:
    """Return how many of how many."""
    one = figure(name, *cases, **how)
    return one.numerator, one.denominator


# --- The catalogue ------------------------------------------------------------------------------------------

CITED: dict[str, tuple[str | None, str | None]] = {
    "contacted-in-time": ("S001", "individen blir kontaktad inom två veckor"),
    "days-to-contact": ("S001", "En väg in rapporterar ledtid, aktör och insats"),
    "days-to-intervention": ("S001", "En väg in rapporterar ledtid, aktör och insats"),
    "referrals-received": ("S001", "En väg in rapporterar ledtid, aktör och insats"),
    "sent-back": ("S001", "återremisser som drar ut på handläggningstiden i många månader"),
    "times-sent-back": ("S001", "återremisser som drar ut på handläggningstiden i många månader"),
    "sent-round": ("S000", "för att förhindra rundgång hos myndigheter"),
    "contradictory-assessments": (None, None),
    "in-target-group": ("S002", "behov av samordnade rehabiliteringsinstaser från minst två de fyra samverkansparterna"),
    "participations-started": ("susam.se", None),
    "participants": ("susam.se", None),
    "participations-ended": ("susam.se", None),
    "began-or-increased": ("susam.se", None),
    "supported-before": ("susam.se", None),
    "supported-after": ("susam.se", None),
    "occupied-before": ("susam.se", None),
    "occupied-after": ("susam.se", None),
    "participations-by-sex": ("finsam.se", None),
    "on-assistance": ("S001", "får försörjningsstöd för målgruppen att minska"),
    "long-term-assistance": ("Öppna jämförelser", None),
    "long-term-assistance-per-inhabitant": ("Öppna jämförelser", None),
    "very-long-term-assistance": ("S002", "mer än 27 månader under en tre årsperiod"),
    "very-long-term-assistance-per-inhabitant": ("S002", "mer än 27 månader under en tre årsperiod"),
}  # fmt: skip
"""Each quotation has been looked up in the document as it was published, letter for letter, its misprints too."""


def test_these_are_the_indicators_that_are_shipped() -> None:
    """With the document that each cites, and the words."""
    assert CITED == {
        name: (one.definition.source.document, one.definition.source.quote) for name, one in INDICATORS.items()
    }


@EVERY
def test_every_document_is_one_of_the_model(name: str) -> None:
    """Of the five that were read the words are quoted; what rests on no document says that it is assumed."""
    source = INDICATORS[name].definition.source
    assert source.document is None or source.document in MODEL.documents
    assert source.quote is not None or not str(source.document).startswith("S0")


@EVERY
def test_every_text_is_there_in_both_languages(name: str) -> None:
    """A name, what is counted, and what is left open; what stands in braces is a threshold of the indicator's own."""
    one = INDICATORS[name].definition
    for text in (one.name, one.text, *one.open_questions, *(variant.text for variant in one.variants)):
        assert text.sv != text.en
        assert all(text.in_(language).strip() for language in LANGUAGES)
        placeholders = {*re.findall(r"{(\w+)}", text.sv), *re.findall(r"{(\w+)}", text.en)}
        assert placeholders <= {*one.parameters}
        assert set(re.findall(r"{(\w+)}", text.sv)) == set(re.findall(r"{(\w+)}", text.en))
        told = f"{text.sv} {text.en}".lower()
        assert not any(
            word in told for word in ("beslut", "rätt till", "bevilja", "avslag", "behörig", "decision", "entitled")
        )


def test_no_two_have_one_name() -> None:
    """They can be told apart by what they are called."""
    for language in LANGUAGES:
        assert len({one.definition.name.in_(language) for one in INDICATORS.values()}) == len(INDICATORS)


def test_a_goal_is_there_only_where_a_source_states_it() -> None:
    """Document 001 says that assistance is to fall, and not by how much; of nothing else is a direction said."""
    goals = {name: one.definition.goal for name, one in INDICATORS.items() if one.definition.goal}
    assert {"on-assistance"} == set(goals)
    assert (Direction.LOWER, None, "S001") == (
        goals["on-assistance"].direction, goals["on-assistance"].value, goals["on-assistance"].source.document,
    )  # fmt: skip
    assert figure("on-assistance", CaseFile(MIRJAM)).is_reached is None


def test_by_sex_unless_something_else_is_said() -> None:
    """What En väg in reports is by programme, sender and agency; the target group by party."""
    others = {
        name: one.definition.group_by for name, one in INDICATORS.items() if GroupBy.SEX not in one.definition.group_by
    }
    assert {
        "days-to-contact": (GroupBy.PROGRAMME, GroupBy.AGENCY), "days-to-intervention": (GroupBy.PROGRAMME, GroupBy.AGENCY),
        "referrals-received": (GroupBy.PROGRAMME, GroupBy.REFERRED_BY), "in-target-group": (GroupBy.PARTY,),
    } == others  # fmt: skip


def test_what_is_counted_of_persons_and_of_participations() -> None:
    """As SUS had it: all that is found of a participation is of those who agreed to be registered."""
    kinds = {
        counts: {name for name, one in INDICATORS.items() if one.definition.counts is counts} for counts in Counted
    }
    assert kinds[PARTICIPATIONS] == {name for name in INDICATORS if CITED[name][0] in {"susam.se", "finsam.se"}} - {
        "participants"
    }
    assert {name for name, one in INDICATORS.items() if one.definition.personal is Personal.REGISTERED} == kinds[
        PARTICIPATIONS
    ] - {"participations-by-sex"}
    assert PER_INHABITANT == {name for name, one in INDICATORS.items() if one.definition.of is Of.INHABITANTS}


NOT_SHIPPED = {
    PERSONS: set(),
    REFERRALS: {"self_referred", "has_started", "has_ended", "was_recommended_elsewhere"},
    PARTICIPATIONS: {"support_before", "support_after", "support_days_before", "has_ended", "outcome"},
}
"""Facts of what is counted that no shipped indicator reads; they are for those of one's own, and tested by themselves."""


@pytest.mark.parametrize("counts", [*Counted])
def test_every_fact_of_what_is_counted_is_read_by_an_indicator_or_listed(counts: Counted) -> None:
    """None is left over unseen."""
    read: set[str] = set()
    for bound in INDICATORS.values():
        for one in (bound, *(bound.read_as(variant.id) for variant in bound.definition.variants)):
            if one.definition.counts is counts:
                read |= {name for rule in (one.population, one.numerator) if rule for name in facts_of(rule.tree)}
                read |= {one.definition.value} - {None}  # type: ignore[arg-type]
    assert NOT_SHIPPED[counts] == {*FACTS_OF[counts]} - read


@EVERY
def test_of_no_cases_there_is_no_figure(name: str) -> None:
    """A number is 0; of anything else there is none, and nothing fails."""
    one = figure(
        name, period="2024", **({"inhabitants": 0} if INDICATORS[name].definition.of is Of.INHABITANTS else {})
    )
    assert (Fraction(0) if one.measure is Measure.NUMBER else None) == one.value
    assert all(one.explain(language).count("\n") == 1 for language in LANGUAGES)


@EVERY
def test_of_whom_nothing_is_known_nothing_is_counted(name: str) -> None:
    """She is in no numerator and no denominator: where persons are counted she is unknown or perhaps one of them."""
    whole = {"inhabitants": 100} if INDICATORS[name].definition.of is Of.INHABITANTS else {}
    one = figure(name, Participant(id="d-1"), period="2024", **whole)
    assert (0, 100 if whole else 0) == (one.numerator, one.denominator)
    assert one.unknown + one.perhaps == (1 if one.counts is PERSONS else 0)
    assert one.untold == (0 if one.counts is PERSONS else 1)


# --- Mirjam: no from both sides -----------------------------------------------------------------------------


def sent(name: str, to: str, *days: str) -> Referral:
    """Return a referral from the social services, received on the first day and sent back on the next, and so on."""
    whats = ["received", *(["sent_back", "supplemented"] * len(days))]
    return Referral(
        name, by="kommun/IFO", to=to, events=[event(what, day, to) for what, day in zip(whats, days, strict=False)]
    )


HERS = CaseFile(
    MIRJAM, referrals=[sent("r-1", "AF", "2016-03-01", "2016-08-19"), sent("r-2", "FK", "2016-05-10", "2016-09-01")]
)
TO_SEPTEMBER = "2016-01-01--2016-09-30"


@pytest.mark.parametrize(
    ("name", "how", "wanted"),
    [
        ("sent-back", {}, (2, 2)),
        ("times-sent-back", {}, (2, 2)),
        ("sent-round", {}, (1, 1)),
        ("contradictory-assessments", {}, (1, 1)),
        ("participants", {}, (0, 0)),
        ("on-assistance", {"period": TO_SEPTEMBER}, (1, 1)),
        ("on-assistance", {}, (0, 1)),
        ("long-term-assistance", {"period": "2014"}, (1, 1)),
        ("long-term-assistance", {"period": "2015"}, (1, 1)),
        ("long-term-assistance", {"period": TO_SEPTEMBER}, (0, 1)),  # nine months so far
        ("long-term-assistance", {}, (0, 1)),
        ("very-long-term-assistance", {"period": TO_SEPTEMBER}, (1, 1)),  # 33 of 36 months
        ("very-long-term-assistance", {"period": TO_SEPTEMBER, "variant": "at-least-27"}, (1, 1)),
        ("very-long-term-assistance", {"period": TO_SEPTEMBER, "variant": "three-years"}, (0, 1)),
        ("long-term-assistance-per-inhabitant", {"period": "2015", "inhabitants": 20000}, (1, 20000)),
    ],
    ids=lambda value: ", ".join(map(str, value.values())) if isinstance(value, dict) else None,
)  # fmt: skip
def test_mirjam_by_the_shipped_indicators(name: str, how: dict[str, Any], wanted: tuple[int, int]) -> None:
    """Sent back twice in two referrals, sent round, judged differently, and supported for 33 months by September 2016."""
    assert wanted == ratio(name, HERS, **how)


def test_had_it_gone_on_to_the_end_of_the_year_it_would_be_three_years() -> None:
    """36 months at the end of 2016."""
    on = Participant(
        id="d-1",
        born="1979-03-02",
        livelihoods=[Livelihood("economic-assistance", since="2014-01-01", until="2016-12-31")],
    )
    assert (1, 1) == ratio("very-long-term-assistance", on, variant="three-years")
    assert (0, 1) == ratio("very-long-term-assistance", on, variant="three-years", period="2016-01-01--2016-11-30")


# --- Solveig: three times back ------------------------------------------------------------------------------

GROUP = "forum:beredningsgrupp"
SOLVEIG = CaseFile(
    Participant(id="solveig"),
    referrals=[
        sent(
            "r-1",
            GROUP,
            "2015-02-02",
            "2015-03-16",
            "2015-04-20",
            "2015-05-25",
            "2015-08-31",
            "2015-10-05",
            "2015-11-02",
        ).with_events(event("admitted", "2015-12-14", GROUP), event("intervention_started", "2016-01-11", GROUP))
    ],
)


def test_solveig_was_sent_back_in_one_referral_of_one_and_three_times() -> None:
    """The share sent back is 1 of 1, the mean is 3."""
    assert (1, 1) == ratio("sent-back", SOLVEIG, period="2015")
    mean = figure("times-sent-back", SOLVEIG, period="2015")
    assert (3, 1, Fraction(3)) == (mean.numerator, mean.denominator, mean.value)


def test_it_took_solveig_343_days() -> None:
    """On the last day of the year it runs; read in February it has stopped. Nothing was promised in 2015."""
    running, stopped = (
        figure("days-to-intervention", SOLVEIG, period="2015", as_of=on) for on in ("2015-12-31", "2016-02-01")
    )
    assert (1, None) == (running.pending, running.value)
    assert (0, Fraction(343)) == (stopped.pending, stopped.value)
    assert [(None, GROUP)] == [tuple(part.group.values()) for part in stopped.parts]
    assert (0, 0) == ratio("contacted-in-time", SOLVEIG, period="2015")


def test_solveig_takes_part_from_2016() -> None:
    """Her intervention started on 11 January."""
    assert [(0, 0), (1, 1)] == [ratio("participants", SOLVEIG, period=year) for year in ("2015", "2016")]


# --- Months of assistance -------------------------------------------------------------------------------------


def assisted(*spells: tuple[str, str]) -> Participant:
    """Return an adult who had economic assistance in the months from one to another, several times."""
    return Participant(
        id="d-1", born="1980-01-01",
        livelihoods=[Livelihood("economic-assistance", since=f"{since}-01", until=f"{until}-28") for since, until in spells],
    )  # fmt: skip


TEN = assisted(("2015-01", "2015-10"))
TWELVE = assisted(("2014-07", "2015-06"))
NINE_THRICE = assisted(("2013-01", "2013-09"), ("2014-01", "2014-09"), ("2015-01", "2015-09"))
VARIANTS = ("more-than-27", "at-least-27", "three-years")


@pytest.mark.parametrize(
    ("person", "years"),
    [(TEN, [False, False, True]), (TWELVE, [False, False, False]), (NINE_THRICE, [False, False, False])],
    ids=["January to October", "twelve in a row over a new year", "nine a year"],
)
def test_long_term_is_ten_months_of_a_calendar_year(person: Participant, years: list[bool]) -> None:
    """Twelve in a row are not, where the year turns between; nor are nine in each of three years."""
    found = [figure("long-term-assistance", person, period=year) for year in ("2013", "2014", "2015")]
    assert years == [bool(one.numerator) for one in found]
    assert [bool(one.numerator) for one in found] == [
        is_long_term(person, LONG_TERM["long-term"], f"{year}-12") for year in (2013, 2014, 2015)
    ]


@pytest.mark.parametrize(
    ("person", "wanted"),
    [(TEN, (False, False, False)), (TWELVE, (False, False, False)), (NINE_THRICE, (False, False, False))],
    ids=["January to October", "twelve in a row over a new year", "nine a year"],
)
def test_very_long_term_by_each_variant(person: Participant, wanted: tuple[bool, ...]) -> None:
    """27 of 36 months are not more than 27, and with breaks of three months they are not by the other either."""
    assert wanted == tuple(
        bool(figure("very-long-term-assistance", person, period="2015", variant=one).numerator) for one in VARIANTS
    )


def test_very_long_term_without_ever_being_long_term() -> None:
    """By at least 27 of 36 months, and breaks of three months allowed, it is: a threshold is all that differs."""
    very = INDICATORS["very-long-term-assistance"].definition
    assert {"most_break", "months", "adult"} == set(very.parameters)

    loose = attrs.evolve(
        very, id="loose", parameters={**very.parameters, "most_break": Parameter([Threshold(3, ASSUMED)])}
    )
    one = MODEL.with_(definitions=[loose]).indicators["loose"].read_as("at-least-27")
    assert 1 == compute(one, [NINE_THRICE], "2015").numerator
    assert 0 == compute(one.read_as("more-than-27"), [NINE_THRICE], "2015").numerator


@pytest.mark.parametrize(
    ("spells", "wanted"),
    [
        ([("2013-01", "2015-03")], (False, True, False)),  # 27
        ([("2013-01", "2015-04")], (True, True, False)),  # 28
        ([("2013-01", "2015-12")], (True, True, True)),  # 36
        ([("2013-01", "2015-11")], (True, True, False)),  # 35
        ([("2013-01", "2014-02"), ("2014-05", "2015-06")], (True, True, False)),  # 14 and 14, two months between
        ([("2013-01", "2014-02"), ("2014-06", "2015-07")], (True, False, False)),  # three months between
    ],
    ids=["27", "28", "36", "35", "a break of two", "a break of three"],
)
def test_the_bounds_of_each_variant(spells: list[tuple[str, str]], wanted: tuple[bool, ...]) -> None:
    """More than 27, at least 27 with breaks of at most two months, and every month of three years."""
    assert wanted == tuple(
        bool(figure("very-long-term-assistance", assisted(*spells), period="2015", variant=one).numerator)
        for one in VARIANTS
    )


def test_both_denominators_are_adults() -> None:
    """Of those who had assistance in the year; or of all inhabitants. A child is in neither."""
    child = Participant(
        id="d-2",
        born="2000-01-01",
        livelihoods=[Livelihood("economic-assistance", since="2015-01-01", until="2015-12-31")],
    )
    short = Participant(
        id="d-3",
        born="1980-01-01",
        livelihoods=[Livelihood("economic-assistance", since="2015-03-01", until="2015-04-30")],
    )
    none = Participant(id="d-4", born="1980-01-01", livelihoods=[])
    unknown = Participant(id="d-5", born="1980-01-01")
    some = [TEN, child, short, none, unknown]
    among = figure("long-term-assistance", *some, period="2015")
    assert (1, 2, 1) == (among.numerator, among.denominator, among.perhaps)
    of_all = figure("long-term-assistance-per-inhabitant", *some, period="2015", inhabitants=15708)
    assert (1, 15708, 1) == (of_all.numerator, of_all.denominator, of_all.unknown)


# --- The target group, and SUS --------------------------------------------------------------------------------


def test_the_share_in_the_target_group_is_of_each_partys_clients() -> None:
    """One who is in contact with two parties is a client of both; the groups are not added up."""
    two, one = ["region", "kommun"], ["kommun"]
    some = [
        Participant(id=f"d-{n}", needs_from=needs, contacts=[Contact(name) for name in at], contacts_complete=True)
        for n, (needs, at) in enumerate([(two, ["AF", "kommun/IFO"]), (one, ["AF"]), (two, ["FK"]), (None, ["FK"])])
    ]
    found = figure("in-target-group", *some)
    assert (2, 3, 1) == (found.numerator, found.denominator, found.unknown)
    assert {"AF": (1, 2, 0), "FK": (1, 1, 1), "kommun": (1, 1, 0)} == {
        str(part.group[GroupBy.PARTY]): (part.numerator, part.denominator, part.unknown) for part in found.parts
    }
    assert not INDICATORS["in-target-group"].definition.is_apart


def taking_part(name: str, *, agreed: bool, works: str | None = "2016-07-01", **facts: Any) -> CaseFile:
    """Return one who lived on assistance, took part from March to June 2016, and worked half-time then."""
    steps = [event("received", "2016-02-01", "kommun/AME"), event("intervention_started", "2016-03-01", "kommun/AME")]
    steps.append(event("ended", "2016-06-30", "kommun/AME"))
    return CaseFile(
        Participant(**{
            "id": name, "sex": "woman", "born": "1990-01-01", "protected_identity": False,
            "livelihoods": [Livelihood("economic-assistance", since="2015-01-01", until="2016-06-30")],
            "occupations": [Occupation("employment", since=works, extent=50)] if works else [], **facts,
        }),
        referrals=[Referral("r-1", by="self", programme="en-vag-in", events=steps)],
        consents=[Consent("c-1", kind="registration", programme="en-vag-in", given="2016-02-01")] if agreed else [],
    )  # fmt: skip


SOME = [
    taking_part("d-1", agreed=True), taking_part("d-2", agreed=True, works=None), taking_part("d-3", agreed=True, occupations=None),
    taking_part("d-4", agreed=False), taking_part("d-5", agreed=True, protected_identity=True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("participations-started", (5, 5, 0, 2)), ("participations-ended", (5, 5, 0, 2)), ("began-or-increased", (1, 2, 1, 2)),
        ("supported-before", (3, 3, 0, 2)), ("supported-after", (0, 3, 0, 2)), ("occupied-before", (0, 2, 1, 2)), ("occupied-after", (1, 2, 1, 2)),
        ("participants", (5, 5, 0, 1)),
    ],
    ids=str,
)  # fmt: skip
def test_before_and_after_are_of_those_who_agreed(name: str, wanted: tuple[int, ...]) -> None:
    """Five took part; one did not agree and one is protected: they are anonymous. Of one it is unknown whether she works."""
    one = figure(name, *SOME)
    assert wanted == (one.numerator, one.denominator, one.unknown, one.anonymous)


def test_since_2023_they_are_counted_by_sex_and_nothing_else() -> None:
    """As many as there were, whoever agreed to what."""
    again = [
        CaseFile(
            Participant(id=f"d-{n}", sex=sex),
            referrals=[Referral("r-1", by="self", programme="orvar", events=[
                event("received", "2024-02-01"), event("intervention_started", "2024-03-01")])],
        )
        for n, sex in enumerate(["woman", "woman", "man", None])
    ]  # fmt: skip
    one = figure("participations-by-sex", *again, period="2024")
    assert (Fraction(4), 0) == (one.value, one.anonymous)
    assert [("orvar", "woman", 2), ("orvar", "man", 1), ("orvar", None, 1)] == [
        (*part.group.values(), part.numerator) for part in one.parts
    ]


def test_assessments_of_one_assessor_do_not_contradict_each_other() -> None:
    """AF found one thing in the spring and another in the autumn: the later stands."""
    one = Participant(
        id="d-1",
        work_capacity=[Assessment("AF", "no", since="2016-03-01"), Assessment("AF", "yes", since="2016-09-01")],
    )
    assert (0, 1) == ratio("contradictory-assessments", one)


def test_the_whole_catalogue_is_counted_in_one_go() -> None:
    """Everything that was in force in 2016, of everybody here, with the cases behind."""
    every = [one for one in INDICATORS.values() if one.definition.in_force.covers(date(2016, 1, 1))]
    found = compute_all(
        every, [HERS, SOLVEIG, *SOME], "2016", inhabitants=dict.fromkeys(PER_INHABITANT, 100), keep_cases=True
    )
    assert [one.id for one in every] == [one.indicator for one in found]
    for one in found:
        assert one == figure(
            one.indicator, HERS, SOLVEIG, *SOME, **({"inhabitants": 100} if one.indicator in PER_INHABITANT else {})
        )
        assert all(Part(case.part) in Part for case in one.behind)
