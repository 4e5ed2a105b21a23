"""The report in a real browser: at every width, light and dark, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.browser import PROGRAM, TEXTS, Page, browser
from tests.support.made_reports import NASTY, made

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="chromium is not installed")

WIDTHS = (1280, 900, 700, 400, 320)
ACTIVE = "document.querySelectorAll('script, img, iframe, object, embed, link, form').length"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def files(
    tmp_path_factory: pytest.TempPathFactory,
    sample_page: str,
    sample_root: Path,
    nasty_root: Path,
) -> Mapping[str, Path]:
    """Reports as files: on the samples, on one of them for itself, and on enemies."""
    folder = tmp_path_factory.mktemp("pages")
    sources = {
        "samples": sample_page,
        "vendor": made(sample_root, "hollin-staffing", "--for", "vendor").out,
        "nasty": made(nasty_root).out,
    }
    found = {name: folder / f"{name}.html" for name in sources}
    for name, source in sources.items():
        found[name].write_text(source, "utf-8")
    return found


@pytest.mark.parametrize("name", ["samples", "vendor", "nasty"])
def test_nothing_is_cut_off_and_nothing_is_asked_for(
    name: str, page: Page, files: Mapping[str, Path]
) -> None:
    page.requests.clear()
    page.complaints.clear()
    page.open(files[name], WIDTHS[0])
    for width in WIDTHS:
        page.resize(width)
        found = page.ask(TEXTS)
        assert found["texts"] > 50
        assert (width, found["cut"], found["wide"]) == (width, [], 0)
    assert page.requests == [files[name].as_uri()]
    assert page.complaints == []


def test_what_is_cut_off_or_asked_for_is_noticed(page: Page, files: Mapping[str, Path]) -> None:
    """Or the test above would say nothing."""
    page.open(files["vendor"], 400)
    page.complaints.clear()
    wrong = "<style>li, td { white-space: nowrap; color: #aaa }</style><img src='file:///a.png'>"
    page.ask(f"document.body.insertAdjacentHTML('beforeend', {wrong!r})")
    found = page.ask(TEXTS)
    assert found["wide"] > 0
    assert found["cut"]
    assert found["pale"]
    assert any("Content Security Policy" in each for each in page.complaints)


@pytest.mark.parametrize("dark", [False, True])
def test_all_text_can_be_read_light_and_dark(
    dark: bool, page: Page, files: Mapping[str, Path]
) -> None:
    page.open(files["samples"], 1280, dark=dark)
    found = page.ask(TEXTS)
    assert (found["pale"], found["faint"]) == ([], [])
    background = page.ask("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(255, 255, 255)") != dark


def test_a_hostile_text_is_shown_as_it_is(page: Page, files: Mapping[str, Path]) -> None:
    page.open(files["nasty"], 1280)
    assert page.ask(ACTIVE) == 0
    shown = " ".join(page.ask("document.body.innerText").split())
    for text in NASTY:
        assert " ".join(text.split()) in shown
    titles = page.ask("[...document.querySelectorAll('svg')].map(e => e.textContent).join(' ')")
    assert "alert" not in titles


def test_on_paper_each_vendor_begins_a_page_and_no_row_is_cut(
    page: Page, files: Mapping[str, Path]
) -> None:
    page.open(files["samples"], 1280, dark=True)
    page.show(dark=True, paper=True)
    assert page.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for selector, rule in (("article", "breakBefore"), ("tr", "breakInside")):
        script = (
            f"[...document.querySelectorAll('{selector}')].map(e => getComputedStyle(e).{rule})"
        )
        wanted = {"breakBefore": "page", "breakInside": "avoid"}[rule]
        assert set(page.ask(script)) == {wanted}
    # As wide as an A4 page between its margins.
    page.resize(672)
    found = page.ask(TEXTS)
    assert (found["cut"], found["wide"], found["pale"]) == ([], 0, [])
    printed = page.printed()
    sheets = re.findall(rb"/Type ?/Page\b", printed)
    assert 12 + 4 <= len(sheets) <= 60
    sizes = {
        tuple(map(float, each.split())) for each in re.findall(rb"/MediaBox ?\[([^\]]*)\]", printed)
    }
    assert {(round(each[2]), round(each[3])) for each in sizes} == {(595, 842)}
