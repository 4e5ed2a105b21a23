"""What docs/rules.md says of its answers, number by number, is what the program says of them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from math import floor
from pathlib import Path
from typing import Any

import pytest

from benchmarks.classes import report
from partnercheck.questionnaires.read import packaged, packaged_text
from tests.support.pages import fences, prose, read, section, tables
from tests.support.running import Ran, Run

PAGE = read("rules.md")
EXAMPLE = section(PAGE, "An example, worked by hand")
PARTNERSHIP = packaged()["partnership"]
DATA = tomllib.loads(packaged_text("partnership"))
CONDITIONS = {condition.name: condition.id for condition in PARTNERSHIP.conditions}
PEOPLE = {
    "Alice": ("buyer", "Alice Moreau"),
    "Tom": ("buyer", "Tom Okafor"),
    "Jane": ("vendor", "Jane Doe"),
}
SKIPS = {"?": 'skip = "unknown"', "–": 'skip = "no-occasion"'}
OF_STATE = {"present": "3", "partial": "2", "weak": "1"}


def workspace(root: Path) -> Path:
    root.mkdir()
    (root / "partnercheck.toml").write_text('format = 1\norganisation = "Northwind Foods"\n')
    return root


def answered(
    root: Path,
    answers: Mapping[str, str],
    form: str = "full",
    vendor: str = "Acme Logistics",
    who: str = "Alice",
) -> None:
    """A file of answers as a person could write it: a score or a sign, ✓ where it has evidence."""
    perspective, respondent = PEOPLE[who]
    vendor_id, slug = (each.lower().replace(" ", "-") for each in (vendor, respondent))
    folder = root / "vendors" / vendor_id / "2026-q4"
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / "vendor.toml").write_text(f'format = 1\nname = "{vendor}"\n')
    lines = [
        *("format = 1", 'instrument = "partnership"', f'vendor = "{vendor_id}"'),
        *('round = "2026-q4"', f'perspective = "{perspective}"'),
        *(f'respondent = "{respondent}"', f'form = "{form}"'),
    ]
    for item, cell in answers.items():
        lines += ["", f"[answers.{item}]", SKIPS.get(cell) or f"score = {cell[0]}"]
        if "✓" in cell:
            lines += ['basis = "observed"', 'evidence = "Seen in June."']
    path = folder / f"{perspective}.{slug}.partnership.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")


def full(rows: Sequence[str]) -> dict[str, str]:
    """Answers to the full form, seven a condition."""
    cells = " ".join(rows).split()
    return dict(zip((item.id for item in PARTNERSHIP.items), cells, strict=True))


def floored(score: str) -> list[float]:
    """A score, or both ends of a range, as a page writes them."""
    return [float(each) for each in score.split("–")]


# The numbers of the rules.


def test_every_threshold_on_the_page_is_that_of_the_instrument() -> None:
    """Each is followed by its key: 70 (`states.present`)."""
    named = re.findall(r"([\d.]+)\s+\(`(\w+)\.(\w+)`\)", prose(PAGE))
    for number, table, key in named:
        assert float(number) == DATA[table][key], f"{table}.{key}"
    known = {(table, key) for table in ("states", "limits") for key in DATA[table]}
    assert {(table, key) for _, table, key in named} == known


def test_the_forms_are_as_long_as_the_page_says() -> None:
    for form in ("full", "quick"):
        items = PARTNERSHIP.form_items(form)
        each = {len([i for i in items if i.condition == c]) for c in CONDITIONS.values()}
        assert each == {len(items) // len(CONDITIONS)}
        said = f"{len(items)} in the {form} form \\({each.pop()} per condition\\)"
        assert re.search(said.replace(" ", r"\s+"), PAGE), said


def test_the_class_rules_on_the_page_are_those_of_the_instrument() -> None:
    [quoted] = fences(section(PAGE, "6. The class"), "toml")
    rules = [{key: each[key] for key in ("id", "rules")} for each in DATA["classes"]]
    assert tomllib.loads(quoted.text)["classes"] == rules


def test_the_states_are_those_that_the_program_finds(tmp_path: Path, run: Run) -> None:
    root = workspace(tmp_path / "states")
    rows = tables(section(PAGE, "4. Its state"))[0]
    assert len(rows) == 9
    for number, row in enumerate(rows):
        others = ["3 3 3 3 3 3 3"] * (len(CONDITIONS) - 1)
        answered(root, full([row["answers"], *others]), vendor=f"Row {number}")
    found = json.loads(run("compare", "--format", "json", here=root).out)["vendors"]
    for row, vendor in zip(rows, found, strict=True):
        culture = vendor["conditions"][0]
        low, high = (floored(row["score"]) * 2)[:2]
        states = (row["state"].split("–") * 2)[:2]
        assert (culture["low"], culture["high"]) == (low, high), row
        assert [culture["state_low"], culture["state_high"]] == states, row


def test_the_classes_are_those_that_the_program_finds(tmp_path: Path, run: Run) -> None:
    root = workspace(tmp_path / "classes")
    rows = tables(section(PAGE, "6. The class"))[0]
    assert len(rows) == 6
    for number, row in enumerate(rows):
        answers = full([f"{OF_STATE[row[name]]} " * 7 for name in CONDITIONS])
        answered(root, answers, vendor=f"Row {number}")
    found = json.loads(run("compare", "--format", "json", here=root).out)["vendors"]
    names = {each.id: each.name for each in PARTNERSHIP.classes}
    for row, vendor in zip(rows, found, strict=True):
        states = [condition["state_low"] for condition in vendor["conditions"]]
        assert states == [row[name] for name in CONDITIONS]
        assert names[vendor["verdict"]["low"]] == names[vendor["verdict"]["high"]] == row["class"]


# The example.


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The example's workspace, as first answered."""
    root = workspace(tmp_path / "example")
    fill(root, {})
    return root


@pytest.fixture
def after(tmp_path: Path) -> Path:
    """The example's workspace, after they have talked."""
    root = workspace(tmp_path / "example")
    [changes] = tables(section(PAGE, "They talk"))
    fill(root, {(row["who"], named(row["question"])): row["now"] for row in changes})
    return root


def fill(root: Path, changes: Mapping[tuple[str, str], str]) -> None:
    rows = tables(EXAMPLE)[0]
    assert [named(row["question"]) for row in rows] == asked()
    assert {named(r["question"]) for r in rows if "*" in r["question"]} == {
        item.id for item in PARTNERSHIP.items if item.critical
    }
    for column in (each for each in rows[0] if each != "question"):
        who = column.split(",")[0]
        answers = {named(row["question"]): row[column] for row in rows if row[column]}
        answers |= {item: cell for (name, item), cell in changes.items() if name == who}
        answered(root, answers, "quick", who=who)


def asked() -> list[str]:
    """The questions of the quick form, and the reserve question that the example asks."""
    asks = {*(item.id for item in PARTNERSHIP.form_items("quick")), "gains-beyond-price"}
    return [item.id for item in PARTNERSHIP.items if item.id in asks]


def named(cell: str) -> str:
    """The id in a cell."""
    return cell.split("`")[1]


def show(run: Run, root: Path, *words: str, columns: str = "80") -> Ran:
    done = run("show", "acme-logistics", *words, here=root, environment={"COLUMNS": columns})
    assert (done.code, done.err) == (0, "")
    return done


def test_the_files_of_the_example_have_nothing_wrong_in_them(before: Path, run: Run) -> None:
    assert run("check", here=before).code == 0


def test_what_changes_was_as_the_first_table_has_it() -> None:
    first = {named(row["question"]): row for row in tables(EXAMPLE)[0]}
    for row in tables(section(PAGE, "They talk"))[0]:
        assert first[named(row["question"])][f"{row['who']}, ours"] == row["before"]


def test_the_questions_have_the_values_that_the_page_says(before: Path, run: Run) -> None:
    """Those in its table, and no other is between two scores, open or without an occasion."""
    told = show(run, before, "--all", columns="500").out
    value = r"\d(?:\.5)?(?:–\d(?:\.5)? disputed)?|open|no occasion"
    values = re.findall(rf"(our view|the vendor's): ({value})", told)
    places = [(item, side) for item in asked() for side in (0, 1)]
    places.remove(("gains-beyond-price", 1))
    found: dict[str, list[str]] = {}
    for (item, side), (view, value) in zip(places, values, strict=True):
        assert view == ("our view", "the vendor's")[side]
        found.setdefault(item, []).append(value)
    rows = tables(section(PAGE, "Questions"))[0]
    for row in rows:
        assert found[named(row["question"])] == [row["our view"], row["the vendor's"]]
    unsettled = {item for item, both in found.items() if any(len(each) > 1 for each in both)}
    assert unsettled == {named(row["question"]) for row in rows}


def test_the_conditions_have_the_scores_that_the_page_says(before: Path, run: Run) -> None:
    [vendor] = json.loads(show(run, before, "--format", "json").out)["vendors"]
    rows = tables(section(PAGE, "Conditions"))[0]
    for row, found in zip(rows, vendor["conditions"], strict=True):
        assert CONDITIONS[row["condition"]] == found["id"]
        for column, side in (("our view", "buyer"), ("the vendor's", "vendor")):
            written = floored(row[column].split(" = ")[1])
            assert [found[side]["low"], found[side]["high"]] == (written * 2)[:2], row
        assert [found["low"], found["high"]] == (floored(row["together"]) * 2)[:2]
        assert [found["state_low"], found["state_high"]] == (row["state"].split("–") * 2)[:2]
        assert found["gap"] == float(row["gap"])
        marked = f"gap {int(found['gap']):+d}, far apart"
        assert (marked in show(run, before).out) == (found["gap"] >= DATA["limits"]["gap"])


def test_the_arithmetic_holds() -> None:
    """Every `8 of 12 = 66.6`, with both ends where it is a range."""
    sums = re.findall(r"([\d.–]+) of (\d+) = ([\d.–]*\d)", re.sub(r"\s+", " ", PAGE))
    assert len(sums) > 20
    for parts, whole, scores in sums:
        expected = [floor(1000 * float(part) / int(whole)) / 10 for part in parts.split("–")]
        assert floored(scores) == expected, (parts, whole, scores)


@pytest.mark.parametrize(
    ("heading", "stage"), [("The verdict, still open", "before"), ("They talk", "after")]
)
def test_the_program_says_what_the_page_quotes(
    heading: str, stage: str, request: pytest.FixtureRequest, run: Run
) -> None:
    told = show(run, request.getfixturevalue(stage)).out
    [quoted] = fences(section(PAGE, heading), "text")
    for entry in re.split(r"\n(?! )", quoted.text.strip("\n")):
        assert f"\n{entry}\n" in told, entry


def test_the_way_up_is_counted_as_the_page_says(after: Path, run: Run) -> None:
    """Points that each side has in learning, of twelve, and how many it lacks."""
    [vendor] = json.loads(show(run, after, "--format", "json").out)["vendors"]
    told = re.search(
        r"We have (\d+) points and lack (\d+)\. "
        r"Acme has (\d+) .* lacks (\d+)\. Together .*? (\d+)\.",
        re.sub(r"\s+", " ", section(PAGE, "They talk")),
    )
    assert told
    ours, we_lack, theirs, they_lack, together = map(int, told.groups())
    learning = vendor["conditions"][-1]
    assert [learning[side]["low"] for side in ("buyer", "vendor")] == [
        floor(1000 * points / 12) / 10 for points in (ours, theirs)
    ]
    assert ours + we_lack == theirs + they_lack == 8
    assert we_lack + they_lack == together == vendor["steps_up"]["points"]


def test_the_thresholds_are_moved_as_far_as_the_page_says(after: Path, run: Run) -> None:
    lower, higher = re.findall(r"(\d+)\s+points (?:lower|higher)", section(PAGE, "In order"))
    present, partial = (DATA["states"][key] + int(higher) for key in ("present", "partial"))
    assert lower == higher
    assert f"if present began at {present} and partial at {partial}." in " ".join(
        show(run, after).out.split()
    )


def test_the_json_is_what_the_program_writes(after: Path, run: Run) -> None:
    [vendor] = json.loads(show(run, after, "--format", "json").out)["vendors"]
    [quoted] = fences(EXAMPLE, "json")
    expected: dict[str, Any] = json.loads(quoted.text)
    assert {key: vendor[key] for key in expected} == expected


def test_the_evidence_is_counted_as_the_page_says(after: Path, run: Run) -> None:
    told = show(run, after).out
    counted = [
        (int(one), int(of)) for one, of in re.findall(r"(\d+) of (\d+) scores with evidence", told)
    ]
    assert len(counted) == 2 * len(CONDITIONS)
    evidenced, scored = (sum(numbers) for numbers in zip(*counted, strict=True))
    assert f"{evidenced} of {scored}." in section(PAGE, "They talk")
    assert counted[-1] == (1, 2)


def test_without_jane_s_and_tom_s_bare_scores_it_is_as_the_page_says(after: Path, run: Run) -> None:
    """The two asides that end in a range: taken away by hand, the program finds the same."""
    [range_of_six] = set(re.findall(r"6–10 of 12 = (50–83\.3)", section(PAGE, "They talk")))
    for who, item, condition, side in (
        ("jane-doe", "culture-dialogue", 0, "vendor"),
        ("tom-okafor", "learning-unspecified", 3, "buyer"),
    ):
        folder = after / "vendors" / "acme-logistics" / "2026-q4"
        [path] = folder.glob(f"*.{who}.*")
        text = path.read_text("utf-8")
        path.write_text(re.sub(rf"(\[answers\.{item}\])\n[^[]*", r"\1\n\n", text), "utf-8")
        [vendor] = json.loads(show(run, after, "--format", "json").out)["vendors"]
        found = vendor["conditions"][condition][side]
        assert [found["low"], found["high"]] == floored(range_of_six)
        path.write_text(text, "utf-8")


# The simulation.


def test_the_simulation_prints_what_the_page_quotes() -> None:
    [quoted] = fences(section(PAGE, "What random answers lead to"), "text")
    printed = report().splitlines()
    assert [line for line in quoted.text.splitlines() if line not in printed] == []
