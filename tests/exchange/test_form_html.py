"""The page of a form as a file: all of it in the markup, and no text that acts."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from partnercheck.exchange.form_html import form_html
from partnercheck.exchange.form_write import form_text
from partnercheck.questionnaires.paper import paper_items
from tests.support.browser_forms import request
from tests.support.filled_forms import PARTNERSHIP

HOSTILE = "</script></pre><img src=x onerror=alert(1)> & \"quoted\" '{{ page }}'"


class Elements(HTMLParser):
    """The elements of a page with their attributes and the text within them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[list[str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))
        if tag in ("script", "style", "title", "pre", "legend", "label", "h1"):
            self._open = [self.found[-1][2]]

    def handle_data(self, data: str) -> None:
        for each in self._open:
            each.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title", "pre", "legend", "label", "h1"):
            self._open = []

    def all(self, tag: str, **wanted: str) -> list[tuple[dict[str, str | None], str]]:
        return [
            (attributes, "".join(text))
            for name, attributes, text in self.found
            if name == tag and wanted.items() <= attributes.items()
        ]


def test_only_its_own_script_and_style_may_act() -> None:
    page = Elements(form_html(PARTNERSHIP, request()))
    [(policy, _)] = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    content = policy["content"]
    assert content
    assert content.startswith("default-src 'none'; ")
    assert "unsafe" not in content
    for tag in ("script", "style"):
        [(attributes, text)] = page.all(tag)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in content
        assert "src" not in attributes
    for _, attributes, _ in page.found:
        assert not [key for key in attributes if key.startswith("on") or key == "style"]
        assert not {"src", "action", "href", "srcset", "ping"} & attributes.keys() - {"href"}
        assert (attributes.get("href") or "#").startswith("#")


def test_it_names_no_address_and_loads_nothing() -> None:
    page = form_html(PARTNERSHIP, request())
    assert not re.search(r"https?://|//[a-z]+\.|url\(|@import|import\(", page)
    assert not re.search(r"\b(?:fetch|XMLHttpRequest|sendBeacon|WebSocket|eval)\b", page)


@pytest.mark.parametrize("form", ["quick", "full"])
def test_every_line_is_a_radio_button_in_the_markup(form: str) -> None:
    printed = request("quick" if form == "quick" else "full")
    page = Elements(form_html(PARTNERSHIP, printed))
    items = paper_items(PARTNERSHIP, printed.form)
    assert [a["id"] for a, _ in page.all("fieldset") if a.get("class") == "question"] == [
        item.id for item in items
    ]
    for item in items:
        values = [a["value"] for a, _ in page.all("input", type="radio", name=item.id)]
        assert values == [*"01234", "u", *(["n"] if item.offers_no_occasion else [])]
        sides = [a["value"] for a, _ in page.all("input", name=f"{item.id}-side")]
        assert sides == (["vendor", "buyer"] if item.asks_which_side else [])
        assert len(page.all("textarea", name=f"{item.id}-evidence")) == 1
    assert not [a for a, _ in page.all("input") if "checked" in a]


def test_it_holds_the_text_form_as_it_is() -> None:
    printed = request()
    [(attributes, text)] = Elements(form_html(PARTNERSHIP, printed)).all("pre")
    assert text.removeprefix("\n") == form_text(PARTNERSHIP, printed)
    # A translated page would give forms that nobody can read.
    assert attributes["translate"] == "no"


def test_a_hostile_name_is_a_text() -> None:
    printed = request(
        organisation=HOSTILE, name=HOSTILE, contact=HOSTILE, objective=HOSTILE, respondent=HOSTILE
    )
    page = Elements(form_html(PARTNERSHIP, printed))
    assert page.all("img") == []
    assert len(page.all("script")) == 1
    assert HOSTILE in page.all("h1")[0][1]
    assert page.all("input", id="respondent")[0][0]["value"] == HOSTILE
