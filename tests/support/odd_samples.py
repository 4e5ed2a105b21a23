"""The samples changed in one way each, with the same vendor in the first row.

Each keeps what the ways to the screens need: the first vendor's goals, meetings, promises, people.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.support.odd_vendors import LONG, RIGHT_TO_LEFT, WIDE, every_caveat

FIRST = "acme-logistics"
MANY = 500
COPIED = ("cobalt-cloud", "dunmore-steel", "larkmere-energy")


def unchanged(root: Path) -> None:
    """Leave the samples as they are."""


def named(base: str) -> Callable[[Path], None]:
    """Give every vendor and owner a name that begins alike, the first vendor the first one."""

    def change(root: Path) -> None:
        folders = sorted((root / "vendors").iterdir(), key=lambda each: (each.name != FIRST, each))
        for number, folder in enumerate(folders):
            file = folder / "vendor.toml"
            text = re.sub(
                "(?m)^(name|owner) = .*$", rf'\1 = "{base} {number:02}"', file.read_text("utf-8")
            )
            file.write_text(text, "utf-8")

    return change


def all_open(root: Path) -> None:
    """Make every second answer one that nobody knows."""
    for file in root.glob("vendors/*/*/*.partnership.toml"):
        head, *answers = file.read_text("utf-8").split("\n[answers.")
        for number, answer in enumerate(answers):
            if number % 2 == 0:
                answers[number] = f'{answer.partition("]")[0]}]\nskip = "unknown"\n'
        file.write_text("\n[answers.".join([head, *answers]), "utf-8")


def caveats(root: Path) -> None:
    """Give the first vendor every caveat there is."""
    every_caveat(root / "vendors" / FIRST)


def one(root: Path) -> None:
    """Keep the first vendor alone."""
    for folder in (root / "vendors").iterdir():
        if folder.name != FIRST:
            shutil.rmtree(folder)


def many(root: Path) -> None:
    """Copy vendors until there are five hundred."""
    count = len([*(root / "vendors").iterdir()])
    for number in range(MANY - count):
        source = root / "vendors" / COPIED[number % len(COPIED)]
        new = f"vendor-{number:03}"
        shutil.copytree(source, source.with_name(new))
        for file in source.with_name(new).rglob("*.toml"):
            text = file.read_text("utf-8").replace(f'"{source.name}"', f'"{new}"')
            if file.name == "vendor.toml":
                text = re.sub("(?m)^name = .*$", f'name = "Vendor {number:03}"', text)
            file.write_text(text, "utf-8")


SAMPLES: Mapping[str, Callable[[Path], None]] = {
    "as it is": unchanged,
    "long names": named(LONG[:57]),
    "wide names": named(WIDE),
    "right to left": named(RIGHT_TO_LEFT),
    "all open": all_open,
    "every caveat": caveats,
    "one vendor": one,
    "many vendors": many,
}
