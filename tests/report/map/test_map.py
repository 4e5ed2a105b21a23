"""The map: every vendor can be told apart, where its answers put it, at any size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from partnercheck.base.records import Vendor
from partnercheck.questionnaires.read import instruments
from partnercheck.questionnaires.records import Axis
from partnercheck.report.map.field import OPEN, MapLine, Piece, plain
from partnercheck.report.map.letters import MORE
from partnercheck.report.map.pages import MapPage, Size, pages
from partnercheck.report.map.places import LETTERS, places, refusal
from partnercheck.report.map.text import drawn, printed
from partnercheck.rules.records import ConditionVerdict, Verdict
from partnercheck.verdicts.judged import JudgedVendor, judge_vendors
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_round import Round
from partnercheck.workspace.read_vendor import VendorFiles, vendor_ids
from tests.support.map_fields import LEFT, cell, field, middles, other_conditions
from tests.support.running import Run

INSTRUMENT = instruments(Path("none"))[0]["partnership"]
SIZES = [(80, 21), (120, 36), (60, 9), (40, 21), (72, 16), (200, 50)]
Spans = tuple[tuple[float, float], ...]

scores = st.integers(0, 28).map(lambda points: points * 100 / 28)
pairs = st.tuples(scores, scores).map(lambda pair: (min(pair), max(pair)))
points = scores.map(lambda score: (score, score))
spans = st.one_of(st.tuples(*[points] * 4), st.tuples(*[pairs] * 4))
names = st.sampled_from(
    [
        "Acme",
        "株式会社サンプル",
        "한국 물류",
        "Émile & Fils",
        "A name longer than any column has room for",
    ]
)
vendor_lists = st.lists(st.tuples(names, spans), min_size=1, max_size=40)


def made(name: str, conditions: Spans, sides: bool = True) -> JudgedVendor:
    """A vendor whose conditions have these low and high scores."""
    verdicts = tuple(
        ConditionVerdict(each.id, low, high, "weak", "present")
        for each, (low, high) in zip(INSTRUMENT.conditions, conditions, strict=True)
    )
    is_open = any(low < high for low, high in conditions)
    verdict = Verdict(
        worst_class="supplier",
        best_class="partner" if is_open else "supplier",
        conditions=verdicts,
        sides=("buyer",) if sides else (),
    )
    return JudgedVendor(INSTRUMENT, VendorFiles(Vendor(name=name, id=name)), Round(), verdict)


def at(each: float) -> Spans:
    return ((each, each),) * 4


def parts(line: MapLine) -> list[tuple[int, Piece]]:
    """The pieces of a line with the cells where they start."""
    found, start = [], 0
    for piece in line:
        found.append((start, piece))
        start += cell_len(piece.text)
    return found


def labels_on_field(lines: Sequence[MapLine], size: Size) -> list[tuple[int, int, str]]:
    """Row, column and text of each letter and `+` on the field."""
    return [
        (row, start - LEFT + match.start(), match[0])
        for row, line in enumerate(lines[1 : size.rows + 1])
        for start, piece in parts(line)
        if piece.kind in {"label", "open"} and start < size.plot
        for match in re.finditer("[+]|[a-zA-Z]+", piece.text)
    ]


def check_page(page: MapPage, size: Size, lines: Sequence[MapLine], cells: int) -> None:
    """Each letter is where its vendor stands; where several stand, there is one, with a `+`."""
    found = labels_on_field(lines, size)
    columns = (size.plot - LEFT) // cells
    standing: dict[tuple[int, int], list[str]] = {}
    for place in page.places:
        across, up = middles(place.judged)
        where = size.rows - 1 - cell(up, size.rows), cell(across, columns) * cells
        standing.setdefault(where, []).append(place.label)
    letters = {(row, column): text for row, column, text in found if text != MORE}
    assert letters.keys() == standing.keys()
    assert all(letters[where] in here for where, here in standing.items())
    shared = sum(len(here) > 1 for here in standing.values())
    assert sum(text == MORE for _, _, text in found) == shared


def check_legend(page: MapPage, lines: Sequence[MapLine], size: Size) -> None:
    """Every vendor has a line with its letter, its name as far as it fits, and its class."""
    shown = [plain(line) for line in lines]
    for place in page.places:
        own = [
            piece.text.rstrip()
            for line in lines
            for _, piece in parts(line)
            if piece.kind == "name" and piece.label == place.label
        ]
        assert len(own) == 1
        assert own[0] == place.name or place.name.startswith(own[0].removesuffix("…").rstrip())
        line = next(
            each for each in shown if re.search(f"[ ▸]{place.label} +{re.escape(own[0])}", each)
        )
        assert "◊" in line if place.mark.open else "○" in line


@pytest.mark.parametrize("size", SIZES)
@settings(deadline=None, max_examples=40)
@given(found=vendor_lists, here=st.integers(0, 39))
def test_whatever_the_vendors_each_is_on_the_map_and_in_the_legend(
    size: tuple[int, int], found: list[tuple[str, Spans]], here: int
) -> None:
    vendors = [made(name, conditions) for name, conditions in found]
    sized = Size(*size)
    shown = pages(vendors, sized)
    assert [each for page in shown for each in page.labels] == list(LETTERS[: len(vendors)])
    for page in shown:
        marked = page.labels[here % len(page.labels)]
        lines = drawn(INSTRUMENT, page, sized, marked)
        assert max(cell_len(plain(line)) for line in lines) <= sized.width
        assert len(lines) <= max(sized.height, 9)
        check_page(page, sized, lines, 1)
        check_legend(page, lines, sized)
        assert sum("▸" in plain(line) for line in lines) == 1


@settings(deadline=None, max_examples=30)
@given(found=vendor_lists, size=st.sampled_from(SIZES))
def test_the_printed_map_has_every_name_and_every_range(
    found: list[tuple[str, Spans]], size: tuple[int, int]
) -> None:
    vendors = [made(f"{n} {name}", conditions) for n, (name, conditions) in enumerate(found)]
    text = printed(vendors, Size(*size))
    assert max(map(cell_len, text.splitlines())) <= size[0]
    for place in places(vendors):
        assert f"{place.label} {place.name[:3].strip()}" in text
    assert text.count("exchange ") == sum(place.mark.open for place in places(vendors))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [2, 3, 12, 40])
def test_of_vendors_in_one_place_the_selected_one_is_shown_with_a_plus(
    size: tuple[int, int], count: int
) -> None:
    sized = Size(*size)
    for corner in (0.0, 50.0, 100.0):
        vendors = [made(f"Vendor {n}", at(corner)) for n in range(count)]
        for page in pages(vendors, sized):
            for selected in page.labels:
                lines = drawn(INSTRUMENT, page, sized, selected)
                check_page(page, sized, lines, 1)
                found = labels_on_field(lines, sized)
                (row, column, _), *plus = [each for each in found if each[2] != MORE] + [
                    each for each in found if each[2] == MORE
                ]
                assert selected in {text for _, _, text in found}
                assert [(r, abs(c - column)) for r, c, _ in plus] == [(row, 1)] * len(plus)
            assert bool(plus) == (len(page.places) > 1)


def test_the_key_of_the_map_names_the_vendors_in_one_place() -> None:
    vendors = [made(f"Vendor {n}", at(50)) for n in range(3)]
    sized = Size(80, 21)
    [page] = pages(vendors, sized)
    text = "\n".join(plain(line) for line in drawn(INSTRUMENT, page, sized))
    assert "+ a, b and c share one place" in text


def test_the_letter_of_an_open_vendor_has_a_kind_of_its_own() -> None:
    point, wide = made("Point", at(30)), made("Box", ((40, 80),) * 4)
    sized = Size(80, 21)
    [page] = pages([point, wide], sized)
    lines = drawn(INSTRUMENT, page, sized)
    kinds = {(piece.text.strip(), piece.kind) for line in lines for piece in line if piece.label}
    assert {("a", "label"), ("b", "open")} <= kinds
    text = "\n".join(map(plain, lines))
    assert "bold: exact place   plain: mid-range" in text
    assert "?" not in text


def test_the_line_around_a_range_keeps_away_from_letters() -> None:
    wide, inside = made("Box", ((40, 80),) * 4), made("On the line", ((60, 60), (80, 80)) * 2)
    sized = Size(80, 21)
    [page] = pages([wide, made("Edge", ((80, 80), (60, 60), (60, 60), (80, 80))), inside], sized)
    field = [plain(line)[: sized.plot] for line in drawn(INSTRUMENT, page, sized, "a")]
    [top] = [line for line in field if "b" in line and "━" in line]
    assert "━ b ━" in top


def test_labels_of_two_letters_do_not_run_together() -> None:
    count = len(LETTERS) + 30
    vendors = [made(f"Vendor {n}", at(n * 100 / count)) for n in range(count)]
    sized = Size(120, 36)
    last = pages(vendors, sized)[-1]
    assert {len(label) for label in last.labels} == {2}
    lines = drawn(INSTRUMENT, last, sized)
    check_page(last, sized, lines, 3)
    field = " ".join(without_names(line)[LEFT : sized.plot] for line in lines[1 : sized.rows + 1])
    assert set(re.findall("[a-zA-Z]+", field)) <= set(last.labels)


def without_names(line: MapLine) -> str:
    """A line of the map, with blanks for the names of its regions."""
    return "".join(" " * len(p.text) if p.kind == "region" else p.text for p in line)


def region_texts(lines: Sequence[MapLine]) -> str:
    """The names of the map's regions, line by line."""
    return " ".join(p.text for line in lines for p in line if p.kind == "region")


@pytest.mark.parametrize("size", [(80, 21), (120, 36), (200, 56)])
def test_the_corners_are_named_in_words(size: tuple[int, int]) -> None:
    vendors = [made("Middle", at(50))]
    [page] = pages(vendors, Size(*size))
    named = region_texts(drawn(INSTRUMENT, page, Size(*size)))
    for words in ("Bond only", "every", "Neither", "Exchange"):
        assert words in named
    texts = printed(vendors, Size(*size))
    assert "Bond only" in texts
    assert "Neither" in texts


def test_no_letter_and_no_range_cuts_the_name_of_a_corner() -> None:
    corners = [((5, 5),) * 4, ((98, 98),) * 4, ((2, 2),) * 4, ((0, 100),) * 4]
    vendors = [made(f"Vendor {n}", each) for n, each in enumerate(corners)]
    sized = Size(80, 21)
    [page] = pages(vendors, sized)
    words = {"Bond", "only", "every", "Partner", "is", "here", "Neither", "Exchange"}
    for selected in page.labels:
        named = region_texts(drawn(INSTRUMENT, page, sized, selected))
        assert set(named.split()) <= words
    wide = [made("Wide", ((0, 100),) * 4)]
    [page] = pages(wide, sized)
    assert "Neither" in region_texts(drawn(INSTRUMENT, page, sized))
    assert "Neither" not in region_texts(drawn(INSTRUMENT, page, sized, "a"))


def box_of(vendors: list[JudgedVendor], selected: str) -> str:
    """The characters of the boxes on the only page."""
    sized = Size(80, 21)
    [page] = pages(vendors, sized)
    lines = drawn(INSTRUMENT, page, sized, selected)
    return "".join(p.text for line in lines for p in line if p.kind == "box")


def test_only_the_selected_vendor_has_a_box_and_only_if_it_is_open() -> None:
    point, wide = made("Point", at(30)), made("Box", ((40, 80),) * 4)
    flat = made("Flat", ((60, 60), (20, 90), (20, 90), (60, 60)))
    upright = made("Upright", ((20, 90), (60, 60), (60, 60), (20, 90)))
    vendors = [point, wide, flat, upright]
    assert box_of(vendors, "") == ""
    assert box_of(vendors, "a") == ""
    assert all(box_of(vendors, "b").count(corner) == 1 for corner in "┏┓┗┛")
    assert re.fullmatch("┣━*┫", box_of(vendors, "c").replace("?", "━"))
    assert set(box_of(vendors, "d")) == set("┳┃┻")


def test_a_vendor_that_is_open_has_a_sign_that_no_settled_one_has() -> None:
    sized = Size(80, 21)
    point, wide = made("Point", at(30)), made("Box", ((40, 80),) * 4)
    [place] = places([wide])
    assert place.ranges == "exchange 40–80, bond 40–80"
    text = printed([point, wide], sized)
    assert re.search("[?]b|b[?]", text)
    assert not re.search("[?]a|a[?]", text)
    assert "? open: the middle of its range" in text
    assert "exchange 40–80, bond 40–80, ours" in text
    settled = printed([point], sized)
    assert "?" not in settled
    assert "exchange" not in settled


def test_vendors_of_which_one_is_open_share_its_sign() -> None:
    point, wide = made("Point", at(60)), made("Box", ((40, 80),) * 4)
    text = printed([point, wide], Size(80, 21))
    assert "? where a and b stand" in text
    assert "?ab" in text


def test_in_print_a_vendor_alone_has_its_box_and_others_have_none() -> None:
    sized = Size(80, 21)
    wide, point = made("Box", ((40, 80),) * 4), made("Point", at(30))
    alone = printed([wide], sized)
    assert "┏━" in alone.partition("Exchange: ")[0]
    assert "where the selected vendor may be" in alone
    assert "┏" not in printed([wide, point], sized)


def test_vendors_that_are_not_assessed_are_named_below() -> None:
    sized = Size(80, 21)
    vendors = [made(f"Vendor {n}", at(50), sides=n != 1) for n in range(3)]
    text = " ".join(printed(vendors, sized).split())
    assert "Not on the map, because nobody has" in text
    assert "given a score yet: Vendor 1" in text
    assert [place.name for place in places(vendors)] == ["Vendor 0", "Vendor 2"]
    nobody = [made(f"Vendor {n}", at(50), sides=False) for n in range(40)]
    shown = "\n".join(
        plain(line) for page in pages(nobody, sized) for line in drawn(INSTRUMENT, page, sized)
    )
    assert set(re.findall("Vendor|\\d+", shown)) >= {f"{n}" for n in range(40)}


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40)])
def test_the_samples_on_the_command_line_are_told_apart_without_colour(
    samples: Path, run: Run, width: int, height: int
) -> None:
    there = {"NO_COLOR": "1", "COLUMNS": f"{width}", "LINES": f"{height}"}
    ran = run("compare", "--map", here=samples, environment=there)
    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" not in ran.out
    assert max(map(cell_len, ran.out.splitlines())) <= width
    assert len(ran.out.splitlines()) < height
    workspace = open_workspace(samples)
    vendors = list(judge_vendors(workspace, vendor_ids(workspace)))
    sized = Size(width, height - 1)
    where = field(ran.out, sized.plot, sized.rows)
    signs = where.pop(OPEN)
    assert sorted(where) == list("abcdefghijk")
    assert all(len(cells) == 1 for cells in where.values())
    assessed = [each for each in vendors if each.verdict.assessed]
    for letter, vendor in zip("abcdefghijk", assessed, strict=True):
        across, up = middles(vendor)
        column = cell(across, sized.plot - LEFT)
        row = sized.rows - 1 - cell(up, sized.rows)
        [cells] = where[letter]
        if any(c.low < c.high for c in vendor.verdict.conditions):
            assert (row, column) in signs
            assert max(abs(cells[0] - row), abs(cells[1] - column)) == 1
        else:
            assert cells == (row, column)
        assert f" {letter} {vendor.vendor.name[:14]}" in ran.out
    assert "Larkmere Energy" in ran.out


def test_the_samples_stand_where_their_answers_put_them(samples: Path) -> None:
    workspace = open_workspace(samples)
    vendors = list(judge_vendors(workspace, vendor_ids(workspace)))
    for place in places(vendors):
        mark = place.mark
        across, up = middles(place.judged)
        assert mark.across.middle == pytest.approx(float(across))
        assert mark.up.middle == pytest.approx(float(up))
        settled = all(c.low == c.high for c in place.judged.verdict.conditions)
        assert mark.open is not settled


def test_the_map_takes_names_and_a_round_and_comes_in_markdown(samples: Path, run: Run) -> None:
    two = ("compare", "acme-logistics", "Cobalt Cloud", "--map")
    ran = run(*two, here=samples)
    assert " a Acme Logistics" in ran.out
    assert " b Cobalt Cloud" in ran.out
    assert "Borealis" not in ran.out
    earlier = run(*two, "--round", "2026-q3", here=samples)
    assert earlier.code == 0
    assert earlier.out != ran.out
    block = run(*two, "--format", "markdown", here=samples)
    first, *lines, last = block.out.splitlines()
    assert (first, last) == ("```text", "```")
    assert max(map(cell_len, lines)) <= 80
    narrow = run(*two, "--width", "40", here=samples)
    assert max(map(cell_len, narrow.out.splitlines())) <= 40
    for kind in ("json", "csv"):
        refused = run(*two, "--format", kind, here=samples)
        assert refused.code == 2
        assert "--map works with text and markdown" in refused.err
    nobody = run("compare", "--map", "--round", "2020", here=samples)
    assert nobody.code == 0
    assert "Nobody has answered in 2020" in nobody.err
    assert "Acme Logistics" in nobody.out


def test_an_empty_workspace_has_an_empty_map(tmp_path: Path, run: Run) -> None:
    assert run("init").code == 0
    for kind in ("text", "markdown"):
        ran = run("compare", "--map", "--format", kind)
        assert (ran.code, ran.out) == (0, "")
        assert "`partnercheck add VENDOR`" in ran.err


def test_a_name_of_backticks_stays_inside_its_block(workspace: Path, run: Run) -> None:
    for vendor in ("acme-logistics", "borealis-packaging"):
        (workspace / "vendors" / vendor / "vendor.toml").write_text('name = "````"\n')
    lines = run("compare", "--map", "--format", "markdown", here=workspace).out.splitlines()
    assert lines[0] == "`````text"
    assert lines[-1] == "`````"


def test_an_instrument_of_other_conditions_without_axes_has_no_map(samples: Path, run: Run) -> None:
    other_conditions(samples, "")
    ran = run("compare", "--map", here=samples)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no map here" in ran.err
    assert "[[axes]]" in ran.err
    assert "Wit" in run("compare", here=samples).out


def test_an_instrument_of_other_conditions_with_axes_has_its_own_map(
    samples: Path, run: Run
) -> None:
    axes = [("Play", '"wit"'), ("Work", '"gains", "culture"')]
    other_conditions(
        samples,
        "".join(f'[[axes]]\nname = "{name}"\nconditions = [{ids}]\n' for name, ids in axes),
    )
    ran = run("compare", "--map", here=samples)
    assert (ran.code, ran.err) == (0, "")
    assert "Work: mutual gains and cultural alignment" in ran.out
    assert "Play: wit" in ran.out
    assert re.search("play [0-9]+–[0-9]+, work ", ran.out)


def test_axes_without_conditions_make_no_map() -> None:
    assert refusal(INSTRUMENT) == ""
    across, up = INSTRUMENT.axes
    for axes in ((), (across,), (across, Axis("Bond", ())), (up, Axis("Wit", ("wit",)))):
        assert INSTRUMENT.name in refusal(replace(INSTRUMENT, axes=axes))
