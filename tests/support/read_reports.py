"""A report read as a browser reads it: a tree of the tags that may be there, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

EVERYWHERE = {"id", "class"}
SHAPE = {"x", "y", "x1", "y1", "x2", "y2", "width", "height", "dx", "dy", "cx", "cy", "r"}
PLAIN = (
    *("head", "title", "style", "body", "header", "main", "nav", "article", "section", "div"),
    *("h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "b", "i", "small", "span"),
    *("bdi", "figure", "figcaption", "table", "caption", "colgroup", "col", "thead", "tbody", "tr"),
    "defs",
)
TAGS: Mapping[str, set[str]] = {
    **{tag: set() for tag in PLAIN},
    **{tag: {"aria-labelledby"} for tag in ("section", "article")},
    "html": {"lang"},
    "meta": {"charset", "name", "content", "http-equiv"},
    "nav": {"aria-label"},
    "a": {"href"},
    "time": {"datetime"},
    "th": {"scope", "rowspan"},
    "td": {"data-label", "colspan"},
    "svg": {"role", "width", "height", "viewbox", "aria-hidden"},
    "pattern": {"width", "height", "patternunits", "patterntransform"},
    **dict.fromkeys(("line", "rect", "circle", "text"), SHAPE),
}
VOID = {"meta", "col"}
WITHIN = re.compile(r"#(vendor-\d+|portfolio|comparison|map|customer|vendors|files)")
NUMBER = re.compile(r"-?\d*\.?\d+(%|em)?")
CLASSES = re.compile(r"[a-z-]+( [a-z-]+)*")


@dataclass
class Element:
    """An element with what is in it; a text stands as a string."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    def all(self, tag: str = "", name: str = "") -> list[Element]:
        """The elements in it of a tag and a class."""
        return [
            each
            for each in self.walk()
            if tag in ("", each.tag) and (not name or name in each.classes)
        ]

    def one(self, tag: str = "", name: str = "") -> Element:
        """The only such element."""
        (found,) = self.all(tag, name)
        return found

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Element]:
        for each in self.inside:
            if isinstance(each, Element):
                yield each
                yield from each.walk()

    @property
    def text(self) -> str:
        """All text in it, in one line."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for each in self.inside:
            if isinstance(each, str):
                yield each
            else:
                yield from each._texts()
                yield " " if each.tag in ("td", "th", "dt", "dd", "li", "p", "small") else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self._open = [self.root]

    def handle_decl(self, decl: str) -> None:
        assert decl == "doctype html"
        assert self._open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs)
        if tag in VOID:
            self._open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert any(each.tag == "svg" for each in self._open), f"<{tag}/> outside of a picture"
        self._start(tag, attrs)
        self._open.pop()

    def _start(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), attrs
        assert not set(names) - TAGS[tag] - EVERYWHERE, (tag, attrs)
        attributes = {name: value or "" for name, value in attrs}
        for name, value in attributes.items():
            _fine(name, value)
        made = Element(tag, attributes)
        self._open[-1].inside.append(made)
        self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")

    def ended(self) -> Element:
        self.close()
        assert self._open == [self.root], "something is not closed"
        return self.root


def _fine(name: str, value: str) -> None:
    """Fail for an attribute that says what no template of ours does; a label may say anything."""
    if name == "href":
        assert WITHIN.fullmatch(value), value
    elif name == "class":
        assert CLASSES.fullmatch(value), value
    elif name in SHAPE:
        assert NUMBER.fullmatch(value), (name, value)


def read(source: str) -> Element:
    """The page as a tree. Fails for any tag or attribute that is not ours, and for a broken one."""
    assert source.startswith("<!doctype html>\n")
    reader = _Reader()
    reader.feed(source)
    root = reader.ended()
    ids = [each.attributes["id"] for each in root.walk() if "id" in each.attributes]
    assert len(ids) == len(set(ids)), "an id twice"
    for each in root.walk():
        for name in ("href", "aria-labelledby"):
            if name in each.attributes:
                assert each.attributes[name].lstrip("#") in ids, each.attributes
    (style,) = root.all("style")
    assert not re.search(r"url\((?!#hatched-)|@import|expression|javascript", style.text, re.I)
    assert not root.all("script")
    return root
