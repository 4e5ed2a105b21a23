"""The open parts of a vendor's dossier: as many as fit, and those that the user opened.

Invariant: a part that opens by itself never pushes a line below the end of the page. A change of
the vendor's files may do so, as it closes no part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from partnercheck.app.vendor.dossier_rows import RowMaker
from partnercheck.report.dossier.groups import CONDITIONS, Dossier
from partnercheck.report.words.entry import MORE_DIFFERENCES, MORE_QUESTIONS, Entry

SIDES = "sides"
# From this many lines on, blank lines count when parts open by themselves.
ROOMY = 30
# With two columns, the groups in the first; the others are in the second.
FIRST_COLUMN = ("why", "change")
# What is opened first; conditions follow, the weakest first. The sides come last, and
# only on a narrow screen: on others, their scores are beside the conditions.
ORDER = (
    *("verdict", "target", "why", "caveats", "decided", "change", "together", "firm"),
    *("lenses", "time", "about", SIDES),
)


class Choices(NamedTuple):
    """The parts that the user opened and closed, by their ids."""

    opened: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()

    def applied_to(self, automatic: frozenset[str]) -> frozenset[str]:
        """Return the open parts; `automatic` are the parts that open by themselves."""
        return (automatic | self.opened) - self.closed

    def with_open(self, ids: frozenset[str], is_open: bool) -> Choices:
        """Return the choices after some parts were opened or closed."""
        if is_open:
            return Choices(self.opened | ids, self.closed - ids)
        return Choices(self.opened - ids, self.closed | ids)


class Spacing(NamedTuple):
    """The blank lines of a column."""

    around_conditions: bool = False
    around_open_groups: bool = False

    def breaks(self, entries: Sequence[Entry], opened: frozenset[str]) -> frozenset[int]:
        """Return the numbers of the entries that have a blank line before them."""
        groups = [at for at, entry in enumerate(entries) if entry.kind == "group"]
        breaks: set[int] = set()
        if self.around_conditions and groups and entries[groups[0]].leads_to == CONDITIONS:
            breaks |= {*groups[:2]}
        if self.around_open_groups:
            is_open = [entries[at].leads_to in opened for at in groups]
            either = [a or b for a, b in zip([False, *is_open], is_open, strict=False)]
            breaks |= {at for at, each in zip(groups, either, strict=True) if each}
        return frozenset(breaks - {0})


def spacing_of(
    entries: Sequence[Entry], opened: frozenset[str], maker: RowMaker, room: int
) -> Spacing:
    """Return the most generous spacing that fits in a column of `room` lines."""
    height = _maker(maker, opened).height(entries)
    for spacing in (Spacing(True, True), Spacing(True)):
        if height + len(spacing.breaks(entries, opened)) <= room:
            return spacing
    return Spacing()


class Columns(NamedTuple):
    """The tables of a dossier: one, or two side by side."""

    first: RowMaker
    second: RowMaker | None


def foldable(dossier: Dossier) -> frozenset[str]:
    """Return the ids of all parts that can be opened, except single questions."""
    conditions = (each.id for each in dossier.sources.judged.instrument.conditions)
    lenses = (each.instrument.id for each in dossier.sources.lenses)
    groups = (group.id for group in dossier.groups)
    heads = (each.leads_to for each in dossier.head)
    return frozenset([*conditions, *groups, *lenses, *heads, MORE_QUESTIONS, MORE_DIFFERENCES])


def divided(
    dossier: Dossier, opened: frozenset[str], is_wide: bool
) -> tuple[list[Entry], list[Entry]]:
    """Return the entries of the first and the second column, with the parts that are open."""
    first = [*dossier.head, *dossier.conditions(opened, SIDES in opened)]
    second: list[Entry] = []
    for group in dossier.groups:
        column = second if is_wide and group.id not in FIRST_COLUMN else first
        column.append(group.header)
        column += group.entries if group.id in opened else ()
    return first, second


def fitting(dossier: Dossier, choices: Choices, columns: Columns, room: int) -> frozenset[str]:
    """Return the parts that may open by themselves, in columns of `room` lines."""
    opened = choices.applied_to(frozenset())
    # Blank lines around the conditions and the groups come before more of the text.
    around = 1 if room >= ROOMY else 0
    first, second = divided(dossier, opened, columns.second is not None)
    used = [_maker(columns.first, opened).height(first) + 2 * around]
    used += [_maker(columns.second, opened).height(second)] if columns.second else []
    automatic: frozenset[str] = frozenset()
    for part in _candidates(dossier):
        # With both sides' scores beside the conditions, their bars would say them once more.
        is_repeated = part == SIDES and "us" in columns.first.layout.figures
        if part in opened or part in choices.closed or is_repeated:
            continue
        maker, at = columns.first, 0
        if columns.second and _is_in_second(dossier, part):
            maker, at = columns.second, 1
        is_group = part in {group.id for group in dossier.groups}
        added = _added(dossier, part, opened, maker) + (2 * around if is_group else 0)
        if used[at] + added <= room:
            used[at] += added
            opened |= {part}
            automatic |= {part}
    return automatic


def _candidates(dossier: Dossier) -> Iterator[str]:
    """Yield the parts that may open by themselves, the most important first."""
    present = {SIDES, *(each.leads_to for each in dossier.head), *(g.id for g in dossier.groups)}
    yield from (part for part in ORDER if part in present)
    verdict = dossier.sources.judged.verdict
    short = [each for each in verdict.conditions if each.state_low != "present"]
    if verdict.assessed:
        yield from (
            condition.id
            for condition in sorted(short, key=lambda condition: (condition.low, condition.high))
        )


def _is_in_second(dossier: Dossier, part: str) -> bool:
    return part not in FIRST_COLUMN and part in {group.id for group in dossier.groups}


def _added(dossier: Dossier, part: str, opened: frozenset[str], maker: RowMaker) -> int:
    """Return the number of lines that opening a part adds."""
    for group in dossier.groups:
        if group.id == part:
            return _maker(maker, opened | {part}).height(group.entries)
    after = opened | {part}
    for entry in dossier.head:
        if entry.leads_to == part:
            return _maker(maker, after).height([entry]) - _maker(maker, opened).height([entry])
    return sum(
        sign * _maker(maker, each).height(dossier.conditions(each, SIDES in each))
        for sign, each in ((1, after), (-1, opened))
    )


def _maker(maker: RowMaker, opened: frozenset[str]) -> RowMaker:
    return maker._replace(opened=opened)
