"""Comparing two states of a workspace: answers, verdicts, decisions, promises and rules.

Both states are judged by the same rules, so that a changed rule never looks like a changed
vendor. Changes in the rules themselves are reported separately.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from partnercheck.base.records import Answer, Problem, Record, Response, Vendor
from partnercheck.base.rounds import period
from partnercheck.base.text import name_key, slug
from partnercheck.questionnaires.records import Instrument
from partnercheck.storage.parse import same
from partnercheck.verdicts.judged import JudgedVendor, counting_errors, judge_round
from partnercheck.versions.moves import (
    AnswerMove,
    DecisionMove,
    Difference,
    Fate,
    Move,
    PromiseMove,
    ResponseMove,
    RoundMove,
    VendorMove,
)
from partnercheck.workspace.agreement_files import PROMISES_FILE, has_errors
from partnercheck.workspace.decisions import Filed, load_decision
from partnercheck.workspace.facts import FACTS, fact_text
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_round import Round, read_round
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor, vendor_ids

HEADER_KEYS = ("version", "respondent", "level", "form")


class _State(Record, frozen=True):
    """A vendor in one state of the workspace."""

    files: VendorFiles
    latest: Round
    rounds: Mapping[str, tuple[Round, Filed]]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The errors because of which files do not count in verdicts."""
        problems = [*self.files.problems]
        for round_, filed in self.rounds.values():
            problems += [*round_.problems, *filed.problems]
        return counting_errors(problems)

    @property
    def described(self) -> bool:
        """Whether the vendor's description can be read."""
        file = f"vendors/{self.files.vendor.id}/vendor.toml"
        return all(problem.file != file for problem in self.errors)

    def judged(self, instrument: Instrument, round_: Round) -> JudgedVendor:
        """Return the vendor with the verdict on one of its rounds."""
        return judge_round(instrument, self.files, round_)


def difference(before: Workspace, after: Workspace, ids: Iterable[str]) -> Difference:
    """Return the changes to these vendors; both states are judged by the rules of `after`."""
    moves = []
    errors_before: list[Problem] = []
    errors_after: list[Problem] = []
    ids_by_side = [set(vendor_ids(workspace)) for workspace in (before, after)]
    for vendor_id in sorted(set(ids) & (ids_by_side[0] | ids_by_side[1])):
        state_before, state_after = (
            _state(workspace, vendor_id) if vendor_id in ids_of_side else None
            for workspace, ids_of_side in zip((before, after), ids_by_side, strict=True)
        )
        errors_before += state_before.errors if state_before else ()
        errors_after += state_after.errors if state_after else ()
        if move := _vendor_move(after.instrument, vendor_id, state_before, state_after):
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
    instrument: Instrument, vendor_id: str, before: _State | None, after: _State | None
) -> VendorMove | None:
    rounds = {*(before.rounds if before else ()), *(after.rounds if after else ())}
    newest_first = sorted(rounds, key=period, reverse=True)
    moves = [_round_move(instrument, each, before, after) for each in newest_first]
    moved = tuple(move for move in moves if move)
    fate, described = _description(before, after)
    promises = _promise_moves(before, after)
    if fate == "changed" and not (described or moved or promises):
        return None
    return VendorMove(
        vendor_id,
        fate,
        before.files.vendor if before else None,
        after.files.vendor if after else None,
        before.judged(instrument, before.latest) if before else None,
        after.judged(instrument, after.latest) if after else None,
        described,
        moved,
        promises,
    )


def _description(
    state_before: _State | None, state_after: _State | None
) -> tuple[Fate, tuple[Move, ...]]:
    if state_before is None or state_after is None:
        return ("removed" if state_after is None else "added"), ()
    if state_before.described != state_after.described:
        return ("readable" if state_after.described else "unreadable"), ()
    if not state_after.described:
        return "changed", ()
    before, after = state_before.files.vendor, state_after.files.vendor
    own_keys = (key for key in Vendor.__struct_fields__ if key != FACTS)
    return "changed", (*_moves(before, after, own_keys), *_fact_moves(before, after))


def _fact_moves(before: Vendor, after: Vendor) -> Iterator[Move]:
    """Yield a change for each fact that differs."""
    old, new = before.facts, after.facts
    for key in dict.fromkeys((*old, *new)):
        if not same(old.get(key), new.get(key)):
            texts = (fact_text(each[key]) if key in each else "" for each in (old, new))
            yield Move(f"{FACTS}.{key}", *texts)


def _moves(before: Record, after: Record, keys: Iterable[str]) -> tuple[Move, ...]:
    """Return the changes in these fields of a record."""
    return tuple(
        Move(key, _text(getattr(before, key)), _text(getattr(after, key)))
        for key in keys
        if getattr(before, key) != getattr(after, key)
    )


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _promise_moves(
    state_before: _State | None, state_after: _State | None
) -> tuple[PromiseMove, ...]:
    """Return the changed promises in file order; none if a state's file cannot be read."""
    if state_before is None or state_after is None:
        return ()
    if any(
        has_errors(state.files.problems, PROMISES_FILE) for state in (state_before, state_after)
    ):
        return ()
    before, after = state_before.files.promises, state_after.files.promises
    return tuple(
        PromiseMove(key, before.get(key), after.get(key))
        for key in dict.fromkeys((*after, *before))
        if before.get(key) != after.get(key)
    )


def _round_move(
    instrument: Instrument, round_id: str, state_before: _State | None, state_after: _State | None
) -> RoundMove | None:
    nothing: tuple[None, Filed] = (None, Filed())
    before, filed_before = state_before.rounds.get(round_id, nothing) if state_before else nothing
    after, filed_after = state_after.rounds.get(round_id, nothing) if state_after else nothing
    responses = tuple(_response_moves(before, after))
    decision = _decision_move(filed_before, filed_after)
    same_files = before and after and _unread_files(before) == _unread_files(after)
    if same_files and not responses and not decision:
        return None
    judged_before = state_before.judged(instrument, before) if state_before and before else None
    judged_after = state_after.judged(instrument, after) if state_after and after else None
    return RoundMove(round_id, judged_before, judged_after, responses, decision)


def _unread_files(round_: Round | None) -> set[str]:
    """Return the names of a round's files that have an error."""
    problems = round_.problems if round_ else ()
    return {each.file.rpartition("/")[2] for each in problems if each.severity == "error"}


def _decision_move(before: Filed, after: Filed) -> DecisionMove | None:
    decision_before, decision_after = before.decision, after.decision
    if decision_before == decision_after and (
        decision_before or (before.text is None) == (after.text is None)
    ):
        return None
    if decision_after is None:
        return DecisionMove("removed" if after.text is None else "unreadable", decision_before)
    fate: Fate = "changed" if decision_before else "added" if before.text is None else "readable"
    return DecisionMove(fate, decision_before, decision_after)


def _response_moves(before: Round | None, after: Round | None) -> Iterator[ResponseMove]:
    responses_before = {_key(each): each for each in (before.responses if before else ())}
    responses_after = {_key(each): each for each in (after.responses if after else ())}
    for key in sorted(responses_before.keys() | responses_after.keys()):
        was, is_ = responses_before.get(key), responses_after.get(key)
        if was and is_:
            header, answers = _moves(was, is_, HEADER_KEYS), _answer_moves(was, is_)
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
    name = slug(response.respondent) or name_key(response.respondent)
    return response.instrument, response.perspective, name


def _among(response: Response, files: set[str]) -> bool:
    """Return whether a response's file is one of these files.

    For some respondents' names, no file name can be made. The response of such a respondent may be
    in any file of the same side and instrument.
    """
    starts, ends = f"{response.perspective}.", f".{response.instrument}.toml"
    if name := slug(response.respondent):
        return f"{starts}{name}{ends}" in files
    return any(file.startswith(starts) and file.endswith(ends) for file in files)


def _answer_moves(before: Response | None, after: Response | None) -> tuple[AnswerMove, ...]:
    """Return the changed answers in the file's order; an empty table counts as no answer."""
    answers_before = before.answers if before else {}
    answers_after = after.answers if after else {}
    items = [*answers_after, *(item for item in answers_before if item not in answers_after)]
    moves = (
        AnswerMove(item, answers_before.get(item, Answer()), answers_after.get(item, Answer()))
        for item in items
    )
    return tuple(move for move in moves if move.parts)
