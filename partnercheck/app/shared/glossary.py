"""The glossary screen: the program's terms and their meanings, from A to Z, with a search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from partnercheck.app.shared.keys import HELP, Key, choosing_keys
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.form import Typed
from partnercheck.app.shared.widgets.lines import PROBLEM, Span
from partnercheck.app.shared.widgets.search_line import SearchLine
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.app.shared.widgets.sheet_rows import Column, SheetRow
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.base.english import plural
from partnercheck.base.text import name_key
from partnercheck.report.signs import WARNING
from partnercheck.workspace.glossary import PROGRAM, Term, glossary
from partnercheck.workspace.open import Workspace

WORD = 20
# The sign of a warning, at the start of a text or of one of its parts.
_WARNING_SIGN = re.compile(rf"(?:^|(?<=; )){re.escape(WARNING.glyph)} ")


class GlossaryScreen(Page[None]):
    """A list of terms with their meanings, and a search field."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("glossary.search", "slash", "search", "Search in the terms and meanings", "find"),
        Key(
            "glossary.next",
            "enter",
            "end_search",
            "In the search: keep the results, and go to the list",
            typing=True,
            palette=False,
        ),
        *choosing_keys("glossary"),
        HELP,
        Key("glossary.back", "q", "back", "Go back", "back"),
        Key(
            "glossary.cancel",
            "escape",
            "cancel",
            "Show all terms again; without a search: go back",
            typing=True,
            palette=False,
        ),
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "glossary"

    def __init__(self, workspace: Workspace, texts: Sequence[str] = ()) -> None:
        """Create the glossary of a workspace, with the cursor on the first term in `texts`."""
        super().__init__()
        terms, self._problems = glossary(workspace)
        self._terms = sorted(terms, key=lambda term: name_key(term.word))
        # The terms of the line that the glossary was opened from.
        self._named = terms_in(texts, self._terms)

    def body(self) -> Sequence[Widget]:
        """Return the list of terms and the search field, which is hidden at first."""
        self._search_line = SearchLine("a word", self.key_label("glossary.cancel"))
        self._search_line.display = False
        sheet = Sheet(id="glossary", moved=self._show_header, marks_row=False)
        return (sheet, self._search_line)

    @property
    def sheet(self) -> Sheet:
        """The words."""
        return self.query_one("#glossary", Sheet)

    @property
    def _search(self) -> Typed:
        return self._search_line.field

    def on_mount(self) -> None:
        """Show the words."""
        self.set_focus(self.sheet)
        if self._named:
            self._show(self._named[0].word)
            self._tell_others()
        if self._problems:
            self.show_message(str(self._problems[0]), PROBLEM)

    def _tell_others(self) -> None:
        """Show which other terms the line has, and the key that goes to the next one."""
        if others := [term.word for term in self._named if term.word != self.sheet.key]:
            goes_on = f"{self.key_label('app.glossary')} shows the next"
            self.show_message(f"Other terms on that line: {', '.join(others)}   {goes_on}")

    async def action_glossary(self) -> None:
        """Go to the next term of the line that the glossary was opened from."""
        if len(self._named) < len(["this term", "another"]) or self._search.value:
            self.show_message("There is no other term to go to")
            return
        words = [term.word for term in self._named]
        at = words.index(self.sheet.key) if self.sheet.key in words else -1
        self._show(words[(at + 1) % len(words)])
        self._tell_others()

    def on_resize(self) -> None:
        """Lay out the glossary for the new width."""
        super().on_resize()
        self._show()

    def _show(self, word: str = "") -> None:
        """Show the terms that match, with the cursor on `word` if it is given."""
        if not self.size.width:
            return
        matches = matching(self._terms, self._search.value)
        rest = max(10, self.size.width - WORD - 5)
        rows = [
            SheetRow(term.word, (Span(term.word, "strong"), Span(_meaning(term))))
            for term in matches
        ]
        columns = [Column("", WORD, wrap=True), Column("", rest, wrap=True)]
        self.sheet.fill(columns, rows, word or self.sheet.key)
        self._show_header()
        if not matches:
            cancel = self.key_label("glossary.cancel")
            self.show_message(f"No term has these words. {cancel} shows all again")

    def _show_header(self) -> None:
        """Show how many words there are, and which of them are on the page."""
        first, last = self.sheet.page
        shown, total = len(self.sheet.rows), plural(len(self._terms), "word")
        if shown and last - first + 1 < shown:
            total = f"{first}–{last} of {shown if shown < len(self._terms) else total}"
        elif shown < len(self._terms):
            total = f"{shown} of {total}"
        self.set_header("Glossary", total)

    def action_search(self) -> None:
        """Open the search field."""
        self._search_line.display = True
        self.set_focus(self._search)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the terms that match the words typed so far."""
        self.show_message("")
        matches = matching(self._terms, self._search.value) if self._search.value else []
        self._show(matches[0].word if matches else "")

    def action_choose(self, by: int) -> None:
        """Go to the next or the previous term, also while the search is being typed."""
        self.sheet.action_move(by)

    async def action_end_search(self) -> None:
        """Go from the search field to the terms that match."""
        if self.focused is self._search:
            await wait_for_typed_keys(self._search)
            self._search_line.display = bool(self._search.value)
            self.set_focus(self.sheet)
            self._show()

    async def action_cancel(self) -> None:
        """Show all terms again; if all are shown, go back."""
        if not self._search_line.display:
            await self.action_back()
            return
        await wait_for_typed_keys(self._search)
        self._search.value = ""
        self._search_line.display = False
        self.set_focus(self.sheet)
        self.show_message("")
        self._show()


def terms_in(texts: Sequence[str], terms: Sequence[Term]) -> list[Term]:
    """Return the terms in the first text that has any, caveats first, in the order of that text.

    A longer term covers a shorter one in it: "key question" is not "question".
    """
    longest_first = sorted({term.word: term for term in terms}.values(), key=lambda t: -len(t.word))
    for text in texts:
        positions: list[tuple[int, Term]] = []
        rest = _WARNING_SIGN.sub("warning ", text)
        for term in longest_first:
            pattern = re.compile(rf"(?<!\w){re.escape(term.word)}(?:e?s)?(?!\w)", re.IGNORECASE)
            if match := pattern.search(rest):
                positions.append((match.start(), term))
                rest = pattern.sub(lambda part: "\0" * len(part[0]), rest)
        if positions:
            positions.sort(key=itemgetter(0))
            return sorted([term for _, term in positions], key=lambda term: not term.is_caveat)
    return []


def _meaning(term: Term) -> str:
    """Return a term's meaning and, unless the term is the program's own, its source."""
    return term.meaning if term.whose == PROGRAM else f"{term.meaning} ({term.whose})"


def matching(terms: Sequence[Term], typed: str) -> list[Term]:
    """Return the terms with every typed word.

    The typed term itself comes first, then those with the words in the term.
    """
    words = name_key(typed).split()
    matches = [
        term
        for term in terms
        if all(word in name_key(f"{term.word} {term.meaning} {term.whose}") for word in words)
    ]

    def order(term: Term) -> tuple[bool, bool]:
        key = name_key(term.word)
        return key.split() != words, not all(word in key for word in words)

    return sorted(matches, key=order)
