"""The map as lines of text: each vendor at its scores for exchange and bond, with a legend.

Lines consist of pieces, which a screen may colour; colour alone never carries information.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from partnercheck.base.cells import fitted, width_of
from partnercheck.questionnaires.records import Axis, Instrument
from partnercheck.questionnaires.scores import points
from partnercheck.report.map.field import (
    BEST,
    Field,
    MapLine,
    Piece,
    Texts,
    field_lines,
    plain,
    signed_labels,
)
from partnercheck.report.map.letters import letters
from partnercheck.report.map.pages import GUTTER, SCALE, MapPage, Size, field_of, printed_pages
from partnercheck.report.map.places import title
from partnercheck.report.map.regions import region_names
from partnercheck.verdicts.judged import JudgedVendor


def printed(vendors: Sequence[JudgedVendor], size: Size) -> str:
    """Return the map as text; if there is only one vendor, its range is drawn too.

    The text has more lines than `size` allows if the legend needs them.
    """
    if not vendors:
        return ""
    alone = len(vendors) == 1
    texts = []
    for page in printed_pages(vendors, size):
        selected = page.labels[0] if alone and page.labels else ""
        lines = drawn(vendors[0].instrument, page, size, selected, on_screen=False)
        texts.append("".join(f"{plain(line)}\n" for line in lines))
    return "\n".join(texts)


def fenced(vendors: Sequence[JudgedVendor], size: Size) -> str:
    """Return the map as a fenced block of Markdown."""
    text = printed(vendors, size)
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}{fence}\n" if text else ""


def drawn(
    instrument: Instrument,
    page: MapPage,
    size: Size,
    selected: str = "",
    on_screen: bool = True,
) -> list[MapLine]:
    """Return the lines of a page, at most `size` wide, with the range of the `selected` vendor."""
    plot = _plot(instrument, page, size, selected, on_screen)
    legend = [_marked(line, selected) for line in page.legend]
    if not size.beside:
        return [*plot, *legend]
    return [
        (
            *_padded(plot[n] if n < len(plot) else (), size.plot + GUTTER),
            *(legend[n] if n < len(legend) else ()),
        )
        for n in range(max(len(plot), len(legend)))
    ]


def _marked(line: MapLine, selected: str) -> MapLine:
    return tuple(
        piece._replace(text="▸") if piece.kind == "marker" and piece.label == selected else piece
        for piece in line
    )


def _padded(line: MapLine, width: int) -> MapLine:
    used = sum(width_of(piece.text) for piece in line)
    return (*line, Piece(" " * (width - used)))


def _plot(
    instrument: Instrument, page: MapPage, size: Size, selected: str, on_screen: bool
) -> list[MapLine]:
    """Return the field between its axes, with their titles."""
    field = field_of(page, size)
    across, upward = instrument.axes
    limits = (instrument.states.partial, instrument.states.present)
    ticks = {field.row(tick): f"{points(tick)}" for tick in (0, BEST, *limits)}
    marks = [place.mark for place in page.places]
    pieces = letters(field, marks, selected) if on_screen else signed_labels(field, marks)
    texts = Texts(pieces, region_names(instrument, field, pieces))
    rows = field_lines(field, marks, limits, selected, texts)
    lines: list[MapLine] = [_axis_title(instrument, upward, size)]
    for number, row in enumerate(rows):
        tick = ticks.get(number, "")
        scale = f"{tick:>{SCALE - 1}}{'┤' if tick else '│'}"
        lines.append((Piece(scale, "grid"), *row))
    axis, numbers = _scale(field, limits)
    indent = " " * (SCALE - 1)
    lines += [(Piece(f"{indent}└{axis}", "grid"),), (Piece(f"{indent} {numbers}", "grid"),)]
    return [*lines, _axis_title(instrument, across, size)]


def _axis_title(instrument: Instrument, axis: Axis, size: Size) -> MapLine:
    """Return the title of an axis, without its conditions if they do not fit."""
    text = title(instrument, axis)
    text = text if width_of(text) <= size.plot else axis.name
    return (Piece(fitted(text, size.plot).rstrip(), "note"),)


def _scale(field: Field, limits: Sequence[float]) -> tuple[str, str]:
    """Return the axis below the field, and as many of its numbers as fit."""
    axis = ["─"] * (field.columns * field.cell)
    numbers = [" "] * len(axis)
    for tick in (0, BEST, *limits):
        column, text = field.column(tick) * field.cell, f"{points(tick)}"
        axis[column] = "┴"
        start = min(max(0, column - len(text) // 2), len(axis) - len(text))
        around = numbers[max(0, start - 1) : start + len(text) + 1]
        if set(around) == {" "}:
            numbers[start : start + len(text)] = text
    return "".join(axis), "".join(numbers)
