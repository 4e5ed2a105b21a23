"""Export: write a report, a table or a calendar to a file, and show the file's path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, cast

from partnercheck.app.shared.form_page import form_keys
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.preview_form import PREVIEW_KEYS, PreviewPage
from partnercheck.app.shared.widgets.form import Field
from partnercheck.app.shared.widgets.reading_pane import Part
from partnercheck.app.shared.written import WrittenScreen
from partnercheck.base.english import joined, plural
from partnercheck.base.errors import UserError
from partnercheck.base.regular_file import typed_path
from partnercheck.base.text import clean
from partnercheck.exchange.outbox import FileThereError, Outgoing, write_outgoing
from partnercheck.report.exported import Export, Kind, export_content, export_words
from partnercheck.report.signs import WARNING
from partnercheck.report.tables.written import TABLE_FORMATS, TABLES
from partnercheck.workspace.open import Workspace

KINDS: Sequence[tuple[Kind, str]] = (
    ("html", "web page"),
    ("markdown", "Markdown"),
    ("table", "table"),
    ("calendar", "calendar"),
)
NEXT: Mapping[Kind, str] = {
    "html": "Open it in a browser; it is one file, without scripts, and prints well.",
    "markdown": "Paste it into a wiki or a repository.",
    "table": "Open it in a spreadsheet program or a notebook.",
    "calendar": "Open it in your calendar. After a change, write a new file and open that.",
}
FOR_US = (
    "This file is for your own company: do not send it to a vendor. Each vendor's screen can write "
    "a version for that vendor."
)
REMEDY = 'Choose "replace it", or another file'


class ExportScreen(PreviewPage[None]):
    """A form for a file about one or more vendors: its content, its reader and its path."""

    KEYS: ClassVar[Sequence[Key]] = (*form_keys("write"), *PREVIEW_KEYS)
    HELP_TOPIC = "export"

    def __init__(self, workspace: Workspace, vendors: Sequence[tuple[str, str]]) -> None:
        """Create the screen for these vendors, each with its id and its name."""
        super().__init__()
        self._workspace = workspace
        self._ids = tuple(vendor_id for vendor_id, _ in vendors)
        self._names = [name for _, name in vendors]

    def fields(self) -> Sequence[Field]:
        """Return the fields for the content, the reader and the file.

        Only a report about a single vendor can be written for that vendor.
        """
        readers = [("us", "us"), ("vendor", f"{self._names[0]}")] if len(self._ids) == 1 else []
        return [
            Field("kind", "Write a", "html", KINDS, group="What to write"),
            *([Field("reader", "Report for", "us", readers)] if readers else []),
            Field(
                "table",
                "Table of",
                "verdicts",
                [(each, each) for each in TABLES],
                group="If it is a table",
            ),
            Field("table_format", "Table as", "csv", [(each, each) for each in TABLE_FORMATS]),
            Field(
                "force",
                "If it exists",
                "",
                [("", "keep it"), ("yes", "replace it")],
                group="The file",
            ),
            Field("file", "File or folder", hint="if empty, the workspace's outbox folder"),
        ]

    def on_mount(self) -> None:
        """Show which vendors the file is about."""
        subject = self._names[0] if len(self._ids) == 1 else plural(len(self._ids), "vendor")
        self.set_header(f"A file about {subject}")

    def _export(self, values: Mapping[str, str]) -> Export:
        return Export(
            cast("Kind", values["kind"]),
            self._ids,
            "vendor" if values.get("reader") == "vendor" else "us",
            values["table"],
            values["table_format"],
        )

    def _place(self, values: Mapping[str, str]) -> Outgoing:
        typed = values["file"].strip()
        if not typed:
            return Outgoing(force=values["force"] == "yes", remedy=REMEDY)
        slash = "/" if typed.endswith("/") else ""
        output = f"{typed_path(typed)}{slash}"
        return Outgoing(output, Path.cwd(), values["force"] == "yes", REMEDY)

    def _path(self, values: Mapping[str, str]) -> Path:
        name = self._export(values).file_name
        return self._place(values).path(self._workspace.root, name)

    def preview(self, values: Mapping[str, str]) -> Sequence[Part]:
        """Return the path of the file, and a description of its content."""
        try:
            path = self._path(values)
        except (UserError, ValueError, OSError) as error:
            return [Part(str(error), look="note", sign=WARNING.glyph)]
        export = self._export(values)
        exists = path.exists() and values["force"] != "yes"
        warning = Part(
            f"The file already exists: {REMEDY.lower()}", look="note", sign=WARNING.glyph
        )
        return [
            Part(clean(str(path)), "Goes to"),
            *([warning] if exists else []),
            Part(export_words(export, self._names), "Has"),
            Part(clean(joined(self._names)), "About"),
        ]

    async def done(self, values: dict[str, str]) -> None:
        """Write the file, or show why it cannot be written."""
        export, today = self._export(values), self.partnercheck.today
        written_at = dt.datetime.combine(today, dt.datetime.now(dt.UTC).time(), dt.UTC)
        try:
            place, path = self._place(values), self._path(values)
            if path.exists() and not place.force:
                raise FileThereError(f"{clean(str(path))} already exists. {REMEDY}")
            content = export_content(self._workspace, export, written_at)
            write_outgoing(self._workspace.root, path, content, place)
        except FileThereError as error:
            self.refuse(str(error), "force")
            return
        except (UserError, OSError, ValueError) as error:
            self.show_message(str(error), "poor")
            return
        private = export.kind != "calendar" and export.reader == "us"
        steps = [NEXT[export.kind], *([FOR_US] if private else [])]
        file_words = {"table": "The table", "calendar": "The calendar"}.get(
            export.kind, "The report"
        )

        async def leave(result: None) -> None:
            await self.finish()

        await self.open(WrittenScreen(self._title, file_words, path, steps), leave)

    @property
    def _title(self) -> str:
        return f"A file about {self._names[0]}" if len(self._names) == 1 else "A file"
