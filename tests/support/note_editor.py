"""An editor of a person's own, and the evidence that it leaves."""

from __future__ import annotations

from pathlib import Path

import tomli

from tests.support.screens import alices_file

ASSESS = ["assess", "acme-logistics", "--as", "buyer", "--respondent", "Alice Moreau"]


def editor(folder: Path, script: str) -> dict[str, str]:
    """The environment of a person whose editor is a script."""
    file = folder / "my editor"
    file.write_text(f"#!/bin/sh\n{script}")
    file.chmod(0o755)
    return {"EDITOR": f'"{file}" -x', "VISUAL": "", "XDG_STATE_HOME": str(folder / "state")}


def evidence(root: Path) -> str:
    answers = tomli.loads(alices_file(root).read_text())["answers"]
    return str(answers["culture-decisions"].get("evidence", ""))
