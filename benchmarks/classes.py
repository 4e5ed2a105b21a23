"""Simulate random answers, and print which classes they lead to: `python -m benchmarks.classes`.

It shows what the rules do with answers of a known mean, not what real vendors are like. Each score
is drawn by itself from a normal distribution around the mean, rounded, and kept within 0 to 4. So
a second person of the same side is a colleague who saw the same, no better and no worse. Real
answers about one vendor go together more than these do.

The seed is fixed: the same rules and the same questionnaire always print the same table.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Answer, Perspective, Response
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.records import Verdict

SEED = 20260101
# As in the design of the rules: most scores within a step of the mean.
SPREAD = 0.7
MEANS = (2.3, 2.7, 3.0, 3.3)
MOST_PEOPLE = 3
VENDORS = 250
YEARS = 150


@dataclass(frozen=True)
class Cell:
    """The verdicts on many invented vendors: scores around one mean, so many sides and people."""

    mean: float
    sides: int
    people: int  # on each side
    verdicts: Sequence[Verdict]

    def share(self, class_id: str) -> float:
        """Return the share (0-1) of vendors that are settled in a class."""
        return sum(v.worst_class == v.best_class == class_id for v in self.verdicts) / len(
            self.verdicts
        )

    @property
    def open(self) -> float:
        """The share (0-1) of vendors between two classes."""
        return sum(v.worst_class != v.best_class for v in self.verdicts) / len(self.verdicts)


@dataclass(frozen=True)
class SameBehaviour:
    """Two years of the same behaviour, answered by one person on each side."""

    small_changes: float  # share of the changes of a condition under the arrow's limit
    quiet_years: float  # share of the years in which no condition reaches it
    other_class: float  # share of the years that end in another class


def respondent(
    instrument: Instrument, side: Perspective, number: int, around: float, dice: random.Random
) -> Response:
    """Return one person's full form, with scores around a mean."""
    answers = {
        item.id: Answer(score=min(BEST_SCORE, max(0, round(dice.gauss(around, SPREAD)))))
        for item in instrument.items
    }
    return Response(instrument.id, "v", "2026", side, f"{side} {number}", answers=answers)


def vendor(
    instrument: Instrument, around: float, sides: int, people: int, dice: random.Random
) -> Verdict:
    """Return the verdict on one invented vendor."""
    return judge(
        instrument,
        [
            respondent(instrument, side, number, around, dice)
            for side in PERSPECTIVES[:sides]
            for number in range(people)
        ],
    )


def cells(instrument: Instrument) -> Iterator[Cell]:
    """Yield the verdicts for every mean, number of sides and number of people."""
    dice = random.Random(SEED)
    for around in MEANS:
        for sides in (1, 2):
            for people in range(1, MOST_PEOPLE + 1):
                verdicts = [vendor(instrument, around, sides, people, dice) for _ in range(VENDORS)]
                yield Cell(around, sides, people, verdicts)


def lower_view(verdicts: Sequence[Verdict]) -> float:
    """Return how many points (0-100) the lower of two views lies below either, on average.

    Both sides' scores are drawn around the same mean, so both views are equally true.
    """
    distances = []
    for verdict in verdicts:
        for condition in verdict.conditions:
            views = [side.low for side in condition.sides.values()]
            distances.append(mean(views) - min(views))
    return mean(distances)


def same_behaviour(instrument: Instrument) -> SameBehaviour:
    """Return how much two years of the same behaviour differ, over all the means."""
    dice = random.Random(SEED)
    small: list[bool] = []
    quiet: list[bool] = []
    other: list[bool] = []
    for around in MEANS:
        for _ in range(YEARS):
            first, second = (vendor(instrument, around, 2, 1, dice) for _ in range(2))
            changes = [
                abs(later.low - earlier.low) < instrument.limits.trend
                for earlier, later in zip(first.conditions, second.conditions, strict=True)
            ]
            small += changes
            quiet.append(all(changes))
            other.append(first.worst_class != second.worst_class)
    return SameBehaviour(mean(small), mean(quiet), mean(other))


def report() -> str:
    """Return the table of classes, and the figures about two views and two years, as text."""
    instrument = packaged()["partnership"]
    classes = instrument.classes
    heads = ("mean", "sides", "people", *(each.name for each in classes), "open")
    lines = [
        f"{len(instrument.items)} questions; {VENDORS} invented vendors per row; sd {SPREAD}",
        "",
    ]
    lines.append("  ".join(f"{head:>6}" for head in heads))
    two_views: list[Verdict] = []
    for cell in cells(instrument):
        shares = [*(cell.share(each.id) for each in classes), cell.open]
        figures = [f"{cell.mean:.1f}", str(cell.sides), str(cell.people)]
        figures += [f"{100 * share:.0f} %" for share in shares]
        aligned = zip(heads, figures, strict=True)
        lines.append("  ".join(f"{figure:>{max(6, len(head))}}" for head, figure in aligned))
        if (cell.sides, cell.people) == (2, 1):
            two_views += cell.verdicts
    years = same_behaviour(instrument)
    lines += [
        "",
        f"Taking the lower of two equally true views costs {lower_view(two_views):.1f} points on "
        "average.",
        f"Same behaviour, two years: {100 * years.small_changes:.0f} % of a condition's changes "
        f"are under {instrument.limits.trend:g} points;",
        f"in {100 * years.quiet_years:.0f} % of years no condition changes by as much; "
        f"in {100 * years.other_class:.0f} % the class changes.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
