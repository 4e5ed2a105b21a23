"""Whatever is written can be read: the contrast of what each theme really draws."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style

from partnercheck.app.shared.load_settings import default_theme
from partnercheck.app.shared.themes import LEAST, THEMES
from partnercheck.app.shared.widgets.lines import LOOKS
from tests.support.every_screen import Open, names, on

Rgb = tuple[int, int, int]

# The sixteen colours as terminals come: 0-7, 8-15, then text and background, of which a theme of
# the terminal's own colours is for either the dark or the light one.
XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
    "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
VGA = (
    "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
    "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
)
CAMPBELL = (
    "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc "
    "767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2"
)
TANGO = (
    "000000 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf "
    "555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec"
)
TERMINALS = {"xterm": XTERM, "vga": VGA, "campbell": CAMPBELL, "tango": TANGO}
LINES = frozenset("─│┌┐└┘├┤┬┴┼━┃▔▁▏▕▎▊")


def rgb(text: str) -> Rgb:
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG 2.2, as its definition of relative luminance has it, written down a second time."""

    def luminance(colour: Rgb) -> float:
        red, green, blue = (
            c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4
            for c in colour
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_yardstick_is_the_one_of_the_standard() -> None:
    # Pairs published with the success criterion and its techniques.
    assert round(contrast((0, 0, 0), (255, 255, 255)), 2) == 21
    assert round(contrast((0x76, 0x76, 0x76), (255, 255, 255)), 2) == 4.54
    assert round(contrast((0x77, 0x77, 0x77), (255, 255, 255)), 2) == 4.48


def drawn(screen: Open) -> Iterator[Segment]:
    for strip in screen.app.screen._compositor.render_strips():
        for segment in strip:
            if set(segment.text) - LINES - {" "}:
                yield segment


def colours(segment: Segment, palette: list[Rgb], text: Rgb, ground: Rgb) -> tuple[Rgb, Rgb]:
    """The colours of a text and of what is behind it, on a terminal with this palette."""

    def of(colour: RichColor | None, default: Rgb) -> Rgb:
        if colour is None or colour.is_default:
            return default
        if colour.triplet is not None:
            return tuple(colour.triplet)
        assert colour.number is not None
        return palette[colour.number]

    # Text without a style has the terminal's own colours.
    style = segment.style or Style.null()
    found = of(style.color, text), of(style.bgcolor, ground)
    return (found[1], found[0]) if style.reverse else found


PALETTE = ("ctrl+p",)
TYPING = [
    ("PortfolioScreen", ("slash",)),
    ("PortfolioScreen", PALETTE),
    ("AssessScreen", ("3", "e", "x")),
]
# The palettes differ in their colours, not in what is drawn in them.
FEW = [("PortfolioScreen", ()), ("VendorForm", ()), ("VendorScreen", ("o", "w")), *TYPING]
EVERYWHERE = [*FEW, *((name, ()) for name in names() if (name, ()) not in FEW)]


def too_faint(screen: Open, theme: str) -> list[tuple[str, Segment]]:
    """The texts of a screen that a terminal shows with too little contrast."""
    ansi = theme.startswith("ansi")
    faint: list[tuple[str, Segment]] = []
    segments = list(drawn(screen))
    assert len(segments) > 5
    for called, palette in (TERMINALS if ansi else {"any": XTERM}).items():
        sixteen = [rgb(each) for each in palette.split()]
        dark = (sixteen[7], sixteen[0])
        text, ground = ((0, 0, 0), (255, 255, 255)) if theme == "ansi-light" else dark
        for segment in segments:
            is_dim = bool(segment.style and segment.style.dim)
            if is_dim or contrast(*colours(segment, sixteen, text, ground)) < LEAST:
                faint.append((called, segment))
    return faint


@pytest.mark.parametrize(("name", "keys"), EVERYWHERE)
async def test_all_that_is_written_has_enough_contrast(
    name: str, keys: Sequence[str], tmp_path: Path
) -> None:
    async with on(name, tmp_path, (130, 40)) as screen:
        await screen.pilot.press(*keys)
        for theme in [theme.name for theme in THEMES]:
            if (name, keys) in FEW or theme.startswith("ansi"):
                if keys == PALETTE:
                    # A theme is chosen in the palette, which closes; so it is never open meanwhile.
                    await screen.pilot.press("escape")
                screen.app.theme = theme
                if keys == PALETTE:
                    await screen.pilot.press(*keys)
                await screen.pilot.pause(0.1 if keys else 0)
                assert too_faint(screen, theme) == [], theme


def test_a_terminal_that_says_it_is_light_gets_the_light_theme() -> None:
    assert default_theme({}) == "ansi-dark"
    assert default_theme({"COLORFGBG": "15;0"}) == "ansi-dark"
    assert default_theme({"COLORFGBG": "0;15"}) == "ansi-light"
    assert default_theme({"COLORFGBG": "0;default;15"}) == "ansi-light"


def test_only_the_names_of_keys_have_the_accent_and_what_is_finished_is_no_heading() -> None:
    assert {look for look, (_, colour) in LOOKS.items() if colour == "look-key"} == {"key"}
    heading, quiet = LOOKS["title"][0], LOOKS["dim"][0]
    # Without any colour, too, they differ.
    assert (heading.bold, heading.italic) != (quiet.bold, quiet.italic)
    for theme in THEMES:
        assert theme.variables["look-second"] != theme.variables["look-key"]
