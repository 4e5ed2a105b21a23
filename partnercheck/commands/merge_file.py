"""Merge three versions of a file, answer by answer: git calls this as a merge driver.

`partnercheck init --git` sets it up. The result is written to OURS. Exit status 1 means that the
result has conflicts, marked in git's way, which a person must resolve.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from partnercheck.commands import Context


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that git passes as %O %A %B %L %P."""
    parser.add_argument("base", metavar="BASE", type=Path, help="the common ancestor (%%O)")
    parser.add_argument("ours", metavar="OURS", type=Path, help="our version, and the result (%%A)")
    parser.add_argument("theirs", metavar="THEIRS", type=Path, help="their version (%%B)")
    parser.add_argument(
        "size",
        metavar="SIZE",
        type=_size,
        nargs="?",
        default=7,
        help="the length of the conflict markers (%%L)",
    )
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="the file's name in the repository (%%P)"
    )


def _size(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        message = "the length of the conflict markers must be a number, such as 7"
        raise argparse.ArgumentTypeError(message) from None


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Merge the versions, and name the conflicts that a person must resolve."""
    from partnercheck.versions.merge_driver import conflict_message, merge_file

    file = arguments.file or str(arguments.ours)
    merged = merge_file(arguments.base, arguments.ours, arguments.theirs, arguments.size, file)
    for conflict in merged.conflicts:
        context.say(f"{file}: {conflict_message(conflict)}")
    if not merged.clean:
        resolve = "choose one version for each conflict, in an editor or on the vendor's screen"
        context.say(f"{file}: {resolve}")
    return 0 if merged.clean else 1
