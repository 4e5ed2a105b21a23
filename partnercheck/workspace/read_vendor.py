"""Reading vendors: their descriptions, their rounds, and the responses in a round."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from msgspec.structs import replace

from partnercheck.base import rounds
from partnercheck.base.errors import UserError
from partnercheck.base.records import (
    Awaited,
    Cadence,
    Goal,
    Meeting,
    Perspective,
    Problem,
    Promise,
    Record,
    Response,
    Vendor,
)
from partnercheck.base.text import clean, name_key
from partnercheck.storage.convert import few
from partnercheck.storage.parse import Source, read
from partnercheck.workspace.agreement_files import read_agreements
from partnercheck.workspace.asked import ASKED_FILE, read_asked, still_awaited
from partnercheck.workspace.files import OUTSIDE, folder_problem, is_inside
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.people_files import Listed, listed_people
from partnercheck.workspace.readers import RESPONSE_FILE, response_of, vendor_of
from partnercheck.workspace.waiting import Names, people_who_left, without_left

VENDOR_FILE = "vendor.toml"
NOT_RESPONSES = ("decision.toml", ASKED_FILE)
# A mapping of keys to the requests of a round, and the problems of the requests' file.
Asked = tuple[Mapping[str, Awaited], tuple[Problem, ...]]
# The message about a file whose name is not that of a response file, and the remedy.
MISNAMED = (
    "does not have the name of a response file",
    "Name it PERSPECTIVE.RESPONDENT.QUESTIONNAIRE.toml, as in buyer.alice.partnership.toml",
)


class Description(NamedTuple):
    """A vendor as its file describes it, and the problems found in that file."""

    vendor: Vendor
    problems: tuple[Problem, ...]


class VendorFiles(Record, frozen=True):
    """A vendor's own files: its description, its agreements, and the ids of its rounds."""

    vendor: Vendor
    # Oldest first. A round with nothing but withdrawn requests is in `folders`, but not in
    # `rounds`.
    rounds: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    # The requests of the rounds that contain nothing but requests, by the id of the round.
    only_asked: Mapping[str, Asked] = {}
    goals: Mapping[str, Goal] = {}
    meetings: Mapping[str, Meeting] = {}
    promises: Mapping[str, Promise] = {}
    meets: Cadence = "quarter"  # how often both sides are to meet
    problems: tuple[Problem, ...] = ()  # of all these files except the list of people
    people: Listed = Listed()  # the vendor's own people


def is_unread(problems: Iterable[Problem], file_name: str) -> bool:
    """Whether a file of this name cannot be read because of an error, so its content is unknown."""
    return any(
        problem.severity == "error" and problem.file.endswith(f"/{file_name}")
        for problem in problems
    )


class AskedRound(Record, frozen=True):
    """A round in which somebody was asked for answers, but nobody has answered yet."""

    id: str
    awaited: tuple[Awaited, ...]


class Round(Record, frozen=True):
    """The responses to the questionnaires of one round."""

    id: str = ""  # empty if no round has begun
    responses: tuple[Response, ...] = ()
    # The perspective and questionnaire of each response that could not be read.
    unread: tuple[tuple[Perspective, str], ...] = ()
    requests: Mapping[str, Awaited] = {}  # by their keys
    awaited: tuple[Awaited, ...] = ()  # the requests without a complete response
    leavers: Names = frozenset()  # known people who have left
    newer: tuple[AskedRound, ...] = ()  # newer rounds, oldest first; only for the latest round
    problems: tuple[Problem, ...] = ()  # including the problems of newer rounds

    @property
    def asked(self) -> tuple[AskedRound, ...]:
        """The requests that are awaited in this round and in newer rounds."""
        own = (AskedRound(self.id, self.awaited),) if self.awaited else ()
        return (*own, *self.newer)

    def answers(self, instrument: str) -> bool:
        """Whether somebody has answered a questionnaire, as unreadable files may show."""
        return any(each.begun and each.instrument == instrument for each in self.responses) or any(
            unread == instrument for _, unread in self.unread
        )


def vendor_ids(workspace: Workspace) -> list[str]:
    """Return the ids of all vendors, sorted, including archived vendors.

    A folder that cannot be listed is included, so that its problem is reported. Raises UserError
    if the vendors cannot be listed at all.
    """
    try:
        entries = [entry for entry in os.scandir(workspace.root / "vendors") if _is_folder(entry)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UserError(f"vendors cannot be read: {error.strerror or error}") from error
    return sorted(entry.name for entry in entries if not entry.name.startswith("."))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir() or (entry.is_symlink() and not os.path.exists(entry.path))
    except OSError:
        return True


def vendor_path(workspace: Workspace, vendor_id: str) -> Path:
    """Return the path of a vendor's description."""
    return workspace.root / "vendors" / vendor_id / VENDOR_FILE


def read_description(workspace: Workspace, vendor_id: str) -> Description:
    """Return a vendor's description, and the problems found in its file."""
    path = vendor_path(workspace, vendor_id)
    if not is_inside(workspace.root, path):
        problem = Problem(file_name(workspace, path), *OUTSIDE)
        return Description(Vendor(name=clean(vendor_id), id=vendor_id), (problem,))
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    return Description(*vendor_of(read(path, file_name(workspace, path)), vendor_id, classes))


def description_of(workspace: Workspace, described: str | Description) -> Description:
    """Return a vendor's description; if only the vendor's id is given, the description is read."""
    return read_description(workspace, described) if isinstance(described, str) else described


def vendor_check(workspace: Workspace, vendor_id: str) -> Callable[[Source], tuple[Problem, ...]]:
    """Return a function that finds the problems in a description before it is written."""
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    return lambda source: vendor_of(source, vendor_id, classes)[1]


def read_vendor(workspace: Workspace, described: str | Description) -> VendorFiles:
    """Read a vendor's own files; an unreadable file never hides the others.

    `described` is the vendor's id, or its description if the description was read before.
    """
    vendor, problems = description_of(workspace, described)
    folder = workspace.root / "vendors" / vendor.id
    folders, folder_problems = _round_ids(workspace, folder)
    only_asked = {
        each: read_asked(workspace, folder / each)
        for each in folders
        if toml_files(folder / each) == [ASKED_FILE]
    }
    most = workspace.settings.key_goals
    agreements = read_agreements(workspace.root, vendor.id, most)
    return VendorFiles(
        vendor,
        tuple(each for each in folders if not _all_withdrawn(only_asked.get(each))),
        folders,
        only_asked,
        agreements.goals,
        agreements.meetings,
        agreements.promises,
        vendor.meets or workspace.settings.meetings,
        few((*problems, *folder_problems, *agreements.problems)),
        listed_people(workspace.root, folder),
    )


def _all_withdrawn(asked: Asked | None) -> bool:
    """Whether requests were read, and every request was withdrawn."""
    return asked is not None and not asked[1] and all(each.withdrawn for each in asked[0].values())


def read_round(workspace: Workspace, files: VendorFiles, round_id: str = "") -> Round:
    """Return a round of a vendor, by default the newest round that somebody has answered.

    An unreadable file never hides the others.
    """
    if not round_id:
        return _latest(workspace, files)
    if round_id not in files.folders:
        return Round(round_id)
    vendor_id = files.vendor.id
    responses, unread, problems = _responses(workspace, vendor_id, round_id)
    requests, request_problems = files.only_asked.get(round_id) or read_asked(
        workspace, workspace.root / "vendors" / vendor_id / round_id
    )
    leavers = people_who_left(workspace.people.people, files.people.people)
    awaited = without_left(
        still_awaited(workspace.instrument, requests.values(), responses), leavers
    )
    all_problems = few((*problems, *request_problems))
    return Round(round_id, responses, unread, requests, awaited, leavers, problems=all_problems)


def round_reader(workspace: Workspace, files: VendorFiles) -> Callable[[str], Round]:
    """Return a function that returns a vendor's round by its id, and reads each round only once."""
    return cache(lambda round_id: read_round(workspace, files, round_id))


def _latest(workspace: Workspace, files: VendorFiles) -> Round:
    """Return the newest round with an answer that counts for the verdict, and the newer requests.

    A round in which people were only asked never hides earlier answers. Rounds that contain only
    responses to lenses, which never change a verdict, are passed over, and so are empty folders,
    which a killed save may leave. If no round has an answer, return the newest round with requests,
    or else the newest round of all.
    """
    passed_over: list[Round] = []
    for round_id in reversed(files.rounds):
        round_ = read_round(workspace, files, round_id)
        if round_.answers(workspace.settings.instrument):
            return _with_newer(round_, passed_over)
        passed_over.append(round_)
    for round_ in passed_over:
        begins = any(each.instrument == workspace.settings.instrument for each in round_.responses)
        if round_.requests or round_.problems or begins:
            return round_
    return passed_over[0] if passed_over else Round()


def _with_newer(round_: Round, newer: Sequence[Round]) -> Round:
    """Add the requests and problems of newer rounds, which are given newest first, to a round."""
    asked = tuple(AskedRound(each.id, each.awaited) for each in reversed(newer) if each.awaited)
    problems = few((*round_.problems, *(found for each in newer for found in each.problems)))
    return replace(round_, newer=asked, problems=problems)


def has_responses(workspace: Workspace, vendor_id: str, round_id: str) -> bool:
    """Whether a round has a response file that counts for the verdict; no file is opened."""
    ending = f".{workspace.settings.instrument}.toml"
    names = toml_files(workspace.root / "vendors" / vendor_id / round_id)
    return any(RESPONSE_FILE.fullmatch(name) and name.endswith(ending) for name in names)


def _round_ids(workspace: Workspace, folder: Path) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the rounds in a vendor's folder, oldest first, and the problems with its folders."""
    if not is_inside(workspace.root, folder):
        return (), []
    try:
        entries = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError:
        problem = folder_problem(workspace.root, folder)
        return (), [problem] if problem else []
    names = sorted(entry.name for entry in entries if _is_folder(entry))
    round_ids = sorted(filter(rounds.is_round, names), key=rounds.period)
    remedy = f"Rename it to a round such as {rounds.FORMS}"
    misnamed = [
        (name, "is not a round's folder", remedy) for name in names if name not in round_ids
    ]
    misnamed += [
        (entry.name, "is a file, not a round's folder", "Make it a folder, or remove it")
        for entry in entries
        if rounds.is_round(entry.name) and not _is_folder(entry)
    ]
    # A folder that cannot be listed looks empty, and must not hide answers silently. If a folder is
    # a link out of the workspace, a problem is reported for each of its files when it is read.
    unlisted = (
        folder_problem(workspace.root, folder / name)
        for name in round_ids
        if not toml_files(folder / name)
    )
    return tuple(round_ids), [
        *(
            Problem(file_name(workspace, folder / name), message, remedy)
            for name, message, remedy in misnamed
        ),
        *(problem for problem in unlisted if problem),
    ]


def toml_files(folder: Path) -> list[str]:
    """Return the sorted names of a folder's TOML files; empty if the folder cannot be listed."""
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(".toml"))
    except OSError:
        return []


def _responses(
    workspace: Workspace, vendor_id: str, round_id: str
) -> tuple[tuple[Response, ...], tuple[tuple[Perspective, str], ...], tuple[Problem, ...]]:
    """Return the readable responses of a vendor's round in the order of their file names.

    Also return the perspective and questionnaire of each unreadable response, and all problems.
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
        match = RESPONSE_FILE.fullmatch(name)
        if not match:
            problems.append(Problem(file, *MISNAMED))
            continue
        path = folder / name
        response = None
        if (inside and not os.path.islink(path)) or is_inside(workspace.root, path):
            place = (vendor_id, round_id, name)
            source = read(path, file)
            response, file_problems = response_of(source, place, workspace.instruments)
            problems += file_problems
        else:
            problems.append(Problem(file, *OUTSIDE))
        if response is None:
            unread.append((cast("Perspective", match[1]), match[3]))
            continue
        key = (response.perspective, name_key(response.respondent), response.instrument)
        if key in responses:
            message = f"{response.respondent} has also answered in another file"
            problems.append(Problem(file, message, "Keep one of the two files"))
            unread.append((response.perspective, response.instrument))
            continue
        responses[key] = response
    return tuple(responses.values()), tuple(unread), tuple(problems)
