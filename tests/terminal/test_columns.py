"""The portfolio's columns in two terminals with different tables of widths: pyte and tmux."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

NAMES = [
    *("␛␀ Esc", "“Acme” ‘x’ «y»", "%s %d %%", "$USER `x`", "👩\u200d🚀 Astro", "🇩🇪 DE", "☰ Tri"),
    *("①②㉈", "हिन्दी लि", "தமிழ்", "می\u200cخواهم", "각난", "☃\ufe0f ❤\ufe0f", "1\ufe0f\u20e3 one"),
    *("\U0001fae8 shake", "\ue0b0 line", "½ § ±", "Ａｃｍｅ", "𝍠 rod", "a\u0301\u0302 q", "؀ 123"),
    *("👍🏽 skin", "山田商事", "ᄀ jamo ᅡ", "ㅤ x", "\u00ad\u200bq", "＂wide＂", "Plain", "ᠮᠣ\u180eᠩ"),
]
SIZE = (110, 44)
# Shown as the verdict and in each of the four columns of scores of a vendor without any.
SIGN = "·"


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A workspace with vendors of these names, as an editor wrote them."""
    root = tmp_path / "named"
    root.mkdir()
    (root / "partnercheck.toml").write_text("")
    for number, name in enumerate(NAMES):
        folder = root / "vendors" / f"v{number:02}"
        folder.mkdir(parents=True)
        said = json.dumps(name, ensure_ascii=False)
        (folder / "vendor.toml").write_text(f"name = {said}\n", "utf-8")
    return root


def test_columns_line_up_in_pyte(named: Path) -> None:
    terminal = Terminal([], size=SIZE, here=named)
    terminal.until(f"{len(NAMES)} vendors", 60)
    terminal.until("山田商事", 60)
    terminal.settle()
    assert terminal.shown
    rows = [terminal._screen.buffer[y] for y in range(SIZE[1])]
    columns = [[x for x in range(SIZE[0]) if row[x].data == SIGN] for row in rows]
    shown = [found for found in columns if found]
    assert len(shown) == len(NAMES)
    assert len({tuple(found) for found in shown}) == 1
    terminal.press("q")
    assert terminal.ended(60) == 0


def test_columns_line_up_in_tmux(named: Path, tmp_path: Path) -> None:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not here")
    server = ["tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null", "-u"]
    state = f"XDG_STATE_HOME={shlex.quote(str(tmp_path / 'state'))}"
    python = shlex.quote(sys.executable)
    program = f"env -u COLUMNS -u LINES {state} LANG=C.UTF-8 {python} -m partnercheck"
    words = ["-x", str(SIZE[0]), "-y", str(SIZE[1]), "-c", str(named), program]
    subprocess.run([*server, "new-session", "-d", "-s", "columns", *words], check=True)
    try:
        places = [_cells_before_the_signs(server, line) for line in _settled(server)]
    finally:
        subprocess.run([*server, "kill-session", "-t", "columns"], check=False)
    assert len(places) == len(NAMES), places
    assert set(places) == {places[0]}
    assert int(places[0]) > 0


def _settled(server: list[str]) -> list[str]:
    """The vendors' rows as tmux shows them, once all are there."""
    deadline = time.monotonic() + 60
    rows: list[str] = []
    while time.monotonic() < deadline:
        done = subprocess.run(
            [*server, "capture-pane", "-p", "-t", "columns"], capture_output=True, check=False
        )
        lines = done.stdout.decode("utf-8", "replace").split("\n")
        rows = [line for line in lines if line.count(SIGN) == 5]
        if len(rows) == len(NAMES):
            break
        time.sleep(0.2)
    return rows


def _cells_before_the_signs(server: list[str], line: str) -> str:
    """How wide the text before the first sign is, by tmux's own table."""
    # A percent sign would be taken for a part of a date.
    before = line[: line.index(SIGN)].replace("%", "x")
    shown = subprocess.run(
        [*server, "display-message", "-p", "-t", "columns", f"#{{w:#{{l:{before}}}}}"],
        capture_output=True,
        check=False,
    )
    return shown.stdout.decode().strip()
