"""Every example of docs/tables.md, run as it stands there, shows what is printed there.

Those that need nothing but Python always run; the others where their program is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.read_tables import DOCUMENT

BLOCK = r"```{}\n((?:(?!```).)*)```"
PREPARING = re.findall(BLOCK.format("sh"), DOCUMENT, re.DOTALL)[1]
EXAMPLES = re.findall(
    f"{BLOCK.format('(sh|python)')}\n\nprints\n\n{BLOCK.format('text')}", DOCUMENT, re.DOTALL
)
PROGRAMS = ("sqlite3", "jq")
LIBRARIES = ("duckdb", "pandas")
# What a person's shell finds: this program and this Python first.
ENVIRONMENT = {"PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the document's own commands have put the samples and their tables."""
    home = tmp_path_factory.mktemp("document")
    done = subprocess.run(
        ["sh", "-euc", f"{PREPARING}\npwd"],
        cwd=home,
        env={**ENVIRONMENT, "HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return Path(done.stdout.splitlines()[-1])


def needed(code: str) -> str:
    """What an example needs and is not here, in words; nothing where it can run."""
    words = {*re.findall(r"\w+", code)}
    missing = [f"the program {name}" for name in PROGRAMS if name in words]
    missing = [each for each in missing if not shutil.which(each.split()[-1])]
    missing += [
        f"the library {name}"
        for name in LIBRARIES
        if f"import {name}" in code and not find_spec(name)
    ]
    return " and ".join(missing)


def test_most_examples_need_nothing_but_python() -> None:
    assert len(EXAMPLES) >= 7
    alone = [code for kind, code, _ in EXAMPLES if kind == "python" and "import" in code]
    assert sum(not any(name in code for name in LIBRARIES) for code in alone) >= 3


@pytest.mark.parametrize(
    ("kind", "code", "printed"), EXAMPLES, ids=[code.split("\n")[0][:30] for _, code, _ in EXAMPLES]
)
def test_an_example_prints_what_the_document_shows(
    kind: str, code: str, printed: str, folder: Path
) -> None:
    if missing := needed(code):
        pytest.skip(f"{missing} is not here")
    words = [sys.executable, "-c", code] if kind == "python" else ["sh", "-euc", code]
    done = subprocess.run(
        words,
        cwd=folder,
        env={**ENVIRONMENT, "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert printed
    assert done.stdout == printed
