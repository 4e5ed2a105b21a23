"""The kinds of forms that a request can have, and the content of the file for each kind."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.exchange.form_opening import Kind, PrintedRequest
from partnercheck.exchange.form_write import form_text
from partnercheck.exchange.form_xlsx import form_xlsx
from partnercheck.questionnaires.records import Instrument

SUFFIXES: Mapping[Kind, str] = {"text": "txt", "toml": "toml", "html": "html", "xlsx": "xlsx"}


def form_content(instrument: Instrument, request: PrintedRequest, kind: Kind) -> bytes:
    """Return the content of a form's file. Raises UserError if its libraries are missing."""
    if kind == "html":
        # The library of templates takes 90 ms to load; forms of other kinds do not need it.
        from partnercheck.exchange.form_html import form_html

        return form_html(instrument, request).encode()
    if kind == "xlsx":
        return form_xlsx(instrument, request)
    return form_text(instrument, request, kind).encode()
