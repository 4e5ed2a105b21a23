"""Files removed and added on two branches: no answer is lost, or filed for another owner."""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import tomli
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from partnercheck.base.text import slug
from tests.support.clones import git, look_for_renames, program

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
VENDORS = ("Acme Logistics", "Borealis Freight")
PEOPLE = ("Bob", "Alice", "Zoe", "Zoë")
ITEMS = tuple(f"item-{number}" for number in range(12))
ANSWERED = ITEMS[::6]
Data = dict[str, Any]


class Owner(NamedTuple):
    """A vendor, or a person who answers about it."""

    vendor: str
    person: str = ""

    @property
    def path(self) -> str:
        folder = f"vendors/{slug(self.vendor)}"
        if not self.person:
            return f"{folder}/vendor.toml"
        return f"{folder}/2026-q4/buyer.{slug(self.person)}.partnership.toml"

    @property
    def tag(self) -> str:
        return f"{self.person} about {self.vendor}: "


OWNERS = [
    *(Owner(vendor) for vendor in VENDORS),
    *(Owner(vendor, person) for vendor in VENDORS for person in PEOPLE),
]


def new_file(owner: Owner) -> Data:
    if not owner.person:
        return {"name": owner.vendor, "supplies": "Freight, by road and rail", "owner": "Robin"}
    identity = {"vendor": slug(owner.vendor), "round": "2026-q4", "perspective": "buyer"}
    header = {"format": 1, "instrument": "partnership", **identity, "respondent": owner.person}
    return {**header, "form": "full", "answers": {item: {} for item in ITEMS}}


def owner_of(data: Data) -> Owner:
    if "name" in data:
        return Owner(data["name"])
    (vendor,) = (each for each in VENDORS if slug(each) == data["vendor"])
    return Owner(vendor, data["respondent"])


def values(data: Data | None, owner: Owner) -> dict[str, Any]:
    """What a version says of its owner, by item; nothing if it is somebody else's."""
    if data is None or owner_of(data) != owner:
        return {}
    if not owner.person:
        pair = {key: data[key] for key in ("target", "target_why") if key in data}
        return {"target": pair} if pair else {}
    return {item: answer for item, answer in data["answers"].items() if answer}


def begin(root: Path, chance: random.Random) -> None:
    """One description and one response, both with a value."""
    for owners in (OWNERS[: len(VENDORS)], OWNERS[len(VENDORS) :]):
        write(root, with_a_value(new_file(chance.choice(owners)), chance, "begin"))


def change(root: Path, chance: random.Random, sign: str) -> None:
    """Put other people's and vendors' files in the place of some; change single fields."""
    for path in sorted(root.glob("vendors/**/*.toml")):
        data = tomli.loads(path.read_text())
        owner = owner_of(data)
        if chance.random() < 0.6:
            path.unlink()
            others = [each for each in OWNERS if bool(each.person) == bool(owner.person)]
            data = new_file(chance.choice(others))
        for _ in range(chance.randint(0, 2)):
            data = with_a_value(data, chance, sign)
        write(root, data)


def with_a_value(data: Data, chance: random.Random, sign: str) -> Data:
    """Change a number, of which there are few, or a text, which says whose it is."""
    owner = owner_of(data)
    table = data["answers"][chance.choice(ANSWERED)] if owner.person else data
    number, text = ("score", "evidence") if owner.person else ("target", "target_why")
    if chance.random() < 0.7:
        table[number] = chance.choice([1, 2])
    else:
        table[text] = f"{owner.tag}{sign}"
    return data


def write(root: Path, data: Data) -> None:
    path = root / owner_of(data).path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps(data))


def commit(root: Path, about: str) -> None:
    assert git(root, "add", "-A").code == 0
    assert git(root, "commit", "-q", "--allow-empty", "-m", about).code == 0


def version(root: Path, revision: str, path: str) -> Data | None:
    shown = git(root, "show", f"{revision}:{path}")
    return tomli.loads(shown.out) if shown.code == 0 else None


def check_path(path: str, versions: list[Data | None], merged: Data | None, clean: bool) -> None:
    """A merged file holds what one side says of its owner; a clean merge has every change."""
    owners = {owner_of(data) for data in (*versions[1:], merged) if data is not None}
    for owner in owners:
        before, ours, theirs = (values(data, owner) for data in versions)
        found = values(merged, owner)
        for item, value in found.items():
            assert value in (ours.get(item), theirs.get(item)), f"{path}: {item}, {value}"
            text = value.get("evidence", value.get("target_why"))
            assert text is None or text.startswith(owner.tag), f"{path} of {owner} has {text}"
        for item in {*ours, *theirs}:
            changed = [
                side[item]
                for side in (ours, theirs)
                if side.get(item, before.get(item)) != before.get(item)
            ]
            if (merged is not None and owner_of(merged) == owner) or clean:
                assert all(found.get(item) == each for each in changed), f"{path}: {item} was lost"


@settings(max_examples=150 if LONG else 8, deadline=None)
@given(st.randoms(use_true_random=False), st.booleans())
def test_what_is_said_of_one_owner_is_never_filed_for_another_or_lost(
    chance: random.Random, renames: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        assert git(root, "init", "-q").code == 0
        assert program(root, "init", "--git").code == 0
        if renames:
            look_for_renames(root)
        begin(root, chance)
        commit(root, "begin")
        git(root, "branch", "other")
        for branch in ("main", "other"):
            assert git(root, "switch", "-q", branch).code == 0
            change(root, chance, branch)
            commit(root, branch)
        paths = sorted({owner.path for owner in OWNERS})
        revisions = (git(root, "merge-base", "main", "other").out.strip(), "other", "main")
        versions = {path: [version(root, each, path) for each in revisions] for path in paths}
        ran = git(root, "merge", "--no-edit", "main")
        unmerged = git(root, "ls-files", "--unmerged").out
        assert (ran.code == 0) is not bool(unmerged), ran
        for path in paths:
            if path not in unmerged:
                file = root / path
                merged = tomli.loads(file.read_text()) if file.exists() else None
                check_path(path, versions[path], merged, ran.code == 0)
