"""Promises as text, Markdown, CSV and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from partnercheck.base.english import plural
from partnercheck.base.records import Perspective, Promise
from partnercheck.formats.csv_write import Cell
from partnercheck.report.agreements import Listing
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.promises import (
    open_in_short,
    promise_sentences,
    promise_state,
    settled_counts,
)
from partnercheck.workspace.agreement_files import PROMISES_FILE
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.promises import in_order, overdue, overdue_promises
from partnercheck.workspace.read_vendor import VendorFiles

FIELDS = Promise.__struct_fields__
# The values of the option --by.
BY: Mapping[Perspective, str] = {"buyer": "us", "vendor": "vendor"}


def _ordered(vendor_files: VendorFiles) -> Mapping[str, Promise]:
    return in_order(vendor_files.promises)


def _title(workspace: Workspace, vendor_files: VendorFiles) -> str:
    return vendor_files.vendor.name


def _entries(vendor_files: VendorFiles, today: dt.date) -> Iterator[Entry]:
    counts = [open_in_short(vendor_files.promises, today), *settled_counts(vendor_files.promises)]
    if text := ". ".join(filter(None, counts)):
        yield Entry("", text)
    for key, promise in _ordered(vendor_files).items():
        yield Entry(promise_state(promise, today), f"{promise_sentences(promise)}\nid: {key}")


def _markdown_cells(key: str, promise: Promise, today: dt.date) -> list[str]:
    days = [f"{day or ''}" for day in (promise.made, promise.due)]
    state = promise_state(promise, today)
    return [state, BY[promise.by], promise.text, promise.owner, *days, key]


def _csv_cells(key: str, promise: Promise, today: dt.date) -> list[Cell]:
    return [key, *(getattr(promise, field) for field in FIELDS), overdue(promise, today)]


def _json_fields(vendor_files: VendorFiles, today: dt.date) -> dict[str, object]:
    promises = _ordered(vendor_files).items()
    return {"promises": [_json_promise(key, promise, today) for key, promise in promises]}


def _json_promise(key: str, promise: Promise, today: dt.date) -> dict[str, object]:
    values = {field: getattr(promise, field) for field in FIELDS}
    days = {field: values[field] and f"{values[field]}" for field in ("made", "due")}
    return {"id": key, **values, **days, "overdue": overdue(promise, today)}


def _hint(vendor_files: VendorFiles, today: dt.date, readable: bool) -> str:
    """Return how to settle overdue promises, or how to add the first promise."""
    vendor, promises = vendor_files.vendor, vendor_files.promises
    if count := len(overdue_promises(promises, today)):
        ways = "use --kept, --late (kept after its due date) or --dropped"
        return f"{plural(count, 'promise')} overdue: {ways}"
    if promises or not readable:
        return ""
    add = f"`partnercheck promises {vendor.id} --add TEXT --by us` adds one"
    return f"No promises between you and {vendor.name} have been recorded yet. {add}"


LISTING = Listing(
    file=PROMISES_FILE,
    ordered=_ordered,
    expected=lambda vendor_files: False,
    title=_title,
    entries=_entries,
    markdown_header=("State", "By", "Promise", "Owner", "Made", "Due", "Id"),
    markdown_rows=lambda files, today: [
        _markdown_cells(key, promise, today) for key, promise in _ordered(files).items()
    ],
    csv_header=("id", *FIELDS, "overdue"),
    csv_rows=lambda files, today: [
        _csv_cells(key, promise, today) for key, promise in _ordered(files).items()
    ],
    json_settings=lambda workspace: {},
    json_fields=_json_fields,
    hint=_hint,
    nothing="No promises have been recorded yet. "
    "`partnercheck promises VENDOR --add TEXT` adds one",
)
