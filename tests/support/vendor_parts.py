"""A vendor's part of the report as its readers see it, in Markdown and in HTML alike."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from tests.support.pages import tables
from tests.support.read_reports import Element, read

Rows = list[list[str]]
# The sign of a state before its words.
SIGN = re.compile(r"^\W+ ")
# In Markdown a fact is a point with a label, and one text or points of its own.
FACT = re.compile(r"^- \*\*(.+?)\*\*:(?: (.*))?((?:\n  - .*)*)", re.M)
TEXT = re.compile(r"^(?:- (?!\*\*))?(?![#|-]|\*\*)(\S.*)$", re.M)


class Part(NamedTuple):
    """What stands in a vendor's part."""

    conditions: Rows
    rounds: Rows  # the day, the scores, the class without its caveats, the direction
    goals: Rows
    facts: Mapping[str, list[str]]  # texts by their label
    texts: tuple[str, ...]  # all other paragraphs and points
    bars: list[list[tuple[str, str, str]]]  # by condition; in HTML only


# Many tests look at the reports of four quarters, and none changes what it gets.
@lru_cache(maxsize=4)
def markdown_parts(report: str) -> Mapping[str, Part]:
    """The parts of all vendors, by name and round."""
    sections = re.split(r"^## (.*)$", report, flags=re.M)[1:]
    parts = dict(zip(map(plain, sections[::2]), sections[1::2], strict=True))
    return {name: _markdown_part(text) for name, text in parts.items()}


def _markdown_part(text: str) -> Part:
    text, _, _ = text.partition("### Agenda of the next meeting")
    by_first = {next(iter(each[0])): each for each in tables(text)}

    def rows(first: str) -> Rows:
        shown = by_first.get(first, ())
        return [[plain(cell).replace("**", "") for cell in row.values()] for row in shown]

    rounds = [[*r[:5], _without_caveats(r[5]), r[6]] for r in rows("Round")]
    goals = [[r[0].partition(": ")[0], *r[1:]] for r in rows("Goal")]
    facts = {
        plain(label): [plain(each) for each in ([one] if one else re.findall("  - (.*)", many))]
        for label, one, many in FACT.findall(text)
    }
    texts = TEXT.findall(text)
    return Part(rows("Condition"), rounds, goals, facts, tuple(map(plain, texts)), [])


def _without_caveats(verdict: str) -> str:
    """The class, and the class so far of an open verdict."""
    parts = verdict.split("; ")
    return "; ".join(parts[: 2 if parts[1:] and parts[1].startswith("so far ") else 1])


def plain(text: str) -> str:
    """A text of Markdown without the signs that Markdown needs."""
    return html.unescape(re.sub(r"\\(.)", r"\1", text.replace("<!-- -->", "")))


@lru_cache(maxsize=4)
def html_parts(report: str) -> Mapping[str, Part]:
    """The parts of all vendors, by name and round."""
    parts = {}
    for article in read(report).all("article", "vendor"):
        header = article.one("header")
        round_id = header.one("p", "when").text
        name = header.one("h2").text
        parts[f"{name}, {round_id}"] = _html_part(article)
    return parts


def _html_part(article: Element) -> Part:
    shown = [each for each in article.inside if isinstance(each, Element)]
    shown = [each for each in shown if "agenda" not in each.classes]
    whole = Element("article", {}, [*shown])
    facts = {
        each.one("dt").text: [text.text for text in each.all("dd")]
        for facts in whole.all("dl", "facts")
        for each in facts.all("div")
    }
    texts = tuple(each.text for each in [*whole.all("p"), *whole.all("li")])
    return Part(
        conditions=_html_rows(whole, "conditions", _condition),
        rounds=_html_rows(whole, "rounds", _round),
        goals=_html_rows(whole, "goals", _goal),
        facts=facts,
        texts=texts,
        bars=[[*_bars(each)] for each in whole.all("svg", "bars")],
    )


def _html_rows(whole: Element, name: str, cells: Callable[[Element], list[str]]) -> Rows:
    found = whole.all("table", name)
    return [cells(each) for each in found[0].one("tbody").all("tr")] if found else []


def _condition(row: Element) -> list[str]:
    name, state = row.one("th"), row.one("span", "state").text
    views = [each.one("b").text for each in row.one("td", "views").all("span", "side")]
    evidence = [each.text for each in row.one("td", "evidence").all("span", "side")]
    return [
        name.text.removesuffix(state).strip(),
        state,
        *views,
        row.one("td", "gap").text,
        *evidence,
    ]


def _round(row: Element) -> list[str]:
    cells = row.all("td")
    scores = [each.text for each in cells if "score" in each.classes]
    return [row.one("th").text, *scores, row.one("b").text, cells[-1].text]


def _goal(row: Element) -> list[str]:
    cells = [each.text for each in row.all("td")]
    title = next(each for each in row.one("th").inside if isinstance(each, str))
    return [title.strip(), SIGN.sub("", cells[0]), *cells[1:]]


def _bars(picture: Element) -> Iterator[tuple[str, str, str]]:
    """The bars of a picture: the side, the length filled, and the length hatched."""
    hatched = {each.classes[1]: each.attributes["width"] for each in picture.all("rect", "open")}
    for each in picture.all("rect", "sure"):
        side = each.classes[1]
        yield side, each.attributes["width"], hatched.get(side, "0%")
