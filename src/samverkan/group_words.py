"""What the groups are called by which a figure is taken apart."""

from collections.abc import Mapping
from typing import assert_never

from samverkan.indicators import GroupBy
from samverkan.referral_events import SELF, forum_of, profession_of
from samverkan.referral_words import who_named
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
        case GroupBy.AGENCY | GroupBy.REFERRED_BY | GroupBy.PARTY if _is_known(value, vocabulary):
            return Text(sv=who_named(value, vocabulary, "sv"), en=who_named(value, vocabulary, "en"))
        case GroupBy.AGENCY | GroupBy.REFERRED_BY | GroupBy.PARTY | GroupBy.AGE | GroupBy.RESIDENCE:
            return as_written
        case _ as never:
            assert_never(never)


def _is_known(who: str, vocabulary: Vocabulary) -> bool:
    """Whether there is a name for one who refers or receives: cases may name what the model does not have."""
    if who == SELF:
        return True
    for of, word in (("forums", forum_of(who)), ("professions", profession_of(who))):
        if word is not None:
            return word in vocabulary.lists[of]
    register = vocabulary.agencies
    return who in register.agencies or who in register.parties
