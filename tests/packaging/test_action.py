"""The action for GitHub and the job for GitLab, on a repo with a broken file and a new verdict."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.packaging.conftest import NO_INDEX
from tests.support.action_job import ACTION, Job
from tests.support.clones import committed, git
from tests.support.gitlab_notes import notes_server
from tests.support.installed_wheel import ROOT
from tests.support.workflow_commands import commands

INSTALL, CHECK = "Install partnercheck", "Check the files"
COMPARE, COMMENT = "Compare with the base branch", "Comment on the pull request"
EXAMPLES = ROOT / "docs" / "examples"
ANSWERS = "ours/vendors/acme-logistics/2026-q4/buyer.alice-moreau.partnership.toml"
BROKEN = "ours/vendors/borealis-packaging/vendor.toml"
HOSTILE = "::error::x ##[stop-commands]y @everyone #1"


@pytest.fixture
def repo(workspace: Path, tmp_path: Path) -> Path:
    """A clone in which a branch has moved a verdict and broken a file; main has gone on since."""
    origin = tmp_path / "origin"
    shutil.copytree(workspace, origin / "ours")
    assert git(origin, "init", "-q").code == 0
    committed(origin, "begin")
    clone = tmp_path / "clone"
    assert git(tmp_path, "clone", "-q", str(origin), str(clone)).code == 0
    (origin / "notes.txt").write_text("later\n")
    committed(origin, "go on")
    answers = clone / ANSWERS
    answers.write_text(answers.read_text("utf-8").replace("score = 3", "score = 0"), "utf-8")
    (clone / BROKEN).write_text(f'name = 3\nowner = "{HOSTILE}"\n"{HOSTILE}" = 1\n')
    # What Python would import in place of its own, if it looked into the folder of the repo.
    (clone / "venv.py").write_text("raise SystemExit('the repo was imported')\n")
    shutil.copyfile(clone / "venv.py", clone / "pip.py")
    committed(clone, "change")
    assert git(clone, "fetch", "-q", "origin").code == 0
    return clone


@pytest.fixture
def new_job(repo: Path, source: Path, installed: Path, tmp_path: Path) -> Job:
    """A job before its first step; `installed` has shown that the packages can be had."""
    temp = tmp_path / "temp"
    temp.mkdir()
    return Job(repo, temp, Path(shutil.copytree(source, tmp_path / "source")), workspace="ours")


@pytest.fixture
def job(new_job: Job, installed: Path) -> Job:
    """A job with the program installed, but in another way than by its first step."""
    (new_job.temp / "partnercheck").symlink_to(installed.parent)
    new_job.context["steps.install.outcome"] = "success"
    return new_job


def test_the_steps_mark_the_broken_file_and_comment_the_new_verdict(
    new_job: Job, repo: Path
) -> None:
    job = new_job
    done = job.step(INSTALL)
    if done.code and any(sign in done.log for sign in NO_INDEX):
        pytest.skip("pip's package index cannot be reached")
    assert (done.code, commands(done.log)) == (0, []), done.log
    checked = job.step(CHECK)
    assert checked.code == 1
    marks = commands(checked.log)
    assert {mark.properties["file"] for mark in marks} == {BROKEN}
    assert [mark.name for mark in marks if "name" in mark.message]
    assert {mark.name for mark in marks} <= {"error", "warning", "notice"}
    assert len(marks) == len(checked.log.splitlines())

    assert job.runs(COMPARE)
    compared = job.step(COMPARE)
    assert (compared.code, compared.log) == (0, "")
    summary = job.summary.read_text("utf-8")
    [row] = [line for line in summary.splitlines() if line.startswith("| Acme Logistics")]
    assert row.count("|") == 6
    assert BROKEN.removeprefix("ours/") in summary

    if not shutil.which("jq"):
        pytest.skip("jq is not installed")
    assert job.runs(COMMENT)
    for _ in range(2):
        commented = job.step(COMMENT)
        assert (commented.code, commented.log) == (0, "")
    assert job.written() == [f"<!-- partnercheck -->\n{summary}"]


def test_a_comment_that_would_be_too_long_is_cut_between_lines(job: Job) -> None:
    if not shutil.which("jq"):
        pytest.skip("jq is not installed")
    lines = [f"- {number}: {'é' * 100}" for number in range(2000)]
    (job.temp / "partnercheck.md").write_text("\n".join(lines) + "\n", "utf-8")
    assert job.step(COMMENT).code == 0
    [written] = job.written()
    mark, note, _, *kept = written.rstrip("\n").split("\n")
    assert (mark, "summary of the job" in note) == ("<!-- partnercheck -->", True)
    assert kept == lines[: len(kept)]
    assert 50_000 < len(written.encode()) < 65_536


def test_without_the_base_branch_it_says_what_to_do(job: Job, repo: Path) -> None:
    assert git(repo, "update-ref", "-d", "refs/remotes/origin/main").code == 0
    compared = job.step(COMPARE)
    assert compared.code == 1
    [told] = commands(compared.log)
    assert (told.name, "fetch-depth: 0" in told.message) == ("error", True)
    assert not job.runs(COMMENT)


def test_a_pull_request_from_a_fork_gets_no_comment_and_a_push_no_comparison(
    repo: Path, source: Path, tmp_path: Path
) -> None:
    job = Job(repo, tmp_path, source)
    job.context |= {"steps.install.outcome": "success", "steps.compare.outcome": "success"}
    assert job.runs(COMPARE)
    assert job.runs(COMMENT)
    job.context["github.event.pull_request.head.repo.full_name"] = "somebody/vendors"
    assert not job.runs(COMMENT)
    job.context["github.event_name"] = "push"
    assert not job.runs(COMPARE)


def test_no_script_holds_an_expression() -> None:
    """An expression is put into a script as text, and could hold commands."""
    steps = yaml.safe_load(ACTION.read_text("utf-8"))["runs"]["steps"]
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []


def test_the_workflow_reads_only_but_for_the_comment() -> None:
    workflow = yaml.safe_load((EXAMPLES / "github-workflow.yml").read_text("utf-8"))
    # YAML 1.1 reads `on` as true.
    assert [*workflow[True]] == ["pull_request"]
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}
    [job] = workflow["jobs"].values()
    assert job["steps"][0]["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert all("permissions" not in each for each in workflow["jobs"].values())


def gitlab_job(repo: Path, installed: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the script of the job for GitLab, with the variables that GitLab documents."""
    [job] = yaml.safe_load((EXAMPLES / "gitlab-ci.yml").read_text("utf-8")).values()
    assert job["artifacts"]["paths"] == ["changes.md"]
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(job["script"])],
        cwd=repo,
        env={
            "PATH": f"{installed}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(repo.parent),
            "WORKSPACE": "ours",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(
                repo, "merge-base", "origin/main", "HEAD"
            ).out.strip(),
            "CI_PROJECT_ID": "1",
            "CI_MERGE_REQUEST_IID": "7",
            **more,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_job_for_gitlab_lists_the_error_and_keeps_the_changes(
    repo: Path, installed: Path
) -> None:
    done = gitlab_job(repo, installed)
    assert done.returncode == 1, done.stderr
    assert f"{BROKEN}:1:" in done.stdout
    changes = (repo / "changes.md").read_text("utf-8")
    assert "| Acme Logistics" in changes
    # GitLab obeys a line of a comment that begins with a slash, as in `/close`.
    assert not any(line.lstrip().startswith("/") for line in changes.splitlines())


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_with_a_token_the_job_for_gitlab_keeps_one_comment_up_to_date(
    repo: Path, installed: Path
) -> None:
    with notes_server() as (address, notes):
        token = {"CI_API_V4_URL": address, "PARTNERCHECK_TOKEN": "secret"}
        for _ in range(2):
            done = gitlab_job(repo, installed, **token)
            assert done.returncode == 1, done.stderr
            assert "secret" not in done.stdout + done.stderr
        changes = (repo / "changes.md").read_text("utf-8")
        assert notes == {1: "Well done", 2: f"<!-- partnercheck -->\n{changes}"}


def test_the_documentation_has_the_workflow_as_it_is_tested() -> None:
    workflow = (EXAMPLES / "github-workflow.yml").read_text("utf-8")
    assert f"```yaml\n{workflow}```\n" in (ROOT / "docs" / "git.md").read_text("utf-8")
