"""What readers made of the wording: agreement and hard cases, for each item.

    python -m tests.wording.agreement round2

`cases.toml` has short cases, written by somebody who had seen the topics of the questions and not
their anchors, with the score that the scale gives them; `corrections.toml` has two scores that were
wrong by the scale. In each round two readers who had seen neither the cases nor an earlier wording
scored all of them with the form alone, and marked a case as hard if two lines fitted, or none. The
readers were language models, not people who live with vendors.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import tomli

HERE = Path(__file__).parent
Answers = dict[str, dict[str, str]]


def table(file: Path, name: str) -> Answers:
    """Return a file's array of tables by their ids."""
    return {row["id"]: row for row in tomli.loads(file.read_text("utf-8"))[name]}


def main() -> None:
    """Print a row for each item: cases, the same score, as intended, hard for either reader."""
    cases = table(HERE / "cases.toml", "cases")
    for case_id, correction in table(HERE / "corrections.toml", "corrections").items():
        cases[case_id]["intended"] = correction["intended"]
    readers = [
        table(file, "answers") for file in sorted((HERE / sys.argv[1]).glob("reader_*.toml"))
    ]
    by_item: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for case_id, case in cases.items():
        scores = {str(reader[case_id]["answer"]) for reader in readers}
        hard = any(reader[case_id].get("hard") for reader in readers)
        row = (len(scores) == 1, scores == {str(case["intended"])}, bool(hard))
        for item in (case["item"], "all"):
            by_item[item].append(row)
    print(f"{'item':<24} cases  same  as intended  hard")
    for item, rows in sorted(by_item.items(), key=lambda pair: pair[0] == "all"):
        same, intended, hard = (sum(column) for column in zip(*rows, strict=True))
        print(f"{item:<24} {len(rows):>5} {same:>5} {intended:>12} {hard:>5}")


if __name__ == "__main__":
    main()
