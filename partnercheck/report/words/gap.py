"""The gap between the two sides' views, in words."""

from __future__ import annotations

from partnercheck.base.english import listed, plural
from partnercheck.base.records import PERSPECTIVES
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import points
from partnercheck.report.signs import FAR_APART
from partnercheck.report.words.verdict import topics_of
from partnercheck.rules.gap import Gap, gap_marked
from partnercheck.rules.records import ConditionVerdict

MOST_TOPICS = 3
OVER_BOTH = " across the questions that both sides scored"


def shown_gap(verdict: ConditionVerdict) -> int | None:
    """Return the gap between the two sides in whole points, over the items that both have scored.

    The gap is our score minus the vendor's. If it differs from the difference of the two scores
    shown only by rounding, return that difference: 82 and 71 are 11 apart. None if no item has been
    scored by both sides.
    """
    if verdict.gap is None:
        return None
    difference = _shown_difference(verdict)
    return int(verdict.gap) if differs_from_scores(verdict) or difference is None else difference


def differs_from_scores(verdict: ConditionVerdict) -> bool:
    """Whether the gap is another number than the difference of the scores that are shown.

    It is if one side has also scored other items, or if a score is still a range.
    """
    if verdict.gap is None:
        return False
    difference = _shown_difference(verdict)
    return difference is None or abs(difference - verdict.gap) >= 1


def _shown_difference(verdict: ConditionVerdict) -> int | None:
    """Return our score minus the vendor's, as they are shown; None if one is still a range."""
    sides = [verdict.sides[side] for side in PERSPECTIVES]
    if any(points(side.low) != points(side.high) for side in sides):
        return None
    ours, theirs = (points(side.low) for side in sides)
    return ours - theirs


def difference_text(instrument: Instrument, verdict: ConditionVerdict) -> str:
    """Return the gap between the sides, with a mark if it is wide; empty without shared items.

    If it is not the difference of the scores that are shown, the text says what it is.
    """
    if (gap := shown_gap(verdict)) is None:
        return ""
    mark = f" {FAR_APART.glyph}" if gap_marked(instrument, verdict) else ""
    over_both = OVER_BOTH if differs_from_scores(verdict) else ""
    return f"{signed(gap)}{over_both}{mark}"


def difference_in_short(instrument: Instrument, verdict: ConditionVerdict) -> str:
    """Return that difference as a number alone, for a narrow column."""
    return difference_text(instrument, verdict).replace(OVER_BOTH, "")


def in_words(difference: str) -> str:
    """Return a difference with "far apart" in place of the mark of a wide gap."""
    return difference.replace(f" {FAR_APART.glyph}", f", {FAR_APART.word}")


def signed(difference: int) -> str:
    """Return a difference with its sign; zero has no sign."""
    return f"{difference:+d}" if difference else "0"


def gap_sentence(instrument: Instrument, gap: Gap, hidden: frozenset[str] = frozenset()) -> str:
    """Return the distance between the views over the whole form, with a mark if it is wide.

    Items that are `hidden` are counted, but not named.
    """
    shared = plural(gap.shared_count, "question")
    mean = (
        f"Question by question the two views are {points(gap.mean_distance)} points apart on "
        f"average, over {shared} that both sides scored"
    )
    named = topics_of(instrument, [item for item in gap.far_apart if item not in hidden])
    named = named[:MOST_TOPICS]
    if unnamed := len(gap.far_apart) - len(named):
        named.append(f"{unnamed} more" if named else plural(unnamed, "question"))
    wide = f"; two steps or more apart on {listed(named)}" if named else ""
    return f"{f'{FAR_APART.glyph} Far apart. ' if gap.marked else ''}{mean}{wide}."
