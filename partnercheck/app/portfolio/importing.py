"""Importing on screen: a form that came back from a vendor is filed, or refused with a word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem
from partnercheck.base.regular_file import read_bytes
from partnercheck.base.text import clean
from partnercheck.exchange.filing import file_import, misplaced
from partnercheck.exchange.returned_form import read_form
from partnercheck.workspace.open import Workspace


def import_form(workspace: Workspace, path: Path, today: dt.date) -> tuple[str, str]:
    """File a form; its vendor's id, and what to say. Raises UserError where it is refused."""
    try:
        form = read_form(read_bytes(path), clean(path.name), workspace.instruments)
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror or error}") from error
    if form.response is None:
        raise UserError(_most_useful(form.problems))
    if wrong := misplaced(workspace, form, path.name, today):
        raise UserError(str(wrong))
    if not form.response.respondent:
        raise UserError(f"{path.name} names nobody as its respondent: write a name or a role there")
    filed = file_import(workspace, form.response, today)
    said = f"{filed.file}: {filed.outcome}."
    if form.problems:
        said += f" {plural(len(form.problems), 'thing')} could not be read: {form.problems[0]}"
    return form.response.vendor, said


def _most_useful(problems: Sequence[Problem]) -> str:
    """The first problem that has a line to correct, else the first; and how many more there are."""
    first = next((problem for problem in problems if problem.line), problems[0])
    more = len(problems) - 1
    return f"{first}{f' And {more} more.' if more else ''}"
