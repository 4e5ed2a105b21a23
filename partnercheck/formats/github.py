"""Workflow commands of GitHub: lines of output that a runner acts on.

    ::error file=vendors/acme/vendor.toml,line=3,title=partnercheck::MESSAGE

The runner reads such a command only at the start of a line, but it reads an older form,
`##[error]`, anywhere in other lines. A text from a file must therefore be escaped, inside a
command.
"""

from __future__ import annotations

TITLE = "partnercheck"


def workflow_command(name: str, message: str, file: str = "", line: int | None = None) -> str:
    """Return a line with the command `error`, `warning` or `notice`, which marks a place."""
    # The runner trims the list of properties, and a file's name may end in a space: the title is
    # last.
    properties = {"file": file, "line": str(line or ""), "title": TITLE}
    pairs = (f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{name} {','.join(pairs)}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
