"""Which way a vendor went since the last round, in words."""

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


def direction_in_short(found: Change | None) -> str:
    """Which way the class went, as a glyph and a word; empty without an earlier round.

    Where a side was heard in only one of the two rounds, whose view it is comes behind it.
    """
    if found is None:
        return ""
    whose = {"buyer": "ours", "vendor": "theirs"}
    mark = f", {whose[found.sides[0]]}" if found.narrowed and found.sides else ""
    return f"{SHORT[found.way]}{mark}"


def trend_sentence(instrument: Instrument, found: Change | None) -> str:
    """Which way the class went between two rounds; empty without an earlier round."""
    if found is None:
        return ""
    since = found.before.round
    if not found.sides:
        return f"Nothing can be compared with {since}: no side was heard in both rounds."
    then, now = (_class_words(instrument, view) for view in (found.before, found.after))
    said = {
        "up": f"up since {since}, from {then} to {now}",
        "down": f"down since {since}, from {then} to {now}",
        "same": f"the same as in {since}: {now}",
        "unclear": f"unclear since {since}: {then} then, {now} now",
    }[found.way]
    view = f"{ON_WHOSE_SIDE[found.sides[0]]} " if len(found.sides) == 1 else ""
    limits = "; only that side was heard in both rounds" if found.narrowed else ""
    limits += "; one of the two was a quick look" if found.quick else ""
    told = f"{view}the class is {said}{limits}."
    return capitalised(told)


def _class_words(instrument: Instrument, view: View) -> str:
    low, high = a_class(instrument, view.low), a_class(instrument, view.high)
    return low if view.low == view.high else f"between {low} and {high}"


def conditions_trend_sentence(instrument: Instrument, found: Change | None) -> str:
    """Which way each condition went; empty without an earlier round to compare with."""
    if found is None or not found.sides:
        return ""
    names = {condition.id: condition.name for condition in instrument.conditions}
    said = []
    for each, direction in found.conditions.items():
        then, now = (span(*view.scores[each]) for view in (found.before, found.after))
        if direction != "same":
            said.append(f"{names[each]} is {direction}, from {then} to {now}")
    same = [names[each] for each, direction in found.conditions.items() if direction == "same"]
    if same:
        said.append(f"{listed(same)} {'is' if len(same) == 1 else 'are'} the same")
    return f"{'; '.join(said)}."
