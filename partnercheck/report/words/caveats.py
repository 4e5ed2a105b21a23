"""The caveats of a verdict: what its class rests on, as sentences, in brief and in one word.

A class is never named without its caveats: one perspective only, a quick look, answers pending,
mostly opinion, untested, few occasions, straight lines, answers to an older version, files that
cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partnercheck.base.english import capitalised, is_or_are, listed, plural
from partnercheck.base.records import Perspective, Response
from partnercheck.questionnaires.records import Condition, Instrument
from partnercheck.report.words.respondents import straight_line_sentence
from partnercheck.report.words.verdict import VIEWS, a_class, headline, topics_of
from partnercheck.rules.classify import few_with_evidence, mostly_opinion
from partnercheck.rules.gap import gap_marked, gap_of
from partnercheck.rules.records import ConditionVerdict, Side, Verdict
from partnercheck.rules.respondents import straight_lines
from partnercheck.rules.sides import differing_classes
from partnercheck.verdicts.judged import JudgedVendor

ONE_VIEW: dict[Perspective, str] = {
    "buyer": "This is our view only: the vendor has not answered.",
    "vendor": "This is the vendor's view only: we have not answered.",
}


def summary_sentences(judged: JudgedVendor) -> list[str]:
    """Return the headline on a vendor and all its caveats, one sentence each."""
    vendor = judged.vendor
    first = headline(judged.instrument, judged.verdict, vendor.name, vendor.stage)
    return [first, *vendor_caveats(judged)]


def vendor_caveats(judged: JudgedVendor) -> list[str]:
    """Return all caveats of a vendor's verdict as sentences; unreadable files come first."""
    sentences = [*shared_caveats(judged), *_opinion_sentences(judged.instrument, judged.verdict)]
    if archived := judged.vendor.archived:
        sentences.insert(0, f"It was archived on {archived}.")
    lines = straight_lines(judged.instrument, judged.round.responses)
    return [*(straight_line_sentence(line) for line in lines), *sentences]


def shared_caveats(judged: JudgedVendor) -> list[str]:
    """Return the caveats that the vendor may read too: without names and without our aims."""
    sentences = _shared_sentences(judged.instrument, judged.verdict)
    if older := older_versions(judged.instrument, judged.round.responses):
        sentences.append(_older_sentence(judged.instrument, older))
    if unread := len({problem.file for problem in judged.errors}):
        was = "file is" if unread == 1 else "files are"
        sentences.insert(0, f"{unread} {was} not readable, and could say anything.")
    return sentences


def caveats(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the caveats that follow from the verdict alone, one sentence each."""
    return [*_shared_sentences(instrument, verdict), *_opinion_sentences(instrument, verdict)]


def _shared_sentences(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the caveats from the verdict alone that the vendor may read too.

    The vendor reads nowhere that answers are mostly opinion, which sounds as if they did not count.
    """
    sentences = []
    if views := differing_classes(instrument, verdict):
        ours, theirs = (a_class(instrument, view) for view in views)
        sentences.append(f"We see {ours}, the vendor sees {theirs}.")
    if verdict.one_sided:
        sentences.append(ONE_VIEW[verdict.sides[0]])
    if verdict.quick:
        sentences.append(_quick_sentence(instrument, verdict))
    if verdict.provisional:
        pending = plural(verdict.pending_count, "answer")
        sentences.append(
            f"It is provisional: {pending} {is_or_are(verdict.pending_count)} pending."
        )
    if verdict.untested_items:
        topics = listed(topics_of(instrument, verdict.untested_items))
        sentences.append(f"Untested: {topics}. Nothing of the kind came up.")
    if verdict.few_occasions:
        of_form = f"{verdict.without_occasion} of {verdict.item_count} questions"
        sentences.append(f"Few occasions: {of_form} had none.")
    return sentences


def _quick_sentence(instrument: Instrument, verdict: Verdict) -> str:
    """Say that the quick form was used, and on which side if the other used the full one."""
    of_all = f"{len(instrument.form_items('quick'))} of {len(instrument.items)} questions"
    asked = {
        side: sum(len(condition.sides[side].items) for condition in verdict.conditions)
        for side in verdict.sides
    }
    quick = [side for side, count in asked.items() if count < len(instrument.items)]
    if len(quick) == len(verdict.sides):
        return f"This is a quick look, at {of_all}."
    whose = {"buyer": "Our view", "vendor": "The vendor's view"}[quick[0]]
    return f"{whose} is a quick look, at {of_all}."


def older_versions(
    instrument: Instrument, responses: Sequence[Response]
) -> dict[Perspective, list[int]]:
    """Return the other versions of the questionnaire that people answered, by perspective."""
    older: dict[Perspective, list[int]] = {}
    for response in responses:
        other = response.version is not None and response.version != instrument.version
        if other and response.version and response.begun and response.instrument == instrument.id:
            older.setdefault(response.perspective, []).append(response.version)
    return older


def _older_sentence(instrument: Instrument, older: dict[Perspective, list[int]]) -> str:
    versions = sorted({version for of_side in older.values() for version in of_side})
    named = listed([f"version {version}" for version in versions])
    count = sum(map(len, older.values()))
    people = "1 person" if count == 1 else f"{count} people"
    return (
        f"{people} answered {named} of the questionnaire; it is judged by "
        f"version {instrument.version}."
    )


def judged_caveats(judged: JudgedVendor) -> list[str]:
    """Return all caveats of a vendor's class in a few words each; unreadable files come first."""
    lines = straight_lines(judged.instrument, judged.round.responses)
    return [
        *shared_phrases(judged),
        *(
            f"straight line: 1 person scored {line.equal_count} of {line.score_count} alike"
            for line in lines
        ),
        *opinion_phrases(judged.instrument, judged.verdict),
    ]


def _opinion_sentences(instrument: Instrument, verdict: Verdict) -> list[str]:
    return [f"{capitalised(phrase)}." for phrase in opinion_phrases(instrument, verdict)]


def opinion_phrases(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return which side's view is mostly opinion, in which conditions, in a few words each."""
    phrases = []
    for side in verdict.sides:
        of_side = [(c.name, v.sides[side]) for c, v in _paired(instrument, verdict)]
        few = [(name, each) for name, each in of_side if mostly_opinion(instrument, each)]
        if len(few) == len(of_side):
            scored = sum(each.score_count for _, each in few)
            evidenced = sum(each.evidenced_count for _, each in few)
            rests = f"{evidenced} of {plural(scored, 'score')} with evidence"
            view = "" if verdict.one_sided else f"{VIEWS[side]} is "
            phrases.append(f"{view}mostly opinion ({rests})")
        elif few:
            parts = [f"{name} ({_rests(instrument, each)})" for name, each in few]
            view = "" if verdict.one_sided else f" in {VIEWS[side]}"
            phrases.append(f"mostly opinion{view}: {listed(parts)}")
    return phrases


def _rests(instrument: Instrument, side: Side) -> str:
    """Return how many scores of a side have evidence, or which decisive ones have none."""
    if few_with_evidence(instrument, side):
        return f"{side.evidenced_count} of {plural(side.score_count, 'score')} with evidence"
    return f"no evidence for {listed(topics_of(instrument, side.critical_without_evidence))}"


def _paired(
    instrument: Instrument, verdict: Verdict
) -> Iterator[tuple[Condition, ConditionVerdict]]:
    yield from zip(instrument.conditions, verdict.conditions, strict=True)


def shared_phrases(judged: JudgedVendor) -> list[str]:
    """Return the caveats that the vendor may read too, in a few words each."""
    instrument, responses = judged.instrument, judged.round.responses
    files = {problem.file for problem in judged.errors}
    unread = [f"{plural(len(files), 'file')} not readable"] if files else []
    expected = judged.vendor.stage == "candidate" and judged.verdict.assessed
    phrases = [*unread, *(["expected"] if expected else [])]
    phrases += _qualifiers(instrument, judged.verdict)
    if older := older_versions(instrument, responses):
        phrases.append(f"older version: {plural(sum(map(len, older.values())), 'response')}")
    return phrases


def straight_line_names(judged: JudgedVendor) -> str:
    """Return the respondents who gave nearly the same score throughout, in a list."""
    lines = straight_lines(judged.instrument, judged.round.responses)
    return ", ".join(line.respondent for line in lines)


def qualifiers(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the caveats that follow from the verdict alone, in a few words each."""
    return [*_qualifiers(instrument, verdict), *opinion_phrases(instrument, verdict)]


def _qualifiers(instrument: Instrument, verdict: Verdict) -> Iterator[str]:
    if views := differing_classes(instrument, verdict):
        ours, theirs = (instrument.class_named(view).name for view in views)
        yield f"we see {ours}, the vendor {theirs}"
    if verdict.one_sided:
        yield {"buyer": "our view only", "vendor": "the vendor's view only"}[verdict.sides[0]]
    if verdict.open_count and not verdict.settled:
        yield f"{plural(verdict.open_count, 'question')} open"
    if not verdict.settled and (disputed := verdict.disputed_items):
        yield f"{plural(len(disputed), 'question')} disputed"
    if verdict.quick:
        yield "quick look"
    if verdict.provisional:
        yield f"provisional, {plural(verdict.pending_count, 'answer')} pending"
    if verdict.untested_items:
        yield f"untested: {', '.join(topics_of(instrument, verdict.untested_items))}"
    if verdict.few_occasions:
        yield f"few occasions: {verdict.without_occasion} of {verdict.item_count} had none"


def short_caveats(judged: JudgedVendor) -> list[str]:
    """Return all caveats of a vendor's class, one or two words each, for a narrow column."""
    instrument, verdict, responses = judged.instrument, judged.verdict, judged.round.responses
    count, total = len({problem.file for problem in judged.errors}), len(instrument.conditions)
    words = [f"{count} unread"] if count else []
    words += ["expected"] if judged.vendor.stage == "candidate" and verdict.assessed else []
    words += _views_apart(instrument, verdict)
    if verdict.one_sided:
        words.append({"buyer": "ours", "vendor": "theirs"}[verdict.sides[0]])
    words += ["straight lines"] if straight_lines(instrument, responses) else []
    words += ["quick"] if verdict.quick else []
    words += [f"{verdict.pending_count} due"] if verdict.provisional else []
    words += (
        [f"opinion in {len(verdict.opinion_conditions)} of {total}"]
        if verdict.opinion_conditions
        else []
    )
    words += ["untested"] if verdict.untested_items else []
    words += ["few occasions"] if verdict.few_occasions else []
    words += ["older version"] if older_versions(instrument, responses) else []
    return words


def _views_apart(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return that the views are far apart, or that only the classes differ; none otherwise."""
    gap = gap_of(instrument, verdict)
    if (gap and gap.marked) or any(gap_marked(instrument, each) for each in verdict.conditions):
        return ["views far apart"]
    return ["views differ"] if differing_classes(instrument, verdict) else []
