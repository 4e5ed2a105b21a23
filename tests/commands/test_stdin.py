"""`-` stands for standard input wherever a command reads a file of somebody else's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from partnercheck.questionnaires.read import packaged_text
from tests.support.running import Run


def piped(text: str, here: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "partnercheck", *words]
    return subprocess.run(
        command, cwd=here, input=text, capture_output=True, text=True, check=False
    )


def test_a_questionnaire_is_checked(tmp_path: Path) -> None:
    text = packaged_text("partnership")
    done = piped(text, tmp_path, "questionnaire", "check", "-")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "No problems\n")
    done = piped("name = ", tmp_path, "questionnaire", "check", "-")
    assert done.returncode == 1
    assert done.stdout.startswith("(standard input):1: ")


def test_vendors_are_added(workspace: Path, run: Run) -> None:
    done = piped("name\nCobalt Cloud\n", workspace, "add", "--from", "-", "--yes")
    assert done.returncode == 0, done.stderr
    assert (workspace / "vendors/cobalt-cloud/vendor.toml").exists()


def test_a_form_is_imported(workspace: Path, run: Run) -> None:
    form = run("request", "acme-logistics", "-o", "-", here=workspace).out
    done = piped(form, workspace, "import", "-", "--respondent", "Jane Doe")
    assert done.returncode == 2
    assert "(standard input): " in done.stderr
