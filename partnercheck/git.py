"""The real git, through its command line; where it is missing, everything else works.

Git is asked in the workspace's folder, so the names it takes and gives are relative to that
folder, wherever in its repo it is. Only commands that read are run.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from partnercheck.model import Record, UserError
from partnercheck.text import clean, one_line

TIMEOUT_SECONDS = 5
LONGEST_SECONDS = 300
MOST_OF_HEAD = 4096
LINK = "120000"
SUBMODULE = "160000"
_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LOGGED = ("%H", "%P", "%h", "%as", "%aN", "%s")
# In a hook git points these at the repo of the hook, relative to a folder that is not ours.
_OF_A_HOOK = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"),
    *("GIT_NAMESPACE", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
)
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
}
# A repo that came from elsewhere could name a program to run here.
_ALWAYS = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")


class Commit(Record, frozen=True):
    """A commit: its hash, in full and as short as git shows it, its day, author and subject.

    `parents` are the commits before it among those asked for. The day is the author's, as git
    writes it; texts are cleaned.
    """

    hash: str
    short: str
    on: str
    author: str = ""
    subject: str = ""
    parents: tuple[str, ...] = ()


class Entry(Record, frozen=True):
    """A file of a commit: where it is, its mode, the id and the size of what is in it."""

    path: str
    mode: str
    blob: str
    size: int = 0


def user_name(folder: Path) -> str:
    """The name that git signs commits with in a folder; empty where it knows none."""
    try:
        done = subprocess.run(
            ["git", "config", "user.name"],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def branch(root: Path) -> str:
    """What is checked out where a workspace is, without running git.

    A branch as git writes it (`ref: refs/heads/main`), or a commit's hash; empty where there is
    no repo, or where that cannot be read.
    """
    try:
        here = root.resolve()
        for folder in (here, *here.parents):
            named = folder / ".git"
            if named.is_file():
                pointed = _start_of(named)
                where = pointed.removeprefix("gitdir:").strip()
                return _start_of(folder / where / "HEAD") if where != pointed else ""
            if (named / "HEAD").is_file():
                return _start_of(named / "HEAD")
    except (OSError, RuntimeError, ValueError):
        pass
    return ""


def _start_of(path: Path) -> str:
    with path.open("rb") as stream:
        return os.fsdecode(stream.read(MOST_OF_HEAD)).strip()


def top(folder: Path) -> Path:
    """The top folder of the repo that a folder is in. Raises UserError where it is in none."""
    return Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n")))


def commit(folder: Path, revision: str) -> Commit:
    """The commit that a revision names, as git names them.

    Raises UserError where it names none, and where nothing has been committed yet.
    """
    named = _hash(folder, revision)
    # Asked for apart, because `:/text^{commit}` would look for the braces in the subject.
    found = _hash(folder, f"{named}^{{commit}}") if named else ""
    if not found:
        top(folder)
        raise UserError(_unknown(folder, revision))
    return _commits(folder, "--max-count=1", found, "--")[0]


def _hash(folder: Path, revision: str) -> str:
    """The hash of what a revision names; empty where that is nothing."""
    # Older versions of git take a name that begins with a hyphen for an option all the same.
    if revision[:1] in ("", "-"):
        return ""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
    found = _done(folder, *words).stdout.decode("ascii", "replace").strip()
    return found if _HASH.fullmatch(found) else ""


def _unknown(folder: Path, revision: str) -> str:
    if not _git(folder, "rev-list", "--max-count=1", "--all"):
        return (
            "nothing has been committed here yet, so there is nothing to compare with. "
            "`git add .` and `git commit` keep the workspace as it is now"
        )
    told = f'git knows no commit "{clean(revision)}". `git log --oneline` lists those there are'
    if shallow(folder):
        told += "; this clone is shallow, and `git fetch --unshallow` brings the others"
    return told


def shallow(folder: Path) -> bool:
    """Whether the clone holds only the newest commits, as CI systems make them."""
    return _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"


def merge_base(folder: Path, one: str, other: str) -> str:
    """The last commit that two have in common. Raises UserError where there is none."""
    found = _done(folder, "merge-base", one, other).stdout.decode("ascii", "replace").split()
    if not found:
        told = f"{clean(one[:10])} and {clean(other[:10])} have no commit in common"
        raise UserError(f"{told}; name the two with a space between them")
    return found[0]


def commits(folder: Path, below: str) -> list[Commit]:
    """The commits up to now that changed something below a path, oldest first.

    Each has as parents the ones of these that it builds on.
    """
    return _commits(folder, "--topo-order", "--reverse", "--parents", "HEAD", "--", below)


def _commits(folder: Path, *words: str) -> list[Commit]:
    logged = f"--format={'%x00'.join(_LOGGED)}"
    out = _git(folder, "log", "-z", "--no-color", "--encoding=UTF-8", logged, *words)
    parts = [one_line(clean(part.decode("utf-8", "replace"))) for part in out.split(b"\0")]
    rows = [parts[at : at + len(_LOGGED)] for at in range(0, len(parts) - 1, len(_LOGGED))]
    return [
        Commit(hash_, short, on, author, subject, tuple(parents.split()))
        for hash_, parents, short, on, author, subject in rows
    ]


def files(folder: Path, commit_hash: str, below: Iterable[str] = ()) -> list[Entry]:
    """The files of a commit in this folder, or only those below some paths of it."""
    words = ("ls-tree", "-r", "-z", "--long", commit_hash, "--", *below)
    found = []
    for line in _git(folder, *words).split(b"\0"):
        about, tab, path = line.partition(b"\t")
        if tab:
            mode, _, blob, size = about.decode("ascii").split()
            length = int(size) if size.isdigit() else 0
            found.append(Entry(os.fsdecode(path), mode, blob, length))
    return found


def blobs(folder: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """What is in each of these blobs, read by one run of git.

    Raises UserError where one is not in the repo.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    given = "".join(f"{blob}\n" for blob in wanted).encode("ascii")
    out = memoryview(_git(folder, "cat-file", "--batch", given=given))
    found: dict[str, bytes] = {}
    for blob in wanted:
        end = bytes(out[:200]).find(b"\n")
        about = bytes(out[:end]).split()
        if len(about) != 3 or about[1] != b"blob":
            raise UserError(f"git has lost {blob}; `git fsck` tells what else is missing")
        size = int(about[2])
        found[blob] = bytes(out[end + 1 : end + 1 + size])
        out = out[end + size + 2 :]
    return found


def changed(folder: Path, below: str, before: str, after: str | None) -> list[str]:
    """The names below a path that differ between two commits; `after` None is the working tree.

    May name files that are the same: what is in the working tree is not read. Files that git
    does not know, or was told to ignore, are named too.
    """
    alike = ("-z", "--name-only", "--no-renames", "--relative")
    if after is not None:
        named = _git(folder, "diff-tree", "-r", *alike, before, after, "--", below)
    else:
        named = _git(folder, "diff-index", *alike, before, "--", below)
        named += _git(folder, "ls-files", "-z", "--others", "--", below)
    return sorted({os.fsdecode(name) for name in named.split(b"\0") if name})


def _git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    """What git answers. Raises UserError where it is missing, or refuses."""
    done = _done(folder, *words, given=given)
    if done.returncode == 0:
        return done.stdout
    said = one_line(clean(done.stderr.decode("utf-8", "replace")))
    if "not a git repository" in said:
        raise UserError(
            f"{clean(str(folder))} is not in a git repo, and this command compares commits. "
            "`git init` makes one"
        )
    raise UserError(f"git could not {words[0]}: {said or f'exit status {done.returncode}'}")


def _done(folder: Path, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {key: value for key, value in os.environ.items() if key not in _OF_A_HOOK}
    try:
        return subprocess.run(
            ["git", *_ALWAYS, *words],
            cwd=folder,
            env={**environment, **_ENVIRONMENT},
            input=given,
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UserError(f"git {words[0]} took longer than {LONGEST_SECONDS} seconds") from None
    except OSError as error:
        raise UserError("git is not installed; this command needs it") from error
