"""Running git independently of the user's settings, without starting any other program.

A hostile repository can name programs in its config: for a pager, a diff, a filter, a hook, a
transport. All of them are disabled here, for every command:

- no transport is allowed, so nothing is fetched, not even a blob that a partial clone lacks;
- pager, hooks, file system monitor and signatures are off, and no command that is run reads the
  working tree's files, which filters would convert.
"""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

from partnercheck.base.errors import UserError
from partnercheck.base.regular_file import read_bytes
from partnercheck.base.text import clean

LONGEST_SECONDS = 300
MOST_OF_A_POINTER = 4096
# The only variables of git that are passed on: they name settings files. Git's others point at
# another repo (in a hook), change the output, or name programs.
_KEPT = frozenset(
    {
        *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"),
        *("GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"),
        *("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"),
        "GIT_TEST_ASSUME_DIFFERENT_OWNER",  # makes git stricter, for tests
    }
)
_KEPT_FAMILIES = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",  # needs git 2.44; for older versions, the next variable is set
    "GIT_ALLOW_PROTOCOL": ":",  # an empty list; Windows would unset an empty variable
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_SSH_COMMAND": "false",
}
_SETTINGS = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.sshCommand": "false",
    "core.alternateRefsCommand": "false",
    "core.askPass": "",
    "credential.helper": "",
    "protocol.allow": "never",
    "core.abbrev": "auto",
    "core.useReplaceRefs": "true",
    "color.ui": "false",
    "diff.orderFile": os.devnull,
    "i18n.logOutputEncoding": "UTF-8",
    "log.follow": "false",
    "log.showSignature": "false",
    "mailmap.file": "",
    "mailmap.blob": "",
    "merge.conflictStyle": "merge",
}
# Files that git opens when it starts. If one of them were a pipe, git would wait for ever.
_READ_BY_GIT = (
    *("HEAD", "config", "config.worktree", "commondir", "gitdir", "packed-refs", "shallow"),
    *("index", "info/attributes", "info/exclude", "info/grafts", "objects/info/alternates"),
)


def run_git(
    folder: Path, *words: str, stdin: bytes = b"", seconds: int = LONGEST_SECONDS
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder and return its output and status.

    Raises UserError if git cannot be run, or does not end in time.
    """
    if strange := irregular_file(folder):
        problem = f"{clean(str(strange))} is not a regular file, so git cannot read this repository"
        raise UserError(f"{problem}. Replace it with the original file, or remove it")
    settings = [word for pair in _SETTINGS.items() for word in ("-c", "=".join(pair))]
    try:
        return subprocess.run(
            ["git", "--no-pager", *settings, *words],
            cwd=folder,
            env=environment(),
            input=stdin,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UserError(
            f"`git {words[0]}` took longer than {seconds} seconds and was stopped. Try again"
        ) from None
    except FileNotFoundError as error:
        if folder.is_dir():
            raise UserError("git is not installed; this command needs it") from error
        raise UserError(f"{clean(str(folder))} no longer exists") from error
    except OSError as error:
        raise UserError(f"git cannot be run: {error.strerror or error}") from error


def environment() -> dict[str, str]:
    """Return the environment variables to run git with."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("GIT_") or key in _KEPT or key.startswith(_KEPT_FAMILIES)
    }
    return {**kept, **_ENVIRONMENT}


def sentences(message: bytes) -> str:
    """Join the lines of a message from git into sentences on one line."""
    text_so_far = ""
    for line in message.decode("utf-8", "replace").splitlines():
        text = " ".join(clean(" ".join(line.split())).split())
        for prefix in ("fatal: ", "error: ", "warning: ", "hint: "):
            text = text.removeprefix(prefix)
        if not text or text == "hint:":
            continue
        begins_anew = text[0].isupper() and text_so_far[-1:] not in ("", *".:;,!?")
        text_so_far += f"{'.' if begins_anew else ''}{' ' if text_so_far else ''}{text}"
    return text_so_far


def git_folder(folder: Path) -> Path | None:
    """Return the git folder of the repo that contains a folder, without running git.

    Return None if the folder is not in a repo. Raises OSError or ValueError if it is unclear
    whether the folder is in a repo.
    """
    start = folder.resolve()
    for parent in (start, *start.parents):
        entry = parent / ".git"
        if entry.is_file():
            pointer = start_of(entry)
            place = pointer.removeprefix("gitdir:").strip()
            if place == pointer:
                raise ValueError(f"{entry} names no git folder")
            return parent / place
        if os.path.lexists(entry / "HEAD") and not (entry / "HEAD").is_dir():
            return entry
    return None


def start_of(path: Path) -> str:
    """Return the beginning of a file. Raises OSError if it is not a regular file."""
    return os.fsdecode(read_bytes(path, MOST_OF_A_POINTER)[:MOST_OF_A_POINTER]).strip()


def irregular_file(folder: Path) -> Path | None:
    """Return the first pipe, device or socket that git would read as a file of the repo."""
    try:
        return next(filter(_is_irregular, _files_read(folder)), None)
    except (OSError, RuntimeError, ValueError):
        return None


def _files_read(folder: Path) -> Iterator[Path]:
    directory = git_folder(folder)
    if directory is None:
        return
    yield from (directory / name for name in _READ_BY_GIT)
    yield _top_of(folder) / ".mailmap"
    common = directory / "commondir"
    if common.is_file():
        yield from (directory / start_of(common) / name for name in _READ_BY_GIT)
    head = start_of(directory / "HEAD")
    if head.startswith("ref: "):
        yield directory / head.removeprefix("ref: ")


def _top_of(folder: Path) -> Path:
    start = folder.resolve()
    return next((parent for parent in (start, *start.parents) if (parent / ".git").exists()), start)


def _is_irregular(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
