"""The comparison as text, Markdown, CSV and JSON: complete, well formed, harmless to show."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from partnercheck.questionnaires.read import packaged_text
from tests.support.running import ACME, ALICES_FILE, Ran, Run
from tests.support.terminal import Terminal
from tests.support.warm_start import WarmProgram

FORMATS = ("text", "markdown", "csv", "json")


def condition(id: str, score: float, state: str) -> dict[str, object]:
    ends = {"low": score, "high": score}
    states = {"state_low": state, "state_high": state}
    return {"id": id, **ends, **states, "buyer": ends, "vendor": None, "gap": None}


def steps(to: str, points: int, condition: str) -> dict[str, object]:
    """Steps of one condition in our view."""
    step = {"condition": condition, "perspective": "buyer", "points": points}
    return {"to": to, "points": points, "steps": [step]}


def test_json_has_the_documented_shape(workspace: Path, run: Run) -> None:
    ran = run("compare", "acme-logistics", "--format", "json", here=workspace)
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == {
        "format": 1,
        "instrument": "partnership",
        "vendors": [
            {
                "vendor": "acme-logistics",
                "name": "Acme Logistics",
                "round": "2026-q4",
                "stage": "active",
                "target": "partner",
                "facts": {},
                "as_targeted": None,
                "verdict": {
                    "low": "near-partner",
                    "high": "near-partner",
                    "settled": True,
                    "assessed": True,
                    "one_sided": True,
                    "provisional": False,
                    "quick": False,
                    "so_far": "near-partner",
                },
                "conditions": [
                    condition("culture", 64.2, "partial"),
                    condition("gains", 75.0, "present"),
                    condition("reciprocity", 78.5, "present"),
                    condition("learning", 75.0, "present"),
                ],
                "answered": 28,
                "items": 28,
                "pending": 0,
                "evidence": 0.64,
                "reasons": [
                    {
                        "kind": "score",
                        "condition": "culture",
                        "perspective": "buyer",
                        "items": [],
                        "text": "Cultural alignment is partial, at 64; present starts at 66. "
                        "Scored lowest: standards kept at a cost, talking when people "
                        "disagree and an agreed aim.",
                    }
                ],
                "caveats": [
                    "This is our view only: the vendor has not answered.",
                    "Little evidence: Learning (0 of 7 scores).",
                ],
                "untested": [],
                "left_out": {
                    "items": 0,
                    "few_occasions": False,
                    "low": "near-partner",
                    "high": "near-partner",
                },
                "straight_lines": [],
                "agreement": [],
                "balance": {"buyer": None, "vendor": None},
                "gap": None,
                "next": [],
                "steps_up": steps("partner", 1, "culture"),
                "steps_down": steps("supplier", 2, "gains"),
                "decision": None,
                "errors": [],
                "warnings": [],
            }
        ],
        "errors": [],
        "warnings": [],
    }


def test_json_says_what_the_text_says(samples: Path, run: Run) -> None:
    decided = ["--class", "near-partner", "--by", "Alice Moreau", "--reason", "They share plans."]
    assert run("decide", "cobalt-cloud", *decided, here=samples).code == 0
    vendors = json.loads(run("list", "--format", "json", here=samples).out)["vendors"]
    assert len(vendors) > 10
    for vendor in vendors:
        ran = run("show", vendor["vendor"], here=samples, environment={"COLUMNS": "1000"})
        shown = json.loads(run("show", vendor["vendor"], "--format", "json", here=samples).out)[
            "vendors"
        ][0]
        assert shown == vendor
        for reason in vendor["reasons"]:
            assert reason["text"] in ran.out
        assert " ".join(vendor["caveats"]) in ran.out
        for way, step, word in (("steps_up", "up", "better"), ("steps_down", "down", "lower")):
            steps = vendor[way]
            targeted = vendor["target"] == vendor["verdict"]["low"]
            if steps and not vendor["pending"] and not (targeted and way == "steps_up"):
                steps_said = rf"(?:one step|\d+ steps|one answer) {step}|a {word} answer to"
                said = rf"The class would be an? [a-z ]+ with (?:{steps_said}) "
                assert re.search(said, " ".join(ran.out.split()))
                total = sum(step["points"] for step in steps["steps"])
                assert total == steps["points"]
            else:
                said = " ".join(ran.out.split())
                assert not re.search(rf"The class would be an? [a-z ]+ with [^.]* {step} ", said)
        if vendor["next"] and vendor["verdict"]["assessed"]:
            assert vendor["next"][0]["ask"] in ran.out
        if decision := vendor["decision"]:
            assert f"{decision['round']}, by {decision['by']}, on {decision['on']}" in ran.out
    assert [each["vendor"] for each in vendors if each["decision"]].count("cobalt-cloud") == 1


def test_errors_mean_the_same_in_json_and_csv_everywhere(workspace: Path, run: Run) -> None:
    """A file that could not be read is an error; an unknown key, a strange name are warnings."""
    (workspace / ALICES_FILE).write_text("score = 7\n")
    vendor = workspace / "vendors/acme-logistics/vendor.toml"
    vendor.write_text(f"spend = 1\n{vendor.read_text()}")
    (workspace / "vendors/acme-logistics/goals.toml").write_text("broken")
    (workspace / "vendors/acme-logistics/2026-q4/decision.toml").write_text("by = 1\n")
    expected = {ALICES_FILE, "vendors/acme-logistics/goals.toml"}
    expected.add("vendors/acme-logistics/2026-q4/decision.toml")
    for command in ("compare", "list", "show acme-logistics", "table verdicts"):
        written = json.loads(run(*command.split(), "--format", "json", here=workspace).out)
        rows = list(
            csv.DictReader(
                io.StringIO(run(*command.split(), "--format", "csv", here=workspace).out)
            )
        )
        in_csv = {word.partition(":")[0] for word in rows[0]["errors"].split() if ".toml" in word}
        assert in_csv == expected, command
        if command == "table verdicts":
            assert written[0]["errors"] == rows[0]["errors"]
            continue
        [first, *_] = written["vendors"]
        assert {each["file"] for each in first["errors"]} == expected, command
        assert all(each["severity"] == "error" for each in first["errors"])
        assert "vendors/acme-logistics/vendor.toml" in {each["file"] for each in first["warnings"]}
        assert all(each["severity"] != "error" for each in first["warnings"])


def test_compare_without_names_shows_every_vendor_in_its_latest_round(
    samples: Path, run: Run
) -> None:
    rounds = {}
    for words in ((), ("--round", "2026-q3")):
        ran = run("compare", "--format", "json", *words, here=samples)
        rounds[words] = [vendor["round"] for vendor in json.loads(ran.out)["vendors"]]
    assert len(rounds[()]) == 12
    assert set(rounds[()]) == {"2026-q4", None}
    assert set(rounds["--round", "2026-q3"]) == {"2026-q3"}


def test_an_empty_workspace_compares_nothing_and_says_what_to_do(tmp_path: Path, run: Run) -> None:
    assert run("init").code == 0
    for kind in FORMATS:
        ran = run("compare", "--format", kind)
        assert ran.code == 0
        assert "`partnercheck add VENDOR`" in ran.err
    assert json.loads(run("compare", "--format", "json").out)["vendors"] == []


HOSTILE = "\x1b[31mRed\x07 \u202eesrever\u2066 [bold]a[/] | <b> `c` \x9b0m"
SHOWN = "␛[31mRed␇ esrever [bold]a[/] | <b> `c` 0m"


def hostile(root: Path) -> None:
    path = root / "vendors/acme-logistics/vendor.toml"
    path.write_text(path.read_text().replace('"Acme Logistics"', json.dumps(HOSTILE)))


def unsafe(text: str) -> set[str]:
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {char for char in text if unicodedata.category(char) in kinds} - {"\n"}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_hostile_name_is_harmless_in_every_format(kind: str, workspace: Path, run: Run) -> None:
    hostile(workspace)
    ran = run("compare", "--format", kind, "--width", "200", here=workspace)
    assert ran.code == 0
    assert unsafe(ran.out) == set()
    escaped = SHOWN.translate({ord(char): f"\\{char}" for char in "|`"})
    shown = {
        "markdown": escaped.replace("<", "&lt;"),
        "json": json.dumps(SHOWN, ensure_ascii=False),
    }
    assert shown.get(kind, SHOWN) in ran.out


def test_a_hostile_name_on_the_command_line_is_filed_and_shown_harmless(
    workspace: Path, run: Run
) -> None:
    ran = run("add", HOSTILE, "--id", "red", here=workspace)
    assert ran == Ran(0, f"Added {SHOWN} as red\n", "Next: partnercheck assess red\n")
    missed = run("compare", HOSTILE + "?", here=workspace)
    assert unsafe(missed.out + missed.err) == set()
    assert f'name = "{SHOWN}"\n' in (workspace / "vendors/red/vendor.toml").read_text()


def test_csv_has_a_row_a_vendor_and_no_formulas(workspace: Path, run: Run) -> None:
    for vendor_id, name in (("e", "=1+1"), ("p", "+1"), ("m", "-1"), ("a", '@SUM("A1",1)')):
        path = workspace / "vendors" / vendor_id / "vendor.toml"
        path.parent.mkdir()
        path.write_text(f"name = {json.dumps(name)}\n")
    own = workspace / "instruments" / "partnership.toml"
    own.parent.mkdir()
    text = packaged_text("partnership").replace("needs = { gains", 'needs = { "=gains"')
    for key in ("id", "condition"):
        text = text.replace(f'{key} = "gains"', f'{key} = "=gains"')
    own.write_text(text)
    ran = run("compare", "--format", "csv", here=workspace)
    head, *rows = csv.reader(io.StringIO(ran.out, newline=""))
    names = {row[0]: row[1] for row in rows}
    assert list(names) == ["a", "acme-logistics", "borealis-packaging", "e", "m", "p"]
    assert names["a"] == '\'@SUM("A1",1)'
    assert {len(row) for row in rows} == {len(head)}
    assert [cell for row in (head, *rows) for cell in row if cell[:1] in "=+-@" and cell] == []


def test_markdown_has_as_many_cells_in_every_row(workspace: Path, run: Run) -> None:
    path = workspace / "vendors/acme-logistics/vendor.toml"
    path.write_text('name = "A | B \\\\| C \\\\"\ntarget = "partner"\nmood = "a|b"\n')
    ran = run("compare", "--format", "markdown", here=workspace)
    rows = ran.out.splitlines()
    assert {re.sub(r"\\.", "", row).count("|") for row in rows} == {4}
    tokens = MarkdownIt("commonmark").enable("table").parse(ran.out)
    cells = [token for token in tokens if token.type == "inline"]
    shown = "".join(part.content for part in cells[1].children or [])
    assert shown == "A | B \\| C \\"
    assert len(cells) == 3 * (len(rows) - 1)


@pytest.mark.parametrize("width", ["1", "20", "22", "23", "40", "80", "500"])
def test_the_text_fits_a_terminal_of_any_width(width: str, samples: Path, run: Run) -> None:
    ran = run("compare", here=samples, environment={"COLUMNS": width})
    assert ran.code == 0, ran.err
    assert "Verdict" in ran.out
    if int(width) >= 40:
        assert "Acme" in ran.out
        assert max(map(cell_len, ran.out.splitlines())) <= int(width)


def test_signs_that_a_terminal_cannot_show_do_not_stop_the_comparison(workspace: Path) -> None:
    words = ["--workspace", str(workspace), "compare"]
    terminal = Terminal(words, {"PYTHONIOENCODING": "cp1252"}, size=(120, 40))
    assert terminal.ended() == 0
    assert "Near partner" in terminal.shown


def test_a_reader_that_stops_reading_is_no_error(samples: Path) -> None:
    pipe = subprocess.PIPE
    with WarmProgram(["compare"], cwd=samples, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_file_that_was_left_out_is_named_beside_the_result(workspace: Path, run: Run) -> None:
    (workspace / ALICES_FILE).write_text("score = 7\n")
    (workspace / "partnercheck.toml").write_text("cadence = 7\n")
    for kind in FORMATS:
        ran = run("compare", "--format", kind, "--width", "300", here=workspace)
        assert ran.code == 0
        assert f"{ALICES_FILE}: " in ran.err
        assert "partnercheck.toml:1: " in ran.err
        words = re.sub(r'[\\"]', "", ran.out).split()
        assert "instrument is missing" in " ".join(words)
    errors = json.loads(run("compare", "--format", "json", here=workspace).out)["errors"]
    assert [(each["file"], each["line"]) for each in errors] == [("partnercheck.toml", 1)]


def test_dont_know_counts_as_answered_in_every_output(workspace: Path, run: Run) -> None:
    file = workspace / ALICES_FILE
    header, first, rest = file.read_text().partition("[answers.culture-values]\n")
    file.write_text(f'{header}{first}skip = "unknown"\n\n{rest[rest.index("[") :]}')
    compared = " ".join(run("compare", ACME, here=workspace).out.split())
    assert "Answered 28 of 28 (1 with “don't know”)" in compared.replace("’", "'")
    for words in (("table", "verdicts", "--format", "json"), ("list", "--format", "json")):
        [entry] = re.findall(r'"answered": (\d+)', run(*words, here=workspace).out)[:1]
        assert entry == "28"
