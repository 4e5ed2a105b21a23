"""Letters and all other keys take effect in the order of typing, in fields and between them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from partnercheck.workspace.readers import RESPONSE_FILE
from tests.support.edit_scripts import FieldOnScreen, random_script
from tests.support.hostile_terminal import Seen, started
from tests.support.screens import sample_workspace
from tests.support.two_terminals import AtOnceAndSlowly, mixed_script

LONG = os.environ.get("PARTNERCHECK_LONG") == "1"
SCRIPTS = 2_000 if LONG else 8
# A terminal's emulator reads all that it received again and again.
SCRIPTS_PER_RUN = 100
DOWN, SAVE, PALETTE = "\x1b[B", "\x13", "\x10"


class Place(NamedTuple):
    """How a field is reached from the portfolio, and what shows that it is there."""

    keys: tuple[str, ...]
    shows: str
    in_note: bool = False
    in_form: bool = False


FIELDS: Mapping[str, Place] = {
    "search": Place(("/",), "name, tag, owner"),
    "palette": Place((PALETTE,), "Search for an action"),
    "set-up": Place(("a",), "Who answers", in_form=True),
    "vendor form": Place(("+",), "only the name is needed", in_form=True),
    "edit form": Place(("R",), "in any field to save", in_form=True),
    "people of a session": Place(("S",), "separated by commas", in_form=True),
    "form to import": Place(("I",), "Import a form"),
    "goal form": Place(("\r", "K", "\r"), "Change a key goal", in_form=True),
    "meeting form": Place(("\r", "M", "+"), "A meeting", in_form=True),
    "decision form": Place(("\r", "d", DOWN), "Decide on", in_form=True),
    "request form": Place(("\r", "F"), "A form for", in_form=True),
    "evidence": Place(("a", "Ann" + SAVE, "3e"), "saves it", in_note=True),
    "evidence of a session": Place(("S", "Bea, Carl\r", "e"), "saves it", in_note=True),
}


def workspace_without_suggestions(root: Path) -> Path:
    """The samples, with people whose names begin with a letter that no script types.

    A field for a name suggests those that begin like the text, and `→` at its end accepts one.
    """
    sample_workspace(root)
    for path in root.glob("vendors/**/*.toml"):
        text = re.sub(r'(?m)^((?:respondent|owner) = ")(?=.)', r"\1Zz ", path.read_text("utf-8"))
        path.write_text(text, "utf-8")
        if match := RESPONSE_FILE.fullmatch(path.name):
            path.rename(path.with_name(path.name.replace(match[2], f"zz-{match[2]}", 1)))
    return root


def opened_field(root: Path, place: Place) -> tuple[Seen, FieldOnScreen]:
    terminal = started(root)
    terminal.until("12 vendors", 30)
    for keys in place.keys:
        terminal.rest()
        terminal.press(keys)
    terminal.until(place.shows, 30)
    return terminal, FieldOnScreen(terminal)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_shows_what_a_plain_model_of_a_text_field_has(field: str, tmp_path: Path) -> None:
    random = Random(f"{field} 1")
    place = FIELDS[field]
    for begun in range(0, SCRIPTS, SCRIPTS_PER_RUN):
        terminal, on_screen = opened_field(
            workspace_without_suggestions(tmp_path / f"{begun}"), place
        )
        for _ in range(min(SCRIPTS_PER_RUN, SCRIPTS - begun)):
            on_screen.runs(random_script(random), random, place.in_note, place.in_form)
        terminal.leave()


# All but `q`, which leaves the program, and `E`, which starts an editor.
LETTERS = "aAc+RSsfjkgG/1234elmdKFMhbv?u"
MIXED_SCRIPTS = 2_000 if LONG else 8
PLACES: Mapping[str, tuple[str, ...]] = {
    "list": (),
    "search": ("/",),
    "palette": (PALETTE,),
    "vendor form": ("+",),
    "set-up": ("a",),
    "edit form": ("R",),
    "people of a session": ("S",),
    "session": ("S", "Bea, Carl", "\r"),
    "vendor": ("\r",),
    "goals": ("\r", "K"),
    "goal form": ("\r", "K", "\r"),
    "meeting form": ("\r", "M", "+"),
    "decision form": ("\r", "d"),
    "request form": ("\r", "F"),
    "compare": ("c",),
    "map": ("c", "m"),
    "question": ("a", "Ann", SAVE),
    "note": ("a", "Ann", SAVE, "3", "e"),
}
SHARES = 3


@pytest.mark.parametrize("share", range(SHARES))
def test_keys_all_at_once_do_what_they_do_slowly(share: int, tmp_path: Path) -> None:
    random = Random(f"mixed {share}")
    places = [*PLACES][share::SHARES]
    for begun in range(0, MIXED_SCRIPTS // SHARES, SCRIPTS_PER_RUN):
        terminals = AtOnceAndSlowly(tmp_path / f"{begun}")
        for number in range(begun, min(begun + SCRIPTS_PER_RUN, MIXED_SCRIPTS // SHARES)):
            place = PLACES[places[number % len(places)]]
            terminals.types([*place, *mixed_script(random, LETTERS)])
            terminals.back()
        terminals.leave()
