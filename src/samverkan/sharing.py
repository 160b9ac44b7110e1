"""May somebody be told, on what basis and until when?

Nothing is open unless a consent that lifts secrecy, or a named legal basis, opens it. What an agency
holds itself it need not be told.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

import attrs

from samverkan.agencies import unit_of
from samverkan.answers import Answer, ConsentNeeded, Missing, Verdict
from samverkan.basis_checks import check_bases
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import Basis, CaseFile, Individual, Person, View, case_of
from samverkan.citations import citation
from samverkan.consents import Consent, ConsentKind, Giver
from samverkan.dates import PartialDate, as_day, as_optional_day, completed_years, in_words
from samverkan.errors import UnknownNameError, located
from samverkan.immutable import frozen_mapping, frozen_words
from samverkan.rules.facts import SetOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sights import Sight, World
from samverkan.texts import CATALOGUE, LANGUAGES, Language, Text, joined, sentence

__all__ = [
    "Note",
    "Sharing",
    "agency_named",
    "all_heard",
    "asked_in_words",
    "check_programme",
    "each_sort",
    "id_of",
    "may_share",
    "needed_in_words",
    "notes_on_age",
    "told",
    "until_told",
    "view_in_words",
]

_A_DAY: Final = timedelta(days=1)
_OF_AGE: Final = 18


@attrs.frozen
class Note:
    """Something to mind beside the answer: a stable code, and a sentence."""

    code: str
    text: Text


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
    _told: Mapping[Language, str] = attrs.field(factory=dict[Language, str], converter=frozen_words, alias="told")

    def text(self, language: Language) -> str:
        """Return the answer in words, with the basis, until when, and what would open it."""
        return " ".join([self._told[language], *(note.text.in_(language) for note in self.notes)])

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return "<Sharing>"


def may_share(  # noqa: PLR0913
    person: Person,
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
        UnknownNameError: when the category or the purpose is not of the closed list, or there is no such programme.
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
    case, vocabulary = case_of(person), world.vocabulary
    day, known = as_day(on), as_optional_day(known_on)
    check_programme(programme, world)
    for where, agency in (("sharer", sharer), ("recipient", recipient)):
        located(where, vocabulary.agencies.agency, agency)
    _check_word("category", category, "categories", vocabulary)
    _check_word("purpose", purpose, "purposes", vocabulary)
    check_bases(case, vocabulary)
    sight = Sight(case, vocabulary, recipient, purpose, id_of(programme), day, known)
    return _sharing(sight, sharer, category, programme)


def _check_word(kind: str, word: str, of: str, vocabulary: Vocabulary) -> None:
    words = vocabulary.words(SetOf(of))
    if word not in words:
        raise UnknownNameError(kind, word, words)


def check_programme(programme: BoundProgramme | str | None, world: World) -> None:
    """See that a programme that is named is there; a programme taken from a model knows of no other."""
    if isinstance(programme, str):
        there_is = {**getattr(world, "programmes", {}), **getattr(world, "predicates", {})}
        if there_is and programme not in there_is:
            raise UnknownNameError("programme", programme, there_is)


def id_of(programme: BoundProgramme | str | None) -> str | None:
    """Return the id of a programme that is named or taken from a model."""
    return programme.id if isinstance(programme, BoundProgramme) else programme


# --- Answers ----------------------------------------------------------------------------------------


def _sharing(sight: Sight, sharer: str, category: str, programme: BoundProgramme | str | None) -> Sharing:
    if sight.holds(sharer):
        own = told(lambda one: sentence("sharing.own", one, whose=agency_named(sharer, sight.vocabulary, one)))
        return Sharing(verdict=Verdict.MET, reads={}, told=own)
    needed = sight.needed([sharer], category)
    law = citation("guardian", sight.on)
    notes = notes_on_age(sight.case.participant, sight.vocabulary, sight.on, sight.known_on, law)
    basis = sight.basis_of(sharer, category)
    if basis is not None:
        until = sight.until(sharer, category)
        return Sharing(
            verdict=Verdict.MET,
            reads={},
            basis=basis,
            until=until,
            notes=notes if isinstance(basis, Consent) and basis.giver is not Giver.BOTH else (),
            told=told(
                lambda one: _said(
                    "met",
                    needed,
                    sight.vocabulary,
                    one,
                    programme,
                    _basis_told(basis, sight.on, one),
                    until_told(until, one),
                )
            ),
        )
    is_heard = all_heard(sight.case, ConsentKind.SECRECY, sight.on, sight.known_on, (sharer, sight.viewer))
    return Sharing(
        verdict=Verdict.NOT_MET if is_heard else Verdict.UNKNOWN,
        reads={},
        missing=() if is_heard else (Missing("consents", None, (sharer,), needed),),
        needed=needed,
        notes=notes,
        told=told(
            lambda one: " ".join(
                _said(code, needed, sight.vocabulary, one, programme)
                for code in ("not_met" if is_heard else "unknown", "needed")
            )
        ),
    )


def all_heard(case: CaseFile, kind: ConsentKind, on: date, known_on: date | None, among: Iterable[str | None]) -> bool:
    """Whether everything there is about such consents is there and had been recorded by then, so that silence says no.

    As one agency sees a case, only those consents are there that concern it on the day on which it asked.
    """
    if case.consents is None or (case.view is not None and (case.view.agency not in among or case.view.on != on)):
        return False
    bases = case.legal_bases if kind is ConsentKind.SECRECY else ()
    return all(one.was_known(known_on) for one in bases) and all(
        event.was_known(known_on) for one in case.consents if one.kind is kind for event in one.events
    )


# --- Words ------------------------------------------------------------------------------------------


def needed_in_words(
    needed: ConsentNeeded,
    vocabulary: Vocabulary,
    language: Language,
    programme: BoundProgramme | str | None = None,
) -> str:
    """Say which consent it takes, as a sentence."""
    return _said("needed", needed, vocabulary, language, programme)


def each_sort(consents: Iterable[ConsentNeeded]) -> list[ConsentNeeded]:
    """Return one of each sort of information, with everybody who would have to tell."""
    from_: dict[ConsentNeeded, dict[str, None]] = {}
    for one in consents:
        from_.setdefault(attrs.evolve(one, from_=()), {}).update(dict.fromkeys(one.from_))
    return [attrs.evolve(one, from_=tuple(names)) for one, names in from_.items()]


def agency_named(reference: str, vocabulary: Vocabulary, language: Language) -> str:
    """Return what an agency or a party is called, with its body where it has one."""
    unit, body = unit_of(reference)
    name = vocabulary.agencies.name(unit).in_(language)
    return name if body is None else f"{name} ({body})"


def asked_in_words(programme: BoundProgramme, on: date, view: View | None, language: Language) -> str:
    """Say what was asked: about which programme, for which day, by which reading and through whose eyes."""
    return sentence(
        "decision.head",
        language,
        programme=programme.definition.name.in_(language),
        day=in_words(on, language),
        reading=programme.reading.id,
        view=view_in_words(view, programme.vocabulary, language),
    )


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


def told(tell: Callable[[Language], str]) -> Mapping[Language, str]:
    """Return what is told in each language."""
    return frozen_mapping({language: tell(language) for language in LANGUAGES})


def until_told(until: date | None, language: Language) -> str:
    """Return until when something stands, after a space; nothing where no day is known."""
    return "" if until is None else sentence("sharing.until", language, day=in_words(until, language))


def _basis_told(basis: Basis, on: date, language: Language) -> str:
    if isinstance(basis, Consent):
        rests_on = citation("secrecy", on)
        return sentence("sharing.consent", language, id=basis.id, law=rests_on)
    rests_on = citation(basis.kind.value, on)
    return sentence(
        f"sharing.{basis.kind.value}", language, id=basis.id, law=rests_on, source=basis.source.told(language)
    )


def notes_on_age(
    person: Individual, vocabulary: Vocabulary, on: date, known_on: date | None, law: str | None = None
) -> tuple[Note, ...]:
    """Return that a guardian may have to take part, where she is under age or may be, and by what law."""
    born = person.fact("born").at(on, known_on)
    if not isinstance(born, PartialDate) or completed_years(born.latest, on, vocabulary.leap_day) >= _OF_AGE:
        return ()
    is_so = completed_years(born.earliest, on, vocabulary.leap_day) < _OF_AGE
    text = CATALOGUE["sharing.guardian.is" if is_so else "sharing.guardian.may_be"]
    cited = {"law": "" if law is None else f" ({law})"}
    return (Note("guardian", Text(*(text.filled(language, cited) for language in LANGUAGES))),)
