"""Agenda of the next meeting, in our version or the vendor's, to read, copy or save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.ask import AskScreen
from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.lines_to_paste import WHERE_WRITTEN, clipboard_message
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span, group_line
from partnercheck.app.shared.widgets.reading_pane import WIDEST_TEXT
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Cell, Column, SheetRow
from partnercheck.base.cells import width_of
from partnercheck.base.errors import UserError
from partnercheck.base.regular_file import typed_path
from partnercheck.exchange.outbox import write_new
from partnercheck.report.agenda import for_vendor, markdown
from partnercheck.report.agenda_records import Agenda, Point
from partnercheck.report.agenda_topics import agenda
from partnercheck.report.words.lenses import warning_texts
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import Lens
from partnercheck.workspace.glossary import own_terms
from partnercheck.workspace.open import Workspace

# Left of a line that the vendor does not get.
FOR_US = "for us"
BULLET = "•"
# From this many lines on, sections have a blank line between them.
HIGH = 30


async def open_agenda(
    page: Page[None], workspace: Workspace, judged: JudgedVendor, lenses: Sequence[Lens]
) -> None:
    """Open the agenda of the next meeting with a vendor.

    `lenses` are the vendor's, for their warnings.
    """
    points = agenda(
        judged,
        workspace.settings.organisation,
        page.partnercheck.today,
        own_terms(workspace),
        warning_texts(lenses),
    )
    await page.open(AgendaScreen(points, judged.vendor.id))


class AgendaScreen(Page[None]):
    """An agenda with one point per row, which can be copied or written to a file."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key(
            "agenda.reader",
            "V",
            "reader",
            "Switch between our version and the vendor's",
            "ours/vendor's",
        ),
        Key("agenda.export", "X", "write", "Write this version to a Markdown file", "write"),
        Key("agenda.copy", "y", "copy", "Send this version to the clipboard", "copy"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "agenda"

    def __init__(self, agenda: Agenda, vendor_id: str) -> None:
        """Create the screen, which shows our own version first."""
        super().__init__()
        self._agenda = agenda
        self._vendor_id = vendor_id
        self._vendors_version = False

    def body(self) -> Sequence[Widget]:
        """Return the list of points."""
        return (Sheet(id="agenda", marks_row=False),)

    def on_mount(self) -> None:
        """Show the agenda."""
        self.set_focus(self.query_one("#agenda", Sheet))
        self._show()

    def on_resize(self) -> None:
        """Lay out the points for the new width."""
        self._show()

    @property
    def _version(self) -> Agenda:
        return for_vendor(self._agenda) if self._vendors_version else self._agenda

    def _show(self) -> None:
        if not self.size.width:
            return
        sections = self._version.sections
        last_number = f"{len(sections)}."
        gutter = width_of(FOR_US if self._version.has_private else last_number)
        text = max(10, self.size.width - MARKER - gutter - len(BULLET) - 4)
        text = min(WIDEST_TEXT, text)
        rows: list[SheetRow] = []
        for number, section in enumerate(sections, 1):
            if rows and self.size.height >= HIGH:
                rows.append(SheetRow(f"before {section.title}", (Span(""),), is_heading=True))
            heading = group_line(section.title, text + len(BULLET) + 1)
            rows.append(SheetRow(section.title, (Span(f"{number}.", "strong"), heading)))
            for point in section.points:
                rows += [SheetRow(f"{section.title} {len(rows)}", each) for each in _rows(point)]
        columns = [Column("", gutter), Column("", len(BULLET)), Column("", text, wrap=True)]
        self.query_one("#agenda", Sheet).fill(columns, rows)
        version = "the vendor's version" if self._vendors_version else "our version, with evidence"
        self.set_header(f"Agenda   {self._agenda.vendor}", version)

    def action_reader(self) -> None:
        """Switch between our version and the vendor's."""
        self._vendors_version = not self._vendors_version
        self._show()
        vendors = self._vendors_version
        message = (
            "Nothing in this version is for us alone"
            if vendors
            else f'The lines marked "{FOR_US}" are not in the vendor\'s version'
        )
        self.show_message(message)

    def action_copy(self) -> None:
        """Send this version to the clipboard with OSC 52; terminals do not confirm success."""
        self.app.copy_to_clipboard(markdown(self._version))
        self.show_message(clipboard_message(self.key_label("agenda.export")))

    async def action_write(self) -> None:
        """Ask for a file name, and write the version on the screen to that file."""
        name = f"{self._vendor_id}.agenda{'' if self._vendors_version else '.internal'}.md"
        await self.open(AskScreen("Write the agenda", "File", name, WHERE_WRITTEN), self._write)

    def _write(self, file: str | None) -> None:
        if not file:
            return
        try:
            path = typed_path(file).absolute()
            write_new(path, markdown(self._version).encode())
        except (UserError, ValueError) as error:
            self.show_message(f"The agenda could not be written: {error}", "poor")
        else:
            self.show_message(f"The agenda was written to {path}")


def _rows(point: Point) -> list[tuple[Cell, ...]]:
    """Return the cells of a point's rows: a mark if it is for us alone, a bullet, and the text."""
    private, shared = Span(FOR_US, "note"), Span("")
    first = private if point.private else shared
    rows: list[tuple[Cell, ...]] = []
    if point.text:
        rows.append((first, Span(BULLET, "dim"), Span(point.text)))
    rows += [(first, Span(""), Span(each)) for each in point.below]
    return rows + [(private, Span(""), Span(each)) for each in point.ours]
