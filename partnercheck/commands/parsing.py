"""The parser of the command line: its help in groups and with examples, and its suggestions."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn

from partnercheck import __version__
from partnercheck.base.text import clean, is_blank
from partnercheck.commands import GROUPS, command

DESCRIPTION = "Is this vendor a supplier, or a true business partner?"
EPILOG = (
    "Without a command, the screens open. `partnercheck demo` shows them with sample vendors, "
    "`partnercheck help COMMAND` explains a command, and `partnercheck help TERM` a term."
)
EXAMPLES = "examples.toml"
# The arguments that name files and folders: their metavars, or their names if they have none.
PATHS = ("FILE", "FOLDER", "PATH", "BASE", "OURS", "THEIRS")
PATH_ARGUMENTS = ("folder",)
# Maps other words that people use for an option to the options they may mean; the first of these
# that the command has is suggested. Spelling alone would lead from --fact to --format.
OTHER_WORDS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("fact", "facts", "field", "value"), ("set", "where", "columns")),
    **dict.fromkeys(("filter", "only", "match", "query"), ("where",)),
    **dict.fromkeys(("order", "order-by", "sort-by"), ("sort",)),
    **dict.fromkeys(("reverse", "desc"), ("descending",)),
    **dict.fromkeys(("deadline", "until", "by-when"), ("due",)),
    **dict.fromkeys(("date", "day", "when"), ("due", "on", "at", "made")),
    **dict.fromkeys(("file", "out", "save"), ("output", "from")),
    **dict.fromkeys(("person", "user", "who", "to", "for"), ("respondent", "owner", "by")),
    **dict.fromkeys(("assignee", "responsible"), ("owner",)),
    **dict.fromkeys(("mail", "email", "e-mail"), ("email", "contact")),
    **dict.fromkeys(("period", "quarter", "year"), ("round", "period")),
    **dict.fromkeys(("json", "csv", "html", "xlsx", "markdown", "toml"), ("format",)),
    **dict.fromkeys(("f", "type"), ("format",)),
    **dict.fromkeys(("side", "perspective", "role"), ("as",)),
    **dict.fromkeys(("quick", "full", "short"), ("form",)),
    **dict.fromkeys(("why", "because", "comment"), ("reason", "target-why", "note")),
    **dict.fromkeys(("delete", "del", "rm"), ("remove", "drop", "undo")),
    **dict.fromkeys(("new", "create"), ("add",)),
    **dict.fromkeys(("finish", "finished", "complete", "close"), ("done", "kept")),
    **dict.fromkeys(("cancel", "revoke"), ("withdraw", "undo")),
    **dict.fromkeys(("tags", "label"), ("tag", "columns")),
    **dict.fromkeys(("top", "max", "count"), ("limit",)),
    **dict.fromkeys(("quiet", "verbose", "status"), ()),
    **dict.fromkeys(("overwrite", "replace"), ("replace", "force")),
    **dict.fromkeys(("n", "preview", "simulate", "pretend"), ("dry-run",)),
    **dict.fromkeys(("y", "assume-yes", "no-confirm", "no-input"), ("yes",)),
    **dict.fromkeys(("workers", "threads", "parallel", "j"), ("jobs",)),
    **dict.fromkeys(("dir", "directory", "folder", "root", "path", "repo"), ("workspace",)),
}


def parser_of(names: Sequence[str]) -> Parser:
    """Return a parser for these commands; the modules of all others are not loaded."""
    parser = Parser("partnercheck", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"partnercheck {__version__}")
    add_common(parser, None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name in names:
        module = command(name)
        summary, _, rest = (module.__doc__ or "").partition("\n")
        sub = commands.add_parser(
            name,
            help=summary.rstrip("."),
            description=f"{summary}\n{rest}".strip(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add_common(sub, argparse.SUPPRESS)
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    return parser


def add_common(parser: argparse.ArgumentParser, default: object) -> None:
    """Add the options that every command takes."""
    common = parser.add_argument_group("everywhere")
    common.add_argument(
        "--workspace", metavar="FOLDER", default=default, help="the workspace to use"
    )
    common.add_argument(
        "--no-mouse",
        action="store_true",
        default=default,
        help="leave the mouse to the terminal, so that you can select text with it",
    )
    common.add_argument("--debug", action="store_true", default=default, help=argparse.SUPPRESS)


class Parser(argparse.ArgumentParser):
    """A parser that suggests corrections, without abbreviated options and colours.

    From Python 3.14 on argparse writes escape sequences, which our streams show as text.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **options})
        self.color = False

    def format_help(self) -> str:
        """Return the help: the program's with the commands in groups, a command's with examples."""
        commands = next((each for each in self._actions if each.dest == "command"), None)
        if commands is None:
            return super().format_help() + "".join(_example_lines(self.prog))
        # argparse has no public way to group commands, so we use its formatter as argparse itself
        # does.
        assert isinstance(commands, argparse._SubParsersAction)
        formatter = self._get_formatter()
        formatter.add_usage(None, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        summaries = {each.dest: each for each in commands._get_subactions()}
        for title, names in GROUPS.items():
            formatter.start_section(title)
            formatter.add_arguments(summaries[name] for name in names if name in summaries)
            formatter.end_section()
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_arguments(each for each in group._group_actions if each is not commands)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse the arguments; a list of names may be interrupted by options.

        argparse treats such a list as empty if an option comes before it.
        """
        arguments, rest = super().parse_known_args(args, namespace)
        self._refuse_unreadable(arguments)
        many = next((a for a in self._actions if a.nargs == "*" and not a.option_strings), None)
        if many and rest and not any(word.startswith("-") for word in rest):
            setattr(arguments, many.dest, [*getattr(arguments, many.dest), *rest])
            rest = []
        if rest:
            unknown = self._unknown_options(rest)
            hint = self._option_hint(unknown[0]) if unknown else ""
            self.error(f"unrecognised arguments: {' '.join(rest)}{hint}")
        return arguments, []

    def refuse_command(self, name: str, known: Sequence[str], before: Sequence[str]) -> NoReturn:
        """Exit with a message that the command, or an option before it, is unknown."""
        for option in self._unknown_options(before):
            self.error(f"unrecognised arguments: {option}{self._option_hint(option)}")
        hint = suggestion(name, known)
        rest = "" if hint else "\n`partnercheck --help` lists the commands"
        self.error(f'there is no command "{name}"{hint}{rest}')

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a value that is not among the choices; name the closest one, and list all."""
        if action.choices is None or value in action.choices:
            return
        choices = [str(each) for each in action.choices if each != ""]
        hint = suggestion(str(value), choices)
        message = f'invalid choice: "{value}"{hint or "."} Choose from {", ".join(choices)}'
        raise argparse.ArgumentError(action, message)

    def _options(self) -> list[str]:
        return [option for action in self._actions for option in action.option_strings]

    def _option_hint(self, option: str) -> str:
        """Return a question with the option that is meant, or else with the closest spelling.

        The dashes before the names are ignored: all options have them. An option of one letter
        is close to too many words to be meant by one.
        """
        typed = option.lstrip("-")
        names = [each.lstrip("-") for each in self._options() if each.startswith("--")]
        if typed not in OTHER_WORDS:
            return suggestion(typed, names).replace("mean ", "mean --")
        meant = next((name for name in OTHER_WORDS[typed] if name in names), "")
        choices = next((a.choices for a in self._actions if f"--{meant}" in a.option_strings), None)
        value = f" {typed}" if typed in (choices or ()) else ""
        return f". Did you mean --{meant}{value}?" if meant else ""

    def _unknown_options(self, words: Sequence[str]) -> list[str]:
        options = [word.partition("=")[0] for word in words if word.startswith("-")]
        return [option for option in options if option not in self._options()]

    def _refuse_unreadable(self, arguments: argparse.Namespace) -> None:
        """Refuse texts that are blank or not UTF-8; only file names may be such texts."""
        for action in self._actions:
            if action.metavar in PATHS or action.dest in PATH_ARGUMENTS:
                continue
            values = getattr(arguments, action.dest, None)
            for value in values if isinstance(values, list) else [values]:
                if not isinstance(value, str) or not value:
                    continue
                if any("\ud800" <= char <= "\udfff" for char in value):
                    self.error(
                        f"{_argument_name(action)}: {value!r} contains invalid characters. "
                        "Type it again"
                    )
                if is_blank(value):
                    self.error(
                        f"{_argument_name(action)} is blank: write something, or leave it out"
                    )

    def error(self, message: str) -> NoReturn:
        """Exit with a message, cleaned because it quotes arguments that may be hostile."""
        if "arguments are required" in message:
            message = f"{message}. `{self.prog} --help` has examples"
        super().error(clean(message, lines=True))


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return a question with the closest known word; empty if none is close."""
    # Only a mistyped word needs this module.
    from partnercheck.base import english

    return english.suggestion(word, known)


def examples() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the examples of every command, in the order of the file."""
    # The TOML parser loads more modules than many commands do.
    from importlib import resources

    from partnercheck.storage.parse import load_toml

    text = (resources.files(__package__) / EXAMPLES).read_text("utf-8")
    return load_toml(text)


def _example_lines(prog: str) -> Iterator[str]:
    """Yield the examples of a command, or of one of its actions, as lines of its help."""
    name, *action = prog.split()[1:] or [""]
    lines = examples().get(name, ())
    if action:
        lines = [example for example in lines if f"{prog} " in f"{example['run']} "]
    for number, example in enumerate(lines):
        yield ("" if number else "\nexamples:\n") + f"  {example['run']}\n      {example['does']}\n"


def _argument_name(action: argparse.Action) -> str:
    return "/".join(action.option_strings) or str(action.metavar or action.dest)
