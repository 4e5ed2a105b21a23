"""docs/questionnaires.md: its tables have every key there is, and its examples work as it says."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from partnercheck.base.records import Record, Settings
from partnercheck.questionnaires import records
from partnercheck.questionnaires.read import HERE, packaged
from tests.support.pages import DOCS, fences, prose, read, section, tables
from tests.support.running import Run
from tests.support.shell import shell

PAGE = read("questionnaires.md")
EXAMPLES = DOCS / "examples"
OWN = ("internal-service", "dates")
KEYS = tables(section(PAGE, "The file, key by key"))
KINDS: list[tuple[type[Record], ...]] = [
    (records.Instrument,),
    (records.Condition,),
    (records.Item,),
    (records.States, records.Limits),
    (records.VendorClass,),
    (records.ClassRule,),
    (records.Axis,),
    (records.Group,),
    (records.Offer,),
    (records.LensWarning,),
]
WITHOUT = {"none": (), "nothing": "", "true": True, "false": False}
# Eight questions at 3, and when bad news comes, the fourth, at 1; then the lens's three.
ANSWERS = "3\n\n3\n\n3\n\n1\n\n3\n\n3\n\n3\n\n3\n\n3\n\nq\n"
LENS_ANSWERS = "1\n\n2\n\n2\n\nq\n"


@pytest.fixture
def own(tmp_path: Path, environment: Mapping[str, str]) -> Path:
    """A workspace with the page's instruments, set up by the page's own lines."""
    root = tmp_path / "own"
    done = shell('partnercheck init own --organisation "Retail division"', tmp_path, environment)
    assert done.returncode == 0, done.stderr
    (root / "instruments").mkdir(exist_ok=True)
    for name in OWN:
        shutil.copy(EXAMPLES / f"{name}.toml", root / "instruments")
    [setting] = fences(section(PAGE, "Using it"), "toml")
    path = root / "partnercheck.toml"
    lines = [each for each in path.read_text().splitlines() if not each.startswith("instrument =")]
    path.write_text("\n".join([*lines, setting.text]))
    [schemas] = fences(section(PAGE, "Using it"), "sh")
    done = shell(schemas.text, root, environment)
    assert done.returncode == 0, done.stderr
    return root


def test_every_table_has_the_keys_of_its_record_and_their_defaults() -> None:
    for rows, kinds in zip(KEYS, KINDS, strict=True):
        said = {row["key"].strip("`"): _value(row["default"]) for row in rows}
        said.pop("format", None)
        fields = [field for kind in kinds for field in msgspec.structs.fields(kind)]
        assert said == {field.name: _default(field) for field in fields}


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.required:
        return "required"
    default = field.default
    if default is msgspec.NODEFAULT:
        default = field.default_factory()
    if isinstance(default, Record):
        return "see below"
    return () if isinstance(default, Mapping) else default


def _value(cell: str) -> Any:
    if cell in WITHOUT:
        return WITHOUT[cell]
    if re.fullmatch(r"[\d.]+|\".*\"", cell):
        return tomllib.loads(f"value = {cell}")["value"]
    return cell


def test_what_the_page_quotes_is_in_the_files() -> None:
    files = [path.read_text("utf-8") for path in (*EXAMPLES.glob("*.toml"), *HERE.glob("*.toml"))]
    for fence in fences(PAGE, "toml"):
        if set(tomllib.loads(fence.text)) <= set(Settings.__struct_fields__):
            continue
        assert any(fence.text in file for file in files), fence.text


@pytest.mark.parametrize("name", OWN)
def test_the_examples_have_nothing_wrong_in_them(name: str, run: Run) -> None:
    done = run("questionnaire", "check", f"{name}.toml", here=EXAMPLES)
    assert (done.code, done.err) == (0, "No problems\n")


@pytest.mark.parametrize("name", [*OWN, *packaged()])
def test_questions_are_made_as_the_page_says(name: str) -> None:
    """What can be told of an item from outside, in the examples and in all that come with us."""
    folder = EXAMPLES if name in OWN else HERE
    data = tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
    bad = re.findall(r'"([^"]+)"', tables(section(PAGE, "What makes a question good"))[0][2]["not"])
    assert "often" in bad
    for item in data["items"]:
        assert len(item["anchors"]) == 5
        assert item["buyer"] != item["vendor"], item["id"]
        for word in bad:
            for anchor in item["anchors"]:
                assert not re.search(rf"\b{word}\b", anchor.casefold()), (item["id"], word)
        if name in OWN:
            two, three = (anchor.casefold() for anchor in item["anchors"][2:4])
            assert "one side" in two, item["id"]
            assert re.search(r"\bboth sides\b|\beach side\b", three), item["id"]


def test_the_second_instrument_works_as_the_page_says(
    own: Path, environment: Mapping[str, str]
) -> None:
    about = section(PAGE, "A second questionnaire: internal services")
    [lines] = fences(about, "sh")
    shown = ""
    for line in lines.text.splitlines():
        typed = ANSWERS if "--plain" in line else ""
        done = shell(line, own, {**environment, "COLUMNS": "80"}, typed)
        assert done.returncode == 0, (line, done.stderr)
        shown = done.stdout
    [quoted] = fences(about, "text")
    for entry in re.split(r"\n(?! )", quoted.text.strip("\n")):
        assert f"\n{entry}\n" in shown, entry


def test_a_workspace_with_them_has_nothing_wrong_in_it(own: Path, run: Run) -> None:
    assert run("check", here=own).code == 0


def test_the_other_side_is_asked_in_its_own_words(own: Path, run: Run) -> None:
    run("add", "IT operations", here=own)
    form = run("request", "it-operations", "--output", "-", here=own)
    assert form.code == 0
    told = " ".join(form.out.split())
    for item in tomllib.loads((EXAMPLES / "internal-service.toml").read_text("utf-8"))["items"]:
        assert item["vendor"] in told
        assert item["buyer"] not in told


def test_columns_and_map_follow_the_instrument(own: Path, run: Run) -> None:
    run("add", "IT operations", here=own)
    told = run("list", here=own).out
    data = tomllib.loads((EXAMPLES / "internal-service.toml").read_text("utf-8"))
    assert all(condition["name"] in told for condition in data["conditions"])
    drawn = run("compare", "--map", here=own).out
    assert "Purpose: shared result" in drawn
    assert "Closeness: candour and knowing the work" in drawn


def test_the_lens_warns_as_the_page_says(own: Path, environment: Mapping[str, str]) -> None:
    for line, typed in (
        ('partnercheck add "IT operations"', ""),
        ('partnercheck assess it-operations --plain --respondent "Alice Moreau"', ANSWERS),
        (
            "partnercheck assess it-operations --plain --respondent 'Alice Moreau' "
            "--questionnaire dates",
            LENS_ANSWERS,
        ),
    ):
        done = shell(line, own, environment, typed)
        assert done.returncode == 0, done.stderr
    data = tomllib.loads((EXAMPLES / "dates.toml").read_text("utf-8"))
    shown = shell("partnercheck show it-operations", own, {**environment, "COLUMNS": "400"}).stdout
    assert data["warnings"][0]["name"] in shown
    assert data["warnings"][0]["text"] in shown


def test_an_answer_to_a_question_that_is_gone_is_named_and_does_not_count(
    own: Path, environment: Mapping[str, str], run: Run
) -> None:
    """Changing it later: another question is a new id."""
    shell('partnercheck add "IT operations"', own, environment)
    line = 'partnercheck assess it-operations --plain --respondent "Alice Moreau"'
    assert shell(line, own, environment, ANSWERS).returncode == 0
    path = own / "instruments" / "internal-service.toml"
    path.write_text(path.read_text("utf-8").replace('"candour-no"', '"candour-refusing"'), "utf-8")
    checked = run("check", here=own)
    assert '"candour-no" is not an item of internal-service' in checked.out + checked.err
    assert "1 open question" in " ".join(run("show", "it-operations", here=own).out.split())


def test_the_numbers_of_the_second_instrument() -> None:
    """Present takes 8 of 12 points, partial 5; one of three may be left out, and not two."""
    text = prose(section(PAGE, "A second questionnaire: internal services"))
    data = tomllib.loads((EXAMPLES / "internal-service.toml").read_text("utf-8"))
    points = 4 * len(data["items"]) // len(data["conditions"])
    for state in ("present", "partial"):
        said = re.search(rf"{state}[\w\s]*? (\d+)(?:\s+of {points})?, which is (\d[\d.]*\d)", text)
        assert said, state
        least = int(said[1])
        assert 100 * (least - 1) / points < data["states"][state] <= 100 * least / points
        assert int(1000 * least / points) / 10 == float(said[2])
    assert data["limits"].pop("least_items") == 2
    partnership = tomllib.loads((HERE / "partnership.toml").read_text("utf-8"))
    assert data["states"] == partnership["states"]
    assert data["limits"].items() <= partnership["limits"].items()
