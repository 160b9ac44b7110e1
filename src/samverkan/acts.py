"""Has she consented to an act: to a plan, to being registered, to co-operation?

Such a consent is a condition of the act, and lets nobody be told anything.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

import attrs

from samverkan.agencies import Agencies
from samverkan.answers import Missing, Verdict
from samverkan.basis_checks import check_bases
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile, Person, case_of
from samverkan.citations import citation
from samverkan.consents import Consent, ConsentKind, Giver, Standing
from samverkan.dated import Unknown
from samverkan.dates import as_day, as_optional_day
from samverkan.errors import InvalidValueError, located
from samverkan.rules.judges import Truth, conjunction
from samverkan.rules.vocabulary import Vocabulary
from samverkan.scopes import Request, Scope
from samverkan.sharing import Note, Sharing, all_heard, check_programme, id_of, notes_on_age, told, until_told
from samverkan.sights import World, residence_of
from samverkan.texts import CATALOGUE, Language, sentence

__all__ = ["consented"]

_A_DAY: Final = timedelta(days=1)


def consented(  # noqa: PLR0913
    person: Person,
    world: World,
    kind: ConsentKind | str,
    *,
    on: date | str,
    agency: str | None = None,
    programme: BoundProgramme | str | None = None,
    known_on: date | str | None = None,
) -> Sharing:
    """Say whether a person has consented to an act: to a plan, to being registered, to co-operation and so on.

    Such a consent is a condition of the act, and opens no information to anybody. With *agency* it must
    be given to that agency, or to anybody; with *programme*, to that programme or to none in particular.
    Nobody whose identity is protected is registered, whatever she has consented to.

    Raises:
        InvalidValueError: when *kind* is none of these acts, or a day is not one.

    >>> from samverkan import Participant, load_model
    >>> hidden = Participant(id="d-001", protected_identity=True)
    >>> from samverkan.casefiles import CaseFile
    >>> given = Consent("c-1", kind="registration", programme="en-vag-in", given="2016-10-03")
    >>> case = CaseFile(hidden, consents=[given])
    >>> consented(case, load_model("finsam"), "registration", on="2016-10-10", programme="en-vag-in").verdict.value
    'not_met'
    """
    acts = [one.value for one in ConsentKind if one is not ConsentKind.SECRECY]
    if kind not in acts:
        raise InvalidValueError(where="kind", wanted=" or ".join(acts), hint="may_share answers for secrecy")
    if kind == ConsentKind.REGISTRATION and programme is None:
        raise InvalidValueError(where="programme", wanted="the programme that would register her", got="nothing")
    case = case_of(person)
    day, known = as_day(on), as_optional_day(known_on)
    check_programme(programme, world)
    if agency is not None:
        located("agency", world.vocabulary.agencies.agency, agency)
    check_bases(case, world.vocabulary)
    asked = _Act(case, world.vocabulary.agencies, ConsentKind(kind), agency, id_of(programme), known)
    return _act(asked, world.vocabulary, day)


@attrs.frozen
class _Act:
    """Consents to an act, and for whom and what one asks about them."""

    case: CaseFile
    register: Agencies
    kind: ConsentKind
    agency: str | None
    programme: str | None
    known_on: date | None

    def live(self, on: date) -> Consent | None:
        """Return a consent that stands on the day *on*."""
        return next((one for one, stretch in self._standing() if stretch.covers(on) and self._is_of(stretch, on)), None)

    def until(self, on: date) -> date | None:
        """Return the last day of the unbroken stretch from *on* on which one stands."""
        changes = {day for _, one in self._standing() for day in one.changes()}
        changes.update(self.case.participant.fact("residence").changes(self.known_on))
        ends = (day for day in sorted(changes) if day > on and self.live(day) is None)
        return next((day - _A_DAY for day in ends), None)

    def _standing(self) -> Iterator[tuple[Consent, Standing]]:
        for one in self.case.consents or ():
            if one.kind is self.kind and one.programme in {None, self.programme}:
                yield from ((one, stretch) for stretch in one.standing(self.known_on))

    def _is_of(self, stretch: Standing, on: date) -> bool:
        if self.agency is None:
            return True
        asked = Request(
            sharer=self.agency,
            recipient=self.agency,
            category="",
            purpose="",
            programme=self.programme,
            residence=residence_of(self.case, on, self.known_on),
        )
        return _may_act(stretch.scope, asked, on, self.register)


def _act(asked: _Act, vocabulary: Vocabulary, on: date) -> Sharing:
    case, kind, known_on = asked.case, asked.kind, asked.known_on
    live = asked.live(on)
    given: Truth = True if live is not None else False if all_heard(case, kind, on, known_on, (asked.agency,)) else None
    may: Truth = True
    if kind is ConsentKind.REGISTRATION:
        protected = case.participant.fact("protected_identity").at(on, known_on)
        may = None if isinstance(protected, Unknown) else not protected
    truth = conjunction([given, may])
    unknown = [("consents", given), ("protected_identity", may)]
    until = None if live is None else asked.until(on)
    has_guardian = live is not None and live.giver is Giver.BOTH
    notes = () if has_guardian else notes_on_age(case.participant, vocabulary, on, known_on)
    return Sharing(
        verdict=Verdict.of(truth),
        reads={},
        missing=tuple(Missing(name) for name, one in unknown if truth is None and one is None),
        basis=live if truth else None,
        until=until if truth else None,
        notes=notes if may is not False else (*notes, Note("protected-identity", CATALOGUE["sharing.protected"])),
        told=told(
            lambda one: _act_told(
                kind, live, "perhaps_protected" if given and may is None else _CODES[given], until, on, one
            )
        ),
    )


def _may_act(scope: Scope, asked: Request, on: date, register: Agencies) -> bool:
    """Whether an agency is among those who may act; which information a consent to an act names is of no account."""
    within = True if scope.within is None else _may_act(scope.within, asked, on, register)
    alone = attrs.evolve(scope, from_=(), categories=(), purposes=(), programmes=(), within=None)
    return within and alone.opens(asked, on, register)


_CODES: Final[Mapping[Truth, str]] = {True: "given", False: "not_given", None: "unknown"}


def _act_told(  # noqa: PLR0913, PLR0917
    kind: ConsentKind, consent: Consent | None, code: str, until: date | None, on: date, language: Language
) -> str:
    law = None if kind is ConsentKind.POWER_OF_ATTORNEY else citation(kind.value, on)
    return sentence(
        f"consented.{code}",
        language,
        what=sentence(f"consent.{kind.value}", language),
        id="" if consent is None else consent.id,
        until=until_told(until, language),
        law="" if law is None else f" ({law})",
    )
