"""The command line: what goes to stdout, what to stderr, and with which exit status."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from partnercheck import __version__
from partnercheck.commands import COMMANDS, command
from partnercheck.commands.parsing import parser_of
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_description, vendor_ids
from tests.support import warm_start
from tests.support.running import ALICES_FILE, Ran, Run
from tests.support.terminal import Terminal

FORMATS = ("text", "markdown", "csv", "json")
SCREENS = (("open",), (), ("assess", "acme-logistics"), ("demo",))


def test_init_makes_a_workspace_here(tmp_path: Path, run: Run) -> None:
    ran = run("init", "--organisation", "Müller & Co", "--cadence", "month", "--form", "quick")
    assert ran.code == 0
    assert ran.out == f"Created {tmp_path}/partnercheck.toml\n"
    assert "Next: partnercheck add" in ran.err
    settings = open_workspace(tmp_path).settings
    assert (settings.organisation, settings.cadence, settings.form) == (
        "Müller & Co",
        "month",
        "quick",
    )
    again = run("init")
    assert (again.code, again.out) == (2, "")
    assert "is already a workspace" in again.err


def test_init_makes_the_folder_that_it_is_told(tmp_path: Path, run: Run) -> None:
    ran = run("init", "new/folder")
    assert ran.code == 0, ran.err
    assert (tmp_path / "new/folder/partnercheck.toml").exists()


def test_add_writes_all_that_is_said_of_a_vendor(workspace: Path, run: Run) -> None:
    ran = run(
        *("add", "Cobalt Cloud", "--supplies", "Hosting", "--owner", "Dan", "--candidate"),
        *("--value-chain", "back office", "--tag", "it", "--tag", "critical"),
        *("--target", "partner", "--target-why", "Planning stops when they stop"),
        here=workspace,
    )
    assert ran == Ran(
        0, "Added Cobalt Cloud as cobalt-cloud\n", "Next: partnercheck assess cobalt-cloud\n"
    )
    vendor, problems = read_description(open_workspace(workspace), "cobalt-cloud")
    assert problems == ()
    assert (vendor.supplies, vendor.owner, vendor.stage) == ("Hosting", "Dan", "candidate")
    assert (vendor.value_chain, vendor.tags) == ("back office", ("it", "critical"))
    assert (vendor.target, vendor.target_why) == ("partner", "Planning stops when they stop")


def test_demo_copies_the_samples_once(tmp_path: Path, run: Run) -> None:
    assert run("demo", "--no-open") == Ran(0, "The sample workspace is in partnercheck-demo\n", "")
    settings = tmp_path / "partnercheck-demo" / "partnercheck.toml"
    attributes = settings.with_name(".gitattributes").read_text()
    assert "merge=partnercheck" in attributes
    settings.write_text(settings.read_text().replace("Northwind Foods", "Mine"))
    assert run("demo", "--no-open").code == 0
    assert '"Mine"' in settings.read_text()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear Tom")
    refused = run("demo", "full", "--no-open")
    assert refused.code == 2
    assert "full is not empty" in refused.err
    assert len(vendor_ids(open_workspace(tmp_path / "partnercheck-demo"))) == 12


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["lst"], 'there is no command "lst". Did you mean list?'),
        (["zzz"], 'there is no command "zzz"'),
        (["--worspace", "x", "list"], "--worspace. Did you mean --workspace?"),
        (["list", "--fromat", "csv"], "--fromat csv. Did you mean --format?"),
        (["list", "--form", "json"], "--form json. Did you mean --format?"),
        (["show", "x", "--lnies"], "--lnies. Did you mean --lines?"),
        (["add", "x", "--fact", "spend=3"], "--fact spend=3. Did you mean --set?"),
        (["edit", "x", "--fact", "spend=3"], "Did you mean --set?"),
        (["list", "--fact", "spend=3"], "--fact spend=3. Did you mean --where?"),
        (["promises", "x", "--deadline", "2026-12-01"], "Did you mean --due?"),
        (["promises", "x", "--fact", "spend=3"], "unrecognised arguments: --fact spend=3\n"),
        (["show", "x", "--json"], "--json. Did you mean --format json?"),
        (["show", "x", "-f", "json"], "Did you mean --format?"),
        (["request", "x", "--to", "Al"], "Did you mean --respondent?"),
        (["request", "x", "--quick"], "--quick. Did you mean --form quick?"),
        (["request", "x", "--cancel"], "Did you mean --withdraw?"),
        (["decide", "x", "--why", "y"], "Did you mean --reason?"),
        (["archive", "x", "--preview"], "Did you mean --dry-run?"),
        (["list", "--dir", "x"], "Did you mean --workspace?"),
        (["list", "--zzz"], "unrecognised arguments: --zzz\n"),
    ],
)
def test_a_mistyped_word_is_refused_with_what_was_probably_meant(
    words: list[str], told: str, run: Run
) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_help_has_no_colours_that_our_streams_would_show_as_text() -> None:
    """From Python 3.14 on argparse writes colours to a terminal, unless it is told not to."""
    parser = parser_of(COMMANDS)
    of_commands = next(each.choices for each in parser._actions if each.dest == "command")
    assert isinstance(of_commands, dict)
    assert {*of_commands} == {*COMMANDS}
    assert not any(each.color for each in (parser, *of_commands.values()))


@pytest.mark.parametrize("words", [["--help"], ["list", "--help"], ["list", "--wrong"], ["wrong"]])
def test_help_on_a_terminal_is_readable(words: list[str]) -> None:
    terminal = Terminal(words, {"FORCE_COLOR": "1", "PYTHON_COLORS": "1"}, size=(100, 100))
    assert terminal.ended() in (0, 2)
    assert "usage: partnercheck" in terminal.shown
    assert "␛" not in terminal.shown


def test_check_says_on_stderr_that_nothing_is_wrong(workspace: Path, run: Run) -> None:
    assert run("check", here=workspace) == Ran(0, "", "No problems in 4 files\n")


def test_check_looks_only_at_what_is_named(workspace: Path, run: Run) -> None:
    (workspace / ALICES_FILE).write_text("")
    (workspace / "vendors/borealis-packaging/vendor.toml").write_text("name = 3\n")
    every = run("check", here=workspace)
    assert {line.split(":")[0].split(",")[0] for line in every.out.splitlines()} == {
        ALICES_FILE,
        "vendors/borealis-packaging/vendor.toml",
    }
    named = run("check", "vendors/borealis-packaging", here=workspace)
    assert (named.code, named.out.count("\n")) == (1, 1)
    assert run("check", "partnercheck.toml", here=workspace).code == 0
    relative = run("check", "vendor.toml", here=workspace / "vendors/borealis-packaging")
    assert relative.out == named.out.replace("vendors/borealis-packaging/", "")
    for wrong in ("nowhere.toml", ".."):
        assert run("check", wrong, here=workspace).code == 2


IMPORTS = """
import sys
from partnercheck.cli import main
code = main(sys.argv[1:])
print(code, sorted({name.split(".")[0] for name in sys.modules} & {"textual"}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words",
    [
        *("init sub", "add Cobalt", "check", "demo --no-open", "assess acme-logistics"),
        *(f"compare --format {kind}" for kind in FORMATS),
        *("questionnaire list", "questionnaire show partnership", "questionnaire check"),
        *("questionnaire copy partnership", "--version"),
    ],
)
def test_only_the_screens_load_textual(words: str, workspace: Path) -> None:
    (workspace / "sub").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, *words.split()],
        cwd=workspace,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    code = 2 if words.startswith("assess") else 0
    assert done.stderr.splitlines()[-1] == f"{code} []"


@pytest.mark.parametrize(
    "words",
    [
        *("nonsense", "--nonsense", "add", "add A B", "add A --target friend", "assess"),
        *("compare nobody", "compare --round 2026-q5", "compare --format xml", "compare --width x"),
        *(
            "compare --width -5",
            "check nowhere.toml",
            "questionnaire",
            "questionnaire show nothing",
        ),
        *(
            "questionnaire copy nothing",
            "questionnaire check nothing",
            "questionnaire check no.toml",
        ),
        *("init --cadence hour", "--workspace nowhere check", "assess acme --as customer"),
    ],
)
def test_wrong_use_is_told_without_a_traceback(words: str, workspace: Path, run: Run) -> None:
    ran = run(*words.split(), here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
    assert "Traceback" not in ran.err
    assert "something went wrong" not in ran.err


@pytest.mark.parametrize("folder", ["demo", "check", "add", "plain"])
def test_a_workspace_may_be_called_like_a_command(folder: str, workspace: Path, run: Run) -> None:
    workspace.rename(workspace.parent / folder)
    ran = run("--workspace", folder, "compare", "--format", "csv")
    assert ran.code == 0, ran.err
    assert ran == run("compare", "--format", "csv", "--workspace", folder)


@pytest.mark.parametrize("words", SCREENS)
@pytest.mark.parametrize("closed", [True, False])
def test_without_a_terminal_the_screens_are_refused(
    words: tuple[str, ...], closed: bool, workspace: Path, run: Run
) -> None:
    ran = run(*words, here=workspace, closed_input=closed)
    assert (ran.code, ran.out) == (2, "")
    not_connected = "standard input and standard output are not connected to one. "
    assert f"the screens need a terminal, but {not_connected}" in ran.err
    assert "`partnercheck " in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("words", SCREENS)
@pytest.mark.parametrize("term", ["dumb", "", None])
def test_on_a_dumb_terminal_the_screens_are_refused(
    words: tuple[str, ...], term: str | None, workspace: Path
) -> None:
    master, slave = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "TERM"}
    done = warm_start.run(
        words,
        cwd=workspace,
        env=environment if term is None else {**environment, "TERM": term},
        stdin=slave,
        stdout=slave,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    os.write(slave, b"end")
    written = os.read(master, 10_000)
    os.close(master)
    os.close(slave)
    assert done.returncode == 2
    assert written == b"end"
    assert b"cannot draw the screens. " in done.stderr
    assert b"`partnercheck " in done.stderr
    assert b"\x1b" not in done.stderr


def test_every_command_has_help(run: Run) -> None:
    listed = run("--help")
    assert (listed.code, listed.err) == (0, "")
    for name in COMMANDS:
        summary = (command(name).__doc__ or "").split("\n")[0]
        assert summary.endswith(".")
        assert re.search(rf"^ +{name} ", listed.out, re.MULTILINE)
        ran = run(name, "--help")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"usage: partnercheck {name}")
        assert summary in ran.out


def test_the_version_is_told(run: Run) -> None:
    assert run("--version") == Ran(0, f"partnercheck {__version__}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        "compare --format csv acme-logistics cobalt-cloud",
        "compare acme-logistics --format csv cobalt-cloud",
        "compare acme-logistics cobalt-cloud --format csv",
    ],
)
def test_options_may_stand_among_names(words: str, samples: Path, run: Run) -> None:
    ran = run(*words.split(), here=samples)
    assert ran.code == 0
    assert [line.partition(",")[0] for line in ran.out.splitlines()[1:]] == [
        '"acme-logistics"',
        '"cobalt-cloud"',
    ]


def test_an_option_that_is_none_is_not_taken_for_a_name(samples: Path, run: Run) -> None:
    ran = run("compare", "acme-logistics", "--formt", "csv", here=samples)
    assert ran.code == 2
    assert "--formt" in ran.err
