"""Merging the glossary's words that vendors may read: a shared word is merged with its meaning.

People share a word because of its meaning. If the other side changes the meaning at the same time,
a separate merge of the list and of the meaning would publish a text that no person chose to share:

    base    shared = []            fair = "A"
    ours    shared = ["fair"]      fair = "A"
    theirs  shared = []            fair = "B, only for us"

Merging the list and the meaning separately would share "B, only for us". Instead, both are marked
as a conflict.
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
    """Return the paths that only a person can merge: the list of shared words, and some meanings.

    The words concerned are on the list of one side only, and the two sides give them different
    meanings. If at most one side changed the list since the base (`one_side_shared`), and at most
    one side changed each of these words, no path is returned. Otherwise the list and the meanings
    of all these words are conflicts: which meaning is right depends on the list that is kept.
    """
    base_words, our_words, their_words = (_words(data) for data in (base, ours, theirs))
    absent: tuple[bool, Mapping[str, Any]] = (False, {})
    differing = []
    settled = one_side_shared
    for word in {**our_words, **their_words}:
        version_in_base = base_words.get(word, absent)
        our_version, their_version = our_words.get(word, absent), their_words.get(word, absent)
        if our_version[0] != their_version[0] and our_version[1] != their_version[1]:
            differing.append((our_version[1], their_version[1]))
            settled = settled and version_in_base in (our_version, their_version)
    if settled or not differing:
        return frozenset()
    meanings = {
        (TERMS, key)
        for ours_meant, theirs_meant in differing
        for key in {*ours_meant, *theirs_meant}
        if ours_meant.get(key) != theirs_meant.get(key)
    }
    return frozenset({(SHARED,), *meanings})


def _words(data: Table) -> dict[str, tuple[bool, dict[str, Any]]]:
    """Return, for the `name_key` of each word, whether the word is shared, and its meanings."""
    listed, terms = data.get(SHARED), data.get(TERMS)
    entries = listed if isinstance(listed, list) else []
    shared = {name_key(each) for each in entries if isinstance(each, str)}
    words: dict[str, tuple[bool, dict[str, Any]]] = {word: (True, {}) for word in shared}
    for key, meaning in terms.items() if isinstance(terms, dict) else ():
        words.setdefault(name_key(key), (name_key(key) in shared, {}))[1][key] = meaning
    return words
