"""What the tests of the form's page share: a browser, and a page of it for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.browser import Page, browser


@pytest.fixture(scope="module")
def started_browser() -> Iterator[Page]:
    with browser() as page:
        yield page


@pytest.fixture
def page(started_browser: Page) -> Iterator[Page]:
    """A page of its own for each test, which asks for nothing and complains about nothing."""
    fresh = started_browser.another()
    yield fresh
    complaints = fresh.complaints
    requests = [each for each in fresh.requests if not each.startswith(("file:", "blob:"))]
    fresh.close()
    assert (requests, complaints) == ([], [])
