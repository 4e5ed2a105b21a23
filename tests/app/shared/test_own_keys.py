"""Keys of one's own: each can be chosen, shows where keys show, and what is wrong is told."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.keymap import accepted_keymap, every_screen
from partnercheck.app.shared.keys import APP_KEYS, Key, all_key_labels, footer_label, remapped
from partnercheck.app.shared.load_settings import load_settings
from partnercheck.app.shared.meanings import meaning
from partnercheck.app.shared.settings import UserSettings
from partnercheck.base.records import Settings
from partnercheck.workspace.open import init, open_workspace
from tests.support.every_screen import WAYS, names, on
from tests.support.free_keys import FREE
from tests.support.screens import (
    ALICE,
    TODAY,
    alices_file,
    opened,
    sample_workspace,
    seen,
    small_workspace,
)

SCREENS = every_screen()
IDS = sorted({key.id for keys, inside in SCREENS.values() for key in (*keys, *inside)})


def and_everywhere(keys: Sequence[Key]) -> list[Key]:
    """A screen's keys and those of all screens, but those that the screen has in its own words."""
    own = {meaning(key): key.keys for key in keys}
    replaced = [key for key in APP_KEYS if meaning(key) in own]
    assert all(own[meaning(key)] == key.keys for key in replaced), "the same key does it"
    return [*keys, *(key for key in APP_KEYS if key not in replaced)]


def test_there_is_a_way_to_every_screen() -> None:
    assert sorted(WAYS) == names()


@pytest.mark.parametrize("name", names())
async def test_every_key_can_be_another(name: str, tmp_path: Path) -> None:
    keys, inside = SCREENS[name]
    every = {key.id: key for key in (*keys, *inside, *APP_KEYS)}
    wanted = dict(zip(every, FREE, strict=False))
    assert len(wanted) == len(every)
    keymap, wrong = accepted_keymap(wanted, SCREENS)
    assert wrong == []
    async with on(name, tmp_path) as (app, pilot):
        app.keymap = keymap
        app.set_keymap(keymap)
        await pilot.pause()
        bound = app.screen.active_bindings
        for key in every.values():
            if key.id.startswith("choice.") and "Choice" not in str(app.focused):
                continue
            assert bound[wanted[key.id]].binding.action == key.action
        gone = {each for key in every.values() for each in key.keys.split(",")}
        assert not [
            bound[each].binding.id
            for each in gone
            if each in bound and bound[each].binding.id in every
        ]


@pytest.mark.parametrize("name", names())
async def test_the_palette_has_every_action_and_help_every_key(name: str, tmp_path: Path) -> None:
    async with on(name, tmp_path) as (app, pilot):
        keys, inside = SCREENS[name]
        offered = {command.title for command in app.get_system_commands(app.screen)}
        for key in and_everywhere(keys):
            if key.id != "app.palette" and not key.description.startswith(
                ("In a note", "In the search", "Done; in a note", "Clear search", "Show all")
            ):
                assert key.description in offered
        await pilot.press(*(["f1"] if name != "HelpScreen" else []))
        # Only now, since painting so many lines after every key takes long.
        await pilot.resize_terminal(100, 400)
        await pilot.pause()
        if name == "HelpScreen":
            keys, inside = SCREENS["PortfolioScreen"]
        shown = " ".join(seen(app).split())
        for key in (*and_everywhere(keys), *inside):
            assert " ".join(key.description.split()) in shown
        await pilot.press("number_sign")
        await pilot.pause()
        shown = seen(app)
        for key in (*and_everywhere(keys), *inside):
            assert key.id in shown
        await pilot.press("q")
        assert type(app.screen).__name__ == (name if name != "HelpScreen" else "PortfolioScreen")


async def test_a_key_of_ones_own_does_it_and_shows_wherever_keys_show(tmp_path: Path) -> None:
    keymap, _ = accepted_keymap({"portfolio.new": "U", "app.help": ["f8", "J"]}, SCREENS)
    init(tmp_path, Settings(organisation="Northwind Foods"))
    app = PartnerCheck(open_workspace(tmp_path), TODAY, settings=UserSettings(keymap=keymap))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "Press U to add the first" in seen(app)
        assert "U new" in seen(app)
        await pilot.press("plus")
        assert "0 vendors" in seen(app), "the old key opens no form"
        assert "+ works on" in seen(app), "and says where it does something"
        await pilot.press("J")
        assert "Help: portfolio" in seen(app)
        await pilot.press("q", "U")
        assert "only the name is needed" in seen(app)


async def test_two_actions_can_change_places(tmp_path: Path) -> None:
    keymap, wrong = accepted_keymap({"portfolio.sort": "f", "portfolio.filter": "s"}, SCREENS)
    assert wrong == []
    app = PartnerCheck(
        open_workspace(sample_workspace(tmp_path)), TODAY, settings=UserSettings(keymap=keymap)
    )
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("f")
        assert "Sort by" in seen(app)
        await pilot.press("escape", "s")
        assert "Show only" in seen(app)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"portfolio.compair": "v"}, "did you mean portfolio.compare?"),
        ({"portfolio.sort": "c"}, "c cannot be used for both portfolio.compare and portfolio.sort"),
        ({"list.down": "a"}, "a cannot be used for both"),
        ({"app.glossary": "g"}, "must work while you type, so its key cannot be g"),
        ({"form.done": ["f9", "x"]}, "must work while you type"),
        ({"portfolio.sort": "ctrl+"}, '"ctrl+" is not a key'),
        ({"portfolio.sort": "hyper"}, '"hyper" is not a key'),
        ({"portfolio.sort": []}, "needs a key"),
        ({"portfolio.sort": "shift+t"}, "no terminal sends shift+t; write T"),
        ({"portfolio.sort": "ctrl+i"}, "no terminal sends ctrl+i; write tab"),
        ({"portfolio.sort": "ctrl+ctrl+g"}, "is not a key"),
        ({"portfolio.sort": "\x1b[31m"}, "is not a key"),
    ],
)
def test_what_cannot_be_taken_is_told_and_keeps_its_default(
    wanted: dict[str, list[str] | str], told: str
) -> None:
    keymap, wrong = accepted_keymap(wanted, SCREENS)
    assert keymap == {}
    assert told in wrong[0]
    assert wrong[0].isprintable()


@given(
    st.dictionaries(
        st.sampled_from(IDS), st.sampled_from([*"abcnsq?+", "f3", "ctrl+g", "pagedown"]), max_size=8
    )
)
def test_whatever_is_wished_for_no_key_does_two_things(wanted: dict[str, str]) -> None:
    keymap, wrong = accepted_keymap(wanted, SCREENS)
    assert (keymap.keys() == wanted.keys()) == (wrong == [])
    for keys, inside in SCREENS.values():
        own = remapped([*keys, *inside, *APP_KEYS], keymap)
        for one, other in itertools.combinations(own, 2):
            both = set(one.keys.split(",")) & set(other.keys.split(","))
            letters = "map.letter" in one.id or "map.letter" in other.id
            chosen_one = keymap.keys() & {one.id, other.id}
            assert one.id == other.id or letters or not (both and chosen_one)


def test_the_file_is_read_and_what_is_wrong_in_it_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    assert load_settings(file, {}) == UserSettings()
    file.write_text(
        'theme = "nord"\nmouse = false\ncursor = true\n[keymap]\n"app.back" = ["b", "escape"]\n'
    )
    mine = load_settings(file, {})
    assert (mine.theme, mine.mouse, mine.cursor) == ("nord", False, True)
    assert mine.keymap == {"app.back": "b,escape"}
    assert mine.problems == ()
    file.write_text('theme = "nord"\nmouse = "no"\n')
    mine = load_settings(file, {})
    assert mine.theme == "nord"
    assert mine.mouse
    assert "config.toml:2" in mine.first_problem
    file.write_text('theme = "pink"\n[keymap]\n"portfolio.sort" = "c"\n')
    mine = load_settings(file, {"COLORFGBG": "0;15"})
    assert mine.theme == "ansi-light"
    assert 'no theme "pink"' in mine.first_problem
    assert "And 1 more, shown when you quit" in mine.first_problem
    file.write_text('[keymap]\n"portfolio.sort" = 3\nportfolio.compare = "v"\n')
    mine = load_settings(file, {})
    assert 'config.toml:2: "portfolio.sort" in [keymap] is 3' in mine.first_problem
    assert mine.keymap == {"portfolio.compare": "v"}
    file.write_text("theme = [\n")
    assert "config.toml" in load_settings(file, {}).first_problem


@pytest.mark.parametrize(("keymap", "label"), [({}, "^Q"), ({"app.quit": "f10"}, "F10")])
async def test_ctrl_c_shows_the_key_that_leaves(
    tmp_path: Path, keymap: dict[str, str], label: str
) -> None:
    mine = UserSettings(keymap=keymap)
    app = PartnerCheck(open_workspace(small_workspace(tmp_path)), TODAY, settings=mine)
    async with app.run_test() as pilot:
        await pilot.pause()
        for way in ([], ["slash"], ["escape", "enter"]):
            await pilot.press(*way, "ctrl+c")
            assert f"Press {label} to quit" in seen(app), way
        assert not app.screen.query("Toast")


async def test_ctrl_c_in_a_note_loses_nothing_of_it(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3", "e", "x", "ctrl+c")
        assert "Press ^Q to quit" in seen(app)
        await pilot.press("y", "enter")
    assert 'evidence = "xy"' in alices_file(root).read_text()


async def test_what_is_wrong_in_the_file_is_told_when_the_screens_open(tmp_path: Path) -> None:
    mine = UserSettings(problems=("config.toml:2: there is no such key.",))
    app = PartnerCheck(open_workspace(small_workspace(tmp_path)), TODAY, settings=mine)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "config.toml:2" in seen(app)


def test_the_help_writes_all_keys_of_an_action() -> None:
    assert all_key_labels(remapped(APP_KEYS, {"app.quit": "ctrl+x,f10"})[-1]) == "^X F10"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("F5", "f5"),
        ("PgDn", "pagedown"),
        ("Esc", "escape"),
        ("^G", "ctrl+g"),
        ("Ctrl+G", "ctrl+g"),
        ("⏎", "enter"),
        ("T", "T"),
        ("tab", "tab"),
    ],
)
def test_a_key_may_be_written_as_the_screens_write_it(said: str, meant: str) -> None:
    keymap, wrong = accepted_keymap({"assess.basis": said}, {"AssessScreen": ((BASIS,), ())})
    assert (dict(keymap), wrong) == ({"assess.basis": meant}, [])


BASIS = next(key for key in SCREENS["AssessScreen"][0] if key.id == "assess.basis")


def test_a_footer_that_names_several_keys_names_those_of_ones_own() -> None:
    keys = SCREENS["PortfolioScreen"][0]

    def compare_label(keymap: dict[str, str]) -> str:
        return next(footer_label(k) for k in remapped(keys, keymap) if k.id == "portfolio.compare")

    assert compare_label({}) == "␣ c"
    assert compare_label({"portfolio.mark": "m"}) == "m c"
    assert compare_label({"portfolio.compare": "v"}) == "␣ v"
