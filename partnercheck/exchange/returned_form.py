"""Reading returned forms: the response in a form, and its problems.

A form may be quoted, rewrapped, inside a mail, or followed by a copy of the form as it was sent. It
comes as text, TOML or a spreadsheet, or as a mail message, a mail in HTML, or the encoded body of a
mail; these three are made into text first. Ambiguous answers are omitted and reported with their
line and a remedy.

Invariant: a file with two forms that give different answers is refused, as either may be the one
that counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.records import Problem
from partnercheck.base.regular_file import MAX_BYTES
from partnercheck.exchange.returned_text import FormRead, read_text_form
from partnercheck.exchange.returned_toml import is_toml, read_toml_form
from partnercheck.exchange.returned_xlsx import read_xlsx_form
from partnercheck.formats.decoding import decode_text, first_nul, known_encoding
from partnercheck.formats.html_text import charset_of_page, page_text
from partnercheck.formats.mail_parts import MailPart, decode_transport, mail_parts
from partnercheck.questionnaires.records import Instrument
from partnercheck.storage.convert import few
from partnercheck.workspace.request_codes import NO_REQUESTS, Requests

# An e-mail may have pictures beside the form.
MAX_MAIL_BYTES = 16 << 20
_WEB_PAGE = re.compile(r"(?i)\s*<(?:!doctype\s+html|\?xml|html|head|meta|body|div|table|p)\b")
_DOCUMENTS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf")
_FORM_NAMES = (".txt", ".text", ".md", ".toml", ".html", ".htm", ".xlsx")


class _Reader:
    """Reads files as forms, all with the same questionnaires, encoding and requests."""

    def __init__(
        self, instruments: Mapping[str, Instrument], encoding: str, requests: Requests
    ) -> None:
        self._instruments = instruments
        self._encoding = encoding
        self._requests = requests

    def file(self, data: bytes, file: str) -> FormRead:
        """Read a file of any kind."""
        parts = mail_parts(data, file) if len(data) <= MAX_MAIL_BYTES else None
        if parts is not None:
            return replace(self._mail(parts, file), source="mail")
        return self._content(data, file, self._encoding)

    def _content(
        self,
        data: bytes,
        file: str,
        encoding: str,
        is_html: bool = False,
        is_decoded: bool = False,
    ) -> FormRead:
        """Read a file that is not a mail message; an encoded file is decoded once."""
        if _is_spreadsheet(data, file):
            return read_xlsx_form(data, file, self._instruments, self._requests)
        if refused := _document(data, file):
            return FormRead(None, (refused,))
        is_html = is_html or bool(_WEB_PAGE.match(data[:1024].decode("ascii", "ignore")))
        named = charset_of_page(data) if is_html and not encoding else ""
        text, refused = decode_text(data, file, named if known_encoding(named) else encoding)
        if refused := refused or first_nul(text, file):
            return FormRead(None, (refused,))
        if is_html:
            return self._page(text, file)
        decoded = None if is_decoded else decode_transport(text)
        if decoded is not None:
            form = self._content(decoded, file, encoding, is_decoded=True)
            return replace(form, source="mail")
        if is_toml(text, file):
            return read_toml_form(text, file, self._instruments, self._requests)
        return read_text_form(text, file, self._instruments, self._requests)

    def _page(self, markup: str, file: str) -> FormRead:
        try:
            page = page_text(markup)
        except ValueError as error:
            remedy = "Copy its text into a file of its own"
            return FormRead(None, (Problem(file, f"is a page, but {error}", remedy),))
        if page.has_fields:
            message = "is the page with the questions; the answers are not in it"
            remedy = "Open it in a browser, press Save there, and import the file that it saves"
            return FormRead(None, (Problem(file, message, remedy),), source="page")
        # Never read as TOML: the name of the page says nothing about its text.
        form = read_text_form(page.text, file, self._instruments, self._requests)
        return replace(form, source="page")

    def _mail(self, parts: Sequence[MailPart], file: str) -> FormRead:
        """Read the form in an e-mail: in an attached file, or in the text of the e-mail itself.

        If the mail also has its text as a page, the page is read only if no other part holds a
        form.
        """
        candidates = [part for part in parts if _may_be_form(part)]
        texts = [self._part(part, file) for part in candidates if not _is_page_of_text(part)]
        forms = [form for form in texts if form.response]
        if not forms:
            texts += [self._part(part, file) for part in candidates if _is_page_of_text(part)]
            forms = [form for form in texts if form.response]
        filled = [form for form in forms if form.response and form.response.answers] or forms[:1]
        if any(form.response != filled[0].response for form in filled[1:]):
            message = "has two forms with different answers"
            remedy = (
                "Decide which form is to count, save it in a file of its own, and import that file"
            )
            return FormRead(None, (Problem(file, message, remedy),))
        if filled:
            return filled[0]
        if refused := [form for form in texts if _is_about_a_form(form)]:
            return refused[0]
        message = "is an e-mail without a form"
        remedy = "If the form is in another document, save that document as text and import it"
        return FormRead(None, (Problem(file, message, remedy),))

    def _part(self, part: MailPart, file: str) -> FormRead:
        """Read a part of a mail; messages name the mail and, in brackets, the part."""
        label = part.name or ("page" if part.is_html else "text")
        encoding = part.charset if known_encoding(part.charset) else self._encoding
        if encoding.lower() in ("us-ascii", "ascii"):
            # If a part is declared as ASCII and is not, nearly every program has written UTF-8.
            encoding = self._encoding
        form = self._content(part.data, f"{file} [{label}]", encoding, part.is_html)
        return replace(form, part=label)


def read_form(
    data: bytes,
    file: str,
    instruments: Mapping[str, Instrument],
    encoding: str = "",
    requests: Requests = NO_REQUESTS,
) -> FormRead:
    """Read a form from a file's bytes; `file` is its name in messages.

    If the form's code is that of a request, the request says where the answers belong and which
    questionnaire they answer. `encoding` is the user's choice. If it is empty, the byte order mark
    decides; without this mark, UTF-8 is used.
    """
    form = _Reader(instruments, encoding, requests).file(data, file)
    return replace(form, problems=few(form.problems))


def _document(data: bytes, file: str) -> Problem | None:
    """Return a problem if the bytes are a document or too large, else None."""
    if data.startswith(_DOCUMENTS):
        return Problem(file, "is a document, not plain text", "Save it as plain text (.txt, UTF-8)")
    if len(data) > MAX_BYTES:
        return Problem(file, "is larger than 1 MiB", "Remove everything but the form")
    return None


def _is_spreadsheet(data: bytes, file: str) -> bool:
    """Return whether a file is a spreadsheet, by its name or by what is packed in it."""
    named = file.removesuffix("]").lower().endswith((".xlsx", ".xlsm", ".xls"))
    return data.startswith(_DOCUMENTS) and (named or b"xl/workbook.xml" in data)


def _may_be_form(part: MailPart) -> bool:
    """Return whether a part is a text of the e-mail, or a file that may hold a form."""
    return not part.name or part.name.lower().endswith(_FORM_NAMES)


def _is_page_of_text(part: MailPart) -> bool:
    """Return whether a part is the mail's text in HTML, beside the same text in plain form."""
    return part.is_html and not part.name


def _is_about_a_form(form: FormRead) -> bool:
    """Return whether the problems are those of a form, and not of any other text."""
    return all("does not have the header of a form" not in each.message for each in form.problems)
