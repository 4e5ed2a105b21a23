"""Writing the form that a vendor fills in with any editor, as plain text or as TOML.

It contains only what the vendor may see: the questions in the wording for vendors, and the fields
of `PrintedRequest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from partnercheck.assessing.answer_changes import bases_for
from partnercheck.base.records import BASES, Answer, Basis, Record, Response
from partnercheck.base.text import one_line, unix_lines
from partnercheck.exchange.form_opening import (
    WIDTH,
    Kind,
    PrintedRequest,
    opening_lines,
    wrap_words,
)
from partnercheck.exchange.form_parts import headings, remarks_on
from partnercheck.exchange.form_sides import Sides, side_prompt, side_words
from partnercheck.exchange.form_texts import BASIS, EVIDENCE, written
from partnercheck.exchange.quoting import split_quotes
from partnercheck.questionnaires.paper import paper_items
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.questionnaires.wording import unknown_words, wording
from partnercheck.storage.canonical import dumps
from partnercheck.workspace.canonical import response_table, response_text

FORMAT = 1
NO_OCCASION = wording().keys.n.form
BASIS_WORDS: Mapping[Basis, str] = {
    "opinion": "my view",
    "observed": "I saw it",
    "documented": "it is written down",
    **{stem.basis: stem.label for stem in wording().candidate.stems},
}
# The bases that a form about a candidate offers.
CANDIDATE_BASES = bases_for("candidate", "vendor")
END = "[end of the form]"
NOTHING = Answer()


class FormHeader(Record, frozen=True):
    """The lines of a form's header that do not belong to the response."""

    buyer: str = ""  # the name of the organisation that sent the form, as written in it
    line: str = ""  # the line of work that is judged
    candidate: bool = False  # whether nothing is signed yet
    code: str = ""  # the code of the request
    company: str = ""  # the name of the vendor, as written in the form

    @property
    def sides(self) -> Sides:
        """The answer for each side to the question "which side did it?"."""
        return side_words(self.company, self.buyer)

    @property
    def stage(self) -> str:
        """The vendor's stage, if it is in the header."""
        return "candidate" if self.candidate else ""

    @property
    def bases(self) -> tuple[Basis, ...]:
        """The bases that the form offers."""
        return CANDIDATE_BASES if self.candidate else BASES


NO_HEADER = FormHeader()


def form_text(instrument: Instrument, request: PrintedRequest, kind: Kind = "text") -> str:
    """Return the empty form, with its opening."""
    response = Response(
        instrument=instrument.id,
        vendor=request.vendor,
        round=request.round,
        perspective="vendor",
        respondent=one_line(request.respondent),
        form=request.form,
        version=instrument.version,
    )
    opening = list(opening_lines(instrument, request, kind))
    header = form_header(request)
    if kind == "toml":
        body = toml_body(instrument, response, header)
        return "".join(f"# {line}".rstrip() + "\n" for line in opening) + body
    return "\n".join(opening) + "\n" + text_body(instrument, response, header)


def form_header(request: PrintedRequest) -> FormHeader:
    """Return the lines of a request's header that do not belong to the response."""
    organisation, line = one_line(request.organisation), one_line(request.line)
    return FormHeader(organisation, line, request.candidate, request.code, one_line(request.name))


def refilled(
    text: str,
    kind: Kind,
    instrument: Instrument,
    response: Response,
    header: FormHeader = NO_HEADER,
) -> str:
    """Return a form's text with these answers; the text before and after the form is kept."""
    lines = unix_lines(text.removeprefix("\ufeff")).split("\n")
    plain = [split_quotes(line)[1].strip() for line in lines]
    begins = re.compile(r"format\s*=" if kind == "toml" else r"Vendor\s*:")
    kept = next((n for n, line in enumerate(plain) if begins.match(line)), 0)
    body = (toml_body if kind == "toml" else text_body)(instrument, response, header)
    last = next((n for n, line in enumerate(plain) if line == END), len(lines))
    return "".join(f"{line}\n" for line in lines[:kept]) + body + "\n".join(lines[last + 1 :])


def text_body(instrument: Instrument, response: Response, header: FormHeader = NO_HEADER) -> str:
    """Return the form as plain text, without its opening, with the answers of the response."""
    lines = [f"{key}: {value}".rstrip() for key, value in header_values(response, header).items()]
    lines.append("")
    above = headings(instrument, response.form, "text")
    remarks = remarks_on(instrument, response.form, "text")
    for number, item in enumerate(paper_items(instrument, response.form), 1):
        if item.id in above:
            lines += ["", above[item.id]]
        answer = response.answers.get(item.id, NOTHING)
        lines += ["", *_question(number, item, remarks[item.id], answer, header)]
    return "\n".join(line.rstrip() for line in [*lines, "", END]) + "\n"


def header_values(response: Response, header: FormHeader) -> dict[str, str]:
    """Map the keys of a form's header to their values; keys without a value are left out."""
    values = {
        "Vendor": response.vendor,
        "Round": response.round,
        "Company": header.company,
        "Buyer": header.buyer,
        "Line": header.line,
        "Stage": header.stage,
        "Perspective": response.perspective,
        "Form": response.form,
        "Instrument": response.instrument,
        "Version": str(response.version or ""),
        "Format": str(FORMAT),
        "Level": response.level or "",
        "Code": header.code,
        "Respondent": response.respondent,
    }
    # The line to fill in comes last, with room below it.
    return {key: value for key, value in values.items() if value or key == "Respondent"}


def _question(
    number: int, item: Item, remarks: Sequence[str], answer: Answer, header: FormHeader
) -> Iterator[str]:
    yield f"[{item.id}]"
    yield from wrap_words(item.vendor, f"{number:2}. ", "    ")
    for remark in remarks:
        yield from wrap_words(remark, "    ")
    yield ""
    for score, anchor in enumerate(item.anchors):
        yield from wrap_words(anchor, f"    {_box(answer.score == score)} {score}  ", " " * 11)
    yield f"    {_box(answer.skip == 'unknown')} u  {unknown_words(item)}"
    if item.offers_no_occasion:
        yield f"    {_box(answer.skip == 'no-occasion')} n  {NO_OCCASION}"
        yield from written(answer.reason)
    if item.asks_which_side:
        yield ""
        yield from wrap_words(side_prompt(item), "    ")
        for side, words in header.sides.items():
            yield f"        {_option(answer.done_by == side)} {words}"
    yield ""
    yield f"    {EVIDENCE}"
    if item.note_hint:
        yield from wrap_words(f"({item.note_hint})", "    ")
    yield from written(answer.evidence) if answer.evidence else ("", "")
    yield from _basis_lines(answer, header.bases)


def _box(marked: bool) -> str:
    return "[x]" if marked else "[ ]"


def _option(marked: bool) -> str:
    return "(x)" if marked else "( )"


def _basis_lines(answer: Answer, bases: tuple[Basis, ...]) -> list[str]:
    """Return the line `Basis:`, broken between its choices if it is too long."""
    has_answer = answer.is_answered or answer.evidence
    lines = [f"    {BASIS}"]
    gap = " "
    for basis in (*bases, *({answer.basis} - set(bases))):
        choice = f"{_option(bool(has_answer and answer.basis == basis))} {BASIS_WORDS[basis]}"
        if len(lines[-1] + gap + choice) > WIDTH:
            lines.append(f"           {choice}")
        else:
            lines[-1] += gap + choice
        gap = "  "
    return lines


def toml_body(instrument: Instrument, response: Response, header: FormHeader = NO_HEADER) -> str:
    """Return the form as TOML: the response's file, with each question as comments in its table."""
    items = {item.id: item for item in paper_items(instrument, response.form)}
    above = headings(instrument, response.form, "toml")
    remarks = remarks_on(instrument, response.form, "toml")
    added = {
        "code": header.code,
        "company": header.company,
        "buyer": header.buyer,
        "line": header.line,
        "stage": header.stage,
    }
    added = {key: value for key, value in added.items() if value}
    numbers = {item: number for number, item in enumerate(items, 1)}
    lines = []
    for line in response_text(response_table(response), items).split("\n"):
        item_id = line.removeprefix("[answers.").removesuffix("]")
        starts_item = line == f"[answers.{item_id}]" and item_id in items
        if starts_item and item_id in above:
            lines += [f"# {above[item_id]}", ""]
        lines.append(line)
        if added and line.startswith("round = "):
            lines += dumps(added).rstrip("\n").split("\n")
        if starts_item:
            lines += _comments(numbers[item_id], items[item_id], remarks[item_id], header.sides)
    return "\n".join(lines)


def _comments(number: int, item: Item, remarks: Sequence[str], sides: Sides) -> Iterator[str]:
    yield from wrap_words(item.vendor, f"# {number}. ", "#    ")
    for remark in remarks:
        yield from wrap_words(remark, "#    ")
    for score, anchor in enumerate(item.anchors):
        yield from wrap_words(anchor, f"#    {score}  ", "#       ")
    if item.offers_no_occasion:
        yield f'#    skip = "no-occasion": {NO_OCCASION}'
    if item.asks_which_side:
        yield from wrap_words(
            f'{side_prompt(item)} done_by = "vendor": {sides["vendor"]}; "buyer": {sides["buyer"]}',
            "#    ",
        )
    if item.note_hint:
        yield from wrap_words(f"{EVIDENCE} {item.note_hint}", "#    ")
