"""What a run says at its end about how faults were made, so that no lesser way goes unnoticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

_TOLD: list[str] = []
_COUNTED: Counter[str] = Counter()


def tell(text: str) -> None:
    """Say it once, at the end of the run."""
    if text not in _TOLD:
        _TOLD.append(text)


def counted(what: str, number: int) -> None:
    """Say at the end of the run how many there were in all."""
    _COUNTED[what] += number


def pass_on(config: pytest.Config) -> None:
    """Pass what was said to the process that writes the summary, where tests run in several."""
    if hasattr(config, "workeroutput"):
        config.workeroutput["told"] = list(_TOLD)
        config.workeroutput["counted"] = dict(_COUNTED)


def take_over(told: Mapping[str, Any]) -> None:
    """Take over what was said in another process."""
    for text in told.get("told", ()):
        tell(text)
    _COUNTED.update(told.get("counted", {}))


def write(reporter: pytest.TerminalReporter) -> None:
    """Write what was said."""
    lines = [*_TOLD, *(f"{number} {what}" for what, number in _COUNTED.items())]
    if lines:
        reporter.section("faults and kills", "-")
    for line in lines:
        reporter.write_line(line)
    _TOLD.clear()
    _COUNTED.clear()
