"""Put files into their canonical form, so that their diffs show nothing but changed answers.

A file with comments is left as it is, unless --drop-comments says that they may go. With --check
nothing is written, and exit status 1 says that a file would be changed.
"""

from __future__ import annotations

import argparse

from partnercheck.commands import Context, named_files
from partnercheck.rules.why import plural


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, if not all, and what may be done to them."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="files or folders (default: all)")
    parser.add_argument("--check", action="store_true", help="write nothing, only say")
    parser.add_argument("--drop-comments", action="store_true", help="comments may go")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List the files that are changed, or would be, on stdout."""
    from partnercheck.checking import covered
    from partnercheck.formatting import files_of, format_file
    from partnercheck.workspace import file_name

    done = [
        format_file(workspace, path, arguments.drop_comments, not arguments.check)
        for workspace, wanted in named_files(arguments, context)
        for path in files_of(workspace)
        if covered(file_name(workspace, path), wanted)
    ]
    for each in done:
        if each.state == "changed":
            context.stdout.write(f"{each.file}\n")
        elif each.why:
            context.say(each.why)
    changed = sum(each.state == "changed" for each in done)
    would = "would be laid out anew" if arguments.check else "laid out anew"
    context.say(f"{plural(changed, 'file')} of {len(done)} {would}")
    failed = any(each.state == "unread" for each in done)
    return 1 if failed or (arguments.check and changed) else 0
