"""Importing a form that a vendor has filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from partnercheck.app.shared.ask import AskScreen
from partnercheck.app.shared.page import Page
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem
from partnercheck.base.regular_file import read_bytes, typed_path
from partnercheck.base.text import clean
from partnercheck.exchange.filing import file_import, misplaced
from partnercheck.exchange.returned_form import read_form
from partnercheck.workspace.open import Workspace


async def ask_for_form(
    page: Page[None], workspace: Workspace, imported: Callable[[str, str], None]
) -> None:
    """Ask for a form and save its answers; then call `imported` with the vendor and a message."""

    def file_it(file: str | None) -> None:
        if not file:
            return
        try:
            path = typed_path(file)
            vendor_id, message = import_form(workspace, path, page.partnercheck.today)
        except (UserError, OSError) as error:
            page.show_message(str(error), "poor")
            return
        imported(vendor_id, message)

    await page.open(AskScreen("Import a form that a vendor has filled in", "File", ""), file_it)


def import_form(workspace: Workspace, path: Path, today: dt.date) -> tuple[str, str]:
    """Save a form's answers, and return the vendor's id and a message.

    Raises UserError if the form cannot be imported.
    """
    try:
        form = read_form(read_bytes(path), clean(path.name), workspace.instruments)
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror or error}") from error
    if form.response is None:
        raise UserError(_most_useful(form.problems))
    if problem := misplaced(workspace, form, path.name, today):
        raise UserError(str(problem))
    if not form.response.respondent:
        raise UserError(
            f"{path.name} does not say who answered. "
            "Enter a name or role in the file, and import it again"
        )
    filed = file_import(workspace, form.response, today)
    message = f"{filed.file}: {filed.outcome}."
    if form.problems:
        message += f" {plural(len(form.problems), 'thing')} could not be read: {form.problems[0]}"
    return form.response.vendor, message


def _most_useful(problems: Sequence[Problem]) -> str:
    """Return the first problem, preferring one with a line number, and how many more there are."""
    first = next((problem for problem in problems if problem.line), problems[0])
    more = len(problems) - 1
    return f"{first}{f' And {more} more.' if more else ''}"
