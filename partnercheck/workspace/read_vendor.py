"""Reading of vendors: their descriptions, their rounds, and the responses in a round."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from partnercheck.base import rounds
from partnercheck.base.errors import UserError
from partnercheck.base.records import (
    Awaited,
    Cadence,
    Goal,
    Meeting,
    Perspective,
    Problem,
    Record,
    Response,
    Vendor,
)
from partnercheck.base.regular_file import read_bytes
from partnercheck.base.text import clean, folded
from partnercheck.storage.convert import few
from partnercheck.storage.parse import Source, read
from partnercheck.workspace.agreement_files import BESIDE, agreed_in
from partnercheck.workspace.asked import ASKED_FILE, read_asked
from partnercheck.workspace.files import OUTSIDE, folder_problem, is_inside
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.readers import RESPONSE_FILE, response_of, vendor_of

VENDOR_FILE = "vendor.toml"
NOT_RESPONSES = ("decision.toml", ASKED_FILE)


class Assessment(Record, frozen=True):
    """A vendor in one round: what it is, who answered, and which files were left out and why.

    `round` is empty where nobody has begun any; `rounds` are those on disk, oldest first;
    `unread` are the perspective and instrument of each response that could not be read, `awaited`
    those who were asked to answer; `meets` is how often both sides are to meet.
    """

    vendor: Vendor
    round: str = ""
    rounds: tuple[str, ...] = ()
    responses: tuple[Response, ...] = ()
    unread: tuple[tuple[Perspective, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    awaited: tuple[Awaited, ...] = ()
    goals: Mapping[str, Goal] = {}
    meetings: Mapping[str, Meeting] = {}
    meets: Cadence = "quarter"

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep a file from counting; no verdict rests on goals or meetings."""
        return tuple(
            problem
            for problem in self.problems
            if problem.severity == "error" and not problem.file.endswith(BESIDE)
        )


def vendor_ids(workspace: Workspace, archived: bool = False) -> list[str]:
    """The ids of the vendors, in order; archived ones only where asked for.

    A folder that cannot be looked into is listed too, so that what is wrong with it is told.
    Raises UserError where the vendors cannot be listed at all.
    """
    try:
        entries = [entry for entry in os.scandir(workspace.root / "vendors") if _folder(entry)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UserError(f"vendors cannot be read: {error.strerror or error}") from error
    ids = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    if archived:
        return ids
    return [vendor_id for vendor_id in ids if not _archived(workspace, vendor_id)]


def _archived(workspace: Workspace, vendor_id: str) -> bool:
    """Whether a vendor was put away; its file is parsed only where it may say so."""
    try:
        if b"archived" not in read_bytes(vendor_path(workspace, vendor_id)):
            return False
    except (OSError, ValueError):
        return False
    return load_vendor(workspace, vendor_id)[0].archived is not None


def _folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir() or (entry.is_symlink() and not os.path.exists(entry.path))
    except OSError:
        return True


def vendor_path(workspace: Workspace, vendor_id: str) -> Path:
    """Where a vendor's description is."""
    return workspace.root / "vendors" / vendor_id / VENDOR_FILE


def load_vendor(workspace: Workspace, vendor_id: str) -> tuple[Vendor, tuple[Problem, ...]]:
    """A vendor's description, and what is wrong with it."""
    path = vendor_path(workspace, vendor_id)
    if not is_inside(workspace.root, path):
        problem = Problem(file_name(workspace, path), *OUTSIDE)
        return Vendor(name=clean(vendor_id), id=vendor_id), (problem,)
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    return vendor_of(read(path, file_name(workspace, path)), vendor_id, classes)


def vendor_check(workspace: Workspace, vendor_id: str) -> Callable[[Source], tuple[Problem, ...]]:
    """What finds the problems of a vendor's description that is about to be written."""
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    return lambda source: vendor_of(source, vendor_id, classes)[1]


def load(workspace: Workspace, vendor_id: str, round_id: str = "") -> Assessment:
    """A vendor in one round, or in its latest; a broken file never hides the others."""
    vendor, problems = load_vendor(workspace, vendor_id)
    folder = workspace.root / "vendors" / vendor_id
    found, strange = _rounds(workspace, folder)
    chosen = round_id or _latest(workspace, folder, found)
    responses: tuple[Response, ...] = ()
    unread: tuple[tuple[Perspective, str], ...] = ()
    wrong: tuple[Problem, ...] = ()
    if chosen in found:
        responses, unread, wrong = load_round(workspace, vendor_id, chosen)
    awaited, wrong_too = read_asked(workspace, folder / chosen) if chosen in found else ((), ())
    most = workspace.settings.key_goals
    goals, meetings, wrong_beside = agreed_in(workspace.root, vendor_id, most)
    return Assessment(
        vendor,
        chosen,
        found,
        responses,
        unread,
        few((*problems, *strange, *wrong, *wrong_too, *wrong_beside)),
        awaited,
        goals,
        meetings,
        vendor.meets or workspace.settings.meetings,
    )


def _latest(workspace: Workspace, folder: Path, rounds: tuple[str, ...]) -> str:
    """The latest round that has begun: an empty folder, or answers to lenses alone, begin none.

    A lens explains a verdict and never changes it; a folder may be what a killed save left.
    """
    own = f".{workspace.settings.instrument}.toml"
    for round_id in reversed(rounds):
        names = toml_files(folder / round_id)
        responses = [name for name in names if RESPONSE_FILE.fullmatch(name)]
        if not names or (responses and ASKED_FILE not in names and not _of(own, responses)):
            continue
        return round_id
    return rounds[-1] if rounds else ""


def _of(ending: str, names: list[str]) -> bool:
    return any(name.endswith(ending) for name in names)


def _rounds(workspace: Workspace, folder: Path) -> tuple[tuple[str, ...], list[Problem]]:
    if not is_inside(workspace.root, folder):
        return (), []
    try:
        entries = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError:
        problem = folder_problem(workspace.root, folder)
        return (), [problem] if problem else []
    names = sorted(entry.name for entry in entries if _folder(entry))
    good = sorted(filter(rounds.is_round, names), key=rounds.period)
    todo = f"Rename it to a round such as {rounds.FORMS}"
    strange = [(name, "is not a round's folder", todo) for name in names if name not in good]
    strange += [
        (entry.name, "is a file, not a round's folder", "Make it a folder, or remove it")
        for entry in entries
        if rounds.is_round(entry.name) and not _folder(entry)
    ]
    # An answer in a round that cannot be listed would be missing without a word.
    # Of a round that leads out of the workspace, each answer is told where they are read.
    unlisted = (
        folder_problem(workspace.root, folder / name)
        for name in good
        if not toml_files(folder / name)
    )
    return tuple(good), [
        *(Problem(file_name(workspace, folder / name), what, todo) for name, what, todo in strange),
        *(problem for problem in unlisted if problem),
    ]


def toml_files(folder: Path) -> list[str]:
    """The names of a folder's TOML files in order; none where it cannot be looked into."""
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(".toml"))
    except OSError:
        return []


def load_round(
    workspace: Workspace, vendor_id: str, round_id: str
) -> tuple[tuple[Response, ...], tuple[tuple[Perspective, str], ...], tuple[Problem, ...]]:
    """Every readable response of a vendor's round in the order of their file names.

    Then the perspective and instrument of each that is not readable, and what is wrong.
    """
    folder = workspace.root / "vendors" / vendor_id / round_id
    responses: dict[tuple[str, str, str], Response] = {}
    unread: list[tuple[Perspective, str]] = []
    problems: list[Problem] = []
    inside = is_inside(workspace.root, folder)
    for name in toml_files(folder):
        if name in NOT_RESPONSES:
            continue
        file = clean(f"vendors/{vendor_id}/{round_id}/{name}")
        named = RESPONSE_FILE.fullmatch(name)
        if not named:
            what = "is not named as a response"
            todo = (
                "Name it PERSPECTIVE.RESPONDENT.INSTRUMENT.toml, as in buyer.alice.partnership.toml"
            )
            problems.append(Problem(file, what, todo))
            continue
        whose = (cast("Perspective", named[1]), named[3])
        path = folder / name
        if not (inside and not os.path.islink(path)) and not is_inside(workspace.root, path):
            problems.append(Problem(file, *OUTSIDE))
            unread.append(whose)
            continue
        place = (vendor_id, round_id, name)
        response, wrong = response_of(read(path, file), place, workspace.instruments)
        problems += wrong
        if response is None:
            unread.append(whose)
            continue
        key = (response.perspective, folded(response.respondent), response.instrument)
        if key in responses:
            what = f"{response.respondent} has answered in another file too"
            problems.append(Problem(file, what, "Keep one of the two files"))
            unread.append(whose)
            continue
        responses[key] = response
    return tuple(responses.values()), tuple(unread), tuple(problems)
