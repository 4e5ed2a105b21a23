"""An agenda as text, Markdown or JSON; the vendor's version leaves out the private points."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from partnercheck.base.cells import wrapped
from partnercheck.formats.json_write import json_document
from partnercheck.formats.markdown import escape_markdown
from partnercheck.report.agenda_records import Agenda, Point

OURS = "(for us) "
OURS_MEANS = "The points marked (for us) are not in the vendor's version."


def for_vendor(agenda: Agenda) -> Agenda:
    """Return the vendor's version of an agenda, without our evidence, names and target."""
    sections = [
        replace(
            section,
            points=tuple(
                replace(point, ours=())
                for point in section.points
                if point.text and not point.private
            ),
        )
        for section in agenda.sections
    ]
    return replace(agenda, sections=tuple(each for each in sections if each.points))


def title(agenda: Agenda) -> str:
    """Return the title of an agenda."""
    return f"{agenda.organisation} and {agenda.vendor}: what to talk about"


def text(agenda: Agenda, width: int) -> str:
    """Return the agenda as plain text in lines of at most `width` cells."""
    lines = [*wrapped(title(agenda), width), agenda.on.isoformat()]
    lines += ["", *wrapped(OURS_MEANS, width)] if agenda.has_private else []
    for number, section in enumerate(agenda.sections, 1):
        lines += ["", f"{number}. {section.title}"]
        for point in section.points:
            lines += _text_lines(point, width)
    return "\n".join(lines) + "\n"


def _text_lines(point: Point, width: int) -> Iterator[str]:
    if point.text:
        first, *rest = wrapped(f"{OURS if point.private else ''}{point.text}", width - 5)
        yield f"   - {first}"
        yield from (f"     {each}" for each in rest)
    for below in (*point.below, *(f"{OURS}{each}" for each in point.ours)):
        yield from (f"     {each}" for each in wrapped(below, width - 5))


def markdown(agenda: Agenda) -> str:
    """Return the agenda as Markdown."""
    lines = [f"# {escape_markdown(title(agenda))}", "", agenda.on.isoformat()]
    lines += ["", escape_markdown(OURS_MEANS)] if agenda.has_private else []
    for number, section in enumerate(agenda.sections, 1):
        lines += ["", f"## {number}. {escape_markdown(section.title)}", ""]
        for point in section.points:
            below = [*point.below, *(f"{OURS}{each}" for each in point.ours)]
            text = f"{OURS if point.private else ''}{point.text}"
            lines += [f"- {escape_markdown(text)}"] if point.text else []
            indent = "  " if point.text else ""
            lines += [f"{indent}- {escape_markdown(each)}" for each in below]
    return "\n".join(lines) + "\n"


def as_json(agenda: Agenda) -> str:
    """Return the agenda as JSON."""
    sections = [
        {
            "title": section.title,
            "points": [
                {
                    "text": point.text,
                    "below": list(point.below),
                    "ours": list(point.ours),
                    "private": point.private,
                }
                for point in section.points
            ],
        }
        for section in agenda.sections
    ]
    return json_document(
        organisation=agenda.organisation,
        vendor=agenda.vendor_id,
        name=agenda.vendor,
        on=agenda.on.isoformat(),
        sections=sections,
    )
