"""What a form holds that is written down whole, before anybody has answered it.

On a screen the quick form asks its reserve questions only when they are needed. On paper they are
its last section.
"""

from __future__ import annotations

from partnercheck.base.english import plural
from partnercheck.base.records import Form
from partnercheck.questionnaires.records import Instrument, Item


def reserve_items(instrument: Instrument, form: Form) -> tuple[Item, ...]:
    """Return the reserve items that a written form asks last.

    A condition whose core items all lack *no occasion* never needs its reserve, so that the form
    leaves it out.
    """
    if form == "full":
        return ()
    needed = {item.condition for item in instrument.form_items(form) if item.offers_no_occasion}
    return tuple(
        item
        for item in instrument.items
        if item.reserve and not item.core and item.condition in needed
    )


def paper_items(instrument: Instrument, form: Form) -> tuple[Item, ...]:
    """Return all items of a written form, in its order."""
    return (*instrument.form_items(form), *reserve_items(instrument, form))


def number_of_questions(instrument: Instrument, form: Form) -> str:
    """Return how many questions a written form asks; the reserve may not be needed."""
    always, most = len(instrument.form_items(form)), len(paper_items(instrument, form))
    return plural(always, "question") if always == most else f"{always} to {most} questions"
