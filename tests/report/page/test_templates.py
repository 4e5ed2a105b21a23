"""The templates lay out and no more: nothing in them switches the escape off or loads anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import partnercheck.report

ROOM = Path(partnercheck.report.__file__).parent
TEMPLATES = sorted((ROOM / "page" / "templates").iterdir())
# Of filters, those that count and that join; each leaves escaping to the end. `link` puts an
# address that has been judged into angle brackets.
FILTERS = {"length", "join", "link"}
LAID_OUT = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Include),
    *(nodes.FromImport, nodes.Macro, nodes.Call, nodes.With, nodes.Name, nodes.Getattr),
    *(nodes.Getitem, nodes.Const, nodes.Filter, nodes.CondExpr, nodes.Compare, nodes.Operand),
    *(nodes.Not, nodes.And, nodes.Or, nodes.Tuple, nodes.Add),
)
# The one link out of a page: to an address that `places.is_link` has judged.
ADDRESS = re.compile(
    r'<a rel="noopener noreferrer" href="\{\{ \w+\.address \}\}">\{\{ \w+(?:\.text)? \}\}</a>'
)
ACTING = re.compile(
    r"(?i)<(?:script|iframe|object|embed|img|link|base|form|input|button|a\s+(?!href=\"#))"
    r"|\son\w+\s*=|\sstyle\s*=|javascript:|https?:|//\w|@import|url\((?!#hatched-)"
)


def careless(source: str, name: str) -> Iterator[str]:
    """What a template does that none should."""
    tree = Environment().parse(source)
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, LAID_OUT):
            yield f"{type(node).__name__} is more than laying out"
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield f"|{node.name}"
        if isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Name):
            yield "a method is called"
    if not name.endswith(".md"):
        yield from (f"acts: {each}" for each in ACTING.findall(ADDRESS.sub("", source)))
    if name.endswith(".html"):
        tags = re.findall(r"<[a-z][^<>]*>", source)
        yield from (f"not in quotes: {tag}" for tag in tags if re.search(r"=\s*\{\{", tag))
    if name.endswith(".css") and ("{{" in source or "{%" in source or not source.isascii()):
        yield "the style is not the same for all"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_only_lays_out(path: Path) -> None:
    assert [*careless(path.read_text("utf-8"), path.name)] == []


@pytest.mark.parametrize(
    "source",
    [
        "{{ name|safe }}",
        "{{ name|e|upper }}",
        "{% autoescape false %}{{ name }}{% endautoescape %}",
        "{% set a = 1 %}",
        "{% if a is divisibleby 3 %}{% endif %}",
        "{{ name.replace('<', '') }}",
        "{{ a * b }}",
        "<p class={{ name }}>",
        "<script></script>",
        '<a class="x" onclick="{{ name }}">',
        '<p style="color: {{ name }}">',
        '<img src="a.png">',
        '<a href="{{ name }}">',
        '<a rel="noopener noreferrer" href="{{ fact.text }}">{{ fact.text }}</a>',
        '<a rel="noopener noreferrer" href="{{ fact.address }}" onclick="a()">{{ text }}</a>',
        '<a href="{{ fact.address }}">{{ text }}</a>',
        '<link rel="stylesheet" href="https://example.org/a.css">',
    ],
)
def test_what_is_careless_is_found(source: str) -> None:
    try:
        found = [*careless(source, "new.html")]
    except Exception as error:
        found = [str(error)]
    assert found


@pytest.mark.parametrize("source", ["p { color: {{ name }} }", "p::before { content: '●' }"])
def test_a_careless_style_is_found(source: str) -> None:
    assert [*careless(source, "new.css")]


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.name)
def test_no_report_says_of_a_text_that_it_is_safe(path: Path) -> None:
    names = {
        each.id if isinstance(each, ast.Name) else each.attr
        for each in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(each, ast.Name | ast.Attribute)
    }
    assert not names & {"Markup", "markupsafe", "select_autoescape"}
    source = path.read_text("utf-8")
    assert ("Environment(" in source) == (path.name == "rendering.py")


def test_the_page_is_made_with_the_escape_on_and_nothing_undefined() -> None:
    source = (ROOM / "page" / "rendering.py").read_text("utf-8")
    assert source.count("Environment(\n") == source.count("undefined=StrictUndefined") == 2
    assert source.count("autoescape=True") == source.count("finalize=_escaped") == 1
