"""Write the vectors of this folder anew, from lifelines and the data sets that come with it.

It needs an environment of its own, since lifelines wants an older pandas:

    pip install lifelines==0.30.3 "pandas<3"
    python tests/data/survival/write_vectors.py
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lifelines import KaplanMeierFitter
from lifelines.datasets import load_leukemia, load_lung, load_rossi, load_waltons
from pandas import DataFrame

INVENTED = DataFrame({"days": [0, 0, 1, 2, 2, 5, 7, 7, 7, 9], "came": [1, 1, 0, 1, 0, 0, 1, 1, 0, 1]})
"""On the first day some come to an end already, and on the last one the last of them."""

SETS = {
    "waltons": (load_waltons, "T", "E"),
    "rossi": (load_rossi, "week", "arrest"),
    "leukemia": (load_leukemia, "t", "status"),
    "lung": (load_lung, "time", "status"),
    "invented": (INVENTED.copy, "days", "came"),
}
LEVELS = (0.95, 0.8)
COLUMNS = ("day", "at_risk", "observed", "censored", "survival_function_", "_cumulative_sq_", "lower", "upper")


def counts(days: Iterable[int]) -> dict[str, int]:
    """Return how many there are of each number of days, in order."""
    return {str(day): count for day, count in sorted(Counter(days).items())}


def curve(days: list[int], came: list[bool], level: float) -> dict[str, object]:
    """Return what lifelines fits, at one level of confidence."""
    fitter = KaplanMeierFitter(alpha=1 - level).fit(days, came)
    table, interval = fitter.event_table, fitter.confidence_interval_
    columns = [
        *(table.at_risk, table.observed, table.censored, fitter.survival_function_.iloc[:, 0]),
        *(fitter._cumulative_sq_, interval.iloc[:, 0], interval.iloc[:, 1]),
    ]
    rows = [[int(day), *(column.loc[day].item() for column in columns)] for day in table.index]
    median = fitter.median_survival_time_
    return {"level": level, "median": None if median == float("inf") else int(median), "rows": rows}


def vector(name: str) -> dict[str, object]:
    """Return what lifelines makes of one data set, and the counts that it was made from."""
    load, days_in, came_in = SETS[name]
    frame = load()
    days, came = frame[days_in].astype(int).tolist(), frame[came_in].astype(bool).tolist()
    both = list(zip(days, came, strict=True))
    from_lifelines = f"lifelines.datasets.load_{name}() of lifelines {version('lifelines')}, MIT licence"
    return {
        "data": "invented, in write_vectors.py" if name == "invented" else from_lifelines,
        "fitted_by": f"lifelines {version('lifelines')}, pandas {version('pandas')}, numpy {version('numpy')}",
        "fitted_as": f"KaplanMeierFitter(alpha=1 - level).fit(frame.{days_in}, frame.{came_in})",
        "columns": COLUMNS,
        "observed": counts(day for day, one in both if one),
        "censored": counts(day for day, one in both if not one),
        "curves": [curve(days, came, level) for level in LEVELS],
    }


def lines(told: Mapping[str, Any]) -> str:
    """Return the vector as JSON, a row of a curve a line."""
    parts = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in told.items() if key != "curves"]
    fitted = []
    for one in told["curves"]:
        rows = ",\n   ".join(map(json.dumps, one["rows"]))
        fitted.append(f'  {{"level": {one["level"]}, "median": {json.dumps(one["median"])}, "rows": [\n   {rows}]}}')
    parts.append('"curves": [\n' + ",\n".join(fitted) + "]")
    return "{" + ",\n ".join(parts) + "}\n"


def main() -> None:
    """Write a file for each data set."""
    for name in SETS:
        Path(__file__).with_name(f"{name}.json").write_text(lines(vector(name)), encoding="utf-8")


if __name__ == "__main__":
    main()
