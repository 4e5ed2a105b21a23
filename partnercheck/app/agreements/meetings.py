"""The screen of meetings: the next meeting and its agenda, then past meetings, newest first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from partnercheck.app.agreements.list_page import Listing
from partnercheck.app.agreements.meeting_form import CadenceForm, MeetingForm
from partnercheck.app.agreements.ticking import (
    PROMISES,
    TickingList,
    promise_parts,
    promise_row,
)
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.list_rows import Heads, ListRow, list_keys
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.widgets.reading_pane import BLANK, Part
from partnercheck.base.cells import width_of
from partnercheck.base.english import joined
from partnercheck.base.records import Promise
from partnercheck.base.text import one_line
from partnercheck.report.signs import AGREEMENT_SIGNS, HELD, LATE, NO_MEETING, Sign, without_sign
from partnercheck.report.words.agreements import (
    agenda_in_short,
    goal_sign,
    next_meeting,
    when,
)
from partnercheck.report.words.promises import PROMISED, promise_line, promise_sign
from partnercheck.workspace.agreement_files import MEETINGS_FILE
from partnercheck.workspace.goals import open_goals
from partnercheck.workspace.meetings import (
    EVERY,
    first_expected,
    held_on,
    meeting_missing,
    newest_first,
    next_due,
    promises_by_meeting,
    remove_meeting,
)
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.promises import open_promises
from partnercheck.workspace.read_vendor import VendorFiles

NEXT = "next"
# Between the key of a meeting and that of a promise made in it, in the key of a row.
BETWEEN = "/"
INDENT = "  "
# The cells of a title: one that fits on a screen of 80 columns, and one that says enough.
MOST_SUBJECT, LEAST_SUBJECT = 34, 12
# So many people are named in the list; of more, the first and the number of the others.
MOST_NAMED = 2


def _title(workspace: Workspace, vendor_files: VendorFiles) -> tuple[str, str]:
    return f"Meetings   {vendor_files.vendor.name}", EVERY[vendor_files.meets]


def _rows(vendor_files: VendorFiles, today: dt.date) -> list[ListRow]:
    return [_next_row(vendor_files, today), *_meeting_rows(vendor_files, today)]


def _next_row(vendor_files: VendorFiles, today: dt.date) -> ListRow:
    meetings, meets = vendor_files.meetings, vendor_files.meets
    due = next_due(meetings, meets)
    is_late = meeting_missing(vendor_files, today)
    sign = LATE if is_late else AGREEMENT_SIGNS["open"] if due else NO_MEETING
    return ListRow(
        NEXT, "Next meeting", f"{due or 'not stated'}", EVERY[meets], sign, has_parts=True
    )


def _meeting_rows(vendor_files: VendorFiles, today: dt.date) -> Iterator[ListRow]:
    """Yield a row for each meeting, and one for each promise made in it below."""
    promises = promises_by_meeting(vendor_files)
    for key, meeting in newest_first(vendor_files.meetings).items():
        title = _subject(one_line(meeting.decided)) or "Nothing decided"
        present = _in_short([*map(one_line, meeting.present)])
        yield ListRow(key, title, f"{held_on(key)}", present, HELD, has_parts=True)
        for promise_key, promise in promises[key].items():
            row_key = f"{key}{BETWEEN}{promise_key}"
            yield promise_row(row_key, promise, today, INDENT)


def _subject(decided: str) -> str:
    """Return what a meeting was about: the beginning of what was decided, as a title.

    It is the first sentence or, if that is long, its part before the first comma or the like. The
    pane has the whole text.
    """
    first = re.split(r"(?<=\w)[.!?](?:\s|$)", decided, maxsplit=1)[0]
    if width_of(first) <= MOST_SUBJECT:
        return first
    clause = re.split(r"[,;:](?:\s|$)| [–—-] ", first, maxsplit=1)[0]
    return clause if width_of(clause) >= LEAST_SUBJECT else first


def _in_short(people: Sequence[str]) -> str:
    """Return the first of several people, and the number of the others."""
    if len(people) <= MOST_NAMED:
        return joined(people) or "not stated"
    return f"{people[0]} +{len(people) - 1}"


def _parts(vendor_files: VendorFiles, key: str, today: dt.date) -> list[Part]:
    meeting_key, _, promise_key = key.partition(BETWEEN)
    if promise_key:
        return promise_parts(vendor_files, promise_key, today)
    if key == NEXT:
        return _next_parts(vendor_files, today)
    meeting = vendor_files.meetings.get(meeting_key)
    if meeting is None:
        return []
    promises = promises_by_meeting(vendor_files)[meeting_key]
    return [
        Part(f"Meeting of {held_on(meeting_key)}", look="strong"),
        *_labelled_parts("With", [joined(map(one_line, meeting.present))]),
        BLANK,
        *_labelled_parts("Decided", [one_line(each) for each in meeting.decided.splitlines()]),
        BLANK,
        *(
            part
            for side, label in PROMISED.items()
            for part in _promise_parts(
                label, [each for each in promises.values() if each.by == side], today
            )
        ),
        *_labelled_parts("Next agreed for", [f"{meeting.next or ''}"]),
    ]


def _promise_parts(label: str, promises: Iterable[Promise], today: dt.date) -> list[Part]:
    signs = [(promise_sign(each, today), promise_line(each, today)) for each in promises]
    return _signed_parts(label, signs)


def _next_parts(vendor_files: VendorFiles, today: dt.date) -> list[Part]:
    text = next_meeting(vendor_files, today, first_expected(vendor_files))
    sign = _next_row(vendor_files, today).sign
    goals = open_goals(vendor_files.goals).values()
    promises = open_promises(vendor_files.promises).values()
    return [
        Part(without_sign(text), look=sign.tone or "strong", sign=sign.glyph),
        Part(agenda_in_short(vendor_files.goals, vendor_files.promises, today)),
        BLANK,
        *_promise_parts("Promises", promises, today),
        BLANK,
        *_signed_parts(
            "Key goals",
            [(goal_sign(g, today), f"{one_line(g.title)}: {when(g, today)}") for g in goals],
        ),
    ]


def _signed_parts(label: str, texts: Iterable[tuple[Sign, str]]) -> list[Part]:
    """Return a part for each sign and text; the first one has the label."""
    return [
        Part(text, " " if number else label, sign.tone, sign.glyph)
        for number, (sign, text) in enumerate(texts)
    ]


def _labelled_parts(label: str, texts: Sequence[str]) -> list[Part]:
    """Return a part for each text that is not empty; the first one has the label."""
    nonempty = [text for text in texts if text]
    return [Part(text, " " if number else label) for number, text in enumerate(nonempty)]


def _name(vendor_files: VendorFiles, key: str) -> str:
    return f"the meeting of {held_on(key)}"


class MeetingsScreen(TickingList):
    """The meetings with one vendor: the next meeting, then past meetings, newest first."""

    KEYS: ClassVar[Sequence[Key]] = list_keys(
        "meetings",
        "Change the record of a meeting",
        "Record a meeting that was held",
        Key(
            "meetings.cadence",
            "C",
            "every",
            "Set how often to meet this vendor",
            "how often",
            optional=True,
        ),
        Key("meetings.promises", "P", "promises", "Show all promises with this vendor", "promises"),
        Key("meetings.mark", "space", "tick", "Mark the promise as kept, or reopen it", "tick"),
        Key("meetings.drop", "minus", "drop", "Drop the promise", "drop"),
        Key("meetings.remove", "delete", "remove", "Remove what was recorded by mistake"),
    )
    HELP_TOPIC = "meetings"
    HEADS = Heads("Meeting, promise", "Date", "Who")
    ROW_TERM = "meeting"
    UNDO = "meetings.undo"
    LISTING = Listing(MEETINGS_FILE, _title, _rows, _parts, MeetingForm, _name)

    def pane_title(self, key: str) -> str:
        """Return what the row with this key is: a meeting, or a promise made in one."""
        if key == NEXT:
            return "Next meeting"
        return "Promise" if BETWEEN in key else "Meeting"

    @property
    def promise_key(self) -> str:
        """The key of the promise under the cursor; empty on a meeting."""
        return self.key.partition(BETWEEN)[2]

    def row_key(self, promise_key: str) -> str:
        """Return the key of the promise's row, which is the one under the cursor."""
        return self.key

    def no_promise(self) -> None:
        """Say that promises can be ticked, and meetings cannot."""
        remove = self.key_label("meetings.remove")
        only = "Only promises can be ticked or dropped; they are listed below their meeting"
        self.show_message(f"{only}. {remove} removes a meeting")

    def action_remove(self) -> None:
        """Remove the meeting or the promise under the cursor."""
        if self.promise_key or self.key in ("", NEXT):
            super().action_remove()
            return
        key, files = self.key, self.vendor_files
        name = _name(files, key)

        def save() -> tuple[str, str]:
            remove_meeting(self.workspace, files, key)
            return f"Removed {name}", f"{name} is listed again"

        self.change(key, save)

    async def action_edit(self) -> None:
        """Change the meeting or the promise under the cursor, or record the next meeting."""
        if self.promise_key:
            await self.edit(PROMISES, self.promise_key)
        else:
            await self.edit(self.LISTING, "" if self.key == NEXT else self.key)

    def hint(self) -> tuple[str, str]:
        """Return how to record the first meeting, or an empty message if there are meetings."""
        if self.vendor_files.meetings:
            return "", ""
        first = f"Press {self.key_label('meetings.new')} to record one"
        return f"No meetings yet. {first}", ""

    async def action_promises(self) -> None:
        """Show the promises with this vendor."""

        def show_changed(result: None) -> None:
            self.reload()

        vendor_id = self.vendor_files.vendor.id
        await self.open(load_screen("promises")(self.workspace, vendor_id), show_changed)

    async def action_every(self) -> None:
        """Open the form to set how often to meet this vendor."""
        form = CadenceForm(self.workspace, self.vendor_files.vendor)

        before = EVERY[self.vendor_files.meets]
        await self.open_form(form, lambda message: (message, f"meetings are held {before} again"))
