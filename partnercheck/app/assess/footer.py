"""The footer of the assess screen: only keys that do something at this place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from partnercheck.app.assess.ending import NextAction
from partnercheck.app.shared.keys import Key, single_key_label
from partnercheck.questionnaires.records import Item

AT_THE_END = ("assess.previous", "assess.questions", "app.help", "assess.back")


def question_keys(keys: Sequence[Key], item: Item, *, is_first: bool) -> list[Key]:
    """Return the keys at a question: it may be the first, or have no *no occasion*."""
    offered = []
    for key in keys:
        if key.id == "assess.unknown" and not item.offers_no_occasion:
            # The label that the user's own setting gives it.
            offered.append(replace(key, footer_keys=single_key_label(key.keys.partition(",")[0])))
        elif not (is_first and key.id == "assess.previous"):
            offered.append(key)
    return offered


def end_keys(keys: Sequence[Key], actions: Sequence[NextAction]) -> list[Key]:
    """Return the keys at the end: Enter for the first action, the keys of the others, and back."""
    by_id: Mapping[str, Key] = {key.id: key for key in keys}
    offered = [replace(by_id["assess.next"], label=each.label) for each in actions[:1]]
    offered += [
        replace(by_id[each.key_id], label=each.label) for each in actions[1:] if each.key_id
    ]
    shown = {key.id for key in offered}
    return offered + [by_id[key_id] for key_id in AT_THE_END if key_id not in shown]
