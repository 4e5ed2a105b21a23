"""Git's merge driver: three versions of a workspace's file become one, or a visible conflict.

Invariant: after every failure, of the merge or of the program itself, both versions are in the
file, between markers. Git's own merge by lines could silently mix two answers.
"""

from __future__ import annotations

import os
import sys
import tempfile
from functools import partial
from pathlib import Path

from partnercheck.base.cells import excerpt
from partnercheck.base.errors import UserError
from partnercheck.base.git import top
from partnercheck.base.git_process import run_git, sentences
from partnercheck.base.regular_file import read_bytes
from partnercheck.base.text import clean, one_line
from partnercheck.storage.atomic import write_path
from partnercheck.storage.conflicts import MARKER_SIZE, marked_tables
from partnercheck.storage.parse import same
from partnercheck.versions.merge import Conflict, kind_of
from partnercheck.versions.merge_text import TextMerged, merge_texts

# The last line runs if partnercheck is missing or was killed: it merges without a base, so that
# every difference is a conflict. The file's hash shows whether partnercheck has written its result.
# The exit status does not show it (1 can be any failure), and neither do markers in the file, which
# a person may have written.
DRIVER = (
    "ours=$(git hash-object --no-filters %A); "
    "partnercheck merge-file -- %O %A %B %L %P && exit 0; "
    'test "$ours" = "$(git hash-object --no-filters %A)" || exit 1; '
    "git merge-file -L ours -L base -L theirs --marker-size=%L %A /dev/null %B"
)
NAME = "partnercheck: answers are merged one by one"
# Git before 2.50 detects renames despite `merge.renames`, unless the strategy is `recursive`. In
# later versions, `recursive` is another name for the usual strategy.
WITHOUT_RENAMES = {"merge.renames": "false", "pull.twohead": "recursive"}
LONGEST_MARKER = 1000
_SHOWN = 60
# How many characters are shown before the first difference of two long values.
_BEFORE = 10
_LEADING = ("score", "skip", "decided")
_QUOTED = ("evidence", "reason", "source")


def configure(folder: Path) -> None:
    """Set git's configuration for the merge driver. Raises UserError if git fails.

    If the workspace is the whole repo, rename detection is also switched off. Otherwise git takes
    similar files of two people or vendors for one renamed file, and merges an unchanged renamed
    file without the driver: an answer would become another person's answer.
    """
    for key, value in (("name", NAME), ("driver", DRIVER)):
        _set(folder, f"merge.partnercheck.{key}", value)
    if top(folder).resolve() == folder.resolve() and not _is_set(folder, "merge.renames"):
        for key, value in WITHOUT_RENAMES.items():
            if not _is_set(folder, key):
                _set(folder, key, value)


def _is_set(folder: Path, key: str) -> bool:
    return run_git(folder, "config", "--local", "--get", key).returncode == 0


def _set(folder: Path, key: str, value: str) -> None:
    done = run_git(folder, "config", "--local", key, value)
    if done.returncode:
        raise UserError(f"git could not be configured: {sentences(done.stderr)}")


def in_words() -> str:
    """Return help text with the git commands that do the same as `configure`."""
    renames = "".join(f"\n  git config {key} {value}" for key, value in WITHOUT_RENAMES.items())
    return (
        "Run `partnercheck init --git` once in each clone, so that git merges answers one by one. "
        f"It sets\n  git config merge.partnercheck.driver '{DRIVER}'\n"
        f"and, if the workspace is the whole repo,{renames}"
    )


def merge_file(
    base: Path, ours: Path, theirs: Path, size: int = MARKER_SIZE, file: str = ""
) -> TextMerged:
    """Merge three files into `ours`, as a merge driver must; `file` is the file's name in the repo.

    Raises OSError or UserError if a version cannot be read or the result cannot be written.
    """
    base_text, ours_text, theirs_text = (
        _bytes(path).decode("utf-8", "surrogateescape") for path in (base, ours, theirs)
    )
    size = min(size, LONGEST_MARKER) if size > 0 else MARKER_SIZE
    try:
        kind = kind_of(Path(file).name)
        text_merge = partial(merge_lines, size=size)
        texts = (base_text, ours_text, theirs_text)
        merged = merge_texts(kind, *texts, text_merge, size, Path(file).parent.name)
    except Exception:  # If the driver stopped here, the result would be one side without markers.
        merged = TextMerged(marked_tables(ours_text, theirs_text, size), False)
    write_path(ours, merged.text.encode("utf-8", "surrogateescape"))
    return merged


def _bytes(path: Path) -> bytes:
    """Return the bytes of a version. Raises OSError for pipes and devices, which may be endless."""
    if path.samefile(os.devnull):
        return b""
    return read_bytes(path, sys.maxsize - 1)


def merge_lines(base: str, ours: str, theirs: str, size: int = MARKER_SIZE) -> tuple[str, bool]:
    """Return git's merge by lines, and whether it is clean. Raises UserError if git fails."""
    with tempfile.TemporaryDirectory(prefix="partnercheck-") as name:
        folder = Path(name)
        for label, text in (("ours", ours), ("base", base), ("theirs", theirs)):
            (folder / label).write_bytes(text.encode("utf-8", "surrogateescape"))
        labels = ("-L", "ours", "-L", "base", "-L", "theirs", "ours", "base", "theirs")
        done = run_git(folder, "merge-file", "-p", f"--marker-size={size}", *labels)
    if not 0 <= done.returncode <= 127:
        raise UserError(sentences(done.stderr))
    return done.stdout.decode("utf-8", "surrogateescape"), done.returncode == 0


def conflict_message(conflict: Conflict) -> str:
    """Return a conflict as a sentence, with the parts of both versions that differ."""
    verb = "answered" if conflict.path[:1] == ("answers",) else "changed"
    ours, theirs = conflict.ours, conflict.theirs
    sides = _in_short(ours, theirs), _in_short(theirs, ours)
    sentence = (
        f"{clean(conflict.name)} was {verb} on both sides: "
        f"ours {excerpt(sides[0], _SHOWN)}; theirs {excerpt(sides[1], _SHOWN)}"
    )
    if keys := _differing_keys(ours, theirs):
        hidden = any(excerpt(side, _SHOWN) != one_line(clean(side)) for side in sides)
        if hidden or excerpt(sides[0], _SHOWN) == excerpt(sides[1], _SHOWN):
            sentence += f"; they differ in {excerpt(', '.join(keys), _SHOWN)}"
    return sentence


def _differing_keys(ours: object, theirs: object) -> list[str]:
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return []
    keys = dict.fromkeys((*ours, *theirs))
    return [key for key in keys if key not in ours or not same(ours[key], theirs.get(key))]


def _in_short(value: object, other: object) -> str:
    """Return one side's version in a few words: its score, skip or class, then what differs."""
    if value is None or value == {}:
        return "nothing"
    if not isinstance(value, dict):
        return _value_in_short(value, other)
    differing = _differing_keys(value, other) if other else list(value)
    words = [str(value[key]) for key in _LEADING if key in value]
    words += [str(value["basis"])] if "basis" in value and "basis" in differing else []
    for key in differing:
        if key not in (*_LEADING, "basis") and key in value:
            text = _value_in_short(value[key], other.get(key) if isinstance(other, dict) else None)
            words.append(f'"{text}"' if key in _QUOTED else f"{key} {text}")
    return ", ".join(words) or "no " + ", no ".join(differing)


def _value_in_short(value: object, other: object) -> str:
    """Return a value as text; a long text begins shortly before the first difference."""
    text, other_text = (
        ", ".join(map(str, each)) if isinstance(each, list) else str(each)
        for each in (value, other)
    )
    differing = (
        at for at, pair in enumerate(zip(text, other_text, strict=False)) if pair[0] != pair[1]
    )
    common = next(differing, min(len(text), len(other_text)))
    return f"…{text[common - _BEFORE :]}" if common > _SHOWN // 2 else text
