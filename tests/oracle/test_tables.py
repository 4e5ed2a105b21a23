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
    full = any(row["form"] == "full" for row in scored)
    items: dict[str, list[CsvRow]] = defaultdict(list)
    for row in of_side:
        if full or row["core"] == "true":
            items[row["item"]].append(row)
    # Who was asked in full has a row for every question.
    assert len(items) == (28 if full else 12)
    return items


def side(items: Mapping[str, Sequence[CsvRow]]) -> dict[str, str]:
    """One condition of one side: its score and state in both readings."""
    low: list[tuple[int, bool]] = []
    high: list[tuple[int, bool]] = []
    for rows in items.values():
        critical = rows[0]["critical"] == "true"
        scores = sorted(int(row["score"]) for row in rows if row["state"] == "scored")
        if scores:
            low.append((scores[(len(scores) - 1) // 2], critical))
            high.append((scores[len(scores) // 2], critical))
        elif all(row["state"] != "no-occasion" for row in rows):
            low.append((0, critical))
            high.append((4, critical))
    assessable = bool(low) and 2 * len(low) >= len(items)
    worst = Fraction(25 * sum(value for value, _ in low), len(low)) if assessable else Fraction(0)
    best = Fraction(25 * sum(value for value, _ in high), len(low)) if assessable else Fraction(100)
    return {
        "low": shown(worst),
        "high": shown(best),
        "state_low": state(worst, low),
        "state_high": state(best, high),
    }


def state(score: Fraction, values: Sequence[tuple[int, bool]]) -> str:
    critical = [value for value, decides in values if decides]
    if score < 40 or 0 in critical:
        return "weak"
    zeros = sum(value == 0 for value, _ in values)
    return "partial" if score < 70 or zeros > 1 or 1 in critical else "present"


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
    """How a question was answered by anybody; a score hides whoever said it does not apply."""
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


def class_of(states: Sequence[str]) -> str:
    present, weak = states.count("present"), states.count("weak")
    if present == 4:
        return "partner"
    if present == 3 and not weak:
        return "near-partner"
    gains, reciprocity = states[1], states[2]
    enough = weak < 2 or "weak" not in (gains, reciprocity)
    return "steady-supplier" if enough else "supplier"


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
    low = class_of([row["state_low"] for row in conditions])
    high = class_of([row["state_high"] for row in conditions])
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
    """What one person says to every item; what is not applicable is never critical.

    Some people answer anything, some leave much out, and some give nothing but 4 and 0: only high
    scores show what two zeros do.
    """
    skipped = [None, Answer(skip="unknown"), Answer(evidence="Not sure yet.")]
    left_out = Answer(skip="no-occasion", reason="Not bought there.")
    extremes = [*[Answer(score=4)] * 5, Answer(score=0)]
    kinds = ([*SCORED, *skipped], [*SCORED, *skipped, *[left_out] * 20], extremes)
    return st.sampled_from(kinds).flatmap(
        lambda kind: st.tuples(
            *(
                st.sampled_from([each for each in kind if not (item.critical and each is left_out)])
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
                answers=answers,
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
