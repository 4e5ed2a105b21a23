"""The parts of a form: their headings, and the remarks below a question.

A part has the questions of one condition; the last part of a quick form has the reserve questions.
A heading is a line of its own. Headings are ignored when a form is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from partnercheck.base.cells import cut
from partnercheck.base.english import listed
from partnercheck.base.records import FORMS, Form
from partnercheck.base.text import one_line
from partnercheck.exchange.form_opening import Kind
from partnercheck.exchange.form_texts import pattern
from partnercheck.questionnaires.paper import paper_items, reserve_items
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.wording import wording

# A longer heading would be broken by e-mail programs.
LONGEST_NAME = 52
NO_OCCASION_KEYS: Mapping[Kind, str] = {
    "text": "n",
    "html": "n",
    "xlsx": "n",
    "toml": '"no-occasion"',
}


def headings(instrument: Instrument, form: Form, kind: Kind) -> dict[str, str]:
    """Return the headings, each by the id of the question that follows it."""
    reserve = reserve_items(instrument, form)
    names = {condition.id: condition.name for condition in instrument.conditions}
    first: dict[str, str] = {}
    for item in instrument.form_items(form):
        first.setdefault(item.condition, item.id)
    above = {
        item: f"Part {number} of {len(first)}: {cut(one_line(names[condition]), LONGEST_NAME)}"
        for number, (condition, item) in enumerate(first.items(), 1)
    }
    title = wording().reserve.title.format(n=NO_OCCASION_KEYS[kind])
    return above | {item.id: title for item in reserve[:1]}


def heading_pattern(instruments: Iterable[Instrument]) -> re.Pattern[str]:
    """Return a regex that matches any part heading of these instruments' plain-text forms."""
    every = {
        heading
        for instrument in instruments
        for form in FORMS
        for heading in headings(instrument, form, "text").values()
    }
    return re.compile("|".join(map(pattern, sorted(every))) or r"(?!)", re.IGNORECASE)


def remarks_on(instrument: Instrument, form: Form, kind: Kind) -> dict[str, Sequence[str]]:
    """Return the remarks below each question, such as when it is to be answered."""
    items = paper_items(instrument, form)
    decisive = decisive_items(instrument, form)
    numbers = {item.id: number for number, item in enumerate(items, 1)}
    remarks: dict[str, Sequence[str]] = {}
    for item in items:
        own = [wording().own.form] if item.kind == "own" else []
        reserve = item.id in decisive
        only_if = [_only_if(decisive[item.id], numbers, kind)] if reserve else []
        confidential = [wording().letter.confidential] if item.confidential else []
        hint = [item.vendor_hint] if item.vendor_hint else []
        remarks[item.id] = [*only_if, *own, *hint, *confidential]
    return remarks


def decisive_items(instrument: Instrument, form: Form) -> dict[str, Sequence[str]]:
    """Return, for each reserve question, the questions in which an n makes it needed, by ids."""
    return {
        item.id: [
            each.id
            for each in instrument.form_items(form)
            if each.core and each.condition == item.condition and each.offers_no_occasion
        ]
        for item in reserve_items(instrument, form)
    }


def _only_if(decisive: Iterable[str], numbers: Mapping[str, int], kind: Kind) -> str:
    """Return a sentence saying after which answers a reserve question is to be answered."""
    after = listed([str(numbers[each]) for each in decisive])
    questions = f"question {after.replace(' and ', ' or ')}"
    return wording().reserve.form.format(n=NO_OCCASION_KEYS[kind], questions=questions)
