"""The installed wheel, and runs of its programs."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


def ran(programs: Path, here: Path, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """A program of that environment, run as by a person who has nothing else of the project."""
    return subprocess.run(
        [programs / words[0], *words[1:]],
        cwd=here,
        env={"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(here), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
