"""How long ``samverkan report`` takes, and the most memory: of a year of few made-up cases, and of many.

Each year is made up as a stream by ``samverkan sample``, written to a temporary file, reported by a process of its own
and measured by what the system says of that process. Cases are counted and not kept. What grows with them is the set of
their ids, which is kept to see a person who comes twice. The script ends with 1 when the many take more memory than the
few and ``ALLOWED``, and ``EACH`` for every case more.

    python benchmarks/report.py --few 10000 --many 100000
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

SEED: Final = 1
PERIOD: Final = "2016"
ALLOWED: Final = 16.0
"""So many megabytes more than the few the many may take, beside what their ids take."""
EACH: Final = 150e-6
"""So many megabytes the id of a case may take in the set: a text of eight characters, and its place."""


def write(file: Path, people: int) -> None:
    """Make up so many people and write them, none of whom is kept."""
    command = [sys.executable, "-m", "samverkan", "sample", "--people", str(people), "--seed", str(SEED)]
    subprocess.run([*command, "--year", PERIOD, "--out", str(file)], check=True, stderr=subprocess.DEVNULL)  # noqa: S603


def peak_of(file: Path, folder: Path) -> tuple[float, float, int]:
    """Report the file in a process of its own: its peak in megabytes, its seconds, and the size of the page."""
    page = folder / "report.html"
    command = [sys.executable, "-m", "samverkan", "report", str(file), "--period", PERIOD, "--out", str(page)]
    started = time.perf_counter()
    # Where a person watches, standard error is left to the bar.
    told = None if sys.stderr.isatty() else subprocess.DEVNULL
    with subprocess.Popen([*command, "--threshold", "5", "--lang", "en"], stderr=told) as process:  # noqa: S603
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"samverkan report ended with {process.returncode}")
    return usage.ru_maxrss / 1024, time.perf_counter() - started, page.stat().st_size


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--few", type=int, default=10_000)
    arguments.add_argument("--many", type=int, default=100_000)
    asked = arguments.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print(
        f"{'cases':>9}  {'file':>9}  {'made in':>9}  {'time':>9}  {'each':>9}  {'peak':>9}  {'more':>10}  {'page':>7}"
    )
    first: float | None = None
    failed = False
    for people in (asked.few, asked.many):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "cases.jsonl")
            started = time.perf_counter()
            write(file, people)
            made = time.perf_counter() - started
            size = file.stat().st_size / 2**20
            peak, seconds, page = peak_of(file, Path(folder))
        first = peak if first is None else first
        more = peak - first
        failed |= more > ALLOWED + EACH * (people - asked.few)
        print(
            f"{people:>9}  {size:>6.1f} MB  {made:>7.1f} s  {seconds:>7.1f} s  {seconds / people * 1e3:>6.2f} ms  "
            f"{peak:>6.1f} MB  {more:>+7.1f} MB  {page / 1024:>4.0f} kB",
            flush=True,
        )
    sys.exit(failed)


if __name__ == "__main__":
    main()
