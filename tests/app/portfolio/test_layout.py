"""The portfolio in every size, with awkward names and many vendors: nothing crosses or is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.widgets.lines import Lines
from partnercheck.app.shared.widgets.panes import BESIDE, BESIDE_SHORT, list_height
from tests.support.screens import opened, sample_workspace, seen, small_workspace

WIDTHS = (60, 61, 79, 80, 109, 110, 120, 150, 200)
HEIGHTS = (20, 24, 40, 60)
NAMES = (
    "A name of sixty characters, as long as a name of a firm is ever",
    "株式会社東京山田商事日本橋本店営業部資材調達課",
    "شركة الشرق للتجارة والصناعة",
    "[/] [bold]B",
)


def drawn(app: PartnerCheck) -> list[str]:
    """The screen as it is drawn, line by line."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def awkward_workspace(root: Path, count: int = len(NAMES)) -> Path:
    """A workspace with awkward names, repeated for as many vendors as are wanted."""
    small_workspace(root)
    for number in range(count):
        folder = root / "vendors" / f"v{number:03}"
        folder.mkdir()
        name = json.dumps(f"{number} {NAMES[number % len(NAMES)]}")
        (folder / "vendor.toml").write_text(f"name = {name}\nowner = {name}\n", "utf-8")
    return root


@pytest.mark.parametrize("width", WIDTHS)
async def test_every_size_shows_verdicts_target_and_the_selected_vendor(
    width: int, tmp_path: Path
) -> None:
    async with opened(sample_workspace(tmp_path), size=(width, HEIGHTS[0])) as (app, pilot):
        await pilot.press("down", "down")
        for height in HEIGHTS:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            lines = drawn(app)
            assert len(lines) == height
            assert all(cell_len(each) == width for each in lines)
            shown = "\n".join(lines)
            for word in ("Vendor", "Verdict", "Target", "◊ Steady–Partner*", "quit"):
                assert word in shown, (width, height, word)
            assert ("53–82" in lines[4]) == (width >= 79), (width, height)
            selected = " ".join(shown.replace("│", " ").split())
            for name in ("Cultural alignment", "Mutual gains", "Reciprocity", "Learning"):
                assert name in selected, (width, height, name)
            assert "┿" in shown
            assert "open" in shown
            # Of the short list on a high screen, the pane is beside it only if that is wide.
            beside = BESIDE_SHORT if height >= 40 else BESIDE
            assert ("│" in shown) == (width >= beside), (width, height)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_awkward_names_move_no_column(width: int, tmp_path: Path) -> None:
    root = awkward_workspace(tmp_path)
    async with opened(root, size=(width, 40)) as (app, pilot):
        await pilot.press("space", "down")
        places = set()
        for text in drawn(app)[2 : 3 + len(NAMES)]:
            assert "· Not assessed" in text
            places.add(cell_len(text.partition("· Not")[0]))
            assert cell_len(text) == width
        assert len(places) == 1


@pytest.mark.parametrize("count", [0, 1, 500])
async def test_one_vendor_and_five_hundred_have_their_room(count: int, tmp_path: Path) -> None:
    root = awkward_workspace(tmp_path, count)
    async with opened(root, size=(80, 24)) as (app, pilot):
        for _ in range(200):
            if "not loaded yet" not in drawn(app)[0]:
                break
            await pilot.pause(0.1)
        lines = drawn(app)
        assert f"{count + 1} vendor" in lines[0]
        rule = next(number for number, text in enumerate(lines) if text.startswith("──"))
        assert rule == 2 + min(count + 1, 10)
        await pilot.press("end")
        assert "▸" in drawn(app)[rule - 1]


@pytest.mark.parametrize("height", range(1, 80))
@pytest.mark.parametrize("count", [1, 12, 500])
def test_the_list_and_the_pane_fit_or_there_is_no_pane(height: int, count: int) -> None:
    lines = list_height(height, count)
    if lines:
        assert 2 <= lines <= height - 1 - 7
        assert lines <= count + 1
    else:
        assert height < 15


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_pane_shows_whole_sentences(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(sample_workspace(tmp_path), size=size) as (app, pilot):
        for _ in range(12):
            pane = app.screen.query_one("#detail", Lines)
            texts = ["".join(span.text for span in line).strip() for line in pane.lines]
            assert texts[0]
            assert not any(text.endswith("…") for text in texts), texts
            await pilot.press("down")


async def test_every_vendor_with_a_warning_has_it_in_the_pane(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(60, 20)) as (app, pilot):
        for vendor, said in (
            ("elderwick", "! Not practised at every level."),
            ("hollin", "! High value, low trust: word and deed."),
        ):
            await pilot.press("slash", *vendor, "enter")
            assert said in seen(app)
            await pilot.press("escape")
