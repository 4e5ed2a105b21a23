"""The two versions in a merge conflict: side by side if there is room, else one above the other.

Lines that are alike in both versions are dim, so that the differences stand out:

    ── w Ours ─────────────────────── │ ▸─ t Theirs ✓ chosen ────────────
    branch main, by Ann, 2026-10-01   │ branch review, by Bob, 2026-10-02
    score    1: No answer came.       │ score    4: Answers came in time.
    basis    memory                   │ basis    memory
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from partnercheck.app.shared.widgets.lines import Line, Span, line, line_width
from partnercheck.base.cells import fitted, width_of, wrapped
from partnercheck.base.text import clean

BESIDE = 110
MOST_LABEL = 16
CHOSEN = "✓ chosen "
NOTHING = "–"


class Version(NamedTuple):
    """One side's version."""

    key: str  # the key that chooses it
    side: str
    origin: str  # its branch, and who changed the file there last; may be empty
    texts: Mapping[str, str]
    is_chosen: bool


def texts_of(value: Any, anchors: Sequence[str] = ()) -> dict[str, str]:
    """Return a version's texts by their labels; a score is followed by its anchor, if known."""
    if value is None or value == {}:
        return {"": "nothing"}
    if not isinstance(value, dict):
        return {"": clean(str(value))}
    texts = {clean(f"{key}"): clean(f"{each}", lines=True) for key, each in value.items()}
    score = value.get("score")
    if isinstance(score, int) and 0 <= score < len(anchors):
        texts["score"] = f"{score}: {anchors[score]}"
    return texts


def version_lines(versions: tuple[Version, Version], width: int) -> list[Line]:
    """Return the lines that show both versions: side by side if `width` is enough, else stacked."""
    ours, theirs = versions
    if width < BESIDE:
        above, below = (_blocks(ours, theirs, width), _blocks(theirs, ours, width))
        return [each for part in (above, [[()]], below) for block in part for each in block]
    half = (width - 3) // 2
    pairs = zip(_blocks(ours, theirs, half), _blocks(theirs, ours, half), strict=True)
    return [
        (*left, Span(" " * (half - line_width(left))), Span(" │ ", "label"), *right)
        for blocks in pairs
        for left, right in zip_longest(*blocks, fillvalue=())
    ]


def _blocks(version: Version, other: Version, width: int) -> list[list[Line]]:
    """Return the lines of a version: its heading, its origin, and each of its texts."""
    origin = wrapped(version.origin, max(1, width - 2)) if version.origin else []
    labels = list(dict.fromkeys([*version.texts, *other.texts]))
    # Both versions have the same labels in the same order, so that they can be beside each other.
    labels.sort(key=lambda label: (label != "score", label))
    label_width = min(max(map(width_of, labels)), MOST_LABEL)
    return [
        [_heading(version, width)],
        [line(Span(f" {text}", "dim")) for text in origin],
        *(
            [*_text_lines(label, version.texts, other.texts, label_width, width)]
            for label in labels
        ),
    ]


def _heading(version: Version, width: int) -> Line:
    start = line(
        Span("▸─ " if version.is_chosen else "── ", "key" if version.is_chosen else "label"),
        Span(f"{version.key} ", "key"),
        Span(f"{version.side} ", "title"),
        Span(CHOSEN if version.is_chosen else "", "good"),
    )
    return (*start, Span("─" * max(0, width - line_width(start)), "label"))


def _text_lines(
    label: str, texts: Mapping[str, str], others: Mapping[str, str], label_width: int, width: int
) -> Iterator[Line]:
    if label not in texts and "" in (label, *texts):
        # One of the versions is a single text, such as "nothing", so it lacks all that has a label.
        return
    text = texts.get(label, NOTHING)
    look = "dim" if text == others.get(label, NOTHING) else ""
    indent = label_width + 2 if label_width else 0
    name = label.replace("_", " ")
    for number, part in enumerate(wrapped(text, max(1, width - indent - 2)) or [""]):
        yield line(" ", Span(fitted("" if number else name, indent), "label"), Span(part, look))
