"""Draws every screen at several sizes and in several themes, to be looked at.

    python -m screenshots.every_screen FOLDER [SCREEN...]

The folder gets an SVG for each picture and, if there is a browser, a sheet of pictures as PNG for
each size and theme. Run it in an environment with NO_COLOR to see the screens without colours.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from screenshots.make import CHROMIUM, coloured
from tests.support.every_screen import names, on

SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))
THEMES = ("ansi-dark", "textual-light")
# On a sheet of this width, in pixels, the text of three pictures in a row can still be read.
SHEET_WIDTH, IN_A_ROW, ON_A_SHEET = 1900, 3, 9


async def draw(name: str, theme: str, folder: Path) -> None:
    """Save a screen at every size."""
    with tempfile.TemporaryDirectory() as root:
        async with on(name, Path(root) / "samples", SIZES[0], theme) as opened:
            for width, height in SIZES:
                await opened.pilot.resize_terminal(width, height)
                await opened.pilot.pause()
                svg = coloured(opened.app.export_screenshot(title=f"{name} {width}x{height}"))
                (folder / f"{name}.{width}x{height}.svg").write_text(svg, "utf-8")


def sheets(screens: Sequence[str], folder: Path) -> None:
    """Save sheets of pictures for each size, if there is a browser."""
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser is None:
        print("There is no Chromium: the folder has the SVG files only")
        return
    for width, height in SIZES:
        for first in range(0, len(screens), ON_A_SHEET):
            some, number = screens[first : first + ON_A_SHEET], first // ON_A_SHEET + 1
            page = folder / f"sheet.{width}x{height}.{number}.html"
            each = f"width: {100 / IN_A_ROW:.2f}%; vertical-align: top"
            images = [f'<img style="{each}" src="{n}.{width}x{height}.svg">' for n in some]
            page.write_text(f'<body style="margin: 0; font-size: 0">{"".join(images)}', "utf-8")
            # An SVG has 12.2 by 24.4 units for a cell, and a frame around all.
            one = SHEET_WIDTH / IN_A_ROW
            tall = int(one * (24.4 * height + 60) / (12.2 * width + 20)) + 4
            rows = -(-len(some) // IN_A_ROW)
            size = f"--window-size={SHEET_WIDTH},{tall * rows}"
            shot = f"--screenshot={page.with_suffix('.png')}"
            quiet = ("--headless", "--no-sandbox", "--hide-scrollbars")
            subprocess.run([browser, *quiet, size, shot, page.as_uri()], check=True)


async def main(folder: Path, screens: Sequence[str]) -> None:
    """Draw them all."""
    for theme in THEMES:
        own = folder / ("no-color" if "NO_COLOR" in os.environ else theme)
        own.mkdir(parents=True, exist_ok=True)
        for name in screens:
            await draw(name, theme, own)
        sheets(screens, own)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]).resolve(), sys.argv[2:] or names()))
