"""Each change on screen writes the same bytes as the command that makes it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from partnercheck.app.shared.widgets.form import Choice
from tests.support.dated_program import Desk
from tests.support.screens import TODAY, opened, sample_workspace

ACME = "acme-logistics"
FREEZE, ACCESS = "freeze-the-orders-at-15-00", "give-the-depot-write-access-to-the"
BOARD = {"by": "The board", "reason": "Three good years", "dissent": "Tom: too early"}
# What is typed into the fields of a form, by their ids.
Fields = Mapping[str, str]
Command = Sequence[str]


class Case(NamedTuple):
    """A change: keys and fields on screen from the portfolio on, and the commands that make it."""

    name: str
    screen: Sequence[str | Fields]
    commands: Sequence[Command]
    before: Sequence[Command] = ()  # what both workspaces begin with


def edit(fields: Fields, *options: str) -> Case:
    """A field of a vendor, changed in the form that R opens."""
    return Case(f"edit {', '.join(fields)}", ["R", fields, "ctrl+s"], [["edit", ACME, *options]])


def promise(name: str, keys: Sequence[str | Fields], *options: str) -> Case:
    """The promises with Acme; those that are open come first, the earliest due on top."""
    return Case(name, ["enter", "P", *keys], [["promises", ACME, *options]])


def goal(name: str, keys: Sequence[str | Fields], *options: str) -> Case:
    """The key goals with Acme, of which one was dropped, so that another can be agreed on."""
    before = [["goals", ACME, "--drop", "waste-in-transit"]]
    return Case(name, ["enter", "K", *keys], [["goals", ACME, *options]], before)


EDYTA = ["people", ACME, "--add", "Edyta Maj", "--email", "edyta@acme.example"]


def people(name: str, keys: Sequence[str | Fields], *commands: Command) -> Case:
    """The people about Acme, of whom Edyta Maj is listed; she comes first."""
    return Case(name, ["enter", "W", *keys], [["people", *each] for each in commands], [EDYTA])


DECIDED = ["decide", ACME, "--class", "near-partner", "--by=The board"]
DECIDED += ["--reason=Three good years", "--dissent=Tom: too early", "--new-name"]
DECIDE: Sequence[str | Fields] = ["enter", "d", {"decided": "near-partner", **BOARD}, "ctrl+s"]
ARCHIVE = ["archive", ACME]

CASES: Sequence[Case] = (
    edit({"name": "Acme Fleet"}, "--name", "Acme Fleet"),
    edit({"supplies": "Trucks"}, "--supplies", "Trucks"),
    edit({"line": "frozen goods"}, "--line", "frozen goods"),
    edit({"value_chain": ""}, "--value-chain", ""),
    edit({"owner": "Tom Okafor"}, "--owner", "Tom Okafor"),
    edit({"contact": "jonas@acme.example"}, "--contact", "jonas@acme.example"),
    edit({"since": "2018-03-01"}, "--since", "2018-03-01"),
    edit({"tags": "critical, night"}, "--tag", "night", "--untag", "chilled"),
    edit({"stage": "candidate"}, "--stage", "candidate"),
    edit({"target": "near-partner"}, "--target", "near-partner"),
    edit({"target_why": "Enough for now."}, "--target-why", "Enough for now."),
    edit({"serves": "people"}, "--serves", "people"),
    edit({"objective": "Fewer stops"}, "--objective", "Fewer stops"),
    edit({"benefit_buyer": "Less waste"}, "--benefit-us", "Less waste"),
    edit({"benefit_vendor": ""}, "--benefit-them", ""),
    edit({"charter": "https://files.example.org/annex"}, "--charter",
         "https://files.example.org/annex"),
    edit({"meets": "month"}, "--meets", "month"),
    edit({"fact-spend": "1300000.5"}, "--set", "spend=1300000.5"),
    edit({"fact-contract_end": "2028-03-31"}, "--set", "contract_end=2028-03-31"),
    edit({"fact-criticality": ""}, "--unset", "criticality"),
    edit({"facts": "region = north; renewed = true; code = \"0042\""}, "--set", "region=north",
         "--set", "renewed=true", "--set", 'code="0042"'),
    edit({"owner": "", "target": "", "fact-spend": "1", "line": "x"}, "--owner", "", "--target",
         "", "--set", "spend=1", "--line", "x"),
    Case(
        "add with facts",
        ["plus", {"name": "Ørsted & Søn", "supplies": "Cables", "owner": "Alice Moreau",
               "since": "2019", "tags": "near, small", "stage": "candidate",
               "target": "steady-supplier", "target_why": "Standard parts", "meets": "quarter",
               "facts": "spend = 120000; contract_end = 2027-03-31; risk = high"}, "ctrl+s"],
        [["add", "Ørsted & Søn", "--supplies", "Cables", "--owner", "Alice Moreau", "--since",
          "2019", "--tag", "near", "--tag", "small", "--candidate", "--target", "steady-supplier",
          "--target-why", "Standard parts", "--meets", "quarter", "--set", "spend=120000", "--set",
          "contract_end=2027-03-31", "--set", "risk=high"]],
    ),
    Case("archive", ["H"], [ARCHIVE]),
    Case("restore", ["ctrl+a", "home", "H"], [["restore", ACME]], [ARCHIVE]),
    Case("archive and Ctrl+Z", ["H", "ctrl+z"], [ARCHIVE, ["restore", ACME]]),
    Case("remove", ["delete", "down", "enter"], [["remove", ACME, "--yes"]]),
    Case(
        "remove and Ctrl+Z",
        ["delete", "down", "enter", "ctrl+z"],
        [["remove", ACME, "--yes"], ["restore", ACME]],
    ),
    promise(
        "promise add",
        ["plus", {"text": "Send the plan", "by": "vendor", "owner": "Edyta Maj",
               "due": "2026-12-20"}, "ctrl+s"],
        *("--add", "Send the plan", "--by", "vendor", "--owner", "Edyta Maj"),
        *("--due", "2026-12-20"),
    ),
    promise(
        "promise add for a past day",
        ["plus", {"text": "Send the plan", "made": "2026-10-06"}, "ctrl+s"],
        *("--add", "Send the plan", "--by", "us", "--made", "2026-10-06"),
    ),
    promise(
        "promise edit",
        ["enter", {"text": "Give write access", "by": "vendor", "owner": "", "made": "2026-10-01",
                   "due": "2026-12-31"}, "ctrl+s"],
        *("--edit", ACCESS, "--text", "Give write access", "--by", "vendor", "--owner", ""),
        *("--made", "2026-10-01", "--due", "2026-12-31"),
    ),
    promise("promise without a day", ["enter", {"due": ""}, "ctrl+s"], "--edit", ACCESS, "--due",
            ""),
    promise("promise tick", ["space"], "--kept", ACCESS),
    promise("promise drop", ["down", "minus"], "--dropped", FREEZE),
    Case(
        "promise tick late",
        ["enter", "P", "space"],
        [["promises", ACME, "--late", ACCESS]],
        [["promises", ACME, "--edit", ACCESS, "--due", "2026-11-20"]],
    ),
    Case(
        "promise open again",
        ["enter", "P", "space", "ctrl+z", "space", "space"],
        [["promises", ACME, "--kept", ACCESS], ["promises", ACME, "--reopen", ACCESS]],
    ),
    people(
        "people add theirs",
        [
            "plus",
            {"name": "Jane Doe", "level": "management", "email": "jane@acme.example"},
            "ctrl+s",
        ],
        [ACME, "--add", "Jane Doe", "--level", "management", "--email", "jane@acme.example"],
    ),
    people(
        "people add ours",
        ["plus", {"name": "The board", "side": "buyer"}, "ctrl+s"],
        ["--add", "The board"],
    ),
    people(
        "people edit",
        ["enter", {"level": "operations", "email": ""}, "ctrl+s"],
        [ACME, "--add", "Edyta Maj", "--level", "operations", "--email", ""],
    ),
    people("people leave", ["minus"], [ACME, "--left", "Edyta Maj"]),
    people("people leave without being listed", ["down", "minus"], [ACME, "--left", "Jonas Reed"]),
    people(
        "people leave and Ctrl+Z",
        ["minus", "ctrl+z"],
        [ACME, "--left", "Edyta Maj"],
        [ACME, "--left", "Edyta Maj", "--on", ""],
    ),
    people("people remove", ["delete"], [ACME, "--remove", "Edyta Maj"]),
    people(
        "people remove and Ctrl+Z",
        ["delete", "ctrl+z"],
        [ACME, "--remove", "Edyta Maj"],
        EDYTA[1:],
    ),
    goal(
        "goal add",
        ["plus", {"title": "Fewer late trucks", "period": "month", "due": "2026-12-15",
               "gain_buyer": "Full shelves", "gain_vendor": "Less waiting",
               "owner_buyer": "Tom Okafor", "owner_vendor": "Edyta Maj", "note": "North first"},
         "ctrl+s"],
        *("--add", "Fewer late trucks", "--period", "month", "--due", "2026-12-15"),
        *("--gain-us", "Full shelves", "--gain-them", "Less waiting", "--owner-us", "Tom Okafor"),
        *("--owner-them", "Edyta Maj", "--note", "North first"),
    ),
    goal(
        "goal edit",
        ["enter", {"title": "Order freeze", "period": "week", "due": "2026-12-20",
                   "gain_buyer": "", "owner_buyer": "Alice Moreau", "note": ""}, "ctrl+s"],
        *("--edit", "order-freeze-at-15-00", "--title", "Order freeze", "--period", "week"),
        *("--due", "2026-12-20", "--gain-us", "", "--owner-us", "Alice Moreau", "--note", ""),
    ),
    goal("goal done", ["space"], "--done", "order-freeze-at-15-00"),
    goal("goal drop", ["down", "minus"], "--drop", "one-list-of-lessons"),
    goal("goal again", ["space", "T"], "--again", "order-freeze-at-15-00")._replace(
        commands=[["goals", ACME, "--done", "order-freeze-at-15-00"],
                  ["goals", ACME, "--again", "order-freeze-at-15-00"]],
    ),
    Case(
        "meeting add",
        ["enter", "M", "plus", {"present": "Alice Moreau, Edyta Maj", "decided": "A trial",
                             "we": "Send the plan", "they": "Name a deputy; Call",
                             "next": "2027-01-15"}, "ctrl+s"],
        [["meetings", ACME, "--add", "--present", "Alice Moreau,Edyta Maj", "--decided", "A trial",
          "--we", "Send the plan", "--they", "Name a deputy", "--they", "Call", "--next",
          "2027-01-15"]],
    ),
    Case("how often to meet", ["enter", "M", "C", {"meets": "week"}, "ctrl+s"],
         [["meetings", ACME, "--every", "week"]]),
    Case("decide", DECIDE, [DECIDED]),
    Case("decide and Ctrl+Z", [*DECIDE, "ctrl+z"], [DECIDED, ["decide", ACME, "--undo"]]),
    Case(
        "decide again",
        ["enter", "d", {"decided": "partner", "reason": "A fourth"}, "ctrl+s"],
        [["decide", ACME, "--class", "partner", "--by", "The board", "--reason", "A fourth",
          "--dissent", "Tom: too early", "--replace", "--new-name"]],
        [DECIDED],
    ),
)  # fmt: skip


def files(root: Path) -> dict[str, bytes]:
    """Every file of a workspace, with those that were removed; not the lock's own."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name not in ("lock", ".gitignore")
    }


async def fill(pilot: Pilot[None], fields: Fields) -> None:
    """Fill in fields of a form as a person does who goes from one to the next."""
    for field, value in fields.items():
        widget = pilot.app.screen.query_one(f"#{field}")
        pilot.app.screen.set_focus(widget)
        if isinstance(widget, Choice):
            while widget.value != value:
                await pilot.press("right")
            continue
        assert isinstance(widget, Input)
        await pilot.press("ctrl+a", "ctrl+k")
        await pilot.press(*("space" if char == " " else char for char in value))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
async def test_a_change_on_screen_writes_what_the_command_writes(
    tmp_path: Path, case: Case
) -> None:
    on_screen = Desk(sample_workspace(tmp_path / "one"), TODAY)
    for command in case.before:
        on_screen(*command)
    by_command = Desk(Path(shutil.copytree(on_screen.root, tmp_path / "two")), TODAY)
    before = files(by_command.root)
    for command in case.commands:
        by_command(*command)
    async with opened(on_screen.root, size=(100, 40)) as (_, pilot):
        for step in case.screen:
            if isinstance(step, str):
                await pilot.press(step)
                await pilot.pause()
            else:
                await fill(pilot, step)
    assert files(on_screen.root) == files(by_command.root)
    is_undone = "Ctrl+Z" in case.name or case.name == "promise open again"
    assert (files(by_command.root) == before) == is_undone
