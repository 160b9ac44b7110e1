"""Provisions: how a scope is written as one, and how one is read as a scope.

What a provision says and a scope cannot hold is read so that no more is opened: a denial without one
of its limits denies more, and a permission without one of them is not read at all. A value that is
not understood is dropped from a permission, which then permits less.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

import attrs

from samverkan.agencies import as_agency_reference
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.fhir.elements import Element
from samverkan.fhir.systems import (
    AGENCY,
    CATEGORY,
    HOLDER,
    PROGRAMME,
    PURPOSE,
    RECIPIENTS,
    TELLING,
    coding,
    concept,
)
from samverkan.scopes import Scope

__all__ = ["MOST_LEVELS", "code_of", "permitted", "provision", "reference_of", "reference_to"]

MOST_LEVELS: Final = 50
"""Provisions inside provisions are read this deep, and no deeper."""

_WIDE: Final = "it is not understood, so that the denial is read without this limit"
_DROPPED: Final = "it is not understood, so that nothing is permitted for it"
_UNREADABLE: Final = "a limit of it is not understood, so that it permits nothing"
_AS_WELL: Final = "the same is said in another way beside it"


def provision(scope: Scope, kind: str | None, action: tuple[str, str] | None = None) -> dict[str, Any]:
    """Return a scope as a provision: ``permit``, ``deny`` or, as *kind*, neither."""
    actors = [
        {"role": concept(role), "reference": reference_to(name)}
        for role, names in ((HOLDER, scope.from_), (RECIPIENTS[0], scope.to))
        for name in sorted(names)
    ]
    period = {"start": scope.since and scope.since.isoformat(), "end": scope.until and scope.until.isoformat()}
    other = "permit" if kind == "deny" else "deny"
    written = {
        "type": kind,
        "period": {key: day for key, day in period.items() if day},
        "actor": actors,
        "action": [concept(action)] if action else [],
        "purpose": [coding((PURPOSE, word)) for word in sorted(scope.purposes)],
        "class": [coding((CATEGORY, word)) for word in sorted(scope.categories)],
        "code": [concept((PROGRAMME, word)) for word in sorted(scope.programmes)],
        "provision": [provision(exception, other) for exception in scope.exceptions],
    }
    return {key: value for key, value in written.items() if value}


def reference_to(agency: str) -> dict[str, Any]:
    """Return a reference to an agency by its name, for its address is not ours to tell."""
    return {"type": "Organization", "identifier": {"system": AGENCY, "value": agency}}


@attrs.frozen
class _Words:
    """How the words of a provision are to be taken: what those of others mean, and which actions count."""

    meanings: Mapping[str, str]
    actions: frozenset[tuple[str, str]]


def permitted(
    root: Element, meanings: Mapping[str, str], actions: frozenset[tuple[str, str]] = TELLING
) -> Scope | None:
    """Return what the provision of a resource opens, or ``None`` where it opens nothing that can be read.

    A root that denies opens what is permitted inside of it, and there the limits of both count. *actions* are
    those that count; where a provision names none, it is for all.
    """
    denies = root.text("type") == "deny"
    # What a root that denies names is where its exceptions count, and so is read as narrowly as a permission.
    scope = _scope(root, _Words(meanings, actions), is_denial=False, nested_denies=not denies, level=1)
    if scope is None or not denies:
        return scope
    permits = scope.exceptions
    if not permits:
        return None
    around = attrs.evolve(scope, exceptions=())
    if len(permits) == 1 and around == Scope(since=scope.since, until=scope.until):
        return _on_days_of_both(root, permits[0], around)
    return _of_permits(around, permits)


def _of_permits(around: Scope, permits: tuple[Scope, ...]) -> Scope:
    """Return what one of several permissions opens: everything, except all that is none of them."""

    def named(field: str) -> frozenset[str]:
        each: list[frozenset[str]] = [getattr(one, field) for one in permits]
        return getattr(around, field) or (frozenset[str]().union(*each) if all(each) else frozenset[str]())

    begins, ends = [one.since for one in permits], [one.until for one in permits]
    return Scope(
        from_=named("from_"),
        to=named("to"),
        categories=named("categories"),
        purposes=named("purposes"),
        programmes=named("programmes"),
        since=around.since or (None if None in begins else min(day for day in begins if day)),
        until=around.until or (None if None in ends else max(day for day in ends if day)),
        exceptions=(Scope(exceptions=permits),),
    )


def code_of(element: Element, system: str, meanings: Mapping[str, str]) -> str | None:
    """Return what a ``Coding`` means here: a code of our own *system*, or what the caller says of another."""
    of, code = element.text("system"), element.text("code")
    if code is None:
        return None
    return code if of == system else meanings.get(f"{of or ''}|{code}")


def reference_of(element: Element, meanings: Mapping[str, str]) -> str | None:
    """Return the agency that a ``Reference`` is to: by our own name for it, or by what the caller says of another."""
    element.expect("type", "Organization")
    identifier, reference = element.one("identifier"), element.text("reference")
    if identifier is not None:
        system, value = identifier.text("system"), identifier.text("value")
        if value is not None and system == AGENCY:
            return _checked(identifier, "value", as_agency_reference, value)
        if value is not None and f"{system or ''}|{value}" in meanings:
            return meanings[f"{system or ''}|{value}"]
    return None if reference is None else meanings.get(reference)


def _checked(element: Element, key: str, convert: Callable[[object], str], value: str) -> str | None:
    try:
        return convert(value)
    except InvalidValueError as error:
        element.refuse(key, error.fault.wanted, error.fault.got)
    return None


def _scope(at: Element, words: _Words, *, is_denial: bool, nested_denies: bool, level: int) -> Scope | None:
    """Return the scope of a provision, or ``None`` where it permits nothing that can be read."""
    meanings = words.meanings
    holders, recipients = _actors(at, meanings, is_denial=is_denial)
    purposes = _words(at.each("purpose"), PURPOSE, meanings, is_denial=is_denial)
    programmes = _concepts(at.each("code"), PROGRAMME, meanings, is_denial=is_denial)
    categories = _categories(at, meanings, is_denial=is_denial)
    has_action = _has_action(at, words.actions, is_denial=is_denial)
    has_others = _has_others(at, is_denial=is_denial)
    since, until = _period(at, is_denial=is_denial)
    exceptions = tuple(_nested(at, words, denies=nested_denies, level=level))
    limits = (holders, recipients, purposes, programmes, categories)
    if None in limits or not has_action or has_others:
        at.leave(_UNREADABLE)
        return None
    try:
        return Scope(
            from_=holders or (),
            to=recipients or (),
            categories=categories or (),
            purposes=purposes or (),
            programmes=programmes or (),
            since=since,
            until=until,
            exceptions=exceptions,
        )
    except InvalidRecordError as error:
        at.notes.faults.extend(fault.inside(at.where) for fault in error.faults)
    except InvalidValueError as error:
        at.notes.faults.append(error.fault.inside(at.where))
    return None


def _nested(at: Element, words: _Words, *, denies: bool, level: int) -> Iterable[Scope]:
    for inner in at.each("provision"):
        if level == MOST_LEVELS:
            inner.refuse("", f"at most {MOST_LEVELS} provisions inside each other", "more")
            continue
        wanted = "deny" if denies else "permit"
        if inner.text("type") not in {None, wanted}:
            inner.refuse("type", f"{wanted}, for it is an exception from the opposite", "something else")
        scope = _scope(inner, words, is_denial=denies, nested_denies=not denies, level=level + 1)
        if scope is not None:
            yield scope


# --- Limits: what a provision names. Empty is no limit, and None one that cannot be held to -------------


def _known(values: Iterable[tuple[Element, str | None]], *, is_denial: bool) -> frozenset[str] | None:
    """Return the words of the values that are understood."""
    found = list(values)
    if all(word is not None for _, word in found):
        return frozenset(word for _, word in found if word is not None)
    for element, word in found:
        if is_denial or word is None:
            element.leave(_WIDE if is_denial else _DROPPED)
    known = frozenset(word for _, word in found if word is not None)
    return frozenset() if is_denial else known or None


def _words(
    codings: Iterable[Element], system: str, meanings: Mapping[str, str], *, is_denial: bool
) -> frozenset[str] | None:
    return _known([(element, code_of(element, system, meanings)) for element in codings], is_denial=is_denial)


def _concepts(
    concepts: Iterable[Element], system: str, meanings: Mapping[str, str], *, is_denial: bool
) -> frozenset[str] | None:
    return _known([(element, _meaning(element, system, meanings)) for element in concepts], is_denial=is_denial)


def _meaning(element: Element, system: str, meanings: Mapping[str, str]) -> str | None:
    """Return what a ``CodeableConcept`` means: what the first of its codings that is understood does."""
    found: str | None = None
    for one in element.each("coding"):
        word = code_of(one, system, meanings)
        if word is None or found is not None:
            one.leave(_AS_WELL)
        found = found or word
    return found


def _categories(at: Element, meanings: Mapping[str, str], *, is_denial: bool) -> frozenset[str] | None:
    """Return the sorts of information: those of its class, and those that bear its label."""
    classes, labels = at.each("class"), at.each("securityLabel")
    if is_denial and classes and labels:
        for label in labels:
            label.leave(_WIDE)
        return _words(classes, CATEGORY, meanings, is_denial=True)
    of_class = _words(classes, CATEGORY, meanings, is_denial=is_denial)
    of_label = _words(labels, CATEGORY, meanings, is_denial=is_denial)
    if of_class and of_label:
        return of_class & of_label or None
    return None if of_class is None or of_label is None else of_class | of_label


def _actors(
    at: Element, meanings: Mapping[str, str], *, is_denial: bool
) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """Return who tells, and who is told. Who has another part in it is a limit that cannot be held to."""
    holders: list[tuple[Element, str | None]] = []
    recipients: list[tuple[Element, str | None]] = []
    is_known = True
    for actor in at.each("actor"):
        role, reference = actor.one("role"), actor.one("reference")
        agency = None if reference is None else reference_of(reference, meanings)
        roles = [] if role is None else role.each("coding")
        codes = {(one.text("system"), one.text("code")) for one in roles}
        if HOLDER in codes:
            holders.append((actor, agency))
        elif codes & set(RECIPIENTS):
            recipients.append((actor, agency))
        else:
            is_known = False
            actor.leave(_WIDE if is_denial else _UNREADABLE)
    told = _known(recipients, is_denial=is_denial)
    return _known(holders, is_denial=is_denial), told if is_known or is_denial else None


def _has_action(at: Element, counting: frozenset[tuple[str, str]], *, is_denial: bool) -> bool:
    """Whether its actions, where it names any, are some that count. A denial of others is read as one of all."""
    actions = at.each("action")
    counts = [
        not counting.isdisjoint([(one.text("system") or "", one.text("code") or "") for one in action.each("coding")])
        for action in actions
    ]
    for action, does_count in zip(actions, counts, strict=True):
        if not does_count:
            action.leave(_WIDE if is_denial else _DROPPED)
    return is_denial or not actions or any(counts)


_KNOWN_LIMITS: Final = frozenset({"data", "dataPeriod"})
_READ: Final = frozenset(
    [
        "action", "actor", "class", "code", "extension", "fhir_comments", "id", "modifierExtension", "period",
        "provision", "purpose", "securityLabel", "type",
    ]
)  # fmt: skip
"""What a provision may have that is read, that is refused or that limits nothing. Anything else may be a limit."""


def _has_others(at: Element, *, is_denial: bool) -> bool:
    """Whether it has limits of sorts that no scope has, and permits."""
    others = at.others(_READ)
    for key in _KNOWN_LIMITS.intersection(others):
        at.leave_part(key, _WIDE if is_denial else _UNREADABLE)
    return bool(others) and not is_denial


def _period(at: Element, *, is_denial: bool) -> tuple[date | None, date | None]:
    """Return its first and its last day. A permission counts on days that lie wholly in it, a denial on every one."""
    period = at.one("period")
    if period is None:
        return None, None
    return period.day("start", whole=not is_denial), period.day("end", last=True, whole=not is_denial)


def _on_days_of_both(at: Element, scope: Scope, around: Scope) -> Scope | None:
    """Return the scope on those of its days that are days of the other as well."""
    since = max((day for day in (scope.since, around.since) if day), default=None)
    until = min((day for day in (scope.until, around.until) if day), default=None)
    if since is not None and until is not None and until < since:
        at.leave(_UNREADABLE)
        return None
    return attrs.evolve(scope, since=since, until=until)
