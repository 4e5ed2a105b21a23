"""The caveats of a verdict: what its class rests on, as sentences, in brief and in one word.

A class is never named without its caveats: one perspective only, the quick form, answers still to
come, little evidence, untested key questions, few occasions, nearly equal scores, answers to an
older version, files that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partnercheck.base.english import capitalised, is_or_are, listed, plural
from partnercheck.base.records import Perspective, Response
from partnercheck.questionnaires.records import Condition, Instrument
from partnercheck.report.words.asked import newer_request_phrases
from partnercheck.report.words.respondents import straight_line_sentence
from partnercheck.report.words.verdict import (
    VIEWS,
    a_class,
    confidential_on,
    few_occasions_count,
    headline,
    topics_of,
)
from partnercheck.rules.classify import few_with_evidence, mostly_opinion
from partnercheck.rules.records import ConditionVerdict, Verdict
from partnercheck.rules.respondents import straight_lines
from partnercheck.rules.sides import differing_classes
from partnercheck.rules.what_if import pending_can_change
from partnercheck.verdicts.judged import JudgedVendor, unread_of
from partnercheck.workspace.read_vendor import VENDOR_FILE

ONE_VIEW: dict[Perspective, str] = {
    "buyer": "This is our view only: the vendor has not answered.",
    "vendor": "This is the vendor's view only: we have not answered.",
}
UNREADABLE = "unreadable file"


def summary_sentences(judged: JudgedVendor) -> list[str]:
    """Return the headline on a vendor and all its caveats, one sentence each."""
    vendor = judged.vendor
    first = headline(judged.instrument, judged.verdict, vendor.name, vendor.stage)
    return [first, *vendor_caveats(judged)]


def vendor_caveats(judged: JudgedVendor) -> list[str]:
    """Return all caveats of a vendor's verdict as sentences; unreadable files come first."""
    sentences = [*shared_caveats(judged), *_opinion_sentences(judged.instrument, judged.verdict)]
    if pending_is_harmless(judged):
        pending = _pending_sentence(judged.verdict)
        count = plural(judged.verdict.pending_count, "answer")
        they = "it" if judged.verdict.pending_count == 1 else "they"
        known = f"{capitalised(count)} still to come; {they} cannot change the class."
        sentences = [known if each == pending else each for each in sentences]
    if archived := judged.vendor.archived:
        sentences.insert(0, f"It was archived on {archived}.")
    lines = straight_lines(judged.instrument, judged.round.responses)
    sentences += [f"{phrase}." for phrase in newer_request_phrases(judged)]
    return [*(straight_line_sentence(line) for line in lines), *sentences]


def shared_caveats(judged: JudgedVendor) -> list[str]:
    """Return the caveats that the vendor may read too: without names and without our aims."""
    sentences = _shared_sentences(judged.instrument, judged.verdict)
    if older := older_versions(judged.instrument, judged.round.responses):
        sentences.append(_older_sentence(judged.instrument, older))
    unread = {problem.file for problem in judged.errors}
    of_answers = {file for file in unread if _holds_answers(file)}
    if others := len(unread - of_answers):
        their = "its" if others == 1 else "their"
        files = plural(others, UNREADABLE)
        sentences.insert(0, f"{files}: {their} content is missing here.")
    if of_answers:
        their = "its" if len(of_answers) == 1 else "their"
        files = plural(len(of_answers), UNREADABLE)
        sentences.insert(0, f"{files}: {their} answers are unknown.")
    return sentences


def _holds_answers(file: str) -> bool:
    """Whether a file of a vendor contains a person's answers, judging by the file's name."""
    name = file.rpartition("/")[2]
    return name.startswith(("buyer.", "vendor.")) and name != VENDOR_FILE


def caveats(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the caveats that follow from the verdict alone, one sentence each."""
    return [*_shared_sentences(instrument, verdict), *_opinion_sentences(instrument, verdict)]


def _shared_sentences(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the caveats from the verdict alone that the vendor may read too.

    A caveat about little evidence is not among them: it would sound as if the vendor's answers did
    not count.
    """
    sentences = []
    if views := differing_classes(instrument, verdict):
        ours, theirs = (a_class(instrument, view) for view in views)
        sentences.append(f"By our answers alone the class is {ours}, by the vendor's {theirs}.")
    if verdict.one_sided:
        sentences.append(ONE_VIEW[verdict.sides[0]])
    if verdict.quick:
        sentences.append(_quick_sentence(instrument, verdict))
    if verdict.provisional:
        sentences.append(_pending_sentence(verdict))
    if verdict.untested_items:
        topics = listed(topics_of(instrument, verdict.untested_items))
        sentences.append(f"Untested: {topics}. Nothing of the kind came up.")
    if verdict.few_occasions:
        sentences.append(f"Few occasions: {few_occasions_count(verdict)}.")
    return sentences


def _pending_sentence(verdict: Verdict) -> str:
    pending = plural(verdict.pending_count, "answer")
    be = is_or_are(verdict.pending_count)
    return f"The class is provisional: {pending} {be} still to come{_unknown_besides(verdict)}."


def _unknown_besides(verdict: Verdict) -> str:
    """Return how many further open questions the only respondent has answered with "unknown"."""
    unknown = verdict.open_count - verdict.pending_count
    if verdict.respondent_count != 1 or unknown < 1:
        return ""
    were = "was" if unknown == 1 else "were"
    return f", and {plural(unknown, 'question')} {were} answered “don't know”"


def answers_to_come(verdict: Verdict) -> str:
    """Return the number of answers that are still to come: "7 answers still to come"."""
    return f"{plural(verdict.pending_count, 'answer')} still to come"


def pending_is_harmless(judged: JudgedVendor) -> bool:
    """Return whether answers are still to come, and the class is the same whatever they say."""
    instrument, verdict = judged.instrument, judged.verdict
    if not verdict.provisional or not verdict.settled:
        return False
    unread = unread_of(instrument, judged.round)
    return not pending_can_change(instrument, judged.round.responses, verdict, unread)


def _quick_sentence(instrument: Instrument, verdict: Verdict) -> str:
    """Return a sentence on the use of the quick form, with the side if only one side used it."""
    of_all = f"{len(instrument.form_items('quick'))} of {len(instrument.items)} questions"
    question_counts = {
        side: sum(len(condition.sides[side].items) for condition in verdict.conditions)
        for side in verdict.sides
    }
    quick = [side for side, count in question_counts.items() if count < len(instrument.items)]
    if len(quick) == len(verdict.sides):
        return f"Only the quick form was answered: {of_all}."
    whose = {"buyer": "Our view", "vendor": "The vendor's view"}[quick[0]]
    return f"{whose} rests on the quick form: {of_all}."


def older_versions(
    instrument: Instrument, responses: Sequence[Response]
) -> dict[Perspective, list[int]]:
    """Return, for each side, the other versions of the questionnaire that people answered."""
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
        f"{people} answered {named} of the questionnaire; the answers are judged by "
        f"version {instrument.version}."
    )


def _opinion_sentences(instrument: Instrument, verdict: Verdict) -> list[str]:
    return [f"{capitalised(phrase)}." for phrase in opinion_phrases(instrument, verdict)]


def opinion_phrases(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return short phrases that name the side and the conditions with little evidence.

    A key question that is scored high without evidence is named by itself: one question does not
    make a condition mostly opinion. The vendor's confidential questions are not named.
    """
    phrases = []
    for side in verdict.sides:
        of_side = [(c.name, v.sides[side]) for c, v in paired(instrument, verdict)]
        few = [
            (name, evidence) for name, evidence in of_side if mostly_opinion(instrument, evidence)
        ]
        if len(few) == len(of_side):
            scored = sum(evidence.score_count for _, evidence in few)
            evidenced = sum(evidence.evidenced_count for _, evidence in few)
            view = "" if verdict.one_sided else f" in {VIEWS[side]}"
            count = f"only {evidenced}" if evidenced else "none"
            phrases.append(f"evidence for {count} of {plural(scored, 'score')}{view}")
            continue
        view = "" if verdict.one_sided else f" in {VIEWS[side]}"
        parts: list[str] = []
        bare: list[str] = []
        for name, evidence in few:
            if few_with_evidence(instrument, evidence):
                scores = plural(evidence.score_count, "score")
                parts.append(f"{name} ({evidence.evidenced_count} of {scores})")
            elif confidential_on(instrument, side) & set(evidence.critical_without_evidence):
                parts.append(name)
            else:
                bare += evidence.critical_without_evidence
        phrases += [f"little evidence{view}: {listed(parts)}"] if parts else []
        if bare:
            answers = "answer" if len(bare) == 1 else "answers"
            topics = listed(topics_of(instrument, bare))
            phrases.append(f"no evidence{view} for the {answers} on {topics}")
    return phrases


def paired(
    instrument: Instrument, verdict: Verdict
) -> Iterator[tuple[Condition, ConditionVerdict]]:
    """Yield each condition with its verdict."""
    yield from zip(instrument.conditions, verdict.conditions, strict=True)
