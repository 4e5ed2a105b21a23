"""Answers for the tests of a verdict's robustness."""

from __future__ import annotations

from partnercheck.base.records import Answer, Basis, Response
from partnercheck.questionnaires.records import ClassRule, Instrument, Limits, States, VendorClass
from partnercheck.rules.records import Verdict
from partnercheck.rules.robustness import CheckResult
from tests.oracle import classification as oracle
from tests.support.strategies import (
    named_condition,
    question,
    response,
)


def check_result(instrument: Instrument, other: Verdict, found: Verdict) -> CheckResult:
    """The definition: the same two classes; a range that contains them; anything else."""
    if (other.worst_class, other.best_class) == (found.worst_class, found.best_class):
        return "holds"
    best = oracle.class_index(instrument, other.best_class)
    worst = oracle.class_index(instrument, other.worst_class)
    ids = {each.id for each in instrument.classes[best : worst + 1]}
    return "opens" if {found.worst_class, found.best_class} <= ids else "moves"


def one_by_one() -> Instrument:
    """Two conditions of one item each, present from 70; best asks for both."""
    rules = ((2,), (1,), ())
    return Instrument(
        id="small",
        name="Small",
        conditions=tuple(named_condition(each) for each in ("c0", "c1")),
        items=tuple(question(each, 0, core=True, critical=False) for each in ("c0", "c1")),
        classifies=True,
        states=States(present=70, partial=40),
        limits=Limits(least_items=1),
        classes=tuple(
            VendorClass(
                id=each,
                name=each,
                short=each[0],
                glyph=each[0],
                rules=tuple(ClassRule(at_least={"present": count}) for count in asked)
                or (ClassRule(),),
            )
            for each, asked in zip(("best", "good", "last"), rules, strict=True)
        ),
    )


def scores(*values: int, basis: Basis = "opinion", respondent: str = "Alice Moreau") -> Response:
    """A file of scores on the two items, all on one basis and with a text."""
    answers = {
        item: Answer(score=value, basis=basis, evidence="In June.")
        for item, value in zip(("c0-0", "c1-0"), values, strict=True)
    }
    return response("buyer", answers, respondent=respondent)
