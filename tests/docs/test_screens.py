"""The page of screens: the program's own keys, all of them, and an example that holds."""

import re
import runpy
from pathlib import Path

from partnercheck.app.shared.keymap import every_screen
from partnercheck.app.shared.keys import APP_KEYS
from partnercheck.app.shared.load_settings import load_settings

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "screens.md").read_text("utf-8")


def test_the_page_is_what_make_docs_makes() -> None:
    made = runpy.run_path(str(DOCS / "make_screens.py"))["page"]()
    assert made == PAGE, "run `make docs`"


def test_every_key_of_every_screen_is_on_it() -> None:
    keys = {key.id for keys, inside in every_screen().values() for key in (*keys, *inside)}
    letters = {each for each in keys if each.startswith("map.letter-")}
    on_it = set(re.findall(r"`([a-z]+\.[a-z0-9-]+)` \|$", PAGE, re.MULTILINE))
    assert on_it == keys - letters | {key.id for key in APP_KEYS}


def test_the_example_of_one_s_own_choices_is_taken_as_it_is(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "config.toml"
    file.write_text(example)
    mine = load_settings(file, {})
    assert mine.problems == ()
    assert len(mine.keymap) == 2
    assert (mine.theme, mine.mouse, mine.cursor) == ("ansi-light", False, True)
