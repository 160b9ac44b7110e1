"""Published tables and figures, with their sources: read, checked within a declared tolerance, and never repaired."""

from samverkan.published.figures import (
    Comparison,
    PublishedFigure,
    Term,
    compare,
    mismatches,
    shipped_comparisons,
    shipped_figures,
)
from samverkan.published.files import read_published, shipped_tables, table_from
from samverkan.published.tables import Along, Column, PublishedTable, Row, Sum, check

__all__ = [
    "Along",
    "Column",
    "Comparison",
    "PublishedFigure",
    "PublishedTable",
    "Row",
    "Sum",
    "Term",
    "check",
    "compare",
    "mismatches",
    "read_published",
    "shipped_comparisons",
    "shipped_figures",
    "shipped_tables",
    "table_from",
]
