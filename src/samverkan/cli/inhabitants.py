"""Numbers of inhabitants, as the command line takes them: one number, or a file with one for each group."""

import csv
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from samverkan.cli.files import read_by
from samverkan.inhabitants import Inhabitants

__all__ = ["INHABITANTS"]

_HEADINGS: Final = ("group", "inhabitants")


class _Inhabitants(click.ParamType[Inhabitants]):
    """A number, or a file that has one for each group."""

    name = "inhabitants"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Inhabitants:
        if value.isdecimal():
            return int(value)
        path = Path(value)
        read_by("--inhabitants", path)
        try:
            text = path.read_text(encoding="utf-8-sig")
            return _of_csv(text) if path.suffix == ".csv" else _of_toml(text)
        except OSError as error:
            problem = f"{value} cannot be read: {error.strerror}"
        except ValueError as error:  # A broken TOML file, and a broken encoding, are such errors too.
            problem = f"{value}: {error}"
        self.fail(problem, param, ctx)


INHABITANTS = _Inhabitants()
"""What an option is that takes numbers of inhabitants."""


def _of_toml(text: str) -> Mapping[str, int]:
    return {name: _number(name, value) for name, value in tomllib.loads(text).items()}


def _of_csv(text: str) -> Mapping[str, int]:
    """Read a table with the headings ``group`` and ``inhabitants``; what parts its cells is seen in the headings."""
    lines = text.splitlines()
    delimiter = ";" if lines and ";" in lines[0] else ","
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    if not rows or tuple(cell.strip() for cell in rows[0]) != _HEADINGS:
        raise ValueError(f"wanted the headings {' and '.join(_HEADINGS)}")
    found: dict[str, int] = {}
    for row in rows[1:]:
        name, *rest = (cell.strip() for cell in row)
        if name in found:
            raise ValueError(f"{name} stands twice")
        number = "".join(rest[0].split()) if len(rest) == 1 else ""
        found[name] = _number(name, int(number) if number.isdecimal() else None)
    return found


def _number(name: str, value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{name}: wanted a whole number, 0 or more")
    return value
