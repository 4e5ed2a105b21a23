"""Reading git repositories with the git command; the rest of the program works without git.

Git runs in the workspace's folder, so paths are relative to that folder, which need not be the top
of its repo. Only commands that read are run.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from partnercheck.base.english import suggestion
from partnercheck.base.errors import UserError
from partnercheck.base.git_process import git_folder, run_git, sentences, start_of
from partnercheck.base.records import Record
from partnercheck.base.text import clean, one_line

NAME_SECONDS = 5
# For commands that finish at once: if one takes longer, it is reading an endless file, like a pipe.
SHORT_SECONDS = 30
LINK = "120000"
SUBMODULE = "160000"
SHA1_LENGTH = 40
_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_PLAIN_LOG = (
    *("-z", "--no-color", "--encoding=UTF-8", "--no-notes", "--no-follow"),
    *("--no-show-signature", "--no-ext-diff", "--no-textconv"),
)
_LOGGED = ("%H", "%P", "%h", "%as", "%aN", "%s")


class Commit(Record, frozen=True):
    """A commit; its author and subject are cleaned for display."""

    hash: str
    short: str  # the hash as git abbreviates it
    on: str  # the author's date, as YYYY-MM-DD
    author: str = ""
    subject: str = ""
    parents: tuple[str, ...] = ()  # hashes of the parents, or of the nearest ancestors in a list


class Entry(Record, frozen=True):
    """A file in a commit."""

    path: str
    mode: str  # as git writes it, such as 100644
    blob: str  # the id of its contents
    size: int = 0  # in bytes


def user_name(folder: Path) -> str:
    """Return the author name for commits in a folder; empty if git has none."""
    try:
        done = run_git(folder, "config", "user.name", seconds=NAME_SECONDS)
    except UserError:
        return ""
    return done.stdout.decode("utf-8", "replace").strip()


def branch(root: Path) -> str:
    """Return what is checked out in a workspace's repo, without running git.

    The result is a branch as git writes it (`ref: refs/heads/main`) or a commit's hash. It is
    empty outside a repo, or if the repo cannot be read.
    """
    try:
        git_directory = git_folder(root)
        return start_of(git_directory / "HEAD") if git_directory else ""
    except (OSError, RuntimeError, ValueError):
        return ""


def top(folder: Path) -> Path:
    """Return the top folder of the repo that contains a folder.

    Raises UserError if the folder is not in a repo.
    """
    return Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n")))


def commit(folder: Path, revision: str) -> Commit:
    """Return the commit that a revision names.

    Raises UserError if the revision names no commit, or if nothing has been committed yet.
    """
    object_hash = _hash(folder, revision)
    # A second step, because in `:/text^{commit}` git would take `^{commit}` for part of the text.
    commit_hash = _hash(folder, f"{object_hash}^{{commit}}") if object_hash else ""
    if not commit_hash:
        top(folder)
        raise UserError(_unknown(folder, revision))
    return _commits(folder, "--max-count=1", commit_hash, "--")[0]


def _hash(folder: Path, revision: str) -> str:
    """Return the hash of the object that a revision names; empty if there is none."""
    # Older versions of git take a name that begins with a hyphen for an option even after
    # --end-of-options.
    if revision[:1] in ("", "-"):
        return ""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
    done = run_git(folder, *words, seconds=SHORT_SECONDS)
    output = done.stdout.decode("ascii", "replace").strip()
    return output if _HASH.fullmatch(output) else ""


def _unknown(folder: Path, revision: str) -> str:
    if not _git(folder, "rev-list", "--max-count=1", "--all"):
        return (
            "nothing has been committed yet, so there is nothing to compare with. "
            "Commit the workspace first: `git add .`, then `git commit`"
        )
    names = _git(folder, "for-each-ref", "--format=%(refname:short)").decode("utf-8", "replace")
    known = [clean(name) for name in names.split()]
    hint = suggestion(revision, [*known, "HEAD"]) or ". `git log --oneline` lists the commits"
    message = f'there is no commit "{clean(revision)}"{hint}'
    if shallow(folder):
        message += ". This clone lacks the older commits; `git fetch --unshallow` fetches them"
    return message


def shallow(folder: Path) -> bool:
    """Whether the clone has only the newest commits, as clones in CI systems often do."""
    return _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"


def merge_base(folder: Path, first: str, second: str) -> str:
    """Return the last common ancestor of two commits. Raises UserError if they have none."""
    bases = run_git(folder, "merge-base", first, second).stdout.decode("ascii", "replace").split()
    if not bases:
        message = f"{clean(first[:10])} and {clean(second[:10])} have no common ancestor"
        raise UserError(f"{message}; to compare the commits anyway, separate them with a space")
    return bases[0]


def commits(folder: Path, below: str) -> list[Commit]:
    """Return the commits that changed something below a path, oldest first.

    The parents of a commit are its nearest ancestors among the commits returned.
    """
    return _commits(folder, "--topo-order", "--reverse", "--parents", "HEAD", "--", below)


# Git's names for the commit that is being merged into ours, one for each command that can do that.
_MERGED_HEADS = ("MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")


def merged_head(folder: Path) -> str:
    """Return the hash of the commit that git is merging into ours; empty if it is merging none."""
    return next(filter(None, (_hash(folder, name) for name in _MERGED_HEADS)), "")


def branch_name(folder: Path, commit_hash: str) -> str:
    """Name a commit by its branch: `main` for the tip, or `main~2`; empty if it is on no branch."""
    words = ("--name-only", "--no-undefined", "--refs=refs/heads/*", "--refs=refs/remotes/*")
    # A remote's HEAD is another name for one of its branches, and says less.
    more = ("--exclude=refs/remotes/*/HEAD", commit_hash)
    done = run_git(folder, "name-rev", *words, *more, seconds=SHORT_SECONDS)
    if done.returncode:
        return ""
    name = one_line(clean(done.stdout.decode("utf-8", "replace").strip()))
    return name.removeprefix("remotes/")


def last_change(folder: Path, revision: str, path: str) -> Commit | None:
    """Return the last commit up to a revision that changed a file; None if there is none."""
    return next(iter(_commits(folder, "--max-count=1", revision, "--", path)), None)


def _commits(folder: Path, *words: str) -> list[Commit]:
    logged = f"--format={'%x00'.join(_LOGGED)}"
    out = _git(folder, "log", *_PLAIN_LOG, logged, *words)
    parts = [one_line(clean(part.decode("utf-8", "replace"))) for part in out.split(b"\0")]
    rows = [parts[at : at + len(_LOGGED)] for at in range(0, len(parts) - 1, len(_LOGGED))]
    return [
        Commit(hash_, short, on, author, subject, tuple(parents.split()))
        for hash_, parents, short, on, author, subject in rows
    ]


def files(folder: Path, commit_hash: str, below: Iterable[str] = ()) -> list[Entry]:
    """Return a commit's files in this folder, or only those below the paths `below`."""
    words = ("ls-tree", "-r", "-z", "--long", commit_hash, "--", *below)
    entries = []
    for line in _git(folder, *words).split(b"\0"):
        attributes, tab, path = line.partition(b"\t")
        if tab:
            mode, _, blob, size = attributes.decode("ascii").split()
            length = int(size) if size.isdigit() else 0
            entries.append(Entry(os.fsdecode(path), mode, blob, length))
    return entries


def blobs(folder: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """Map the ids of blobs to their contents, with a single call of git.

    Raises UserError if a blob is not in the repo.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    stdin = "".join(f"{blob}\n" for blob in wanted).encode("ascii")
    out = memoryview(_git(folder, "cat-file", "--batch", stdin=stdin))
    contents: dict[str, bytes] = {}
    for blob in wanted:
        end = bytes(out[:200]).find(b"\n")
        header = bytes(out[:end]).split()
        if len(header) != 3 or header[1] != b"blob":
            raise UserError(
                f"the git repository is damaged: {blob} is missing. `git fsck` lists everything "
                "that is missing"
            )
        size = int(header[2])
        contents[blob] = bytes(out[end + 1 : end + 1 + size])
        out = out[end + size + 2 :]
    return contents


def changed(folder: Path, below: str, before: str, after: str | None) -> list[str]:
    """Return the paths below `below` that differ between two commits.

    If `after` is None, the first commit is compared with the working tree. The working tree is read
    without git, because git's index can hide changes and its filters run programs. So a file that
    differs from the commit only in its line ends is included, too.
    """
    old = {entry.path: entry for entry in files(folder, before, (below,))}
    if after is None:
        return sorted(_changed_on_disk(folder, below, old))
    new = {entry.path: entry for entry in files(folder, after, (below,))}
    return sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))


def _changed_on_disk(folder: Path, below: str, old: Mapping[str, Entry]) -> Iterator[str]:
    on_disk = set()
    start = len(os.path.join(folder, ""))
    for place, folders, names in os.walk(os.path.join(folder, below)):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        for name in (*names, *links):
            path = os.path.join(place, name)
            relative = path[start:].replace(os.sep, "/")
            on_disk.add(relative)
            entry = old.get(relative)
            if entry is None or not _is_blob(path, entry):
                yield relative
    yield from old.keys() - on_disk


def _is_blob(path: str, entry: Entry) -> bool:
    """Whether a file on disk has the same bytes as in a commit."""
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size != entry.size:
            return False
        with open(path, "rb", buffering=0) as stream:
            data = stream.read()
    except OSError:
        return False
    digest = hashlib.sha1 if len(entry.blob) == SHA1_LENGTH else hashlib.sha256
    framed = b"blob %d\0" % len(data) + data
    return digest(framed, usedforsecurity=False).hexdigest() == entry.blob


def _git(folder: Path, *words: str, stdin: bytes = b"") -> bytes:
    """Run git and return its output. Raises UserError if git is missing or fails."""
    done = run_git(folder, *words, stdin=stdin)
    if done.returncode == 0:
        return done.stdout
    reason = sentences(done.stderr)
    if "not a git repository" in reason:
        raise UserError(
            f"{clean(str(folder))} is not in a git repository, and this command compares commits. "
            "Run `git init` to create a repository"
        )
    # Older versions of git say only that the transport to the remote is not allowed.
    if "promisor remote" in reason or "transport '" in reason:
        raise UserError(
            "this clone is partial and lacks files that this command needs. "
            "`git fetch --refetch --no-filter` fetches everything"
        )
    raise UserError(f"`git {words[0]}` failed: {reason or f'exit status {done.returncode}'}")
