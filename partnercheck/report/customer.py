"""How vendors see us as text, Markdown, CSV and JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from partnercheck.base.cells import wrapped
from partnercheck.base.records import PERSPECTIVES
from partnercheck.base.terminal import terminal_width
from partnercheck.formats.columns import align_columns, labelled_lines
from partnercheck.formats.csv_write import Cell, csv_text
from partnercheck.formats.json_write import json_document
from partnercheck.formats.markdown import escape_markdown, markdown_table
from partnercheck.questionnaires.scores import one_decimal
from partnercheck.report.words.customer import (
    CONDITION_HEADER,
    GIVING,
    ITEM_HEADER,
    OURS,
    TITLE,
    CustomerWords,
    customer_words,
)
from partnercheck.rules.customer import Spread
from partnercheck.verdicts.customer import AsCustomer

LABEL_WIDTH = 28


def text(customer: AsCustomer) -> str:
    """Return the tables as aligned columns, and the sentences wrapped."""
    width = terminal_width()
    words = customer_words(customer)
    lines = [TITLE, "", *_sentences(words.basis, width)]
    if words.items:
        lines += ["", *align_columns([CONDITION_HEADER, *words.conditions])]
        lines += ["", *align_columns([ITEM_HEADER, *words.items])]
        lines += ["", *_sentences([words.too_few], width)] if words.too_few else []
        if words.ours:
            lines += ["", OURS]
            for topic, sentence in words.ours:
                lines += labelled_lines(topic, sentence, LABEL_WIDTH, width, 2)
        lines += ["", GIVING, *_sentences([words.giving], width)]
    return "".join(f"{line}\n" for line in lines)


def _sentences(sentences: Sequence[str], width: int) -> list[str]:
    return [line for sentence in sentences for line in wrapped(sentence, width)]


def markdown(customer: AsCustomer) -> str:
    """Return the tables and sentences as Markdown."""
    words = customer_words(customer)
    return f"## {escape_markdown(TITLE)}\n\n{markdown_section(words)}"


def markdown_section(words: CustomerWords) -> str:
    """Return everything below the heading as Markdown."""
    paragraphs = [*(f"{escape_markdown(each)}\n" for each in words.basis)]
    if words.items:
        paragraphs += [markdown_table(CONDITION_HEADER, words.conditions)]
        paragraphs += [markdown_table(ITEM_HEADER, words.items)]
        paragraphs += [f"{escape_markdown(words.too_few)}\n"] if words.too_few else []
        if words.ours:
            items = (f"- **{escape_markdown(t)}**: {escape_markdown(s)}\n" for t, s in words.ours)
            paragraphs += [f"**{OURS}**\n", "".join(items)]
        paragraphs += [f"**{GIVING}** {escape_markdown(words.giving)}\n"]
    return "\n".join(paragraphs)


def csv(customer: AsCustomer) -> str:
    """Return one row per condition and per item, in the order of the tables."""
    header = ["kind", "id", "median", "lowest", "highest", "vendors", "only_vendor", "only_buyer"]
    view = customer.view
    rows: list[list[Cell]] = [
        ["condition", each.condition, *_numbers(each.spread).values(), "", ""]
        for each in view.conditions
    ]
    rows += [
        [
            "item",
            each.item,
            *_numbers(each.spread, exact=True).values(),
            len(each.only_vendor),
            len(each.only_buyer),
        ]
        for each in view.items
    ]
    return csv_text(header, rows)


def json(customer: AsCustomer) -> str:
    """Return a JSON document; without a summary, its lists of conditions and items are empty."""
    view = customer.view
    return json_document(
        instrument=customer.instrument.id,
        vendors=[{"vendor": each, "round": customer.round(each)} for each in view.vendors],
        not_answered=[each.id for each in customer.silent],
        candidates=[each.id for each in customer.candidates],
        conditions=[{"id": each.condition, **_numbers(each.spread)} for each in view.conditions],
        items=[
            {
                "id": each.item,
                **_numbers(each.spread, exact=True),
                "only_vendor": list(each.only_vendor),
                "only_buyer": list(each.only_buyer),
                "low_on_own_side": list(each.low_on_own_side),
                "low_in_confidence": each.low_in_confidence,
            }
            for each in view.items
        ],
        too_few=list(view.too_few),
        giving={
            **{f"only_{side}": getattr(view.giving, side) for side in PERSPECTIVES},
            "mostly": view.giving.main_side,
            "vendors": {side: list(view.mostly[side]) for side in PERSPECTIVES},
        }
        if view.is_summary
        else None,
    )


def _numbers(spread: Spread, exact: bool = False) -> dict[str, float | None]:
    """Return a spread's numbers: scores of conditions with one decimal, values of items exact."""
    median, lowest, highest = (
        value if exact or value is None else one_decimal(value)
        for value in (spread.median, spread.lowest, spread.highest)
    )
    return {"median": median, "lowest": lowest, "highest": highest, "vendors": spread.vendors}


Writer = Callable[[AsCustomer], str]
WRITERS: Mapping[str, Writer] = {"text": text, "markdown": markdown, "csv": csv, "json": json}
