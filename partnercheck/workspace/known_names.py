"""Known names, and finding names that are nearly the same, so that one person does not become two.

The known names are those of people in `people.toml`, of people who have answered, and of the owners
of vendors. Our people are known for every vendor, a vendor's people only for that vendor. To find
who has answered, only file names are listed, and only the file of a near match is read, so that a
look-up costs next to nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path

from partnercheck.base.records import PERSPECTIVES, Perspective
from partnercheck.base.text import clean, name_key, one_line, slug, sort_key, tidy_name
from partnercheck.storage.parse import read
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.people import read_people
from partnercheck.workspace.read_vendor import read_description, toml_files, vendor_ids
from partnercheck.workspace.readers import RESPONSE_FILE

# The least similarity of near names: one letter added, missing or different in a name of nine
# letters. So two similar names of four letters are two people.
NEAR = 0.88


def near_name(workspace: Workspace, side: Perspective | None, vendor_id: str, name: str) -> str:
    """Return the known name that was probably meant; empty if the name is known or no name is near.

    If no side is given, names of both sides are considered.
    """
    sides = PERSPECTIVES if side is None else (side,)
    known: dict[str, str] = {}
    files: dict[str, Path] = {}
    for perspective in sides:
        listed = read_people(workspace, vendor_id) if perspective == "vendor" else workspace.people
        known |= {slug(person.name): person.name for person in listed.people.values()}
        files |= dict(_answers(workspace, perspective, vendor_id))
    wanted = slug(tidy_name(name))
    if not wanted or wanted in files or wanted in known:
        return ""
    # Owners come last, because their names take longer to find than the names of files.
    if "buyer" in sides:
        known |= {slug(owner): owner for owner in _owners(workspace)}
    if wanted in known:
        return ""
    near = difflib.get_close_matches(wanted, [*known, *files], 1, NEAR)
    if not near:
        return ""
    return known.get(near[0]) or _respondent(workspace, files[near[0]])


def is_near(name: str, known: str) -> bool:
    """Return whether a name differs from a known name, but so little that it may be meant."""
    name_slug, other = slug(tidy_name(name)), slug(known)
    return name_slug != other and bool(difflib.get_close_matches(name_slug, [other], 1, NEAR))


def longer_name(name: str, names: Iterable[str]) -> str:
    """Return the only name that begins with the words of `name`; empty if none or several do.

    So "Alice" finds "Alice Moreau", but a name that is itself among the names finds nothing.
    """
    typed = name_key(name)
    keys = {name_key(each): each for each in names}
    if not typed or typed in keys:
        return ""
    longer = [each for key, each in keys.items() if key.startswith(f"{typed} ")]
    return longer[0] if len(longer) == 1 else ""


def sides_of(workspace: Workspace, vendor_id: str, name: str) -> list[Perspective]:
    """Return the sides on which somebody of this name is known."""
    key = name_key(tidy_name(name))
    return [
        side
        for side in PERSPECTIVES
        if key in map(name_key, known_names(workspace, side, vendor_id))
    ]


def known_names(
    workspace: Workspace, side: Perspective | None, vendor_id: str, owners: Iterable[str] = ()
) -> list[str]:
    """Return the names to choose from, sorted, without the names of people who have left.

    `owners` are owners of vendors, if the caller already has them.
    """
    names: dict[str, str] = {}
    leavers: set[str] = set()
    for perspective in PERSPECTIVES if side is None else (side,):
        people, _ = read_people(workspace, vendor_id if perspective == "vendor" else "")
        leavers |= {slug(person.name) for person in people.values() if person.left}
        names |= {slug(person.name): person.name for person in people.values()}
        for key, path in _answers(workspace, perspective, vendor_id):
            if key not in names:
                names[key] = _respondent(workspace, path)
        if perspective == "buyer":
            names |= {slug(owner): owner for owner in owners if slug(owner) not in names}
    return sorted(
        (name for key, name in names.items() if name and key not in leavers), key=sort_key
    )


def _answers(workspace: Workspace, side: Perspective, vendor_id: str) -> Iterator[tuple[str, Path]]:
    """Yield the respondent's id from the name of each answer file, with the file's path."""
    for vendor in [vendor_id] if side == "vendor" else vendor_ids(workspace):
        folder = workspace.root / "vendors" / vendor
        try:
            rounds = sorted(path for path in folder.iterdir() if path.is_dir())
        except OSError:
            continue
        for round_folder in rounds:
            for name in toml_files(round_folder):
                match = RESPONSE_FILE.fullmatch(name)
                if match and match[1] == side:
                    yield match[2], round_folder / name


def _owners(workspace: Workspace) -> Iterator[str]:
    """Yield the owners of vendors, who are our people; each vendor is read only when needed."""
    for vendor in vendor_ids(workspace):
        if owner := read_description(workspace, vendor).vendor.owner:
            yield owner


def _respondent(workspace: Workspace, path: Path) -> str:
    """Return the name in an answer file; empty if the file cannot be read."""
    named = (read(path, file_name(workspace, path)).data or {}).get("respondent", "")
    return one_line(clean(named)) if isinstance(named, str) else ""
