"""Which of several vendors is nearest to the best class, in one line.

The higher class is nearer; of vendors in the same class, the one with the fewest steps up. Vendors
that are equal in both are all named. For example:

    Nearest to Partner: Acme Logistics and Dunmore Steel, 1 step each; still open: Cobalt Cloud
    2 partners (1 in one view); next nearest: Hollin Staffing, 1 step; 3 still open
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.base.cells import width_of
from partnercheck.base.english import listed, plural
from partnercheck.base.text import one_line
from partnercheck.verdicts.judged import JudgedVendor

# The fewest vendors of which one can be nearer than another.
FEWEST = 2


class Nearest(NamedTuple):
    """The vendors that are nearest to the best class, and those that cannot be placed yet."""

    best_class: str  # its name
    at_best: int  # the number of vendors that are in it already
    in_one_view: int  # how many of these are in it in the view of one side only
    names: Sequence[str]  # those of the nearest other vendors
    distance: str  # the steps to the next class; empty if there is no nearest vendor
    still_open: Sequence[str]  # the names of vendors whose class is open or waits for answers


def nearest_to_best(vendors: Sequence[JudgedVendor]) -> Nearest | None:
    """Return who is nearest to the best class; None if there are not two vendors to rank."""
    assessed = [each for each in vendors if each.verdict.assessed]
    if len(assessed) < FEWEST:
        return None
    instrument = assessed[0].instrument
    order = [each.id for each in instrument.classes]
    known = [each for each in assessed if each.verdict.settled and not each.verdict.provisional]
    still_open = [one_line(each.vendor.name) for each in assessed if each not in known]
    steps = {each.vendor.id: each.steps_up for each in known}
    ranked = [
        (order.index(each.verdict.worst_class), way.step_count, way.new_class, each)
        for each in known
        if (way := steps[each.vendor.id]) is not None
    ]
    best = [each.verdict for each in known if each.verdict.worst_class == order[0]]
    at_best, in_one_view = len(best), sum(verdict.one_sided for verdict in best)
    if not ranked:
        return Nearest(instrument.classes[0].name, at_best, in_one_view, (), "", still_open)
    first = min(each[:2] for each in ranked)
    nearest = [each for each in ranked if each[:2] == first]
    new_class = nearest[0][2]
    name = instrument.class_named(new_class).name
    distance = plural(first[1], "step") + (f" to {name}" if new_class != order[0] else "")
    distance += " each" if len(nearest) > 1 else ""
    names = [one_line(each[3].vendor.name) for each in nearest]
    return Nearest(instrument.classes[0].name, at_best, in_one_view, names, distance, still_open)


def nearest_text(nearest: Nearest | None, width: int) -> str:
    """Return who is nearest in the longest text that fits in `width` cells, if any does."""
    if nearest is None or not (nearest.names or nearest.still_open):
        return ""
    opens, best, count = nearest.still_open, nearest.best_class, nearest.at_best
    title = f"Nearest to {best}"
    if count:
        # Never as if both sides had said so.
        one_view = f" ({nearest.in_one_view} in one view)" if nearest.in_one_view else ""
        title = f"{plural(count, best.lower())}{one_view}; next nearest"
    tails = [f"; still open: {listed(opens)}", f"; {len(opens)} still open", ""]
    texts = [
        f"{head}: {_named(nearest, most)}{tail}"
        for head, most in ((title, 99), (title, 2), ("Nearest", 2), ("Nearest", 1))
        for tail in (tails if opens else [""])
    ]
    return next((text for text in texts if width_of(text) <= width), texts[-1])


def _named(nearest: Nearest, most: int) -> str:
    """Return the nearest vendors, at most `most` of them by name, and their distance."""
    if not nearest.names:
        return "not known yet"
    names = [*nearest.names[:most]]
    if more := len(nearest.names) - len(names):
        names.append(plural(more, "other"))
    return f"{listed(names)}, {nearest.distance}"
