"""Forms as mail programs wrap them: attached, encoded, as HTML, forwarded."""

from __future__ import annotations

import base64
import html
import quopri
import re
from collections.abc import Callable
from email.message import EmailMessage
from random import Random

Wrapped = tuple[str, bytes]  # the name of the file, and what is in it
Container = Callable[[str, Random], Wrapped]
NOTE = "Dear all,\n\nhere it is. We took 3 of 4 [x] steps.\n\nJane\n\n"


def _message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "jane@acme.example", "alice@northwind.example"
    message["Subject"] = "Re: Our form"
    return message


def plain(text: str, rng: Random) -> Wrapped:
    return "form.txt", text.encode()


def other_line_ends(text: str, rng: Random) -> Wrapped:
    return "form.txt", text.replace("\n", rng.choice(("\r\n", "\r"))).encode()


def utf_16(text: str, rng: Random) -> Wrapped:
    return "form.txt", text.encode("utf-16")


def attached(text: str, rng: Random) -> Wrapped:
    message = _message()
    message.set_content(NOTE)
    if rng.random() < 0.5:
        message.add_attachment(text, filename="form.txt")
    else:
        kind = {"maintype": "application", "subtype": "octet-stream"}
        message.add_attachment(text.encode(), **kind, filename="formular.txt")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    return "mail.eml", message.as_bytes()


def in_body(text: str, rng: Random) -> Wrapped:
    message = _message()
    message.set_content(NOTE + text, cte=rng.choice(("quoted-printable", "base64", "8bit")))
    return "mail.eml", message.as_bytes()


def in_latin(text: str, rng: Random) -> Wrapped:
    """In a charset that most programs no longer use, and some still do."""
    message = _message()
    body = text.encode("cp1252", "replace").decode("cp1252")
    message.set_content(body, charset="cp1252", cte="quoted-printable")
    return "mail.eml", message.as_bytes()


def both_kinds(text: str, rng: Random) -> Wrapped:
    message = _message()
    message.set_content(NOTE + text)
    message.add_alternative(_page(text, rng), subtype="html")
    return "mail.eml", message.as_bytes()


def as_page_alone(text: str, rng: Random) -> Wrapped:
    message = _message()
    message.set_content(_page(text, rng), subtype="html")
    return "mail.eml", message.as_bytes()


def saved_page(text: str, rng: Random) -> Wrapped:
    return "mail.html", _page(text, rng).encode()


def body_as_sent(text: str, rng: Random) -> Wrapped:
    """The body alone, copied from the source of the mail."""
    data = text.encode()
    encoded = quopri.encodestring(data) if rng.random() < 0.5 else base64.encodebytes(data)
    return "form.txt", encoded


def source_from_boundary(text: str, rng: Random) -> Wrapped:
    """The source of the mail, copied from the first part on."""
    _, data = both_kinds(text, rng)
    return "form.txt", data[data.index(b"\n--") + 1 :]


def forwarded(text: str, rng: Random) -> Wrapped:
    inner = EmailMessage()
    inner.set_content(NOTE + text)
    message = _message()
    message.set_content("See below.")
    message.add_attachment(inner)
    return "mail.eml", message.as_bytes()


def _page(text: str, rng: Random) -> str:
    style = rng.choice((_paragraphs, _breaks, _preformatted, _table))
    head = '<html><head><style>p { margin: 0 }</style><meta charset="utf-8"></head><body>'
    return f"{head}<div>Hello&nbsp;Alice,</div>{style(text)}</body></html>"


def _paragraphs(text: str) -> str:
    """One paragraph a line, with spaces that do not break, as Outlook writes it."""
    lines = (html.escape(line).replace("  ", "&nbsp; ") or "&nbsp;" for line in text.split("\n"))
    return "".join(f'<p class="MsoNormal">{line}<o:p></o:p></p>\n' for line in lines)


def _breaks(text: str) -> str:
    """Breaks between lines whose spaces are lost, as web mail writes it."""
    return "<div>" + "<br>".join(html.escape(" ".join(e.split())) for e in text.split("\n"))


def _preformatted(text: str) -> str:
    return f"<pre>{html.escape(text)}</pre>"


def _table(text: str) -> str:
    """Each line with a box as a row of a table, its box and its key in cells of their own."""
    rows = []
    for line in text.split("\n"):
        row = re.fullmatch(r" {4}(\[.\]) ([0-4un])  (.*)", line)
        cells = "".join(f"<td>{html.escape(each)}</td>" for each in row.groups()) if row else ""
        table = f"<table><tr>{cells}</tr></table>"
        rows.append(table if row else f"<p>{html.escape(line.strip())}</p>")
    return "\n".join(rows)


CONTAINERS: tuple[Container, ...] = (
    *(plain, other_line_ends, utf_16, attached, in_body, both_kinds, as_page_alone),
    *(saved_page, body_as_sent, source_from_boundary, forwarded),
)
