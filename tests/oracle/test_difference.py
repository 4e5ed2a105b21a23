"""Over generated histories, `diff` finds what two real checkouts differ in, and nothing else.

The oracle reads the files of both checkouts with a plain TOML reader into one table of answers,
and judges both with the program's own readers; it knows nothing of git objects.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import random
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w

from partnercheck.cli import main
from partnercheck.report.json import vendor as as_json
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import open_workspace
from tests.support.running import Run
from tests.support.strategies import LONG
from tests.support.workspace_repo import ENVIRONMENT, Repo

HISTORIES = 200 if LONG else 80
COMMITS = 4
VENDORS = ("acme", "borealis", "cobalt")
ROUNDS = ("2026-q3", "2026-q4")
PEOPLE = (("buyer", "Ann"), ("buyer", "Bo Li"), ("vendor", "Vi"))
ITEMS = ("fit-one", "fit-two", "gain-one", "gain-two")
EVIDENCE = ("", "Seen on 3 May.", 'Said "yes" | <b>\ntwice')
INSTRUMENT = {
    "id": "small",
    "name": "Small",
    "classifies": True,
    "limits": {"least_items": 1},
    "conditions": [
        {"id": each, "name": each.title(), "short": each, "question": "?"}
        for each in ("fit", "gain")
    ],
    "items": [
        {
            "id": each,
            "condition": each.partition("-")[0],
            "kind": "standing",
            "topic": each.replace("-", " "),
            "buyer": "?",
            "vendor": "?",
            "anchors": ["none", "asked", "one side", "both", "at a cost"],
            "core": True,
            "critical": each == "fit-one",
        }
        for each in ITEMS
    ],
    "classes": [
        {
            "id": "partner",
            "name": "Partner",
            "short": "P",
            "glyph": "+",
            "rules": [{"at_least": {"present": 2}}],
        },
        {
            "id": "steady",
            "name": "Steady",
            "short": "S",
            "glyph": "~",
            "rules": [{"at_least": {"partial": 1}}],
        },
        {"id": "supplier", "name": "Supplier", "short": "U", "glyph": "-", "rules": [{}]},
    ],
}
Files = dict[str, str]
Table = dict[str, Any]


def an_answer(draw: random.Random) -> Table:
    if draw.random() < 0.15:
        return {"skip": "unknown"}
    answer: Table = {"score": draw.randrange(5)}
    if answer["score"] == 2 and draw.random() < 0.5:
        answer["done_by"] = draw.choice(("buyer", "vendor"))
    if draw.random() < 0.5:
        answer["basis"] = draw.choice(("opinion", "observed", "documented"))
    if text := draw.choice(EVIDENCE):
        answer["evidence"] = text
    if draw.random() < 0.3:
        answer["on"] = dt.date(2026, 11, draw.randrange(1, 28))
    return answer


def a_response(draw: random.Random, vendor_id: str, round_id: str, who: tuple[str, str]) -> Files:
    perspective, respondent = who
    slugged = respondent.lower().replace(" ", "-")
    name = f"vendors/{vendor_id}/{round_id}/{perspective}.{slugged}.small.toml"
    table = {
        "format": 1,
        "instrument": "small",
        "vendor": vendor_id,
        "round": round_id,
        "perspective": perspective,
        "respondent": respondent,
        "answers": {
            item: an_answer(draw) if draw.random() < 0.85 else {}
            for item in ITEMS
            if draw.random() < 0.95
        },
    }
    return {name: dumps(table)}


def a_decision(draw: random.Random) -> str:
    decided = draw.choice(("partner", "steady", "supplier"))
    table = {"format": 1, "decided": decided, "by": draw.choice(("Ann", "The board"))}
    table |= {"on": dt.date(2026, 11, 3), "verdict_low": decided, "verdict_high": decided}
    return dumps({**table, "instrument": "small", "version": 1})


def dumps(table: Mapping[str, Any]) -> str:
    return tomli_w.dumps(table, multiline_strings=True)


def a_vendor(draw: random.Random, vendor_id: str) -> Files:
    table: Table = {
        "format": 1,
        "name": f"{vendor_id.title()} {draw.choice(('', 'B', 'C'))}".strip(),
    }
    if draw.random() < 0.5:
        table["target"] = draw.choice(("partner", "steady"))
    if draw.random() < 0.2:
        table["archived"] = dt.date(2026, 11, 9)
    files = {f"vendors/{vendor_id}/vendor.toml": dumps(table)}
    for round_id in ROUNDS:
        for who in PEOPLE:
            if draw.random() < 0.5:
                files |= a_response(draw, vendor_id, round_id, who)
    return files


def step(draw: random.Random, files: Files) -> Files:
    """The files after one to three changes, each of some kind that people make."""
    made = dict(files)
    for _ in range(draw.randrange(1, 4)):
        vendor_id, round_id = draw.choice(VENDORS), draw.choice(ROUNDS)
        there = f"vendors/{vendor_id}/vendor.toml" in made
        responses = [name for name in made if name.startswith(f"vendors/{vendor_id}/2026")]
        kind = draw.random()
        if not there:
            made |= a_vendor(draw, vendor_id)
        elif kind < 0.05:
            made = {name: text for name, text in made.items() if f"/{vendor_id}/" not in name}
        elif kind < 0.15:
            fresh = a_vendor(draw, vendor_id)
            made[f"vendors/{vendor_id}/vendor.toml"] = fresh[f"vendors/{vendor_id}/vendor.toml"]
        elif kind < 0.3 or not responses:
            made |= a_response(draw, vendor_id, round_id, draw.choice(PEOPLE))
        elif kind < 0.4:
            made[f"vendors/{vendor_id}/{round_id}/decision.toml"] = a_decision(draw)
        elif kind < 0.48:
            del made[draw.choice(responses)]
        else:
            name = draw.choice(responses)
            made[name] = changed(draw, made[name], kind)
    return made


def changed(draw: random.Random, text: str, kind: float) -> str:
    """The text of a file with an answer changed, laid out otherwise, or broken."""
    if kind < 0.54:
        return text + draw.choice(("\n[answers", "\n[answers.fit-one]\nscore = 9\n"))
    try:
        table = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return text.partition("\n[answers\n")[0].replace("\n[answers", "\n# [answers")
    if kind < 0.64:
        answers = table.get("answers", {})
        table["answers"] = dict(reversed(answers.items()))
        return f"# A remark\n{dumps(table)}"
    if "answers" in table:
        item = draw.choice(ITEMS)
        table["answers"][item] = an_answer(draw) if draw.random() < 0.85 else {}
    return dumps(table)


def write_history(number: int, draw: random.Random) -> bytes:
    """A history as `git fast-import` takes it: every commit with all its files."""
    files: Files = {}
    for vendor_id in VENDORS[: draw.randrange(1, 4)]:
        files |= a_vendor(draw, vendor_id)
    stream = bytearray()
    for commit in range(COMMITS):
        files = step(draw, files) if commit else files
        stream += f"commit refs/tags/h{number}-{commit}\n".encode()
        stream += b"committer A <a@example.org> 1760000000 +0000\ndata 1\nx\ndeleteall\n"
        for name, text in {**FIXED, **files}.items():
            data = text.encode()
            stream += f"M 100644 inline {name}\ndata {len(data)}\n".encode() + data + b"\n"
    return bytes(stream)


FIXED = {
    "partnercheck.toml": dumps({"format": 1, "organisation": "Us", "instrument": "small"}),
    "instruments/small.toml": dumps(INSTRUMENT),
}


class Plain:
    """What is in a checkout, read as plainly as can be."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.answers: dict[tuple[str, str, str], dict[str, Table]] = {}
        self.broken: set[tuple[str, str, str]] = set()
        self.decisions: dict[tuple[str, str], Table | None] = {}
        self.vendors: dict[str, Table] = {}
        for path in sorted((root / "vendors").glob("*/*.toml")):
            self.vendors[path.parent.name] = tomli.loads(path.read_text())
        for path in sorted((root / "vendors").glob("*/*/*.toml")):
            vendor_id, round_id, name = path.parts[-3:]
            try:
                whole = tomli.loads(path.read_text())
            except tomli.TOMLDecodeError:
                whole = None
            table = whole.pop("answers", {}) if whole else {}
            if name == "decision.toml":
                self.decisions[vendor_id, round_id] = whole
            elif whole is None or any(answer.get("score", 0) > 4 for answer in table.values()):
                self.broken.add((vendor_id, round_id, name))
            else:
                self.answers[vendor_id, round_id, name] = {
                    item: plain_answer(answer) for item, answer in table.items() if answer
                }

    @property
    def files(self) -> set[tuple[str, str, str]]:
        return self.answers.keys() | self.broken

    def rounds(self, vendor_id: str) -> set[str]:
        found = {of_round for vendor, of_round, _ in self.files if vendor == vendor_id}
        return found | {of_round for vendor, of_round in self.decisions if vendor == vendor_id}

    def judged(self, vendor_id: str, round_id: str = "") -> Any:
        """The one shape of the vendor by the program's readers; None where it is not there."""
        if vendor_id not in self.vendors:
            return None
        if round_id and round_id not in self.rounds(vendor_id):
            return None
        workspace = open_workspace(self.root)
        assert not workspace.problems
        return as_json(judge_vendor(workspace, vendor_id, round_id))


def plain_answer(answer: Table) -> Table:
    return {
        key: str(value) if key == "on" else value
        for key, value in answer.items()
        if (key, value) != ("basis", "opinion")
    }


def expected(before: Plain, after: Plain) -> dict[str, Any]:
    """What must be told of each vendor that differs."""
    found = {}
    for vendor_id in sorted(before.vendors.keys() | after.vendors.keys()):
        rounds = {}
        for round_id in before.rounds(vendor_id) | after.rounds(vendor_id):
            key = (vendor_id, round_id)
            responses = expected_responses(before, after, key)
            decisions = before.decisions.get(key, {}), after.decisions.get(key, {})
            broken = [{file for file in side.broken if file[:2] == key} for side in (before, after)]
            there = [round_id in side.rounds(vendor_id) for side in (before, after)]
            pairs = (decisions, broken, there)
            if responses or any(one != other for one, other in pairs):
                rounds[round_id] = (responses, decisions)
        described = before.vendors.get(vendor_id) != after.vendors.get(vendor_id)
        if rounds or described:
            found[vendor_id] = rounds
    return found


def expected_responses(before: Plain, after: Plain, key: tuple[str, str]) -> dict[str, Any]:
    """The files of a round that differ: what became of each, and the answers that moved."""
    found: dict[str, Any] = {}
    for file in sorted(before.files | after.files):
        if file[:2] != key:
            continue
        then, now = before.answers.get(file), after.answers.get(file)
        moved = {
            item: ((then or {}).get(item, {}), (now or {}).get(item, {}))
            for item in (then or {}).keys() | (now or {}).keys()
            if (then or {}).get(item, {}) != (now or {}).get(item, {})
        }
        if then is not None and now is not None:
            if moved:
                found[file[2]] = ("changed", moved)
        elif now is not None:
            was_broken = file in before.broken
            found[file[2]] = ("readable", {}) if was_broken else ("added", moved)
        elif then is not None:
            is_broken = file in after.broken
            found[file[2]] = ("unreadable", {}) if is_broken else ("removed", moved)
    return found


def told_responses(of_round: Table) -> dict[str, Any]:
    """The same as the program tells it."""
    found = {}
    for each in of_round["responses"]:
        slugged = each["respondent"].lower().replace(" ", "-")
        name = f"{each['perspective']}.{slugged}.{each['instrument']}.toml"
        assert name not in found
        moved = {answer["item"]: (answer["before"], answer["after"]) for answer in each["answers"]}
        for answer in each["answers"]:
            keys = answer["before"].keys() | answer["after"].keys()
            differ = {k for k in keys if answer["before"].get(k) != answer["after"].get(k)}
            assert set(answer["parts"]) == differ
        found[name] = (each["change"], moved)
    return found


def check(told: Table, before: Plain, after: Plain) -> None:
    wanted = expected(before, after)
    assert [each["vendor"] for each in told["vendors"]] == sorted(wanted)
    for each in told["vendors"]:
        vendor_id = each["vendor"]
        there = [vendor_id in side.vendors for side in (before, after)]
        fate = {(True, True): "changed", (False, True): "added", (True, False): "removed"}
        assert each["change"] == fate[there[0], there[1]]
        sides = [side.judged(vendor_id) for side in (before, after)]
        assert [each["before"], each["after"]] == sides
        assert [r["round"] for r in each["rounds"]] == sorted(wanted[vendor_id], reverse=True)
        for of_round in each["rounds"]:
            round_id = of_round["round"]
            responses, decisions = wanted[vendor_id][round_id]
            assert told_responses(of_round) == responses
            assert of_round["before"] == before.judged(vendor_id, round_id)
            assert of_round["after"] == after.judged(vendor_id, round_id)
            assert (of_round["decision"] is not None) == (decisions[0] != decisions[1])
        if all(there):
            then, now = before.vendors[vendor_id], after.vendors[vendor_id]
            moved = {key for key in then.keys() | now.keys() if then.get(key) != now.get(key)}
            assert {move["key"] for move in each["description"]} == moved


def ran(*words: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    assert code == 0, err.getvalue()
    return out.getvalue()


def test_diff_equals_a_comparison_of_two_checkouts(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in ENVIRONMENT.items():
        monkeypatch.setenv(key, value)
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    repo = Repo(here, here, run)
    repo.git("init", "--quiet")
    draw = random.Random(20261124)
    stream = b"".join(write_history(number, draw) for number in range(HISTORIES))
    repo.git("fast-import", "--quiet", given=stream)
    repo.git("worktree", "add", "--quiet", "--detach", str(there), "h0-0")
    other = Repo(there, there, run)
    moved = 0
    for number in range(HISTORIES):
        first, second = (f"h{number}-{n}" for n in draw.sample(range(COMMITS), 2))
        other.git("checkout", "--quiet", "--detach", first)
        repo.git("checkout", "--quiet", "--force", "--detach", second)
        words = ["--workspace", str(here), "diff", first]
        if number % 3 == 0:
            # What git knows of the working tree is then another commit than what is there.
            repo.git("reset", "--quiet", first)
        else:
            words.append(second)
        told = json.loads(ran(*words, "--format", "json"))
        check(told, Plain(there), Plain(here))
        moved += bool(told["vendors"])
        if number % 10 == 0:
            for format_ in ("text", "markdown"):
                out = ran(*words, "--format", format_)
                assert ("Nothing changed" in out) == (not told["vendors"])
        repo.git("clean", "--quiet", "--force", "-d")
    assert moved > HISTORIES * 0.8
