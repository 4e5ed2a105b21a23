"""A report: what each module costs the commands that load it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence

from benchmarks.common import alone, environment, median, scratch, workspace

COMMANDS = (["list"], ["compare", "--format", "csv"], ["check"])
VENDORS = 40
RUNS, MOST = 5, 15


def report() -> str:
    """What each module costs by itself, the most expensive first."""
    lines = []
    for words in COMMANDS:
        costs: dict[str, list[float]] = {}
        for _ in range(RUNS):
            for module, cost in import_costs(words):
                costs.setdefault(module, []).append(cost)
        medians = sorted(((median(each), name) for name, each in costs.items()), reverse=True)
        whole = sum(cost for cost, _ in medians)
        lines.append(f"{' '.join(words)}: {len(medians)} modules, {whole:.1f} ms")
        lines += [f"  {cost:6.2f} ms  {name}" for cost, name in medians[:MOST]]
    return "\n".join(lines)


def import_costs(words: Sequence[str]) -> list[tuple[str, float]]:
    """The milliseconds that each module took, without those that it loaded."""
    command = [sys.executable, "-X", "importtime", "-m", "partnercheck"]
    with scratch() as folder:
        own = environment(**alone(folder))
        command += ["--workspace", str(workspace(VENDORS)), *words]
        ran = subprocess.run(command, env=own, check=True, capture_output=True, text=True)
    found = re.findall(r"import time: +(\d+) \| +\d+ \| +(\S+)", ran.stderr)
    return [(module, int(cost) / 1e3) for cost, module in found]
