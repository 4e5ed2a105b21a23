"""The names that most tests share: the small workspace's people and files, and a run's result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from partnercheck.base.records import Response

TODAY = dt.date(2026, 11, 24)
ALICE = Response(
    instrument="partnership",
    vendor="acme-logistics",
    round="2026-q4",
    perspective="buyer",
    respondent="Alice Moreau",
)
ACME = "acme-logistics"
ALICES_FILE = "vendors/acme-logistics/2026-q4/buyer.alice-moreau.partnership.toml"
# The documentation's example: seven scores a condition, 18 of the 28 with evidence.
SCORES = "3333222" + "3333333" + "4333333" + "3333333"
EVIDENCED = 18


class Ran(NamedTuple):
    """How a run of the program ended, and what it wrote."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Run `partnercheck` as a person would, in a folder."""

    def __call__(
        self,
        *words: str,
        here: Path | None = None,
        environment: Mapping[str, str] = {},
        closed_input: bool = False,
    ) -> Ran:
        """The program with these words on its command line."""
