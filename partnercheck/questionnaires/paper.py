"""The questions of a form that is written out in full, before anybody has answered it.

On a screen, the quick form asks a reserve question only if it is needed. On paper, the reserve
questions are the last section of the quick form.
"""

from __future__ import annotations

from partnercheck.base.english import plural
from partnercheck.base.records import Form
from partnercheck.questionnaires.records import Instrument, Item


def reserve_items(instrument: Instrument, form: Form) -> tuple[Item, ...]:
    """Return the reserve items that a written form asks last.

    A condition needs its reserve item only if one of its core items offers *no occasion*. The form
    omits the other reserve items.
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


def about_how_many_questions(instrument: Instrument, form: Form) -> str:
    """Return the number of questions to answer, with "about" if some depend on earlier answers."""
    always, most = len(instrument.form_items(form)), len(paper_items(instrument, form))
    return f"{'' if always == most else 'about '}{plural(always, 'question')}"


def number_of_questions(instrument: Instrument, form: Form) -> str:
    """Return the number of questions in a written form, as a range if it has reserve questions."""
    always, most = len(instrument.form_items(form)), len(paper_items(instrument, form))
    return plural(always, "question") if always == most else f"{always} to {most} questions"
