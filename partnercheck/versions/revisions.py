"""The workspace as it was at a commit, judged by the rules of the working tree.

A commit's files are written to a private temporary folder and read from there, like the files of
the working tree and with the same problems.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec.structs import replace

from partnercheck.base import git
from partnercheck.base.errors import UserError
from partnercheck.base.git import LINK, SUBMODULE, Commit, Entry
from partnercheck.base.records import Problem, Record, Settings
from partnercheck.base.regular_file import MAX_BYTES
from partnercheck.base.text import clean, name_key
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.trend import Change
from partnercheck.verdicts.history import Reported, reported
from partnercheck.verdicts.judged import JudgedVendor, judge_vendor
from partnercheck.versions.difference import difference
from partnercheck.versions.moves import Difference, InstrumentMove, Move, change_between
from partnercheck.workspace.open import SETTINGS_FILE, Workspace, open_workspace
from partnercheck.workspace.read_vendor import read_description, vendor_ids

VENDORS = "vendors"
READ = (SETTINGS_FILE, "instruments", VENDORS)
# At most this many paths are named in one command: they fit on a command line on every system.
MOST_NAMED = 100


class Committed(Record, frozen=True):
    """A vendor in its latest round after a commit, or in the working tree."""

    commit: Commit | None  # None for the working tree
    reported: Reported
    present: bool  # false if the vendor was not in the workspace
    change: Change | None = None  # how the vendor's class changed since the parent commit

    @property
    def judged(self) -> JudgedVendor:
        """The vendor with its verdict at that time."""
        return self.reported.judged


@contextmanager
def workspace_at(
    workspace: Workspace, revision: str, vendors: Collection[str] | None = None
) -> Iterator[Workspace]:
    """Yield the workspace as it was at a revision, in a folder that is removed afterwards.

    If `vendors` is given, the folders of other vendors may be missing. If the revision has no
    `partnercheck.toml` in this folder, the workspace is empty and has a notice among its problems.
    Raises UserError if the revision is unknown, or if the files cannot be written.
    """
    commit = git.commit(workspace.root, revision)
    entries = _entries(workspace.root, commit.hash, vendors)
    contents = git.blobs(workspace.root, _blobs(entries))
    with _laid_out(workspace, commit, entries, contents) as earlier:
        yield earlier


@contextmanager
def _laid_out(
    workspace: Workspace, commit: Commit, entries: Collection[Entry], contents: Mapping[str, bytes]
) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory(prefix="partnercheck-") as folder:
        root = Path(folder)
        if not _is_workspace(entries):
            message = f"was not in this folder at {commit.short} ({commit.on})"
            problem = Problem(
                SETTINGS_FILE,
                message,
                "The workspace did not exist yet, so all of it counts as new",
                None,
                "notice",
            )
            yield Workspace(root, workspace.settings, workspace.instruments, (problem,))
            return
        try:
            _lay_out(root, entries, contents)
        except (OSError, ValueError) as error:
            raise UserError(f"{commit.short} cannot be checked out: {error}") from error
        opened = open_workspace(root)
        settings = replace(opened.settings, instrument=workspace.settings.instrument)
        yield replace(opened, settings=settings, instruments=workspace.instruments)


def _is_workspace(entries: Iterable[Entry]) -> bool:
    return any(entry.path == SETTINGS_FILE for entry in entries)


def _entries(root: Path, commit: str, vendors: Collection[str] | None) -> list[Entry]:
    """Return the files to write: all files of these vendors (None: all vendors) that will be read.

    If a link is among these files, which may lead to any file, return all files of the commit.
    """
    below: Iterable[str] = READ
    if vendors is not None and len(vendors) <= MOST_NAMED:
        below = (SETTINGS_FILE, "instruments", *(f"{VENDORS}/{each}" for each in vendors))
    entries = git.files(root, commit, below)
    if any(entry.mode == LINK for entry in entries):
        return git.files(root, commit)
    if vendors is None:
        return entries
    wanted = {None, *vendors}
    return [entry for entry in entries if _vendor_of(entry.path) in wanted]


def _vendor_of(path: str) -> str | None:
    """Return the id of the vendor whose folder contains a file; None for other files."""
    parts = path.split("/")
    return parts[1] if len(parts) > 1 and parts[0] == VENDORS else None


def _blobs(entries: Iterable[Entry]) -> Iterator[str]:
    return (entry.blob for entry in entries if _is_read(entry))


def _is_read(entry: Entry) -> bool:
    """Return whether the content of a file is read; other files are written empty."""
    small = entry.size <= MAX_BYTES
    return small and (entry.mode == LINK or entry.path.endswith(".toml"))


def _lay_out(root: Path, entries: Collection[Entry], contents: Mapping[str, bytes]) -> None:
    for entry in entries:
        _refuse_outside(entry.path)
        (root / entry.path).parent.mkdir(parents=True, exist_ok=True)
    for entry in entries:
        if entry.mode == SUBMODULE:
            (root / entry.path).mkdir()
        elif entry.mode != LINK:
            with (root / entry.path).open("xb") as stream:
                stream.write(contents[entry.blob] if _is_read(entry) else b"")
                if not _is_read(entry):
                    stream.truncate(min(entry.size, MAX_BYTES + 1))
    # Links come last, when every folder exists, so that no file is ever written through a link.
    for entry in entries:
        if entry.mode == LINK:
            os.symlink(os.fsdecode(contents.get(entry.blob, b"")), root / entry.path)


def _refuse_outside(path: str) -> None:
    parts = path.split("/")
    unsafe = any(part in ("", ".", "..") or part.casefold() == ".git" for part in parts)
    if unsafe or any(sep in path for sep in (os.sep, os.altsep) if sep and sep != "/"):
        raise ValueError(f'"{clean(path)}" cannot be the name of a file in a workspace')


def difference_between(
    workspace: Workspace, before: Commit, after: Commit | None, named: Collection[str] = ()
) -> Difference:
    """Return the changes between two commits, or from a commit to the working tree.

    If `after` is None, the working tree is the second state. If `named` is not empty, only vendors
    with these ids or names are compared. Raises UserError for an unknown name.
    """
    ids = _touched(workspace, before.hash, after.hash if after else None)
    with ExitStack() as stack:
        earlier = stack.enter_context(workspace_at(workspace, before.hash, ids))
        later = workspace
        if after:
            later = stack.enter_context(workspace_at(workspace, after.hash, ids))
        if ids is None:
            ids = {each for side in (earlier, later) for each in vendor_ids(side)}
        if named:
            ids = ids & {_id_of(name, (later, earlier, workspace)) for name in named}
        moves = difference(earlier, later, ids)
        rules = [_rules_of(side, workspace) for side in (earlier, later)]
        classify = [each.settings.instrument for each in rules]
        return replace(
            moves,
            problems_before=(*earlier.problems, *moves.problems_before),
            problems_after=(*later.problems, *moves.problems_after),
            rules=_rules_moves(*(each.instruments for each in rules)),
            classifying=Move("instrument", *classify) if classify[0] != classify[1] else None,
            anew=any(each.instrument != workspace.instrument for each in rules),
        )


def _touched(workspace: Workspace, before: str, after: str | None) -> set[str] | None:
    """Return the vendors whose files may differ between two commits; None for all vendors."""
    root = workspace.root
    sides = [git.files(root, side, READ) for side in (before, after) if side is not None]
    if not all(_is_workspace(entries) for entries in sides):
        return None
    if any(entry.mode == LINK for entries in sides for entry in entries):
        return None
    if after is None and (root / VENDORS).is_symlink():
        return None
    named = git.changed(root, VENDORS, before, after)
    return {vendor_id for name in named if (vendor_id := _vendor_of(name)) is not None}


def _id_of(name: str, sides: Iterable[Workspace]) -> str:
    for side in sides:
        for vendor_id in vendor_ids(side):
            known = name_key(read_description(side, vendor_id)[0].name)
            if name == vendor_id or name_key(name) == known:
                return vendor_id
    raise UserError(
        f'there is no vendor "{clean(name)}" in the workspace or in the compared commits'
    )


def _rules_of(side: Workspace, workspace: Workspace) -> Workspace:
    """Return one side's workspace with the rules that it had at that time."""
    if side is workspace:
        return side
    if not (side.root / SETTINGS_FILE).exists():
        return Workspace(side.root, Settings(), packaged())
    return open_workspace(side.root)


def _rules_moves(
    before: Mapping[str, Instrument], after: Mapping[str, Instrument]
) -> tuple[InstrumentMove, ...]:
    return tuple(
        InstrumentMove(each, before.get(each), after.get(each))
        for each in sorted(before.keys() | after.keys())
        if before.get(each) != after.get(each)
    )


def committed(workspace: Workspace, vendor_id: str) -> list[Committed]:
    """Return a vendor's state after every commit that touched its folder, oldest first.

    The working tree comes last if it differs from the newest commit. Raises UserError if
    nothing has been committed yet.
    """
    root = workspace.root
    head = git.commit(root, "HEAD")
    commits = git.commits(root, f"{VENDORS}/{vendor_id}")
    entries = {each.hash: _entries(root, each.hash, {vendor_id}) for each in commits}
    contents = git.blobs(root, (blob for each in entries.values() for blob in _blobs(each)))
    states: list[Committed] = []
    # For each commit, the last assessed verdict up to this commit. A commit without answers keeps
    # its parent's verdict, so that the next change is compared with this verdict.
    assessed: dict[str, JudgedVendor | None] = {}
    for commit in commits:
        with _laid_out(workspace, commit, entries[commit.hash], contents) as earlier:
            judged = judge_vendor(earlier, vendor_id)
            with_decisions = reported(earlier, judged)
            present = vendor_id in vendor_ids(earlier)
        parents = (assessed[parent] for parent in commit.parents if assessed.get(parent))
        before = next(parents, None)
        assessed[commit.hash] = judged if judged.verdict.assessed else before
        states.append(Committed(commit, with_decisions, present, change_between(before, judged)))
    with workspace_at(workspace, head.hash, {vendor_id}) as earlier:
        if difference(earlier, workspace, {vendor_id}).vendors:
            judged = judge_vendor(workspace, vendor_id)
            before = assessed[commits[-1].hash] if commits else None
            change = change_between(before, judged)
            states.append(Committed(None, reported(workspace, judged), True, change))
    return states
