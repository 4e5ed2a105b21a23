"""Keys: the footer loses none at 80 columns, the help names each, ids are unique."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import partnercheck.app
from partnercheck.app.agreements.goals import GoalsScreen
from partnercheck.app.agreements.meetings import MeetingsScreen
from partnercheck.app.assess.items import ItemsScreen
from partnercheck.app.assess.rules import RulesScreen
from partnercheck.app.assess.screen import AssessScreen
from partnercheck.app.assess.setup import SetupScreen
from partnercheck.app.compare.map import MapScreen
from partnercheck.app.compare.screen import CompareScreen
from partnercheck.app.portfolio.screen import PortfolioScreen
from partnercheck.app.portfolio.vendor_form import VendorForm
from partnercheck.app.session.screen import SessionScreen
from partnercheck.app.shared.ask import AskScreen
from partnercheck.app.shared.glossary import GlossaryScreen
from partnercheck.app.shared.help import HelpScreen
from partnercheck.app.shared.keymap import every_screen
from partnercheck.app.shared.keys import REGISTRY, Key, bindings, footer_label
from partnercheck.app.shared.lines_to_paste import LinesScreen
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.screens import SCREENS as SCREENS_BY_NAME
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.widgets.keybar import bar
from partnercheck.app.shared.widgets.lines import line_width
from partnercheck.app.vendor.agenda import AgendaScreen
from partnercheck.app.vendor.resolve import ResolveScreen
from partnercheck.app.vendor.screen import VendorScreen
from tests.support.screens import ALICE, opened, sample_workspace, seen, small_workspace

SCREENS = [
    *(AssessScreen, AskScreen, CompareScreen, HelpScreen, ItemsScreen),
    *(PortfolioScreen, SetupScreen, VendorForm, VendorScreen, LinesScreen),
    *(GlossaryScreen, SessionScreen, ResolveScreen, AgendaScreen, MapScreen),
    *(GoalsScreen, MeetingsScreen, RulesScreen),
]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_footer_loses_no_key_at_80_columns(screen: type[Page[object]]) -> None:
    needed = [key for key in screen.KEYS if key.label and not key.optional]
    assert line_width(bar(needed)) <= 80


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_is_bound_twice_on_a_screen(screen: type[Page[object]]) -> None:
    pressed = Counter(each for key in screen.KEYS for each in key.keys.split(","))
    assert [each for each, count in pressed.items() if count > 1] == []


async def test_the_help_of_a_screen_names_all_its_keys(tmp_path: Path) -> None:
    async with opened(small_workspace(tmp_path), ALICE, (100, 90)) as (app, pilot):
        await pilot.press("question_mark")
        shown = seen(app)
        assert all(key.description in shown for key in AssessScreen.KEYS)
        await pilot.press("q")
        assert "Cultural alignment 1 of 7" in seen(app)


async def test_a_click_on_the_footer_presses_the_key(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        at = "".join(
            span.text
            for span in bar([k for k in PortfolioScreen.KEYS if k.label and not k.optional])
        )
        await pilot.click("KeyBar", offset=(at.index("help") + 1, 0))
        await pilot.pause()
        assert "Help" in seen(app)


async def test_a_click_on_a_row_brings_the_cursor_there(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.click("#vendors", offset=(5, 4))
        await pilot.press("space")
        assert "◆Dunmore Steel" in seen(app)


def test_labels_of_keys_are_short() -> None:
    labels = [footer_label(key) for screen in SCREENS for key in screen.KEYS if key.label]
    assert all(0 < len(each) <= 6 for each in labels)


APP = Path(partnercheck.app.__path__[0])
NAMED_ID = re.compile(r"\{([a-z.0-9-]+)\}")


def ids_in_code() -> Iterator[str]:
    """The ids in calls of key_label, as patterns: {} in an f-string stands for anything."""
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            argument = node.args[0]
            if name != "key_label":
                continue
            if isinstance(argument, ast.Constant):
                yield re.escape(argument.value)
            elif isinstance(argument, ast.JoinedStr):
                yield "".join(
                    re.escape(part.value) if isinstance(part, ast.Constant) else ".+"
                    for part in argument.values
                )


def test_every_id_that_is_named_is_that_of_a_key() -> None:
    screens = every_screen()
    named = {
        *ids_in_code(),
        *map(re.escape, NAMED_ID.findall((APP / "shared/help.toml").read_text("utf-8"))),
    }
    named |= {re.escape(each) for key in REGISTRY.values() for each in key.stands_for}
    assert len(named) > 50
    assert [
        each for each in named if not any(re.fullmatch(each, known) for known in REGISTRY)
    ] == []
    for keys, inside in screens.values():
        assert {key.id for key in (*keys, *inside)} <= REGISTRY.keys()


def test_one_id_cannot_stand_for_two_actions() -> None:
    with pytest.raises(ValueError, match=r"vendor\.assess"):
        bindings([Key("vendor.assess", "a", "something_else", "")])


@pytest.mark.parametrize("name", SCREENS_BY_NAME)
def test_every_name_of_a_screen_is_one(name: str) -> None:
    assert callable(load_screen(name))


def test_no_name_of_a_screen_is_left_over() -> None:
    text = "".join(path.read_text("utf-8") for path in APP.rglob("*.py"))
    named = set(re.findall(r'load_screen\("([^"]+)"\)', text))
    assert named == {*SCREENS_BY_NAME}
