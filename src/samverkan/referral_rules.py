"""May she be referred there, by whom, and what is lacking before she is?

Who may refer, and what must be there, stands with the programme. A referral assesses nothing and grants
nothing: whoever receives it takes it from there.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import attrs

from samverkan.answers import Answer, ConsentNeeded, Missing, Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile, Person
from samverkan.criteria import IN_FORCE
from samverkan.dates import as_day, as_optional_day
from samverkan.eligibility import Decision, Outcome, decided
from samverkan.errors import InvalidRecordError, InvalidValueError, located
from samverkan.given import as_number
from samverkan.immutable import frozen_tuple, frozen_words
from samverkan.programmes import Capacity, Programme
from samverkan.referral_checks import faults_of_referral
from samverkan.referral_findings import CONSENT, AskedReferral, ReferralFinding, findings_of, findings_of_criteria
from samverkan.referral_words import whose_named
from samverkan.referrals import Referral
from samverkan.rules.judges import Truth, conjunction
from samverkan.sharing import Note, asked_in_words, each_sort, needed_in_words, told
from samverkan.texts import LANGUAGES, Language, Text, in_language
from samverkan.views import case_asked_about

__all__ = ["Lacking", "Readiness", "ReferralAnswer", "ReferralFinding", "check_referral", "readiness"]

_TRUTH: Final[Mapping[Verdict, Truth]] = {Verdict.MET: True, Verdict.NOT_MET: False, Verdict.UNKNOWN: None}
_OF_OUTCOME: Final[Mapping[Outcome, Verdict]] = {
    Outcome.ELIGIBLE: Verdict.MET,
    Outcome.NOT_ELIGIBLE: Verdict.NOT_MET,
    Outcome.UNDETERMINED: Verdict.UNKNOWN,
}


@attrs.frozen(repr=False, kw_only=True)
class ReferralAnswer(Answer):
    """Whether what a referral takes is there: who may refer, and what the programme asks of a referral (*remiss*).

    * ``verdict``: the Kleene *and* of the findings. Whether she meets the programme's criteria is no part of it.
    * ``findings``: one for each thing that the referral rests on.
    * ``warnings``: what to mind beside it, such as that the places may be taken. They change no verdict.
    * ``missing``: what must be learnt to settle it; empty too where only the source leaves it open.

    ``print(answer)`` says it in English, :meth:`text` in Swedish too; it tells of the person.
    """

    findings: tuple[ReferralFinding, ...] = attrs.field(converter=frozen_tuple)
    warnings: tuple[Note, ...] = attrs.field(default=(), converter=frozen_tuple)
    _told: Mapping[Language, str] = attrs.field(converter=frozen_words, alias="told")

    def text(self, language: Language) -> str:
        """Return the answer in words, a line for each finding with its source."""
        return in_language(self._told, language)

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return f"<ReferralAnswer {self.verdict}>"


def check_referral(  # noqa: PLR0913
    referral: Referral,
    case: Person,
    programme: BoundProgramme,
    on: date | str,
    *,
    taken: int | None = None,
    known_on: date | str | None = None,
    seen_by: str | None = None,
    purpose: str = "coordination",
) -> ReferralAnswer:
    """Say whether what a referral to *programme* takes is there on the day *on*, and why.

    *taken* is how many have been taken in so far that year: where the source says how many there may be room
    for in a year, the answer warns when they are that many, and refuses nobody. With *seen_by* the case is read
    as that agency sees it for *purpose*, and what is unknown names the consent that would open it; the referral
    itself is taken as the one who asks has it.

    Raises:
        InvalidValueError: when the referral is to another programme, a day is not one, *taken* is not a number,
            or the agency that asks is not of the register.
        InvalidRecordError: when the referral names what the model does not have, or was recorded by one who may not.

    >>> from samverkan import Participant, load_model
    >>> orvar = load_model("finsam").programmes["orvar"]
    >>> sent = Referral("r-1", by="profession:kurator", programme="orvar")
    >>> answer = check_referral(sent, Participant(id="d-001"), orvar, "2008-09-22", taken=20)
    >>> answer.verdict.value, [finding.id for finding in answer.findings], [note.code for note in answer.warnings]
    ('met', ['who-may-refer'], ['places'])
    """
    day, known = as_day(on), as_optional_day(known_on)
    _check(referral, programme)
    seen = case_asked_about(case, programme, day, known, seen_by, purpose)
    asked = _asked(referral, seen, programme, day, known, purpose)
    return _answer(asked, taken)


@attrs.frozen(kw_only=True, repr=False)
class Lacking:
    """One thing that is lacking, or of which nobody knows that it is there, before she is referred.

    * ``id``: the criterion, or the finding about the referral; ``outcome``: *not met*, or *unknown*.
    * ``whose``: who could see to it: agencies, forums, professions, or ``self``; empty where nobody could.
    * ``missing``, ``needed``: what is to be found out, and the consent that would open it.
    """

    id: str
    outcome: Verdict
    text: Text
    whose: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    missing: tuple[Missing, ...] = ()
    needed: ConsentNeeded | None = None

    def __repr__(self) -> str:
        return f"<Lacking {self.id}: {self.outcome}>"


@attrs.frozen(kw_only=True, repr=False)
class Readiness:
    """Whether a referral is ready to be sent, and everything that is lacking, at once.

    * ``verdict``: *met* when the criteria are met and what the referral takes is there; the Kleene *and* of both.
    * ``lacks``: those of the programme's criteria first, in the order of the file, and then those of the referral.
    * ``decision``: what comes of the criteria; ``answer``: what comes of the referral.

    ``print(readiness)`` says it in English, :meth:`explain` in Swedish too; it tells of the person.
    """

    verdict: Verdict
    lacks: tuple[Lacking, ...] = attrs.field(converter=frozen_tuple)
    decision: Decision
    answer: ReferralAnswer
    _told: Mapping[Language, str] = attrs.field(converter=frozen_words, alias="told")

    def explain(self, language: Language = "en") -> str:
        """Return everything that is lacking, with who could see to it."""
        return in_language(self._told, language)

    def __str__(self) -> str:
        return self.explain("en")

    def __repr__(self) -> str:
        return f"<Readiness {self.verdict}>"


def readiness(  # noqa: PLR0913
    case: Person,
    programme: BoundProgramme,
    on: date | str,
    *,
    by: str,
    from_: str | None = None,
    to: str | None = None,
    spoken_to: bool | None = None,
    taken: int | None = None,
    known_on: date | str | None = None,
    seen_by: str | None = None,
    purpose: str = "coordination",
) -> Readiness:
    """Say what is lacking before a person is referred to *programme* by *by*: everything, before it is sent.

    *by*, *from_*, *to* and *spoken_to* are as they will stand in the :class:`~samverkan.referrals.Referral`, the
    others as in :func:`check_referral`.

    Raises:
        InvalidValueError: as :func:`check_referral`.
        InvalidRecordError: as :func:`check_referral`.

    >>> from samverkan import CaseFile, Contact, Participant, load_model
    >>> anna = Participant(id="d-001", born="1990-05-17", residence="Ludvika", contacts=[Contact("AF"), Contact("FK")])
    >>> found = readiness(anna, load_model("finsam").programmes["en-vag-in"], "2016-10-03", by="AF")
    >>> [(lack.id, lack.outcome.value, lack.whose) for lack in found.lacks]
    [('unmet-need', 'unknown', ('AF', 'FK', 'kommun', 'region'))]
    """
    day, known = as_day(on), as_optional_day(known_on)
    referral = Referral("draft", by=by, programme=programme.id, to=to, from_=from_, spoken_to=spoken_to)
    _check(referral, programme)
    seen = case_asked_about(case, programme, day, known, seen_by, purpose)
    asked = _asked(referral, seen, programme, day, known, purpose)
    answer, decision = _answer(asked, taken), decided(asked.case, programme, day, known)
    findings = [*findings_of_criteria(programme, asked), *answer.findings]
    lacks = (*_not_in_force(decision), *(_lacking(one) for one in findings if one.outcome is not Verdict.MET))
    verdict = _and([_OF_OUTCOME[decision.outcome], answer.verdict])
    return Readiness(
        verdict=verdict,
        lacks=lacks,
        decision=decision,
        answer=answer,
        told=told(lambda language: "\n".join(_lines(verdict, lacks, answer, asked, language))),
    )


# --- What is asked ------------------------------------------------------------------------------------


def _check(referral: Referral, programme: BoundProgramme) -> None:
    if referral.programme not in {None, programme.id}:
        raise InvalidValueError(where="referral", wanted="a referral to this programme", got="one to another")
    faults = [*faults_of_referral(referral, programme.vocabulary, programme.definition)]
    if faults:
        raise InvalidRecordError(fault.inside("referral") for fault in faults)


def _asked(  # noqa: PLR0913, PLR0917
    referral: Referral, case: CaseFile, programme: BoundProgramme, on: date, known_on: date | None, purpose: str
) -> AskedReferral:
    return AskedReferral(referral, case, programme, on, known_on, purpose if case.view is None else case.view.purpose)


def _answer(asked: AskedReferral, taken: int | None) -> ReferralAnswer:
    findings = tuple(findings_of(asked))
    verdict = _and([one.outcome for one in findings])
    warnings = tuple(_places(asked.programme.definition, asked.on, taken))
    unknown = [one for one in findings if verdict is Verdict.UNKNOWN and one.outcome is Verdict.UNKNOWN]
    return ReferralAnswer(
        verdict=verdict,
        reads={name: value for one in findings for name, value in one.reads.items()},
        missing=tuple(dict.fromkeys(missing for one in unknown for missing in one.missing)),
        findings=findings,
        warnings=warnings,
        told=told(lambda language: "\n".join(_answer_lines(verdict, findings, warnings, asked, language))),
    )


def _and(verdicts: Iterable[Verdict]) -> Verdict:
    return Verdict.of(conjunction([_TRUTH[one] for one in verdicts]))


def _not_in_force(decision: Decision) -> Iterator[Lacking]:
    for one in decision.criteria:
        if one.id == IN_FORCE and one.outcome is Verdict.NOT_MET:
            yield Lacking(id=IN_FORCE, outcome=one.outcome, text=Text(one.text("sv"), one.text("en")))


def _lacking(one: ReferralFinding) -> Lacking:
    return Lacking(
        id=one.id, outcome=one.outcome, text=one.text, whose=one.whose, missing=one.missing, needed=one.needed
    )


# --- Places --------------------------------------------------------------------------------------------


def _places(programme: Programme, on: date, taken: int | None) -> Iterator[Note]:
    """Yield a warning where so many have been taken in as there may be room for in a year."""
    if taken is None:
        return
    located("taken", lambda one: as_number(one, 0, None), taken)
    for one in programme.capacity:
        if one.per == "year" and programme.in_force.covers(on):
            places = _in_the_year(one, programme, on.year)
            if taken >= places:
                code = "places.estimate" if one.estimate else "places"
                said = {"taken": taken, "places": places, "year": on.year}
                yield Note("places", Text(*(_places_told(code, programme, one, said, each) for each in LANGUAGES)))


def _in_the_year(capacity: Capacity, programme: Programme, year: int) -> int:
    """Return how many there may be room for in a year; in one of which it is a part, so large a part of them."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    since, until = programme.in_force.since or first, programme.in_force.until or last
    days = (min(until, last) - max(since, first)).days + 1
    a_year = capacity.least if capacity.count is None else capacity.count
    return max((a_year or 0) * days // ((last - first).days + 1), 1)


def _places_told(
    code: str, programme: Programme, capacity: Capacity, said: Mapping[str, int], language: Language
) -> str:
    values = {**said, "programme": programme.name.in_(language), "of": capacity.of.in_(language)}
    return _SAID[code].filled(language, values)


# --- Words ----------------------------------------------------------------------------------------------


def _answer_lines(
    verdict: Verdict,
    findings: Iterable[ReferralFinding],
    warnings: Iterable[Note],
    asked: AskedReferral,
    language: Language,
) -> Iterator[str]:
    yield asked_in_words(asked.programme, asked.on, asked.case.view, language)
    yield _SAID[f"answer.{verdict}"].in_(language)
    for one in findings:
        yield f"  {_MARK[one.outcome]} {one.text.in_(language)}"
        yield f"    [{one.source.told(language)}]"
    yield from (f"  ! {note.text.in_(language)}" for note in warnings)


def _lines(
    verdict: Verdict, lacks: Iterable[Lacking], answer: ReferralAnswer, asked: AskedReferral, language: Language
) -> Iterator[str]:
    vocabulary = asked.programme.vocabulary
    yield asked_in_words(asked.programme, asked.on, asked.case.view, language)
    yield _SAID[f"ready.{verdict}"].in_(language)
    said_already = {one.id for one in answer.findings if one.id.startswith(CONSENT)}
    for one in lacks:
        yield f"  {_MARK[one.outcome]} {one.text.in_(language)}"
        if one.whose:
            whose = whose_named(one.whose, vocabulary, language)
            yield f"    {_SAID[f'whose.{one.outcome}'].filled(language, {'whose': whose})}"
        if one.id not in said_already:
            for needed in each_sort(each.consent for each in one.missing if each.consent is not None):
                yield f"    {needed_in_words(needed, vocabulary, language, asked.programme)}"
    yield from (f"  ! {note.text.in_(language)}" for note in answer.warnings)


_MARK: Final = {Verdict.MET: "+", Verdict.NOT_MET: "-", Verdict.UNKNOWN: "?"}

_SAID: Final[Mapping[str, Text]] = {
    "answer.met": Text("Allt som krävs för en remiss finns.", "All that a referral takes is there."),
    "answer.not_met": Text("Allt som krävs för en remiss finns inte.", "Not all that a referral takes is there."),
    "answer.unknown": Text(
        "Det går inte att avgöra om allt som krävs för en remiss finns.",
        "It cannot be settled whether all that a referral takes is there.",
    ),
    "ready.met": Text("Remissen kan skickas: inget saknas.", "The referral can be sent: nothing is lacking."),
    "ready.not_met": Text("Remissen är inte klar att skickas.", "The referral is not ready to be sent."),
    "ready.unknown": Text(
        "Det går inte att avgöra om remissen är klar att skickas.",
        "It cannot be settled whether the referral is ready to be sent.",
    ),
    "whose.not_met": Text("Det kan {whose} göra något åt.", "That is for {whose} to see to."),
    "whose.unknown": Text("Det kan {whose} svara på.", "That can be answered by {whose}."),
    "places": Text(
        "Under {year} finns det plats för {places} {of} i {programme}, och {taken} har redan kommit med. Det hindrar "
        "ingen remiss.",
        "In {year} there is room for {places} {of} in {programme}, and {taken} have been taken in. That stops no "
        "referral.",
    ),
    "places.estimate": Text(
        "Under {year} uppskattas det finnas plats för {places} {of} i {programme}, och {taken} har redan kommit med. "
        "Det hindrar ingen remiss.",
        "In {year} there is thought to be room for {places} {of} in {programme}, and {taken} have been taken in. That "
        "stops no referral.",
    ),
}
