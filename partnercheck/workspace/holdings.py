"""The vendors, open key goals and open promises of a person, and handing them over to another."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from msgspec.structs import replace

from partnercheck.base.english import listed, plural
from partnercheck.base.records import Vendor
from partnercheck.base.text import name_key
from partnercheck.workspace.editing import save_vendor
from partnercheck.workspace.goals import open_goals, save_goal
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.promises import open_promises, save_promise
from partnercheck.workspace.read_vendor import VendorFiles, read_vendor


class Holding(NamedTuple):
    """A vendor, goal or promise for which a person is responsible."""

    vendor: Vendor
    kind: Literal["vendor", "goal", "promise"]
    key: str = ""  # the key of the goal or promise
    text: str = ""  # the title of the goal, or the text of the promise

    def __str__(self) -> str:
        """Describe the holding, as in `promise "Send the plan" (Acme Logistics)`."""
        if self.kind == "vendor":
            return f"vendor {self.vendor.name}"
        return f'{self.kind} "{self.text}" ({self.vendor.name})'

    def command(self, vendor_id: str, name: str) -> str:
        """Return the command that hands this over to a person; an empty `vendor_id` means ours."""
        if self.kind == "vendor":
            words = ["edit", self.vendor.id, "--owner", name]
        elif self.kind == "goal":
            option = "--owner-them" if vendor_id else "--owner-us"
            words = ["goals", self.vendor.id, "--edit", self.key, option, name]
        else:
            words = ["promises", self.vendor.id, "--edit", self.key, "--owner", name]
        return shlex.join(["partnercheck", *words])


def holdings(vendors: Iterable[VendorFiles], vendor_id: str, name: str) -> Iterator[Holding]:
    """Yield what a person is responsible for; `vendor_id` is the person's vendor, empty for ours.

    Archived vendors, settled goals and settled promises are left out.
    """
    key, side = name_key(name), "vendor" if vendor_id else "buyer"
    for files in vendors:
        vendor = files.vendor
        if vendor.archived is not None or (vendor_id and vendor.id != vendor_id):
            continue
        if not vendor_id and name_key(vendor.owner) == key:
            yield Holding(vendor, "vendor")
        for goal_id, goal in open_goals(files.goals).items():
            if name_key(goal.owner_vendor if vendor_id else goal.owner_buyer) == key:
                yield Holding(vendor, "goal", goal_id, goal.title)
        for promise_id, promise in open_promises(files.promises).items():
            if promise.by == side and name_key(promise.owner) == key:
                yield Holding(vendor, "promise", promise_id, promise.text)


def hand_over(workspace: Workspace, vendor_id: str, held: Holding, name: str) -> None:
    """Make another person responsible for something. Raises UserError."""
    files = read_vendor(workspace, held.vendor.id)
    vendor = files.vendor
    if held.kind == "vendor":
        save_vendor(workspace, vendor, replace(vendor, owner=name))
    elif held.kind == "goal":
        goal = files.goals[held.key]
        field = "owner_vendor" if vendor_id else "owner_buyer"
        save_goal(workspace, vendor, held.key, goal, replace(goal, **{field: name}))
    else:
        promise = files.promises[held.key]
        save_promise(workspace, vendor, held.key, promise, replace(promise, owner=name))


def held_in_words(held: Iterable[Holding]) -> str:
    """Return what a person is responsible for in numbers, such as `2 vendors and 1 promise`."""
    kinds = [each.kind for each in held]
    names = [kind for kind in ("vendor", "goal", "promise") if kind in kinds]
    return listed([plural(kinds.count(kind), kind) for kind in names])
