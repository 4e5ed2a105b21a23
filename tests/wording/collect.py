"""Collects what people read, for a copy editor: `python -m tests.wording.collect`.

README and docs, the help of commands and screens, the glossary, and the messages in the code. Each
line names its source. Questionnaires are left out: their wording has tests of its own.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from partnercheck.commands import COMMANDS
from partnercheck.commands.parsing import examples, parser_of
from partnercheck.storage.parse import load_toml
from tests.support.pages import DOCS, README, ROOT, prose

CODE = ROOT / "partnercheck"
# Texts of TOML files that people read; the values of any key.
TEXT_FILES = (
    "app/shared/help.toml",
    "workspace/glossary.toml",
    "workspace/schemas/words.toml",
    "report/tables/columns.toml",
)
# A message has words, and is no markup, style, format or pattern.
WORDS = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z`{(]{1,}")
NO_MESSAGE = re.compile(r"</|^\s*[#.:&]|\\[bsdw]|^\w+ = |^(bold|dim|not) |::before")


class Sentence(NamedTuple):
    """A text, and where it is."""

    source: str
    text: str


def sentences() -> Iterator[Sentence]:
    """Yield every text once, pages first."""
    seen = set()
    for each in (*pages(), *help_texts(), *text_files(), *messages()):
        text = " ".join(each.text.split())
        if text and text not in seen:
            seen.add(text)
            yield Sentence(each.source, text)


def pages() -> Iterator[Sentence]:
    """Yield the sentences of README and docs; the pages made from the program are left out."""
    made = {"commands.md", "json.md", "screens.md"}
    others = [path for path in sorted(DOCS.glob("*.md")) if path.name not in made]
    roots = [ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
    for path in (README, *others, *roots):
        text = prose(path.read_text("utf-8"))
        for paragraph in re.split(r"\n\s*\n|\n(?=[-|#\d])", text):
            for sentence in re.split(r"(?<=[.!?:]) (?=[A-Z`*])", " ".join(paragraph.split())):
                yield Sentence(path.name, sentence)


def help_texts() -> Iterator[Sentence]:
    """Yield what --help says: descriptions, arguments and examples."""
    for prog, parser in parsers(parser_of(COMMANDS)):
        for paragraph in (parser.description or "").split("\n\n"):
            yield Sentence(prog, paragraph)
        for action in parser._actions:
            if action.help and action.help != argparse.SUPPRESS:
                yield Sentence(f"{prog} {action.dest}", action.help)
    for name, lines in examples().items():
        for line in lines:
            yield Sentence(f"example of {name}", line["does"])


def parsers(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield a parser and those of its commands and actions."""
    yield parser.prog, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from parsers(each)


def text_files() -> Iterator[Sentence]:
    """Yield the texts of the TOML files that people read."""
    for name in TEXT_FILES:
        yield from texts_in(name, load_toml((CODE / name).read_text("utf-8")))


def texts_in(source: str, value: object) -> Iterator[Sentence]:
    """Yield the texts in a value of TOML."""
    if isinstance(value, str):
        yield Sentence(source, value)
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_in(source, each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(source, each)


def messages() -> Iterator[Sentence]:
    """Yield the texts in the code that look like messages; {…} stands for what is filled in."""
    for path in sorted(CODE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        inner = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in ast.walk(node)
            if part is not node
        }
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if id(node) in inner or id(node) in docstrings:
                continue
            text = text_of(node)
            if WORDS.search(text) and not NO_MESSAGE.search(text):
                yield Sentence(str(path.relative_to(CODE)), text)


def text_of(node: ast.AST) -> str:
    """Return the text of a literal, with {…} for each value; empty for other nodes."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or "{…}" for part in node.values)
    return ""


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for each in sentences():
        if not wanted or any(word in each.source for word in wanted):
            print(f"{each.source}: {each.text}")
