"""Sentences about a vendor, changed into sentences to that vendor: "you" in place of "the vendor".

Only sentences of our own are changed here. A name, a quotation or a text that somebody wrote is
never passed in, since it could contain the same words.
"""

from __future__ import annotations

# The first phrase that fits is replaced, so the longer phrases come first.
SAID_TO_VENDOR = (
    ("the vendor has not answered", "you have not answered"),
    ("the vendor's view only", "your view only"),
    ("the vendor's view", "your view"),
    ("the vendor's answers", "your answers"),
    ("on the vendor's side", "on your side"),
    ("by the vendor's ", "by yours "),
    ("the vendor's: ", "yours: "),
)


def to_vendor(text: str) -> str:
    """Return a sentence that was written for our side, reworded so that "you" is the vendor."""
    for ours, theirs in SAID_TO_VENDOR:
        text = text.replace(ours, theirs).replace(_capital(ours), _capital(theirs))
    return text


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]
