"""Text as an enemy writes it: one of every class that must not act, with markers to look for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

ESC, BEL, CSI, OSC, DCS, ST = "\x1b", "\x07", "\x9b", "\x9d", "\x90", "\x9c"
MARK = "PWNED"
MARKED_CSI = "31;7;4242"
SEQUENCES: Mapping[str, str] = {
    "title": f"{ESC}]0;{MARK}-1{BEL}",
    "title, ended by ST": f"{ESC}]2;{MARK}-2{ESC}\\",
    "colour": f"{ESC}[{MARKED_CSI}m",
    "cursor": f"{ESC}[4242;4242H",
    "erase": f"{ESC}[4242J",
    "mode": f"{ESC}[?4242h",
    "report": f"{ESC}[4242n",
    "clipboard": f"{ESC}]52;c;{MARK}-3{BEL}",
    "link": f"{ESC}]8;;https://{MARK}-4.example{ESC}\\here{ESC}]8;;{ESC}\\",
    "device control": f"{ESC}P{MARK}-5{ESC}\\",
    "privacy message": f"{ESC}^{MARK}-6{ESC}\\",
    "application": f"{ESC}_{MARK}-7{ESC}\\",
    "reset": f"{ESC}c",
    "character set": f"{ESC}(0",
    "C1 CSI": f"{CSI}{MARKED_CSI}m",
    "C1 OSC": f"{OSC}0;{MARK}-8{BEL}",
    "C1 DCS": f"{DCS}{MARK}-9{ST}",
    "C1 others": "\x80\x84\x85\x88\x8d\x8e\x8f\x96\x97\x98\x9a\x9e\x9f",
}
CONTROLS: Mapping[str, str] = {
    "C0": "".join(chr(n) for n in range(1, 32) if n not in (9, 10, 13)),
    "bell and backspace": f"a{BEL}b\x08\x08c",
    "shift out": "\x0elqqk\x0f",
    "delete": "a\x7fb",
    "tab": "a\tb",
    "line feed": "a\nb",
    "carriage return": "good\rEVIL",
    "CRLF": "a\r\nb",
    "form feed": "a\x0cb\x0bc",
    "next line": "a\x85b\u2028c\u2029d",
}
UNSEEN: Mapping[str, str] = {
    "right to left": "\u202eredrO\u202c",
    "isolates": "\u2066a\u2067b\u2068c\u2069",
    "marks": "\u200ea\u200fb\u061cc",
    "zero width": "a\u200bb\u2060c\ufeffd",
    "soft hyphen": "a\u00adb",
    "tags": "a\U000e0041\U000e007fb",
    "annotation": "\ufff9a\ufffab\ufffbc",
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "private": "\ue000\U000f0000",
}
MARKUP: Mapping[str, str] = {
    "closing": "[/]",
    "closing a tag": "[/bold]",
    "action": "[@click=app.quit]here[/]",
    "quoted action": "[@click='app.bell']here[/@click='app.bell']",
    "style": "[bold red on #ff0000]here[/bold red on #ff0000]",
    "link": "[link=https://example.org]here[/link]",
    "escaped": "\\[bold]",
    "half": "[bold",
    "variable": "$primary [$error]here",
    "markdown link": "[here](https://example.org)",
    "markdown picture": "![here](https://example.org/a.png)",
    "autolink": "<https://example.org>",
    "bare link": "https://example.org/a www.example.org",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "entity": "&lt;b&gt; &#x41; &nbsp;",
    "code": "`a` ```\nb\n```",
    "table": "a | b || c",
    "heading": "# a",
    "emphasis": "*a* _b_ ~~c~~ **d**",
    "reference": "[a]: https://example.org",
    "rule": "---",
    "list": "- a",
    "numbers": "1. a",
    "reference definition": "[a][b] [^1]",
}
CELLS: Mapping[str, str] = {
    "formula": '=HYPERLINK("https://example.org")',
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(A1)",
    "wide formula": "＝1+1",
    "wide at": "＠SUM(A1)",
    "tab formula": "\t=1+1",
    "line formula": "\n=1+1",
    "quotes": '"a","b"\'c\'',
    "separators": "a;b,c\td",
}
WIDE: Mapping[str, str] = {
    "combining": "Zalgo: e\u0301\u0302\u0303\u0304\u0305\u0306\u0307 a\u0489",
    "combining first": "\u0301a",
    "many combining": "e" + "\u0301" * 300,
    "CJK": "山田物流株式会社",
    "half width": "ﾔﾏﾀﾞ",
    "full width": "ＡＢＣ",
    "Hangul": "\u1112\u1161\u11ab 한국",
    "Arabic": "شركة المثال",
    "Devanagari": "क्षेत्रीय",
    "Thai": "บริษัท",
    "emoji": "🚚📦",
    "emoji of several": "👩‍👩‍👧‍👦 👨🏽‍🚀 🏳️‍🌈 🇫🇷 ❤️ 1️⃣",
    "variation": "☺︎ ☺️ ㊗️",
    "non-joiner": "می‌خواهم",
    "long": "x" * 10_000,
    "long, wide": "山" * 10_000,
    "long, of words": "word " * 2_000,
    "long, zero width": "a" + "\u0301" * 10_000,
}
NAMES: Mapping[str, str] = {
    "path": "../../../etc/passwd",
    "Windows path": "..\\..\\con",
    "reserved": "NUL.txt",
    "dots": "...",
    "hyphen": "-rf --help",
    "percent": "%s%n{0}{name}%(x)s",
    "shell": "$(touch PWNED-10) `touch PWNED-11`; rm -rf *",
    "spaces": "  a  \u00a0b\u3000c ",
    "quotes": "\"'`",
}
CLASSES: Mapping[str, Mapping[str, str]] = {
    "sequences": SEQUENCES,
    "controls": CONTROLS,
    "unseen": UNSEEN,
    "markup": MARKUP,
    "cells": CELLS,
    "wide": WIDE,
    "names": NAMES,
}
ALL: tuple[str, ...] = tuple(text for each in CLASSES.values() for text in each.values())
SHORT: tuple[str, ...] = tuple(text for text in ALL if len(text) < 400)

_ALLOWED = frozenset("\u200c\u200d")
_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def unsafe(text: str, lines: bool = False) -> set[str]:
    """The characters that control, reorder or break; line ends only where they are not wanted."""
    found = {char for char in set(text) if unicodedata.category(char) in _CATEGORIES} - _ALLOWED
    return found - {"\n"} if lines else found


# Active: the sequence as a terminal would obey it, in either of its two forms.
ACTIVE = re.compile(
    rb"(?:\x1b[\]P^_X]|\xc2[\x90\x98\x9d-\x9f])[^\x1b\x07]{0,40}PWNED"
    rb"|(?:\x1b\[|\xc2\x9b)[0-9;?]*4242"
)
