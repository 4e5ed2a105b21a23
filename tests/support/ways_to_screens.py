"""How each screen is reached in a real terminal."""

from __future__ import annotations

from pathlib import Path

from partnercheck.exchange.outbox import Outgoing
from partnercheck.exchange.requests import Request, write_request
from partnercheck.storage.conflicts import marked
from partnercheck.workspace.open import open_workspace
from tests.support.screens import TODAY

ASSESS = ["assess", "acme-logistics", "--as", "buyer", "--respondent", "Zoe"]

FORM = "acme-logistics.form.txt"

SESSION = ["session", "acme-logistics", "--with", "Zoe,Yan"]

WORDS: dict[str, tuple[list[str], str, str]] = {
    "PortfolioScreen": ([], "", "12 vendors"),
    "PortfolioScreen, searching": ([], "/acm", "acm"),
    "VendorScreen": ([], "\r", "1 of 12"),
    "VendorScreen, what if": ([], "\ri", "WHAT IF"),
    "DecideScreen": ([], "\rd", "Decide"),
    "RequestScreen": ([], "\rF", "A form for"),
    "AgendaScreen": ([], "\rA", "Agenda"),
    "LinesScreen": ([], "\ry", "Five-line summary"),
    "PickPersonScreen": ([], "a\x0e", "Who?"),
    "PickPeopleScreen": ([], "S\x0e", "marked"),
    "WhoScreen": ([], "S", "A session"),
    "SetupScreen": ([], "a", "Who answers"),
    "CompareScreen": ([], "c", "Compare"),
    "MapScreen": ([], "cm", "Bond"),
    "ChooseScreen": ([], "f", "Show only"),
    "NextScreen": ([], "N", "Next steps"),
    "VendorForm": ([], "+", "Name"),
    "ExportScreen": ([], "X", "A file about"),
    "WrittenScreen": ([], "X\x13", "was written to"),
    "ImportScreen": ([], "I", "Import a form"),
    "AskScreen": ([], "\rAX", "Write the agenda"),
    "HelpScreen": ([], "?", "Help: portfolio"),
    "GlossaryScreen": ([], "\x1bOQ", "words"),
    "PortfolioScreen, palette": ([], "\x10", "Search"),
    "AssessScreen": (
        ASSESS,
        "",
        "1 of 7",
    ),
    "AssessScreen, note": (
        ASSESS,
        "3eabc",
        "abc",
    ),
    "ItemsScreen": (
        ASSESS,
        "Q",
        "a yes or no",
    ),
    "RulesScreen": (ASSESS, "r", "How to choose a line"),
    "GoalsScreen": ([], "\rK", "Key goals"),
    "GoalForm": ([], "\rK\r", "goal"),
    "MeetingsScreen": ([], "\rM", "Meetings"),
    "MeetingForm": ([], "\rM+", "meeting"),
    "PeopleScreen": ([], "\rW", "People"),
    "PersonForm": ([], "\rW\r", "Change "),
    "PromisesScreen": ([], "\rP", "Promises"),
    "PromiseForm": ([], "\rP\r", "Change a promise"),
    "PlaceScreen": ([], "\rO", "Objectives described in"),
    "CadenceForm": ([], "\rMC", "How often"),
    "ResolveScreen": ([], "\r!", "Conflict"),
    "SetupScreen, lens": ([], "\rL", "Questionnaire"),
    "RespondentScreen": (["answer", FORM], "", "Who answers"),
    "SessionScreen": (
        SESSION,
        "",
        "shown after 2 more answers",
    ),
}


def prepared(screen: str, root: Path, folder: Path) -> tuple[list[str], str, str]:
    """What opens a screen, its keys, and a text on it, once the workspace has what it needs."""
    words, keys, shown = WORDS[screen]
    if screen == "ResolveScreen":
        conflicting(root)
    if FORM in words:
        form = write_request(
            open_workspace(root), "acme-logistics", Request(), TODAY, Outgoing(f"{folder / FORM}")
        )
        words = [str(form) if word == FORM else word for word in words]
    return ["--workspace", str(root), *words], keys, shown


def first_shown(screen: str) -> str:
    """What shows that the program is ready for the keys of a screen."""
    words, _, shown = WORDS[screen]
    return shown if FORM in words else "done" if words else "quit"


def conflicting(root: Path) -> None:
    """A merge that git has left in the middle of a file of the first vendor."""
    (file,) = (root / "vendors/acme-logistics/2026-q4").glob("buyer.alice-moreau.partnership.toml")
    text = file.read_text()
    file.write_text(marked(text, text.replace("score = 3", "score = 2", 1)))
