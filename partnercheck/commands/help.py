"""Explain a command, or a term of the program, the questionnaire or your own glossary.

Without a topic, the command lists all commands. `help words` lists the terms.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.text import clean, name_key
from partnercheck.commands import COMMANDS, Context, workspace_or_empty

if TYPE_CHECKING:
    from partnercheck.workspace.glossary import Term

WORDS = "words"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the topic."""
    parser.add_argument(
        "topic", nargs="*", metavar="TOPIC", help='a command, or a term such as "near partner"'
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the help to stdout."""
    from partnercheck.commands.parsing import parser_of

    topic: Sequence[str] = arguments.topic
    if not topic:
        context.stdout.write(parser_of(COMMANDS).format_help())
        return 0
    if topic[0] in COMMANDS:
        context.stdout.write(_command_help(topic))
        return 0
    terms = _terms(arguments, context)
    word = clean(" ".join(topic))
    if word == WORDS:
        context.stdout.write("".join(f"{each}\n" for each in sorted(terms, key=name_key)))
        return 0
    context.stdout.write(_explained(word, terms))
    return 0


def _command_help(topic: Sequence[str]) -> str:
    """Return the help of a command, or of one of its actions."""
    from partnercheck.commands.parsing import parser_of, suggestion

    parser: argparse.ArgumentParser = parser_of(topic[:1])
    for word in topic:
        choices = next((each.choices for each in parser._actions if each.choices), None)
        below = choices if isinstance(choices, dict) else {}
        if word not in below:
            name = " ".join(topic)
            raise UserError(f'there is no command "{clean(name)}"{suggestion(word, below)}')
        parser = below[word]
    return parser.format_help()


def _terms(arguments: argparse.Namespace, context: Context) -> Mapping[str, Term]:
    """Map words to the glossary's terms; the workspace's own meaning of a word takes precedence."""
    from partnercheck.workspace.glossary import glossary

    workspace = workspace_or_empty(arguments, context)
    terms, problems = glossary(workspace)
    context.report_problems(workspace.root, problems)
    return {each.word: each for each in reversed(terms)}


def _explained(word: str, terms: Mapping[str, Term]) -> str:
    """Return the meaning of a word. Raises UserError if the glossary does not have it."""
    from partnercheck.base.cells import wrapped
    from partnercheck.base.english import suggestion
    from partnercheck.base.terminal import terminal_width

    by_key = {name_key(each): term for each, term in terms.items()}
    term = by_key.get(name_key(word))
    if term is None:
        hint = suggestion(word, [*COMMANDS, *terms])
        rest = hint or ". `partnercheck help words` lists the terms, and `--help` the commands"
        raise UserError(f'"{word}" is neither a command nor a term{rest}')
    lines = wrapped(term.meaning, terminal_width() - 2)
    return "".join([f"{term.word} ({term.whose})\n", *(f"  {line}\n" for line in lines)])
