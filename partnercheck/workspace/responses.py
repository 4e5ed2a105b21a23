"""Response files: their paths, and saving one answer while other people change the file too.

Invariant: another person's answer is never overwritten unseen. A save compares the answer on disk
with the answer in the text that this session last saw. For the item being saved:

    last seen    on disk      saved        result
    score = 1    score = 1    score = 3    score = 3
    score = 1    score = 2    score = 3    AnswerConflict: a person decides
    score = 1    score = 3    score = 3    score = 3 (the two answers differ at most in their day)

Other items keep their answers on disk.
"""

from __future__ import annotations

from pathlib import Path

from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Response
from partnercheck.base.rounds import FORMS, is_round
from partnercheck.base.text import is_slug, name_key, slug
from partnercheck.storage.convert import cleaned, record
from partnercheck.storage.edit import changed_text
from partnercheck.storage.parse import Table, parse
from partnercheck.storage.save import Check, ConfirmationRequired, Saved, SaveError, replace_text
from partnercheck.storage.wording import value_for_message
from partnercheck.workspace.canonical import record_table, response_table, response_text
from partnercheck.workspace.open import Workspace


class AnswerConflict(SaveError):  # noqa: N818 (a question to a person, not a fault)
    """An item's answer in the file differs from the answer last seen.

    `theirs` is the answer in the file, `text` the whole file. A save with this text as `seen`
    replaces that answer.
    """

    def __init__(self, item: str, theirs: Answer, text: str) -> None:
        """Store the other answer, for a person to choose."""
        super().__init__(f"{item} has been answered by somebody else")
        self.item = item
        self.theirs = theirs
        self.text = text


def response_path(workspace: Workspace, response: Response) -> Path:
    """Return the path of a response. Raises UserError if no file name can be made for it."""
    respondent = slug(response.respondent)
    if not is_round(response.round):
        raise UserError(f'"{response.round}" is not a round: write {FORMS}')
    if not is_slug(respondent):
        raise UserError(
            f'no file name can be made from "{response.respondent}", as none of its characters '
            "can be written in Latin letters. Type a name or a role in Latin letters"
        )
    name = f"{response.perspective}.{respondent}.{response.instrument}.toml"
    return workspace.root / "vendors" / response.vendor / response.round / name


def save_answer(
    root: Path,
    path: Path,
    response: Response,
    items: list[str],
    item: str,
    answer: Answer,
    seen: str | None,
    check: Check | None = None,
) -> Saved:
    """Save one answer in a response file; keep the changes that others have made since `seen`.

    `seen` is the text that this session last read or wrote, or None if there was no file yet. In
    that case the file is created, with a table for every item.

    Raises:
        AnswerConflict: The item's answer in the file differs from the answer in `seen`.
        ConfirmationRequired: The file no longer exists.
        SaveError: The file cannot be read, or the disk fails. In all cases nothing has changed.

    """

    def canonical(data: Table) -> str:
        return response_text(data, items)

    def changed(text: str | None) -> str:
        if text is None:
            if seen is not None:
                raise ConfirmationRequired(f"{path.name} was removed after it was read")
            data = response_table(response)
        else:
            data = _answers_of(text, path)
            if text != seen:
                _refuse_moved(data, response, path)
                _refuse_taken(data, _answers_of(seen, path) if seen else {}, item, answer, text)
        answers = dict(data.get("answers", {}))
        answers[item] = changed_keys(answers.get(item, {}), record_table(answer))
        wanted = {**data, **_header(response, data), "answers": answers}
        return canonical(wanted) if text is None else changed_text(text, wanted, canonical)

    before, text = replace_text(root, path, changed, seen, check)
    return Saved(text, before != seen)


def _answers_of(text: str, path: Path) -> Table:
    """Return the data of a response file. Raises SaveError if no answer can be saved in it."""
    source = parse(text.encode("utf-8"), path.name)
    if source.data is None:
        raise SaveError(str(source.problems[0]))
    answers = source.data.get("answers", {})
    if not isinstance(answers, dict) or not all(isinstance(t, dict) for t in answers.values()):
        raise SaveError(
            f"{path.name}: each answer must be a table, such as [answers.ITEM]. "
            "Correct the file first"
        )
    return source.data


def _header(response: Response, data: Table) -> Table:
    """Return the changes to the header: the longer form, and the level if it is known."""
    form = "full" if "full" in (response.form, data.get("form")) else response.form
    return {"form": form} | ({"level": response.level} if response.level else {})


def _refuse_moved(data: Table, response: Response, path: Path) -> None:
    """Raise SaveError if the file now has another person, vendor, round or questionnaire."""
    for key in ("vendor", "round", "perspective", "respondent", "instrument"):
        current, ours = cleaned(data.get(key)), getattr(response, key)
        if name_key(str(current)) != name_key(ours):
            raise SaveError(
                f'{path.name} was changed: its {key} is now "{current}". Open the vendor again'
            )
    versions = {data.get("version"), response.version} - {None}
    if len(versions) > 1:
        version = value_for_message(data["version"])
        raise SaveError(
            f"{path.name} was changed: it now answers version {version} of the questionnaire. "
            "Open the vendor again"
        )


def _refuse_taken(current: Table, seen: Table, item: str, answer: Answer, text: str) -> None:
    """Raise AnswerConflict if the item's answer differs from the answer last seen."""
    theirs, before = (_known(data.get("answers", {}).get(item, {})) for data in (current, seen))
    ours = record_table(answer)
    if theirs == before or {**theirs, "on": None} == {**ours, "on": None}:
        return
    their_answer, _ = record(parse(b"", ""), theirs, Answer)
    if their_answer is None:
        raise SaveError(f"the answer to {item} in the file is not valid. Correct it first")
    raise AnswerConflict(item, their_answer, text)


def _known(answer: Table) -> Table:
    """Return the part of an answer that is compared: its known keys, with cleaned values."""
    return {key: cleaned(value) for key, value in answer.items() if key in Answer.__struct_fields__}


def changed_keys(before: Table, after: Table) -> Table:
    """Return an answer's table with the changes; unknown keys are kept.

    If cleaning is the only change to a text, the text stays as typed, to keep it out of the diff.
    """
    unknown = {key: value for key, value in before.items() if key not in Answer.__struct_fields__}
    return unknown | {
        key: before[key] if cleaned(before.get(key)) == value else value
        for key, value in after.items()
    }
