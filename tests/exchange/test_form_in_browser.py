"""The form's page in a real browser: what is clicked is what `import` reads, and nothing leaves."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from partnercheck.base.records import Answer, Form, Response
from partnercheck.exchange.form_opening import PrintedRequest, opening_title, wrap_words
from partnercheck.exchange.form_write import form_header, text_body
from partnercheck.exchange.returned_form import read_form
from tests.support.browser import PROGRAM, Page
from tests.support.browser_forms import (
    CODE,
    NAME,
    every_answer,
    fill_by_keys,
    fill_by_pointer,
    fill_by_script,
    focused,
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
    # Without the letter, which those who answer have read.
    title = "\n".join(wrap_words(opening_title(printed)))
    return f"{title}\n\n{text_body(PARTNERSHIP, response, form_header(printed))}"


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
    page.ask("document.querySelector('#asking:not([hidden]) #all-the-same')?.click()")
    text = saved_form(tmp_path)
    assert text == written_by_python(printed, answers)
    read = read_answers(text)
    assert read == read_answers(written_by_python(printed, answers))
    assert {item: line_of(answer) for item, answer in read.items()} == {
        item: line_of(answer) for item, answer in answers.items()
    }
    for item, answer in answers.items():
        assert words(read[item])[:4] == words(answer)[:4]
