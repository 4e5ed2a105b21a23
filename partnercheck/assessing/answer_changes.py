"""Changes to an answer, which screens, group sessions and prompts share."""

from __future__ import annotations

from msgspec.structs import replace

from partnercheck.base.records import BASES, CANDIDATE_BASES, Answer, Basis, Stage


def with_evidence(answer: Answer, text: str) -> Answer:
    """Return an answer with new evidence: a text about what happened.

    The first evidence changes the basis from opinion to observed; later evidence keeps the basis.
    """
    observed = text and not answer.evidence and answer.basis == "opinion"
    return replace(answer, evidence=text, basis="observed" if observed else answer.basis)


def not_applicable(answer: Answer, reason: str) -> Answer:
    """Return an answer changed to say that the item does not apply, with the reason."""
    return replace(answer, score=None, skip="not-applicable", reason=reason)


def bases_for(stage: Stage) -> tuple[Basis, ...]:
    """Return the bases that an answer about a vendor of this stage may have."""
    return CANDIDATE_BASES if stage == "candidate" else BASES


def next_basis(basis: Basis, stage: Stage) -> Basis:
    """Return the basis after this one; after the last, the first."""
    bases = bases_for(stage)
    return bases[(bases.index(basis) + 1) % len(bases) if basis in bases else 0]
