"""Every problem of a workspace: all its files, all its rounds, its own instruments."""

from __future__ import annotations

from collections.abc import Iterator

from partnercheck.files.toml import read
from partnercheck.instruments.check import check
from partnercheck.instruments.read import instrument_of
from partnercheck.model import Problem
from partnercheck.workspace import Workspace, load, load_round, vendor_ids


def problems_of(workspace: Workspace) -> Iterator[Problem]:
    """The problems of every file, in the order of the files' places."""
    yield from workspace.problems
    for path in sorted((workspace.root / "instruments").glob("*.toml")):
        name = f"instruments/{path.name}"
        instrument, _ = instrument_of(read(path, name))
        if instrument:
            yield from check(instrument, name)
    for vendor_id in vendor_ids(workspace, archived=True):
        assessment = load(workspace, vendor_id)
        for round_id in assessment.rounds[:-1]:
            yield from load_round(workspace, vendor_id, round_id)[1]
        yield from assessment.problems


def checked(workspace: Workspace) -> int:
    """How many TOML files of the workspace are looked at."""
    return 1 + sum(
        1
        for folder in ("vendors", "instruments")
        for _ in (workspace.root / folder).rglob("*.toml")
    )
