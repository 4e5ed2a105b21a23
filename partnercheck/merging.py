"""Git's merge driver: three versions of a workspace's file become one, or a visible conflict.

Whatever goes wrong inside ends in git's own merge of the lines, with its markers.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from partnercheck.cells import cut
from partnercheck.files.conflicts import MARKER_SIZE, marked
from partnercheck.files.merge import Conflict, kind_of
from partnercheck.files.merge_text import TextMerged, merge_texts
from partnercheck.files.save import write_atomically
from partnercheck.model import UserError
from partnercheck.text import clean, one_line

DRIVER = (
    "partnercheck merge-file %O %A %B %L %P && exit 0; "
    "grep -q '^<<<<<<<' %A && exit 1; "
    "git merge-file -L ours -L base -L theirs --marker-size=%L %A %O %B"
)
NAME = "partnercheck: answers are merged one by one"
_SHOWN = 60


def configure(folder: Path) -> None:
    """Tell git, in the repo of a folder, how to merge. Raises UserError where it cannot be told."""
    for key, value in (("name", NAME), ("driver", DRIVER)):
        words = ["git", "config", "--local", f"merge.partnercheck.{key}", value]
        try:
            done = subprocess.run(words, cwd=folder, capture_output=True, check=False)
        except OSError:
            raise UserError("git is not installed; only --git needs it") from None
        if done.returncode:
            reason = one_line(clean(done.stderr.decode("utf-8", "replace")))
            raise UserError(f"git could not be told: {reason}")


def in_words() -> str:
    """What to type for what `configure` does."""
    return (
        "In git, answers are merged one by one after `partnercheck init --git`, once in each "
        f'clone. It sets\n  git config merge.partnercheck.driver "{DRIVER}"'
    )


def merge_file(
    base: Path, ours: Path, theirs: Path, size: int = MARKER_SIZE, file: str = ""
) -> TextMerged:
    """Merge three files into `ours`, as git asks a driver to; `file` is its name in the repo.

    Raises OSError where a version cannot be read, or the result not be written.
    """
    versions = [path.read_bytes() for path in (base, ours, theirs)]
    merged = _merged(versions, size, file)
    if merged is None:
        merged = _by_git(base, ours, theirs, size)
    write_atomically(ours, merged.text.encode("utf-8", "surrogateescape"))
    return merged


def _merged(versions: list[bytes], size: int, file: str) -> TextMerged | None:
    """The merge of the answers; None where it fails, for whatever reason."""

    def text_merge(base: str, ours: str, theirs: str) -> tuple[str, bool]:
        return _lines_merged([text.encode() for text in (base, ours, theirs)], size)

    kind = kind_of(Path(file or "").name)
    try:
        base, ours, theirs = (version.decode("utf-8") for version in versions)
        return merge_texts(kind, base, ours, theirs, text_merge, size)
    except Exception:  # A driver that stops here would leave one side, unmarked, as the result.
        return None


def _by_git(base: Path, ours: Path, theirs: Path, size: int) -> TextMerged:
    versions = [path.read_bytes() for path in (base, ours, theirs)]
    try:
        return TextMerged(*_lines_merged(versions, size))
    except (OSError, subprocess.SubprocessError, ValueError):
        mine, yours = (version.decode("utf-8", "surrogateescape") for version in versions[1:])
        return TextMerged(marked(mine, yours, size=size), False)


def _lines_merged(versions: list[bytes], size: int) -> tuple[str, bool]:
    """Git's merge of the lines, and whether it is clean. Raises OSError without git."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="partnercheck-") as folder:
        paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, data in zip(paths, (versions[1], versions[0], versions[2]), strict=True):
            path.write_bytes(data)
        done = subprocess.run(
            ["git", "merge-file", "-p", f"--marker-size={size}"]
            + [word for path in paths for word in ("-L", path.name)]
            + [str(path) for path in paths],
            capture_output=True,
            check=False,
        )
    if not 0 <= done.returncode <= 127:
        raise ValueError(done.stderr.decode("utf-8", "replace"))
    return done.stdout.decode("utf-8", "surrogateescape"), done.returncode == 0


def told(conflict: Conflict) -> str:
    """A conflict in a sentence, with both sides' versions."""
    what = "answered" if conflict.path[:1] == ("answers",) else "changed"
    name = clean(conflict.name)
    ours, theirs = (_in_short(each) for each in (conflict.ours, conflict.theirs))
    return f"{name} was {what} on both sides: ours {ours}; theirs {theirs}"


def _in_short(value: object) -> str:
    """One side's version in a few words: score or skip, basis, evidence."""
    if value is None or value == {}:
        return "nothing"
    if not isinstance(value, dict):
        return _cut(str(value))
    said = [str(value[key]) for key in ("score", "skip", "decided") if key in value]
    said += [str(value["basis"])] if "basis" in value else []
    told = value.get("evidence") or value.get("reason")
    said += [f'"{told}"'] if told else []
    return _cut(", ".join(said) or ", ".join(f"{key} {value[key]}" for key in value))


def _cut(text: str) -> str:
    return cut(one_line(clean(text)), _SHOWN)
