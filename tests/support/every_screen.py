"""A way to every screen there is, key by key, on a workspace that has something on each."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import NamedTuple

from textual.pilot import Pilot

import partnercheck.app
from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.page import Page
from partnercheck.exchange.form_answering import FormFile
from partnercheck.exchange.requests import Request, write_request
from partnercheck.workspace.open import open_workspace
from tests.support.screens import TODAY, sample_workspace

CONFLICT = """\
format = 1
instrument = "partnership"
vendor = "acme-logistics"
round = "2026-q4"
perspective = "buyer"
respondent = "Bob"

[answers.culture-decisions]
<<<<<<< ours
score = 1
=======
score = 4
>>>>>>> theirs
"""
CONFLICTED = "vendors/acme-logistics/2026-q4/buyer.bob.partnership.toml"
SAVE = "ctrl+s"

# The screens that a form opens, which no workspace has.
OF_A_FORM = ("RespondentScreen",)
WAYS: Mapping[str, Sequence[str]] = {
    "PortfolioScreen": [],
    "NextScreen": ["N"],
    "ChooseScreen": ["f"],
    "HelpScreen": ["question_mark"],
    "GlossaryScreen": ["f2"],
    "CompareScreen": ["c"],
    "MapScreen": ["c", "m"],
    "SetupScreen": ["a"],
    "AssessScreen": ["a", *"Ann", SAVE],
    "ItemsScreen": ["a", *"Ann", SAVE, "Q"],
    "RulesScreen": ["a", *"Ann", SAVE, "r"],
    "LinesScreen": ["enter", "y"],
    "VendorScreen": ["enter"],
    "AgendaScreen": ["enter", "A"],
    "DecideScreen": ["enter", "d"],
    "RequestScreen": ["enter", "F"],
    "GoalsScreen": ["enter", "K"],
    "GoalForm": ["enter", "K", "enter"],
    "MeetingsScreen": ["enter", "M"],
    "MeetingForm": ["enter", "M", "plus"],
    "PeopleScreen": ["enter", "W"],
    "PersonForm": ["enter", "W", "enter"],
    "PromisesScreen": ["enter", "P"],
    "PromiseForm": ["enter", "P", "enter"],
    "PickPersonScreen": ["a", "ctrl+n"],
    "PickPeopleScreen": ["space", "S", "ctrl+n"],
    "PlaceScreen": ["enter", "O"],
    "CadenceForm": ["enter", "M", "C"],
    "ResolveScreen": ["enter", "exclamation_mark"],
    "ImportScreen": ["I"],
    "WhoScreen": ["space", "S"],
    "AskScreen": ["enter", "A", "X"],
    "SessionScreen": ["space", "S", *"Bea, Carl", "enter"],
    "VendorForm": ["plus"],
    "ExportScreen": ["X"],
    "WrittenScreen": ["X", SAVE],
    "RespondentScreen": [],
}


class Open(NamedTuple):
    """The program with a screen open."""

    app: PartnerCheck
    pilot: Pilot[None]

    @property
    def screen(self) -> Page[object]:
        """The screen."""
        assert isinstance(self.app.screen, Page)
        return self.app.screen


@asynccontextmanager
async def on(
    name: str,
    root: Path,
    size: tuple[int, int] = (80, 24),
    theme: str = "",
    change: Callable[[Path], None] = lambda root: None,
    keys: Sequence[str] | None = None,
) -> AsyncIterator[Open]:
    """A screen by the name of its class, reached as a person reaches it.

    `change` changes the samples first; `keys` are pressed instead of those of `WAYS`.
    """
    sample_workspace(root)
    change(root)
    (root / CONFLICTED).write_text(CONFLICT)
    workspace = open_workspace(root)
    app = PartnerCheck(workspace, TODAY)
    if name in OF_A_FORM:
        form = write_request(workspace, "acme-logistics", Request(), TODAY)
        form_file = FormFile(form)
        app = PartnerCheck(form_file.workspace, TODAY, form_file)
    if theme:
        app.theme = theme
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        way = WAYS[name] if keys is None else keys
        await pilot.press(*("space" if key == " " else key for key in way))
        await pilot.pause()
        assert type(app.screen).__name__ == name
        yield Open(app, pilot)


def names() -> list[str]:
    """The screens there are, but those that others are built upon."""
    return sorted(every_screen())


def every_screen() -> dict[str, type[Page[object]]]:
    """The classes of screens there are, but those that are only built upon."""
    found: list[type[Page[object]]] = []
    for module in walk_packages(partnercheck.app.__path__, "partnercheck.app."):
        import_module(module.name)
    left = list(Page.__subclasses__())
    while left:
        found.append(left.pop())
        left += found[-1].__subclasses__()
    return {each.__name__: each for each in found if not each.__subclasses__()}
