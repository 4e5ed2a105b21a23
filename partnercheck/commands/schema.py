"""Show or write the schemas that editors use to complete and check the files.

Without KIND, the kinds are listed. --write writes every schema to the workspace's folder
`schemas/`, and adds a line naming the schema to the top of each file that has none. Commit the
schemas and the changed files, so that a fresh clone has both.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.commands import Context, workspace_of, workspace_or_empty
from partnercheck.commands.output import add_output

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the kind of file, its questionnaire, and --write."""
    parser.add_argument("kind", nargs="?", metavar="KIND", help="a kind of file, such as vendor")
    parser.add_argument(
        "--questionnaire",
        metavar="ID",
        help='for the kind "response": the questionnaire that is answered',
    )
    parser.add_argument(
        "--write", action="store_true", help="write all schemas into the folder schemas/"
    )
    add_output(parser, "json", changes=("write",))


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List the kinds, print one schema, or write all schemas."""
    if arguments.write and arguments.kind:
        raise UserError("--write writes all schemas, so it cannot be used with a kind")
    if arguments.questionnaire and arguments.kind != "response":
        raise UserError('--questionnaire can only be used with the kind "response"')
    if arguments.write:
        return _write(workspace_of(arguments, context), context)
    workspace = workspace_or_empty(arguments, context)
    if arguments.kind:
        from partnercheck.workspace.schemas.folder import schema_text

        kind = arguments.kind + (f".{arguments.questionnaire}" if arguments.questionnaire else "")
        context.stdout.write(schema_text(kind, workspace))
        return 0
    from partnercheck.workspace.schemas.kinds import describe_kind, kinds_of

    for kind in kinds_of(workspace.instruments):
        context.stdout.write(f"{kind}  {describe_kind(kind, workspace)}\n")
    return 0


def _write(workspace: Workspace, context: Context) -> int:
    from partnercheck.workspace.schemas.folder import write_schemas

    written = write_schemas(workspace)
    for file in (*written.schemas, *written.lines):
        context.stdout.write(f"{file}\n")
    for reason in written.skipped:
        context.say(reason)
    schemas, lines = len(written.schemas), plural(len(written.lines), "file")
    context.say(f"{plural(schemas, 'schema')} written; schema lines added to {lines}")
    return 0
