"""The options for the fields of a vendor's description, which `add` and `edit` share."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.records import AIMS, CADENCES, Vendor
from partnercheck.base.text import name_key, slug, tidy_name
from partnercheck.storage.parse import same
from partnercheck.workspace.facts import facts_in, typed_fact
from partnercheck.workspace.vendors import since_from

# Maps the key of each field to its option, the option's metavar, and its help.
TEXTS: Mapping[str, tuple[str, str, str]] = {
    "supplies": ("--supplies", "TEXT", "what the vendor supplies to you"),
    "line": ("--line", "TEXT", "the line of work to judge, such as transport"),
    "value_chain": ("--value-chain", "TEXT", "the place in your value chain, such as inbound"),
    "owner": ("--owner", "NAME", "the person responsible on your side"),
    "contact": ("--contact", "ADDRESS", "the e-mail address of your contact at the vendor"),
    "target": ("--target", "CLASS", "the class that you want the vendor to have"),
    "target_why": ("--target-why", "TEXT", "why this class is the target"),
    "objective": ("--objective", "TEXT", "what both sides pursue together"),
    "benefit_buyer": ("--benefit-us", "TEXT", "what we gain from the objective"),
    "benefit_vendor": ("--benefit-them", "TEXT", "what the vendor gains from the objective"),
    "charter": ("--charter", "TEXT", "where the shared objectives are described"),
}


def add_field_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each text of a description, and for its other fields."""
    for key, (option, metavar, text) in TEXTS.items():
        parser.add_argument(option, dest=key, metavar=metavar, help=text)
    parser.add_argument(
        "--since",
        metavar="DAY",
        help="the year or date when you began to work together, such as 2019",
    )
    parser.add_argument("--meets", choices=(*CADENCES, ""), help="how often both sides meet")
    parser.add_argument(
        "--tag", action="append", default=[], metavar="WORD", help="a tag; can be repeated"
    )
    parser.add_argument(
        "--serves",
        action="append",
        choices=(*AIMS, ""),
        help="an aim of yours that the vendor advances; can be repeated",
    )
    parser.add_argument(
        "--set",
        dest="facts",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a fact of your own, such as spend=120000; can be repeated",
    )


def with_options(
    vendor: Vendor, arguments: argparse.Namespace, known_facts: Iterable[str] = ()
) -> Vendor:
    """Return a vendor with the fields that the options give; an empty value clears a field.

    Args:
        vendor: The vendor as it is.
        arguments: The options of the command line.
        known_facts: The keys of the facts in the workspace, for keys in another case.

    Raises:
        UserError: A value cannot be used.

    """
    texts = {key: value for key in TEXTS if (value := getattr(arguments, key)) is not None}
    if "target" in texts:
        texts["target"] = slug(texts["target"]) if texts["target"] else ""
        if arguments.target and not texts["target"]:
            raise UserError(f'--target "{tidy_name(arguments.target)}" is not a class')
    fields: dict[str, Any] = {**texts}
    if arguments.since is not None:
        fields["since"] = since_from(arguments.since)
    if arguments.meets is not None:
        fields["meets"] = arguments.meets or None
    if arguments.serves is not None:
        fields["serves"] = tuple(dict.fromkeys(filter(None, arguments.serves)))
    if arguments.tag or getattr(arguments, "untag", []):
        fields["tags"] = _tags(vendor.tags, arguments.tag, getattr(arguments, "untag", []))
    facts = {**vendor.facts, **facts_in(arguments.facts, known=known_facts or vendor.facts)}
    for key in getattr(arguments, "unset", []):
        facts.pop(key, None)
    return replace(vendor, **fields, facts=facts)


def _tags(tags: Sequence[str], added: Iterable[str], removed: Iterable[str]) -> tuple[str, ...]:
    """Return the tags, each once, with `added` at the end and without `removed`."""
    by_key = {name_key(tag): tag for tag in tags}
    for tag in added:
        by_key.setdefault(name_key(tag), tag)
    for tag in removed:
        by_key.pop(name_key(tag), None)
    return tuple(by_key.values())


def options_between(before: Vendor, after: Vendor) -> str:
    """Return the options of `edit` that turn one description into another, for a shell."""
    return " ".join(shlex.quote(word) for word in _words_between(before, after))


def _words_between(before: Vendor, after: Vendor) -> Iterator[str]:
    options = {"name": "--name", **{key: option for key, (option, _, _) in TEXTS.items()}}
    options |= {key: f"--{key}" for key in ("since", "meets", "stage")}
    for key, option in options.items():
        if getattr(before, key) != getattr(after, key):
            yield from (option, str(getattr(after, key) or ""))
    if before.serves != after.serves:
        for aim in after.serves or ("",):
            yield from ("--serves", aim)
    yield from _repeated("--tag", (tag for tag in after.tags if tag not in before.tags))
    yield from _repeated("--untag", (tag for tag in before.tags if tag not in after.tags))
    yield from _repeated("--unset", (key for key in before.facts if key not in after.facts))
    changed = (key for key in after.facts if not same(before.facts.get(key), after.facts[key]))
    yield from _repeated("--set", (f"{key}={typed_fact(after.facts[key])}" for key in changed))


def _repeated(option: str, values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from (option, value)
