"""What an editor flags, the reader refuses too; and what it refuses is flagged, where it can be.

Each bad value stands in a workspace of its own. `taplo` is asked about all of them at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from partnercheck.base.records import Settings
from partnercheck.questionnaires.read import packaged, packaged_text
from partnercheck.workspace.checking import problems_of
from partnercheck.workspace.open import init, open_workspace
from partnercheck.workspace.schemas.folder import write_schemas
from tests.support.right_files import (
    ASKED,
    DECISION,
    FILES,
    GLOSSARY,
    GOALS,
    MEETINGS,
    RESPONSE,
    VENDOR,
)
from tests.support.schema_judges import flagged

SETTINGS = "partnercheck.toml"
OWN = "instruments/own.toml"
FIRST, SECOND = packaged()["focus"].items[0].anchors[:2]


class Bad(NamedTuple):
    """A change that makes a file bad, whether a schema can say so, and at the reader's line."""

    file: str
    old: str
    new: str
    said: bool = True
    there: bool = True


BAD: Mapping[str, Bad] = {
    "score 7": Bad(RESPONSE, "score = 3", "score = 7"),
    "score -1": Bad(RESPONSE, "score = 3", "score = -1"),
    "score in quotes": Bad(RESPONSE, "score = 3", 'score = "3"'),
    "half a score": Bad(RESPONSE, "score = 3", "score = 3.5"),
    "score true": Bad(RESPONSE, "score = 3", "score = true"),
    "score of an unknown item": Bad(RESPONSE, "score = 1", "score = 9"),
    "skip maybe": Bad(RESPONSE, '"unknown"', '"maybe"'),
    "skip and score": Bad(RESPONSE, "score = 3", 'score = 3\nskip = "unknown"'),
    "skip and score of an unknown item": Bad(RESPONSE, "score = 1", 'score = 1\nskip = "unknown"'),
    "no occasion where none is offered": Bad(
        RESPONSE, 'score = 2\ndone_by = "vendor"', 'skip = "no-occasion"\nreason = "No."'
    ),
    "reason a number": Bad(RESPONSE, '"There was none."', "0"),
    "done by nobody we know": Bad(RESPONSE, 'done_by = "vendor"', 'done_by = "both"'),
    "done by one side, but both did": Bad(
        RESPONSE, 'score = 2\ndone_by = "vendor"', 'score = 3\ndone_by = "vendor"', there=False
    ),
    "done by one side without a score": Bad(
        RESPONSE, 'score = 2\ndone_by = "vendor"', 'done_by = "vendor"', there=False
    ),
    "done by one side, of one's own side alone": Bad(
        RESPONSE, "[answers.culture-dialogue]", "[answers.gains-best-alternative]", there=False
    ),
    "answers of no version": Bad(RESPONSE, "version = 2", "version = 0"),
    "answers of a version in quotes": Bad(RESPONSE, "version = 2", 'version = "2"'),
    "basis felt": Bad(RESPONSE, '"observed"', '"felt"'),
    "evidence a number": Bad(RESPONSE, '"In June."', "6"),
    "day a number": Bad(RESPONSE, "on = 2026-11-24", "on = 20261124"),
    "day with a time": Bad(RESPONSE, "on = 2026-11-24", "on = 2026-11-24T10:00:00Z"),
    "day with a local time": Bad(RESPONSE, "on = 2026-11-24", "on = 2026-11-24T10:00:00"),
    "day in words": Bad(RESPONSE, "on = 2026-11-24", 'on = "in June"'),
    "day in quotes": Bad(RESPONSE, "on = 2026-11-24", 'on = "2026-11-24"', said=False),
    "whole score with a point": Bad(RESPONSE, "score = 3", "score = 3.0", said=False),
    "answer no table": Bad(RESPONSE, "[answers.of-nobody]\nscore", "[answers]\nof-nobody"),
    "answers no tables": Bad(
        RESPONSE, FILES[RESPONSE][FILES[RESPONSE].index("[") :], "answers = 3"
    ),
    "respondent missing": Bad(RESPONSE, 'respondent = "Alice"\n', ""),
    "respondent empty": Bad(RESPONSE, '"Alice"', '""'),
    "respondent another": Bad(RESPONSE, '"Alice"', '"Bea"', said=False),
    "perspective ours": Bad(RESPONSE, '"buyer"', '"ours"'),
    "perspective of the other side": Bad(RESPONSE, '"buyer"', '"vendor"', said=False),
    "form long": Bad(RESPONSE, '"full"', '"long"'),
    "level high": Bad(RESPONSE, '"management"', '"high"'),
    "round a quarter too many": Bad(RESPONSE, '"2026-q4"', '"2026-q5"'),
    "round a month too many": Bad(RESPONSE, '"2026-q4"', '"2026-13"'),
    "round a number": Bad(RESPONSE, '"2026-q4"', "2026"),
    "vendor's name for its id": Bad(RESPONSE, '"acme"', '"Acme Ltd"'),
    "another instrument": Bad(RESPONSE, '"partnership"', '"focus"'),
    "format 2": Bad(RESPONSE, "format = 1", "format = 2"),
    "format in quotes": Bad(RESPONSE, "format = 1", 'format = "1"'),
    "name missing": Bad(VENDOR, 'name = "Acme"\n', ""),
    "name empty": Bad(VENDOR, '"Acme"', '""'),
    "a friend as the target": Bad(VENDOR, '"partner"', '"friend"'),
    "a list as the target": Bad(VENDOR, '"partner"', '["partner"]'),
    "stage old": Bad(VENDOR, '"active"', '"old"'),
    "tags a text": Bad(VENDOR, '["freight"]', '"freight"'),
    "tag a number": Bad(VENDOR, '["freight"]', "[1]"),
    "since a long time": Bad(VENDOR, "2019", "-1"),
    "since a year in quotes": Bad(VENDOR, "2019", '"2019"'),
    "since too late": Bad(VENDOR, "2019", "20190"),
    "meets often": Bad(VENDOR, '"month"', '"often"'),
    "archived true": Bad(VENDOR, 'meets = "month"', "archived = true"),
    "vendor's format 2": Bad(VENDOR, "format = 1", "format = 2"),
    "cadence a day": Bad(SETTINGS, '"quarter"', '"day"'),
    "no such instrument": Bad(SETTINGS, '"partnership"', '"partnerships"'),
    "a lens classifies nothing": Bad(SETTINGS, '"partnership"', '"focus"'),
    "usual form short": Bad(SETTINGS, '"full"', '"short"'),
    "no key goals": Bad(SETTINGS, "key_goals = 3", "key_goals = 0"),
    "ten key goals": Bad(SETTINGS, "key_goals = 3", "key_goals = 10"),
    "meetings often": Bad(SETTINGS, 'meetings = "quarter"', 'meetings = "often"'),
    "organisation a number": Bad(SETTINGS, '"Our organisation"', "7"),
    "goal without a title": Bad(GOALS, 'title = "Fewer late trucks"\n', ""),
    "goal with a blank title": Bad(GOALS, '"Fewer late trucks"', '"  "'),
    "goal without a day": Bad(GOALS, "due = 2026-12-15\n", ""),
    "goal due in words": Bad(GOALS, "2026-12-15", '"soon"'),
    "goal half done": Bad(GOALS, '"open"', '"half"'),
    "goal for a year": Bad(GOALS, '"quarter"', '"year"'),
    "goal offered less than never": Bad(GOALS, "times_extended = 1", "times_extended = -1"),
    "goal with a strange id": Bad(GOALS, "[goals.fewer-late-trucks]", '[goals."Fewer Trucks"]'),
    "goals no tables": Bad(GOALS, "[goals.fewer-late-trucks]", "[[goals]]"),
    "meeting in the summer": Bad(MEETINGS, '"2026-11-03"', "summer"),
    "meeting in a 13th month": Bad(MEETINGS, '"2026-11-03"', '"2026-13-03"'),
    "meeting on no day": Bad(MEETINGS, '"2026-11-03"', '"2026-02-30"', said=False),
    "first meeting of a day": Bad(MEETINGS, '"2026-11-03"', "2026-11-03-1"),
    "present a text": Bad(MEETINGS, '["Alice"]', '"Alice"'),
    "next year": Bad(MEETINGS, "2026-12-01", "2027"),
    "decided by nobody": Bad(DECISION, 'by = "Alice"\n', ""),
    "decided by blanks": Bad(DECISION, '"Alice"', '" "'),
    "decided something else": Bad(DECISION, 'decided = "partner"', 'decided = "friend"'),
    "verdict something else": Bad(DECISION, 'verdict_low = "partner"', 'verdict_low = "bad"'),
    "verdict turned round": Bad(
        DECISION, 'verdict_high = "partner"', 'verdict_high = "supplier"', said=False
    ),
    "decided some day": Bad(DECISION, "on = 2026-11-24", 'on = "some day"'),
    "no version": Bad(DECISION, "version = 2\n", ""),
    "version in quotes": Bad(DECISION, "version = 2", 'version = "2"'),
    "asked of them": Bad(ASKED, '"vendor"', '"them"'),
    "asked of no side": Bad(ASKED, 'perspective = "vendor"\n', ""),
    "asked by a number": Bad(ASKED, "2026-12-10", "10"),
    "asked no table": Bad(ASKED, "[asked.vendor]", "[[asked]]"),
    "an anchor too few": Bad(OWN, f'  "{FIRST}",\n', ""),
    "an anchor twice": Bad(
        OWN,
        SECOND,
        FIRST,
    ),
    "an anchor too many": Bad(OWN, "anchors = [\n", 'anchors = [\n  "Nothing",\n'),
    "an empty anchor": Bad(OWN, FIRST, ""),
    "an item's strange id": Bad(OWN, '"aims-objectives"', '"Aims Objectives"'),
    "an item of no condition": Bad(OWN, 'condition = "aims"\n', ""),
    "an item of an unknown condition": Bad(
        OWN, 'condition = "aims"', 'condition = "x"', said=False
    ),
    "a kind of its own": Bad(OWN, 'kind = "own"', 'kind = "mine"'),
    "an item of no kind": Bad(OWN, 'kind = "own"\n', ""),
    "critical, but not core": Bad(OWN, "core = true", "critical = true"),
    "the sum": Bad(OWN, 'combine = "mean"', 'combine = "sum"'),
    "120 of 100": Bad(OWN, "present = 66", "present = 120"),
    "partial nothing": Bad(OWN, "partial = 40", "partial = 0"),
    "partial more than present": Bad(OWN, "partial = 40", "partial = 80", said=False),
    "no zero": Bad(OWN, "zeros = 1", "zeros = 0"),
    "a critical limit of 5": Bad(OWN, "critical_present = 2", "critical_present = 5"),
    "half of it in words": Bad(OWN, "evidence = 0.5", 'evidence = "half"'),
    "classifies by nothing": Bad(OWN, "classifies = false", "classifies = true"),
    "classifies perhaps": Bad(OWN, "classifies = false", 'classifies = "perhaps"'),
    "a version of its own": Bad(OWN, "version = 2", 'version = "one"'),
    "no name": Bad(OWN, 'name = "Focus"\n', ""),
    "a confused glossary": Bad(GLOSSARY, '"Where the work stops."', "3"),
    "terms no table": Bad(GLOSSARY, "[terms]", "[[terms]]"),
}


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A workspace for each bad value; they share the schemas of one that is good."""
    home = tmp_path_factory.mktemp("refuses").resolve()
    good = home / "good"
    init(good, Settings())
    for file, text in FILES.items():
        (good / file).parent.mkdir(parents=True, exist_ok=True)
        (good / file).write_text(text, "utf-8")
    (good / OWN).parent.mkdir()
    own = packaged_text("focus").replace('id = "focus"', 'id = "own"', 1)
    (good / OWN).write_text(own, "utf-8")
    assert write_schemas(open_workspace(good)).skipped == ()
    found = {"good": good}
    for number, (name, bad) in enumerate(BAD.items()):
        root = found[name] = home / f"bad-{number}"
        shutil.copytree(good, root, ignore=shutil.ignore_patterns("schemas"))
        (root / "schemas").symlink_to(good / "schemas")
        text = (root / bad.file).read_text("utf-8")
        assert bad.old in text, name
        (root / bad.file).write_text(text.replace(bad.old, bad.new, 1), "utf-8")
    return found


@pytest.fixture(scope="module")
def pointed_at(roots: Mapping[str, Path]) -> dict[Path, set[int]]:
    """The lines of the bad files that taplo points at."""
    return flagged(roots[name] / bad.file for name, bad in BAD.items())


def test_the_good_files_are_good(roots: Mapping[str, Path]) -> None:
    """Or what is found in the bad ones would say nothing."""
    assert [each.severity for each in problems_of(open_workspace(roots["good"]))] == ["warning"]
    assert flagged(roots["good"] / file for file in (*FILES, SETTINGS, OWN)) == {}


@pytest.mark.parametrize("name", BAD)
def test_what_the_reader_refuses_is_flagged_where_a_schema_can(
    name: str, roots: Mapping[str, Path], pointed_at: Mapping[Path, set[int]]
) -> None:
    bad, root = BAD[name], roots[name]
    errors = [each for each in problems_of(open_workspace(root)) if each.severity == "error"]
    assert {each.file for each in errors} == {bad.file}
    lines = pointed_at.get(root / bad.file, set())
    assert bool(lines) == bad.said
    if bad.said and bad.there:
        assert {each.line for each in errors if each.line} <= lines
