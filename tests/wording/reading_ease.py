"""The grade of a text: the years of school that it asks for (Flesch & Kincaid 1975).

Syllables are counted by rule: groups of vowels, without a silent e at the end. Words on which the
rule is wrong stand in a list: a pronouncing dictionary would be a dependency for some fifty words.
"""

from __future__ import annotations

import re

EXCEPTIONS = {
    1: ("done else gone hour hours knows makes once our ours risk safe seen takes while whole"),
    2: (
        "alone bearing being besides business doing elsewhere every figures going people "
        "purpose quiet safety science sided someone something sometimes themselves "
        "therefore unasked vendor without"
    ),
    3: (
        "area beforehand company criticised customer customers different everyone idea "
        "outsiders reference salespeople somebody"
    ),
    4: "businesses criticism differently references",
}
SYLLABLES = {word: count for count, listed in EXCEPTIONS.items() for word in listed.split()}
_HEARD_ES = re.compile(r"(?:s|z|x|ch|sh|c|g)es$")


def syllables(word: str) -> int:
    """Return the number of syllables of an English word, 1 or more."""
    word = re.sub(r"['’]s$", "", word.lower()).strip("'’")
    if word in SYLLABLES:
        return SYLLABLES[word]
    stem = _without_silent_ending(word)
    stem = re.sub(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouy]l)e(?=s$)", "", stem)
    split_vowels = re.findall(r"(?<=[^aeiouy])ia|eo(?=n)|io(?=t)", stem)
    return max(1, len(re.findall(r"[aeiouy]+", stem)) + len(split_vowels))


def _without_silent_ending(word: str) -> str:
    """Return a word without -es or -ed if that is no syllable of its own."""
    if word.endswith("ed") and word[-3:-2] not in tuple("tdaeiouy"):
        return word[:-2]
    if word.endswith("es") and not _HEARD_ES.search(word) and word[-3:-2] not in tuple("aeiouy"):
        return word[:-2]
    return word


def grade(text: str) -> float:
    """Return the Flesch–Kincaid grade of a text of one sentence or more."""
    words = re.findall(r"[A-Za-z'’]+", text)
    sentences = max(1, len(re.findall(r"[.!?](?:[\"”)]*)(?:\s|$)", text)))
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / sentences + 11.8 * per_word - 15.59
