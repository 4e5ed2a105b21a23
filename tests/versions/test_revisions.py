"""A commit's files laid out to be read: faithful, private, removed after, and never outside."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest

from partnercheck.base.errors import UserError
from partnercheck.base.regular_file import MAX_BYTES
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.versions.revisions import committed, workspace_at
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_vendor, vendor_ids
from tests.support.running import ALICES_FILE
from tests.support.workspace_repo import ENVIRONMENT, Repo


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of whoever runs the tests, and a place of its own for what is laid out."""
    for key, value in ENVIRONMENT.items():
        monkeypatch.setenv(key, value)
    (tmp_path / "laid out").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "laid out"))


def tree(repo: Repo, *entries: tuple[str, str, str]) -> str:
    """A tree of modes, names and files' texts or trees' ids, as git itself would not make it."""
    raw = b""
    for mode, name, content in entries:
        made = content
        if mode in ("100644", "120000"):
            made = repo.git("hash-object", "-w", "--stdin", given=content.encode())
        raw += f"{mode} {name}\0".encode() + bytes.fromhex(made)
    return repo.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=raw)


def commit_of(repo: Repo, *entries: tuple[str, str, str]) -> str:
    settings = ("100644", "partnercheck.toml", "format = 1\n")
    return repo.git("commit-tree", "-m", "Made by hand", tree(repo, settings, *entries))


def test_every_vendor_is_judged_as_in_a_checkout_of_the_commit(nested: Repo) -> None:
    opened = open_workspace(nested.root)
    before = {each: judge_vendor(opened, each) for each in vendor_ids(opened)}
    nested.answer("gains-fair-split", score=0)
    nested.describe("borealis-packaging", name="Borealis")
    nested.commit("Second")
    for only in (None, ["acme-logistics"], ["acme-logistics", "borealis-packaging", "no"]):
        with workspace_at(opened, "HEAD~1", only) as then:
            assert then.root != opened.root
            assert stat.S_IMODE(then.root.stat().st_mode) == 0o700
            ids = vendor_ids(then)
            assert ids == [each for each in before if only is None or each in only]
            for each in ids:
                assert judge_vendor(then, each) == before[each]
        assert not then.root.exists()


def test_what_is_laid_out_is_removed_also_after_an_error(repo: Repo, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), workspace_at(open_workspace(repo.root), "HEAD"):
        raise RuntimeError
    assert list((tmp_path / "laid out").iterdir()) == []


def test_the_rules_are_those_of_the_working_tree(repo: Repo) -> None:
    repo.run("questionnaire", "copy", "partnership")
    path = repo.root / "instruments/partnership.toml"
    path.write_text(path.read_text().replace("present = 66", "present = 60"))
    opened = open_workspace(repo.root)
    with workspace_at(opened, "HEAD") as then:
        assert then.instruments == opened.instruments
        assert then.settings.instrument == opened.settings.instrument
        assert judge_vendor(then, "acme-logistics").round.responses
        assert judge_vendor(then, "acme-logistics").verdict.worst_class == "partner"


def test_a_revision_without_a_workspace_is_an_empty_one_that_says_so(repo: Repo) -> None:
    bare = repo.git("commit-tree", "-m", "x", tree(repo, ("100644", "x", "x")))
    with workspace_at(open_workspace(repo.root), bare) as then:
        assert vendor_ids(then) == []
        (problem,) = then.problems
        assert problem.severity == "notice"
        assert "was not in this folder at" in problem.message


def test_files_that_nobody_reads_are_there_and_empty(repo: Repo) -> None:
    (repo.root / "vendors/acme-logistics/2026-q4/plan.pdf").write_bytes(b"%PDF" * 99)
    (repo.root / "vendors/acme-logistics/2026-q3").write_text("A file, not a round\n")
    large = repo.root / ALICES_FILE.replace("alice-moreau", "large")
    large.write_text("#" * (MAX_BYTES + 99))
    repo.commit("More files")
    opened = open_workspace(repo.root)
    with workspace_at(opened, "HEAD") as then:
        folder = then.root / "vendors/acme-logistics"
        assert (folder / "2026-q4/plan.pdf").read_bytes().strip(b"\0") == b""
        judged = judge_vendor(then, "acme-logistics")
        assert judged == judge_vendor(opened, "acme-logistics")
        told = [problem.message for problem in judged.problems]
        assert "is larger than 1 MiB" in told


@pytest.mark.parametrize("name", ["..", ".", ".git", ".GIT", ".Git"])
def test_a_name_that_leads_elsewhere_is_refused(name: str, repo: Repo, tmp_path: Path) -> None:
    inner = tree(repo, ("100644", "vendor.toml", 'name = "X"\n'))
    commit = commit_of(repo, ("40000", "vendors", tree(repo, ("40000", name, inner))))
    with (
        pytest.raises(UserError, match="cannot be the name of a file in a workspace"),
        workspace_at(open_workspace(repo.root), commit),
    ):
        pass
    assert list(tmp_path.glob("**/vendor.toml")) == list(repo.root.glob("**/vendor.toml"))
    assert list((tmp_path / "laid out").iterdir()) == []


def test_nothing_is_written_through_a_link(repo: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    inner = tree(repo, ("100644", "vendor.toml", 'name = "X"\n'))
    link = ("120000", "acme", str(outside))
    # The same name as a link and as a folder, which only a tree made by hand can have.
    twice = commit_of(repo, ("40000", "vendors", tree(repo, link, ("40000", "acme", inner))))
    with (
        pytest.raises(UserError, match="cannot be checked out"),
        workspace_at(open_workspace(repo.root), twice),
    ):
        pass
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("target", ["/etc", "../../..", "../instruments", "nowhere"])
def test_a_link_is_only_a_link(target: str, repo: Repo) -> None:
    commit = commit_of(repo, ("40000", "vendors", tree(repo, ("120000", "acme", target))))
    with workspace_at(open_workspace(repo.root), commit) as then:
        assert os.readlink(then.root / "vendors/acme") == target
        assert vendor_ids(then) == ["acme"]
        assert judge_vendor(then, "acme").errors


@pytest.mark.parametrize("target", ["a\0b", "", "x" * 5000])
def test_a_link_that_no_system_has_is_refused(target: str, repo: Repo) -> None:
    commit = commit_of(repo, ("40000", "vendors", tree(repo, ("120000", "acme", target))))
    with (
        pytest.raises(UserError, match="cannot be checked out"),
        workspace_at(open_workspace(repo.root), commit),
    ):
        pass


def test_a_submodule_is_an_empty_folder(repo: Repo) -> None:
    vendors = tree(repo, ("160000", "acme", "1" * 40))
    commit = commit_of(repo, ("40000", "vendors", vendors))
    with workspace_at(open_workspace(repo.root), commit) as then:
        assert vendor_ids(then) == ["acme"]
        assert read_vendor(then, "acme").rounds == ()


def test_two_hundred_commits_are_read_with_few_runs_of_git(repo: Repo) -> None:
    text = (repo.root / ALICES_FILE).read_bytes()
    stream = b"reset refs/heads/long\nfrom refs/heads/main^0\n\n"
    for number in range(200):
        data = text.replace(b"score = 2", f"score = {number % 5}".encode())
        stream += b"commit refs/heads/long\n"
        stream += f"committer A <a@example.org> {1760000000 + number} +0000\n".encode()
        stream += f"data <<END\nChange {number}\nEND\n".encode()
        stream += f"M 100644 inline {ALICES_FILE}\ndata {len(data)}\n".encode() + data + b"\n"
    repo.git("fast-import", "--quiet", given=stream)
    repo.git("checkout", "--quiet", "--force", "long")
    found = committed(open_workspace(repo.root), "acme-logistics")
    assert len(found) == 201
    subjects = [each.commit.subject for each in found if each.commit]
    assert subjects == ["First answers", *(f"Change {n}" for n in range(200))]
    lows = [each.judged.verdict.worst_class for each in found]
    assert lows[1:6] == [*["near-partner"] * 3, "partner", "partner"]
