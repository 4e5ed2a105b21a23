"""Any bytes from a terminal, as keys, pastes and clicks in the order in which they came."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from partnercheck.app.terminal.input import PASTE_SECONDS, SEQUENCE_SECONDS, TerminalInput

ESC, PASTE_START, PASTE_END = "\x1b", "\x1b[200~", "\x1b[201~"


class Typing:
    """A terminal that sends bytes, and a clock that stands still between them."""

    def __init__(self) -> None:
        self.now = 0.0
        self.input = TerminalInput(lambda: (80, 24), lambda: self.now)
        self.decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self.messages: list[Message] = []

    def send(self, data: str | bytes, silence: float = 0.0) -> None:
        raw = data.encode() if isinstance(data, str) else data
        self.messages += self.input.feed(self.decode(raw))
        self.now += silence
        self.messages += self.input.tick()

    @property
    def seen(self) -> list[str]:
        """What came: the names of keys, the characters of those that type one, pastes in quotes."""
        return [_seen(message) for message in self.messages]


def _seen(message: Message) -> str:
    if isinstance(message, events.Key):
        return str(message.character) if message.is_printable else message.key
    return f'"{message.text}"' if isinstance(message, events.Paste) else type(message).__name__


def seen(*sent: str | bytes) -> list[str]:
    typing = Typing()
    for data in sent:
        typing.send(data)
    typing.send("", SEQUENCE_SECONDS)
    return typing.seen


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ("teh\x7f\x7fhe", ["t", "e", "h", "backspace", "backspace", "h", "e"]),
        (b"\x80a\xc3b\xed\xa0\x80c\xff", ["a", "b", "c"]),
        ("界\u200cy", ["界", '"\u200c"', "y"]),
        ("\u00a0\u3000\U0001fae9", ['"\u00a0"', '"\u3000"', '"\U0001fae9"']),
        ("a\u00ad\ufeff\u200b\ufffe\x9cb", ["a", "b"]),
    ],
    ids=["editing", "wrong bytes", "joiner", "other characters", "no characters"],
)
def test_characters(sent: str | bytes, wanted: list[str]) -> None:
    assert seen(sent) == wanted


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ("\x1b[97;1:3u", []),
        ("\x1b[97;1:1u", ["a"]),
        ("\x1b[97;1:2u", ["a"]),
        ("\x1b[97u", ["a"]),
        ("\x1b[97:65;2u", ["A"]),
        ("\x1b[97;2;65u", ["A"]),
        ("\x1b[97;;97:98u", ["a", "b"]),
        ("\x1b[0;;8204u", ['"\u200c"']),
        ("\x1b[97;5u", ["ctrl+a"]),
        ("\x1b[127;1:1u\x1b[13u\x1b[27u", ["backspace", "enter", "escape"]),
        ("\x1b[1;5:1D\x1b[3;1:2~\x1b[3;1:3~", ["ctrl+left", "delete"]),
        ("\x1b[1;2R", ["shift+f3"]),
        ("\x1b[1114112u\x1b[55296;1u\x1b[0u\x1b[97;;1114112u", ["a"]),
        (f"\x1b[{'9' * 40}u\x1b[97;{'9' * 40}u\x1b[;;;;;u\x1b[:::u\x1b[1;2;3;4u", []),
        (f"\x1b[{'9' * 9000}ux", ["x"]),
        ("\x1b[٣ux", ["٣", "u", "x"]),
    ],
)
def test_key_reports(sent: str, wanted: list[str]) -> None:
    assert seen(sent) == wanted


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ("\x1b[M !!abc", ["a", "b", "c"]),
        (b"\x1b[M \xa1\xa1abc", ["a", "b", "c"]),
        (b"\x1b[M \xc3\xa1abc", ["a", "b", "c"]),
        ("\x1b[32;5;5Mx", ["x"]),
        ("\x1b[<0;5;5Mx", ["MouseDown", "x"]),
        (f"\x1b[<{'9' * 20};5;5M\x1b[<0;{'9' * 20};5M\x1b[<0;;M\x1b[<128;5;5Mx", ["x"]),
        ("\x1b[48;0;0;0;0t\x1b[48;9999;9999;9;9tx", ["x"]),
        ("\x1b[?2048;2$y\x1b[48;0;0;0;0t\x1b[<0;5;5M", ["InBandWindowResize", "MouseDown"]),
        ("\x1b[I\x1b[O", ["AppFocus", "AppBlur"]),
        ("\x1b[12;40Rx", ["x"]),
        ("\x1b]11;rgb:1/2/3\x1b\\x\x1bP1$r0m\x1b\\y\x1b]0;t\x07z", ["x", "y", "z"]),
    ],
)
def test_reports_that_are_no_keys(sent: str | bytes, wanted: list[str]) -> None:
    assert seen(sent) == wanted


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ([ESC], ["escape"]),
        (["abc\x1bjk"], ["a", "b", "c", "escape", "j", "k"]),
        (["abc\x1b", "jk"], ["a", "b", "c", "escape", "j", "k"]),
        (["a\x1b\r\tb"], ["a", "escape", "enter", "tab", "b"]),
        (["\x1b\x1b[A"], ["escape", "up"]),
        (["\x1b", "[A"], ["up"]),
        (["\x1b[", "1;5", "D"], ["ctrl+left"]),
        (["\x1bb\x1bf"], ["ctrl+left", "ctrl+right"]),
        (["x\x1b]hello"], ["x", "escape", *"]hello"]),
        (["\x1b]" + "x" * 5000], ["escape", "]", *"x" * 5000]),
        (["x\x1bOz"], ["x", "escape", "O", "z"]),
        (["\x1b["], []),
        (["\x1b[1;5"], []),
        (["\x1b[1;é5"], ["é", "5"]),
        (["\x1b[[A\x1b[3$x\x1bOPy"], ["f1", "shift+delete", "x", "f1", "y"]),
    ],
)
def test_escape_and_what_is_cut_off(sent: list[str], wanted: list[str]) -> None:
    assert seen(*sent) == wanted


def test_a_paste_within_a_paste_is_text_up_to_the_first_end() -> None:
    sent = f"{PASTE_START}a{PASTE_START}b{PASTE_END}c{PASTE_END}d"
    assert seen(sent) == ['"a␛[200~b"', "c", "d"]


def test_a_paste_that_never_ends_is_shown_and_the_next_key_is_a_key() -> None:
    typing = Typing()
    typing.send(f"{PASTE_START}cut off", PASTE_SECONDS)
    typing.send("\x11")
    assert typing.seen == ['"cut off"', "ctrl+q"]


def test_a_paste_that_is_only_late_is_all_text() -> None:
    typing = Typing()
    typing.send(f"{PASTE_START}one ", PASTE_SECONDS)
    typing.send("3\r2", PASTE_SECONDS)
    typing.send(f"\rthree{PASTE_END}4")
    assert typing.seen == ['"one "', '"3\r2"', '"\rthree"', "4"]


def test_a_key_is_that_key_after_a_paste_that_ends_within_a_character() -> None:
    typing = Typing()
    typing.send(f"{PASTE_START}caf".encode() + "é".encode()[:1], PASTE_SECONDS)
    typing.send("z")
    assert typing.seen == ['"caf"', "z"]


def test_a_character_that_a_late_paste_cuts_is_part_of_the_paste() -> None:
    typing = Typing()
    first, second = "é".encode()[:1], "é".encode()[1:]
    typing.send(f"{PASTE_START}caf".encode() + first, PASTE_SECONDS)
    typing.send(second + f"s{PASTE_END}z".encode())
    assert typing.seen == ['"caf"', '"és"', "z"]


def test_alt_is_alt_behind_half_a_character() -> None:
    typing = Typing()
    typing.send("é".encode()[:1])
    typing.send("\x1bb", SEQUENCE_SECONDS)
    assert typing.seen == ["ctrl+left"]


# Parts of sequences, in all their disorder.
PARTS = st.sampled_from(
    b"\x1b \x1b[ \x1bO \x1b[< \x1b[M \x1b[? \x1b] \x1bP \x1b\\ \x1b[200~ \x1b[201~ "
    b"48; 2048;1$y ; : u ~ R t m".split(b" ")
)
BYTES = st.lists(
    PARTS | st.binary(max_size=6) | st.integers(0, 10**30).map(lambda n: str(n).encode()),
    max_size=30,
).map(b"".join)
SILENCES = st.sampled_from([0.0, 0.0, SEQUENCE_SECONDS, PASTE_SECONDS])


@settings(deadline=None)
@given(st.lists(st.tuples(BYTES, SILENCES), max_size=8))
def test_no_bytes_are_too_much_and_a_key_after_them_is_that_key(
    sent: list[tuple[bytes, float]],
) -> None:
    typing = Typing()
    for data, silence in sent:
        typing.send(data, silence)
    typing.send("", PASTE_SECONDS)
    typing.send("", SEQUENCE_SECONDS)
    before = len(typing.messages)
    typing.send("z")
    typing.send("", SEQUENCE_SECONDS)
    assert typing.seen[before:] == ["z"]


WHOLE_KEYS = st.sampled_from(
    ["\x7f", "\x1b[D", "\x1b[3~", "\x17", "\r", "\t", "\x1b[Z", "\x1bOH", "界", "\x1b[1;5C"]
) | st.characters(codec="utf-8", categories=["L", "N", "P"])


@settings(deadline=None)
@given(st.lists(WHOLE_KEYS, min_size=1), st.lists(st.integers(0, 200)))
def test_keys_are_the_same_however_a_connection_cuts_them(keys: list[str], cuts: list[int]) -> None:
    data = "".join(keys).encode()
    places = sorted(min(cut, len(data)) for cut in cuts)
    chunks: Sequence[bytes] = [
        data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)
    ]
    one_by_one = [name for key in keys for name in seen(key)]
    assert seen(*(chunk for chunk in chunks if chunk)) == one_by_one
    assert not any(re.fullmatch("alt.*", name) for name in one_by_one)
