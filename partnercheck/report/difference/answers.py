"""Changes of a vendor's answers and of its earlier rounds, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from partnercheck.base.english import plural
from partnercheck.base.records import Answer, Record, Response
from partnercheck.base.text import clean, one_line
from partnercheck.report.difference.words import (
    Comparison,
    is_latest,
    moved,
    quoted,
    round_entries,
    verdict_entries,
)
from partnercheck.report.dossier.entries import BASIS_WORDS, DONE_BY
from partnercheck.report.words.entry import Entry
from partnercheck.versions.moves import AnswerMove, ResponseMove, VendorMove

Kind = Literal["round", "answers", "whole"]


class Section(Record, frozen=True):
    """A part of a vendor's changes: an earlier round, or one respondent's answers.

    A section of kind `whole` lists every answer of an added or removed respondent.
    """

    title: str
    kind: Kind
    entries: tuple[Entry, ...] = ()


def sections(compared: Comparison, move: VendorMove) -> Iterator[Section]:
    """Yield the changed answers, newest round first, and other changes of the older rounds."""
    if move.fate == "removed":
        return
    for of_round in move.rounds:
        if not is_latest(move, of_round):
            fate = ", gone" if not of_round.after else "" if of_round.before else ", new"
            verdicts = verdict_entries(of_round.before, of_round.after)
            entries = (*verdicts, *round_entries(compared.instrument, of_round))
            yield Section(f"{of_round.round}{fate}", "round", entries)
        for response in of_round.responses:
            yield _response(compared, of_round.round, response)


def _response(compared: Comparison, round_id: str, move: ResponseMove) -> Section:
    response = move.response
    instrument = compared.instruments.get(response.instrument)
    topics = {item.id: item.topic for item in instrument.items} if instrument else {}
    who = [response.respondent, response.perspective, round_id]
    if instrument and instrument.id != compared.instrument.id:
        who.append(instrument.name)
    entries = [
        entry
        for each in move.header
        for entry in moved(each.key.capitalize(), each.before, each.after)
    ]
    for answer in move.answers:
        topic = topics.get(answer.item, clean(answer.item))
        entries += _answer(topic, answer) if move.fate == "changed" else _whole(topic, answer)
    title = f"{', '.join(who)}: {_fate_words(move)}"
    return Section(title, "answers" if move.fate == "changed" else "whole", tuple(entries))


def _fate_words(move: ResponseMove) -> str:
    if move.fate == "changed":
        return f"{plural(len(move.answers), 'answer')} changed" if move.answers else "changed"
    answers = plural(_answer_count(move.response), "answer")
    return {
        "added": f"new, {answers}",
        "removed": f"gone, with {answers}",
        "unreadable": f"the file cannot be read any more; it had {answers}",
        "readable": f"the file could not be read before; {answers}",
    }[move.fate]


def _answer_count(response: Response) -> int:
    return sum(answer.is_answered for answer in response.answers.values())


def _answer(topic: str, move: AnswerMove) -> Iterator[Entry]:
    """Yield the changes of an answer: first the value, then the basis and the evidence."""
    before, after = _value_words(move.before), _value_words(move.after)
    days = [str(each.on) if each.on else "no date" for each in (move.before, move.after)]
    both = move.before.is_answered and move.after.is_answered
    again = f" (given on {days[1]}, previously on {days[0]})" if both and "on" in move.parts else ""
    if before == after:
        yield Entry(topic, f"{after}, as before{again}")
    else:
        first, *rest = moved(topic, before, after)
        yield Entry(topic, f"{first.text}{again}" if not rest else first.text)
        yield from (Entry("", f"{each.text}{again}") for each in rest)
    if "basis" in move.parts:
        bases = [BASIS_WORDS[each.basis] for each in (move.before, move.after)]
        yield Entry("", f"rests on: {bases[0]} → {bases[1]}")
    if "evidence" in move.parts:
        before, after = quoted(move.before.evidence), quoted(move.after.evidence)
        if before and after:
            yield Entry("", f"what happened, before: {before}")
            yield Entry("", f"what happened, now: {after}")
        else:
            word = "new" if after else "removed"
            yield Entry("", f"what happened, {word}: {after or before}")
    if "source" in move.parts:
        before, after = move.before.source or "nowhere", move.after.source or "nowhere"
        yield Entry("", f"evidence in: {before} → {after}")


def _value_words(answer: Answer) -> str:
    if answer.score is not None:
        return f"{answer.score}{DONE_BY[answer.done_by]}"
    if answer.skip is None:
        return "no answer"
    why = f" (“{one_line(answer.reason)}”)" if answer.reason.strip() else ""
    return f"{'unknown' if answer.skip == 'unknown' else 'no occasion'}{why}"


def _whole(topic: str, move: AnswerMove) -> Iterator[Entry]:
    """Yield an answer of an added or removed respondent in one line."""
    answer = move.before if move.after == Answer() else move.after
    basis = f", {BASIS_WORDS[answer.basis]}" if answer.score is not None else ""
    evidence = f": {quoted(answer.evidence)}" if answer.evidence.strip() else ""
    source = f"; evidence in: {answer.source}" if answer.source else ""
    yield Entry(topic, f"{_value_words(answer)}{basis}{evidence}{source}")
