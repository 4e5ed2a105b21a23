"""The request that a returned form answers, compared with the form's header.

Invariant: the header never decides where answers are filed. If its values differ from those of the
request with the form's code, either the header or the code belongs to another request, so nothing
is read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from partnercheck.base.cells import excerpt
from partnercheck.base.records import FORMS, Problem
from partnercheck.base.rounds import is_round
from partnercheck.exchange.form_header import not_for_us
from partnercheck.workspace.request_codes import FormRequest, Requests


def request_header(request: FormRequest) -> dict[str, str]:
    """Return the values of a form's header that come from its request."""
    return {
        "vendor": request.vendor,
        "round": request.round,
        "perspective": request.perspective,
        "instrument": request.instrument,
        "form": request.form,
        "version": str(request.version),
    }


def contradictions(
    request: FormRequest,
    header: Mapping[str, str],
    lines: Mapping[str, int],
    file: str,
    requests: Requests,
    instruments: Collection[str],
) -> list[Problem]:
    """Return a problem for each header value that names something other than the request does.

    A value that names nothing, such as a vendor that does not exist, counts as damage and is
    ignored.
    """
    if header.get("perspective") == "buyer":
        problem = not_for_us("buyer", file, lines.get("perspective"))
        return [problem] if problem else []
    problems = []
    for key, requested in request_header(request).items():
        value = header.get(key, "")
        if value != requested and _names_something(key, value, requests, instruments):
            message = f'says "{key.capitalize()}: {excerpt(value)}", but its code is that of '
            message += f"a request with {excerpt(requested)}"
            remedy = (
                "If the code is right, correct this line; if not, remove the line with the code"
            )
            problems.append(Problem(file, message, remedy, lines.get(key)))
    return problems


def _names_something(
    key: str, value: str, requests: Requests, instruments: Collection[str]
) -> bool:
    if key == "vendor":
        return value in requests.vendors
    if key == "round":
        return is_round(value)
    if key == "instrument":
        return value in instruments
    if key == "form":
        return value in FORMS
    return key == "version" and value.isdecimal()
