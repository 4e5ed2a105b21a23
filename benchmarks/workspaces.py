"""Workspaces of any size, the same ones every time: `python -m benchmarks.workspaces FOLDER`."""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

from partnercheck.base.records import BASES, ONE_SIDE_SCORE, PERSPECTIVES, Answer, Response
from partnercheck.base.text import slug
from partnercheck.questionnaires.read import packaged
from partnercheck.workspace.canonical import response_table, response_text

# Bodies are drawn from so many; each is written by the program's own writer.
BODIES = 200
PEOPLE = (("buyer", "Ann Lee"), ("vendor", "Zoe Ray"), ("buyer", "Tom Oak"), ("vendor", "Yan Fox"))
NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
KINDS = ("Logistics", "Packaging", "Cloud", "Steel", "Dairy", "Hygiene", "Robotics", "Energy")
EVIDENCE = (
    "In March both planners moved the cut-off to noon, and it has held since.",
    "They told us of the late truck at seven, before our own people had noticed it.",
    "The price review of May ended where it began; nobody named a figure they would accept.",
    "Their engineer sat with ours for two days and left the drawings behind.",
)


def body(draw: random.Random) -> dict[str, Answer]:
    """The answers of one person, a little better or worse than those of others."""
    level = draw.uniform(0.8, 3.4)
    answers = {}
    for item in packaged()["partnership"].items:
        if draw.random() < 0.04:
            answers[item.id] = Answer(skip="unknown", on=dt.date(2026, 11, 3))
            continue
        if item.offers_no_occasion and draw.random() < 0.1:
            answers[item.id] = Answer(skip="no-occasion", on=dt.date(2026, 11, 3))
            continue
        score = min(4, max(0, round(draw.gauss(level, 0.9))))
        names_side = score == ONE_SIDE_SCORE and item.asks_which_side and draw.random() < 0.5
        side = draw.choice(PERSPECTIVES) if names_side else None
        told = draw.choice(EVIDENCE) if draw.random() < 0.6 else ""
        basis = draw.choice(BASES[1:]) if told else "opinion"
        answers[item.id] = Answer(
            score, done_by=side, basis=basis, evidence=told, on=dt.date(2026, 11, 3)
        )
    return answers


def texts(seed: int = 1) -> list[str]:
    """Files to draw from; vendor, round, side and respondent are put in later."""
    draw = random.Random(seed)
    instrument = packaged()["partnership"]
    items = [item.id for item in instrument.items]
    found = []
    for _ in range(BODIES):
        response = Response(
            "partnership", "VENDOR", "2026-q4", "buyer", "Respondent", version=instrument.version
        )
        table = response_table(response)
        table["answers"] = {
            item: {
                key: value
                for key in ("score", "done_by", "skip", "basis", "evidence", "on")
                if (value := getattr(answer, key)) not in (None, "", "opinion")
            }
            for item, answer in body(draw).items()
        }
        found.append(response_text(table, items))
    return found


def make(
    root: Path, vendors: int, people: int = 4, rounds: Sequence[str] = ("2026-q4",)
) -> tuple[int, int]:
    """Write a workspace; how many response files it has, and how many bytes all its files."""
    draw = random.Random(vendors)
    bodies = texts()
    root.mkdir(parents=True)
    (root / "partnercheck.toml").write_text('format = 1\norganisation = "Northwind Foods"\n')
    count = size = 0
    for number in range(vendors):
        name = f"{draw.choice(NAMES)} {draw.choice(KINDS)} {number:05}"
        folder = root / "vendors" / slug(name)
        folder.mkdir(parents=True)
        described = (
            f'format = 1\nname = "{name}"\nsupplies = "{draw.choice(KINDS).lower()}"\n'
            f'owner = "{draw.choice(NAMES)}"\ntags = ["{draw.choice(NAMES).lower()}"]\n'
            f'target = "{draw.choice(("partner", "near-partner", "supplier"))}"\n'
        )
        (folder / "vendor.toml").write_text(described)
        size += len(described)
        for round_id in rounds:
            (folder / round_id).mkdir()
            for side, person in PEOPLE[:people]:
                text = draw.choice(bodies)
                for blank, filled in (
                    ("VENDOR", folder.name),
                    ('"2026-q4"', f'"{round_id}"'),
                    ('"buyer"', f'"{side}"'),
                    ('"Respondent"', f'"{person}"'),
                ):
                    text = text.replace(blank, filled, 1)
                file = f"{side}.{slug(person)}.partnership.toml"
                (folder / round_id / file).write_text(text)
                count += 1
                size += len(text.encode())
    return count, size


def main() -> None:
    """Make one workspace from the command line."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--vendors", type=int, default=100)
    words.add_argument("--people", type=int, default=4, choices=range(1, 5))
    words.add_argument("--rounds", nargs="+", default=["2026-q4"])
    asked = words.parse_args()
    count, size = make(asked.folder, asked.vendors, asked.people, asked.rounds)
    print(f"{asked.vendors} vendors, {count} response files, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
