"""Resolve: settle a merge conflict, one difference at a time, with both sides in full."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.app.shared.widgets.passage import Passage, turned_top
from partnercheck.app.vendor.versions_compared import Version, texts_of, version_lines
from partnercheck.base.cells import wrapped
from partnercheck.base.errors import UserError
from partnercheck.base.text import clean, one_line
from partnercheck.storage.parse import load_toml
from partnercheck.versions.merge import Conflict, can_keep_both
from partnercheck.versions.merge import Path as Place
from partnercheck.versions.resolving import (
    Resolution,
    conflicted,
    resolution_of,
    resolved,
    save_resolved,
    versions_in_git,
)
from partnercheck.workspace.open import Workspace


async def open_resolve(
    page: Page[None], workspace: Workspace, vendor_id: str, written: Callable[[str | None], None]
) -> None:
    """Open a vendor's files with a merge conflict, one after the other.

    `written` is called with a message when all are resolved or the user leaves.
    """
    files = conflicted(workspace, vendor_id)
    if not files:
        page.show_message("No file of this vendor has a merge conflict")
        return
    resolved_files: list[str] = []
    refused: list[str] = []

    async def open_from(at: int) -> None:
        for number in range(at, len(files)):
            try:
                resolution = resolution_of(workspace, files[number])
            except (UserError, OSError) as error:
                refused.append(str(error))
                continue
            screen = ResolveScreen(workspace, resolution, (number + 1, len(files)))

            async def go_on(file: str | None, after: int = number + 1) -> None:
                if file is None:
                    written(_outcome(resolved_files, refused, unresolved=True))
                    return
                resolved_files.append(file)
                await open_from(after)

            await page.open(screen, go_on)
            return
        written(_outcome(resolved_files, refused))

    await open_from(0)


def _outcome(files: Sequence[str], refused: Sequence[str], *, unresolved: bool = False) -> str:
    """Return the message about the files: which are resolved, and what to do next."""
    parts = []
    if files:
        written_files = (
            "The file was written" if len(files) == 1 else f"{len(files)} files were written"
        )
        parts.append(f"{written_files}. Now run: git add {shlex.join(files)}")
    if unresolved:
        parts.append("The conflict is not resolved; the file is unchanged")
    return ".   ".join([*parts, *refused])


class ResolveScreen(Page[str]):
    """The differences in one file; the result is the file's name, or None if it is unchanged."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("resolve.ours", "w", "choose(False)", "Keep ours", "ours"),
        Key("resolve.theirs", "t", "choose(True)", "Use theirs", "theirs"),
        Key("resolve.both", "B", "both", "Keep both: two meetings on one day", "both"),
        Key(
            "resolve.next",
            "enter,right,l,down,j",
            "go(1)",
            "Next difference",
            "next",
            "⏎",
        ),
        Key(
            "resolve.previous",
            "backspace,left,h,up,k",
            "go(-1)",
            "Previous difference",
            "prev",
            "⌫",
        ),
        Key(
            "resolve.done",
            "ctrl+s",
            "write",
            "Write the file once all differences are decided",
            "write",
        ),
        Key("resolve.more", "pagedown", "scroll(1)", "Scroll down"),
        Key("resolve.less", "pageup", "scroll(-1)", "Scroll up"),
        HELP,
        BACK,
    )
    CURSOR_SELECTOR = "#sides"
    HELP_TOPIC = "resolve"

    def __init__(
        self, workspace: Workspace, resolution: Resolution, place: tuple[int, int] = (1, 1)
    ) -> None:
        """Create the screen for a file's conflict, with nothing decided yet.

        `place` is the number of the file among the files with a conflict, and how many there are.
        """
        super().__init__()
        self._workspace = workspace
        self._resolution = resolution
        self._place = place
        self._versions = versions_in_git(workspace, resolution.path)
        self._theirs: dict[Place, bool] = {}
        self._both: set[Place] = set()
        self._at = 0
        self._top = 0

    def body(self) -> Sequence[Widget]:
        """Return the text of both sides."""
        return (Passage(self.more_below, "sides"),)

    def on_mount(self) -> None:
        """Show the first difference."""
        self._show()

    def on_resize(self) -> None:
        """Lay out the difference for the new size."""
        self._show()

    def _show(self) -> None:
        if not self.size.width:
            return
        conflicts = self._resolution.conflicts
        where = f"{self._at + 1} of {len(conflicts)}" if conflicts else "no difference"
        number, count = self._place
        files = f"   file {number} of {count}" if count > 1 else ""
        file = self._resolution.file
        self.set_header(
            f"Conflict   {self._owner() or file.rpartition('/')[2]}{files}", where, file
        )
        lines = (
            self._lines(conflicts[self._at])
            if conflicts
            else [line(" Both versions are the same.")]
        )
        self.query_one("#sides", Passage).show_text(lines, self._top)

    def _owner(self) -> str:
        """Return the file's respondent, such as "Bob, buyer, 2026-q4"; empty if it has none."""
        owner = load_toml(self._resolution.ours)
        parts = [owner.get(key) for key in ("respondent", "perspective", "round")]
        texts = [one_line(clean(each)) for each in parts if isinstance(each, str)]
        return ", ".join(texts) if len(texts) == len(parts) else ""

    def _origin(self, is_theirs: bool) -> str:
        """Return the origin of a version: its branch, and the last author of the file there."""
        version = self._versions[is_theirs]
        parts = [f"branch {version.branch}"] if version.branch else []
        parts += [f"by {version.author}, {version.on}"] if version.author else []
        return ", ".join(parts)

    def _lines(self, conflict: Conflict) -> list[Line]:
        width = self.size.width
        items = {each.id: each for i in self._workspace.instruments.values() for each in i.items}
        item = items.get(conflict.path[1]) if len(conflict.path) > 1 else None
        question = item.buyer if item else clean(conflict.name)
        lines: list[Line] = [()]
        lines += [line(Span(f" {text}", "strong")) for text in wrapped(question, width - 2)]
        anchors = item.anchors if item else ()
        lines += [(), *version_lines(self._both_versions(conflict, anchors), width)]
        if can_keep_both(self._resolution.kind, conflict):
            key = self.key_label("resolve.both")
            both = "Both: theirs is then the second meeting of that day"
            lines += [(), line("   ", Span(key, "key"), f" {both}")]
        return lines

    def _both_versions(self, conflict: Conflict, anchors: Sequence[str]) -> tuple[Version, Version]:
        takes_theirs = self._theirs.get(conflict.path)
        keeps_both = conflict.path in self._both
        ours, theirs = (
            Version(
                self.key_label(key),
                side,
                self._origin(is_theirs),
                texts_of(value, anchors),
                keeps_both or takes_theirs is is_theirs,
            )
            for key, side, value, is_theirs in (
                ("resolve.ours", "Ours", conflict.ours, False),
                ("resolve.theirs", "Theirs", conflict.theirs, True),
            )
        )
        return ours, theirs

    def action_both(self) -> None:
        """Keep both versions, if they can be two meetings on the same day."""
        conflicts = self._resolution.conflicts
        if not conflicts or not can_keep_both(self._resolution.kind, conflicts[self._at]):
            self.show_message("Only two meetings on one day can both be kept")
            return
        self._both.add(conflicts[self._at].path)
        self._decide(theirs=False)

    def action_choose(self, theirs: bool) -> None:
        """Choose a side, and go to the next undecided difference."""
        conflicts = self._resolution.conflicts
        if conflicts:
            self._both.discard(conflicts[self._at].path)
            self._decide(theirs=theirs)

    def _decide(self, *, theirs: bool) -> None:
        conflicts = self._resolution.conflicts
        self._theirs[conflicts[self._at].path] = theirs
        undecided = [n for n, each in enumerate(conflicts) if each.path not in self._theirs]
        if undecided:
            self._at = next((n for n in undecided if n > self._at), undecided[0])
            self._top = 0
        self._show()
        self.show_message(
            f"{len(undecided)} to decide"
            if undecided
            else f"All decided. {self.key_label('resolve.done')} writes the file",
            "note",
        )

    def action_go(self, by: int) -> None:
        """Go to the next or previous difference."""
        self._at = min(max(0, self._at + by), max(0, len(self._resolution.conflicts) - 1))
        self._top = 0
        self._show()

    def action_scroll(self, by: int) -> None:
        """Scroll down or up."""
        self._top = turned_top(self._top, by, self.query_one("#sides", Passage))
        self._show()

    async def action_write(self) -> None:
        """Write the file as decided."""
        try:
            text = resolved(self._resolution, self._theirs, self._both)
            save_resolved(self._workspace, self._resolution, text)
        except (UserError, OSError) as error:
            self.show_message(f"The file could not be written: {error}", "poor")
            return
        await self.finish(self._resolution.file)
