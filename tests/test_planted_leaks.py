"""Planted leaks: the check of the third law catches each of them within some hundred pairs."""

import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

import case_strategies
from case_strategies import differing, twins
from samverkan import eligibility, timelines, views
from samverkan.casefiles import case_of
from samverkan.consents import Standing
from samverkan.eligibility import Decision
from samverkan.findings import Finding
from samverkan.participants import Hidden
from samverkan.referral_checks import check_referrals

pytestmark = pytest.mark.mass
SOUND = views.as_seen_by
DAYS = timedelta(30)
IN_HASTE = float(os.environ.get("EXAMPLES_TIMES", "1")) < 1
SEED = 40
"""A seed with which each leak is caught early, for those in haste; another would do, and take longer."""


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
        seed(SEED)(alike)() if IN_HASTE else alike()
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


# --- Referrals -------------------------------------------------------------------------------------------------


def events_of_the_others(whole, shown, _asked):
    """Show of a referral that the viewer knows of all that happened."""
    every = {one.id: one.events for one in whole.referrals or ()}
    known = [attrs.evolve(one, events=every[one.id]) for one in shown.referrals or ()]
    return attrs.evolve(shown, referrals=known or None)


def marked_where_something_is_hidden(whole, shown, _asked):
    """Say that something may be hidden only where something is."""
    every = {one.id: one.events for one in whole.referrals or ()}
    told = [one if one.events != every[one.id] else attrs.evolve(one, hidden=()) for one in shown.referrals or ()]
    return attrs.evolve(shown, referrals=told or None)


def that_there_are_some(whole, shown, _asked):
    """Say that there are none that the viewer may know of only where there are some."""
    return attrs.evolve(shown, referrals=shown.referrals or (() if whole.referrals else None))


def how_many_there_are(whole, shown, _asked):
    """Show of a referral that is hidden that it is there, and nothing else."""
    if whole.referrals is None:
        return shown
    known = {one.id: one for one in shown.referrals or ()}
    every = [known.get(one.id, attrs.evolve(one, events=(), hidden=["AF"])) for one in whole.referrals]
    return attrs.evolve(shown, referrals=every)


def whole_referrals_checked(whole, shown, asked):
    """See to the referrals before they are filtered, so that an error tells of one that is hidden."""
    programme, *_ = asked
    check_referrals(whole.referrals or (), programme.vocabulary, programme.definition)
    return shown


OF_REFERRALS: Mapping[str, Callable[..., Any]] = {
    "what the other side has recorded shown": events_of_the_others,
    "a mark only where something is hidden": marked_where_something_is_hidden,
    "an empty list where there are some": that_there_are_some,
    "that there is one shown": how_many_there_are,
    "an error that carries a hidden referral": whole_referrals_checked,
}


@pytest.mark.parametrize("leak", OF_REFERRALS.values(), ids=OF_REFERRALS)
def test_a_leak_in_the_referrals_that_are_seen_is_caught(leak, monkeypatch):
    """Wherever a case is filtered, a little too much of its referrals is let through: two people are told apart."""

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
