"""The keys of the portfolio screen."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from partnercheck.app.shared.keys import HELP, TERM, Key, choosing_keys

KEYS = (
    Key("portfolio.assess", "a", "assess", "Assess the vendor", "assess"),
    Key(
        "portfolio.open",
        "enter",
        "enter",
        "Show the vendor and the reasons for its class",
        "why",
        typing=True,
    ),
    Key(
        "portfolio.what-next",
        "N",
        "next",
        "Show all next steps: with which vendor, and why",
        "to do",
    ),
    Key("portfolio.mark", "space", "mark", "Mark the vendor for comparison"),
    Key(
        "portfolio.compare",
        "c",
        "compare",
        "Compare the marked vendors, or all shown",
        "compare",
        "␣ c",
        stands_for=("portfolio.mark", "portfolio.compare"),
    ),
    Key("portfolio.new", "plus", "new", "Add a vendor", "new", optional=True),
    Key("portfolio.edit", "R", "edit", "Edit the vendor: its name, target, facts and more", "edit"),
    Key(
        "portfolio.search",
        "slash",
        "search",
        "Search by name, tag, owner, target, due date, or a fact: spend>100000",
        "find",
    ),
    *choosing_keys("portfolio"),
    Key(
        "portfolio.sort",
        "s",
        "sort",
        "Choose the sort order: by name, verdict, due date, answers, owner, target, a fact, …",
    ),
    Key(
        "portfolio.filter",
        "f",
        "filter",
        "Choose which vendors are shown: overdue, target missed, by owner, target, value chain, …",
        "filter",
    ),
    Key("portfolio.detail", "D", "detail", "Show or hide the pane about the vendor"),
    Key(
        "portfolio.session",
        "S",
        "session",
        "Score the marked vendors together: several people in one session",
    ),
    Key("portfolio.import", "I", "import", "Import a form that a vendor has filled in"),
    Key("portfolio.export", "X", "export", "Write a report, a table or a calendar to a file"),
    Key("portfolio.archive", "H", "archive", "Archive or restore the vendor, or those marked"),
    Key(
        "portfolio.remove", "delete", "remove", "Remove the vendor, or those marked; can be undone"
    ),
    Key("portfolio.undo", "ctrl+z", "undo", "Undo the last change to a vendor"),
    Key("portfolio.archived", "ctrl+a", "archived", "Show or hide archived vendors"),
    Key("portfolio.reload", "ctrl+r", "read_again", "Read the files again"),
    # At 80 columns, the help and the palette show it.
    replace(TERM, optional=True),
    HELP,
    Key(
        "portfolio.back",
        "q",
        "leave",
        "Clear search and filter, then the marks, then quit",
        "quit",
    ),
    Key(
        "portfolio.cancel",
        "escape",
        "escape",
        "Clear search and filter, then the marks; in the search: end it",
        typing=True,
        palette=False,
    ),
)
# The least number of vendors with which a key is useful; other keys are useful without vendors.
LEAST_VENDORS = {
    "portfolio.assess": 1,
    "portfolio.open": 1,
    "portfolio.what-next": 1,
    "portfolio.edit": 1,
    "portfolio.search": 1,
    "portfolio.filter": 2,
    "portfolio.compare": 2,
}


def useful_keys(keys: Sequence[Key], vendors: int) -> list[Key]:
    """Return the keys that are useful with this number of vendors.

    With few vendors, this leaves room in the footer for the key that adds one.
    """
    return [key for key in keys if LEAST_VENDORS.get(key.id, 0) <= vendors]
