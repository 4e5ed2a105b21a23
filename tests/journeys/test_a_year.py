"""A year with forty vendors in git: two people's clones, four rounds, and nobody opens an editor.

The year is played once, in `conftest.py`. What each quarter leaves behind is counted again by
`tests/oracle/portfolio.py`, which reads the files alone; `test_vendor_parts.py` does so for each
vendor's part of the report.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.playing import DEPUTY, FORECAST, Quarter, Year
from tests.oracle.portfolio import (
    CLASSES,
    GLYPHS,
    NAMES,
    Counted,
    compared_cell,
    is_open,
    score_cell,
    spend_rows,
)
from tests.support.awkward_lists import CSV_NAMES, SHEET_NAMES, contract_end, spend
from tests.support.pages import section, tables
from tests.support.running import Run
from tests.support.vendor_parts import plain

CONDITIONS = ("Cultural alignment", "Mutual gains", "Reciprocity", "Learning")
FACTS: Sequence[tuple[str, Callable[[Counted], object]]] = (
    ("Not assessed", lambda each: not each.verdict.sides),
    ("Only our view so far", lambda each: each.verdict.sides == ("buyer",)),
    ("Only the vendor's view so far", lambda each: each.verdict.sides == ("vendor",)),
    ("Answers about the conditions are still to come", lambda each: each.verdict.pending),
    ("The class is open", lambda each: each.group.startswith("◊")),
    ("The two sides' answers lead to different classes", lambda each: each.views_differ),
    ("The two views are far apart", lambda each: each.far_apart),
    ("Not signed yet", lambda each: each.description.get("stage") == "candidate"),
    ("Only the quick form", lambda each: each.quick),
    ("Little evidence", lambda each: each.verdict.sides and each.verdict.opinion),
    ("Untested key questions", lambda each: each.verdict.sides and each.verdict.untested),
    ("Few occasions", lambda each: each.verdict.few_occasions),
    ("Nearly all scores alike", lambda each: each.straight_lines),
)


def description(year: Year, vendor_id: str) -> dict[str, Any]:
    return tomllib.loads(year.text(vendor_id))


def records(year: Year, vendor_id: str, kind: str) -> dict[str, dict[str, Any]]:
    """The goals, promises or people of a vendor."""
    path = year.alice.root / "vendors" / vendor_id / f"{kind}.toml"
    found: dict[str, dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))[kind]
    return found


def report_tables(quarter: Quarter, heading: str) -> list[list[dict[str, str]]]:
    found = tables(section(quarter.report, heading))
    return [[{k: plain(v) for k, v in row.items()} for row in table] for table in found]


def by_name(quarter: Quarter, heading: str) -> dict[str, dict[str, str]]:
    """The rows of a table by their first cells, the name of a vendor."""
    [rows] = report_tables(quarter, heading)
    return {row["Vendor"]: row for row in rows}


# The lists.


def test_forty_vendors_come_out_of_the_two_lists(year: Year) -> None:
    assert "some columns were guessed, so nothing was added" in year.said["not confirmed"].err
    assert "The header is on line 4" in year.said["sheet"].err
    assert "25 vendors added, 4 rows refused" in year.said["sheet"].err
    assert '"borealis PACKAGING" is already on line' in year.said["sheet"].err
    assert "has a formula" in year.said["sheet"].err
    assert "14 vendors added, 1 row refused" in year.said["csv"].err
    assert len(year.quarters[0].vendors) == 40


def test_money_and_dates_of_every_form_are_read(year: Year) -> None:
    vendors = {each.name: each.description for each in year.quarters[0].vendors}
    for number, name in enumerate((*SHEET_NAMES, *CSV_NAMES)):
        facts = vendors[name].get("facts", {})
        cents = 0.5 if name in CSV_NAMES else 0
        assert facts["spend"] == spend(number) + cents, name
        assert facts.get("contract_end") == contract_end(number), name


# The report, counted again.


def test_the_files_are_right_at_the_end_of_every_quarter(quarter: Quarter) -> None:
    assert "No problems" in quarter.check.err


def test_the_vendors_of_each_class_are_counted_as_the_files_say(quarter: Quarter) -> None:
    [rows] = report_tables(quarter, "At a glance")
    groups = Counter(each.group for each in quarter.vendors)
    assert {row["Class"].strip("*"): int(row["Vendors"]) for row in rows} == {
        **dict.fromkeys((f"{GLYPHS[each]} {NAMES[each]}" for each in CLASSES), 0),
        "◊ Class still open": 0,
        "· Not assessed": 0,
        **groups,
    }
    assessed = [each for each in quarter.vendors if each.verdict.sides]
    limited = sum(each.has_caveats for each in assessed)
    count = "All" if limited == len(assessed) else f"{limited} of the"
    assert f"\n{count} {len(assessed)} verdicts have caveats" in quarter.report


def test_what_is_not_known_is_counted_as_the_files_say(quarter: Quarter) -> None:
    about = plain(section(quarter.report, "What is not known, and the caveats"))
    order = [*by_name(quarter, "Portfolio")]
    vendors = sorted(quarter.vendors, key=lambda each: order.index(each.name))
    expected = []
    for label, holds in FACTS:
        if named := [each.name for each in vendors if holds(each)]:
            count = f"{len(named)} of {len(vendors)}"
            between = "; " if any("," in name for name in named) else ", "
            expected.append(f"- **{label}**: {count}: {between.join(named)}")
    assert re.findall("^- .*", about, re.M) == expected


def test_the_spend_of_each_class_is_the_sum_of_the_files(quarter: Quarter) -> None:
    [rows] = report_tables(quarter, "Spend by class")
    assert [list(row.values()) for row in rows] == spend_rows(quarter.vendors)


def test_the_portfolio_has_the_scores_targets_and_days_of_the_files(quarter: Quarter) -> None:
    rows = by_name(quarter, "Portfolio")
    assert rows.keys() == {each.name for each in quarter.vendors}
    for each in quarter.vendors:
        row = rows[each.name]
        scores = [score_cell(condition) for condition in each.verdict.conditions]
        expected = [
            *(scores if each.verdict.sides else ["–"] * 4),
            *(each.answered_by(quarter.day), each.class_words, each.target),
            "; ".join(each.waits_for(quarter.day)) or "–",
            *(", ".join(each.overdue(quarter.day)) or "–", each.round),
        ]
        verdict = re.match(r"\*\*(.*?)\*\*", row["Verdict, and its caveats"])
        assert verdict
        shown = [row[name] for name in CONDITIONS] + [row["Answered by"], verdict[1]]
        shown += [row[name] for name in ("Target", "Still to come", "Overdue", "Round")]
        assert shown == expected, each.name


def test_the_comparison_has_both_sides_scores_and_the_evidence(quarter: Quarter) -> None:
    [rows] = report_tables(quarter, "Comparison")
    by_start = {re.match(r"\*\*(.*?)\*\*:", row["Vendor"])[1]: row for row in rows}  # type: ignore[index]
    for each in quarter.vendors:
        verdict = each.verdict
        if not verdict.sides:
            continue
        row = by_start[each.name]
        for name, condition in zip(CONDITIONS, verdict.conditions, strict=True):
            assert row[name] == compared_cell(condition), (each.name, name)
        more = row["What else"]
        assert f"With evidence: {verdict.evidenced} of {verdict.scored} scores." in more
        assert f"Answered: {each.answered}." in more
        assert f"Target: {each.target}" in more or each.target == "–"


def test_the_map_has_every_vendor_at_the_middle_of_its_conditions(quarter: Quarter) -> None:
    rows = by_name(quarter, "Map")
    assert rows.keys() == {each.name for each in quarter.vendors if each.verdict.sides}
    for each in quarter.vendors:
        if each.verdict.sides:
            shown = {axis: rows[each.name][axis] for axis in ("Exchange", "Bond")}
            assert shown == {axis: each.on_axis(axis) for axis in shown}, each.name


def test_promises_are_listed_and_overdue_as_the_files_say(quarter: Quarter) -> None:
    listed = list(csv.DictReader(quarter.promises.splitlines()))
    promises = [*chain.from_iterable(each.promises for each in quarter.vendors)]
    assert len(listed) == len(promises)
    assert Counter(row["state"] for row in listed) == Counter(
        promise.get("state", "open") for promise in promises
    )
    overdue = sum(is_open(each) and each["due"] < quarter.day for each in promises)
    assert sum(row["overdue"] == "true" for row in listed) == overdue


def test_a_year_has_every_outcome(year: Year) -> None:
    """Else the counts above would agree about little."""
    last = year.quarters[-1]
    assert {each.group for each in last.vendors} >= {"◊ Class still open", "· Not assessed"}
    assert len({each.group for each in last.vendors}) == 6
    targets = Counter(each.target.rpartition("(")[2] for each in last.vendors)
    assert {"missed)", "reached)", "possible)", "exceeded)"} <= targets.keys()
    states = Counter(p.get("state", "open") for each in last.vendors for p in each.promises)
    assert states.keys() == {"open", "kept", "late", "dropped"}
    assert {each.round for each in last.vendors} >= {"2026-q1", "2026-q2", "2026-q3", "2026-q4"}


# What both desks did.


def test_what_was_changed_on_both_sides_is_a_conflict_by_name(year: Year) -> None:
    for about, words in (
        ("fact", "vendors/cobalt-cloud/vendor.toml: spend was changed on both sides: "
                 "ours 700000; theirs 710000"),
        ("promise", f"{FORECAST} was changed on both sides: ours state late; theirs state dropped"),
        ("person", "jane-doe was changed on both sides: ours email j.doe@vendor.example; "
                   "theirs email jane.doe@vendor.example"),
        ("goal", "fewer-late-trucks was changed on both sides: ours state done; "
                 "theirs state dropped"),
    ):  # fmt: skip
        assert year.said[about].code != 0
        assert words in year.said[about].err
        assert "1 of 1" in year.shown[about]


def test_what_was_decided_on_the_screen_is_in_the_files(year: Year) -> None:
    assert description(year, "cobalt-cloud")["facts"]["spend"] == 710000
    assert records(year, "dongjing-filters", "promises")[FORECAST]["state"] == "late"
    people = records(year, "acme-logistics", "people")
    assert people["jane-doe"]["email"] == "jane.doe@vendor.example"
    assert records(year, "brandt-sohne", "goals")["fewer-late-trucks"]["state"] == "done"


def test_what_each_side_changed_alone_is_merged(year: Year) -> None:
    people = records(year, "acme-logistics", "people")
    assert people.keys() == {"jane-doe", "jonas-reed"}
    archived = description(year, "gruber-maschinen")
    assert (archived["line"], archived["facts"]["spend"]) == ("spare parts", 10000)
    assert f"{archived['archived']}" == "2026-06-05"
    both = description(year, "brandt-sohne")
    assert (both["facts"]["spend"], both["facts"]["region"]) == (500000, "north")
    assert both["value_chain"] == "distribution"
    promises = records(year, "acme-logistics", "promises")
    assert (promises[DEPUTY]["state"], "visit-the-depot" in promises) == ("late", True)


def test_nobody_is_left_under_an_old_name_or_waited_for_after_leaving(year: Year) -> None:
    ours = tomllib.loads((year.alice.root / "people.toml").read_text("utf-8"))["people"]
    assert f"{ours['tom-okafor']['left']}" == "2026-05-29"
    assert {each.description.get("owner", "") for each in year.quarters[-1].vendors} <= {
        *("Alice Moreau", "Daniel Brandt", "Ines Berg", ""),
    }
    names = [path.name for path in year.alice.root.rglob("buyer.*.toml")]
    assert any("ines-berg" in name for name in names)
    assert any("daniel-brandt" in name for name in names)
    assert not any("lindqvist" in name or "danial" in name for name in names)
    waited_for = " ".join(
        row["Still to come"] for row in by_name(year.quarters[-1], "Portfolio").values()
    )
    assert "Tom Okafor" not in waited_for
    assert "6 answers from Daniel Brandt" in waited_for


def test_vendors_come_back_and_one_is_gone(year: Year) -> None:
    assert "archived" not in description(year, "acme-logistics")
    assert "archived" in description(year, "dunmore-steel")
    assert (year.alice.root / "vendors/kessler-it/vendor.toml").exists()
    assert not (year.other.root / "vendors/larkmere-energy").exists()
    assert "larkmere-energy" in year.alice("restore").out


def test_a_decision_that_was_undone_leaves_the_later_one(year: Year) -> None:
    undone = year.said["undone"]
    vendor_id = undone.out.split("vendors/")[1].split("/")[0]
    path = year.alice.root / "vendors" / vendor_id / "2026-q3" / "decision.toml"
    assert tomllib.loads(path.read_text("utf-8"))["decided"] == "steady-supplier"


def test_both_desks_have_the_same_and_git_has_nothing_left(year: Year, run: Run) -> None:
    year.alice.git("fetch", "-q", "origin")
    year.alice.git("diff", "--quiet", "origin/main")
    for desk in (year.alice, year.other):
        assert desk.git("status", "--porcelain").out == ""
    ran = run("check", "--strict", here=year.other.root)
    assert (ran.code, ran.err[:11]) == (0, "No problems")


def test_the_calendar_has_each_open_day_once(year: Year) -> None:
    icalendar = pytest.importorskip("icalendar")
    calendar = icalendar.Calendar.from_ical(year.alice("calendar").out)
    uids = [str(event["UID"]) for event in calendar.walk("VEVENT")]
    assert len(uids) == len(set(uids))
    facts = [each.description.get("facts", {}) for each in year.quarters[-1].vendors]
    assert sum("fact" in uid for uid in uids) == sum("contract_end" in each for each in facts)


def test_next_names_what_is_overdue_and_nothing_of_archived_vendors(year: Year) -> None:
    told = year.alice("next", "--format", "csv").out
    rows = list(csv.DictReader(told.splitlines()))
    named = {row["name"] for row in rows}
    overdue = {
        each.name
        for each in year.quarters[-1].vendors
        if any(is_open(p) and p["due"] < year.alice.day for p in each.promises)
    }
    assert overdue
    assert overdue <= named
    assert "Dunmore Steel" not in named


def test_the_folder_of_the_year_holds_no_stray_files(year: Year) -> None:
    """No lock, no draft and no half-written file is left of a year."""
    strange = [
        path.relative_to(year.alice.root).as_posix()
        for path in Path(year.alice.root).rglob("*")
        if path.is_file()
        and not path.relative_to(year.alice.root).as_posix().startswith((".git/", ".partnercheck/"))
        and path.suffix not in (".toml", ".json")
        and path.name not in (".gitattributes", ".gitignore")
    ]
    assert strange == []
