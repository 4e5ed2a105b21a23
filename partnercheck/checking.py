"""Every problem of a workspace: its files, its rounds, its own instruments, its schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from partnercheck.decisions import load_decision
from partnercheck.glossary import glossary
from partnercheck.model import Problem
from partnercheck.schemas.folder import schema_problems
from partnercheck.workspace import SETTINGS_FILE, Workspace, load, vendor_ids


def problems_of(
    workspace: Workspace, counted: Callable[[list[str]], Iterable[str]] = iter
) -> list[Problem]:
    """The problems of every file, each once, in the order of the files' places.

    `counted` passes the vendors on, one by one, to whoever tells how far it has come.
    """
    return list(dict.fromkeys(_every(workspace, counted)))


def _every(
    workspace: Workspace, counted: Callable[[list[str]], Iterable[str]]
) -> Iterator[Problem]:
    yield from workspace.problems
    yield from schema_problems(workspace)
    yield from glossary(workspace)[1]
    for vendor_id in counted(vendor_ids(workspace, archived=True)):
        rounds = load(workspace, vendor_id).rounds
        for round_id in rounds or ("",):
            yield from load(workspace, vendor_id, round_id).problems
        for round_id in rounds:
            yield from load_decision(workspace, vendor_id, round_id).problems


def covered(file: str, wanted: Sequence[str]) -> bool:
    """Whether a file is one of those wanted, or in one of those folders; all are without any."""
    return not wanted or any(each in (".", file) or file.startswith(f"{each}/") for each in wanted)


def checked(workspace: Workspace, wanted: Sequence[str]) -> int:
    """How many TOML files of the workspace are looked at."""
    files = [SETTINGS_FILE] + [
        path.relative_to(workspace.root).as_posix()
        for folder in ("vendors", "instruments")
        for path in (workspace.root / folder).rglob("*.toml")
    ]
    return sum(covered(file, wanted) for file in files)
