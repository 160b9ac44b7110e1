"""How the answers about people in a frame are laid out: a line each, or every column beside what came of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from math import isfinite
from typing import Any, Final, NamedTuple, TypeAlias, cast

from samverkan.answers import Missing, Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.cli.headings import headings, seen_through, title_of
from samverkan.cli.output import Layout, Line
from samverkan.eligibility import VIEW, Outcome
from samverkan.rules.vocabulary import Vocabulary
from samverkan.rules.words import what_is_missing
from samverkan.texts import Language, sentence

__all__ = ["Answer", "columns_of_answers", "of_answers", "of_rows", "read_answers"]

Row: TypeAlias = tuple[Any, ...]

_CRITERION: Final = "criterion."


class Answer(NamedTuple):
    """What came of one person; ``criteria`` and ``missing`` are empty where nobody asked why."""

    participant: Any
    outcome: Outcome
    criteria: Mapping[str, Verdict]
    missing: tuple[Missing, ...]

    def deciding(self, between: str) -> str:
        """Return the criteria that settled the outcome, or that keep it unsettled."""
        wanted = _DECIDING[self.outcome]
        return between.join(name for name, verdict in self.criteria.items() if verdict is wanted)


_DECIDING: Final = {
    Outcome.ELIGIBLE: Verdict.MET,
    Outcome.NOT_ELIGIBLE: Verdict.NOT_MET,
    Outcome.UNDETERMINED: Verdict.UNKNOWN,
}


# --- A line a person -----------------------------------------------------------------------------


def columns_of_answers(names: Sequence[str], *, explain: bool) -> list[str]:
    """Return which columns of a decided frame make the answers."""
    return ["id", "outcome", *(_added(names) if explain else ())]


def _added(names: Sequence[str]) -> Sequence[str]:
    """Return the columns that come after the outcome: one a criterion, and what is missing."""
    return names[names.index("outcome") + 1 :]


def read_answers(rows: Iterator[Row], columns: Sequence[str], vocabulary: Vocabulary) -> Iterator[Answer]:
    """Yield the answer that each row of these columns holds."""
    criteria = [name.removeprefix(_CRITERION) for name in columns[2:-1]]
    for participant, outcome, *why in rows:
        verdicts = dict(zip(criteria, map(Verdict, why[:-1]), strict=True))
        missing = [_missing(one, vocabulary) for one in why[-1].split("; ")] if why and why[-1] else []
        yield Answer(participant, Outcome(outcome), verdicts, tuple(missing))


def _missing(told: str, vocabulary: Vocabulary) -> Missing:
    fact, _, member = told.partition(".")
    return Missing(fact, member or None, vocabulary.holders(fact, member or None))


def of_answers(programme: BoundProgramme, on: date, language: Language, *, explain: bool) -> Layout[Answer]:
    """Return how the answers about a programme are written: a line and a row a person."""
    about = {
        "programme": programme.id,
        "reading": programme.reading.id,
        "on": on.isoformat(),
        "view": VIEW,
    }
    vocabulary = programme.vocabulary

    def line(answer: Answer) -> Line:
        told = answer.outcome.said(programme.definition.kind).in_(language)
        if answer.missing:
            what = what_is_missing(answer.missing, vocabulary, language)
            told = f"{told} {sentence('outcome.missing', language, what=what)}"
        why = [answer.deciding(", ")] if explain else []
        return Line((str(answer.participant), *why, f"{told}."), answer.outcome)

    def row(answer: Answer) -> list[str]:
        why = [answer.deciding(" "), " ".join(map(_told, answer.missing))] if explain else []
        return [str(answer.participant), *about.values(), answer.outcome.value, *why]

    def record(answer: Answer) -> dict[str, Any]:
        why = {
            "criteria": [{"id": name, "outcome": verdict.value} for name, verdict in answer.criteria.items()],
            "missing": [{"fact": one.fact, "member": one.member} for one in answer.missing],
        }
        told = {"participant": answer.participant, **about, "outcome": answer.outcome.value}
        return {**told, **(why if explain else {})}

    why = ["decided_by", "missing"] if explain else []
    return Layout(
        title=seen_through(title_of(programme, language), sentence("decision.view.all-facts", language)),
        head=headings(language, "case", *why[:1], "answer"),
        lines=lambda answer: [line(answer)],
        columns=("participant", *about, "outcome", *why),
        rows=lambda answer: [row(answer)],
        record=record,
    )


def _told(missing: Missing) -> str:
    return missing.fact if missing.member is None else f"{missing.fact}:{missing.member}"


# --- Every column --------------------------------------------------------------------------------


def of_rows(names: Sequence[str]) -> Layout[Row]:
    """Return how whole rows are written as CSV and JSON."""
    return Layout(
        title="",
        head=(),
        lines=lambda _: (),
        columns=tuple(names),
        rows=lambda row: [[_cell(value) for value in row]],
        record=lambda row: dict(zip(names, map(_plain, row), strict=True)),
    )


def _cell(value: Any) -> str:
    plain = _plain(value)
    match plain:
        case None:
            return ""
        case bool():
            return "true" if plain else "false"
        case list():
            return "|".join(map(_cell, cast("Iterable[Any]", plain)))
        case _:
            return str(plain)


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    match value:
        case float() if not isfinite(value):
            return None
        case None | bool() | int() | float() | str():
            return value
        case list():
            return [_plain(one) for one in cast("Iterable[Any]", value)]
        case dict():
            return {name: _plain(one) for name, one in cast("dict[str, Any]", value).items()}
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
