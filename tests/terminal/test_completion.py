"""Completion in the real shells: typed into them, with the tab key."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.support.clones import committed, git
from tests.support.screens import sample_workspace
from tests.support.terminal import Terminal

BEGIN = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "PS1='ready> '; bind 'set bell-style none'"),
    "zsh": (["zsh", "-f", "-i"], "PS1='ready> '; autoload -U compinit; compinit -u"),
    "fish": (
        ["fish", "--no-config", "--private"],
        "function fish_prompt; echo 'ready> '; end; set -g fish_autosuggestion_enabled 0",
    ),
}
REGISTER = {
    "bash": 'eval "$(partnercheck completion bash)"',
    "zsh": 'eval "$(partnercheck completion zsh)"',
    "fish": "partnercheck completion fish | source",
}


def committed_with_a_tag(here: Path) -> None:
    git(here, "init", "-q")
    committed(here, "begin")
    git(here, "tag", "reviewed")


@pytest.fixture(params=sorted(BEGIN))
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Terminal:
    named: str = request.param
    if not shutil.which(named):
        pytest.skip(f"there is no {named} here; .ci/run installs it")
    words, setting = BEGIN[named]
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"}
    here = sample_workspace(tmp_path / "workspace")
    terminal = Terminal([], {**environment, "HOME": str(tmp_path)}, here=here, command=words)
    committed_with_a_tag(here)
    terminal.press(f"{setting}; {REGISTER[named]}; clear\r")
    terminal.until("ready> ")
    terminal.settle()
    return terminal


TYPED = (
    ("partnercheck hist", "partnercheck history"),
    ("partnercheck show acm", "partnercheck show acme-logistics"),
    ("partnercheck compare acme-logistics larkm", "larkmere-energy"),
    ("partnercheck show acme-logistics --round 2026-q4 --form", "--format"),
    ("partnercheck --workspace . show dunm", "dunmore-steel"),
    ("partnercheck history acme-logistics --format j", "--format json"),
    ("partnercheck decide acme-logistics --class near", "--class near-partner"),
    ("partnercheck edit acme-logistics --target stead", "--target steady-supplier"),
    ("partnercheck show acme-logistics --at revi", "--at reviewed"),
    ("partnercheck diff HEAD revi", "diff HEAD reviewed"),
    ("partnercheck assess acme-logistics --respondent Tom", "Okafor"),
    ("partnercheck import x --respondent Ali", "Moreau"),
    ("partnercheck session acme-logistics --with Ali", "Moreau"),
    ("partnercheck people --rename Ali", "Moreau"),
    ("partnercheck edit acme-logistics --untag crit", "--untag critical"),
    ("partnercheck list --where spe", "--where spend="),
    ("partnercheck edit acme-logistics --set contr", "--set contract_end="),
    ("partnercheck list --sort spe", "--sort spend"),
    ("partnercheck list --columns spend,contr", "spend,contract_end"),
    ("partnercheck goals acme-logistics --done order-fr", "order-freeze"),
    ("partnercheck check partnerch", "partnercheck.toml"),
    ("partnercheck list -o partn", "-o partnercheck.toml"),
    ("partnercheck questionnaire show walk", "walking-the-talk"),
    ("partnercheck help agen", "help agenda"),
    ("partnercheck completion f", "completion fish"),
)


def test_a_tab_completes(shell: Terminal) -> None:
    # In one shell: starting one takes longer than all that is typed into it.
    for typed, wanted in TYPED:
        shell.press(f"{typed}\t")
        shell.until(wanted, wrapped=True)
        shell.press("\x15clear\r")
        shell.settle()
    shell.press("exit\r")
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
