"""One key, one action over all screens; every action is shown somewhere."""

from __future__ import annotations

from collections import defaultdict

from partnercheck.app.shared.keymap import every_screen
from partnercheck.app.shared.keys import APP_KEYS, Key
from partnercheck.app.shared.meanings import (
    ANSWER_KEYS,
    MAP_LETTERS,
    MOVEMENT_KEYS,
    all_meanings,
    groups,
    meaning,
    meanings,
)

SCREENS = {name: (*keys, *inside, *APP_KEYS) for name, (keys, inside) in every_screen().items()}
# Enter opens the form of a row, as `R` does, and closes the rules, as `r` does.
ON_ENTER = {"edit", "rules"}
KEYS = [key for keys in SCREENS.values() for key in keys if not key.id.startswith(MAP_LETTERS)]


def test_no_key_means_two_things() -> None:
    found = meanings(SCREENS)
    assert len(found) > 50
    assert {pressed: each for pressed, each in found.items() if len(each) > 1} == {}


def test_no_action_has_another_key_on_another_screen() -> None:
    own_keys: dict[str, set[frozenset[str]]] = defaultdict(set)
    for key in KEYS:
        if own := frozenset(key.keys.split(",")) - MOVEMENT_KEYS:
            own_keys[meaning(key)].add(own)
    assert {action: keys for action, keys in own_keys.items() if len(keys) > 1} == {}


def test_the_keys_of_answers_and_of_movement_are_used_for_nothing_else() -> None:
    def on(keys: frozenset[str]) -> set[str]:
        return {meaning(key) for key in KEYS if keys & {*key.keys.split(",")}}

    def are(group: str) -> set[str]:
        return {name for name, each in all_meanings().items() if each.group == group}

    assert on(ANSWER_KEYS) <= are("Answer")
    assert on(MOVEMENT_KEYS) <= are("Go") | ON_ENTER


def test_every_meaning_has_its_words_and_none_is_left_over() -> None:
    assert {meaning(key) for key in KEYS} == all_meanings().keys()
    assert {each.group for each in all_meanings().values()} == {*groups()}


def test_two_meanings_on_one_letter_are_found() -> None:
    wrong = {
        "One": [Key("one.archive", "A", "archive", "Archive")],
        "Other": [Key("other.agenda", "A", "agenda", "Agenda")],
    }
    assert meanings(wrong)["A"] == {"archive": ["One"], "agenda": ["Other"]}
