"""The lists of orders and filters: what can be chosen, and what it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnercheck.app.application import PartnerCheck
from tests.support.screens import choose, opened, sample_workspace, seen, take


def vendors(app: PartnerCheck) -> list[str]:
    """The ids of the vendors shown, in their order."""
    return [row.key for row in app.screen.query_one("#vendors").rows]  # type: ignore[attr-defined]


async def test_the_list_of_orders_has_every_field_and_fact(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("s")
        shown = seen(app)
        assert "• Name" in shown
        for order in ("Verdict", "Due", "Owner", "Value chain", "Target", "Spend", "Contract end"):
            assert f" {order} " in shown
        await pilot.press("escape")
        assert "by " not in seen(app).splitlines()[0]


async def test_an_order_chosen_again_is_reversed_and_vendors_without_it_stay_last(
    tmp_path: Path,
) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await choose(app, pilot, "s", "Spend")
        smallest = vendors(app)
        await pilot.press("s")
        assert "• Spend" in seen(app)
        assert "smallest first; choose again to reverse" in seen(app)
        await pilot.press("enter")
        assert "by spend, reversed" in seen(app).splitlines()[0]
        assert vendors(app)[:-1] == smallest[-2::-1]
        assert vendors(app)[-1] == smallest[-1] == "larkmere-energy"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("Owner …", "Alice Moreau", "only owner: Alice Moreau"),
        ("Target …", "Partner", "only target: Partner"),
        ("Value chain …", "inbound", "only value chain: inbound"),
        ("Criticality …", "high", "only criticality: high"),
        ("Tags …", "chilled", "only tags: chilled"),
        ("Criticality …", "not stated", "only criticality: not stated"),
    ],
)
async def test_a_filter_by_a_field_shows_as_many_vendors_as_its_list_says(
    tmp_path: Path, field: str, value: str, words: str
) -> None:
    async with opened(sample_workspace(tmp_path), size=(120, 40)) as (app, pilot):
        await choose(app, pilot, "f", field)
        [line] = [each for each in seen(app).splitlines() if f" {value} " in each]
        count = int(line.split()[-2])
        assert 0 < count < 12
        await take(app, pilot, value)
        assert len(vendors(app)) == count
        assert words in seen(app).splitlines()[0]
        await pilot.press("f")
        assert f"• {field}" in seen(app)
        await pilot.press("enter")
        assert f"• {value}" in seen(app)
        await pilot.press("escape", "q")
        assert len(vendors(app)) == 12


@pytest.mark.parametrize("kind", ["Overdue", "Due within 30 days", "With a warning", "Candidates"])
async def test_a_kind_shows_as_many_vendors_as_its_list_says(tmp_path: Path, kind: str) -> None:
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await pilot.press("f")
        [line] = [each for each in seen(app).splitlines() if f" {kind} " in each]
        await take(app, pilot, kind)
        assert len(vendors(app)) == int(line.split()[-2])
        await choose(app, pilot, "f", "All")
        assert len(vendors(app)) == 12


async def test_vendors_that_are_not_read_yet_are_compared_too(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(60, 20)) as (app, pilot):
        await pilot.press("c")
        assert "of 12 vendors" in seen(app)


@pytest.mark.parametrize(("width", "line"), [(60, -3), (80, -2), (110, -2), (120, 0), (200, 0)])
async def test_the_summary_is_in_the_header_or_if_it_is_long_below_the_pane(
    tmp_path: Path, width: int, line: int
) -> None:
    async with opened(sample_workspace(tmp_path), size=(width, 24)) as (app, _):
        strips = app.screen._compositor.render_strips()
        lines = [strip.text for strip in strips]
        for words in ("2 miss target ✗", "3 overdue ⚑", "2 warnings !"):
            assert words in lines[line]


async def test_the_filters_show_who_misses_what(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(120, 40)) as (app, pilot):
        await choose(app, pilot, "f", "Without spend")
        assert vendors(app) == ["larkmere-energy"]
        assert "only spend: missing" in seen(app).splitlines()[0]
        await pilot.press("f")
        assert "• Without spend" in seen(app)
