"""The people who are known, their answers, and the answers still to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from partnercheck.base.email import mailto
from partnercheck.base.english import listed, plural
from partnercheck.formats.columns import align_columns
from partnercheck.formats.csv_write import Cell, csv_text
from partnercheck.formats.json_write import json_document
from partnercheck.formats.markdown import markdown_table
from partnercheck.report.signs import ANSWERED, LATE, LEFT, NOT_ASKED, TO_COME, Sign
from partnercheck.workspace.nudges import OverdueAgreement
from partnercheck.workspace.respondents import Answered, KnownPerson, Owed

HEADER = ["Name", "Of", "Level", "E-mail", "Answered", "Still to come"]


def _rows(
    people: Sequence[KnownPerson], vendor_names: Mapping[str, str], today: dt.date
) -> list[list[str]]:
    """Return one row per person, in words."""
    return [
        [
            each.name or "anybody",
            _of(each, vendor_names),
            each.level or "-",
            each.email or "-",
            answered_words(each.answered) or "-",
            _owes_or_left(each, today) or "-",
        ]
        for each in people
    ]


def _owes_or_left(person: KnownPerson, today: dt.date) -> str:
    if person.left is not None:
        return f"left on {person.left}"
    return "; ".join(owed_words(owed, today) for owed in person.owes)


def _of(person: KnownPerson, vendor_names: Mapping[str, str]) -> str:
    return vendor_names.get(person.vendor_id, person.vendor_id) if person.vendor_id else "us"


def answered_words(answered: Sequence[Answered]) -> str:
    """Return the vendors that a person has answered about, each with its rounds.

    A round that is not complete has the number of its answers: "2026-q4 (18 of 28)".
    """
    rounds: dict[str, dict[str, list[str]]] = {}
    for answer in answered:
        counts = rounds.setdefault(answer.vendor, {}).setdefault(answer.round, [])
        if not answer.is_complete:
            subject = f" on {answer.lens}" if answer.lens else ""
            counts.append(f"{answer.answers} of {answer.items}{subject}")
    texts = {
        vendor: [f"{id_} ({', '.join(counts)})" if counts else id_ for id_, counts in of.items()]
        for vendor, of in rounds.items()
    }
    return "; ".join(f"{vendor} {', '.join(ids)}" for vendor, ids in texts.items())


def owed_words(owed: Owed, today: dt.date) -> str:
    """Return which answers are still to come, and when they are due, in a few words."""
    parts = [] if owed.is_asked else ["not asked yet"]
    parts += [f"asked {owed.requested_on}"] if owed.requested_on else []
    parts += _missing_words(owed)
    if owed.due is not None:
        parts.append(f"{'overdue since' if owed.due < today else 'due'} {owed.due}")
    subject = f"{owed.vendor} {owed.round}".strip()
    return f"{subject} ({', '.join(parts)})" if parts else subject


def _missing_words(owed: Owed) -> list[str]:
    """Return how many answers are missing in a questionnaire that was begun."""
    subject = f" on {owed.lens}" if owed.lens else ""
    return [f"{plural(owed.missing, 'answer')}{subject}"] if owed.missing else []


def person_sign(person: KnownPerson, today: dt.date) -> Sign:
    """Return the sign of whether a person has left, has answers to give, or has answered."""
    if person.left:
        return LEFT
    if any(owed.due is not None and owed.due < today for owed in person.owes):
        return LATE
    if any(owed.is_asked for owed in person.owes):
        return TO_COME
    return ANSWERED if person.answered else NOT_ASKED


def text(people: Sequence[KnownPerson], vendor_names: Mapping[str, str], today: dt.date) -> str:
    """Return aligned columns, one line per person."""
    rows = _rows(people, vendor_names, today)
    return "".join(f"{line}\n" for line in align_columns([HEADER, *rows])) if rows else ""


def markdown(people: Sequence[KnownPerson], vendor_names: Mapping[str, str], today: dt.date) -> str:
    """Return a table with one row per person."""
    return markdown_table(HEADER, _rows(people, vendor_names, today))


def csv(people: Sequence[KnownPerson], vendor_names: Mapping[str, str], today: dt.date) -> str:
    """Return a header and one row per person."""
    header = ["name", "side", "vendor", "level", "email", "listed", "answered", "owes", "left"]
    rows: list[list[Cell]] = [
        [
            each.name, each.side, each.vendor_id, each.level or "", each.email, each.is_listed,
            answered_words(each.answered),
            "; ".join(owed_words(owed, today) for owed in each.owes),
            each.left or "",
        ]
        for each in people
    ]  # fmt: skip
    return csv_text(header, rows)


def json(people: Sequence[KnownPerson], vendor_names: Mapping[str, str], today: dt.date) -> str:
    """Return a JSON document with one entry per person."""
    return json_document(people=[_json_person(each) for each in people])


def _json_person(person: KnownPerson) -> dict[str, object]:
    return {
        "name": person.name or None,
        "side": person.side,
        "vendor": person.vendor_id or None,
        "level": person.level,
        "email": person.email or None,
        "listed": person.is_listed,
        "left": str(person.left) if person.left else None,
        "answered": [
            {
                "vendor": each.vendor_id,
                "round": each.round,
                "instrument": each.instrument,
                "answers": each.answers,
                "items": each.items,
            }
            for each in person.answered
        ],
        "owes": [
            {
                "vendor": owed.vendor_id,
                "round": owed.round,
                "due": str(owed.due) if owed.due else None,
                "missing": owed.missing,
                "asked": str(owed.requested_on) if owed.requested_on else None,
                "is_asked": owed.is_asked,
                "lens": owed.lens or None,
            }
            for owed in person.owes
        ],
    }


Writer = Callable[[Sequence[KnownPerson], Mapping[str, str], dt.date], str]
WRITERS: Mapping[str, Writer] = {"text": text, "markdown": markdown, "csv": csv, "json": json}


def reminder(
    person: KnownPerson,
    organisation: str,
    today: dt.date,
    overdue: Sequence[OverdueAgreement] = (),
) -> str:
    """Return a message to send to a person about answers still to come, and overdue agreements.

    The text ends with a `mailto:` link if the address is known. A text for the vendor's side
    contains nothing of ours but the organisation's name, the vendor's name, rounds, days, and
    agreements that both sides know, so the vendor may read it.
    """
    subject = _subject(person, organisation, overdue)
    lines = [f"Subject: {subject}", "", f"Dear {person.name or 'colleague'},", ""]
    if person.owes:
        intro = "These answers are still missing:"
        if person.side == "vendor":
            intro = f"{organisation} would like to know how you see our work together."
        lines += [intro, *(f"- {_reminder_line(person, owed, today)}" for owed in person.owes), ""]
    if overdue:
        lines.append("These agreements are past their due date:")
        lines += [f"- {_overdue_line(person, each)}" for each in overdue]
        lines += ["", "Please tell us how things stand, or by which day they will be done."]
    if person.owes:
        lines.append("If you cannot answer, tell us, or name somebody who can.")
    lines += ["", "Kind regards"]
    if person.email:
        lines = [f"To: {person.email}", *lines, "", mailto(person.email, subject)]
    return "\n".join(lines) + "\n"


def _subject(person: KnownPerson, organisation: str, overdue: Sequence[OverdueAgreement]) -> str:
    if person.owes and person.side == "vendor":
        return f"Your answers for {organisation}"
    if person.owes:
        return f"Your answers about {listed(_names(owed.vendor for owed in person.owes))}"
    if person.side == "vendor":
        return f"What we agreed on with {organisation}"
    return f"Overdue with {listed(_names(each.vendor for each in overdue))}"


def _names(vendors: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(vendors))


def _overdue_line(person: KnownPerson, overdue: OverdueAgreement) -> str:
    whose = f"{overdue.vendor}: " if person.side == "buyer" else ""
    return f"{whose}{overdue.text.rstrip('.')}, due on {overdue.due}"


def _reminder_line(person: KnownPerson, owed: Owed, today: dt.date) -> str:
    subject = (
        f"{owed.vendor}, {owed.round}" if person.side == "buyer" else f"your form, {owed.round}"
    )
    parts = _missing_words(owed)
    if owed.due is not None:
        late = owed.due < today
        parts.append(f"{'it was due on' if late else 'please answer by'} {owed.due}")
    return f"{subject}: {', '.join(parts)}" if parts else subject
