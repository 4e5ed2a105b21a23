"""Saving typed text when an internal error ends the program."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from textual.widgets import Input

from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.text_field import TextField


def keep_typed_text(pages: Iterable[Page[object]], folder: Path | None) -> list[Path]:
    """Save the text being typed on these screens, and return the files that contain it.

    An unsaved answer is saved as a draft, which is offered when the questionnaire is opened again.
    Any other text is written to a new file. If one screen's text cannot be saved (the error that
    ended the program may occur again), the text of the other screens is saved nevertheless.
    """
    kept: list[Path] = []
    for page in pages:
        with suppress(Exception):
            page.remember()
        drafts: list[Path] = []
        with suppress(Exception):
            drafts = [path for path in page.draft_files() if path.exists()]
        if not drafts and folder:
            with suppress(Exception):
                drafts = _write_text("\n\n".join(_typed_texts(page)), folder)
        kept += drafts
    return kept


def _typed_texts(page: Page[object]) -> Iterator[str]:
    for widget in page.query("*"):
        if isinstance(widget, TextField) and widget.display:
            # Every other field is a TextArea, which is loaded only by the screens with notes.
            text = widget.value if isinstance(widget, Input) else getattr(widget, "text", "")
            if text.strip():
                yield f"{text}\n"


def _write_text(text: str, folder: Path) -> list[Path]:
    """Write a text to a new file that only the user can read; list the file. Skip an empty text."""
    if not text:
        return []
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(".txt", "typed-", folder)
    with open(descriptor, "wb") as stream:
        stream.write(text.encode("utf-8", "replace"))
        stream.flush()
        os.fsync(stream.fileno())
    return [Path(name)]
