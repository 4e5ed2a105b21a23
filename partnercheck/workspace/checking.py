"""Every problem in a workspace: in its files, rounds, own instruments and schemas."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Response, Vendor
from partnercheck.storage.convert import line_of
from partnercheck.storage.parse import read
from partnercheck.storage.wording import key_for_message
from partnercheck.workspace.decisions import load_decision
from partnercheck.workspace.fact_types import NO_COMPARING, OddFact, odd_facts, text_of_kind
from partnercheck.workspace.facts import FACTS
from partnercheck.workspace.files import toml_files_below
from partnercheck.workspace.glossary import FILE as GLOSSARY_FILE
from partnercheck.workspace.glossary import glossary
from partnercheck.workspace.holdings import held_in_words, holdings
from partnercheck.workspace.open import SETTINGS_FILE, Workspace, file_name
from partnercheck.workspace.people_files import PEOPLE_FILE
from partnercheck.workspace.places import Place, place_of, source_of
from partnercheck.workspace.read_round import Round, read_round
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor, vendor_ids, vendor_path
from partnercheck.workspace.request_codes import CodedRequest, coded_requests, doubled_codes
from partnercheck.workspace.responses import response_path
from partnercheck.workspace.schemas.folder import schema_problems

# The results of checking a vendor's files: the problems in them, the requests that have a code, and
# a mapping of the vendor's facts to their types.
Checked = tuple[list[Problem], list[CodedRequest], dict[str, str]]
MapVendors = Callable[[Callable[[str], Checked], Sequence[str]], Iterable[Checked]]


def problems_of(workspace: Workspace, map_vendors: MapVendors = map) -> list[Problem]:
    """Return the problems found in all files of a workspace."""
    return list(each_problem(workspace, map_vendors))


def each_problem(workspace: Workspace, map_vendors: MapVendors = map) -> Iterator[Problem]:
    """Yield the problems in all files of a workspace, each vendor's as soon as it is read.

    `map_vendors` calls a function with each of the vendors' ids, as `map` does.
    """
    reported: set[str] = set()
    for problem in _every(workspace, map_vendors):
        reported.add(problem.file)
        yield problem
    for entry in _below_root(workspace):
        if isinstance(entry, Problem) and not _is_reported(entry.file, reported):
            reported.add(entry.file)
            yield entry


def _is_reported(folder: str, files: set[str]) -> bool:
    """Whether a problem with a folder, or with a file in the folder, was already reported."""
    return folder in files or any(file.startswith(f"{folder}/") for file in files)


def _every(workspace: Workspace, map_vendors: MapVendors) -> Iterator[Problem]:
    yield from workspace.problems
    yield from schema_problems(workspace)
    yield from glossary(workspace)[1]
    yield from workspace.people.problems
    try:
        ids = vendor_ids(workspace)
    except UserError:  # The error is reported below, with the problems of all folders.
        ids = []
    coded: list[CodedRequest] = []
    kinds: list[dict[str, str]] = []
    for problems, requests, kinds_of_facts in map_vendors(partial(vendor_problems, workspace), ids):
        yield from problems
        coded += requests
        kinds.append(kinds_of_facts)
    yield from doubled_codes(workspace, coded)
    for odd in odd_facts(zip(ids, kinds, strict=True)):
        yield _odd_fact(workspace, odd)


def _odd_fact(workspace: Workspace, odd: OddFact) -> Problem:
    """Return a warning for a fact that is a text for this vendor, and a number for most."""
    path = vendor_path(workspace, odd.vendor_id)
    text = read(path, file_name(workspace, path)).text
    message = f'"{odd.key}" is text, but a {odd.usual} for most other vendors'
    remedy = f"Write a {odd.usual}: {NO_COMPARING}"
    file = file_name(workspace, path)
    return Problem(file, message, remedy, line_of(text, FACTS, odd.key), "warning")


def vendor_problems(workspace: Workspace, vendor_id: str) -> Checked:
    """Return what `check` finds in the files of a vendor."""
    files = read_vendor(workspace, vendor_id)
    problems = [*files.problems, *files.people.problems]
    problems += charter_problems(workspace, files.vendor)
    problems += _left_problems(workspace, files)
    coded: list[CodedRequest] = []
    for round_id in files.folders:
        round_ = read_round(workspace, files, round_id)
        problems += round_.problems
        problems += _version_notices(workspace, round_)
        problems += _source_problems(workspace, round_)
        problems += load_decision(workspace, vendor_id, round_id).problems
        coded += coded_requests(vendor_id, round_id, round_.requests)
    kinds = {key: text_of_kind(value) for key, value in files.vendor.facts.items()}
    return problems, coded, kinds


def _left_problems(workspace: Workspace, files: VendorFiles) -> Iterator[Problem]:
    """Yield a notice for each person who has left and is still responsible for something."""
    for vendor_id, people in (("", workspace.people), (files.vendor.id, files.people)):
        for person in people.people.values():
            if person.left is None:
                continue
            if held := [*holdings([files], vendor_id, person.name)]:
                whose = f" {vendor_id}" if vendor_id else ""
                message = (
                    f"{person.name} left on {person.left}, and still has {held_in_words(held)}"
                )
                name = shlex.quote(person.name)
                remedy = f"Hand over with: partnercheck people{whose} --left {name} --to NAME"
                file = file_name(workspace, vendor_path(workspace, files.vendor.id))
                yield Problem(file, message, remedy, severity="notice")


def _version_notices(workspace: Workspace, round_: Round) -> Iterator[Problem]:
    """Yield a notice for each response that does not say which version it answered."""
    for response in round_.responses:
        if response.version is None:
            version = workspace.instruments[response.instrument].version
            message = "does not say which version of the questionnaire was answered"
            remedy = f"It counts as version {version}. If that is right, write version = {version}"
            yield Problem(_file_of(workspace, response), message, remedy, severity="notice")


def _source_problems(workspace: Workspace, round_: Round) -> Iterator[Problem]:
    """Yield a warning for each answer whose `source` cannot be opened."""
    for response in round_.responses:
        for item, answer in response.answers.items():
            if answer.source and not source_of(workspace.root, answer.source).target:
                place = source_of(workspace.root, answer.source)
                file = _file_of(workspace, response)
                yield _place_problem(workspace, file, f"answers.{item}", "source", place)


def charter_problems(workspace: Workspace, vendor: Vendor) -> Iterator[Problem]:
    """Yield a warning if the vendor's `charter` cannot be opened."""
    place = place_of(workspace.root, vendor.charter)
    if vendor.charter and place.kind in ("missing", "refused"):
        file = file_name(workspace, vendor_path(workspace, vendor.id))
        yield _place_problem(workspace, file, "", "charter", place)


def _place_problem(workspace: Workspace, file: str, header: str, key: str, place: Place) -> Problem:
    where = f" in [{key_for_message(header)}]" if header else ""
    message = f'"{key}"{where} cannot be opened: {place.reason}'
    remedy = "Write the path of a file in the workspace, or an http or https address"
    line = line_of(read(workspace.root / file, file).text, header, key)
    return Problem(file, message, remedy, line, "warning")


def _file_of(workspace: Workspace, response: Response) -> str:
    """Return the name of a response's file, or of its folder if a person chose the file's name."""
    try:
        path = response_path(workspace, response)
    except UserError:
        path = workspace.root / "vendors" / response.vendor / response.round
    return file_name(workspace, path)


def files_of_workspace(workspace: Workspace) -> Iterator[str]:
    """Yield the names of a workspace's TOML files, including files in linked folders.

    Folders that cannot be listed are included by their own names.
    """
    at_the_root = (SETTINGS_FILE, GLOSSARY_FILE, PEOPLE_FILE)
    yield from (name for name in at_the_root if (workspace.root / name).exists())
    for entry in _below_root(workspace):
        yield entry.file if isinstance(entry, Problem) else file_name(workspace, entry)


def _below_root(workspace: Workspace) -> Iterator[Path | Problem]:
    for folder in ("vendors", "instruments"):
        yield from toml_files_below(workspace.root, workspace.root / folder)


def schema_names(workspace: Workspace) -> list[str]:
    """Return the names of a workspace's schema files, which serve editors and hold no answers."""
    return [f"schemas/{path.name}" for path in (workspace.root / "schemas").glob("*.json")]
