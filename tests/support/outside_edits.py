"""What a person does to a file in an editor: the answers stay, or one of them is another."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import tomli_w

HEADER = re.compile(r"\[answers\.([a-z-]+)\]")
Edit = Callable[[str, str], str]


def blocks(text: str) -> list[str]:
    """A text cut before each header of an answer; a header inside of a long text is none."""
    made, inside = [""], False
    for line in text.splitlines(keepends=True):
        if not inside and HEADER.match(line):
            made.append("")
        made[-1] += line
        inside ^= line.count('"""') % 2 == 1
    return made


def changed(text: str, item: str, change: Callable[[str], str]) -> str:
    """A text with the block of an item changed."""
    return "".join(
        change(block) if (found := HEADER.match(block)) and found[1] == item else block
        for block in blocks(text)
    )


def noted(text: str, item: str, note: str) -> str:
    """A comment above an item's answer."""
    return changed(text, item, lambda block: f"# {note}\n{block}")


def noted_beside(text: str, item: str, note: str) -> str:
    """A comment in the line of an item's header, where there is none yet."""
    return changed(text, item, lambda block: re.sub(r"\A([^#\n]*)\n", rf"\1 # {note}\n", block))


def noted_within(text: str, item: str, note: str) -> str:
    """A comment among the keys of an item's answer."""
    return changed(text, item, lambda block: block.replace("\n", f"\n# {note}\n", 1))


def with_key(text: str, item: str, key: str) -> str:
    """A key that no program knows, in an item's answer."""
    return changed(text, item, lambda block: block.replace("\n", f"\n{key} = 'as we said'\n", 1))


def moved(text: str, item: str) -> str:
    """An item's answer at the end of the file."""
    parts = blocks(text)
    last = [each for each in parts[1:] if each.startswith(f"[answers.{item}]")]
    rest = [each for each in parts if each not in last]
    return "".join(each if each.endswith("\n\n") else f"{each}\n" for each in [*rest, *last])


def answered(text: str, item: str, answer: dict[str, Any]) -> str:
    """Another answer in the place of an item's; comments and unknown keys stay."""

    def change(block: str) -> str:
        head, *lines = block.splitlines(keepends=True)
        kept, inside = [], False
        for line in lines:
            if not inside and re.match(r"#|key\d|\s*$", line):
                kept.append(line)
            inside ^= line.count('"""') % 2 == 1
        return head + tomli_w.dumps(answer) + "".join(kept)

    return changed(text, item, change)
