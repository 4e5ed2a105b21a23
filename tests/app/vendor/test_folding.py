"""What opens by itself fits, the most important first; what the user chose stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnercheck.app.vendor.dossier_rows import RowMaker, condition_layout, text_layout
from partnercheck.app.vendor.facts import dossier_of, read_facts
from partnercheck.app.vendor.folding import Choices, Columns, divided, fitting
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from tests.support.odd_vendors import odd_workspace
from tests.support.screens import TODAY

NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize("widths", [(60, 0), (80, 0), (71, 48), (100, 99)])
def test_nothing_opens_by_itself_that_does_not_fit(tmp_path: Path, widths: tuple[int, int]) -> None:
    workspace = open_workspace(odd_workspace(tmp_path))
    for vendor_id in vendor_ids(workspace):
        facts = read_facts(workspace, vendor_id)
        dossier = dossier_of(facts, facts.judged, NOTHING, TODAY)
        first = RowMaker(condition_layout(widths[0]), facts.judged, NOTHING)
        second = RowMaker(text_layout(widths[1]), facts.judged, NOTHING) if widths[1] else None
        columns = Columns(first, second)

        def heights(
            opened: frozenset[str], columns: Columns = columns, dossier: object = dossier
        ) -> list[int]:
            parts = divided(dossier, opened, columns.second is not None)  # type: ignore[arg-type]
            makers = [maker for maker in columns if maker]
            return [
                maker._replace(opened=opened).height(part)
                for maker, part in zip(makers, parts, strict=False)
            ]

        folded = heights(NOTHING)
        opened_before: frozenset[str] = NOTHING
        for room in range(10, 90, 5):
            opened = fitting(dossier, Choices(), columns, room)
            for least, height in zip(folded, heights(opened), strict=True):
                assert height <= max(room, least)
            assert len(opened) >= len(opened_before) or "verdict" in opened
            opened_before = opened
        assert "why" in opened_before or not facts.judged.verdict.assessed
        closed = Choices().with_open(frozenset({"why"}), False)
        assert "why" not in fitting(dossier, closed, columns, 500)
