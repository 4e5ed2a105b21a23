"""Names of most of a megabyte on a screen: little is sent, and the program ends when it is told."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

from tests.support.screens import sample_workspace
from tests.support.terminal import Terminal

NAMES = {
    "acme-logistics": "Acme " + "x" * 700_000,
    "borealis-packaging": "Borealis " * 100_000,
    "cobalt-cloud": "Cobalt e" + "\u0301" * 300_000,
}
# A screen of this size is some 10 kB; a name alone would be a hundred times as much.
MOST_BYTES = 200_000


def test_what_is_not_shown_of_a_name_is_neither_measured_nor_sent(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    for vendor, name in NAMES.items():
        file = root / "vendors" / vendor / "vendor.toml"
        file.write_text(re.sub(r"(?m)^name = .*$", f'name = "{name}"', file.read_text()))
    terminal = Terminal(["--workspace", str(root)])
    terminal.until("12 vendors")
    for keys, shown in (
        ("\r", "1 of 12"),
        ("q", "12 vendors"),
        ("c", "Compare"),
        ("m", "Bond"),
        ("q", "Compare"),
        ("q", "12 vendors"),
        ("/", "name, tag"),
        ("\x1b", "12 vendors"),
        ("R", "in any field to save"),
    ):
        terminal.settle()
        before = len(terminal.received)
        terminal.press(keys)
        terminal.until(shown, 60)
        terminal.settle()
        assert len(terminal.received) - before < MOST_BYTES, keys
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended(60) == 128 + signal.SIGTERM
