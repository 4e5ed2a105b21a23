"""Chinese, Japanese and Korean texts in reports: lines and columns by what is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from partnercheck.base.records import Vendor
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.vendors import add_vendor
from tests.support.running import ACME, Run

NAME = "山田商事とその子会社Kestrel株式会社（東京）"
WHY = "我们的供应商Kestrel提供冷链运输，每天早上六点到达partnercheck仓库。「很好」，他们说。" * 3


@pytest.fixture
def wide(workspace: Path) -> Path:
    opened = open_workspace(workspace)
    add_vendor(
        opened, Vendor(name=NAME, id="yamada", target="partner", target_why=WHY, objective=WHY)
    )
    return workspace


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_cut(
    width: int, wide: Path, run: Run
) -> None:
    narrow = {"COLUMNS": str(width)}
    for words in (
        ("compare", ACME, "yamada", "--width", str(width)),
        ("show", "yamada"),
        ("agenda", "yamada"),
    ):
        ran = run(*words, here=wide, environment=narrow)
        assert ran.code == 0, ran.err
        lines = ran.out.splitlines()
        assert max(map(cell_len, lines)) <= width, max(lines, key=cell_len)
        assert any("Kestrel" in line for line in lines)
        assert "".join(lines).count("Kestrel") == ran.out.replace("\n", "").count("Kestrel")
        for line in lines:
            shown = line.strip()
            assert shown[:1] not in set("，。」）"), line


def test_columns_of_a_comparison_stand_below_each_other(wide: Path, run: Run) -> None:
    words = ("compare", "yamada", ACME, "--width", "80")
    lines = run(*words, here=wide).out.splitlines()
    start = next(line for line in lines if "Acme Logistics" in line)
    column = cell_len(start[: start.index("Acme")])
    for line in lines:
        before = ""
        for char in line:
            if cell_len(before) >= column:
                break
            before += char
        assert cell_len(before) <= column
        assert before.endswith(" ") or cell_len(before) < column, line


def test_columns_of_the_list_stand_below_each_other(wide: Path, run: Run) -> None:
    lines = run("list", here=wide).out.splitlines()
    places = {cell_len(line[: line.index("2026-q4")]) for line in lines if "2026-q4" in line}
    assert len(places) == 1
    yamada = next(line for line in lines if line.startswith("山田"))
    head = lines[0]
    assert cell_len(yamada[: yamada.index("·")]) == cell_len(head[: head.index("Cult")])
