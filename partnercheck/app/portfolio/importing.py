"""Importing a form that a vendor has filled in.

The list has the forms in the outbox and in this folder; the field takes the path of any other. It
has the focus all the time, so that no letter is taken for a command. While it is empty, Enter
imports the form under the cursor. The screen stays until a form is filed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace
from textual.containers import Horizontal
from textual.widget import Widget

from partnercheck.app.portfolio.import_parts import (
    SIGNS,
    answer_parts,
    awaited_parts,
    effect,
    form_parts,
    no_form_parts,
)
from partnercheck.app.shared.form_page import form_keys
from partnercheck.app.shared.history import Change
from partnercheck.app.shared.keys import EXPLAIN, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.form import Typed
from partnercheck.app.shared.widgets.lines import Lines, Span, line
from partnercheck.app.shared.widgets.panes import ListAndPane, Sides, body_height
from partnercheck.app.shared.widgets.reading_pane import Part, ReadingPane, part_lines
from partnercheck.app.shared.widgets.sheet import Sheet
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Column, SheetRow
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.base.cells import fitted, width_of
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Awaited
from partnercheck.base.regular_file import typed_path
from partnercheck.base.text import clean, name_key, tidy_name
from partnercheck.exchange.form_place import NO_PLACE, Place
from partnercheck.exchange.import_form import UnknownCodeError, import_form
from partnercheck.exchange.outbox import OUTBOX
from partnercheck.exchange.returned_files import LyingForm, lying_forms
from partnercheck.storage.journal import recording
from partnercheck.storage.undo import undo_changes
from partnercheck.workspace.open import Workspace

HEADS = ("Vendor", "Round", "Who", "If you import it")
ROUND, EFFECT, LEAST = 8, 27, 10
LABEL = 7
# From this width on the pane is beside the list; the list then has at most so many cells.
BESIDE, MOST_LIST = 150, 110
A_FILE = "path of the form or of the saved e-mail"
ANOTHER = "choose a form below, or type the path of another one"
# The field for a file, and the blank line below it.
FIELD_LINES = 2
# The most lines about the requests without an answer, below a form.
MOST_AWAITED = 4
_FORM_KEYS = {key.id: key for key in form_keys("import")}


class ImportScreen(Page[Change]):
    """A list of the forms that were found, and a field for another file; the result is the change.

    A form with an unknown code is filed only after a confirmation. The key for it is not a letter,
    which would go into the field.
    """

    DEFAULT_CSS = f"""
    ImportScreen {{
        & #field {{ height: 1; margin-bottom: 1; }}
        & #label {{ width: {LABEL}; height: 1; }}
        & Input {{ width: 1fr; }}
    }}
    """
    KEYS: ClassVar[Sequence[Key]] = (
        Key(
            "import.next",
            "enter",
            "done",
            "Import the file in the field or, if that is empty, the selected form",
            "import",
            typing=True,
        ),
        Key("import.down", "down", "choose(1)", "Next form", "choose", "↑ ↓", typing=True),
        Key("import.up", "up", "choose(-1)", "Previous form", typing=True),
        Key("import.yes", "ctrl+y", "file_there", "Yes, file the form there anyway", typing=True),
        _FORM_KEYS["form.back"],
        replace(EXPLAIN, label="help"),
    )
    HELP_TOPIC = "import"

    def __init__(self, workspace: Workspace, today: dt.date) -> None:
        """Create the screen, and look for forms in the outbox and in this folder."""
        super().__init__()
        self._workspace = workspace
        self._today = today
        # A file with an unknown code, and the place at which it is filed after a yes.
        self._unconfirmed: tuple[str, Place] | None = None
        self._lying = lying_forms(workspace, [workspace.root / OUTBOX, Path()])

    def offered_keys(self) -> Sequence[Key]:
        """Return the keys of the footer; those that choose a form need forms to choose from."""
        choosing = ("import.down", "import.up")
        return [key for key in self.keys if self._lying[1:] or key.id not in choosing]

    def body(self) -> Sequence[Widget]:
        """Return the field for a file, the list, and the pane about the form under the cursor."""
        field = Typed(
            placeholder=clean(ANOTHER if self._lying else A_FILE), id="file", compact=True
        )
        pane = ReadingPane(lambda: line(Span(" … the rest is in the file", "dim")))
        sides = Sides(BESIDE, lambda width: min(MOST_LIST, width * 3 // 5))
        opens = f"{self.key_label('import.next')} imports it"
        self._panes = ListAndPane(self._show_pane, opens, pane, "forms", sides)
        self._panes.show_title("Selected form")
        self._panes.sheet.can_focus = pane.can_focus = False
        return (Horizontal(Lines(id="label"), field, id="field"), self._panes)

    @property
    def _sheet(self) -> Sheet:
        return self._panes.sheet

    @property
    def _field(self) -> Typed:
        return self.query_one("#file", Typed)

    def on_mount(self) -> None:
        """Show the forms, and how to import another file."""
        self.query_one("#label", Lines).paint([line(" ", fitted("File", LABEL - 1))])
        self.set_focus(self._field)
        self._paint()

    def on_resize(self) -> None:
        """Lay out the list for the new size."""
        self._paint()
        super().on_resize()

    def _paint(self) -> None:
        if not self.size.width:
            return
        height = body_height(self.size, self.keys) - FIELD_LINES
        count = len(self._lying)
        # Without forms the pane has the room of the list, to say with whole paths where one goes.
        width = self._panes.divide(self.size.width, height, count, wanted=True, alone=not count)
        room = width - MARKER - ROUND - EFFECT - len(HEADS)
        needed = max((width_of(each.who) for each in self._lying), default=0)
        who = max(LEAST, min(needed, room // 2))
        needed_by_vendors = max((width_of(each.vendor) for each in self._lying), default=0)
        vendor = max(LEAST, min(room - who, needed_by_vendors))
        widths = (vendor, ROUND, who, max(EFFECT, EFFECT + room - who - vendor))
        columns = [Column(*each) for each in zip(HEADS, widths, strict=True)] if count else []
        self._sheet.fill(columns, [_row(each) for each in self._lying], self._sheet.key)
        waiting = sum(each.state != "same" for each in self._lying)
        right = f"{plural(count, 'form')}, {waiting} not filed" if count else ""
        self.set_header("Import a form from a vendor", right)
        self._show_pane()

    def _show_pane(self) -> None:
        if not self._lying:
            folders = [self._workspace.root / OUTBOX, Path.cwd()]
            parts = no_form_parts(folders, self.key_label("portfolio.open"))
            height = body_height(self.size, self.keys) - FIELD_LINES
            room = height - len(part_lines(parts, self.size.width))
            self._panes.pane.show([*parts, *awaited_parts(self._requests(), self._today, room)])
        elif self._panes.detailed:
            form = next((f for f in self._lying if str(f.path) == self._sheet.key), None)
            self._panes.pane.show(self._form_parts(form) if form else ())

    def _form_parts(self, form: LyingForm) -> Sequence[Part]:
        """Return what importing a form does, its answers, and who is still awaited."""
        instrument = self._workspace.instruments[form.response.instrument]
        width, height = self._panes.pane_room
        parts = form_parts(form, self.key_label("import.next"))
        room = height - len(part_lines(parts, width))
        awaited = awaited_parts(self._requests(), self._today, min(MOST_AWAITED, room))
        room -= len(part_lines(awaited, width))
        return [*parts, *answer_parts(form, instrument, room), *awaited]

    def _requests(self) -> list[tuple[str, Awaited]]:
        """Return the vendors and what is awaited of them, what is due first at the beginning."""
        rows = self.partnercheck.portfolio_cache.rows.values()
        requests = [(row.vendor.name, each) for row in rows for each in row.awaited]
        return sorted(requests, key=lambda each: (each[1].due or dt.date.max, name_key(each[0])))

    def action_choose(self, by: int) -> None:
        """Go to the next or the previous form."""
        self._sheet.action_move(by)

    async def on_sheet_row_clicked(self) -> None:
        """Import the form when the row under the cursor is clicked."""
        await self.action_done()

    async def _named_file(self) -> str:
        await wait_for_typed_keys(self._field)
        return tidy_name(self._field.value) or self._sheet.key

    async def action_done(self) -> None:
        """File the form, or say why it cannot be filed."""
        if file := await self._named_file():
            await self._file(file)
        else:
            self.show_message("Enter the path of the file to import", "poor")

    async def action_file_there(self) -> None:
        """File the form at the place that was asked about, unless another file was named since."""
        if self._unconfirmed and self._unconfirmed[0] == await self._named_file():
            await self._file(*self._unconfirmed)

    async def _file(self, file: str, place: Place = NO_PLACE) -> None:
        try:
            with recording() as files:
                imported = import_form(self._workspace, typed_path(file), self._today, place)
        except UnknownCodeError as error:
            self._unconfirmed = file, error.place
            self.show_message(
                f"{error} Press {self.key_label('import.yes')} to file them there", "note"
            )
            return
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        if not files:
            self.show_message(f"{imported.message}. Nothing was changed")
            return
        root = self._workspace.root
        await self.finish(
            Change(
                imported.message,
                imported.response.vendor,
                lambda: undo_changes(root, files),
                f"Undone: {imported.name}. The form itself stays where it is",
            )
        )


def _row(form: LyingForm) -> SheetRow:
    sign = SIGNS[form.state]
    look = "dim" if form.state == "same" else ""
    cells = [Span(text, look) for text in (form.vendor, form.round, form.who or "not stated")]
    outcome = f"{sign.glyph} {effect(form)}"
    return SheetRow(str(form.path), (*cells, Span(outcome, sign.tone or look)))


async def ask_for_form(
    page: Page[None], workspace: Workspace, imported: Callable[[Change], None]
) -> None:
    """Ask for a form and save its answers; then call `imported` with the change."""

    def pass_on(change: Change | None) -> None:
        if change:
            imported(change)

    await page.open(ImportScreen(workspace, page.partnercheck.today), pass_on)
