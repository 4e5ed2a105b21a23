"""Completion in bash, zsh and fish: of commands, options, and names from the workspace.

The metavar of an argument (VENDOR, ROUND, NAME) decides which values are offered. A completer that
fails offers nothing: an error would be written into the line that is being typed.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import argcomplete
from argcomplete.completers import DirectoriesCompleter
from argcomplete.shell_integration import shellcode

from partnercheck.base.errors import UserError
from partnercheck.base.rounds import is_round
from partnercheck.base.text import clean, is_slug
from partnercheck.workspace.open import find

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles

Completer = Callable[..., Iterable[str]]


def shell_code(shell: str) -> str:
    """Return the script with which a shell asks this program for completions."""
    return str(shellcode(["partnercheck"], shell=shell))


def offer(parser: argparse.ArgumentParser) -> None:
    """Write the completions if a shell asks for them, and end the program."""
    for action in _actions(parser):
        completer = COMPLETERS.get(str(action.metavar))
        # `add` and `rename` take a new name, so no existing one is offered.
        if completer and action.dest != "name":
            action.completer = _quiet(completer)  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser, always_complete_options="long")


def _quiet(completer: Completer) -> Completer:
    def offered(**inputs: Any) -> Iterable[str]:
        try:
            return completer(**inputs)
        except (UserError, OSError, ValueError):
            return []

    return offered


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for subparser in action.choices.values():
                yield from _actions(subparser)


def _vendors(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the ids of the vendors, except those that a shell could interpret."""
    return sorted(filter(is_slug, _names(_root(parsed_args), "vendors")))


def _rounds(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the rounds of the vendors named so far, or of all vendors."""
    root = _root(parsed_args)
    named = getattr(parsed_args, "vendors", None) or getattr(parsed_args, "vendor", None)
    vendors = [named] if isinstance(named, str) else named or _names(root, "vendors")
    names = {name for vendor in vendors for name in _names(root, "vendors", vendor)}
    return sorted(filter(is_round, names))


def _folders(prefix: str, **_: Any) -> Iterable[str]:
    return list(DirectoriesCompleter()(prefix))


def _root(parsed_args: argparse.Namespace) -> Path | None:
    try:
        return find(getattr(parsed_args, "workspace", None), os.environ, Path.cwd())
    except (UserError, OSError):
        return None


def _names(root: Path | None, *below: str) -> list[str]:
    try:
        return os.listdir(root.joinpath(*below)) if root else []
    except (OSError, ValueError):
        return []


def _instruments(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the ids of the packaged questionnaires and, by file name, of the workspace's own."""
    from partnercheck.questionnaires.read import packaged

    own = [name.removesuffix(".toml") for name in _names(_root(parsed_args), "instruments")]
    return sorted({*packaged(), *filter(is_slug, own)})


def _kinds(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the kinds of files that have a schema."""
    from partnercheck.questionnaires.read import packaged
    from partnercheck.workspace.schemas.kinds import kinds_of

    return kinds_of(packaged())


def _workspace(parsed_args: argparse.Namespace) -> Workspace | None:
    from partnercheck.workspace.open import open_workspace

    root = _root(parsed_args)
    return open_workspace(root) if root else None


def _vendor_id(parsed_args: argparse.Namespace) -> str:
    """Return the id of the vendor that is named so far, or an empty string."""
    named = getattr(parsed_args, "vendors", None) or getattr(parsed_args, "vendor", None) or ""
    name = named if isinstance(named, str) else named[0]
    return name if is_slug(name) else ""


def _classes(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    workspace = _workspace(parsed_args)
    return [each.id for each in workspace.instrument.classes] if workspace else []


def _people(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the names of our people and, if a vendor is named, of its people."""
    from partnercheck.workspace.known_names import known_names
    from partnercheck.workspace.read_vendor import read_description, vendor_ids

    workspace = _workspace(parsed_args)
    if workspace is None:
        return []
    vendor_id = _vendor_id(parsed_args)
    vendors = (read_description(workspace, each).vendor for each in vendor_ids(workspace))
    owners = [each.owner for each in vendors if each.owner]
    names = known_names(workspace, None if vendor_id else "buyer", vendor_id, owners)
    return [clean(name) for name in names]


def _keys(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the keys of a vendor's fields, and of the facts of all vendors."""
    from partnercheck.workspace.read_vendor import read_description, vendor_ids
    from partnercheck.workspace.vendor_filter import OWN_KEYS, fact_keys

    workspace = _workspace(parsed_args)
    if workspace is None:
        return []
    vendors = [read_description(workspace, each).vendor for each in vendor_ids(workspace)]
    return [*fact_keys(vendors), *OWN_KEYS]


def _listed(completer: Completer) -> Completer:
    """Return a completer for a comma-separated list: it completes the last value."""

    def offered(prefix: str, **inputs: Any) -> list[str]:
        before = prefix[: prefix.rfind(",") + 1]
        named = before.split(",")
        return [f"{before}{value}" for value in completer(**inputs) if value not in named]

    return offered


def _tags(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the tags of all vendors."""
    from partnercheck.workspace.read_vendor import read_description, vendor_ids

    workspace = _workspace(parsed_args)
    if workspace is None:
        return []
    vendors = [read_description(workspace, each).vendor for each in vendor_ids(workspace)]
    return sorted({clean(tag) for vendor in vendors for tag in vendor.tags})


def _conditions(**inputs: Any) -> list[str]:
    return [f"{key}=" for key in _keys(**inputs)]


def _revisions(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the branches and tags, the latest commit, and the commit before it."""
    from partnercheck.base.git_process import run_git

    root = _root(parsed_args)
    if root is None:
        return []
    done = run_git(root, "for-each-ref", "--format=%(refname:short)", *REFERENCES)
    names = done.stdout.decode("utf-8", "replace").split()
    return ["HEAD", "HEAD~1", *(clean(name) for name in names)]


def _goals(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    files = _vendor_files(parsed_args)
    return [*files.goals] if files else []


def _promises(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    files = _vendor_files(parsed_args)
    return [*files.promises] if files else []


def _vendor_files(parsed_args: argparse.Namespace) -> VendorFiles | None:
    from partnercheck.workspace.read_vendor import read_vendor

    workspace, vendor_id = _workspace(parsed_args), _vendor_id(parsed_args)
    return read_vendor(workspace, vendor_id) if workspace and vendor_id else None


def _topics(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the commands and the words of the glossary."""
    from partnercheck.commands import COMMANDS
    from partnercheck.workspace.glossary import glossary

    workspace = _workspace(parsed_args)
    words = [each.word for each in glossary(workspace)[0]] if workspace else []
    return [*COMMANDS, *(clean(word) for word in words)]


REFERENCES = ("refs/heads", "refs/remotes", "refs/tags")
COMPLETERS: Mapping[str, Completer] = {
    "VENDOR": _vendors,
    "ROUND": _rounds,
    "FOLDER": _folders,
    "ID": _instruments,
    "KIND": _kinds,
    "CLASS": _classes,
    "NAME": _people,
    "REV": _revisions,
    "KEY": _keys,
    "KEYS": _listed(_keys),
    "NAMES": _listed(_people),
    "NAME,…": _listed(_people),
    # The two names of `people --rename`; argparse gives both values one completer.
    "('OLD', 'NEW')": _people,
    "WORD": _tags,
    "CONDITION": _conditions,
    "KEY=VALUE": _conditions,
    "GOAL": _goals,
    "PROMISE": _promises,
    "TOPIC": _topics,
}
