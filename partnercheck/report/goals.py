"""Vendors' key goals as text, Markdown, CSV and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from partnercheck.base.records import Goal
from partnercheck.base.terminal import terminal_width
from partnercheck.formats.csv_write import csv_text
from partnercheck.formats.json_write import json_document
from partnercheck.formats.markdown import markdown_table
from partnercheck.report.json import wrong
from partnercheck.report.text import titled_entries
from partnercheck.report.words.agreements import goal_sentence, open_of, state_word
from partnercheck.report.words.entry import Entry
from partnercheck.workspace.goals import in_order, late
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles

FIELDS = Goal.__struct_fields__


def text(workspace: Workspace, vendors: Sequence[VendorFiles], today: dt.date) -> str:
    """Return each vendor's goals under its name, overdue ones marked."""
    width = terminal_width()
    blocks = []
    for about in vendors:
        entries = [
            Entry(state_word(goal, today), f"{goal_sentence(goal, today)}\nid: {key}")
            for key, goal in _ordered(about)
        ]
        title = f"{about.vendor.name}   {open_of(about.goals, workspace.settings.key_goals)}"
        blocks.append(titled_entries(title, entries, width))
    return "\n".join(blocks)


def markdown(workspace: Workspace, vendors: Sequence[VendorFiles], today: dt.date) -> str:
    """Return a table with one row per goal."""
    header = ["Vendor", "State", "Key goal", "Due", "For", "We gain", "They gain", "Owners", "Id"]
    rows = [
        [
            about.vendor.name,
            state_word(goal, today),
            goal.title,
            f"{goal.due}",
            f"a {goal.period}",
            goal.gain_buyer,
            goal.gain_vendor,
            ", ".join(filter(None, [goal.owner_buyer, goal.owner_vendor])),
            key,
        ]
        for about in vendors
        for key, goal in _ordered(about)
    ]
    return markdown_table(header, rows)


def csv(workspace: Workspace, vendors: Sequence[VendorFiles], today: dt.date) -> str:
    """Return a header and one row per goal, with every key of its file."""
    rows = (
        [
            about.vendor.id,
            about.vendor.name,
            key,
            *(getattr(goal, field) for field in FIELDS),
            late(goal, today),
        ]
        for about in vendors
        for key, goal in _ordered(about)
    )
    return csv_text(["vendor", "name", "id", *FIELDS, "overdue"], rows)


def json(workspace: Workspace, vendors: Sequence[VendorFiles], today: dt.date) -> str:
    """Return the document: every vendor with its goals and the problems of its files."""
    entries = [
        {
            "vendor": about.vendor.id,
            "name": about.vendor.name,
            "goals": [_json_goal(key, goal, today) for key, goal in _ordered(about)],
            **wrong(about.problems),
        }
        for about in vendors
    ]
    return json_document(key_goals=workspace.settings.key_goals, vendors=entries)


def _json_goal(key: str, goal: Goal, today: dt.date) -> dict[str, object]:
    values = {field: getattr(goal, field) for field in FIELDS}
    dates = {field: values[field] and f"{values[field]}" for field in ("due", "begun", "ended")}
    return {"id": key, **values, **dates, "overdue": late(goal, today)}


def _ordered(about: VendorFiles) -> Iterable[tuple[str, Goal]]:
    return in_order(about.goals).items()


WRITERS = {"text": text, "markdown": markdown, "csv": csv, "json": json}
