"""Changes to an answer, which screens, group sessions and prompts share."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from partnercheck.base.records import (
    BASES,
    ONE_SIDE_SCORE,
    Answer,
    Basis,
    Perspective,
    Skip,
    Stage,
)
from partnercheck.base.text import one_line
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.wording import wording

# Our people know a candidate mostly from talks and the trial, and then from its customers.
CANDIDATE_ORDER: tuple[Basis, ...] = ("opinion", "pilot", "reference", "observed", "documented")
# The candidate's own people are not asked what its other customers say about it.
CANDIDATES_OWN: tuple[Basis, ...] = ("opinion", "pilot", "documented")


def with_score(answer: Answer, score: int) -> Answer:
    """Return a copy of an answer with this score; if the score changes, `done_by` is cleared."""
    done_by = answer.done_by if score == answer.score else None
    return replace(answer, score=score, done_by=done_by, skip=None, reason="")


def with_skip(answer: Answer, skip: Skip) -> Answer:
    """Return a copy of an answer with a skip in place of its score; the evidence is kept."""
    return replace(answer, score=None, done_by=None, skip=skip, reason="")


def refused_no_occasion(item: Item) -> str:
    """Return a message if an item does not offer the answer *no occasion*; empty if it does."""
    if item.offers_no_occasion:
        return ""
    key = wording().keys.n
    return key.own if item.kind == "own" else key.standing


def asks_side(item: Item, answer: Answer) -> bool:
    """Whether to ask which side acted, because the score means that only one side did."""
    return item.asks_which_side and answer.score == ONE_SIDE_SCORE


def with_side(answer: Answer, side: Perspective) -> Answer:
    """Return a copy of an answer with `done_by` set to a side, or cleared if it was this side."""
    return replace(answer, done_by=None if answer.done_by == side else side)


def other_side(side: Perspective) -> Perspective:
    """Return the opposite side."""
    return "vendor" if side == "buyer" else "buyer"


def with_evidence(answer: Answer, text: str) -> Answer:
    """Return a copy of an answer with a new text about what happened; the basis is kept."""
    return replace(answer, evidence=text)


def with_source(answer: Answer, text: str) -> Answer:
    """Return a copy of an answer with a new `source`, the place of its evidence, on one line."""
    return replace(answer, source=one_line(text))


def is_same_answer(before: Answer, after: Answer) -> bool:
    """Whether two versions of an answer differ at most in the `source` and the day."""
    return replace(before, source="", on=None) == replace(after, source="", on=None)


def asks_basis(before: Answer, after: Answer) -> bool:
    """Whether to ask for the basis, because an opinion has been given its first evidence."""
    first = bool(after.evidence) and not before.evidence
    return first and after.basis == "opinion" and after.skip is None


def with_reason(answer: Answer, text: str) -> Answer:
    """Return a copy of an answer with a new text about why there was no occasion."""
    return replace(answer, reason=text)


def bases_for(stage: Stage, perspective: Perspective) -> tuple[Basis, ...]:
    """Return the bases that a side's answer about a vendor may have, the likely bases first."""
    if stage != "candidate":
        return BASES
    return CANDIDATE_ORDER if perspective == "buyer" else CANDIDATES_OWN


def next_basis(basis: Basis, bases: Sequence[Basis]) -> Basis:
    """Return the basis after this one in `bases`; after the last, the first."""
    return bases[(bases.index(basis) + 1) % len(bases) if basis in bases else 0]
