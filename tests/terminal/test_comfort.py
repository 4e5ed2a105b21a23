"""What a person has chosen, the terminal's own cursor, and the person's own editor."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.support.note_editor import ASSESS, editor, evidence
from tests.support.screens import alices_file, sample_workspace, small_workspace
from tests.support.terminal import Terminal

DOWN, MOUSE, HIDE, SHOW = "\x1b[B", b"\x1b[?1000h", b"\x1b[?25l", b"\x1b[?25h"


def continue_note_in_editor(terminal: Terminal) -> None:
    """Score the first question, write a note, and open the editor with it."""
    terminal.until("Cultural alignment 1 of 7")
    terminal.press("3eIn May")
    terminal.until("In May")
    terminal.press("\x0f")


def configured(home: Path, text: str) -> dict[str, str]:
    """The environment of a person who has this in the configuration file."""
    folder = home / "partnercheck"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(text)
    return {"XDG_CONFIG_HOME": str(home)}


def test_the_cursor_of_the_terminal_is_where_the_keys_act(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path / "root")
    terminal = Terminal(["--workspace", str(root)])
    terminal.until("12 vendors")
    for _ in range(3):
        terminal.press(DOWN)
        shown = terminal.settle().splitlines()
        assert shown[terminal.cursor.y].startswith("▸")
        assert terminal.cursor.x == 2
    terminal.press("/acme")
    shown = terminal.settle().splitlines()
    assert shown[terminal.cursor.y].startswith(" Find: acme")
    assert terminal.cursor.x == len(" Find: acme")
    terminal.press("\ra")
    terminal.until("Who answers")
    terminal.press("Zoe\t")
    shown = terminal.settle().splitlines()
    assert shown[terminal.cursor.y][terminal.cursor.x :].startswith("(•) buyer")
    terminal.press("\x13")
    terminal.until(" 1 of 7")
    terminal.press("3")
    shown = terminal.settle().splitlines()
    assert shown[terminal.cursor.y].startswith(" ▸ 3")
    terminal.press("e")
    terminal.press("In May")
    shown = terminal.settle().splitlines()
    assert shown[terminal.cursor.y].strip() == "In May"
    assert terminal.cursor.x == len(" In May")
    terminal.press("\x11")
    assert terminal.ended() == 0


def test_a_person_can_have_the_cursor_seen_and_the_mouse_left_alone(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    usual = Terminal(["--workspace", str(root)])
    usual.until("Acme Logistics")
    assert MOUSE in usual.received
    assert usual.received.rindex(HIDE) > usual.received.rfind(SHOW)
    usual.press("\x11")
    assert usual.ended() == 0
    chosen = configured(tmp_path / "home", "mouse = false\ncursor = true\n")
    for terminal in (
        Terminal(["--workspace", str(root)], chosen),
        Terminal(["--workspace", str(root), "--no-mouse"], chosen),
        Terminal(["--no-mouse", *ASSESS, "--workspace", str(root)], chosen),
    ):
        terminal.until("Acme Logistics")
        terminal.settle()
        assert MOUSE not in terminal.received
        assert terminal.received.rindex(SHOW) > terminal.received.rindex(HIDE)
        terminal.press("\x11")
        assert terminal.ended() == 0


def test_keys_and_theme_come_from_the_person_s_own_file(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    text = 'theme = "nord"\n[keymap]\n"portfolio.new" = "f4"\n"portfolio.sort" = "u"\n'
    terminal = Terminal(["--workspace", str(root)], configured(tmp_path / "home", text))
    assert "F4 new" in terminal.until("Acme Logistics")
    terminal.press("\x1bOS")
    terminal.until("only the name is needed")
    assert b"\x1b[38;2;" in terminal.received or b"\x1b[38;5;" in terminal.received
    terminal.press("\x1b")
    terminal.until("F4 new")
    terminal.press("u")
    terminal.until("Sort by")
    terminal.press("\x11")
    assert terminal.ended() == 0


def test_a_terminal_of_sixteen_colours_gets_its_own(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    chosen = configured(tmp_path / "home", 'theme = "nord"\n')
    terminal = Terminal(["--workspace", str(root)], chosen | {"TERM": "xterm-16color"})
    terminal.until("Acme Logistics")
    terminal.settle()
    assert b"8;5;" not in terminal.received
    assert b"8;2;" not in terminal.received
    terminal.press("\x11")
    assert terminal.ended() == 0


def test_what_happened_can_be_written_in_the_person_s_own_editor(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    script = """stat -c %a "$2" > "$0.mode"; cat "$2" > "$0.had"; tty > "$0.tty"
printf '%s\\nand the second line' "$(cat "$2")" > "$0.new"; cp "$0.new" "$2"
"""
    mine = editor(tmp_path, script)
    terminal = Terminal(["--workspace", str(root), *ASSESS], mine)
    terminal.until("Cultural alignment 1 of 7")
    terminal.press("3")
    terminal.until("1 of 28 answered   saved")
    terminal.press("eIn May")
    terminal.until("In May")
    terminal.press("\x0f")
    terminal.until("and the second line")
    terminal.until("saved")
    assert evidence(root) == "In May\nand the second line"
    assert (tmp_path / "my editor.had").read_text() == "In May"
    assert (tmp_path / "my editor.mode").read_text() == "600\n"
    assert (tmp_path / "my editor.tty").read_text().startswith("/dev/")
    terminal.press("E")
    terminal.until("saved")
    terminal.settle()
    assert evidence(root).count("second line") == 2
    terminal.press("\r2")
    terminal.until("2 of 28 answered   saved")
    terminal.press("\x11")
    assert terminal.ended() == 0
    left = [each.name for each in (tmp_path / "state").rglob("*.txt")]
    assert left == []


@pytest.mark.parametrize(
    ("script", "told"), [("exit 3\n", "with status 3"), ("kill -9 $$\n", "status -9")]
)
def test_an_editor_that_fails_changes_nothing_and_the_text_stays(
    script: str, told: str, tmp_path: Path
) -> None:
    root = small_workspace(tmp_path / "root")
    terminal = Terminal(["--workspace", str(root), *ASSESS], editor(tmp_path, script))
    continue_note_in_editor(terminal)
    terminal.until(told)
    assert "In May" in terminal.shown
    terminal.press("\r")
    terminal.until("answered   saved")
    assert evidence(root) == "In May"
    terminal.press("\x11")
    assert terminal.ended() == 0
    assert [each.name for each in (tmp_path / "state").rglob("*.txt")] == []


def test_without_an_editor_it_is_said_how_to_name_one(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    nobody = {"EDITOR": "", "VISUAL": ""}
    terminal = Terminal(["--workspace", str(root), *ASSESS], nobody)
    terminal.until("Cultural alignment 1 of 7")
    terminal.press("E")
    terminal.until("No editor is set: set EDITOR")
    terminal.press("\x11")
    assert terminal.ended() == 0


def test_an_editor_that_is_killed_with_its_terminal_loses_no_draft(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    mine = editor(tmp_path, 'touch "$0.begun"; sleep 60\n')
    terminal = Terminal(["--workspace", str(root), *ASSESS], mine)
    continue_note_in_editor(terminal)
    while not (tmp_path / "my editor.begun").exists():
        terminal.read()
    terminal.hang_up()
    terminal.ended()
    assert os.path.exists(alices_file(root))
    again = Terminal(["--workspace", str(root), *ASSESS], mine)
    again.until("Acme Logistics")
    shown = again.settle()
    assert evidence(root) == "In May" or "In May" in shown
    again.press("\x11")
    again.settle()
    again.hang_up()
    again.ended()


@pytest.mark.parametrize("moment", ["suspending", "before", "while"])
def test_a_signal_at_the_start_of_an_editor_ends_both(moment: str, tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    mine = editor(tmp_path, 'echo $$ > "$0.begun"; exec sleep 600\n')
    program = (sys.executable, "-m", "tests.support.broken_program", moment)
    terminal = Terminal([*ASSESS, "--workspace", str(root)], mine, command=program)
    continue_note_in_editor(terminal)
    assert terminal.ended(seconds=60) == 128 + signal.SIGHUP
    assert evidence(root) == "In May"
    begun = tmp_path / "my editor.begun"
    if begun.exists() and begun.read_text():
        with pytest.raises(ProcessLookupError):
            os.kill(int(begun.read_text()), 0)


def test_what_keys_send_is_the_editor_s_alone(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    script = """trap 'printf " and Ctrl+C" >> "$2"' INT; trap 'printf " and Ctrl+\\\\" >> "$2"' QUIT
: > "$0.begun"; until read -r line && [ "$line" = done ]; do :; done
"""
    terminal = Terminal(["--workspace", str(root), *ASSESS], editor(tmp_path, script))
    continue_note_in_editor(terminal)
    while not (tmp_path / "my editor.begun").exists():
        terminal.read()
    (file,) = (tmp_path / "state").rglob("*.txt")
    for key, written in (("\x03", "In May and Ctrl+C"), ("\x1c", "Ctrl+C and Ctrl+\\")):
        terminal.press(key)
        while not file.read_text().endswith(written):
            terminal.read()
    terminal.press("done\r")
    terminal.until("answered   saved")
    assert evidence(root) == "In May and Ctrl+C and Ctrl+\\"
    terminal.press("\x11")
    assert terminal.ended() == 0


def test_keys_around_an_editor_end_nothing(tmp_path: Path) -> None:
    """While the screens have left the terminal, its keys send signals; the editor may be gone."""
    root = small_workspace(tmp_path / "root")
    mine = editor(tmp_path, 'printf ", written there" >> "$2"\n')
    program = (sys.executable, "-m", "tests.support.broken_program", "keys around the editor")
    terminal = Terminal([*ASSESS, "--workspace", str(root)], mine, command=program)
    continue_note_in_editor(terminal)
    terminal.until("answered   saved")
    assert evidence(root) == "In May, written there"
    terminal.press("\x11")
    assert terminal.ended() == 0


def test_an_editor_that_ignores_the_end_is_ended(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    script = """trap '' TERM HUP; printf ', saved there' >> "$2"; : > "$0.begun"
while :; do sleep 0.1; done
"""
    terminal = Terminal(["--workspace", str(root), *ASSESS], editor(tmp_path, script))
    continue_note_in_editor(terminal)
    while not (tmp_path / "my editor.begun").exists():
        terminal.read()
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended(seconds=60) == 128 + signal.SIGTERM
    assert evidence(root) == "In May, saved there"


@pytest.mark.parametrize("named", ["no-such-editor", "/tmp", "~/nothing -x"])
def test_an_editor_that_is_not_there_leaves_the_screen_as_it_is(named: str, tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "root")
    mine = {"EDITOR": named, "VISUAL": "", "XDG_STATE_HOME": str(tmp_path / "state")}
    terminal = Terminal(["--workspace", str(root), *ASSESS], mine)
    continue_note_in_editor(terminal)
    terminal.until("cannot be used")
    assert "In May" in terminal.shown
    terminal.press("\r2")
    terminal.until("▸ 2")
    terminal.until("1 of 28 answered")
    assert evidence(root) == "In May"
    terminal.press("\x11")
    assert terminal.ended() == 0
    assert [each.name for each in (tmp_path / "state").rglob("*.txt")] == []


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ('rm "$2"; mkfifo "$2"\n', "it is a pipe, not a file"),
        ('ln -sf /dev/zero "$2"\n', "it is a device, not a file"),
        ('rm "$2"; mkdir "$2"\n', "it is a folder, not a file"),
        ('rm "$2"\n', "No such file or directory"),
        ('head -c 2000000 /dev/zero > "$2"\n', "is larger than 1 MiB"),
    ],
)
def test_an_editor_that_leaves_no_text_is_told_and_the_text_stays(
    script: str, told: str, tmp_path: Path
) -> None:
    root = small_workspace(tmp_path / "root")
    terminal = Terminal(["--workspace", str(root), *ASSESS], editor(tmp_path, script))
    continue_note_in_editor(terminal)
    terminal.until(told)
    assert "In May" in terminal.shown
    terminal.press("\r")
    terminal.until("answered   saved")
    assert evidence(root) == "In May"
    terminal.press("\x11")
    assert terminal.ended() == 0
