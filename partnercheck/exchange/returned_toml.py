"""Reading returned forms in TOML: the header, the answers, and their problems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from partnercheck.base.records import PERSPECTIVES, Problem, Response
from partnercheck.base.text import clean, one_line, slug, unix_lines
from partnercheck.exchange.form_header import not_for_us
from partnercheck.exchange.form_request import contradictions, request_header
from partnercheck.exchange.form_write import FormHeader
from partnercheck.exchange.returned_text import FormRead, problem_beyond_form
from partnercheck.questionnaires.records import Instrument
from partnercheck.storage.convert import line_of
from partnercheck.storage.parse import Source, parse
from partnercheck.storage.wording import key_for_message
from partnercheck.workspace.readers import response_of
from partnercheck.workspace.request_codes import Requests

_FIRST_KEY = re.compile(
    r"(?im)^(?:instrument\s*=|[^\w\n]*Vendor\s*:[^\n]*\n\W*(?:Buyer|Round|Perspective|Form)\s*:)"
)
_HEADER_KEYS = (
    *("vendor", "round", "perspective", "instrument", "form", "version", "code", "respondent"),
)
_PLACED = ("vendor", "round", "perspective", "respondent", "instrument")


def is_toml(text: str, file: str) -> bool:
    """Return whether a form is TOML: by its name, or because `instrument =` is its first key.

    A covering note above a text form may contain such a line, and a string in TOML may contain the
    header of a text form. A file with both is TOML if it can be parsed as TOML.
    """
    if file.lower().endswith(".toml"):
        return True
    keys = [found[0].startswith("instrument") for found in _FIRST_KEY.finditer(text)]
    if not keys or not keys[0]:
        return False
    return all(keys) or parse(unix_lines(text).encode(), file).data is not None


def read_toml_form(
    text: str, file: str, instruments: Mapping[str, Instrument], requests: Requests
) -> FormRead:
    """Read a form from its TOML; `file` is its name in messages."""
    source = parse(unix_lines(text).encode(), file)
    if source.data is None:
        return FormRead(None, source.problems, kind="toml")
    data = dict(source.data)
    header = _header(data)
    lines = {key: n for key in _HEADER_KEYS if (n := _line(source, key))}
    request = requests.with_code(header.code)
    if request:
        values = {key: str(data[key]) for key in _HEADER_KEYS if key in data}
        if other := contradictions(request, values, lines, source.file, requests, instruments):
            return FormRead(None, (*source.problems, *other), lines, "toml")
        data |= {**request_header(request), "version": request.version}
    named = data.get("respondent", "")
    unnamed = isinstance(named, str) and not one_line(clean(named))
    if unnamed:
        data["respondent"] = "nobody"
    source = source._replace(data=data)
    response, problems = response_of(source, _place(data), instruments)
    if response is None:
        return FormRead(None, problems, lines, "toml")
    if wrong := not_for_us(response.perspective, source.file, _line(source, "perspective")):
        return FormRead(None, (*problems, wrong), lines, "toml")
    known = {item.id for item in instruments[response.instrument].items}
    answers = {
        item: replace(answer, source="")
        for item, answer in response.answers.items()
        if item in known and (answer.is_answered or answer.evidence)
    }
    problems = (*problems, *_sources(source, response))
    read_response = replace(
        response,
        respondent="" if unnamed else one_line(response.respondent),
        answers=answers,
    )
    if beyond := problem_beyond_form(
        instruments[read_response.instrument], read_response, answers, source.file
    ):
        return FormRead(None, (*problems, beyond), lines, "toml")
    problems = tuple(_left_out(problem) for problem in problems)
    return FormRead(read_response, problems, lines, "toml", header=header, request=request)


def _sources(source: Source, response: Response) -> Iterator[Problem]:
    """Yield a warning for each answer with a source: a form must not send us anywhere."""
    for item, answer in response.answers.items():
        if answer.source:
            header = f"answers.{item}"
            message = (
                f'"source" in [{key_for_message(header)}] was ignored, because a form cannot '
                "state it"
            )
            remedy = "If the source is right, write it into the answer after the import"
            line = line_of(source.text, header, "source")
            yield Problem(source.file, message, remedy, line, "warning")


def _header(data: dict[str, Any]) -> FormHeader:
    """Remove the form's header keys from the response's data, and return their values."""
    keys = ("buyer", "line", "code", "company", "stage")
    texts = {key: text for key in keys if isinstance(text := data.pop(key, ""), str)}
    buyer, line, code, company = (one_line(clean(texts.get(key, ""))) for key in keys[:4])
    return FormHeader(buyer, line, texts.get("stage") == "candidate", code, company)


def _left_out(problem: Problem) -> Problem:
    """Return the problem; if it is about an unknown item, give it a remedy that fits a form."""
    if " is not an item of " not in problem.message:
        return problem
    return replace(problem, remedy="Restore its id; its answer is left out")


def _line(source: Source, key: str) -> int | None:
    return line_of(source.text, "", key)


def _place(data: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the vendor, round and file name that a response's header implies.

    With these values, the check that a response agrees with its path always succeeds.
    """
    values = {key: v if isinstance(v := data.get(key), str) else "" for key in _PLACED}
    side = values["perspective"] if values["perspective"] in PERSPECTIVES else "vendor"
    name = f"{side}.{slug(values['respondent']) or 'nobody'}.{values['instrument']}.toml"
    return values["vendor"], values["round"], name
