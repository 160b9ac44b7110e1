"""What must hold between referral rules, lead times and the rest of a model."""

from collections.abc import Iterable, Iterator, Mapping

from samverkan.agencies import Agencies, unit_of
from samverkan.consents import ConsentKind
from samverkan.cross_checks import Definition
from samverkan.errors import Fault, InvalidValueError, nearest
from samverkan.lead_times import LeadTime
from samverkan.programmes import Programme, ReferralRule
from samverkan.referral_events import agency_of, forum_of, optional_recipient, profession_of, who_refers
from samverkan.rules.facts import SetOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sources import Document, Source

__all__ = ["faults_of_journeys"]


def faults_of_journeys(
    definitions: Iterable[Definition],
    lead_times: Iterable[LeadTime],
    vocabulary: Vocabulary,
    documents: Mapping[str, Document],
) -> Iterator[Fault]:
    """Yield what referral rules and lead times name that the model does not have."""
    clocks = {one.id: one for one in lead_times}
    for one in definitions:
        if isinstance(one, Programme):
            for name in one.lead_times:
                if name not in clocks:
                    yield Fault(f"{one.id}.lead_times", "lead times of the model", hint=nearest(name, clocks))
            if one.referral is not None:
                yield from (fault.inside(f"{one.id}.referral") for fault in _of_rule(one.referral, vocabulary))
                yield from _of_sources(f"{one.id}.referral", _cited(one.referral), documents)
    for name, clock in clocks.items():
        yield from (fault.inside(f"lead_times.{name}") for fault in _of_lead_time(clock, vocabulary))
        cited = [("source", clock.source), *((f"policies.{one.id}.source", one.source) for one in clock.policies)]
        yield from _of_sources(f"lead_times.{name}", cited, documents)


def _of_rule(rule: ReferralRule, vocabulary: Vocabulary) -> Iterator[Fault]:
    if not rule.by:
        yield Fault("by", "one who may refer, or more", got="none")
    for who in rule.by:
        yield from _of_who("by", who, vocabulary)
    kinds = [kind.value for kind in ConsentKind]
    for kind in rule.consents:
        if kind not in kinds:
            yield Fault("consents", f"kinds of consent: {', '.join(kinds)}", hint=nearest(kind, kinds))


def _cited(rule: ReferralRule) -> Iterator[tuple[str, Source]]:
    yield "source", rule.source
    yield from ((f"criteria.{one.id}.source", one.source) for one in rule.criteria)


def _of_lead_time(clock: LeadTime, vocabulary: Vocabulary) -> Iterator[Fault]:
    for who in clock.to:
        try:
            optional_recipient(who)
        except InvalidValueError as error:
            yield error.fault.inside("to")
        else:
            yield from _of_who("to", who, vocabulary)
    for name in ("start", "stop", "nullified_by", "ended_by"):
        yield from _of_events(name, getattr(clock, name), vocabulary)
    for policy in clock.policies:
        for name in ("nullified_by", "ended_by"):
            yield from _of_events(f"policies.{policy.id}.{name}", getattr(policy, name) or (), vocabulary)


def _of_events(where: str, events: Iterable[str], vocabulary: Vocabulary) -> Iterator[Fault]:
    for event in events:
        what, _, said = event.partition(":")
        of = "outcomes" if what == "ended" else "plans"
        words = vocabulary.words(SetOf(of))
        if said and said not in words:
            yield Fault(where, f"a word of the closed list {of}", hint=nearest(said, words))


def _of_who(where: str, who: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    for of, word in (("professions", profession_of(who)), ("forums", forum_of(who))):
        words = vocabulary.words(SetOf(of))
        if word is not None and word not in words:
            yield Fault(where, f"a word of the closed list {of}", hint=nearest(word, words))
    try:
        agency = agency_of(who_refers(who))
    except InvalidValueError as error:
        yield error.fault.inside(where)
        return
    if agency is not None:
        yield from _of_agency(where, agency, vocabulary.agencies)


def _of_agency(where: str, agency: str, register: Agencies) -> Iterator[Fault]:
    """Yield a fault where there is no such agency or party, or none of that body."""
    unit, body = unit_of(agency)
    if unit not in {*register.agencies, *register.parties}:
        hint = nearest(agency, (*register.agencies, *register.parties))
        yield Fault(where, "agencies and parties of the register", hint=hint)
    elif body is not None and body not in register.bodies_of(register.party_of(unit)):
        yield Fault(
            where, "a body that this party has", hint=nearest(body, register.bodies_of(register.party_of(unit)))
        )


def _of_sources(where: str, cited: Iterable[tuple[str, Source]], documents: Mapping[str, Document]) -> Iterator[Fault]:
    for key, source in cited:
        if source.document is not None and source.document not in documents:
            yield Fault(f"{where}.{key}", "a document of the model", hint=nearest(source.document, documents))
