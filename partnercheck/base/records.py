"""The records that everything else is about: vendors, rounds' responses, answers, problems.

All are immutable. Text in them has been cleaned for display (see `text.clean`); the files on
disk keep what was typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

import msgspec

from partnercheck.base.errors import UserError

Perspective = Literal["buyer", "vendor"]
Level = Literal["executive", "management", "operations"]
Form = Literal["full", "quick"]
Stage = Literal["active", "candidate"]
Skip = Literal["unknown", "no-occasion"]
Basis = Literal["opinion", "observed", "documented", "reference", "pilot"]
Cadence = Literal["year", "quarter", "month", "week"]
Period = Literal["week", "month", "quarter"]
GoalState = Literal["open", "done", "dropped"]
Severity = Literal["error", "warning", "notice"]

PERSPECTIVES: tuple[Perspective, ...] = ("buyer", "vendor")
LEVELS: tuple[Level, ...] = ("executive", "management", "operations")
FORMS: tuple[Form, ...] = ("full", "quick")
BASES: tuple[Basis, ...] = ("opinion", "observed", "documented")
CANDIDATE_BASES: tuple[Basis, ...] = (*BASES, "reference", "pilot")
CADENCES: tuple[Cadence, ...] = ("year", "quarter", "month", "week")
PERIODS: tuple[Period, ...] = ("week", "month", "quarter")
GOAL_STATES: tuple[GoalState, ...] = ("open", "done", "dropped")

BEST_SCORE = 4
# The score that says that one side did it and the other did not.
ONE_SIDE_SCORE = 2
MOST_EXTENSIONS = 999

Score = Annotated[int, msgspec.Meta(ge=0, le=BEST_SCORE)]
Text = Annotated[str, msgspec.Meta(min_length=1)]


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """An immutable record whose defaults are left out when it is written."""


class Answer(Record, frozen=True):
    """One respondent's answer to one item: a score 0-4, or a skip; never both.

    `done_by` is the side that did it, beside a score of 2 and no other. `reason` says why there
    was no occasion; `evidence` what happened, and when; `on` is the day it was answered.
    """

    score: Score | None = None
    done_by: Perspective | None = None
    skip: Skip | None = None
    reason: str = ""
    basis: Basis = "opinion"
    evidence: str = ""
    on: dt.date | None = None

    @property
    def given(self) -> bool:
        """Whether there is a score or a skip; evidence alone is not an answer yet."""
        return self.score is not None or self.skip is not None

    @property
    def evidenced(self) -> bool:
        """Whether others could check the score: it has a basis other than opinion, and a text."""
        return self.score is not None and self.basis != "opinion" and bool(self.evidence.strip())


class Response(Record, frozen=True):
    """One respondent's answers about one vendor in one round, with one instrument."""

    instrument: Text
    vendor: Text
    round: Text
    perspective: Perspective
    respondent: Text
    form: Form = "full"
    level: Level | None = None
    answers: Mapping[str, Answer] = {}

    @property
    def begun(self) -> bool:
        """Whether any item has a score or a skip; until then a response counts as absent."""
        return any(answer.given for answer in self.answers.values())

    @property
    def scored(self) -> bool:
        """Whether any item has a score: a perspective exists with its first one."""
        return any(answer.score is not None for answer in self.answers.values())


class Awaited(Record, frozen=True):
    """Somebody who was asked to answer in a round: from which side, by when, and when asked.

    `respondent` may be a role, or empty: whoever answers for that side.
    """

    perspective: Perspective
    respondent: str = ""
    due: dt.date | None = None
    on: dt.date | None = None


class Vendor(Record, frozen=True):
    """An organisation the buyer depends on, as `vendor.toml` describes it.

    `id` is its folder's name. `wanted` is the class the buyer would like it to have, `why` the
    reason. `meets` is how often both sides meet, if not as often as the workspace
    says. `archived` is the day it was put away; its files stay.
    """

    name: Text
    id: str = ""
    supplies: str = ""
    value_chain: str = ""
    owner: str = ""
    since: Annotated[int, msgspec.Meta(ge=0, le=9999)] | dt.date | None = None
    tags: tuple[str, ...] = ()
    stage: Stage = "active"
    wanted: str = ""
    why: str = ""
    objective: str = ""
    benefit_buyer: str = ""
    benefit_vendor: str = ""
    meets: Cadence | None = None
    archived: dt.date | None = None


class Goal(Record, frozen=True, kw_only=True):
    """One of the few goals that both sides pursue at a time, with each side's gain.

    `begun` is the day it was agreed, `ended` the day it was done or dropped; `times_extended` how
    often it got a later day because it was not done.
    """

    title: Text
    period: Period
    gain_buyer: str = ""
    gain_vendor: str = ""
    owner_buyer: str = ""
    owner_vendor: str = ""
    due: dt.date
    state: GoalState = "open"
    begun: dt.date | None = None
    ended: dt.date | None = None
    times_extended: Annotated[int, msgspec.Meta(ge=0, le=MOST_EXTENSIONS)] = 0
    note: str = ""


class Meeting(Record, frozen=True):
    """The results of a meeting of both sides: who was there, what was decided, who promised what.

    `next` is the day that was agreed for the next one.
    """

    present: tuple[str, ...] = ()
    decided: str = ""
    we: tuple[str, ...] = ()
    they: tuple[str, ...] = ()
    next: dt.date | None = None


class Settings(Record, frozen=True):
    """The workspace's own settings, from `partnercheck.toml`.

    `key_goals` is how many may be open with a vendor at a time, `meetings` how often to meet.
    """

    organisation: str = "Our organisation"
    cadence: Cadence = "quarter"
    instrument: Text = "partnership"
    form: Form = "full"
    key_goals: Annotated[int, msgspec.Meta(ge=1, le=9)] = 3
    meetings: Cadence = "quarter"


class Problem(Record, frozen=True):
    """Something wrong in a file, said for a person: where, what, and what to do about it.

    `file` is relative to the workspace; `commands.located` makes it what a shell can open.
    """

    file: str
    what: str
    todo: str
    line: int | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.what}. {self.todo}."


class CrashError(Exception):
    """The screens ended by the error that caused this; its text says where typed text is kept."""


class UnreadableError(UserError):
    """Files of a workspace that cannot be read, and keep something from being done."""

    def __init__(self, problems: Iterable[Problem], root: str, before: str = "") -> None:
        """The problems, the folder that their paths begin at, and what is said before them."""
        self.problems, self.root, self.before = tuple(problems), root, before
        super().__init__(self.text(self.problems))

    def text(self, problems: Iterable[Problem]) -> str:
        """Return the message about these problems, whose paths may have been changed."""
        return self.before + "\n".join(map(str, problems))
