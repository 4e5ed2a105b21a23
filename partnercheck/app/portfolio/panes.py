"""How the portfolio divides its room between the list and the pane about the selected vendor.

From 120 cells the pane is at the right, else below. Below, the list gets as many lines as it has
rows, and the pane at least a few; a low screen has no pane.
"""

from __future__ import annotations

# From this width on the pane is beside the list; the list then needs this many cells.
BESIDE = 120
LIST, WIDE_LIST = 80, 132
# The least lines of the pane below the list, on a low screen and on others.
LOW_PANE, PANE = 6, 9
# From this many lines of body on, the pane has the larger of these.
ENOUGH = 20
# The titles of the list, and the line above the pane.
TITLES, RULE = 1, 1
LEAST_ROWS = 6


def list_width(width: int, shown: bool) -> int:
    """Return the width of the list in cells, if the pane is `shown`."""
    if not shown or width < BESIDE:
        return width
    return max(LIST, min(WIDE_LIST, width * 2 // 3))


def list_height(height: int, count: int) -> int:
    """Return the lines of the list with a pane below it; 0 if there is no room for a pane.

    `height` is the room for both, and `count` the number of rows that the list may have.
    """
    pane = PANE if height >= ENOUGH else LOW_PANE
    rows = height - TITLES - RULE - pane
    if rows < LEAST_ROWS:
        return 0
    return TITLES + max(1, min(count, rows))
