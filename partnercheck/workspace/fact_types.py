"""Facts that are texts for a few vendors, but numbers or dates for most other vendors.

`<` and `>` cannot compare such a text, and no sum or calendar can use it. So `check` reports it.

    spend    120000, 95000, 40000, "on request"    the text is odd
    grade    1, 2, "A", "B"                        no fact is odd: as many are texts as numbers
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from partnercheck.base.records import Fact

# A text is odd only if there are more than this many times as many numbers or dates as texts.
MAJORITY = 2


class OddFact(NamedTuple):
    """A fact that is a text, and its usual type for other vendors: "number" or "date"."""

    vendor_id: str
    key: str
    usual: str


def text_of_kind(value: Fact) -> str:
    """Return the type of a fact in words."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "number"
    return "date" if isinstance(value, dt.date) else "text"


def odd_facts(facts: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[OddFact]:
    """Yield the odd facts of vendors; `facts` has each vendor's id and the types of its facts."""
    by_key: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for vendor_id, kinds in facts:
        for key, kind in kinds.items():
            by_key[key][kind].append(vendor_id)
    for key, ids in by_key.items():
        texts = ids.get("text", [])
        for usual in ("number", "date"):
            if texts and len(ids.get(usual, [])) > MAJORITY * len(texts):
                yield from (OddFact(vendor_id, key, usual) for vendor_id in texts)
