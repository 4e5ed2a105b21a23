"""The caveats of a verdict in a few words each, for lists, tables and one-line verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from partnercheck.base.english import joined, listed, plural
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.asked import unanswered_phrases
from partnercheck.report.words.caveats import (
    UNREADABLE,
    older_versions,
    opinion_phrases,
    paired,
    pending_is_harmless,
)
from partnercheck.report.words.unsettled import all_unsettled, decisive_counts
from partnercheck.report.words.verdict import VIEWS, confidential_on, few_occasions_count, topics_of
from partnercheck.rules.classify import few_with_evidence
from partnercheck.rules.gap import gap_marked, gap_of
from partnercheck.rules.records import Verdict
from partnercheck.rules.respondents import straight_lines
from partnercheck.rules.sides import differing_classes
from partnercheck.verdicts.judged import JudgedVendor


def judged_caveats(judged: JudgedVendor) -> list[str]:
    """Return all caveats of a vendor's class in a few words each; unreadable files come first."""
    lines = straight_lines(judged.instrument, judged.round.responses)
    shared = shared_phrases(judged)
    if pending_is_harmless(judged):
        shared = [each.removeprefix("provisional, ") for each in shared]
    return [
        *shared,
        *(
            f"{line.equal_count} of {line.score_count} scores by one person are the same"
            for line in lines
        ),
        *opinion_phrases(judged.instrument, judged.verdict),
        *unanswered_phrases(judged),
    ]


def shared_phrases(judged: JudgedVendor) -> list[str]:
    """Return the caveats that the vendor may read too, in a few words each."""
    instrument, responses = judged.instrument, judged.round.responses
    files = {problem.file for problem in judged.errors}
    unread = [plural(len(files), UNREADABLE)] if files else []
    expected = judged.vendor.stage == "candidate" and judged.verdict.assessed
    phrases = [*unread, *(["not signed yet"] if expected else [])]
    phrases += _qualifiers(instrument, judged.verdict)
    if older := older_versions(instrument, responses):
        phrases.append(f"older version: {plural(sum(map(len, older.values())), 'response')}")
    return phrases


def straight_line_names(judged: JudgedVendor) -> str:
    """Return the respondents who gave nearly the same score throughout, in a list."""
    lines = straight_lines(judged.instrument, judged.round.responses)
    return joined(line.respondent for line in lines)


def qualifiers(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the caveats that follow from the verdict alone, in a few words each."""
    return [*_qualifiers(instrument, verdict), *opinion_phrases(instrument, verdict)]


def _qualifiers(instrument: Instrument, verdict: Verdict) -> Iterator[str]:
    if views := differing_classes(instrument, verdict):
        ours, theirs = (instrument.class_named(view).name for view in views)
        yield f"our answers alone: {ours}, the vendor's: {theirs}"
    if verdict.one_sided:
        yield {"buyer": "our view only", "vendor": "the vendor's view only"}[verdict.sides[0]]
    if verdict.assessed and not verdict.settled:
        counts = zip(decisive_counts(instrument, verdict), all_unsettled(verdict), strict=True)
        for (count, all_of), word in zip(counts, ("open", "disputed"), strict=True):
            if count:
                of_which = f", {count} of which can change the class" if count < all_of else ""
                yield f"{plural(max(count, all_of), 'question')} {word}{of_which}"
    if verdict.quick:
        yield "quick form"
    if verdict.provisional:
        yield f"provisional, {plural(verdict.pending_count, 'answer')} still to come"
    if verdict.untested_items:
        yield f"untested: {', '.join(topics_of(instrument, verdict.untested_items))}"
    if verdict.few_occasions:
        yield f"few occasions: {few_occasions_count(verdict)}"


def short_caveats(judged: JudgedVendor, in_words: bool = False) -> list[str]:
    """Return all caveats of a vendor's class, one or two words each, for a narrow column.

    With `in_words` the caveats are longer and need no legend.
    """
    instrument, verdict = judged.instrument, judged.verdict
    return [
        *(full if in_words else short for short, full in _before_the_views(judged)),
        *_views_apart(instrument, verdict, in_words),
        *(full if in_words else short for short, full in _of_the_answers(judged)),
        *_short_opinion(instrument, verdict, in_words),
        *(full if in_words else short for short, full in _of_the_occasions(judged)),
    ]


def _before_the_views(judged: JudgedVendor) -> Iterator[tuple[str, str]]:
    """Yield the caveats about the whole class, each abbreviated and in full."""
    if count := len({problem.file for problem in judged.errors}):
        yield f"{count} unreadable", plural(count, UNREADABLE)
    if judged.vendor.stage == "candidate" and judged.verdict.assessed:
        yield "not signed", "not signed yet"


def _of_the_answers(judged: JudgedVendor) -> Iterator[tuple[str, str]]:
    """Yield the caveats about who answered and how much, each abbreviated and in full."""
    verdict = judged.verdict
    if verdict.one_sided:
        side = verdict.sides[0]
        yield {"buyer": "ours", "vendor": "theirs"}[side], f"{VIEWS[side]} only"
    if straight_lines(judged.instrument, judged.round.responses):
        yield "scores alike", "nearly all scores alike"
    if verdict.quick:
        yield "quick", "quick form"
    if verdict.provisional:
        count = verdict.pending_count
        yield f"{count} to come", f"{plural(count, 'answer')} still to come"


def _of_the_occasions(judged: JudgedVendor) -> Iterator[tuple[str, str]]:
    """Yield the caveats about what could not be judged well, each abbreviated and in full."""
    verdict = judged.verdict
    if verdict.untested_items:
        topics = ", ".join(topics_of(judged.instrument, verdict.untested_items))
        yield "untested", f"untested: {topics}"
    if verdict.few_occasions:
        yield "few occasions", "few occasions"
    if older_versions(judged.instrument, judged.round.responses):
        yield "older version", "older version of the questionnaire"


def _short_opinion(instrument: Instrument, verdict: Verdict, in_words: bool) -> list[str]:
    """Return the conditions with little evidence, and the key questions that rest on opinion."""
    few, bare = [], []
    for condition, result in paired(instrument, verdict):
        of = [(s, confidential_on(instrument, s)) for s in result.sides]
        if any(few_with_evidence(instrument, side) for side in result.sides.values()) or any(
            hidden & set(result.sides[side].critical_without_evidence) for side, hidden in of
        ):
            few.append(condition)
        else:
            bare += [i for side in result.sides.values() for i in side.critical_without_evidence]
    words = []
    if few:
        names = ", ".join(each.name if in_words else each.short for each in few)
        words.append(
            f"little evidence{'' if len(few) == len(verdict.conditions) else f': {names}'}"
        )
    if bare and in_words:
        words.append(f"no evidence: {listed(topics_of(instrument, bare))}")
    elif bare:
        words.append(f"only an opinion on {plural(len(set(bare)), 'key question')}")
    return words


def _views_apart(instrument: Instrument, verdict: Verdict, in_words: bool) -> list[str]:
    """Return a caveat if the views are far apart, or if at least their classes differ."""
    gap = gap_of(instrument, verdict)
    differing = [
        condition.name if in_words else condition.short
        for condition, each in paired(instrument, verdict)
        if gap_marked(instrument, each)
    ]
    if (gap and gap.marked) or len(differing) == len(instrument.conditions):
        return ["views far apart"]
    if differing:
        return [f"views far apart: {', '.join(differing)}"]
    differ = "the two sides' answers lead to different classes" if in_words else "classes differ"
    return [differ] if differing_classes(instrument, verdict) else []
