"""Each vendor's own part of the report, at the end of every quarter of the year, counted again.

`tests/oracle/vendor_part.py` counts from the files alone. The page for a browser and the Markdown
page must both show what it has counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest

from tests.journeys.playing import Quarter
from tests.oracle import vendor_part as oracle
from tests.oracle.classification import settled
from tests.oracle.portfolio import Counted
from tests.support.vendor_parts import Part, html_parts, markdown_parts

EVIDENCE = re.compile("Little evidence|No evidence|Evidence for")
UNSETTLED = re.compile(r"(\d+)(?: of the (\d+))? (open|disputed)")


class Shown(NamedTuple):
    """A vendor as it was counted, and as one of the pages shows it."""

    counted: Counted
    part: Part


@pytest.fixture(params=["markdown", "html"])
def shown(quarter: Quarter, request: pytest.FixtureRequest) -> list[Shown]:
    read_parts = {"markdown": markdown_parts, "html": html_parts}[request.param]
    parts = read_parts({"markdown": quarter.report, "html": quarter.html}[request.param])
    by_name = {name.casefold(): part for name, part in parts.items()}
    return [
        Shown(each, by_name[_heading(each)]) for each in quarter.vendors if has_part(each, by_name)
    ]


def has_part(counted: Counted, parts: Mapping[str, Part]) -> bool:
    """Whether a vendor has a part of its own; one that nobody has assessed may have a line."""
    return bool(counted.verdict.sides) or _heading(counted) in parts


def test_a_vendor_without_a_part_has_a_line(quarter: Quarter) -> None:
    parts = {name.casefold(): part for name, part in markdown_parts(quarter.report).items()}
    _, _, lines = quarter.report.partition("## Not assessed yet")
    for counted in quarter.vendors:
        line = f"\n- **{counted.name}**"
        assert (line in lines) == (not has_part(counted, parts)), counted.name


def _heading(counted: Counted) -> str:
    round_id = counted.round if counted.round != "–" else "no round yet"
    return f"{counted.name}, {round_id}".casefold()


def test_each_condition_has_both_sides_its_gap_and_its_evidence(shown: list[Shown]) -> None:
    for counted, part in shown:
        assert part.conditions == oracle.condition_rows(counted), counted.name


def test_the_bars_are_as_long_as_the_scores(quarter: Quarter) -> None:
    parts = {name.casefold(): part for name, part in html_parts(quarter.html).items()}
    for counted in quarter.vendors:
        if not has_part(counted, parts):
            continue
        expected = [
            [
                (side, f"{float(low)}%", f"{float(more)}%" if more else "0%")
                for side, low, more in bar
            ]
            for bar in oracle.bars(counted)
        ]
        assert parts[_heading(counted)].bars == expected, counted.name


def test_the_distance_of_the_views_is_that_of_the_questions(shown: list[Shown]) -> None:
    for counted, part in shown:
        sentences = [text for text in part.texts if "Question by question" in text]
        assert sentences == [*filter(None, [oracle.views_apart(counted)])], counted.name


def test_open_and_disputed_questions_are_counted(shown: list[Shown]) -> None:
    """The first line of an open verdict says how many; those that decide nothing are left out."""
    for counted, part in shown:
        if not counted.verdict.sides or settled(counted.verdict):
            continue
        glyph = "◊ "
        [headline] = [text for text in part.texts if text.startswith(glyph)]
        numbers = {word: int(of or n) for n, of, word in UNSETTLED.findall(headline)}
        expected = dict(zip(("open", "disputed"), oracle.unsettled(counted.verdict), strict=True))
        assert numbers, headline
        assert numbers.items() <= expected.items(), headline


def test_the_caveats_have_their_numbers(shown: list[Shown]) -> None:
    for counted, part in shown:
        for text in oracle.caveats(counted):
            assert any(line.startswith(text) or f" {text}" in line for line in part.texts), (
                counted.name,
                text,
            )
        evidence = [text for text in part.texts if EVIDENCE.match(text)]
        assert evidence == oracle.little_evidence(counted.verdict), counted.name


def _facts(counted: Counted, quarter: Quarter) -> Iterator[tuple[str, list[str]]]:
    """What must stand under a label; nothing if the label is not there."""
    day = quarter.day
    yield "Answered by", oracle.answered_by(counted)
    yield "Agreement", oracle.agreement(counted)
    yield "Occasions", oracle.occasions(counted)
    yield "Still to come", oracle.waits_for(counted, day)
    yield "Overdue", oracle.overdue(counted, day)
    yield "Promises", oracle.promises(counted, day)
    yield "Next meeting", oracle.next_meeting(counted, day)
    yield from oracle.last_meeting(counted, day).items()
    yield from oracle.facts(counted)


def test_every_label_has_what_was_counted(shown: list[Shown], quarter: Quarter) -> None:
    for counted, part in shown:
        for label, texts in _facts(counted, quarter):
            assert part.facts.get(label, []) == texts, (counted.name, label)


def test_people_who_differ_are_named_with_their_scores(shown: list[Shown]) -> None:
    for counted, part in shown:
        texts = part.facts.get("People differ", [])
        expected = oracle.disagreements(counted)
        assert texts[: len(expected)] == expected, counted.name
        # Another sentence may say which of them cannot change the class.
        assert all(text.endswith("cannot change the class.") for text in texts[len(expected) :])


def test_the_rounds_have_their_scores_and_classes(shown: list[Shown]) -> None:
    for counted, part in shown:
        assert [row[:6] for row in part.rounds] == oracle.round_rows(counted), counted.name
        # Within one year there is no arrow.
        assert {row[6] for row in part.rounds} <= {"–"}


def test_what_has_changed_since_the_round_before_is_said(shown: list[Shown]) -> None:
    for counted, part in shown:
        for text in oracle.changes(counted):
            assert any(line.startswith(text) for line in part.texts), (counted.name, text)


def test_goals_and_the_last_decision_are_those_of_the_files(
    shown: list[Shown], quarter: Quarter
) -> None:
    for counted, part in shown:
        assert part.goals == oracle.goal_rows(counted, quarter.day), counted.name
        assert set(oracle.decision(counted)) <= set(part.texts), counted.name


def test_the_year_has_something_under_each_of_these_headings(quarter: Quarter) -> None:
    """Else the comparisons above would agree about nothing."""
    by_name = {name.casefold(): part for name, part in markdown_parts(quarter.report).items()}
    parts = [by_name[_heading(each)] for each in quarter.vendors if has_part(each, by_name)]
    labels: Mapping[str, int] = {
        label: sum(label in part.facts for part in parts)
        for label in ("Answered by", "Agreement", "Occasions", "Still to come", "Promises", "Spend")
    }
    assert all(labels.values()), labels
    assert any(part.goals for part in parts)
    assert any("far apart" in row[4] for part in parts for row in part.conditions)
