"""What the import screen says about a form, about its folders, and about who is still awaited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from partnercheck.app.shared.question import mark_of
from partnercheck.app.shared.widgets.reading_pane import BLANK, Part
from partnercheck.base.cells import fitted
from partnercheck.base.english import plural
from partnercheck.base.records import Awaited
from partnercheck.base.text import clean, one_line
from partnercheck.exchange.returned_files import LyingForm
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.signs import DIFFERS, WARNING, Sign

SIGNS: Mapping[str, Sign] = {
    "new": Sign("□", "not filed"),
    "same": Sign("✓", "filed", "good"),
    "added": Sign("□", "not filed"),
    "differs": DIFFERS,
}
KINDS = "A text file, a web page or a spreadsheet, or a saved e-mail with the form in it."
FILED = "They are filed under the vendor's name. What is filed already is never replaced."
# A pane with room for fewer answers shows none.
LEAST_ANSWERS = 2
# Cells of an answer with what happened.
MOST_ANSWER = 90


def effect(form: LyingForm) -> str:
    """Return in a few words what importing a form does."""
    if form.state == "new":
        return f"files {form.answered} of {plural(form.questions, 'answer')}"
    if form.state == "added":
        return "adds the answers that are missing"
    return "nothing: filed already" if form.state == "same" else "nothing: answers differ"


def form_parts(form: LyingForm, imports: str) -> list[Part]:
    """Return what a key does with a form, and the form's details with the whole path."""
    sign = SIGNS[form.state]
    no_code = "It has no request code, so you are asked where it belongs"
    who = form.who or "not stated: enter a name or role in the file first"
    details = [
        Part(f"{form.vendor}, {form.round}", "Vendor"),
        Part(who, "Who"),
        Part(clean(str(form.path)), "File"),
    ]
    return [
        Part(_sentence(form, imports), look=sign.tone or "strong", sign=sign.glyph),
        *([] if form.has_code else [Part(no_code, look="note", sign=WARNING.glyph)]),
        *(Part(str(each), sign=WARNING.glyph) for each in form.problems),
        BLANK,
        *details,
    ]


def _sentence(form: LyingForm, imports: str) -> str:
    """Return what a key does with a form."""
    whose = f"{form.vendor} for {form.round}"
    if form.state == "new":
        return f"{imports} files {plural(form.answered, 'answer')} as the view of {whose}"
    if form.state == "added":
        return f"{imports} adds the answers that are not filed yet to the view of {whose}"
    if form.state == "same":
        return "All its answers are filed already: nothing is left to do"
    return (
        "Different answers by the same person are already filed, and they stay as they are. "
        "`partnercheck import --replace` replaces them"
    )


def answer_parts(form: LyingForm, instrument: Instrument, room: int) -> list[Part]:
    """Return the answers of a form, one line each below a title, as many as fit in `room` lines."""
    texts = []
    for item in instrument.items:
        answer = form.response.answers.get(item.id)
        if answer and answer.is_answered:
            evidence = one_line(answer.evidence or answer.reason)
            text = f"{mark_of(answer)}  {item.topic}{f': {evidence}' if evidence else ''}"
            texts.append(fitted(text, MOST_ANSWER).rstrip())
    # The title has a blank line above it.
    most = room - 2
    if most < LEAST_ANSWERS:
        return []
    if len(texts) > most:
        rest = plural(len(texts) - most + 1, "more answer")
        texts = [*texts[: most - 1], f"… {rest} in the file"]
    title = f"Answers to {form.answered} of {plural(form.questions, 'question')}"
    return [BLANK, Part(title, look="strong"), *map(Part, texts)]


def no_form_parts(folders: Sequence[Path], opens: str) -> list[Part]:
    """Return that no form was found in these folders, and what to do; a key opens a vendor."""
    return [
        Part("None of these folders contains a filled-in form", look="strong"),
        *(Part(clean(str(each)), " " if n else "Folders") for n, each in enumerate(folders)),
        BLANK,
        Part("Save the form you received to one of these folders, or type its path.", "To import"),
        Part(KINDS, "Kinds of file"),
        BLANK,
        Part(
            f"Open a vendor with {opens} on the portfolio; its screen writes a form to send.",
            "To ask",
        ),
        Part(FILED, "Answers"),
    ]


def awaited_parts(
    requests: Sequence[tuple[str, Awaited]], today: dt.date, room: int
) -> Sequence[Part]:
    """Return the requests without an answer, as many as fit in so many lines."""
    label = "Still awaited"
    # Below a blank line, if there is room for it.
    lines = max(1, room - 1)
    if not requests or room < 1:
        return ()
    most = len(requests) if len(requests) <= lines else lines - 1
    texts = [_request_text(name, each, today) for name, each in requests[:most]]
    if hidden := len(requests) - most:
        texts.append(plural(hidden, "more request" if most else "request"))
    awaited = [Part(text, " " if n else label) for n, text in enumerate(texts)]
    return [BLANK, *awaited] if room > 1 else awaited


def _request_text(name: str, request: Awaited, today: dt.date) -> str:
    who = f", {request.respondent}" if request.respondent else ""
    if request.due is None:
        return f"{name}{who}"
    return f"{name}{who}: {'overdue since' if request.due < today else 'due'} {request.due}"
