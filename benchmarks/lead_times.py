"""Working days between two days, and many journeys summarised by month and programme.

The working days are those of ``working_days.py``, against numpy, a loop over the package holidays, and workalendar. The
journeys are summarised by samverkan, and as lists of days with numpy or statistics.

Every contender goes once through the same measurements, which are made as they are asked for, and every figure is
compared before anything is timed: how many, the median, the 90th percentile, the share within target and, against
numpy, the curve on its last day.

    python benchmarks/lead_times.py --few 10000 --many 1000000 --rounds 3

The first row makes the measurements and does nothing with them: take it off the others. The peaks are those of Python's
own memory, in a run of their own. The script ends with 1 when the peak of samverkan grows by more than ``ALLOWED`` from
few to many. numpy is left out, and named, where it is not installed.
"""

import argparse
import math
import os
import platform
import random
import statistics
import sys
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from time import perf_counter
from typing import Any, Final, NamedTuple, TypeAlias

from working_days import print_working_days

from samverkan.measurements import ClockState, Measurement, Promise
from samverkan.summary_groups import month_of_start, programme_of, summarise_by

SEED: Final = 20161003
FIRST: Final = date(2016, 10, 3)
ON: Final = date(2018, 9, 30)
PROGRAMMES: Final = ("centralen", "en-vag-in", "orvar", "se-projektet")
WITHIN: Final = 14
ALLOWED: Final = 4.0
"""So many megabytes more than the few the many may take. More groups and more numbers of days do take room."""

Group: TypeAlias = tuple[Any, ...]


class Figures(NamedTuple):
    """What is compared of a group; the curve on its last day where a contender has it."""

    n: int
    median: float | None
    percentile_90: float | None
    met: int
    of: int
    left: float | None = None


def measurements(number: int) -> Iterator[Measurement]:
    """Yield invented measurements, always the same ones; none is kept."""
    draw = random.Random(SEED).random
    days = [FIRST + timedelta(days=day) for day in range((ON - FIRST).days + 1)]
    for position in range(number):
        since = days[int(draw() * len(days))]
        took, open_for = int(-30 * math.log(1 - draw())), (ON - since).days
        fate = draw()
        if fate < 0.02:
            state, took = ClockState.NULLIFIED, min(took, open_for)
        elif took > open_for:
            state, took = ClockState.RUNNING, open_for
        else:
            state = ClockState.ENDED_WITHOUT_SUCCESS if fate < 0.1 else ClockState.STOPPED
        yield Measurement(
            lead_time="contact",
            policy="calendar-days",
            on=ON,
            state=state,
            days=took,
            since=since,
            promise=promise_of(state, took),
            journey=f"r-{position}",
            programme=PROGRAMMES[int(draw() * len(PROGRAMMES))],
        )


def promise_of(state: ClockState, days: int) -> Promise:
    """Return what has come of two weeks."""
    if days > WITHIN:
        return Promise.MISSED
    return Promise.MET if state is ClockState.STOPPED else Promise.STILL_POSSIBLE


# --- The contenders ----------------------------------------------------------------------------------


def nothing(given: Iterator[Measurement]) -> dict[Group, Figures]:
    for _ in given:
        pass
    return {}


def samverkan(given: Iterator[Measurement]) -> dict[Group, Figures]:
    found = {}
    for group, one in summarise_by(given, (month_of_start, programme_of)).items():
        share, curve = one.within_target, one.survival
        left = curve.steps[-1].probability if curve else None
        found[group] = Figures(one.n, one.median, one.percentile_90, share.numerator, share.denominator, left)
    return found


def lists_of(given: Iterator[Measurement]) -> dict[Group, list[Measurement]]:
    """Return the measurements of each group that count, all of them kept."""
    lists: defaultdict[Group, list[Measurement]] = defaultdict(list)
    for one in given:
        if one.state is not ClockState.NULLIFIED and one.since is not None:
            lists[f"{one.since:%Y-%m}", one.programme].append(one)
    return lists


def kept(group: list[Measurement]) -> tuple[int, int]:
    """Return how many met what was promised, and how many met or missed it."""
    met = sum(one.promise is Promise.MET for one in group)
    return met, met + sum(one.promise is Promise.MISSED for one in group)


def with_statistics(given: Iterator[Measurement]) -> dict[Group, Figures]:
    found = {}
    for name, group in lists_of(given).items():
        stopped = sorted(one.days or 0 for one in group if one.state is ClockState.STOPPED)
        percentile = stopped[math.ceil(len(stopped) * 9 / 10) - 1] if stopped else None
        median = statistics.median(stopped) if stopped else None
        found[name] = Figures(len(group), median, percentile, *kept(group))
    return found


def with_numpy(given: Iterator[Measurement]) -> dict[Group, Figures]:
    import numpy as np  # noqa: PLC0415

    found = {}
    for name, group in lists_of(given).items():
        days = np.array([one.days for one in group])
        came = np.array([one.state is ClockState.STOPPED for one in group])
        at, where = np.unique(days, return_inverse=True)
        events = np.bincount(where, weights=came)
        at_risk = len(days) - np.searchsorted(np.sort(days), at)
        left = float(np.prod(1 - events / at_risk))
        stopped = days[came]
        median = float(np.median(stopped)) if len(stopped) else None
        percentile = float(np.percentile(stopped, 90, method="inverted_cdf")) if len(stopped) else None
        found[name] = Figures(len(group), median, percentile, *kept(group), left)
    return found


CONTENDERS: Final[Mapping[str, Callable[[Iterator[Measurement]], dict[Group, Figures]]]] = {
    "making the measurements alone": nothing,
    "samverkan, summarise_by": samverkan,
    "lists and statistics, no curve": with_statistics,
    "lists and numpy": with_numpy,
}


# --- Comparing and timing ----------------------------------------------------------------------------


def check(number: int, names: list[str]) -> int:
    """Refuse to go on when two contenders disagree about any figure of any group; return how many groups there are."""
    ours = samverkan(measurements(number))
    for name in names[2:]:
        theirs = CONTENDERS[name](measurements(number))
        if set(theirs) != set(ours):
            raise SystemExit(f"{name}: other groups")
        for group, figures in theirs.items():
            wanted = ours[group]
            same_curve = figures.left is None or math.isclose(figures.left, wanted.left or 0, rel_tol=0, abs_tol=1e-9)
            if figures[:-1] != wanted[:-1] or not same_curve:
                raise SystemExit(f"{name}: {group}: {figures} is not {wanted}")
    return len(ours)


def seconds(name: str, number: int) -> float:
    """Return how long one contender takes for so many."""
    started = perf_counter()
    CONTENDERS[name](measurements(number))
    return perf_counter() - started


def peak(name: str, number: int) -> float:
    """Return the peak of one contender in megabytes."""
    tracemalloc.start()
    CONTENDERS[name](measurements(number))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 2**20


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--few", type=int, default=10_000)
    arguments.add_argument("--many", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--pairs", type=int, default=10_000, help="of days, for working days; 0 leaves them out")
    asked = arguments.parse_args()
    if asked.pairs:
        print_working_days(asked.pairs, 2 * asked.rounds + 1)
        print()
    names = list(CONTENDERS)
    try:
        import numpy as np  # noqa: PLC0415

        print(f"numpy {np.__version__}")
    except ImportError:
        names.remove("lists and numpy")
        print("numpy is not installed: left out (pip install --group benchmarks)")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    groups = [check(number, names) for number in (asked.few, asked.many)]
    print(f"all figures agree: {groups[0]} groups of {asked.few}, {groups[1]} groups of {asked.many}")
    taken = defaultdict[str, list[float]](list)
    for _ in range(asked.rounds):
        for name in names:
            taken[name].append(seconds(name, asked.many))
    print(f"\n{'':<32}  {'median s':>8}  {'µs each':>8}  {'peak, few':>10}  {'peak, many':>10}")
    too_much = False
    for name in names:
        middle = statistics.median(taken[name])
        few, many = peak(name, asked.few), peak(name, asked.many)
        too_much |= name.startswith("samverkan") and many > few + ALLOWED
        each = middle / asked.many * 1e6
        print(f"{name:<32}  {middle:>8.2f}  {each:>8.2f}  {few:>7.2f} MB  {many:>7.2f} MB", flush=True)
    sys.exit(too_much)


if __name__ == "__main__":
    main()
