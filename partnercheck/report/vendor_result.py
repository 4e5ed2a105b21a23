"""The result to send to a vendor: both views, the joint verdict, and what was agreed.

Nothing else of ours is in it: no evidence, names, target or confidential item. Scores and
differences are over the items that both sides have scored, so that they fit each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from partnercheck.base.cells import column_text, padded, wrapped
from partnercheck.base.english import listed, plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import PERSPECTIVES, Perspective, UnreadableError
from partnercheck.questionnaires.scores import points
from partnercheck.report.confidence import is_private
from partnercheck.report.item_views import item_views, widest_apart
from partnercheck.report.words.balance import balance_numbers
from partnercheck.report.words.caveats import shared_phrases
from partnercheck.report.words.verdict import so_far_or_range
from partnercheck.rules.balance import balance
from partnercheck.rules.classify import judge
from partnercheck.rules.conditions import mean
from partnercheck.rules.gap import gap_marked
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor, judge_vendor
from partnercheck.workspace.meetings import last_meeting
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import Description

WIDTH = 76
# The most questions on which the two views are quoted.
MOST_TOPICS = 5


def result_text(
    workspace: Workspace, described: str | Description, round_id: str = ""
) -> tuple[str, str]:
    """Return the text for the vendor, and its round.

    Raises UserError if a side has no score yet, or a file of the round cannot be read.
    """
    judged = judge_vendor(workspace, described, round_id)
    if judged.errors:
        raise UnreadableError(judged.errors, str(workspace.root))
    for side, who in (("buyer", workspace.settings.organisation), ("vendor", judged.vendor.name)):
        if side not in judged.verdict.sides:
            raise UserError(f"{who} has not answered in {judged.round.id or 'any round'} yet")
    paragraphs = _paragraphs(workspace.settings.organisation, judged)
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines) + "\n", judged.round.id


def _paragraphs(organisation: str, judged: JudgedVendor) -> Iterator[list[str]]:
    yield wrapped(f"{organisation} and {judged.vendor.name}: both views, {judged.round.id}", WIDTH)
    yield [line for text in _classes(judged) for line in wrapped(text, WIDTH)]
    yield list(_table(judged))
    yield [line for text in _notes(judged) for line in wrapped(text, WIDTH)]
    yield list(_differences(judged))
    yield list(_agreed(judged))


def _classes(judged: JudgedVendor) -> Iterator[str]:
    """Yield the joint verdict, and what each side's answers alone come to."""
    named = so_far_or_range(judged.instrument, judged.verdict)
    views = f"we see {_one_view(judged, 'buyer')}, you see {_one_view(judged, 'vendor')}"
    # Both sides are named below: what the caveats say of the two views would be said twice.
    caveats = [text for text in shared_phrases(judged) if not text.startswith("we see ")]
    limited = f" ({'; '.join(caveats)})" if caveats else ""
    yield f"Together: {named}{limited}."
    yield f"By each side's answers alone, {views}."


def _one_view(judged: JudgedVendor, side: Perspective) -> str:
    """Return the class according to one side's answers alone, in words."""
    responses = [each for each in judged.round.responses if each.perspective == side]
    verdict = judge(judged.instrument, responses)
    return so_far_or_range(judged.instrument, verdict)


def _table(judged: JudgedVendor) -> Iterator[str]:
    yield f"{'':26}{'Our view':>12}{'Your view':>12}{'Difference':>13}"
    for condition, verdict in zip(
        judged.instrument.conditions, judged.verdict.conditions, strict=True
    ):
        ours, theirs = _shared_scores(verdict)
        gap = "-" if verdict.gap is None else f"{int(verdict.gap):+d}"
        yield f"{padded(column_text(condition.name), 26)}{ours:>12}{theirs:>12}{gap:>13}"


def _shared_scores(verdict: ConditionVerdict) -> tuple[str, str]:
    """Return both sides' scores (0-100) over the items that both have scored."""
    ours, theirs = (
        {r.item: r.middle for r in verdict.sides[side].items if r.scores} for side in PERSPECTIVES
    )
    shared = [item for item in ours if item in theirs]
    if not shared:
        return "-", "-"
    means = (mean([of_side[item] for item in shared]) for of_side in (ours, theirs))
    first, second = (f"{points(score)}" for score in means)
    return first, second


def _notes(judged: JudgedVendor) -> Iterator[str]:
    instrument = judged.instrument
    yield (
        "Scores run from 0 to 100, over the questions that both sides scored. The difference is "
        "ours less yours. The lower view counts for the result together."
    )
    names = {condition.id: condition.name for condition in instrument.conditions}
    far_apart = [names[c.id] for c in judged.verdict.conditions if gap_marked(instrument, c)]
    if far_apart:
        yield f"Far apart, and worth a talk: {listed(far_apart)}."
    accounts = balance(instrument, judged.round.responses)
    if numbers := balance_numbers(accounts, instrument.limits.balance_items):
        yield numbers


def _differences(judged: JudgedVendor) -> Iterator[str]:
    """Yield what each side sees where the two are far apart, without confidential items."""
    wide = [each for each in widest_apart(item_views(judged)) if not is_private(judged, each.item)]
    if not wide:
        return
    yield "Where we see it differently"
    for view in wide[:MOST_TOPICS]:
        first, *rest = wrapped(f"{view.item.topic[:1].upper()}{view.item.topic[1:]}", WIDTH - 4)
        yield f"  - {first}"
        yield from (f"    {line}" for line in rest)
        for seen in view.both():
            yield from (f"    {line}" for line in wrapped(seen, WIDTH - 4))
    if len(wide) > MOST_TOPICS:
        yield f"  and {plural(len(wide) - MOST_TOPICS, 'more question')}"


def _agreed(judged: JudgedVendor) -> Iterator[str]:
    """Yield what both sides wrote down at their last meeting, and the next one."""
    last = last_meeting(judged.files.meetings)
    if last is None:
        return
    day, meeting = last
    texts = [f"Decided: {meeting.decided}"] if meeting.decided else []
    texts += [f"We committed to: {promise}" for promise in meeting.we]
    texts += [f"You committed to: {promise}" for promise in meeting.they]
    texts += [f"Next meeting agreed for {meeting.next}." if meeting.next else ""]
    if any(texts):
        yield f"What we agreed on {day}"
    for text in filter(None, texts):
        first, *rest = wrapped(text, WIDTH - 4)
        yield f"  - {first}"
        yield from (f"    {line}" for line in rest)
