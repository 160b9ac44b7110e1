"""The most memory that ``samverkan check`` takes: of few lines, of many, and of one that is very long.

Each file is made anew, checked by a process of its own, and measured by what the system says of that process. The
script ends with 1 when a file takes more than the first and ``ALLOWED``. The case with as many contacts as 5 MB hold is
there to compare: its line is held once, but that many contacts take what they take.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ALLOWED = 32.0
"""So many megabytes more than the few lines the others may take."""

LONG = 5_000_000
HEADINGS = "id;born;residence;unmet_need;contacts;contacts_complete;sick_leave.since;sick_leave.until;employed\r\n"
PLACES = ["Ludvika", "Smedjebacken", "Borlänge", "Falun"]
CONTACTS = [["AF", "FK"], ["kommun/AME", "kommun/IFO"], ["region/psykiatri"], ["AF", "kommun/AME", "region/primärvård"]]


def json_line(number: int) -> str:
    """Return an invented case as a line of JSON Lines; one in a thousand is bad."""
    participant: dict[str, object] = {
        "id": f"d-{number:07}",
        "born": f"{1950 + number % 55}-{1 + number % 12:02}-{1 + number % 28:02}",
        "residence": PLACES[number % 4],
        "unmet_need": number % 3 > 0 if number % 1000 else "ja",
        "contacts": [{"agency": agency, "since": f"2016-0{1 + number % 9}-01"} for agency in CONTACTS[number // 4 % 4]],
        "contacts_complete": number % 2 == 0,
        "sick_leave": [{"since": f"2016-0{1 + number % 6}-15", "until": f"2016-1{number % 3}-31"[:8] + "28"}],
    }
    return json.dumps({"participant": participant}, ensure_ascii=False) + "\n"


def row(number: int) -> str:
    """Return an invented case as a row of a table; one in a thousand is bad."""
    cells = [
        f"d-{number:07}",
        f"{1950 + number % 55}-{1 + number % 12:02}-{1 + number % 28:02}",
        PLACES[number % 4],
        ("SANT" if number % 3 else "FALSKT") if number % 1000 else "ja",
        "|".join(CONTACTS[number // 4 % 4]),
        "SANT" if number % 2 else "",
        f"2016-0{1 + number % 6}-15",
        "",
        "FALSKT",
    ]
    return ";".join(cells) + "\r\n"


def files(few: int, many: int) -> Iterator[tuple[str, Callable[[], Iterator[str]]]]:
    """Yield each file: what it is, and what makes its lines."""
    yield f"JSON Lines, {few} lines", lambda: map(json_line, range(few))
    yield f"table, {few} rows", lambda: table(few)
    yield "JSON Lines, a bad line of 5 MB", lambda: iter([json_line(1).replace("d-", "x" * LONG), json_line(2)])
    yield "JSON Lines, a line with 5 MB of blanks", lambda: iter([json_line(1).replace(": ", ":" + " " * LONG, 1)])
    yield "JSON Lines, 62 500 contacts in a line of 5 MB", lambda: iter([long_line()])
    yield "table, a row of 5 MB", lambda: iter([HEADINGS, row(1).replace("d-", "x" * LONG), row(2)])
    yield (
        "table, a quotation mark that nothing closes",
        lambda: iter([HEADINGS, row(1).replace("d-", '"'), *map(row, range(few))]),
    )
    yield f"table, {many} rows", lambda: table(many)
    yield f"JSON Lines, {many} lines", lambda: map(json_line, range(many))


def table(rows: int) -> Iterator[str]:
    """Yield a table."""
    yield HEADINGS
    yield from map(row, range(rows))


def long_line() -> str:
    """Return one case with so many contacts that its line is 5 MB long."""
    one = '{"agency": "kommun/AME", "since": "%s-%02d-%02d", "recorded_on": "2016-01-01"}'
    contacts = [one % (1000 + number // 336, 1 + number // 28 % 12, 1 + number % 28) for number in range(62_500)]
    return f'{{"participant": {{"id": "d-1", "contacts": [{", ".join(contacts)}]}}}}\n'


def peak_of(file: Path, folder: Path) -> tuple[float, float]:
    """Check the file in a process of its own, and return its peak in megabytes and how long it took."""
    command = [sys.executable, "-m", "samverkan", "check", str(file), "--format", "csv"]
    command += ["--programme", "en-vag-in", "--on", "2016-10-03", "--rejects", str(folder / "rejects")]
    command += ["--output", str(folder / "answers")]
    started = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:  # noqa: S603
        told = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(told.decode())
    return usage.ru_maxrss / 1024, time.perf_counter() - started


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--few", type=int, default=10_000)
    arguments.add_argument("--many", type=int, default=1_000_000)
    asked = arguments.parse_args()
    first: float | None = None
    failed = False
    print(f"{'file':<45}  {'size':>9}  {'peak':>9}  {'more':>9}  {'time':>8}")
    for name, lines in files(asked.few, asked.many):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "cases")
            with file.open("w", encoding="utf-8", newline="") as written:
                written.writelines(lines())
            size = file.stat().st_size / 2**20
            peak, seconds = peak_of(file, Path(folder))
        first = peak if first is None else first
        more = peak - first
        verdict = "to compare" if "contacts" in name else "too much" if more > ALLOWED else ""
        failed |= verdict == "too much"
        print(
            f"{name:<45}  {size:>6.1f} MB  {peak:>6.1f} MB  {more:>+6.1f} MB  {seconds:>6.1f} s  {verdict}".rstrip(),
            flush=True,
        )
    sys.exit(failed)


if __name__ == "__main__":
    main()
