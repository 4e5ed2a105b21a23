"""The end of a questionnaire: the result and the next actions.

The actions are in the order in which they make sense; Enter does the first one:

    go on with the first question    if one is left
    leave                            always: everything is saved
    ask the vendor                   if only our side has answered, and the vendor was not asked
    copy, agenda, next vendor        always, but not for a form that is sent back
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from partnercheck.app.shared.verdict_lines import caveat_lines, class_lines, condition_lines
from partnercheck.app.shared.widgets.lines import SIGN, Line, Span, group_line, line
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.cells import cut, wrapped
from partnercheck.base.records import Vendor
from partnercheck.report.words.answering import Ending, answer_counts

KEY_WIDTH = 4
# What Enter does.
NEXT_ACTION = "next"
# More caveats than fit in these lines are on the vendor's screen.
MOST_CAVEATS = 3
DETAILS_TITLE = "What is missing, and what to ask"


class NextAction(NamedTuple):
    """Something to do after the last question."""

    action: str  # the name of the action; it may have no key but Enter
    label: str  # its name in the footer
    words: str


def next_actions(
    sitting: Sitting, vendor: Vendor, end: Ending, next_vendor: Vendor | None
) -> list[NextAction]:
    """Return the next actions, the most useful first.

    `next_vendor` is the vendor to assess next, if it is known.
    """
    return [*_next_actions(sitting, vendor, end, next_vendor)]


def _next_actions(
    sitting: Sitting, vendor: Vendor, end: Ending, next_vendor: Vendor | None
) -> Iterator[NextAction]:
    if count := answer_counts(sitting).unanswered:
        words = f"Go on with the first of the {count} questions that are left"
        words = words if count > 1 else "Go on with the question that is left"
        yield NextAction("first_open", "go on", words)
    if sitting.file.handover:
        yield NextAction("back", "leave", "Leave: every answer is in the file")
        return
    yield NextAction("back", "done", "Leave: every answer is saved")
    if _is_to_be_asked(sitting, end):
        words = f"Ask {vendor.name} for its view: write a form for its people"
        yield NextAction("form", "ask them", words)
    yield NextAction("lines", "copy", "Copy the result to paste it elsewhere")
    yield NextAction("agenda", "agenda", "Agenda of the next meeting")
    name = f"Next vendor: {next_vendor.name}" if next_vendor else "Next vendor to assess"
    yield NextAction("next_vendor", "next vendor", name)


def _is_to_be_asked(sitting: Sitting, end: Ending) -> bool:
    """Return whether the vendor has not answered the main questionnaire or been asked to."""
    if end.judged is None or sitting.response.perspective == "vendor":
        return False
    round_, instrument = end.judged.round, end.judged.instrument
    answered = any(
        each.perspective == "vendor" and each.instrument == instrument.id and each.begun
        for each in round_.responses
    )
    return not answered and not any(each.perspective == "vendor" for each in round_.awaited)


def end_lines(
    end: Ending,
    actions: Sequence[NextAction],
    sitting: Sitting,
    width: int,
    room: int,
    labels: Mapping[str, str],
) -> list[Line]:
    """Return the lines of the result and of the next actions.

    `labels` are the labels of the actions' keys; `room` is the number of lines available. Blank
    lines separate the parts if all actions still fit on the screen.
    """
    progress = [
        line(" ", Span(text, "strong"))
        for text in wrapped(_progress_words(end, sitting), width - 2)
    ]
    result, offers = _result_lines(end, sitting, width), _action_lines(actions, width, labels)
    caveats = caveat_lines(end.caveats, width, MOST_CAVEATS)
    blocks = [progress, [*result, *caveats], offers]
    spaced = sum(map(len, blocks)) + len(blocks) <= room
    if not spaced:
        blocks[1] = [*result, *caveat_lines(end.caveats, width, 1)]
    return [each for block in blocks for each in ([(), *block] if spaced else block)]


def _progress_words(end: Ending, sitting: Sitting) -> str:
    """Return the progress and, if other people have answered too, that the result includes them."""
    if end.judged is None:
        return end.progress
    instrument, who = sitting.instrument.id, sitting.response
    people = [
        response for response in end.judged.round.responses if response.instrument == instrument
    ]
    others = any(response.respondent != who.respondent for response in people if response.begun)
    return f"{end.progress} From all answers in {who.round}:" if others else end.progress


def _result_lines(end: Ending, sitting: Sitting, width: int) -> list[Line]:
    """Return the lines of the class and the scores; for a form, say how to send it back."""
    classifies = end.judged and sitting.instrument.classifies
    lines = class_lines(end.judged, width) if end.judged and classifies else []
    lines += condition_lines(end.conditions, sitting.instrument, width)
    if end.judged is None:
        lines += [line(f" {text}") for text in wrapped(end.verdict, width - 2)]
    return lines


def _action_lines(
    actions: Sequence[NextAction], width: int, labels: Mapping[str, str]
) -> list[Line]:
    """Return a line for each action with its key; a sign marks the action of Enter."""
    enter = labels[NEXT_ACTION]
    lines: list[Line] = [line(" ", *group_line("What next?", width - 2))]
    for number, action in enumerate(actions):
        key = labels.get(action.action, "")
        keys = f"{enter} {key}" if number == 0 else f"  {key}"
        mark = SIGN if number == 0 else " "
        words = cut(action.words, max(1, width - KEY_WIDTH - 5))
        lines.append(line(Span(f" {mark} ", "key"), Span(f"{keys:<{KEY_WIDTH}} ", "key"), words))
    return lines


def detail_lines(end: Ending, sitting: Sitting, width: int) -> list[Line]:
    """Return the lines of the missing answers, the way up and the questions to ask."""
    if end.judged is None:
        return []
    summary = [] if sitting.instrument.classifies else [end.verdict]
    title: Line = line(" ", *group_line(DETAILS_TITLE, width - 2))
    lines: list[Line] = []
    for number, text in enumerate((*summary, *end.lines[1:])):
        first, *rest = wrapped(text, width - 4)
        lines += [
            () if number else title,
            line(f" {first}"),
            *(line(f"   {each}") for each in rest),
        ]
    return lines
