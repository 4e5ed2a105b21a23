"""The result for a vendor as text, Markdown and HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from partnercheck.base.cells import column_text, padded, wrapped
from partnercheck.formats.markdown import escape_markdown, markdown_table
from partnercheck.report.page.rendering import html_page
from partnercheck.report.vendor_result import NO_MARK, Result, Topic

WIDTH = 76
INDENT = 4
HEADER = ("", "Our view", "Your view", "Difference")
MEANINGS = "What the classes say"
DIFFERENCES = "Where we see it differently"
GOALS = "What we work on together"
REPLY = "Your reply"
# A vendor that only reads the result has no say, so the last lines ask for the vendor's own words.
REPLIES = (
    "We see it the same way.",
    "We see it differently: ________________________________________",
    "Let us talk about it. These days suit us: ______________________",
)


def agreed_title(result: Result) -> str:
    """Return the heading of what was agreed in the last meeting."""
    return f"What we agreed on {result.agreed_on}"


def reply_request(result: Result) -> str:
    """Return whom to send the reply to."""
    return f"Please copy a line into an e-mail, fill it in, and send it to {result.reply_to}."


def text(result: Result) -> str:
    """Return the result as plain text, to paste into an e-mail."""
    parts = [
        wrapped(result.title, WIDTH),
        _wrapped(result.classes),
        [MEANINGS, *wrapped(NO_MARK, WIDTH), *_meanings(result)],
        list(_table(result)),
        _wrapped(result.notes),
        _section(DIFFERENCES, result.differences, result.more_differences),
        _section(GOALS, result.goals),
        _section(agreed_title(result), [Topic(each) for each in result.agreements]),
        [REPLY, *wrapped(reply_request(result), WIDTH), *(f"  - {each}" for each in REPLIES)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _wrapped(texts: Iterable[str]) -> list[str]:
    return [line for each in texts for line in wrapped(each, WIDTH)]


def _meanings(result: Result) -> Iterator[str]:
    for topic in result.meanings:
        meaning = " ".join(filter(None, topic.lines))
        yield from _bullet(f"{topic.title}: {meaning}" if meaning else f"{topic.title}.")


def _bullet(text: str) -> Iterator[str]:
    first, *rest = wrapped(text, WIDTH - INDENT)
    yield f"  - {first}"
    yield from (f"    {line}" for line in rest)


def _table(result: Result) -> Iterator[str]:
    first, *others = HEADER
    yield f"{first:26}{others[0]:>12}{others[1]:>12}{others[2]:>13}"
    for row in result.rows:
        name = padded(column_text(row.condition), 26)
        yield f"{name}{row.our_score:>12}{row.your_score:>12}{row.difference:>13}"


def _section(title: str, topics: Sequence[Topic], more: str = "") -> list[str]:
    """Return a heading with its topics; empty if there are no topics."""
    if not topics:
        return []
    lines = [title]
    for topic in topics:
        lines += _bullet(topic.title)
        lines += [f"    {line}" for each in topic.lines for line in wrapped(each, WIDTH - INDENT)]
    return [*lines, *(f"  {line}" for line in wrapped(more, WIDTH - 2))] if more else lines


def markdown(result: Result) -> str:
    """Return the result as Markdown."""
    escaped = escape_markdown
    rows = [(row.condition, row.our_score, row.your_score, row.difference) for row in result.rows]
    parts = [
        f"# {escaped(result.title)}\n",
        *(f"{escaped(each)}\n" for each in result.classes),
        markdown_table(HEADER, rows),
        *(f"{escaped(each)}\n" for each in result.notes),
        *_markdown_section(DIFFERENCES, result.differences),
        *([f"{escaped(result.more_differences)}\n"] if result.more_differences else []),
        *_markdown_section(GOALS, result.goals),
        *_markdown_section(agreed_title(result), [Topic(each) for each in result.agreements]),
        f"## {MEANINGS}\n\n{escaped(NO_MARK)}\n",
        "".join(_markdown_meaning(each) for each in result.meanings),
        f"## {REPLY}\n\n{escaped(reply_request(result))}\n",
        "".join(f"- {escaped(each)}\n" for each in REPLIES),
    ]
    return "\n".join(parts)


def _markdown_meaning(topic: Topic) -> str:
    return f"- **{escape_markdown(topic.title)}**: {escape_markdown(' '.join(topic.lines))}\n"


def _markdown_section(title: str, topics: Sequence[Topic]) -> list[str]:
    if not topics:
        return []
    lines = []
    for topic in topics:
        lines.append(f"- {escape_markdown(topic.title)}\n")
        lines += [f"  - {escape_markdown(each)}\n" for each in topic.lines]
    return [f"## {title}\n\n{''.join(lines)}"]


def html(result: Result) -> str:
    """Return the result as one self-contained page without scripts."""
    return html_page(
        "result.html",
        result=result,
        header=HEADER,
        titles={
            "meanings": MEANINGS,
            "differences": DIFFERENCES,
            "goals": GOALS,
            "agreed": agreed_title(result),
            "reply": REPLY,
        },
        no_mark=NO_MARK,
        request=reply_request(result),
        replies=REPLIES,
    )


Writer = Callable[[Result], str]
WRITERS: Mapping[str, Writer] = {"text": text, "markdown": markdown, "html": html}
SUFFIXES: Mapping[str, str] = {"text": "txt", "markdown": "md", "html": "html"}
