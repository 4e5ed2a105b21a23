"""The changes of the questionnaires themselves, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partnercheck.base.records import Record
from partnercheck.base.text import one_line
from partnercheck.questionnaires.records import ClassRule, Condition, Item, VendorClass
from partnercheck.report.difference.words import FITS_ONE_LINE, moved
from partnercheck.report.words.entry import Entry
from partnercheck.versions.moves import Difference, InstrumentMove, Move

Part = Condition | VendorClass | Item
JUDGED_ALIKE = "Both versions were judged by the rules of the working tree"
PARTS = {
    "states.present": "present starts at",
    "states.partial": "partial starts at",
    "buyer": "our wording",
    "vendor": "the vendor's wording",
    "rules": "what it asks for",
}
KINDS = {
    "conditions": ("condition", "conditions"),
    "classes": ("class", "classes"),
    "items": ("question", "questions"),
}


def rules_sentence(moves: Difference) -> str:
    """Return a sentence on the rules that both states were judged by; empty if no rule changed."""
    if moves.rules or moves.classifying:
        return f"{JUDGED_ALIKE}, so none of these changes caused a verdict above to change."
    if moves.anew:
        return f"{JUDGED_ALIKE}; different rules applied at the time."
    return ""


def rules_entries(moves: Difference) -> Iterator[Entry]:
    """Yield every change of the instruments, beginning with the instrument that classifies."""
    if moves.classifying:
        yield from moved("Classifies", moves.classifying.before, moves.classifying.after)
    for instrument_move in moves.rules:
        label = instrument_move.id
        for move in rule_moves(instrument_move):
            yield Entry(label, _in_words(move))
            label = ""


def _in_words(move: Move) -> str:
    named = _named(move.key)
    before, after = one_line(move.before), one_line(move.after)
    if not before or not after:
        return f"{named}: {'new' if after else 'removed'}, “{after or before}”"
    if len(before) + len(after) <= FITS_ONE_LINE:
        return f"{named}: {before} → {after}"
    return f"{named}: “{before}” → “{after}”"


def _named(key: str) -> str:
    """Return the place of a change in words: `items.ID.anchors.2` is an anchor of a question."""
    kind, _, rest = key.partition(".")
    if key in PARTS or not rest:
        return PARTS.get(key, key)
    if kind == "limits":
        return f"limit {rest}"
    if rest == "order":
        return f"order of the {KINDS[kind][1]}"
    whose, _, part = rest.partition(".")
    part = PARTS.get(part, part.replace("anchors.", "anchor "))
    return f"{KINDS[kind][0]} {whose}{f', {part}' if part else ''}"


def rule_moves(of: InstrumentMove) -> list[Move]:
    """Return the changes of a questionnaire, each named by its place in the file.

    An added or removed part is a single change, and so is a new order of parts.
    """
    if not of.before or not of.after:
        whole = (
            f"{each.name}, version {each.version}" if each else "" for each in (of.before, of.after)
        )
        return [Move("instrument", *whole)]
    before, after = of.before, of.after
    moves = _field_moves("", before, after)
    moves += _field_moves("states.", before.states, after.states)
    moves += _field_moves("limits.", before.limits, after.limits)
    moves += _part_moves("conditions", before.conditions, after.conditions)
    moves += _part_moves("classes", before.classes, after.classes)
    return moves + _part_moves("items", before.items, after.items)


def _field_moves(place: str, before: Record, after: Record) -> list[Move]:
    """Return the texts, numbers and rules of a record that have changed."""
    old, new = _texts(before), _texts(after)
    return [
        Move(f"{place}{key}", old.get(key, ""), new.get(key, ""))
        for key in {**new, **old}
        if old.get(key) != new.get(key)
    ]


def _texts(record: Record) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key in record.__struct_fields__:
        value = getattr(record, key)
        if key == "anchors":
            texts |= {f"anchors.{number}": anchor for number, anchor in enumerate(value)}
        elif key == "rules":
            texts[key] = " or ".join(_asks(rule) for rule in value)
        elif not isinstance(value, Record | tuple):
            texts[key] = f"{value:g}" if isinstance(value, float) else str(value)
    return texts


def _asks(rule: ClassRule) -> str:
    counts = [f"{count} at least {state}" for state, count in rule.at_least.items()]
    needs = [f"{condition} at least {state}" for condition, state in rule.needs.items()]
    critical = [
        f"key question of {condition} at least {value:g}"
        for condition, value in rule.critical_needs.items()
    ]
    mutual = (
        [f"{rule.mutual} key questions in which both sides do their part"] if rule.mutual else []
    )
    return ", ".join([*counts, *needs, *mutual, *critical]) or "nothing"


def _part_moves(part: str, before: Sequence[Part], after: Sequence[Part]) -> list[Move]:
    old, new = ({part_id.id: part_id for part_id in side} for side in (before, after))
    moves = []
    order = [
        [part_id for part_id in side if part_id in old and part_id in new] for side in (old, new)
    ]
    if order[0] != order[1]:
        moves.append(Move(f"{part}.order", *(", ".join(part_id) for part_id in order)))
    for part_id, record in {**new, **old}.items():
        if part_id in old and part_id in new:
            moves += _field_moves(f"{part}.{part_id}.", old[part_id], new[part_id])
        else:
            titles = (_title(record) if part_id in side else "" for side in (old, new))
            moves.append(Move(f"{part}.{part_id}", *titles))
    return moves


def _title(part: Part) -> str:
    return part.buyer if isinstance(part, Item) else part.name
