"""A question about our own side alone is never one for the vendor."""

from __future__ import annotations

import re
from pathlib import Path

import tomli

from tests.support.running import ACME, ALICES_FILE, Run


def test_what_we_do_not_know_of_our_own_side_is_asked_of_our_people(
    workspace: Path, run: Run
) -> None:
    file = workspace / ALICES_FILE
    text = re.sub(r"score = \d", "score = 3", file.read_text())
    header, own, rest = text.partition("[answers.gains-best-alternative]\n")
    later = rest[rest.index("[") :]
    file.write_text(f'{header}{own}skip = "unknown"\n\n{later}')
    assert tomli.loads(file.read_text())
    shown = " ".join(run("show", ACME, here=workspace).out.split())
    assert "Ask our own people about the next best choice (Alice Moreau does not know): " in shown
    assert "When our side last compared Acme Logistics with the next best choice" in shown
    agenda = " ".join(run("agenda", ACME, here=workspace).out.split())
    assert "the next best choice: When our side last compared" in agenda.replace("The", "the")
    assert "next best choice" not in run("agenda", ACME, "--for", "vendor", here=workspace).out
