"""The codes of requests: a form that comes back belongs to the request with the form's code.

A form passes through the hands and programs of others, so its header proves nothing. Its code leads
to the request in `asked.toml`, which says where the answers belong and which questions they answer.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from partnercheck.base.records import Awaited, Form, Perspective, Problem, Record
from partnercheck.base.text import name_key
from partnercheck.storage.convert import line_of
from partnercheck.storage.parse import read
from partnercheck.storage.wording import key_for_message
from partnercheck.workspace.asked import ASKED_FILE, read_asked
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.read_vendor import read_vendor, vendor_ids

# Without letters and digits that are mistaken for others, and without vowels, so that no words
# appear. A code of twelve has 27 ** 12 values: two requests never get the same code by chance.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_GROUPS, _LENGTH = 3, 4


class FormRequest(Record, frozen=True):
    """The request to which a code leads: where its answers belong, and what they answer."""

    vendor: str
    round: str
    perspective: Perspective
    instrument: str
    form: Form
    version: int


class Requests(Record, frozen=True):
    """The requests of a workspace by their codes (see `_code_key`), and the ids of its vendors."""

    by_code: Mapping[str, FormRequest] = {}
    vendors: Collection[str] = ()
    problems: tuple[Problem, ...] = ()
    withdrawn: Mapping[str, dt.date] = {}  # maps codes to the days their requests were withdrawn

    def with_code(self, code: str) -> FormRequest | None:
        """Return the request with this code, or None."""
        return self.by_code.get(code_key(code)) if code else None

    def withdrawn_on(self, code: str) -> dt.date | None:
        """Return the day on which the request with this code was withdrawn, or None."""
        return self.withdrawn.get(code_key(code)) if code else None


class CodedRequest(Record, frozen=True):
    """A request with a code, and the vendor, round and key under which it is stored."""

    vendor: str
    round: str
    key: str  # the key of the request's table in `asked.toml`
    code: str
    request: Awaited


NO_REQUESTS = Requests()


def new_code() -> str:
    """Return a random code, such as "k3f9-w2xm-7hpq"."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def code_key(code: str) -> str:
    """Return the characters of a code; programs change its hyphens and case."""
    return re.sub(r"[^a-z0-9]", "", code.lower())


def request_code(earlier: Iterable[Awaited], request: Awaited) -> str:
    """Return the code for a request: the code of an equal earlier request, or else a new code.

    Requests are equal if they ask the same person the same questions in the same round.
    """
    for other in earlier:
        if other.code and _questions(other) == _questions(request):
            return other.code
    return new_code()


def _questions(request: Awaited) -> tuple[object, ...]:
    person = name_key(request.respondent)
    return request.perspective, person, request.instrument, request.form, request.version


def read_requests(workspace: Workspace) -> Requests:
    """Return the requests with a code in all rounds of all vendors.

    A code that two requests share leads to neither of them, and the code of a withdrawn request
    leads to none.
    """
    coded: list[CodedRequest] = []
    problems: list[Problem] = []
    vendors = vendor_ids(workspace)
    for vendor_id in vendors:
        for round_id in read_vendor(workspace, vendor_id).folders:
            folder = workspace.root / "vendors" / vendor_id / round_id
            requests, wrong = read_asked(workspace, folder)
            problems += wrong
            coded += coded_requests(vendor_id, round_id, requests)
    doubled = doubled_codes(workspace, coded)
    counts = Counter(each.code for each in coded)
    by_code = {
        each.code: request
        for each in coded
        if counts[each.code] == 1 and not each.request.withdrawn and (request := _request_of(each))
    }
    withdrawn = {each.code: day for each in coded if (day := each.request.withdrawn)}
    return Requests(by_code, vendors, (*problems, *doubled), withdrawn)


def coded_requests(
    vendor_id: str, round_id: str, requests: Mapping[str, Awaited]
) -> Iterator[CodedRequest]:
    """Yield the requests of a round that have a code."""
    for key, request in requests.items():
        if code := code_key(request.code):
            yield CodedRequest(vendor_id, round_id, key, code, request)


def doubled_codes(workspace: Workspace, coded: Iterable[CodedRequest]) -> Iterator[Problem]:
    """Yield a problem for each request that has the code of an earlier request; it names both."""
    first: dict[str, CodedRequest] = {}
    for request in coded:
        other = first.setdefault(request.code, request)
        if other is not request:
            yield _doubled(workspace, request, other)


def _request_of(coded: CodedRequest) -> FormRequest | None:
    """Return the request for forms with this code, or None if its table lacks the questions."""
    request, place = coded.request, (coded.vendor, coded.round, coded.request.perspective)
    if not (request.instrument and request.form and request.version):
        return None
    return FormRequest(*place, request.instrument, request.form, request.version)


def _doubled(workspace: Workspace, request: CodedRequest, other: CodedRequest) -> Problem:
    file, other_file = (_asked_file(workspace, each) for each in (request, other))
    names = [key_for_message(f"asked.{each.key}") for each in (request, other)]
    where = "" if file == other_file else f" in {other_file}"
    message = f"[{names[0]}] has the same code as [{names[1]}]{where}"
    remedy = (
        "Remove the copied table. If both requests were sent, remove one of the codes instead, and "
        "import the form of that request with --vendor and --round"
    )
    line = line_of(read(workspace.root / file, file).text, f"asked.{request.key}", "code")
    return Problem(file, message, remedy, line)


def _asked_file(workspace: Workspace, request: CodedRequest) -> str:
    folder = workspace.root / "vendors" / request.vendor / request.round
    return file_name(workspace, folder / ASKED_FILE)
