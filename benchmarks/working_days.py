"""Working days of Sweden between two days: samverkan, numpy, and the loops of three others.

Every contender answers about the same pairs of days in the same run, the rounds are interleaved, and
every answer is compared before anything is timed.

    python benchmarks/working_days.py --pairs 10000 --rounds 7

The pairs lie between 2010 and 2040, from a day to 400 days apart, as lead times are. The loops are asked
about the first tenth of them, because they take so much longer; all figures are for one pair. What a
contender needs is made beforehand: the holidays are looked up, and numpy has its days as its own.

numpy and workalendar are left out, and named, where they are not installed. workalendar installs a package under
the GPL, so it is in no group of pyproject.toml; try it in an environment of its own. It is asked from 2010
on because it has other days before 2005.
"""

import argparse
import os
import platform
import random
import statistics
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from importlib.metadata import version
from time import perf_counter_ns
from typing import Any, Final, NamedTuple, TypeAlias

import holidays

from samverkan.calendars import SWEDEN, Calendar

SEED: Final = 19300173
FIRST: Final = date(2010, 1, 1)
LAST: Final = date(2040, 12, 31)
YEARS: Final = range(FIRST.year, LAST.year + 1)
DAY: Final = timedelta(days=1)

Pair: TypeAlias = tuple[date, date]


def pairs(number: int) -> list[Pair]:
    """Return pairs of days, always the same ones, the second from 1 to 400 days after the first."""
    draw = random.Random(SEED)
    longest = (LAST - FIRST).days - 400
    starts = [FIRST + timedelta(days=draw.randint(0, longest)) for _ in range(number)]
    return [(start, start + timedelta(days=draw.randint(1, 400))) for start in starts]


# --- The contenders ----------------------------------------------------------------------------------


class Contender(NamedTuple):
    """A row of the table: its name, what it is asked about, and what answers about all of it."""

    name: str
    asked: Any
    answer: Callable[[Any], Sequence[int]]


def samverkan_rows(asked: list[Pair]) -> list[Contender]:
    working_days = SWEDEN.working_days
    as_text = [(since.isoformat(), until.isoformat()) for since, until in asked]

    def answer(given: Sequence[Any]) -> list[int]:
        return [working_days(since, until) for since, until in given]

    return [Contender(BASELINE, asked, answer), Contender("samverkan, days as text", as_text, answer)]


def numpy_rows(asked: list[Pair]) -> list[Contender]:
    import numpy as np  # noqa: PLC0415

    free = np.array(sorted(country()), dtype="datetime64[D]")
    calendar = np.busdaycalendar(holidays=free)
    # It counts from the first day, included, to the second, left out. Ours leaves out the first.
    one_by_one = [(np.datetime64(since + DAY), np.datetime64(until + DAY)) for since, until in asked]
    of_dates = [(since + DAY, until + DAY) for since, until in asked]
    in_arrays = tuple(np.array(days, dtype="datetime64[D]") for days in zip(*one_by_one, strict=True))

    def answer(given: Sequence[Any]) -> list[int]:
        return [np.busday_count(since, until, busdaycal=calendar) for since, until in given]

    def answer_at_once(given: tuple[Any, Any]) -> list[int]:
        return np.busday_count(*given, busdaycal=calendar).tolist()

    name = f"numpy {version('numpy')}, busday_count"
    return [
        Contender(f"{name}, a pair at a time", one_by_one, answer),
        Contender(f"{name}, a pair at a time, of dates", of_dates, answer),
        Contender(f"{name}, all at once", in_arrays, answer_at_once),
    ]


def loop_by_hand(asked: list[Pair]) -> list[Contender]:
    free = frozenset(country())

    def count(since: date, until: date) -> int:
        days = map(date.fromordinal, range(since.toordinal() + 1, until.toordinal() + 1))
        return sum(day.weekday() < 5 and day not in free for day in days)

    return [Contender("loop by hand over a set", asked, lambda given: [count(*pair) for pair in given])]


def holidays_loop(asked: list[Pair]) -> list[Contender]:
    count = country().get_working_days_count  # It counts both ends.

    def answer(given: list[Pair]) -> list[int]:
        return [count(since + DAY, until) for since, until in given]

    return [Contender(f"holidays {version('holidays')}, get_working_days_count", asked, answer)]


def workalendar_loop(asked: list[Pair]) -> list[Contender]:
    from workalendar.europe import Sweden  # noqa: PLC0415

    count = Sweden().get_working_days_delta

    def answer(given: list[Pair]) -> list[int]:
        return [count(since, until) for since, until in given]

    return [Contender(f"workalendar {version('workalendar')}, get_working_days_delta", asked, answer)]


def country() -> holidays.HolidayBase:
    """Return the holidays of Sweden and the three eves, all looked up."""
    return holidays.country_holidays("SE", years=YEARS, categories=("public", "de_facto"))


BASELINE: Final = "samverkan, working_days"


def contenders(asked: list[Pair]) -> tuple[list[Contender], list[str]]:
    """Return the rows, their answers compared, and which packages are missing."""
    some = asked[: max(1, len(asked) // 10)]
    rows: list[Contender] = []
    missing: list[str] = []
    for package, make, of in (
        ("samverkan", samverkan_rows, asked),
        ("numpy", numpy_rows, asked),
        ("", loop_by_hand, some),
        ("holidays", holidays_loop, some),
        ("workalendar", workalendar_loop, some),
    ):
        try:
            rows += make(of)
        except ImportError:
            missing.append(package)
    wanted = rows[0].answer(asked)
    for row in rows:
        answers = list(row.answer(row.asked))
        if answers != wanted[: len(answers)]:
            raise AssertionError(f"{row.name} answers otherwise")
    return rows, missing


# --- Timing ------------------------------------------------------------------------------------------


def timed(rows: Sequence[Contender], rounds: int) -> dict[str, list[float]]:
    """Return microseconds a pair, one figure a round; the rows take turns."""
    times: dict[str, list[float]] = {row.name: [] for row in rows}
    for _ in range(rounds):
        for row in rows:
            began = perf_counter_ns()
            answers = row.answer(row.asked)
            times[row.name].append((perf_counter_ns() - began) / 1000 / len(answers))
    return times


def milliseconds_to_read(rounds: int) -> float:
    """Return how long it takes to read a calendar of 71 years, the holidays looked up."""
    free = holidays.country_holidays("SE", years=range(1990, 2061), categories=("public", "de_facto"))
    times: list[float] = []
    for _ in range(rounds):
        began = perf_counter_ns()
        Calendar(free, first=1990, last=2060)
        times.append((perf_counter_ns() - began) / 1e6)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time working days between two days.")
    parser.add_argument("--pairs", type=int, default=10_000, help="how many pairs of days (10000)")
    parser.add_argument("--rounds", type=int, default=7, help="how many rounds (7)")
    given = parser.parse_args()
    print_working_days(given.pairs, given.rounds)


def print_working_days(number: int, rounds: int) -> None:
    rows, missing = contenders(pairs(number))
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; {number} pairs, {rounds} rounds\n")
    times = timed(rows, rounds)
    print(f"{'':54} {'median µs':>9} {'min µs':>8} {'ratio':>8}  answers compared")
    for row in rows:
        median, least = statistics.median(times[row.name]), min(times[row.name])
        ratio = statistics.median(one / ours for one, ours in zip(times[row.name], times[BASELINE], strict=True))
        compared = len(row.answer(row.asked))
        print(f"{row.name:54} {median:9.3f} {least:8.3f} {ratio:8.2f}  {compared}")
    for package in missing:
        print(f"{package:54} {'not installed':>27}")
    print(f"\nratio: to “{BASELINE}” in the same round, the median.")
    print(f"A calendar of 71 years is read in {milliseconds_to_read(rounds):.0f} ms.")


if __name__ == "__main__":
    main()
