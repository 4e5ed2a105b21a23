"""The form's page in a real browser: what is clicked is what `import` reads, and nothing leaves."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from partnercheck.base.records import Answer, Form, Response
from partnercheck.exchange.form_opening import PrintedRequest, opening_lines
from partnercheck.exchange.form_write import form_header, text_body
from partnercheck.exchange.returned_form import read_form
from tests.support.browser import PROGRAM, Page
from tests.support.browser_forms import (
    CODE,
    fields_of,
    fill_by_script,
    line_of,
    open_form,
    point_at,
    random_answers,
    request,
    saved_form,
    shown,
)
from tests.support.filled_forms import KNOWN, PARTNERSHIP, words

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="chromium is not installed")

FORMS_BY_CHANCE = 50 if os.environ.get("PARTNERCHECK_LONG") else 5
ITEMS = [item.id for item in PARTNERSHIP.items]
NAME = "Jané Doe"


def every_answer() -> dict[str, Answer]:
    """An answer to each of the 28 questions: every line, side and basis, and some texts."""
    answers = {}
    for number, item in enumerate(PARTNERSHIP.items):
        evidence = "In May, twice." if number % 5 == 0 else ""
        answers[item.id] = Answer(number % 5, evidence=evidence)
        if number % 5 == 2 and item.asks_which_side:
            side = ("vendor", "buyer", None)[number % 3]
            answers[item.id] = Answer(2, side, basis="observed")  # type: ignore[arg-type]
        elif number % 7 == 3:
            answers[item.id] = Answer(skip="unknown")
        elif number % 4 == 3 and item.offers_no_occasion:
            answers[item.id] = Answer(skip="no-occasion", reason="None came up.")
        elif number % 6 == 1:
            basis, evidence = "documented", "The minutes of June."
            answers[item.id] = replace(answers[item.id], basis=basis, evidence=evidence)
    assert {answer.score for answer in answers.values()} == {None, 0, 1, 2, 3, 4}
    assert {answer.skip for answer in answers.values()} == {None, "unknown", "no-occasion"}
    return answers


def read_answers(text: str) -> Mapping[str, Answer]:
    """The answers that `import` reads, which must not have a word to say about them."""
    form = read_form(text.encode(), "saved.txt", KNOWN)
    assert form.response
    assert form.problems == ()
    assert form.response.respondent == NAME
    assert form.header.code == CODE
    return form.response.answers


def written_by_python(printed: PrintedRequest, answers: Mapping[str, Answer]) -> str:
    stripped = {
        item: replace(answer, evidence=answer.evidence.strip()) for item, answer in answers.items()
    }
    response = Response(
        *(PARTNERSHIP.id, printed.vendor, printed.round, "vendor", NAME, printed.form),
        version=PARTNERSHIP.version,
        answers=stripped,
    )
    opening = "\n".join(opening_lines(PARTNERSHIP, printed, "text"))
    return f"{opening}\n{text_body(PARTNERSHIP, response, form_header(printed))}"


def fill_by_pointer(page: Page, answers: Mapping[str, Answer], touch: bool) -> None:
    """Fill in a form as a person with a mouse or a finger does, who can see what they point at."""
    point_at(page, "#respondent", touch)
    page.type(NAME)
    for item, answer in answers.items():
        fields = fields_of(answer)
        point_at(page, f'.line:has(input[name="{item}"][value="{fields["line"]}"])', touch)
        for part in ("side", "basis"):
            if fields[part]:
                button = f'input[name="{item}-{part}"][value="{fields[part]}"]'
                point_at(page, f".option:has({button})", touch)
        for part in ("reason", "evidence"):
            if fields[part]:
                point_at(page, f'[name="{item}-{part}"]', touch)
                page.type(fields[part])


def focused(page: Page) -> tuple[str, str, str]:
    """The name, the value and the kind of the field that has the focus."""
    script = "(e => [e.name || e.id || '', e.value || '', e.type || ''])(document.activeElement)"
    name, value, kind = page.ask(script)
    return name, value, kind


def tab_to(page: Page, *names: str) -> None:
    """Press Tab until one of these fields has the focus."""
    for _ in range(12):
        page.press("Tab")
        if focused(page)[0] in names:
            return
    raise AssertionError(f"{names} cannot be reached from {focused(page)}")


def fill_by_keys(page: Page, answers: Mapping[str, Answer]) -> None:
    """Fill in a form with Tab, arrows, the space bar and letters alone."""
    tab_to(page, "respondent")
    page.type(NAME)
    for item, answer in answers.items():
        fields = fields_of(answer)
        tab_to(page, item)
        page.press(" ")
        while focused(page)[1] != fields["line"]:
            page.press("ArrowDown")
        if fields["reason"]:
            tab_to(page, f"{item}-reason")
            page.type(fields["reason"])
        if fields["side"]:
            choose_by_keys(page, f"{item}-side", fields["side"])
        if fields["evidence"]:
            tab_to(page, f"{item}-evidence")
            page.type(fields["evidence"])
        if fields["basis"]:
            choose_by_keys(page, f"{item}-basis", fields["basis"])


def choose_by_keys(page: Page, name: str, value: str) -> None:
    tab_to(page, name)
    page.press(" ")
    while focused(page)[1] != value:
        page.press("ArrowDown")


@pytest.mark.parametrize("way", ["mouse at 1280", "finger at 360", "keys alone"])
def test_all_questions_are_answered_saved_and_read_as_they_were_chosen(
    way: str, page: Page, tmp_path: Path
) -> None:
    answers = every_answer()
    touch = way == "finger at 360"
    open_form(page, tmp_path, request(), width=360 if touch else 1280, height=740, dark=touch)
    if touch:
        page.call("Emulation.setTouchEmulationEnabled", enabled=True)
    if way == "keys alone":
        fill_by_keys(page, answers)
        page.press("Tab")
        while focused(page)[2] != "button" or shown(page, ":focus") != "Save":
            page.press("Tab")
        page.press("Enter")
    else:
        fill_by_pointer(page, answers, touch)
        assert shown(page, "#progress-text") == "28 of 28 answered"
        point_at(page, ".bar .save", touch)
    text = saved_form(tmp_path)
    assert {item: replace(each, on=None) for item, each in read_answers(text).items()} == answers
    assert "Saved as acme-logistics.2026-q4.answers.txt" in shown(page, "#message")


@pytest.mark.parametrize("number", range(FORMS_BY_CHANCE))
def test_the_script_writes_what_the_program_writes(number: int, page: Page, tmp_path: Path) -> None:
    chance = random.Random(number)
    form: Form = "quick" if number % 3 == 2 else "full"
    printed = request(form)
    answers = random_answers(chance, form)
    open_form(page, tmp_path, printed)
    page.ask(f"document.getElementById('respondent').value = '  {NAME} '")
    fill_by_script(page, answers)
    page.ask("document.querySelector('.save').click()")
    page.ask("document.getElementById('save-anyway').click()")
    text = saved_form(tmp_path)
    assert text == written_by_python(printed, answers)
    read = read_answers(text)
    assert read == read_answers(written_by_python(printed, answers))
    assert {item: line_of(answer) for item, answer in read.items()} == {
        item: line_of(answer) for item, answer in answers.items()
    }
    for item, answer in answers.items():
        assert words(read[item])[:4] == words(answer)[:4]
