"""Choosing the vendors of a command by --where, and their order by --sort."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.commands import Context, vendors_named

if TYPE_CHECKING:
    from partnercheck.base.records import Vendor
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import Description
    from partnercheck.workspace.vendor_filter import Condition


ODD_REMEDY = "Nothing was changed: correct the values with edit --set, or name the vendors"


def add_where(parser: argparse.ArgumentParser) -> None:
    """Add the option that chooses vendors by their fields and facts."""
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="CONDITION",
        help="only vendors that meet this condition, such as 'spend>100000' or owner=Alice; if "
        "repeated, all conditions must hold",
    )
    add_missing(
        parser, "only vendors that lack at least one of these fields or facts, such as owner,spend"
    )


def add_missing(parser: argparse.ArgumentParser, help_text: str) -> None:
    """Add the option that names the keys that have no value."""
    parser.add_argument("--missing", type=_keys, default=(), metavar="KEYS", help=help_text)


def add_sort(parser: argparse.ArgumentParser) -> None:
    """Add the options for the order of the vendors."""
    parser.add_argument("--sort", metavar="KEY", help="sort by a field or a fact, such as spend")
    parser.add_argument("--descending", action="store_true", help="with --sort: the largest first")


def add_columns(parser: argparse.ArgumentParser) -> None:
    """Add the option for more columns."""
    parser.add_argument(
        "--columns",
        type=_keys,
        default=(),
        metavar="KEYS",
        help="also show these fields or facts, such as spend,contract_end",
    )


def _keys(text: str) -> tuple[str, ...]:
    from partnercheck.workspace.vendor_filter import own_key

    keys = (own_key(key.strip()) for key in text.split(","))
    return tuple(dict.fromkeys(key for key in keys if key))


def names_archived(arguments: argparse.Namespace) -> bool:
    """Whether a condition is about archived vendors, so that they are not left out."""
    return any(condition.key == "archived" for condition in conditions_of(arguments))


def conditions_of(arguments: argparse.Namespace) -> list[Condition]:
    """Return the conditions of --where. Raises UserError for any other text."""
    from partnercheck.base.text import clean
    from partnercheck.workspace.vendor_filter import condition_from

    conditions = []
    for text in arguments.where:
        condition = condition_from(text)
        if condition is None:
            raise UserError(
                f"--where {clean(text)}: write a key, one of = != < > and a value, as in "
                "'spend>100000'"
            )
        conditions.append(condition)
    return conditions


def chosen_by(
    workspace: Workspace,
    names: Sequence[str],
    arguments: argparse.Namespace,
    context: Context,
    is_change: bool = False,
) -> Sequence[str | Description]:
    """Return the named vendors, or all if none is named, that meet --where, in --sort's order.

    Descriptions are read only if an option needs them. A description that cannot be read meets no
    condition, and its problems are reported. A vendor whose value a condition cannot compare, such
    as a text with a number, is reported too; before a change, this raises UserError.
    """
    from partnercheck.commands import chosen_vendors

    conditions = conditions_of(arguments)
    sort_key = getattr(arguments, "sort", None)
    if getattr(arguments, "descending", False) and not sort_key:
        raise UserError("--descending needs --sort KEY")
    columns = getattr(arguments, "columns", ())
    if not (conditions or sort_key or columns or arguments.missing):
        return chosen_vendors(workspace, names)
    from partnercheck.workspace.missing_keys import lacking
    from partnercheck.workspace.vendor_filter import choose, in_order, own_key, require_known

    described = _readable(workspace, names, arguments, context)
    vendors = [each.vendor for each in described]
    for key in (*columns, *arguments.missing):
        require_known(key, vendors)
    matches = choose(vendors, conditions)
    if arguments.missing:
        matches = lacking(matches, arguments.missing)
    _report_odd_values(conditions, vendors, context, is_change)
    if sort_key:
        key = own_key(sort_key)
        require_known(key, vendors)
        classes = [each.id for each in workspace.instrument.classes]
        matches = in_order(matches, key, classes, arguments.descending)
    by_id = {each.vendor.id: each for each in described}
    return [by_id[vendor.id] for vendor in matches]


def _readable(
    workspace: Workspace, names: Sequence[str], arguments: argparse.Namespace, context: Context
) -> list[Description]:
    """Return the descriptions of the named vendors, or of all vendors.

    If vendors are chosen by what their files say, files that cannot be read are reported and left
    out.
    """
    from partnercheck.base.records import has_error
    from partnercheck.workspace.read_vendor import read_description, vendor_ids

    described = (
        [*vendors_named(workspace, names)]
        if names
        else [read_description(workspace, each) for each in vendor_ids(workspace)]
    )
    if not (arguments.where or arguments.missing):
        return described
    broken = [each for each in described if has_error(each.problems)]
    context.report_problems(workspace.root, *(each.problems for each in broken))
    return [each for each in described if each not in broken]


def _report_odd_values(
    conditions: Sequence[Condition], vendors: Sequence[Vendor], context: Context, is_change: bool
) -> None:
    """Name the vendors that a condition cannot compare. Raises UserError before a change."""
    from partnercheck.workspace.vendor_filter import out_of_order

    for condition in conditions:
        if odd := out_of_order(condition, vendors):
            if is_change:
                raise UserError(f"{_odd_values(condition, odd)}. {ODD_REMEDY}")
            context.say(_odd_values(condition, odd))


def _odd_values(condition: Condition, vendors: Sequence[Vendor]) -> str:
    """Return a sentence that names the vendors whose value a condition cannot compare."""
    from partnercheck.workspace.vendor_filter import value_text

    values = "; ".join(f"{each.name} ({value_text(each, condition.key)})" for each in vendors)
    return f"{condition} cannot be compared with the {condition.key} of: {values}"


def many_chosen(
    workspace: Workspace, arguments: argparse.Namespace, context: Context
) -> list[Description]:
    """Return the vendors that a command is to change: those named, or those that meet --where.

    Archived vendors must be named, or chosen by a condition on `archived`. Raises UserError if
    neither names nor conditions are given, or if no vendor is left.
    """
    from partnercheck.workspace.read_vendor import description_of

    if not arguments.vendors and not arguments.where and not arguments.missing:
        raise UserError("name the vendors, or choose them with --where CONDITION")
    descriptions = [
        description_of(workspace, each)
        for each in chosen_by(workspace, arguments.vendors, arguments, context, is_change=True)
    ]
    if not arguments.vendors and not names_archived(arguments):
        descriptions = [each for each in descriptions if each.vendor.archived is None]
    if not descriptions:
        raise UserError("no vendor meets these conditions, so nothing was changed")
    return descriptions
