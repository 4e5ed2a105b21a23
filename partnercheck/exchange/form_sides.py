"""The two companies as the answers to "which side did it?", and how these answers are read.

An answer is a company's name and, in brackets, the word for that company in the questions:

    ( ) Acme Logistics (we)
    ( ) Northwind Foods (this customer)

The names alone could not be read again: they come from the form's header, which people and mail
programs change. So a form is searched for the names of its header first. If these names are
missing, any text before the word in brackets is taken for a name, unless the text contains a box,
which belongs to the next answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from partnercheck.base.records import Perspective
from partnercheck.base.text import one_line
from partnercheck.exchange.form_opening import THE_BUYER
from partnercheck.exchange.form_texts import pattern
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.wording import wording

# The answer for each side.
Sides = Mapping[Perspective, str]

WE = "we"
# A longer name would be wrapped by e-mail programs.
LONGEST_NAME = 48
# Signs that would be taken for a box, for its mark, or for a line such as "Basis:".
_SIGNS_OF_FORMS = re.compile(r"[\[\](){}☐☒☑✓✔✗✘:]")
_ANY_NAME = r"[^\n\[\](){}☐☒☑]*?"
_WORDS: Sides = {"vendor": WE, "buyer": THE_BUYER}


def side_words(vendor: str = "", buyer: str = "") -> dict[Perspective, str]:
    """Return the answer for each side: the company's name, if known, and the company's word."""
    key = wording().keys.side
    words: dict[Perspective, str] = {}
    if name := _short_name(vendor):
        words["vendor"] = key.form_ours.format(vendor=name)
    if name := _short_name(buyer):
        words["buyer"] = key.form_theirs.format(buyer=name)
    return {side: words.get(side, word) for side, word in _WORDS.items()}


def side_patterns(words: Sides, text: str) -> dict[str, str]:
    """Return a regex for each side's answer in a text: with the name in `words` or any name."""
    patterns: dict[str, str] = {}
    for side, word in _WORDS.items():
        bracketed = rf"\(\s*{pattern(word)}\s*\)"
        as_sent = pattern(words[side])
        with_any_name = _ANY_NAME + bracketed
        is_there = words[side] != word and re.search(as_sent, text, re.IGNORECASE)
        is_bracketed = re.search(bracketed, text, re.IGNORECASE)
        patterns[side] = as_sent if is_there or not is_bracketed else with_any_name
    return patterns


def side_prompt(item: Item) -> str:
    """Return the question "which side did it?" in the wording of a form."""
    key = wording().keys.side
    return key.form.format(question=item.which_side or key.screen)


def _short_name(name: str) -> str:
    return one_line(_SIGNS_OF_FORMS.sub("", name))[:LONGEST_NAME].strip()
