"""Reading the files again on the screens: everything, whatever links and times say."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import cast

import pytest

from partnercheck.app.shared import polling
from partnercheck.app.shared.page import Page
from tests.support.screens import opened, sample_workspace, seen, small_workspace


async def test_ctrl_r_reads_an_edit_that_keeps_the_size_and_all_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some disks round the times, and over a network they can lag behind."""
    root = small_workspace(tmp_path)
    file = root / "vendors" / "acme-logistics" / "vendor.toml"
    unchanged = os.stat_result((*file.stat()[:7], 0, 0, 0))
    really_stat = os.stat

    def stat(path: str, **more: bool) -> os.stat_result:
        same = os.fspath(path) == str(file)
        return unchanged if same else really_stat(path, **more)

    monkeypatch.setattr(os, "stat", stat)
    async with opened(root) as (app, pilot):
        assert "Acme Logistics" in seen(app)
        file.write_text(file.read_text().replace("Acme", "Axme"))
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "Axme Logistics" in seen(app)


async def test_links_in_circles_open_like_any_folder(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    folder = root / "vendors" / "acme-logistics"
    for number in range(4):
        (folder / f"l{number}").symlink_to(".")
    async with opened(root) as (app, pilot):
        assert "Acme Logistics" in seen(app)
        await pilot.press("enter")
        assert "Acme Logistics" in seen(app)


async def test_only_the_screen_on_top_looks_for_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "WATCH_SECONDS", 0.01)
    monkeypatch.setattr(polling, "WATCH_SHARE", 0)
    polled: list[str] = []
    real = polling.FilePoll.poll

    def poll(files: polling.FilePoll) -> None:
        polled.append(cast("Page[object]", files.screen).HELP_TOPIC)
        real(files)

    monkeypatch.setattr(polling.FilePoll, "poll", poll)
    async with opened(sample_workspace(tmp_path)) as (_, pilot):
        await pilot.press("enter")
        del polled[:]
        while polled.count("vendor") < 3:
            await pilot.pause(0.01)
        assert set(polled) == {"vendor"}
        await pilot.press("q")
        del polled[:]
        while polled.count("portfolio") < 2:
            await pilot.pause(0.01)
        assert set(polled) == {"portfolio"}


async def test_keys_work_while_a_slow_drive_is_examined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "WATCH_SECONDS", 0.01)
    asked, answered = threading.Event(), threading.Event()
    real = os.scandir

    def slow_scandir(path: str) -> object:
        if threading.current_thread() is not threading.main_thread():
            asked.set()
            assert answered.wait(30)
        return real(path)

    async with opened(sample_workspace(tmp_path)) as (app, pilot):
        monkeypatch.setattr(os, "scandir", slow_scandir)
        while not asked.is_set():
            await pilot.pause(0.01)
        # The drive has not answered, and does not until the keys have worked.
        await pilot.press("/", *"larkmere")
        assert "1 of 12 vendors" in seen(app)
        answered.set()


async def test_a_change_in_view_is_noticed_although_all_files_were_just_examined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with ten thousand vendors, among which all files are examined only every few minutes."""
    monkeypatch.setattr(polling, "WATCH_SECONDS", 0.01)
    monkeypatch.setattr(polling, "IN_VIEW_SECONDS", 0.05)
    monkeypatch.setattr(polling, "IN_VIEW_SHARE", 0)
    monkeypatch.setattr(polling, "WATCH_SHARE", 400_000)
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        # Until the first poll of all files is over.
        await pilot.pause(1)
        file = root / "vendors" / "acme-logistics" / "vendor.toml"
        file.write_text(file.read_text("utf-8").replace('"Acme Logistics"', '"Acme Haulage"'))
        while "Acme Haulage" not in seen(app):
            await pilot.pause(0.05)
