"""Proofs about the shipped programmes: by z3, and by trying every boundary class of people.

Both answer the same questions in the same run, taking turns; a result that differs ends the run.
README.md says what is asked.

    python benchmarks/proofs.py --repeat 5
"""

import argparse
import os
import platform
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from time import perf_counter
from typing import Final, NamedTuple

from samverkan import load_model
from samverkan.errors import MissingExtraError
from samverkan.verification import Proof, Result, gaps, overlaps, satisfiable
from samverkan.verification.by_solver import BySolver
from samverkan.verification.exhaustive import Exhaustive
from samverkan.verification.questions import Answerer, Found, Outside, Question

ON: Final = date(2016, 10, 3)
DESCRIBED: Final = 2
"""So many descriptions of a gap are asked for."""


class Claim(NamedTuple):
    """Something that is claimed of the shipped programmes."""

    kind: str
    about: str
    prove: Callable[[Answerer], Proof]


def claims() -> Iterator[Claim]:
    """Yield every claim: of each programme and reading, of every two programmes, of each programme and of all."""
    programmes = [one for one in load_model("finsam").programmes.values() if one.definition.in_force.covers(ON)]
    for one in programmes:
        for reading in one.readings:
            read = one.read_as(reading)
            yield Claim("satisfiable", f"{one.id} {reading}", lambda by, read=read: satisfiable(read, ON, by=by))
    for one, other in combinations(programmes, 2):
        yield Claim(
            "overlaps", f"{one.id} {other.id}", lambda by, one=one, other=other: overlaps(one, other, ON, by=by)
        )
    for some in (*([one] for one in programmes), programmes):
        told = " ".join(one.id for one in some)
        yield Claim("gaps", told, lambda by, some=some: gaps(some, ON, most=DESCRIBED, by=by))


class Timed:
    """Passes questions on, and notes how long each took and whether it was settled."""

    def __init__(self, by: Answerer) -> None:
        self._by = by
        self.seconds: list[float] = []
        self.outside = 0

    @property
    def name(self) -> str:
        """What the answerer is called."""
        return self._by.name

    def find(self, question: Question) -> Found:
        """Answer as the other would."""
        began = perf_counter()
        found = self._by.find(question)
        self.seconds.append(perf_counter() - began)
        self.outside += isinstance(found, Outside)
        return found


class Measured:
    """What one answerer took for the claims of one kind."""

    def __init__(self) -> None:
        self.of_claims: list[float] = []
        self.of_questions: list[float] = []
        self.outside = 0
        self.results: Counter[Result] = Counter()

    def prove(self, claim: Claim, by: Answerer) -> Result:
        """Prove a claim, and note what it took."""
        timed = Timed(by)
        began = perf_counter()
        result = claim.prove(timed).result
        self.of_claims.append(perf_counter() - began)
        self.of_questions += timed.seconds
        self.outside += timed.outside
        self.results[result] += 1
        return result

    def line(self) -> str:
        """Return the figures."""
        questions = [1000 * one for one in self.of_questions]
        told = ", ".join(f"{result.value} {many}" for result, many in sorted(self.results.items()))
        figures = f"{statistics.median(questions):9.2f} {max(questions):10.1f} {sum(self.of_claims):8.2f}"
        return f"{len(questions):9,} {self.outside:8,} {figures}  {told}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time proofs about the shipped programmes.")
    parser.add_argument("--repeat", type=int, default=5, help="how many times each claim is proved (5)")
    given = parser.parse_args()
    answerers: list[Answerer] = [Exhaustive()]
    try:
        answerers.insert(0, BySolver())
    except MissingExtraError as missing:
        print(f"Left out: {missing}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; {given.repeat} times, on {ON}")

    measured: dict[tuple[str, str], Measured] = {}
    for _ in range(given.repeat):
        for claim in claims():
            found = {
                by.name: measured.setdefault((claim.kind, by.name), Measured()).prove(claim, by) for by in answerers
            }
            settled = {result for result in found.values() if result is not Result.OUTSIDE}
            if len(settled) > 1:
                sys.exit(f"the results differ: {claim.kind}, {claim.about}: {found}")
    print(f"\n{'':26} {'questions':>9} {'outside':>8} {'median ms':>9} {'longest ms':>10} {'all s':>8}  claims")
    for (kind, name), one in measured.items():
        print(f"{kind + ', ' + name:26} {one.line()}")


if __name__ == "__main__":
    main()
