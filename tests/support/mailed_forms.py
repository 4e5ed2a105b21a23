"""What mail programs, converters and people do to the layout of a whole form.

Each function takes the text of a filled form. Nothing here asks what the reader makes of it.
"""

from __future__ import annotations

import base64
import quopri
import re
from random import Random

from tests.support.filled_forms import quoted, wrapped

LINE = re.compile(r"(?m)^ {4}(\[.\]|\S{1,3}) ([0-4un])  (.*(?:\n {11}.*)*)$")
QUESTION = re.compile(r"(?ms)^(\[[a-z-]+\]\n)(.*?)(?=^ {4}What happened|\Z)")
TRANSLATED = (
    "[ja]",
    "[oui]",
    "[да]",
    "[sí]",
    "[はい]",
    "[tak]",
    "[X!]",
    "[1.]",
    "{x}",
    "<x>",
    "[-]",
)

SIGNS = (("☐", "☒"), ("☐", "☑"), ("○", "●"), ("( )", "(o)"), ("□", "■"), ("", "✓"))
LISTS = ("  * {1} {2}  {3}", "  - {1} {2}. {3}", "| {1} | {2} | {3} |", "{2}|{3}|{1}")


def boxes_right(text: str, rng: Random) -> str:
    """Each box at the right of its line, as in a table whose columns were exchanged."""
    gap = rng.choice(("  ", " ", "\t", "   "))

    def _moved(line: re.Match[str]) -> str:
        words = line[3]
        return f"    {line[2]}  {words}{gap}{line[1]}"

    return LINE.sub(_moved, text)


def some_boxes_right(text: str, rng: Random) -> str:
    return LINE.sub(
        lambda m: f"    {m[2]}  {m[3]}  {m[1]}" if rng.random() < 0.4 else m[0],
        text,
    )


def boxes_below(text: str, rng: Random) -> str:
    """Each box on a line of its own, below its line or above it."""
    below = rng.random() < 0.5
    form = "    {2}  {3}\n    {1}" if below else "    {1}\n    {2}  {3}"
    return LINE.sub(lambda m: form.format(*[m[0], *m.groups()]), text)


def boxes_at_the_next(text: str, rng: Random) -> str:
    """Boxes at the right whose line ends are lost, so that each begins the next line."""
    return re.sub(r"  (\[.\])\n {4}(?=[0-4un]  )", r"\n    \1 ", boxes_right(text, Random(0)))


def empty_boxes_lost(text: str, rng: Random) -> str:
    return re.sub(r"\[ \] ?|\( \) ?", "", text)


def a_box_lost(text: str, rng: Random) -> str:
    boxes = [m.start() for m in re.finditer(r"\[ \]", text)]
    for at in sorted(rng.sample(boxes, min(len(boxes), rng.randint(1, 9))), reverse=True):
        text = text[:at] + text[at + 3 :]
    return text


def joined(text: str, rng: Random) -> str:
    """The lines of each question as one."""
    return QUESTION.sub(lambda m: m[1] + " ".join(m[2].split()) + "\n\n", text)


def joined_below(text: str, rng: Random) -> str:
    """The lines below each question as one; the question has its own."""
    return QUESTION.sub(
        lambda m: (
            m[1]
            + m[2].split("\n\n")[0]
            + "\n\n    "
            + " ".join(" ".join(m[2].split("\n\n")[1:]).split())
            + "\n\n"
        ),
        text,
    )


def some_joined(text: str, rng: Random) -> str:
    return re.sub(r"\n(?= {4}\S)", lambda m: " " if rng.random() < 0.3 else m[0], text)


def filled_paragraphs(text: str, rng: Random) -> str:
    """Each block of lines filled to a width, as editors do it."""
    width = rng.randint(24, 110)
    blocks = text.split("\n\n")
    start = next((n for n, block in enumerate(blocks) if "[culture-" in block), len(blocks))
    done = [
        "\n".join(line for line in wrapped(width)(" ".join(block.split())).split("\n"))
        if "[" in block[:8] or "    [" in block or LINE.search(block)
        else block
        for block in blocks[start:]
    ]
    done = [re.sub(r"^(\[[a-z-]+\]) ", r"\1\n", block) for block in done]
    return "\n\n".join([*blocks[:start], *done])


def no_break_spaces(text: str, rng: Random) -> str:
    spaces = ("\u00a0", "\u202f", "\u2007", "\u3000", "\u2009")
    return re.sub(r" (?= )|(?<=\[) (?=\])", lambda m: rng.choice(spaces), text)


def invisible(text: str, rng: Random) -> str:
    signs = ("\u200b", "\u00ad", "\u2060", "\ufeff", "\u200e", "\u200f", "\u200c")
    sign = rng.choice(signs)
    return "".join(c + (sign if rng.random() < 0.01 else "") for c in text)


def translated(text: str, rng: Random) -> str:
    return re.sub(r"\[x\]", lambda m: rng.choice(TRANSLATED), text)


def boxes_as_signs(text: str, rng: Random) -> str:
    none, one = rng.choice(
        (("☐", "☒"), ("☐", "☑"), ("○", "●"), ("( )", "(o)"), ("□", "■"), ("", "✓"))
    )
    return text.replace("[ ]", none).replace("[x]", one)


def escaped(text: str, rng: Random) -> str:
    """As converters from HTML to Markdown write it."""
    return re.sub(r"([\[\]().])", r"\\\1", text) if rng.random() < 0.5 else text.replace("[", "\\[")


def listed(text: str, rng: Random) -> str:
    """As converters of HTML write lists and tables."""
    form = rng.choice(
        ("  * {1} {2}  {3}", "  - {1} {2}. {3}", "| {1} | {2} | {3} |", "{2}|{3}|{1}")
    )
    return LINE.sub(lambda m: form.format(*[m[0], *m.groups()]), text)


def entities(text: str, rng: Random) -> str:
    return text.replace("[ ]", "[&nbsp;]").replace("    ", "&nbsp; &nbsp; ").replace("'", "&#39;")


def quoted_printable(text: str, rng: Random) -> str:
    return quopri.encodestring(text.encode(), quotetabs=rng.random() < 0.3).decode()


def base64_body(text: str, rng: Random) -> str:
    return base64.encodebytes(text.encode()).decode()


def mail_message(text: str, rng: Random) -> str:
    head = "From: jane@acme.example\nMIME-Version: 1.0\nContent-Transfer-Encoding: "
    return f"{head}quoted-printable\n\n{quoted_printable(text, rng)}"


def lines_moved(text: str, rng: Random) -> str:
    lines = text.split("\n")
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(40, len(lines))
        lines.insert(rng.randrange(40, len(lines)), lines.pop(at))
    return "\n".join(lines)


def quoted_anyhow(text: str, rng: Random) -> str:
    return quoted(rng.choice(("> ", ">> ", "| ", ": ", "» ", "Jane> ", "> | ", ">: ")))(text)


def rewrapped(text: str, rng: Random) -> str:
    return wrapped(rng.randint(40, 80))(text)


def reversed_lines(text: str, rng: Random) -> str:
    """The lines of each question from 4 to 0."""

    def _turned(match: re.Match[str]) -> str:
        lines = [m[0] for m in LINE.finditer(match[2]) if m[2] in "01234"]
        body = match[2]
        for line in lines[1:]:
            body = body.replace(line + "\n", "")
        return match[1] + body.replace(lines[0], "\n".join(lines[::-1])) if lines else match[0]

    return QUESTION.sub(_turned, text)


CHANGES = (
    *(boxes_right, some_boxes_right, boxes_below, boxes_at_the_next),
    *(empty_boxes_lost, a_box_lost, joined, joined_below, some_joined, filled_paragraphs),
    *(no_break_spaces, invisible, translated, boxes_as_signs, escaped, listed, entities),
    *(quoted_printable, base64_body, mail_message, lines_moved, reversed_lines),
    *(quoted_anyhow, rewrapped),
)
LAYOUTS = CHANGES[:10]
