"""Asking about a name that is nearly a known one, wherever a command takes a name."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.text import name_key, tidy_name
from partnercheck.commands import Context
from partnercheck.commands.confirm import confirmed

if TYPE_CHECKING:
    from partnercheck.base.records import Perspective
    from partnercheck.workspace.open import Workspace


def add_new_name(parser: argparse.ArgumentParser) -> None:
    """Add the option that says that a name is new, although it resembles a known name."""
    parser.add_argument(
        "--new-name",
        action="store_true",
        help="accept the name as new, although it resembles a known name",
    )


def known_or_new(
    workspace: Workspace,
    side: Perspective | None,
    vendor_id: str,
    name: str | None,
    arguments: argparse.Namespace,
    context: Context,
    besides: str = "",
    answers: bool = False,
) -> str | None:
    """Return the name, or the similar known name that was meant; None stays None.

    Without a side, people of both sides are compared. A name similar to `besides`, the name to be
    changed, raises no question. `answers` means that the person is going to answer: on a terminal a
    first name alone then raises a question too, as it would become a new person.

    Raises:
        UserError: The name is similar to a known name, and the input is not a terminal.

    """
    from partnercheck.workspace.known_names import known_names, longer_name, near_name

    if not name or arguments.new_name:
        return name
    near = near_name(workspace, side, vendor_id, name)
    if not near and answers and context.stdin.isatty():
        near = longer_name(name, known_names(workspace, side, vendor_id))
    if not near or name_key(near) == name_key(besides):
        return name
    return near if is_meant(context, name, near) else name


def is_meant(context: Context, name: str, near: str) -> bool:
    """Ask whether a known name was meant. Raises UserError without a terminal."""
    if not context.stdin.isatty():
        raise UserError(
            f'"{name}" resembles the known name "{near}". Write "{near}", or add --new-name if '
            "this is somebody else"
        )
    return confirmed(context, f"Did you mean {near}?")


def known_or_new_names(
    workspace: Workspace,
    side: Perspective | None,
    vendor_id: str,
    names: str,
    arguments: argparse.Namespace,
    context: Context,
    *,
    answers: bool = False,
) -> list[str]:
    """Return names that are separated by commas, each as `known_or_new` does."""
    typed = [name for each in names.split(",") if (name := tidy_name(each))]
    return [
        known_or_new(workspace, side, vendor_id, name, arguments, context, answers=answers) or name
        for name in typed
    ]
