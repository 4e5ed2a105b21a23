"""Answers of forty vendors over a year, from a seed: as filled forms, ours and the vendors'."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import msgspec
import tomli_w

from partnercheck.base.records import Answer, Form, Perspective, Response
from partnercheck.questionnaires.read import packaged
from partnercheck.storage.save import save_text
from partnercheck.workspace.canonical import response_table, response_text
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.responses import response_path

PARTNERSHIP = packaged()["partnership"]


def leaning(vendor_id: str, round_id: str, respondent: str) -> Random:
    """A source of chance that is the same in every run."""
    return Random(f"{vendor_id} {round_id} {respondent}")


def answers(
    vendor_id: str, round_id: str, respondent: str, form: Form, missing: int = 0
) -> dict[str, Answer]:
    """What somebody answers; the last `missing` questions stay open.

    How good a relationship is depends on the vendor, so that a portfolio has every class.
    """
    chance = leaning(vendor_id, round_id, respondent)
    level = Random(vendor_id).choice((1, 2, 3, 3, 3, 4))
    items = PARTNERSHIP.form_items(form)
    return {
        item.id: _answer(chance, level, item.offers_no_occasion)
        for item in items[: len(items) - missing]
    }


def _answer(chance: Random, level: int, may_have_no_occasion: bool) -> Answer:
    if chance.random() < 0.03:
        return Answer(skip="unknown")
    if may_have_no_occasion and chance.random() < 0.06:
        return Answer(skip="no-occasion", reason="Nothing of the kind came up.")
    score = max(0, min(4, level + chance.choice((-1, 0, 0, 0, 0, 1))))
    if chance.random() < 0.3:
        return Answer(score=score)
    return Answer(score=score, basis="observed", evidence="Seen at the gate in the last quarter.")


def file_ours(
    root: Path,
    day: dt.date,
    vendor_ids: Iterable[str],
    round_id: str,
    respondent: str,
    form: Form = "quick",
    missing: int = 0,
) -> None:
    """File what one of our people answers, with the program's writer of responses.

    The screens would take a key for each answer, and this test minutes.
    """
    workspace = open_workspace(root)
    items = [item.id for item in PARTNERSHIP.items]
    perspective: Perspective = "buyer"
    for vendor_id in vendor_ids:
        response = Response(
            *("partnership", vendor_id, round_id, perspective, respondent, form),
            version=PARTNERSHIP.version,
            answers={
                item: msgspec.structs.replace(answer, on=day)
                for item, answer in answers(vendor_id, round_id, respondent, form, missing).items()
            },
        )
        text = response_text(response_table(response), items)
        save_text(root, response_path(workspace, response), text, None)


def fill_requests(forms: Iterable[Path], respondent: str) -> Iterator[str]:
    """Fill in forms that `request` wrote, as the vendors' people do; the names of the files."""
    for path in forms:
        data = tomllib.loads(path.read_text("utf-8"))
        data["respondent"] = respondent
        given = answers(data["vendor"], data["round"], respondent, data["form"])
        for item, answer in given.items():
            table = {"score": answer.score, "skip": answer.skip, "reason": answer.reason or None}
            if answer.evidence:
                table |= {"basis": answer.basis, "evidence": answer.evidence}
            data["answers"][item] = {
                key: table[key] for key in table if table[key] not in (None, "")
            }
        path.write_text(tomli_w.dumps(data), "utf-8")
        yield str(path)
