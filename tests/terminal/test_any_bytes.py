"""Bytes that no key sends leave the program running, and the keys after them are keys."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.screens import sample_workspace
from tests.support.terminal import Terminal


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_workspace(tmp_path_factory.mktemp("bytes") / "workspace")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x80",
        b"\xff\xfe\xc3",
        b"\x1b[97;1:3u",
        b"\x1b[1114112u\x1b[99999999999999999999;1u\x1b[55296u",
        b"\x1b[M\xa1\xa1\xa1\x1b[M !!",
        b"\x1b[<0;99999;99999M\x1b[<0;99999;99999m\x1b[<35;99999999999999999999;1M",
        b"\x1b[48;0;0;0;0t\x1b[48;9999;9999;99999;99999t",
        b"\x1b[?2048;2$y\x1b[48;0;0;0;0t\x1b[<35;5;5M",
        b"\x1b[200~" + b"\x1b[200~q\x11" * 3 + b"\x1b[201~",
        b"\x1b]0;title\x07\x1bP1$r0m\x1b\\",
    ],
)
def test_the_program_goes_on(sent: bytes, root: Path) -> None:
    terminal = Terminal(["--workspace", str(root)])
    terminal.until("12 vendors")
    os.write(terminal.fd, sent)
    os.write(terminal.fd, b"/dairy\r")
    terminal.until("1 of 12 vendors")
    terminal.press("\x11")
    assert terminal.ended() == 0
    assert b"Traceback" not in terminal.received
