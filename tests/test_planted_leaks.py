"""Planted leaks: the check of the third law catches each of them within some hundred pairs."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings

import case_strategies
from case_strategies import differing, twins
from samverkan import eligibility, timelines, views
from samverkan.casefiles import case_of
from samverkan.consents import Standing
from samverkan.eligibility import Decision
from samverkan.findings import Finding
from samverkan.participants import Hidden

pytestmark = pytest.mark.mass
SOUND = views.as_seen_by
DAYS = timedelta(30)


class CaughtError(Exception):
    """The check has told two people apart who are alike to the viewer."""


def is_caught(pairs: int) -> bool:
    """Whether the check of the third law tells two apart among so many pairs."""

    @settings(
        max_examples=pairs,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(twins())
    def alike(pair):
        if differing(pair, pair.asked.day - DAYS, pair.asked.day + DAYS):
            raise CaughtError

    try:
        alike()
    except CaughtError:
        return True
    return False


# --- What is seen --------------------------------------------------------------------------------------------


def complete_as_it_was(whole, shown, _asked):
    """Say of the contacts that are shown that they are as whole as all of them were."""
    if whole.participant.contacts is None:
        return shown
    contacts, complete = shown.participant.contacts or (), whole.participant.contacts_complete
    return attrs.evolve(
        shown, participant=attrs.evolve(shown.participant, contacts=contacts, contacts_complete=complete)
    )


def reason_where_there_is_a_value(whole, shown, _asked):
    """Say that a fact is not open only where it was recorded."""
    hidden = shown.participant.hidden
    recorded = {name for name in hidden.facts if whole.participant.fact(name).entries}
    told = Hidden(facts=recorded, complete=hidden.complete, contacts=hidden.contacts)
    return attrs.evolve(shown, participant=attrs.evolve(shown.participant, hidden=told))


def consents_of_others(whole, shown, _asked):
    """Show the consents that do not name the viewer."""
    return attrs.evolve(shown, consents=whole.consents)


def number_kept(whole, shown, _asked):
    """Show the identity number, of which only birth and sex are everybody's."""
    return attrs.evolve(
        shown, participant=attrs.evolve(shown.participant, identity_number=whole.participant.identity_number)
    )


def whole_person_read(whole, shown, asked):
    """Read the person before she is filtered, so that an error tells of what is hidden."""
    programme, on, known_on = asked
    programme.segment(on).compiled.read(whole.participant, on, known_on)
    return shown


SEEN: Mapping[str, Callable[..., Any]] = {
    "the completeness of contacts kept as it was": complete_as_it_was,
    "a reason given only where a value exists": reason_where_there_is_a_value,
    "consents of others shown": consents_of_others,
    "the identity number shown": number_kept,
    "an error that carries the unfiltered person": whole_person_read,
}


@pytest.mark.parametrize("leak", SEEN.values(), ids=SEEN)
def test_a_leak_in_what_is_seen_is_caught(leak, monkeypatch):
    """Wherever a case is filtered, a little too much is let through: two people are told apart."""

    def leaking(case, agency, programme, on, **how):
        shown = SOUND(case, agency, programme, on, **how)
        whole = case_of(case)
        return shown if whole.view is not None else leak(whole, shown, (programme, on, how["known_on"]))

    for module in (views, eligibility, timelines):
        monkeypatch.setattr(module, "as_seen_by", leaking)
    assert is_caught(800)


# --- What is decided -----------------------------------------------------------------------------------------


def test_filtering_after_evaluation_is_caught(monkeypatch):
    """All facts are judged, and what was read is hidden only then: what comes of her tells two people apart."""
    sound = eligibility.decide

    def late(person, programme, on, *, seen_by, purpose, **how):
        told = sound(person, programme, on, seen_by=seen_by, purpose=purpose, **how)
        judged = sound(person, programme, on, **how)
        findings = [
            Finding(hidden._criterion, whole.outcome, hidden._values, hidden._on)
            for hidden, whole in zip(told.criteria, judged.criteria, strict=True)
        ]
        return Decision(told._basis, judged.outcome, tuple(findings))

    monkeypatch.setattr(case_strategies, "decide", late)
    assert is_caught(800)


# --- What opens ----------------------------------------------------------------------------------------------


def test_a_consent_that_opens_after_its_end_is_caught(monkeypatch):
    """What was let be told once is told for ever: what is hidden by now differs between the two."""
    monkeypatch.setattr(Standing, "covers", lambda _standing, _day: True)
    assert is_caught(800)


def test_without_a_leak_nothing_is_caught():
    """The check that catches them tells nobody apart in the library as it is."""
    assert not is_caught(30)
