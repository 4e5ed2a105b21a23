"""How long it takes to answer a questionnaire."""

from __future__ import annotations

from math import ceil

from partnercheck.base.records import Form, Perspective
from partnercheck.questionnaires.paper import paper_items
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.wording import wording

# The pace of reading with care, and the time to decide on an answer and to write a note.
WORDS_A_MINUTE = 200
SECONDS_TO_DECIDE = 15
SECONDS_FOR_NOTE = 30
ROUNDED_TO = 5


def minutes_needed(
    instrument: Instrument,
    form: Form,
    perspective: Perspective,
    *,
    on_paper: bool = False,
    candidate: bool = False,
) -> int:
    """Return the minutes that a form takes with its notes, rounded up to a multiple of five.

    Every question asks what happened, so a note is counted for each. On paper the reserve items of
    the quick form are counted too, since they have to be read.
    """
    items = paper_items(instrument, form) if on_paper else instrument.form_items(form)
    words = wording()
    texts = [rule.form for rule in words.rules]
    texts += [words.candidate.form] if candidate else []
    for item in items:
        texts += [item.question(perspective), *item.anchors]
        texts += [item.vendor_hint] if perspective == "vendor" else []
    reading = sum(len(text.split()) for text in texts) / WORDS_A_MINUTE
    answering = len(items) * (SECONDS_TO_DECIDE + SECONDS_FOR_NOTE) / 60
    return ROUNDED_TO * ceil((reading + answering) / ROUNDED_TO)
