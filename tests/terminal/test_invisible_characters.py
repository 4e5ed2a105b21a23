"""Invisible characters are dropped from what is typed, pasted or edited; joiners stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.note_editor import ASSESS, editor, evidence
from tests.support.screens import small_workspace
from tests.support.terminal import Terminal

TEXT = "\ufeffpart\u00adner\u200bship \u202eمی\u200cخواهم ❤\ufe0f \U0001f469\u200d\U0001f4bb"
KEPT = "partnership می\u200cخواهم ❤\ufe0f \U0001f469\u200d\U0001f4bb"


@pytest.mark.parametrize("how", ["{}", "\x1b[200~{}\x1b[201~"], ids=["typed", "pasted"])
def test_evidence_has_what_can_be_seen(how: str, tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = Terminal(["--workspace", str(root), *ASSESS])
    terminal.until("Cultural alignment 1 of 7")
    terminal.press(f"3e{how.format(TEXT)}\r\x11")
    assert terminal.ended(30) == 0
    assert evidence(root) == KEPT


def test_evidence_from_an_editor_has_what_can_be_seen(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    (tmp_path / "text").write_text(TEXT)
    mine = editor(tmp_path, f'cp "{tmp_path / "text"}" "$2"\n')
    terminal = Terminal(["--workspace", str(root), *ASSESS], mine)
    terminal.until("Cultural alignment 1 of 7")
    terminal.press("3E")
    terminal.until("answered   saved")
    terminal.until("partnership")
    terminal.press("\x11")
    assert terminal.ended() == 0
    assert evidence(root) == KEPT
