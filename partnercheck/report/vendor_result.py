"""The result to send to a vendor: both views, the joint verdict, and what was agreed.

It contains nothing else of ours: no evidence, names, target or confidential item. Scores are those
that count for the result, so every text shows the same number for the same view. `result_formats`
lays it out as text, Markdown and HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from partnercheck.base.english import capitalised, listed
from partnercheck.base.errors import UserError
from partnercheck.base.records import PERSPECTIVES, Goal, Perspective, Record, UnreadableError
from partnercheck.questionnaires.scores import points, span
from partnercheck.report.confidence import in_confidence, is_private
from partnercheck.report.item_views import item_views, widest_apart
from partnercheck.report.words.agreements import missed_meeting
from partnercheck.report.words.balance import agreed_balance
from partnercheck.report.words.caveat_phrases import shared_phrases
from partnercheck.report.words.gap import shown_gap, signed
from partnercheck.report.words.promises import committed
from partnercheck.report.words.verdict import so_far_or_range, topic_of
from partnercheck.rules.balance import balance
from partnercheck.rules.classify import judge
from partnercheck.rules.conditions import state_of
from partnercheck.rules.gap import gap_marked
from partnercheck.rules.reasons import deciding_items
from partnercheck.rules.records import ConditionVerdict, Side
from partnercheck.verdicts.judged import (
    JudgedVendor,
    earlier_verdicts,
    judge_round,
    judge_vendor,
)
from partnercheck.workspace.goals import open_goals
from partnercheck.workspace.meetings import last_meeting, promises_by_meeting
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_round import read_round
from partnercheck.workspace.read_vendor import Description

NO_MARK = "How our two companies work together. No class is a grade for your products or service."
# The most questions on which the two views are quoted.
MOST_TOPICS = 5
WHOSE: dict[Perspective, str] = {"buyer": "our", "vendor": "your"}


class Topic(Record, frozen=True):
    """A heading of one line, and the lines below it."""

    title: str
    lines: tuple[str, ...] = ()


class ScoreRow(Record, frozen=True):
    """A condition's score by each side, and the difference, over items scored by both sides."""

    condition: str
    our_score: str
    your_score: str
    difference: str


class Result(Record, frozen=True):
    """The result as texts that both sides may read; empty parts are not shown."""

    title: str
    round: str
    classes: tuple[str, ...]  # the result, and the class by each side's answers alone
    meanings: tuple[Topic, ...]  # each class with its meaning
    rows: tuple[ScoreRow, ...]
    notes: tuple[str, ...]
    differences: tuple[Topic, ...]  # the items scored far apart, with both sides' lines
    more_differences: str
    goals: tuple[Topic, ...]  # the open key goals, with the gains of both sides
    agreed_on: str  # the day of the last meeting
    agreements: tuple[str, ...]
    reply_to: str  # to whom to send the reply


def vendor_result(
    workspace: Workspace,
    described: str | Description,
    today: dt.date,
    round_id: str = "",
    contact: str = "",
) -> Result:
    """Return what to send to a vendor as of a day; `contact` says to whom the vendor may reply.

    Raises UserError if a side has no score yet, or a file of the round cannot be read.
    """
    judged = _latest_of_both(workspace, judge_vendor(workspace, described, round_id), round_id)
    if judged.errors:
        raise UnreadableError(judged.errors, str(workspace.root))
    organisation = workspace.settings.organisation
    for side, who in (("buyer", organisation), ("vendor", judged.vendor.name)):
        if side not in judged.verdict.sides:
            when = f"in {judged.round.id}" if judged.round.id else "in any round"
            raise UserError(
                f"there is no result to send yet: {who} has not answered {when}. "
                f"{_rounds_of_both(workspace, judged)}Nothing was written"
            )
    differences, more = _differences(judged, organisation)
    agreed_on, agreements = _meeting_results(judged, today)
    return Result(
        title=f"{organisation} and {judged.vendor.name}: both views, {judged.round.id}",
        round=judged.round.id,
        classes=tuple(_classes(judged)),
        meanings=tuple(Topic(e.name, (e.meaning,)) for e in judged.instrument.classes),
        rows=tuple(_rows(judged)),
        notes=tuple(_notes(judged)),
        differences=differences,
        more_differences=more,
        goals=tuple(_goal(each) for each in open_goals(judged.files.goals).values()),
        agreed_on=agreed_on,
        agreements=agreements,
        reply_to=contact or f"the person at {organisation} who sent you this",
    )


def _latest_of_both(workspace: Workspace, judged: JudgedVendor, round_id: str) -> JudgedVendor:
    """Return the named round, or else the newest round that both sides have answered."""
    if round_id or judged.errors or _has_both(judged):
        return judged
    return next((each for each in earlier_verdicts(workspace, judged) if _has_both(each)), judged)


def _has_both(judged: JudgedVendor) -> bool:
    return all(side in judged.verdict.sides for side in PERSPECTIVES)


def _rounds_of_both(workspace: Workspace, judged: JudgedVendor) -> str:
    """Return a sentence naming the other rounds that both sides have answered, if there are any."""
    others = (
        judge_round(judged.instrument, judged.files, read_round(workspace, judged.files, each))
        for each in judged.files.rounds
        if each != judged.round.id
    )
    rounds = [each.round.id for each in others if _has_both(each)]
    if not rounds:
        return ""
    return f"Both have answered in {listed(rounds)}: use --round {rounds[-1]}. "


def _classes(judged: JudgedVendor) -> Iterator[str]:
    """Yield the result, and the class by each side's answers alone."""
    named = so_far_or_range(judged.instrument, judged.verdict)
    # Left out because the next sentence says the same about both sides.
    caveats = [
        text for text in shared_phrases(judged) if not text.startswith("our answers alone: ")
    ]
    limited = f" ({'; '.join(caveats)})" if caveats else ""
    yield f"The result: {named}{limited}."
    ours, theirs = (_one_view(judged, side) for side in PERSPECTIVES)
    both = "the same" if ours == theirs else theirs
    yield f"By our answers alone, the class is {ours}. By your answers alone, it is {both}."


def _one_view(judged: JudgedVendor, side: Perspective) -> str:
    """Return the class according to one side's answers alone, in words."""
    responses = [each for each in judged.round.responses if each.perspective == side]
    verdict = judge(judged.instrument, responses)
    return so_far_or_range(judged.instrument, verdict)


def _rows(judged: JudgedVendor) -> Iterator[ScoreRow]:
    for condition, verdict in zip(
        judged.instrument.conditions, judged.verdict.conditions, strict=True
    ):
        ours, theirs = (_score(verdict, side) for side in PERSPECTIVES)
        difference = shown_gap(verdict)
        gap = "-" if difference is None else signed(difference)
        yield ScoreRow(condition.name, ours, theirs, gap)


def _score(verdict: ConditionVerdict, side: Perspective) -> str:
    return span(verdict.sides[side].low, verdict.sides[side].high)


def _notes(judged: JudgedVendor) -> Iterator[str]:
    instrument = judged.instrument
    present = points(instrument.states.present)
    yield (
        "Scores run from 0 to 100. Each side's score rests on the questions that it scored; the "
        "difference, our score minus yours, rests on those that both sides scored. A condition "
        f"counts as present if its score is {present} or more. The lower of the two scores counts, "
        "and a single question can keep the condition from being present, whatever its score."
    )
    yield from _decided_by_one_question(judged)
    names = {condition.id: condition.name for condition in instrument.conditions}
    far_apart = [names[c.id] for c in judged.verdict.conditions if gap_marked(instrument, c)]
    if far_apart:
        yield f"Far apart, and worth discussing: {listed(far_apart)}."
    accounts = balance(instrument, judged.round.responses)
    if sentence := agreed_balance(accounts):
        yield sentence


def _decided_by_one_question(judged: JudgedVendor) -> Iterator[str]:
    """Yield the questions, except private ones, that hold a condition back despite its score."""
    instrument = judged.instrument
    for condition, verdict in zip(instrument.conditions, judged.verdict.conditions, strict=True):
        for side, whose in WHOSE.items():
            deciding = deciding_items(instrument, verdict.sides[side])
            if not deciding or in_confidence(judged) & {reading.item for reading in deciding}:
                continue
            topics = listed([topic_of(instrument, each.item) for each in deciding])
            answer = "answer" if len(deciding) == 1 else "answers"
            is_low = "is" if len(deciding) == 1 else "are"
            yield (
                f"{condition.name} does not count as "
                f"{_state_missed(judged, verdict.sides[side])}, whatever its scores, because "
                f"{whose} {answer} on {topics} {is_low} too low."
            )


def _state_missed(judged: JudgedVendor, side: Side) -> str:
    return state_of(judged.instrument, side.low, ())


def _differences(judged: JudgedVendor, organisation: str) -> tuple[tuple[Topic, ...], str]:
    """Return both sides' lines on the items that they score far apart, except private items.

    Only some items are quoted; the second value names the others.
    """
    views = widest_apart(item_views(judged, organisation))
    wide = [each for each in views if not is_private(judged, each.item)]
    quoted = tuple(Topic(capitalised(e.item.topic), e.both()) for e in wide[:MOST_TOPICS])
    more = [view.item.topic for view in wide[MOST_TOPICS:]]
    return quoted, f"Also: {listed(more)}." if more else ""


def _goal(goal: Goal) -> Topic:
    """Return an open key goal as both sides read it, without owners and notes."""
    gains = (("We gain", goal.gain_buyer), ("You gain", goal.gain_vendor))
    lines = (f"{who}: {gain.rstrip('.')}." for who, gain in gains if gain)
    return Topic(f"{goal.title}, by {goal.due}", tuple(lines))


def _meeting_results(judged: JudgedVendor, today: dt.date) -> tuple[str, tuple[str, ...]]:
    """Return the day of the last meeting, and its results with the day of the next meeting."""
    last = last_meeting(judged.files.meetings)
    if last is None:
        return "", ()
    day, meeting = last
    texts = [f"Decided: {meeting.decided}"] if meeting.decided else []
    promises = promises_by_meeting(judged.files)[day].values()
    texts += [committed(each) for each in promises if each.state != "dropped"]
    if meeting.next:
        missed = f"{missed_meeting(meeting.next)} If it was missed, let's set a new date."
        texts.append(missed if meeting.next < today else f"Next meeting agreed for {meeting.next}.")
    return str(day), tuple(texts)
