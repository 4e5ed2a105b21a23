"""The records of the domain: vendors, responses, answers, goals, meetings, promises, problems.

All are immutable. Their texts have been cleaned for display (see `text.clean`); the files on disk
keep the texts as they were typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

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
# An aim of ours that a relationship can advance.
Aim = Literal["relationships", "business", "people"]
GoalState = Literal["open", "done", "dropped"]
# The value of a key that a team has added. Python's bool is a subclass of int, so `int` covers it.
Fact = str | int | float | dt.date
# A promise is late if it was kept, but after its due date.
PromiseState = Literal["open", "kept", "late", "dropped"]
Severity = Literal["error", "warning", "notice"]

PERSPECTIVES: tuple[Perspective, ...] = ("buyer", "vendor")
LEVELS: tuple[Level, ...] = ("executive", "management", "operations")
FORMS: tuple[Form, ...] = ("full", "quick")
STAGES: tuple[Stage, ...] = ("active", "candidate")
BASES: tuple[Basis, ...] = ("opinion", "observed", "documented")
CANDIDATE_BASES: tuple[Basis, ...] = (*BASES, "reference", "pilot")
CADENCES: tuple[Cadence, ...] = ("year", "quarter", "month", "week")
PERIODS: tuple[Period, ...] = ("week", "month", "quarter")
AIMS: tuple[Aim, ...] = ("relationships", "business", "people")
GOAL_STATES: tuple[GoalState, ...] = ("open", "done", "dropped")
PROMISE_STATES: tuple[PromiseState, ...] = ("open", "kept", "late", "dropped")

BEST_SCORE = 4
# The score that says that only one side acted, and the score that says that both sides acted.
ONE_SIDE_SCORE = 2
BOTH_SIDES_SCORE = 3
MOST_EXTENSIONS = 999

Score = Annotated[int, msgspec.Meta(ge=0, le=BEST_SCORE)]
Text = Annotated[str, msgspec.Meta(min_length=1)]


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """An immutable record; writing it leaves out the fields that have their default values."""


class Answer(Record, frozen=True):
    """One respondent's answer to one item: either a score from 0 to 4 or a skip, never both."""

    score: Score | None = None
    done_by: Perspective | None = None  # the side that acted; only with a score of 2
    skip: Skip | None = None
    reason: str = ""  # why there was no occasion
    basis: Basis = "opinion"
    evidence: str = ""  # what happened, and when
    source: str = ""  # where the evidence is: a file in the workspace, or an address
    on: dt.date | None = None  # the day of the answer

    @property
    def is_answered(self) -> bool:
        """Whether there is a score or a skip; evidence alone is not an answer yet."""
        return self.score is not None or self.skip is not None

    @property
    def evidenced(self) -> bool:
        """Whether others could check the score: its basis is not opinion, and it has evidence."""
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
    # The version of the questionnaire that was answered; None if the file does not say.
    version: Annotated[int, msgspec.Meta(ge=1, le=999)] | None = None
    answers: Mapping[str, Answer] = {}

    @property
    def begun(self) -> bool:
        """Whether any item has a score or a skip; a response without either counts as absent."""
        return any(answer.is_answered for answer in self.answers.values())

    @property
    def scored(self) -> bool:
        """Whether any item has a score; a side has no view until one of its responses is scored."""
        return any(answer.score is not None for answer in self.answers.values())


class Awaited(Record, frozen=True):
    """A request to one side to answer in a round."""

    perspective: Perspective
    respondent: str = ""  # a name or a role; empty for anybody on that side
    due: dt.date | None = None  # the day to answer by
    on: dt.date | None = None  # the day of the request
    # The code printed in its forms. A form returned with this code belongs to this request and
    # answers these questions, whatever the form's header says. Empty if no form was written.
    code: str = ""
    instrument: str = ""
    form: Form | None = None
    version: Annotated[int, msgspec.Meta(ge=1, le=999)] | None = None
    # The day the request was withdrawn. Its answers are no longer awaited, and its code is invalid.
    withdrawn: dt.date | None = None


class Vendor(Record, frozen=True):
    """An organisation that the buyer depends on, as `vendor.toml` describes it."""

    name: Text
    id: str = ""  # the name of its folder
    supplies: str = ""
    line: str = ""  # the line of work that is judged, such as "chilled transport"
    value_chain: str = ""
    owner: str = ""
    contact: str = ""  # the e-mail address of the vendor's own contact
    since: Annotated[int, msgspec.Meta(ge=0, le=9999)] | dt.date | None = None
    tags: tuple[str, ...] = ()
    stage: Stage = "active"
    target: str = ""  # the class that the buyer wants the vendor to reach
    target_why: str = ""  # the reason for that target
    serves: tuple[Aim, ...] = ()
    objective: str = ""
    benefit_buyer: str = ""
    benefit_vendor: str = ""
    charter: str = ""  # where the objectives are described for both sides: a contract, a letter
    meets: Cadence | None = None  # how often both sides meet; None: as often as the settings say
    archived: dt.date | None = None  # the day it was archived; its files are kept
    # The values of the team's own keys, each a `Fact`. msgspec allows no union of text and dates,
    # so the reader checks the values (`workspace/facts.py`).
    facts: Mapping[str, Any] = {}


class Person(Record, frozen=True):
    """Somebody who may answer: one of our own people, or one of a vendor's."""

    name: Text  # or a role
    level: Level | None = None
    email: str = ""
    left: dt.date | None = None  # the day the person left; from then on no answers are awaited


class Goal(Record, frozen=True, kw_only=True):
    """One of the few goals that both sides pursue at a time, with what each side gains."""

    title: Text
    period: Period
    gain_buyer: str = ""
    gain_vendor: str = ""
    owner_buyer: str = ""
    owner_vendor: str = ""
    due: dt.date
    state: GoalState = "open"
    begun: dt.date | None = None  # the day it was agreed
    ended: dt.date | None = None  # the day it was done or dropped
    # How often the due date was moved because the goal was not done on time.
    times_extended: Annotated[int, msgspec.Meta(ge=0, le=MOST_EXTENSIONS)] = 0
    note: str = ""


class Meeting(Record, frozen=True):
    """The minutes of a meeting between both sides."""

    present: tuple[str, ...] = ()
    decided: str = ""
    next: dt.date | None = None  # the agreed day of the next meeting


class Promise(Record, frozen=True, kw_only=True):
    """A promise that one side made to the other, in a meeting or between two meetings."""

    by: Perspective  # the side that promised it
    owner: str = ""  # who is responsible for the promise on that side
    text: Text
    made: dt.date | None = None  # the day it was made: the day of the meeting, if there was one
    due: dt.date | None = None
    state: PromiseState = "open"


class Settings(Record, frozen=True):
    """The workspace's own settings, from `partnercheck.toml`."""

    organisation: str = "Our organisation"
    cadence: Cadence = "quarter"
    instrument: Text = "partnership"
    form: Form = "full"
    key_goals: Annotated[int, msgspec.Meta(ge=1, le=9)] = 3  # how many may be open per vendor
    meetings: Cadence = "quarter"  # how often to meet a vendor


class Problem(Record, frozen=True):
    """A problem in a file, with its place, its cause and its remedy.

    Message and remedy are clauses without a full stop: `vendor.toml:3: MESSAGE. REMEDY.`
    """

    file: str  # relative to the workspace; `commands.located` makes it relative to the shell
    message: str
    remedy: str
    line: int | None = None  # None if the line is not certain
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}. {self.remedy}."


def has_error(problems: Iterable[Problem]) -> bool:
    """Whether any of these problems is an error, so that its file cannot be used."""
    return any(problem.severity == "error" for problem in problems)


class UnreadableError(UserError):
    """An action refused because files of the workspace cannot be read."""

    def __init__(self, problems: Iterable[Problem], root: str, before: str = "") -> None:
        """Store the problems, the folder that their paths are relative to, and an introduction."""
        self.problems, self.root, self.before = tuple(problems), root, before
        super().__init__(self.text(self.problems))

    def text(self, problems: Iterable[Problem]) -> str:
        """Return the message with these problems, whose paths may differ from the original ones."""
        return self.before + "\n".join(map(str, problems))
