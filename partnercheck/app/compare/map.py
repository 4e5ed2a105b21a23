"""The map: each vendor is a letter, placed by exchange and bond."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.compare.chart import FIRST, LETTER_KEYS, Chart
from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.base.cells import width_of
from partnercheck.base.english import listed, plural
from partnercheck.base.rounds import period
from partnercheck.report.map.legend import map_caveats, with_as_many
from partnercheck.report.map.places import Place
from partnercheck.report.signs import class_sign
from partnercheck.report.words.caveat_phrases import short_caveats
from partnercheck.verdicts.judged import JudgedVendor, read_again, vendor_folders
from partnercheck.workspace.open import Workspace

# The vendors at one position that a message names.
MOST_BESIDE = 5


class MapScreen(Page[None]):
    """The vendors of a comparison on a map."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key(
            "map.down",
            "down",
            "move(1)",
            "Next vendor",
            "vendors",
            "↑ ↓",
            stands_for=("map.up", "map.down"),
        ),
        Key("map.up", "up", "move(-1)", "Previous vendor"),
        Key(
            "map.letter",
            FIRST,
            f"jump('{FIRST}')",
            "Select the vendor with that letter: a to z, A to Z",
            "by letter",
            "a–Z",
        ),
        Key("map.open", "enter", "open_vendor", "Open the vendor", "open"),
        Key("map.page-down", "pagedown", "page(1)", "Next page"),
        Key("map.page-up", "pageup", "page(-1)", "Previous page"),
        Key("map.first", "home", "move(-1000000)", "First vendor"),
        Key("map.last", "end", "move(1000000)", "Last vendor"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = ("On the map", LETTER_KEYS)
    HELP_TOPIC = "map"

    def __init__(self, workspace: Workspace, vendors: Sequence[JudgedVendor]) -> None:
        """Create a map of these vendors, labelled in the given order."""
        super().__init__()
        self._workspace = workspace
        self._vendors = vendors

    def body(self) -> Sequence[Widget]:
        """Return the map."""
        return (Chart(id="map"),)

    @property
    def chart(self) -> Chart:
        """The map with its legend."""
        return self.query_one("#map", Chart)

    def on_mount(self) -> None:
        """Show the vendors."""
        self.set_focus(self.chart)
        self.chart.fill(self._vendors)

    def watched(self) -> Sequence[Path]:
        """Return the folders of the vendors."""
        return vendor_folders(self._workspace, self._vendors)

    async def disk_changed(self) -> None:
        """Show the vendors' current data, in the rounds being compared."""
        self._read_again()

    def on_chart_moved(self) -> None:
        """Show the selected vendor's name, scores and class."""
        chart = self.chart
        total = plural(len(self._vendors), "vendor")
        page = f"page {chart.page + 1} of {len(chart.pages)}   " if len(chart.pages) > 1 else ""
        rounds = sorted({each.round.id for each in self._vendors} - {""}, key=period)
        self.set_header("   ".join(["Map", ", ".join(rounds)]), f"{page}{total}")
        place = chart.marked_place
        if place is None or place.label not in chart.pages[chart.page].labels:
            self.show_message("These vendors have no scores yet")
            return
        self.show_message(_place_text(place, chart.beside(place), self.size.width - 2))

    async def action_open_vendor(self) -> None:
        """Open the selected vendor."""
        chart = self.chart
        if chart.marked_place is None:
            self.show_message("There is no vendor to open: these vendors have no scores yet")
            return
        at = chart.vendor_ids.index(chart.marked_place.judged.vendor.id)
        show_vendor = load_screen("vendor")
        await self.open(show_vendor(self._workspace, chart.vendor_ids, at, self._read_again))

    async def on_chart_opened(self) -> None:
        """Open the selected vendor when it is clicked."""
        await self.action_open_vendor()

    def _read_again(self) -> None:
        self._vendors = read_again(self._workspace, self._vendors)
        self.chart.fill(self._vendors)

    def action_move(self, by: int) -> None:
        """Select another vendor."""
        self.chart.action_move(by)

    def action_jump(self, label: str) -> None:
        """Select the vendor with this letter."""
        self.chart.action_jump(label)

    def action_page(self, by: int) -> None:
        """Show another page of the map."""
        self.chart.action_page(by)


def _place_text(place: Place, beside: Sequence[str], width: int) -> str:
    """Return a vendor's name, scores and class, and as many caveats as fit in the line.

    `beside` has the labels of the vendors at the same position.
    """
    several = beside if len(beside) <= MOST_BESIDE else [*beside[:MOST_BESIDE], "others"]
    where = f" (with {listed(several)})" if several else ""
    named = f"{place.name}{where}: {place.ranges}. "
    named += str(class_sign(place.judged.instrument, place.judged.verdict))
    in_words = ", ".join([named, *short_caveats(place.judged, in_words=True)])
    if width_of(in_words) <= width and not place.judged.vendor.archived:
        return in_words
    caveats = map_caveats(place.judged)
    brief = with_as_many((named,), caveats, width)
    return brief if brief.startswith(named) else ", ".join([named, *caveats])
