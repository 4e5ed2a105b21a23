"""The conditions and verdicts recomputed from the answers table alone, as a notebook would.

Nothing of the program's rules is used: the classification is done here once more, with fractions,
from nothing but the cells of the answers.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from fractions import Fraction
from math import floor
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from partnercheck.base.records import FORMS, Answer, Perspective, Response
from partnercheck.cli import main
from partnercheck.questionnaires.read import packaged
from partnercheck.workspace.canonical import response_table, response_text
from tests.support.read_tables import CsvRow, csv_rows, parsed, picked
from tests.support.running import Run
from tests.support.strategies import SCORED, examples

ITEMS = packaged()["partnership"].items
CONDITIONS = ("culture", "gains", "reciprocity", "learning")
ORDER = ("weak", "partial", "present")
RESERVE = {item.condition: item.id for item in ITEMS if item.reserve}
SIDES: tuple[Perspective, ...] = ("buyer", "vendor")
NOT_ASKED: Mapping[str, str] = {"low": "", "high": "", "state_low": "", "state_high": ""}


def shown(score: Fraction) -> str:
    return f"{floor(score * 10) / 10:.1f}"


def share(part: int, whole: int) -> str:
    return str(floor(Fraction(100 * part, whole)) / 100) if whole else ""


def asked(answers: Sequence[CsvRow], side: str) -> dict[str, list[CsvRow]]:
    """The rows of one side by item, of the form that it was asked; nothing without a score."""
    of_side = picked([*answers], perspective=side)
    scored = picked(of_side, state="scored")
    if not scored:
        return {}
    every: dict[str, list[CsvRow]] = defaultdict(list)
    for row in of_side:
        every[row["item"]].append(row)
    if any(row["form"] == "full" for row in scored):
        # Whoever was asked in full has a row for every question.
        assert len(every) == 28
        return every
    core = {item: rows for item, rows in every.items() if rows[0]["core"] == "true"}
    assert len(core) == 12
    lacking = {rows[0]["condition"] for rows in core.values() if given_in(rows) == {"no-occasion"}}
    return core | {RESERVE[each]: every[RESERVE[each]] for each in lacking}


def values(rows: Sequence[CsvRow]) -> tuple[Fraction, Fraction] | None:
    """The value of an item in both readings; None if it had no occasion."""
    scores = sorted(int(row["score"]) for row in rows if row["state"] == "scored")
    if scores:
        lower, upper = scores[(len(scores) - 1) // 2], scores[len(scores) // 2]
        step = Fraction(lower != upper, 2)
        return lower + step, upper - step
    return None if given_in(rows) == {"no-occasion"} else (Fraction(0), Fraction(4))


def side(items: Mapping[str, Sequence[CsvRow]]) -> dict[str, str]:
    """One condition of one side: its score and state in both readings."""
    left = [
        (both, rows[0]["critical"] == "true")
        for rows in items.values()
        if (both := values(rows)) is not None
    ]
    cells = {}
    for number, (end, unknown) in enumerate((("low", 0), ("high", 100))):
        of_end = [(both[number], critical) for both, critical in left]
        total = sum((value for value, _ in of_end), Fraction(0))
        score = 25 * total / len(left) if len(left) >= 3 else Fraction(unknown)
        cells |= {end: shown(score), f"state_{end}": state(score, of_end)}
    return cells


def state(score: Fraction, of_items: Sequence[tuple[Fraction, bool]]) -> str:
    critical = min((value for value, decides in of_items if decides), default=Fraction(4))
    if score < 40 or critical < Fraction(1, 2):
        return "weak"
    if score < 66 or critical < Fraction(3, 2) or any(value == 0 for value, _ in of_items):
        return "partial"
    return "present"


def critical_of(answers: Sequence[CsvRow], named: str) -> tuple[Fraction, Fraction]:
    """A condition's critical item in both readings: the mean of the sides that it counts for."""
    every = [rows for each in SIDES for rows in asked(answers, each).values()]
    critical = [
        values(rows)
        for rows in every
        if (rows[0]["condition"], rows[0]["critical"]) == (named, "true")
    ]
    known = [both for both in critical if both is not None]
    if not known:
        return Fraction(4 if every else 0), Fraction(4)
    low, high = (sum((both[n] for both in known), Fraction(0)) / len(known) for n in (0, 1))
    return low, high


def condition(answers: Sequence[CsvRow], named: str) -> dict[str, str]:
    """The cells of a row of the conditions table."""
    items = {
        perspective: {
            item: rows
            for item, rows in asked(answers, perspective).items()
            if rows[0]["condition"] == named
        }
        for perspective in SIDES
    }
    found = {perspective: side(of_side) for perspective, of_side in items.items() if of_side}
    views = [*found.values()]
    low = min((Fraction(view["low"]) for view in views), default=Fraction(0))
    high = min((Fraction(view["high"]) for view in views), default=Fraction(100))
    every = [rows for of_side in items.values() for rows in of_side.values()]
    scores = [row for rows in every for row in picked([*rows], state="scored")]
    evidenced = [row for row in scores if row["basis"] != "opinion" and row["evidence"].strip()]
    return {
        "condition": named,
        "sides": " ".join(found),
        "low": shown(low),
        "high": shown(high),
        "state_low": min((view["state_low"] for view in views), key=ORDER.index, default="weak"),
        "state_high": min(
            (view["state_high"] for view in views), key=ORDER.index, default="present"
        ),
        **{
            f"{perspective}_{end}": cell
            for perspective in SIDES
            for end, cell in found.get(perspective, NOT_ASKED).items()
        },
        "gap": gap(items),
        "items": str(len(every)),
        "open": str(sum(not given_in(rows) for rows in every)),
        "left_out": str(sum(given_in(rows) == {"no-occasion"} for rows in every)),
        "scored": str(len(scores)),
        "evidenced": str(len(evidenced)),
        "evidence": share(len(evidenced), len(scores)),
    }


def given_in(rows: Sequence[CsvRow]) -> set[str]:
    """How a question was answered by anybody; a score hides a *no occasion*."""
    states = {row["state"] for row in rows} & {"scored", "no-occasion"}
    return {"scored"} if "scored" in states else states


def gap(items: Mapping[str, Mapping[str, Sequence[CsvRow]]]) -> str:
    middles: list[dict[str, Fraction]] = []
    for perspective in SIDES:
        middle = {}
        for item, rows in items[perspective].items():
            scores = sorted(int(row["score"]) for row in rows if row["state"] == "scored")
            if scores:
                both = scores[(len(scores) - 1) // 2] + scores[len(scores) // 2]
                middle[item] = Fraction(both, 2)
        middles.append(middle)
    ours, theirs = middles
    differ = [ours[item] - theirs[item] for item in ours if item in theirs]
    return shown(25 * sum(differ, Fraction(0)) / len(differ)) if differ else ""


def class_of(states: Sequence[str], criticals: Sequence[Fraction]) -> str:
    """The class by the states of the conditions and their critical items, in order."""
    present, weak = states.count("present"), states.count("weak")
    mutual = sum(value >= Fraction(5, 2) for value in criticals)
    if present == 4 and mutual >= 3:
        return "partner"
    if present >= 3 and not weak and mutual >= 2:
        return "near-partner"
    trade = [*zip(states, criticals, strict=True)][1:3]
    steady = all(each != "weak" and value >= Fraction(3, 2) for each, value in trade)
    return "steady-supplier" if steady else "supplier"


def agree(
    answers: Sequence[CsvRow], conditions: Sequence[CsvRow], verdicts: Sequence[CsvRow]
) -> None:
    """The three tables of one vendor in one round agree."""
    answers = picked([*answers], instrument="partnership")
    conditions = picked([*conditions], instrument="partnership")
    assert [row["condition"] for row in conditions] == [*CONDITIONS]
    for row in conditions:
        wanted = condition(answers, row["condition"])
        assert {name: row[name] for name in wanted} == wanted
        known = bool(row["sides"])
        assert row["assessed"] == str(known).lower()
        assert row["settled"] == str(known and row["state_low"] == row["state_high"]).lower()
    (verdict,) = verdicts
    criticals = [critical_of(answers, each) for each in CONDITIONS]
    low = class_of([row["state_low"] for row in conditions], [low for low, _ in criticals])
    high = class_of([row["state_high"] for row in conditions], [high for _, high in criticals])
    sides = conditions[0]["sides"]
    assert (verdict["low"], verdict["high"], verdict["sides"]) == (low, high, sides)
    assert verdict["settled"] == str(bool(sides) and low == high).lower()
    for count in ("scored", "evidenced", "items"):
        assert int(verdict[count]) == sum(int(row[count]) for row in conditions)
    pending = len(picked([*answers], state="open"))
    assert verdict["pending"] == str(pending)
    assert verdict["provisional"] == str(pending > 0).lower()
    limited = not sides or sides != "buyer vendor" or pending or low != high
    assert verdict["caveats"] or not limited


def test_the_samples_can_be_recomputed_from_their_answers(samples: Path, run: Run) -> None:
    answers, conditions, verdicts = (
        csv_rows(run, samples, table, "--all-rounds")
        for table in ("answers", "conditions", "verdicts")
    )
    assert len(verdicts) == 20
    for row in verdicts:
        key = {name: row[name] for name in ("vendor", "round")}
        agree(picked(answers, **key), picked(conditions, **key), [row])


def answers_to() -> st.SearchStrategy[dict[str, Answer]]:
    """What one person says to every item that the full form asks.

    Some people answer anything, some leave much out, and some give nothing but 4 and 0: only high
    scores show what a zero does.
    """
    skipped = [None, Answer(skip="unknown"), Answer(evidence="Not sure yet.")]
    left_out = Answer(skip="no-occasion", reason="Nothing came up.")
    extremes = [*[Answer(score=4)] * 5, Answer(score=0)]
    kinds = ([*SCORED, *skipped], [*SCORED, *skipped, *[left_out] * 20], extremes)
    return st.sampled_from(kinds).flatmap(
        lambda kind: st.tuples(
            *(
                st.sampled_from([k for k in kind if item.offers_no_occasion or k is not left_out])
                for item in ITEMS
            )
        ).map(
            lambda made: {
                item.id: answer
                for item, answer in zip(ITEMS, made, strict=True)
                if answer is not None
            }
        )
    )


def in_quick_form(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers to what the quick form asks this person: core items, and reserves if needed."""
    core = {item.id: answers[item.id] for item in ITEMS if item.core and item.id in answers}
    lacking = {item.partition("-")[0] for item, one in core.items() if one.skip == "no-occasion"}
    return core | {
        RESERVE[each]: answers[RESERVE[each]] for each in lacking if RESERVE[each] in answers
    }


@examples(40)
@given(
    st.lists(
        st.tuples(st.sampled_from(SIDES), st.sampled_from(FORMS), answers_to()),
        min_size=1,
        max_size=4,
    )
)
def test_any_answers_can_be_recomputed(
    given_by: list[tuple[Perspective, str, dict[str, Answer]]],
) -> None:
    with TemporaryDirectory() as folder:
        at = Path(folder) / "vendors" / "acme" / "2026-q4"
        at.mkdir(parents=True)
        (Path(folder) / "partnercheck.toml").write_text("format = 1\n")
        (at.parent / "vendor.toml").write_text('name = "Acme"\n')
        order = [item.id for item in ITEMS]
        for number, (perspective, form, answers) in enumerate(given_by):
            response = Response(
                *("partnership", "acme", "2026-q4", perspective, f"Person {number}"),
                form="full" if form == "full" else "quick",
                answers=answers if form == "full" else in_quick_form(answers),
            )
            file = at / f"{perspective}.person-{number}.partnership.toml"
            file.write_text(response_text(response_table(response), order))
        agree(
            *(written(folder, table) for table in ("answers", "conditions", "verdicts")),
        )


def written(folder: str, table: str) -> list[CsvRow]:
    """A table of a workspace, by the program without a process of its own."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        assert main(["--workspace", folder, "table", table]) == 0
    assert not err.getvalue()
    return parsed(out.getvalue())
