"""In a real terminal: dropped connections, signals, colours, terminals that cannot draw."""

import os
import re
import signal
from pathlib import Path

import pytest
import tomli

from tests.support.screens import alices_file, sample_workspace, small_workspace
from tests.support.terminal import Terminal

COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
OWN_POINTER = re.compile(rb"\x1b\]22;[a-z]*\x07")  # Textual sets the mouse pointer
ASSESS = ["assess", "acme-logistics", "--as", "buyer", "--respondent", "Alice Moreau"]


def evidence(root: Path) -> dict[str, object]:
    found = tomli.loads(alices_file(root).read_text())["answers"]["culture-decisions"]
    assert isinstance(found, dict)
    return found


def test_a_closed_terminal_loses_no_answer_and_no_text(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = Terminal(["--workspace", str(root), *ASSESS])
    terminal.until("Cultural alignment 1 of 7")
    terminal.press("3e")
    terminal.until("saves it")
    terminal.press("They told us in Aug")
    terminal.until("told us in Aug")
    terminal.hang_up()
    assert terminal.ended() == 128 + signal.SIGHUP
    assert (evidence(root)["score"], evidence(root)["evidence"]) == (3, "They told us in Aug")
    again = Terminal(["--workspace", str(root), *ASSESS])
    again.until("Cultural alignment 2 of 7")
    again.press("q")
    again.until("1 vendor")
    again.press("q")
    assert again.ended() == 0


@pytest.mark.parametrize("keys", ["", "?", "n", "a", "c"])
def test_a_signal_on_any_screen_ends_in_order(tmp_path: Path, keys: str) -> None:
    terminal = Terminal(["--workspace", str(sample_workspace(tmp_path))])
    terminal.until("12 vendors")
    terminal.press(keys)
    terminal.settle()
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    assert b"\x1b[?1049l" in terminal.received


@pytest.mark.parametrize("name", ["xterm", "screen-256color", "xterm-256color", "linux", "vt100"])
def test_the_screens_draw_on_common_terminals(tmp_path: Path, name: str) -> None:
    terminal = Terminal(["--workspace", str(sample_workspace(tmp_path))], {"TERM": name})
    shown = terminal.until("12 vendors")
    shown = terminal.settle()
    assert "Near partner" in shown
    assert "q quit" in shown
    terminal.press("q")
    assert terminal.ended() == 0


def colours(root: Path, environment: dict[str, str]) -> set[bytes]:
    terminal = Terminal(["--workspace", str(root)], environment)
    terminal.until("12 vendors")
    for keys, shows in (
        ("\x1b[B", "In our view, Borealis"),
        (" c", "Compare"),
        ("?", "Help"),
    ):
        terminal.press(keys)
        terminal.until(shows)
    terminal.settle()
    os.kill(terminal.pid, signal.SIGTERM)
    terminal.ended()
    return {match[0] for match in COLOUR.finditer(terminal.received)}


def test_no_color_sends_no_colour_code_and_an_empty_one_means_nothing(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    assert colours(root, {"NO_COLOR": "1"}) == set()
    assert colours(root, {"NO_COLOR": ""}) == colours(root, {}) != set()


def test_a_dumb_terminal_is_told_what_to_use_instead(tmp_path: Path) -> None:
    terminal = Terminal(["--workspace", str(sample_workspace(tmp_path))], {"TERM": "dumb"})
    assert terminal.ended() == 2
    assert b"partnercheck compare" in terminal.received
    assert b"\x1b" not in terminal.received


def test_no_control_byte_of_a_name_or_a_text_reaches_the_terminal(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    bad = '"\\u001b]0;owned\\u0007\\u009b31m\\u202e\\u0000x"'
    description = root / "vendors/acme-logistics/vendor.toml"
    text = re.sub(r'name = ".*"', f"name = {bad}".replace("\\", "\\\\"), description.read_text())
    description.write_text(text)
    for file in (root / "vendors/acme-logistics/2026-q4").glob("buyer*"):
        lines = file.read_text()
        file.write_text(
            re.sub(r'evidence = ".*"', f"evidence = {bad}".replace("\\", "\\\\"), lines)
        )
    terminal = Terminal(["--workspace", str(root)])
    terminal.until("12 vendors")
    for keys in ("j", "k", " c", "q", "a", "\x13", "g", "q", "\x10"):
        terminal.press(keys)
        terminal.settle()
    os.kill(terminal.pid, signal.SIGTERM)
    terminal.ended()
    received = OWN_POINTER.sub(b"", terminal.received)
    assert b"owned" in received
    for hostile in (b"\x1b]0;owned", b"\x07", b"\x00", "\x9b".encode(), "\u202e".encode()):
        at = received.find(hostile)
        assert at < 0, received[max(0, at - 80) : at + 20]
