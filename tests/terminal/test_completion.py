"""Completion in the real shells: typed into them, with the tab key."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.support.screens import sample_workspace
from tests.support.terminal import Terminal

BEGIN = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "PS1='ready> '; bind 'set bell-style none'"),
    "zsh": (["zsh", "-f", "-i"], "PS1='ready> '; autoload -U compinit; compinit -u"),
}


@pytest.fixture(params=sorted(BEGIN))
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Terminal:
    named: str = request.param
    if not shutil.which(named):
        pytest.skip(f"there is no {named} here; .ci/run installs it")
    words, setting = BEGIN[named]
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"}
    here = sample_workspace(tmp_path / "workspace")
    terminal = Terminal([], {**environment, "HOME": str(tmp_path)}, here=here, command=words)
    terminal.press(f'{setting}; eval "$(partnercheck completion {named})"; clear\r')
    terminal.until("ready> ")
    terminal.settle()
    return terminal


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("partnercheck hist", "partnercheck history"),
        ("partnercheck show acm", "partnercheck show acme-logistics"),
        ("partnercheck compare acme-logistics larkm", "larkmere-energy"),
        ("partnercheck show acme-logistics --round 2026-q4 --form", "--format"),
        ("partnercheck --workspace . show dunm", "dunmore-steel"),
        ("partnercheck history acme-logistics --format j", "--format json"),
    ],
)
def test_a_tab_completes(shell: Terminal, typed: str, wanted: str) -> None:
    shell.press(f"{typed}\t")
    shell.until(wanted)
    shell.press("\x15exit\r")
    assert shell.ended() == 0


def test_a_tab_lists_the_rounds_of_the_vendor(shell: Terminal) -> None:
    shell.press("partnercheck show acme-logistics --round 2026-\t")
    shell.until("2026-q")
    shell.settle()
    shell.press("\t\t")
    shell.until("2026-q3")
    shell.until("2026-q4")
    shell.press("\x15exit\r")
    assert shell.ended() == 0
