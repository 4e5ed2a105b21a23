"""Reading rounds: the responses and requests in one round of a vendor, by default its latest."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import cast

from msgspec.structs import replace

from partnercheck.base.records import Awaited, Perspective, Problem, Record, Response
from partnercheck.base.text import clean, name_key
from partnercheck.storage.convert import few
from partnercheck.storage.parse import read
from partnercheck.workspace.asked import ASKED_FILE, read_asked, still_awaited
from partnercheck.workspace.files import OUTSIDE, is_inside
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles, toml_files
from partnercheck.workspace.readers import RESPONSE_FILE, response_of
from partnercheck.workspace.waiting import Names, people_who_left, without_left

NOT_RESPONSES = ("decision.toml", ASKED_FILE)
# The message about a response file with another name, and what to do about it.
MISNAMED = (
    "does not have the name of a response file",
    "Name it PERSPECTIVE.RESPONDENT.QUESTIONNAIRE.toml, as in buyer.alice.partnership.toml",
)


class AskedRound(Record, frozen=True):
    """The requests of a round that are still without an answer."""

    id: str
    awaited: tuple[Awaited, ...]


class Round(Record, frozen=True):
    """The responses to the questionnaires of one round."""

    id: str = ""  # empty if no round has begun
    responses: tuple[Response, ...] = ()
    # The perspective and questionnaire of each response that could not be read.
    unread: tuple[tuple[Perspective, str], ...] = ()
    requests: Mapping[str, Awaited] = {}  # by their keys
    awaited: tuple[Awaited, ...] = ()  # those without a complete response
    leavers: Names = frozenset()  # known people who have left
    newer: tuple[AskedRound, ...] = ()  # oldest first; only of a vendor's latest round
    problems: tuple[Problem, ...] = ()  # also those of newer rounds

    @property
    def asked(self) -> tuple[AskedRound, ...]:
        """The answers that are awaited in this round and in newer rounds."""
        own = (AskedRound(self.id, self.awaited),) if self.awaited else ()
        return (*own, *self.newer)

    def answers(self, instrument: str) -> bool:
        """Whether somebody has answered a questionnaire; an unreadable file may hold answers."""
        return any(each.begun and each.instrument == instrument for each in self.responses) or any(
            unread == instrument for _, unread in self.unread
        )


def read_round(workspace: Workspace, files: VendorFiles, round_id: str = "") -> Round:
    """Return a round of a vendor, by default its latest: the newest that somebody has answered.

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
    """Return a function that gives a vendor's rounds by their ids, and reads each of them once."""
    return cache(lambda round_id: read_round(workspace, files, round_id))


def _latest(workspace: Workspace, files: VendorFiles) -> Round:
    """Return the newest round with an answer that counts for the verdict, and what is newer.

    A round in which people were only asked never hides what is known. Rounds with responses to
    lenses only, which never change a verdict, are passed over, and so are empty folders, which a
    killed save may leave. Without an answer, return the newest round with requests, else the newest
    of all.
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
    """Return a round with what is awaited, and what is wrong, in newer ones, given newest first."""
    asked = tuple(AskedRound(each.id, each.awaited) for each in reversed(newer) if each.awaited)
    problems = few((*round_.problems, *(found for each in newer for found in each.problems)))
    return replace(round_, newer=asked, problems=problems)


def has_responses(workspace: Workspace, vendor_id: str, round_id: str) -> bool:
    """Whether a round has a file of responses that count for the verdict; none is opened."""
    ending = f".{workspace.settings.instrument}.toml"
    names = toml_files(workspace.root / "vendors" / vendor_id / round_id)
    return any(RESPONSE_FILE.fullmatch(name) and name.endswith(ending) for name in names)


def _responses(
    workspace: Workspace, vendor_id: str, round_id: str
) -> tuple[tuple[Response, ...], tuple[tuple[Perspective, str], ...], tuple[Problem, ...]]:
    """Return the readable responses of a vendor's round in the order of their file names.

    Also return the perspective and questionnaire of each unreadable one, and all problems.
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
            message = f"{response.respondent} has answered in another file too"
            problems.append(Problem(file, message, "Keep one of the two files"))
            unread.append((response.perspective, response.instrument))
            continue
        responses[key] = response
    return tuple(responses.values()), tuple(unread), tuple(problems)
