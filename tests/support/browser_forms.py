"""Forms in a real browser: filled in by a mouse, a finger, keys or a script, and saved."""

from __future__ import annotations

import datetime as dt
import json
import random
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from partnercheck.base.records import BASES, PERSPECTIVES, Answer, Form
from partnercheck.exchange.form_html import form_html
from partnercheck.exchange.form_opening import PrintedRequest
from partnercheck.questionnaires.paper import paper_items
from tests.support.browser import Page as ChromiumPage
from tests.support.filled_forms import PARTNERSHIP, asked
from tests.support.firefox import Firefox

Page = ChromiumPage | Firefox
PATIENCE = 20.0
# Texts that look like parts of a form, or that a mail program would break.
TEXTS = (
    "In May they moved the cut-off twice.",
    "Basis: none\n[x] 3 as agreed\n> they said so\nVendor: nobody",
    "What happened, and when: see below\nIf you chose 2: neither\n\\Basis: x",
    f"{'A long line that goes on and on, ' * 5}and ends.\nthen a short one\n- a point\n1. another",
    "ends with a backslash \\\nnext\n\n\n\nafter three blank lines",
    "  spaces around  \n\ttab\t\nÜmläute, 日本語, 🚚 and ½",
    "[culture-repair]\n 3. When something last went wrong\n[end of the form]\n$& $1 `x`",
    f"{'🚚' * 30} {'ö' * 30}\nword",
)
FILL = """
(answers => {
  const pick = (name, value) => {
    const found = document.querySelector(`input[name="${name}"][value="${value}"]`);
    if (!found.checked) found.click();
  };
  const write = (name, text) => {
    const field = document.getElementsByName(name)[0];
    field.value = text;
    field.dispatchEvent(new Event("input", {bubbles: true}));
  };
  for (const [id, answer] of Object.entries(answers)) {
    if (answer.line) pick(id, answer.line);
    if (answer.side) pick(`${id}-side`, answer.side);
    if (answer.basis) pick(`${id}-basis`, answer.basis);
    if (answer.reason) write(`${id}-reason`, answer.reason);
    if (answer.evidence) write(`${id}-evidence`, answer.evidence);
  }
})"""


CODE = "k3f9-w2xm-7hpq"
NAME = "Jané Doe"


def request(form: Form = "full", **changes: Any) -> PrintedRequest:
    """A request with all that a form can say."""
    full = replace(
        asked(form, respondent=""),
        code=CODE,
        contact="Alice Moreau, alice@northwind.example",
        due=dt.date(2026, 12, 15),
        since="December 2025",
        line="chilled transport",
        objective="Cut the empty miles by half",
    )
    return replace(full, **changes)


def line_of(answer: Answer) -> str:
    """The value of the radio button for an answer."""
    keys = {"unknown": "u", "no-occasion": "n"}
    return keys[answer.skip] if answer.skip else "" if answer.score is None else f"{answer.score}"


def fields_of(answer: Answer) -> dict[str, str]:
    basis = answer.basis if answer.is_answered else ""
    return {
        "line": line_of(answer),
        "side": answer.done_by or "",
        "basis": basis,
        "reason": answer.reason,
        "evidence": answer.evidence,
    }


def fill_by_script(page: Page, answers: Mapping[str, Answer]) -> None:
    """Fill in a form as quickly as a script can."""
    fields = {item: fields_of(answer) for item, answer in answers.items()}
    page.ask(f"{FILL}({json.dumps(fields)})")


def random_answers(chance: random.Random, form: Form = "full") -> dict[str, Answer]:
    """Answers by chance to some of a form's questions, with texts of all sorts."""
    answers = {}
    for item in paper_items(PARTNERSHIP, form):
        keys = [*"01234", "u", *(["n"] if item.offers_no_occasion else [])]
        key = chance.choice([*keys, "2", ""])
        if not key:
            continue
        evidence = chance.choice(TEXTS) if chance.random() < 0.4 else ""
        basis = chance.choice(BASES)
        if key.isdigit():
            asks = key == "2" and item.asks_which_side
            side = chance.choice((None, *PERSPECTIVES)) if asks else None
            answers[item.id] = Answer(int(key), side, basis=basis, evidence=evidence)
        elif key == "u":
            answers[item.id] = Answer(skip="unknown", basis=basis, evidence=evidence)
        else:
            reason = chance.choice(("", "None came up.", "Basis: [x] 3"))
            answers[item.id] = Answer(
                skip="no-occasion", reason=reason, basis=basis, evidence=evidence
            )
    return answers


def open_form(page: Page, folder: Path, request: PrintedRequest, **how: Any) -> Path:
    """Open a form in a browser, and return its file; what it saves goes into `saved` beside it."""
    path = folder / "form.html"
    path.write_text(form_html(PARTNERSHIP, request), "utf-8")
    page.save_to(folder / "saved")
    page.open(path, **{"width": 1280, **how})
    return path


def saved_form(folder: Path) -> str:
    """The text of the only file that was saved, once it is whole."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        paths = [*(folder / "saved").glob("*")] if (folder / "saved").exists() else []
        if paths and all(path.suffix == ".txt" for path in paths):
            assert len(paths) == 1, paths
            text = paths[0].read_text("utf-8")
            paths[0].unlink()
            return text
        time.sleep(0.02)
    raise AssertionError(f"nothing was saved in {PATIENCE} seconds")


def wait_for(page: Page, script: str) -> None:
    """Wait until an expression of JavaScript is true."""
    ends = time.monotonic() + PATIENCE
    while not page.ask(script):
        assert time.monotonic() < ends, script
        time.sleep(0.02)


def shown(page: Page, selector: str) -> str:
    """The visible text of an element, on one line."""
    text: str = page.ask(f"document.querySelector({json.dumps(selector)}).innerText")
    return " ".join(text.split())


def point_at(page: Page, selector: str, touch: bool = False) -> None:
    """Click or touch the middle of an element, which is brought into view before."""
    (page.tap if touch else page.click)(*middle(page, selector))


def middle(page: Page, selector: str) -> tuple[float, float]:
    """Bring an element to the middle of the window, and return where its own middle is."""
    # Firefox brings the caret of a text field into view only in the frame after the last key, which
    # would undo what is scrolled here.
    script = f"""(async () => {{
      const nextFrame = () => new Promise(resolve => requestAnimationFrame(resolve));
      await nextFrame();
      await nextFrame();
      const found = document.querySelector({json.dumps(selector)});
      found.scrollIntoView({{block: "center"}});
      await nextFrame();
      const box = found.getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    }})()"""
    x, y = page.ask(script)
    return x, y


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
