"""The themes: the terminal's own sixteen colours, or a palette in which every colour is legible.

All text has a contrast of at least 4.5 to 1 with its background (WCAG 2.2, success criterion
1.4.3). Colours of a palette with less contrast are moved towards black or white until they have it.
No text uses the attribute *faint*, because terminals differ too much in how they show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.color import BLACK, WHITE, Color
from textual.theme import BUILTIN_THEMES, Theme

DARK, LIGHT = "ansi-dark", "ansi-light"
PALETTES = (
    *("textual-dark", "textual-light", "nord", "gruvbox", "dracula", "tokyo-night", "monokai"),
    *("catppuccin-mocha", "catppuccin-latte", "solarized-dark", "solarized-light"),
)
LEAST = 4.5
# What is marked, selected or under a cursor has a background of its own, on which less stands out.
MARGIN = 0.2
STEP = 0.05
SECONDARY = 0.7


def contrast(first: Color, second: Color) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    parts = (part / 255 for part in color.rgb)
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def legible(color: Color, on: Color) -> Color:
    """Return the colour, moved towards black or white just far enough to be legible."""
    far = max(WHITE, BLACK, key=lambda end: contrast(end, on))
    share = 0.0
    while contrast(color.blend(far, share), on) < LEAST + MARGIN and share < 1:
        share += STEP
    return color.blend(far, min(share, 1))


def _looks(key: str, good: str, fair: str, poor: str, second: str) -> Mapping[str, str]:
    return {
        "look-key": key,
        "look-good": good,
        "look-fair": fair,
        "look-poor": poor,
        "look-second": second,
        "text-muted": second,
        "text-disabled": second,
    }


def _of_the_terminal(name: str, looks: Mapping[str, str], dark: bool) -> Theme:
    base = BUILTIN_THEMES[name]
    selected = ("ansi_black", "ansi_white") if dark else ("ansi_bright_white", "ansi_black")
    under = dict(
        zip(("input-selection-foreground", "input-selection-background"), selected, strict=True)
    )
    return replace(base, dark=dark, variables={**base.variables, **looks, **under})


def _palette(name: str) -> Theme:
    """Return a theme of Textual's with one background, on which every colour is legible."""
    base = BUILTIN_THEMES[name]
    ground = Color.parse(base.background or ("#121212" if base.dark else "#E0E0E0"))
    text = legible(Color.parse(base.foreground or ground.inverse.hex), ground)

    def legible_hex(color: str | None) -> str:
        return legible(Color.parse(color or base.primary), ground).hex

    second = legible(ground.blend(text, SECONDARY), ground).hex
    looks = _looks(
        legible_hex(base.primary),
        legible_hex(base.success),
        legible_hex(base.warning),
        legible_hex(base.error),
        second,
    )
    under = {
        "block-cursor-background": text.hex,
        "block-cursor-foreground": ground.hex,
        "block-cursor-blurred-background": text.hex,
        "block-cursor-blurred-foreground": ground.hex,
        "input-cursor-background": text.hex,
        "input-cursor-foreground": ground.hex,
        "input-selection-background": text.hex,
        "input-selection-foreground": ground.hex,
    }
    return Theme(
        name=name,
        primary=looks["look-key"],
        success=looks["look-good"],
        warning=looks["look-fair"],
        error=looks["look-poor"],
        foreground=text.hex,
        background=ground.hex,
        surface=ground.hex,
        panel=ground.hex,
        dark=base.dark,
        variables={**looks, **under},
    )


THEMES = (
    _of_the_terminal(
        DARK,
        _looks(
            *("ansi_bright_cyan", "ansi_bright_green", "ansi_bright_yellow", "ansi_bright_red"),
            # No grey of the sixteen colours is legible on every dark palette, so what is quiet
            # differs from other text by its style alone.
            "ansi_default",
        ),
        dark=True,
    ),
    _of_the_terminal(
        LIGHT,
        _looks("ansi_blue", "ansi_blue", "ansi_magenta", "ansi_red", "ansi_default"),
        dark=False,
    ),
    *map(_palette, PALETTES),
)
