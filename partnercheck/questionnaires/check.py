"""Checks of questionnaires beyond types. A verdict by a questionnaire that fails means nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from partnercheck.base.records import BEST_SCORE, Problem
from partnercheck.base.text import clean, is_blank, is_slug
from partnercheck.questionnaires.records import ClassRule, Condition, Group, Instrument, Item

# More parts than people would ever answer, and few enough to compute every rule without delay.
MOST_PARTS: Mapping[str, int] = {
    "conditions": 30,
    "groups": 30,
    "axes": 2,
    "offers": 100,
    "warnings": 100,
    "classes": 12,
    "items": 300,
}
MOST_ITEMS_OF_CONDITION = 30
MOST_RULES = 24
# Each rule with needs doubles the number of states to distinguish in the search for steps.
MOST_RULES_WITH_NEEDS = 6


def check(instrument: Instrument, file: str) -> list[Problem]:
    """Return every problem of an instrument, such as parts that contradict each other."""
    return [Problem(file, clean(message), remedy) for message, remedy in _findings(instrument)]


def too_many(name: str, count: int) -> Iterator[tuple[str, str]]:
    """Yield a message and a remedy if an instrument has too many parts of a kind, such as items."""
    if count > MOST_PARTS[name]:
        yield f"has {count} {name}", f"Keep at most {MOST_PARTS[name]}"


def _findings(instrument: Instrument) -> Iterator[tuple[str, str]]:
    yield from _size_findings(instrument)
    for kind, ids in (
        ("items", [item.id for item in instrument.items]),
        ("conditions", [condition.id for condition in instrument.conditions]),
        ("classes", [vendor_class.id for vendor_class in instrument.classes]),
        ("groups", [group.id for group in instrument.groups]),
        ("warnings", [warning.id for warning in instrument.warnings]),
        ("topics", [item.topic for item in instrument.items]),
    ):
        for twice in (name for name, count in Counter(ids).items() if count > 1):
            yield f'two {kind} are called "{twice}"', "Give one of them another name"
        for bad in (name for name in ids if kind != "topics" and not is_slug(name)):
            yield f'"{bad}" cannot be an id of {kind}', "Use lower-case letters, digits and hyphens"
    for place in _blank_texts(msgspec.to_builtins(instrument), ""):
        yield f"{place} is blank", "Write visible text"
    known = {condition.id for condition in instrument.conditions}
    for item in instrument.items:
        yield from _item_findings(item, known)
    for condition in instrument.conditions:
        yield from _condition_findings(condition, instrument)
        yield from _quick_form_findings(condition, instrument)
    if instrument.states.partial >= instrument.states.present:
        yield "states.partial is not below states.present", "Lower states.partial"
    yield from _limit_findings(instrument)
    if instrument.classifies:
        yield from _class_findings(instrument, known)
    yield from _lens_findings(instrument, known)
    yield from _axis_findings(instrument, known)


def _size_findings(instrument: Instrument) -> Iterator[tuple[str, str]]:
    for name in MOST_PARTS:
        yield from too_many(name, len(getattr(instrument, name)))
    for condition, count in Counter(item.condition for item in instrument.items).items():
        if count > MOST_ITEMS_OF_CONDITION:
            message = f'condition "{condition}" has {count} items'
            yield message, f"Keep at most {MOST_ITEMS_OF_CONDITION}"
    rules = [rule for vendor_class in instrument.classes for rule in vendor_class.rules]
    if len(rules) > MOST_RULES:
        yield f"the classes have {len(rules)} rules", f"Keep at most {MOST_RULES} rules in all"
    needs = sum(bool(rule.needs or rule.critical_needs) for rule in rules)
    if needs > MOST_RULES_WITH_NEEDS:
        message = f'{needs} class rules have "needs"'
        yield message, f'Keep at most {MOST_RULES_WITH_NEEDS} rules with "needs"'


def _blank_texts(value: object, place: str) -> Iterator[str]:
    """Yield the places of texts without visible characters in a questionnaire."""
    if isinstance(value, str) and value and is_blank(value):
        yield place
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _blank_texts(part, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value, 1):
            name = part.get("id", number) if isinstance(part, dict) else number
            yield from _blank_texts(part, f"{place}.{name}")


def _limit_findings(instrument: Instrument) -> Iterator[tuple[str, str]]:
    limits = instrument.limits
    if instrument.states.partial <= 0:
        yield "states.partial is not above 0", "Raise states.partial above 0"
    if limits.zeros < 1:
        yield "limits.zeros would keep every condition from being present", "Write 1 or more"
    if not 0 <= limits.critical_partial <= limits.critical_present <= BEST_SCORE:
        message = "the limits of critical items are not in order"
        yield message, f"Write 0 <= critical_partial <= critical_present <= {BEST_SCORE}"
    if limits.trend > limits.trend_quick:
        yield (
            "limits.trend_quick asks for less than limits.trend",
            "Raise limits.trend_quick: a quick form is rougher",
        )


def _item_findings(item: Item, known: set[str]) -> Iterator[tuple[str, str]]:
    if item.condition not in known:
        yield (
            f'"{item.id}" belongs to an unknown condition ("{item.condition}")',
            "Name one of the [[conditions]]",
        )
    if len({anchor.casefold() for anchor in item.anchors}) < len(item.anchors):
        yield f'two anchors of "{item.id}" are the same', "Say what differs between the scores"
    if item.critical and not item.core:
        yield (
            f'"{item.id}" is critical but not core',
            "Set core = true, so that the quick form asks it",
        )
    yield from _kind_findings(item)


def _kind_findings(item: Item) -> Iterator[tuple[str, str]]:
    """Yield the ways in which an item contradicts its kind."""
    if item.reserve and (item.core or item.offers_no_occasion):
        message = f'"{item.id}" is a reserve item, but is core or about an occasion'
        yield message, "For the reserve, choose a standing item that is not core"
    if item.kind == "own" and (item.which_side or item.balance):
        message = f'"{item.id}" is about one\'s own side, but has which_side or balance'
        yield message, "Remove which_side and balance"
    if item.allows_no_occasion and item.kind != "own":
        message = f'"{item.id}" has allows_no_occasion, but is of kind "{item.kind}"'
        yield message, 'Remove allows_no_occasion: only items of kind "own" may have it'


def _condition_findings(condition: Condition, instrument: Instrument) -> Iterator[tuple[str, str]]:
    items = instrument.items_of(condition.id)
    if not items:
        yield f'condition "{condition.id}" has no items', "Add items, or remove the condition"
    elif not any(item.core for item in items):
        yield f'condition "{condition.id}" has no core item', "Mark the items of its quick form"
    for mark in ("critical", "reserve"):
        if sum(getattr(item, mark) for item in items) > 1:
            message = f'condition "{condition.id}" has more than one {mark} item'
            yield message, "Keep the one that matters most"


def _quick_form_findings(condition: Condition, instrument: Instrument) -> Iterator[tuple[str, str]]:
    """Yield a finding if the quick form cannot assess a condition in a year without an occasion."""
    core = [item for item in instrument.items_of(condition.id) if item.core]
    least = instrument.limits.least_items
    if 0 < len(core) < least:
        message = f'condition "{condition.id}" has {len(core)} core items'
        yield message, f"Mark {least} items as core, or lower limits.least_items"
    elif core and instrument.classifies and instrument.reserve_of(condition.id) is None:
        sure = len(core) - any(item.offers_no_occasion for item in core)
        if sure < least:
            message = f'condition "{condition.id}" has no item in reserve'
            yield message, "Mark a standing item that is not core with reserve = true"


def _lens_findings(instrument: Instrument, known: set[str]) -> Iterator[tuple[str, str]]:
    groups = {group.id for group in instrument.groups}
    if instrument.classifies:
        if any(each.combine != "mean" or each.group for each in instrument.conditions):
            yield (
                "the questionnaire classifies, but its conditions have combine or group",
                "Remove combine and group, which only a lens may have",
            )
        if instrument.levels != "together" or groups or instrument.offers or instrument.warnings:
            yield (
                "the questionnaire classifies, but has parts of a lens",
                "Move these parts to a questionnaire of their own",
            )
    yield from _group_findings(instrument, groups, known)
    for warning in instrument.warnings:
        for unknown in {*warning.at_most, *warning.at_least} - known - groups:
            yield f'warning "{warning.id}" is about an unknown facet "{unknown}"', "Correct its id"


def _group_findings(
    instrument: Instrument, groups: set[str], known: set[str]
) -> Iterator[tuple[str, str]]:
    for both in groups & known:
        yield f'"{both}" is the id of a group and of a facet', "Give the group another id"
    parts: tuple[Condition | Group, ...] = (*instrument.conditions, *instrument.groups)
    for part in parts:
        if part.group and part.group not in groups:
            yield f'"{part.id}" belongs to an unknown group', "Add the group under [[groups]]"
    for empty in groups - {part.group for part in parts}:
        yield f'group "{empty}" has no facets', "Name the group in the facets that belong to it"
    above = {group.id: group.group for group in instrument.groups}
    for group in groups:
        seen: set[str] = set()
        at = group
        while at in above and at not in seen:
            seen.add(at)
            at = above[at]
        if at == group:
            yield f'group "{group}" belongs to itself', "Name another group, or none"


def _axis_findings(instrument: Instrument, known: set[str]) -> Iterator[tuple[str, str]]:
    for axis in instrument.axes:
        for unknown in {*axis.conditions} - known:
            yield f'axis "{axis.name}" names an unknown condition "{unknown}"', "Correct its id"
    if len(instrument.axes) not in (0, 2):
        yield "the map does not have two axes", "Name two axes under [[axes]], or none"


def _class_findings(instrument: Instrument, known: set[str]) -> Iterator[tuple[str, str]]:
    if not instrument.classes:
        yield "the questionnaire classifies, but has no classes", "Add [[classes]], best first"
        return
    last = instrument.classes[-1]
    if not any(map(_asks_nothing, last.rules)):
        yield (
            f'the last class, "{last.id}", has requirements',
            "End with a class that has no requirements",
        )
    critical = {item.condition for item in instrument.items if item.critical}
    for vendor_class in instrument.classes:
        for rule in vendor_class.rules:
            yield from _rule_findings(vendor_class.id, rule, known, critical)


def _asks_nothing(rule: ClassRule) -> bool:
    return not (rule.needs or rule.mutual or any(rule.critical_needs.values())) and not any(
        rule.at_least.values()
    )


def _rule_findings(
    class_id: str, rule: ClassRule, known: set[str], critical: set[str]
) -> Iterator[tuple[str, str]]:
    for unknown in {*rule.needs, *rule.critical_needs} - known:
        yield f'class "{class_id}" needs an unknown condition "{unknown}"', "Correct its id"
    for bare in ({*rule.critical_needs} & known) - critical:
        message = f'class "{class_id}" needs the critical item of "{bare}", which has none'
        yield message, "Mark the condition's critical item, or remove the need"
    if rule.mutual > len(critical):
        message = f'class "{class_id}" asks for {rule.mutual} critical items from both sides'
        yield message, f"Ask for at most {len(critical)}: there are no more critical items"
