"""Key goals as text, Markdown, CSV and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from partnercheck.base.english import joined, plural
from partnercheck.base.records import Goal
from partnercheck.formats.csv_write import Cell
from partnercheck.report.agreements import Listing
from partnercheck.report.words.agreements import goal_sentence, open_of, state_word
from partnercheck.report.words.entry import Entry
from partnercheck.workspace.agreement_files import GOALS_FILE
from partnercheck.workspace.goals import in_order, late, overdue
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles

FIELDS = Goal.__struct_fields__


def _ordered(vendor_files: VendorFiles) -> Mapping[str, Goal]:
    return in_order(vendor_files.goals)


def _title(workspace: Workspace, vendor_files: VendorFiles) -> str:
    count = open_of(vendor_files, workspace.settings.key_goals)
    return f"{vendor_files.vendor.name}   {count}"


def _entries(vendor_files: VendorFiles, today: dt.date) -> Iterator[Entry]:
    for key, goal in _ordered(vendor_files).items():
        yield Entry(state_word(goal, today), f"{goal_sentence(goal, today)}\nid: {key}")


def _markdown_cells(key: str, goal: Goal, today: dt.date) -> list[str]:
    return [
        state_word(goal, today),
        goal.title,
        f"{goal.due}",
        f"a {goal.period}",
        goal.gain_buyer,
        goal.gain_vendor,
        joined(filter(None, [goal.owner_buyer, goal.owner_vendor])),
        key,
    ]


def _csv_cells(key: str, goal: Goal, today: dt.date) -> list[Cell]:
    return [key, *(getattr(goal, field) for field in FIELDS), late(goal, today)]


def _json_fields(vendor_files: VendorFiles, today: dt.date) -> dict[str, object]:
    goals = _ordered(vendor_files).items()
    return {"goals": [_json_goal(key, goal, today) for key, goal in goals]}


def _json_goal(key: str, goal: Goal, today: dt.date) -> dict[str, object]:
    values = {field: getattr(goal, field) for field in FIELDS}
    dates = {field: values[field] and f"{values[field]}" for field in ("due", "begun", "ended")}
    return {"id": key, **values, **dates, "overdue": late(goal, today)}


def _hint(vendor_files: VendorFiles, today: dt.date, readable: bool) -> str:
    """Return how to settle overdue goals, or how to add the first goal."""
    vendor, goals = vendor_files.vendor, vendor_files.goals
    if count := len(overdue(goals, today)):
        ways = "use --done, --drop, or --again to extend"
        return f"{plural(count, 'key goal')} overdue: {ways}"
    if goals or not readable:
        return ""
    add = f"`partnercheck goals {vendor.id} --add TITLE` adds one"
    return f"{vendor.name} has no key goals yet. {add}"


LISTING = Listing(
    file=GOALS_FILE,
    ordered=_ordered,
    expected=lambda vendor_files: False,
    title=_title,
    entries=_entries,
    markdown_header=("State", "Key goal", "Due", "For", "We gain", "They gain", "Owners", "Id"),
    markdown_rows=lambda files, today: [
        _markdown_cells(key, goal, today) for key, goal in _ordered(files).items()
    ],
    csv_header=("id", *FIELDS, "overdue"),
    csv_rows=lambda files, today: [
        _csv_cells(key, goal, today) for key, goal in _ordered(files).items()
    ],
    json_settings=lambda workspace: {"key_goals": workspace.settings.key_goals},
    json_fields=_json_fields,
    hint=_hint,
    nothing="There are no key goals yet. `partnercheck goals VENDOR --add TITLE` adds one",
)
