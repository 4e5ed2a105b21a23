"""The opening of a form: its purpose, its readers, the time it takes, how to fill it in.

All kinds of forms have the same sections. They contain only what the vendor may see: the
questionnaire, and the fields of `PrintedRequest`.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator
from typing import Literal

from partnercheck.base.english import listed
from partnercheck.base.records import Form, Record
from partnercheck.base.text import one_line
from partnercheck.questionnaires.duration import minutes_needed
from partnercheck.questionnaires.paper import number_of_questions, paper_items
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.wording import wording

Kind = Literal["text", "toml", "html", "xlsx"]
WIDTH = 76
# The name of the buyer in the questions. Its real name would have to be read from the header, which
# people and mail programs change.
THE_BUYER = "this customer"
LOWER_COUNTS = "of our view and yours, the lower one counts."
BASIS_LABEL = "Your answer rests on"
OF_USE = "A low score is of use to both: it says what either side can change."


class PrintedRequest(Record, frozen=True):
    """The parts of a request that its vendor may read."""

    vendor: str  # the vendor's id
    name: str  # the vendor's name
    organisation: str  # the buyer's name
    round: str
    form: Form = "full"
    respondent: str = ""  # a person or a role of the vendor, if known
    due: dt.date | None = None
    anonymous: bool = False  # whether to ask for a role instead of a name
    contact: str = ""  # the address for the answers
    objective: str = ""  # the shared objective; both sides know it and the two benefits
    benefit_buyer: str = ""
    benefit_vendor: str = ""
    since: str = ""  # the first month that the questions ask about, such as "December 2025"
    line: str = ""  # the line of work that is judged
    candidate: bool = False  # whether nothing is signed yet
    code: str = ""  # the code of the request; without one, the form cannot be filed by itself


class Section(Record, frozen=True):
    """A section of the opening: a title, and a text or a list of points."""

    title: str
    text: str = ""
    points: tuple[str, ...] = ()


def opening_title(request: PrintedRequest) -> str:
    """Return the title of a form."""
    return one_line(f"{request.organisation} and {request.name}: your side of it")


def opening_lines(instrument: Instrument, request: PrintedRequest, kind: Kind) -> Iterator[str]:
    """Yield the lines before the header."""
    yield from wrap_words(opening_title(request))
    for section in opening_sections(instrument, request, kind):
        yield from ("", section.title)
        if section.text:
            yield from wrap_words(section.text, "  ")
        for point in section.points:
            yield from wrap_words(point, "  - ", "    ")
    yield ""


def opening_sections(
    instrument: Instrument, request: PrintedRequest, kind: Kind
) -> Iterator[Section]:
    """Yield the sections of the opening."""
    for title, text in (
        *(("What we pursue together", text) for text in _objective(request)),
        ("Why we ask", _why(request)),
    ):
        yield Section(title, text)
    yield Section("Who reads it", points=tuple(_readers(instrument, request)))
    for title, text in (
        ("What you get back", _result(request)),
        ("Whether names show", _names(request, kind)),
        ("What a low score leads to", _low_score(request)),
        ("How long it takes", _time(instrument, request)),
        ("By when", due_words(request)),
        ("How to send it back", _back(request, kind)),
        *(("What it is about", text) for text in _period(request)),
        ("How to fill it in", _filling(request, kind)),
    ):
        yield Section(title, text)
    yield from _how_to_choose(request)
    yield Section("Who is who in the questions", who_is_who(request))


def _period(request: PrintedRequest) -> list[str]:
    """Return the sentence on the form's months and line of work; empty without a first month."""
    words = wording().period
    line = one_line(request.line) or words.no_line
    return [words.form.format(since=request.since, line=line)] if request.since else []


def _how_to_choose(request: PrintedRequest) -> Iterator[Section]:
    """Yield the rules for choosing a line and, for a candidate, the sources to answer from."""
    words = wording()
    if request.candidate:
        yield Section("What to answer from", words.candidate.form)
    yield Section("How to choose a line", points=tuple(rule.form for rule in words.rules))


def _objective(request: PrintedRequest) -> list[str]:
    """Return the shared objective and the benefits as one text; an empty list if there are none."""
    sentences = [one_line(request.objective)]
    for whom, benefit in (
        ("we gain by it", request.benefit_buyer),
        ("you gain by it, as we see it", request.benefit_vendor),
    ):
        sentences += [f"What {whom}: {one_line(benefit)}"] if benefit.strip() else []
    text = " ".join(
        each if each.endswith((".", "!", "?")) else f"{each}." for each in sentences if each
    )
    return [text] if text else []


def _why(request: PrintedRequest) -> str:
    letter = wording().letter
    events = letter.events_candidate if request.candidate else letter.events
    return (
        f"Working well together takes two, so both sides are asked. In this letter, “we” means "
        f"{request.organisation}. "
        f"{events.format(buyer=request.organisation)} "
        "If the two views differ, that is worth discussing."
    )


def _readers(instrument: Instrument, request: PrintedRequest) -> Iterator[str]:
    letter = wording().letter
    # Answers of candidates stay out of the summary.
    summary = "" if request.candidate else f" {letter.summary}"
    yield (
        f"All of it, with your notes: those at {request.organisation} who assess vendors and "
        "prepare the meetings. Your notes are in no agenda, no result and no report."
    )
    yield (
        "People of both companies: the lines that you choose, and the side that you mark after a "
        "2, as far as the agenda and the result quote them."
    )
    yield (
        f"Others at {request.organisation}, in reports: the scores, single answers, how many rest "
        "on more than opinion, and the class that follows from them (from supplier to partner)."
        f"{summary}"
    )
    if topics := _confidential_topics(instrument, request.form):
        middle = "" if request.candidate else f" {letter.summary_position}"
        yield f"{letter.position.format(topics=topics)}{middle}"
    yield (
        "No other vendor sees what you answer. It is kept as a business record: write what "
        "happened, and leave people's names out of the notes."
    )


def _result(request: PrintedRequest) -> str:
    return (
        "When both sides have answered, we send you the result: how each side sees each part of "
        "the form, where the two views differ most, what was agreed, and the class by both views. "
        "This form shows none of our own answers."
    )


def _names(request: PrintedRequest, kind: Kind) -> str:
    place = "the line Respondent"
    if kind in ("html", "xlsx"):
        place = f"the field “{name_label(request)}”"
    if request.anonymous:
        return (
            f"No names are asked for. Write a role in {place}, such as Account "
            "manager: only the role is kept with the answers."
        )
    return (
        f"Yes: the name in {place} is kept with the answers, and those who read all of "
        "them see it. What both companies read does not say who answered. You may put a role "
        "in its place, such as Account manager."
    )


def name_label(request: PrintedRequest) -> str:
    """Return the label of the field for the respondent's name."""
    return "Your role" if request.anonymous else "Your name or role"


def _low_score(request: PrintedRequest) -> str:
    both_sides = (
        "Nearly every question is about both sides, so a low score may be about us, about you, or "
        "about both."
    )
    if request.candidate:
        return (
            f"A talk before anything is signed. {both_sides} The answers are also weighed when we "
            f"decide about signing: {LOWER_COUNTS}"
        )
    return (
        f"A talk at the next meeting. {both_sides} It can also mean that we don't call the "
        f"relationship a partnership yet: {LOWER_COUNTS} {OF_USE}"
    )


def _time(instrument: Instrument, request: PrintedRequest) -> str:
    letter = wording().letter
    minutes = minutes_needed(
        instrument, request.form, "vendor", on_paper=True, candidate=request.candidate
    )
    sentences = [f"{number_of_questions(instrument, request.form)}."]
    sentences.append(letter.time.format(minutes=minutes))
    sentences.append("It asks for your own view; you may ask colleagues what happened.")
    return " ".join(sentences)


def _confidential_topics(instrument: Instrument, form: Form) -> str:
    """Return the questions that touch the vendor's negotiating position, by topic and number."""
    return listed(
        [
            f"question {number} ({item.topic})"
            for number, item in enumerate(paper_items(instrument, form), 1)
            if item.confidential
        ]
    )


def due_words(request: PrintedRequest) -> str:
    """Return the last day for the answers in words."""
    if request.due is None:
        return "There is no fixed date."
    return f"{request.due.day} {request.due:%B %Y} ({request.due.isoformat()})"


def _back(request: PrintedRequest, kind: Kind) -> str:
    to = (
        f"To: {request.contact}"
        if request.contact
        else "Send it back to the person who sent it to you."
    )
    if kind == "html":
        return (
            "Press Save at the end: your answers go into a new file in your downloads. Attach that "
            "file to a mail, not this page, which stays without your answers; or press Copy, and "
            f"paste the text into a mail. {to}"
        )
    if kind == "xlsx":
        return (
            "If it opens for reading only, choose Enable Editing first. Save it under its own "
            f"name, still as a spreadsheet (.xlsx), and attach it to a mail. {to}"
        )
    return f"Save it and attach it to a mail, or paste its whole text into one. {to}"


def who_is_who(request: PrintedRequest) -> str:
    """Return a sentence saying whom the questions mean by "we" and by the buyer.

    In the questions "we" is the vendor, but in the letter above them "we" is the buyer.
    """
    return (
        f"From here on, “we” means your company, {request.name}, and “{THE_BUYER}” means "
        f"{request.organisation}."
    )


def _filling(request: PrintedRequest, kind: Kind) -> str:
    named = "role" if request.anonymous else "name or role"
    seen = "pilot" if request.candidate else "observed"
    if kind == "html":
        return (
            "For each question choose one line. After a 2 you may say which side did it, where the "
            "form asks. If you can, write below it what happened, and say what your answer rests "
            "on. Nothing leaves "
            "this page until you press Save, Copy or Print, and it needs no network."
        )
    if kind == "xlsx":
        return (
            "The questions are on the next sheet, one in a row. Choose the answer of each from the "
            "list in its cell: the number above the text that fits, or u, or n where it is "
            "offered. After a 2 you may choose which side did it, where the cell is open. If you "
            "can, write beside it what happened, and choose what your answer rests on. Your "
            f"{named} goes into its field above the questions. All other cells are protected."
        )
    if kind == "toml":
        return (
            "Below the question's line in square brackets, write for example score = 3 (0 to 4), "
            'or skip = "unknown". If no side had an occasion, write skip = "no-occasion" where '
            'the question offers it, and if you like reason = "why not". After score = 2 you may '
            'add done_by = "vendor" if your side did it, or "buyer". If you can, add '
            f'evidence = "what happened, and when", and basis = "{seen}" or "documented" if it is '
            f'more than your view. Write your {named} into respondent = "".'
        )
    return (
        "For each question mark one line with an x, as in [x] 3. After a 2 you may mark which side "
        "did it, as in (x), where the form asks. If you can, write what happened on the lines "
        "below it, as many as you need, and mark what your answer rests on. "
        f"Write your {named} into the line Respondent. Please leave all other words of the form "
        "as they are; its code tells which request it answers."
    )


def wrap_words(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """Wrap a text into lines of at most WIDTH characters, without breaking words."""
    return textwrap.wrap(
        one_line(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]
