"""What a questionnaire comes to, in words: on the way, and at its end."""

from __future__ import annotations

from typing import NamedTuple

from partnercheck.assessing.sitting import Sitting
from partnercheck.base.english import plural
from partnercheck.exchange.form_answering import FormSitting
from partnercheck.questionnaires.scores import span
from partnercheck.report.words.five_lines import five_lines
from partnercheck.report.words.lenses import summary
from partnercheck.report.words.verdict import caveats, class_range, headline, qualifiers
from partnercheck.rules.classify import judge
from partnercheck.rules.lenses import look
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor, earlier_verdicts, judge_vendor
from partnercheck.verdicts.lenses import lenses

OF_ALL_RESPONDENTS = ("on our side", "on the vendor's side", "provisional")


def by_these_answers(sitting: Sitting) -> str:
    """The verdict on one respondent's answers alone, with the conditions that are complete.

    Nothing for a form: what it comes to is for both sides together.
    """
    if isinstance(sitting, FormSitting):
        return ""
    instrument = sitting.instrument
    if not instrument.classifies:
        return _by_these_facets(sitting)
    verdict = judge(instrument, [sitting.response])
    resting = [
        text for text in qualifiers(instrument, verdict) if not text.startswith(OF_ALL_RESPONDENTS)
    ]
    scores = [
        f"{each.name} {span(found.low, found.high)} {found.state_low}"
        for each, found in zip(instrument.conditions, verdict.conditions, strict=True)
        if sitting.complete(each.id) and found.state_low == found.state_high
    ]
    said = f"By your answers alone: {class_range(instrument, verdict)}"
    return "; ".join([", ".join([said, *resting]), *scores])


def _by_these_facets(sitting: Sitting) -> str:
    """The facets of a lens on one respondent's answers alone, those that are complete."""
    found = look(sitting.instrument, [sitting.response])
    scores = [
        f"{facet.name} {span(each.low, each.high)} {each.state_low}"
        for facet, each in zip(sitting.instrument.conditions, found.facets, strict=True)
        if sitting.complete(facet.id) and each.state_low == each.state_high
    ]
    return f"By your answers alone: {'; '.join(scores) or 'nothing complete yet'}"


def found_so_far(sitting: Sitting) -> JudgedVendor:
    """The vendor by all answers of the round, this respondent's among them."""
    workspace, who = sitting.workspace, sitting.response
    return judge_vendor(workspace, who.vendor, who.round)


class Ending(NamedTuple):
    """The end of a questionnaire in words.

    `left` says how many questions are left, `verdict` the class with its caveats; a condition is
    its name, its score or range, and its state or states; `lines` are the five lines to paste.
    """

    left: str
    verdict: str
    conditions: list[tuple[str, str, str]]
    lines: list[str]


def ending(sitting: Sitting) -> Ending:
    """What all answers in the round come to; for a form, that it goes back."""
    if isinstance(sitting, FormSitting):
        return _form_ending(sitting)
    if not sitting.instrument.classifies:
        return _lens_ending(sitting)
    found = found_so_far(sitting)
    instrument, verdict = found.instrument, found.verdict
    left = len(sitting.items) - sitting.done
    told = f"{plural(left, 'question')} without an answer" if left else "All questions answered"
    vendor = found.vendor.name
    said = " ".join([headline(instrument, verdict, vendor), *caveats(instrument, verdict)])
    conditions = [
        (condition.name, span(each.low, each.high), _states(each))
        for condition, each in zip(instrument.conditions, verdict.conditions, strict=True)
    ]
    return Ending(f"{told}.", said, conditions, five_lines(found))


def _lens_ending(sitting: Sitting) -> Ending:
    """What all answers to a lens come to; it explains the verdict, and changes none."""
    found = found_so_far(sitting)
    kinds = lenses(sitting.workspace, found, earlier_verdicts(sitting.workspace, found))
    lens = next(each for each in kinds if each.instrument.id == sitting.instrument.id)
    left = len(sitting.items) - sitting.done
    told = f"{plural(left, 'question')} without an answer" if left else "All questions answered"
    conditions = [
        (facet.name, span(each.low, each.high), _states(each))
        for facet, each in zip(lens.instrument.conditions, lens.verdict.facets, strict=True)
    ]
    vendor = found.vendor.name
    said = f"{vendor} through {lens.instrument.name}: {summary(lens)}."
    warned = [f"{each.name}: {each.text}" for each in lens.warnings]
    unchanged = "It explains the verdict, and changes none."
    return Ending(f"{told}.", said, conditions, ["", unchanged, *warned])


def _states(found: ConditionVerdict) -> str:
    low, high = found.state_low, found.state_high
    return low if low == high else f"{low} to {high}"


def _form_ending(sitting: FormSitting) -> Ending:
    left = len(sitting.items) - sitting.done
    told = f"{plural(left, 'question')} without an answer" if left else "All questions answered"
    what_next = sitting.what_next()
    return Ending(f"{told}.", what_next, [], [what_next])
