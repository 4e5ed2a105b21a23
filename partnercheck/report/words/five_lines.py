"""Five lines to paste: the verdict, its reasons, the cheapest path, a question for each side."""

from __future__ import annotations

from partnercheck.report.words.advice import find_out_next, way_up, weakest
from partnercheck.report.words.verdict import briefly_why, class_range, judged_caveats
from partnercheck.verdicts.judged import JudgedVendor


def five_lines(judged: JudgedVendor) -> list[str]:
    """Return the five lines about a vendor in its round."""
    instrument, verdict = judged.instrument, judged.verdict
    blocking = briefly_why(instrument, verdict)
    named = ", ".join([class_range(instrument, verdict), *judged_caveats(judged)])
    blocks = "; ".join(blocking) or ("nothing" if verdict.assessed else "nobody has given a score")
    for_them, for_us = _questions(judged)
    return [
        f"{judged.vendor.name}, {judged.round.id or 'no round yet'}: {named}.",
        f"What blocks it: {blocks}.",
        f"Cheapest path: {way_up(instrument, verdict, judged.steps_up)}",
        f"Ask them: {for_them}",
        f"Ask ourselves: {for_us}",
    ]


def _questions(judged: JudgedVendor) -> tuple[str, str]:
    """Return a question for the vendor and one for us, about two different items."""
    instrument, verdict = judged.instrument, judged.verdict
    stage = judged.vendor.stage
    items = {item.id: item for item in instrument.items}
    unknown = find_out_next(instrument, verdict, stage)
    weak = [items[reading.item] for reading in weakest(instrument, verdict)]
    for_them = ([item for _, item, _ in unknown] + weak)[0]
    ours = [item for question, item, _ in unknown if question.perspective == "buyer"] + weak
    for_us = next((item for item in ours if item.id != for_them.id), for_them)
    how = for_them.trial if stage == "candidate" and for_them.trial else for_them.dialogue
    return how, for_us.buyer
