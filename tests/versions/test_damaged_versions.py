"""Merging three versions of a file, one of them damaged: right, or a conflict; no mixture."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from partnercheck.base.records import Answer, Awaited, Goal, Meeting, Promise, Record
from partnercheck.storage.conflicts import first_marker, sides
from partnercheck.storage.parse import parse
from partnercheck.versions.merge_driver import merge_file
from partnercheck.workspace.decisions import Decision
from tests.support.running import Run

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
Data = dict[str, Any]
DAYS = st.sampled_from([dt.date(2026, 11, 3), dt.date(2026, 11, 20)])
TEXTS = st.sampled_from(
    ["", "In June.", "In June.\n\nIn July.\n", 'a "b" # c', "> a\n< b", "é\u2028ü"]
)
FILES = {
    "answers": "buyer.bob.partnership.toml",
    "goals": "goals.toml",
    "meetings": "meetings.toml",
    "promises": "promises.toml",
    "asked": "asked.toml",
    "decision": "decision.toml",
    "vendor": "vendor.toml",
    "settings": "partnercheck.toml",
    "terms": "glossary.toml",
}
RECORDS: dict[str, type[Record]] = {
    "answers": Answer,
    "goals": Goal,
    "meetings": Meeting,
    "promises": Promise,
    "asked": Awaited,
}
TOGETHER = (("target", "target_why"), ("objective", "benefit_buyer", "benefit_vendor"))
SCALARS = st.one_of(st.integers(0, 4), TEXTS, DAYS, st.booleans())
NAMES = ("2026-11-24", "one", "two", "three")


def tables(record: type[Record]) -> st.SearchStrategy[Data]:
    table = st.dictionaries(st.sampled_from(record.__struct_fields__), SCALARS, max_size=5)
    return st.dictionaries(st.sampled_from(NAMES), table, min_size=1)


def flat(*keys: str) -> st.SearchStrategy[Data]:
    return st.dictionaries(st.sampled_from(keys), SCALARS, min_size=1)


def data_of(kind: str) -> st.SearchStrategy[Data]:
    if kind in RECORDS:
        header = {"instrument": "partnership", "respondent": "Bob"} if kind == "answers" else {}
        return tables(RECORDS[kind]).map(lambda made: {"format": 1, **header, kind: made})
    if kind == "decision":
        return flat(*Decision.__struct_fields__)
    if kind == "vendor":
        return flat("name", "owner", "spend", *(key for group in TOGETHER for key in group))
    if kind == "settings":
        return flat("organisation", "cadence", "form", "key_goals")
    return flat("ask", "cut-off", "wave").map(lambda made: {"terms": made})


def units(kind: str, data: Data) -> Data:
    """What belongs together in a file, by its name."""
    if kind == "decision":
        return {"decision": data}
    found: Data = {}
    for key, value in data.items():
        if key in RECORDS and isinstance(value, dict):
            fields = RECORDS[key].__struct_fields__
            for name, table in value.items():
                known = table
                if isinstance(table, dict):
                    known = {each: table[each] for each in fields if each in table}
                found[f"{key}.{name}"] = known
        elif key == "terms" and isinstance(value, dict):
            found.update({f"terms.{word}": meaning for word, meaning in value.items()})
        elif group := next((each for each in TOGETHER if key in each), None):
            found[group[0]] = {each: data[each] for each in group if each in data}
        else:
            found[key] = value
    return {name: value for name, value in found.items() if value != {}}


@st.composite
def edits(draw: st.DrawFn, kind: str, base: Data) -> Data:
    """A version of some data with single fields changed, as a person would."""
    other = draw(data_of(kind))
    made = {key: dict(value) if isinstance(value, dict) else value for key, value in base.items()}
    for key, value in other.items():
        if not isinstance(value, dict):
            if draw(st.booleans()):
                made[key] = value
            continue
        for name, table in value.items():
            before = made.setdefault(key, {}).get(name)
            if not isinstance(table, dict) or not isinstance(before, dict):
                made[key][name] = table
                continue
            chosen = {k: v for k, v in table.items() if draw(st.booleans())}
            made[key][name] = {**before, **chosen}
    return made


def text_of(data: Data) -> str:
    return tomli_w.dumps(data, multiline_strings=True)


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """A text with one thing wrong in it."""
    lines = text.splitlines(keepends=True)
    at = draw(st.integers(0, len(lines) - 1))
    kind = draw(st.sampled_from(["broken", "cut", "doubled line", "byte", "doubled table", "mark"]))
    if kind == "cut":
        data = text.encode()
        return data[: draw(st.integers(0, len(data)))]
    if kind == "byte":
        data = bytearray(text.encode())
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
        return bytes(data)
    if kind == "broken":
        lines[at] = draw(st.sampled_from(["form = full\n", "score =\n", '"""\n', "[answers.\n"]))
    elif kind == "doubled line":
        lines.insert(at, lines[at])
    elif kind == "doubled table":
        headers = [n for n, line in enumerate(lines) if line.startswith("[")] or [0]
        lines += ["\n", *lines[draw(st.sampled_from(headers)) :]]
    else:
        size, end = draw(st.integers(1, 20)), draw(st.integers(at, len(lines)))
        middle = "=" * size + "\n"
        if draw(st.booleans()):
            middle = "|" * size + " base\n" + "".join(lines[at:end]) + middle
        label = draw(st.sampled_from(["", " ours", " ours: one"]))
        lines = [
            *lines[:at],
            "<" * size + f"{label}\n",
            *lines[at:end],
            middle,
            *draw(st.sampled_from([[], lines[at:end], ["score = 3\n"]])),
            ">" * size + f"{label}\n",
            *lines[end:],
        ]
    return "".join(lines).encode()


class Triple(NamedTuple):
    kind: str
    base: bytes
    ours: bytes
    theirs: bytes


@st.composite
def triples(draw: st.DrawFn) -> Triple:
    kind = draw(st.sampled_from(sorted(FILES)))
    base = draw(data_of(kind))
    versions = [base, draw(edits(kind, base)), draw(edits(kind, base))]
    texts = [text_of(each).encode() for each in versions]
    which = draw(st.integers(0, 2))
    texts[which] = draw(damaged(texts[which].decode()))
    return Triple(kind, *texts)


def merge(triple: Triple, size: int) -> tuple[bool, bytes]:
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / each for each in ("base", "ours", "theirs")]
        for path, data in zip(paths, triple[1:], strict=True):
            path.write_bytes(data)
        merged = merge_file(paths[0], paths[1], paths[2], size, FILES[triple.kind])
        return merged.clean, paths[1].read_bytes()


def same_but_for_the_day(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return repr(sorted({**one, "on": 0}.items())) == repr(sorted({**other, "on": 0}.items()))
    return False


def check_clean(triple: Triple, made: bytes) -> None:
    base, ours, theirs, merged = (parse(each, "").data for each in (*triple[1:], made))
    if ours is None or theirs is None or merged is None:
        unchanged = {triple.base: triple.theirs, triple.theirs: triple.ours}
        assert made in (unchanged.get(triple.ours), unchanged.get(triple.base)) or (
            triple.base == triple.theirs and made == triple.ours
        )
        return
    left, right, found = (units(triple.kind, each) for each in (ours, theirs, merged))
    before = units(triple.kind, base) if base is not None else None
    for name in {*left, *right, *found}:
        versions = left.get(name), right.get(name)
        assert repr(found.get(name)) in map(repr, versions), f"{name}: what nobody had"
        if before is None or repr(versions[0]) == repr(versions[1]):
            continue
        if same_but_for_the_day(*versions):
            continue
        unchanged = [repr(each) == repr(before.get(name)) for each in versions]
        assert any(unchanged), f"{name} was changed on both sides"
        assert repr(found.get(name)) == repr(versions[unchanged.index(True) - 1])


@settings(max_examples=6000 if LONG else 250, deadline=None)
@given(triples(), st.sampled_from([7, 7, 9, 5, 12, 1, 0]))
def test_with_one_version_damaged_the_result_is_right_or_a_conflict(
    triple: Triple, size: int
) -> None:
    clean, made = merge(triple, size)
    if clean:
        check_clean(triple, made)
        return
    text = made.decode("utf-8", "surrogateescape")
    assert first_marker(text), "a conflict is marked"
    assert parse(made, "").data is None, "and no reader takes it for an answer"
    for version in triple[2:]:
        for line in version.decode("utf-8", "surrogateescape").split("\n"):
            if line.startswith(("#", '"""')) or '"""' in line:
                continue
            assert parse(version, "").data is not None or line in text, "nothing is dropped"
    if (both := sides(text)) and (side := parse(triple.ours, "").data) is not None:
        mine = parse(both[0].encode("utf-8", "surrogateescape"), "").data
        assert mine is not None
        known = {
            repr(each)
            for data in (side, parse(triple.theirs, "").data)
            if data is not None
            for each in units(triple.kind, data).items()
        }
        assert {repr(each) for each in units(triple.kind, mine).items()} <= known


HEADER = """\
format = 1
instrument = "partnership"
vendor = "acme-logistics"
round = "2026-q4"
perspective = "buyer"
respondent = "Bob"
form = "full"
"""
ANSWER = """
[answers.culture-decisions]
score = {score}
basis = "observed"
evidence = "{evidence}"
"""
DECISION = 'decided = "{}"\nby = "Alice"\non = 2026-10-02\nreason = "{}"\nversion = 1\n'


def broken_line(text: str) -> str:
    return text.replace('form = "full"', "form = full")


def cut_short(text: str) -> str:
    return text[:-3]


def with_markers(text: str) -> str:
    return f"{'<' * 9} ours\n{text}{'=' * 9}\nform = 3\n{'>' * 9} theirs\n"


@pytest.mark.parametrize("damage", [broken_line, cut_short, with_markers, lambda _: "\0"])
@pytest.mark.parametrize("side", ["base", "ours", "theirs"])
def test_a_score_and_other_evidence_are_never_joined_over_a_damaged_version(
    damage: Callable[[str], str], side: str, tmp_path: Path, run: Run
) -> None:
    texts = {
        "base": HEADER + ANSWER.format(score=2, evidence="In May."),
        "ours": HEADER + ANSWER.format(score=2, evidence="In June, of our own."),
        "theirs": HEADER + ANSWER.format(score=4, evidence="In May."),
    }
    texts[side] = damage(texts[side])
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    ran = run("merge-file", "base", "ours", "theirs", "7", FILES["answers"], here=tmp_path)
    assert ran.code == 1
    assert "Traceback" not in ran.err
    made = (tmp_path / "ours").read_text()
    assert first_marker(made)
    for name in {"ours", "theirs"} - {side}:
        assert texts[name].splitlines()[-1] in made, "both answers are there to choose from"


def test_a_decision_is_never_joined_over_a_damaged_base(tmp_path: Path, run: Run) -> None:
    (tmp_path / "base").write_text(DECISION.format("partner", "They gave way.") + "broken\n")
    (tmp_path / "ours").write_text(DECISION.format("partner", "They did not."))
    (tmp_path / "theirs").write_text(DECISION.format("supplier", "They gave way."))
    ran = run("merge-file", "base", "ours", "theirs", "7", "decision.toml", here=tmp_path)
    assert ran.code == 1
    assert "changed on both sides" in ran.err
    both = sides((tmp_path / "ours").read_text())
    assert both == (
        DECISION.format("partner", "They did not."),
        DECISION.format("supplier", "They gave way."),
    )


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (
            'target = "partner"\ntarget_why = "Trucks"\n',
            'target = "supplier"\ntarget_why = "Boxes"\n',
        ),
        (
            'target = "supplier"\ntarget_why = "Trucks"\n',
            'target = "partner"\ntarget_why = "Boxes"\n',
        ),
        ('objective = "New"\n', 'objective = "Old"\nbenefit_buyer = "Of the old one"\n'),
    ],
)
def test_the_target_and_its_reason_are_one_thing(
    ours: str, theirs: str, tmp_path: Path, run: Run
) -> None:
    base = 'name = "Acme"\ntarget = "partner"\ntarget_why = "Boxes"\nobjective = "Old"\n'
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        (tmp_path / name).write_text(text if name == "base" else f'name = "Acme"\n{text}')
    if 'target_why = "Boxes"' in theirs and 'target = "partner"' in theirs:
        (tmp_path / "theirs").write_text(base.replace("Boxes", "Crates"))
    ran = run("merge-file", "base", "ours", "theirs", "7", "vendor.toml", here=tmp_path)
    assert ran.code == 1


def test_an_unchanged_side_gives_way_whatever_the_other_is(tmp_path: Path, run: Run) -> None:
    text = HEADER + ANSWER.format(score=2, evidence="In May.")
    for ours, theirs, right in ((text, "broken", "broken"), ("broken", text, "broken")):
        for name, each in (("base", text), ("ours", ours), ("theirs", theirs)):
            (tmp_path / name).write_text(each)
        ran = run("merge-file", "base", "ours", "theirs", "7", FILES["answers"], here=tmp_path)
        assert (ran.code, (tmp_path / "ours").read_text()) == (0, right)


@pytest.mark.parametrize("size", ["0", "-3", "1", "5", "12", "999999999"])
def test_markers_of_any_length_are_written_and_read(size: str, tmp_path: Path, run: Run) -> None:
    for name, score in (("base", 2), ("ours", 3), ("theirs", 4)):
        (tmp_path / name).write_text(HEADER + ANSWER.format(score=score, evidence="In May."))
    ran = run("merge-file", "base", "ours", "theirs", size, FILES["answers"], here=tmp_path)
    assert ran.code == 1
    both = sides((tmp_path / "ours").read_text())
    assert both
    assert ["score = 3" in both[0], "score = 4" in both[1]] == [True, True]


def test_a_pipe_or_a_missing_version_is_refused(tmp_path: Path, run: Run) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "ours").write_text(HEADER)
    for base in ("pipe", "none", "."):
        ran = run("merge-file", base, "ours", "ours", here=tmp_path)
        assert ran.code == 2
        assert base in ran.err
        assert "Traceback" not in ran.err
