"""A vendor's own part of the report counted once more, in the words of the report.

Each function gives what must stand in one place of the part: rows of a table, or the texts under a
label. Everything comes from the records that `portfolio.py` reads from the TOML files.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

from tests.oracle.classification import (
    Expected,
    OneCondition,
    OneSide,
    asked_of,
    class_ends,
    exact,
    expected,
    one_condition,
    with_zeros,
)
from tests.oracle.files import SIDES, Perspective, Response
from tests.oracle.portfolio import (
    CLASSES,
    INSTRUMENT,
    MARKS,
    MONTHS,
    NAMES,
    VIEWS,
    Counted,
    gap_words,
    is_open,
    months_later,
    span,
)

WHOSE_SIDE = {"buyer": "on our side", "vendor": "on the vendor's side"}
SETTLED = {"kept": "kept", "late": "kept late", "dropped": "dropped"}
TOPICS = {item.id: item.topic for item in INSTRUMENT.items}
CONFIDENTIAL = {item.id for item in INSTRUMENT.items if item.confidential}
CONDITION_NAMES = {each.id: each.name for each in INSTRUMENT.conditions}
MOST_TOPICS, MOST_CLOSED_GOALS = 3, 5
Row = list[str]


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Names as an English list."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def capital(text: str) -> str:
    """A text with a capital."""
    return text[:1].upper() + text[1:]


# The conditions.


def condition_rows(counted: Counted) -> list[Row]:
    """The table of the conditions; none without a score."""
    if not counted.verdict.sides:
        return []
    rows = []
    for condition in counted.verdict.conditions:
        sides = [condition.sides.get(side) for side in SIDES]
        rows.append(
            [
                CONDITION_NAMES[condition.id],
                _state(condition),
                *(span(side.low, side.high) if side else "–" for side in sides),
                gap_words(condition) or "–",
                *(_evidence(side) for side in sides),
            ]
        )
    return rows


def _state(condition: OneCondition) -> str:
    low, high = condition.state_low, condition.state_high
    marks = "–".join(dict.fromkeys(MARKS[each] for each in (low, high)))
    word = low if low == high else f"between {low} and {high}"
    return f"{marks} {span(condition.low, condition.high)} {word}"


def _evidence(side: OneSide | None) -> str:
    return f"{side.evidenced} of {plural(side.scored, 'score')}" if side else "no answers"


def bars(counted: Counted) -> list[list[tuple[str, Fraction, Fraction]]]:
    """The bars of each condition: the side, the filled part and the hatched one, in percent."""
    if not counted.verdict.sides:
        return []
    return [
        [
            (side, tenths(view.low), tenths(view.high) - tenths(view.low))
            for side in SIDES
            if (view := condition.sides.get(side))
        ]
        for condition in counted.verdict.conditions
    ]


def tenths(score: Fraction) -> Fraction:
    """A score rounded down to a tenth."""
    return Fraction(floor(score * 10), 10)


def views_apart(counted: Counted) -> str:
    """How far apart both views are over the whole form; empty if nothing was scored by both."""
    distances: dict[str, Fraction] = {}
    for condition in counted.verdict.conditions:
        ours, theirs = (condition.sides.get(side) for side in SIDES)
        if ours and theirs:
            middles = {one.item.id: one.middle for one in theirs.items if one.scores}
            distances |= {
                one.item.id: abs(one.middle - middles[one.item.id])
                for one in ours.items
                if one.scores and one.item.id in middles
            }
    if not distances:
        return ""
    mean = sum(distances.values(), Fraction(0)) * 25 / len(distances)
    wide = sorted(
        (item for item in distances if distances[item] >= INSTRUMENT.limits.disputed),
        key=lambda item: -distances[item],
    )
    limits = INSTRUMENT.limits
    marked = mean >= exact(limits.gap) or len(wide) >= exact(limits.gap_items) * len(distances)
    named = [TOPICS[item] for item in wide if item not in CONFIDENTIAL][:MOST_TOPICS]
    if others := len(wide) - len(named):
        named.append(f"{others} more" if named else plural(others, "question"))
    apart = f"; two steps or more apart on {listed(named)}" if named else ""
    return (
        f"{'Far apart. ' if marked else ''}Question by question the two views are {floor(mean)} "
        f"points apart on average, over {plural(len(distances), 'question')} that both sides scored"
        f"{apart}."
    )


# Who answered, and how firm that is.


def answered_by(counted: Counted) -> list[str]:
    """Each respondent with the number of answers, and of those without a score."""
    texts = []
    for response in counted.responses:
        answers = [a for a in response.answers.values() if a.score is not None or a.skip]
        skips = Counter(answer.skip for answer in answers)
        words = {"unknown": "with “don't know”", "no-occasion": "without an occasion"}
        parts = [f"{skips[skip]} {word}" for skip, word in words.items() if skips[skip]]
        without = f" ({', '.join(parts)})" if parts else ""
        level = [response.level] if response.level else []
        about = [WHOSE_SIDE[response.perspective], *level, f"{response.form} form"]
        questions = len(asked_of(INSTRUMENT, response))
        texts.append(
            f"{response.respondent}: {', '.join(about)}, "
            f"{len(answers)} of {questions} answered{without}"
        )
    return texts


def agreement(counted: Counted) -> list[str]:
    """How many questions the people of a side scored the same, for sides with two of them."""
    texts = []
    for side in counted.verdict.sides:
        of_side = [_scores(each) for each in counted.responses if each.perspective == side]
        if sum(map(bool, of_side)) < 2:
            continue
        by_item = [[each[item] for each in of_side if item in each] for item in TOPICS]
        distances = [max(scores) - min(scores) for scores in by_item if len(scores) > 1]
        if not distances:
            texts.append(f"{capital(WHOSE_SIDE[side])} no question was scored by two people.")
            continue
        wide = sum(each >= INSTRUMENT.limits.disputed for each in distances)
        texts.append(
            f"{capital(WHOSE_SIDE[side])} {distances.count(0)} of {len(distances)} questions are "
            f"scored the same; scores differ by two or more on {wide or 'none'}."
        )
    return texts


def _scores(response: Response) -> dict[str, int]:
    asked = {item.id for item in asked_of(INSTRUMENT, response)}
    return {
        item: answer.score
        for item, answer in response.answers.items()
        if item in asked and answer.score is not None
    }


def disagreements(counted: Counted) -> list[str]:
    """The questions that people of one side score two or more apart, with each one's score."""
    apart: list[tuple[int, str]] = []
    for side in SIDES:
        responses = [each for each in counted.responses if each.perspective == side]
        for item, topic in TOPICS.items():
            scores = [(s[item], r.respondent) for r in responses if item in (s := _scores(r))]
            values = sorted({score for score, _ in scores})
            hidden = side == "vendor" and item in CONFIDENTIAL
            if hidden or not values or values[-1] - values[0] < INSTRUMENT.limits.disputed:
                continue
            groups = [
                f"{listed([who for score, who in scores if score == value])} "
                f"{'' if number else 'scored '}{value}"
                for number, value in enumerate(values)
            ]
            text = f"{capital(topic)}, {WHOSE_SIDE[side]}: {', '.join(groups)}."
            apart.append((values[0] - values[-1], text))
    texts = [text for _, text in sorted(apart, key=lambda each: each[0])]
    more = len(texts) - 5
    rest = f"and {plural(more, 'more question')} with scores two or more apart"
    return [*texts[:5], *([rest] if more > 0 else [])]


def occasions(counted: Counted) -> list[str]:
    """The class if each question without an occasion were scored 0, if it is another one."""
    verdict = counted.verdict
    zeros = with_zeros(INSTRUMENT, verdict)
    if not verdict.sides or zeros == (verdict.low, verdict.high):
        return []
    by_side = {side: {i for s, i in verdict.left_out_items if s == side} for side in verdict.sides}
    items = set().union(*by_side.values())
    where = ""
    if len(by_side) > 1:
        same = all(each == items for each in by_side.values())
        where = " on either side" if same else ", on one side at least"
    were = "they were all" if len(items) > 1 else "it were"
    return [
        f"For {plural(len(items), 'question')}, there was no occasion{where}; if {were} scored "
        f"0, the class would be {class_words(*zeros)}."
    ]


def class_words(low: str, high: str) -> str:
    """A class or a range of classes with articles."""
    if (low, high) == (CLASSES[-1], CLASSES[0]):
        return "open, with every class possible"
    worst, best = (f"a {NAMES[each].lower()}" for each in (low, high))
    return worst if low == high else f"between {worst} and {best}"


def waits_for(counted: Counted, today: dt.date) -> list[str]:
    """Whose answers the verdict waits for, on one line."""
    return ["; ".join(names)] if (names := counted.waits_for(today)) else []


def overdue(counted: Counted, today: dt.date) -> list[str]:
    """What is overdue, in numbers, on one line."""
    return [", ".join(late)] if (late := counted.overdue(today)) else []


# The caveats.


def caveats(counted: Counted) -> list[str]:
    """The beginnings of the sentences of which each has a number, and little evidence in full."""
    verdict = counted.verdict
    texts = [_quick(verdict)] if counted.quick else []
    if count := verdict.pending:
        texts.append(f"{plural(count, 'answer')} ")
    return [*texts, *little_evidence(verdict)]


def _quick(verdict: Expected) -> str:
    asked = {
        side: sum(len(condition.sides[side].items) for condition in verdict.conditions)
        for side in verdict.sides
    }
    quick = [side for side in asked if asked[side] < len(INSTRUMENT.items)]
    core = sum(item.core for item in INSTRUMENT.items)
    of_all = f"{core} of {len(INSTRUMENT.items)} questions"
    if len(quick) == len(asked):
        return f"Only the quick form was answered: {of_all}."
    return f"{capital(VIEWS[quick[0]])} rests on the quick form: {of_all}."


def little_evidence(verdict: Expected) -> list[str]:
    """For each side, the conditions with little evidence, and key questions without any."""
    texts = []
    for side in verdict.sides:
        view = f" in {VIEWS[side]}" if len(verdict.sides) > 1 else ""
        of_side = {each.id: each.sides[side] for each in verdict.conditions}
        if all(each.opinion for each in of_side.values()):
            scored = sum(each.scored for each in of_side.values())
            evidenced = sum(each.evidenced for each in of_side.values())
            count = f"only {evidenced}" if evidenced else "none"
            texts.append(f"Evidence for {count} of {plural(scored, 'score')}{view}.")
            continue
        parts, bare = [], []
        for name, each in of_side.items():
            critical = next(one.item for one in each.items if one.item.critical)
            share = Fraction(each.evidenced, each.scored) if each.scored else Fraction(1)
            if share < exact(INSTRUMENT.limits.evidence):
                count = f"{each.evidenced} of {plural(each.scored, 'score')}"
                parts.append(f"{CONDITION_NAMES[name]} ({count})")
            elif each.opinion and side == "vendor" and critical.id in CONFIDENTIAL:
                parts.append(CONDITION_NAMES[name])
            elif each.opinion:
                bare.append(TOPICS[critical.id])
        texts += [f"Little evidence{view}: {listed(parts)}."] if parts else []
        answers = "answer" if len(bare) == 1 else "answers"
        texts += [f"No evidence{view} for the {answers} on {listed(bare)}."] if bare else []
    return texts


def unsettled(verdict: Expected) -> tuple[int, int]:
    """How many questions are open, and how many are disputed; one of both sides counts once."""
    items = [
        one for each in verdict.conditions for side in each.sides.values() for one in side.items
    ]
    still_open = {one.item.id for one in items if one.open}
    return len(still_open), len({one.item.id for one in items if one.disputed} - still_open)


# From round to round.


def round_rows(counted: Counted) -> list[Row]:
    """The table of the rounds, the newest first: the scores, and the class; none of one round."""
    rows = []
    for round_id, responses in reversed(counted.rounds.items()):
        verdict = expected(INSTRUMENT, responses)
        scores = [
            f"{span(each.low, each.high)}{_held_down(each)}" if verdict.sides else "·"
            for each in verdict.conditions
        ]
        rows.append([round_id, *scores, counted._replace(verdict=verdict).class_words])
    return rows if len(rows) > 1 else []


def _held_down(condition: OneCondition) -> str:
    """The state, if the score is known and would alone make another one."""
    if floor(condition.low) != floor(condition.high):
        return ""
    least = {"present": INSTRUMENT.states.present, "partial": INSTRUMENT.states.partial}
    by_score = next((each for each in least if condition.low >= exact(least[each])), "weak")
    return f" {condition.state_low}" if condition.state_low != by_score else ""


def changes(counted: Counted) -> list[str]:
    """The class and the conditions in the assessed round before, and what they are now."""
    assessed = [
        (round_id, verdict)
        for round_id, responses in counted.rounds.items()
        if (verdict := expected(INSTRUMENT, responses)).sides
    ]
    pairs = [pair for pair in pairwise(assessed) if pair[1][0] == counted.round]
    if not pairs:
        return []
    (round_id, before), (_, after) = pairs[0]
    sides = [side for side in before.sides if side in after.sides]
    if not sides:
        return [f"No comparison with {round_id}: neither side answered in both rounds."]
    then, now = (
        [_of_sides(each, sides) for each in verdict.conditions] for verdict in (before, after)
    )
    words = [class_words(*class_ends(INSTRUMENT, conditions)) for conditions in (then, now)]
    alone = len(sides) == 1
    whose = f"{WHOSE_SIDE[sides[0]]} " if alone else ""
    same = words[0] == words[1] and words[0].startswith("a ")
    of_class = (
        f"{whose}the class is the same as in {round_id}: {words[1]}"
        if same
        else f"{whose}the class was {words[0]} in {round_id}, and is {words[1]} now"
    )
    view = f"In {VIEWS[sides[0]]}, " if alone else ""
    return [capital(of_class), capital(f"{view}{_condition_changes(then, now)}.")]


def _condition_changes(then: Sequence[OneCondition], now: Sequence[OneCondition]) -> str:
    changed, same = [], []
    for earlier, later in zip(then, now, strict=True):
        scores = [span(each.low, each.high) for each in (earlier, later)]
        if scores[0] == scores[1] and "–" not in scores[0]:
            same.append(CONDITION_NAMES[later.id])
        else:
            known = ["not known yet" if each == "0–100" else each for each in scores]
            changed.append(f"{CONDITION_NAMES[later.id]} was {known[0]} and is {known[1]}")
    if same:
        are = "score of {} is" if len(same) == 1 else "scores of {} are"
        changed.append(f"the {are.format(listed(same))} the same")
    return "; ".join(changed)


def _of_sides(condition: OneCondition, sides: Iterable[Perspective]) -> OneCondition:
    return one_condition(condition.id, {side: condition.sides[side] for side in sides})


# What was agreed.


def goal_rows(counted: Counted, today: dt.date) -> list[Row]:
    """The table of the key goals: the open ones, then the last closed ones."""
    still_open = [g for g in counted.goals if g.get("state", "open") == "open"]
    still_open.sort(key=lambda goal: (goal["due"], goal["title"].casefold()))
    closed = [g for g in counted.goals if g.get("state", "open") != "open"]
    closed.sort(key=lambda goal: goal.get("ended", goal["due"]), reverse=True)
    rows = []
    for goal in [*still_open, *closed[:MOST_CLOSED_GOALS]]:
        nothing = "–" if goal in closed else "not stated"
        owners = [goal.get(f"owner_{side}") for side in SIDES]
        both = [owner or "not stated" for owner in owners]
        rows.append(
            [
                goal["title"],
                _goal_when(goal, today),
                *(goal.get(f"gain_{side}") or nothing for side in SIDES),
                f"{both[0]} (ours), {both[1]} (theirs)" if any(owners) else nothing,
            ]
        )
    return rows


def _goal_when(goal: Mapping[str, Any], today: dt.date) -> str:
    if (state := goal.get("state", "open")) != "open":
        return f"{state} on {goal['ended']}"
    due = "overdue since" if goal["due"] < today else "due"
    moved = goal.get("times_extended", 0)
    times = {1: "once", 2: "twice"}.get(moved, f"{moved} times")
    period = goal.get("period", "quarter")
    agreed = f"agreed on {goal['begun']} for a {period} and extended {times} since"
    return f"{due} {goal['due']}, {agreed if moved else f'a goal for a {period}'}"


def promises(counted: Counted, today: dt.date) -> list[str]:
    """The open promises by their day, and how many of the others were kept."""
    sides = {"buyer": "We", "vendor": "They"}
    opens = sorted(filter(is_open, counted.promises), key=lambda p: p.get("due", dt.date.max))
    lines = [f"{sides[each['by']]}: {_promise(each, today)}" for each in opens]
    tallies = []
    for side, name in (("buyer", "Ours"), ("vendor", "Theirs")):
        states = Counter(p.get("state", "open") for p in counted.promises if p["by"] == side)
        counts = [f"{states[key]} {word}" for key, word in SETTLED.items() if states[key]]
        tallies += [f"{name}: {', '.join(counts)}"] if counts else []
    return [*lines, *filter(None, [". ".join(tallies)])]


def _promise(promise: Mapping[str, Any], today: dt.date) -> str:
    owner = f" ({promise['owner']})" if promise.get("owner") else ""
    state = SETTLED.get(promise.get("state", "open"), "open")
    if state == "open" and (due := promise.get("due")):
        state = f"{'overdue since' if due < today else 'due'} {due}"
    return f"{promise['text'].rstrip('.')}{owner}, {state}"


def next_meeting(counted: Counted, today: dt.date) -> list[str]:
    """The day of the next meeting; nothing if there was none, and no cadence is set."""
    meets = counted.description.get("meets")
    every = f"every {meets or 'quarter'}"
    if not counted.meetings:
        return [f"No meeting yet; {every}"] if meets else []
    last = max(counted.meetings)
    latest = months_later(last, MONTHS[meets or "quarter"])
    agreed = counted.agreed_day
    due = min(latest, agreed) if agreed else latest
    if due < today:
        return [f"Overdue since {due}; {every}"]
    if agreed and agreed > due:
        return [
            f"Next on {agreed}, as agreed; to meet {every}, both sides would have to meet by {due}"
        ]
    return [f"Next {f'on {due}, as agreed' if agreed == due else f'by {due}'}; {every}"]


def last_meeting(counted: Counted, today: dt.date) -> dict[str, list[str]]:
    """What came of the last meeting, by its label; nothing if there was none."""
    if not counted.minutes:
        return {}
    key = max(counted.minutes)
    meeting = counted.minutes[key]
    names = {"buyer": "We promised", "vendor": "They promised"}
    made = [p for p in counted.promises if p.get("made") == dt.date.fromisoformat(key[:10])]
    made.sort(key=lambda promise: promise["by"] != "buyer")
    present = [f"With: {', '.join(meeting['present'])}"] if meeting.get("present") else []
    decided = [f"Decided: {line}" for line in meeting.get("decided", "").splitlines() if line]
    following = [f"Next agreed for: {meeting['next']}"] if "next" in meeting else []
    made_lines = [f"{names[each['by']]}: {_promise(each, today)}" for each in made]
    return {f"Meeting of {key}": [*present, *decided, *made_lines, *following]}


def decision(counted: Counted) -> list[str]:
    """The last decision."""
    if not counted.decisions:
        return []
    round_id, last = [*counted.decisions.items()][-1]
    reason = f": {last['reason']}" if last.get("reason") else ""
    return [f"{NAMES[last['decided']]}, {round_id}, by {last['by']}, on {last['on']}{reason}"]


# About the vendor.


def facts(counted: Counted) -> Iterator[tuple[str, list[str]]]:
    """The team's own facts, by their labels."""
    for key, value in counted.description.get("facts", {}).items():
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10_000:
            shown = f"{value:,.2f}".removesuffix(".00")
        yield capital(key.replace("_", " ").replace("-", " ")), [shown]
