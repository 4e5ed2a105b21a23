"""The schema of an instrument's responses: its items by their ids, with questions and anchors."""

from __future__ import annotations

from partnercheck.base.records import ONE_SIDE_SCORE, Answer, Response
from partnercheck.base.text import SLUG
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.workspace.schemas.shapes import (
    Schema,
    choice,
    condition,
    definitions,
    document,
    escape_markdown,
    table_of,
    tables,
    words,
)

ROUND_PATTERN = "^[0-9]{4}(-(q[1-4]|0[1-9]|1[0-2]|w(0[1-9]|[1-4][0-9]|5[0-3])))?$"
ANSWER = {"$ref": "#/definitions/Answer"}
SCORE_AND_SKIP = condition({"score": {}, "skip": {}})
DONE_BY = condition({"done_by": {}})
ONE_SIDE = condition({"score": {"enum": [ONE_SIDE_SCORE]}})


def response_schema(instrument: Instrument) -> Schema:
    """Return the schema of the responses to an instrument."""
    schemas = definitions(Response, Answer)
    schema = table_of(Response, schemas)
    header = schema["properties"]
    header["instrument"] |= {"enum": [instrument.id]}
    header["vendor"]["pattern"] = f"^{SLUG.pattern}$"
    header["round"]["pattern"] = ROUND_PATTERN
    keys = schemas["Answer"]["properties"]
    schemas["Answer"] |= _rules()
    schemas |= {key: keys[key] for key in keys if key != "score"}
    schemas |= {"names-a-side": DONE_BY, "one-side": ONE_SIDE}
    for key in keys:
        if key != "score":
            keys[key] = {"$ref": f"#/definitions/{key}"}
    # The reader only warns of unknown ids, so they are not errors here. `if` hides the schema of an
    # answer from Taplo's completion, which would otherwise show each item twice; answers are still
    # checked.
    answers = tables("answers", {"if": True, "then": ANSWER})
    answers["properties"] = {
        item.id: _item(instrument, item, {**keys}) for item in instrument.items
    }
    header["answers"] = answers
    return document("response", schema, schemas)


def _item(instrument: Instrument, item: Item, keys: dict[str, Schema]) -> Schema:
    anchors = {score: escape_markdown(anchor) for score, anchor in enumerate(item.anchors)}
    descriptions = words()["Answer"]
    keys["score"] = choice(anchors, description=descriptions["score"])
    if not item.offers_no_occasion:
        known = {"unknown": words()["values"]["skip"]["unknown"]}
        keys["skip"] = choice(known, description=descriptions["skip"])
    if not item.asks_which_side:
        del keys["done_by"]
    description = _item_markdown(instrument, item)
    rules = _rules(item.asks_which_side)
    return {"description": description, "type": "object", "properties": keys, **rules}


def _rules(asks_which_side: bool = True) -> Schema:
    """Return the rules that forbid a score with a skip, and `done_by` with any score except 2."""
    if not asks_which_side:
        return {"not": {"anyOf": [SCORE_AND_SKIP, DONE_BY]}}
    one_side = {"$ref": "#/definitions/one-side"}
    return {"not": SCORE_AND_SKIP, "if": {"$ref": "#/definitions/names-a-side"}, "then": one_side}


def _item_markdown(instrument: Instrument, item: Item) -> str:
    """Return an item as Markdown: both wordings of the question, and the anchors."""
    names = {condition.id: condition.name for condition in instrument.conditions}
    words_of = ("critical", "core", "reserve", "confidential")
    kinds = [item.kind, *(word for word in words_of if getattr(item, word))]
    marks = f" ({', '.join(kinds)})" if kinds else ""
    lines = [
        f"{escape_markdown(names[item.condition])}: {escape_markdown(item.topic)}{marks}",
        f"Buyer: {escape_markdown(item.buyer)}",
        f"Vendor: {escape_markdown(item.vendor)}",
        "\n".join(
            f"- {score}: {escape_markdown(anchor)}" for score, anchor in enumerate(item.anchors)
        ),
    ]
    return "\n\n".join(lines)
