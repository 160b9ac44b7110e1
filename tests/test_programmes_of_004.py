"""Utgångspunkten, Avstampet, Språngbrädan and Jobbcoacher: who meets their criteria, and what document 004 leaves open.

Orvar, the fifth of them, has a file of its own.
"""

from datetime import date, timedelta

import pytest

from samverkan import Missing, Outcome, Participant, decide, load_model
from samverkan.programmes import ProgrammeKind, Status

MODEL = load_model("finsam")
ON = date(2008, 9, 15)
IN, OUT, OPEN_ = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.UNDETERMINED
FOUR = {"Ale", "Kungälv", "Stenungsund", "Tjörn"}

READINGS = {
    "utgangspunkten": ["some-need", "composite", "age-only", "kungalv"],
    "avstampet": ["foreign-background", "newly-arrived"],
    "sprangbradan": ["target-group", "purpose"],
    "jobbcoacher": ["target-group", "purpose"],
}
EVERY_READING = [(programme, reading) for programme, readings in READINGS.items() for reading in readings]
STARTS = {
    "utgangspunkten": date(2007, 1, 1),
    "avstampet": date(2008, 1, 1),
    "sprangbradan": date(2008, 4, 1),
    "jobbcoacher": date(2008, 4, 1),
}
AGES = {"utgangspunkten": (16, 29), "avstampet": (20, 64), "sprangbradan": (20, 64), "jobbcoacher": (20, 64)}
FACTS = {
    "utgangspunkten": {"born": "1985-03-15", "needs": ["physical", "social"], "residence": "Kungälv"},
    "avstampet": {"born": "1975-03-15", "established": False, "foreign_background": True, "newly_arrived": True},
    "sprangbradan": {"born": "1975-03-15", "established": False, "long_absence": True},
    "jobbcoacher": {"born": "1975-03-15", "established": False, "long_absence": True},
}


def someone(programme, **changes):
    """Return a person who meets every criterion of *programme* under each reading but for what *changes*."""
    return Participant(id="d-020", **(FACTS[programme] | changes))


def ask(programme, reading=None, on=ON, **changes):
    """Decide about such a person."""
    return decide(someone(programme, **changes), MODEL.programmes[programme], on, reading=reading)


# --- In force -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("programme", "reading"), EVERY_READING)
def test_it_is_in_force_from_the_earliest_day_that_the_source_allows(programme, reading):
    """Not the day before, whatever else is known; from that day on, and with no end that the source states."""
    start = STARTS[programme]
    before, first, later = (ask(programme, reading, on) for on in (start - timedelta(1), start, date(2100, 1, 1)))
    assert ["in-force.not_started", "in-force.met", "in-force.met"] == [
        decision.criteria[0].code for decision in (before, first, later)
    ]
    assert (OUT, start - timedelta(1)) == (before.outcome, before.holds_until)
    assert IN is first.outcome
    nobody = decide(Participant(id="d-020"), MODEL.programmes[programme], start - timedelta(1), reading=reading)
    assert (OUT, ()) == (nobody.outcome, nobody.missing)


# --- Ages ---------------------------------------------------------------------------------------------


def born_so_as_to_be(age, on):
    """Return the day of birth of someone whose birthday *on* is, and who then is *age*."""
    return on.replace(year=on.year - age)


@pytest.mark.parametrize(("programme", "reading"), EVERY_READING)
def test_both_bounds_of_the_ages_are_included(programme, reading):
    """Out the day before she is old enough, in from that birthday, in on the last day of her last year, then out."""
    youngest, oldest = AGES[programme]
    wanted = {
        born_so_as_to_be(youngest, ON) + timedelta(1): OUT,
        born_so_as_to_be(youngest, ON): IN,
        born_so_as_to_be(oldest, ON): IN,
        born_so_as_to_be(oldest + 1, ON) + timedelta(1): IN,
        born_so_as_to_be(oldest + 1, ON): OUT,
    }
    assert wanted == {born: ask(programme, reading, born=born).outcome for born in wanted}


@pytest.mark.parametrize(("programme", "reading"), EVERY_READING)
def test_it_holds_until_the_day_before_she_is_too_old(programme, reading):
    """Whoever turns too old is out on that birthday; whoever is too young waits until she is old enough."""
    youngest, oldest = AGES[programme]
    born = date.fromisoformat(FACTS[programme]["born"])
    too_old = born.replace(year=born.year + oldest + 1)
    assert too_old - timedelta(1) == ask(programme, reading).holds_until
    waiting = ask(programme, reading, born=born_so_as_to_be(youngest, ON + timedelta(30)))
    assert (OUT, ON + timedelta(29)) == (waiting.outcome, waiting.holds_until)


@pytest.mark.parametrize(("programme", "reading"), EVERY_READING)
def test_an_unknown_day_of_birth_is_asked_for(programme, reading):
    """And a year of birth alone will do where it settles the age."""
    unknown = ask(programme, reading, born=None)
    assert (OPEN_, (Missing("born"),)) == (unknown.outcome, unknown.missing)
    youngest, _ = AGES[programme]
    assert OPEN_ is ask(programme, reading, born=str(ON.year - youngest)).outcome
    assert IN is ask(programme, reading, born=str(ON.year - youngest - 1)).outcome


def test_a_young_adult_of_29_is_in_utgangspunkten_and_one_of_30_is_not():
    """Born on 16 September 1978 she is 29 on 15 September 2008, and 30 the day after."""
    assert [IN, OUT] == [ask("utgangspunkten", on=on, born="1978-09-16").outcome for on in (ON, ON + timedelta(1))]


# --- The other criteria -------------------------------------------------------------------------------

HOLDERS = {
    "needs": ("AF", "FK", "kommun", "region"),
    "established": ("AF", "kommun"),
    "foreign_background": ("AF", "kommun"),
    "newly_arrived": ("AF", "kommun"),
    "long_absence": ("AF", "FK", "kommun"),
    "residence": (),
}


@pytest.mark.parametrize(
    ("programme", "reading", "fact", "value", "criterion"),
    [
        ("utgangspunkten", "kungalv", "residence", "Ale", "residence"),
        ("avstampet", "foreign-background", "established", True, "not-established"),
        ("avstampet", "foreign-background", "foreign_background", False, "immigrant"),
        ("avstampet", "newly-arrived", "established", True, "not-established"),
        ("avstampet", "newly-arrived", "newly_arrived", False, "immigrant"),
        ("sprangbradan", "target-group", "established", True, "not-established"),
        ("sprangbradan", "purpose", "established", True, "not-established"),
        ("sprangbradan", "purpose", "long_absence", False, "long-absence"),
        ("jobbcoacher", "target-group", "established", True, "not-established"),
        ("jobbcoacher", "purpose", "established", True, "not-established"),
        ("jobbcoacher", "purpose", "long_absence", False, "long-absence"),
    ],
)
def test_each_criterion_alone_keeps_her_out_and_its_fact_is_asked_for(programme, reading, fact, value, criterion):
    """Met by someone who meets all; not met, it decides; unknown, its fact is missing with those who hold it."""
    met, not_met, unknown = (
        ask(programme, reading),
        ask(programme, reading, **{fact: value}),
        ask(programme, reading, **{fact: None}),
    )
    assert [IN, OUT, OPEN_] == [met.outcome, not_met.outcome, unknown.outcome]
    assert [criterion] == [finding.id for finding in not_met.deciding()]
    assert (Missing(fact, holders=HOLDERS[fact]),) == unknown.missing


@pytest.mark.parametrize(
    ("programme", "reading", "fact"),
    [
        ("utgangspunkten", "some-need", "residence"),
        ("utgangspunkten", "composite", "residence"),
        ("utgangspunkten", "age-only", "residence"),
        ("utgangspunkten", "age-only", "needs"),
        ("avstampet", "foreign-background", "newly_arrived"),
        ("avstampet", "newly-arrived", "foreign_background"),
        ("sprangbradan", "target-group", "long_absence"),
        ("jobbcoacher", "target-group", "long_absence"),
    ],
)
def test_what_another_reading_reads_plays_no_part(programme, reading, fact):
    """Under this one it may be unknown, and is not asked for."""
    assert IN is ask(programme, reading, **{fact: None}).outcome
    assert fact not in MODEL.programmes[programme].read_as(reading).facts


KINDS = ["physical", "mental", "social", "vocational"]


@pytest.mark.parametrize(
    ("needs", "some_need", "composite"),
    [
        ([], OUT, OUT),
        *[([kind], IN, OUT) for kind in KINDS],
        (["physical", "mental"], IN, IN),
        (["social", "vocational"], IN, IN),
        (["physical", "mental", "social"], IN, IN),
        (KINDS, IN, IN),
        (None, OPEN_, OPEN_),
    ],
)
def test_utgangspunkten_asks_for_some_need_and_never_for_all_four_kinds(needs, some_need, composite):
    """One of the four kinds is enough by the first reading, two by the assumed one, none by the ages alone."""
    decision = ask("utgangspunkten", needs=needs)
    assert ("some-need", some_need) == (decision.reading, decision.outcome)
    assert {"composite": composite, "age-only": IN, "kungalv": some_need} == decision.other_readings
    by_two = ask("utgangspunkten", "composite", needs=needs)
    assert composite is by_two.outcome
    for one, criterion in ((decision, "some-need"), (by_two, "composite-need")):
        if one.outcome is OUT:
            assert [criterion] == [finding.id for finding in one.deciding()]


def test_every_kind_of_need_is_asked_about_at_all_who_may_know():
    """When nothing is known of any."""
    wanted = [Missing("needs", kind, HOLDERS["needs"]) for kind in KINDS]
    assert wanted == list(ask("utgangspunkten", needs=None).missing)


@pytest.mark.parametrize("programme", READINGS)
@pytest.mark.parametrize("residence", ["Ale", "Kungälv", "Göteborg", None])
def test_where_she_lives_keeps_nobody_out_by_the_first_reading(programme, residence):
    """The source does not say that one must live anywhere."""
    assert IN is ask(programme, residence=residence).outcome


@pytest.mark.parametrize("programme", READINGS)
def test_the_readings_and_which_of_them_the_source_has(programme):
    """What the source can be read to say is marked with it; what nobody wrote is assumed."""
    bound = MODEL.programmes[programme].readings
    assert READINGS[programme] == list(bound)
    stated = {("utgangspunkten", "age-only")}
    stated |= {(one, reading) for one in ("sprangbradan", "jobbcoacher") for reading in READINGS[one]}
    assert {name for name in bound if (programme, name) in stated} == {
        name for name, one in bound.items() if not one.reading.is_assumed
    }


# --- What else the source says, and what it leaves open -----------------------------------------------


ALL_FOUR = {"AF", "FK", "region", "kommun"}


@pytest.mark.parametrize(
    ("programme", "status", "owners", "performers", "area"),
    [
        ("utgangspunkten", Status.ADOPTED, set(), ALL_FOUR, {"Kungälv"}),
        ("avstampet", Status.ADOPTED, {"AF"}, {"Lernia"}, set()),
        ("sprangbradan", Status.PLANNED, {"AF"}, {"AF", "kommun", "leverantör"}, FOUR),
        ("jobbcoacher", Status.PLANNED, {"AF", "kommun"}, ALL_FOUR, FOUR),
        ("orvar", Status.ADOPTED, set(), {"FK", "region"}, FOUR),
    ],
)
def test_who_owns_it_who_carries_it_out_and_where(programme, status, owners, performers, area):
    """As the source has it; what it does not say is left out."""
    definition = MODEL.programmes[programme].definition
    assert (ProgrammeKind.INTERVENTION, status) == (definition.kind, definition.status)
    assert (owners, performers, area) == tuple(
        set(names) for names in (definition.owners, definition.performers, definition.area)
    )


@pytest.mark.parametrize("programme", [*READINGS, "orvar"])
def test_who_coordinates(programme):
    """All four, through the preparatory group or the staff; in Orvar those whose staff make up the team."""
    wanted = {"FK", "region"} if programme == "orvar" else ALL_FOUR
    assert wanted == set(MODEL.programmes[programme].definition.parties)


@pytest.mark.parametrize(
    ("programme", "wanted"),
    [
        ("utgangspunkten", []),
        ("avstampet", [(60, "people who may be concerned", None, True)]),
        ("sprangbradan", []),
        ("jobbcoacher", [(4, "job coaches, one in each kommun", None, False)]),
        ("orvar", [(40, "people", "year", True)]),
    ],
)
def test_an_estimate_is_an_estimate_and_what_is_not_said_is_left_out(programme, wanted):
    """About 60 people who may be concerned, four coaches, 40 people a year."""
    capacity = MODEL.programmes[programme].definition.capacity
    assert wanted == [(one.count, one.of.en, one.per, one.estimate) for one in capacity]


SUS = ("varav staten är en", "one of them the state's")
MANDATE = ("mandat att fatta beslut i individärenden", "mandate to decide in individual cases")
ESTABLISHED = ("vara etablerad på arbetsmarknaden sägs inte", "to be established on the labour market is not said")
LONG = ("hur lång tiden ska vara sägs inte", "how long it must be is not said")
OPEN = {
    "utgangspunkten": {
        "its days": ("vilken dag sägs inte", "on which day is not said"),
        "its end": ("När det upphör sägs inte", "When it ends is not said"),
        "kinds of need": ("Alla slag krävs alltså inte", "not every kind is required"),
        "composite problems": ("sammansatt problematik", "composite problems"),
        "X8: young": ("16–29, i Ales målgrupp 16–24", "16–29, in Ale's target group 16–24"),
        "X14: 1400 or 1500": ("ca 1500 tkr", "about 1500 tkr"),
        "X15: the coordinator": ("600 tkr om året", "600 tkr a year"),
        "X18: the mandate": MANDATE,
        "X20: SUS": SUS,
        "X37: residence": ("måste bo i Kungälv", "must live in Kungälv"),
        "its owner": ("Vem som äger projektet sägs inte", "Who owns the project is not said"),
    },
    "avstampet": {
        "its days": ("vilken dag sägs inte", "on which day is not said"),
        "its end": ("När de upphör sägs inte", "When it ends is not said"),
        "X20: SUS": SUS,
        "X36: immigrants": ("Vem som är invandrare är inte definierat", "Who is an immigrant is not defined"),
        "X37: residence": ("Avstampet förbereddes 2007", "Avstampet was prepared in 2007"),
        "its capacity": ("hur många som får plats sägs inte", "how many there is room for is not said"),
        "established": ESTABLISHED,
        "who carries it out": ("privata och offentliga leverantörer", "private and public suppliers"),
    },
    "sprangbradan": {
        "its days": ("när sägs inte", "when is not said"),
        "its end": ("När det upphör sägs inte", "When it ends is not said"),
        "long absence": LONG,
        "established": ESTABLISHED,
        "X20: SUS": SUS,
        "residence": ("bo i någon av de fyra kommunerna sägs inte", "live in any of the four kommuner is not said"),
    },
    "jobbcoacher": {
        "its days": ("när sägs inte", "when is not said"),
        "its end": ("När det upphör sägs inte", "When it ends is not said"),
        "long absence": LONG,
        "established": ESTABLISHED,
        "X18: the mandate": MANDATE,
        "X20: SUS": SUS,
        "X32: parallel tracks": ("parallella spår", "parallel tracks"),
        "residence": ("bo i någon av de fyra kommunerna sägs inte", "live in any of the four kommuner is not said"),
        "its capacity": ("hur många deltagare de har plats för sägs inte", "how many participants they have room for"),
        "who employs the coaches": ("Vem som anställer coacherna sägs inte", "Who employs the coaches is not said"),
    },
    "orvar": {
        "X17: working age": ("Vad arbetsför ålder är sägs inte", "What working age is, is not said"),
        "X17: the costs": ("690 tkr för 2009", "690 tkr for 2009"),
        "X31: an estimate": ("40 personer på årsbasis är en uppskattning", "Forty people a year is an estimate"),
        "X31: the first half-year": ("det första halvåret", "the first half-year"),
        "who coordinates": ("Vilka parter som samverkar sägs inte", "Which parties coordinate is not said"),
    },
}


@pytest.mark.parametrize(
    ("programme", "sv", "en"),
    [
        pytest.param(programme, *texts, id=f"{programme}, {what}")
        for programme, questions in OPEN.items()
        for what, texts in questions.items()
    ],
)
def test_what_the_source_leaves_open_is_an_open_question(programme, sv, en):
    """In both languages, in one question."""
    questions = MODEL.programmes[programme].definition.open_questions
    assert [question for question in questions if sv in question.sv and en in question.en]
