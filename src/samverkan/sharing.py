"""May somebody be told, on what basis and until when? Has she consented to an act?

Nothing is open unless a consent that lifts secrecy, or a named legal basis, opens it. What an agency
holds itself it need not be told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

import attrs

from samverkan.agencies import Agencies, unit_of
from samverkan.answers import Answer, ConsentNeeded, Missing, Verdict
from samverkan.basis_checks import check_bases
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile, Individual, View
from samverkan.citations import citation
from samverkan.consents import Consent, ConsentKind, Standing
from samverkan.dated import Unknown
from samverkan.dates import PartialDate, as_day, as_optional_day, completed_years, in_words
from samverkan.errors import InvalidValueError, UnknownNameError, located
from samverkan.immutable import frozen_mapping
from samverkan.rules.facts import SetOf
from samverkan.rules.judges import Truth, conjunction
from samverkan.rules.vocabulary import Vocabulary
from samverkan.scopes import Request, Scope
from samverkan.sights import Basis, Sight, World, residence_of
from samverkan.texts import CATALOGUE, LANGUAGES, Language, Text, joined, sentence

__all__ = ["Note", "Sharing", "agency_named", "consented", "may_share", "needed_in_words", "view_in_words"]

_A_DAY: Final = timedelta(days=1)
_OF_AGE: Final = 18


@attrs.frozen
class Note:
    """Something to mind beside the answer: a stable code, and a sentence."""

    code: str
    text: Text


def _words(words: Mapping[Language, str]) -> Mapping[Language, str]:
    return frozen_mapping(words)


@attrs.frozen(repr=False, kw_only=True)
class Sharing(Answer):
    """Whether somebody may be told, or something may be done, and on what basis.

    * ``verdict``: *met*: there is a basis; *not met*: there is none; *unknown*: no information about
      consents, or not all of it, had been recorded.
    * ``basis``: the consent or the legal basis; ``None`` where there is none, or where none is needed.
    * ``until``: the last day on which there is one, if nothing new is recorded; ``None``: no such day.
    * ``needed``: the narrowest consent that would open it, where it is not open.
    * ``notes``: what to mind: that a guardian may have to agree, that an identity is protected.
    """

    basis: Basis | None = None
    until: date | None = None
    needed: ConsentNeeded | None = None
    notes: tuple[Note, ...] = ()
    _told: Mapping[Language, str] = attrs.field(factory=dict[Language, str], converter=_words, alias="told")

    def text(self, language: Language) -> str:
        """Return the answer in words, with the basis, until when, and what would open it."""
        return " ".join([self._told[language], *(note.text.in_(language) for note in self.notes)])

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return "<Sharing>"


def may_share(  # noqa: PLR0913
    case: CaseFile,
    world: World,
    *,
    sharer: str,
    recipient: str,
    category: str,
    purpose: str,
    on: date | str,
    programme: BoundProgramme | str | None = None,
    known_on: date | str | None = None,
) -> Sharing:
    """Say whether *sharer* may tell *recipient* about a person: a category, for a purpose, on the day *on*.

    *world* is the model, or a programme taken from it. A consent that was given for one programme opens
    nothing for another, nor when *programme* is left out. *known_on* answers from what had been recorded by that day.

    Raises:
        InvalidValueError: when a day is not one, or an agency is not of the register.
        UnknownNameError: when the category or the purpose is not of the closed list.
        InvalidRecordError: when a consent of the case names something that the model does not have.

    >>> from samverkan import Participant, load_model
    >>> model = load_model("finsam")
    >>> consent = Consent("c-1", kind="secrecy", from_=["FK"], to=["AF"], categories=["contact"],
    ...                   purpose="coordination", given="2016-10-03", expires="2017-10-02")
    >>> case = CaseFile(Participant(id="d-001"), consents=[consent])
    >>> asked = {"sharer": "FK", "recipient": "AF", "purpose": "coordination", "on": "2016-10-10"}
    >>> answer = may_share(case, model, category="contact", **asked)
    >>> answer.verdict.value, answer.basis.id, answer.until
    ('met', 'c-1', datetime.date(2017, 10, 2))
    >>> may_share(case, model, category="health", **asked).verdict.value
    'not_met'
    """
    vocabulary = world.vocabulary
    day, known = as_day(on), as_optional_day(known_on)
    for where, agency in (("sharer", sharer), ("recipient", recipient)):
        located(where, vocabulary.agencies.agency, agency)
    _check_word("category", category, "categories", vocabulary)
    _check_word("purpose", purpose, "purposes", vocabulary)
    check_bases(case, vocabulary)
    sight = Sight(case, vocabulary, recipient, purpose, _id_of(programme), day, known)
    return _sharing(sight, sharer, category, programme)


def consented(  # noqa: PLR0913
    case: CaseFile,
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
    >>> given = Consent("c-1", kind="registration", programme="en-vag-in", given="2016-10-03")
    >>> case = CaseFile(hidden, consents=[given])
    >>> consented(case, load_model("finsam"), "registration", on="2016-10-10", programme="en-vag-in").verdict.value
    'not_met'
    """
    acts = [one.value for one in ConsentKind if one is not ConsentKind.SECRECY]
    if kind not in acts:
        raise InvalidValueError(where="kind", wanted=" or ".join(acts), hint="may_share answers for secrecy")
    day, known = as_day(on), as_optional_day(known_on)
    if agency is not None:
        located("agency", world.vocabulary.agencies.agency, agency)
    check_bases(case, world.vocabulary)
    asked = _Act(case, world.vocabulary.agencies, ConsentKind(kind), agency, _id_of(programme), known)
    return _act(asked, world.vocabulary, day)


def _check_word(kind: str, word: str, of: str, vocabulary: Vocabulary) -> None:
    words = vocabulary.words(SetOf(of))
    if word not in words:
        raise UnknownNameError(kind, word, words)


def _id_of(programme: BoundProgramme | str | None) -> str | None:
    return programme.id if isinstance(programme, BoundProgramme) else programme


# --- Answers ----------------------------------------------------------------------------------------


def _sharing(sight: Sight, sharer: str, category: str, programme: BoundProgramme | str | None) -> Sharing:
    if sight.holds(sharer):
        told = _told(lambda one: sentence("sharing.own", one, whose=agency_named(sharer, sight.vocabulary, one)))
        return Sharing(verdict=Verdict.MET, reads={}, told=told)
    needed = sight.needed([sharer], category)
    notes = _notes_on_age(sight.case.participant, sight.vocabulary, sight.on, sight.known_on)
    basis = sight.basis_of(sharer, category)
    if basis is not None:
        until = sight.until(sharer, category)
        return Sharing(
            verdict=Verdict.MET,
            reads={},
            basis=basis,
            until=until,
            notes=notes,
            told=_told(
                lambda one: _said(
                    "met",
                    needed,
                    sight.vocabulary,
                    one,
                    programme,
                    _basis_told(basis, sight.on, one),
                    _until(until, one),
                )
            ),
        )
    is_heard = _all_heard(sight.case, ConsentKind.SECRECY, sight.on, sight.known_on, (sharer, sight.viewer))
    return Sharing(
        verdict=Verdict.NOT_MET if is_heard else Verdict.UNKNOWN,
        reads={},
        missing=() if is_heard else (Missing("consents", None, (sharer,), needed),),
        needed=needed,
        notes=notes,
        told=_told(
            lambda one: " ".join(
                _said(code, needed, sight.vocabulary, one, programme)
                for code in ("not_met" if is_heard else "unknown", "needed")
            )
        ),
    )


def _all_heard(case: CaseFile, kind: ConsentKind, on: date, known_on: date | None, among: Iterable[str | None]) -> bool:
    """Whether everything there is about such consents is there and had been recorded by then, so that silence says no.

    As one agency sees a case, only those consents are there that concern it on the day on which it asked.
    """
    if case.consents is None or (case.view is not None and (case.view.agency not in among or case.view.on != on)):
        return False
    bases = case.legal_bases if kind is ConsentKind.SECRECY else ()
    return all(one.was_known(known_on) for one in bases) and all(
        event.was_known(known_on) for one in case.consents if one.kind is kind for event in one.events
    )


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
    given: Truth = (
        True if live is not None else False if _all_heard(case, kind, on, known_on, (asked.agency,)) else None
    )
    may: Truth = True
    if kind is ConsentKind.REGISTRATION:
        protected = case.participant.fact("protected_identity").at(on, known_on)
        may = None if isinstance(protected, Unknown) else not protected
    truth = conjunction([given, may])
    unknown = [("consents", given), ("protected_identity", may)]
    until = None if live is None else asked.until(on)
    notes = _notes_on_age(case.participant, vocabulary, on, known_on)
    return Sharing(
        verdict=Verdict.of(truth),
        reads={},
        missing=tuple(Missing(name) for name, one in unknown if truth is None and one is None),
        basis=live if truth else None,
        until=until if truth else None,
        notes=notes if may is not False else (*notes, Note("protected-identity", CATALOGUE["sharing.protected"])),
        told=_told(
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


# --- Words ------------------------------------------------------------------------------------------


def needed_in_words(
    needed: ConsentNeeded,
    vocabulary: Vocabulary,
    language: Language,
    programme: BoundProgramme | str | None = None,
) -> str:
    """Say which consent it takes, as a sentence."""
    return _said("needed", needed, vocabulary, language, programme)


def agency_named(reference: str, vocabulary: Vocabulary, language: Language) -> str:
    """Return what an agency or a party is called, with its body where it has one."""
    unit, body = unit_of(reference)
    name = vocabulary.agencies.name(unit).in_(language)
    return name if body is None else f"{name} ({body})"


def view_in_words(view: View | None, vocabulary: Vocabulary, language: Language) -> str:
    """Say through whose eyes a case is seen."""
    if view is None:
        return sentence("decision.view.all-facts", language)
    agency = agency_named(view.agency, vocabulary, language)
    purpose = vocabulary.name(view.purpose, "purposes").in_(language)
    return sentence("decision.view.seen-by", language, agency=agency, purpose=purpose)


def _said(  # noqa: PLR0913, PLR0917
    code: str,
    needed: ConsentNeeded,
    vocabulary: Vocabulary,
    language: Language,
    programme: BoundProgramme | str | None,
    basis: str = "",
    until: str = "",
) -> str:
    name = programme.definition.name.in_(language) if isinstance(programme, BoundProgramme) else programme
    return sentence(
        f"sharing.{code}",
        language,
        sharer=joined((agency_named(one, vocabulary, language) for one in needed.from_), language, last="or"),
        recipient=agency_named(needed.to, vocabulary, language),
        category=vocabulary.name(needed.category, "categories").in_(language),
        purpose=vocabulary.name(needed.purpose, "purposes").in_(language),
        within="" if name is None else sentence("sharing.within", language, programme=name),
        basis=basis,
        until=until,
    )


def _told(tell: Callable[[Language], str]) -> Mapping[Language, str]:
    return frozen_mapping({language: tell(language) for language in LANGUAGES})


def _until(until: date | None, language: Language) -> str:
    return "" if until is None else sentence("sharing.until", language, day=in_words(until, language))


def _basis_told(basis: Basis, on: date, language: Language) -> str:
    if isinstance(basis, Consent):
        rests_on = citation("secrecy", on)
        return sentence("sharing.consent", language, id=basis.id, law=rests_on)
    rests_on = citation(basis.kind.value, on)
    return sentence(
        f"sharing.{basis.kind.value}", language, id=basis.id, law=rests_on, source=basis.source.told(language)
    )


_CODES: Final[Mapping[Truth, str]] = {True: "given", False: "not_given", None: "unknown"}


def _act_told(  # noqa: PLR0913, PLR0917
    kind: ConsentKind, consent: Consent | None, code: str, until: date | None, on: date, language: Language
) -> str:
    law = None if kind is ConsentKind.POWER_OF_ATTORNEY else citation(kind.value, on)
    return sentence(
        f"consented.{code}",
        language,
        what=sentence(f"consent.{kind.value}", language),
        id="" if consent is None else f" ({consent.id})",
        until=_until(until, language),
        law="" if law is None else f" ({law})",
    )


def _notes_on_age(person: Individual, vocabulary: Vocabulary, on: date, known_on: date | None) -> tuple[Note, ...]:
    born = person.fact("born").at(on, known_on)
    if not isinstance(born, PartialDate) or completed_years(born.latest, on, vocabulary.leap_day) >= _OF_AGE:
        return ()
    law = citation("guardian", on)
    told = {language: CATALOGUE["sharing.guardian"].filled(language, {"law": law}) for language in LANGUAGES}
    return (Note("guardian", Text(**told)),)
