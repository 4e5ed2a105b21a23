"""Filing returned forms as the vendors' own answers.

Existing answers are kept, unless the caller chooses to replace them.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Literal

from msgspec.structs import replace as changed

from partnercheck.base.english import listed
from partnercheck.base.errors import UserError
from partnercheck.base.records import (
    Answer,
    Problem,
    Record,
    Response,
    UnreadableError,
)
from partnercheck.base.text import clean, name_key
from partnercheck.exchange.returned_text import FormRead
from partnercheck.questionnaires.records import Instrument
from partnercheck.storage.edit import changed_text
from partnercheck.storage.parse import Source, load_toml, parse
from partnercheck.storage.save import current_text, save_text
from partnercheck.workspace.canonical import record_table, response_table, response_text
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import vendor_ids
from partnercheck.workspace.readers import response_of
from partnercheck.workspace.responses import changed_keys, response_path

_NOTHING = Answer()
NO_ANSWERS = "this form has no answers, so nothing was filed"


class Filed(Record, frozen=True):
    """The outcome of an import: the file, whether it is new, and what was added or replaced."""

    file: str
    outcome: Literal["new", "same", "added", "replaced"]
    changes: tuple[str, ...] = ()


class DifferentResponseError(UserError):
    """The filed response already has different answers; `changes` names them."""

    def __init__(self, file: str, changes: tuple[str, ...]) -> None:
        super().__init__(
            f"{file} already has different answers, so it was not changed: {'; '.join(changes)}"
        )
        self.file, self.changes = file, changes


def other_version(workspace: Workspace, form: FormRead, file: str) -> Problem | None:
    """Return a problem if a form answers another version of its questionnaire, else None.

    A form that states no version counts as an answer to the current version.
    """
    response = form.response
    assert response
    instrument = workspace.instruments[response.instrument]
    if response.version in (None, instrument.version):
        return None
    message = (
        f"this form answers version {response.version} of {instrument.name}, but this workspace "
        f"has version {instrument.version}, with different questions"
    )
    remedy = "Send a new form. To file these answers anyway, import with --any-version"
    return Problem(file, message, remedy, form.lines.get("version"))


def file_import(
    workspace: Workspace,
    response: Response,
    today: dt.date,
    *,
    replace: bool = False,
    any_version: bool = False,
) -> Filed:
    """File a vendor's response: add new answers, and with `replace` also replace existing ones.

    Answers to another version of the questionnaire are filed only if `any_version` is true.

    Raises DifferentResponseError if an existing answer differs and `replace` is false, and
    UserError if the response cannot be filed at all. Neither case changes a file.
    """
    _refuse(workspace, response)
    if not any_version and (problem := other_version(workspace, FormRead(response), "it")):
        raise UserError(f"{problem.message}. {problem.remedy}")
    path = response_path(workspace, response)
    file = path.relative_to(workspace.root).as_posix()
    instrument = workspace.instruments[response.instrument]
    items = [item.id for item in instrument.items]

    def check(source: Source) -> tuple[Problem, ...]:
        place = (response.vendor, response.round, path.name)
        return response_of(source, place, workspace.instruments)[1]

    seen = current_text(path)
    if seen is None:
        answers = {item: _dated(answer, today) for item, answer in response.answers.items()}
        table = response_table(changed(response, answers=answers))
        save_text(workspace.root, path, response_text(table, items), None, check)
        return Filed(file, "new")
    filed = _filed_response(workspace, response, file, seen)
    added, other = _changes(instrument, filed, response)
    if not (added or other):
        return Filed(file, "same")
    if other and not replace:
        raise DifferentResponseError(file, other)
    text = _merged(seen, filed, response, items, today)
    save_text(workspace.root, path, text, seen, check)
    return Filed(file, "replaced" if other else "added", (*other, *added))


def filed_state(
    workspace: Workspace, response: Response
) -> Literal["new", "same", "added", "differs"]:
    """Return whether a returned form has been filed: wholly, in part, or with different answers."""
    try:
        path = response_path(workspace, response)
        if (seen := current_text(path)) is None:
            return "new"
        file = path.relative_to(workspace.root).as_posix()
        filed = _filed_response(workspace, response, file, seen)
    except UserError:
        return "differs"
    added, other = _changes(workspace.instruments[response.instrument], filed, response)
    return "differs" if other else "added" if added else "same"


def _refuse(workspace: Workspace, response: Response) -> None:
    workspace.require_settings()
    if response.perspective != "vendor":
        raise UserError("this form is not for a vendor. To answer for the buyer, use `assess`")
    if response.vendor not in vendor_ids(workspace):
        raise UserError(f'there is no vendor "{clean(response.vendor)}" in this workspace')
    if response.instrument not in workspace.instruments:
        raise UserError(f'there is no questionnaire "{clean(response.instrument)}"')
    if not response.respondent:
        raise UserError("this form has no respondent. Give one with --respondent NAME_OR_ROLE")
    if not response.begun:
        raise UserError(NO_ANSWERS)


def _filed_response(workspace: Workspace, response: Response, file: str, seen: str) -> Response:
    """Return the filed response. Raises UserError if its file is unreadable or another person's."""
    place = (response.vendor, response.round, Path(file).name)
    filed, problems = response_of(parse(seen.encode(), file), place, workspace.instruments)
    if filed is None:
        errors = [problem for problem in problems if problem.severity == "error"]
        raise UnreadableError(errors, str(workspace.root))
    if name_key(filed.respondent) != name_key(response.respondent):
        raise UserError(
            f'"{response.respondent}" and "{filed.respondent}" would share the file {file}. '
            "Use another name for one of them"
        )
    return filed


def _dated(answer: Answer, today: dt.date) -> Answer:
    """Return an answer with today's date, unless the vendor gave an earlier one."""
    if not answer.is_answered or (answer.on and answer.on <= today):
        return answer
    return changed(answer, on=today)


def _changes(
    instrument: Instrument, filed: Response, response: Response
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what an import adds to the filed response and what it changes there, each in words."""
    added: list[str] = []
    other: list[str] = []
    for key in ("version", "form", "level"):
        before, after = getattr(filed, key), getattr(response, key)
        if after and before != after:
            # A file that states no version contains answers to the current version.
            same = key == "version" and before is None and after == instrument.version
            if not same:
                (other if before or key == "version" else added).append(
                    f"{key} was {before or 'not given'}, is now {after}"
                )
    for item in instrument.items:
        before_answer, new_answer = (
            _bare(each.answers.get(item.id, _NOTHING)) for each in (filed, response)
        )
        if before_answer != new_answer:
            (added if before_answer == _NOTHING else other).append(
                f"{item.id} {_difference(before_answer, new_answer)}"
            )
    return tuple(added), tuple(other)


def _bare(answer: Answer) -> Answer:
    # Only our own people say where evidence is: a form cannot point into our workspace.
    bare = changed(answer, on=None, source="")
    return bare if answer.is_answered or answer.evidence else _NOTHING


def _difference(before: Answer, after: Answer) -> str:
    if (before.score, before.skip) != (after.score, after.skip):
        return f"was {_in_words(before)}, is now {_in_words(after)}"
    names = {
        "done_by": "the side that did it",
        "basis": "the basis",
        "reason": "the reason",
        "evidence": "the evidence",
    }
    changes = [name for key, name in names.items() if getattr(before, key) != getattr(after, key)]
    return f"differs in {listed(changes)}"


def _in_words(answer: Answer) -> str:
    return (
        str(answer.score) if answer.score is not None else answer.skip or "without an answer"
    ).replace("-", " ")


def _merged(
    seen: str, filed: Response, response: Response, items: list[str], today: dt.date
) -> str:
    """Return the file's new text; unchanged answers and unknown keys keep their layout."""
    data: dict[str, Any] = load_toml(seen.removeprefix("\ufeff"))
    tables = dict(data.get("answers", {}))
    for item in items:
        before, after = (each.answers.get(item, _NOTHING) for each in (filed, response))
        if _bare(before) != _bare(after):
            tables[item] = changed_keys(tables.get(item, {}), record_table(_dated(after, today)))
    header: dict[str, Any] = {"form": response.form}
    header |= {"level": response.level} if response.level else {}
    header |= {"version": response.version} if response.version else {}
    wanted = {**data, **header, "answers": tables}
    return changed_text(seen, wanted, lambda table: response_text(table, items))
