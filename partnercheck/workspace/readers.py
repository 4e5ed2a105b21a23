"""Reading the workspace's files into records, with all their problems."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from msgspec.structs import replace

from partnercheck.base.email import EXPECTED as EXPECTED_ADDRESS
from partnercheck.base.email import is_address
from partnercheck.base.records import (
    ONE_SIDE_SCORE,
    Answer,
    Awaited,
    Problem,
    Response,
    Settings,
    Vendor,
    has_error,
)
from partnercheck.base.rounds import FORMS as ROUND_FORMS
from partnercheck.base.rounds import is_round
from partnercheck.base.text import clean, is_blank, is_slug, slug, tidy_name
from partnercheck.questionnaires.records import Instrument
from partnercheck.storage.conflicts import sides
from partnercheck.storage.convert import line_of, record, records, wrong_value
from partnercheck.storage.parse import Source, TomlError, load_toml
from partnercheck.storage.wording import key_for_message, one_of, value_for_message
from partnercheck.workspace.facts import FACTS, facts_of

FORMAT = 1
RESPONSE_FILE = re.compile(r"(buyer|vendor)\.([^.]+)\.([^.]+)\.toml")
Read = tuple[Problem, ...]


def settings_of(source: Source, instruments: Mapping[str, Instrument]) -> tuple[Settings, Read]:
    """Return the workspace's settings.

    If the settings have an error, return the defaults, with only the organisation from the file.
    """
    if source.data is None:
        return Settings(), source.problems
    problems = [*source.problems, *format_problems(source)]
    settings, wrong = record(source, source.data, Settings, skip=frozenset({"format"}))
    problems += wrong
    named = source.data.get("instrument", Settings().instrument)
    known = [each.id for each in instruments.values() if each.classifies]
    if isinstance(named, str) and named and named not in known:
        problems.append(wrong_value(source, "", "instrument", named, one_of(known)))
    if settings is None or has_error(problems):
        organisation = source.data.get("organisation")
        kept = tidy_name(organisation) if isinstance(organisation, str) else ""
        return Settings(kept or Settings().organisation), tuple(problems)
    kept = tidy_name(settings.organisation) or Settings().organisation
    return replace(settings, organisation=kept), tuple(problems)


def vendor_of(source: Source, vendor_id: str, classes: Collection[str]) -> tuple[Vendor, Read]:
    """Return a vendor's description; if it has an error, it has only its name.

    If the name cannot be read either, it is that of the folder.
    """
    only_named = Vendor(name=_readable_name(source) or clean(vendor_id), id=vendor_id)
    if source.data is None:
        return only_named, source.problems
    problems = [*source.problems, *format_problems(source)]
    described = {key: value for key, value in source.data.items() if key != FACTS}
    vendor, wrong = record(source, described, Vendor, skip=frozenset({"format"}))
    facts, wrong_facts = facts_of(source)
    problems += [*wrong, *wrong_facts]
    contact = source.data.get("contact", "")
    if isinstance(contact, str) and contact and not is_address(contact):
        problems.append(wrong_value(source, "", "contact", contact, EXPECTED_ADDRESS))
    if not is_slug(vendor_id):
        message = f'the folder "{clean(vendor_id)}" cannot be a vendor\'s id'
        problems.append(
            Problem(
                source.file, message, "Rename it: use only lower-case letters, digits and hyphens"
            )
        )
    target = source.data.get("target", "")
    if isinstance(target, str) and target and target not in classes:
        problems.append(wrong_value(source, "", "target", target, one_of(list(classes))))
    if "wanted" in source.data:
        message = '"wanted" is now called "target"'
        remedy = 'Rename it, and "why" to "target_why"'
        problems.append(Problem(source.file, message, remedy, line_of(source.text, "", "wanted")))
    if vendor is None or has_error(problems):
        return only_named, tuple(problems)
    one_lined = {
        key: clean(value)
        for key in ("name", "supplies", "line", "value_chain", "owner", "target")
        if (value := source.data.get(key))
    }
    return replace(vendor, id=vendor_id, facts=facts, **one_lined), tuple(problems)


def _readable_name(source: Source) -> str:
    """Return the name in a description with an error; empty if it cannot be read for certain.

    If the file has a merge conflict, both sides have to say the same name.
    """
    tables = [source.data] if source.data is not None else []
    try:
        tables = tables or [load_toml(side) for side in sides(source.text) or ()]
    except TomlError:
        return ""
    names = [table.get("name") for table in tables]
    first = clean(names[0]) if names and isinstance(names[0], str) else ""
    return "" if is_blank(first) or any(name != names[0] for name in names) else first


def response_of(
    source: Source, place: tuple[str, str, str], instruments: Mapping[str, Instrument]
) -> tuple[Response | None, Read]:
    """Return a response (None if it has an error) and its problems.

    `place` is the vendor, the round and the file's name according to its path.
    """
    if source.data is None:
        return None, source.problems
    if source.empty:
        remedy = "Remove the file, or restore its content"
        return None, (*source.problems, Problem(source.file, "is empty", remedy))
    problems = [*source.problems, *format_problems(source)]
    data = source.data
    answers, wrong = _answers(source, data.get("answers", {}))
    header = {key: value for key, value in data.items() if key != "answers"}
    response, wrong_header = record(source, header, Response, skip=frozenset({"format"}))
    problems += wrong_header + _place_problems(source, header, place) + wrong
    problems += _item_problems(source, data, answers, instruments)
    if response is None or has_error(problems):
        return None, tuple(problems)
    name = clean(response.respondent)
    return replace(response, respondent=name, answers=answers), tuple(problems)


def awaited_of(source: Source) -> tuple[dict[str, Awaited], Read]:
    """Return the readable requests of a round by their keys, and the problems in their file."""
    if source.data is None:
        return {}, source.problems
    problems = [*source.problems, *format_problems(source)]
    tables = source.data.get("asked", {})
    if not isinstance(tables, dict):
        wanted = "tables such as [asked.vendor]"
        return {}, (*problems, wrong_value(source, "", "asked", tables, wanted))
    requests = {}
    for key, table in tables.items():
        awaited, wrong = record(source, table, Awaited, f"asked.{key}")
        problems += wrong
        if awaited is not None:
            requests[key] = replace(awaited, respondent=clean(awaited.respondent))
    return requests, tuple(problems)


def format_problems(source: Source) -> list[Problem]:
    """Return a list with the problem of a file's format number; empty if the number is right."""
    assert source.data is not None
    number = source.data.get("format", FORMAT)
    if number == FORMAT and not isinstance(number, bool):  # In Python, true equals 1.
        return []
    is_newer = isinstance(number, int) and number > FORMAT
    remedy = "Update partnercheck" if is_newer else "Write format = 1"
    return [wrong_value(source, "", "format", number, "1", remedy)]


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
            message = f'[{key_for_message(header)}] has both a score and a skip ("{answer.skip}")'
            line = line_of(source.text, header, "skip")
            problems.append(
                Problem(source.file, message, "Keep the score or the skip, not both", line)
            )
        if answer.done_by and answer.score != ONE_SIDE_SCORE:
            message = f"[{key_for_message(header)}] has done_by, but its score is not 2"
            line = line_of(source.text, header, "done_by")
            remedy = "Remove done_by, or write score = 2"
            problems.append(Problem(source.file, message, remedy, line))
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
            message = f'"{key_for_message(item)}" is not an item of {instrument.id}'
            remedy = "Correct its id. The answer is kept, but does not count"
            problems.append(Problem(source.file, message, remedy, line, "warning"))
        elif answer.skip == "no-occasion" and not items[item].offers_no_occasion:
            message = f'"{item}" does not offer "no occasion"'
            line = line_of(source.text, f"answers.{item}", "skip")
            remedy = 'If nothing was done, write score = 1; if you do not know, skip = "unknown"'
            problems.append(Problem(source.file, message, remedy, line))
        elif answer.done_by and not items[item].asks_which_side:
            message = f'"{item}" is only about one\'s own side, so done_by has no meaning'
            line = line_of(source.text, f"answers.{item}", "done_by")
            problems.append(Problem(source.file, message, "Remove done_by", line))
    return problems


def _place_problems(
    source: Source, header: Mapping[str, Any], place: tuple[str, str, str]
) -> list[Problem]:
    """Return a problem for each difference of header and path, so that no moved file is counted."""
    vendor, round_id, file_name = place
    problems = []
    match = RESPONSE_FILE.fullmatch(file_name)
    named = match.groups() if match else ("", "", "")
    header_round = header.get("round")
    if isinstance(header_round, str) and not is_round(header_round):
        remedy = f"Write a round such as {ROUND_FORMS}"
        problems.append(wrong_value(source, "", "round", header_round, "a round", remedy))
    elif isinstance(header_round, str):
        problems += _disagrees(source, "round", header_round, header_round, round_id, "folder")
    for key, path_value, part in (
        ("vendor", vendor, "folder"),
        ("perspective", named[0], "file's name"),
        ("instrument", named[2], "file's name"),
    ):
        value = header.get(key)
        if isinstance(value, str) and value:
            problems += _disagrees(source, key, value, value, path_value, part)
    respondent = header.get("respondent")
    if isinstance(respondent, str) and respondent:
        expected = slug(respondent) or named[1]
        problems += _disagrees(source, "respondent", respondent, expected, named[1], "file's name")
    return problems


def _disagrees(
    source: Source, key: str, value: str, expected: str, path_value: str, part: str
) -> list[Problem]:
    if path_value == expected:
        return []
    message = f'"{key}" is {value_for_message(value)}, but the {part} says "{clean(path_value)}"'
    remedy = "Correct the one that is wrong, so that both agree"
    return [Problem(source.file, message, remedy, line_of(source.text, "", key))]
