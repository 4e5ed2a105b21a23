"""A portfolio counted once more: from its TOML files alone, by the rules of docs/rules.md.

Nothing here reads a workspace with the program or judges with its rules. The numbers are given in
the words of the report, so that a test can compare texts.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any, NamedTuple

from tests.oracle.classification import (
    Expected,
    OneCondition,
    OneSide,
    exact,
    expected,
    pending,
    settled,
)
from tests.oracle.files import SIDES, Response, read, read_instrument, read_response, tables

INSTRUMENT = read_instrument("partnership")
CLASSES = [each.id for each in INSTRUMENT.classes]
NAMES = {each.id: each.name for each in INSTRUMENT.classes}
GLYPHS = {each.id: each.glyph for each in INSTRUMENT.classes}
VIEWS = {"buyer": "our view", "vendor": "the vendor's view"}
MARKS = {"present": "✓", "partial": "~", "weak": "✗"}
AXES = {"Exchange": ("gains", "reciprocity"), "Bond": ("culture", "learning")}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
STRAIGHT_FROM = 10


class Counted(NamedTuple):
    """A vendor: what its files say, and the verdict on its latest round."""

    description: Mapping[str, Any]
    round: str
    responses: tuple[Response, ...]
    verdict: Expected
    awaited: tuple[Mapping[str, Any], ...]
    goals: tuple[Mapping[str, Any], ...]
    promises: tuple[Mapping[str, Any], ...]
    meetings: tuple[dt.date, ...]
    agreed_day: dt.date | None  # the day that the last meeting agreed on for the next
    left: frozenset[tuple[str, str]]
    minutes: Mapping[str, Mapping[str, Any]]
    rounds: Mapping[str, tuple[Response, ...]]  # of every round, the oldest first
    decisions: Mapping[str, Mapping[str, Any]]  # by their round, the oldest first

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.description["name"])

    @property
    def target(self) -> str:
        """Its target, with whether it is reached; a dash without one."""
        target = self.description.get("target")
        if not target:
            return "–"
        if not self.verdict.sides:
            return NAMES[target]
        best, worst = (CLASSES.index(end) for end in (self.verdict.high, self.verdict.low))
        if best <= CLASSES.index(target) <= worst:
            seen = f" in {VIEWS[self.verdict.sides[0]]}" if len(self.verdict.sides) == 1 else ""
            state = f"reached{seen}" if settled(self.verdict) else "possible"
        else:
            state = "missed" if CLASSES.index(target) < best else "exceeded"
        return f"{NAMES[target]} ({state})"

    @property
    def group(self) -> str:
        """Its row in the counts by class."""
        if not self.verdict.sides:
            return "· Not assessed"
        if not settled(self.verdict):
            return "◊ Class still open"
        return f"{GLYPHS[self.verdict.low]} {NAMES[self.verdict.low]}"

    @property
    def class_words(self) -> str:
        """Its class or the range of its classes, as the portfolio says it."""
        verdict = self.verdict
        if not verdict.sides or settled(verdict):
            return self.group
        so_far = f"; so far {NAMES[verdict.so_far].lower()}" if verdict.so_far else ""
        if (verdict.high, verdict.low) == (CLASSES[0], CLASSES[-1]) and not so_far:
            return "◊ Every class still possible"
        return f"◊ Between {NAMES[verdict.low].lower()} and {NAMES[verdict.high].lower()}{so_far}"

    @property
    def spend(self) -> int | float | None:
        """The fact, if it is a number."""
        amount = self.description.get("facts", {}).get("spend")
        return amount if isinstance(amount, int | float) and amount is not True else None

    @property
    def quick(self) -> bool:
        """Whether a side has answered the quick form alone."""
        return any(
            sum(len(condition.sides[side].items) for condition in self.verdict.conditions)
            < len(INSTRUMENT.items)
            for side in self.verdict.sides
        )

    @property
    def straight_lines(self) -> bool:
        """Whether somebody gave nine in ten questions the same score."""
        for response in self.responses:
            scores = [a.score for a in response.answers.values() if a.score is not None]
            if len(scores) >= STRAIGHT_FROM:
                most = Counter(scores).most_common(1)[0][1]
                if Fraction(most, len(scores)) >= exact(INSTRUMENT.limits.straight):
                    return True
        return False

    @property
    def views_differ(self) -> bool:
        """Whether each side's own answers give a class, and not the same one."""
        views = [
            expected(INSTRUMENT, [r for r in self.responses if r.perspective == side])
            for side in self.verdict.sides
        ]
        return len({view.low for view in views}) > 1 and all(map(settled, views))

    @property
    def has_caveats(self) -> bool:
        """Whether anything limits the verdict."""
        verdict = self.verdict
        return bool(
            (self.description.get("stage") == "candidate" and verdict.sides)
            or self.views_differ
            or len(verdict.sides) == 1
            or (verdict.sides and not settled(verdict))
            or self.quick
            or verdict.pending
            or verdict.untested
            or verdict.few_occasions
            or verdict.opinion
            or self.straight_lines
        )

    def overdue(self, today: dt.date) -> list[str]:
        """What is overdue, in words."""
        goals = [g for g in self.goals if g.get("state", "open") == "open" and g["due"] < today]
        promises = [p for p in self.promises if is_open(p) and p.get("due", today) < today]
        texts = [
            f"{len(each)} {word}{'s' if len(each) > 1 else ''}"
            for each, word in ((goals, "goal"), (promises, "promise"))
            if each
        ]
        return [*texts, *(["meeting"] if self.meeting_overdue(today) else [])]

    def meeting_overdue(self, today: dt.date) -> bool:
        """Whether the next meeting should have been held, or a first one if a cadence is set."""
        meets = self.description.get("meets")
        if not self.meetings:
            return meets is not None
        last = max(self.meetings)
        latest = months_later(last, MONTHS[meets or "quarter"])
        if self.agreed_day and self.agreed_day > last:
            latest = min(latest, self.agreed_day)
        return latest < today

    def waits_for(self, today: dt.date) -> list[str]:
        """Whose answers it waits for."""
        words = []
        for response in self.responses:
            missing = pending(INSTRUMENT, response)
            begun = any(a.score is not None or a.skip for a in response.answers.values())
            if begun and missing and (response.perspective, response.respondent) not in self.left:
                words.append(f"{missing} answer{'s' * (missing > 1)} from {response.respondent}")
        sides = {"vendor": "the vendor was", "buyer": "we were"}
        for each in self.awaited:
            state = "overdue since" if each["due"] < today else "due"
            name = each.get("respondent")
            who = f"{name} was" if name else sides[each["perspective"]]
            asked_on = f"asked on {each['on']}" if each.get("on") else "asked"
            words.append(f"{who} {asked_on}, {state} {each['due']}")
        if not self.verdict.sides:
            return words or ["nobody has answered yet"]
        asked = {each["perspective"] for each in self.awaited}
        nobody = {
            "vendor": "the vendor has not been asked yet",
            "buyer": "we have not answered yet",
        }
        words += [
            word
            for side, word in nobody.items()
            if side not in self.verdict.sides and side not in asked
        ]
        return words

    def answered_by(self, today: dt.date) -> str:
        """Which sides have answered, and which were asked."""
        words = {"buyer": "us", "vendor": "vendor"}
        parts = [words[side] for side in self.verdict.sides]
        for side in SIDES:
            requests = [each for each in self.awaited if each["perspective"] == side]
            if requests and side not in self.verdict.sides:
                late = any(each["due"] < today for each in requests)
                parts.append(f"{words[side]} {'overdue' if late else 'asked'}")
        return ", ".join(parts) or "–"

    @property
    def answered(self) -> str:
        """How many questions were answered, and how many of them with "don't know" alone."""
        unknown = {
            (response.perspective, item)
            for response in self.responses
            for item, answer in response.answers.items()
            if answer.skip == "unknown"
        }
        count = len(unknown & set(self.verdict.open_items))
        only_unknown = f" ({count} with “don't know”)" if count else ""
        return f"{self.verdict.answered} of {self.verdict.items}{only_unknown}"

    @property
    def far_apart(self) -> bool:
        """Whether the two views are far apart, over the whole form or in a condition."""
        pairs = [
            pair
            for condition in self.verdict.conditions
            for pair in shared(*(condition.sides.get(side) for side in SIDES))
        ]
        distances = [abs(ours - theirs) for ours, theirs in pairs]
        if not distances:
            return False
        limits = INSTRUMENT.limits
        mean = sum(distances, Fraction(0)) * 25 / len(distances)
        wide = sum(each >= limits.disputed for each in distances)
        return (
            mean >= exact(limits.gap)
            or wide >= exact(limits.gap_items) * len(distances)
            or any(map(is_wide, self.verdict.conditions))
        )

    def on_axis(self, axis: str) -> str:
        """Its place on an axis of the map."""
        both = [each for each in self.verdict.conditions if each.id in AXES[axis]]
        return span(
            sum((each.low for each in both), Fraction(0)) / len(both),
            sum((each.high for each in both), Fraction(0)) / len(both),
        )


def read_portfolio(root: Path) -> list[Counted]:
    """Every vendor that is not archived, by its id."""
    ours = [*_left(root / "people.toml", "buyer")]
    counted = (_vendor(folder, ours) for folder in sorted((root / "vendors").iterdir()))
    return [each for each in counted if "archived" not in each.description]


def _vendor(folder: Path, ours: Iterable[tuple[str, str]]) -> Counted:
    rounds = [path for path in sorted(folder.iterdir()) if path.is_dir() and any(path.iterdir())]
    latest = rounds[-1] if rounds else folder / "none"
    responses = _responses(latest)
    left = frozenset([*ours, *_left(folder / "people.toml", "vendor")])
    complete = [each for each in responses if not pending(INSTRUMENT, each)]
    awaited = tuple(
        request
        for request in tables(latest / "asked.toml", "asked").values()
        if (request["perspective"], request.get("respondent", "")) not in left
        and not any(_answers(request, each) for each in complete)
    )
    meetings = tables(folder / "meetings.toml", "meetings")
    last = max(meetings, default="")
    return Counted(
        description=read(folder / "vendor.toml"),
        round=latest.name if rounds else "–",
        responses=responses,
        verdict=expected(INSTRUMENT, responses),
        awaited=awaited,
        goals=tuple(tables(folder / "goals.toml", "goals").values()),
        promises=tuple(tables(folder / "promises.toml", "promises").values()),
        meetings=tuple(dt.date.fromisoformat(key[:10]) for key in meetings),
        agreed_day=meetings[last].get("next") if last else None,
        left=left,
        minutes=meetings,
        rounds={path.name: _responses(path) for path in rounds},
        decisions={
            path.name: read(path / "decision.toml")
            for path in rounds
            if (path / "decision.toml").exists()
        },
    )


def _responses(folder: Path) -> tuple[Response, ...]:
    paths = sorted(folder.glob("*.partnership.toml"))
    return tuple(read_response(path) for path in paths if path.is_file())


def _answers(request: Mapping[str, Any], response: Response) -> bool:
    """Whether a request is answered; of the vendor's people anybody may answer."""
    named = request["perspective"] == "buyer" and request.get("respondent")
    return response.perspective == request["perspective"] and (
        not named or response.respondent == named
    )


def _left(path: Path, side: str) -> Iterator[tuple[str, str]]:
    for person in tables(path, "people").values():
        if "left" in person:
            yield side, person["name"]


def is_open(promise: Mapping[str, Any]) -> bool:
    """Whether nothing has become of a promise yet."""
    return bool(promise.get("state", "open") == "open")


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def span(low: Fraction, high: Fraction) -> str:
    """A score rounded down, or its range."""
    ends = dict.fromkeys((floor(low), floor(high)))
    return "–".join(map(str, ends))


def score_cell(condition: OneCondition) -> str:
    """A condition as the portfolio shows it: its state and its score."""
    marks = "–".join(dict.fromkeys(MARKS[s] for s in (condition.state_low, condition.state_high)))
    return f"{marks} {span(condition.low, condition.high)}"


def compared_cell(condition: OneCondition) -> str:
    """A condition as the comparison shows it, with both sides and the gap between them."""
    low, high = condition.state_low, condition.state_high
    score = span(condition.low, condition.high)
    together = f"{MARKS[low]} {score} {low}"
    if low != high:
        together = f"{MARKS[low]}–{MARKS[high]} {score} open"
    sides = [condition.sides.get(side) for side in SIDES]
    shown = [span(side.low, side.high) if side else "–" for side in sides]
    text = f"{together}; {' / '.join(shown)}"
    gap = gap_words(condition)
    return f"{text}, {gap}" if gap else text


def gap_words(condition: OneCondition) -> str:
    """Our view less theirs, across the questions that both sides scored."""
    ours, theirs = (condition.sides.get(side) for side in SIDES)
    pairs = shared(ours, theirs)
    if ours is None or theirs is None or not pairs:
        return ""
    wide = ", far apart" if is_wide(condition) else ""
    mean = sum((a - b for a, b in pairs), Fraction(0)) * 25 / len(pairs)
    difference = floor(ours.low) - floor(theirs.low)
    # But for the rounding it is the difference of the scores that are shown.
    is_shown = all(floor(side.low) == floor(side.high) for side in (ours, theirs))
    if is_shown and abs(mean - difference) < 1:
        return f"{signed(difference)}{wide}"
    return f"{signed(int(mean))} across the questions that both sides scored{wide}"


def signed(number: int) -> str:
    """A difference with its sign."""
    return f"{number:+d}" if number else "0"


def is_wide(condition: OneCondition) -> bool:
    """Whether the views of what both have scored are far apart in a condition."""
    middles = shared(*(condition.sides.get(side) for side in SIDES))
    if not middles:
        return False
    gap = sum((ours - theirs for ours, theirs in middles), Fraction(0)) * 25 / len(middles)
    return abs(gap) >= exact(INSTRUMENT.limits.gap)


def shared(ours: OneSide | None, theirs: OneSide | None) -> list[tuple[Fraction, Fraction]]:
    """The values of the questions that both sides have scored."""
    if ours is None or theirs is None:
        return []
    pairs = [(a, b) for a in ours.items for b in theirs.items if a.item.id == b.item.id]
    return [(a.middle, b.middle) for a, b in pairs if a.scores and b.scores]


def spend_rows(vendors: Sequence[Counted]) -> list[list[str]]:
    """The table of spend by class."""
    known = [each for each in vendors if each.spend is not None]
    total = _sum(known)
    rows = []
    groups = [f"{GLYPHS[each]} {NAMES[each]}" for each in CLASSES]
    for group in (*groups, "◊ Class still open", "· Not assessed"):
        members = [each for each in known if each.group == group]
        rows.append([f"**{group}**", *_amounts(members, total)])
    return [*rows, ["Together", *_amounts(known, total)]]


def _sum(vendors: Iterable[Counted]) -> Fraction:
    return sum((Fraction(f"{each.spend}") for each in vendors), Fraction(0))


def _amounts(vendors: Sequence[Counted], total: Fraction) -> list[str]:
    """How many vendors, what they cost together, and the share of all."""
    amount = _sum(vendors)
    whole = all(isinstance(each.spend, int) for each in vendors)
    shown = f"{int(amount):,}" if whole else f"{float(amount):,.2f}"
    return [f"{len(vendors)}", shown, f"{round(100 * amount / total)} %"]
