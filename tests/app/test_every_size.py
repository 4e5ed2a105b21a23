"""Every screen in every size: each word is found, nothing crosses, every column has its head.

What a screen shows on a terminal of 200 by 60 cells is found in every other size too: on another
page, in the pane, or by the keys that lead to more. One running program is resized.

A run takes a share: every other screen with the samples as they are, the rest with changed samples,
each in one more size than the largest, so that every size, screen and change comes up.
PARTNERCHECK_LONG=1 takes all.
"""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.every_screen import names, on
from tests.support.odd_samples import SAMPLES
from tests.support.shown import cells
from tests.support.walking import Walk, faults

WIDTHS = (60, 61, 79, 80, 109, 110, 120, 200)
HEIGHTS = (20, 24, 40, 60)
LARGEST = (200, 60)
SIZES = list(product(WIDTHS, HEIGHTS))
# Has no divisor in common with the number of sizes, so that all come up in turn.
STRIDE = 11
SHARE = 1
CHANGED = [sample for sample in SAMPLES if sample != "as it is"]
LONG = bool(os.environ.get("PARTNERCHECK_LONG"))


def sizes_of(number: int, share: int) -> list[tuple[int, int]]:
    """Return the sizes whose turn it is for a screen; the largest first, to compare with."""
    turns = range(number * share, (number + 1) * share)
    chosen = SIZES if LONG else [SIZES[turn * STRIDE % len(SIZES)] for turn in turns]
    return [LARGEST, *(size for size in chosen if size != LARGEST)]


def changes_of(number: int) -> list[str]:
    """Return the changes of the samples whose turn it is for a screen."""
    return CHANGED if LONG else [CHANGED[number // 2 % len(CHANGED)]]


AS_IT_IS = [
    (name, sizes_of(number, SHARE)) for number, name in enumerate(names()) if LONG or not number % 2
]
WITH_CHANGES = [
    (name, change, sizes_of(number, 1))
    for number, name in enumerate(names())
    if LONG or number % 2
    for change in changes_of(number)
]


def test_every_size_and_every_change_comes_up() -> None:
    taken = [*(sizes for _, sizes in AS_IT_IS), *(sizes for *_, sizes in WITH_CHANGES)]
    assert {size for sizes in taken for size in sizes} == {*SIZES}
    assert {name for name, *_ in (*AS_IT_IS, *WITH_CHANGES)} == {*names()}
    assert {change for _, change, _ in WITH_CHANGES} == {*CHANGED}


async def walked(root: Path, name: str, sizes: list[tuple[int, int]], change: str) -> list[str]:
    """Return what is wrong with a screen in these sizes."""
    wrong: list[str] = []
    way = ["home", *["space", "down"] * 3, "c"] if name == "CompareScreen" else None
    if name == "MapScreen" and change == "many vendors":
        way = ["home", *["space", "down"] * 60, "c", "m"]
    async with on(name, root, sizes[0], change=SAMPLES[change], keys=way) as opened:
        wanted: set[str] = set()
        for size in sizes:
            await opened.pilot.resize_terminal(*size)
            await opened.pilot.pause()
            lines = cells(opened.app)
            assert len(lines) == size[1]
            assert all(cell_len(line) <= size[0] for line in lines)
            wrong += [f"{size}: {fault}" for fault in faults(opened.screen)]
            walk = Walk(opened, name)
            await walk.through()
            wanted |= walk.body if size == LARGEST else set()
            if lost := (wanted | walk.wanted) - walk.found:
                wrong.append(f"{size}: not found: {' '.join(sorted(lost))}")
    return wrong


@pytest.mark.parametrize(("name", "sizes"), AS_IT_IS)
async def test_every_word_is_found_at_every_size(
    name: str, sizes: list[tuple[int, int]], tmp_path: Path
) -> None:
    assert await walked(tmp_path, name, sizes, "as it is") == []


@pytest.mark.parametrize(("name", "change", "sizes"), WITH_CHANGES)
async def test_every_word_is_found_with_awkward_samples(
    name: str, change: str, sizes: list[tuple[int, int]], tmp_path: Path
) -> None:
    assert await walked(tmp_path, name, sizes, change) == []
