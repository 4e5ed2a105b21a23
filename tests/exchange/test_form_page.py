"""The form's page as its reader uses it: counting, drafts, copying, printing, widths, colours."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from partnercheck.base.records import Answer
from partnercheck.exchange.form_write import form_text
from partnercheck.exchange.returned_form import read_form
from tests.support.browser import PROGRAM, TEXTS, Page
from tests.support.browser_forms import (
    CODE,
    fill_by_script,
    open_form,
    point_at,
    request,
    saved_form,
    shown,
    wait_for,
)
from tests.support.filled_forms import KNOWN, PARTNERSHIP
from tests.support.running import Run

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="chromium is not installed")

WIDTHS = (1280, 900, 700, 400, 360, 320)
FIRST, SECOND = (item.id for item in PARTNERSHIP.items[:2])
ALL_BUT_TWO = {item.id: Answer(3) for item in PARTNERSHIP.items[2:]}
EVERY_ONE = {item.id: Answer(2, evidence="In May.") for item in PARTNERSHIP.items}
STATE = """[...document.querySelectorAll('#form input, #form textarea')]
  .filter(e => e.name && e.id !== 'remember')
  .map(e => e.type === 'radio' ? (e.checked ? e.name + '=' + e.value : '') : e.name + '=' + e.value)
  .filter(e => e && !e.endsWith('='))"""
SIDE_IS_OPEN = f"!document.querySelector('#{FIRST} .side').disabled"
REASON_IS_OPEN = f"!document.querySelector('#{FIRST} .reason input').disabled"
WOULD_ASK_TO_STAY = "!dispatchEvent(new Event('beforeunload', {cancelable: true}))"


def is_shown(page: Page, selector: str) -> bool:
    element = f"document.querySelector({json.dumps(selector)})"
    shown: bool = page.ask(f"{element}.checkVisibility({{visibilityProperty: true}})")
    return shown


def test_what_is_missing_is_counted_before_it_is_saved_all_the_same(
    page: Page, tmp_path: Path
) -> None:
    open_form(page, tmp_path, request())
    fill_by_script(page, ALL_BUT_TWO)
    point_at(page, ".bar .save")
    assert shown(page, "#asking-text") == (
        '"Your name or role" is empty. 2 questions have no answer: 1, 2. You may leave them out.'
    )
    assert page.ask("document.activeElement.id") == "asking-text"
    assert not is_shown(page, "#first-open")
    assert not (tmp_path / "saved").exists()
    point_at(page, "#go-on")
    assert page.ask("document.activeElement.id") == "respondent"
    assert page.ask("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert is_shown(page, "#respondent-error")
    page.type("Jane")
    assert not is_shown(page, "#respondent-error")
    point_at(page, ".bar .save")
    point_at(page, "#go-on")
    assert page.ask("document.activeElement.name") == FIRST
    point_at(page, ".bar .save")
    point_at(page, "#all-the-same")
    form = read_form(saved_form(tmp_path).encode(), "a.txt", KNOWN)
    assert form.response
    assert form.response.answers == ALL_BUT_TWO


def test_a_question_that_may_be_left_out_is_not_asked_for_before_saving(
    page: Page, tmp_path: Path
) -> None:
    open_form(page, tmp_path, request(respondent="Jane"))
    required = [item.id for item in PARTNERSHIP.items if not item.confidential]
    fill_by_script(page, {item: Answer(3) for item in required})
    point_at(page, ".bar .save")
    assert not is_shown(page, "#asking")
    form = read_form(saved_form(tmp_path).encode(), "a.txt", KNOWN)
    assert form.response
    assert form.response.answers.keys() == set(required)


@pytest.mark.parametrize("by_key", [True, False])
def test_the_bar_leads_to_the_first_open_question(by_key: bool, page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request(), width=360, height=740)
    confidential = [item.id for item in PARTNERSHIP.items if item.confidential]
    for first_open in (FIRST, "learning-written-down", confidential[0]):
        answered = {item.id: Answer(3) for item in PARTNERSHIP.items if item.id != first_open}
        answered = {} if first_open == FIRST else answered
        page.ask("document.getElementById('form').reset()")
        fill_by_script(page, answered)
        if by_key:
            page.ask("document.getElementById('print').focus()")
            while page.ask("document.activeElement.id") != "first-open":
                page.press("Tab")
            page.press("Enter")
        else:
            point_at(page, "#first-open")
        assert page.ask("document.activeElement.name") == first_open
        inside = page.ask(
            "(box => box.top >= 0 && box.bottom <= document.querySelector('.bar')"
            ".getBoundingClientRect().top)(document.activeElement.getBoundingClientRect())"
        )
        assert inside
    fill_by_script(page, {confidential[0]: Answer(3)})
    assert not is_shown(page, "#first-open")


def test_the_saved_text_has_the_title_and_the_code_but_no_letter(
    page: Page, tmp_path: Path
) -> None:
    open_form(page, tmp_path, request(respondent="Jane"))
    fill_by_script(page, EVERY_ONE)
    point_at(page, ".bar .save")
    title, blank, *rest = saved_form(tmp_path).split("\n")
    assert (title, blank) == ("Northwind Foods and Acme Logistics: your side's view", "")
    assert rest[0] == "Vendor: acme-logistics"
    assert f"Code: {CODE}" in rest
    assert "Why you are asked" not in rest


def test_a_reserve_question_counts_only_if_it_is_needed(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request("quick"))
    assert shown(page, "#progress-text") == "0 of 12 answered"
    fill_by_script(page, {FIRST: Answer(skip="no-occasion")})
    assert shown(page, "#progress-text") == "1 of 13 answered"


def test_side_and_reason_are_asked_for_where_they_fit_and_saved_only_there(
    page: Page, tmp_path: Path
) -> None:
    open_form(page, tmp_path, request(respondent="Jane"))
    assert page.ask(REASON_IS_OPEN) is False
    assert page.ask(SIDE_IS_OPEN) is False
    fill_by_script(page, {FIRST: Answer(2, "vendor")})
    assert page.ask(SIDE_IS_OPEN) is True
    fill_by_script(page, {FIRST: Answer(skip="no-occasion", reason="None came up.")})
    assert page.ask(REASON_IS_OPEN) is True
    assert page.ask(SIDE_IS_OPEN) is False
    fill_by_script(page, {FIRST: Answer(3)})
    point_at(page, ".bar .save")
    point_at(page, "#all-the-same")
    form = read_form(saved_form(tmp_path).encode(), "a.txt", KNOWN)
    assert form.response
    assert form.response.answers == {FIRST: Answer(3)}


def test_an_answer_can_be_cleared(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request())
    assert not is_shown(page, f"#{FIRST} .clear")
    note = "In May.\nThis stays with me."
    fill_by_script(page, {FIRST: Answer(2, "vendor", basis="observed", evidence=note)})
    chosen = page.ask(STATE)
    point_at(page, f"#{FIRST} .clear")
    assert page.ask(STATE) == []
    assert shown(page, "#progress-text") == "0 of 28 answered"
    # A finger that slipped brings it back, unless something else is chosen first.
    assert shown(page, f"#{FIRST} .clear") == "Bring the answer back"
    point_at(page, f"#{FIRST} .clear")
    assert page.ask(STATE) == chosen
    point_at(page, f"#{FIRST} .clear")
    fill_by_script(page, {FIRST: Answer(3)})
    assert shown(page, f"#{FIRST} .clear") == "Clear this answer"
    point_at(page, ".bar .save")
    point_at(page, "#all-the-same")
    assert "stays with me" not in saved_form(tmp_path)


def test_a_note_alone_can_be_cleared(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request())
    page.ask(f"document.querySelector('#{FIRST} textarea').focus()")
    page.type("In May.")
    point_at(page, f"#{FIRST} .clear")
    assert page.ask(STATE) == []
    point_at(page, f"#{FIRST} .clear")
    assert page.ask(STATE) == [f"{FIRST}-evidence=In May."]


def test_whoever_saves_before_the_end_hears_that_the_draft_goes(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request(respondent="Jane"))
    page.ask("document.querySelector('#remember').click()")
    fill_by_script(page, ALL_BUT_TWO)
    point_at(page, ".bar .save")
    assert shown(page, "#asking-text").endswith(
        "You may leave them out. Once you save, this computer forgets what you filled in."
    )
    point_at(page, "#all-the-same")
    assert page.ask("localStorage.length") == 0


def test_a_note_without_an_answer_is_named_before_it_is_saved(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request(respondent="Jane"))
    fill_by_script(page, ALL_BUT_TWO)
    page.ask(f"document.querySelector('#{FIRST}-evidence').focus()")
    page.type("In May.")
    point_at(page, ".bar .save")
    assert shown(page, "#asking-text").endswith(
        "What you wrote at question 1 will be sent, although no line is chosen there."
    )


def test_copy_asks_as_save_does(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request())
    fill_by_script(page, ALL_BUT_TWO)
    point_at(page, "#copy")
    assert shown(page, "#asking-text").startswith('"Your name or role" is empty. 2 questions')
    assert shown(page, "#all-the-same") == "Copy all the same"
    point_at(page, "#end .save")
    assert shown(page, "#all-the-same") == "Save all the same"


def test_a_change_after_saving_asks_to_save_again(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request(respondent="Jane"))
    fill_by_script(page, ALL_BUT_TWO)
    point_at(page, ".bar .save")
    point_at(page, "#all-the-same")
    assert shown(page, "#message").startswith("Saved as ")
    point_at(page, f"#{FIRST} input[value='3']")
    assert shown(page, "#message") == "Changed since you saved: save again, and send the new file."


def test_the_rules_are_one_click_away_and_so_is_the_question(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request())
    page.ask("document.querySelectorAll('.question')[6].scrollIntoView()")
    point_at(page, "#to-rules")
    assert page.ask("document.querySelector('#rules').getBoundingClientRect().top") >= 0
    assert shown(page, "#from-rules") == "Back to question 7"
    point_at(page, "#from-rules")
    place = "document.querySelectorAll('.question')[6].getBoundingClientRect().top"
    assert 0 <= page.ask(place) < 100


def test_nothing_moves_when_a_line_is_chosen(page: Page, tmp_path: Path) -> None:
    """Or the next click would meet another answer than the one it aimed at."""
    open_form(page, tmp_path, request(), width=360, height=740)
    places = (
        "[...document.querySelectorAll('.question')]"
        ".map(question => question.getBoundingClientRect().top + scrollY)"
    )
    page.ask(f"document.querySelector('#{FIRST}').scrollIntoView()")
    before = page.ask(places)
    for line in ("3", "2", "n", "u", "0"):
        point_at(page, f"#{FIRST} input[value='{line}']")
        assert page.ask(places) == before


def test_a_basis_that_nobody_chose_is_not_marked(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request(respondent="Jane"))
    fill_by_script(page, {FIRST: Answer(3)})
    page.ask(f"document.querySelector('#{FIRST}-evidence').value = 'In May.'")
    page.ask(f"document.querySelector(`[name='{FIRST}-basis']:checked`).checked = false")
    point_at(page, ".bar .save")
    point_at(page, "#all-the-same")
    text = saved_form(tmp_path)
    assert "In May." in text
    assert "(x)" not in text.split("[culture-decisions]")[1]


def test_letters_choose_a_line_from_within_it_alone(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request())
    page.ask(f"document.querySelector('#{FIRST} input').focus()")
    for key in ("4", "n", "u", "2"):
        page.press(key)
        assert page.ask(STATE) == [f"{FIRST}={key}"]
    page.ask(f"document.querySelector('#{FIRST} textarea').focus()")
    page.type("3 times")
    assert page.ask(STATE) == [f"{FIRST}=2", f"{FIRST}-evidence=3 times"]


def test_nothing_is_remembered_unless_a_person_asks_for_it(page: Page, tmp_path: Path) -> None:
    path = open_form(page, tmp_path, request())
    fill_by_script(page, {FIRST: Answer(2, "vendor", evidence="In May.")})
    assert page.ask("localStorage.length") == 0
    assert page.ask(WOULD_ASK_TO_STAY)
    point_at(page, "#remember")
    assert not page.ask(WOULD_ASK_TO_STAY)
    fill_by_script(page, {SECOND: Answer(4)})
    state = page.ask(STATE)
    page.open(path, 1280)
    assert page.ask(STATE) == state
    assert is_shown(page, f"#{FIRST} .side")
    assert "is here again" in shown(page, "#message")
    # Another request's page does not find it.
    other = tmp_path / "other"
    other.mkdir()
    open_form(page, other, request(code="2222-3333-4444"))
    assert page.ask(STATE) == []
    page.open(path, 1280)
    point_at(page, "#forget")
    assert page.ask("localStorage.length") == 0
    assert not is_shown(page, "#forget")


def test_a_draft_is_removed_once_it_is_saved(page: Page, tmp_path: Path) -> None:
    path = open_form(page, tmp_path, request(respondent="Jane"))
    point_at(page, "#remember")
    fill_by_script(page, EVERY_ONE)
    assert page.ask("localStorage.length") == 1
    point_at(page, ".bar .save")
    saved_form(tmp_path)
    assert page.ask("localStorage.length") == 0
    assert not page.ask(WOULD_ASK_TO_STAY)
    page.open(path, 1280)
    assert page.ask(STATE) == ["respondent=Jane"]


@pytest.mark.parametrize("allowed", [True, False])
def test_copy_gives_the_text_that_save_gives(allowed: bool, page: Page, tmp_path: Path) -> None:
    page.allow_clipboard(allowed)
    open_form(page, tmp_path, request(respondent="Jane"))
    fill_by_script(page, EVERY_ONE)
    point_at(page, "#copy")
    if allowed:
        wait_for(page, "document.getElementById('message').textContent !== ''")
        text = page.ask("navigator.clipboard.readText()")
        assert "Copied" in shown(page, "#message")
    else:
        wait_for(page, "document.activeElement.id === 'filled'")
        text = page.ask("document.activeElement.value")
        assert "Ctrl+C" in shown(page, "#message")
    point_at(page, ".bar .save")
    assert text == saved_form(tmp_path)


def test_without_its_script_it_can_be_read_and_filled_in(page: Page, tmp_path: Path) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    printed = request()
    open_form(page, tmp_path, printed)
    assert "needs its script" in shown(page, "#end")
    assert not is_shown(page, ".bar")
    for item in PARTNERSHIP.items:
        text = shown(page, f"#{item.id}")
        assert all(part in text for part in (item.vendor, *item.anchors))
        assert is_shown(page, f"#{item.id} .note textarea")
    assert page.ask("document.getElementById('text-form').textContent") == (
        form_text(PARTNERSHIP, printed)
    )


def test_nothing_is_cut_off_at_any_width(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request())
    fill_by_script(page, EVERY_ONE)
    for width in WIDTHS:
        page.resize(width, 740)
        found = page.ask(TEXTS)
        assert found["texts"] > 300
        assert (width, found["cut"], found["wide"]) == (width, [], 0)


@pytest.mark.parametrize("dark", [False, True])
def test_all_text_can_be_read_light_and_dark(dark: bool, page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request(), dark=dark)
    fill_by_script(page, EVERY_ONE)
    point_at(page, ".bar .save")
    assert page.ask(TEXTS)["pale"] == []
    background = page.ask("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(255, 255, 255)") != dark


def test_on_paper_are_the_questions_and_no_buttons(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request(), dark=True)
    fill_by_script(page, EVERY_ONE)
    page.show(dark=True, paper=True)
    for selector in (".bar", "#end .buttons", ".clear"):
        assert not is_shown(page, selector)
    assert page.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.ask(f"getComputedStyle(document.getElementById('{FIRST}')).breakInside") == "avoid"
    page.resize(672)
    found = page.ask(TEXTS)
    assert (found["cut"], found["wide"], found["pale"]) == ([], 0, [])


def test_a_finger_finds_every_target(page: Page, tmp_path: Path) -> None:
    open_form(page, tmp_path, request(), width=360, height=740)
    fill_by_script(page, EVERY_ONE)
    small = page.ask(
        """[...document.querySelectorAll('.line, .option, button, input[type=text], textarea')]
        .filter(e => e.checkVisibility()).map(e => [e.className, e.getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    )
    assert small == []


def accessibility(page: Page) -> list[dict[str, Any]]:
    """What the checker for accessibility finds on a page."""
    package = find_spec("axe_core_python")
    assert package
    assert package.submodule_search_locations
    script = Path(package.submodule_search_locations[0], "axe.min.js").read_text("utf-8")
    page.ask(f"{script}; 0")
    found: list[dict[str, Any]] = page.ask(
        "axe.run().then(r => r.violations.map(v => ({id: v.id, where: v.nodes.map(n => n.html)})))"
    )
    return found


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_a_checker_for_accessibility_finds_nothing(
    width: int, dark: bool, page: Page, tmp_path: Path
) -> None:
    open_form(page, tmp_path, request(), width=width, dark=dark)
    assert accessibility(page) == []
    fill_by_script(page, {**EVERY_ONE, SECOND: Answer()})
    point_at(page, ".bar .save")
    assert is_shown(page, "#asking")
    assert accessibility(page) == []


def test_the_checker_for_accessibility_notices_faults(page: Page, tmp_path: Path) -> None:
    """Or the test above would say nothing."""
    open_form(page, tmp_path, request())
    page.ask("document.querySelectorAll('label').forEach(e => e.replaceWith(...e.childNodes))")
    assert "label" in {each["id"] for each in accessibility(page)}


def test_from_the_request_to_the_filed_answers(workspace: Path, page: Page, run: Run) -> None:
    words = ("--round", "2026-q4", "--format", "html", "--output", "-")
    asked = run("request", "acme-logistics", *words, here=workspace)
    assert asked.code == 0, asked.err
    path = workspace / "form.html"
    path.write_text(asked.out, "utf-8")
    page.save_to(workspace / "saved")
    page.open(path, 1280)
    fill_by_script(page, EVERY_ONE)
    point_at(page, "#respondent")
    page.type("Account manager")
    point_at(page, "#end .save")
    (workspace / "reply.txt").write_text(saved_form(workspace), "utf-8")
    ran = run("import", "reply.txt", here=workspace)
    assert (ran.code, ran.err) == (0, "")
    assert "28 of 28 questions answered, filed as vendors/acme-logistics/2026-q4/vendor." in ran.out


def test_a_code_that_was_changed_in_the_page_files_nothing(
    workspace: Path, page: Page, run: Run
) -> None:
    asked = run("request", "acme-logistics", "--format", "html", "--output", "-", here=workspace)
    assert CODE not in asked.out
    open_form(page, workspace, replace(request(), respondent="Jane"))
    fill_by_script(page, EVERY_ONE)
    point_at(page, ".bar .save")
    (workspace / "reply.txt").write_text(saved_form(workspace), "utf-8")
    ran = run("import", "reply.txt", here=workspace)
    assert ran.code == 2
    assert CODE in ran.err
