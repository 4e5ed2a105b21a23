"""Answers drawn for a form, and what of them a changed layout must keep."""

from __future__ import annotations

from random import Random

from partnercheck.base.records import BASES, PERSPECTIVES, Answer, Basis
from tests.support.filled_forms import PARTNERSHIP

CORE = [item.id for item in PARTNERSHIP.form_items("quick")]
WITH_OCCASION = {item.id for item in PARTNERSHIP.items if item.offers_no_occasion}
# These change the letters of texts too, or lose lines.
CHANGE_TEXTS = {"invisible", "escaped", "entities", "quoted_printable", "lines_moved"}


def random_answers(rng: Random) -> dict[str, Answer]:
    """Answers as a person gives them; the texts do not look like parts of the form."""
    answers = {}
    for item in CORE:
        basis: Basis = rng.choice(BASES)
        evidence = rng.choice(("", "", "Late in May.\nTwice.", "We paid half of it, see minutes."))
        kind = rng.choice("0123401234u" + ("n" if item in WITH_OCCASION else "") + "-")
        if kind == "-":
            continue
        if kind == "n":
            answers[item] = Answer(skip="no-occasion", reason="No cause yet.", basis=basis)
        elif kind == "u":
            answers[item] = Answer(skip="unknown", basis=basis, evidence=evidence)
        else:
            side = rng.choice((None, *PERSPECTIVES)) if kind == "2" else None
            answers[item] = Answer(int(kind), side, basis=basis, evidence=evidence)
    return answers


def texts(answer: Answer) -> list[list[str]]:
    return [answer.evidence.split(), answer.reason.split()]


def kept(answer: Answer) -> tuple[object, ...]:
    return answer.score, answer.done_by, answer.skip, answer.basis


def score_alone(answer: Answer) -> tuple[object, ...]:
    """Where the line of the basis may be gone, the basis is what it is without one."""
    return answer.score, answer.skip
