"""How far the two sides' views lie apart, in words."""

from __future__ import annotations

from partnercheck.base.english import listed, plural
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import points
from partnercheck.report.words.verdict import topics_of
from partnercheck.rules.gap import Gap

MOST_TOPICS = 3


def gap_sentence(instrument: Instrument, gap: Gap, hidden: frozenset[str] = frozenset()) -> str:
    """Return the distance of the two views over the whole form, with a mark if it is wide.

    Items that are `hidden` are counted, but not named.
    """
    shared = plural(gap.shared, "question")
    mean = f"{points(gap.absolute)} points apart on average, over {shared} that both scored"
    views = "! Far apart: the two views are" if gap.marked else "The two views are"
    named = topics_of(instrument, [item for item in gap.far_apart if item not in hidden])
    named = named[:MOST_TOPICS]
    if unnamed := len(gap.far_apart) - len(named):
        named.append(f"{unnamed} more" if named else plural(unnamed, "question"))
    wide = f"; two or more apart on {listed(named)}" if named else ""
    return f"{views} {mean}{wide}."
