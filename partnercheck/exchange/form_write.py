"""The form that a vendor fills in with any editor: its words, as plain text or as TOML.

Only what the vendor may see goes in: the questions in its wording, and what is in `Asked`.
"""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Iterator, Mapping
from math import ceil
from typing import Literal

from partnercheck.base.records import BASES, Answer, Basis, Form, Record, Response
from partnercheck.base.text import one_line, unix_lines
from partnercheck.exchange.quoting import split_quotes
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.storage.canonical import dumps
from partnercheck.workspace.canonical import response_table, response_text

Kind = Literal["text", "toml"]

WIDTH = 76
FORMAT = 1
UNKNOWN = "I don't know"
NOT_APPLICABLE = "Does not apply, because:"
EVIDENCE = "What happened, and when:"
BASIS = "Basis:"
BASIS_WORDS: Mapping[Basis, str] = {
    "opinion": "my view",
    "observed": "I saw it",
    "documented": "it is written down",
    "reference": "others told me",
    "pilot": "seen in a trial",
}
END = "[end of the form]"
KEYS = (
    *("Vendor", "Round", "Buyer", "Perspective", "Respondent", "Level"),
    *("Form", "Instrument", "Format"),
)
# A line of a person's text that begins so could be taken for a part of the form: it is written
# with a backslash before it.
SIGNS = "[xX×✓✔✗✘☒☑хХχΧ]"
STRUCTURAL = re.compile(
    rf"\\*(?:[>\[({{☐☒☑]|{SIGNS}\s*[\])]|{BASIS}|{EVIDENCE}|(?:{'|'.join(KEYS)})\s*:)"
)
# So many questions take five minutes.
PACE: Mapping[Form, int] = {"quick": 12, "full": 7}

NOTHING = Answer()


class Asked(Record, frozen=True):
    """What is asked of a vendor, and what it is told about that; nothing else reaches a form.

    `vendor` is its id, `name` its name, `organisation` who asks. `respondent` is the vendor's
    person or role, where that is known; with `anonymous`, a role is asked for instead of a name.
    `contact` says to whom the form goes back. `objective` and the two benefits are the one
    description that both sides follow.
    """

    vendor: str
    name: str
    organisation: str
    round: str
    form: Form = "full"
    respondent: str = ""
    due: dt.date | None = None
    anonymous: bool = False
    contact: str = ""
    objective: str = ""
    benefit_buyer: str = ""
    benefit_vendor: str = ""


def form_text(instrument: Instrument, asked: Asked, kind: Kind = "text") -> str:
    """The empty form, with its opening."""
    response = Response(
        instrument=instrument.id,
        vendor=asked.vendor,
        round=asked.round,
        perspective="vendor",
        respondent=one_line(asked.respondent),
        form=asked.form,
    )
    opening = list(_opening(instrument, asked, kind))
    buyer = one_line(asked.organisation)
    if kind == "toml":
        body = toml_body(instrument, response, buyer)
        return "".join(f"# {line}".rstrip() + "\n" for line in opening) + body
    return "\n".join(opening) + "\n" + text_body(instrument, response, buyer)


def refilled(
    text: str, kind: Kind, instrument: Instrument, response: Response, buyer: str = ""
) -> str:
    """A form's text with these answers in it; its opening stays, and what follows its end.

    `buyer` is the name of the organisation that asks, as the form has it.
    """
    lines = unix_lines(text.removeprefix("\ufeff")).split("\n")
    plain = [split_quotes(line)[1].strip() for line in lines]
    begins = re.compile(r"format\s*=" if kind == "toml" else r"Vendor\s*:")
    kept = next((n for n, line in enumerate(plain) if begins.match(line)), 0)
    body = (toml_body if kind == "toml" else text_body)(instrument, response, buyer)
    last = next((n for n, line in enumerate(plain) if line == END), len(lines))
    return "".join(f"{line}\n" for line in lines[:kept]) + body + "\n".join(lines[last + 1 :])


def _opening(instrument: Instrument, asked: Asked, kind: Kind) -> Iterator[str]:
    """The lines before the header: why, who reads it, names, what follows, time, by when, how."""
    yield from _wrapped(f"{asked.organisation} and {asked.name}: your side of it")
    for title, text in (
        *(("What we pursue together", text) for text in _objective(asked)),
        ("Why we ask", _why(asked)),
        ("Who reads it", _readers(asked)),
        ("Whether names show", _names(asked)),
        ("What a low score leads to", _low_score(asked)),
        ("How long it takes", _time(instrument, asked)),
        ("By when", _due(asked)),
        ("How to send it back", _back(asked)),
        ("How to fill it in", _filling(instrument, kind)),
    ):
        yield ""
        yield title
        yield from _wrapped(text, "  ")
    yield ""


def _objective(asked: Asked) -> list[str]:
    """The one description of what both sides are after, where it has been written down."""
    said = [one_line(asked.objective)]
    for whom, benefit in (("we", asked.benefit_buyer), ("you", asked.benefit_vendor)):
        said += [f"What {whom} gain by it: {one_line(benefit)}"] if benefit.strip() else []
    text = " ".join(each if each.endswith((".", "!", "?")) else f"{each}." for each in said if each)
    return [text] if text else []


def _why(asked: Asked) -> str:
    return (
        f"Working well together takes two, so {asked.organisation} asks both: the same questions, "
        "about the same events, are answered on our side and on yours. Where the two views "
        "differ, that is worth a talk."
    )


def _readers(asked: Asked) -> str:
    return (
        f"Those who assess vendors at {asked.organisation}. Your form holds only what you write "
        "into it, and no vendor is shown another's."
    )


def _names(asked: Asked) -> str:
    if asked.anonymous:
        return (
            "No names are asked for. Write a role in the line Respondent, such as Account "
            "manager: only the role is kept with the answers."
        )
    return (
        "Yes: the name in the line Respondent is kept with the answers, and those who read them "
        "see it. You may write a role instead, such as Account manager."
    )


def _low_score(asked: Asked) -> str:
    return (
        "A talk about that point, at the next meeting. Nearly every question is about both sides, "
        "so a low score says as much about us as about you. It can also mean that we don't call "
        "the relationship a partnership yet: of the two views, the lower one counts."
    )


def _time(instrument: Instrument, asked: Asked) -> str:
    count = len(instrument.form_items(asked.form))
    minutes = 5 * ceil(count / PACE[asked.form])
    return f"About {minutes} minutes for {count} questions. You may leave any of them out."


def _due(asked: Asked) -> str:
    if asked.due is None:
        return "There is no fixed date."
    return f"{asked.due.day} {asked.due:%B %Y} ({asked.due.isoformat()})"


def _back(asked: Asked) -> str:
    to = (
        f"To: {asked.contact}"
        if asked.contact
        else "Send it back to the person who sent it to you."
    )
    return f"Save it and attach it to a mail, or paste its whole text into one. {to}"


def _filling(instrument: Instrument, kind: Kind) -> str:
    said = (
        f"Think of the last {instrument.months} months; what is planned doesn't count. For each "
        "question choose the line that is nearest to what happened. "
    )
    if kind == "toml":
        return said + (
            "Below the question's line in square brackets, write for example score = 3 (0 to 4), "
            'or skip = "unknown", or skip = "not-applicable" with reason = "...". If you can, add '
            'evidence = "what happened, and when" and basis = "opinion", "observed" or '
            '"documented". Write your name or role into respondent = "".'
        )
    return said + (
        "Mark it with an x, as in [x] 3, one mark a question. If you can, write below it what "
        "happened, and mark whether that is your view, you saw it, or it is written down. Please "
        "leave the other lines as they are."
    )


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """Text in lines of at most WIDTH columns, its words whole, so that they are found again."""
    return textwrap.wrap(
        one_line(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def text_body(instrument: Instrument, response: Response, buyer: str = "") -> str:
    """The form as plain text from its header on, with the answers of the response."""
    said = {
        "Vendor": response.vendor,
        "Round": response.round,
        "Buyer": buyer,
        "Perspective": response.perspective,
        "Form": response.form,
        "Instrument": response.instrument,
        "Format": str(FORMAT),
        "Level": response.level or "",
        "Respondent": response.respondent,
    }
    # What is filled in comes last, where there is room below it.
    lines = [f"{key}: {value}" for key, value in said.items() if value or key == "Respondent"]
    lines.append("")
    for number, item in enumerate(instrument.form_items(response.form), 1):
        lines += ["", *_question(number, item, response.answers.get(item.id, NOTHING))]
    return "\n".join(line.rstrip() for line in [*lines, "", END]) + "\n"


def _question(number: int, item: Item, answer: Answer) -> Iterator[str]:
    yield f"[{item.id}]"
    yield from _wrapped(item.vendor, f"{number:2}. ", "    ")
    yield ""
    for score, anchor in enumerate(item.anchors):
        yield from _wrapped(anchor, f"    {_box(answer.score == score)} {score}  ", " " * 11)
    yield f"    {_box(answer.skip == 'unknown')} u  {UNKNOWN}"
    if not item.critical:
        yield f"    {_box(answer.skip == 'not-applicable')} n  {NOT_APPLICABLE}"
        yield from written(answer.reason)
    yield ""
    yield f"    {EVIDENCE}"
    yield from written(answer.evidence) if answer.evidence else ("", "")
    yield f"    {BASIS} {_bases(answer)}"


def _box(marked: bool) -> str:
    return "[x]" if marked else "[ ]"


def _bases(answer: Answer) -> str:
    told = answer.given or answer.evidence
    offered = [*BASES, *({answer.basis} - set(BASES))]
    return "  ".join(
        f"({'x' if told and answer.basis == basis else ' '}) {BASIS_WORDS[basis]}"
        for basis in offered
    )


def written(text: str) -> list[str]:
    """A person's text as lines of a form, from which `unwrapped` makes the same text again.

    What looks like a part of the form gets a backslash before it; so does, at its end, a line
    whose break would else be taken for one that a mail program made.
    """
    if not text.strip():
        return []
    lines = [line.strip() for line in text.strip().split("\n")]
    lines = [f"\\{line}" if STRUCTURAL.match(line) else line for line in lines]
    made = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        hard = line and after and (wraps(line, after) or line.endswith("\\"))
        made.append(f"    {line}{_HARD if hard else ''}".rstrip())
    return made


_HARD = "\\"
# No mail program breaks lines shorter than this, nor leaves longer ones.
SHORTEST, LONGEST = 52, 100
_BULLET = re.compile(r"(?:[-*•–+]|\d+[.)])\s")


def wraps(line: str, after: str) -> bool:
    """Whether the break between two lines was made to fit them, rather than by their author."""
    needed = len(line) + 1 + len(after.rstrip(_HARD).split(" ")[0])
    return needed > SHORTEST and len(line) <= LONGEST and not _BULLET.match(after)


def unwrapped(text: str) -> str:
    """A person's text without its form's indentation and without breaks that only fit lines."""
    joined: list[str] = []
    last = ""
    for line in (each.strip() for each in text.split("\n")):
        said = line[1:] if line.startswith("\\") and STRUCTURAL.match(line) else line
        bare = last.removesuffix(_HARD)
        if last and line and bare == last and wraps(last, line):
            joined[-1] += f" {said}"
        else:
            if line and bare != last and (wraps(bare, line) or bare.endswith(_HARD)):
                joined[-1] = joined[-1].removesuffix(_HARD)
            joined.append(said)
        last = line
    return re.sub(r"\n{3,}", "\n\n", "\n".join(joined)).strip()


def toml_body(instrument: Instrument, response: Response, buyer: str = "") -> str:
    """The form as TOML: the response's file, with each question as comments in its table."""
    items = {item.id: item for item in instrument.form_items(response.form)}
    numbers = {item: number for number, item in enumerate(items, 1)}
    lines = []
    for line in response_text(response_table(response), items).split("\n"):
        lines.append(line)
        if buyer and line.startswith("round = "):
            lines.append(dumps({"buyer": buyer}).rstrip("\n"))
        asked = line.removeprefix("[answers.").removesuffix("]")
        if line == f"[answers.{asked}]" and asked in items:
            lines += _comments(numbers[asked], items[asked])
    return "\n".join(lines)


def _comments(number: int, item: Item) -> Iterator[str]:
    yield from _wrapped(item.vendor, f"# {number}. ", "#    ")
    for score, anchor in enumerate(item.anchors):
        yield from _wrapped(anchor, f"#    {score}  ", "#       ")
    if item.critical:
        yield '#    (this one always applies; skip = "unknown" if you don\'t know)'
