"""Lines of the documentation in a real shell."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path


def shell(
    line: str, here: Path, environment: Mapping[str, str], typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """A line in a shell, as it ended."""
    return subprocess.run(
        ["bash", "-c", line],
        cwd=here,
        env=dict(environment),
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
