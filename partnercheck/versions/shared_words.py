"""Words of the glossary that vendors may read: sharing a word and its meaning belong together.

Who shares a word has read what it says. If the other side gave it another meaning meanwhile, a
merge of the list and of the meaning, each by itself, would publish what nobody chose to publish.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from partnercheck.base.text import name_key
from partnercheck.storage.parse import Table

SHARED = "shared"
TERMS = "terms"


def torn_words(
    base: Table, ours: Table, theirs: Table, one_side_shared: bool
) -> frozenset[tuple[str, ...]]:
    """Return the paths of the list and of the meanings that only a person can put together.

    `one_side_shared` says that at most one side changed the list since the base. A word is taken
    from that side if the other side left the word as it was. If it did not, the list is a
    conflict; so is then every word that the sides share and explain differently, because either
    list may be kept.
    """
    before, mine, yours = (_words(data) for data in (base, ours, theirs))
    absent: tuple[bool, Mapping[str, Any]] = (False, {})
    differing = []
    settled = one_side_shared
    for word in {**mine, **yours}:
        versions = [words.get(word, absent) for words in (before, mine, yours)]
        if versions[1][0] != versions[2][0] and versions[1][1] != versions[2][1]:
            differing.append((versions[1][1], versions[2][1]))
            settled = settled and versions[0] in versions[1:]
    if settled or not differing:
        return frozenset()
    meanings = {
        (TERMS, key)
        for one, other in differing
        for key in {*one, *other}
        if one.get(key) != other.get(key)
    }
    return frozenset({(SHARED,), *meanings})


def _words(data: Table) -> dict[str, tuple[bool, dict[str, Any]]]:
    """For each word, in the form that words are compared in: if it is shared, and what it says."""
    listed, terms = data.get(SHARED), data.get(TERMS)
    entries = listed if isinstance(listed, list) else []
    shared = {name_key(each) for each in entries if isinstance(each, str)}
    words: dict[str, tuple[bool, dict[str, Any]]] = {word: (True, {}) for word in shared}
    for key, meaning in terms.items() if isinstance(terms, dict) else ():
        words.setdefault(name_key(key), (name_key(key) in shared, {}))[1][key] = meaning
    return words
