"""Text in terminal cells: wrapped and cut by what is drawn, in forms that terminals agree on."""

from __future__ import annotations

import os
import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcwidth

from partnercheck.base.cells import ELLIPSIS, column_text, cut, fitted, padded, width_of, wrapped
from partnercheck.base.text import clean

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
many = settings(max_examples=10_000 if LONG else 200, deadline=None, derandomize=True)
written = st.text(
    st.one_of(
        st.sampled_from("ab c-é …山田の、。「」ｱ각👩🏽\u200d\u200c\ufe0f🇩🇪हिन्दी☰"), st.characters()
    )
).map(clean)


@many
@given(written, st.integers(2, 60))
def test_no_line_is_wider_than_asked_for_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(width_of(line) <= width for line in lines)
    # Emoji sequences are shown one by one; all else is there, in order.
    shown = wrapped(text, 1_000_000)
    assert "".join("".join(lines).split()) == "".join("".join(shown).split())


def test_english_words_are_whole_beside_chinese_ones() -> None:
    text = "我们的供应商 Kestrel 提供冷链运输，每天早上六点到达partnercheck仓库。「很好」，他们说。"
    for width in range(14, 60):
        lines = wrapped(text, width)
        assert any("Kestrel" in line for line in lines)
        assert any("partnercheck" in line for line in lines)
        assert not any(line[0] in "，。」" or line[-1] == "「" for line in lines)
        # A line ends early only before the longest of the words.
        assert max(map(cell_len, lines)) > width - len("partnercheck")


def test_a_long_path_is_broken_after_a_slash() -> None:
    path = "/home/ann/samples/outbox/2026-11-24.report.html"
    assert wrapped(f"Goes to {path}", 28) == [
        "Goes to",
        "/home/ann/samples/outbox/",
        "2026-11-24.report.html",
    ]
    assert "".join(wrapped(path, 7)) == path


def test_korean_and_hyphenated_words_are_whole() -> None:
    assert wrapped("우리는 함께 일하고 있습니다", 12) == ["우리는 함께", "일하고", "있습니다"]
    plain, accented = ("well-known cafe ways to work", "well-known café ways to work")
    for width in range(6, 30):
        assert [line.replace("é", "e") for line in wrapped(accented, width)] == wrapped(
            plain, width
        )


@many
@given(written, st.integers(1, 40))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    shown = cut(text, width)
    assert width_of(shown) <= width
    assert shown == text or shown.endswith(ELLIPSIS)
    assert width_of(fitted(text, width)) == width
    assert padded(shown, width).startswith(shown)


def test_wide_text_is_cut_at_half_as_many_characters() -> None:
    assert cut("山田商事の名前", 9) == "山田商事…"
    assert cut("山田商事の名前", 8) == "山田商…"
    assert cut("山田商事", 8) == "山田商事"
    assert cut("a\u0301" * 9, 4).count("\u0301") == 3


def test_a_text_is_measured_only_as_far_as_it_is_shown() -> None:
    begun = time.process_time()
    for text in ("日" * 900_000, "e" + "\u0301" * 900_000, "x" * 900_000):
        assert width_of(fitted(text, 20)) == 20
    assert time.process_time() - begun < 1


@many
@given(st.text(st.characters(max_codepoint=0x1FFFF)).map(clean))
def test_a_column_has_only_signs_on_whose_width_two_tables_agree(text: str) -> None:
    """The tables of rich, which measures, and of pyte, which draws as a terminal does."""
    for char in column_text(text):
        assert cell_len(char) == max(0, wcwidth(char)), (char, unicodedata.name(char, "?"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("👩\u200d🚀 Astro", "👩🚀 Astro"),
        ("🇩🇪", "DE"),
        ("❤\ufe0f 1\ufe0f\u20e3", "❤ 1"),
        ("हिन्दी Ltd", "hindi Ltd"),
        ("می\u200cخواهم", "میخواهم"),
        ("☰ \ue0b0 \U0001fae8", "� � �"),
        ("“Acme” ‘x’ ␛ % $USER ½ §", "“Acme” ‘x’ ␛ % $USER ½ §"),
        ("山田 ไทย Łódź", "山田 ไทย Łódź"),
    ],
)
def test_what_terminals_disagree_on_is_shown_in_a_form_they_agree_on(name: str, shown: str) -> None:
    assert column_text(name) == shown


def test_ordinary_scripts_are_shown_as_they_are() -> None:
    for text in ("Ørsted", "Иван", "Γιώργος", "שלום", "مرحبا", "山田商事", "김민수", "あいう"):
        assert column_text(text) == text
    assert not re.search(r"[a-z]", column_text("Привет 안녕"))


def test_a_text_that_was_cut_before_has_one_ellipsis() -> None:
    shorter = cut("Write three lines into the closing report", 32)
    assert shorter == "Write three lines into the clos…"
    assert cut(f"{shorter} and more", 33) == shorter
    assert wrapped(f"{shorter} and more", 32, 1) == [shorter]
