"""The real git, through its command line; where it is missing, everything else works."""

from __future__ import annotations

import subprocess
from pathlib import Path

TIMEOUT_SECONDS = 5


def user_name(folder: Path) -> str:
    """The name that git signs commits with in a folder; empty where it knows none."""
    try:
        done = subprocess.run(
            ["git", "config", "user.name"],
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
