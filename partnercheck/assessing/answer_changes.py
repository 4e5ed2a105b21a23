"""Changes of an answer that mean the same on screen, in a session and at the prompt."""

from __future__ import annotations

from msgspec.structs import replace

from partnercheck.base.records import BASES, CANDIDATE_BASES, Answer, Basis, Stage


def with_evidence(answer: Answer, text: str) -> Answer:
    """Return an answer with another text of what happened.

    The first text turns an opinion into an observation; later ones leave the basis alone.
    """
    observed = text and not answer.evidence and answer.basis == "opinion"
    return replace(answer, evidence=text, basis="observed" if observed else answer.basis)


def not_applicable(answer: Answer, reason: str) -> Answer:
    """Return an answer that leaves the item out, for a reason."""
    return replace(answer, score=None, skip="not-applicable", reason=reason)


def bases_for(stage: Stage) -> tuple[Basis, ...]:
    """Return the bases that an answer about a vendor of this stage may have."""
    return CANDIDATE_BASES if stage == "candidate" else BASES


def next_basis(basis: Basis, stage: Stage) -> Basis:
    """Return the basis after this one, beginning again after the last."""
    bases = bases_for(stage)
    return bases[(bases.index(basis) + 1) % len(bases) if basis in bases else 0]
