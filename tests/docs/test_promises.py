"""Each promise of docs/promises.md names a test that exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "docs/promises.md").read_text("utf-8").split("\n## ")[0]
ROWS = [row.split("|")[1:3] for row in SECTION.splitlines() if row.startswith("| ")][2:]


@pytest.mark.parametrize(("promise", "held_by"), ROWS, ids=[row[0].strip()[:40] for row in ROWS])
def test_a_promise_is_held_by_a_test(promise: str, held_by: str) -> None:
    named = re.fullmatch(r" `(tests/[\w/]+\.py)::(test_\w+)` ", held_by)
    assert named, promise
    module = ast.parse((ROOT / named[1]).read_text("utf-8"))
    assert named[2] in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
