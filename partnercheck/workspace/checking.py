"""Every problem of a workspace: its files, its rounds, its own instruments, its schemas."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from partnercheck.base.records import Problem
from partnercheck.workspace.decisions import load_decision
from partnercheck.workspace.glossary import FILE as GLOSSARY_FILE
from partnercheck.workspace.glossary import glossary
from partnercheck.workspace.load import SETTINGS_FILE, Workspace, load, vendor_ids
from partnercheck.workspace.schemas.folder import schema_problems


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


def files_of_workspace(workspace: Workspace) -> list[str]:
    """The TOML files of a workspace by their names in it, in folders that are links too."""
    names = [name for name in (SETTINGS_FILE, GLOSSARY_FILE) if (workspace.root / name).exists()]
    for folder in ("vendors", "instruments"):
        names += _toml_files_below(workspace.root / folder, folder, frozenset())
    return names


def schema_names(workspace: Workspace) -> list[str]:
    """The schemas for editors that are in a workspace; no answer is in them."""
    return [f"schemas/{path.name}" for path in (workspace.root / "schemas").glob("*.json")]


def _toml_files_below(folder: Path, name: str, above: frozenset[str]) -> Iterator[str]:
    """The names of TOML files in a folder and those below; a link to a folder above ends there."""
    real = os.path.realpath(folder)
    if real in above:
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        inside = f"{name}/{entry.name}"
        if entry.is_dir():
            yield from _toml_files_below(Path(entry.path), inside, above | {real})
        elif entry.name.endswith(".toml"):
            yield inside
