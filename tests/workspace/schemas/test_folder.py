"""`partnercheck schema`: what it lists, shows and writes, and what `check` says of it later."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt

from partnercheck.base.records import (
    Answer,
    Awaited,
    Goal,
    Meeting,
    Person,
    Record,
    Response,
    Settings,
    Vendor,
)
from partnercheck.questionnaires import records
from partnercheck.questionnaires.read import packaged, packaged_text
from partnercheck.storage.schema_line import split_schema_line
from partnercheck.workspace.checking import problems_of
from partnercheck.workspace.decisions import Decision
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.schemas.kinds import kinds_of, schema_of
from partnercheck.workspace.schemas.shapes import words
from tests.support.hostile_texts import ALL, MARK, unsafe
from tests.support.hostile_workspace import workspace as hostile_workspace
from tests.support.running import ALICES_FILE, Run

KINDS = [
    *(f"response.{each}" for each in packaged()),
    *("vendor", "workspace", "goals", "meetings", "people", "promises", "decision", "asked"),
    *("instrument", "glossary"),
]
OWN_ITEM = """
[[items]]
id = "culture-lunch"
condition = "culture"
kind = "standing"
topic = "lunch"
buyer = "Who ate with whom?"
vendor = "Who ate with whom?"
anchors = ["nobody", "one side", "some", "many", "all"]
"""


def own_instrument(root: Path, more: str) -> None:
    path = root / "instruments/partnership.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(packaged_text("partnership") + more, "utf-8")


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and the moment it was last written."""
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file() and ".partnercheck" not in path.parts
    }


def test_without_a_workspace_the_kinds_are_those_of_the_package(run: Run) -> None:
    listed = run("schema")
    assert (listed.code, listed.err) == (0, "")
    assert [line.partition("  ")[0] for line in listed.out.splitlines()] == KINDS
    for kind in ("response", "response.focus", "vendor"):
        shown = run("schema", kind)
        assert (shown.code, shown.err) == (0, "")
        Draft7Validator.check_schema(json.loads(shown.out))
    one = run("schema", "response", "--questionnaire", "focus")
    assert one.out == run("schema", "response.focus").out
    assert run("schema", "response").out == run("schema", "response.partnership").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("schema", "vendors"), 'no schema "vendors". Choose one of response.partnership, '),
        (("schema", "response", "--questionnaire", "none"), 'no schema "response.none"'),
        (
            ("schema", "vendor", "--questionnaire", "focus"),
            'with the kind "response"',
        ),
        (("schema", "--questionnaire", "focus"), 'with the kind "response"'),
        (("schema", "vendor", "--write"), "cannot be used with a kind"),
        (("schema", "--write"), "there is no workspace here"),
        (("--workspace", "nowhere", "schema"), "nowhere"),
    ],
)
def test_what_cannot_be_meant_is_said(words: tuple[str, ...], said: str, run: Run) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_what_is_written_is_what_is_shown_and_the_same_each_time(workspace: Path, run: Run) -> None:
    ran = run("schema", "--write", here=workspace)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        *(f"schemas/{kind}.json" for kind in KINDS),
        "partnercheck.toml",
        "vendors/acme-logistics/vendor.toml",
        "vendors/borealis-packaging/vendor.toml",
        ALICES_FILE,
    ]
    assert ran.err == "15 schemas written; schema lines added to 4 files\n"
    for kind in KINDS:
        written = (workspace / f"schemas/{kind}.json").read_bytes()
        assert written.decode() == run("schema", kind, here=workspace).out
        assert b"\r" not in written
    before = snapshot(workspace)
    again = run("schema", "--write", here=workspace)
    assert (again.code, again.out) == (0, "")
    assert snapshot(workspace) == before
    assert run("check", here=workspace).code == 0


def test_another_layout_of_the_same_schema_is_left(workspace: Path, run: Run) -> None:
    run("schema", "--write", here=workspace)
    path = workspace / "schemas/vendor.json"
    path.write_text(json.dumps(json.loads(path.read_text()), indent=4, sort_keys=True))
    before = snapshot(workspace)
    assert run("schema", "--write", here=workspace).out == ""
    assert run("check", here=workspace).code == 0
    assert snapshot(workspace) == before


def test_check_says_where_the_schemas_no_longer_fit(workspace: Path, run: Run) -> None:
    assert run("check", "schemas", here=workspace).code == 2, "there is no such folder yet"
    run("schema", "--write", here=workspace)
    own_instrument(workspace, OWN_ITEM)
    (workspace / "schemas/goals.json").unlink()
    (workspace / "schemas/asked.json").write_text("<<<<<<< ours\nMade by hand\n")
    checked = run("check", "--strict", here=workspace)
    assert checked.code == 1
    remedy = "Update it with `partnercheck schema --write`. (notice)"
    fits = "does not match the questionnaires or this version of partnercheck"
    assert checked.out.splitlines() == [
        f"schemas/response.partnership.json: {fits}. {remedy}",
        f"schemas/goals.json: is missing. {remedy}",
        f"schemas/asked.json: {fits}. {remedy}",
    ]
    assert run("check", "vendors", here=workspace).code == 0, "a hook that names files goes on"
    (workspace / "schemas/asked.json").unlink()
    written = run("schema", "--write", here=workspace)
    assert written.code == 0
    assert "culture-lunch" in (workspace / "schemas/response.partnership.json").read_text()
    assert split_schema_line((workspace / "instruments/partnership.toml").read_text("utf-8"))[0]
    assert run("check", here=workspace).code == 0


def test_a_schema_with_conflict_markers_is_written_anew(workspace: Path, run: Run) -> None:
    run("schema", "--write", here=workspace)
    path = workspace / "schemas/vendor.json"
    good = path.read_text()
    path.write_text(
        good.replace(' "type"', '<<<<<<< ours\n "x": 1,\n=======\n>>>>>>> t\n "type"', 1)
    )
    assert run("check", "--strict", here=workspace).code == 1
    assert run("schema", "--write", here=workspace).out == "schemas/vendor.json\n"
    assert path.read_text() == good


def test_what_is_not_ours_is_never_overwritten(workspace: Path, run: Run) -> None:
    (workspace / "schemas").mkdir()
    (workspace / "schemas/vendor.json").write_text('{"title": "of another tool"}')
    before = (workspace / "vendors/acme-logistics/vendor.toml").read_bytes()
    ran = run("schema", "--write", here=workspace)
    assert ran.code == 2
    assert "schemas/vendor.json was not written by partnercheck" in ran.err
    assert (workspace / "schemas/vendor.json").read_text() == '{"title": "of another tool"}'
    assert (workspace / "vendors/acme-logistics/vendor.toml").read_bytes() == before


def test_init_goes_on_beside_schemas_of_somebody_else(tmp_path: Path, run: Run) -> None:
    (tmp_path / "schemas").write_text("a file of that name")
    ran = run("init")
    assert ran.code == 0
    assert "schemas" in ran.err
    assert (tmp_path / "partnercheck.toml").read_text().startswith("format = 1\n")


def test_schemas_elsewhere_and_files_elsewhere_are_not_written(
    workspace: Path, tmp_path: Path, run: Run
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (workspace / "schemas").symlink_to(outside)
    ran = run("schema", "--write", here=workspace)
    assert ran.code == 2
    assert "is linked to a place outside the workspace" in ran.err
    assert list(outside.iterdir()) == []
    (workspace / "schemas").unlink()
    vendor = workspace / "vendors/acme-logistics/vendor.toml"
    vendor.rename(outside / "vendor.toml")
    vendor.symlink_to(outside / "vendor.toml")
    before = (outside / "vendor.toml").read_bytes()
    ran = run("schema", "--write", here=workspace)
    assert ran.code == 0
    assert "vendors/acme-logistics/vendor.toml: " in ran.err
    assert "is linked to a place outside the workspace" in ran.err
    assert (outside / "vendor.toml").read_bytes() == before


MARKED = 'format = 1\n<<<<<<< ours\nname = "A"\n=======\nname = "B"\n>>>>>>> theirs\n'


@pytest.mark.parametrize("bad", [b"name = \n", b'name = "\xff"\n', MARKED.encode()])
def test_a_file_that_cannot_be_read_is_left_and_named(
    bad: bytes, workspace: Path, run: Run
) -> None:
    path = workspace / "vendors/acme-logistics/vendor.toml"
    path.write_bytes(bad)
    ran = run("schema", "--write", here=workspace)
    assert ran.code == 0
    assert "vendors/acme-logistics/vendor.toml: " in ran.err
    assert "added to 3 files" in ran.err
    assert path.read_bytes() == bad


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('# ours\nname = "A"\n', "#:schema ../../schemas/vendor.json\n\n"),
        ('# ours\r\nname = "A"\r\n', "#:schema ../../schemas/vendor.json\r\n\r\n"),
        ('\ufeffname = "A"\n', "\ufeff#:schema ../../schemas/vendor.json\n\n"),
        ('#:schema https://example.org/x.json\nname = "A"\n', ""),
        ('# ours\n\n  #:schema x.json\nname = "A"\n', ""),
        ('name = "A"\n#:schema too late\n', "#:schema ../../schemas/vendor.json\n\n"),
    ],
)
def test_only_a_file_that_names_no_schema_gets_the_line(
    text: str, line: str, workspace: Path, run: Run
) -> None:
    path = workspace / "vendors/acme-logistics/vendor.toml"
    path.write_bytes(text.encode())
    assert run("schema", "--write", here=workspace).code == 0
    assert path.read_bytes().decode() == (line + text.removeprefix("\ufeff") if line else text)
    assert not [p for p in problems_of(open_workspace(workspace)) if p.severity == "error"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_workspace_stays_as_it_is(workspace: Path, run: Run) -> None:
    before = snapshot(workspace)
    workspace.chmod(0o555)
    try:
        ran = run("schema", "--write", here=workspace)
    finally:
        workspace.chmod(0o755)
    assert ran.code == 2
    assert "cannot save" in ran.err
    assert snapshot(workspace) == before


RECORDS: tuple[type[Record], ...] = (
    *(Response, Answer, Vendor, Settings, Goal, Meeting, Person, Awaited, Decision),
    *(records.Instrument, records.Item, records.Condition, records.Group, records.Axis),
    *(records.Offer, records.LensWarning, records.VendorClass, records.ClassRule),
    *(records.States, records.Limits),
)


@pytest.mark.parametrize("kind", RECORDS)
def test_every_key_of_a_record_has_its_words(kind: type[Record]) -> None:
    """A key without would be missing in the schema; `id` is a folder's name, answers have items."""
    elsewhere = {Vendor: {"id"}, Response: {"answers"}}.get(kind, set())
    assert {*words()[kind.__name__]} == {*kind.__struct_fields__} - elsewhere


def descriptions(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [text for each in schema for text in descriptions(each)]
    if not isinstance(schema, dict):
        return []
    own = [schema["description"]] if isinstance(schema.get("description"), str) else []
    own += schema.get("enumValues", [])
    return own + [text for each in schema.values() for text in descriptions(each)]


def test_what_enemies_wrote_into_an_instrument_does_not_act_in_a_popup(tmp_path: Path) -> None:
    root = hostile_workspace(tmp_path / "workspace", ALL)
    opened = open_workspace(root)
    ours, kinds = str(words()), kinds_of(opened.instruments)
    with_theirs = [kind for kind in kinds if kind != "instrument"]
    every = [text for kind in with_theirs for text in descriptions(schema_of(kind, opened))]
    told = [text for text in every if text not in ours]
    assert len(told) > 100
    assert any(MARK in text for text in told)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough", "linkify"])
    for text in told:
        assert not unsafe(text, lines=True), text
        for token in parser.parse(text):
            assert not token.type.startswith("html"), text
            inside = {child.type for child in token.children or []}
            acting = {"link_open", "image", "html_inline", "em_open", "strong_open", "code_inline"}
            assert not inside & acting, text
        assert "://" not in text.replace(":\\//", ""), text


def test_a_strange_instruments_id_makes_no_file_outside(workspace: Path, run: Run) -> None:
    own_instrument(workspace, "")
    path = workspace / "instruments/partnership.toml"
    path.write_text(
        packaged_text("focus").replace('id = "focus"', 'id = "../../../evil"', 1), "utf-8"
    )
    before = {*workspace.parent.rglob("*")}
    assert run("schema", "--write", here=workspace).code == 0
    made = {*workspace.parent.rglob("*")} - before
    assert {each.parent for each in made if each.suffix == ".json"} == {workspace / "schemas"}
    assert not [each for each in made if "evil" in each.name]
