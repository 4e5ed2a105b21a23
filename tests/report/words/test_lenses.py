"""What the extra questions come to, in words: what is weak, who says so, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnercheck.report.words.lenses import (
    lens_entries,
    pending_phrases,
    summary,
    warning_names,
    warning_text,
)
from partnercheck.report.words.still_to_come import still_to_come
from partnercheck.verdicts.judged import earlier_verdicts, judge_vendor
from partnercheck.verdicts.lenses import Lens, lenses
from partnercheck.workspace.open import open_workspace
from tests.support.running import TODAY

SAMPLES = Path(__file__).parents[3] / "partnercheck" / "demo" / "workspace"
WORKSPACE = open_workspace(SAMPLES)


def lenses_on(vendor: str) -> dict[str, Lens]:
    judged = judge_vendor(WORKSPACE, vendor)
    found = lenses(WORKSPACE, judged, earlier_verdicts(WORKSPACE, judged))
    return {lens.instrument.id: lens for lens in found}


def test_a_warning_names_what_is_weak_the_level_that_says_so_and_what_is_missing() -> None:
    walk = lenses_on("elderwick-dairy")["walking-the-talk"]
    [warning] = walk.warnings
    text = warning_text(walk, warning)
    assert text.endswith(
        "Begin with the weakest. Weak in our view: Coaching by managers (25, lowest as "
        "seen from operations). 2 answers still to come."
    )
    assert warning_names([walk]) == [
        "Not practised at every level: coaching by managers, lowest as seen from "
        "operations (answered only on our side)"
    ]
    trust = lenses_on("hollin-staffing")["trust-value"]
    assert warning_text(trust, trust.warnings[0]).endswith(" Weak: Word and deed (25).")


def test_the_idea_behind_a_warning_is_shown_only_with_everything() -> None:
    of = [lenses_on("elderwick-dairy")["walking-the-talk"]]
    idea = of[0].warnings[0].why
    assert idea not in " ".join(entry.text for entry in lens_entries(of, frozenset()))
    expanded = lens_entries(of, frozenset({"walking-the-talk"}))
    assert f"The idea behind this warning: {idea}" in [entry.text for entry in expanded]


def test_the_lowest_part_is_named_only_if_it_is_known() -> None:
    assert summary(lenses_on("hollin-staffing")["trust-value"]) == (
        "Trust ✗ 25 weak; Value ✓ 75 present; lowest: Word and deed ✗ 25 weak. Extra questions "
        "about both companies, as both sides see them."
    )
    assert summary(lenses_on("kellaby-studio")["expectations"]) == (
        "Not enough is known yet to name the lowest part. Extra questions about both companies, as "
        "we alone see them; 7 answers still to come."
    )


@pytest.mark.parametrize(
    ("vendor", "waits"),
    [
        (
            "elderwick-dairy",
            "2 answers on Walking the talk, 1 from Ines Lindqvist and 1 from Tom Okafor",
        ),
        (
            "kellaby-studio",
            "the vendor has not been asked yet; 7 answers on Expectations, 3 from "
            "Alice Moreau and 4 from Ines Lindqvist; "
            "meeting overdue",
        ),
    ],
)
def test_answers_to_extra_questions_are_waited_for(vendor: str, waits: str) -> None:
    pending = pending_phrases([*lenses_on(vendor).values()])
    assert still_to_come(judge_vendor(WORKSPACE, vendor), TODAY, pending) == waits
