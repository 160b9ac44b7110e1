"""What one says of its collaboration with another: how much, how easy, by which structure, in which words."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, TypeVar, cast

import attrs

from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, each, located, masked
from samverkan.fields import identifier, named, of_enum, optional_identifier
from samverkan.given import as_boolean, as_id, as_word
from samverkan.sources import Source
from samverkan.texts import Text

__all__ = ["About", "Actor", "Amount", "Ease", "Statement", "Structure", "Wish"]

T = TypeVar("T")


class About(StrEnum):
    """What is spoken of: collaboration itself, or the way in to somebody (*kontaktväg*)."""

    COLLABORATION = "collaboration"
    CONTACT = "contact"


class Amount(StrEnum):
    """How much they collaborate: *mest*, *mycket*, *en del*, *lite*, *minst*."""

    MOST = "most"
    MUCH = "much"
    SOME = "some"
    LITTLE = "little"
    LEAST = "least"


class Ease(StrEnum):
    """How easy it is: *enklast*, *enkelt*, *försvårats*, *svårt*, *svårast*."""

    EASIEST = "easiest"
    EASY = "easy"
    HARDER = "harder"
    HARD = "hard"
    HARDEST = "hardest"


class Structure(StrEnum):
    """Whether there is a formal structure for it.

    ``formal``; ``both``: formal and informal; ``some``; ``described``: on paper, and hard to work by; ``none``.
    """

    FORMAL = "formal"
    BOTH = "both"
    SOME = "some"
    DESCRIBED = "described"
    NONE = "none"


class Wish(StrEnum):
    """What one wishes it were, or says there is a need of: more, easier, faster."""

    MORE = "more"
    EASIER = "easier"
    FASTER = "faster"


def _optional_words(value: str | None) -> str | None:
    return optional_identifier(value)


def _flag(value: bool) -> bool:  # noqa: FBT001
    return as_boolean(value)


def _about(value: About | str) -> About:
    return of_enum(value, About)


def _amount(value: Amount | str | None) -> Amount | None:
    return None if value is None else of_enum(value, Amount)


def _ease(value: Ease | str | None) -> Ease | None:
    return None if value is None else of_enum(value, Ease)


def _structure(value: Structure | str | None) -> Structure | None:
    return None if value is None else of_enum(value, Structure)


def _actors(value: Iterable[str]) -> tuple[str, ...]:
    return _each(value, as_id, "a list of actors")


def _wish(value: object) -> Wish:
    return of_enum(value, Wish)


def _wishes(value: Iterable[Wish | str]) -> tuple[Wish, ...]:
    return _each(value, _wish, "a list of wishes")


def _quotes(value: Iterable[str]) -> tuple[str, ...]:
    quotes = _each(value, as_word, "a list of quotations")
    if not quotes:
        raise InvalidValueError(wanted="one quotation or more", got="none")
    for place, quote in enumerate(quotes):
        located(f"[{place}]", _quoted, quote)  # A quotation is as short here as in any other source.
    return quotes


def _quoted(quote: str) -> Source:
    return Source(quote=quote)


def _each(value: object, convert: Callable[[Any], T], wanted: str) -> tuple[T, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InvalidValueError(wanted=wanted, got=masked(value))
    return tuple(each(cast("Any", value), convert))


@attrs.frozen(kw_only=True, field_transformer=named)
class Actor:
    """One of those who collaborate (*aktör*): a party, or a unit ``within`` one; ``speaks``, if it was asked."""

    id: str = attrs.field(converter=identifier)
    name: Text
    within: str | None = attrs.field(default=None, converter=_optional_words)
    speaks: bool = attrs.field(default=False, converter=_flag)


@attrs.frozen(kw_only=True, field_transformer=named)
class Statement:
    """What ``from_`` says of ``to``, with the words of the document. What it does not say is ``None``, and is no *no*.

    * ``amount``, ``ease``, ``structure``: as far as they are stated; ``through``: by what; ``when``: in which cases.
    * ``especially``: the units of ``to`` that are named.
    * ``wishes``: what is wished of it, or needed.
    * ``quotes``: one quotation or more, each short.

    Raises:
        InvalidRecordError: when a word is none of those that there are, it has no quotation, or it is about itself.
    """

    about: About = attrs.field(default=About.COLLABORATION, converter=_about)
    from_: str = attrs.field(converter=identifier)
    to: str = attrs.field(converter=identifier)
    especially: tuple[str, ...] = attrs.field(default=(), converter=_actors)
    amount: Amount | None = attrs.field(default=None, converter=_amount)
    ease: Ease | None = attrs.field(default=None, converter=_ease)
    structure: Structure | None = attrs.field(default=None, converter=_structure)
    through: Text | None = None
    when: Text | None = None
    wishes: tuple[Wish, ...] = attrs.field(default=(), converter=_wishes)
    quotes: tuple[str, ...] = attrs.field(converter=_quotes)

    def __attrs_post_init__(self) -> None:
        if self.from_ == self.to:
            raise InvalidRecordError([Fault("to", "somebody else", "the same")])

    @property
    def codes(self) -> Iterator[str]:
        """What is stated, as the codes of words: ``amount.most``, ``ease.hard``, ``structure.none``."""
        if self.amount is not None:
            yield f"amount.{self.amount}"
        if self.ease is not None:
            yield f"ease.{self.ease}"
        if self.structure is not None:
            yield f"structure.{self.structure}"
