"""Request: writing a form that the vendor's people fill in with any editor or mail program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, cast

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, NameForm, name_keys
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base.errors import UserError
from partnercheck.base.records import FORMS, Form, Vendor
from partnercheck.base.regular_file import typed_path
from partnercheck.base.rounds import FORMS as ROUND_FORMS
from partnercheck.base.rounds import is_round
from partnercheck.exchange.form_opening import Kind
from partnercheck.exchange.outbox import FileThereError, Outgoing
from partnercheck.exchange.requests import (
    DAYS_TO_ANSWER,
    Request,
    printed_request,
    round_left_open,
    write_request,
)
from partnercheck.workspace.goals import day_from
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_vendor, round_reader

KINDS = [
    ("text", "text, for mail"),
    ("html", "page, for a browser"),
    ("xlsx", "spreadsheet"),
    ("toml", "TOML"),
]


async def open_request(
    page: Page[None], workspace: Workspace, vendor: Vendor, written: Callable[[str | None], None]
) -> None:
    """Open the screen for a request to a vendor, or show why no request is possible."""
    try:
        screen = RequestScreen(workspace, vendor, page.partnercheck.today)
    except UserError as error:
        page.show_message(str(error), "poor")
        return
    await page.open(screen, written)


def _place(typed: str, force: bool) -> Outgoing:
    """Return where a form goes; a typed folder that is not there yet ends in a slash."""
    remedy = 'Choose "write it again", or another file'
    if not typed.strip():
        return Outgoing(force=force, remedy=remedy)
    slash = "/" if typed.rstrip().endswith("/") else ""
    return Outgoing(f"{typed_path(typed)}{slash}", Path.cwd(), force, remedy)


class RequestScreen(NameForm[str]):
    """A screen to write a form for a vendor; its result is a message about the form, or None."""

    KEYS: ClassVar[Sequence[Key]] = name_keys("write")
    HELP_TOPIC = "request"

    def __init__(self, workspace: Workspace, vendor: Vendor, today: dt.date) -> None:
        """Create the screen, with the usual values filled in."""
        super().__init__()
        self.workspace = workspace
        self._vendor = vendor
        self.vendor_id = vendor.id
        self._today = today
        self._round = printed_request(workspace, vendor.id, Request(), today).round
        files = read_vendor(workspace, vendor.id)
        read = round_reader(workspace, files)
        self._left_open = round_left_open(workspace, files, self._round, read)

    def fields(self) -> Sequence[Field]:
        """Return the fields for the respondent, the due date, the questionnaire and the file."""
        counts = [len(self.workspace.instrument.form_items(form)) for form in FORMS]
        forms = [(f, f"{f}, {n} questions") for f, n in zip(FORMS, counts, strict=True)]
        due = self._today + dt.timedelta(DAYS_TO_ANSWER)
        return [
            Field("respondent", "Who is asked", hint="a name or a role; may be empty"),
            Field("due", "By when", due.isoformat(), hint="2026-12-10, or empty"),
            Field("round", "Round", self._round, hint=ROUND_FORMS),
            Field("form", "Form", self.workspace.settings.form, forms),
            Field("kind", "Written as", "text", KINDS),
            Field("names", "Their names", "", [("", "show"), ("no", "do not show")]),
            Field("contact", "Send it back to", hint="a name and an address"),
            Field("force", "If it exists", "", [("", "keep it"), ("yes", "write it again")]),
            Field("file", "File or folder", hint="empty: the folder outbox of the workspace"),
        ]

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return who is asked, one of the vendor's people."""
        return {"respondent": NameField("vendor")}

    def on_mount(self) -> None:
        """Show the vendor, and a message.

        The message names an earlier round that the vendor has not answered, if there is one. Else
        it says what the form leaves out.
        """
        self.set_header(f"A form for {self._vendor.name}", self._round)
        if earlier := self._left_open:
            self.show_message(
                f"{self._vendor.name} has not answered in {earlier} yet. "
                "To ask for those answers, change the round",
                "note",
            )
            return
        self.show_message(
            "The form contains none of our answers, notes or aims, and names no other vendors"
        )

    async def done(self, values: dict[str, str]) -> None:
        """Write the form, and record whose answers are awaited."""
        try:
            due = day_from(values["due"], "By when") if values["due"] else None
        except UserError as error:
            self.refuse(str(error), "due")
            return
        if not is_round(values["round"]):
            self.refuse(f'"{values["round"]}" is not a round. Enter {ROUND_FORMS}', "round")
            return
        request = Request(
            round=values["round"],
            form=cast("Form", values["form"]),
            kind=cast("Kind", values["kind"]),
            respondent=values["respondent"],
            due=due,
            anonymous=values["names"] == "no",
            contact=values["contact"],
        )
        try:
            place = _place(values["file"], force=values["force"] == "yes")
            path = write_request(self.workspace, self._vendor.id, request, self._today, place)
        except FileThereError as error:
            self.refuse(str(error), "force")
            return
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        key = self.key_label("portfolio.import")
        await self.finish(
            f"The form was written to {path}. "
            f"When it comes back, import it with {key} in the portfolio"
        )
