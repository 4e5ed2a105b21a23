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
# The name of the buyer in the questions. The buyer's real name would have to be read from the
# header, which people and mail programs change.
THE_BUYER = "this customer"
BASIS_LABEL = "Your answer rests on"


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
    code: str = ""  # the code of the request; if empty, a person has to file the form


class Section(Record, frozen=True):
    """A section of the opening: a title, and a text or a list of points."""

    title: str
    text: str = ""
    points: tuple[str, ...] = ()


def opening_title(request: PrintedRequest) -> str:
    """Return the title of a form."""
    title = wording().letter.title
    return one_line(title.format(buyer=request.organisation, vendor=request.name))


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
    """Yield the sections of the opening; the last one is on the words of the questions."""
    letter = wording().letter
    yield from _objective(request)
    yield Section(letter.why.title, _why(request))
    yield Section(letter.time.title, _time(instrument, request))
    yield Section(letter.due.title, due_words(request))
    yield Section(letter.readers.title, points=tuple(_readers(instrument, request)))
    yield Section(letter.result.title, letter.result.text.format(buyer=request.organisation))
    yield Section(letter.names.title, _names(request, kind))
    low_score = letter.low_score
    consequence = low_score.candidate if request.candidate else low_score.active
    yield Section(
        low_score.title, consequence.format(buyer=request.organisation, vendor=request.name)
    )
    yield Section(letter.sending.title, _sending(request, kind))
    yield from _period(request)
    yield Section(letter.filling.title, _filling(request, kind))
    yield from _how_to_choose(request)
    yield Section(letter.words.title, points=words_in_questions(request))


def _period(request: PrintedRequest) -> Iterator[Section]:
    """Yield the section on the form's months and line of work, if there is a first month."""
    words = wording()
    line = one_line(request.line) or words.period.no_line
    if request.since:
        text = words.period.form.format(since=request.since, line=line)
        yield Section(words.letter.period.title, text)


def _how_to_choose(request: PrintedRequest) -> Iterator[Section]:
    """Yield the rules for choosing a line and, for a candidate, the sources to answer from."""
    words = wording()
    titles = words.letter.choosing
    if request.candidate:
        yield Section(titles.candidate_title, words.candidate.form)
    yield Section(titles.title, points=tuple(rule.form for rule in words.rules))


def _objective(request: PrintedRequest) -> Iterator[Section]:
    """Yield the section on the shared objective and the benefits, if the request has any."""
    words = wording().letter.objective
    sentences = [one_line(request.objective)]
    benefits = ((words.ours, request.benefit_buyer), (words.yours, request.benefit_vendor))
    names = {"buyer": request.organisation, "vendor": request.name}
    sentences += [
        sentence.format(benefit=one_line(text), **names)
        for sentence, text in benefits
        if text.strip()
    ]
    text = " ".join(
        each if each.endswith((".", "!", "?")) else f"{each}." for each in sentences if each
    )
    if text:
        yield Section(words.title, text)


def _why(request: PrintedRequest) -> str:
    words, buyer = wording().letter.why, request.organisation
    events = words.events_candidate if request.candidate else words.events
    return words.text.format(buyer=buyer, events=events.format(buyer=buyer))


def _readers(instrument: Instrument, request: PrintedRequest) -> Iterator[str]:
    words, buyer = wording().letter.readers, request.organisation
    # Answers of candidates stay out of the summary.
    summary, middle = ("", "") if request.candidate else (words.summary, words.summary_position)
    yield words.assessors.format(buyer=buyer)
    yield words.prices
    if topics := _confidential_topics(instrument, request.form):
        yield f"{words.position.format(topics=topics)} {middle}".rstrip()
    yield words.both_companies
    yield words.side.format(buyer=buyer)
    yield words.reports.format(buyer=buyer)
    if summary:
        yield summary.format(buyer=buyer)
    yield words.others


def _names(request: PrintedRequest, kind: Kind) -> str:
    words = wording().letter.names
    labelled = kind in ("html", "xlsx")
    field = words.field.format(label=name_label(request)) if labelled else words.line
    return (words.anonymous if request.anonymous else words.named).format(field=field)


def name_label(request: PrintedRequest) -> str:
    """Return the label of the field for the respondent's name."""
    return wording().letter.names.label.format(named=_named(request))


def _named(request: PrintedRequest) -> str:
    words = wording().letter.names
    return words.role if request.anonymous else words.name_or_role


def _time(instrument: Instrument, request: PrintedRequest) -> str:
    minutes = minutes_needed(
        instrument, request.form, "vendor", on_paper=True, candidate=request.candidate
    )
    questions = number_of_questions(instrument, request.form)
    return wording().letter.time.text.format(
        questions=questions, minutes=minutes, buyer=request.organisation
    )


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
        return wording().letter.due.no_date
    return f"{request.due.day} {request.due:%B %Y} ({request.due.isoformat()})"


def _sending(request: PrintedRequest, kind: Kind) -> str:
    words = wording().letter.sending
    to = words.to.format(contact=request.contact) if request.contact else words.to_sender
    texts = {"text": words.text, "toml": words.text, "html": words.html, "xlsx": words.xlsx}
    return texts[kind].format(to=to, again=words.again)


def words_in_questions(request: PrintedRequest) -> tuple[str, ...]:
    """Return sentences saying whom the questions mean by "we", and what other words mean.

    The letter above these sentences was written by the buyer, so nobody is "we" there.
    """
    points = wording().letter.words.points
    return tuple(each.format(vendor=request.name, buyer=request.organisation) for each in points)


def _filling(request: PrintedRequest, kind: Kind) -> str:
    words = wording().letter.filling
    texts = {"text": words.text, "toml": words.toml, "html": words.html, "xlsx": words.xlsx}
    seen = "pilot" if request.candidate else "observed"
    return texts[kind].format(named=_named(request), seen=seen)


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
