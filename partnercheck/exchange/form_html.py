"""The form as one HTML page, which a vendor fills in with a browser and saves as the text form.

The page holds the empty text form, which its script fills in as `form_write` would, so one reader
serves both kinds of forms. Everything is in the markup: without the script the page can be read and
printed. The policy in its head allows this one script and this one style sheet, by their hashes,
and no request to anywhere.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from partnercheck.base.records import Basis, Perspective, Record
from partnercheck.exchange.form_opening import (
    BASIS_LABEL,
    PrintedRequest,
    Section,
    due_words,
    name_label,
    opening_lines,
    opening_sections,
    opening_title,
    wrap_words,
)
from partnercheck.exchange.form_parts import decisive_items, headings, remarks_on
from partnercheck.exchange.form_sides import side_prompt
from partnercheck.exchange.form_texts import BASIS, BULLET, EVIDENCE, LONGEST, SHORTEST, STRUCTURAL
from partnercheck.exchange.form_write import (
    BASIS_WORDS,
    NO_OCCASION,
    form_header,
    form_text,
)
from partnercheck.questionnaires.paper import paper_items
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.questionnaires.wording import unknown_words, wording


class Choice(Record, frozen=True):
    """One radio button: its value, its words, and the key that stands before the words."""

    value: str
    words: str
    key: str = ""


class Question(Record, frozen=True):
    """One question of the page."""

    id: str
    number: int
    text: str
    heading: str  # the heading of the part that begins here; empty within a part
    remarks: tuple[str, ...]
    lines: tuple[Choice, ...]
    side_prompt: str  # empty if the question about the side is not asked
    sides: tuple[Choice, ...]
    hint: str
    bases: tuple[Choice, ...]
    needed_after: str  # ids of the questions that make this reserve question needed
    may_stay_open: bool  # whether the page saves without asking for an answer


class FormPage(Record, frozen=True):
    """The page of a form."""

    title: str
    sections: tuple[Section, ...]
    name_label: str
    respondent: str
    contact: str
    due: str  # the last day for the answers, in words; empty if there is none
    questions: tuple[Question, ...]
    # The empty text form, which the script fills in: its title, its letter and its questions. The
    # saved form has no letter: those who answer have read the letter, and those who import the form
    # do not need it.
    text_title: str
    text_letter: str
    text_questions: str
    file_name: str  # the name of the file that Save makes
    code: str


def form_page(instrument: Instrument, request: PrintedRequest) -> FormPage:
    """Return the content of a form's page."""
    title, letter, questions = _text_form(instrument, request)
    return FormPage(
        title=opening_title(request),
        sections=tuple(opening_sections(instrument, request, "html")),
        name_label=name_label(request),
        respondent=request.respondent,
        contact=request.contact,
        due=due_words(request) if request.due else "",
        questions=tuple(_questions(instrument, request)),
        text_title=title,
        text_letter=letter,
        text_questions=questions,
        file_name=f"{request.vendor}.{request.round}.answers.txt",
        code=request.code,
    )


def _text_form(instrument: Instrument, request: PrintedRequest) -> tuple[str, str, str]:
    """Return the title, the letter and the questions of the empty text form."""
    text = form_text(instrument, request)
    title = "\n".join(wrap_words(opening_title(request))) + "\n\n"
    opening = "\n".join(opening_lines(instrument, request, "text")) + "\n"
    return title, text[len(title) : len(opening)], text[len(opening) :]


def form_html(instrument: Instrument, request: PrintedRequest) -> str:
    """Return the page of a form, as one self-contained file."""
    templates = Environment(
        autoescape=True,
        loader=PackageLoader("partnercheck.exchange"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script, style = (_part(name) for name in ("form.js", "form.css"))
    return templates.get_template("form.html").render(
        page=form_page(instrument, request),
        policy=_policy(script, style),
        # The script and the style come from the package; no text of a workspace gets into them.
        script=Markup(script),
        style=Markup(style),
        structural=STRUCTURAL.pattern,
        bullet=BULLET.pattern,
        shortest=SHORTEST,
        longest=LONGEST,
        evidence=EVIDENCE,
        basis=BASIS,
        basis_label=BASIS_LABEL,
        reason_label=wording().keys.n.note_form,
        rules_title=wording().letter.choosing.title,
    )


def _part(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text("utf-8")


def _policy(script: str, style: str) -> str:
    """Return a policy that allows this script and this style, and nothing else."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _questions(instrument: Instrument, request: PrintedRequest) -> Iterator[Question]:
    above = headings(instrument, request.form, "html")
    remarks = remarks_on(instrument, request.form, "html")
    decisive = decisive_items(instrument, request.form)
    items = paper_items(instrument, request.form)
    header = form_header(request)
    for number, item in enumerate(items, 1):
        yield Question(
            id=item.id,
            number=number,
            text=item.vendor,
            heading=above.get(item.id, ""),
            remarks=tuple(remarks[item.id]),
            lines=tuple(_lines(item)),
            side_prompt=side_prompt(item) if item.asks_which_side else "",
            sides=tuple(_choice(side, words) for side, words in header.sides.items()),
            hint=item.note_hint,
            bases=tuple(_choice(each, BASIS_WORDS[each]) for each in header.bases),
            needed_after=" ".join(decisive.get(item.id, ())),
            may_stay_open=item.confidential,
        )


def _choice(value: Basis | Perspective, words: str) -> Choice:
    return Choice(value, words)


def _lines(item: Item) -> Iterator[Choice]:
    for score, anchor in enumerate(item.anchors):
        yield Choice(f"{score}", anchor, f"{score}")
    yield Choice("u", unknown_words(item), "u")
    if item.offers_no_occasion:
        yield Choice("n", NO_OCCASION, "n")
