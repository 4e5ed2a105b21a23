"""The verdict on a questionnaire's answers in words, while people answer it and at its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.assessing.sitting import Sitting
from partnercheck.base.english import is_or_are, plural
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.scores import span
from partnercheck.report.words.caveat_phrases import judged_caveats, qualifiers
from partnercheck.report.words.caveats import summary_sentences
from partnercheck.report.words.five_lines import five_lines
from partnercheck.report.words.lenses import summary, warning_text
from partnercheck.report.words.verdict import class_range
from partnercheck.rules.classify import judge
from partnercheck.rules.lenses import judge_lens
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor, earlier_verdicts, judge_vendor
from partnercheck.verdicts.lenses import lenses

OF_ALL_RESPONDENTS = ("our view only", "the vendor's view only", "provisional")


def place_in_condition(sitting: Sitting, item: Item, *, short: bool = False) -> str:
    """Return the condition of an item, and the item's number in it: "Learning 3 of 7"."""
    condition = next(c for c in sitting.instrument.conditions if c.id == item.condition)
    return numbered(condition.short if short else condition.name, sitting.items, item)


def numbered(condition: str, items: Sequence[Item], item: Item) -> str:
    """Return the name of a condition, and an item's number in it: "Learning 3 of 7"."""
    siblings = [each.id for each in items if each.condition == item.condition]
    return f"{condition} {siblings.index(item.id) + 1} of {len(siblings)}"


def progress(sitting: Sitting) -> str:
    """Return how many questions of the form have an answer: "3 of 28 answered"."""
    return f"{sitting.done} of {len(sitting.items)} answered"


class AnswerCounts(NamedTuple):
    """The numbers of questions of a form by the kind of their answer."""

    scored: int
    no_occasion: int
    unknown: int
    unanswered: int


def answer_counts(sitting: Sitting) -> AnswerCounts:
    """Return how many questions of the form have a score, another answer, or no answer."""
    answers = [sitting.answer_to(item.id) for item in sitting.items]
    return AnswerCounts(
        sum(answer.score is not None for answer in answers),
        sum(answer.skip == "no-occasion" for answer in answers),
        sum(answer.skip == "unknown" for answer in answers),
        sum(not answer.is_answered for answer in answers),
    )


def resumed(sitting: Sitting) -> str:
    """Return the progress of a questionnaire that was started earlier; empty for a new one."""
    remaining = len(sitting.items) - sitting.done
    if not sitting.done:
        return ""
    if not remaining:
        unknown = _unknown_answers(answer_counts(sitting))
        return f"Resumed: no question is left{unknown}" if unknown else "Resumed: all answered"
    return f"Resumed: {sitting.done} answered, {remaining} left"


def by_these_answers(sitting: Sitting) -> str:
    """Return the verdict on one respondent's answers alone, with the conditions that are complete.

    Empty for a form that will be sent back, since a verdict needs both sides' answers.
    """
    if sitting.file.handover:
        return ""
    instrument = sitting.instrument
    if not instrument.classifies:
        return _by_these_facets(sitting)
    verdict = judge(instrument, [sitting.response])
    caveats_so_far = [
        text for text in qualifiers(instrument, verdict) if not text.startswith(OF_ALL_RESPONDENTS)
    ]
    scores = [
        f"{each.name} {span(found.low, found.high)} {found.state_low}"
        for each, found in zip(instrument.conditions, verdict.conditions, strict=True)
        if sitting.complete(each.id) and found.state_low == found.state_high
    ]
    verdict_words = f"By your answers alone: {class_range(instrument, verdict)}"
    return "; ".join([", ".join([verdict_words, *caveats_so_far]), *scores])


def _by_these_facets(sitting: Sitting) -> str:
    """Return the scores of a lens's complete facets by one respondent's answers alone."""
    verdict = judge_lens(sitting.instrument, [sitting.response])
    scores = [
        f"{facet.name} {span(each.low, each.high)} {each.state_low}"
        for facet, each in zip(sitting.instrument.conditions, verdict.facets, strict=True)
        if sitting.complete(facet.id) and each.state_low == each.state_high
    ]
    return f"By your answers alone: {'; '.join(scores) or 'nothing complete yet'}"


def judged_so_far(sitting: Sitting) -> JudgedVendor:
    """Return the vendor judged by all answers of the round, including this respondent's."""
    workspace, who = sitting.file.workspace, sitting.response
    return judge_vendor(workspace, who.vendor, who.round)


class Ending(NamedTuple):
    """The summary at the end of a questionnaire."""

    progress: str  # how many questions are left, and how many were answered with "I don't know"
    verdict: str  # the class with its caveats; for a form, how to send it back
    conditions: list[tuple[str, ConditionVerdict]]  # the name and the result of each condition
    lines: list[str]  # five lines to paste; for a lens, its warnings
    judged: JudgedVendor | None = None  # None for a form
    caveats: Sequence[str] = ()  # in a few words each


def ending(sitting: Sitting) -> Ending:
    """Return the verdict on all answers of the round or, for a form, how to send it back."""
    if sitting.file.handover:
        return _form_ending(sitting)
    if not sitting.instrument.classifies:
        return _lens_ending(sitting)
    judged = judged_so_far(sitting)
    instrument, verdict = judged.instrument, judged.verdict
    sentences = " ".join(summary_sentences(judged))
    conditions = [
        (condition.name, each)
        for condition, each in zip(instrument.conditions, verdict.conditions, strict=True)
    ]
    lines = five_lines(judged)
    caveats = judged_caveats(judged)
    return Ending(_open_questions(sitting), sentences, conditions, lines, judged, caveats)


def _lens_ending(sitting: Sitting) -> Ending:
    """Return the result of a lens on all answers, which never changes the vendor's verdict."""
    judged = judged_so_far(sitting)
    workspace = sitting.file.workspace
    kinds = lenses(workspace, judged, earlier_verdicts(workspace, judged))
    lens = next(each for each in kinds if each.instrument.id == sitting.instrument.id)
    conditions = [
        (facet.name, each)
        for facet, each in zip(lens.instrument.conditions, lens.verdict.facets, strict=True)
    ]
    vendor = judged.vendor.name
    sentence = f"{vendor}, {lens.instrument.name}: {summary(lens)}"
    warned = [f"{each.name}: {warning_text(lens, each)}" for each in lens.warnings]
    unchanged = "The lens explains the verdict and does not change it."
    lines = ["", unchanged, *warned]
    return Ending(_open_questions(sitting), sentence, conditions, lines, judged)


def states_in_words(verdict: ConditionVerdict) -> str:
    """Return a state, or the range of states that are possible: "partial to present"."""
    low, high = verdict.state_low, verdict.state_high
    return low if low == high else f"{low} to {high}"


def _form_ending(sitting: Sitting) -> Ending:
    handover = sitting.file.handover
    return Ending(_open_questions(sitting), handover, [], [handover])


def _open_questions(sitting: Sitting) -> str:
    """Return how many questions are left, and how many the person could not answer."""
    counts = answer_counts(sitting)
    unknown = _unknown_answers(counts)
    if counts.unanswered:
        return (
            f"{plural(counts.unanswered, 'question')} {is_or_are(counts.unanswered)} left{unknown}."
        )
    return f"No question is left{unknown}." if unknown else "All questions answered."


def _unknown_answers(counts: AnswerCounts) -> str:
    """Return the rest of a sentence: how many answers are *I don't know*; empty if no answer is."""
    are = "answer is" if counts.unknown == 1 else "answers are"
    return f'; {counts.unknown} {are} "I don\'t know"' if counts.unknown else ""
