"""Counting indicators over many cases: whatever the order every part adds up, and what is unknown is never a no."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_strategies import event, referral, referrals
from samverkan import CaseFile, Contact, Participant, load_model
from samverkan.bound_indicators import BoundIndicator
from samverkan.case_lines import BadLine
from samverkan.consents import Consent
from samverkan.counting import Counting, compute, compute_all
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError
from samverkan.figures import Figure, Part
from samverkan.indicators import Counted, Indicator, Measure, Of, Personal
from samverkan.participants import Assessment, Livelihood, Occupation
from samverkan.participations import participations
from samverkan.periods import as_period
from samverkan.referral_steps import What
from samverkan.referrals import Referral
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.sources import ASSUMED
from samverkan.testing import pairs_by_knowledge
from samverkan.texts import Text
from samverkan.views import as_seen_by
from strategies import examples

WORDS = Text("ord", "words")


def indicator(name: str, **fields: Any) -> Indicator:
    """Return an indicator, a share of persons unless something else is said."""
    whole = {
        "id": name, "name": WORDS, "text": WORDS, "source": ASSUMED, "counts": "persons", "measure": "share",
        "reference_day": "period_end", "numerator": "employed", **fields,
    }  # fmt: skip
    return Indicator(**{field: value for field, value in whole.items() if value is not ...})


REFERRALS: Final = {"counts": "referrals", "reference_day": "received"}
PARTICIPATIONS: Final = {"counts": "participations", "reference_day": "started"}
OWN: Final = (
    indicator("women-at-work", population='sex == "woman"', group_by=["age", "residence"]),
    indicator("by-party", group_by=["party", "sex"], ages=[20, 40]),
    indicator("mean-age", measure="mean", numerator=..., value="age", group_by=["age"], ages=[30]),
    indicator("back-again", **REFERRALS, numerator="times_sent_back >= 1", group_by=["programme", "referred_by", "agency", "sex"]),
    indicator("at-start", counts="referrals", reference_day="started", numerator="self_referred"),
    indicator("kept-rolled", **REFERRALS, measure="kept", numerator=..., lead_time="contact", policy="rolled", programmes=["en-vag-in"]),
    indicator("days-by-all", counts="referrals", reference_day="ended", measure="days", numerator=..., lead_time="to-contact"),
    indicator("days-registered", **PARTICIPATIONS, measure="days", numerator=..., lead_time="to-intervention", personal="registered"),
    indicator("support", **PARTICIPATIONS, measure="mean", numerator=..., value="support_days_before", group_by=["sex", "age"]),
    indicator("by-nothing", group_by=[]),
)  # fmt: skip
MODEL: Final = load_model("finsam").with_(definitions=OWN)
EVERY: Final = tuple(one for one in MODEL.indicators.values() if one.definition.is_in_force(as_period("2016")))
INHABITANTS: Final = {one.id: {"woman": 20, "man": 22} for one in EVERY if one.definition.of is Of.INHABITANTS}


def by_id(*names: str) -> list[BoundIndicator]:
    """Return those indicators."""
    return [MODEL.indicators[name] for name in names]


# --- Cases at random -----------------------------------------------------------------------------------------


def maybe(*values: Any) -> st.SearchStrategy[Any]:
    """Draw one of those, or that it is unknown."""
    return st.sampled_from([None, *values])


SINCE = st.sampled_from(["2013-01-01", "2014-06-10", "2016-08-01", "2016-12-01"])
UNTIL = st.sampled_from([None, "2016-12-15", "2017-03-31"])
SPELLS: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "livelihoods": st.builds(Livelihood, st.sampled_from(["economic-assistance", "sickness-benefit", "parental-benefit"]), since=SINCE, until=UNTIL),
    "occupations": st.builds(Occupation, st.sampled_from(["employment", "studies"]), since=SINCE, until=UNTIL, extent=maybe(25, 100)),
    "work_capacity": st.builds(Assessment, st.sampled_from(["AF", "region", "FK"]), st.sampled_from(["yes", "no"]), since=SINCE),
    "contacts": st.builds(Contact, st.sampled_from(["AF", "FK", "kommun/IFO", "region"]), since=SINCE, until=UNTIL),
}  # fmt: skip
ONCE: Final = {"livelihoods": "kind", "occupations": "kind", "work_capacity": "by", "contacts": "agency"}
VALUES: Final = {
    "sex": maybe("woman", "man"),
    "born": maybe("1950-01-01", "1990-05-17", "1996", "1999-03"),
    "residence": maybe("Ludvika", "Smedjebacken"),
    "employed": maybe(True, False),
    "protected_identity": maybe(False, False, True),
}


@st.composite
def people(draw: st.DrawFn, name: str = "d-1", **fixed: Any) -> Participant:
    """Draw a person of whom much, little or nothing is known."""
    facts = {fact: draw(value) for fact, value in VALUES.items()}
    for field, spell in SPELLS.items():
        key = ONCE[field]
        facts[field] = draw(st.none() | st.lists(spell, max_size=3, unique_by=lambda one, key=key: getattr(one, key)))  # type: ignore[misc]
    facts["contacts_complete"] = facts["contacts"] is not None and draw(st.booleans())
    return Participant(id=name, **{**facts, **fixed})


@st.composite
def journeys(draw: st.DrawFn) -> tuple[Referral, ...] | None:
    """Draw where somebody was sent; ``None``: unknown."""
    if not draw(st.integers(0, 4)):
        return None
    walked = draw(st.lists(referrals(errors=True, corrected=True, most=8), max_size=2))
    return tuple(
        attrs.evolve(
            one,
            id=f"r-{place}",
            by=draw(st.sampled_from(["kommun/IFO", "self", "FK", "profession:läkare"])),
            programme=draw(st.sampled_from([None, "en-vag-in", "orvar"])),
        )
        for place, one in enumerate(walked)
    )


CONSENTS = maybe((), (Consent("c-1", kind="registration", programme="en-vag-in", given="2016-08-01"),))


@st.composite
def cases(draw: st.DrawFn, most: int = 5) -> list[CaseFile]:
    """Draw cases, each of another person."""
    return [
        CaseFile(draw(people(f"d-{place}")), referrals=draw(journeys()), consents=draw(CONSENTS))
        for place in range(draw(st.integers(0, most)))
    ]


HOW = st.fixed_dictionaries(
    {"period": st.sampled_from(["2016", "2016T3", "2016-10", "2017H1"])},
    optional={
        "as_of": st.sampled_from(["2016-10-15", "2016-12-31", "2018-01-01"]),
        "known_on": st.sampled_from(["2016-10-15", "2016-12-31", "2018-01-01"]),
    },
).filter(lambda how: how.get("as_of", "2018-01-01") >= as_period(how["period"]).since.isoformat())
"""For what period one asks, up to which day, and from what was recorded by when."""


def figures(
    of: Iterable[Any], how: Mapping[str, Any], indicators: Sequence[BoundIndicator] = EVERY
) -> tuple[Figure, ...]:
    """Return what every indicator comes to, with the cases behind it."""
    return compute_all(indicators, of, inhabitants=INHABITANTS, keep_cases=True, **how)


COUNTS = ("numerator", "denominator", "unknown", "perhaps", "anonymous", "pending")


def numbers(one: Figure) -> Counter[str]:
    """Return every number of a figure."""
    return Counter({name: getattr(one, name) for name in COUNTS})


def total(some: Iterable[Figure]) -> Counter[str]:
    """Return the sums of each number."""
    summed = Counter(dict.fromkeys(COUNTS, 0))
    for one in some:
        summed.update(numbers(one))
    return summed


# --- Laws ---------------------------------------------------------------------------------------------------


@examples(25)
@given(cases(), HOW, st.randoms())
def test_the_order_of_the_cases_changes_nothing(some: list[CaseFile], how: dict[str, Any], random: Any) -> None:
    """Every figure, its groups in order and the cases behind it are the same."""
    assert figures(some, how) == figures(random.sample(some, len(some)), how)


@examples(25)
@given(cases(), HOW)
def test_the_groups_add_up_to_the_whole(some: list[CaseFile], how: dict[str, Any]) -> None:
    """Every number of the whole is the sum of those of its groups, and so are the cases; groups by party overlap."""
    for one, bound in zip(figures(some, how), EVERY, strict=True):
        assert all(set(part.group) == set(bound.definition.group_by) for part in one.parts)
        assert len({tuple(part.group.items()) for part in one.parts}) == len(one.parts)
        if bound.definition.is_apart and bound.definition.group_by:
            assert numbers(one) == total(one.parts)
            assert Counter(one.behind) == Counter(case for part in one.parts for case in part.behind)
        assert all(numbers(part) <= numbers(one) for part in one.parts if one.measure is not Measure.MEAN)


@examples(20)
@given(cases(), HOW)
def test_the_cases_behind_a_figure_recompute_it(some: list[CaseFile], how: dict[str, Any]) -> None:
    """The figure of those cases alone is the same; and so is a group of it, of the cases behind the group."""
    for one, bound in zip(figures(some, how), EVERY, strict=True):
        only = {case.participant for case in one.behind}
        again = figures([case for case in some if case.participant.id in only], how, [bound])[0]
        assert attrs.evolve(one, untold=again.untold) == again
        for part in one.parts:
            only = {case.participant for case in part.behind}
            [alone] = figures([case for case in some if case.participant.id in only], how, [bound])
            assert part in [*alone.parts] or not part.behind
        parts = Counter(case.part for case in one.behind)
        assert (one.unknown, one.perhaps, one.anonymous, one.pending) == tuple(
            parts[part] for part in (Part.UNKNOWN, Part.PERHAPS, Part.ANONYMOUS, Part.PENDING)
        )
        assert one.cases_in("unknown") == tuple(case for case in one.behind if case.part is Part.UNKNOWN)


@examples(20)
@given(cases(), HOW, st.integers(0, 5))
def test_two_halves_add_up(some: list[CaseFile], how: dict[str, Any], at: int) -> None:
    """The numbers of all cases are those of some of them and of the others together, group by group."""
    whole, first, second = (figures(part, how) for part in (some, some[:at], some[at:]))
    for one, left, right, bound in zip(whole, first, second, EVERY, strict=True):
        if bound.definition.of is Of.INHABITANTS:
            continue  # There are not twice as many inhabitants.
        assert numbers(one) == total([left, right])
        assert one.untold == left.untold + right.untold
        for part in one.parts:
            assert numbers(part) == total(
                same for half in (left, right) for same in half.parts if same.group == part.group
            )


@examples(20)
@given(cases(), HOW)
def test_what_is_counted_together_is_counted_alone(some: list[CaseFile], how: dict[str, Any]) -> None:
    """Each indicator by itself comes to what it does beside the others, and case by case to what it does at once."""
    together = figures(some, how)
    assert together == tuple(figures(some, how, [one])[0] for one in EVERY)
    counting = Counting(EVERY, inhabitants=INHABITANTS, keep_cases=True, **how)
    for case in some:
        counting.add(case)
    assert together == counting.figures() == counting.figures()


PAIRS = pairs_by_knowledge(MODEL, among=people(protected_identity=False))
WHERE: Final = tuple(one for one in EVERY if one.definition.measure in {Measure.SHARE, Measure.NUMBER, Measure.MEAN})


@examples(40)
@given(PAIRS, journeys(), st.booleans(), CONSENTS, HOW)
def test_an_unknown_never_counts_as_no(
    pair: tuple[Participant, Participant], sent: Any, known: bool, consents: Any, how: dict[str, Any]
) -> None:
    """Knowing more takes a case out of what is unknown, or perhaps or not in person counted, and out of nothing else."""
    less = CaseFile(pair[0], referrals=sent if known else None, consents=consents)
    more = CaseFile(pair[1], referrals=sent, consents=consents)
    for before, after in zip(figures([less], how, WHERE), figures([more], how, WHERE), strict=True):
        then = {case.unit: case.part for case in after.behind}
        told = {case.unit: case.part for case in before.behind}
        for unit, part in told.items():
            assert part in {Part.UNKNOWN, Part.PERHAPS, Part.ANONYMOUS} or then.get(unit) is part
        if less.referrals == more.referrals:
            assert {*then} <= {*told}  # Whom nothing known leaves out is not counted later.


@examples(25)
@given(st.lists(st.tuples(PAIRS, journeys(), CONSENTS), max_size=4), HOW)
def test_the_share_with_more_known_lies_within_the_bounds(some: list[Any], how: dict[str, Any]) -> None:
    """What a share comes to when more is known is between the bounds that it had, and so are its new bounds."""
    shares = [
        one for one in EVERY if one.definition.measure is Measure.SHARE and one.definition.personal is Personal.OPEN
    ]
    less, more = (
        [
            CaseFile(attrs.evolve(pair[known], id=f"d-{place}"), referrals=sent, consents=consents)
            for place, (pair, sent, consents) in enumerate(some)
        ]
        for known in (0, 1)
    )
    for before, after in zip(figures(less, how, shares), figures(more, how, shares), strict=True):
        if after.value is not None and before.bounds is not None and after.bounds is not None:
            assert before.bounds[0] <= after.bounds[0] <= after.value <= after.bounds[1] <= before.bounds[1]


MISTAKEN = referral(
    event("received", "2016-09-10"),
    event("sent_back", "2016-09-12"),
    event("supplemented", "2016-09-13"),
    event("intervention_started", "2016-10-01"),
    event("ended", "2016-10-20", outcome="wrongly-registered"),
    programme="en-vag-in",
)


@examples(25)
@given(cases(), HOW)
def test_what_was_registered_by_mistake_counts_in_nothing(some: list[CaseFile], how: dict[str, Any]) -> None:
    """A referral that ended so changes no figure, of referrals, participations or persons, whenever one reads it."""
    mistaken = [
        case
        if case.referrals is None
        else attrs.evolve(case, referrals=(*case.referrals, attrs.evolve(MISTAKEN, id="m")))
        for case in some
    ]
    assert figures(some, how) == figures(mistaken, how)


@examples(25)
@given(cases(), HOW)
def test_a_plain_count_comes_to_the_same(some: list[CaseFile], how: dict[str, Any]) -> None:
    """Referrals, how often they were sent back, participations and participants, counted one by one in a few lines."""
    period, known = as_period(how["period"]), how.get("known_on")
    as_of = date.fromisoformat(how.get("as_of", str(period.until)))
    open_ = [case for case in some if case.participant.fact("protected_identity").at(period.until) is not True]
    came = [
        events
        for case in open_
        for one in case.referrals or ()
        if not is_mistaken(one, known)
        for events in [one.until(as_of, known)]
        if any(step.what is What.RECEIVED and period.covers(step.day) for step in events)
    ]
    back, mean = figures(open_, how, by_id("sent-back", "times-sent-back"))
    times = [sum(1 for one in events if one.what is What.SENT_BACK) for events in came]
    assert (sum(1 for one in times if one), len(times)) == (back.numerator, back.denominator)
    assert (sum(times), len(times)) == (mean.numerator, mean.denominator)
    took = [
        one
        for case in some
        for one in participations(case, known_on=known)
        if period.covers(one.started) and one.started <= as_of
    ]
    [started] = figures(some, how, by_id("participations-started"))
    assert len(took) == started.numerator == started.denominator


def is_mistaken(one: Referral, known_on: str | None) -> bool:
    """Whether a referral is closed, and never was but as registered by mistake, as far as was known."""
    events = one.standing(None if known_on is None else date.fromisoformat(known_on))
    closing = [
        step for step in events if step.what in {What.ENDED, What.RECOMMENDED_ELSEWHERE, What.COULD_NOT_BE_REACHED}
    ]
    return {step.outcome for step in closing} == {"wrongly-registered"} and events[-1] is closing[-1]


@examples(20)
@given(cases(), HOW)
def test_persons_and_participations_are_never_mixed(some: list[CaseFile], how: dict[str, Any]) -> None:
    """Each person is behind a figure of persons once; behind one of referrals or participations once for each of hers."""
    for one in figures(some, how):
        assert len({(case.participant, case.unit) for case in one.behind}) == len(one.behind)
        assert all((case.unit is None) is (one.counts is Counted.PERSONS) for case in one.behind)


@examples(20)
@given(cases(), HOW)
def test_the_anonymous_are_counted_in_volume_and_nothing_else(some: list[CaseFile], how: dict[str, Any]) -> None:
    """In no share and no mean; in groups by sex and programme alone, and by nothing else that is known of them."""
    for one, bound in zip(figures(some, how), EVERY, strict=True):
        for part in one.parts:
            if part.anonymous:
                assert {by for by, value in part.group.items() if value is not None} <= {"sex", "programme"}
        personal = [case for case in one.behind if case.part is not Part.ANONYMOUS]
        assert one.anonymous == len(one.behind) - len(personal)
        match one.measure:
            case Measure.NUMBER:
                assert len(personal) + one.anonymous == one.numerator + one.perhaps
            case Measure.DAYS:
                assert len(personal) == one.denominator + one.unknown + one.perhaps
            case _ if bound.definition.of is not Of.INHABITANTS:
                assert len(personal) == one.denominator + one.unknown + one.perhaps + one.pending


# --- One person, two participations -----------------------------------------------------------------------

TWICE = CaseFile(
    Participant(id="d-1", sex="woman", protected_identity=False),
    consents=[Consent("c-1", kind="registration", programme="en-vag-in", given="2016-01-01")],
    referrals=[
        referral(
            event("received", "2016-02-01"),
            event("intervention_started", "2016-03-01", intervention="training"),
            event("intervention_started", "2016-04-01", intervention="coaching"),
            event("ended", "2016-06-30"),
            programme="en-vag-in",
        )
    ],
)


def test_one_person_with_two_participations() -> None:
    """She is one participant, one referral and two participations."""
    people_, sent, started, ended = compute_all(
        by_id("participants", "referrals-received", "participations-started", "participations-ended"), [TWICE], "2016"
    )
    assert (1, 1, 2, 2) == (people_.value, sent.value, started.value, ended.value)


def test_without_consent_she_is_counted_in_volume() -> None:
    """The number is the same, and what is found after is not counted; nor is her age."""
    silent = attrs.evolve(TWICE, consents=())
    started, share = compute_all(by_id("participations-ended", "occupied-after"), [silent], "2016", by=["sex", "age"])
    assert (2, 2, 2) == (started.numerator, started.denominator, started.anonymous)
    assert (0, 0, 2) == (share.numerator, share.denominator, share.anonymous)
    assert [{"sex": "woman", "age": None}] == [dict(part.group) for part in started.parts]


# --- What is pending, and what is recorded later ------------------------------------------------------------


def waiting(contacted: str | None = None, recorded: str | None = None) -> CaseFile:
    """Return somebody who was received at En väg in on 20 December 2016."""
    steps = [event("received", "2016-12-20", "kommun/AME")]
    steps += [event("contacted", contacted, "kommun/AME", recorded_on=recorded)] if contacted else []
    return CaseFile(Participant(id="d-1"), referrals=[Referral("r-1", by="self", programme="en-vag-in", events=steps)])


def test_what_is_pending_is_settled_on_a_later_day() -> None:
    """Read on the last day of the year it may still be kept; read in January it was, or was not."""
    [kept] = by_id("contacted-in-time")
    early = compute(kept, [waiting("2017-01-02")], "2016")
    assert (0, 0, 1) == (early.numerator, early.denominator, early.pending)
    late = compute(kept, [waiting("2017-01-02")], "2016", as_of="2017-01-31")
    assert (1, 1, 0) == (late.numerator, late.denominator, late.pending)
    missed = compute(kept, [waiting()], "2016", as_of=date(2017, 1, 31))
    assert (0, 1, 0) == (missed.numerator, missed.denominator, missed.pending)


def test_what_was_recorded_later_is_not_known_before() -> None:
    """The contact of 2 January was recorded on the tenth: on the ninth nobody knew of it."""
    days, case = by_id("days-to-contact")[0], waiting("2017-01-02", "2017-01-10")
    before, after = (
        compute(days, [case], "2016", as_of="2017-01-31", known_on=on) for on in ("2017-01-09", "2017-01-10")
    )
    assert (0, 1, None) == (before.numerator, before.pending, before.value)
    assert (1, 0, Fraction(13)) == (after.numerator, after.pending, after.value)
    assert (date(2017, 1, 31), date(2017, 1, 9)) == (before.as_of, before.known_on)


def test_a_lead_time_that_came_to_nothing_is_in_the_denominator_of_the_median() -> None:
    """She who moved before anything came is of those whose clock started, and not of those for whom it stopped."""
    sent = [
        Referral("r-1", by="AF", programme="en-vag-in", events=[event("received", "2016-02-01"), *steps])
        for steps in ([event("contacted", "2016-02-11")], [event("ended", "2016-02-05", outcome="moved")], [])
    ]
    some = [CaseFile(Participant(id=f"d-{n}"), referrals=[one]) for n, one in enumerate(sent)]
    one = compute(by_id("days-to-contact")[0], some, "2016")
    assert (1, 3, 1, Fraction(10)) == (one.numerator, one.denominator, one.pending, one.value)
    assert ["numerator", "rest", "pending"] == [case.part for case in one.behind]


def test_where_nothing_was_promised_nothing_is_kept() -> None:
    """En väg in was promised from 3 October 2016: whoever came before is in no part of that figure."""
    early = CaseFile(
        Participant(id="d-1"),
        referrals=[Referral("r-1", by="self", programme="en-vag-in", events=[event("received", "2016-10-02")])],
    )
    one = compute(by_id("contacted-in-time")[0], [early], "2016")
    assert () == one.behind
    assert one.value is None


# --- Inhabitants --------------------------------------------------------------------------------------------

LONG = load_model("finsam").indicators["long-term-assistance-per-inhabitant"]


def assisted(name: str, sex: str | None) -> CaseFile:
    """Return an adult on economic assistance all the year."""
    spells = [Livelihood("economic-assistance", since="2016-01-01", until="2016-12-31")]
    return CaseFile(Participant(id=name, sex=sex, born="1980-01-01", livelihoods=spells))


SOME = [assisted("d-1", "woman"), assisted("d-2", "woman"), assisted("d-3", None)]


def test_of_all_inhabitants() -> None:
    """The number of inhabitants is given; of a group of them nothing is known then."""
    one = compute(LONG, SOME, "2016", inhabitants=1000)
    assert Fraction(3, 1000) == one.value
    assert [None, None] == [part.value for part in one.parts]
    assert [0, 0] == [part.denominator for part in one.parts]
    assert all("the number of inhabitants is not known" in str(part) for part in one.parts)


def test_of_the_inhabitants_of_each_group() -> None:
    """The whole is their sum; a group without a case is there, and one of whom it is unknown is of nobody."""
    one = compute(LONG, SOME, "2016", inhabitants={"woman": 400, "man": 500})
    assert (3, 900) == (one.numerator, one.denominator)
    assert [("woman", 2, 400), ("man", 0, 500), (None, 1, 0)] == [
        (part.group["sex"], part.numerator, part.denominator)
        for part in one.parts  # type: ignore[index]
    ]


def test_without_groups_there_is_one_number() -> None:
    """Where it is not taken apart, the number is of all."""
    assert 3 == compute(LONG, SOME, "2016", by=[], inhabitants=10).numerator


WRONG_INHABITANTS: dict[str, tuple[dict[str, Any], str]] = {
    "missing": ({}, "inhabitants: wanted the number of inhabitants, got nothing"),
    "a part": ({"inhabitants": 0.5}, "inhabitants: wanted a whole number"),
    "negative": ({"inhabitants": -1}, "inhabitants: wanted a whole number"),
    "text for a group": ({"inhabitants": {"woman": "many"}}, "inhabitants.woman: wanted a whole number"),
    "by two": ({"inhabitants": {"woman": 1}, "by": ["sex", "age"]}, "inhabitants: wanted one number, for there is not one group"),
    "by nothing": ({"inhabitants": {"woman": 1}, "by": []}, "inhabitants: wanted one number, for there is not one group"),
    "in Swedish": ({"inhabitants": {"kvinna": 9, "mann": 9}}, "inhabitants: wanted groups by sex: woman, man, got another; did you mean woman? did you mean man?"),
    "of no such age": ({"inhabitants": {"18-24": 9}, "by": ["age"]}, "wanted groups by age: "),
    "of no such kommun": ({"inhabitants": {"Ludvika kommun": 9, "x": 9}, "by": ["residence"]}, "wanted groups by residence, got another; did you mean Ludvika?"),
    "fewer than are counted": ({"inhabitants": 2}, "inhabitants: wanted as many as are counted of them, or more, got fewer"),
    "fewer in a group": ({"inhabitants": {"woman": 1, "man": 9}}, "inhabitants.woman: wanted as many as are counted of them"),
}  # fmt: skip


@pytest.mark.parametrize(("how", "told"), WRONG_INHABITANTS.values(), ids=WRONG_INHABITANTS)
def test_inhabitants_that_cannot_be_meant_are_refused(how: dict[str, Any], told: str) -> None:
    """They are never assumed, and are whole numbers by the groups of the figure."""
    with pytest.raises(InvalidValueError) as caught:
        compute(LONG, SOME, "2016", **how)
    assert told in str(caught.value)


def test_what_is_no_indicator_of_a_model_is_refused() -> None:
    """Neither its name nor its definition can be reckoned."""
    whole: Any = by_id("sent-back")[0]
    for one in ("sent-back", whole.definition):
        for ask in (lambda one: compute(one, [], "2016"), lambda one: compute_all([one], [], "2016")):
            with pytest.raises(InvalidValueError, match=r"indicator: wanted .*model\.indicators\[\.\.\.\]"):
                ask(one)


def test_a_day_before_the_period_is_refused() -> None:
    """Nothing of it has happened by then; on its first day something may have."""
    with pytest.raises(InvalidValueError, match="as_of: wanted a day not before the period begins"):
        Counting(EVERY, "2016", as_of="2015-12-31", inhabitants=INHABITANTS)
    assert Counting(by_id("sent-back"), "2016", as_of="2016-01-01").as_of == date(2016, 1, 1)


def test_inhabitants_that_are_not_asked_for_are_refused() -> None:
    """A share of those who are counted is not per inhabitant."""
    with pytest.raises(
        InvalidValueError, match="inhabitants: wanted nothing, for sent-back is not per inhabitant, got a number"
    ):
        compute(by_id("sent-back")[0], [], "2016", inhabitants=100)


# --- How it is taken apart ----------------------------------------------------------------------------------


def test_one_says_by_what_it_is_taken_apart() -> None:
    """In place of what the indicator says; by nothing there are no groups."""
    started = by_id("participations-started")[0]
    assert [("programme", "sex")] == [tuple(part.group) for part in compute(started, [TWICE], "2016").parts]
    assert [{"sex": "woman"}] == [
        dict(part.group) for part in compute(started, [TWICE], "2016", by=["sex", "sex"]).parts
    ]
    assert () == compute(started, [TWICE], "2016", by=()).parts


@pytest.mark.parametrize(
    ("name", "by", "told"),
    [
        ("participants", ["programme"], "by: wanted what persons can be grouped by, got programme"),
        ("participants", ["kön"], "by: wanted sex or age or residence"),
        ("participants", "sex", "by: wanted sex or age or residence"),
    ],
)
def test_what_it_cannot_be_taken_apart_by_is_refused(name: str, by: Any, told: str) -> None:
    """A person has no one programme; and a word is one of those that there are."""
    with pytest.raises(InvalidValueError) as caught:
        compute(by_id(name)[0], [], "2016", by=by)
    assert told in str(caught.value)


def test_groups_stand_in_the_order_of_their_lists() -> None:
    """Those of the model in its order, age bands the youngest first, what is in no list by name, and what is unknown last."""

    def somebody(number: int, **facts: Any) -> CaseFile:
        sent = [
            referral(event("received", "2016-02-01"), by=facts.pop("by", "AF"), programme=facts.pop("programme", None))
        ]
        return CaseFile(Participant(id=f"d-{number}", **facts), referrals=sent)

    rows: list[dict[str, Any]] = [
        {"residence": "Ludvika", "sex": "man", "born": "1950-01-01", "by": "self", "programme": "en-vag-in"},
        {"residence": "Ale", "sex": "woman", "born": "1990-01-01", "by": "profession:läkare", "programme": "orvar"},
        {"by": "kommun/IFO"},
        {"residence": "Ludvika", "sex": "woman", "born": "2005-01-01", "by": "FK"},
    ]
    some = [somebody(number, **row) for number, row in enumerate(rows)]
    received = by_id("referrals-received")[0]
    orders = {
        by: [next(iter(part.group.values())) for part in compute(received, some, "2016", by=[by]).parts]
        for by in ("sex", "age", "residence", "programme", "referred_by")
    }
    programmes = [name for name in MODEL.programmes if name in {"orvar", "en-vag-in"}]
    agencies = [name for name in MODEL.agencies.agencies if name in {"FK", "kommun/IFO"}]
    assert {
        "sex": ["woman", "man", None], "age": ["0-15", "25-29", "60+", None], "residence": ["Ale", "Ludvika", None],
        "programme": [*programmes, None], "referred_by": [*agencies, "profession:läkare", "self"],
    } == orders  # fmt: skip


# --- What is refused, and what is only counted ----------------------------------------------------------------


def test_a_period_in_which_it_is_not_in_force_is_refused() -> None:
    """On some day of it the figure would mean something else, or nothing."""
    by_sex = MODEL.indicators["participations-by-sex"]
    for period in ("2022", "2023", "2023-03"):
        with pytest.raises(
            InvalidValueError, match="period: wanted a period in which participations-by-sex is in force"
        ):
            compute(by_sex, [], period)
    assert 0 == compute(by_sex, [], "2023Q3").value


SECRET = "199101252386"  # noqa: S105


def test_two_cases_of_one_person_are_refused() -> None:
    """Each is given once, or she would be counted twice; the error does not say who."""
    with pytest.raises(InvalidValueError) as caught:
        compute(by_id("participants")[0], [Participant(id=SECRET), CaseFile(Participant(id=SECRET))], "2016")
    assert str(caught.value) == "cases: wanted one case a person, got a second one of the same id"


def test_a_case_as_an_agency_sees_it_is_refused() -> None:
    """What is hidden would be counted as unknown, and what is counted would tell who sees what."""
    seen = as_seen_by(CaseFile(Participant(id=SECRET)), "AF", MODEL.programmes["en-vag-in"], "2016-12-31")
    with pytest.raises(InvalidValueError) as caught:
        compute(by_id("participants")[0], [seen], "2016")
    assert str(caught.value) == "cases: wanted cases with all facts, got one as an agency sees it"


def test_a_case_that_names_what_there_is_not_counts_in_nothing() -> None:
    """It is refused before any indicator has counted it, and may be given again when it has been mended."""
    counting = Counting(by_id("participants", "in-target-group"), "2016")
    with pytest.raises(InvalidRecordError):
        counting.add(CaseFile(Participant(id="d-1", contacts=[Contact("klubben")]), referrals=TWICE.referrals))
    assert [0, 0] == [one.numerator + one.unknown for one in counting.figures()]
    counting.add(TWICE)
    assert 1 == counting.figures()[0].value


def test_records_that_could_not_be_read_are_counted() -> None:
    """They are in no figure, and every figure says how many there were."""
    bad = [BadLine(number, b"", (Fault("born", "a day", got="text"),)) for number in (2, 4)]
    one, other = figures([bad[0], TWICE, bad[1]], {"period": "2016"}, by_id("participants", "sent-back"))
    assert (1, 2, 2) == (one.value, one.rejected, other.rejected)
    assert "Records that could not be read: 2." in str(one)


def test_cases_of_which_no_referral_is_known_are_counted_apart() -> None:
    """Where referrals are counted: there may be more than is known. Of persons that is in what is unknown."""
    some = [TWICE, CaseFile(Participant(id="d-2")), Participant(id="d-3")]
    sent, took = figures(some, {"period": "2016"}, by_id("referrals-received", "participants"))
    assert (1, 2) == (sent.value, sent.untold)
    assert (1, 0, 2) == (took.value, took.untold, took.perhaps)


def test_the_ids_are_kept_where_one_asks_for_them() -> None:
    """For one indicator unless one says otherwise, for many when one says so."""
    took = by_id("participants")
    assert ["d-1"] == [case.participant for case in compute(took[0], [TWICE], "2016").behind]
    assert (
        () == compute(took[0], [TWICE], "2016", keep_cases=False).behind == compute_all(took, [TWICE], "2016")[0].behind
    )


def test_nothing_of_a_person_is_shown() -> None:
    """Neither a figure nor what is behind it is printed with whose it is."""
    one = compute(by_id("participants")[0], [CaseFile(Participant(id=SECRET), referrals=TWICE.referrals)], "2016")
    assert SECRET == one.behind[0].participant
    assert all(SECRET not in told for told in (repr(one), str(one), repr(one.behind), repr(one.parts)))


def test_a_person_is_counted_by_her_own_record_too() -> None:
    """A participant without a case file is a case of which nothing else is known."""
    one = compute(
        by_id("women-at-work")[0],
        [Participant(id="d-1", sex="woman", employed=True), Participant(id="d-2", sex="man"), Participant(id="d-3")],
        "2016",
    )
    assert (1, 1, 1) == (one.numerator, one.denominator, one.perhaps)


def test_two_models_are_counted_side_by_side() -> None:
    """Each indicator reads the facts of its own model."""
    more = MODEL.with_(parameters={"most": Parameter([Threshold(1, ASSUMED)])})
    both = [MODEL.indicators["sent-back"], more.indicators["sent-back"]]
    one, other = compute_all(both, [TWICE], "2016")
    assert one == other


def test_variants_are_told_in_the_figure() -> None:
    """Which way of reckoning it was."""
    very = MODEL.indicators["very-long-term-assistance"]
    names = [compute(very.read_as(name), [], "2016").variant for name in (None, "at-least-27", "three-years")]
    assert ["more-than-27", "at-least-27", "three-years"] == names
    assert compute(by_id("sent-back")[0], [], "2016").variant is None
