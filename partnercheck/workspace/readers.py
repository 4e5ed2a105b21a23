"""Reading of the workspace's files into records, with every problem said for a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from msgspec.structs import replace

from partnercheck.base.records import (
    ONE_SIDE_SCORE,
    Answer,
    Awaited,
    Problem,
    Response,
    Settings,
    Vendor,
)
from partnercheck.base.rounds import FORMS as ROUND_FORMS
from partnercheck.base.rounds import is_round
from partnercheck.base.text import clean, is_slug, slug, tidy_name
from partnercheck.questionnaires.records import Instrument
from partnercheck.storage.convert import line_of, record, records, wrong_value
from partnercheck.storage.parse import Source
from partnercheck.storage.wording import key_for_message, one_of, value_for_message

FORMAT = 1
RESPONSE_FILE = re.compile(r"(buyer|vendor)\.([^.]+)\.([^.]+)\.toml")
Read = tuple[Problem, ...]


def settings_of(source: Source, instruments: Mapping[str, Instrument]) -> tuple[Settings, Read]:
    """The workspace's settings; the defaults where the file has an error."""
    if source.data is None:
        return Settings(), source.problems
    problems = [*source.problems, *format_problems(source)]
    settings, wrong = record(source, source.data, Settings, skip=frozenset({"format"}))
    problems += wrong
    named = source.data.get("instrument", Settings().instrument)
    known = [each.id for each in instruments.values() if each.classifies]
    if isinstance(named, str) and named and named not in known:
        problems.append(wrong_value(source, "", "instrument", named, one_of(known)))
    if settings is None or _fatal(problems):
        organisation = source.data.get("organisation")
        kept = tidy_name(organisation) if isinstance(organisation, str) else ""
        return Settings(kept or Settings().organisation), tuple(problems)
    kept = tidy_name(settings.organisation) or Settings().organisation
    return replace(settings, organisation=kept), tuple(problems)


def vendor_of(source: Source, vendor_id: str, classes: Collection[str]) -> tuple[Vendor, Read]:
    """A vendor's description; with an error, a record that has only its folder's name."""
    unnamed = Vendor(name=clean(vendor_id), id=vendor_id)
    if source.data is None:
        return unnamed, source.problems
    problems = [*source.problems, *format_problems(source)]
    vendor, wrong = record(source, source.data, Vendor, skip=frozenset({"format"}))
    problems += wrong
    if not is_slug(vendor_id):
        what = f'the folder "{clean(vendor_id)}" cannot be a vendor\'s id'
        problems.append(
            Problem(source.file, what, "Rename it to lower-case letters, digits and hyphens")
        )
    wanted = source.data.get("wanted", "")
    if isinstance(wanted, str) and wanted and wanted not in classes:
        problems.append(wrong_value(source, "", "wanted", wanted, one_of(list(classes))))
    if vendor is None or _fatal(problems):
        return unnamed, tuple(problems)
    one_lined = {
        key: clean(value)
        for key in ("name", "supplies", "value_chain", "owner", "wanted")
        if (value := source.data.get(key))
    }
    return replace(vendor, id=vendor_id, **one_lined), tuple(problems)


def response_of(
    source: Source, place: tuple[str, str, str], instruments: Mapping[str, Instrument]
) -> tuple[Response | None, Read]:
    """A response, or None with an error; `place` is its vendor, round and file name."""
    if source.data is None:
        return None, source.problems
    if source.empty:
        todo = "Remove it, or bring back what was in it"
        return None, (*source.problems, Problem(source.file, "is empty", todo))
    problems = [*source.problems, *format_problems(source)]
    data = source.data
    answers, wrong = _answers(source, data.get("answers", {}))
    header = {key: value for key, value in data.items() if key != "answers"}
    response, wrong_header = record(source, header, Response, skip=frozenset({"format"}))
    problems += wrong_header + _place_problems(source, header, place) + wrong
    problems += _item_problems(source, data, answers, instruments)
    if response is None or _fatal(problems):
        return None, tuple(problems)
    name = clean(response.respondent)
    return replace(response, respondent=name, answers=answers), tuple(problems)


def awaited_of(source: Source) -> tuple[tuple[Awaited, ...], Read]:
    """The requests of a round that can be read, and every problem of the others."""
    if source.data is None:
        return (), source.problems
    problems = [*source.problems, *format_problems(source)]
    tables = source.data.get("asked", {})
    if not isinstance(tables, dict):
        wanted = "tables such as [asked.vendor]"
        return (), (*problems, wrong_value(source, "", "asked", tables, wanted))
    found = []
    for key, table in tables.items():
        awaited, wrong = record(source, table, Awaited, f"asked.{key}")
        problems += wrong
        if awaited is not None:
            found.append(replace(awaited, respondent=clean(awaited.respondent)))
    return tuple(found), tuple(problems)


def _fatal(problems: Collection[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def format_problems(source: Source) -> list[Problem]:
    """What is wrong with the file's format number."""
    assert source.data is not None
    found = source.data.get("format", FORMAT)
    if found == FORMAT and not isinstance(found, bool):
        return []
    todo = (
        "Update partnercheck" if isinstance(found, int) and found > FORMAT else "Write format = 1"
    )
    return [wrong_value(source, "", "format", found, "1", todo)]


def _answers(source: Source, tables: object) -> tuple[dict[str, Answer], list[Problem]]:
    if not isinstance(tables, dict):
        return {}, [wrong_value(source, "", "answers", tables, "tables such as [answers.ITEM]")]
    problems: list[Problem] = []
    answers = records(source, tables, Answer)
    if answers is None:
        answers = {}
        for item, table in tables.items():
            answer, wrong = record(source, table, Answer, f"answers.{item}")
            problems += wrong
            if answer is not None:
                answers[clean(item)] = answer
    for item, answer in answers.items():
        header = f"answers.{item}"
        if answer.score is not None and answer.skip is not None:
            what = f'[{key_for_message(header)}] has both a score and a skip ("{answer.skip}")'
            line = line_of(source.text, header, "skip")
            problems.append(Problem(source.file, what, "Keep one of the two", line))
        if answer.done_by and answer.score != ONE_SIDE_SCORE:
            what = f"[{key_for_message(header)}] says which side did it, but its score is not 2"
            line = line_of(source.text, header, "done_by")
            problems.append(Problem(source.file, what, "Remove done_by, or write score = 2", line))
    return answers, problems


def _item_problems(
    source: Source,
    data: Mapping[str, Any],
    answers: Mapping[str, Answer],
    instruments: Mapping[str, Instrument],
) -> list[Problem]:
    name = data.get("instrument")
    if not isinstance(name, str) or not name:
        return []
    instrument = instruments.get(name)
    if instrument is None:
        return [wrong_value(source, "", "instrument", name, one_of(list(instruments)))]
    items = {item.id: item for item in instrument.items}
    problems = []
    for item, answer in answers.items():
        if item not in items:
            line = line_of(source.text, f"answers.{item}")
            what = f'"{key_for_message(item)}" is not an item of {instrument.id}'
            todo = "Correct its id. It is kept, but does not count"
            problems.append(Problem(source.file, what, todo, line, "warning"))
        elif answer.skip == "no-occasion" and not items[item].offers_no_occasion:
            what = f'"{item}" is not about an occasion, so it cannot lack one'
            line = line_of(source.text, f"answers.{item}", "skip")
            todo = 'If nothing was done, write score = 1; if you do not know, skip = "unknown"'
            problems.append(Problem(source.file, what, todo, line))
        elif answer.done_by and not items[item].asks_which_side:
            what = f'"{item}" is about one\'s own side alone, so done_by says nothing'
            line = line_of(source.text, f"answers.{item}", "done_by")
            problems.append(Problem(source.file, what, "Remove done_by", line))
    return problems


def _place_problems(
    source: Source, header: Mapping[str, Any], place: tuple[str, str, str]
) -> list[Problem]:
    """Where the header and the path disagree, so that a moved file is not counted elsewhere."""
    vendor, round_id, file_name = place
    problems = []
    match = RESPONSE_FILE.fullmatch(file_name)
    named = match.groups() if match else ("", "", "")
    said = header.get("round")
    if isinstance(said, str) and not is_round(said):
        todo = f"Write a round such as {ROUND_FORMS}"
        problems.append(wrong_value(source, "", "round", said, "a round", todo))
    elif isinstance(said, str):
        problems += _disagrees(source, "round", said, said, round_id, "folder")
    for key, path_says, where in (
        ("vendor", vendor, "folder"),
        ("perspective", named[0], "file's name"),
        ("instrument", named[2], "file's name"),
    ):
        said = header.get(key)
        if isinstance(said, str) and said:
            problems += _disagrees(source, key, said, said, path_says, where)
    said = header.get("respondent")
    if isinstance(said, str) and said:
        slugged = slug(said) or named[1]
        problems += _disagrees(source, "respondent", said, slugged, named[1], "file's name")
    return problems


def _disagrees(
    source: Source, key: str, said: str, compared: str, path_says: str, where: str
) -> list[Problem]:
    if compared == path_says:
        return []
    what = f'"{key}" is {value_for_message(said)}, but the {where} says "{clean(path_says)}"'
    todo = "Correct the one that is wrong, so that both agree"
    return [Problem(source.file, what, todo, line_of(source.text, "", key))]
