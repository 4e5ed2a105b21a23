"""The dossier of a vendor: the verdict and its reasons, down to each person's answers.

The screen and `show` use the same list of entries. A condition in `expanded` is followed by its
items, and an item in `expanded` by its answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partnercheck.base.english import listed, plural
from partnercheck.base.records import Aim, Answer, Perspective, Response
from partnercheck.questionnaires.records import Condition, Item
from partnercheck.questionnaires.scores import points, span
from partnercheck.report.comparison import STATE_MARKS, item_value
from partnercheck.report.dossier.history import decided, over_time, people
from partnercheck.report.words.advice import (
    find_out_next,
    met_target,
    on_evidence_alone,
    other_thresholds,
    target_and_found,
    way_down,
    way_up,
)
from partnercheck.report.words.balance import balance_numbers, balance_sentence
from partnercheck.report.words.caveats import vendor_caveats
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.gap import gap_sentence
from partnercheck.report.words.reasons import one_sided_sentences, sentence
from partnercheck.report.words.so_far import unless_harm
from partnercheck.report.words.verdict import headline, without_occasions
from partnercheck.rules.balance import balance
from partnercheck.rules.gap import gap_of
from partnercheck.rules.readings import asked_items
from partnercheck.rules.reasons import reasons
from partnercheck.rules.records import ConditionVerdict, ItemReading, Side
from partnercheck.rules.robustness import at_thresholds, on_evidence
from partnercheck.verdicts.history import RoundHistory
from partnercheck.verdicts.judged import JudgedVendor, unread_of

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
AIM_WORDS: dict[Aim, str] = {
    "relationships": "our other relationships",
    "business": "our business",
    "people": "our people",
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
) -> list[Entry]:
    """Return every entry about a vendor in its round.

    `answered` are the responses whose answers are quoted (default: those judged); `past` are the
    vendor's rounds, oldest first, for the trend and the decisions; `more` are the entries about
    lenses, goals and meetings.
    """
    everybody = judged.round.responses if answered is None else answered
    quoted = [each for each in everybody if each.instrument == judged.instrument.id]
    return [
        *_verdict(judged),
        *decided(judged, past),
        *why(judged),
        *(entry for condition in _conditions(judged, expanded, quoted) for entry in condition),
        *far_apart(judged),
        *ways(judged),
        *questions(judged),
        *how_firm(judged),
        *one_side_did(judged),
        *more,
        *people(judged),
        *over_time(judged, past),
        *answered_by(judged),
        *description(judged),
        *files(judged),
    ]


def _verdict(judged: JudgedVendor) -> Iterator[Entry]:
    instrument, verdict = judged.instrument, judged.verdict
    vendor = judged.vendor
    target = Entry(
        "Target", target_and_found(instrument, verdict, vendor.target, vendor.target_why)
    )
    first = met_target(judged) is not None
    if first:
        yield target
    yield Entry("Verdict", headline(instrument, verdict, vendor.name, vendor.stage), "head")
    if unless := unless_harm(judged):
        yield Entry("", unless)
    if limiting := vendor_caveats(judged):
        yield Entry("Caveats", " ".join(limiting))
    if not first:
        yield target


def why(judged: JudgedVendor, hidden: frozenset[str] = frozenset()) -> Iterator[Entry]:
    """Yield every reason for the verdict, except those that name an item in `hidden`."""
    label = "Why"
    for reason in reasons(judged.instrument, judged.verdict):
        if reason.kind in NAMING and hidden & {reading.item for reading in reason.items}:
            continue
        followed = reason.condition
        if reason.items and reason.kind != "score":
            followed = f"{reason.perspective}:{reason.items[0].item}"
        yield Entry(label, sentence(judged.instrument, reason), "why", followed)
        label = ""
    for text in one_sided_sentences(judged.instrument, judged.verdict, hidden):
        yield Entry(label, text)


def _conditions(
    judged: JudgedVendor, expanded: frozenset[str], quoted: Sequence[Response]
) -> Iterator[list[Entry]]:
    verdicts = judged.verdict.conditions
    for condition, condition_verdict in zip(judged.instrument.conditions, verdicts, strict=True):
        entries = [_condition(judged, condition, condition_verdict)]
        if len(condition_verdict.sides) > 1:
            entries += [
                _side(condition_verdict, perspective) for perspective in condition_verdict.sides
            ]
        if condition.id in expanded:
            for item in judged.instrument.items_of(condition.id):
                entries += _item(item, condition_verdict, expanded, quoted)
        yield entries


def _condition(judged: JudgedVendor, condition: Condition, verdict: ConditionVerdict) -> Entry:
    if not judged.verdict.assessed:
        return Entry(condition.name, "not assessed", "condition", condition.id)
    low, high = verdict.state_low, verdict.state_high
    mark = STATE_MARKS[low] if low == high else f"{STATE_MARKS[low]}–{STATE_MARKS[high]}"
    state = low if low == high else f"between {low} and {high}"
    text = f"{mark} {span(verdict.low, verdict.high)} {state}"
    if verdict.gap is not None:
        marked = abs(verdict.gap) >= judged.instrument.limits.gap
        text += f", gap {int(verdict.gap):+d}{' !' if marked else ''}"
    return Entry(condition.name, text, "condition", condition.id, (verdict.low, verdict.high))


def _side(verdict: ConditionVerdict, perspective: Perspective) -> Entry:
    side = verdict.sides[perspective]
    rests = f"{side.evidenced} of {plural(side.scored, 'score')} with evidence"
    text = f"{span(side.low, side.high)}, {rests}"
    return Entry(VIEWS[perspective], text, "side", "", (side.low, side.high), level=1)


def _item(
    item: Item, verdict: ConditionVerdict, expanded: frozenset[str], quoted: Sequence[Response]
) -> Iterator[Entry]:
    label = f"{item.topic}{' *' if item.critical else ''}"
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


def far_apart(judged: JudgedVendor, hidden: frozenset[str] = frozenset()) -> Iterator[Entry]:
    """Yield how far the two views lie apart over the whole form, without naming `hidden` items."""
    gap = gap_of(judged.instrument, judged.verdict)
    if gap is not None:
        yield Entry("Both views", gap_sentence(judged.instrument, gap, hidden))


def ways(judged: JudgedVendor, with_target: bool = True) -> Iterator[Entry]:
    """Yield the steps to the next better class and to the next worse one.

    A vendor as targeted has no need to rise; `with_target` is false for readers who must not know.
    """
    instrument, verdict = judged.instrument, judged.verdict
    if not (with_target and met_target(judged)):
        yield Entry("To rise", way_up(instrument, verdict, judged.steps_up))
    if fall := way_down(instrument, verdict, judged.steps_down):
        yield Entry("To fall", fall)


def questions(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the next questions, each with a way to find out."""
    instrument, verdict = judged.instrument, judged.verdict
    label = "Find out next"
    next_questions = find_out_next(instrument, verdict, judged.vendor.stage)
    for question, item, how in next_questions[:QUESTIONS]:
        why = "disputed" if question.disputed else "open"
        whose = f"{VIEWS[question.perspective]}, {why}"
        key = f"{question.perspective}:{item.id}" if verdict.assessed else ""
        yield Entry(label, f"{item.topic} ({whose}): {how}", "text", key)
        label = ""
    if not next_questions:
        yield Entry(label, "No open question could change the class.")
    elif len(next_questions) > QUESTIONS:
        yield Entry("", f"and {plural(len(next_questions) - QUESTIONS, 'more question')}")


def how_firm(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the verdict on evidence alone, at other thresholds and with no occasion at 0."""
    instrument, verdict = judged.instrument, judged.verdict
    if not verdict.assessed:
        return
    responses = judged.round.responses
    unread = unread_of(instrument, judged.round)
    check = on_evidence(instrument, responses, verdict, unread)
    yield Entry("On evidence", on_evidence_alone(instrument, check))
    others = at_thresholds(instrument, responses, unread=unread)
    yield Entry("Thresholds", other_thresholds(instrument, verdict, others))
    if without := without_occasions(instrument, verdict):
        yield Entry("Occasions", without)


def one_side_did(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield who did it if only one side did, for our own people."""
    accounts = balance(judged.instrument, judged.round.responses)
    if text := balance_sentence(accounts, judged.vendor.name):
        yield Entry("Who did it", text)


def one_side_did_in_numbers(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield who did it if only one side did, in numbers alone, for the vendor."""
    accounts = balance(judged.instrument, judged.round.responses)
    if text := balance_numbers(accounts, judged.instrument.limits.balance_items):
        yield Entry("Who did it", text)


def answered_by(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield each respondent, with the side, the level and the number of answers."""
    label = "Answered by"
    for response in judged.round.responses:
        if response.instrument != judged.instrument.id:
            continue
        answered = sum(answer.is_answered for answer in response.answers.values())
        questions = len(asked_items(judged.instrument, response))
        parts = [
            "on our side" if response.perspective == "buyer" else "on the vendor's side",
            response.level or "",
            f"{response.form} form",
            f"{answered} of {questions} answered",
        ]
        yield Entry(label, f"{response.respondent}: {', '.join(p for p in parts if p)}")
        label = ""


def description(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the description of the vendor."""
    vendor = judged.vendor
    for label, text in (
        ("Supplies", vendor.supplies),
        ("Line of work", vendor.line),
        ("Value chain", vendor.value_chain),
        ("Owner", vendor.owner),
        ("Stage", "candidate, not signed yet" if vendor.stage == "candidate" else ""),
        ("Since", str(vendor.since) if vendor.since else ""),
        ("Tags", ", ".join(vendor.tags)),
        ("Serves", listed([AIM_WORDS[aim] for aim in vendor.serves])),
        ("Objective", vendor.objective),
        ("Benefit to us", vendor.benefit_buyer),
        ("Benefit to them", vendor.benefit_vendor),
    ):
        if text:
            yield Entry(label, text)


def files(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the problems of the vendor's files."""
    return (Entry("File", f"! {problem}") for problem in judged.problems)


def bar(low: float, high: float, width: int) -> str:
    """Return a range of 0 to 100 as a bar: full up to `low`, hatched up to `high`, then dotted."""
    sure = points(low) * width // 100
    possible = max(sure + (points(high) > points(low)), points(high) * width // 100)
    return "█" * sure + "▒" * (possible - sure) + "·" * (width - possible)
