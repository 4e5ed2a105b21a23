from __future__ import annotations

import pytest

from tests.faults.telling import write


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    write(terminalreporter)
