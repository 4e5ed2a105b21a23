"""How long a form takes, and what a written form holds."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from partnercheck.base.records import PERSPECTIVES, Form, Perspective
from partnercheck.questionnaires.duration import minutes_needed
from partnercheck.questionnaires.paper import paper_items, reserve_items
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Item

PARTNERSHIP = packaged()["partnership"]


@pytest.mark.parametrize("side", PERSPECTIVES)
@pytest.mark.parametrize(
    ("form", "on_paper", "minutes"),
    # Words with instructions / 200, and 45 seconds a question: 10 + 21, 4.8 + 9, 6 + 11.3.
    [("full", False, 35), ("quick", False, 15), ("quick", True, 20), ("full", True, 35)],
)
def test_partnership_takes_as_long_as_reading_deciding_and_a_note(
    side: Perspective, form: Form, on_paper: bool, minutes: int
) -> None:
    assert minutes_needed(PARTNERSHIP, form, side, on_paper=on_paper) == minutes


def test_a_lens_takes_its_own_time() -> None:
    minutes = {
        name: minutes_needed(lens, "full", "buyer")
        for name, lens in packaged().items()
        if not lens.classifies
    }
    assert minutes == {"expectations": 20, "focus": 20, "trust-value": 25, "walking-the-talk": 30}


def test_longer_questions_take_longer() -> None:
    def _wordy(item: Item) -> Item:
        return replace(item, buyer=item.buyer + " and so on" * 30)

    wordy = replace(PARTNERSHIP, items=tuple(map(_wordy, PARTNERSHIP.items)))
    # 28 questions with 90 words more each are 12.6 minutes.
    assert minutes_needed(wordy, "full", "buyer") == 45
    assert minutes_needed(wordy, "full", "vendor") == 35


def test_a_written_quick_form_ends_with_the_reserve_that_can_be_needed() -> None:
    reserve = reserve_items(PARTNERSHIP, "quick")
    assert [item.condition for item in reserve] == ["culture", "gains", "learning"]
    assert all(item.reserve for item in reserve)
    # No core question of reciprocity offers "no occasion".
    core = [i for i in PARTNERSHIP.form_items("quick") if i.condition == "reciprocity"]
    assert not any(item.offers_no_occasion for item in core)
    assert paper_items(PARTNERSHIP, "quick") == (*PARTNERSHIP.form_items("quick"), *reserve)
    assert paper_items(PARTNERSHIP, "full") == PARTNERSHIP.items
