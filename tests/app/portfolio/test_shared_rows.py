"""Rows that several processes read: the same as from one, and nothing is left of the processes."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from partnercheck.app.portfolio.cache import PortfolioCache
from partnercheck.app.portfolio.row_data import portfolio_row
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from tests.support.running import TODAY
from tests.support.screens import opened, sample_workspace, seen
from tests.support.spoiled_files import spoiled_copy, spoiled_files
from tests.support.terminal import Terminal
from tests.support.worker_processes import has_ended, started_workers, workers_of

# More than the first page and twice the vendors that are worth a process.
LINKS = 270
several_cores = pytest.mark.skipif(
    len(os.sched_getaffinity(0)) < 2, reason="one core: one process reads all vendors"
)


def cache_of(root: Path, jobs: int) -> PortfolioCache:
    """Return a cache whose vendors so many processes are going to read."""
    cache = PortfolioCache(jobs=jobs)
    cache.refresh(open_workspace(root), TODAY)
    cache.share()
    return cache


def all_rows(root: Path, jobs: int) -> PortfolioCache:
    cache = cache_of(root, jobs)
    cache.read_all()
    return cache


def with_links(root: Path, vendor_id: str) -> Path:
    """Make the samples, with so many links to one of the vendors that they are shared."""
    vendors = sample_workspace(root) / "vendors"
    for number in range(LINKS):
        (vendors / f"{vendor_id}-{number}").symlink_to(vendor_id)
    return root


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spoiled=spoiled_files)
def test_several_processes_read_the_same_rows_as_one_also_from_broken_files(
    samples: Path, spoiled: list[tuple[int, str]]
) -> None:
    root = spoiled_copy(samples, spoiled)

    shared, alone = all_rows(root, 3), all_rows(root, 1)

    assert [*shared.rows.items()] == [*alone.rows.items()]
    assert shared.totals.problems == alone.totals.problems
    assert shared.complete


def test_what_another_process_has_read_is_read_again_only_after_a_change(samples: Path) -> None:
    cache = all_rows(samples, 3)
    cache.refresh(open_workspace(samples), TODAY)
    cache.share()
    assert not cache.read(lambda _: False)

    file = samples / "vendors/acme-logistics/vendor.toml"
    file.write_text(file.read_text("utf-8").replace("Acme", "Apex"), "utf-8")
    cache.refresh(open_workspace(samples), TODAY)
    assert cache.read(lambda _: False)
    assert cache.rows["acme-logistics"].listed.name == "Apex Logistics"


def test_vendors_that_vanish_meanwhile_are_gone_after_the_next_look(samples: Path) -> None:
    cache = cache_of(samples, 2)
    for folder in sorted((samples / "vendors").iterdir())[::2]:
        shutil.rmtree(folder)
    cache.read_all()
    cache.refresh(open_workspace(samples), TODAY)
    cache.read_all()

    assert [*cache.rows.values()] == [*all_rows(samples, 1).rows.values()]


def test_another_queue_ends_the_processes_and_is_read_to_its_end(samples: Path) -> None:
    cache = cache_of(samples, 2)
    cache.read(lambda count: count == 1)
    workers = workers_of(os.getpid())
    cache.refresh(open_workspace(samples), TODAY, first=["omega-tools"])

    assert all(has_ended(pid) for pid in workers)
    cache.share()
    cache.read_all()
    assert cache.rows == all_rows(samples, 1).rows


@several_cores
async def test_a_killed_process_is_told_and_its_rows_are_read_all_the_same(tmp_path: Path) -> None:
    root = with_links(tmp_path / "workspace", "glenholt-hygiene")
    async with opened(root) as (app, pilot):
        while not (workers := started_workers(os.getpid())):
            assert "not loaded yet" in seen(app)
            await pilot.pause(0.01)
        os.kill(workers[0], signal.SIGKILL)
        while "not loaded yet" in seen(app):
            await pilot.pause(0.3)
        told = "A process that shared the work ended early (signal 9); its part was done again"
        assert told in seen(app)
        rows, workspace = app.portfolio_cache.rows, open_workspace(root)
        assert [*rows] == vendor_ids(workspace)
        # Reading them all a second time would take long.
        for vendor_id in [*rows][::10]:
            assert rows[vendor_id] == portfolio_row(workspace, vendor_id, TODAY)


def quit_by_key(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.ended() == 0


def interrupt(terminal: Terminal) -> None:
    os.kill(terminal.pid, signal.SIGINT)
    assert terminal.ended() == 128 + signal.SIGINT


def hang_up(terminal: Terminal) -> None:
    terminal.hang_up()
    assert terminal.ended() == 128 + signal.SIGHUP


@several_cores
@pytest.mark.parametrize("end", [quit_by_key, interrupt, hang_up, Terminal.kill])
def test_no_process_is_left_however_the_program_ends(
    tmp_path: Path, end: Callable[[Terminal], None]
) -> None:
    terminal = Terminal(["--workspace", str(with_links(tmp_path / "workspace", "elderwick-dairy"))])
    terminal.until("not loaded yet")
    workers = workers_of(terminal.pid)
    end(terminal)

    assert all(has_ended(pid) for pid in workers)
