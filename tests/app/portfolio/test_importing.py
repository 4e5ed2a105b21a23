"""Importing a form on the screen: by its code, or after a yes."""

from __future__ import annotations

import re
from pathlib import Path

from partnercheck.exchange.requests import Request, write_request
from partnercheck.workspace.open import open_workspace
from tests.support.screens import TODAY, opened, sample_workspace, seen, typed

JESSAMY = "jessamy-labs"


def returned_form(root: Path, code: bool) -> Path:
    """A form that came back, with its code or without."""
    request = Request(respondent="Account manager", round="2026-q4")
    path = write_request(open_workspace(root), JESSAMY, request, TODAY)
    text = path.read_text().replace("[ ] 3 ", "[x] 3 ")
    path.write_text(text if code else re.sub(r"(?m)^Code: .*\n", "", text))
    return path


def filed(root: Path) -> list[Path]:
    return [*root.glob("vendors/*/2026-q4/vendor.account-manager.*.toml")]


async def test_a_form_with_its_code_is_filed_without_a_question(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    form = returned_form(root, code=True)
    async with opened(root, size=(120, 40)) as (app, pilot):
        await pilot.press("I")
        await typed(pilot, str(form))
        await pilot.press("enter")
        assert "vendor.account-manager.partnership.toml: new" in " ".join(seen(app).split())
    assert [path.parent.parent.name for path in filed(root)] == [JESSAMY]


async def test_a_form_without_a_code_is_filed_only_after_a_yes(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    form = returned_form(root, code=False)
    question = "Are these answers by Jessamy Labs, for 2026-q4?"
    async with opened(root, size=(120, 40)) as (app, pilot):
        for answer in ("no", "yes"):
            await pilot.press("I")
            await typed(pilot, str(form))
            await pilot.press("enter")
            assert question in " ".join(seen(app).split())
            assert filed(root) == []
            await pilot.press("ctrl+u", *answer, "ctrl+s")
            assert len(filed(root)) == (answer == "yes")
        assert "vendor.account-manager.partnership.toml: new" in " ".join(seen(app).split())
