"""The schema of an instrument's responses: its items by their ids, with questions and anchors."""

from __future__ import annotations

from partnercheck.base.records import ONE_SIDE_SCORE, Answer, Response
from partnercheck.base.text import SLUG
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.workspace.schemas.shapes import (
    Schema,
    choice,
    definitions,
    document,
    shown,
    table_of,
    tables,
    words,
)

ROUND_PATTERN = "^[0-9]{4}(-(q[1-4]|0[1-9]|1[0-2]|w(0[1-9]|[1-4][0-9]|5[0-3])))?$"
ANSWER = {"$ref": "#/definitions/Answer"}
SCORE_AND_SKIP = {"required": ["score", "skip"]}
DONE_BY = {"required": ["done_by"]}
ONE_SIDE = {"required": ["score"], "properties": {"score": {"enum": [ONE_SIDE_SCORE]}}}


def response_schema(instrument: Instrument) -> Schema:
    """The schema of the responses to an instrument."""
    found = definitions(Response, Answer)
    schema = table_of(Response, found)
    header = schema["properties"]
    header["instrument"] |= {"enum": [instrument.id]}
    header["vendor"]["pattern"] = f"^{SLUG.pattern}$"
    header["round"]["pattern"] = ROUND_PATTERN
    keys = found["Answer"]["properties"]
    found["Answer"] |= _rules()
    found |= {key: keys[key] for key in keys if key != "score"}
    found |= {"names-a-side": DONE_BY, "one-side": ONE_SIDE}
    for key in keys:
        if key != "score":
            keys[key] = {"$ref": f"#/definitions/{key}"}
    # Other ids are kept and only warned about. Said as a condition, which Taplo checks but does
    # not look into, so that it does not show each item a second time.
    answers = tables("answers", {"if": True, "then": ANSWER})
    answers["properties"] = {
        item.id: _item(instrument, item, {**keys}) for item in instrument.items
    }
    header["answers"] = answers
    return document("response", schema, found)


def _item(instrument: Instrument, item: Item, keys: dict[str, Schema]) -> Schema:
    anchors = {score: shown(anchor) for score, anchor in enumerate(item.anchors)}
    told = words()["Answer"]
    keys["score"] = choice(anchors, description=told["score"])
    if not item.offers_no_occasion:
        known = {"unknown": words()["values"]["skip"]["unknown"]}
        keys["skip"] = choice(known, description=told["skip"])
    if not item.asks_which_side:
        del keys["done_by"]
    about = _about(instrument, item)
    rules = _rules(item.asks_which_side)
    return {"description": about, "type": "object", "properties": keys, **rules}


def _rules(asks_which_side: bool = True) -> Schema:
    """A score and a skip exclude each other; a side is named only beside a 2."""
    if not asks_which_side:
        return {"not": {"anyOf": [SCORE_AND_SKIP, DONE_BY]}}
    one_side = {"$ref": "#/definitions/one-side"}
    return {"not": SCORE_AND_SKIP, "if": {"$ref": "#/definitions/names-a-side"}, "then": one_side}


def _about(instrument: Instrument, item: Item) -> str:
    """An item as Markdown: both wordings of the question, and the anchors."""
    names = {condition.id: condition.name for condition in instrument.conditions}
    words_of = ("critical", "core", "reserve", "confidential")
    kinds = [item.kind, *(word for word in words_of if getattr(item, word))]
    marks = f" ({', '.join(kinds)})" if kinds else ""
    lines = [
        f"{shown(names[item.condition])}: {shown(item.topic)}{marks}",
        f"Buyer: {shown(item.buyer)}",
        f"Vendor: {shown(item.vendor)}",
        "\n".join(f"- {score}: {shown(anchor)}" for score, anchor in enumerate(item.anchors)),
    ]
    return "\n\n".join(lines)
