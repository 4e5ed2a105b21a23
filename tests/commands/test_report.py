"""`partnercheck report`: where it goes, what is said of it, and what is refused."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import warm_start
from tests.support.read_reports import read
from tests.support.running import Run


def test_html_goes_to_stdout_and_nothing_else_does(workspace: Path, run: Run) -> None:
    ran = run("report", here=workspace)
    assert (ran.code, ran.err) == (0, "")
    page = read(ran.out)
    assert len(page.all("article")) == 1
    assert [each.text for each in page.all("bdi")][-1] == "Borealis Packaging"
    assert run("report", "--output", "-", here=workspace).out == ran.out


def test_a_file_is_written_whole_and_its_name_said(workspace: Path, run: Run) -> None:
    shown = run("report", here=workspace).out
    for _ in range(2):
        ran = run("report", "--output", "out.html", "--force", here=workspace)
        assert (ran.code, ran.out, ran.err) == (0, "", f"Wrote {workspace}/out.html\n")
        assert (workspace / "out.html").read_text("utf-8") == shown
        (workspace / "out.html").write_text("an older and longer one" * 9000)
    assert [each.name for each in workspace.iterdir() if each.name.startswith(".report")] == []


def test_a_file_is_made_as_others_are_and_keeps_its_mode(workspace: Path, run: Run) -> None:
    run("report", "--output", "out.html", here=workspace)
    (workspace / "other").touch()
    modes = [stat.S_IMODE((workspace / name).stat().st_mode) for name in ("out.html", "other")]
    assert modes[0] == modes[1]
    (workspace / "out.html").chmod(0o600)
    run("report", "--output", "out.html", "--force", here=workspace)
    assert stat.S_IMODE((workspace / "out.html").stat().st_mode) == 0o600


def test_a_link_stays_a_link_and_a_pipe_a_pipe(workspace: Path, run: Run) -> None:
    (workspace / "real.html").write_text("before")
    (workspace / "link.html").symlink_to("real.html")
    assert run("report", "--output", "link.html", "--force", here=workspace).code == 0
    assert (workspace / "link.html").is_symlink()
    assert (workspace / "real.html").read_text("utf-8").startswith("<!doctype html>")
    os.mkfifo(workspace / "pipe")
    with subprocess.Popen(["cat", workspace / "pipe"], stdout=subprocess.PIPE) as reader:
        assert run("report", "--output", "pipe", here=workspace).code == 0
        assert reader.communicate()[0] == (workspace / "real.html").read_bytes()
    assert stat.S_ISFIFO((workspace / "pipe").stat().st_mode)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("vendors", "is a folder. Name a file in it"),
        ("none/out.html", "cannot be written: No such file or directory"),
        ("n" * 300, "cannot be written: File name too long"),
        ("loop", "already exists, so it was not replaced"),
        ("vendors/acme-logistics/vendor.toml", "belongs to the workspace, so it was not"),
        ("partnercheck.toml", "belongs to the workspace, so it was not replaced"),
    ],
)
def test_where_it_cannot_be_written_is_told(name: str, why: str, workspace: Path, run: Run) -> None:
    (workspace / "loop").symlink_to("loop")
    (workspace / "vendors/report.html").mkdir()
    before = {path: path.read_bytes() for path in workspace.rglob("*.toml")}
    ran = run("report", "--output", name, here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err
    assert "Traceback" not in ran.err
    assert {path: path.read_bytes() for path in workspace.rglob("*.toml")} == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_told(workspace: Path, run: Run) -> None:
    ran = run("report", "--output", "/dev/full", here=workspace)
    assert ran.code == 2
    assert "/dev/full cannot be written: No space left on device" in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(workspace: Path, run: Run) -> None:
    (workspace / "closed").mkdir(mode=0o500)
    ran = run("report", "--output", "closed/out.html", here=workspace)
    assert ran.code == 2
    assert "Permission denied" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        *("nobody", "--round 2026-q5", "--format text", "--format xml", "--for nobody"),
        *("--for vendor", "--for vendor acme-logistics borealis-packaging", "--output"),
    ],
)
def test_wrong_use_is_told(words: str, workspace: Path, run: Run) -> None:
    ran = run("report", *words.split(), here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
    assert "something went wrong" not in ran.err


def test_a_round_in_which_nobody_answered_is_told(workspace: Path, run: Run) -> None:
    ran = run("report", "--round", "2024-q1", here=workspace)
    assert ran.code == 0
    assert "Nobody has answered in 2024-q1" in ran.err
    assert "2 of 2: Acme Logistics, Borealis Packaging" in read(ran.out).text


def test_the_page_is_in_utf8_whatever_python_is_told(samples: Path, run: Run) -> None:
    ran = run("report", here=samples, environment={"PYTHONIOENCODING": "cp1252"})
    assert not ran.out.isascii()
    assert read(ran.out).text == read(run("report", here=samples).out).text


IMPORTS = """
import sys
from partnercheck.cli import main
main(sys.argv[1:])
print(sorted({name.split(".")[0] for name in sys.modules} & {"textual", "jinja2"}), file=sys.stderr)
"""


@pytest.mark.parametrize(("command", "loaded"), [("report", ["jinja2"]), ("compare", [])])
def test_only_a_report_loads_the_templates(
    command: str, loaded: list[str], workspace: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, command],
        cwd=workspace,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.splitlines()[-1] == str(loaded)


def test_the_device_of_a_pipe_is_written_to(workspace: Path) -> None:
    words = ["--workspace", str(workspace), "report", "--output", "/dev/stdout"]
    done = warm_start.run(words, capture_output=True, check=True)
    assert done.stdout.startswith(b"<!doctype html>")
