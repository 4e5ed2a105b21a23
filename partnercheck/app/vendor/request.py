"""Request: write a form that the vendor's people fill in with any editor or e-mail program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, cast

from partnercheck.app.portfolio.changes import requested
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, name_keys
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.preview_form import PREVIEW_KEYS, PreviewNameForm
from partnercheck.app.shared.widgets.form import Field
from partnercheck.app.shared.widgets.reading_pane import BLANK, Part
from partnercheck.app.shared.written import WrittenScreen
from partnercheck.base.errors import UserError
from partnercheck.base.records import FORMS, Form, Vendor
from partnercheck.base.regular_file import typed_path
from partnercheck.base.rounds import FORMS as ROUND_FORMS
from partnercheck.base.rounds import is_round
from partnercheck.base.text import clean, one_line
from partnercheck.exchange.form_faces import SUFFIXES
from partnercheck.exchange.form_opening import (
    Kind,
    PrintedRequest,
    opening_sections,
    opening_title,
)
from partnercheck.exchange.outbox import OUTBOX, FileThereError, Outgoing
from partnercheck.exchange.requests import (
    DAYS_TO_ANSWER,
    Request,
    printed_request,
    round_left_open,
    write_request,
)
from partnercheck.report.signs import WARNING
from partnercheck.workspace.goals import day_from
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_round import round_reader
from partnercheck.workspace.read_vendor import read_description, read_vendor

KINDS = [
    ("text", "text"),
    ("html", "web page"),
    ("xlsx", "spreadsheet"),
    ("toml", "TOML"),
]


SENDING: Mapping[Kind, str] = {
    "text": "Send it to {who}: attach the file, or paste its text into an e-mail.",
    "html": "Send it to {who} as an attachment; any browser opens it. If their e-mail "
    "system blocks web pages, create the form as a spreadsheet instead.",
    "xlsx": "Send it to {who} as an attachment; any spreadsheet program opens it.",
    "toml": "Send it to {who}: attach the file.",
}


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
    """Return the place for a form; a typed path that ends in a slash is a folder."""
    remedy = 'Choose "replace it", or another file'
    if not typed.strip():
        return Outgoing(force=force, remedy=remedy)
    slash = "/" if typed.rstrip().endswith("/") else ""
    return Outgoing(f"{typed_path(typed)}{slash}", Path.cwd(), force, remedy)


class RequestScreen(PreviewNameForm[str]):
    """A form for a request to a vendor; the result is a message about it, or None if cancelled."""

    KEYS: ClassVar[Sequence[Key]] = (*name_keys("write"), *PREVIEW_KEYS)
    HELP_TOPIC = "request"

    def __init__(self, workspace: Workspace, vendor: Vendor, today: dt.date) -> None:
        """Create the screen, with the usual values filled in."""
        super().__init__()
        self.workspace = workspace
        self._vendor = vendor
        self.vendor_id = vendor.id
        self._today = today
        files = read_vendor(workspace, vendor.id)
        self._described = read_description(workspace, vendor.id)
        self._round = printed_request(workspace, self._described, Request(), today).round
        read = round_reader(workspace, files)
        self._left_open = round_left_open(workspace, files, self._round, read)

    def fields(self) -> Sequence[Field]:
        """Return the fields for the respondent, the due date, the questionnaire and the file."""
        counts = [len(self.workspace.instrument.form_items(form)) for form in FORMS]
        full, *others = zip(FORMS, counts, strict=True)
        forms = [
            (full[0], f"{full[0]}, {full[1]} questions"),
            *((f, f"{f}, {n}") for f, n in others),
        ]
        due = self._today + dt.timedelta(DAYS_TO_ANSWER)
        return [
            Field(
                "respondent",
                "Who is asked",
                hint="a name or a role; may be empty",
                group="Who and when",
            ),
            Field("due", "By when", due.isoformat(), hint="2026-12-10, or empty"),
            Field("round", "Round", self._round, hint=ROUND_FORMS, required=True),
            Field("form", "Form", self.workspace.settings.form, forms, group="The form"),
            Field("kind", "Written as", "text", KINDS),
            Field("names", "Asks for", "", [("", "a name or a role"), ("no", "a role only")]),
            Field("contact", "Send it back to", hint="a name and an address"),
            Field(
                "force",
                "If it exists",
                "",
                [("", "keep it"), ("yes", "replace it")],
                group="The file",
            ),
            Field("file", "File or folder", hint="if empty, the workspace's outbox folder"),
        ]

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return the field with the respondent, one of the vendor's people."""
        return {"respondent": NameField("vendor")}

    def on_mount(self) -> None:
        """Show the vendor, and a message.

        The message names an earlier round that the vendor has not answered or, if there is none,
        says what the form leaves out.
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
            "It contains none of our answers, notes or targets, and mentions no other vendor"
        )

    def preview(self, values: Mapping[str, str]) -> Sequence[Part]:
        """Return the path of the form, and the beginning of its letter."""
        try:
            request = self._request(values)
            printed = printed_request(self.workspace, self._described, request, self._today)
            path = self._path(values, printed)
        except (UserError, ValueError, OSError) as error:
            return [Part(str(error), look="note", sign=WARNING.glyph)]
        exists = path.exists() and values["force"] != "yes"
        warning = Part('The file already exists: choose "replace it", or another file')
        return [
            Part(clean(str(path)), "Goes to"),
            *([warning._replace(look="note", sign=WARNING.glyph)] if exists else []),
            BLANK,
            Part(opening_title(printed), "Begins"),
            *self._letter(printed, request.kind),
        ]

    def _letter(self, printed: PrintedRequest, kind: Kind) -> Iterator[Part]:
        for section in opening_sections(self.workspace.instrument, printed, kind):
            yield BLANK
            yield Part(section.title, look="strong")
            if section.text:
                yield Part(one_line(section.text))
            for point in section.points:
                yield Part(f"- {one_line(point)}")

    def _request(self, values: Mapping[str, str]) -> Request:
        """Return the typed request. Raises UserError if the due date is not a date."""
        return Request(
            round=values["round"],
            form=cast("Form", values["form"]),
            kind=cast("Kind", values["kind"]),
            respondent=values["respondent"],
            due=day_from(values["due"], "By when") if values["due"] else None,
            anonymous=values["names"] == "no",
            contact=values["contact"],
        )

    def _path(self, values: Mapping[str, str], printed: PrintedRequest) -> Path:
        suffix = SUFFIXES[cast("Kind", values["kind"])]
        name = f"{printed.vendor}.{printed.round}.form.{suffix}"
        return _place(values["file"], force=False).path(self.workspace.root, name)

    async def done(self, values: dict[str, str]) -> None:
        """Write the form, and record the request in the vendor's round."""
        if not is_round(values["round"]):
            self.refuse(f'"{values["round"]}" is not a round. Enter {ROUND_FORMS}', "round")
            return
        try:
            request = self._request(values)
        except UserError as error:
            self.refuse(str(error), "due")
            return
        try:
            place = _place(values["file"], force=values["force"] == "yes")
            path = write_request(self.workspace, self._vendor.id, request, self._today, place)
        except FileThereError as error:
            self.refuse(str(error), "force")
            return
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        where = (self.workspace, self._vendor, values["round"])
        form = cast("Form", values["form"])
        change = requested(*where, values["respondent"], form, self._today)
        self.partnercheck.changes.add(change)
        title = f"A form for {self._vendor.name}"
        written = WrittenScreen(title, "The form", path, self._steps(request))
        who = request.respondent or self._vendor.name
        due = f" by {request.due}" if request.due else ""
        message = f"The form has been written. Answers from {who} are now expected{due}"

        async def leave(result: None) -> None:
            await self.finish(message)

        await self.open(written, leave)

    def _steps(self, request: Request) -> list[str]:
        """Return the next steps with the form."""
        who = request.respondent or f"your contact at {self._vendor.name}"
        due = f" They were asked to answer by {request.due}." if request.due else ""
        outbox = clean(str(self.workspace.root / OUTBOX))
        return [
            f"{SENDING[request.kind].format(who=who)}{due}",
            f"Save the filled-in form in {outbox} when you receive it.",
            f"Press {self.key_label('portfolio.import')} on the portfolio to import it.",
            f"To withdraw the request: {self.key_label('portfolio.undo')} on the portfolio, or "
            f"partnercheck request {self.vendor_id} --withdraw",
        ]
