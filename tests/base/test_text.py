"""Text from people and other programs: shown harmless, and otherwise as it was written."""

from __future__ import annotations

import csv
import io
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from partnercheck.base.text import (
    REPLACEMENT,
    WINDOWS_NAMES,
    clean,
    is_blank,
    is_slug,
    name_key,
    one_line,
    slug,
    tidy_name,
    tidy_text,
    unix_lines,
)
from partnercheck.formats.csv_write import escape_formula
from partnercheck.formats.markdown import escape_markdown

JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{MONGOLIAN VOWEL SEPARATOR}"
# Visible, though Unicode calls them formats.
NUMBER_SIGNS = "".join(
    map(chr, [*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD])
)
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
EVERY = [chr(code) for code in range(sys.maxunicode + 1)]

many = settings(max_examples=300, deadline=None, derandomize=True)
# Lone surrogates too: a command line or a file name may hold them.
anything = st.text(st.one_of(st.sampled_from("\r\n\t\x1b|`[]()<&*_#é "), st.characters(codec=None)))
surrogates = st.text(st.characters(categories=["Cs", "Cf", "Cc", "Lu"]))


def unsafe(text: str) -> set[str]:
    return {char for char in text if unicodedata.category(char) in UNSAFE} - {
        *JOINERS,
        *NUMBER_SIGNS,
    }


def test_no_character_that_controls_or_reorders_survives() -> None:
    assert unsafe(clean("".join(EVERY))) == set()
    assert unsafe(clean("".join(EVERY), lines=True)) == {"\n"}


def test_every_printable_character_stays_as_it_is() -> None:
    unassigned = {char for char in EVERY if unicodedata.category(char) == "Cn"}
    kept = "".join(char for char in EVERY if not unsafe(char) and char not in unassigned)
    assert set(JOINERS + NUMBER_SIGNS) <= set(kept)
    for char in kept:
        normal = unicodedata.normalize("NFC", char)
        assert clean(char) == clean(char, lines=True) == normal


def test_control_characters_become_their_pictures_and_what_is_invisible_is_dropped() -> None:
    assert clean("a\x00\x1b[31m\x7f") == "a␀␛[31m␡"
    assert clean("\t\r\n") == "␉␍␊"
    for char in "\x9b\u202e\u2066\u200b\ufeff\u00ad\U000e0041\ufffe\ufdd0":
        assert clean(f"a{char}b") == clean(f"a{char}b", lines=True) == "ab"
    for char in "\u2028\u2029\x85":
        assert clean(f"a{char}b") == "a b"
        assert clean(f"a{char}b", lines=True) == "a\nb"


def test_bytes_that_are_no_text_are_shown_as_such() -> None:
    assert clean("a\udce9b") == f"a{REPLACEMENT}b"


def test_joiners_and_variation_selectors_stay() -> None:
    persian, family, heart = "می\u200cخواهم", "👩\u200d👧", "❤\ufe0f"
    for text in (persian, family, heart, "\u1820\u180e\u180b"):
        assert clean(text) == clean(text, lines=True) == text


@many
@given(anything, st.booleans())
def test_cleaning_never_makes_a_replacement_character(text: str, lines: bool) -> None:
    written = "".join(char for char in text if not "\ud800" <= char <= "\udfff")
    assert clean(written, lines).count(REPLACEMENT) == written.count(REPLACEMENT)


@many
@given(anything)
def test_two_unicode_forms_of_a_name_are_one_name(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        other = unicodedata.normalize(form, name)
        assert name_key(other) == key
        assert slug(other) == slug(name)
    assert name_key(tidy_name(name)) in (key, "")
    assert name_key(name.casefold()) == key
    assert tidy_name(unicodedata.normalize("NFD", name)) == tidy_name(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José", "Jose\u0301"),
        ("Ａｃｍｅ", "acme"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),
        ("Acme  Ltd", "acme\u00a0ltd"),
        ("Ze\u00adbra", "zebra"),
        ("می\u200cخواهم", "میخواهم"),
        ("각", "\u1100\u1161\u11a8"),
    ],
)
def test_these_are_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Zoe", "Zoë"), ("Øst", "Ost"), ("а", "a")])
def test_these_are_two_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\t\n", "\u00a0\u3000", "\u200b\u2060", "\u200d", "\u3164", "\u2800", "\ufe0f"],
)
def test_nothing_of_these_can_be_seen(text: str) -> None:
    assert is_blank(text)
    assert tidy_name(text) == tidy_text(text) == ""


def test_something_of_these_can_be_seen() -> None:
    assert not any(map(is_blank, ["a", "\u200b.", "0", "\ufffd", "\x1b", "\u0301", "👩\u200d👧"]))


def test_lines_and_tabs_stay_where_lines_are_wanted() -> None:
    assert clean("a\tb\r\nc\rd\n\x0be", lines=True) == "a   b\nc\nd\n␋e"


@many
@given(st.one_of(anything, surrogates), st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, lines: bool) -> None:
    once = clean(text, lines)
    assert clean(once, lines) == once
    assert unsafe(once) <= ({"\n"} if lines else set())


@many
@given(anything)
def test_a_name_makes_a_usable_id_or_none(name: str) -> None:
    made = slug(name)
    assert made == "" or is_slug(made)
    assert slug(made) == made
    assert made not in WINDOWS_NAMES


@many
@given(anything)
def test_names_that_differ_only_in_case_or_composition_make_one_id(name: str) -> None:
    assert slug(unicodedata.normalize("NFC", name)) == slug(unicodedata.normalize("NFD", name))
    assert slug(name.casefold()) == slug(name)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Acme Logistics", "acme-logistics"),
        ("  Café -- Nord & Söhne, GmbH. ", "cafe-nord-sohne-gmbh"),
        ("Straße 7", "strasse-7"),
        ("CON", "con-1"),
        ("lpt9.", "lpt9-1"),
        ("../../etc/passwd", "etc-passwd"),
        ("山田", "shantian"),
        ("Ørsted", "orsted"),
        ("Łódź Stal", "lodz-stal"),
        ("Æst", "aest"),
        ("Øst", "ost"),
        ("Đặng Þór", "dang-thor"),
        ("Иван Петров", "ivan-petrov"),
        ("Ольга", "olga"),
        ("あきこ", "akiko"),
        ("Γιώργος", "giorgos"),
        ("😀", "grinning"),
        ("★", ""),
        ("\u202e", ""),
        ("", ""),
        ("x" * 80, "x" * 63),
        ("x" * 62 + " y", "x" * 62),
        ("№ 5", "no-5"),
        ("𝐀cme™", "acmetm"),
    ],
)
def test_the_id_of_a_name(name: str, made: str) -> None:
    assert slug(name) == made


@pytest.mark.parametrize(
    "text", ["", "-a", "A", "a b", "a.b", "é", "a\n", "con", "nul", "com1", "x" * 64, "..", "a/b"]
)
def test_these_cannot_be_ids(text: str) -> None:
    assert not is_slug(text)


def test_these_can_be_ids() -> None:
    assert all(map(is_slug, ["a", "0", "a-b", "com10", "con-1", "x" * 63, "a-"]))


@many
@given(anything)
def test_no_cell_of_a_spreadsheet_begins_like_a_formula(text: str) -> None:
    cell = escape_formula(text)
    assert cell in (text, f"'{text}")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([cell, text])
    assert next(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [cell, text]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_a_spreadsheet_would_act_on_is_prefixed(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


def test_other_cells_stay_as_they_are() -> None:
    assert [escape_formula(text) for text in ("", "Acme", " =1", "3-4")] == [
        "",
        "Acme",
        " =1",
        "3-4",
    ]


COMMON = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def plain(source: str) -> str | None:
    """What a reader of rendered Markdown sees; None where anything but text is made of it."""
    (inline,) = COMMON.parseInline(source)
    kinds = {"text": "", "text_special": ""}
    children = [each for each in inline.children or [] if each.content != "<!-- -->"]
    return (
        None if any(c.type not in kinds for c in children) else "".join(c.content for c in children)
    )


@many
@given(st.one_of(anything, st.text("\\`*_{}[]()#+-.!|<>&;~\"'=:/a1 \n")))
def test_escaped_text_reads_in_markdown_as_it_was_written(text: str) -> None:
    shown = one_line(clean(text))
    assert plain(escape_markdown(shown)) == shown


@many
@given(st.one_of(anything, st.text("\\`|<[]( \n")))
def test_escaped_text_stays_in_its_cell_of_a_table(text: str) -> None:
    shown = one_line(clean(text))
    row = f"| a | {escape_markdown(shown)} | b |"
    tokens = COMMON.parse(f"| x | y | z |\n| --- | --- | --- |\n{row}\n")
    cells = [token for token in tokens if token.type == "inline"]
    assert len(cells) == 6
    assert plain(cells[4].content) == shown


@pytest.mark.parametrize(
    "text",
    [
        "a | b",
        "<b>a</b>",
        "&lt;",
        "`code`",
        "[a](https://example.org)",
        "![a](b)",
        "**a** _b_ ~~c~~",
        "\\|",
        "<https://example.org>",
        "a\nb",
        "- a",
        "# a",
        "&#124;",
    ],
)
def test_nothing_acts_as_markdown_or_html(text: str) -> None:
    assert plain(escape_markdown(text)) == one_line(text)


def test_the_escaping_that_readers_of_the_file_see() -> None:
    assert escape_markdown("Tom & <Co> | [x](y)") == "Tom & &lt;Co> \\| [x\\](y)"


@many
@given(anything)
def test_one_line_and_unix_lines_have_no_other_line_ends(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert "\r" not in unix_lines(text)
    assert unix_lines(text).split("\n") == text.replace("\r\n", "\n").replace("\r", "\n").split(
        "\n"
    )
