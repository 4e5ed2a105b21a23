"""Decisions: the class that people chose in a round, and whether the verdict still supports it.

The program gives a verdict; people decide. A decision is stored with the verdict and the rules of
its day, so that later changes of the verdict or the rules can be shown.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from partnercheck.base.english import suggestion
from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Record, Text, UnreadableError, has_error
from partnercheck.base.rounds import FORMS, is_round
from partnercheck.base.text import clean, tidy_name, tidy_text
from partnercheck.questionnaires.records import Instrument, Whole
from partnercheck.rules.records import Verdict
from partnercheck.storage.canonical import dumps
from partnercheck.storage.convert import few, line_of, record, wrong_value
from partnercheck.storage.edit import EditError, changed_text
from partnercheck.storage.parse import Source, Table, parse, read
from partnercheck.storage.save import SaveError, current_text, inside, remove_text, save_text
from partnercheck.storage.wording import one_of, value_for_message
from partnercheck.workspace.canonical import ordered, record_table
from partnercheck.workspace.files import OUTSIDE
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.read_vendor import read_description
from partnercheck.workspace.readers import format_problems

DECISION_FILE = "decision.toml"


class Decision(Record, frozen=True, kw_only=True):
    """The class that people decided on, with the verdict and the rules of that day."""

    decided: Text  # the id of the class
    by: Text
    on: dt.date
    reason: str = ""
    dissent: str = ""  # who disagreed, and why
    verdict_low: Text  # the worst class of the verdict on that day
    verdict_high: Text  # the best class of the verdict on that day
    instrument: Text  # the instrument that gave the verdict
    version: Whole  # the version of that instrument


class Filed(Record, frozen=True):
    """The file of a round's decision as it is on disk."""

    decision: Decision | None = None  # None if the file is missing or has an error
    text: str | None = None  # the file's text, to detect other people's changes; None: no file
    problems: tuple[Problem, ...] = ()


def decision_path(workspace: Workspace, vendor_id: str, round_id: str) -> Path:
    """Return the path of a round's decision. Raises UserError if the id is not a round's."""
    if not is_round(round_id):
        raise UserError(f'"{clean(round_id)}" is not a round: write {FORMS}')
    return workspace.root / "vendors" / vendor_id / round_id / DECISION_FILE


def load_decision(workspace: Workspace, vendor_id: str, round_id: str) -> Filed:
    """Return the decision of a vendor's round, and the problems found in its file."""
    path = decision_path(workspace, vendor_id, round_id)
    if not os.path.lexists(path):
        return Filed()
    file = file_name(workspace, path)
    try:
        inside(workspace.root, path)
    except SaveError:
        return Filed(text="", problems=(Problem(file, *OUTSIDE),))
    try:
        text = current_text(path)
    except (UserError, OSError):
        text = None
    # `read` reports why there is no text, in the same words as for every other file.
    source = read(path, file) if text is None else parse(text.encode(), file)
    decision, problems = decision_of(source, workspace.instruments)
    return Filed(decision, text or "", few(problems))


def latest_decision(
    workspace: Workspace, vendor_id: str, rounds: Iterable[str]
) -> tuple[str, Filed] | None:
    """Return the newest round that has a decision, and the decision; None if there is none.

    `rounds` are the rounds to search, oldest first.
    """
    for round_id in reversed(list(rounds)):
        filed = load_decision(workspace, vendor_id, round_id)
        if filed.text is not None:
            return round_id, filed
    return None


def decision_of(
    source: Source, instruments: Mapping[str, Instrument]
) -> tuple[Decision | None, tuple[Problem, ...]]:
    """Return a file's decision (None if it has an error), and all problems found in the file."""
    if source.data is None:
        return None, source.problems
    if source.empty:
        remedy = "Remove the file, or restore its content"
        return None, (*source.problems, Problem(source.file, "is empty", remedy))
    problems = [*source.problems, *format_problems(source)]
    decision, wrong = record(source, source.data, Decision, skip=frozenset({"format"}))
    problems += [*wrong, *_class_problems(source, instruments)]
    if decision is None or has_error(problems):
        return None, tuple(problems)
    return replace(decision, by=clean(source.data["by"])), tuple(problems)


def _class_problems(source: Source, instruments: Mapping[str, Instrument]) -> list[Problem]:
    """Return problems for classes that do not exist in the decision's instrument.

    Only the current version of each instrument is known, so decisions made with another version
    are not checked.
    """
    data = source.data or {}
    named = data.get("instrument")
    if not isinstance(named, str) or not named:
        return []
    instrument = instruments.get(named)
    if instrument is None or not instrument.classes:
        classifying = [each.id for each in instruments.values() if each.classifies]
        message = (
            f'"instrument" is {value_for_message(named)}, which is not a questionnaire that leads '
            "to a class in this workspace"
        )
        remedy = (
            f"Correct it to {one_of(classifying)}, or keep it if that questionnaire was removed"
        )
        line = line_of(source.text, "", "instrument")
        return [Problem(source.file, message, remedy, line, "warning")]
    if data.get("version") != instrument.version:
        return []
    order = [vendor_class.id for vendor_class in instrument.classes]
    problems = [
        wrong_value(source, "", key, data[key], one_of(order))
        for key in ("decided", "verdict_low", "verdict_high")
        if isinstance(data.get(key), str) and data[key] and data[key] not in order
    ]
    low, high = data.get("verdict_low"), data.get("verdict_high")
    if low in order and high in order and order.index(low) < order.index(high):
        message = f'"verdict_low" is "{low}", which is better than "verdict_high" ("{high}")'
        line = line_of(source.text, "", "verdict_low")
        problems.append(Problem(source.file, message, "Swap the two classes", line))
    return problems


def decision_table(decision: Decision) -> Table:
    """Return a decision as TOML data, without empty fields."""
    return {"format": 1, **record_table(decision)}


def decision_text(data: Table) -> str:
    """Return the canonical text of a decision: known keys in fixed order, then unknown keys."""
    return dumps(ordered(data, ("format", *Decision.__struct_fields__)))


def decision_now(
    instrument: Instrument,
    verdict: Verdict,
    decided: str,
    *,
    by: str,
    on: dt.date,
    reason: str = "",
    dissent: str = "",
) -> Decision:
    """Return a decision together with the verdict and the rules that it is based on.

    Raises UserError if the class is unknown, if `by` is empty, or if nothing is assessed.
    """
    classes = [vendor_class.id for vendor_class in instrument.classes]
    name = tidy_name(by)
    if decided not in classes:
        hint = suggestion(decided, classes)
        known = ", ".join(classes)
        raise UserError(f'"{clean(decided)}" is not a class: choose one of {known}{hint}')
    if not name:
        raise UserError("the decision does not say who made it. Add a name")
    if not verdict.assessed:
        raise UserError("nobody has given a score in this round, so there is nothing to decide on")
    return Decision(
        decided=decided,
        by=name,
        on=on,
        reason=tidy_text(reason),
        dissent=tidy_text(dissent),
        verdict_low=verdict.worst_class,
        verdict_high=verdict.best_class,
        instrument=instrument.id,
        version=instrument.version,
    )


def require_target(workspace: Workspace, vendor_id: str) -> None:
    """Raise UnreadableError if a vendor's description has an error: its target is not known then.

    People decide with the target in view, and half of a merge may say that there is none.
    """
    problems = read_description(workspace, vendor_id).problems
    if errors := [problem for problem in problems if problem.severity == "error"]:
        refusal = "nothing was decided, because the target is not known: "
        raise UnreadableError(errors, str(workspace.root), refusal)


def save_decision(
    workspace: Workspace, vendor_id: str, round_id: str, decision: Decision, seen: Filed
) -> Filed:
    """Save a decision; `seen` is the decision's file as it was last read.

    Comments, layout and keys that the program does not know are kept.

    Raises:
        UserError: The file has changed since it was read, or cannot be read, or the round's folder
            is gone, or the vendor's description has an error. The file is unchanged.

    """
    workspace.require_settings()
    require_target(workspace, vendor_id)
    path = decision_path(workspace, vendor_id, round_id)
    if not path.parent.is_dir():
        raise SaveError(f"the round {round_id} of {vendor_id} was removed from the workspace")
    table = decision_table(decision)
    text = decision_text(table) if seen.text is None else _over(path, seen, table)

    def check(source: Source) -> tuple[Problem, ...]:
        return decision_of(source, workspace.instruments)[1]

    text = save_text(workspace.root, path, text, seen.text, check)
    return Filed(decision, text)


def undo_decision(
    workspace: Workspace, vendor_id: str, round_id: str, seen: Filed, before: Filed | None = None
) -> None:
    """Remove a round's decision, or restore `before`, the decision that it had replaced.

    An undone decision leaves no trace except in git.

    Raises:
        UserError: The decision was removed, or differs from `seen`. The file is unchanged.

    """
    workspace.require_settings()
    path = decision_path(workspace, vendor_id, round_id)
    if before is None or before.text is None:
        remove_text(workspace.root, path, seen.text)
    else:
        save_text(workspace.root, path, before.text, seen.text)


def _over(path: Path, seen: Filed, table: Table) -> str:
    """Return a file's text with its decision replaced; other keys and comments are kept."""
    data = parse((seen.text or "").encode(), path.name).data
    if seen.decision is None or data is None:
        messages = "\n".join(str(problem) for problem in seen.problems)
        raise SaveError(f"{path.name} cannot be read, so it was not changed:\n{messages}")
    own = {key: value for key, value in data.items() if key not in Decision.__struct_fields__}
    try:
        return changed_text(seen.text or "", {**own, **table}, decision_text)
    except EditError as error:
        raise SaveError(f"{path.name}: {error}") from None


def class_name(instrument: Instrument, class_id: str) -> str:
    """Return a class's name, or its id if the instrument no longer has it."""
    names = {vendor_class.id: vendor_class.name for vendor_class in instrument.classes}
    return names.get(class_id, f'"{class_id}"')
