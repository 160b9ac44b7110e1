"""What is counted while a file of cases is read, and how a command ends."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

import click

from samverkan.casefiles import CaseFile
from samverkan.cli.headings import counted
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError

__all__ = ["READ", "REJECTED", "leave", "made_of_each", "tell_counts"]

T = TypeVar("T")

READ: Final = ("case read", "cases read")
REJECTED: Final = ("record rejected", "records rejected")
"""What is told of ``read`` and ``rejected``: of one, and of more."""

_REJECTED: Final = 1


def made_of_each(cases: Iterable[CaseFile], make: Callable[[CaseFile], T], counts: Counter[str]) -> Iterator[T]:
    """Yield what is made of each case. One that cannot be trusted in all of it is told by its place, and rejected."""
    for case in cases:
        faults: Sequence[Fault] = ()
        try:
            made = make(case)
        except InvalidValueError as error:
            faults = [error.fault]
        except InvalidRecordError as error:
            faults = error.faults
        else:
            counts["read"] += 1
            yield made
        if faults:
            counts["rejected"] += 1
            click.echo(f"record {counts['read'] + counts['rejected']}: {'; '.join(map(str, faults))}", err=True)


def tell_counts(counts: Mapping[str, int], words: Mapping[str, tuple[str, str]]) -> None:
    """Tell on standard error how many there are of each, in words for one and for more."""
    told = [counted(counts[name], *said) for name, said in words.items() if counts[name]]
    click.echo(", ".join(told) or "no cases", err=True)


def leave(ctx: click.Context, counts: Mapping[str, int]) -> None:
    """End the command: with 1 when a record was rejected, else with 0."""
    ctx.exit(_REJECTED if counts["rejected"] else 0)
