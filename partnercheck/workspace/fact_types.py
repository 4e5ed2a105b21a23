"""Facts that are texts, although they are numbers or dates for other vendors, or were before.

`<` and `>` cannot compare such a text, and no sum or calendar can use it. So `check` names the odd
ones of a workspace, and a change that makes a text of a number or a date says so.

    spend    120000, 95000, 40000, "on request"    the text is odd
    grade    1, 2, "A", "B"                        nothing is: the facts are of both kinds
    spend    120000 → "1.2 Mio"                    it has become a text
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from partnercheck.base.cells import excerpt
from partnercheck.base.english import plural
from partnercheck.base.records import Fact, Vendor

# A text is odd only if there are more than this many times as many numbers or dates as texts.
MAJORITY = 2
# How many cells of a text are quoted.
LONGEST_TEXT = 40
NO_COMPARING = "text cannot be compared with < and >, or summed"
_EXAMPLES = {"number": "1200000", "date": "2027-03-31", "true or false": "true"}


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


def became_texts(edits: Sequence[tuple[Vendor, Vendor]], is_saved: bool = True) -> list[str]:
    """Return a sentence for each fact that an edit makes a text, although it was none.

    Args:
        edits: The vendors before and after it.
        is_saved: Whether the edit was made; otherwise the sentences say what it would do.

    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for before, after in edits:
        for key, value in after.facts.items():
            kind = text_of_kind(before.facts[key]) if key in before.facts else "text"
            if kind != "text" and isinstance(value, str):
                counts[key, kind, value] += 1
    was, is_now = ("was", "is now") if is_saved else ("is", "would be")
    sentences = []
    for (key, kind, text), count in counts.items():
        article = "" if kind == "true or false" else "a "
        for_whom = f" for {plural(count, 'vendor')}" if len(edits) > 1 else ""
        quoted = excerpt(text, LONGEST_TEXT)
        sentences.append(
            f'{key} {was} {article}{kind}{for_whom} and {is_now} the text "{quoted}": '
            f"{NO_COMPARING}. Write it as in {key}={_EXAMPLES[kind]}"
        )
    return sentences
