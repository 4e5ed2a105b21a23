"""The year that `test_a_year.py` looks at: who does what on which day, by commands and screens."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from textual.pilot import Pilot

from partnercheck.app.application import PartnerCheck
from partnercheck.workspace.open import open_workspace
from tests.journeys.answers import file_ours, fill_requests
from tests.oracle.portfolio import Counted, read_portfolio
from tests.support.awkward_lists import write_csv, write_sheet
from tests.support.clones import pulled
from tests.support.dated_program import Desk
from tests.support.running import Ran
from tests.support.screens import seen, typed

FACTS = "Annual spend (EUR)=spend,End of contract=contract_end,Criticality"
CSV_FACTS = "Umsatz 2025=spend,Vertragsende=contract_end"
FORECAST, DEPUTY = "send-the-forecast-each-week", "name-a-deputy"


class Quarter(NamedTuple):
    """The end of a quarter: the day, what the program says, and what the files say."""

    day: dt.date
    check: Ran
    report: str
    html: str
    promises: str
    vendors: list[Counted]


class Year:
    """Alice leads. Tom has a clone of his own; when he leaves, Ines works at it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: dict[str, Ran] = {}
        self.shown: dict[str, str] = {}
        self.quarters: list[Quarter] = []
        (folder / "alice").mkdir()
        self.alice = Desk(folder / "alice", dt.date(2026, 1, 12))
        self.other = Desk(folder / "ines", dt.date(2026, 1, 12))

    def on(self, month: int, day: int) -> None:
        """Both come to their desks on a day."""
        self.alice.day = self.other.day = dt.date(2026, month, day)

    @property
    def ids(self) -> list[str]:
        """The vendors in the order of their folders."""
        return sorted(path.name for path in (self.alice.root / "vendors").iterdir())

    # What they do again and again.

    def ask(self, round_id: str, due: str, vendor_ids: Sequence[str], form: str) -> list[Path]:
        """Ask vendors to answer; the forms to send."""
        folder = self.folder / f"outbox-{round_id}"
        folder.mkdir(exist_ok=True)
        words = ("--round", round_id, "--form", form, "--format", "toml", "--due", due)
        for vendor_id in vendor_ids:
            self.alice("request", vendor_id, *words, "--output", str(folder))
        return [folder / f"{each}.{round_id}.form.toml" for each in vendor_ids]

    def ours(
        self, desk: Desk, vendor_ids: Sequence[str], round_id: str, who: str, **more: Any
    ) -> None:
        """File what one of our people has answered."""
        file_ours(desk.root, desk.day, vendor_ids, round_id, who, **more)

    def share(self, about: str) -> None:
        """Both commit; Alice pulls from the other, and the other from her."""
        self.alice.commit(f"{about}, Alice")
        self.other.commit(f"{about}, the other desk")
        for desk in (self.alice, self.other):
            assert pulled(desk.root).code == 0, desk.git("status")

    def clash(self, about: str, vendor_id: str, key: str) -> None:
        """Both have changed the same thing: git refuses, and Alice decides on a screen.

        Args:
            about: What it is about, for the messages.
            vendor_id: The vendor whose file has the conflict.
            key: The screen's key that decides: w for ours, t for theirs.

        """
        self.alice.commit(f"{about}, Alice")
        self.other.commit(f"{about}, the other desk")
        self.said[about] = pulled(self.alice.root)

        async def decide(app: PartnerCheck, pilot: Pilot[None]) -> None:
            await pilot.press("exclamation_mark")
            self.shown[about] = seen(app)
            await pilot.press(key, "ctrl+s")
            await pilot.pause()
            assert "The file was written" in seen(app), seen(app)

        self.on_screen(self.alice, vendor_id, decide)
        self.alice.commit(f"{about}, decided")
        assert pulled(self.other.root).code == 0

    def on_screen(
        self,
        desk: Desk,
        vendor_id: str,
        act: Callable[[PartnerCheck, Pilot[None]], Awaitable[None]],
    ) -> None:
        """Open the screens, search for a vendor, open it, and act there."""

        async def _run() -> None:
            app = PartnerCheck(open_workspace(desk.root), desk.day)
            async with app.run_test(size=(100, 30)) as pilot:
                await pilot.pause()
                await pilot.press("slash")
                await typed(pilot, vendor_id)
                await pilot.press("enter", "enter")
                await pilot.pause()
                await act(app, pilot)

        asyncio.run(_run())

    def end_quarter(self, month: int, day: int) -> None:
        """Share everything, check it, and write the report."""
        self.on(month, day)
        self.share(f"Up to {self.alice.day}")
        self.quarters.append(
            Quarter(
                self.alice.day,
                self.alice("check", "--strict"),
                self.alice("report", "--format", "markdown").out,
                self.alice("report", "--format", "html").out,
                self.alice("promises", "--all", "--format", "csv").out,
                read_portfolio(self.alice.root),
            )
        )

    # The year.

    def begin(self) -> None:
        """The workspace, our people, and forty vendors from two lists."""
        alice = self.alice
        alice.git("init", "-q")
        alice("init", "--git", "--organisation", "Northwind Foods")
        for name, level in (("Alice Moreau", "executive"), ("Tom Okafor", "operations")):
            alice("people", "--add", name, "--level", level)
        alice("people", "--add", "Ines Lindqvist", "--email", "ines@northwind.example")
        sheet, german = self.folder / "suppliers.xlsx", self.folder / "sued.csv"
        write_sheet(sheet)
        write_csv(german)
        words = ("add", "--from", str(sheet), "--facts", FACTS)
        self.said["not confirmed"] = alice(*words, status=2)
        self.said["sheet"] = alice(*words, "--yes")
        words = ("add", "--from", str(german), "--map", "Zielklasse=target")
        self.said["csv"] = alice(*words, "--facts", CSV_FACTS, "--yes")
        alice("add", "Yarrow Crates", "--owner", "Ines Lindqvist", "--set", "spend=64000")
        alice("edit", "--where", "spend>1000000", "--set", "criticality=high", "--yes")
        alice.commit("Forty vendors")
        alice.git("clone", "-q", str(alice.root), str(self.other.root))
        self.other("init", "--git")
        alice.git("remote", "add", "origin", str(self.other.root))
        alice.git("fetch", "-q", "origin")
        alice.git("branch", "-q", "--set-upstream-to", "origin/main")

    def first_quarter(self) -> None:
        """Everybody is asked; 28 vendors answer, and our people answer for 38."""
        ids, alice, other = self.ids, self.alice, self.other
        self.on(1, 20)
        forms = self.ask("2026-q1", "2026-02-28", ids, "quick")
        self.share("Requests")
        self.on(2, 20)
        alice("import", *fill_requests(forms[:28], "Account manager"))
        self.on(3, 5)
        self.ours(alice, ids[:20], "2026-q1", "Alice Moreau")
        self.ours(other, ids[20:35], "2026-q1", "Tom Okafor")
        self.ours(other, ids[35:38], "2026-q1", "Tom Okafor", missing=4)
        self.ours(other, ids[:8], "2026-q1", "Ines Lindqvist")
        self.on(3, 10)
        for vendor_id in ids[:10]:
            meeting = ("--decided", "We start with the forecast.", "--next", "2026-06-10")
            promises = ("--we", "Send the forecast each week", "--they", "Name a deputy")
            alice("meetings", vendor_id, "--add", *meeting, *promises, "--due", "2026-05-31")
        for vendor_id in ids[:6]:
            owner = ("--owner-us", "Tom Okafor", "--gain-them", "Fewer second runs")
            alice("goals", vendor_id, "--add", "Fewer late trucks", "--due", "2026-05-15", *owner)
        alice("decide", ids[0], "--class", "supplier", "--by", "Alice Moreau", "--reason", "To see")
        self.end_quarter(3, 31)

    def second_quarter(self) -> None:
        """Tom leaves, Daniel joins; promises are kept, late and dropped; both change the same."""
        ids, alice, other = self.ids, self.alice, self.other
        self.on(5, 20)
        alice("rename", "kellaby-studio", "Kellaby Design")
        for vendor_id in ids[:5]:
            alice("promises", vendor_id, "--kept", FORECAST)
        alice("goals", ids[0], "--done", "fewer-late-trucks")
        alice("goals", ids[1], "--again", "fewer-late-trucks", "--due", "2026-12-01")
        alice("goals", ids[2], "--drop", "fewer-late-trucks")
        self.on(5, 29)
        alice("people", "--add", "Daniel Brandt", "--level", "management")
        alice("edit", "--where", "owner=Tom Okafor", "--owner", "Daniel Brandt", "--yes")
        alice("people", ids[0], "--add", "Jane Doe", "--email", "jane@vendor.example")
        other("people", ids[0], "--add", "Jonas Reed", "--level", "operations")
        self.share("Daniel joins")
        other("people", "--left", "Tom Okafor", "--to", "Daniel Brandt")
        self.share("Tom leaves")
        self.on(6, 5)
        alice("promises", ids[0], "--late", DEPUTY)
        other("promises", ids[1], "--late", DEPUTY)
        other("promises", ids[0], "--add", "Visit the depot", "--by", "us", "--due", "2026-07-15")
        other("promises", ids[2], "--dropped", DEPUTY)
        # Archived at one desk and edited at the other, and two facts of one vendor.
        other("archive", ids[12])
        alice("edit", ids[12], "--set", "spend=10000", "--line", "spare parts")
        alice("edit", ids[3], "--set", "spend=500000")
        other("edit", ids[3], "--set", "region=north", "--value-chain", "distribution")
        self.share("What both know")
        self.on_screen(alice, ids[3], self.tick)
        self.clashes(ids)
        some = [*ids[:6], *ids[28:38]]
        forms = self.ask("2026-q2", "2026-06-26", some, "quick")
        self.on(6, 25)
        alice("import", *fill_requests(forms[:13], "Account manager"))
        self.ours(alice, some, "2026-q2", "Alice Moreau")
        self.ours(other, some[5:12], "2026-q2", "Daniel Brandt")
        self.end_quarter(6, 30)

    @staticmethod
    async def tick(app: PartnerCheck, pilot: Pilot[None]) -> None:
        """Tick the first promise of a vendor, which is overdue."""
        await pilot.press("P", "space")
        await pilot.pause()
        assert "kept late" in " ".join(seen(app).split())

    def clashes(self, ids: Sequence[str]) -> None:
        """Both change a fact, a promise, a person and a goal, each in another way."""
        alice, other = self.alice, self.other
        alice("edit", ids[4], "--set", "spend=700000")
        other("edit", ids[4], "--set", "spend=710000")
        self.clash("fact", ids[4], "t")
        alice("promises", ids[5], "--late", FORECAST)
        other("promises", ids[5], "--dropped", FORECAST)
        self.clash("promise", ids[5], "w")
        alice("people", ids[0], "--add", "Jane Doe", "--email", "j.doe@vendor.example")
        other("people", ids[0], "--add", "Jane Doe", "--email", "jane.doe@vendor.example")
        self.clash("person", ids[0], "t")
        alice("goals", ids[3], "--done", "fewer-late-trucks")
        other("goals", ids[3], "--drop", "fewer-late-trucks")
        self.clash("goal", ids[3], "w")

    def third_quarter(self) -> None:
        """Contracts end, vendors come back, and people get their right names."""
        ids, alice, other = self.ids, self.alice, self.other
        self.on(7, 6)
        self.said["ended"] = alice("archive", "--where", "contract_end<2026-07", "--yes")
        archived = [line.partition("Archived ")[2] for line in self.said["ended"].out.splitlines()]
        alice("restore", next(filter(None, archived)))
        self.said["removed"] = alice("remove", ids[20], "--yes")
        alice("restore", ids[20])
        alice("remove", ids[21], "--yes")
        self.share("Contracts")
        self.on(8, 3)
        self.said["married"] = alice("people", "--rename", "Ines Lindqvist", "Ines Berg")
        alice("edit", "--where", "owner=Ines Lindqvist", "--owner", "Ines Berg", "--yes")
        self.share("Ines Berg")
        left = [each for each in self.ids if "archived" not in self.text(each)][18:29]
        forms = self.ask("2026-q3", "2026-09-15", left, "quick")
        self.on(9, 10)
        alice("import", *fill_requests(forms, "Account manager"))
        self.ours(other, left, "2026-q3", "Ines Berg")
        self.ours(other, left[:4], "2026-q3", "Danial Brandt")
        other("people", "--rename", "Danial Brandt", "Daniel Brandt")
        decision = ("--by", "Alice Moreau", "--reason", "Two good quarters")
        other("decide", left[1], "--class", "near-partner", *decision)
        self.said["undone"] = other("decide", left[1], "--undo")
        other("decide", left[1], "--class", "steady-supplier", *decision)
        self.end_quarter(9, 30)

    def text(self, vendor_id: str) -> str:
        """The description of a vendor at Alice's desk."""
        return (self.alice.root / "vendors" / vendor_id / "vendor.toml").read_text("utf-8")

    def fourth_quarter(self) -> None:
        """A candidate comes; the important ones answer in full; some promises are missed."""
        alice, other = self.alice, self.other
        self.on(10, 5)
        words = ("--candidate", "--meets", "month", "--target", "partner", "--set", "spend=0")
        alice("add", "Zephyr Drones", *words, "--set", "contract_end=2027-12-31")
        left = [each for each in self.ids if "archived" not in self.text(each)]
        forms = self.ask("2026-q4", "2026-11-30", left[:12], "full")
        forms += self.ask("2026-q4", "2026-11-30", left[12:24], "quick")
        self.on(11, 20)
        alice("import", *fill_requests([*forms[:10], *forms[12:22]], "Key account manager"))
        self.ours(alice, left[:12], "2026-q4", "Alice Moreau", form="full")
        self.ours(other, left[4:9], "2026-q4", "Daniel Brandt", form="full", missing=6)
        self.ours(other, left[12:26], "2026-q4", "Ines Berg")
        for vendor_id in left[:5]:
            promises = ("--we", "Share the volumes of 2027", "--they", "Show the cost of fuel")
            words = ("--add", "--decided", "Both plans by Christmas.", *promises)
            alice("meetings", vendor_id, *words, "--due", "2026-12-10", "--next", "2027-01-20")
        alice("promises", left[0], "--kept", "share-the-volumes-of-2027")
        alice("people", left[1], "--left", "Key account manager")
        self.end_quarter(12, 18)


def play(folder: Path) -> Year:
    """Play the whole year."""
    year = Year(folder)
    year.begin()
    year.first_quarter()
    year.second_quarter()
    year.third_quarter()
    year.fourth_quarter()
    return year
