"""A questionnaire of many conditions: worked out in time up to the limit, refused beyond it."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from partnercheck.questionnaires.check import MOST_PARTS
from tests.support.hostile_commands import FROM_HERE

# Trying every combination of the states of 30 conditions takes longer than anybody lives.
CPU_SECONDS = 60
MOST = MOST_PARTS["conditions"]
ANCHORS = '["none", "asked", "one side", "both", "both twice"]'


def questionnaire(conditions: int) -> str:
    """One of so many conditions, some of which its rules name."""
    parts = ['format = 1\nid = "wide"\nname = "Wide"\nclassifies = true\n']
    # Two items a condition are enough, or none could be assessed.
    parts += ["[limits]\nleast_items = 2\n"]
    parts += [
        f'[[conditions]]\nid = "c{n}"\nname = "Condition {n}"\nshort = "C{n}"\nquestion = "?"\n'
        f'[[items]]\nid = "c{n}-a"\ncondition = "c{n}"\ntopic = "topic {n}"\nkind = "standing"\n'
        f'core = true\ncritical = true\nbuyer = "B{n}?"\nvendor = "V{n}?"\nanchors = {ANCHORS}\n'
        f'[[items]]\nid = "c{n}-b"\ncondition = "c{n}"\ntopic = "another {n}"\nkind = "occasion"\n'
        f'core = true\nbuyer = "B{n}, too?"\nvendor = "V{n}, too?"\nanchors = {ANCHORS}\n'
        f'[[items]]\nid = "c{n}-c"\ncondition = "c{n}"\ntopic = "third {n}"\nkind = "standing"\n'
        f'reserve = true\nbuyer = "B{n} else?"\nvendor = "V{n} else?"\nanchors = {ANCHORS}\n'
        for n in range(conditions)
    ]
    rules = [
        f"at_least = {{present = {conditions}}}",
        f'at_least = {{present = {conditions // 2}}}\nneeds = {{c1 = "present", c3 = "present"}}',
        f'at_least = {{partial = {conditions // 2}}}\nneeds = {{c2 = "partial", c5 = "partial"}}',
        "at_least = {}",
    ]
    parts += [
        f'[[classes]]\nid = "class-{n}"\nname = "Class {n}"\nshort = "{n}"\nglyph = "{n}"\n'
        f"[[classes.rules]]\n{rule}\n"
        for n, rule in enumerate(rules)
    ]
    return "".join(parts)


def answers(perspective: str, conditions: int, scores: str) -> str:
    given = "".join(
        f"\n[answers.c{n}-{letter}]\nscore = {score}\n"
        for n in range(conditions)
        for letter, score in zip("ab", scores, strict=True)
        if score != "."
    )
    return (
        'format = 1\ninstrument = "wide"\nvendor = "acme-logistics"\nround = "2026-q4"\n'
        f'perspective = "{perspective}"\nrespondent = "Robin {perspective}"\n'
        f'form = "quick"\n{given}'
    )


def make_wide(root: Path, conditions: int, buyer: str, vendor: str) -> None:
    """Judge vendors by a questionnaire of so many conditions, with answers of both sides."""
    (root / "instruments").mkdir()
    (root / "instruments" / "wide.toml").write_text(questionnaire(conditions))
    settings = root / "partnercheck.toml"
    settings.write_text(settings.read_text().replace('"partnership"', '"wide"'))
    folder = root / "vendors" / "acme-logistics" / "2026-q4"
    folder.mkdir(exist_ok=True)
    for side, scores in (("buyer", buyer), ("vendor", vendor)):
        file = folder / f"wide.{side}.robin-{side}.toml"
        file.write_text(answers(side, conditions, scores))


def limited(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command that is killed when it has computed for too long."""
    return subprocess.run(
        [sys.executable, "-m", "partnercheck", *words],
        cwd=root,
        env={**FROM_HERE, "HOME": str(root.parent), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS)),
    )


# Far below the best class, far above the worst one, and open in every condition.
@pytest.mark.parametrize("scores", [("00", "00"), ("33", "43"), ("3.", ".3")])
def test_as_many_conditions_as_are_allowed_are_judged(
    scores: tuple[str, str], workspace: Path
) -> None:
    make_wide(workspace, MOST, *scores)
    assert limited(workspace, "questionnaire", "check").returncode == 0
    for words in (("show", "acme-logistics"), ("list",), ("compare", "--format", "json")):
        done = limited(workspace, *words)
        assert done.returncode == 0, (words, done)
    shown = limited(workspace, "show", "acme-logistics")
    assert f"Condition {MOST - 1}" in shown.stdout


@pytest.mark.parametrize("conditions", [MOST + 1, 100, 600])
def test_one_of_more_conditions_is_refused_by_its_check_and_by_every_reader(
    conditions: int, workspace: Path
) -> None:
    make_wide(workspace, conditions, "33", "33")
    checked = limited(workspace, "questionnaire", "check", "instruments/wide.toml")
    assert checked.returncode == 1
    assert f"has {conditions} conditions. Keep at most {MOST}." in checked.stdout
    shown = limited(workspace, "show", "acme-logistics")
    assert "Condition 1" not in shown.stdout
    assert "instruments/wide.toml" in shown.stderr
