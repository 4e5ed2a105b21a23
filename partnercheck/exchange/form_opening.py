"""The opening of a form: its purpose, its readers, the time it takes, how to fill it in.

A form has only what the vendor may see: the questionnaire, and the fields of `PrintedRequest`.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping
from math import ceil
from typing import Literal

from partnercheck.base.records import Form, Record
from partnercheck.base.text import one_line
from partnercheck.questionnaires.records import Instrument

Kind = Literal["text", "toml"]
WIDTH = 76
# The number of questions that take five minutes.
PACE: Mapping[Form, int] = {"quick": 12, "full": 7}


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
    objective: str = ""  # both sides know it, and the two benefits
    benefit_buyer: str = ""
    benefit_vendor: str = ""


def opening_lines(instrument: Instrument, request: PrintedRequest, kind: Kind) -> Iterator[str]:
    """Yield the lines before the header."""
    yield from wrap_words(f"{request.organisation} and {request.name}: your side of it")
    for title, text in (
        *(("What we pursue together", text) for text in _objective(request)),
        ("Why we ask", _why(request)),
        ("Who reads it", _readers(request)),
        ("Whether names show", _names(request)),
        ("What a low score leads to", _low_score(request)),
        ("How long it takes", _time(instrument, request)),
        ("By when", _due(request)),
        ("How to send it back", _back(request)),
        ("How to fill it in", _filling(instrument, kind)),
    ):
        yield ""
        yield title
        yield from wrap_words(text, "  ")
    yield ""


def _objective(request: PrintedRequest) -> list[str]:
    """Return the shared objective and the benefits as one text; an empty list if there are none."""
    sentences = [one_line(request.objective)]
    for whom, benefit in (("we", request.benefit_buyer), ("you", request.benefit_vendor)):
        sentences += [f"What {whom} gain by it: {one_line(benefit)}"] if benefit.strip() else []
    text = " ".join(
        each if each.endswith((".", "!", "?")) else f"{each}." for each in sentences if each
    )
    return [text] if text else []


def _why(request: PrintedRequest) -> str:
    return (
        f"Working well together takes two, so {request.organisation} asks both: the same "
        "questions, about the same events, are answered on our side and on yours. If the two "
        "views differ, that is worth discussing."
    )


def _readers(request: PrintedRequest) -> str:
    return (
        f"Those who assess vendors at {request.organisation}. Your form holds only what you write "
        "into it, and no vendor is shown another's."
    )


def _names(request: PrintedRequest) -> str:
    if request.anonymous:
        return (
            "No names are asked for. Write a role in the line Respondent, such as Account "
            "manager: only the role is kept with the answers."
        )
    return (
        "Yes: the name in the line Respondent is kept with the answers, and those who read them "
        "see it. You may write a role instead, such as Account manager."
    )


def _low_score(request: PrintedRequest) -> str:
    return (
        "A discussion at the next meeting. Nearly every question is about both sides, "
        "so a low score says as much about us as about you. It can also mean that we don't call "
        "the relationship a partnership yet: of the two views, the lower one counts."
    )


def _time(instrument: Instrument, request: PrintedRequest) -> str:
    count = len(instrument.form_items(request.form))
    minutes = 5 * ceil(count / PACE[request.form])
    return f"About {minutes} minutes for {count} questions. You may leave any of them out."


def _due(request: PrintedRequest) -> str:
    if request.due is None:
        return "There is no fixed date."
    return f"{request.due.day} {request.due:%B %Y} ({request.due.isoformat()})"


def _back(request: PrintedRequest) -> str:
    to = (
        f"To: {request.contact}"
        if request.contact
        else "Send it back to the person who sent it to you."
    )
    return f"Save it and attach it to a mail, or paste its whole text into one. {to}"


def _filling(instrument: Instrument, kind: Kind) -> str:
    general = (
        f"Think of the last {instrument.months} months; what is planned doesn't count. For each "
        "question choose the line that is nearest to what happened. "
    )
    if kind == "toml":
        return general + (
            "Below the question's line in square brackets, write for example score = 3 (0 to 4), "
            'or skip = "unknown", or skip = "no-occasion" where no side had one. If you can, add '
            'evidence = "what happened, and when" and basis = "opinion", "observed" or '
            '"documented". Write your name or role into respondent = "".'
        )
    return general + (
        "Mark it with an x, as in [x] 3, one mark per question. If you can, write below it what "
        "happened, and mark whether that is your view, you saw it, or it is written down. Please "
        "leave the other lines as they are."
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
