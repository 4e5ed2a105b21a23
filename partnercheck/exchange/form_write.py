"""Writing the form that a vendor fills in with any editor, as plain text or as TOML.

A form has only what the vendor may see: the questions in its wording, and `PrintedRequest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from partnercheck.base.records import BASES, Answer, Basis, Response
from partnercheck.base.text import one_line, unix_lines
from partnercheck.exchange.form_opening import Kind, PrintedRequest, opening_lines, wrap_words
from partnercheck.exchange.form_texts import BASIS, EVIDENCE, written
from partnercheck.exchange.quoting import split_quotes
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.questionnaires.wording import wording
from partnercheck.storage.canonical import dumps
from partnercheck.workspace.canonical import response_table, response_text

FORMAT = 1
UNKNOWN = "I don't know"
NO_OCCASION = wording().keys.n.form
BASIS_WORDS: Mapping[Basis, str] = {
    "opinion": "my view",
    "observed": "I saw it",
    "documented": "it is written down",
    "reference": "others told me",
    "pilot": "seen in a trial",
}
END = "[end of the form]"
NOTHING = Answer()


def form_text(instrument: Instrument, request: PrintedRequest, kind: Kind = "text") -> str:
    """Return the empty form, with its opening."""
    response = Response(
        instrument=instrument.id,
        vendor=request.vendor,
        round=request.round,
        perspective="vendor",
        respondent=one_line(request.respondent),
        form=request.form,
    )
    opening = list(opening_lines(instrument, request, kind))
    buyer = one_line(request.organisation)
    if kind == "toml":
        body = toml_body(instrument, response, buyer)
        return "".join(f"# {line}".rstrip() + "\n" for line in opening) + body
    return "\n".join(opening) + "\n" + text_body(instrument, response, buyer)


def refilled(
    text: str, kind: Kind, instrument: Instrument, response: Response, buyer: str = ""
) -> str:
    """Return a form's text with these answers; the text before and after the form is kept.

    `buyer` is the name of the organisation that sent the form, as written in it.
    """
    lines = unix_lines(text.removeprefix("\ufeff")).split("\n")
    plain = [split_quotes(line)[1].strip() for line in lines]
    begins = re.compile(r"format\s*=" if kind == "toml" else r"Vendor\s*:")
    kept = next((n for n, line in enumerate(plain) if begins.match(line)), 0)
    body = (toml_body if kind == "toml" else text_body)(instrument, response, buyer)
    last = next((n for n, line in enumerate(plain) if line == END), len(lines))
    return "".join(f"{line}\n" for line in lines[:kept]) + body + "\n".join(lines[last + 1 :])


def text_body(instrument: Instrument, response: Response, buyer: str = "") -> str:
    """Return the form as plain text, without its opening, with the answers of the response."""
    header = {
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
    # The line to fill in comes last, with room below it.
    lines = [f"{key}: {value}" for key, value in header.items() if value or key == "Respondent"]
    lines.append("")
    for number, item in enumerate(instrument.form_items(response.form), 1):
        lines += ["", *_question(number, item, response.answers.get(item.id, NOTHING))]
    return "\n".join(line.rstrip() for line in [*lines, "", END]) + "\n"


def _question(number: int, item: Item, answer: Answer) -> Iterator[str]:
    yield f"[{item.id}]"
    yield from wrap_words(item.vendor, f"{number:2}. ", "    ")
    yield ""
    for score, anchor in enumerate(item.anchors):
        yield from wrap_words(anchor, f"    {_box(answer.score == score)} {score}  ", " " * 11)
    yield f"    {_box(answer.skip == 'unknown')} u  {UNKNOWN}"
    if item.offers_no_occasion:
        yield f"    {_box(answer.skip == 'no-occasion')} n  {NO_OCCASION}"
        yield from written(answer.reason)
    yield ""
    yield f"    {EVIDENCE}"
    yield from written(answer.evidence) if answer.evidence else ("", "")
    yield f"    {BASIS} {_bases(answer)}"


def _box(marked: bool) -> str:
    return "[x]" if marked else "[ ]"


def _bases(answer: Answer) -> str:
    has_answer = answer.is_answered or answer.evidence
    offered = [*BASES, *({answer.basis} - set(BASES))]
    return "  ".join(
        f"({'x' if has_answer and answer.basis == basis else ' '}) {BASIS_WORDS[basis]}"
        for basis in offered
    )


def toml_body(instrument: Instrument, response: Response, buyer: str = "") -> str:
    """Return the form as TOML: the response's file, with each question as comments in its table."""
    items = {item.id: item for item in instrument.form_items(response.form)}
    numbers = {item: number for number, item in enumerate(items, 1)}
    lines = []
    for line in response_text(response_table(response), items).split("\n"):
        lines.append(line)
        if buyer and line.startswith("round = "):
            lines.append(dumps({"buyer": buyer}).rstrip("\n"))
        item_id = line.removeprefix("[answers.").removesuffix("]")
        if line == f"[answers.{item_id}]" and item_id in items:
            lines += _comments(numbers[item_id], items[item_id])
    return "\n".join(lines)


def _comments(number: int, item: Item) -> Iterator[str]:
    yield from wrap_words(item.vendor, f"# {number}. ", "#    ")
    for score, anchor in enumerate(item.anchors):
        yield from wrap_words(anchor, f"#    {score}  ", "#       ")
    if not item.offers_no_occasion:
        yield '#    (no "no-occasion" here: if nothing was done, score = 1)'
