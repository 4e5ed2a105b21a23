"""The footer of the assess screen: only the keys that do something now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from partnercheck.app.assess.ending import NEXT_ACTION, NextAction
from partnercheck.app.shared.keys import Key, single_key_label
from partnercheck.app.shared.note_keys import keys_of
from partnercheck.questionnaires.records import Item

AT_THE_END = {"previous": "prev", "items": "list", "help": "help", "back": "done"}


def question_keys(
    keys: Sequence[Key], item: Item, *, is_first: bool, with_basis: bool
) -> list[Key]:
    """Return the keys for a question.

    The first question has no key to go back, and some have none for *no occasion*. `with_basis`
    adds the key for the basis: evidence counts only if it is more than an opinion.
    """
    offered = []
    for key in keys:
        if key.action == "unknown" and not item.offers_no_occasion:
            offered.append(replace(key, footer_keys=first_label(key)))
        elif key.action == "basis" and with_basis:
            offered.append(replace(key, label="basis"))
        elif not (is_first and key.action == "previous"):
            offered.append(key)
    return offered


def end_keys(keys: Sequence[Key], actions: Sequence[NextAction]) -> list[Key]:
    """Return the keys at the end: Enter for the first action, one for each other, and back."""
    first = [NEXT_ACTION] if actions else []
    labels = dict(zip(first, (each.label for each in actions), strict=False))
    labels |= {each.action: each.label for each in actions[1:]}
    done = {each.action for each in actions}
    labels |= {action: label for action, label in AT_THE_END.items() if action not in done}
    return keys_of(keys, labels)


def first_label(key: Key) -> str:
    """Return the label of an action's first key."""
    return single_key_label(key.keys.partition(",")[0])


def first_labels(keys: Sequence[Key]) -> Mapping[str, str]:
    """Return the label of the first key of each action."""
    return {key.action: first_label(key) for key in keys}
