"""The texts of the letter above a form: a record for each section, with its title.

They are stored in `wording.toml`. If a section has a text for each kind of form, its fields are
named after the kinds. The caller fills in the words in braces.
"""

from __future__ import annotations

from partnercheck.base.records import Record, Text


class ObjectiveWords(Record, frozen=True):
    """The section on the shared objective; `ours` and `yours` say what each side gains.

    The companies go by their names: {buyer} and {vendor}.
    """

    title: Text
    ours: Text
    yours: Text


class WhyWords(Record, frozen=True):
    """The section on the purpose; {events} says what the buyer's own people are asked."""

    title: Text
    text: Text
    events: Text
    events_candidate: Text


class ReaderWords(Record, frozen=True):
    """The points on who reads the answers.

    `side` is about naming the side that acted after a score of 2, `position` about confidential
    questions.
    """

    title: Text
    assessors: Text
    prices: Text
    both_companies: Text
    side: Text
    reports: Text
    summary: Text
    position: Text
    summary_position: Text
    others: Text


class ResultWords(Record, frozen=True):
    """The section on what the vendor gets back."""

    title: Text
    text: Text


class NameWords(Record, frozen=True):
    """The section on the respondent's name; {field} is `line` or `field`, by the kind of form.

    `label` is the label of the field for the name; it contains `name_or_role` or `role`.
    """

    title: Text
    named: Text
    anonymous: Text
    line: Text
    field: Text
    label: Text
    name_or_role: Text
    role: Text


class LowScoreWords(Record, frozen=True):
    """The section on the consequences of a low score, by the vendor's stage."""

    title: Text
    active: Text
    candidate: Text


class TimeWords(Record, frozen=True):
    """The section on the time that the form takes."""

    title: Text
    text: Text


class DueWords(Record, frozen=True):
    """The section on the last day for the answers."""

    title: Text
    no_date: Text


class SendingWords(Record, frozen=True):
    """How to send the form back, by its kind; {to} is `to` or `to_sender`, {again} is `again`."""

    title: Text
    to: Text
    to_sender: Text
    again: Text
    text: Text
    html: Text
    xlsx: Text


class FillingWords(Record, frozen=True):
    """The section on filling in the form, by its kind; `xlsx_open` is about the open cells."""

    title: Text
    text: Text
    toml: Text
    html: Text
    xlsx: Text
    xlsx_open: Text


class ChoosingWords(Record, frozen=True):
    """The title above the reading rules, and the title above the bases of a candidate's answers."""

    title: Text
    candidate_title: Text


class PeriodWords(Record, frozen=True):
    """The title above the months and the line of work."""

    title: Text


class QuestionWords(Record, frozen=True):
    """The words that the questions use in a sense of their own."""

    title: Text
    points: tuple[Text, ...]


class Letter(Record, frozen=True):
    """The letter; `confidential` is a remark below a question."""

    title: Text
    confidential: Text
    objective: ObjectiveWords
    why: WhyWords
    readers: ReaderWords
    result: ResultWords
    names: NameWords
    low_score: LowScoreWords
    time: TimeWords
    due: DueWords
    sending: SendingWords
    filling: FillingWords
    choosing: ChoosingWords
    period: PeriodWords
    words: QuestionWords
