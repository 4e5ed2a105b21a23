"""The trend of a vendor since the last round, in words.

An arrow is shown only if the rounds are a year apart and the change is too large to be chance.
Otherwise only the numbers are given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partnercheck.base.english import ON_WHOSE_SIDE, capitalised, listed
from partnercheck.base.records import BEST_SCORE, Perspective
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report.words.verdict import VIEWS, confidential_on, either_class, topic_of
from partnercheck.rules.reasons import deciding_items
from partnercheck.rules.records import Verdict
from partnercheck.rules.trend import Change, Direction, RoundView

SHORT: Mapping[Direction, str] = {
    "up": "↑ up",
    "down": "↓ down",
    "same": "= same",
    "unclear": "↕ unclear",
}
# Shown instead of a direction if the rounds answered different versions of the questionnaire.
BROKEN = "¦ new version"


def direction_in_short(change: Change | None) -> str:
    """Return whether the class went up or down, as a glyph and a word.

    Empty if there is no earlier round. Names the side if only one side answered in both rounds.
    """
    if change is None:
        return ""
    if change.broken:
        return BROKEN
    whose = {"buyer": "ours", "vendor": "theirs"}
    mark = f", {whose[change.sides[0]]}" if change.narrowed and change.sides else ""
    return f"{SHORT[change.direction]}{mark}"


def arrow_in_short(change: Change | None) -> str:
    """Return the trend arrow, or the marker for a new version of the questionnaire.

    Empty if the change may be due to chance, or if the rounds are less than a year apart.
    """
    return direction_in_short(change) if change and (change.arrow or change.broken) else ""


def trend_sentence(instrument: Instrument, change: Change | None, explained: bool = False) -> str:
    """Return a sentence on the earlier and the current class; empty if there is no earlier round.

    If a change is `explained` by a question that decides a condition, the sentence does not say
    that the change may be chance.
    """
    if change is None:
        return ""
    since = change.earlier.round
    if not change.sides:
        return f"No comparison with {since}: neither side answered in both rounds."
    if change.broken:
        return (
            f"No comparison with {since}: a different version of the questionnaire was used then."
        )
    before, after = (_class_words(instrument, view) for view in (change.earlier, change.later))
    if change.arrow in ("up", "down"):
        words = f"the class is {change.arrow} since {since}, from {before} to {after}"
    elif change.direction == "same":
        words = f"the class is the same as in {since}: {after}"
    else:
        words = f"the class was {before} in {since}, and is {after} now"
        unsure = change.direction in ("up", "down") and not explained
        words += "; a single change may be chance" if unsure else ""
    view = f"{ON_WHOSE_SIDE[change.sides[0]]} " if len(change.sides) == 1 else ""
    limits = "; only that side answered in both rounds" if change.narrowed else ""
    limits += "; one of the two rounds used the quick form" if change.quick else ""
    return capitalised(f"{view}{words}{limits}.")


def _class_words(instrument: Instrument, view: RoundView) -> str:
    return either_class(instrument, view.worst_class, view.best_class)


def deciding_trend_sentences(
    instrument: Instrument,
    before: Verdict,
    after: Verdict,
    sides: Sequence[Perspective],
    hidden: frozenset[str] = frozenset(),
) -> list[str]:
    """Return sentences naming the questions that have begun or ceased to hold a condition back.

    Such questions explain why a class changed although no score did. `hidden` items are left out.
    """
    sentences = []
    for condition, previous, current in zip(
        instrument.conditions, before.conditions, after.conditions, strict=True
    ):
        for side in sides:
            earlier, later = (
                {
                    reading.item: reading
                    for reading in deciding_items(instrument, each.sides[side])
                    if reading.item not in hidden | confidential_on(instrument, side)
                }
                for each in (previous, current)
            )
            score = f"{VIEWS[side]} {span(current.sides[side].low, current.sides[side].high)}"
            sentences += [
                f"{capitalised(topic_of(instrument, item))} is scored {reading.high:g} of "
                f"{BEST_SCORE} now; that alone keeps {condition.name} from counting as present "
                f"({score})."
                for item, reading in later.items()
                if item not in earlier
            ]
            sentences += [
                f"{capitalised(topic_of(instrument, item))} no longer keeps {condition.name} from "
                "counting as present."
                for item in earlier.keys() - later.keys()
            ]
    return sentences


def conditions_trend_sentence(instrument: Instrument, change: Change | None) -> str:
    """Return a sentence giving each condition's earlier and current score.

    If only one side answered in both rounds, the scores are that side's, and the sentence says so.
    Empty if there is no earlier round, or if the two rounds cannot be compared.
    """
    if change is None or not change.sides or change.broken:
        return ""
    names = {condition.id: condition.name for condition in instrument.conditions}
    sentences, same = [], []
    for condition_id, direction in change.conditions.items():
        before, after = (
            span(*view.scores[condition_id]) for view in (change.earlier, change.later)
        )
        if direction == "same":
            same.append(names[condition_id])
        elif arrow := change.arrows.get(condition_id):
            sentences.append(f"{names[condition_id]} is {arrow}, from {before} to {after}")
        else:
            sentences.append(f"{names[condition_id]} was {_known(before)} and is {_known(after)}")
    if same:
        scores = "score of {} is" if len(same) == 1 else "scores of {} are"
        sentences.append(f"the {scores.format(listed(same))} the same")
    seen = f"In {VIEWS[change.sides[0]]}, " if len(change.sides) == 1 else ""
    return capitalised(f"{seen}{'; '.join(sentences)}.")


def _known(score: str) -> str:
    """Return a condition's score, or "not known yet" if every score is possible."""
    return "not known yet" if score == span(0, 100) else score
