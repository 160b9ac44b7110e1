"""Who may know what, from when to when? And do the consents that stand say the same?"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import permutations, product
from typing import Final

import attrs

from samverkan.agencies import unit_of
from samverkan.answers import Verdict
from samverkan.basis_checks import check_bases, faults_of_disclosure
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import Basis, CaseFile, Person, case_of
from samverkan.consents import Change, Consent
from samverkan.dates import as_day, as_optional_day, check_order, in_words
from samverkan.disclosures import Disclosure
from samverkan.errors import InvalidRecordError, InvalidValueError, located
from samverkan.immutable import frozen_words
from samverkan.rules.facts import SetOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.scopes import Request, Scope
from samverkan.sharing import agency_named, id_of, may_share
from samverkan.sights import World, residence_of
from samverkan.texts import LANGUAGES, Language, joined, sentence

__all__ = ["Conflict", "Opening", "conflicts", "disclose", "who_may_know"]

_A_DAY: Final = timedelta(days=1)


@attrs.frozen(kw_only=True, repr=False)
class Opening:
    """Days on which a basis opens the same: from ``since`` to ``until``, both included; ``None`` is open.

    ``scope`` says from whom, to whom and what.
    """

    since: date | None
    until: date | None
    basis: Basis
    scope: Scope
    _told: Mapping[Language, str] = attrs.field(converter=frozen_words, alias="told")

    def text(self, language: Language) -> str:
        """Return who may tell whom what, on which days and on what basis."""
        return self._told[language]

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return "<Opening>"


def who_may_know(
    person: Person, world: World, since: date | str, until: date | str, *, known_on: date | str | None = None
) -> tuple[Opening, ...]:
    """Say who may know what from *since* to *until*, both included: every stretch of days of every basis.

    A stretch begins when a basis begins to stand or is narrowed, and ends with it; those that begin
    first come first. Each agency knows what it holds itself besides.

    Raises:
        InvalidValueError: when a day is not one, or *until* is before *since*.
        InvalidRecordError: when a consent names something that the model does not have.

    >>> from samverkan import Participant, load_model
    >>> consent = Consent("c-1", kind="secrecy", from_=["FK"], to=["AF"], categories=["contact", "health"],
    ...                   purpose="coordination", given="2016-10-03", expires="2017-10-02")
    >>> case = CaseFile(Participant(id="d-001"), consents=[consent.narrow("2016-12-01", categories=["contact"])])
    >>> for opening in who_may_know(case, load_model("finsam"), "2016-01-01", "2016-12-31"):
    ...     print(opening.since, opening.until, sorted(opening.scope.categories))
    2016-10-03 2016-11-30 ['contact', 'health']
    2016-12-01 2016-12-31 ['contact']
    """
    case, vocabulary = case_of(person), world.vocabulary
    first, last = located("since", as_day, since), located("until", as_day, until)
    check_order(first, last)
    check_bases(case, vocabulary)
    known = as_optional_day(known_on)
    found = [
        (max(one.since or first, first), min(one.until or last, last), basis, scope)
        for basis in case.bases
        for one in basis.standing(known)
        if (scope := _reached(basis, one.scope, vocabulary)) is not None
    ]
    stretches = sorted((one for one in found if one[0] <= one[1]), key=lambda one: (one[0], one[1], one[2].id))
    return tuple(
        Opening(
            since=begins,
            until=ends,
            basis=basis,
            scope=scope,
            told={one: _opening_told(begins, ends, basis, scope, vocabulary, one) for one in LANGUAGES},
        )
        for begins, ends, basis, scope in stretches
    )


@attrs.frozen(kw_only=True, repr=False)
class Conflict:
    """Two consents of which one opens what the other leaves closed on purpose.

    ``open`` is the one that opens it; ``closed`` excepts it, or was narrowed or withdrawn since the other was
    given. ``sharers``, ``recipients`` and ``categories`` are those that it is about. Nobody
    is said to be right: ask her which she means.
    """

    open: Consent
    closed: Consent
    sharers: tuple[str, ...]
    recipients: tuple[str, ...]
    categories: tuple[str, ...]
    _told: Mapping[Language, str] = attrs.field(converter=frozen_words, alias="told")

    def text(self, language: Language) -> str:
        """Return which consents they are, and what they disagree about."""
        return self._told[language]

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return "<Conflict>"


def conflicts(
    person: Person, world: World, on: date | str, *, known_on: date | str | None = None
) -> tuple[Conflict, ...]:
    """Return each pair of consents to lifting secrecy that disagree on the day *on*.

    One excepts what the other opens; or what was taken out of one, by narrowing or withdrawing it, is open
    still by another that was given earlier. What merely ran out disagrees with nothing.

    Raises:
        InvalidValueError: when a day is not one.
        InvalidRecordError: when a consent names something that the model does not have.

    >>> from samverkan import Participant, load_model
    >>> first = Consent("c-1", kind="secrecy", from_=["FK"], to=["AF"], categories=["contact", "health"],
    ...                 purpose="coordination", given="2016-10-03")
    >>> second = Consent("c-2", kind="secrecy", from_=["FK", "region"], to=["AF"], categories=["health"],
    ...                  purpose="coordination", given="2016-11-01").withdraw("2016-12-01")
    >>> case = CaseFile(Participant(id="d-001"), consents=[first, second])
    >>> for conflict in conflicts(case, load_model("finsam"), "2016-12-01"):
    ...     print(conflict.open.id, conflict.closed.id, conflict.sharers, conflict.categories)
    c-1 c-2 ('FK',) ('health',)
    """
    case = case_of(person)
    check_bases(case, world.vocabulary)
    day, known = as_day(on), as_optional_day(known_on)
    asked = _Conflicts(case, world.vocabulary, day, known)
    consents = [one for one in case.bases if isinstance(one, Consent)]
    return tuple(found for one, other in permutations(consents, 2) for found in asked.between(one, other))


def disclose(  # noqa: PLR0913
    person: Person,
    world: World,
    id: str,  # noqa: A002
    *,
    sharer: str,
    recipient: str,
    category: str,
    purpose: str,
    on: date | str,
    facts: Iterable[str] = (),
    programme: BoundProgramme | str | None = None,
) -> Disclosure:
    """Return the record that *sharer* told *recipient* on the day *on*, with the basis that stood on that day.

    What had been recorded by that day counts, for nobody could go by more.

    Raises:
        InvalidValueError: when nothing opened it on that day.
        InvalidRecordError: when one of *facts* is not of the category.

    >>> from samverkan import Participant, load_model
    >>> consent = Consent("c-1", kind="secrecy", from_=["FK"], to=["AF"], categories=["contact"],
    ...                   purpose="coordination", given="2016-10-03")
    >>> case = CaseFile(Participant(id="d-001"), consents=[consent])
    >>> told = disclose(case, load_model("finsam"), "u-1", sharer="FK", recipient="AF", category="contact",
    ...                 purpose="coordination", on="2016-11-28", facts=["contacts"])
    >>> told.basis, told.on
    ('c-1', datetime.date(2016, 11, 28))
    """
    answer = may_share(
        person,
        world,
        sharer=sharer,
        recipient=recipient,
        category=category,
        purpose=purpose,
        on=on,
        programme=programme,
        known_on=on,
    )
    if answer.verdict is not Verdict.MET or answer.basis is None:
        raise InvalidValueError(
            where="basis", wanted="a consent or a legal basis that opens it on that day", got="none"
        )
    told = Disclosure(
        id,
        sharer=sharer,
        recipient=recipient,
        on=on,
        category=category,
        facts=facts,
        purpose=purpose,
        programme=id_of(programme),
        basis=answer.basis.id,
    )
    faults = [*faults_of_disclosure(told, world.vocabulary)]
    if faults:
        raise InvalidRecordError(faults)
    return told


def _reached(basis: Basis, scope: Scope, vocabulary: Vocabulary) -> Scope | None:
    """Return what of a scope the basis can open, which of the general clause may be less or nothing."""
    if isinstance(basis, Consent):
        return scope
    sharers = [one for one in scope.from_ if basis.reaches(unit_of(one)[0], vocabulary.agencies)]
    return attrs.evolve(scope, from_=sharers) if sharers else None


@attrs.frozen
class _Conflicts:
    """Looks for what one consent opens and another leaves closed on purpose, agency by agency and sort by sort."""

    case: CaseFile
    vocabulary: Vocabulary
    on: date
    known_on: date | None

    def between(self, open_: Consent, closed: Consent) -> Iterator[Conflict]:
        opens = open_.scope_on(self.on, self.known_on)
        refused = [*self._refused(closed, open_.given)]
        if opens is None or not refused:
            return
        now = closed.scope_on(self.on, self.known_on)
        found = [
            request
            for request in self._requests(open_, closed)
            if self._opens(opens, request)
            and any(self._opens(scope, request) for scope in refused)
            and not (now is not None and self._opens(now, request))
        ]
        if found:
            yield self._conflict(open_, closed, found)

    def _refused(self, consent: Consent, since: date) -> Iterator[Scope]:
        """Yield what the consent opened, or would have opened but for its exceptions, and was meant not to."""
        if consent.is_live(self.on, self.known_on):
            yield attrs.evolve(consent.scope, exceptions=())
        events = [one for one in consent.events if one.was_known(self.known_on)]
        for event in events[1:]:
            is_taken_out = event.what in {Change.WITHDRAWN, Change.NARROWED}
            if is_taken_out and date.min < event.on and since <= event.on <= self.on:
                before = consent.scope_on(event.on - _A_DAY, self.known_on)
                if before is not None:
                    yield before

    def _requests(self, open_: Consent, closed: Consent) -> Iterator[Request]:
        """Yield what one agency might tell another, for the programme of either consent."""
        sharers = self.vocabulary.agencies.agencies
        residence = residence_of(self.case, self.on, self.known_on)
        for programme, sharer, recipient, category in product(
            dict.fromkeys((open_.programme, closed.programme)),
            sharers,
            sharers,
            self.vocabulary.words(SetOf("categories")),
        ):
            if sharer != recipient:
                yield Request(
                    sharer=sharer,
                    recipient=recipient,
                    category=category,
                    purpose=open_.purpose or "",
                    programme=programme,
                    residence=residence,
                )

    def _opens(self, scope: Scope, request: Request) -> bool:
        return scope.opens(request, self.on, self.vocabulary.agencies)

    def _conflict(self, open_: Consent, closed: Consent, found: list[Request]) -> Conflict:
        sharers = tuple(dict.fromkeys(one.sharer for one in found))
        recipients = tuple(dict.fromkeys(one.recipient for one in found))
        categories = tuple(dict.fromkeys(one.category for one in found))
        told: dict[Language, str] = {
            one: sentence(
                "conflict",
                one,
                open=open_.id,
                closed=closed.id,
                categories=_named(categories, "categories", self.vocabulary, one),
                sharers=_agencies(sharers, self.vocabulary, one),
                recipients=_agencies(recipients, self.vocabulary, one),
            )
            for one in LANGUAGES
        }
        return Conflict(
            open=open_, closed=closed, sharers=sharers, recipients=recipients, categories=categories, told=told
        )


# --- Words ------------------------------------------------------------------------------------------


def _opening_told(  # noqa: PLR0913, PLR0917
    since: date, until: date, basis: Basis, scope: Scope, vocabulary: Vocabulary, language: Language
) -> str:
    told = sentence(
        "opening",
        language,
        since=in_words(since, language),
        until=in_words(until, language),
        sharers=_agencies(sorted(scope.from_), vocabulary, language),
        recipients=_agencies(sorted(scope.to), vocabulary, language),
        categories=_named(sorted(scope.categories), "categories", vocabulary, language),
        purposes=""
        if not scope.purposes
        else sentence(
            "opening.for", language, purposes=_named(sorted(scope.purposes), "purposes", vocabulary, language)
        ),
        programmes=""
        if not scope.programmes
        else sentence("sharing.within", language, programme=joined(sorted(scope.programmes), language)),
        basis=basis.id,
    )
    return f"{told} {sentence('opening.less', language)}" if scope.exceptions else told


def _agencies(references: Iterable[str], vocabulary: Vocabulary, language: Language) -> str:
    return joined((agency_named(one, vocabulary, language) for one in references), language)


def _named(words: Iterable[str], of: str, vocabulary: Vocabulary, language: Language) -> str:
    return joined((vocabulary.name(one, of).in_(language) for one in words), language)
