"""Judges of a file from outside: the programs taplo and tombi, and the library jsonschema."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from partnercheck.workspace.open import Workspace
from partnercheck.workspace.schemas.kinds import schema_of

_PLACE = re.compile(r"(?m)^ *┌─ (.+):(\d+):\d+$")


def _installed(name: str) -> str:
    """A program of this environment or of the path; without it the test is skipped."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed: pip install {name}")
    try:
        subprocess.run([found, "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"{name} cannot run here: {error}")
    return found


@cache
def taplo() -> str:
    return _installed("taplo")


def taplo_layout(files: Iterable[Path]) -> list[str]:
    """What `taplo fmt` would lay out in another way."""
    words = [taplo(), "fmt", "--check", "--no-auto-config", "--colors", "never"]
    done = subprocess.run(
        [*words, *map(str, files)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return re.findall(r'not properly formatted path="(.+)"', done.stderr)


def tombi(root: Path, *words: str | Path) -> str:
    """What tombi says about files of a workspace; nothing if it has nothing to say.

    It mixes what it says about many files, which is enough to see in a failed test.
    """
    done = subprocess.run(
        [_installed("tombi"), words[0], "--offline", *map(str, words[1:])],
        cwd=root,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return f"{done.stdout}{done.stderr}" if done.returncode else ""


def flagged(paths: Iterable[Path], *words: str, **environment: str) -> dict[Path, set[int]]:
    """Return the files in which taplo finds an error, each with the lines that it points at.

    Each file's schema is the one that its own line names. taplo reads many files at once and mixes
    what it writes about them, so if there is anything wrong, it is asked about each file alone.
    """
    files = [*paths]
    if not _taplo_errors(files, words, environment):
        return {}
    lines: dict[Path, set[int]] = {}
    for file in files:
        if errors := _taplo_errors([file], words, environment):
            places = _PLACE.findall(errors)
            assert {Path(place) for place, _ in places} == {file}, errors
            lines[file] = {int(line) for _, line in places}
    return lines


def _taplo_errors(
    files: Sequence[Path], words: Sequence[str], environment: Mapping[str, str]
) -> str:
    """What taplo writes about files with errors; empty if there are none."""
    done = subprocess.run(
        [taplo(), "check", "--no-auto-config", "--colors", "never", *words, *map(str, files)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    # Its last lines, "invalid file" among them, are lost now and then when it ends.
    assert done.returncode in (0, 1), done.stderr
    return done.stderr if done.returncode else ""


def toml_files(root: Path) -> list[Path]:
    return sorted(root.resolve().rglob("*.toml"))


def validator(kind: str, workspace: Workspace) -> Draft7Validator:
    """A kind's schema as another reader of JSON Schema has it."""
    schema = schema_of(kind, workspace)
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern of a schema finds a text; JSON Schema's `$` is the very end of it."""
    return bool(re.search(pattern.replace("$", r"\Z"), text))


def as_json(value: Any) -> Any:
    """TOML data as an editor compares it with a schema: JSON has no dates, so they are text."""
    if isinstance(value, dict):
        return {key: as_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(part) for part in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value
