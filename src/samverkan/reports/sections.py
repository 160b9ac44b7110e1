"""A report's contents from what was gathered: every table is protected together with the others, and then written."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from samverkan.budgets.results import BudgetOutcome
from samverkan.dates import in_words
from samverkan.disclosure.tables import TableRefusedError
from samverkan.periods import ReportingPeriod
from samverkan.reports.came import SHORT, Came
from samverkan.reports.cells import Cell, Kind
from samverkan.reports.changed import Changed
from samverkan.reports.contents import BudgetBars, Contents, Definition, Definitions, Figures, Prose, Section
from samverkan.reports.gathering import Gathered
from samverkan.reports.left_out import LeftOut
from samverkan.reports.moved import Moved
from samverkan.reports.printing import Printing
from samverkan.reports.section_words import filled
from samverkan.reports.tables import MOST_DECIMALS, Column, CountTable, Row
from samverkan.reports.took import Took
from samverkan.texts import LANGUAGES, Text

__all__ = ["contents_of"]


def contents_of(  # noqa: PLR0913
    found: Gathered,
    *,
    threshold: int,
    area: Text | str | None = None,
    title: Text | str | None = None,
    budget: Sequence[BudgetOutcome] = (),
    is_usual_threshold: bool = False,
) -> Contents:
    """Return a report's contents: what may be printed of what was gathered, and nothing else.

    * *threshold*: counts from 1 to one less are hidden, and with them what they could be worked out from, so that each
      could be one more than *threshold* different numbers. There is no default.
    * *is_usual_threshold*: whether nobody chose it; then the report says so.
    * *area*: of whom the report is; the model's name, unless said. *title*: what it is called.
    * *budget*: what was budgeted, and what came of it, line by line.

    Raises:
        InvalidValueError: when *threshold* is not a whole number, 1 or more.
        TableRefusedError: when nothing can be printed, as when there are fewer cases than *threshold*.
    """
    if 0 < found.cases < threshold:
        # Whatever is hidden, the rows that there are would tell of them.
        raise TableRefusedError("report", [])
    printing = Printing()
    came = Came(found, printing)
    moved = Moved(found, printing)
    took = Took(found, came, printing, threshold)
    changed = Changed(found, printing)
    left_out = LeftOut(found, came, printing, threshold)
    printed = printing.printed(threshold)
    figures = [
        *came.figures(printed),
        *took.figures(printed),
        *moved.figures(printed),
        *changed.figures(printed),
        *left_out.figures(printed),
    ]
    sections = [
        Section("brief", filled("brief"), filled("brief.lead"), [Figures(figures)]),
        came.section(printed),
        moved.section(printed),
        took.section(printed),
        changed.section(printed),
        left_out.section(printed),
        *([_budget(budget)] if budget else []),
        _how(found, threshold if is_usual_threshold else None),
    ]
    return Contents(
        title=filled("title") if title is None else title,
        area=found.model.name if area is None else area,
        period=_period(found.period),
        threshold=filled("small", threshold=threshold) if threshold > 1 else filled("all-shown"),
        generated_from=_made_of(moved.number(printed), found.rejected),
        sections=sections,
    )


def _period(period: ReportingPeriod) -> Text:
    """Return what the period is called; of what is no calendar year, from when to when it is."""
    if period.name == f"{period.since:%Y}":
        return Text(period.name, period.name)
    days = {one: (in_words(period.since, one), in_words(period.until, one)) for one in LANGUAGES}
    since, until = (Text(sv=days["sv"][at], en=days["en"][at]) for at in (0, 1))
    return filled("days", name=period.name, since=since, until=until)


def _made_of(cases: Cell, rejected: int) -> Text:
    told = filled("cases.one" if cases.value == 1 else "cases", n=cases)
    if not rejected:
        return told
    return filled("rejected.one" if rejected == 1 else "rejected", cases=told, n=rejected)


def _budget(budget: Sequence[BudgetOutcome]) -> Section:
    amounts = [(one.budget, one.outcome) for one in budget]
    columns = tuple(zip(*amounts, strict=True))
    decimals = _decimals(amount for column in columns for amount in column if amount is not None)
    rows = [Row(one.name, [_amount(amount) for amount in both]) for one, both in zip(budget, amounts, strict=True)]
    if len(budget) > 1:
        sums = [None if None in column else sum(one for one in column if one is not None) for column in columns]
        rows.append(Row(filled("budget.total"), [*map(_amount, sums)], is_total=True))
    table = CountTable(
        caption=filled("budget"),
        row_heading=filled("budget.rows"),
        columns=[Column(filled(f"budget.{one}"), kind=Kind.NUMBER, decimals=decimals) for one in ("budget", "outcome")],
        rows=rows,
    )
    # A bar is no shorter than nothing: where something was paid back the table stands by itself.
    is_drawn = all((amount or 0) >= 0 for one in budget for amount in (one.budget, one.outcome))
    lead = filled("budget.lead", unit=budget[0].unit)
    return Section("budget", filled("budget"), lead, [BudgetBars(table) if is_drawn else table])


def _amount(amount: Fraction | int | None) -> Cell:
    return Cell.unknown() if amount is None else Cell(amount)


def _decimals(amounts: Iterable[Fraction]) -> int:
    """Return how many decimals it takes to write amounts as they were given, up to the most that there may be."""
    given = {amount.denominator for amount in amounts}
    enough = (places for places in range(MOST_DECIMALS) if all(10**places % one == 0 for one in given))
    return next(enough, MOST_DECIMALS)


def _how(found: Gathered, unchosen: int | None) -> Section:
    terms = ("referral", "participation", "registered", "round")
    items = [Definition(filled(f"how.{one}"), filled(f"how.{one}.means")) for one in terms]
    items += [
        Definition(Text(one, one), party.name)
        for one, party in found.model.agencies.parties.items()
        if len(one) <= SHORT
    ]
    day = Text(sv=in_words(found.as_of, "sv"), en=in_words(found.as_of, "en"))
    lead = filled("how.lead", day=day, period=found.period)
    told = [] if unchosen is None else [Prose(filled("how.unchosen", threshold=unchosen))]
    return Section("how", filled("how"), lead, [*told, Definitions(items)])
