"""The report as Markdown says the same as the page, and nothing in it acts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.support.hostile_commands import no_link
from tests.support.hostile_texts import MARKUP
from tests.support.made_reports import made
from tests.support.read_reports import read


def tokens(source: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(source)


def said(found: list[Token]) -> str:
    """The text of the document, as it is shown."""
    texts = [
        "".join(part.content if part.content else " " for part in token.children or [])
        for token in found
        if token.type == "inline"
    ]
    return " ".join(" ".join(texts).split())


def test_it_is_text_and_tables_alone(sample_markdown: str) -> None:
    no_link(sample_markdown)


def test_it_has_the_headings_of_the_page(sample_markdown: str, sample_page: str) -> None:
    found = tokens(sample_markdown)
    headings = {
        level: [
            said([found[number + 1]])
            for number, token in enumerate(found)
            if token.type == "heading_open" and token.tag == level
        ]
        for level in ("h1", "h2", "h3", "h4")
    }
    page = read(sample_page)
    assert headings["h1"] == [page.one("h1").text]
    names = [re.sub(r", (2026-q4|no round yet)$", "", each) for each in headings["h2"]]
    assert names == [each.text for each in page.all("h2")]
    ours = [each.text for each in page.all("h3") if each.text not in ("Caveats", "Needs attention")]
    assert headings["h3"] == ours
    numbered = [re.sub(r"^\d+\. ", "", each) for each in headings["h4"]]
    assert numbered == [each.text for each in page.all("h4")]


def test_it_says_every_sentence_of_the_page(sample_markdown: str, sample_page: str) -> None:
    text = said(tokens(sample_markdown))
    page = read(sample_page)
    sentences = [
        each.text
        for tag in ("li", "dd", "td")
        for each in page.all(tag)
        if not any(map(each.all, ("li", "dl", "span", "svg"))) and "letter" not in each.classes
    ]
    sentences = [re.sub(r"^for us ", "", each) for each in sentences]
    # A verdict and what it rests on are two sentences here, with a semicolon between them.
    plain, sought = (re.sub(r"\s*;", "", each) for each in (text, "\n".join(sentences)))
    assert len(sentences) > 1000
    assert not {each for each in sought.split("\n") if each not in plain}


def test_it_has_the_map_as_a_drawing(sample_markdown: str) -> None:
    (drawn,) = [token.content for token in tokens(sample_markdown) if token.type == "fence"]
    assert "Exchange: mutual gains and reciprocity" in drawn
    assert drawn.count("\n") > 15


def test_a_vendor_alone_has_no_map(sample_root: Path) -> None:
    source = made(sample_root, "acme-logistics", "--format", "markdown").out
    no_link(source)
    assert "```" not in source


@pytest.mark.parametrize("text", [*MARKUP.values(), "<script>alert(1)</script>", "{{ 7 * 7 }}"])
def test_a_name_is_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "partnercheck.toml").write_text("")
    for number in range(2):
        folder = tmp_path / "vendors" / f"v{number}"
        folder.mkdir(parents=True)
        (folder / "vendor.toml").write_text(f"name = {json.dumps(text)}\n")
    source = made(tmp_path, "--format", "markdown").out
    no_link(source)
    shown = " ".join(text.replace("\n", "␊").split())
    assert said(tokens(source)).count(shown) >= 4
