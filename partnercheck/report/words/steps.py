"""The fewest steps up and down to another class, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.base.english import is_or_are, listed, plural
from partnercheck.base.records import BEST_SCORE
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.caveats import answers_to_come
from partnercheck.report.words.movers import MOVES, Movers
from partnercheck.report.words.unsettled import decisive_questions
from partnercheck.report.words.verdict import VIEWS, a_class, confidential_on, topics_of
from partnercheck.rules.next_question import next_questions
from partnercheck.rules.records import Verdict
from partnercheck.rules.step_examples import step_examples
from partnercheck.rules.steps import Distance, SideSteps

# If a place has several questions to choose from, at most so many of them are named.
MOST_EXAMPLES = 3


def way_up(
    instrument: Instrument,
    verdict: Verdict,
    steps_up: Distance | None,
    most_places: int = 99,
    movers: Movers | None = None,
    in_short: bool = False,
) -> str:
    """Return the fewest steps that reach a better class, as a sentence.

    If `movers` is given, the sentence says for each named question which side has to move. If one
    step is enough, `in_short` names a single question.

    A step raises or lowers one item's score by one, on one side; the place of a step is the item's
    condition on that side. Only `most_places` places are named; the steps in other places are
    counted. If no single question decides, the lowest answers on which a step would do are named as
    examples. While answers are still to come, no steps are named.
    """
    if not verdict.assessed:
        return "Nothing has been scored yet."
    if not verdict.settled:
        return f"The class is still open: {_settle_first(instrument, verdict)}"
    if verdict.provisional:
        return f"This will be known when the {pending_answers(verdict)} in."
    if steps_up is None:
        top = verdict.worst_class == instrument.classes[0].id
        return (
            "There is no better class." if top else "Higher scores do not lead to a better class."
        )
    steps = _Steps(instrument, verdict, steps_up, True, movers)
    return (in_short and steps.in_short()) or steps.sentence(most_places)


def first_step(instrument: Instrument, verdict: Verdict, steps_up: Distance | None) -> str:
    """Return the item where the way up begins, as `side:item`, or the condition of a hidden item.

    While the class is open, that is the first question that can change the class; empty if there is
    none.
    """
    if not verdict.settled:
        question = next(iter(next_questions(instrument, verdict)), None)
        return f"{question.perspective}:{question.item}" if question and verdict.assessed else ""
    if verdict.provisional or steps_up is None or not steps_up.steps:
        return ""
    step = steps_up.steps[0]
    hidden = confidential_on(instrument, step.perspective)
    critical = instrument.critical_of(step.condition)
    if critical and step.critical_step_count:
        items = [] if critical.id in hidden else [critical.id]
    else:
        items = step_examples(instrument, verdict, step, hidden)
    return f"{step.perspective}:{items[0]}" if items else step.condition


def way_down(
    instrument: Instrument,
    verdict: Verdict,
    steps_down: Distance | None,
    most_places: int = 99,
) -> str:
    """Return the fewest steps that lower the class, as a sentence; empty if no steps do."""
    if steps_down is None or not verdict.settled or verdict.provisional:
        return ""
    return _Steps(instrument, verdict, steps_down, False).sentence(most_places)


def steps_in_short(
    instrument: Instrument, verdict: Verdict, distance: Distance, *, up: bool
) -> str:
    """Return how many steps lead to another class, in a few words: "2 steps down to Supplier".

    If the full sentence does not count the steps, this text does not count them either.
    """
    steps = _Steps(instrument, verdict, distance, up)
    to_class = f"to {instrument.class_named(distance.new_class).name}"
    direction = "up" if up else "down"
    if any(map(steps.touches_untold_key, distance.steps)):
        return (
            f"{direction} {to_class} with a {'better' if up else 'lower'} answer to a key question"
        )
    return f"{plural(distance.step_count, 'step')} {direction} {to_class}"


def _settle_first(instrument: Instrument, verdict: Verdict) -> str:
    """Return which questions to settle first, for the end of a sentence."""
    words = decisive_questions(instrument, verdict)
    if " of the " in words:
        return f"first settle the {words} that can change it."
    return f"settle the {words or 'missing answers'} first."


def pending_answers(verdict: Verdict) -> str:
    """Return the answers still to come and a verb: "7 answers still to come are"."""
    return f"{answers_to_come(verdict)} {is_or_are(verdict.pending_count)}"


class _Steps(NamedTuple):
    """The steps to another class, and the data for a sentence on them."""

    instrument: Instrument
    verdict: Verdict
    distance: Distance
    up: bool
    movers: Movers | None = None

    def in_short(self) -> str:
        """Return the one step that is enough, on one question; empty if more steps are needed."""
        step = self.distance.steps[0]
        item = first_step(self.instrument, self.verdict, self.distance).partition(":")[2]
        if self.distance.step_count > 1 or not item:
            return ""
        [topic] = topics_of(self.instrument, [item])
        name = self.instrument.class_named(self.distance.new_class).name
        mover = self._mover(step, item).removeprefix("; ") or VIEWS[step.perspective]
        return f"One step up to {name}: {topic} ({mover})."

    def _mover(self, step: SideSteps, item: str) -> str:
        """Return which side has to move, after a semicolon; empty if the side is not known."""
        mover = self.movers(step.perspective, item) if self.movers else ""
        # Among several places only a side is named: the sentence is long enough.
        named = len(self.distance.steps) == 1 or mover in MOVES.values()
        return f"; {mover}" if mover and named else ""

    def sentence(self, most_places: int) -> str:
        """Return the class that the steps lead to, and the places of the steps."""
        places = [self._place(step) for step in self.distance.steps[:most_places]]
        if rest := sum(step.step_count for step in self.distance.steps[most_places:]):
            places.append(f"{self._steps(rest)} in the other conditions")
        would = f"The class would be {a_class(self.instrument, self.distance.new_class)}"
        if len(self.distance.steps) == 1 and (key := self._untold_key(self.distance.steps[0])):
            return f"{would} with a {'better' if self.up else 'lower'} answer to {key}."
        return f"{would} with {listed(places)}."

    def _place(self, step: SideSteps) -> str:
        """Return the place of some steps, with the key question if a step is on it.

        The vendor's confidential questions are not named, and the number of steps on them is not
        given: both would reveal the vendor's answers.
        """
        name = next(c.name for c in self.instrument.conditions if c.id == step.condition)
        critical = self.instrument.critical_of(step.condition)
        view, steps = VIEWS[step.perspective], self._steps(step.step_count)
        hidden = confidential_on(self.instrument, step.perspective)
        if critical and step.critical_step_count and critical.id not in hidden:
            mover = self._mover(step, critical.id)
            if step.critical_step_count == step.step_count:
                return f"{steps} on {critical.topic}, in {name} ({view}{mover})"
            on_critical = f"{step.critical_step_count} of them on {critical.topic}{mover}"
            return f"{steps} in {name} ({view}, {on_critical})"
        if key := self._untold_key(step):
            return f"{'better' if self.up else 'lower'} answers to {key}"
        if critical and step.critical_step_count:
            return f"{steps} in {name} ({view}, some of them on its key question)"
        if self._makes_zero(step):
            return f"one answer down to 0 in {name} ({view})"
        return f"{steps} in {name} ({self._with_examples(view, step)}"

    def _with_examples(self, view: str, step: SideSteps) -> str:
        """Return the view, the closing bracket, and some questions on which the steps would do."""
        if not self.up:
            return f"{view})"
        hidden = confidential_on(self.instrument, step.perspective)
        items = step_examples(self.instrument, self.verdict, step, hidden)
        alone = len(self.distance.steps) == 1
        items = items[: MOST_EXAMPLES if alone else 1]
        if not items:
            return f"{view})"
        if not alone:
            [topic] = topics_of(self.instrument, items)
            return f"{view}, for example on {topic}{self._mover(step, items[0])})"
        topics = listed(self._topics(step, items), "or" if step.step_count == 1 else "and")
        return f"{view}), for example on {topics}"

    def _topics(self, step: SideSteps, items: Sequence[str]) -> list[str]:
        """Return the topics of some questions, each with the side that has to move."""
        topics = topics_of(self.instrument, items)
        moves = [self._mover(step, item).removeprefix("; ") for item in items]
        if len(items) > 1 and moves[0] and len(set(moves)) == 1:
            # A move that is the same for all topics is given once, after the last topic.
            moves = [*([""] * (len(items) - 1)), f"on each of them {moves[0]}"]
        pairs = zip(topics, moves, strict=True)
        return [f"{topic} ({move})" if move else topic for topic, move in pairs]

    def _untold_key(self, step: SideSteps) -> str:
        """Return words for a key question that decides alone and must not be named, or nothing."""
        critical = self.instrument.critical_of(step.condition)
        hidden = confidential_on(self.instrument, step.perspective)
        alone = step.critical_step_count == step.step_count
        if not critical or not alone or critical.id not in hidden:
            return ""
        name = next(c.name for c in self.instrument.conditions if c.id == step.condition)
        return f"the key question of {name} ({VIEWS[step.perspective]})"

    def touches_untold_key(self, step: SideSteps) -> bool:
        """Return whether some of the steps are on a key question that must not be named."""
        critical = self.instrument.critical_of(step.condition)
        hidden = confidential_on(self.instrument, step.perspective)
        return bool(critical and step.critical_step_count and critical.id in hidden)

    def _steps(self, count: int) -> str:
        """Return the number of steps with their direction: "one step up"."""
        return f"{'one step' if count == 1 else f'{count} steps'} {'up' if self.up else 'down'}"

    def _makes_zero(self, step: SideSteps) -> bool:
        """Whether steps down lower a condition's state by an answer of 0, and not by its score."""
        condition = next(c for c in self.verdict.conditions if c.id == step.condition)
        side = condition.sides[step.perspective]
        lost = 100 * step.step_count / (BEST_SCORE * len(side.counted_items))
        least = self.instrument.states.present
        return not self.up and not step.critical_step_count and side.low - lost >= least
