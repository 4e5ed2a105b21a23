"""List, show, copy or check the questionnaires.

A copy under the workspace's `instruments/` replaces the packaged questionnaire of the same id.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from partnercheck.base.english import suggestion
from partnercheck.base.errors import UserError
from partnercheck.base.records import PERSPECTIVES, Perspective, Problem
from partnercheck.commands import (
    STDIN,
    Context,
    input_name,
    located,
    read_input,
    workspace_of,
    workspace_or_empty,
)
from partnercheck.commands.output import add_output
from partnercheck.questionnaires.records import Instrument

# The properties of an item that are shown after its id and its kind.
MARKS = ("critical", "core", "reserve", "confidential")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions, each with its arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add_output(actions.add_parser("list", help="the questionnaires"))
    show = actions.add_parser("show", help="the questions, with the answers to choose from")
    show.add_argument("id", metavar="ID", help="the id of the questionnaire")
    show.add_argument(
        "--as",
        dest="perspective",
        choices=PERSPECTIVES,
        default="buyer",
        help="the side whose wording is used (default: buyer)",
    )
    add_output(show)
    copy = actions.add_parser("copy", help="copy a questionnaire to the workspace, to adapt it")
    copy.add_argument(
        "id", metavar="ID", help="the id of a questionnaire that comes with the program"
    )
    check = actions.add_parser("check", help="find contradictions in a questionnaire")
    check.add_argument(
        "file", nargs="*", metavar="FILE", help="ids or files; - for stdin (default: all)"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Run the action."""
    return {"list": _list, "show": _show, "copy": _copy, "check": _check}[arguments.action](
        arguments, context
    )


def _list(arguments: argparse.Namespace, context: Context) -> int:
    for instrument in workspace_or_empty(arguments, context).instruments.values():
        kind = "classifies" if instrument.classifies else "lens"
        count = f"{len(instrument.conditions)} conditions, {len(instrument.items)} questions"
        context.stdout.write(f"{instrument.id}  {instrument.name}  {count}  {kind}\n")
    return 0


def _show(arguments: argparse.Namespace, context: Context) -> int:
    instrument = _named(workspace_or_empty(arguments, context).instruments, arguments.id)
    context.stdout.write(instrument_text(instrument, arguments.perspective))
    return 0


def _named(known: Mapping[str, Instrument], name: str) -> Instrument:
    if name not in known:
        choices = ", ".join(known) + suggestion(name, known)
        raise UserError(f'there is no questionnaire "{name}". Choose one of {choices}')
    return known[name]


def instrument_text(instrument: Instrument, perspective: Perspective) -> str:
    """Return a questionnaire as text, in one side's wording."""
    lines = [instrument.name, instrument.purpose, ""]
    for condition in instrument.conditions:
        lines += [condition.name, f"  {condition.question}", f"  {condition.meaning}", ""]
        for item in instrument.items_of(condition.id):
            marks = [word for word in MARKS if getattr(item, word)]
            lines.append(f"  {item.id} ({', '.join([item.kind, *marks])})")
            lines.append(f"    {item.question(perspective)}")
            lines += [f"      {score}  {anchor}" for score, anchor in enumerate(item.anchors)]
            lines += [
                f"    {label}: {text}"
                for label, text in (
                    ("Explained to vendors", item.vendor_hint),
                    ("After a 2", item.which_side),
                    ("For the note", item.note_hint),
                    ("To ask the vendor", item.dialogue),
                    ("To do", item.practice),
                    ("Before signing", item.trial),
                    ("Source", item.source),
                )
                if text
            ]
            lines.append("")
    return "\n".join(lines)


def _copy(arguments: argparse.Namespace, context: Context) -> int:
    from partnercheck.questionnaires.read import packaged_text
    from partnercheck.storage.save import save_text

    workspace = workspace_of(arguments, context)
    text = packaged_text(arguments.id)
    path = workspace.root / "instruments" / f"{arguments.id}.toml"
    if path.exists():
        raise UserError(f"instruments/{path.name} already exists. Remove or rename it first")
    save_text(workspace.root, path, text, None)
    context.stdout.write(f"Created instruments/{path.name}\n")
    return 0


def _check(arguments: argparse.Namespace, context: Context) -> int:
    from partnercheck.questionnaires.check import check

    problems: list[Problem] = []
    files = [file for file in arguments.file if file == STDIN or file.endswith(".toml")]
    for name in files:
        problems += _file_problems(name, context)
    names = [each for each in arguments.file if each not in files]
    if names or not files:
        workspace = workspace_or_empty(arguments, context)
        for name in names or workspace.instruments:
            problems += check(_named(workspace.instruments, name), f"{name}.toml")
        if not names:
            own = (each for each in workspace.problems if each.file.startswith("instruments/"))
            problems += [located(each, workspace.root, context.folder) for each in own]
    for problem in problems:
        context.stdout.write(f"{problem}\n")
    if not problems:
        context.say("No problems")
    return 1 if problems else 0


def _file_problems(name: str, context: Context) -> list[Problem]:
    from partnercheck.base.regular_file import MAX_BYTES
    from partnercheck.questionnaires.read import instrument_of
    from partnercheck.storage.parse import parse, read

    if name == STDIN:
        source = parse(read_input(context, name, MAX_BYTES), input_name(name))
        return list(instrument_of(source)[1])
    path = context.folder / name
    if not path.exists():
        raise UserError(f"{name} does not exist")
    return list(instrument_of(read(path, name))[1])
