"""The next steps: which vendor to assess, finish, remind or talk to, and why.

`REASONS` lists the reasons by urgency: a promise of ours that we have not kept comes first, then
answers that somebody has begun, then people whose answers are late, and only then new work. A step
combines all reasons for one action with one vendor; it is as urgent as the first of these reasons.
Steps of equal urgency are ordered by the facts `criticality` and `spend` of their vendors, then by
the day since which they have been due, then by name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Literal

from partnercheck.base.records import Perspective, Record, Vendor
from partnercheck.base.rounds import counts_until, current, period
from partnercheck.base.text import name_key, sort_key
from partnercheck.rules.target import target_missed
from partnercheck.verdicts.judged import JudgedVendor, earlier_verdicts
from partnercheck.workspace.asked import overdue
from partnercheck.workspace.facts import contract_ended, importance
from partnercheck.workspace.goals import overdue as overdue_goals
from partnercheck.workspace.meetings import held_on, meeting_missing, next_due
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.promises import overdue_promises
from partnercheck.workspace.waiting import unfinished

Action = Literal["assess", "finish", "remind", "talk"]
Reason = Literal[
    "our promise overdue",
    "begun",
    "request overdue",
    "contract ended",
    "never assessed",
    "assessment overdue",
    "their promise overdue",
    "goal overdue",
    "target missed",
    "meeting overdue",
    "assessment due",
]
ACTIONS: Sequence[Action] = ("assess", "finish", "remind", "talk")
REASONS: Sequence[Reason] = (
    "our promise overdue",
    "begun",
    "request overdue",
    "contract ended",
    "never assessed",
    "assessment overdue",
    "their promise overdue",
    "goal overdue",
    "target missed",
    "meeting overdue",
    "assessment due",
)


class Cause(Record, frozen=True):
    """One reason for an action, with the details for its sentence."""

    reason: Reason
    since: dt.date | None = None  # the day on which the action was, or is, due
    round: str = ""
    side: Perspective = "buyer"  # the side of the person or promise
    name: str = ""  # a person; empty for anybody on that side
    text: str = ""  # the title of a goal, the text of a promise
    missing: int = 0  # the number of missing answers
    instrument: str = ""  # the id of the lens that they are missing in; empty for the main one
    lens: str = ""  # the name of that lens
    target: str = ""  # the ids of the target and of the classes that the verdict allows
    worst_class: str = ""
    best_class: str = ""


class NextStep(Record, frozen=True):
    """One action with one vendor, and the reasons for it, the most urgent first."""

    vendor: Vendor
    action: Action
    causes: tuple[Cause, ...]

    @property
    def urgency(self) -> tuple[int, bool, int, float, dt.date, tuple[str, str], str]:
        """The sort key: lower is more urgent."""
        first = self.causes[0]
        since = first.since or dt.date.max
        vendor = self.vendor
        weight = importance(vendor)
        # A lens never changes a verdict, so its answers wait for those of the main questionnaire.
        rank = (REASONS.index(first.reason), bool(first.instrument))
        return (*rank, *weight, since, sort_key(vendor.name), vendor.id)


def next_steps(
    workspace: Workspace, vendors: Iterable[JudgedVendor], today: dt.date
) -> list[NextStep]:
    """Return what to do next, in order; `vendors` are judged in their latest rounds."""
    return in_order(chain.from_iterable(steps_with(workspace, each, today) for each in vendors))


def in_order(steps: Iterable[NextStep]) -> list[NextStep]:
    """Return the steps sorted, the most urgent first."""
    return sorted(steps, key=lambda step: step.urgency)


def steps_with(workspace: Workspace, judged: JudgedVendor, today: dt.date) -> Iterator[NextStep]:
    """Yield the actions with one vendor; none if the vendor is archived."""
    if judged.vendor.archived is not None:
        return
    steps = [pair for rule in RULES for pair in rule(workspace, judged, today)]
    for action in ACTIONS:
        causes = [cause for does, cause in steps if does == action]
        if causes:
            causes.sort(key=lambda c: (REASONS.index(c.reason), c.since or dt.date.max))
            yield NextStep(judged.vendor, action, tuple(causes))


Found = Iterator[tuple[Action, Cause]]


def _answers(workspace: Workspace, judged: JudgedVendor, today: dt.date) -> Found:
    """Yield the begun answers and the overdue requests of a round that is still current.

    Answers in an older round are not worth finishing, because a new round asks the questions again.
    """
    round_, cadence = judged.round, workspace.settings.cadence
    if round_.id and counts_until(round_.id, cadence) >= today:
        yield from _begun(workspace, judged)
    for asked in round_.asked:
        if counts_until(asked.id, cadence) < today:
            continue
        for request in overdue(asked.awaited, today):
            yield (
                "remind",
                Cause(
                    "request overdue",
                    since=request.due,
                    round=asked.id,
                    side=request.perspective,
                    name=request.respondent,
                ),
            )


def _begun(workspace: Workspace, judged: JudgedVendor) -> Found:
    """Yield the questionnaires that somebody has begun: the main one first, then the lenses."""
    round_, main = judged.round, judged.instrument
    others = [each for each in workspace.instruments.values() if not each.classifies]
    for instrument in (main, *others):
        is_lens = instrument.id != main.id
        for response, missing in unfinished(instrument, round_.responses, round_.leavers):
            action: Action = "finish" if response.perspective == "buyer" else "remind"
            yield (
                action,
                Cause(
                    "begun",
                    since=period(round_.id).end,
                    round=round_.id,
                    side=response.perspective,
                    name=response.respondent,
                    missing=missing,
                    instrument=instrument.id if is_lens else "",
                    lens=instrument.name if is_lens else "",
                ),
            )


def _assessment(workspace: Workspace, judged: JudgedVendor, today: dt.date) -> Found:
    """Yield a cause if the vendor should be assessed: never assessed, overdue, or due this round.

    A vendor with unreadable files is left out: its answers may be in these files.
    """
    if judged.errors:
        return
    cadence = workspace.settings.cadence
    last = last_assessed(workspace, judged)
    if last is None:
        yield "assess", Cause("never assessed")
        return
    due = counts_until(last.round.id, cadence)
    this_round = current(cadence, today)
    if due < today:
        yield "assess", Cause("assessment overdue", since=due, round=last.round.id)
    elif period(last.round.id).end < period(this_round).start:
        yield "assess", Cause("assessment due", since=due, round=this_round)


def last_assessed(workspace: Workspace, judged: JudgedVendor) -> JudgedVendor | None:
    """Return the vendor in its latest round with a score; None if there is none."""
    if judged.verdict.assessed:
        return judged
    earlier = earlier_verdicts(workspace, judged)
    return next((each for each in earlier if each.verdict.assessed), None)


def _promises(workspace: Workspace, judged: JudgedVendor, today: dt.date) -> Found:
    for promise in overdue_promises(judged.files.promises, today).values():
        whose: Reason = "our promise overdue" if promise.by == "buyer" else "their promise overdue"
        yield (
            "talk",
            Cause(whose, since=promise.due, side=promise.by, name=promise.owner, text=promise.text),
        )


def _contract(workspace: Workspace, judged: JudgedVendor, today: dt.date) -> Found:
    if (end := contract_ended(judged.vendor, today)) is not None:
        yield "talk", Cause("contract ended", since=end)


def _goals(workspace: Workspace, judged: JudgedVendor, today: dt.date) -> Found:
    for goal in overdue_goals(judged.files.goals, today).values():
        yield "talk", Cause("goal overdue", since=goal.due, text=goal.title)


def _target(workspace: Workspace, judged: JudgedVendor, today: dt.date) -> Found:
    """Yield a cause if the target is missed and both sides have not met since the answers."""
    last = last_assessed(workspace, judged)
    target = judged.vendor.target
    if last is None or not target_missed(last.instrument, last.verdict, target):
        return
    answered = max(
        (a.on for each in last.round.responses for a in each.answers.values() if a.on),
        default=period(last.round.id).start,
    )
    if any(held_on(key) > answered for key in judged.files.meetings):
        return
    worst, best = last.verdict.worst_class, last.verdict.best_class
    yield (
        "talk",
        Cause(
            "target missed",
            since=answered,
            round=last.round.id,
            target=target,
            worst_class=worst,
            best_class=best,
        ),
    )


def _meeting(workspace: Workspace, judged: JudgedVendor, today: dt.date) -> Found:
    files = judged.files
    if meeting_missing(files, today):
        yield "talk", Cause("meeting overdue", since=next_due(files.meetings, files.meets))


RULES: Sequence[Callable[[Workspace, JudgedVendor, dt.date], Found]] = (
    _answers,
    _assessment,
    _promises,
    _goals,
    _target,
    _meeting,
    _contract,
)


def select_steps(
    steps: Iterable[NextStep], owner: str = "", action: Action | None = None, limit: int = 0
) -> list[NextStep]:
    """Return the steps with an owner's vendors and with this action, at most `limit` (0: all)."""
    key = name_key(owner)
    kept = [
        step
        for step in steps
        if (not key or name_key(step.vendor.owner) == key)
        and (action is None or step.action == action)
    ]
    return kept[:limit] if limit else kept
