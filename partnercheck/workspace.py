"""Workspaces: where they are found, what is in them, and what adds to them.

Layout: `partnercheck.toml`, `vendors/VENDOR/vendor.toml`, and one file a respondent at
`vendors/VENDOR/ROUND/PERSPECTIVE.RESPONDENT.INSTRUMENT.toml`.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

from partnercheck import rounds
from partnercheck.files.read import RESPONSE_FILE, response_of, settings_of, vendor_of
from partnercheck.files.save import current_text, save_text
from partnercheck.files.toml import read
from partnercheck.files.write import settings_table, settings_text, vendor_table, vendor_text
from partnercheck.instruments.read import instruments as read_instruments
from partnercheck.instruments.records import Instrument
from partnercheck.model import Problem, Record, Response, Settings, UserError, Vendor
from partnercheck.text import clean, is_slug, slug

SETTINGS_FILE = "partnercheck.toml"
VENDOR_FILE = "vendor.toml"


class Workspace(Record, frozen=True):
    """An opened workspace: its folder, settings, instruments, and what is wrong with them."""

    root: Path
    settings: Settings
    instruments: Mapping[str, Instrument]
    problems: tuple[Problem, ...] = ()

    @property
    def instrument(self) -> Instrument:
        """The instrument that classifies."""
        return self.instruments[self.settings.instrument]

    @property
    def writable(self) -> bool:
        """Whether answers can be saved."""
        return os.access(self.root, os.W_OK)


class Assessment(Record, frozen=True):
    """A vendor in one round: what it is, who answered, and which files were left out and why.

    `round` is empty where nobody has begun any; `rounds` are those on disk, oldest first.
    """

    vendor: Vendor
    round: str = ""
    rounds: tuple[str, ...] = ()
    responses: tuple[Response, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep a file from counting."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def find(named: str | None, environment: Mapping[str, str], here: Path) -> Path:
    """The workspace's folder: named, of the environment, nearest upward from here, or the user's.

    Raises UserError where there is none.
    """
    for origin, folder in (
        ("--workspace", named),
        ("PARTNERCHECK_WORKSPACE", environment.get("PARTNERCHECK_WORKSPACE")),
    ):
        if folder:
            if not (here / folder / SETTINGS_FILE).exists():
                raise UserError(f"{origin}: there is no {SETTINGS_FILE} in {clean(folder)}")
            return here / folder
    for above in (here, *here.parents):
        if (above / SETTINGS_FILE).exists():
            return above
    own = own_folder()
    if (own / SETTINGS_FILE).exists():
        return own
    raise UserError(
        "there is no workspace here. `partnercheck init` makes one in this folder; "
        "`partnercheck demo` shows one with sample vendors"
    )


def own_folder() -> Path:
    """The user's own workspace, used where no other is found."""
    from platformdirs import user_data_path

    return user_data_path("partnercheck", appauthor=False)


def open_workspace(root: Path) -> Workspace:
    """Open the workspace in a folder; its problems are noted, never raised."""
    found, problems = read_instruments(root / "instruments")
    settings, wrong = settings_of(read(root / SETTINGS_FILE, SETTINGS_FILE), found)
    return Workspace(root, settings, found, (*wrong, *problems))


def init(root: Path, settings: Settings) -> None:
    """Make a workspace in a folder. Raises UserError where there is one already."""
    if (root / SETTINGS_FILE).exists():
        raise UserError(f"{clean(str(root))} is a workspace already")
    save_text(root, root / SETTINGS_FILE, settings_text(settings_table(settings)), None)


def vendor_ids(workspace: Workspace, archived: bool = False) -> list[str]:
    """The ids of the vendors, in order; archived ones only where asked for."""
    try:
        folders = [entry.name for entry in os.scandir(workspace.root / "vendors") if entry.is_dir()]
    except OSError:
        return []
    ids = sorted(folder for folder in folders if not folder.startswith("."))
    if archived:
        return ids
    return [vendor_id for vendor_id in ids if not load_vendor(workspace, vendor_id)[0].archived]


def vendor_path(workspace: Workspace, vendor_id: str) -> Path:
    """Where a vendor's description is."""
    return workspace.root / "vendors" / vendor_id / VENDOR_FILE


def load_vendor(workspace: Workspace, vendor_id: str) -> tuple[Vendor, tuple[Problem, ...]]:
    """A vendor's description, and what is wrong with it."""
    path = vendor_path(workspace, vendor_id)
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    return vendor_of(read(path, _name(workspace, path)), vendor_id, classes)


def _name(workspace: Workspace, path: Path) -> str:
    return clean(path.relative_to(workspace.root).as_posix())


def load(workspace: Workspace, vendor_id: str, round_id: str = "") -> Assessment:
    """A vendor in one round, or in its latest; a broken file never hides the others."""
    vendor, problems = load_vendor(workspace, vendor_id)
    folder = workspace.root / "vendors" / vendor_id
    found, strange = _rounds(workspace, folder)
    chosen = round_id or (found[-1] if found else "")
    responses: tuple[Response, ...] = ()
    wrong: tuple[Problem, ...] = ()
    if chosen in found:
        responses, wrong = load_round(workspace, vendor_id, chosen)
    return Assessment(vendor, chosen, found, responses, (*problems, *strange, *wrong))


def _rounds(workspace: Workspace, folder: Path) -> tuple[tuple[str, ...], list[Problem]]:
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.is_dir()]
    except OSError:
        return (), []
    good = sorted(filter(rounds.is_round, names), key=rounds.period)
    strange = [
        Problem(
            _name(workspace, folder / name),
            "is not a round's folder",
            f"Rename it to a round such as {rounds.FORMS}",
        )
        for name in sorted(names)
        if name not in good and not name.startswith(".")
    ]
    return tuple(good), strange


def load_round(
    workspace: Workspace, vendor_id: str, round_id: str
) -> tuple[tuple[Response, ...], tuple[Problem, ...]]:
    """Every readable response of a vendor's round, in the order of their file names."""
    folder = workspace.root / "vendors" / vendor_id / round_id
    responses: dict[tuple[str, str, str], Response] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name == "decision.toml":
            continue
        file = _name(workspace, path)
        if not RESPONSE_FILE.fullmatch(path.name):
            what = "is not named as a response"
            todo = (
                "Name it PERSPECTIVE.RESPONDENT.INSTRUMENT.toml, as in buyer.alice.partnership.toml"
            )
            problems.append(Problem(file, what, todo))
            continue
        if not path.resolve().is_relative_to(workspace.root.resolve()):
            problems.append(Problem(file, "leads out of the workspace", "Put the file itself here"))
            continue
        place = (vendor_id, round_id, path.name)
        response, wrong = response_of(read(path, file), place, workspace.instruments)
        problems += wrong
        if response is None:
            continue
        key = (response.perspective, response.respondent.casefold(), response.instrument)
        if key in responses:
            what = f"{response.respondent} has answered in another file too"
            problems.append(Problem(file, what, "Keep one of the two files"))
            continue
        responses[key] = response
    return tuple(responses.values()), tuple(problems)


def response_path(workspace: Workspace, response: Response) -> Path:
    """Where a respondent's answers are. Raises UserError for a name without an id."""
    respondent = slug(response.respondent)
    if not is_slug(respondent) or not rounds.is_round(response.round):
        raise UserError(f'"{response.respondent}" has no letters or digits to make a file name of')
    name = f"{response.perspective}.{respondent}.{response.instrument}.toml"
    return workspace.root / "vendors" / response.vendor / response.round / name


def add_vendor(workspace: Workspace, vendor: Vendor) -> Vendor:
    """Add a vendor, with an id from its name if it has none; the vendor as added.

    Raises UserError where no id can be made, or where it is taken.
    """
    vendor_id = vendor.id or slug(vendor.name)
    if not is_slug(vendor_id):
        raise UserError(
            f'"{clean(vendor.name)}" gives no id. Choose one: lower-case letters, digits, hyphens'
        )
    taken = [load_vendor(workspace, other)[0] for other in vendor_ids(workspace, archived=True)]
    for other in taken:
        if other.id == vendor_id or other.name.casefold() == vendor.name.casefold():
            raise UserError(f'"{clean(vendor.name)}" is here already, as {other.id} ({other.name})')
    path = vendor_path(workspace, vendor_id)
    save_text(workspace.root, path, vendor_text(vendor_table(vendor)), None)
    return load_vendor(workspace, vendor_id)[0]


def rename_vendor(workspace: Workspace, vendor_id: str, name: str) -> None:
    """Give a vendor another name; its id and its files stay."""
    _change(workspace, vendor_id, {"name": name})


def archive_vendor(workspace: Workspace, vendor_id: str, on: dt.date | None) -> None:
    """Put a vendor away, or (with None) take it back; its files stay."""
    _change(workspace, vendor_id, {"archived": on})


def _change(workspace: Workspace, vendor_id: str, changes: Mapping[str, object]) -> None:
    path = vendor_path(workspace, vendor_id)
    text = current_text(path)
    source = read(path, _name(workspace, path))
    if text is None or source.data is None or vendor_text(source.data) != text:
        raise UserError(f"{_name(workspace, path)} was laid out by hand; change it in an editor")
    data = {key: value for key, value in {**source.data, **changes}.items() if value is not None}
    save_text(workspace.root, path, vendor_text(data), text)
