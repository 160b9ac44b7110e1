"""How decisions and programmes are written: a table for people, JSON and CSV for scripts."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import BinaryIO, Final, Literal, assert_never, get_args

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Words

from samverkan.bound_programmes import BoundProgramme
from samverkan.eligibility import Decision, Outcome
from samverkan.model import Model
from samverkan.rules.text import printed
from samverkan.serialization import decision_record
from samverkan.texts import Language, Text, sentence

__all__ = ["FORMATS", "Format", "is_terminal", "programme_page", "programme_table", "writer"]

Format = Literal["table", "json", "jsonl", "csv"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

_BATCH: Final = 200
"""So many rows share one table on a terminal, so that a long file is written while it is read."""

_COLOUR: Final = {Outcome.ELIGIBLE: "green", Outcome.NOT_ELIGIBLE: "red", Outcome.UNDETERMINED: "yellow"}


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


Writer = Callable[[Iterable[Decision]], None]


def writer(form: Format, programme: BoundProgramme, language: Language, out: BinaryIO) -> Writer:
    """Return what writes decisions to *out* one after another."""
    match form:
        case "jsonl":
            return lambda decisions: _lines(decisions, language, out)
        case "json":
            return lambda decisions: _array(decisions, language, out)
        case "csv":
            return lambda decisions: _csv(decisions, language, out)
        case "table":
            return lambda decisions: _table(decisions, programme, language, out)
        case _ as never:
            assert_never(never)


# --- Decisions -----------------------------------------------------------------------------------


def _lines(decisions: Iterable[Decision], language: Language, out: BinaryIO) -> None:
    out.writelines(_json(decision, language) + b"\n" for decision in decisions)


def _array(decisions: Iterable[Decision], language: Language, out: BinaryIO) -> None:
    before = b"[\n"
    for decision in decisions:
        out.write(before + _json(decision, language))
        before = b",\n"
    out.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _json(decision: Decision, language: Language) -> bytes:
    return json.dumps(decision_record(decision, language), ensure_ascii=False).encode()


_COLUMNS: Final = (
    "participant",
    "programme",
    "reading",
    "on",
    "view",
    "outcome",
    "decided_by",
    "missing",
    "holds_until",
)


def _csv(decisions: Iterable[Decision], language: Language, out: BinaryIO) -> None:
    del language  # Every column is a code.
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for decision in decisions:
        rows.writerow(map(_cell, _row(decision)))
        out.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()
    out.write(text.getvalue().encode())


def _row(decision: Decision) -> Iterator[str]:
    yield from (decision.participant, decision.programme, decision.reading, decision.on.isoformat(), decision.view)
    yield decision.outcome.value
    yield _decided_by(decision, " ")
    yield " ".join(one.fact if one.member is None else f"{one.fact}:{one.member}" for one in decision.missing)
    yield "" if decision.holds_until is None else decision.holds_until.isoformat()


def _cell(value: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _table(decisions: Iterable[Decision], programme: BoundProgramme, language: Language, out: BinaryIO) -> None:
    head = [_HEADINGS[column].in_(language) for column in ("case", "decided_by", "answer")]
    out.write(f"{_title(programme, language)}\n".encode())
    remaining = iter(decisions)
    while batch := list(islice(remaining, _BATCH)):
        rows = [[decision.participant, _decided_by(decision, ", "), _answer(decision, language)] for decision in batch]
        if is_terminal():
            out.flush()
            Console().print(_coloured(head, rows, [decision.outcome for decision in batch]))
        else:
            out.write("".join(f"{line}\n" for line in _aligned([head, *rows])).encode())


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    """Yield each row as one line, so that every line of a piped table names its case and its criterion."""
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for case, decided_by, answer in rows:
        yield f"{case:<{widths[0]}}  {decided_by:<{widths[1]}}  {answer}"


def _coloured(head: list[str], rows: list[list[str]], outcomes: list[Outcome]) -> Table:
    table = Table(*head, box=None, pad_edge=False)
    for row, outcome in zip(rows, outcomes, strict=True):
        table.add_row(Words(row[0]), Words(row[1]), Words(row[2], style=_COLOUR[outcome]))
    return table


def _decided_by(decision: Decision, between: str) -> str:
    return between.join(finding.id for finding in decision.deciding())


def _answer(decision: Decision, language: Language) -> str:
    if decision.outcome is not Outcome.NOT_ELIGIBLE:
        return decision.summary(language)
    return " ".join([decision.summary(language), *(finding.text(language) for finding in decision.deciding())])


# --- Programmes ----------------------------------------------------------------------------------

_HEADINGS: Final = {
    "case": Text(sv="Ärende", en="Case"),
    "decided_by": Text(sv="Avgörs av", en="Decided by"),
    "answer": Text(sv="Svar", en="Answer"),
    "programme": Text(sv="Program", en="Programme"),
    "kind": Text(sv="Slag", en="Kind"),
    "status": Text(sv="Status", en="Status"),
    "in_force": Text(sv="I kraft", en="In force"),
    "readings": Text(sv="Läsningar", en="Readings"),
    "criteria": Text(sv="Kriterier, läsning {reading}", en="Criteria, reading {reading}"),
    "rule": Text(sv="Regel: {rule}", en="Rule: {rule}"),
    "facts": Text(sv="Uppgifter att fråga efter", en="What to ask for"),
    "questions": Text(sv="Öppna frågor", en="Open questions"),
    "source": Text(sv="Källa", en="Source"),
    "default": Text(sv=" (gäller om inget annat sägs)", en=" (the default)"),
    "assumed": Text(sv=" (antagen)", en=" (assumed)"),
    "the_person": Text(sv="Personen {phrase}.", en="The person {phrase}."),
    "members": Text(sv="berörda verksamheter", en="the agencies concerned"),
}


def programme_table(model: Model, language: Language) -> RenderableType:
    """Return a table of a model's programmes."""
    columns = ("programme", "kind", "status", "in_force", "readings")
    table = Table("id", *(_HEADINGS[column].in_(language) for column in columns), box=None, pad_edge=False)
    for programme in model.programmes.values():
        definition = programme.definition
        table.add_row(
            Words(definition.id),
            Words(definition.name.in_(language)),
            Words(sentence(f"kind.{definition.kind.value}", language)),
            Words(sentence(f"status.{definition.status.value}", language)),
            Words(_force(programme)),
            Words(", ".join(reading.id for reading in definition.readings)),
        )
    return table


def programme_page(programme: BoundProgramme, on: date | None, language: Language) -> RenderableType:
    """Return a programme's rules in words, with sources, readings, what to ask for and open questions."""
    definition = programme.definition
    day = on or definition.in_force.since or date.min
    return Group(
        Words(_title(programme, language), style="bold"),
        Words(f"{_HEADINGS['source'].in_(language)}: {definition.source.told(language)}"),
        Words(),
        *_section(_HEADINGS["criteria"].filled(language, {"reading": programme.reading.id}), language, ()),
        *_criteria(programme, day, language),
        *_section("readings", language, _readings(programme, language)),
        *_section("facts", language, _facts(programme, language)),
        *_section("questions", language, (question.in_(language) for question in definition.open_questions)),
    )


def _title(programme: BoundProgramme, language: Language) -> str:
    definition = programme.definition
    kind = sentence(f"kind.{definition.kind.value}", language)
    status = sentence(f"status.{definition.status.value}", language)
    return f"{definition.name.in_(language)} ({kind}, {status}, {_force(programme)})"


def _force(programme: BoundProgramme) -> str:
    span = programme.definition.in_force
    since, until = ("" if day is None else day.isoformat() for day in (span.since, span.until))
    return f"{since}–{until}"


def _section(heading: str, language: Language, lines: Iterable[str]) -> Iterator[RenderableType]:
    yield Words(_HEADINGS[heading].in_(language) if heading in _HEADINGS else heading, style="bold")
    for line in lines:
        yield Padding(Words(f"- {line}"), (0, 0, 0, 2))


def _criteria(programme: BoundProgramme, day: date, language: Language) -> Iterator[RenderableType]:
    for criterion in programme.segment(day).criteria:
        phrase = criterion.bound.criterion.text.filled(language, criterion.thresholds)
        said = _HEADINGS["the_person"].filled(language, {"phrase": phrase})
        yield Padding(Words(f"{criterion.id}: {said}"), (0, 0, 0, 2))
        yield Padding(Words(criterion.described(language), style="italic"), (0, 0, 0, 4))
        rule = _HEADINGS["rule"].filled(language, {"rule": printed(criterion.bound.rule)})
        yield Padding(Words(f"{rule}  [{criterion.source.told(language)}]", style="dim"), (0, 0, 0, 4))


def _readings(programme: BoundProgramme, language: Language) -> Iterator[str]:
    for position, reading in enumerate(programme.definition.readings):
        text = "" if reading.text is None else f": {reading.text.in_(language)}"
        default = "" if position else _HEADINGS["default"].in_(language)
        assumed = _HEADINGS["assumed"].in_(language) if reading.is_assumed else f"  [{reading.source.told(language)}]"
        yield f"{reading.id}{default}{text}{assumed}"


def _facts(programme: BoundProgramme, language: Language) -> Iterator[str]:
    for name, fact in programme.facts.items():
        asked = fact.asked.filled(language, {"members": _HEADINGS["members"].in_(language)})
        yield f"{name}: {asked}"
