"""What is pasted is text, whatever is in it; and what is typed too late does nothing."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
import tomli
from textual import events

from partnercheck.app.shared.form_page import FormPage
from partnercheck.app.terminal.input import SEQUENCE_SECONDS, TerminalInput
from tests.support.every_screen import OF_A_FORM, every_screen
from tests.support.hostile_screens import SAVE, SIZE, WAYS, arrived, back_to_portfolio, reached
from tests.support.hostile_terminal import started
from tests.support.hostile_texts import ALL, unsafe
from tests.support.screens import alices_file, small_workspace

PASTE = "\x1b[200~{}\x1b[201~"
# Keys that leave, save, quit, open and move; sequences; more letters than any sequence has.
NASTY = f"\x1b[31;7;4242mq?n\x1b[A\x1b\x1bOQ\x13\x11\x1b]0;PWNED-50\x07\x1b{'q' * 40}\x9b31m\u202e"
LINES = "\nsecond\r\nq\r\t3\x1b[Bthird\x03\x04\x1a"
SHOWN = "␛[31;7;4242mq?n␛[A␛␛OQ␓␑"
# What is seen of it in a field, wherever that is scrolled to.
MIDDLE = f"mq?n␛[A␛␛OQ␓␑␛]0;PWNED-50␇␛{'q' * 20}"
FIELDS: Mapping[str, int] = {
    "SetupScreen": 6,
    "DecideScreen": 4,
    "RequestScreen": 9,
    "GoalForm": 9,
    "MeetingForm": 6,
    "PromiseForm": 5,
    "PersonForm": 2,
    "CadenceForm": 1,
    "AskScreen": 1,
    "ImportScreen": 1,
    "ExportScreen": 6,
    "WhoScreen": 1,
    "VendorForm": 21,
}


def test_every_form_has_a_case() -> None:
    forms = {name for name, screen in every_screen().items() if issubclass(screen, FormPage)}
    # The import screen has a field above a list.
    assert {*FIELDS} == {*forms, "ImportScreen"} - {*OF_A_FORM}


@pytest.mark.parametrize("names", [list(FIELDS)[::2], list(FIELDS)[1::2]], ids=["some", "others"])
def test_a_paste_into_a_field_is_text(names: list[str], root: Path) -> None:
    terminal = started(root, size=SIZE)
    for name in names:
        arrived(terminal, "PortfolioScreen")
        terminal.press("".join(WAYS[name].keys))
        arrived(terminal, name)
        for field in range(FIELDS[name]):
            terminal.press(PASTE.format(NASTY + LINES))
            terminal.rest()
            assert reached(terminal, name), (name, terminal.shown)
            # Home, so that the beginning of the text is shown and not its end.
            terminal.press("\x1b[H" + ("\x1b[B" if field + 1 < FIELDS[name] else ""))
        if name != "CadenceForm":
            terminal.until(MIDDLE)
        back_to_portfolio(terminal)
    terminal.leave()


def test_a_paste_where_nothing_is_typed_does_nothing(root: Path) -> None:
    terminal = started(root, size=SIZE)
    for name in ("PortfolioScreen", "VendorScreen", "CompareScreen"):
        arrived(terminal, "PortfolioScreen")
        terminal.press("".join(WAYS[name].keys))
        arrived(terminal, name)
        terminal.rest(0.5)
        before = terminal.shown
        terminal.press(PASTE.format(NASTY + LINES))
        terminal.rest()
        assert terminal.shown == before
        back_to_portfolio(terminal)
    terminal.leave()


def test_a_search_takes_a_paste_as_text(root: Path) -> None:
    terminal = started(root, size=SIZE)
    terminal.press(f"/{PASTE.format(NASTY + LINES)}")
    terminal.until("0 of 5 vendors")
    terminal.until(MIDDLE)
    assert reached(terminal, "PortfolioScreen")
    terminal.press("\x10")
    terminal.rest()
    terminal.press(PASTE.format(NASTY + LINES))
    terminal.rest()
    assert "Traceback" not in terminal.shown
    terminal.leave()


def test_a_paste_into_a_note_keeps_its_lines_and_is_saved_clean(tmp_path: Path) -> None:
    made = small_workspace(tmp_path / "workspace")
    words = ["assess", "acme-logistics", "--as", "buyer", "--respondent", "Alice Moreau"]
    terminal = started(made, *words)
    terminal.until("Cultural alignment 1 of 7")
    terminal.press("3e")
    terminal.until("saves it")
    terminal.press(PASTE.format(NASTY + LINES))
    terminal.until("third")
    terminal.press("\r")
    terminal.until("saved")
    answers = tomli.loads(alices_file(made).read_text("utf-8"))["answers"]
    said = [each["evidence"] for each in answers.values() if each]
    assert len(said) == 1
    assert said[0].startswith(SHOWN)
    assert said[0].split("\n")[1:3] == ["second", "q"]
    assert not unsafe(said[0], lines=True)
    assert "Cultural alignment 1 of 7" in terminal.shown
    terminal.leave()


def test_a_pasted_name_is_saved_clean(tmp_path: Path) -> None:
    made = small_workspace(tmp_path / "workspace")
    terminal = started(made, size=SIZE)
    terminal.press(f"+{PASTE.format('Bo ' + NASTY + LINES)}{SAVE}")
    terminal.until("Added")
    (folder,) = (path for path in (made / "vendors").iterdir() if path.name != "acme-logistics")
    name = tomli.loads((folder / "vendor.toml").read_text("utf-8"))["name"]
    assert name.startswith("Bo ␛[31;7;4242mq?n")
    assert not unsafe(name)
    terminal.leave()


def events_of(chunks: list[str]) -> list[tuple[str, str]]:
    parser = TerminalInput()
    found = [event for chunk in chunks for event in (*parser.feed(chunk), *parser.tick())]
    return [
        ("paste", event.text) if isinstance(event, events.Paste) else ("key", event.key)
        for event in found
        if isinstance(event, (events.Paste, events.Key))
    ]


def test_a_paste_is_the_same_however_a_connection_cuts_it() -> None:
    draw = random.Random(20261124)
    for text in (*ALL, NASTY + LINES, "\x1b[201", "\x1b[20", "\x1b", "\x1b[200~"):
        if len(text) > 2000 or "\x1b[201~" in text:
            continue
        sent = f"k{PASTE.format(text)}j\x1b[B"
        pasted = text.replace("\x1b", "␛").replace("\0", "")
        wanted = [("key", "k"), ("paste", pasted), ("key", "j"), ("key", "down")]
        for _ in range(12):
            cuts = sorted(draw.sample(range(1, len(sent)), min(len(sent) - 1, draw.randint(0, 6))))
            chunks = [sent[a:b] for a, b in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
            assert events_of(chunks) == wanted, chunks


def test_an_escape_key_before_some_letters_begins_no_paste() -> None:
    now = [0.0]
    parser = TerminalInput(clock=lambda: now[0])
    assert not [*parser.feed("\x1b")]
    now[0] += SEQUENCE_SECONDS
    assert [*parser.tick()]
    for letter in "[200~":
        assert [*parser.feed(letter)]
        assert not [*parser.tick()]
    assert [event.key for event in parser.feed("\x1b[B") if isinstance(event, events.Key)] == [
        "down"
    ]


@pytest.mark.parametrize("keys", ["qn", "qa", "q\r", "q?", "q\x1bOQ", "q\x10", "qqqq", "qj\x03"])
def test_what_is_typed_after_leaving_does_nothing(keys: str, tmp_path: Path) -> None:
    terminal = started(small_workspace(tmp_path / "workspace"))
    terminal.rest()
    terminal.press(keys)
    assert terminal.ended() == 0
    assert b"Traceback" not in terminal.received
