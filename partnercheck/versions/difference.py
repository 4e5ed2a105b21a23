"""What moved between two states of a workspace: answers, verdicts, decisions, descriptions, rules.

Both states are judged by the same rules, so that a changed rule never looks like a changed
vendor. What changed in the rules themselves is told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from partnercheck.base.records import Answer, Problem, Record, Response, Vendor
from partnercheck.base.rounds import period
from partnercheck.base.text import folded, slug
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.records import ConditionVerdict
from partnercheck.rules.trend import Change, RoundVerdict, change
from partnercheck.verdicts.judged import JudgedVendor, counting_errors, judge_round
from partnercheck.workspace.decisions import Decision, Filed, load_decision
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import (
    Round,
    VendorFiles,
    read_round,
    read_vendor,
    vendor_ids,
)

Fate = Literal["added", "removed", "changed", "unreadable", "readable"]


class Move(Record, frozen=True):
    """One text that moved: what it is the value of, what it was and what it is."""

    key: str
    before: str
    after: str


class AnswerMove(Record, frozen=True):
    """One respondent's answer to one item, before and after; without an answer, an empty one."""

    item: str
    before: Answer = Answer()
    after: Answer = Answer()

    @property
    def parts(self) -> tuple[str, ...]:
        """Which parts of the answer changed, such as its score or its evidence."""
        then, now = self.before, self.after
        fields = Answer.__struct_fields__
        return tuple(part for part in fields if getattr(then, part) != getattr(now, part))


class ResponseMove(Record, frozen=True):
    """What became of one respondent's answers; `response` is what they are now, or were last.

    *unreadable* means that its file can no longer be read, *readable* that it can be now: which
    answers moved is then not known, and none are listed.
    """

    fate: Fate
    response: Response
    header: tuple[Move, ...] = ()
    answers: tuple[AnswerMove, ...] = ()


class DecisionMove(Record, frozen=True):
    """What became of a round's decision."""

    fate: Fate
    before: Decision | None = None
    after: Decision | None = None


class RoundMove(Record, frozen=True):
    """One round of a vendor before and after; None on a side that does not have the round."""

    round: str
    before: JudgedVendor | None
    after: JudgedVendor | None
    responses: tuple[ResponseMove, ...] = ()
    decision: DecisionMove | None = None

    @property
    def conditions(self) -> list[tuple[ConditionVerdict, ConditionVerdict]]:
        """The conditions whose score or state moved, where the round was assessed both times."""
        if not self.before or not self.after:
            return []
        if not self.before.verdict.assessed or not self.after.verdict.assessed:
            return []
        then, now = self.before.verdict.conditions, self.after.verdict.conditions
        return [pair for pair in zip(then, now, strict=True) if _shown(pair[0]) != _shown(pair[1])]


class VendorMove(Record, frozen=True):
    """What moved about a vendor: its description, and its rounds, the newest first.

    `was` and `now` are the verdicts of its latest round before and after. Its fate is
    *unreadable* or *readable* where that became of its description.
    """

    id: str
    fate: Fate
    before: Vendor | None
    after: Vendor | None
    was: JudgedVendor | None
    now: JudgedVendor | None
    described: tuple[Move, ...] = ()
    rounds: tuple[RoundMove, ...] = ()

    @property
    def vendor(self) -> Vendor:
        """The vendor as it is described now, or as it was where that is not known."""
        newest = self.before if self.fate == "unreadable" else self.after
        known = newest or self.before or self.after
        assert known is not None
        return known

    @property
    def verdict_moved(self) -> bool:
        """Whether the class of the latest round moved, or the sides that it rests on.

        Never so where the vendor is new or gone: there is nothing to compare with.
        """
        known = self.was is not None and self.now is not None
        return known and _class(self.was) != _class(self.now)

    @property
    def change(self) -> Change | None:
        """Which way the class went; None where the vendor was not assessed both times."""
        return change_between(self.was, self.now)


class InstrumentMove(Record, frozen=True):
    """One instrument that is not the same on both sides; None on a side that does not have it."""

    id: str
    before: Instrument | None
    after: Instrument | None


class Difference(Record, frozen=True):
    """Everything that moved, and what is wrong with the files on each side.

    Of the vendors' files only errors are told, and only of vendors whose files differ.
    `classifying` is the instrument that classifies, where another one does now. `anew` means
    that a side had other rules of its own than those that both are judged by here.
    """

    vendors: tuple[VendorMove, ...]
    problems_before: tuple[Problem, ...] = ()
    problems_after: tuple[Problem, ...] = ()
    rules: tuple[InstrumentMove, ...] = ()
    classifying: Move | None = None
    anew: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing moved, neither a vendor nor a rule."""
        return not self.vendors and not self.rules and not self.classifying


def change_between(before: JudgedVendor | None, after: JudgedVendor | None) -> Change | None:
    """Which way a class went from one state to another; None where one is not assessed."""
    if not before or not after or not before.verdict.assessed or not after.verdict.assessed:
        return None
    then, now = (RoundVerdict(each.round.id, each.verdict) for each in (before, after))
    return change(after.instrument, then, now)


def _class(found: JudgedVendor | None) -> tuple[object, ...]:
    if found is None or not found.verdict.assessed:
        return ()
    return found.verdict.low, found.verdict.high, found.verdict.sides


def _shown(found: ConditionVerdict) -> tuple[object, ...]:
    return found.low, found.high, found.state_low, found.state_high


class _State(Record, frozen=True):
    """A vendor on one side: its own files, its latest round, all rounds with their decisions."""

    files: VendorFiles
    latest: Round
    rounds: Mapping[str, tuple[Round, Filed]]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems because of which files do not count."""
        problems = [*self.files.problems]
        for round_, filed in self.rounds.values():
            problems += [*round_.problems, *filed.problems]
        return counting_errors(problems)

    @property
    def described(self) -> bool:
        """Whether its description can be read."""
        file = f"vendors/{self.files.vendor.id}/vendor.toml"
        return all(problem.file != file for problem in self.errors)

    def judged(self, instrument: Instrument, round_: Round) -> JudgedVendor:
        """The vendor with the verdict on one of its rounds."""
        return judge_round(instrument, self.files, round_)


def difference(before: Workspace, after: Workspace, ids: Iterable[str]) -> Difference:
    """What moved about these vendors; both states are judged by their workspaces' rules."""
    moves = []
    errors_before: list[Problem] = []
    errors_after: list[Problem] = []
    known = [set(vendor_ids(workspace)) for workspace in (before, after)]
    for vendor_id in sorted(set(ids) & (known[0] | known[1])):
        then, now = (
            _state(workspace, vendor_id) if vendor_id in known_ids else None
            for workspace, known_ids in zip((before, after), known, strict=True)
        )
        errors_before += then.errors if then else ()
        errors_after += now.errors if now else ()
        if move := _vendor_move(after.instrument, vendor_id, then, now):
            moves.append(move)
    return Difference(tuple(moves), tuple(errors_before), tuple(errors_after))


def _state(workspace: Workspace, vendor_id: str) -> _State:
    files = read_vendor(workspace, vendor_id)
    latest = read_round(workspace, files)
    rounds = {
        round_id: (
            latest if round_id == latest.id else read_round(workspace, files, round_id),
            load_decision(workspace, vendor_id, round_id),
        )
        for round_id in files.rounds
    }
    return _State(files, latest, rounds)


def _vendor_move(
    instrument: Instrument, vendor_id: str, then: _State | None, now: _State | None
) -> VendorMove | None:
    rounds = {*(then.rounds if then else ()), *(now.rounds if now else ())}
    newest_first = sorted(rounds, key=period, reverse=True)
    moves = [_round_move(instrument, each, then, now) for each in newest_first]
    moved = tuple(move for move in moves if move)
    fate, described = _description(then, now)
    if fate == "changed" and not described and not moved:
        return None
    return VendorMove(
        vendor_id,
        fate,
        then.files.vendor if then else None,
        now.files.vendor if now else None,
        then.judged(instrument, then.latest) if then else None,
        now.judged(instrument, now.latest) if now else None,
        described,
        moved,
    )


def _description(then: _State | None, now: _State | None) -> tuple[Fate, tuple[Move, ...]]:
    if then is None or now is None:
        return ("removed" if now is None else "added"), ()
    if then.described != now.described:
        return ("readable" if now.described else "unreadable"), ()
    if not now.described:
        return "changed", ()
    before, after = then.files.vendor, now.files.vendor
    moves = [
        Move(key, _text(getattr(before, key)), _text(getattr(after, key)))
        for key in Vendor.__struct_fields__
        if getattr(before, key) != getattr(after, key)
    ]
    return "changed", tuple(moves)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _round_move(
    instrument: Instrument, round_id: str, then: _State | None, now: _State | None
) -> RoundMove | None:
    nothing: tuple[None, Filed] = (None, Filed())
    before, filed_before = then.rounds.get(round_id, nothing) if then else nothing
    after, filed_after = now.rounds.get(round_id, nothing) if now else nothing
    responses = tuple(_response_moves(before, after))
    decision = _decision_move(filed_before, filed_after)
    same_files = before and after and _unread_files(before) == _unread_files(after)
    if same_files and not responses and not decision:
        return None
    judged_before = then.judged(instrument, before) if then and before else None
    judged_after = now.judged(instrument, after) if now and after else None
    return RoundMove(round_id, judged_before, judged_after, responses, decision)


def _unread_files(round_: Round | None) -> set[str]:
    """The names of a round's files that have an error."""
    problems = round_.problems if round_ else ()
    return {each.file.rpartition("/")[2] for each in problems if each.severity == "error"}


def _decision_move(before: Filed, after: Filed) -> DecisionMove | None:
    then, now = before.decision, after.decision
    if then == now and (then or (before.text is None) == (after.text is None)):
        return None
    if now is None:
        return DecisionMove("removed" if after.text is None else "unreadable", then)
    fate: Fate = "changed" if then else "added" if before.text is None else "readable"
    return DecisionMove(fate, then, now)


def _response_moves(before: Round | None, after: Round | None) -> Iterator[ResponseMove]:
    then = {_key(each): each for each in (before.responses if before else ())}
    now = {_key(each): each for each in (after.responses if after else ())}
    for key in sorted(then.keys() | now.keys()):
        was, is_ = then.get(key), now.get(key)
        if was and is_:
            header, answers = _header_moves(was, is_), _answer_moves(was, is_)
            if header or answers:
                yield ResponseMove("changed", is_, header, answers)
        elif is_:
            readable = _among(is_, _unread_files(before))
            answers = () if readable else _answer_moves(None, is_)
            yield ResponseMove("readable" if readable else "added", is_, (), answers)
        elif was:
            unreadable = _among(was, _unread_files(after))
            answers = () if unreadable else _answer_moves(was, None)
            yield ResponseMove("unreadable" if unreadable else "removed", was, (), answers)


def _key(response: Response) -> tuple[str, str, str]:
    name = slug(response.respondent) or folded(response.respondent)
    return response.instrument, response.perspective, name


def _among(response: Response, files: set[str]) -> bool:
    """Whether a response's file is among these; one whose name gives no id may be any of them."""
    starts, ends = f"{response.perspective}.", f".{response.instrument}.toml"
    if name := slug(response.respondent):
        return f"{starts}{name}{ends}" in files
    return any(file.startswith(starts) and file.endswith(ends) for file in files)


def _header_moves(before: Response, after: Response) -> tuple[Move, ...]:
    return tuple(
        Move(key, _text(getattr(before, key)), _text(getattr(after, key)))
        for key in ("respondent", "level", "form")
        if getattr(before, key) != getattr(after, key)
    )


def _answer_moves(before: Response | None, after: Response | None) -> tuple[AnswerMove, ...]:
    """The answers that moved, in the order of the file; a table without a key is no answer."""
    then = before.answers if before else {}
    now = after.answers if after else {}
    items = [*now, *(item for item in then if item not in now)]
    moves = (AnswerMove(item, then.get(item, Answer()), now.get(item, Answer())) for item in items)
    return tuple(move for move in moves if move.parts)
