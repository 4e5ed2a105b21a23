"""Finding, opening and creating workspaces.

Layout: `partnercheck.toml`, `vendors/VENDOR/vendor.toml`, and one file per respondent at
`vendors/VENDOR/ROUND/PERSPECTIVE.RESPONDENT.QUESTIONNAIRE.toml`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Record, Settings, UnreadableError
from partnercheck.base.text import clean
from partnercheck.base.user_folders import user_folder
from partnercheck.questionnaires.read import instruments as read_instruments
from partnercheck.questionnaires.records import Instrument
from partnercheck.storage.convert import few
from partnercheck.storage.parse import read
from partnercheck.storage.save import current_text, save_text
from partnercheck.workspace.canonical import settings_table, settings_text
from partnercheck.workspace.files import folder_problem, relative_name
from partnercheck.workspace.people_files import Listed, listed_people
from partnercheck.workspace.readers import settings_of

SETTINGS_FILE = "partnercheck.toml"
# Gives every file that the program writes and people commit LF line ends, even with `autocrlf`.
ATTRIBUTES = (
    "partnercheck.toml text eol=lf merge=partnercheck",
    "glossary.toml text eol=lf merge=partnercheck",
    "people.toml text eol=lf merge=partnercheck",
    "vendors/**/*.toml text eol=lf merge=partnercheck",
    "instruments/*.toml text eol=lf",
    "schemas/*.json text eol=lf",
    ".gitattributes text eol=lf",
)


class Workspace(Record, frozen=True):
    """An opened workspace: its folder, settings, instruments and people, and their problems."""

    root: Path
    settings: Settings
    instruments: Mapping[str, Instrument]
    problems: tuple[Problem, ...] = ()  # of the settings and the instruments
    people: Listed = Listed()  # our own people

    @property
    def instrument(self) -> Instrument:
        """The instrument that gives vendors their class."""
        return self.instruments[self.settings.instrument]

    @property
    def broken(self) -> Problem | None:
        """An error in the settings, which prevents saving; None if the settings have no error."""
        errors = (p for p in self.problems if p.file == SETTINGS_FILE and p.severity == "error")
        return next(errors, None)

    def require_settings(self, done: str = "filed") -> None:
        """Raise UnreadableError if the settings have an error.

        `done` says in the message what is not possible: "nothing can be filed".
        """
        if self.broken:
            before = f"nothing can be {done} until this is corrected: "
            raise UnreadableError([self.broken], str(self.root), before)

    @property
    def writable(self) -> bool:
        """Whether answers can be saved."""
        return os.access(self.root, os.W_OK)


def find(named: str | None, environment: Mapping[str, str], start: Path) -> Path:
    """Return the workspace's folder.

    This is the folder `named`, or else the folder in PARTNERCHECK_WORKSPACE, or else the nearest
    workspace at or above `start`, or else the user's own workspace. Raises UserError if there is no
    workspace.
    """
    for origin, folder in (
        ("--workspace", named),
        ("PARTNERCHECK_WORKSPACE", environment.get("PARTNERCHECK_WORKSPACE")),
    ):
        if folder:
            if not (start / folder / SETTINGS_FILE).exists():
                raise UserError(f"{origin}: there is no {SETTINGS_FILE} in {clean(folder)}")
            return start / folder
    for above in (start, *start.parents):
        if (above / SETTINGS_FILE).exists():
            return above
    with suppress(UserError):
        own = user_folder("data")
        if (own / SETTINGS_FILE).exists():
            return own
    raise UserError(
        "there is no workspace here. `partnercheck init` creates one in this folder; "
        "`partnercheck demo` shows one with sample vendors"
    )


def open_workspace(root: Path) -> Workspace:
    """Open the workspace in a folder; problems are stored in the result, never raised."""
    folder = root / "instruments"
    instruments, problems = read_instruments(folder)
    settings, wrong = settings_of(read(root / SETTINGS_FILE, SETTINGS_FILE), instruments)
    unlisted = filter(None, [folder_problem(root, folder)])
    people = listed_people(root, root)
    return Workspace(root, settings, instruments, few((*wrong, *problems, *unlisted)), people)


def init(root: Path, settings: Settings) -> None:
    """Create a workspace in a folder, and set LF line ends for its files in git.

    Raises UserError if the folder is a workspace already, or cannot be created.
    """
    if (root / SETTINGS_FILE).exists():
        raise UserError(f"{clean(str(root))} is already a workspace")
    try:
        root.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UserError(f"{clean(str(root))} is not a folder. Name another one") from None
    except OSError as error:
        reason = f"{clean(str(root))} cannot be created: {error.strerror or error}"
        raise UserError(f"{reason}. Name another folder") from error
    text = settings_text(settings_table(settings))
    known, _ = read_instruments(root / "instruments")
    save_text(root, root / SETTINGS_FILE, text, None, lambda source: settings_of(source, known)[1])
    tell_git(root)


def tell_git(root: Path) -> None:
    """Add rules for line endings and the merge driver to `.gitattributes`; keep its other lines."""
    attributes = root / ".gitattributes"
    seen = current_text(attributes)
    ours = {line.split()[0]: line for line in ATTRIBUTES}
    earlier = {line.removesuffix(" merge=partnercheck") for line in ATTRIBUTES}
    lines = [
        ours[line.split()[0]] if line in earlier else line for line in (seen or "").splitlines()
    ]
    text = "\n".join([*lines, *(line for line in ATTRIBUTES if line not in lines)]) + "\n"
    if text != seen:
        save_text(root, attributes, text, seen)


def file_name(workspace: Workspace, path: Path) -> str:
    """Return the name that messages use for a file of the workspace."""
    return relative_name(workspace.root, path)
