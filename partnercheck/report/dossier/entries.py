"""The dossier of a vendor: the verdict and its reasons, down to each person's answers.

The screen and `show` use the same list of entries. `expanded` holds ids: a condition in it is
followed by the condition's items, and an item by the item's answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partnercheck.base.english import plural
from partnercheck.base.records import Answer, Perspective, Response
from partnercheck.questionnaires.records import Condition, Item
from partnercheck.questionnaires.scores import span
from partnercheck.report.comparison import item_value
from partnercheck.report.dossier.about import answered_by, description, files
from partnercheck.report.dossier.firmness import far_apart, how_firm, one_side_did
from partnercheck.report.dossier.history import decided, over_time, people
from partnercheck.report.signs import state_sign
from partnercheck.report.words.ask_next import ask_next
from partnercheck.report.words.caveats import vendor_caveats
from partnercheck.report.words.entry import MORE_QUESTIONS, Entry, Pointer
from partnercheck.report.words.find_out_next import no_question
from partnercheck.report.words.gap import difference_text, in_words
from partnercheck.report.words.movers import movers_of
from partnercheck.report.words.one_reason import sentence
from partnercheck.report.words.reasons import one_sided_sentences, stops_in_short
from partnercheck.report.words.so_far import unless_harm
from partnercheck.report.words.steps import first_step, way_down, way_up
from partnercheck.report.words.target import at_target, target_entry
from partnercheck.report.words.verdict import headline
from partnercheck.rules.reasons import reasons
from partnercheck.rules.records import ConditionVerdict, ItemReading, Side
from partnercheck.verdicts.history import RoundHistory
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import Lens

VIEWS: dict[Perspective, str] = {"buyer": "our view", "vendor": "the vendor's"}
BASIS_WORDS = {
    "opinion": "an opinion",
    "observed": "seen",
    "documented": "written down",
    "reference": "a reference",
    "pilot": "a pilot",
}
DONE_BY: dict[Perspective | None, str] = {
    "buyer": ", we did it",
    "vendor": ", they did it",
    None: "",
}
QUESTIONS = 3
# The reasons whose sentences name items.
NAMING = ("stopped", "undecided")


def dossier(
    judged: JudgedVendor,
    expanded: frozenset[str] = frozenset(),
    answered: Sequence[Response] | None = None,
    past: Sequence[RoundHistory] = (),
    more: Sequence[Entry] = (),
    overdue_words: str = "",
    warnings: Sequence[str] = (),
    lenses: Sequence[Lens] = (),
) -> list[Entry]:
    """Return every entry about a vendor in its round.

    `answered` are the responses whose answers are quoted (default: those judged); `past` are the
    vendor's rounds, oldest first, for the trend and the decisions; `more` are the entries about
    lenses, goals and meetings; `overdue_words` names the overdue goals and meetings; `warnings`
    are the names of the lens warnings; `lenses` say who answered the extra questions.
    """
    everybody = judged.round.responses if answered is None else answered
    quoted = [each for each in everybody if each.instrument == judged.instrument.id]
    return [
        *_verdict(judged, overdue_words, warnings),
        *decided(judged, past),
        *why(judged),
        *(
            entry
            for condition in judged.instrument.conditions
            for entry in condition_entries(judged, condition, expanded, quoted)
        ),
        *far_apart(judged),
        *ways(judged),
        *questions(judged, expanded),
        *how_firm(judged),
        *one_side_did(judged),
        *more,
        *people(judged, expanded),
        *over_time(judged, past),
        *answered_by(judged, lenses),
        *description(judged),
        *files(judged),
    ]


def headline_of(judged: JudgedVendor) -> str:
    """Return the headline of a vendor, with the weakest condition that keeps its class down."""
    instrument, verdict, vendor = judged.instrument, judged.verdict, judged.vendor
    stops = ""
    if reasons(instrument, verdict):
        stops = stops_in_short(instrument, verdict, with_lowest=False)
    return headline(instrument, verdict, vendor.name, vendor.stage, because=stops)


def _verdict(judged: JudgedVendor, overdue_words: str, warnings: Sequence[str]) -> Iterator[Entry]:
    yield Entry("Verdict", headline_of(judged), "head")
    if unless := unless_harm(judged):
        yield Entry("", unless)
    if limiting := vendor_caveats(judged):
        yield Entry("Caveats", " ".join(limiting))
    yield Entry("Target", target_entry(judged, overdue_words, warnings))


def why(
    judged: JudgedVendor, hidden: frozenset[str] = frozenset(), for_vendor: bool = False
) -> Iterator[Entry]:
    """Yield every reason for the verdict, except those that name an item in `hidden`.

    With `for_vendor`, no sentence says on how many people and how much evidence a view rests.
    """
    label = "Why"
    for reason in reasons(judged.instrument, judged.verdict):
        if reason.kind in NAMING and hidden & {reading.item for reading in reason.items}:
            continue
        followed = reason.condition
        if reason.items and reason.kind != "score":
            followed = f"{reason.perspective}:{reason.items[0].item}"
        text = sentence(judged.instrument, reason, not for_vendor)
        yield Entry(label, text, "why", followed)
        label = ""
    for text in one_sided_sentences(judged.instrument, judged.verdict, hidden):
        yield Entry(label, text)


def condition_entries(
    judged: JudgedVendor,
    condition: Condition,
    expanded: frozenset[str],
    quoted: Sequence[Response],
    least_sides: int = 2,
) -> Iterator[Entry]:
    """Yield a condition, its sides if there are `least_sides`, and its items if it is expanded."""
    verdict = next(each for each in judged.verdict.conditions if each.id == condition.id)
    yield _condition(judged, condition, verdict)
    if len(verdict.sides) >= least_sides:
        yield from (_side(verdict, perspective) for perspective in verdict.sides)
    if condition.id in expanded:
        for item in judged.instrument.items_of(condition.id):
            yield from _item(item, verdict, expanded, quoted)


def _condition(judged: JudgedVendor, condition: Condition, verdict: ConditionVerdict) -> Entry:
    if not judged.verdict.assessed:
        return Entry(condition.name, "not assessed", "condition", condition.id)
    low, high = verdict.state_low, verdict.state_high
    mark = state_sign(low, high).glyph
    state = low if low == high else f"between {low} and {high}"
    if not any(reading.scores for side in verdict.sides.values() for reading in side.items):
        state = "not known yet"
    text = f"{mark} {span(verdict.low, verdict.high)} {state}"
    if gap := difference_text(judged.instrument, verdict):
        text += f", gap {in_words(gap)}"
    return Entry(condition.name, text, "condition", condition.id, verdict)


def _side(verdict: ConditionVerdict, perspective: Perspective) -> Entry:
    side = verdict.sides[perspective]
    points, count = span(side.low, side.high), side.evidenced_count
    text = f"{points}, {count} of {plural(side.score_count, 'score')} with evidence"
    brief = f"{points}, {count} of {side.score_count} with evidence"
    return Entry(VIEWS[perspective], text, "side", verdict.id, side, level=1, brief=brief)


def _item(
    item: Item, verdict: ConditionVerdict, expanded: frozenset[str], quoted: Sequence[Response]
) -> Iterator[Entry]:
    label = f"{item.topic}{' (key)' if item.critical else ''}"
    for perspective, side in verdict.sides.items():
        reading = next((each for each in side.items if each.item == item.id), None)
        if reading is None:
            continue
        key = f"{perspective}:{item.id}"
        yield Entry(label, _valued(item, perspective, side, reading), "item", key, level=1)
        label = ""
        if key in expanded:
            yield Entry("", item.question(perspective), "text", key)
            for response in quoted:
                if response.perspective == perspective and item.id in response.answers:
                    yield from _answer(response, response.answers[item.id], key)


def _valued(item: Item, perspective: Perspective, side: Side, reading: ItemReading) -> str:
    value = f"{VIEWS[perspective]}: {item_value(reading)}"
    if reading.scores and reading.low == reading.high == int(reading.low):
        return f"{value}  {item.anchors[int(reading.low)]}"
    return value


def _answer(response: Response, answer: Answer, key: str) -> Iterator[Entry]:
    if not answer.is_answered:
        return
    if answer.skip:
        why = f": {answer.reason}" if answer.reason else ""
        answer_words = f"{'unknown' if answer.skip == 'unknown' else 'no occasion'}{why}"
    else:
        answer_words = f"{answer.score}{DONE_BY[answer.done_by]}, {BASIS_WORDS[answer.basis]}"
    evidence = f" — {answer.evidence}" if answer.evidence else ""
    on = f" ({answer.on})" if answer.on else ""
    yield Entry(response.respondent, f"{answer_words}{on}{evidence}", "answer", key, level=2)
    if answer.source:
        text = f"Evidence in: {answer.source}"
        yield Entry("", text, "answer", key, level=2, place=Pointer(answer.source, True))


def ways(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the steps to the next better class and to the next worse class, for our own people.

    The steps up are left out if the vendor has reached its target.
    """
    instrument, verdict = judged.instrument, judged.verdict
    if verdict.assessed and not at_target(judged):
        leads_to = first_step(instrument, verdict, judged.steps_up)
        up = way_up(instrument, verdict, judged.steps_up, movers=movers_of(judged))
        yield Entry("What raises it", up, leads_to=leads_to)
    if fall := way_down(instrument, verdict, judged.steps_down):
        yield Entry("What lowers it", fall)


def questions(judged: JudgedVendor, expanded: frozenset[str] = frozenset()) -> Iterator[Entry]:
    """Yield the next questions, each with a way to find the answer.

    The questions after the first few follow only if `MORE_QUESTIONS` is in `expanded`.
    """
    instrument, verdict = judged.instrument, judged.verdict
    next_questions = ask_next(judged)
    entries = [
        Entry(
            "" if number else "Find out next",
            each.sentence,
            "text",
            f"{each.question.perspective}:{each.item.id}" if verdict.assessed else "",
        )
        for number, each in enumerate(next_questions)
    ]
    yield from entries[:QUESTIONS]
    if not entries:
        yield Entry("Find out next", no_question(instrument, verdict))
    elif len(entries) > QUESTIONS:
        count = plural(len(entries) - QUESTIONS, "more question")
        yield Entry("", f"and {count}", "more", MORE_QUESTIONS)
    if MORE_QUESTIONS in expanded:
        yield from entries[QUESTIONS:]
