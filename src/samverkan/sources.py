"""Where a rule, a threshold or a date comes from: documents and citations."""

from datetime import date
from typing import Final

import attrs

from samverkan.dates import as_optional_day
from samverkan.errors import InvalidValueError
from samverkan.texts import Language, Text, sentence

__all__ = ["ASSUMED", "MAX_QUOTE", "Document", "Source"]

MAX_QUOTE: Final = 160
"""A quotation is short, with at most this many characters."""


@attrs.frozen
class Document:
    """A document that sources cite: its id, title, kind and, where it bears one, its day."""

    id: str
    title: Text
    kind: Text
    issued: date | None = attrs.field(default=None, converter=as_optional_day)


@attrs.frozen
class Source:
    """A citation: the document's id and a short quotation; or an assumption, where no source speaks.

    >>> Source(document="S001", quote="mellan 16 och 64 år").told("en")
    'S001: ”mellan 16 och 64 år”'
    """

    document: str | None = None
    quote: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.document == "":
            raise InvalidValueError(where="document", wanted="the id of a document, or nothing", got="empty text")
        if self.quote is not None and not 0 < len(self.quote) <= MAX_QUOTE:
            raise InvalidValueError(
                where="quote", wanted=f"a quotation of 1 to {MAX_QUOTE} characters", got=f"{len(self.quote)}"
            )

    @property
    def is_assumed(self) -> bool:
        """Whether no document says it, so that it is the model's own assumption."""
        return self.document is None

    def told(self, language: Language) -> str:
        """Return the citation as it stands in an explanation."""
        if self.document is None:
            return sentence("source.assumed", language)
        return self.document if self.quote is None else f"{self.document}: ”{self.quote}”"


ASSUMED: Final = Source()
