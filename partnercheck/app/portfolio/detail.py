"""The texts of the portfolio's pane about a vendor, the most important first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from partnercheck.app.portfolio.row_data import PortfolioRow
from partnercheck.questionnaires.records import Condition
from partnercheck.report.dossier.entries import headline_of
from partnercheck.report.listing import in_short
from partnercheck.report.signs import (
    ADVICE,
    CAVEATS,
    LATE,
    TO_COME,
    WARNING,
    without_sign,
)
from partnercheck.report.words.agreements import overdue_in_words
from partnercheck.report.words.ask_next import ask_next
from partnercheck.report.words.caveats import UNREADABLE, vendor_caveats
from partnercheck.report.words.lenses import pending_phrases, warning_names, warning_texts
from partnercheck.report.words.movers import movers_of
from partnercheck.report.words.reasons import why
from partnercheck.report.words.steps import way_up
from partnercheck.report.words.still_to_come import awaited_sentences
from partnercheck.report.words.target import at_target, target_and_found
from partnercheck.report.words.verdict import headline, range_and_so_far
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor, earlier_verdicts, judge_vendor
from partnercheck.verdicts.lenses import lenses
from partnercheck.workspace.goals import open_goals
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.vendor_filter import fact_keys, key_label, value_text

MOST_PLACES = 2
# The end of a sentence inside a text.
_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z“\"])")
GOAL = "Key goal"
FACTS = ("owner", "supplies", "line", "value_chain", "tags")


class Text(NamedTuple):
    """A sign, the sentences of a text, and its tone."""

    sign: str
    sentences: Sequence[str]  # parts that are shown whole or not at all
    tone: str = ""
    short: str = ""  # stands for the first sentence if that does not fit
    is_needed: bool = False  # whether it is cut rather than left out
    label: str = ""  # what the text is, such as "Owner"

    @property
    def kind(self) -> str:
        """The group that the text belongs to: goals, facts or reasons."""
        return self.label if self.label == GOAL else self.sign or "fact"


class Detail(NamedTuple):
    """The texts and conditions that the pane shows about a vendor."""

    headlines: Sequence[str]  # from the longest to the shortest
    conditions: Sequence[tuple[Condition, ConditionVerdict]]
    texts: Sequence[Text]  # the most important first
    if_room: Sequence[Text]  # shown only if there is room after the other texts
    judged: JudgedVendor


def detail(workspace: Workspace, row: PortfolioRow, today: dt.date) -> Detail:
    """Read a vendor, and return the contents of the pane about it."""
    judged = judge_vendor(workspace, row.id)
    instrument, vendor = judged.instrument, judged.vendor
    results = lenses(workspace, judged, earlier_verdicts(workspace, judged))
    # First the weak point, then its meaning.
    briefs, whole = warning_names(results), warning_texts(results)
    warnings = [
        (name, [f"{brief}.", *sentences_of(text)])
        for brief, (name, text) in zip(briefs, whole, strict=True)
    ]
    longest = headline_of(judged)
    shorter = headline(instrument, judged.verdict, vendor.name, vendor.stage)
    shortest = f"{vendor.name}: {range_and_so_far(instrument, judged.verdict)}."
    return Detail(
        (longest, shorter, shortest),
        [*zip(instrument.conditions, judged.verdict.conditions, strict=True)],
        [*_texts(judged, row, warnings, pending_phrases(results), today)],
        [*_texts_if_room(judged, row)],
        judged,
    )


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text."""
    return _SENTENCE_END.split(text)


def _texts(
    judged: JudgedVendor,
    row: PortfolioRow,
    warnings: Sequence[tuple[str, Sequence[str]]],
    pending: Sequence[str],
    today: dt.date,
) -> Iterator[Text]:
    for problem in row.problems:
        text = without_sign(in_short(problem))
        yield Text(WARNING.glyph, [text], "poor", is_needed=True)
    for name, sentences in warnings:
        yield Text(WARNING.glyph, sentences, WARNING.tone, f"{name}.")
    if row.overdue:
        yield _overdue(row, overdue_in_words(judged.files, today, whole=True))
    if sentences := awaited_sentences(judged, today, pending):
        yield Text(TO_COME.glyph, sentences)
    if target := judged.vendor.target:
        sign = row.listed.target_sign
        short = f"Target: {judged.instrument.class_named(target).name}, {sign.word}."
        yield Text(sign.glyph, [target_and_found(judged)], sign.tone, short)
    if advice := _advice(judged):
        yield advice
    # The problems above name the files that cannot be read.
    unreadable = any(problem.severity == "error" for problem in row.problems)
    caveats = [each for each in vendor_caveats(judged) if not unreadable or UNREADABLE not in each]
    if caveats:
        yield Text(CAVEATS.glyph, caveats)


def _overdue(row: PortfolioRow, agreements: str) -> Text:
    """Return the people who are late, and the overdue agreements; in short, only their number."""
    people = row.overdue.partition("Overdue: ")[0].strip()
    count = f"Overdue: {row.listed.overdue}." if row.listed.overdue else ""
    whole = [f"{agreements}."] if agreements else []
    if people:
        return Text(LATE.glyph, [f"{people.rstrip('.')}.", *whole], LATE.tone)
    return Text(LATE.glyph, whole, LATE.tone, count)


def _advice(judged: JudgedVendor) -> Text | None:
    """Return the question to ask next or, for a settled class, the way up."""
    instrument, verdict = judged.instrument, judged.verdict
    if not verdict.assessed:
        return Text(ADVICE.glyph, ["Assess the vendor, or send it a form."])
    if at_target(judged):
        return None
    if verdict.settled and not verdict.provisional:
        way = way_up(
            instrument, verdict, judged.steps_up, MOST_PLACES, movers_of(judged), in_short=True
        )
        return Text(ADVICE.glyph, sentences_of(way)) if way else None
    questions = ask_next(judged)
    short = f"{questions[0].in_short}." if questions else ""
    return Text(ADVICE.glyph, [questions[0].sentence], short=short) if questions else None


def _texts_if_room(judged: JudgedVendor, row: PortfolioRow) -> Iterator[Text]:
    """Yield the goals, the facts and the reasons of a vendor."""
    vendor = judged.vendor
    for goal in open_goals(judged.files.goals).values():
        yield Text("-", [f"{goal.title}, due {goal.due}"], label=GOAL)
    facts = [
        ("Why that target", vendor.target_why),
        ("Round", judged.round.id or "none yet"),
        ("Next due", str(row.due or "")),
        *((key_label(key), value_text(vendor, key)) for key in (*FACTS, *fact_keys([vendor]))),
    ]
    for label, value in facts:
        if value:
            yield Text("", [value], label=label)
    for reason in why(judged.instrument, judged.verdict):
        yield Text("-", [reason])
