r"""Markdown: a text reads as it was written, nothing in it acts, and no backslash is too many.

The oracle is a parser of CommonMark with GitHub's tables and strikethrough. What GitHub does after
that is checked by its rules: it looks for names, issues, addresses and emoji in the rendered text,
and for bare addresses of the web in the source. There one `~` strikes through as `*` emphasizes.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from partnercheck.base.text import clean, one_line
from partnercheck.formats.markdown import escape_inline, escape_markdown, markdown_table

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
COMMENT = "<!-- -->"
# After rendering: a person or an address of mail, an issue, an emoji, a formula.
RENDERED = re.compile(
    r"@\w|#\d|(?<!\w)gh-\d|:(?:[+-]1|100|1234|[0-9+-]*[a-z_][\w+-]*):|\$\S.*\$", re.IGNORECASE
)
HOST = r"[^\s!-/:-@\[-`{-~]"
IN_SOURCE = re.compile(
    rf"(?<![A-Za-z])(?:https?|ftp)://{HOST}|(?<![^\s*_~(])www\.{HOST}", re.IGNORECASE
)
# With a `>` in the text after it, this is HTML. Other texts after `<` are escaped as well.
BEGINS_HTML = re.compile(
    r"<(?:[a-z][a-z0-9-]*(?: +[a-z_:][a-z0-9_.:-]*)* *|/[a-z][a-z0-9-]* *"
    r"|\?[^>]*|!--[^>]*|![a-z][^>]*|!\[CDATA\[[^>]*)$",
    re.IGNORECASE | re.ASCII,
)
LONE_TILDE = re.compile(r"~(?:\s|$)")
TASK = re.compile(r"\[[ xX]\](\s|$)")
# The places in which our Markdown has a text, and neighbours with which one could act.
FRAMES = (
    "{}",
    "- {}",
    "- **{}**: a",
    "a, {}; b",
    *("{} a" + sign for sign in ("*", "_", "`", "**", "``", "***", "```")),
    *(sign + "a {}" for sign in ("*", "_", "`", "**", "``", "***", "```")),
    *("**{}**: a" + sign for sign in ("*", "_")),
    *(sign + "a **{}**" for sign in ("*", "_")),
    "{};",
    # The end of HTML that a text began, in the text after it.
    *("{} " + end for end in (">", "?>", "-->", "]]>")),
    "{}**",
    "a\n\n[{0}]({0})",
)
OURS = (*FRAMES[:4], "a {} b", "{};")
CELL = "| x | y |\n| --- | --- |\n| {} | z |\n"
SIGNS = st.sampled_from(
    [
        *r"\`*_{}[]()#+-.!|<>&@~:/$=1a ",
        *("é", "](", "[x] ", "]: ", "www.", "http://", "&amp", "<b>", "GH-", ":+1:", "1. ", "1) "),
        *("- ", "---", "# ", "> ", "[a]: b", "contract_end", "~~", "**"),
    ]
)
TEXTS = st.lists(SIGNS | st.characters(codec="utf-8"), max_size=14).map(
    lambda parts: one_line(clean("".join(parts)))
)


def visible(tokens: list[Token]) -> tuple[list[str], list[str]]:
    """The kinds of what Markdown has made, and the texts between invisible comments."""
    kinds, parts = [], [""]
    for token in tokens:
        if token.type != "inline":
            kinds.append(token.type)
            continue
        for child in token.children or []:
            if child.type in ("text", "text_special"):
                parts[-1] += child.content
            elif child.type == "html_inline" and child.content == COMMENT:
                parts.append("")
            else:
                kinds.append(child.type)
                parts.append("")
        parts.append("\n")
        parts.append("")
    return kinds, parts


def reading(frame: str, source: str) -> tuple[list[str], str]:
    """The kinds of tokens and the text of a source in a place."""
    kinds, parts = visible(PARSER.parse(frame.format(source)))
    return kinds, "".join(parts)


def acts(frame: str, source: str) -> bool:
    """Whether GitHub does something after or beside Markdown."""
    _, parts = visible(PARSER.parse(frame.format(source)))
    return bool(
        IN_SOURCE.search(source)
        or any(RENDERED.search(part) for part in parts)
        or (frame.startswith("- ") and TASK.match(source))
    )


def as_stars(text: str) -> str:
    """The text with `*` for `~`."""
    return text.replace("~", "*")


def wanted(frame: str, text: str) -> tuple[list[str], str]:
    """The reading of a place with an empty word for the text, then with the text."""
    kinds, shown = reading(frame, "QQ")
    return kinds, shown.replace("QQ", text)


@given(TEXTS)
@example("2027-01-06 (ours), +50 %! a_b 2 * 3 [sic] #c C:\\dir R&D")
@example(":+1:_http://")
@example("$$$")
@example("--")
@example("~~~ a")
@example("@_")
def test_a_text_reads_as_it_was_written_and_does_not_act(text: str) -> None:
    if not text:
        return
    source = escape_markdown(text)
    for frame in OURS:
        assert reading(frame, source) == wanted(frame, text), (frame, source)
        assert not acts(frame, source), (frame, source)
        # A star would begin a list or end our own `**`, which a tilde does not.
        if not LONE_TILDE.match(text) and "**" not in frame:
            assert reading(frame, as_stars(source)) == wanted(frame, as_stars(text))
    cell = escape_inline(text)
    assert reading(CELL, cell) == wanted(CELL, text)
    assert not acts(CELL, cell)


@given(TEXTS)
@example("- a")
@example("1. a")
@example("a*b")
@example("[]:")
def test_no_backslash_is_too_many(text: str) -> None:
    source = escape_markdown(text)
    for place in (found.start() for found in re.finditer(r"\\", source)):
        without = source[:place] + source[place + 1 :]
        assert any(
            reading(frame, each) != wanted(frame, shown) or acts(frame, without)
            for frame in (*FRAMES, CELL)
            for each, shown in (
                (without, text),
                (as_stars(without), as_stars(text)),
            )
        ), (source, without)


@given(TEXTS)
@example("$$\\$")
@example("$:+1:$")
@example("$a$$b$")
def test_no_comment_is_too_many(text: str) -> None:
    source = escape_markdown(text)
    for found in re.finditer(COMMENT, source):
        assert acts("{}", source[: found.start()] + source[found.end() :])


@given(TEXTS)
@example("a<b")
@example("a</b")
@example("a<?")
@example("a<!b")
@example("a<!--")
def test_no_entity_is_too_many(text: str) -> None:
    source = escape_markdown(text)
    for found in re.finditer("&lt;|&amp;", source):
        sign = "<" if found[0] == "&lt;" else "&"
        without = source[: found.start()] + sign + source[found.end() :]
        if sign == "<" and not BEGINS_HTML.match(without, found.start()):
            continue
        assert any(reading(frame, without) != wanted(frame, text) for frame in FRAMES), source


@pytest.mark.parametrize(
    "text",
    [
        "2027-01-06",
        "(ours)",
        "+50 % and more!",
        "a - b + c",
        "contract_end",
        "2 * 3",
        "[sic]",
        "C:\\dir",
        "R&D, 3 < 4 > 2",
        "Section #c",
        "1.5 or 2.",
        "10:30:45",
        "$5,000",
        "example.org",
        "-",
        "~ 64",
    ],
)
def test_what_does_not_act_stays_as_it_is(text: str) -> None:
    assert escape_inline(text) == text


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("- a", "\\- a"),
        ("1. a", "1\\. a"),
        ("# a", "\\# a"),
        ("> a", "\\> a"),
        ("[x] done", "\\[x] done"),
        ("[a](b)", "[a\\](b)"),
        ("<b>&lt;", "&lt;b>&amp;lt;"),
        ("*a* _b_ ~c~ `d`", "\\*a\\* \\_b_ \\~c~ \\`d\\`"),
        ("a|b", "a\\|b"),
        ("https://a.example", "https:\\//a.example"),
        ("www.a.example", "www\\.a.example"),
        ("ask @tom in #12", f"ask @{COMMENT}tom in #{COMMENT}12"),
        ("a@b.example", f"a@{COMMENT}b.example"),
        (":tada:", f":{COMMENT}tada:"),
    ],
)
def test_what_acts_is_escaped(text: str, source: str) -> None:
    assert escape_markdown(text) == source


def test_a_table_has_plain_days_and_brackets() -> None:
    rows = [("2027-01-06", "- (ours)")]
    assert markdown_table(("When", "Whose"), rows).splitlines()[2] == "| 2027-01-06 | - (ours) |"
