"""Deciding on screen, and what happens to a decision later."""

from pathlib import Path

import tomli

from partnercheck.app.application import PartnerCheck
from partnercheck.app.vendor.decide import DecideScreen
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer, Vendor
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.vendors import add_vendor
from tests.support.screens import (
    TODAY,
    go_to,
    opened,
    sample_workspace,
    seen,
    small_workspace,
    typed,
)

FILE = "vendors/acme-logistics/2026-q4/decision.toml"


async def test_a_decision_is_written_shown_and_marked_once_unsupported(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, size=(100, 40)) as (app, pilot):
        await pilot.press("enter", "d", "tab", "ctrl+u")
        await typed(pilot, "Board")
        await pilot.press("tab")
        await typed(pilot, "Learning is on its way")
        await pilot.press("tab")
        await typed(pilot, "Tom wants to wait")
        await pilot.press("ctrl+s")
        shown = " ".join(seen(app).split())
        assert "Decided Near partner, 2026-q4, by Board, on 2026-11-24: Learning is on" in shown
        assert "Dissent: Tom wants to wait" in shown
    decision = tomli.loads((root / FILE).read_text())
    assert (decision["decided"], decision["by"]) == ("near-partner", "Board")
    assert (decision["verdict_low"], decision["instrument"]) == ("near-partner", "partnership")
    for file in (root / "vendors/acme-logistics/2026-q4").glob("buyer.*"):
        file.write_text(file.read_text().replace("score = 4", "score = 1"))
    async with opened(root, size=(100, 40)) as (app, pilot):
        await pilot.press("enter")
        assert "! Near partner was decided on 2026-11-24; today's verdict is" in seen(app)


async def test_no_class_is_chosen_before_a_person_chooses_one(tmp_path: Path) -> None:
    """An open verdict has no class of its own, and Enter alone must not decide on the worst."""
    root = sample_workspace(tmp_path)
    file = root / "vendors/cobalt-cloud/2026-q4/decision.toml"
    async with opened(root, size=(80, 24)) as (app, pilot):
        await pilot.press("slash", *"cobalt", "enter", "enter", "d")
        assert "(•) none yet" in seen(app)
        await pilot.press("tab", "ctrl+u")
        await typed(pilot, "Board")
        await pilot.press("tab")
        await typed(pilot, "Good years")
        await pilot.press("ctrl+s")
        assert "Choose a class: the verdict leaves several open" in seen(app)
        assert not file.exists()
        await pilot.press("right", "ctrl+s")
        assert tomli.loads(file.read_text())["decided"] == "partner"


async def test_nothing_is_decided_where_nothing_is_scored(tmp_path: Path) -> None:
    async with opened(small_workspace(tmp_path)) as (app, pilot):
        await pilot.press("enter", "d")
        assert "nothing to decide on" in seen(app)


async def test_nothing_is_decided_while_the_target_is_not_known(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    description = root / "vendors/acme-logistics/vendor.toml"
    conflict = '<<<<<<< ours\nmeets = "week"\n=======\nmeets = "year"\n>>>>>>> theirs\n'
    async with opened(root, size=(100, 40)) as (app, pilot):
        await pilot.press("enter")
        description.write_text(conflict + description.read_text())
        await pilot.press("d")
        message = " ".join(seen(app).split())
        assert "Nothing was decided, because the target is not known" in message
        assert not isinstance(app.screen, DecideScreen)
    assert not (root / FILE).exists()


def scored(root: Path, vendor: str, round_id: str, score: int) -> None:
    start = Start(vendor, "buyer", "Bea", round=round_id)
    sitting = start_sitting(open_workspace(root), start, TODAY)
    for item in sitting.items:
        sitting.save_answer(item.id, Answer(score=score))


async def test_the_rows_say_which_way_it_went_within_a_year(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    add_vendor(open_workspace(root), Vendor(name="Borealis"))
    for vendor, before, after in (("acme-logistics", 2, 3), ("borealis", 3, 2)):
        scored(root, vendor, "2025", before)
        scored(root, vendor, "2026", after)
    async with opened(root, size=(100, 40)) as (app, pilot):
        acme, borealis = (
            next(line for line in seen(app).splitlines() if name in line)
            for name in ("Acme Logistics  ", "Borealis  ")
        )
        assert "● Partner↑" in acme
        assert "◔ Steady supplier↓" in borealis
        await pilot.press("enter")
        assert "up since 2025" in " ".join(seen(app).split())


async def test_a_change_within_a_quarter_is_no_direction(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    scored(root, "acme-logistics", "2026-q3", 2)
    scored(root, "acme-logistics", "2026-q4", 3)
    async with opened(root, size=(100, 40)) as (app, _):
        assert "● Partner" in seen(app)
        assert "↑" not in seen(app)


async def test_a_decision_needs_a_reason_and_is_undone_at_once(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, size=(100, 40)) as (app, pilot):
        await pilot.press("enter", "d")
        assert "◑ Near partner" in seen(app)
        assert "Learning is partial in our view, at 64" in seen(app)
        await pilot.press("ctrl+s")
        assert "Enter the reason" in seen(app)
        await typed(pilot, "We agreed")
        await pilot.press("ctrl+s")
        assert "Decided: Near partner for Acme Logistics in 2026-q4. Press ^Z to undo" in seen(app)
        assert (root / FILE).exists()
        await pilot.press("ctrl+z")
        shown = " ".join(seen(app).split())
        assert "Undone: Acme Logistics has no decision now" in shown
        assert not (root / FILE).exists()
        await pilot.press("ctrl+z")
        assert "Nothing to undo" in seen(app)


async def test_the_verdict_and_what_is_missing_stay_in_view_in_every_size(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    for size in ((60, 20), (80, 24), (120, 40), (200, 60)):
        async with opened(root, size=size) as (app, pilot):
            await pilot.press("enter", "d", "down", "down")
            await typed(pilot, "We agreed")
            shown = seen(app)
            assert "◑ Near partner   target: Partner ✗ missed" in shown
            assert "64 in our view" in " ".join(shown.split()) or "at 64;" in shown
            assert "We agreed" in shown
            assert "who disagreed, and why" in shown


async def test_each_page_of_the_verdict_differs_from_the_one_before(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, size=(61, 20)) as (app, pilot):
        await pilot.press("enter", "d")
        pages = [seen(app)]
        for _ in range(20):
            await pilot.press("pagedown")
            if seen(app) == pages[-1]:
                break
            pages.append(seen(app))
        assert "PgDn scrolls down" in pages[0]
        assert "PgDn scrolls down" not in pages[-1]
        assert len(set(pages)) == len(pages) > 2


async def test_the_message_about_a_decision_undone_names_it(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "d", "right", "down", "down")
        await typed(pilot, "We agreed")
        await pilot.press("ctrl+s")
        assert "Decided: Steady supplier for Acme Logistics in 2026-q4." in seen(app)
        await pilot.press("ctrl+z")
        assert "Undone: Acme Logistics has no decision now" in seen(app)


async def test_the_message_stays_if_the_row_under_the_cursor_goes_with_the_decision(
    tmp_path: Path,
) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "d", "ctrl+s")
        await typed(pilot, "We agreed")
        await pilot.press("ctrl+s")
        await go_to(app, pilot, "Decided")
        await pilot.press("enter", "enter", "ctrl+z")
        await app.screen.disk_changed()
        await pilot.pause()
        assert "Undone: Acme Logistics has no decision now" in " ".join(seen(app).split())
        [marked] = [each for each in seen(app).splitlines() if "▸" in each]
        assert "Conditions" not in marked


async def test_the_folded_steps_are_those_that_open(tmp_path: Path) -> None:
    """A vendor at its target has no steps up, folded or open."""
    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        await go_to(app, pilot, "Glenholt")
        await pilot.press("enter")
        [folded] = [each for each in seen(app).splitlines() if "What changes it" in each]
        assert "up to" not in folded


async def test_the_latest_decision_is_removed_on_a_later_day(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, size=(100, 40)) as (app, pilot):
        await pilot.press("enter", "d", "tab", "ctrl+u")
        await typed(pilot, "Board")
        await pilot.press("tab")
        await typed(pilot, "Learning is on its way")
        await pilot.press("ctrl+s")
    saved = (root / FILE).read_bytes()
    async with opened(root, size=(80, 24)) as (app, pilot):
        await pilot.press("enter", "d")
        assert "F8 remove" in seen(app)
        await pilot.press("f8")
        question = " ".join(seen(app).split())
        named = "(Near partner, 2026-q4, by Board, on 2026-11-24)?"
        assert f"Remove the decision about Acme Logistics {named}" in question
        assert (root / FILE).read_bytes() == saved
        await pilot.press("ctrl+y")
        assert not (root / FILE).exists()
        assert "Removed the decision: Near partner for Acme Logistics" in seen(app)
        await pilot.press("ctrl+z")
        assert (root / FILE).read_bytes() == saved
        assert "Undone: Acme Logistics has its decision again" in seen(app)


async def test_without_a_decision_there_is_none_to_remove(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(100, 40)) as (app, pilot):
        await pilot.press("enter", "d")
        assert "F8" not in seen(app)
        await pilot.press("f8", "ctrl+y")
        assert "Nothing has been decided about Acme Logistics" in seen(app)


async def test_a_wide_screen_has_the_verdict_beside_the_fields(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(120, 40)) as (app, pilot):
        await pilot.press("enter", "d")
        assert any("── Acme Logistics ──" in each and "Your decision" in each for each in rows(app))
        await pilot.resize_terminal(80, 24)
        shown = "\n".join(rows(app))
        assert "── Acme Logistics ──" not in shown
        assert all(each in shown for each in ("Near partner   target", "Your decision", "Dissent"))


def rows(app: PartnerCheck) -> list[str]:
    """The lines of the screen, over all widgets."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


async def test_each_folded_group_of_a_wide_vendor_screen_takes_one_line(tmp_path: Path) -> None:
    async with opened(sample_workspace(tmp_path), size=(120, 40)) as (app, pilot):
        await pilot.press("enter")
        shown = rows(app)
        # The scores of both sides are beside the conditions, so their bars are not repeated.
        assert not any("scores with evidence" in each for each in shown if "━" in each)
        at = next(n for n, each in enumerate(shown) if "▹ Together" in each)
        assert "▹ Over time" in shown[at + 1]
