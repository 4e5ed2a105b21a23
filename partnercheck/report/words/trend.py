"""The trend of a vendor since the last round, in words."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.english import ON_WHOSE_SIDE, capitalised, listed
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report.words.verdict import a_class
from partnercheck.rules.trend import Change, View, Way

SHORT: Mapping[Way, str] = {
    "up": "↑ up",
    "down": "↓ down",
    "same": "→ same",
    "unclear": "? unclear",
}
# Instead of a direction, between rounds that answered different versions of the questionnaire.
BROKEN = "¦ new version"


def direction_in_short(change: Change | None) -> str:
    """Return the class's direction as a glyph and a word; empty without an earlier round.

    The text names the side if only one side answered in both rounds.
    """
    if change is None:
        return ""
    if change.broken:
        return BROKEN
    whose = {"buyer": "ours", "vendor": "theirs"}
    mark = f", {whose[change.sides[0]]}" if change.narrowed and change.sides else ""
    return f"{SHORT[change.way]}{mark}"


def arrow_in_short(change: Change | None) -> str:
    """Return the arrow of the trend, or the mark of a new version of the questionnaire.

    Empty for a change that may be chance, or within less than a year.
    """
    return direction_in_short(change) if change and (change.arrow or change.broken) else ""


def trend_sentence(instrument: Instrument, change: Change | None) -> str:
    """Return the direction of the class between two rounds; empty without an earlier round."""
    if change is None:
        return ""
    since = change.before.round
    if not change.sides:
        return f"No comparison with {since}: no side answered in both rounds."
    if change.broken:
        return (
            f"No comparison with {since}: another version of the questionnaire was answered then."
        )
    before, after = (_class_words(instrument, view) for view in (change.before, change.after))
    direction = {
        "up": f"up since {since}, from {before} to {after}",
        "down": f"down since {since}, from {before} to {after}",
        "same": f"the same as in {since}: {after}",
        "unclear": f"unclear since {since}: {before} then, {after} now",
    }[change.way]
    view = f"{ON_WHOSE_SIDE[change.sides[0]]} " if len(change.sides) == 1 else ""
    limits = "; only that side answered in both rounds" if change.narrowed else ""
    limits += "; one of the two was a quick look" if change.quick else ""
    sentence = f"{view}the class is {direction}{limits}."
    return capitalised(sentence)


def _class_words(instrument: Instrument, view: View) -> str:
    low, high = a_class(instrument, view.low), a_class(instrument, view.high)
    return low if view.low == view.high else f"between {low} and {high}"


def conditions_trend_sentence(instrument: Instrument, change: Change | None) -> str:
    """Return the direction of each condition; empty without an earlier round to compare."""
    if change is None or not change.sides or change.broken:
        return ""
    names = {condition.id: condition.name for condition in instrument.conditions}
    sentences = []
    for condition_id, direction in change.conditions.items():
        before, after = (span(*view.scores[condition_id]) for view in (change.before, change.after))
        if direction != "same":
            sentences.append(f"{names[condition_id]} is {direction}, from {before} to {after}")
    same = [
        names[condition_id]
        for condition_id, direction in change.conditions.items()
        if direction == "same"
    ]
    if same:
        sentences.append(f"{listed(same)} {'is' if len(same) == 1 else 'are'} the same")
    return f"{'; '.join(sentences)}."
