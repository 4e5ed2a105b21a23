"""The texts of a questionnaire other than its questions: the rules, the answer keys, the letter.

They are stored in `wording.toml` in three lengths: `form` for paper, text and HTML, `screen` for
the terminal, `plain` for prompts that are read aloud. The caller fills in the words in braces:
{since}, {line}, {vendor}, {buyer}, {reference}, {months}, {minutes}, {topics}, {n}, {questions} and
those of `letter.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from partnercheck.base.records import Basis, Record, Text
from partnercheck.questionnaires.letter import Letter
from partnercheck.questionnaires.records import Item, Kind
from partnercheck.storage.convert import record
from partnercheck.storage.parse import read

WORDING_FILE = Path(__file__).parent / "wording.toml"


class Phrase(Record, frozen=True):
    """One text in three lengths."""

    form: Text
    screen: Text
    plain: Text


class Period(Record, frozen=True):
    """The texts that name the period and the line of work that a questionnaire asks about.

    `no_line` is used if the vendor's file names no line of work.
    """

    form: Text
    screen: Text
    plain: Text
    no_line: Text


class ReadingRule(Record, frozen=True):
    """One rule for choosing among the lines of a question."""

    id: Text
    form: Text
    screen: Text
    plain: Text


class AnswerKey(Record, frozen=True):
    """An answer key, its help, and the reasons why some kinds of items do not offer the key.

    `form_own` is used in place of `form` for an item about one's own side only. `note` asks for a
    reason on a screen, and `note_form` on a form, which shows it next to the other answers.
    """

    form: Text
    screen: Text
    plain: Text
    help: Text
    form_own: str = ""
    note: str = ""
    note_form: str = ""
    standing: str = ""
    own: str = ""
    critical: str = ""


class SideKey(Record, frozen=True):
    """The question that is asked after a score of 2, and its two answers.

    `form_ours` and `form_theirs` are the answers on a form: each has a company's name and the
    questions' word for that company.
    """

    form: Text
    screen: Text
    plain: Text
    ours: Text
    theirs_buyer: Text
    theirs_vendor: Text
    form_ours: Text
    form_theirs: Text
    help: Text


class AnswerKeys(Record, frozen=True):
    """The answer keys other than the scores."""

    u: AnswerKey
    n: AnswerKey
    side: SideKey


class Reserve(Record, frozen=True):
    """The texts about the reserve items of the quick form."""

    title: Text
    form: Text
    screen: Text
    plain: Text


class Stem(Record, frozen=True):
    """The words before a question about a candidate, for answers with one kind of basis."""

    basis: Basis
    label: Text
    buyer: Text
    vendor: Text
    ask: str = ""


class CandidateWords(Record, frozen=True):
    """The instructions for answering about a vendor before a contract is signed.

    `form` and the texts that begin with `vendor_` are shown to the candidate itself.
    """

    form: Text
    screen: Text
    plain: Text
    vendor_screen: Text
    vendor_plain: Text
    expected: Text
    stems: tuple[Stem, ...]


class Wording(Record, frozen=True):
    """All texts except the questions; `scale` maps each kind of item to a word for each score."""

    period: Period
    rules: tuple[ReadingRule, ...]
    scale: Mapping[Kind, tuple[Text, ...]]
    keys: AnswerKeys
    evidence: Phrase
    own: Phrase
    reserve: Reserve
    candidate: CandidateWords
    letter: Letter


@cache
def wording() -> Wording:
    """Return the packaged texts."""
    source = read(WORDING_FILE, WORDING_FILE.name)
    assert source.data, source.problems
    words, problems = record(source, source.data, Wording, skip=frozenset({"format"}))
    assert words, problems
    return words


def unknown_words(item: Item) -> str:
    """Return the text of the answer "u" (not known) for this kind of item."""
    key = wording().keys.u
    return key.form_own if item.kind == "own" else key.form
