"""The place of a form's answers: the request with the form's code, or the place a person names.

Invariant: the header of a form alone never decides. It is compared with the place that a person
named; a header that names another place that exists is refused.
"""

from __future__ import annotations

from msgspec.structs import replace

from partnercheck.base.cells import excerpt
from partnercheck.base.english import closest_match
from partnercheck.base.records import Problem, Record, Response
from partnercheck.base.rounds import FORMS as ROUND_FORMS
from partnercheck.base.rounds import is_round
from partnercheck.base.text import clean, slug
from partnercheck.exchange.returned_text import FormRead
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_description, vendor_ids
from partnercheck.workspace.request_codes import read_requests

NO_CODE = "has no request code"


class Place(Record, frozen=True):
    """The vendor and the round that a person named for a form; empty if not named."""

    vendor: str = ""  # its id
    round: str = ""


NO_PLACE = Place()


def place_form(
    workspace: Workspace, form: FormRead, file: str, named: Place = NO_PLACE
) -> tuple[Response | None, Problem | None]:
    """Return a form's response with the vendor and the round where it belongs, or a problem.

    If the form has no known code, a person has to name both the vendor and the round.
    """
    response = form.response
    assert response
    request = form.request
    if request is None and not (named.vendor and named.round):
        return None, _unknown(workspace, form, file)
    for key, option in (("vendor", named.vendor), ("round", named.round)):
        value = getattr(response, key)
        if option and value != option and _exists(workspace, key, value):
            message = f'"{key}" is "{clean(value)}", but --{key} says "{option}"'
            if request:
                message = f"its code is that of a request with {value}, but --{key} says {option}"
            remedy = "Correct whichever of the two is wrong, so that they agree"
            return None, Problem(file, message, remedy, form.lines.get(key))
    if request:
        return response, None
    return replace(response, vendor=named.vendor, round=named.round), None


def header_place(workspace: Workspace, form: FormRead, file: str) -> tuple[Place, Problem | None]:
    """Return the place that a form's header names, for a person to confirm, or its problem."""
    response = form.response
    assert response
    known = vendor_ids(workspace)
    if response.vendor not in known:
        return NO_PLACE, _no_vendor(form, file, response.vendor, known)
    if not is_round(response.round):
        message = f'"{clean(response.round)}" is not a round'
        remedy = f"Write the round as {ROUND_FORMS}"
        return NO_PLACE, Problem(file, message, remedy, form.lines.get("round"))
    return Place(response.vendor, response.round), None


def place_question(workspace: Workspace, form: FormRead, place: Place) -> str:
    """Return the question if a form without a known code belongs to the place in its header."""
    name = read_description(workspace, place.vendor).vendor.name
    return (
        f"This form {_code_words(workspace, form)}. Are these answers by {name}, for {place.round}?"
    )


def _code_words(workspace: Workspace, form: FormRead) -> str:
    if not form.header.code:
        return NO_CODE
    if day := read_requests(workspace).withdrawn_on(form.header.code):
        return f"has the code of a request that was withdrawn on {day}"
    return f'has the code "{excerpt(form.header.code)}", which no request in this workspace has'


def _unknown(workspace: Workspace, form: FormRead, file: str) -> Problem:
    """Return the problem of a form that no request of this workspace asked for."""
    place, wrong = header_place(workspace, form, file)
    words = f"--vendor {place.vendor} --round {place.round}"
    remedy = f"If they are right, import the form with {words}"
    words_on_code = _code_words(workspace, form)
    message = f"{words_on_code}, and the vendor and the round in its header prove nothing"
    if wrong:
        message = f"{words_on_code}, and {wrong.message}"
        remedy = "Say where the form belongs, with --vendor VENDOR --round ROUND"
    return Problem(file, message, remedy, form.lines.get("code") or form.lines.get("vendor"))


def _exists(workspace: Workspace, key: str, value: str) -> bool:
    return value in vendor_ids(workspace) if key == "vendor" else is_round(value)


def _no_vendor(form: FormRead, file: str, vendor: str, known: list[str]) -> Problem:
    near = closest_match(slug(vendor), known)
    remedy = f'Write the vendor\'s id; did you mean "{near}"?' if near else "Write a vendor's id"
    message = f'there is no vendor "{clean(vendor)}" in this workspace'
    return Problem(file, message, remedy.rstrip("?"), form.lines.get("vendor"))
