"""Resolving merge conflicts: showing each difference of the two versions, and saving the choices.

The conflict markers may come from our merge driver or from git itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from partnercheck.base import git
from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Record
from partnercheck.base.text import clean
from partnercheck.storage.conflicts import sides
from partnercheck.storage.edit import EditError, edited
from partnercheck.storage.parse import TomlError, load_toml
from partnercheck.storage.save import SaveError, current_text, inside, save_text
from partnercheck.versions.merge import (
    Conflict,
    Kind,
    apply_theirs,
    differences,
    kind_of,
    with_both,
)
from partnercheck.versions.merge import Path as Place
from partnercheck.versions.owners import owner_conflict
from partnercheck.workspace.files import toml_files_below
from partnercheck.workspace.open import Workspace, file_name


class Resolution(Record, frozen=True):
    """A file with conflict markers: its two versions, and their differences."""

    path: Path
    file: str  # the file's name in messages
    seen: str  # the file's text when it was read
    kind: Kind
    ours: str  # the text of our version
    theirs: str  # the text of their version
    conflicts: tuple[Conflict, ...]  # every answer or key in which the versions differ


class Version(Record, frozen=True):
    """The origin of one of the two versions, according to git."""

    branch: str = ""  # such as "main" or "origin/main"; empty if git knows no branch
    author: str = ""  # who changed the file last on that side
    on: str = ""  # the day of that change, as YYYY-MM-DD


def versions_in_git(workspace: Workspace, path: Path) -> tuple[Version, Version]:
    """Return the origins of our version and theirs; they are unknown if git is not merging."""
    root = workspace.root
    try:
        theirs = git.merged_head(root)
        if not theirs:
            return Version(), Version()
        ours = git.commit(root, "HEAD").hash
        file = path.relative_to(root).as_posix()
        current = git.branch(root).removeprefix("ref: refs/heads/")
        named = git.branch_name(root, ours) if current == ours else clean(current)
        return (
            _version(root, ours, file, named),
            _version(root, theirs, file, git.branch_name(root, theirs)),
        )
    except UserError:
        return Version(), Version()


def _version(root: Path, revision: str, file: str, branch: str) -> Version:
    commit = git.last_change(root, revision, file)
    return Version(branch, commit.author, commit.on) if commit else Version(branch)


def conflicted(workspace: Workspace, vendor_id: str) -> list[Path]:
    """Return the files of a vendor that contain conflict markers."""
    folder = workspace.root / "vendors" / vendor_id
    paths = []
    for path in toml_files_below(workspace.root, folder):
        if isinstance(path, Problem):
            continue
        try:
            text = current_text(inside(workspace.root, path))
        except (UserError, OSError):
            continue
        if text and sides(text):
            paths.append(path)
    return paths


def resolution_of(workspace: Workspace, path: Path) -> Resolution:
    """Return the conflict in a file, to be resolved on screen.

    Raises UserError if the conflict can be resolved only in an editor.
    """
    file = file_name(workspace, path)
    text = current_text(inside(workspace.root, path)) or ""
    both, kind = sides(text), kind_of(path.name)
    if not both or kind is None:
        raise UserError(f"{file} has a conflict that must be resolved in a text editor")
    try:
        ours, theirs = (load_toml(each) for each in both)
    except TomlError:
        raise UserError(
            f"{file}: one version in the conflict is not valid TOML. "
            "Resolve the conflict in a text editor"
        ) from None
    other = owner_conflict(kind, ours, theirs)
    if other and not kind.renamable:
        message = (
            f"{file}: the two versions in the conflict belong to different people, vendors or "
            "rounds"
        )
        raise UserError(f"{message}. Open the file in a text editor, and keep one whole version")
    # Two names may belong to one vendor or to two vendors, so one description is kept as a whole.
    whole = (Conflict((), None, ours, theirs),)
    return Resolution(
        path, file, text, kind, *both, whole if other else differences(kind, ours, theirs)
    )


def resolved(
    resolution: Resolution, theirs: Mapping[Place, bool], both: Collection[Place] = ()
) -> str:
    """Return the file's text with the chosen version of each conflict.

    For conflicts in `both`, both versions are kept. Our comments are kept. Raises UserError if a
    conflict is undecided, or if editing fails.
    """
    undecided = [each for each in resolution.conflicts if each.path not in theirs]
    if undecided:
        raise UserError(f"choose a version of {undecided[0].name} first")
    their_paths = [each.path for each in resolution.conflicts if theirs[each.path]]
    merged = load_toml(resolution.ours)
    whole = len(their_paths) == len(resolution.conflicts) > 0
    text = resolution.theirs if whole else resolution.ours
    try:
        data = apply_theirs(resolution.kind, merged, resolution.conflicts, their_paths)
        for conflict in resolution.conflicts:
            if conflict.path in both:
                data = with_both(resolution.kind, data, conflict)
        return edited(text, data)
    except (EditError, ValueError) as error:
        raise SaveError(f"{resolution.file}: {error}") from None


def save_resolved(workspace: Workspace, resolution: Resolution, text: str) -> None:
    """Save the resolved file. Raises SaveError if it has changed since it was read."""
    save_text(workspace.root, resolution.path, text, resolution.seen)
