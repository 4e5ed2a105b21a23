"""What people read is collected whole, and has none of the phrases of our former dialect."""

from __future__ import annotations

import re

import pytest

from tests.wording.collect import Sentence, sentences

# Phrases that no reader of English expects, each with what is written in its place.
DIALECT = {
    r"\bso far as\b": "as far as",
    r"\b(is|are) told\b": "is shown, is reported",
    r"\bgoes by\b": "uses, follows",
    r"\banew\b": "again",
    r"\bone a (vendor|person|question|row|condition)\b": "one per ...",
    r"\brow a \w+\b": "row per ...",
    r"\bput away\b": "archived",
    r"\bnobody is urged\b": "is optional",
    r"\bfinds nothing wrong\b": "no problems",
    r"\bin (its|a) way of its own\b": "separately",
}


@pytest.fixture(scope="module")
def all_sentences() -> list[Sentence]:
    # Not when the module is loaded: each process that runs tests loads all modules.
    return list(sentences())


def test_every_kind_of_text_is_collected(all_sentences: list[Sentence]) -> None:
    sources = {each.source for each in all_sentences}
    assert {"README.md", "why.md", "partnercheck assess", "example of compare"} <= sources
    assert {"app/shared/help.toml", "workspace/glossary.toml", "cli.py"} <= sources
    texts = {each.text for each in all_sentences}
    assert "standard output is closed" in texts
    assert 'there is no vendor "{…}"{…}' in texts
    assert len(all_sentences) == len(texts) > 4000


@pytest.mark.parametrize("phrase", DIALECT)
def test_nothing_is_written_in_dialect(phrase: str, all_sentences: list[Sentence]) -> None:
    odd = [each for each in all_sentences if re.search(phrase, each.text, re.I)]
    assert [f"{each.source}: {each.text}" for each in odd] == [], f"write: {DIALECT[phrase]}"


def test_no_sentence_has_a_word_twice(all_sentences: list[Sentence]) -> None:
    odd = [each for each in all_sentences if doubled(each)]
    assert odd == []


def doubled(sentence: Sentence) -> list[str]:
    """Words that stand twice in a row; "that that" and "had had" can be right."""
    found = re.findall(r"\b([a-z]{2,}) \1\b", sentence.text)
    return [word for word in found if word not in ("that", "had")]
