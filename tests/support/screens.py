"""Looking at the screens as a person does: what is shown, and pressing what is offered."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.widgets.lines import Lines
from partnercheck.assessing.start import Start
from partnercheck.base.records import Settings, Vendor
from partnercheck.commands.demo import copy
from partnercheck.workspace.open import init, open_workspace
from partnercheck.workspace.vendors import add_vendor

TODAY = dt.date(2026, 11, 24)


def seen(app: PartnerCheck) -> str:
    """Everything that the screen shows, widget by widget, line by line."""
    shown: list[str] = []
    for widget in app.screen.query("*"):
        if not widget.display or not widget.size.height:
            continue
        if isinstance(widget, Lines):
            lines = widget.lines[: widget.size.height]
            shown += ["".join(span.text for span in line) for line in lines]
        elif isinstance(widget, Input):
            shown.append(widget.value or widget.placeholder)
        elif isinstance(widget, TextArea):
            shown.append(widget.text)
    return "\n".join(shown)


@asynccontextmanager
async def opened(
    root: Path, start: Start | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[PartnerCheck, Pilot[None]]]:
    """The program, open on a workspace."""
    app = PartnerCheck(open_workspace(root), TODAY, start)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def go_to(app: PartnerCheck, pilot: Pilot[None], text: str) -> None:
    """Move the cursor down to the first row with a text on its first line."""
    for _ in range(200):
        if any("▸" in row and text in row for row in seen(app).splitlines()):
            return
        await pilot.press("down")
    raise AssertionError(f"no row says {text}: {seen(app)}")


async def choose(app: PartnerCheck, pilot: Pilot[None], key: str, label: str) -> None:
    """Open a list with a key, and take the row with this label."""
    await pilot.press(key)
    await take(app, pilot, label)


async def take(app: PartnerCheck, pilot: Pilot[None], label: str) -> None:
    """Take the row with this label from a list of options."""
    await pilot.press("home")
    await go_to(app, pilot, f" {label} ")
    await pilot.press("enter")


async def typed(pilot: Pilot[None], text: str) -> None:
    """Type a text, key by key."""
    await pilot.press(*("space" if char == " " else char for char in text))


def small_workspace(root: Path) -> Path:
    """A workspace with one vendor, Acme Logistics."""
    init(root, Settings(organisation="Northwind Foods"))
    add_vendor(open_workspace(root), Vendor(name="Acme Logistics"))
    return root


def sample_workspace(root: Path) -> Path:
    """A copy of the samples."""
    copy(resources.files("partnercheck") / "demo" / "workspace", root)
    return root


def jam(root: Path) -> None:
    """Make every save in a workspace fail, as a disk does that is gone."""
    folder = root / ".partnercheck"
    folder.rename(root / ".away")
    folder.write_text("")


def free(root: Path) -> None:
    """Let saves succeed again."""
    (root / ".partnercheck").unlink()
    (root / ".away").rename(root / ".partnercheck")


ALICE = Start("acme-logistics", perspective="buyer", respondent="Alice Moreau")


def alices_file(root: Path) -> Path:
    """Where Alice's answers about Acme Logistics are."""
    folder = root / "vendors" / "acme-logistics" / "2026-q4"
    return folder / "buyer.alice-moreau.partnership.toml"
