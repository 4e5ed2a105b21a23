"""The map on screen: every vendor told apart, gone to by arrows or its letter, and kept current."""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from partnercheck.app.application import PartnerCheck
from partnercheck.app.compare.chart import Chart
from partnercheck.app.compare.map import MapScreen
from partnercheck.app.shared.keys import footer_label
from partnercheck.app.shared.widgets.keybar import bar
from partnercheck.app.shared.widgets.lines import line_width
from partnercheck.base.records import Vendor
from partnercheck.report.map.pages import Size
from partnercheck.storage.save import save_text
from partnercheck.verdicts.judged import JudgedVendor, judge_vendors
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from partnercheck.workspace.vendors import add_vendor
from tests.support.map_fields import LEFT, cell, field, middles, other_conditions
from tests.support.screens import opened, sample_workspace, seen, small_workspace
from tests.support.terminal import Terminal

TWELVE = "abcdefghijk"
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


def vendors_of(root: Path) -> list[JudgedVendor]:
    workspace = open_workspace(root)
    return list(judge_vendors(workspace, vendor_ids(workspace)))


def chart(app: PartnerCheck) -> Chart:
    return app.screen.query_one(Chart)


def text(app: PartnerCheck) -> str:
    """The map and its legend, without what is around them."""
    return "\n".join("".join(span.text for span in line) for line in chart(app).lines)


def marked(app: PartnerCheck) -> str:
    """What the marked vendor's line of the legend says."""
    [line] = [each for each in text(app).splitlines() if "▸" in each]
    return line.partition("▸")[2].strip()


def said(app: PartnerCheck) -> str:
    """The line at the bottom."""
    return seen(app).splitlines()[-2].strip()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_twelve_vendors_are_told_apart(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    root = sample_workspace(tmp_path)
    vendors = [each for each in vendors_of(root) if each.verdict.assessed]
    async with opened(root, size=size) as (app, pilot):
        await pilot.press("c", "m")
        shown = text(app)
        assert max(map(cell_len, seen(app).splitlines())) <= size[0]
        assert len(shown.splitlines()) <= chart(app).size.height
        sized = Size(*chart(app).size)
        where = field(shown, sized.plot, sized.rows)
        standing: dict[tuple[int, int], str] = {}
        for letter, vendor in zip(TWELVE, vendors, strict=True):
            assert f"{letter} {vendor.vendor.name[:14]}" in shown
            across, up = middles(vendor)
            here = (sized.rows - 1 - cell(up, sized.rows), cell(across, sized.plot - LEFT))
            standing[here] = standing.get(here, "") + letter
        for here, letters in standing.items():
            assert here in [each for letter in letters for each in where.get(letter, ())]
            assert len(letters) == 1 or f"+ {' and '.join(letters)} share one place" in shown
        assert "bold: exact place   plain: mid-range" in shown
        assert "+2 two more caveats: in the line below" in shown
        assert "Larkmere Energy" in shown


async def test_arrows_and_letters_go_through_the_vendors(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("c", "m")
        assert marked(app).startswith("a Acme Logistics")
        assert (
            said(app)
            == "Acme Logistics (with d): exchange 76, bond 73. ◑ Near partner, classes differ"
        )
        assert text(app).count("┏") == len(["the key"])
        await pilot.press("down", "down")
        assert marked(app).startswith("c Cobalt Cloud")
        assert said(app) == (
            "Cobalt Cloud: exchange 57–78, bond 42–85. ◊ Steady–Partner, ours, scores alike"
        )
        assert text(app).count("┏") == len(["the key", "the box"])
        looks = {span.text: span.look for line in chart(app).lines for span in line}
        assert looks["Cobalt Cloud     "] == "mark"
        assert looks["c"] == "mark"
        await pilot.press("k")
        assert marked(app).startswith("k Kellaby Studio")
        await pilot.press("down", "z")
        assert marked(app).startswith("k Kellaby Studio")
        await pilot.press("home")
        assert marked(app).startswith("a ")
        await pilot.press("end", "up", "a", "i")
        assert "not signed +2" in said(app)
        await pilot.press("question_mark", "pagedown")
        assert "better exchange" in " ".join(seen(app).split())
        await pilot.press("q", "q")
        assert "Compare" in seen(app)


async def test_a_click_goes_to_the_vendor(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("c", "m")
        lines = text(app).splitlines()
        row = next(n for n, each in enumerate(lines) if "e Elderwick" in each)
        await pilot.click("#map", offset=(lines[row].index("Elderwick") + 2, row))
        assert marked(app).startswith("e Elderwick Dairy")
        sized = Size(*chart(app).size)
        [(down, across)] = field(text(app), sized.plot, sized.rows)["g"]
        await pilot.click("#map", offset=(LEFT + across, down + 1))
        assert marked(app).startswith("g Glenholt Hygiene")


async def test_what_does_not_fit_comes_on_further_pages(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    vendors = [each for each in vendors_of(root) if each.verdict.assessed]
    async with opened(root, size=(60, 12)) as (app, pilot):
        await pilot.press("c", "m")
        assert "page 1 of 2" in seen(app)
        found = set()
        for letter, vendor in zip(TWELVE, vendors, strict=True):
            assert marked(app).startswith(f"{letter} {vendor.vendor.name[:8]}")
            sized = Size(*chart(app).size)
            assert letter in field(text(app), sized.plot, sized.rows)
            assert max(map(cell_len, text(app).splitlines())) <= 60
            found.add(chart(app).page)
            await pilot.press("down")
        assert found == {0, 1}
        assert "bond 57–66. ◊ Steady–Near, ours, only an opinion on 1 key question" in " ".join(
            seen(app).split()
        )
        await pilot.press("pageup")
        assert marked(app).startswith("a ")
        await pilot.press("pagedown")
        assert "page 2 of 2" in seen(app)
        assert "Larkmere Energy" in " ".join(seen(app).split())
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        assert "page" not in seen(app)


async def test_what_others_change_is_shown_and_the_marked_vendor_stays(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("c", "m", "b")
        before = said(app)
        assert "b Larkmere" not in text(app)
        for path in sorted((root / "vendors" / "acme-logistics").glob("*/*.partnership.toml")):
            path.unlink()
        [path] = (root / "vendors" / "borealis-packaging").glob("2026-q4/buyer.*.partnership.toml")
        seen_text = path.read_text("utf-8")
        save_text(root, path, re.sub("score = .", "score = 4", seen_text), seen_text)
        screen = app.screen
        assert isinstance(screen, MapScreen)
        screen.file_poll.poll()
        while not marked(app).startswith("a Borealis"):
            await pilot.pause(0.01)
        assert marked(app).startswith("a Borealis")
        assert said(app).startswith("Borealis Packaging: ")
        assert said(app) != before
        assert "given a score yet: Acme Logistics" in text(app)


async def test_where_nobody_has_been_assessed_the_map_says_so(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    for number in range(60):
        add_vendor(open_workspace(root), Vendor(name=f"Vendor {number}"))
    async with opened(root) as (app, pilot):
        await pilot.press("c", "m", "down", "a", "up")
        assert said(app) == "These vendors have no scores yet"
        found = text(app)
        await pilot.press("pagedown")
        found += text(app)
        assert set(re.findall("[0-9]+", found)) >= {f"{n}" for n in range(60)}


async def test_an_instrument_of_other_conditions_has_no_map(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    other_conditions(root, "")
    async with opened(root) as (app, pilot):
        await pilot.press("c", "m")
        assert "There is no map here" in seen(app)
        assert "Compare" in seen(app)


def test_the_footer_loses_no_key_and_no_key_is_bound_twice() -> None:
    keys = [key for key in MapScreen.KEYS if key.label]
    assert line_width(bar(keys)) <= 80
    assert all(0 < len(footer_label(key)) <= 6 for key in keys)
    pressed = [each for key in MapScreen.KEYS for each in key.keys.split(",")]
    assert len(pressed) == len(set(pressed))


def test_in_a_real_terminal_without_colours(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    terminal = Terminal(["--workspace", str(root)], {"NO_COLOR": "1"})
    terminal.until("12 vendors")
    terminal.press("cm")
    terminal.until("Exchange: mutual gains")
    terminal.press("i")
    terminal.until("Ilvane Robotics: exchange")
    shown = terminal.settle().splitlines()
    sized = Size(80, 21)
    where = field("\n".join(shown[1:]), sized.plot, sized.rows)
    # Acme Logistics and Dunmore Steel share one place.
    assert {letter for letter in TWELVE if letter in where} == set(TWELVE) - {"d"}
    assert all(len(where[letter]) == 1 for letter in where if letter in TWELVE)
    assert any("▸i Ilvane Robotics" in line for line in shown)
    assert "q back" in shown[-1]
    assert not COLOUR.search(terminal.received)
    terminal.press("qqq")
    assert terminal.ended() == 0


async def test_a_letter_has_the_colour_of_its_class_and_the_legend_its_sign(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(120, 40)) as (app, pilot):
        await pilot.press("c", "m", "b")
        looks = {}
        for line in chart(app).lines[1:36]:
            for span in line:
                if span.text.strip() in ("d", "e", "f"):
                    looks.setdefault(span.text.strip(), set()).add(span.look)
        # In the field and in the legend: a near partner, a partner, and a steady supplier.
        assert looks == {"d": {"note"}, "e": {"strong good"}, "f": {"strong"}}
        legend = {each.split()[0]: each for each in text(app).splitlines() if "Elderwick" in each}
        assert "● Partner" in next(iter(legend.values()))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_every_line_of_the_legend_has_the_sign_of_the_class(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(sample_workspace(tmp_path), size=size) as (app, pilot):
        await pilot.press("c", "m")
        classes = [
            span.text for line in chart(app).lines for span in line if span.text[:1] in "●◑◔○◊"
        ]
        assert len([each for each in classes if each]) >= len(TWELVE)
