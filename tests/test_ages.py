"""Ages turn on birthdays: 16-64 is to have turned 16 and not to have turned 65."""

from calendar import isleap
from datetime import date, timedelta

import attrs
import pytest

from samverkan import Contact, Outcome, Participant, Unknown, Verdict, decide, load_model
from samverkan.dates import LeapDay, completed_years
from samverkan.partial import Bounds

MODEL = load_model("finsam")
EN_VAG_IN = MODEL.programmes["en-vag-in"]
ONE_DAY = timedelta(days=1)


def someone(born):
    """Return a person whose age alone decides about En väg in."""
    contacts = [Contact("AF"), Contact("FK")]
    return Participant(id="d-001", born=born, residence="Ludvika", contacts=contacts, unmet_need=True)


def age_finding(born, on, programme=EN_VAG_IN):
    """Return what came of the criterion about age."""
    decision = decide(someone(born), programme, on)
    return next(finding for finding in decision.criteria if finding.id == "working-age")


# --- Through decide: the days about the bounds ------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "what", "summary_says", "page_3_says"),
    [
        ("2025-10-02", "the last day at 64", Outcome.ELIGIBLE, Outcome.ELIGIBLE),
        ("2025-10-03", "the 65th birthday", Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE),
        ("2026-10-02", "the last day at 65", Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE),
        ("2026-10-03", "the 66th birthday", Outcome.NOT_ELIGIBLE, Outcome.NOT_ELIGIBLE),
    ],
)
def test_the_upper_bound_turns_on_a_birthday(on, what, summary_says, page_3_says):
    """Someone born on 3 October 1960 is out from the day she turns 65, or 66 as page 3 has it."""
    assert summary_says is decide(someone("1960-10-03"), EN_VAG_IN, on, reading="16-64").outcome, what
    assert page_3_says is decide(someone("1960-10-03"), EN_VAG_IN, on, reading="16-65").outcome, what


@pytest.mark.parametrize("reading", ["16-64", "16-65"])
@pytest.mark.parametrize(
    "born",
    # The eves of some fall in April, June, September or November, where libraries have been a day early.
    ["2001-02-28", "2004-02-29", "2001-03-01", "2003-04-02", "2001-06-15", "2002-09-30", "2005-11-30", "2002-12-31"],
)
def test_both_bounds_turn_on_the_very_day(born, reading):
    """The day before the 16th birthday out, that day in; the last day in, the next birthday out."""
    birth, last = date.fromisoformat(born), {"16-64": 64, "16-65": 65}[reading]
    sixteenth, too_old = birthday(birth, 16), birthday(birth, last + 1)
    days = [sixteenth - ONE_DAY, sixteenth, too_old - ONE_DAY, too_old]
    wanted = [Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE, Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE]
    decisions = [decide(someone(born), EN_VAG_IN, on, reading=reading) for on in days]
    assert wanted == [decision.outcome for decision in decisions]
    assert [days[0], days[2], days[2], None] == [decision.holds_until for decision in decisions]
    assert [15, 16, last, last + 1] == [decision.criteria[1].reads["age"] for decision in decisions]


# The ages of each programme and reading, as the sources have them; None where no lowest age is said.
BOUNDS = {
    ("avstampet", "foreign-background"): (20, 64),
    ("avstampet", "newly-arrived"): (20, 64),
    ("dua", "16-24"): (16, 24),
    ("en-vag-in", "16-64"): (16, 64),
    ("en-vag-in", "16-65"): (16, 65),
    ("en-vag-in", "goal"): (16, 65),
    ("en-vag-in", "needed"): (16, 64),
    ("en-vag-in", "either"): (16, 64),
    ("en-vag-in", "units"): (16, 64),
    ("jobbcoacher", "target-group"): (20, 64),
    ("jobbcoacher", "purpose"): (20, 64),
    ("kaa", "rule-of-the-day"): (None, 19),
    ("kaa", "before-2018-07-01"): (None, 19),
    ("kaa", "from-2018-07-01"): (None, 19),
    ("kaa", "16-20"): (16, 20),
    ("komback", "16-25"): (16, 25),
    ("orvar", "16-64"): (16, 64),
    ("orvar", "20-64"): (20, 64),
    ("se-projektet", "including-29"): (None, 29),
    ("se-projektet", "excluding-29"): (None, 28),
    ("sprangbradan", "target-group"): (20, 64),
    ("sprangbradan", "purpose"): (20, 64),
    ("utgangspunkten", "some-need"): (16, 29),
    ("utgangspunkten", "composite"): (16, 29),
    ("utgangspunkten", "age-only"): (16, 29),
    ("utgangspunkten", "kungalv"): (16, 29),
}


def test_every_reading_that_asks_for_an_age_is_tried_here():
    """The others have no age: Centralen, the platform of Östra Östergötland and the 20/40 jobs."""
    asking = {
        (name, reading)
        for name, bound in MODEL.programmes.items()
        for reading, one in bound.readings.items()
        if "born" in one.facts
    }
    assert asking == BOUNDS.keys()
    without = {"centralen", "plattform-ostra-ostergotland", "20-40-jobb"}
    assert without == MODEL.programmes.keys() - {name for name, _ in BOUNDS}


@pytest.mark.parametrize(("programme", "reading"), BOUNDS, ids=[f"{name}, {reading}" for name, reading in BOUNDS])
@pytest.mark.parametrize("born", ["1990-05-17", "1992-02-29", "1990-12-31"])
def test_the_ages_of_each_programme_turn_on_the_very_day(programme, reading, born):
    """From the birthday of the lowest age to the day before that of the first too high, whether in force or not."""
    bound, birth, (least, most) = (
        MODEL.programmes[programme].read_as(reading),
        date.fromisoformat(born),
        BOUNDS[programme, reading],
    )
    too_old = birthday(birth, most + 1)
    days = {too_old - ONE_DAY: Verdict.MET, too_old: Verdict.NOT_MET}
    if least is None:
        days[birth] = days[birth - ONE_DAY] = Verdict.MET
    else:
        days |= {birthday(birth, least) - ONE_DAY: Verdict.NOT_MET, birthday(birth, least): Verdict.MET}
    for on, wanted in days.items():
        (finding,) = (one for one in decide(someone(born), bound, on).criteria if "age" in one.reads)
        assert (on, wanted) == (on, finding.outcome)


# --- Every birth date -------------------------------------------------------------------------------


def birthday(born, years, in_ordinary_years=(2, 28)):
    """Return the day on which someone turns so many years, reckoned from the calendar alone."""
    if (born.month, born.day) == (2, 29) and not isleap(born.year + years):
        return date(born.year + years, *in_ordinary_years)
    return date(born.year + years, born.month, born.day)


@pytest.mark.mass
@pytest.mark.parametrize("first_year", range(1946, 2011, 13))
def test_every_birth_date_has_its_birthdays(first_year):
    """For every birth date 1946 to 2010, years are completed on each birthday and after it, not on the day before."""
    wrong = []
    born = date(first_year, 1, 1)
    while born.year < first_year + 13:
        for years in range(15, 68):
            day = birthday(born, years)
            if (
                completed_years(born, day - ONE_DAY) != years - 1
                or completed_years(born, day) != years
                or completed_years(born, day + ONE_DAY) != years
            ):
                wrong.append((born, years))
        born += ONE_DAY
    assert wrong == []


# --- 29 February ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("leap_day", "in_ordinary_years"), [(LeapDay.FEBRUARY_28, (2, 28)), (LeapDay.MARCH_1, (3, 1))])
@pytest.mark.parametrize("year", range(1948, 2011, 4))
def test_someone_born_on_29_february_has_a_birthday_every_year(year, leap_day, in_ordinary_years):
    """In ordinary years it is 28 February or 1 March by the policy; the day before it is never the day."""
    born = date(year, 2, 29)
    for years in range(1, 101):
        day = birthday(born, years, in_ordinary_years)
        ages = [completed_years(born, on, leap_day) for on in (day - ONE_DAY, day, day + ONE_DAY)]
        assert [years - 1, years, years] == ages


@pytest.mark.parametrize(
    ("leap_day", "last_day_at_64"), [(LeapDay.FEBRUARY_28, "2069-02-27"), (LeapDay.MARCH_1, "2069-02-28")]
)
def test_the_policy_is_the_models(leap_day, last_day_at_64):
    """A model made with the other policy moves the day on which someone born on 29 February turns 65."""
    programme = attrs.evolve(MODEL, leap_day=leap_day).programmes["en-vag-in"]
    last = date.fromisoformat(last_day_at_64)
    before, after = (decide(someone("2004-02-29"), programme, on) for on in (last, last + ONE_DAY))
    assert (Outcome.ELIGIBLE, last) == (before.outcome, before.holds_until)
    assert Outcome.NOT_ELIGIBLE is after.outcome
    # 2020 is a leap year, so the 16th birthday is the same under both.
    assert [age_finding("2004-02-29", on, programme).reads["age"] for on in ("2020-02-28", "2020-02-29")] == [15, 16]


def test_the_shipped_model_goes_by_28_february():
    """The policy of the shipped model is the default one."""
    assert LeapDay.FEBRUARY_28 is MODEL.leap_day
    assert date(2069, 2, 27) == decide(someone("2004-02-29"), EN_VAG_IN, "2020-02-29").holds_until


# --- Birth dates known in part ------------------------------------------------------------------------


@pytest.mark.mass
def test_a_birth_year_alone_leaves_the_age_open_on_the_days_when_it_matters():
    """Someone born 1990 is between 16 and 64, or not, on every day but those of 2006 and 2055 before New Year's Eve."""
    wanted = [
        (date(2005, 12, 31), Verdict.NOT_MET),
        (date(2006, 12, 30), Verdict.UNKNOWN),
        (date(2054, 12, 31), Verdict.MET),
        (date(2055, 12, 30), Verdict.UNKNOWN),
        (date(2060, 12, 31), Verdict.NOT_MET),
    ]
    on = date(2000, 1, 1)
    wrong = []
    for until, verdict in wanted:
        while on <= until:
            if age_finding("1990", on).outcome is not verdict:
                wrong.append(on)
            on += ONE_DAY
    assert (wrong, on) == ([], date(2061, 1, 1))


def test_a_birth_month_leaves_the_age_open_for_a_month_less_a_day():
    """Born in February 2001: open from 1 to 27 February 2017, settled on the 28th."""
    days = ["2017-01-31", "2017-02-01", "2017-02-27", "2017-02-28"]
    wanted = [Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.MET]
    assert wanted == [age_finding("2001-02", on).outcome for on in days]


def test_an_age_between_bounds_is_shown_as_its_bounds():
    """In the year of the birthday the age is one of two; on its last day there is but one."""
    assert Bounds(least=15, most=16) == age_finding("1990", "2006-07-01").reads["age"]
    assert age_finding("1990", "2006-12-31").reads["age"] == 16


def test_an_open_age_makes_the_outcome_undetermined_until_it_is_settled():
    """Born 2000, on the day En väg in begins: undetermined, the birth date is asked for, until 30 December."""
    decision = decide(someone("2000"), EN_VAG_IN, "2016-10-03")
    assert Outcome.UNDETERMINED is decision.outcome
    assert [missing.fact for missing in decision.missing] == ["born"]
    assert date(2016, 12, 30) == decision.holds_until


def test_no_birth_date_is_no_age():
    """Of someone whose birth date is not given the age is unknown, never nought."""
    finding = age_finding(None, "2016-10-03")
    assert Verdict.UNKNOWN is finding.outcome
    assert isinstance(finding.reads["age"], Unknown)
