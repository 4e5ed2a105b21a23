"""The form's page in Firefox, opened from the disk: what is chosen there is what `import` files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import open_workspace
from tests.support.browser_forms import (
    NAME,
    every_answer,
    fill_by_keys,
    fill_by_pointer,
    focused,
    point_at,
    saved_form,
    shown,
)
from tests.support.firefox import FIREFOX, Firefox, firefox
from tests.support.running import Run

pytestmark = pytest.mark.skipif(FIREFOX is None, reason="Firefox is not installed")
VENDOR, ROUND = "borealis-packaging", "2026-q4"


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("firefox")
    (folder / "saved").mkdir()
    return folder


@pytest.fixture(scope="module")
def page(downloads: Path) -> Iterator[Firefox]:
    with firefox(downloads / "saved") as started:
        yield started


@pytest.mark.parametrize("way", ["mouse", "keys"])
def test_a_form_filled_in_with_firefox_is_filed_as_it_was_filled_in(
    way: str, page: Firefox, downloads: Path, samples: Path, run: Run
) -> None:
    request = ("request", VENDOR, "--round", ROUND, "--format", "html", "-o", "form.html")
    assert run(*request, here=samples).code == 0
    answers = every_answer()
    page.open(samples / "form.html")
    if way == "mouse":
        fill_by_pointer(page, answers, touch=False)
        point_at(page, ".bar .save")
    else:
        fill_by_keys(page, answers)
        page.press("Tab")
        while focused(page)[2] != "button" or shown(page, ":focus") != "Save":
            page.press("Tab")
        page.press("Enter")
    assert shown(page, "#progress-text") == "28 of 28 answered"
    (samples / "answers.txt").write_text(saved_form(downloads), "utf-8")
    ran = run("import", "answers.txt", here=samples)
    assert (ran.code, ran.err) == (0, "")
    assert "28 of 28 questions answered" in ran.out
    responses = judge_vendor(open_workspace(samples), VENDOR).round.responses
    [filed] = [each for each in responses if each.perspective == "vendor"]
    assert filed.respondent == NAME
    assert {item: replace(each, on=None) for item, each in filed.answers.items()} == answers
