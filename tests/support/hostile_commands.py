"""Runs of commands on hostile texts, and what their output may hold."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

from tests.support import warm_start
from tests.support.hostile_texts import unsafe

FROM_HERE = {key: os.environ[key] for key in ("PATH", "PYTHONPATH") if key in os.environ}


class Done(NamedTuple):
    """How a run ended, and the bytes that it wrote."""

    code: int
    out: bytes
    err: bytes


def run(home: Path, *words: str, here: Path | None = None) -> Done:
    """The program as a person starts it, in the workspace."""
    done = warm_start.run(
        words,
        cwd=here or home / "workspace",
        env={
            **FROM_HERE,
            "HOME": str(home),
            "XDG_DATA_HOME": str(home),
            "LANG": "C.UTF-8",
            "COLUMNS": "100",
            "TERM": "xterm",
            "GIT_CONFIG_GLOBAL": os.devnull,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def harmless(done: Done) -> None:
    """What was written is text: no byte of it moves, colours or reverses anything."""
    for data in (done.out, done.err):
        for byte in (*range(10), *range(11, 32), 127):
            at = data.find(bytes([byte]))
            assert at < 0, (byte, data[max(0, at - 120) : at + 60])
        text = data.decode("utf-8")
        found = unsafe(text, lines=True)
        assert not found, (found, re.findall(f".*[{re.escape(''.join(found))}].*", text)[:3])
        assert "Traceback" not in text
        assert "something went wrong" not in text, text[-400:]
    assert done.code in (0, 1, 2), done


def no_link(source: str) -> None:
    """Markdown in which what others wrote is text, and the tables stay tables."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    wanted = {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
        *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close", "fence"),
    }
    inside = {"text", "text_special", "softbreak", "strong_open", "strong_close"}
    tokens = parser.parse(source)
    assert {token.type for token in tokens} <= wanted
    for token in tokens:
        # An empty comment behind an @ keeps whoever is named from being notified.
        children = [child for child in token.children or [] if child.content != "<!-- -->"]
        assert {child.type for child in children} <= inside, token.content
    bare = re.sub(r"(?s)^```.*?^```$", "", source, flags=re.MULTILINE)
    # By GitHub's specification, www. becomes a link only at the start, behind white space or *_~(.
    link = r"(?im)\b(?:https?|ftp)://|(?:^|[\s*_~(])www\.|[\w.+-]@[\w-]+\.\w"
    assert not re.search(link, bare)
    for table in re.findall(r"(?m)(?:^\|.*\n)+", source):
        cells = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(cells) == 1, "a cell has split its row"
