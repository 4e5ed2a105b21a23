"""Makes the screenshots of the README from the sample workspace: `make screenshots`."""

import asyncio
import datetime as dt
import re
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from partnercheck.app.application import PartnerCheck
from partnercheck.commands.demo import copy
from partnercheck.workspace import open_workspace

HERE = Path(__file__).parent
TODAY = dt.date(2026, 11, 24)
BEGIN = ["a", "ctrl+s"]
SHOTS: dict[str, tuple[tuple[int, int], Sequence[str]]] = {
    "portfolio": ((80, 24), []),
    "portfolio-wide": ((120, 40), []),
    "assess": ((80, 24), ["down", *BEGIN]),
    "vendor": ((80, 24), [*["down"] * 3, "enter"]),
    "what-if": ((80, 24), [*["down"] * 3, "enter", *["down"] * 3, "enter", "w", "2"]),
    "compare": ((80, 24), [*["down"] * 2, "space", "space", "space", "c"]),
    "compare-open": ((120, 40), ["space", "space", "space", "space", "c", "down", "enter"]),
    "map": ((80, 24), ["c", "m"]),
    "agenda": ((80, 24), ["enter", "A"]),
    "help": ((80, 24), ["question_mark"]),
}


async def shoot(name: str, size: tuple[int, int], keys: Sequence[str]) -> None:
    """Save one screen of a fresh copy of the sample workspace."""
    with tempfile.TemporaryDirectory() as folder:
        copy(resources.files("partnercheck") / "demo" / "workspace", Path(folder))
        app = PartnerCheck(open_workspace(Path(folder)), TODAY)
        async with app.run_test(size=size) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            svg = app.export_screenshot(title="partnercheck")
    # Textual numbers its styles anew each time; a fixed name keeps the file's diff to what changed.
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    (HERE / f"{name}.svg").write_text(svg, "utf-8")


async def main() -> None:
    """Make them all."""
    for name, (size, keys) in SHOTS.items():
        await shoot(name, size, keys)


if __name__ == "__main__":
    asyncio.run(main())
