"""Names that are nearly those of known people, so that one person does not become two.

Known are the people in `people.toml`, and whoever has answered: on our side about any vendor, on a
vendor's side about that vendor. Only file names are listed to find them, and only the file of a
near match is read, so that asking costs next to nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path

from partnercheck.base.records import Perspective
from partnercheck.base.text import clean, one_line, slug, tidy_name
from partnercheck.storage.parse import read
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.people import read_people
from partnercheck.workspace.read_vendor import toml_files, vendor_ids
from partnercheck.workspace.readers import RESPONSE_FILE

# One letter more, less or other in a name of nine; two short names of four letters are two people.
NEAR = 0.88


def near_name(
    workspace: Workspace,
    side: Perspective,
    vendor_id: str,
    name: str,
    others: Iterable[str] = (),
) -> str:
    """Return the known name that was probably meant; empty if the name is known, or like none.

    `others` are further names that are known, such as those of owners.
    """
    name = tidy_name(name)
    people = (read_people(workspace, vendor_id) if side == "vendor" else workspace.people).people
    known = {slug(person.name): person.name for person in people.values()}
    files = dict(_answers(workspace, side, vendor_id))
    wanted = slug(name)
    if not wanted or wanted in files or wanted in known:
        return ""
    # Only now: the names of owners take longer to find than those of files.
    known |= {slug(each): each for each in others}
    if wanted in known:
        return ""
    near = difflib.get_close_matches(wanted, [*known, *files], 1, NEAR)
    if not near:
        return ""
    return known.get(near[0]) or _respondent(workspace, files[near[0]])


def _answers(workspace: Workspace, side: Perspective, vendor_id: str) -> Iterator[tuple[str, Path]]:
    """Yield the respondent's id in the names of answer files, with the file."""
    for each in [vendor_id] if side == "vendor" else vendor_ids(workspace):
        folder = workspace.root / "vendors" / each
        try:
            rounds = sorted(path for path in folder.iterdir() if path.is_dir())
        except OSError:
            continue
        for round_folder in rounds:
            for name in toml_files(round_folder):
                match = RESPONSE_FILE.fullmatch(name)
                if match and match[1] == side:
                    yield match[2], round_folder / name


def _respondent(workspace: Workspace, path: Path) -> str:
    """Return the name in an answer file; empty if the file cannot be read."""
    named = (read(path, file_name(workspace, path)).data or {}).get("respondent", "")
    return one_line(clean(named)) if isinstance(named, str) else ""
