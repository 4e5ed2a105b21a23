"""No setting of git changes what the program reads, and no program that a repo names is started."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from partnercheck.base import git
from partnercheck.base.errors import UserError
from tests.support.running import ALICES_FILE, Ran
from tests.support.workspace_repo import ENVIRONMENT, Repo

COMMANDS = (
    ("diff", "HEAD"),
    ("diff", "HEAD~1", "HEAD"),
    ("diff", "HEAD~1...HEAD", "--format", "json"),
    ("show", "acme-logistics", "--at", "HEAD~1"),
    ("history", "acme-logistics", "--commits"),
    ("history", "acme-logistics", "--commits", "--format", "json"),
)
OTHERS = (
    ("init", "--git"),
    ("merge-file", "base.toml", "ours.toml", "theirs.toml", "7", "vendors/x/vendor.toml"),
    ("merge-file", "base.toml", "ours.toml", "theirs.toml", "7", "notes.txt"),
    ("check",),
    ("list",),
)
# Settings that change what git commands print or find; several make git fail if they are obeyed.
SETTINGS = {
    "log.follow": "true",
    "log.showSignature": "true",
    "log.showRoot": "false",
    "log.date": "relative",
    "log.decorate": "full",
    "log.diffMerges": "first-parent",
    "log.mailmap": "false",
    "format.pretty": "oneline",
    "color.ui": "always",
    "color.diff": "always",
    "core.abbrev": "40",
    "core.quotePath": "true",
    "core.ignoreStat": "true",
    "core.checkStat": "minimal",
    "core.trustctime": "false",
    "core.fileMode": "false",
    "core.untrackedCache": "true",
    "core.excludesFile": "all-ignored",
    "core.attributesFile": "all-binary",
    "core.autocrlf": "true",
    "core.safecrlf": "true",
    "core.useReplaceRefs": "false",
    "core.warnAmbiguousRefs": "false",
    "diff.external": "false",
    "diff.noprefix": "true",
    "diff.relative": "false",
    "diff.renames": "copies",
    "diff.orderFile": "/not/there",
    "diff.ignoreSubmodules": "all",
    "diff.algorithm": "histogram",
    "i18n.logOutputEncoding": "UTF-16",
    "i18n.commitEncoding": "ISO-8859-1",
    "mailmap.file": "mailmap",
    "notes.displayRef": "refs/notes/*",
    "merge.conflictStyle": "diff3",
    "status.showUntrackedFiles": "no",
    "submodule.recurse": "true",
    "alias.log": "!false",
    "alias.cat-file": "!false",
    "pager.log": "false",
    "core.pager": "false",
    "advice.detachedHead": "false",
}
VARIABLES = {
    "GIT_EXTERNAL_DIFF": "false",
    "GIT_DIFF_OPTS": "-u0",
    "GIT_PAGER": "false",
    "PAGER": "false",
    "GIT_TRACE": "1",
    "GIT_TRACE_SETUP": "1",
    "GIT_TRACE2": "1",
    "GIT_DIR": "/not/there",
    "GIT_WORK_TREE": "/",
    "GIT_INDEX_FILE": "/not/there",
    "GIT_OBJECT_DIRECTORY": "/not/there",
    "GIT_COMMON_DIR": "/not/there",
    "GIT_NAMESPACE": "other",
    "GIT_CONFIG": "/not/there",
    "GIT_SHALLOW_FILE": "/dev/null",
    "GIT_GRAFT_FILE": "/dev/null",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_ICASE_PATHSPECS": "1",
    "GIT_GLOB_PATHSPECS": "1",
    "GIT_DEFAULT_HASH": "sha256",
    "GIT_ATTR_SOURCE": "HEAD~1",
    "GIT_REDIRECT_STDOUT": "off",
    "LANGUAGE": "de",
    "LC_ALL": "C.UTF-8",
}


@pytest.fixture
def repo(repo: Repo) -> Repo:
    """Two more commits, a change on disk, and three versions of a file to merge."""
    repo.describe("acme-logistics", target_why="Lorries")
    repo.answer("gains-fair-split", score=0)
    repo.commit("Zweiter Stand, größer", author="Zoë Ä", on="2026-11-10")
    repo.answer("gains-fair-split", score=4)
    repo.commit("Third", on="2026-11-12")
    repo.describe("acme-logistics", target_why="Trucks")
    for name, text in (("base", "a\n"), ("ours", "b\n"), ("theirs", "c\n")):
        (repo.root / f"{name}.toml").write_text(f'name = "A"\nowner = "{text.strip()}"\n')
    (repo.root / "mailmap").write_text("Nobody <alice@example.org>\n")
    (repo.root / "all-ignored").write_text("*\n")
    (repo.root / "all-binary").write_text("* binary\n")
    return repo


def runs(repo: Repo, environment: Mapping[str, str] = {}) -> list[Ran]:
    return [repo.run(*words, environment=environment) for words in COMMANDS]


def test_no_setting_changes_what_is_read(repo: Repo) -> None:
    plain = runs(repo)
    assert all(ran.code == 0 for ran in plain), plain
    assert "Trucks" in plain[0].out
    assert "Zoë Ä" in plain[4].out
    for key, value in SETTINGS.items():
        repo.git("config", key, value)
    assert runs(repo) == plain


def test_no_setting_of_the_user_changes_what_is_read(repo: Repo, tmp_path: Path) -> None:
    plain = runs(repo)
    own = tmp_path / "gitconfig"
    for key, value in SETTINGS.items():
        repo.git("config", "--file", str(own), key, value)
    assert runs(repo, {"GIT_CONFIG_GLOBAL": str(own)}) == plain
    numbered = {"GIT_CONFIG_COUNT": str(len(SETTINGS))}
    for number, (key, value) in enumerate(SETTINGS.items()):
        numbered |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    assert runs(repo, numbered) == plain
    given = " ".join(f"'{key}={value}'" for key, value in SETTINGS.items())
    assert runs(repo, {"GIT_CONFIG_PARAMETERS": given}) == plain


def test_no_variable_changes_what_is_read(repo: Repo) -> None:
    assert runs(repo, VARIABLES) == runs(repo)


@pytest.mark.parametrize("bit", ["--assume-unchanged", "--skip-worktree"])
def test_a_change_that_git_was_told_to_overlook_is_seen(bit: str, repo: Repo) -> None:
    repo.commit("All of it")
    repo.git("update-index", bit, ALICES_FILE)
    repo.answer("gains-fair-split", score=1)
    assert "1 answer changed" in repo.run("diff", "HEAD").out


def test_a_change_of_the_same_size_and_time_is_seen(repo: Repo) -> None:
    path = repo.root / "vendors/acme-logistics/vendor.toml"
    repo.commit("All of it")
    status = path.stat()
    path.write_text(path.read_text().replace("Trucks", "Planes"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "Planes" in repo.run("diff", "HEAD").out


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a mark beside itself, and fails."""
    path = tmp_path / "trap"
    path.write_text(f'#!/bin/sh\necho "$0 $@" >> "{tmp_path}/mark"\nexit 1\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def mark(trap: Path) -> str:
    path = trap.parent / "mark"
    return path.read_text() if path.exists() else ""


def every_command(repo: Repo, environment: Mapping[str, str] = {}) -> Iterator[Ran]:
    for words in (*COMMANDS, *OTHERS):
        ran = repo.run(*words, environment=environment)
        assert "Traceback" not in ran.err
        yield ran


def plant(repo: Repo, trap: Path) -> None:
    """Name a program at every place of a repo's config that can name one."""
    program = str(trap)
    hooks = trap.parent / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor"):
        (hooks / name).symlink_to(trap)
    for key in (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy"),
        *("core.askPass", "core.alternateRefsCommand", "sequence.editor", "gpg.program"),
        *("gpg.ssh.program", "gpg.x509.program", "pager.log", "pager.config", "pager.ls-tree"),
        *("diff.external", "diff.trap.command", "diff.trap.textconv", "merge.trap.driver"),
        *("filter.trap.clean", "filter.trap.smudge", "filter.trap.process"),
        *("filter.a=b.clean", "filter.a=b.process", "interactive.diffFilter"),
        *("uploadpack.packObjectsHook", "remote.origin.uploadpack", "credential.helper"),
    ):
        repo.git("config", key, program)
    repo.git("config", "core.hooksPath", str(hooks))
    repo.git("config", "log.showSignature", "true")
    for name in ("log", "config", "rev-parse", "ls-tree", "cat-file", "merge-file", "merge-base"):
        repo.git("config", f"alias.{name}", f"!{program}")
    (repo.root / ".git/info/attributes").write_text("* filter=trap diff=trap merge=trap\n")
    (repo.root / "vendors/.gitattributes").write_text("*.toml filter=a=b\n")


def test_no_program_that_the_config_names_is_started(repo: Repo, trap: Path) -> None:
    plant(repo, trap)
    for path in (repo.root / "vendors").rglob("*.toml"):
        os.utime(path)  # as new as the index, so that git would compare what is in the files
    list(every_command(repo))
    assert git.user_name(repo.root) is not None
    assert mark(trap) == ""
    repo.git("diff", "--ext-diff", "HEAD", check=False)
    assert mark(trap) != "", "git itself does start it"


def test_no_program_that_a_variable_names_is_started(repo: Repo, trap: Path) -> None:
    names = ("PAGER", "EXTERNAL_DIFF", "SSH", "SSH_COMMAND", "ASKPASS", "EDITOR", "PROXY_COMMAND")
    environment = {f"GIT_{name}": str(trap) for name in names}
    list(every_command(repo, {**environment, "PAGER": str(trap), "SSH_ASKPASS": str(trap)}))
    assert mark(trap) == ""


@pytest.fixture
def partial(repo: Repo, tmp_path: Path) -> Repo:
    """A clone without the blobs of older commits, which git would fetch when it needs them."""
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    repo.git("clone", "--quiet", "--filter=blob:none", f"file://{repo.top}", str(clone))
    return Repo(clone, clone, repo._run)


URLS = {
    "uploadpack": {},
    "ssh": {"remote.origin.url": "ssh://example.invalid/repo"},
    "ext": {"remote.origin.url": "ext::TRAP %S", "protocol.ext.allow": "always"},
    "helper": {"remote.origin.url": "file:///not/there", "remote.origin.vcs": "trap"},
    "git": {"remote.origin.url": "git://example.invalid/repo", "protocol.allow": "always"},
}


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("url", list(URLS))
def test_nothing_is_fetched_for_a_partial_clone(
    url: str, old: bool, partial: Repo, trap: Path
) -> None:
    for key in ("core.sshCommand", "remote.origin.uploadpack", "core.gitProxy"):
        partial.git("config", key, str(trap))
    for key, value in URLS[url].items():
        partial.git("config", key, value.replace("TRAP", str(trap)))
    (trap.parent / "git-remote-trap").symlink_to(trap)
    if old:  # a git that does not know the variable that turns fetching off
        real = shutil.which("git")
        (trap.parent / "git").write_text(f'#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nexec {real} "$@"\n')
        (trap.parent / "git").chmod(0o755)
    path = {"PATH": f"{trap.parent}{os.pathsep}{os.environ['PATH']}"}
    for words in (COMMANDS[1], COMMANDS[3], COMMANDS[4]):
        ran = partial.run(*words, environment=path)
        assert ran.code == 2
        assert "this clone is partial" in ran.err
        assert "`git fetch --refetch --no-filter`" in ran.err
    assert mark(trap) == ""
    partial.git("cat-file", "-e", f"HEAD~1:{ALICES_FILE}", check=False, **path)
    assert mark(trap) != "", "git itself does start it"


MESSAGES = (
    "fatal: detected dubious ownership in repository at '/x y'\n"
    "To add an exception for this directory, call:\n\n"
    "\tgit config --global --add safe.directory '/x y'\n",
    "detected dubious ownership in repository at '/x y'. To add an exception for this directory, "
    "call: git config --global --add safe.directory '/x y'",
)


def test_what_git_says_in_several_lines_is_told_in_sentences(repo: Repo) -> None:
    ran = repo.run("diff", "HEAD", environment={"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    assert ran.code == 2
    assert "dubious ownership in repository at '" in ran.err
    assert "'. To add an exception for this directory, call: git config --global" in ran.err
    assert not {"␊", "␉", "\t"} & set(ran.err)
    (repo.top / ".git/config").write_text("[core\n")
    ran = repo.run("init", "--git")
    assert ran.code == 2
    assert "bad config line 1" in ran.err
    assert not {"␊", "␉", "\t"} & set(ran.err)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        MESSAGES,
        ("error: one\nfatal: two\n", "one two"),
        ("fatal: one.\nhint: Two, \x1b[31mred\n", "one. Two, ␛[31mred"),
        ("warning: one\nhint:\nhint: Do this\n", "one. Do this"),
        ("", ""),
    ],
)
def test_messages_of_git_become_sentences(said: str, told: str) -> None:
    from partnercheck.base.git_process import sentences

    assert sentences(said.encode()) == told


@pytest.mark.parametrize("file", ["HEAD", "config", "packed-refs", "refs/heads/main", "index"])
def test_a_pipe_in_the_git_folder_is_told(file: str, repo: Repo) -> None:
    path = repo.top / ".git" / file
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    for words in (COMMANDS[0], COMMANDS[3], COMMANDS[4], ("init", "--git")):
        ran = repo.run(*words)
        assert ran.code == 2, words
        assert f".git/{file} is not a regular file" in ran.err
    assert repo.run("list").code == 0
    assert repo.run("show", "acme-logistics").code == 0
    assert isinstance(git.branch(repo.root), str)
    assert git.user_name(repo.root) == ""
    ran = repo.run(*OTHERS[1])
    assert (ran.code, "Traceback" in ran.err) == (1, False)


def test_a_pipe_behind_a_pointer_to_the_git_folder_is_told(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in ENVIRONMENT.items():
        monkeypatch.setenv(key, value)
    worktree = tmp_path / "elsewhere"
    repo.git("worktree", "add", "--quiet", "-b", "q4", str(worktree))
    head = repo.top / ".git/worktrees/elsewhere/HEAD"
    head.unlink()
    os.mkfifo(head)
    assert git.branch(worktree) == ""
    with pytest.raises(UserError, match="HEAD is not a regular file"):
        git.commit(worktree, "HEAD")
