"""E-mail addresses: which addresses the program accepts, and `mailto:` links."""

from __future__ import annotations

import re
from urllib.parse import quote

from partnercheck.base.text import one_line

# Stricter than RFC 5321: no quoted local part, no comments, only ASCII. So an address cannot be
# read as an option, as two addresses, or as more than the recipient of a `mailto:` link.
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~][A-Za-z0-9!#$%&'*+/=?^_`{|}~-]*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
ADDRESS = re.compile(rf"{_LOCAL}(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+)*@{_LABEL}(?:\.{_LABEL})*")
LONGEST_ADDRESS = 254
EXPECTED = "an e-mail address such as jane.doe@example.org"


def is_address(text: str) -> bool:
    """Whether a text is one e-mail address."""
    return len(text) <= LONGEST_ADDRESS and bool(ADDRESS.fullmatch(text))


def mailto(address: str, subject: str) -> str:
    """Return a link that opens a new message to an address, with a subject and no body.

    Raises ValueError if the address is not one that `is_address` accepts.
    """
    if not is_address(address):
        raise ValueError(f"{address!r} is not an address")
    return f"mailto:{quote(address, safe='@')}?subject={quote(one_line(subject), safe='')}"
