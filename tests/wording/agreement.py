"""Print how far readers of the questionnaire agreed: `python -m tests.wording.agreement`.

Readers scored short cases with the form alone, in two rounds. They marked a case as *hard* if two
lines fitted or none did. The wording was changed between the rounds. A third task, after Smith &
Kendall (1963), was to sort the shuffled anchors back to conditions and to put each item's five in
order. All readers were language models, not people who live with vendors; `docs/model.md` says
what that does not show.

After the second round seven anchors of three questions changed by a few words. Two new readers
scored the cases of these questions, and another sorted all anchors again: `round3/`. One more
reader sorted them with shorter descriptions of the conditions, after seeing the ids of the
questions (`retranslation_g.toml`). Later, anchors of fourteen questions changed so that they can be
read at once: two new readers scored their cases, and two more sorted and ordered all anchors
(`round4/`).

`cases.toml` has the cases with the score that the scale gives them, written by an author who knew
the topics of the questions and not their anchors. `corrections.toml` has two scores that were wrong
by the scale. `round1/` to `round4/` have what the readers answered, as they wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomli

HERE = Path(__file__).parent
ROUNDS = ("round1", "round2")
# Only the questions whose anchors had changed since the round before.
LATER = ("round3", "round4")
LAST = LATER[-1]
Rows = Mapping[str, Mapping[str, Any]]


class Scored(NamedTuple):
    """What a round's readers made of one case."""

    item: str
    same: bool  # all readers gave the same answer
    as_intended: bool  # ... and it is the one that the scale gives
    hard: bool  # at least one reader marked it as hard


class Tally(NamedTuple):
    """How many cases there were, and in how many of them something was so."""

    cases: int
    same: int
    as_intended: int
    hard: int


class Retranslation(NamedTuple):
    """How many anchors and items went back to their places."""

    anchors: int
    right: int
    right_alone: int  # the reader's answers from the sentence alone, if another was noted
    unsure: int
    items: int
    in_order: int


def rows(file: Path, name: str) -> Rows:
    """Return a file's array of tables by their ids."""
    return {row["id"]: row for row in tomli.loads(file.read_text("utf-8"))[name]}


def cases() -> Rows:
    """Return the cases by their ids, with the corrected scores."""
    corrections = rows(HERE / "corrections.toml", "corrections")
    return {
        case_id: {**case, "intended": corrections.get(case_id, case)["intended"]}
        for case_id, case in rows(HERE / "cases.toml", "cases").items()
    }


def readers(round_id: str) -> Sequence[Rows]:
    """Return each reader's answers in a round, by case."""
    return [rows(file, "answers") for file in sorted((HERE / round_id).glob("reader_*.toml"))]


def scored(round_id: str) -> list[Scored]:
    """Return what a round's readers made of every case that they were given."""
    answers = readers(round_id)
    found = []
    for case_id, case in cases().items():
        if case_id not in answers[0]:
            continue
        given = {str(reader[case_id]["answer"]) for reader in answers}
        hard = any(reader[case_id].get("hard") for reader in answers)
        found.append(Scored(case["item"], len(given) == 1, given == {str(case["intended"])}, hard))
    return found


def tally(every: Iterable[Scored]) -> Tally:
    """Count cases."""
    listed = list(every)
    return Tally(
        len(listed),
        sum(case.same for case in listed),
        sum(case.as_intended for case in listed),
        sum(case.hard for case in listed),
    )


def retranslation() -> Retranslation:
    """Count the anchors that were sorted back to their conditions, and the items put in order."""
    key = rows(HERE / LAST / "anchors_key.toml", "key")
    sorted_back = rows(HERE / LAST / "retranslation.toml", "answers")
    text = rows(HERE / LAST / "anchors_shuffled.toml", "anchors")
    lettered = rows(HERE / LAST / "order_tasks.toml", "items")
    ordered = rows(HERE / LAST / "order.toml", "items")
    lines = {(row["item"], row["position"]): text[name]["text"] for name, row in key.items()}
    wanted = {item: [lines[item, score] for score in range(5)] for item in ordered}
    return Retranslation(
        anchors=len(key),
        right=sum(sorted_back[name]["condition"] == row["condition"] for name, row in key.items()),
        right_alone=sum(
            sorted_back[name].get("alone", sorted_back[name]["condition"]) == row["condition"]
            for name, row in key.items()
        ),
        unsure=sum(answer.get("sure") is False for answer in sorted_back.values()),
        items=len(ordered),
        in_order=sum(
            [lettered[item][letter] for letter in row["order"]] == wanted[item]
            for item, row in ordered.items()
        ),
    )


def main() -> None:
    """Print one line for each item and for all, both rounds side by side, and the retranslation."""
    rounds = {round_id: scored(round_id) for round_id in ROUNDS}
    print(f"{'':24}{'':7}{'same score':^16}{'as intended':^16}{'hard':^16}")
    print(f"{'item':24}{'cases':>7}" + f"{'round 1':>8}{'round 2':>8}" * 3)
    for item in (*dict.fromkeys(case.item for case in rounds[ROUNDS[0]]), None):
        first, second = (
            tally(case for case in rounds[each] if item in (case.item, None)) for each in ROUNDS
        )
        pairs = zip(first[1:], second[1:], strict=True)
        figures = "".join(f"{one:>8}{two:>8}" for one, two in pairs)
        print(f"{item or 'all':24}{first.cases:>7}{figures}")
    one, two = (tally(rounds[each]) for each in ROUNDS)
    print(
        f"{'':24}{'':7}"
        + "".join(
            f"{100 * count / both.cases:>6.1f} %"
            for pair in zip(one[1:], two[1:], strict=True)
            for count, both in zip(pair, (one, two), strict=True)
        )
    )
    back = retranslation()
    print(
        f"\nRetranslation, round 4: {back.right} of {back.anchors} anchors to their conditions"
        f" ({back.right_alone} by the sentence alone; unsure of {back.unsure});"
        f"\n{back.in_order} of {back.items} items in order."
    )


if __name__ == "__main__":
    main()
