"""A form takes a moment to open: the screen says so at once."""

from pathlib import Path

from tests.support.screens import small_workspace
from tests.support.terminal import Terminal


def test_the_screen_says_that_a_form_is_being_opened(tmp_path: Path) -> None:
    terminal = Terminal(["--workspace", str(small_workspace(tmp_path))])
    terminal.until("Acme Logistics")
    terminal.settle()
    received = len(terminal.received)
    terminal.press("R")
    terminal.until("Edit Acme Logistics")
    before, _, _ = terminal.received[received:].partition(b"Edit Acme")
    assert "Opening …" in before.decode("utf-8", "replace")
    terminal.press("\x1b")
    terminal.until("1 vendor")
    assert "Opening" not in terminal.settle()
    terminal.press("q")
    assert terminal.ended() == 0
