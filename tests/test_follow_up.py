"""Follow-up as SUS had it, and the count of participants that is left of it."""

import weakref
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_strategies import event
from samverkan import CaseFile, Participant
from samverkan.age_bands import AGE_BANDS, AgeBands
from samverkan.before_and_after import Growth, before, began_or_increased
from samverkan.consents import Consent
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.follow_up import (
    Answers,
    Category,
    CountedBy,
    FollowedProgramme,
    FollowUpFigures,
    Orientation,
    SusProfile,
    Volume,
    VolumeReport,
    sum_of,
    sus_profile,
    volume_report,
)
from samverkan.intervals import Share
from samverkan.participants import Livelihood, Occupation
from samverkan.participations import is_registered, participations
from samverkan.periods import as_period
from samverkan.referrals import Referral
from strategies import examples

ASSISTANCE = "economic-assistance"


def sent(
    name: str, programme: str | None, starts: Sequence[tuple[str, str]], ended: str | None = None, outcome: str = "work"
) -> Referral:
    """Return a referral in which those interventions started on those days."""
    first = min([day for _, day in starts], default="2015-01-05")
    events = [event("received", first)]
    events += [event("intervention_started", day, intervention=one) for one, day in starts]
    events += [] if ended is None else [event("ended", ended, outcome=outcome)]
    return Referral(name, by="self", programme=programme, to="AF", events=events)


def consent(programme: str, given_on: str = "2015-01-05") -> Consent:
    """Return a consent to be registered by a programme."""
    return Consent(f"c-{programme}", kind="registration", programme=programme, given=given_on)


def case(name: str, *referrals: Referral, consents: Sequence[str] = ("orvar", "en-vag-in"), **facts: Any) -> CaseFile:
    """Return the case of a person who surely has no protected identity, unless something else is said."""
    said = {"protected_identity": False, "sex": "woman", "born": "1990-05-17", **facts}
    return CaseFile(Participant(id=name, **said), referrals=referrals, consents=[consent(one) for one in consents])


ONE = ("training", "2016-02-01")
ANNA = case(
    "anna",
    sent("r-1", "orvar", [ONE], "2016-06-30"),
    livelihoods=[Livelihood(ASSISTANCE, since="2015-02-01", until="2016-06-30")],
    occupations=[Occupation("employment", since="2016-07-01", extent=50)],
)
BO = case(
    "bo",
    sent("r-1", "orvar", [("training", "2016-03-01"), ("coaching", "2016-04-01")], "2017-01-31"),
    sex="man",
    livelihoods=[],
    occupations=[],
)
CLARA = case("clara", sent("r-1", "orvar", [ONE], "2016-12-31"), consents=())
WOMEN = Category("orvar", "woman", "25-29")
MEN = Category("orvar", "man", "25-29")


# --- An example, counted by hand ------------------------------------------------------------------


def test_a_year_of_three_people() -> None:
    """Anna is registered and began to work; Bo took part twice and has not ended; Clara is anonymous."""
    profile = sus_profile([ANNA, BO, CLARA], period="2016", keep_ids=True)
    anna, bo = profile.cells[WOMEN], profile.cells[MEN]
    assert [MEN, WOMEN] == list(profile.cells)
    assert (1, 1, {365: 1}, 0) == (anna.started, anna.ended, dict(anna.support_days), anna.support_days_unknown)
    assert (Answers(yes=1), Answers(no=1)) == (anna.support_before, anna.support_after)
    assert ({ASSISTANCE: 1}, {}) == (dict(anna.livelihoods_before), dict(anna.livelihoods_after))
    assert (Answers(no=1), Answers(yes=1)) == (anna.work_before, anna.work_after)
    assert (Answers(no=1), Answers(no=1)) == (anna.studies_before, anna.studies_after)
    assert Share(1, 1) == anna.began_or_increased.share
    assert (2, 0, {0: 2}, Share(0, 0)) == (bo.started, bo.ended, dict(bo.support_days), bo.began_or_increased.share)
    assert {Volume("orvar", "woman", 2016): 1} == dict(profile.anonymous)
    assert (2, {MEN: 1, WOMEN: 1}, 3) == (profile.persons, dict(profile.persons_by), profile.total.started)
    assert profile.ids == {
        MEN: {("bo", "r-1", "training"), ("bo", "r-1", "coaching")},
        WOMEN: {("anna", "r-1", "training")},
    }


def test_started_and_ended_are_two_questions() -> None:
    """What started in one year and ended in the next is in both years, once as started and once as ended."""
    later = sus_profile([ANNA, BO, CLARA], period=as_period("2017"))
    assert [(MEN, 0, 2)] == [(category, one.started, one.ended) for category, one in later.cells.items()]
    assert (1, {}, None) == (later.persons, dict(later.anonymous), later.ids)
    assert 0 == len(sus_profile([ANNA, BO, CLARA], period="2015").cells)


def test_what_is_unknown_is_counted_apart() -> None:
    """Of whom nothing is known before and after, nothing counts as no, and she is in no denominator."""
    vague = case("dora", sent("r-1", "orvar", [ONE], "2016-06-30"), born=None, sex=None)
    found = sus_profile([vague, ANNA]).by("sex", "age_band")[None, None]
    unknown = Answers(unknown=1)
    assert {unknown} == {
        found.support_before, found.support_after, found.work_before, found.work_after, found.studies_before,
        found.studies_after, found.began_or_increased
    }  # fmt: skip
    assert ({None: 1}, {None: 1}) == (dict(found.livelihoods_before), dict(found.livelihoods_after))
    assert ({}, 1, None) == (dict(found.support_days), found.support_days_unknown, found.mean_support_days)
    assert Share(1, 1) == sus_profile([vague, ANNA]).total.began_or_increased.share


def test_cases_without_known_referrals_are_told() -> None:
    """Where nothing is known of any referral there may be participations, so that it is said of how many cases."""
    unheard = [CaseFile(Participant(id="d-1")), case("d-2")]
    assert 1 == sus_profile(unheard).nothing_known == volume_report(unheard).nothing_known


def test_a_person_in_two_programmes_is_one_person() -> None:
    """She is counted once in each category, and once in all."""
    found = sus_profile([case("d-1", sent("r-1", "orvar", [ONE]), sent("r-2", "en-vag-in", [ONE]))])
    assert (1, [1, 1], 2) == (found.persons, [*found.persons_by.values()], found.total.started)


def test_the_age_is_that_of_the_first_day() -> None:
    """Whoever turns 30 while she takes part is in the band that she was in when she began."""
    turns = [case(f"d-{day}", sent("r-1", "orvar", [ONE], "2016-06-30"), born=f"1986-02-0{day}") for day in (1, 2)]
    assert {("25-29",): 1, ("30-44",): 1} == {
        band: one.started for band, one in sus_profile(turns).by("age_band").items()
    }


def test_the_reading_of_growth_is_kept_beside_the_figures() -> None:
    """From studies to a job she began to work, and has no greater extent of both together."""
    moved = case(
        "d-1",
        sent("r-1", "orvar", [ONE], "2016-06-30"),
        occupations=[
            Occupation("studies", since="2016-01-01", until="2016-06-30", extent=100),
            Occupation("employment", since="2016-07-01", extent=100),
        ],
    )
    found = {one.reading: one.total.began_or_increased for one in (sus_profile([moved], reading=how) for how in Growth)}
    assert {Growth.EITHER: Answers(yes=1), Growth.TOGETHER: Answers(no=1)} == found


def test_as_it_was_known() -> None:
    """What was recorded after a day is in no figure of that day."""
    recorded = Referral(
        "r-1",
        by="self",
        programme="orvar",
        events=[
            event("received", "2016-01-04"),
            event("intervention_started", "2016-02-01", recorded_on="2016-02-15"),
        ],
    )
    seen = [sus_profile([case("d-1", recorded)], known_on=day).total.started for day in ("2016-02-14", "2016-02-15")]
    assert [0, 1] == seen
    assert [0, 1] == [volume_report([case("d-1", recorded)], known_on=day).n for day in ("2016-02-14", "2016-02-15")]


# --- Whatever the cases are -----------------------------------------------------------------------

DAYS = st.dates(date(2015, 11, 1), date(2017, 2, 28))


@st.composite
def sent_at_random(draw: st.DrawFn, name: str) -> Referral:
    """Draw a referral with some interventions, and perhaps its end."""
    starts = draw(st.lists(st.tuples(st.sampled_from(["training", "coaching"]), DAYS.map(str)), max_size=2))
    last = max([day for _, day in starts], default="2015-01-05")
    ended = draw(st.none() | st.integers(0, 200).map(lambda days: str(date.fromisoformat(last) + timedelta(days))))
    outcome = draw(st.sampled_from(["work", "wrongly-registered"]))
    return sent(name, draw(st.sampled_from(["orvar", "en-vag-in", None])), starts, ended, outcome)


@st.composite
def people(draw: st.DrawFn) -> CaseFile:
    """Draw a case of which much may be unknown."""
    since = draw(DAYS)
    facts = {
        "sex": draw(st.sampled_from(["woman", "man", None])),
        "born": draw(st.sampled_from(["1990-05-17", "1986-05", "1970", None])),
        "protected_identity": draw(st.sampled_from([False, False, True, None])),
        "livelihoods": draw(st.sampled_from([None, [], [Livelihood(ASSISTANCE, since=since)]])),
        "occupations": draw(st.sampled_from([None, [], [Occupation("studies", since=since, extent=25)]])),
    }
    referrals = [draw(sent_at_random(f"r-{place}")) for place in range(draw(st.integers(0, 2)))]
    some = draw(st.sampled_from([["orvar"], ["orvar", "en-vag-in"]]))
    known = case("x", *referrals, consents=some, **facts)
    return known if draw(st.integers(0, 9)) else CaseFile(known.participant)


def numbered(cases: list[CaseFile]) -> list[CaseFile]:
    """Give each case an id of its own."""
    return [
        CaseFile(
            Participant(
                id=f"d-{place}",
                **{
                    name: getattr(one.participant, name)
                    for name in ("sex", "born", "protected_identity", "livelihoods", "occupations")
                },
            ),
            referrals=one.referrals,
            consents=one.consents,
        )
        for place, one in enumerate(cases)
    ]


CASES = st.lists(people(), max_size=8).map(numbered)
PERIODS = st.sampled_from([None, "2016", "2016H1", "2016Q3", "2015-12-24--2016-01-06"])


@examples(60)
@given(CASES, PERIODS, st.randoms())
def test_the_order_of_the_cases_changes_nothing(cases: list[CaseFile], period: str | None, random: Any) -> None:
    """However the cases come, the figures and the order in which they stand are the same."""
    mixed = random.sample(cases, len(cases))
    profiles = [sus_profile(iter(one), period=period, keep_ids=True) for one in (cases, mixed)]
    assert profiles[0] == profiles[1]
    assert list(profiles[0].cells) == list(profiles[1].cells)
    reports = [volume_report(iter(one), period=period) for one in (cases, mixed)]
    assert reports[0] == reports[1]
    assert list(reports[0].counts) == list(reports[1].counts)


@examples(60)
@given(CASES, PERIODS)
def test_parts_add_to_the_whole(cases: list[CaseFile], period: str | None) -> None:
    """Whatever one parts the figures by, they add to the total; and so do the figures of two halves of the cases."""
    whole = sus_profile(cases, period=period)
    for names in ((), ("sex",), ("programme",), ("age_band", "programme"), ("programme", "sex", "age_band")):
        parts = whole.by(*names)
        assert whole.total == sum_of(parts.values()) == sum(parts.values(), FollowUpFigures())
    halves = [sus_profile(one, period=period) for one in (cases[::2], cases[1::2])]
    assert whole.total == halves[0].total + halves[1].total
    assert whole.persons == sum(one.persons for one in halves)
    assert Counter(whole.anonymous) == sum((Counter(one.anonymous) for one in halves), Counter())
    assert max(whole.persons_by.values(), default=0) <= whole.persons <= sum(whole.persons_by.values())


@examples(60)
@given(CASES, PERIODS)
def test_the_cases_behind_a_figure_recompute_it(cases: list[CaseFile], period: str | None) -> None:
    """Counted one by one, with no tally, the same comes out, and every participation is in one place."""
    of = None if period is None else as_period(period)
    every = [one for each in cases for one in participations(each)]
    started = [one for one in every if of is None or of.covers(one.started)]
    ended = [one for one in every if one.ended is not None and (of is None or of.covers(one.ended))]
    profile, report = sus_profile(cases, period=period, keep_ids=True), volume_report(cases, period=period)
    total = profile.total
    assert total.started == sum(map(is_registered, started))
    assert total.ended == sum(map(is_registered, ended))
    assert sum(profile.anonymous.values()) + total.started == len(started) == report.n
    assert volume_report(cases, period=period, by="ended").n == len(ended)
    registered = [one for one in ended if is_registered(one)]
    assert Counter(began_or_increased(one) for one in registered) == Counter(
        {True: total.began_or_increased.yes, False: total.began_or_increased.no, None: total.began_or_increased.unknown}
    )
    assert Counter(before(one).working for one in registered) == Counter(
        {True: total.work_before.yes, False: total.work_before.no, None: total.work_before.unknown}
    )
    behind = {each for found in (profile.ids or {}).values() for each in found}
    assert behind == {
        (one.participant, one.referral, one.intervention) for one in [*started, *ended] if is_registered(one)
    }
    assert profile.persons == len({one for one, _, _ in behind})
    assert sum(total.support_days.values()) + total.support_days_unknown == total.started


def test_no_case_is_kept() -> None:
    """Of cases that come one after another, no more than two are held at a time."""
    alive, most = weakref.WeakSet[CaseFile](), list[int]()

    def stream() -> Iterator[CaseFile]:
        for place in range(50):
            one = case(f"d-{place}", sent("r-1", "orvar", [ONE], "2016-06-30"))
            alive.add(one)
            most.append(len(alive))
            yield one

    assert (50, 50) == (sus_profile(stream()).total.ended, volume_report(stream()).n)
    assert max(most) <= 2


# --- Figures --------------------------------------------------------------------------------------


def test_the_mean_time_in_support_is_of_those_who_had_any() -> None:
    """It is exact, and of nobody there is none."""
    found = FollowUpFigures(support_days={0: 5, 100: 2, 301: 1})
    assert Fraction(501, 3) == found.mean_support_days
    assert FollowUpFigures(support_days={0: 5}).mean_support_days is None


def test_figures_are_parted_by_what_they_have() -> None:
    """What is no dimension is refused, with the nearest that is one."""
    with pytest.raises(UnknownNameError, match="there is no dimension 'gender'"):
        sus_profile([]).by("sex", "gender")


def test_a_profile_shows_nothing_of_a_person() -> None:
    """What is printed of a profile in passing names nobody."""
    assert "<SusProfile: 2 categories>" == repr(sus_profile([ANNA, BO], keep_ids=True))
    assert isinstance(sus_profile([]), SusProfile)


# --- Age bands ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "0-15"), (15, "0-15"), (16, "16-24"), (24, "16-24"), (25, "25-29"), (59, "45-59"), (60, "60+")],
)
def test_every_age_is_in_one_band(age: int, band: str) -> None:
    """A band begins with its first age and ends with the last before the next."""
    assert band == AGE_BANDS.name_of(age)


@pytest.mark.parametrize(
    ("born", "band"),
    [("1991-02-01", "25-29"), ("1991-02-02", "16-24"), ("1991-02", None), ("1988", "25-29"), (None, None)],
)
def test_a_birth_known_in_part_may_settle_the_band(born: str | None, band: str | None) -> None:
    """Where every day that it can be leads to one band, that is hers; otherwise it is unknown."""
    assert band == AGE_BANDS.band_of(Participant(id="d-1", born=born), date(2016, 2, 1))


def test_bands_rise() -> None:
    """Bands that do not rise, or begin with no age, are refused; with none there is one for all."""
    assert ("0+",) == AgeBands([]).names
    for starts in ([25, 16], [16, 16], 16, "16"):
        with pytest.raises((InvalidValueError, InvalidRecordError)):
            AgeBands(starts)  # type: ignore[arg-type]
    with pytest.raises(InvalidRecordError, match="wanted a whole number from 1 to 150"):
        AgeBands([0, 16])


def test_other_bands_can_be_given() -> None:
    """The bands of a profile are data."""
    assert {("16-64",): 1} == {
        band: one.started for band, one in sus_profile([ANNA], bands=AgeBands([16, 65])).by("age_band").items()
    }


# --- Volume ---------------------------------------------------------------------------------------


def test_the_volume_report_has_a_number_by_programme_and_sex() -> None:
    """Everybody counts, anonymous or not, and once for each intervention."""
    found = volume_report([ANNA, BO, CLARA], period="2016")
    assert {("orvar", "man"): 2, ("orvar", "woman"): 2} == dict(found.counts)
    ended = volume_report([ANNA, BO, CLARA], period="2016", by=CountedBy.ENDED)
    assert {("orvar", "woman"): 2} == dict(ended.counts)
    assert isinstance(found, VolumeReport)


def test_a_structural_programme_has_no_participants() -> None:
    """What is about how agencies work is not counted; what nothing is said of is, and so is what has no programme."""
    cases = [ANNA, case("d-1", sent("r-1", "en-vag-in", [ONE]), sent("r-2", None, [ONE]))]
    records = [
        FollowedProgramme("orvar", orientation="structural", method="volume", esf=False),
        FollowedProgramme("en-vag-in", orientation=Orientation.INDIVIDUAL),
    ]
    found = volume_report(cases, programmes=records)
    assert {(None, "woman"): 1, ("en-vag-in", "woman"): 1} == dict(found.counts)
    assert ["orvar", "en-vag-in"] == list(found.programmes)


def test_what_was_registered_of_a_programme_cannot_change() -> None:
    """Two records of a programme that differ are refused, both told; the same record twice is one."""
    first = FollowedProgramme("orvar", orientation="individual", esf=True)
    other = FollowedProgramme("orvar", orientation="individual", esf=False)
    with pytest.raises(InvalidRecordError) as error:
        volume_report([], programmes=[first, other, first, other])
    assert ["programmes[1]", "programmes[3]"] == [fault.where for fault in error.value.faults]
    assert {"orvar": first} == dict(volume_report([], programmes=[first, first]).programmes)


def test_a_programme_that_there_is_not_is_refused() -> None:
    """Where the programmes that there are have been named; a record of nothing would say nothing of what is counted."""
    record = FollowedProgramme("orvarr", orientation="structural")
    with pytest.raises(UnknownNameError, match="did you mean orvar"):
        volume_report([], programmes=[record], among=["orvar", "en-vag-in"])
    assert volume_report([], programmes=[record]).n == 0
    assert volume_report([], programmes=[attrs.evolve(record, programme="orvar")], among=["orvar"]).n == 0


@pytest.mark.parametrize("count", [sus_profile, volume_report], ids=["profile", "volume"])
def test_two_cases_of_one_person_are_refused(count: Any) -> None:
    """Her participations would be counted twice; the id is not told."""
    twice = [CaseFile(Participant(id="hemlig"), referrals=[]), CaseFile(Participant(id="hemlig"))]
    with pytest.raises(InvalidValueError, match="cases: wanted one case a person, got a second") as caught:
        count(twice)
    assert "hemlig" not in str(caught.value)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: sus_profile([], period="i fjol"),
        lambda: sus_profile([], reading="both"),
        lambda: volume_report([], by="planned"),
        lambda: FollowedProgramme("orvar", orientation="other"),
        lambda: FollowedProgramme("orvar", orientation="individual", esf="nej"),  # type: ignore[arg-type]
    ],
    ids=["period", "reading", "by", "orientation", "esf"],
)
def test_what_is_none_of_the_words_is_refused(ask: Any) -> None:
    """A period, a reading, a way of counting or an orientation that is none is an error that says what is wanted."""
    with pytest.raises(InvalidValueError, match="wanted"):
        ask()
