"""Disclosure control (*röjandekontroll*): tables of small groups that can be printed without telling about anybody.

A count of few people, together with what is known of them otherwise, tells about each. So small counts are hidden; then
others too, since a hidden count is the total less the rest; and then it is checked, exactly, that no small count can be
reckoned from everything that is printed together. Where hiding counts inside a table does not suffice, more is done, in
the order asked for; in the end the table is refused.

There is no threshold by default. Which is right depends on the people and on the law (*offentlighets- och
sekretesslagen*); no general one was found in a source.
"""

from samverkan.disclosure.protection import (
    Audit,
    DropShares,
    DropTotals,
    Hidden,
    HideTotals,
    Merge,
    Protected,
    ProtectedTable,
    Publication,
    Rounding,
    ShareOf,
    Shown,
    Sum,
    Table,
    TableRefusedError,
    Why,
    audit,
    protect,
)
from samverkan.disclosure.tables import Axis, Cell, Totals

__all__ = [
    "Audit",
    "Axis",
    "Cell",
    "DropShares",
    "DropTotals",
    "Hidden",
    "HideTotals",
    "Merge",
    "Protected",
    "ProtectedTable",
    "Publication",
    "Rounding",
    "ShareOf",
    "Shown",
    "Sum",
    "Table",
    "TableRefusedError",
    "Totals",
    "Why",
    "audit",
    "protect",
]
