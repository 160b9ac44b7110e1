"""Gathering what a report says: once through the cases, in any order, and one that is refused is counted nowhere."""

from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Consent, Contact, Participant, ReferralEvent, load_model
from samverkan.case_lines import BadLine
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError
from samverkan.referrals import Referral
from samverkan.reports import Prose
from samverkan.reports.gathering import Gathered, Gathering, gathered
from samverkan.reports.reckoned import reckoned
from samverkan.reports.sections import contents_of
from samverkan.samples import sample
from samverkan.views import as_seen_by
from small_model import SMALL
from strategies import examples

FINSAM = load_model("finsam")
YEAR = list(sample(FINSAM, people=60, seed=5, period="2016"))


def numbers(found: Gathered) -> Any:
    """Return everything that was counted."""
    figures = {name: attrs.evolve(figure, definition=None) for name, figure in found.figures.items()}
    return found.cases, found.rejected, figures, found.flows, found.turned_away


def report(cases: Iterable[CaseFile], threshold: int = 1) -> Any:
    """Return what is printed of the cases."""
    return contents_of(gathered(cases, FINSAM, "2016"), threshold=threshold)


@given(st.randoms(use_true_random=False))
@examples(20)
def test_the_order_of_cases_does_not_matter(random: Random) -> None:
    """However they are shuffled, the same is counted and the same is printed."""
    shuffled = random.sample(YEAR[:25], 25)
    assert numbers(gathered(shuffled, FINSAM, "2016")) == numbers(gathered(YEAR[:25], FINSAM, "2016"))


def test_the_same_is_printed_of_the_same_cases() -> None:
    """Backwards, and with small numbers hidden, the contents are equal."""
    assert report(YEAR[24::-1], threshold=5) == report(YEAR[:25], threshold=5)


@given(st.integers(0, 25))
@examples(10)
def test_parts_add_to_the_whole(cut: int) -> None:
    """What is counted of some and of the others adds to what is counted of all."""
    some, others, all_ = (gathered(cases, FINSAM, "2016") for cases in (YEAR[:cut], YEAR[cut:25], YEAR[:25]))
    assert some.cases + others.cases == all_.cases
    for name, figure in all_.figures.items():
        each = (some.figures[name], others.figures[name])
        for what in ("numerator", "denominator", "unknown", "perhaps", "anonymous", "pending"):
            assert sum(getattr(one, what) for one in each) == getattr(figure, what), (name, what)
    for link, sent in all_.flows.links.items():
        found = [one.flows.links[link] for one in (some, others) if link in one.flows.links]
        assert sum(one.count for one in found) == sent.count
        assert sum(one.back for one in found) == sent.back
    assert some.turned_away.count() + others.turned_away.count() == all_.turned_away.count()


def test_groups_add_to_the_whole() -> None:
    """Those received, by programme and sender and by age and sex, are as many as those whom the rules were asked of."""
    found = gathered(YEAR, FINSAM, "2016")
    received = found.figures["received"]
    assert received.numerator == sum(part.numerator for part in received.parts)
    assert received.numerator == sum(part.numerator for part in found.figures["who"].parts)
    assert received.numerator == found.turned_away.count()
    assert received.numerator > 30


# --- What is not counted --------------------------------------------------------------------------


def test_what_could_not_be_read_is_counted() -> None:
    """Among the cases, or told afterwards; it is no case."""
    gathering = Gathering(FINSAM, "2016")
    gathering.add(YEAR[0])
    gathering.add(BadLine(2, b"{}\n", (Fault("born", "a day", "something else"),)))
    found = gathering.found(3)
    assert (found.cases, found.rejected) == (1, 4)
    assert repr(found) == "<Gathered: 1 cases, 2016>"


def test_a_second_case_of_one_person_is_refused() -> None:
    """It is counted by nobody, and the error does not tell whose it is."""
    gathering = Gathering(FINSAM, "2016")
    gathering.add(YEAR[0])
    before = numbers(gathering.found())
    with pytest.raises(InvalidValueError, match="one case a person") as refused:
        gathering.add(YEAR[0])
    assert YEAR[0].participant.id not in str(refused.value)
    assert numbers(gathering.found()) == before


def sent(name: str, programme: str, **more: Any) -> CaseFile:
    """Return somebody who was sent to a programme."""
    event = ReferralEvent("received", on="2016-11-01", agency="kommun/AME")
    return CaseFile(
        Participant(id=name, **more), referrals=[Referral("r-1", by="AF", programme=programme, events=[event])]
    )


def test_what_one_part_refuses_is_counted_by_none() -> None:
    """A contact with an agency that the model does not have is found by the rules, after others have read the case."""
    gathering = Gathering(FINSAM, "2016")
    with pytest.raises(InvalidRecordError):
        gathering.add(
            sent(
                "d-1",
                "en-vag-in",
                contacts=[Contact("nobody")],
                unmet_need=True,
                residence="Ludvika",
                born="1990-05-17",
            )
        )
    assert numbers(gathering.found()) == numbers(Gathering(FINSAM, "2016").found())


def test_what_an_agency_sees_is_refused() -> None:
    """Figures are made of all facts, and not of what one agency may see."""
    seen = as_seen_by(YEAR[0], "AF", FINSAM.programmes["en-vag-in"], "2016-12-31")
    with pytest.raises(InvalidValueError, match="with all facts"):
        Gathering(FINSAM, "2016").add(seen)


@pytest.mark.parametrize(
    ("period", "as_of"),
    [("2016-13", None), ("2016", "yesterday"), ("2016", "2015-12-31")],
    ids=["no such month", "no day", "before the period"],
)
def test_what_is_no_day_is_refused(period: str, as_of: str | None) -> None:
    """Before anything is counted."""
    with pytest.raises(InvalidValueError):
        Gathering(FINSAM, period, as_of=as_of)


def test_events_count_up_to_the_day_of_reading() -> None:
    """Who was received after that day, or was recorded after it was known, is not there yet."""
    at = {"as_of": "2016-06-30"}
    by_summer = gathered(YEAR, FINSAM, "2016", **at)
    assert 0 < by_summer.figures["received"].numerator < gathered(YEAR, FINSAM, "2016").figures["received"].numerator
    assert by_summer.turned_away.count() == by_summer.figures["received"].numerator
    contents_of(by_summer, threshold=1)  # And all of it still adds up.
    contents_of(gathered(YEAR, FINSAM, "2016", known_on="2016-06-30"), threshold=1)


# --- Unknown is not no ----------------------------------------------------------------------------


def ended(name: str, **facts: Any) -> CaseFile:
    """Return somebody registered whose participation ended in 2016, and of whom that is known."""
    events = [
        ReferralEvent("received", on="2016-01-04", agency="kommun/AME"),
        ReferralEvent("admitted", on="2016-01-11", agency="kommun/AME"),
        ReferralEvent("intervention_started", on="2016-02-01", agency="kommun/AME", intervention="training"),
        ReferralEvent("ended", on="2016-06-30", agency="kommun/AME", outcome="work"),
    ]
    consent = Consent("c-1", kind="registration", programme="centralen", given="2016-01-04")
    person = Participant(id=name, **{"protected_identity": False, **facts})
    referral = Referral("r-1", by="AF", programme="centralen", events=events)
    return CaseFile(person, referrals=[referral], consents=[consent])


def test_unknown_does_not_count_as_no() -> None:
    """Of one with all her occupations it is known that she had none; of one of whom nothing is said, nothing is."""
    found = gathered([ended("d-1", occupations=[], livelihoods=[]), ended("d-2")], FINSAM, "2016")
    for name in ("occupied_before", "occupied_after", "supported_before", "supported_after", "began"):
        figure = found.figures[name]
        assert (figure.numerator, figure.denominator, figure.unknown) == (0, 1, 1), name
    assert found.figures["ended"].numerator == 2


def test_whoever_is_not_registered_is_counted_and_no_more() -> None:
    """One without consent, and one of whom it is not known whether her data are protected, are anonymous."""
    without = attrs.evolve(ended("d-1", occupations=[]), consents=[])
    found = gathered([without, ended("d-2", protected_identity=None, occupations=[])], FINSAM, "2016")
    assert (found.figures["ended"].numerator, found.figures["ended"].anonymous) == (2, 2)
    assert found.figures["occupied_before"].denominator == 0


# --- What is reckoned -----------------------------------------------------------------------------


def test_a_report_needs_no_indicator_of_the_model(tmp_path: Path) -> None:
    """It makes its own, for every programme; without the lead time to a first contact there is none for the curve."""
    assert {"received", "who", "ended", "began", "round", "contradicted", "contact", "contact--en-vag-in"} <= {
        *reckoned(FINSAM)
    }
    small = tmp_path / "small.toml"
    small.write_text(SMALL, encoding="utf-8")
    model = load_model(small)
    assert (dict(model.indicators), dict(model.lead_times)) == ({}, {})
    assert "contact" not in reckoned(model)
    made = sample(model, people=30, seed=1, period="2020")
    contents = contents_of(gathered(made, model, "2020"), threshold=1)
    assert contents.generated_from.en == "30 cases"
    assert [part.text.en for part in contents.sections[3].parts if isinstance(part, Prose)] == [
        "How long anybody waited for a first contact is not counted here."
    ]
