"""Places to which a text points: the place of evidence, or of a description of the objectives.

A place is an address (http or https), or a file of the workspace by its path from the workspace's
folder. The texts come from files that anybody who can commit may write, so they are not trusted: a
place is checked again each time before it is opened. Other schemes, such as `javascript:` and
`file:`, are refused, and so are paths and links out of the workspace, programs, and everything that
a terminal, a shell or a browser could take for something else.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from partnercheck.base.regular_file import real_path
from partnercheck.base.text import clean

Kind = Literal["address", "file", "missing", "refused", "text"]

# File name endings for which an opener would run the file, even if it is not executable.
PROGRAMS = frozenset(
    (
        *("app", "appimage", "bat", "cmd", "com", "command", "cpl", "desktop", "dll", "exe"),
        *("gadget", "hta", "inf", "jar", "js", "jse", "lnk", "msc", "msi", "msp", "pif", "pl"),
        *("ps1", "py", "rb", "reg", "scf", "scr", "service", "sh", "terminal", "tool", "url"),
        *("vb", "vbe", "vbs", "webloc", "workflow", "ws", "wsf", "wsh"),
    )
)
_EXECUTABLE = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\s)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# The characters of an address; all others are written with %.
_IN_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")
# A text with a slash or an ending, and without spaces, is meant as a path.
_PATH = re.compile(r"\S*[/\\]\S*|\S+\.[A-Za-z][A-Za-z0-9]{0,7}")


class Place(NamedTuple):
    """A place to which a text points, and whether it can be opened.

    `target` is the address, or the absolute path of the file with its links followed; it is empty
    if there is nothing to open. In that case `reason` is a clause that says why.
    """

    kind: Kind
    target: str = ""
    reason: str = ""


def place_of(root: Path, text: str) -> Place:
    """Return the place to which a text points; `root` is the folder of the workspace.

    A text that is meant neither as an address nor as a path, such as the name of a contract, gets
    the kind "text".
    """
    if _ADDRESS.match(text):
        return _address(text)
    # Browsers also accept a scheme after spaces.
    if _SCHEME.match(text.lstrip()):
        scheme = clean(text.partition(":")[0]).strip()
        return Place("refused", reason=f'"{scheme}:" addresses are not opened, only http and https')
    # A text that a program could take for an option, or that has control characters, is not the
    # name of a contract either.
    if text.startswith("-") or text != clean(text, lines=True):
        return _file(root, text)
    if not _PATH.fullmatch(text):
        return Place("text", reason="it is neither an address nor the path of a file")
    return _file(root, text)


def source_of(root: Path, text: str) -> Place:
    """Return the place where evidence is kept: like `place_of`, but every text counts as a path."""
    place = place_of(root, text)
    return _file(root, text) if place.kind == "text" else place


def refused_source(root: Path, text: str) -> str:
    """Return why a text is refused as a place that could never be opened; empty if it is fine.

    A missing file is fine, because it may be added later, and so is the name of a contract.
    """
    place = place_of(root, clean(text).strip())
    return place.reason if place.kind == "refused" else ""


def is_link(text: str) -> bool:
    """Whether a text may be a link in a page: an http or https address that does not mislead."""
    return bool(_ADDRESS.match(text)) and _address(text).kind == "address"


def _address(text: str) -> Place:
    if not _IN_ADDRESS.fullmatch(text):
        return Place("refused", reason="the address has characters that must be written with %")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return Place("refused", reason="the address is not valid")
    if "@" in parts.netloc:
        return Place(
            "refused", reason="the address contains a user name, which can hide the real host"
        )
    if not host or not _HOST.fullmatch(host if ":" not in host else f"[{host}]"):
        return Place("refused", reason="the address has no valid host")
    return Place("address", text)


def _file(root: Path, text: str) -> Place:
    """Return the file at a path; only a regular file inside the workspace can be opened."""
    parts = text.split("/")
    if text != clean(text) or "\\" in text:
        return Place("refused", reason="the path has characters that are not allowed")
    if text.startswith(("/", "~", "-")) or os.pardir in parts:
        return Place("refused", reason="it is not a path inside the workspace's folder")
    try:
        target = real_path(root / text)
        inside = target.is_relative_to(real_path(root))
        status = os.stat(target) if inside else None
    except (FileNotFoundError, NotADirectoryError):
        return Place("missing", reason=f'there is no file "{text}" in the workspace')
    except (OSError, ValueError, RuntimeError):
        return Place("refused", reason="the path cannot be followed")
    if status is None:
        return Place("refused", reason="it leads out of the workspace")
    if not stat.S_ISREG(status.st_mode):
        return Place("refused", reason="it is not a file")
    if status.st_mode & _EXECUTABLE or target.suffix[1:].casefold() in PROGRAMS:
        return Place("refused", reason="it is a program, and would be run")
    if any(part.startswith(".") for part in target.relative_to(real_path(root)).parts):
        return Place("refused", reason="it is a hidden file")
    return Place("file", str(target))
