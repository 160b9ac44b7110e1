"""What the groups are called by which a figure is taken apart."""

from collections.abc import Mapping
from typing import assert_never

from samverkan.indicators import GroupBy
from samverkan.referral_words import name_of
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import Text

__all__ = ["group_named"]


def group_named(by: GroupBy, value: str, vocabulary: Vocabulary, programmes: Mapping[str, Text]) -> Text:
    """Return what a group is called, or how it is written where it has no name.

    *programmes* are the names of the model's programmes, by id.

    >>> from samverkan import load_model
    >>> vocabulary = load_model("finsam").vocabulary
    >>> group_named(GroupBy.SEX, "woman", vocabulary, {}).sv, group_named(GroupBy.AGE, "16-24", vocabulary, {}).sv
    ('kvinna', '16-24')
    """
    as_written = Text(value, value)
    match by:
        case GroupBy.SEX:
            return vocabulary.lists["sexes"].get(value, as_written)
        case GroupBy.PROGRAMME:
            return programmes.get(value, as_written)
        case GroupBy.AGENCY | GroupBy.REFERRED_BY | GroupBy.PARTY:
            return name_of(value, vocabulary) or as_written
        case GroupBy.AGE | GroupBy.RESIDENCE:
            return as_written
        case _ as never:
            assert_never(never)
