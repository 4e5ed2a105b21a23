"""The codes of requests: what comes back from a vendor belongs to the request with its code.

A form passes through the hands and programs of others, so its header proves nothing. Its code leads
to the request in `asked.toml`, which says where its answers belong and which questions they answer.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterator, Mapping

from partnercheck.base.records import Awaited, Form, Perspective, Problem, Record
from partnercheck.base.text import name_key
from partnercheck.workspace.asked import ASKED_FILE, read_asked
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.read_vendor import read_vendor, vendor_ids

# Without letters and digits that are mistaken for others, and without vowels, so that no words
# appear. Twelve of them have 27 ** 12 values: two requests never get the same one by chance.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_GROUPS, _LENGTH = 3, 4


class FormRequest(Record, frozen=True):
    """A request with a code: where its answers belong, and which questions they answer."""

    vendor: str
    round: str
    perspective: Perspective
    instrument: str
    form: Form
    version: int


class Requests(Record, frozen=True):
    """The requests of a workspace, by the keys of their codes, and the ids of its vendors."""

    by_code: Mapping[str, FormRequest] = {}
    vendors: Collection[str] = ()
    problems: tuple[Problem, ...] = ()

    def with_code(self, code: str) -> FormRequest | None:
        """Return the request with this code, or None."""
        return self.by_code.get(_code_key(code)) if code else None


NO_REQUESTS = Requests()


def new_code() -> str:
    """Return a random code, such as "k3f9-w2xm-7hpq"."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def _code_key(code: str) -> str:
    """Return the characters of a code; programs change its hyphens and case."""
    return re.sub(r"[^a-z0-9]", "", code.lower())


def request_code(workspace: Workspace, vendor_id: str, round_id: str, request: Awaited) -> str:
    """Return the code for a request: that of an equal one to the same person, else a new one.

    Only a request that asks the same questions keeps its code.
    """
    requests, _ = read_asked(workspace, workspace.root / "vendors" / vendor_id / round_id)
    for each in requests.values():
        if each.code and _questions(each) == _questions(request):
            return each.code
    return new_code()


def _questions(request: Awaited) -> tuple[object, ...]:
    person = name_key(request.respondent)
    return request.perspective, person, request.instrument, request.form, request.version


def read_requests(workspace: Workspace) -> Requests:
    """Return the requests with a code in all rounds of all vendors.

    A code that two requests have belongs to neither.
    """
    by_code: dict[str, FormRequest] = {}
    problems: list[Problem] = []
    doubled: set[str] = set()
    vendors = vendor_ids(workspace)
    for vendor_id in vendors:
        for round_id in read_vendor(workspace, vendor_id).rounds:
            folder = workspace.root / "vendors" / vendor_id / round_id
            requests, wrong = read_asked(workspace, folder)
            problems += wrong
            for key, request in _with_codes(vendor_id, round_id, requests.values()):
                if by_code.setdefault(key, request) is not request:
                    doubled.add(key)
                    problems.append(_doubled(file_name(workspace, folder / ASKED_FILE)))
    unique = {key: request for key, request in by_code.items() if key not in doubled}
    return Requests(unique, vendors, tuple(problems))


def _with_codes(
    vendor_id: str, round_id: str, requests: Collection[Awaited]
) -> Iterator[tuple[str, FormRequest]]:
    for request in requests:
        key = _code_key(request.code)
        if key and request.instrument and request.form and request.version:
            place = (vendor_id, round_id, request.perspective)
            yield key, FormRequest(*place, request.instrument, request.form, request.version)


def _doubled(file: str) -> Problem:
    message = "has a code that another request has too"
    remedy = "Remove the code of one of them; its forms then need --vendor and --round"
    return Problem(file, message, remedy)
