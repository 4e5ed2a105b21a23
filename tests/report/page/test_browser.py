"""The report in a real browser: at every width, light and dark, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.browser import PROGRAM, Page, browser
from tests.support.made_reports import NASTY, made

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="chromium is not installed")

WIDTHS = (1280, 900, 700, 400, 320)
# Each piece of visible text with where it is, what it stands in, and its colours.
TEXTS = """
(() => {
  const hidden = e => {
    for (; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.clipPath !== "none" || style.display === "none") return true;
    }
    return false;
  };
  const numbers = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const found = numbers(getComputedStyle(e).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const found = {texts: 0, cut: [], pale: [], faint: []};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest("title") || hidden(parent)) continue;
    found.texts += 1;
    const style = getComputedStyle(parent);
    const colour = parent.closest("svg") ? style.fill : style.color;
    if (contrast(numbers(colour), behind(parent)) < 4.5) found.pale.push(node.data.slice(0, 60));
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = parent.closest("td, th, dd, dt, li, p, h1, h2, h3, h4, caption");
    const around = box ? box.getBoundingClientRect() : {left: 0, right: innerWidth};
    for (const at of range.getClientRects()) {
      const out = at.left < Math.max(0, around.left) - 1
        || at.right > Math.min(innerWidth, around.right) + 1;
      if (out) found.cut.push(node.data.slice(0, 60));
    }
  }
  for (const bar of document.querySelectorAll("rect.sure, circle.dot")) {
    const drawn = numbers(getComputedStyle(bar).fill);
    if (contrast(drawn, behind(bar.parentElement)) < 3) found.faint.push(bar.outerHTML);
  }
  found.wide = document.documentElement.scrollWidth - innerWidth;
  return found;
})()
"""
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
