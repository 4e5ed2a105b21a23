"""Generated workspaces, one after the other, in this process: no traceback, nothing that acts.

In CI a share of them; with PARTNERCHECK_LONG=1 ten thousand.
"""

from __future__ import annotations

import io
import os
import random
import shutil
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from partnercheck.cli import main
from tests.support import hostile_workspace as nasty
from tests.support.fuzz_targets import Choices, built
from tests.support.hostile_texts import SHORT, unsafe

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
COUNT = 10_000 if LONG else 40
COMMANDS: Sequence[tuple[str, ...]] = (
    ("check",),
    *(("list", "--format", each) for each in ("text", "markdown", "csv", "json")),
    *(("compare", "--format", each) for each in ("text", "markdown", "csv", "json")),
    *(("show", "a", "--all", "--format", each) for each in ("text", "markdown", "json")),
    *(("history", "a", "--format", each) for each in ("text", "markdown", "csv", "json")),
    *(("agenda", "a", "--format", each) for each in ("text", "markdown", "json")),
    *(("goals", "--all", "--format", each) for each in ("text", "markdown", "csv", "json")),
    *(("meetings", "--all", "--format", each) for each in ("text", "markdown", "csv", "json")),
    *(("decide", "a"), ("fmt", "--check"), ("fmt", "--drop-comments"), ("compare", "--map")),
    *(("request", "a", "--output", "-"), ("request", "--result", "a", "--output", "-")),
    *(
        ("questionnaire", "check"),
        ("questionnaire", "show", "partnership"),
        ("show", "a", "--lines"),
    ),
    ("import", "form.txt", "form.toml", "--respondent", "Zoe", "--round", "2026-q4"),
    ("add", "--from", "list.csv"),
)


def generated(root: Path, draw: random.Random) -> None:
    """A workspace of one vendor or two: some files as they should be, some built of anything."""
    texts = draw.sample(SHORT, 24)
    enemy = nasty.Enemy(texts)
    root.mkdir()
    anything = lambda: built(Choices(draw.randbytes(draw.randrange(20, 400))))  # noqa: E731
    nasty.write(
        root / "partnercheck.toml",
        draw.choice((f"organisation = {enemy.text()}\n", 'cadence = "week"\n', "", anything())),
    )
    for number, vendor_id in enumerate(("a", "b")[: draw.randrange(1, 3)]):
        nasty.fill_vendor(root, vendor_id, enemy, draw.randrange(4) + number)
    if draw.random() < 0.3:
        nasty.broken_files(root, enemy)
    for path in sorted(root.rglob("*.toml")):
        if path.name != "partnercheck.toml" and draw.random() < 0.2:
            spoil(path, draw, anything)
    if draw.random() < 0.3:
        nasty.write(root / "glossary.toml", draw.choice((nasty.glossary_toml(enemy), anything())))
    if draw.random() < 0.3:
        (root / "instruments").mkdir()
        name = draw.choice(("partnership", "focus"))
        filled = nasty.Enemy([text for text in texts if text.strip()])
        path = root / "instruments" / f"{name}.toml"
        nasty.write(path, nasty.instrument_toml(filled, name))
        if draw.random() < 0.3:
            spoil(path, draw, anything)
    nasty.write(root / "form.toml", anything())
    nasty.forms(root / "forms", enemy, "a")[0].rename(root / "form.txt")
    nasty.spreadsheet(root / "list.csv", enemy)


def spoil(path: Path, draw: random.Random, anything: Callable[[], str]) -> None:
    """Change a file as carelessness, a merge or an enemy would."""
    data = path.read_bytes()
    at = draw.randrange(len(data) + 1)
    kind = draw.randrange(8)
    lines = data.split(b"\n")
    draw_line = draw.randrange(len(lines))
    changed = (
        lambda: data[:at],
        lambda: data[:at] + draw.randbytes(3) + data[at:],
        lambda: data + b"\n" + anything().encode("utf-8", "replace"),
        lambda: anything().encode("utf-8", "replace"),
        lambda: b"\n".join([*lines[:draw_line], *lines[draw_line + 1 :]]),
        lambda: b"\n".join([*lines[:draw_line], lines[draw_line], *lines[draw_line:]]),
        lambda: data.replace(b"\n", b"\r\n"),
        lambda: b"\xef\xbb\xbf" + data,
    )[kind]()
    path.write_bytes(changed)


def said_by(*words: str) -> tuple[int, str]:
    """A command in this process: its exit status, and all that it wrote."""
    out = io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(out):
            code = main(words)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 2
    return code, out.getvalue()


def test_no_workspace_makes_a_traceback(tmp_path: Path) -> None:
    before = os.getcwd()
    for number in range(COUNT):
        draw = random.Random(number)
        root = tmp_path / f"workspace-{number}"
        generated(root, draw)
        os.chdir(root)
        try:
            for words in draw.sample(COMMANDS, 8):
                code, said = said_by(*words)
                where = (number, words)
                assert code in (0, 1, 2), (where, code)
                assert "something went wrong" not in said, (where, said[-300:])
                assert "Traceback" not in said, where
                assert not unsafe(said, lines=True), (where, unsafe(said, lines=True))
                assert len(said) < 2_000_000, where
        finally:
            os.chdir(before)
        shutil.rmtree(root)
