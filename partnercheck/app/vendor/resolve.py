"""Resolve: settling a merge conflict one difference at a time, with both sides in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.app.shared.widgets.passage import Passage, turned
from partnercheck.base.cells import wrapped
from partnercheck.base.errors import UserError
from partnercheck.base.text import clean
from partnercheck.versions.merge import Conflict
from partnercheck.versions.merge import Path as Place
from partnercheck.versions.resolving import (
    Resolution,
    conflicted,
    resolution_of,
    resolved,
    save_resolved,
)
from partnercheck.workspace.open import Workspace


async def open_resolve(
    page: Page[None], workspace: Workspace, vendor_id: str, written: Callable[[str | None], None]
) -> None:
    """Open a vendor's first file with a merge conflict, or show why that is not possible."""
    files = conflicted(workspace, vendor_id)
    if not files:
        page.show_message("No file of this vendor has a merge conflict")
        return
    try:
        screen = ResolveScreen(workspace, resolution_of(workspace, files[0]))
    except (UserError, OSError) as error:
        page.show_message(str(error), "poor")
        return
    await page.open(screen, written)


class ResolveScreen(Page[str]):
    """The differences in one file; the result is a message about the file."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("resolve.ours", "w", "choose(False)", "Keep ours", "ours"),
        Key("resolve.theirs", "t", "choose(True)", "Take theirs", "theirs"),
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
        Key("resolve.done", "ctrl+s", "write", "Write the file when all are decided", "write"),
        Key("resolve.more", "pagedown", "scroll(1)", "Scroll down"),
        Key("resolve.less", "pageup", "scroll(-1)", "Scroll up"),
        HELP,
        BACK,
    )
    CURSOR_SELECTOR = "#sides"
    HELP_TOPIC = "resolve"

    def __init__(self, workspace: Workspace, resolution: Resolution) -> None:
        """Create the screen for a file's conflict, with nothing decided yet."""
        super().__init__()
        self._workspace = workspace
        self._resolution = resolution
        self._theirs: dict[Place, bool] = {}
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
        self.set_header(f"Conflict   {self._resolution.file.rpartition('/')[2]}", where)
        lines = self._lines(conflicts[self._at]) if conflicts else [line(" Both sides are equal.")]
        self.query_one("#sides", Passage).show_text(lines, self._top)

    def _lines(self, conflict: Conflict) -> list[Line]:
        width = self.size.width
        items = {each.id: each for i in self._workspace.instruments.values() for each in i.items}
        item = items.get(conflict.path[1]) if len(conflict.path) > 1 else None
        question = item.buyer if item else clean(conflict.name)
        lines: list[Line] = [()]
        lines += [line(Span(f" {text}", "strong")) for text in wrapped(question, width - 2)]
        takes_theirs = self._theirs.get(conflict.path)
        for key, label, value, is_theirs in (
            (self.key_label("resolve.ours"), "Ours", conflict.ours, False),
            (self.key_label("resolve.theirs"), "Theirs", conflict.theirs, True),
        ):
            look = "strong" if takes_theirs is is_theirs else ""
            mark = " ▸ " if takes_theirs is is_theirs else "   "
            lines += [(), line(Span(mark, "key"), Span(key, "key"), Span(f" {label}", look))]
            score = value.get("score") if isinstance(value, dict) else None
            if item and isinstance(score, int) and 0 <= score < len(item.anchors):
                anchor = f"{score}: {item.anchors[score]}"
                lines += [line(Span(f"     {text}", "dim")) for text in wrapped(anchor, width - 6)]
            lines += [
                line(f"     {text}")
                for each in _value_lines(value)
                for text in wrapped(each, width - 6)
            ]
        return lines

    def action_choose(self, theirs: bool) -> None:
        """Choose a side, and go to the next undecided difference."""
        conflicts = self._resolution.conflicts
        if not conflicts:
            return
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
        self._top = turned(self._top, by, self.query_one("#sides", Passage))
        self._show()

    async def action_write(self) -> None:
        """Write the file as decided."""
        try:
            text = resolved(self._resolution, self._theirs)
            save_resolved(self._workspace, self._resolution, text)
        except (UserError, OSError) as error:
            self.show_message(f"The file could not be written: {error}", "poor")
            return
        await self.finish(f"The file was written. Now run: git add {self._resolution.file}")

    async def action_back(self) -> None:
        """Leave, without changing the file."""
        await self.finish("The conflict is not resolved; the file is unchanged")


def _value_lines(value: Any) -> list[str]:
    """Return a side's version, one key per line."""
    if value is None or value == {}:
        return ["nothing"]
    if not isinstance(value, dict):
        return [clean(str(value))]
    return [clean(f"{key}: {each}", lines=True) for key, each in value.items()]
