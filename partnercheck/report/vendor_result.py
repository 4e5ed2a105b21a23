"""The result to send to a vendor: both sides' views, and nothing else of ours."""

from __future__ import annotations

from collections.abc import Iterator

from partnercheck.base.cells import column_text, padded
from partnercheck.base.english import listed, plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Perspective, UnreadableError
from partnercheck.questionnaires.scores import span
from partnercheck.report.words.verdict import class_range
from partnercheck.rules.classify import judge
from partnercheck.verdicts.judged import JudgedVendor, judge_vendor
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import Description


def result_text(
    workspace: Workspace, described: str | Description, round_id: str = ""
) -> tuple[str, str]:
    """Return the text for the vendor, without evidence, names or aims, and its round.

    Raises UserError if a side has no score yet, or a file of the round cannot be read.
    """
    judged = judge_vendor(workspace, described, round_id)
    if judged.errors:
        raise UnreadableError(judged.errors, str(workspace.root))
    for side, who in (("buyer", workspace.settings.organisation), ("vendor", judged.vendor.name)):
        if side not in judged.verdict.sides:
            raise UserError(f"{who} has not answered in {judged.round.id or 'any round'} yet")
    return "\n".join(_result(workspace.settings.organisation, judged)) + "\n", judged.round.id


def _result(organisation: str, judged: JudgedVendor) -> Iterator[str]:
    instrument = judged.instrument
    yield f"{organisation} and {judged.vendor.name}: both views, {judged.round.id}"
    yield ""
    yield f"{'':26}{'Our view':>12}{'Your view':>12}{'Difference':>13}"
    wide_gaps = []
    for condition, verdict in zip(instrument.conditions, judged.verdict.conditions, strict=True):
        sides = [verdict.sides["buyer"], verdict.sides["vendor"]]
        ours, theirs = (span(side.low, side.high) for side in sides)
        gap = "-" if verdict.gap is None else f"{int(verdict.gap):+d}"
        yield f"{padded(column_text(condition.name), 26)}{ours:>12}{theirs:>12}{gap:>13}"
        if verdict.gap is not None and abs(verdict.gap) >= instrument.limits.gap:
            wide_gaps.append(condition.name)
    yield ""
    yield f"By our answers:   {_class(judged, 'buyer')}"
    yield f"By your answers:  {_class(judged, 'vendor')}"
    yield ""
    yield "Scores run from 0 to 100; a range means that answers are missing or differ."
    yield "The difference is ours less yours, over the questions both sides scored."
    if wide_gaps:
        yield f"Far apart, and worth a talk: {listed(wide_gaps)}."


def _class(judged: JudgedVendor, side: Perspective) -> str:
    """Return the class according to one side's answers alone, in words."""
    responses = [each for each in judged.round.responses if each.perspective == side]
    verdict = judge(judged.instrument, responses)
    notes = [f"{plural(verdict.open, 'question')} open"] if verdict.open else []
    notes += ["quick look"] if verdict.quick else []
    return ", ".join([class_range(judged.instrument, verdict), *notes])
