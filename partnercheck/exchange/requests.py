"""The exchange with vendors: what is asked of whom, the filing of answers, and the result.

Nothing of the buyer's goes out with a request: a form is made from `Asked` alone. What comes
back is filed as the vendor's own response, and never over other answers unless that is wanted.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import tomli
from msgspec.structs import replace as changed

from partnercheck.base.english import closest_match, listed
from partnercheck.base.errors import UserError
from partnercheck.base.records import (
    Answer,
    Awaited,
    Form,
    Problem,
    Record,
    Response,
    UnreadableError,
)
from partnercheck.base.rounds import FORMS as ROUND_FORMS
from partnercheck.base.rounds import current, is_round
from partnercheck.base.text import clean, folded, slug, tidy_name
from partnercheck.exchange.form_write import Asked, Kind, form_text
from partnercheck.exchange.returned_form import FormRead
from partnercheck.questionnaires.records import Instrument
from partnercheck.storage import atomic
from partnercheck.storage.edit import changed_text
from partnercheck.storage.parse import Source, parse
from partnercheck.storage.save import current_text, save_text
from partnercheck.workspace.asked import note_request
from partnercheck.workspace.canonical import answer_table, response_table, response_text
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_description, read_vendor, vendor_ids
from partnercheck.workspace.readers import response_of
from partnercheck.workspace.responses import changed_keys, response_path

SUFFIXES: Mapping[Kind, str] = {"text": "txt", "toml": "toml"}
_NAMED = re.compile(r"([a-z0-9-]+)\.(\d{4}(?:-[a-z0-9]+)?)\.form\b")
_NOTHING = Answer()


class Request(Record, frozen=True):
    """What a request says beside the questions; what is empty is as usual here."""

    round: str = ""
    form: Form | None = None
    kind: Kind = "text"
    respondent: str = ""
    due: dt.date | None = None
    anonymous: bool = False
    contact: str = ""


class Filed(Record, frozen=True):
    """What became of an import: the file, whether it is new, and what was added or replaced."""

    file: str
    outcome: Literal["new", "same", "added", "replaced"]
    changes: tuple[str, ...] = ()


class DiffersError(UserError):
    """A response that is there already with other answers; `changes` names them."""

    def __init__(self, file: str, changes: tuple[str, ...]) -> None:
        super().__init__(f"{file} has other answers already, and stays: {'; '.join(changes)}")
        self.file, self.changes = file, changes


def asked_of(workspace: Workspace, vendor_id: str, request: Request, today: dt.date) -> Asked:
    """What a vendor is asked. Raises UserError where what is needed for it cannot be read."""
    if workspace.broken:
        before = "nothing can be asked until this is corrected: "
        raise UnreadableError([workspace.broken], str(workspace.root), before)
    vendor, problems = read_description(workspace, vendor_id)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise UnreadableError(errors, str(workspace.root))
    if request.due and request.due < today:
        raise UserError(f"{request.due.isoformat()} is over: choose a later day for the answers")
    return Asked(
        vendor=vendor_id,
        name=vendor.name,
        organisation=workspace.settings.organisation,
        round=request.round or current(workspace.settings.cadence, today),
        form=request.form or workspace.settings.form,
        respondent=tidy_name(request.respondent),
        due=request.due,
        anonymous=request.anonymous,
        contact=tidy_name(request.contact),
        objective=vendor.objective,
        benefit_buyer=vendor.benefit_buyer,
        benefit_vendor=vendor.benefit_vendor,
    )


def write_request(
    workspace: Workspace, vendor_id: str, request: Request, today: dt.date, folder: Path
) -> Path:
    """Write a vendor's form into a folder, and note that the vendor is awaited; the form's path.

    Raises UserError, with neither written, if there is a form already or if either cannot be.
    """
    asked = asked_of(workspace, vendor_id, request, today)
    path = folder / f"{asked.vendor}.{asked.round}.form.{SUFFIXES[request.kind]}"
    write_new(path, form_text(workspace.instrument, asked, request.kind))
    try:
        awaited = Awaited("vendor", request.respondent, request.due, today)
        note_request(workspace, vendor_id, asked.round, awaited)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    return path


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises UserError if there is one already, or if it cannot be written.
    """
    try:
        atomic.write_new(path, text.encode("utf-8"))
    except FileExistsError:
        what = f"{clean(str(path))} is there already, and stays"
        raise UserError(f"{what}. Remove it, or choose another folder with --output") from None
    except OSError as error:
        raise UserError(f"{clean(str(path))}: {error.strerror or error}") from error


def misplaced(
    workspace: Workspace, form: FormRead, file: str, today: dt.date, round_id: str = ""
) -> Problem | None:
    """Why a form that was read does not belong here, if it does not: its vendor or its round.

    `file` is the form's file; a name such as a request gives must agree with what is inside.
    `round_id` is the round that a person says the form is of.
    """
    response = form.response
    assert response
    named = _NAMED.match(Path(file).name)
    known = vendor_ids(workspace)
    if response.vendor not in known:
        return _no_vendor(form, file, response.vendor, known)
    if named and named[1] != response.vendor and named[1] in known:
        return _disagrees(form, file, "vendor", response.vendor, named[1])
    if not is_round(response.round):
        what = f'"{clean(response.round)}" is not a round'
        return Problem(file, what, f"Write {ROUND_FORMS}", form.lines.get("round"))
    expected = round_id or (named[2] if named and is_round(named[2]) else "")
    if expected and expected != response.round:
        where = "--round" if round_id else "file's name"
        return _disagrees(form, file, "round", response.round, expected, where)
    if expected or response.round in _rounds(workspace, response.vendor, today):
        return None
    what = f"{response.round} is a round in which nobody has answered about {response.vendor}"
    todo = f"If it is right, import it with --round {response.round}"
    return Problem(file, what, todo, form.lines.get("round"))


def _rounds(workspace: Workspace, vendor_id: str, today: dt.date) -> tuple[str, ...]:
    """The rounds that are likely: the present one, and those that the vendor has answers in."""
    return (current(workspace.settings.cadence, today), *read_vendor(workspace, vendor_id).rounds)


def _no_vendor(form: FormRead, file: str, vendor: str, known: list[str]) -> Problem:
    near = closest_match(slug(vendor), known)
    todo = f'Write its id; did you mean "{near}"?' if near else "Write the id of a vendor here"
    what = f'there is no vendor "{clean(vendor)}" here'
    return Problem(file, what, todo.rstrip("?"), form.lines.get("vendor"))


def _disagrees(
    form: FormRead, file: str, key: str, said: str, expected: str, where: str = "file's name"
) -> Problem:
    what = f'"{key}" is "{said}", but the {where} says "{expected}"'
    todo = "Correct the one that is wrong, so that both agree"
    return Problem(file, what, todo, form.lines.get(key))


def file_import(
    workspace: Workspace, response: Response, today: dt.date, replace: bool = False
) -> Filed:
    """File a vendor's response; what is there already stays, unless `replace`.

    Answers to questions without one are added. Raises DiffersError where an answer that is there
    is another one, and UserError where the response cannot be filed at all; nothing is written.
    """
    _refuse(workspace, response)
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
    found = _there(workspace, response, file, seen)
    added, other = _changes(instrument, found, response)
    if not (added or other):
        return Filed(file, "same")
    if other and not replace:
        raise DiffersError(file, other)
    text = _merged(seen, found, response, items, today)
    save_text(workspace.root, path, text, seen, check)
    return Filed(file, "replaced" if other else "added", (*other, *added))


def _refuse(workspace: Workspace, response: Response) -> None:
    if workspace.broken:
        before = "nothing can be filed until this is corrected: "
        raise UnreadableError([workspace.broken], str(workspace.root), before)
    if response.perspective != "vendor":
        raise UserError("only a vendor's form is filed so; answer for the buyer with `assess`")
    if response.vendor not in vendor_ids(workspace):
        raise UserError(f'there is no vendor "{clean(response.vendor)}"')
    if response.instrument not in workspace.instruments:
        raise UserError(f'there is no instrument "{clean(response.instrument)}"')
    if not response.respondent:
        raise UserError("nobody is named as its respondent. Say who with --respondent NAME_OR_ROLE")
    if not response.begun:
        raise UserError("no question in it has an answer, so nothing is filed")


def _there(workspace: Workspace, response: Response, file: str, seen: str) -> Response:
    """The response that is there. Raises UserError where it cannot be read, or is another's."""
    place = (response.vendor, response.round, Path(file).name)
    found, problems = response_of(parse(seen.encode(), file), place, workspace.instruments)
    if found is None:
        errors = [problem for problem in problems if problem.severity == "error"]
        raise UnreadableError(errors, str(workspace.root))
    if folded(found.respondent) != folded(response.respondent):
        raise UserError(
            f'"{response.respondent}" and "{found.respondent}" would share the file {file}. '
            "Name one of them otherwise"
        )
    return found


def _dated(answer: Answer, today: dt.date) -> Answer:
    """An answer with the day it came in, unless the vendor wrote an earlier one."""
    if not answer.given or (answer.on and answer.on <= today):
        return answer
    return changed(answer, on=today)


def _changes(
    instrument: Instrument, found: Response, response: Response
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What an import adds to a response that is there, and what it changes in it."""
    added: list[str] = []
    other: list[str] = []
    for key in ("form", "level"):
        before, after = getattr(found, key), getattr(response, key)
        if after and before != after:
            (other if before else added).append(f"{key} was {before or 'not given'}, is {after}")
    for item in instrument.items:
        was, now = (_bare(each.answers.get(item.id, _NOTHING)) for each in (found, response))
        if was != now:
            (added if was == _NOTHING else other).append(f"{item.id} {_difference(was, now)}")
    return tuple(added), tuple(other)


def _bare(answer: Answer) -> Answer:
    return changed(answer, on=None) if answer.given or answer.evidence else _NOTHING


def _difference(was: Answer, now: Answer) -> str:
    if (was.score, was.skip) != (now.score, now.skip):
        return f"was {_in_words(was)}, is {_in_words(now)}"
    keys = [
        key for key in ("basis", "reason", "evidence") if getattr(was, key) != getattr(now, key)
    ]
    return f"has another {listed(keys)}"


def _in_words(answer: Answer) -> str:
    return (
        str(answer.score) if answer.score is not None else answer.skip or "without an answer"
    ).replace("-", " ")


def _merged(
    seen: str, found: Response, response: Response, items: list[str], today: dt.date
) -> str:
    """The file's new text; what is equal in it stays as it was, and so does what is unknown."""
    data: dict[str, Any] = tomli.loads(seen.removeprefix("\ufeff"))
    tables = dict(data.get("answers", {}))
    for item in items:
        was, now = (each.answers.get(item, _NOTHING) for each in (found, response))
        if _bare(was) != _bare(now):
            tables[item] = changed_keys(tables.get(item, {}), answer_table(_dated(now, today)))
    header = {"form": response.form} | ({"level": response.level} if response.level else {})
    wanted = {**data, **header, "answers": tables}
    return changed_text(seen, wanted, lambda each: response_text(each, items))
