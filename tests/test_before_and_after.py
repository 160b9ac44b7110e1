"""What a participant lived on and did, directly before and directly after."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Participant
from samverkan.before_and_after import (
    PUBLIC_SUPPORT,
    STUDIES,
    WORK,
    Growth,
    KindClass,
    after,
    before,
    began_or_increased,
    support_days_before,
)
from samverkan.casefiles import View
from samverkan.closed_lists import LISTS
from samverkan.errors import InvalidValueError
from samverkan.partial import Bounds
from samverkan.participants import Hidden, Livelihood, Occupation
from samverkan.participations import Participation
from samverkan.sources import ASSUMED
from samverkan.texts import Text
from strategies import examples

STARTED, ENDED = date(2016, 3, 14), date(2016, 9, 30)
ASSISTANCE = "economic-assistance"


def took_part(
    livelihoods: Any = None,
    occupations: Any = None,
    *,
    started: date = STARTED,
    ended: date | None = ENDED,
    **more: Any,
) -> Participation:
    """Return the participation of a person of whom that is known."""
    hidden = more.pop("hidden", None)
    view = View(agency="AF", programme="en-vag-in", purpose="coordination", on=STARTED) if hidden else None
    facts = {**more, **({"hidden": hidden} if hidden else {})}
    person = Participant(id="d-1", livelihoods=livelihoods, occupations=occupations, **facts)
    return Participation(
        participant="d-1",
        referral="r-1",
        programme="en-vag-in",
        intervention="training",
        started=started,
        ended=ended,
        case=CaseFile(person, view=view),
    )


def lives(since: int | None, until: int | None, kind: str = ASSISTANCE, **more: Any) -> Livelihood:
    """Return a livelihood on days counted from the first day of the intervention, which is day 0."""
    return Livelihood(kind, **dict(zip(("since", "until"), (_day(since), _day(until)), strict=True)), **more)


def does(kind: str, since: int | None, until: int | None, extent: int | None = None, **more: Any) -> Occupation:
    """Return an occupation on days counted from the first day of the intervention, which is day 0."""
    return Occupation(kind, since=_day(since), until=_day(until), extent=extent, **more)


def _day(number: int | None) -> date | None:
    return None if number is None else STARTED + timedelta(number)


LAST = (ENDED - STARTED).days

# --- Kinds ----------------------------------------------------------------------------------------


def test_public_support_has_the_eleven_components_of_the_income_measure() -> None:
    """What unemployment funds, Försäkringskassan and the kommun pay is public support; salary and pension are not."""
    paid = "sickness-benefit rehabilitation-benefit activity-compensation sickness-compensation unemployment-benefit"
    more = "activity-support development-allowance introduction-benefit introduction-supplement housing-benefit"
    assert {*paid.split(), *more.split(), ASSISTANCE} == PUBLIC_SUPPORT.kinds
    rest = LISTS["livelihoods"].keys() - PUBLIC_SUPPORT.kinds
    assert {"salary", "student-aid", "parental-benefit", "pension"} == rest


def test_every_occupation_is_work_or_studies() -> None:
    """The two classes part the closed list; labour-market training is among the studies."""
    assert LISTS["occupations"].keys() == WORK.kinds | STUDIES.kinds
    assert not WORK.kinds & STUDIES.kinds
    assert "labour-market-training" in STUDIES.kinds


# --- Directly before, directly after --------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "wanted"),
    [
        (-30, -8, False),
        (-30, -7, True),
        (-1, -1, True),
        (-4, -3, True),
        (0, None, False),
        (None, None, True),
        (None, -8, False),
    ],
)
def test_directly_before_is_within_one_week(since: int | None, until: int | None, wanted: bool) -> None:
    """The seven days before the first count, and the first itself does not."""
    found = before(took_part([lives(since, until)], [does("employment", since, until, 50)]))
    assert (found.public_support, found.working) == (wanted, wanted)
    assert found.livelihoods == (frozenset({ASSISTANCE}) if wanted else frozenset())


@pytest.mark.parametrize(
    ("since", "until", "wanted"),
    [(None, LAST, False), (LAST, LAST + 1, True), (LAST + 7, None, True), (LAST + 8, None, False)],
)
def test_directly_after_is_within_one_week(since: int | None, until: int | None, wanted: bool) -> None:
    """The seven days after the last count, and the last itself does not."""
    found = after(took_part([lives(since, until)], [does("studies", since, until, 50)]))
    assert found is not None
    assert (found.public_support, found.studying, found.working) == (wanted, wanted, False)


def test_while_it_runs_there_is_no_after() -> None:
    """Of what has not ended nothing is said of the time after."""
    running = took_part([], [], ended=None)
    assert (None, None) == (after(running), began_or_increased(running))


@pytest.mark.parametrize("kind", ["parental-benefit", "pension", "salary", "student-aid"])
def test_parental_benefit_and_pension_are_no_public_support(kind: str) -> None:
    """They are livelihoods, and none of them is public support, however long she has had them."""
    found = took_part([lives(-400, None, kind)])
    assert ({kind}, False, 0) == (before(found).livelihoods, before(found).public_support, support_days_before(found))


def test_an_absent_list_is_unknown() -> None:
    """What nothing was said about is unknown, and no list that says *none*."""
    found = before(took_part())
    assert (None,) * 7 == (
        found.livelihoods, found.public_support, found.work, found.studies, found.active, found.working, found.studying
    )  # fmt: skip
    assert (None, None) == (support_days_before(took_part()), began_or_increased(took_part()))
    none = took_part([], [])
    assert (frozenset(), False, False, False) == (
        before(none).livelihoods, before(none).public_support, before(none).working, before(none).studying
    )  # fmt: skip
    assert (0, False) == (support_days_before(none), began_or_increased(none))


def test_extents_of_a_day_are_added_and_the_greatest_day_counts() -> None:
    """Two jobs at once are added; two after each other are not; an unstated extent lies between 1 and 100 %."""
    jobs = [does("employment", -9, -4, 50), does("own-business", -4, -4, 25), does("employment", -3, None, 60)]
    assert Bounds(75, 75) == before(took_part([], jobs)).work
    unstated = before(took_part([], [does("employment", -9, None), does("studies", -9, None, 20)]))
    assert (Bounds(1, 100), Bounds(20, 20), Bounds(21, 120)) == (unstated.work, unstated.studies, unstated.active)


def test_at_the_ends_of_the_calendar_there_are_fewer_days() -> None:
    """A first week and a last week that the calendar lacks are looked at as far as there are days."""
    first = took_part([Livelihood(ASSISTANCE)], [], started=date.min, ended=date.max)
    assert before(first).public_support is False
    assert getattr(after(first), "public_support", None) is False
    near = took_part([Livelihood(ASSISTANCE)], [], started=date.min + timedelta(1), ended=date.max - timedelta(1))
    assert before(near).public_support is True
    assert getattr(after(near), "public_support", None) is True


# --- Began or increased ---------------------------------------------------------------------------

GROWTH: dict[str, tuple[list[Occupation], bool | None, bool | None]] = {
    "nothing before, a job after": ([does("employment", LAST + 3, None, 25)], True, True),
    "nothing before, a job of unstated extent after": ([does("employment", LAST + 3, None)], True, True),
    "nothing before and after": ([does("employment", 20, 60, 100)], False, False),
    "the same job": ([does("employment", None, None, 50)], False, False),
    "the same job of unstated extent": ([does("employment", None, None)], None, None),
    "more hours": ([does("employment", None, LAST, 50), does("employment", LAST + 1, None, 75)], True, True),
    "fewer hours": ([does("employment", None, LAST, 75), does("employment", LAST + 1, None, 50)], False, False),
    "the job ended": ([does("employment", None, LAST, 75)], False, False),
    "from studies to a job": (
        [does("studies", None, LAST, 100), does("employment", LAST + 1, None, 100)],
        True,
        False,
    ),
    "from training to studies": (
        [does("labour-market-training", None, LAST, 100), does("studies", LAST + 1, None, 100)],
        False,
        False,
    ),
    "more studies, fewer hours of work": (
        [
            does("employment", None, LAST, 50),
            does("employment", LAST + 1, None, 25),
            does("studies", LAST + 1, None, 25),
        ],
        True,
        False,
    ),
    "unstated before, full time after": (
        [does("employment", None, LAST), does("subsidised-employment", LAST + 1, None, 100)],
        None,
        None,
    ),
    "less than can be told, but studies begun": (
        [does("employment", None, None), does("studies", LAST + 1, None, 50)],
        True,
        None,
    ),
}


@pytest.mark.parametrize(("occupations", "either", "together"), GROWTH.values(), ids=GROWTH)
def test_began_or_increased_is_read_in_two_ways(
    occupations: list[Occupation], either: bool | None, together: bool | None
) -> None:
    """Work or studies each by itself, or both together: the words leave it open, so that the reading is named."""
    found = took_part([], occupations)
    assert (either, together) == tuple(began_or_increased(found, reading=reading) for reading in ("either", "together"))
    assert began_or_increased(found) is began_or_increased(found, reading=Growth.EITHER)


OCCUPATIONS = st.lists(
    st.builds(
        does,
        st.sampled_from(sorted(LISTS["occupations"])),
        st.integers(-20, LAST + 10),
        st.none(),
        st.none() | st.sampled_from([25, 50, 100]),
    ),
    max_size=4,
    unique_by=lambda one: (one.kind, one.since),
)


@examples(80)
@given(OCCUPATIONS, st.sampled_from(Growth))
def test_learning_an_extent_never_flips_the_answer(occupations: list[Occupation], reading: Growth) -> None:
    """With extents that are not stated the answer is the same or unknown."""
    less = [Occupation(one.kind, since=one.since, until=one.until) for one in occupations]
    answers = {began_or_increased(took_part([], one), reading=reading) for one in (occupations, less)}
    assert not {True, False} <= answers


def test_there_is_no_third_reading() -> None:
    """A reading that is none is refused; so is a day that is none."""
    with pytest.raises(InvalidValueError, match="wanted either or together"):
        began_or_increased(took_part([], []), reading="both")
    with pytest.raises(InvalidValueError, match="wanted a day as YYYY-MM-DD"):
        before(took_part(), known_on="igår")


# --- Time in public support -----------------------------------------------------------------------

TIMES: dict[str, tuple[list[Livelihood], int | None]] = {
    "to the day before": ([lives(-100, None)], 100),
    "to within a week": ([lives(-100, -7)], 100),
    "to more than a week before": ([lives(-100, -8)], 0),
    "one kind after another": ([lives(-100, -51, "sickness-benefit"), lives(-50, None)], 100),
    "two at a time": ([lives(-100, -10, "sickness-benefit"), lives(-50, None)], 100),
    "parental benefit between": ([lives(-300, -101), lives(-100, -40, "parental-benefit"), lives(-39, None)], 39),
    "begun on the first day": ([lives(0, None)], 0),
    "begun later, and before": ([lives(-9, -1), lives(5, None)], 9),
    "since nobody knows when": ([lives(None, None)], None),
    "since nobody knows when, long ago": ([lives(None, -200), lives(-30, None)], 30),
    "since nobody knows when, before a short break": ([lives(None, -40), lives(-30, None)], None),
}


@pytest.mark.parametrize(("livelihoods", "wanted"), TIMES.values(), ids=TIMES)
def test_time_in_public_support_counts_back_from_the_start(livelihoods: list[Livelihood], wanted: int | None) -> None:
    """It goes back to the day on which the support began, over all kinds and over breaks that are ignored."""
    assert wanted == support_days_before(took_part(livelihoods))


@pytest.mark.parametrize(
    ("ended", "anew", "is_ignored"),
    [
        ("2015-01-31", "2015-03-01", True),  # all of February
        ("2015-01-31", "2015-03-02", False),
        ("2015-03-14", "2015-04-15", True),  # 15 March to 14 April
        ("2015-03-14", "2015-04-16", False),
        ("2015-01-30", "2015-02-28", True),  # from 31 January: the month ends with February
        ("2015-01-30", "2015-03-01", False),
        ("2015-12-31", "2016-02-01", True),
    ],
)
def test_a_break_of_up_to_one_month_is_ignored(ended: str, anew: str, is_ignored: bool) -> None:
    """A month runs to the day before that of the same number, and in a shorter month to the day before its last."""
    found = took_part([Livelihood(ASSISTANCE, since="2014-01-01", until=ended), Livelihood(ASSISTANCE, since=anew)])
    first = date(2014, 1, 1) if is_ignored else date.fromisoformat(anew)
    assert (STARTED - first).days == support_days_before(found)


def days_in_support(livelihoods: list[Livelihood]) -> int:
    """Count the days back from the start, one by one."""
    has = [any(one.runs(STARTED - timedelta(back)) for one in livelihoods) for back in range(1, 200)]
    if not any(has[:7]):
        return 0
    longest, back = 0, 1
    while back < len(has) and not (has[back - 1] is False and longest and _is_long(has, back)):
        longest = back if has[back - 1] else longest
        back += 1
    return longest


def _is_long(has: list[bool], back: int) -> bool:
    """Whether the break whose last day is so far back is of more than a month."""
    first = back
    while first < len(has) and not has[first]:
        first += 1
    begins = STARTED - timedelta(first)
    length = (STARTED - timedelta(back) - begins).days + 1
    following = begins.month % 12 + 1
    last = monthrange(begins.year + begins.month // 12, following)[1]
    month = date(begins.year + begins.month // 12, following, min(begins.day, last)) - begins
    return length > month.days


@examples(150)
@given(
    st.lists(
        st.builds(lambda since, length: lives(since, since + length), st.integers(-150, 5), st.integers(0, 30)),
        max_size=5,
        unique_by=lambda one: one.since,
    )
)
def test_time_in_public_support_is_what_one_counts_day_by_day(livelihoods: list[Livelihood]) -> None:
    """Counted back one day at a time, over breaks of up to a month, it is the same."""
    assert days_in_support(livelihoods) == support_days_before(took_part(livelihoods))


def test_other_kinds_can_be_counted() -> None:
    """What counts as support is data, and another class of kinds can be given."""
    parental = KindClass(name=Text("föräldrapenning", "parental benefit"), kinds=["parental-benefit"], source=ASSUMED)
    found = took_part([lives(-40, None, "parental-benefit")])
    assert (40, 0) == (support_days_before(found, kinds=parental), support_days_before(found))


# --- What was known -------------------------------------------------------------------------------


def test_what_had_not_been_recorded_was_not_known() -> None:
    """A history that lacked something on a day was not whole for its kind then; what it showed already is sure."""
    late = {"recorded_on": "2017-02-01"}
    support = [lives(-100, None), lives(-50, None, "salary", **late)]
    jobs = [does("employment", None, None, 50, **late), does("studies", None, None, 50)]
    found = before(took_part(support, jobs), known_on="2017-01-31")
    assert (None, True, None, True) == (found.livelihoods, found.public_support, found.working, found.studying)
    assert support_days_before(took_part(support), known_on="2017-01-31") == 100
    assert began_or_increased(took_part(support, jobs), known_on="2017-01-31") is None
    assert began_or_increased(took_part(support, jobs), known_on="2017-02-01") is False
    benefit = took_part([lives(-50, None, **late)], [])
    assert (None, None) == (
        before(benefit, known_on="2017-01-31").public_support,
        support_days_before(benefit, known_on="2017-01-31"),
    )
    assert before(benefit, known_on=date(2017, 2, 1)).livelihoods == {ASSISTANCE}


def test_the_week_after_is_unknown_until_it_is_over() -> None:
    """Until the seventh day after the last, a job may still begin; then it is settled."""
    found = took_part([], [])
    early = after(found, known_on=ENDED + timedelta(6))
    assert early is not None
    assert (None, None, None) == (early.livelihoods, early.public_support, early.work)
    assert (None, False) == tuple(began_or_increased(found, known_on=ENDED + timedelta(days)) for days in (6, 7))


def test_a_list_that_is_shown_in_part_tells_of_what_it_shows() -> None:
    """Where she is seen in part, public support that shows is sure, and its absence is not."""
    part = Hidden(complete={"livelihoods": [ASSISTANCE], "occupations": [*WORK.kinds]})
    none = before(took_part([], [], hidden=part))
    assert (None, None, False, None) == (none.livelihoods, none.public_support, none.working, none.studying)
    some = before(took_part([lives(-100, None)], [], hidden=part))
    assert (None, True) == (some.livelihoods, some.public_support)
    assert support_days_before(took_part([lives(-100, None)], [], hidden=part)) is None


def test_a_situation_shows_nothing_of_a_person() -> None:
    """What is printed of a situation in passing says nothing of what she lived on."""
    assert "<Situation>" == repr(before(took_part([lives(-100, None)])))
