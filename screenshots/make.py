"""Makes the screenshots of the README from the sample workspace: `make screenshots`."""

import asyncio
import datetime as dt
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from rich.terminal_theme import SVG_EXPORT_THEME, TerminalTheme

from partnercheck.app.application import PartnerCheck
from partnercheck.commands.demo import copy
from partnercheck.workspace.open import open_workspace

HERE = Path(__file__).parent
TODAY = dt.date(2026, 11, 24)
WHO = ["space" if sign == " " else sign for sign in "Alice Moreau"]
BEGIN = ["a", *WHO, "ctrl+s"]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PAGE = (1000, 1400)
# The program starts with the terminal's own colours, and a picture has none: those of Tango.
COLOURS = TerminalTheme(
    (24, 26, 27),
    (211, 215, 207),
    [
        *((46, 52, 54), (204, 0, 0), (78, 154, 6), (196, 160, 0)),
        *((52, 101, 164), (117, 80, 123), (6, 152, 154), (211, 215, 207)),
    ],
    [
        *((136, 138, 133), (239, 41, 41), (138, 226, 52), (252, 233, 79)),
        *((114, 159, 207), (173, 127, 168), (52, 226, 226), (238, 238, 236)),
    ],
)
SHOTS: dict[str, tuple[tuple[int, int], Sequence[str]]] = {
    "portfolio": ((80, 24), []),
    "portfolio-wide": ((120, 40), []),
    "assess": ((80, 24), ["down", *BEGIN]),
    "assess-wide": ((120, 40), ["down", *BEGIN, "backspace"]),
    "vendor": ((80, 24), [*["down"] * 3, "enter"]),
    "what-if": (
        (80, 24),
        [*["down"] * 3, "enter", *["down"] * 8, "enter", "down", "enter", "w", "2"],
    ),
    "compare": ((80, 24), [*["down"] * 2, *["space", "down"] * 3, "c", *["down"] * 3]),
    "compare-open": ((120, 40), [*["space", "down"] * 4, "c", *["down"] * 3, "enter"]),
    "map": ((80, 24), ["c", "m"]),
    "agenda": ((80, 24), ["enter", "A"]),
    "help": ((80, 24), ["question_mark"]),
}


def coloured(svg: str) -> str:
    """Return a picture with the colours of a terminal instead of those that Rich exports."""
    pairs = [
        (SVG_EXPORT_THEME.background_color.hex, COLOURS.background_color.hex),
        (SVG_EXPORT_THEME.foreground_color.hex, COLOURS.foreground_color.hex),
        *((SVG_EXPORT_THEME.ansi_colors[n].hex, COLOURS.ansi_colors[n].hex) for n in range(16)),
    ]
    colours = dict(reversed(pairs))
    return re.sub("#[0-9a-f]{6}", lambda found: colours.get(found[0], found[0]), svg)


async def shoot(name: str, size: tuple[int, int], keys: Sequence[str]) -> None:
    """Save one screen of a fresh copy of the sample workspace."""
    with tempfile.TemporaryDirectory() as folder:
        copy(resources.files("partnercheck") / "demo" / "workspace", Path(folder))
        app = PartnerCheck(open_workspace(Path(folder)), TODAY)
        async with app.run_test(size=size) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            svg = coloured(app.export_screenshot(title="partnercheck"))
    # Textual numbers its styles anew each time; a fixed name keeps the file's diff to what changed.
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    (HERE / f"{name}.svg").write_text(svg, "utf-8")


def shoot_report() -> None:
    """Save the top of the report, where there is a browser."""
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser is None:
        print("report.png stays as it is: there is no Chromium")
        return
    with tempfile.TemporaryDirectory() as folder:
        root, page = Path(folder) / "samples", Path(folder) / "report.html"
        copy(resources.files("partnercheck") / "demo" / "workspace", root)
        words = ["--workspace", str(root), "report", "--output", str(page)]
        subprocess.run([sys.executable, "-m", "partnercheck", *words], check=True)
        size = f"--window-size={PAGE[0]},{PAGE[1]}"
        shot = f"--screenshot={HERE / 'report.png'}"
        quiet = ("--headless", "--no-sandbox", "--hide-scrollbars")
        subprocess.run([browser, *quiet, size, shot, page.as_uri()], check=True)


async def main() -> None:
    """Make them all."""
    shoot_report()
    for name, (size, keys) in SHOTS.items():
        await shoot(name, size, keys)


if __name__ == "__main__":
    asyncio.run(main())
