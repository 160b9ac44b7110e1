"""Whom to ask about what, for every undetermined case of a file.

Run it in the root of the repository: ``python examples/ask_next.py``.
"""

from collections import defaultdict
from pathlib import Path

from samverkan import CaseFile, Outcome, decide, load_model, read_cases


def main() -> None:
    """Print, for each agency, which cases wait for what it knows."""
    model = load_model("finsam")
    programme = model.programmes["en-vag-in"]
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for case in read_cases(Path(__file__).parent / "cases.jsonl", model):
        if not isinstance(case, CaseFile):
            continue
        decision = decide(case, programme, on="2016-10-03")
        if decision.outcome is Outcome.UNDETERMINED:
            for missing in decision.missing:
                for holder in missing.holders or ("anybody",):
                    asked[holder].append(f"{decision.participant}: {missing.fact}")
    for holder, questions in sorted(asked.items()):
        print(f"{holder}: {', '.join(questions)}")


if __name__ == "__main__":
    main()
