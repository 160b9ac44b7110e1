"""One thing that comes due, and the sorts of things that do."""

from datetime import date
from enum import StrEnum

import attrs

from samverkan.immutable import frozen_tuple
from samverkan.outcomes import Outcome
from samverkan.texts import LANGUAGES, Language, in_language

__all__ = ["Due", "DueKind"]


class DueKind(StrEnum):
    """What comes due."""

    PROMISE = "promise"
    """The last day of something that was promised, or that is a duty, and has not been done.

    Such as a contact within two weeks.
    """
    LIMIT = "limit"
    """A day from which something else holds, such as the 90th of a sick leave."""
    CONSENT_ENDS = "consent_ends"
    """The last day of a consent."""
    CONSENT_NARROWS = "consent_narrows"
    """The last day on which a consent opens as much as it does; after it, less."""
    ANSWER_CHANGES = "answer_changes"
    """The first day on which the answer about a programme is another, if nothing new is recorded."""


@attrs.frozen(kw_only=True, repr=False)
class Due:
    """One thing that comes due: on which day, what, and whose it is.

    * ``on``: the day; ``what``: the sort of thing.
    * ``whose``: who must act: agencies as they are written in the case or the model, forums, or ``self``. One
      without a body is the person's own.
    * ``is_overdue``: whether the day has passed on the day of asking, and it is not done.
    * ``participant``: her id. ``referral``, ``programme``, ``consent``, ``lead_time`` and ``policy``: what it is about.
    * ``was``, ``becomes``: of an answer that changes, the outcome on the day before and on the day itself.
    * ``because``: the ids of the criteria that come out otherwise on that day.

    :meth:`text` tells of the person, and so does :meth:`what_is_due`, which leaves out whose it is. :meth:`label`
    says what is due and whose it is, and nothing of her. All of them raise
    :class:`~samverkan.errors.UnknownNameError` for a language that there is not.
    """

    on: date
    what: DueKind
    whose: tuple[str, ...] = attrs.field(converter=frozen_tuple)
    participant: str
    is_overdue: bool = False
    referral: str | None = None
    programme: str | None = None
    consent: str | None = None
    lead_time: str | None = None
    policy: str | None = None
    was: Outcome | None = None
    becomes: Outcome | None = None
    because: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    _told: tuple[str, ...] = attrs.field(alias="told", converter=frozen_tuple)
    _whose_told: tuple[str, ...] = attrs.field(alias="whose_told", converter=frozen_tuple, default=("", ""))
    _label: tuple[str, ...] = attrs.field(alias="label", converter=frozen_tuple)

    def text(self, language: Language) -> str:
        """Return what is due, when, why and whose it is."""
        return " ".join(part for part in (self.what_is_due(language), _in(self._whose_told, language)) if part)

    def what_is_due(self, language: Language) -> str:
        """Return what is due, when and why, without whose it is."""
        return _in(self._told, language)

    def label(self, language: Language) -> str:
        """Return what is due and whose it is in a few words, with nothing of the person."""
        return _in(self._label, language)

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return f"<Due {self.what}>"


def _in(told: tuple[str, ...], language: Language) -> str:
    return in_language(dict(zip(LANGUAGES, told, strict=True)), language)
