"""``python -m samverkan.testing MODEL [CASES…]``: plant faults in a model, and tell which are caught."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from samverkan.errors import MissingExtraError, SamverkanError, UnknownNameError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant each fault, print a table of what caught it, and return 1 where one was missed.

    2 is returned where something cannot be read, or where a case or a property fails without any
    fault planted.
    """
    given = _parser().parse_args(arguments)
    try:
        return _run(given.model, [Path(path) for path in given.cases], given.programme, given.examples)
    except (SamverkanError, OSError) as error:
        problem = str(error)
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        problem = str(MissingExtraError("testing"))
    sys.stderr.write(f"{problem}\n")
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m samverkan.testing",
        description="Plant faults in the rules of a model, one at a time, and tell which of them are caught.",
        epilog="It exits with 1 where a fault was missed, and with 2 where the tests fail without any fault.",
    )
    parser.add_argument("model", metavar="MODEL", help="the name or path of a model")
    parser.add_argument("cases", metavar="CASES", nargs="*", help="case tables (*.cases.toml), or folders of them")
    parser.add_argument(
        "--programme", metavar="ID", action="append", help="plant faults in this programme only; may be given again"
    )
    parser.add_argument("--examples", type=int, default=10, help="on how many people a property is tried (10)")
    return parser


def _run(name: str, paths: Sequence[Path], programmes: Sequence[str] | None, examples: int) -> int:
    from samverkan.loading import load_model  # noqa: PLC0415
    from samverkan.testing.case_tables import read_case_table  # noqa: PLC0415
    from samverkan.testing.detections import detections, failures  # noqa: PLC0415
    from samverkan.testing.subjects import subjects  # noqa: PLC0415

    model = load_model(name)
    cases = [case for path in _files(paths) for case in read_case_table(path, model).cases]
    for programme in programmes or ():
        if programme not in subjects(model):
            raise UnknownNameError("programme", programme, subjects(model))
    failed = list(failures(model, cases, programmes=programmes, examples=examples))
    if failed:
        sys.stderr.write("\n\n".join(["without any fault planted:", *failed, ""]))
        return 2
    how = Counter[str]()
    for one in detections(model, cases, programmes=programmes, examples=examples):
        caught_by = one.caught_by or "MISSED"
        how[caught_by.partition(":")[0]] += 1
        sys.stdout.write(f"{one.planted.kind:<26}{one.planted.where:<90} {caught_by}\n")
    told = ", ".join(f"{how[kind]} {words}" for kind, words in _HOW.items())
    sys.stdout.write(f"\n{how.total()} faults planted: {told}\n")
    return 1 if how["MISSED"] else 0


_HOW = {
    "refused": "refused when the model was made",
    "case": "caught by a case",
    "property": "caught by a property",
    "MISSED": "missed",
}


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.cases.toml")) if path.is_dir() else [path]


if __name__ == "__main__":
    sys.exit(main())
