"""Which sides have answered about a vendor, and which were asked: in words, and as letters."""

from __future__ import annotations

import datetime as dt

from partnercheck.base.records import Awaited
from partnercheck.report.signs import LATE
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.asked import overdue

WHO = {"buyer": "us", "vendor": "vendor"}


def sides_in_words(judged: JudgedVendor, today: dt.date) -> str:
    """Return which sides have answered, and which were asked but have not."""
    requests = _requests(judged)
    late_sides = {each.perspective for each in overdue(requests, today)}
    parts = [WHO[side] for side in judged.verdict.sides]
    awaited = dict.fromkeys(each.perspective for each in requests)
    parts += [
        f"{WHO[side]} {'overdue' if side in late_sides else 'asked'}"
        for side in awaited
        if side not in judged.verdict.sides
    ]
    return ", ".join(parts)


def _requests(judged: JudgedVendor) -> list[Awaited]:
    """Return the requests that are awaited in the judged round and in newer ones."""
    return [each for asked in judged.round.asked for each in asked.awaited]


def sides_named(judged: JudgedVendor) -> str:
    """Return which sides have answered, in words."""
    return ", ".join(WHO[side] for side in judged.verdict.sides)


LETTERS = (("buyer", "B"), ("vendor", "V"))


def letters(judged: JudgedVendor, today: dt.date | None = None) -> str:
    """Return a letter for each side that has answered: B for ours, V for the vendor.

    If a day is given, a side that was asked has a small letter, or a flag if it is overdue.
    """
    requests = _requests(judged) if today else []
    awaited = {each.perspective for each in requests}
    late = {each.perspective for each in overdue(requests, today)} if today else set()
    signs = []
    for side, letter in LETTERS:
        if side in judged.verdict.sides:
            signs.append(letter)
        elif side in awaited:
            signs.append(LATE.glyph if side in late else letter.lower())
    return " ".join(signs)
