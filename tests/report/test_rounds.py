"""The history of a vendor: what was promised in each round, and what came of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

from partnercheck.base.records import Promise, PromiseState
from partnercheck.verdicts.history import promises_by_round
from tests.support.running import ACME, Run

LONG_AGO, FAR_OFF = "2026-10-10", "2999-01-01"
PROMISES = [
    ("buyer", "kept", "2026-11-03", LONG_AGO),
    ("buyer", "open", "2026-11-03", "2026-11-05"),
    ("buyer", "open", "2026-11-03", FAR_OFF),
    ("vendor", "late", "2026-10-03", LONG_AGO),
    ("vendor", "dropped", "2026-10-03", LONG_AGO),
]
SENTENCE = "5 promises made. Ours: 1 kept, 1 missed, 1 open; theirs: 1 kept late, 1 dropped"


def with_promises(workspace: Path) -> Path:
    tables = "".join(
        f'\n[promises.p{number}]\nby = "{by}"\ntext = "P {number}"\nmade = 2026-10-01\n'
        f'due = {due}\nstate = "{state}"\n'
        for number, (by, state, _, due) in enumerate(PROMISES)
    )
    (workspace / f"vendors/{ACME}/promises.toml").write_text(f"format = 1\n{tables}")
    return workspace


def test_what_became_of_promises_is_told_in_every_format(workspace: Path, run: Run) -> None:
    with_promises(workspace)
    assert f"2026-q4: {SENTENCE}\n" in run("history", ACME, here=workspace).out
    shown = run("history", ACME, "--format", "markdown", here=workspace).out.replace("\\", "")
    assert f"- 2026-q4: {SENTENCE}\n" in shown
    (row,) = csv.DictReader(
        io.StringIO(run("history", ACME, "--format", "csv", here=workspace).out)
    )
    words = ("kept", "kept_late", "missed", "dropped", "open")
    assert [row[f"promises_{word}"] for word in words] == ["1"] * 5
    assert row["promises"] == "5"
    (round_,) = json.loads(run("history", ACME, "--format", "json", here=workspace).out)["rounds"]
    assert round_["promises"] == {"made": 5, **dict.fromkeys(words, 1)}


def test_promises_are_counted_by_their_day_in_every_format(workspace: Path, run: Run) -> None:
    file = with_promises(workspace) / f"vendors/{ACME}/promises.toml"
    text = file.read_text()
    days = ("2026-09-30", "2027-01-01", "2027-01-02")
    for day in days:
        text = text.replace("made = 2026-10-01", f"made = {day}", 1)
    file.write_text(text)
    shown = run("history", ACME, here=workspace).out
    for sentence in ("Before 2026-q4: 1 promise made", "2026-q4: 2 promises made",
                     "After 2026-q4: 2 promises made"):  # fmt: skip
        assert sentence in shown
    (round_,) = json.loads(run("history", ACME, "--format", "json", here=workspace).out)["rounds"]
    keys = ("promises_before", "promises", "promises_after")
    assert [round_[key]["made"] for key in keys] == [1, 2, 2]
    (row,) = csv.DictReader(
        io.StringIO(run("history", ACME, "--format", "csv", here=workspace).out)
    )
    assert [row[key] for key in keys] == ["1", "2", "2"]


def promised(made: dt.date | None, state: PromiseState = "open") -> Promise:
    return Promise(by="buyer", text="A promise", made=made, state=state)


def test_a_promise_belongs_to_the_round_in_whose_time_it_was_made() -> None:
    days = {
        "before": dt.date(2024, 5, 1),
        "without": None,
        "first": dt.date(2025, 1, 1),
        "between": dt.date(2025, 12, 31),
        "second": dt.date(2026, 1, 1),
        "later": dt.date(2027, 9, 9),
    }
    promises = {key: promised(day) for key, day in days.items()}
    by_round = promises_by_round(promises, ("2025-q1", "2026-q1"))
    assert {key: set(each) for key, each in by_round.items()} == {
        "2025-q1": {"before", "without", "first", "between"},
        "2026-q1": {"second", "later"},
    }
    assert promises_by_round(promises, ()) == {}
