"""Mail messages as e-mail programs save them (.eml): their parts, decoded from transport.

Only the structure is read: no address is fetched, and no name in a message is used as a path.
"""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import quopri
import re
from email.message import EmailMessage
from itertools import islice
from typing import NamedTuple

from partnercheck.base.cells import excerpt
from partnercheck.base.text import tidy_name

# A message with deeper nesting or more parts is not an ordinary mail, but made to be hard to read.
MOST_PARTS, MOST_BOUNDARIES = 50, 1_000
_FIELD = r"[A-Za-z][\w-]*:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*+"
# A block of fields at the top, among them a field that only mail programs write. A form also begins
# with fields, and so does a mail that was copied from the screen ("From:", "To:"), but neither is
# encoded.
_MESSAGE = re.compile(
    rf"\s*(?:From [^\n]*\n)?(?:{_FIELD})*?"
    r"(?:MIME-Version|Content-Type|Content-Transfer-Encoding|Message-ID|Received):",
    re.IGNORECASE,
)
# The boundary between two parts, and the fields of the next part.
_BOUNDARY = re.compile(
    rf"^--(\S{{1,70}})\n(?:{_FIELD})*?Content-(?:Type|Transfer-Encoding|Disposition):",
    re.IGNORECASE | re.MULTILINE,
)
# Quoted-printable: two encoded bytes of one character, or several marks of a soft line break.
_ENCODED = re.compile(r"=[CDEF][0-9A-F]=[89AB][0-9A-F]")
_SOFT_BREAK = re.compile(r"(?m)[^=\s]=(?:20)?$")
_FEW_BREAKS = 2
_BASE64 = re.compile(r"\s*(?:[A-Za-z0-9+/]{60,76}\n){3,}[A-Za-z0-9+/]*={0,2}\s*")


class MailPart(NamedTuple):
    """A part of a message: a text of the e-mail itself, or an attached file."""

    name: str  # the name of the attached file; empty for a text of the e-mail
    is_html: bool
    charset: str
    data: bytes


def mail_parts(data: bytes, file: str) -> list[MailPart] | None:
    """Return the parts of a message that may be read; None if the bytes are something else.

    A message whose top is missing, so that it begins with the first boundary, is read too.
    """
    head = data[: 1 << 16].decode("utf-8", "replace").replace("\r\n", "\n").removeprefix("\ufeff")
    source = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not (file.lower().endswith(".eml") or _MESSAGE.match(head)):
        boundary = _BOUNDARY.search(head)
        if not boundary:
            return None
        name = boundary[1].replace('"', "")
        source = f'Content-Type: multipart/mixed; boundary="{name}"\n\n'.encode() + source
    if source.count(b"\n--") > MOST_BOUNDARIES:
        return []
    parts: list[MailPart] = []
    try:
        message = email.message_from_bytes(source, policy=email.policy.default)
        for part in islice(message.walk(), MOST_PARTS):
            parts += _around(part) if part.is_multipart() else _part(part)
    except RecursionError:
        return []
    return parts


def _around(part: EmailMessage) -> list[MailPart]:
    """Return the texts before and after the parts of a message, which mail programs hide.

    People may have written in these places if they have edited the source of a message.
    """
    texts = (part.preamble, part.epilogue)
    return [
        MailPart("", False, "", text.encode("ascii", "surrogateescape"))
        for text in texts
        if isinstance(text, str) and text.strip()
    ]


def _part(part: EmailMessage) -> list[MailPart]:
    """Return a list with this part; an empty list if it cannot contain a text or file to read."""
    try:
        content = part.get_payload(decode=True)
        kind, charset = part.get_content_type(), part.get_content_charset() or ""
        name = tidy_name(part.get_filename() or "")
    except (LookupError, ValueError, IndexError, AttributeError):
        # The library raises errors of many kinds for fields that break the standards.
        return []
    if not isinstance(content, bytes) or not (name or kind.startswith("text/")):
        return []
    return [MailPart(excerpt(name), kind == "text/html", charset, content)]


def decode_transport(text: str) -> bytes | None:
    """Decode the body of a mail whose source was copied, still encoded for transport.

    Return None if the text is encoded neither as quoted-printable nor as base64.
    """
    text = text.replace("\r\n", "\n")
    if _BASE64.fullmatch(text):
        try:
            return base64.b64decode(text, validate=False)
        except (binascii.Error, ValueError):
            return None
    breaks = [*zip(range(_FEW_BREAKS + 1), _SOFT_BREAK.finditer(text), strict=False)]
    if _ENCODED.search(text) or len(breaks) > _FEW_BREAKS:
        return quopri.decodestring(text.encode())
    return None
