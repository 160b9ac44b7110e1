"""Facts that change, as long tables: the entry of each person that holds on a day, as columns of the people."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import attrs
import narwhals.stable.v2 as nw

from samverkan.frames.days import on_or_after, on_or_before, ordinal
from samverkan.frames.engines import Frame, Opened, left_join
from samverkan.rules.columns import PREFIX

__all__ = ["Entries"]

_PERSON: Final = f"{PREFIX}person"
_RECORDED: Final = f"{PREFIX}recorded"
_LAST: Final = f"{PREFIX}last"


@attrs.frozen(eq=False)
class Entries:
    """What was said of one fact, in a long table.

    ``values`` names its columns of values, each with what it becomes a column of the people as.
    """

    fact: str
    table: Opened
    values: Mapping[str, str]
    on: date
    known_on: date | None

    def joined(self, frame: Frame, key: str) -> Frame:
        """Return the people with the values that hold on the day."""
        person = f"{_PERSON}_{self.fact}"
        columns = {made: nw.col(self.table.columns[given]) for given, made in self.values.items()}
        held = self.holding().select(nw.col("participant").alias(person), **columns)
        return left_join(frame, held.unique(subset=[person], keep="any"), key, person)

    def holding(self) -> Frame:
        """Return the entries that hold on the day: those recorded last among them that cover it."""
        dtypes = self.table.dtypes
        covers = on_or_before("since", self.on, dtypes["since"], where_null=True) & on_or_after(
            "until", self.on, dtypes["until"], where_null=True
        )
        found = self.table.frame.filter(covers)
        if "recorded_on" not in dtypes:
            return found
        if self.known_on is not None:
            found = found.filter(on_or_before("recorded_on", self.known_on, dtypes["recorded_on"], where_null=True))
        found = found.with_columns(**{_RECORDED: ordinal("recorded_on")})
        found = found.with_columns(**{_LAST: nw.col(_RECORDED).max().over("participant")})
        return found.filter(nw.col(_RECORDED) == nw.col(_LAST))
