"""The paged table: the cursor's row is always on the page, and every line can be reached."""

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from partnercheck.app.shared.themes import THEMES
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import Sheet
from partnercheck.app.shared.widgets.sheet_rows import Column, SheetRow

heights = st.lists(st.integers(1, 9), min_size=1, max_size=14)


FAR = 1_000_000
MOVES = [("move", 1), ("move", -1), ("move", FAR), ("move", -FAR), ("page", 1), ("page", -1)]


class OneSheet(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(THEMES[0].variables)

    def compose(self) -> ComposeResult:
        yield Sheet(id="sheet")


def rows_of(sizes: list[int]) -> list[SheetRow]:
    return [
        SheetRow(f"{n}", (Span(" ".join(f"r{n}l{line}" for line in range(size))),))
        for n, size in enumerate(sizes)
    ]


def go(sheet: Sheet, move: tuple[str, int]) -> None:
    name, by = move
    (sheet.action_move if name == "move" else sheet.action_page)(by)


def words(sheet: Sheet) -> set[str]:
    shown = sheet.lines[: sheet.size.height]
    return {word for line in shown for span in line for word in span.text.split()}


@settings(deadline=None, max_examples=40)
@given(
    sizes=heights, height=st.integers(3, 12), moves=st.lists(st.sampled_from(MOVES), max_size=20)
)
async def test_every_line_is_reached_and_the_cursor_never_leaves_the_page(
    sizes: list[int], height: int, moves: list[tuple[str, int]]
) -> None:
    every = {f"r{n}l{line}" for n, size in enumerate(sizes) for line in range(size)}
    app = OneSheet()
    async with app.run_test(size=(12, height)) as pilot:
        sheet = app.query_one(Sheet)
        sheet.fill([Column("", 6, wrap=True)], rows_of(sizes))
        await pilot.pause()
        for move in moves:
            go(sheet, move)
            assert any(word.startswith(f"r{sheet.cursor}l") for word in words(sheet))
        for step in (("move", 1), ("page", 1)):
            go(sheet, ("move", -FAR))
            reached = words(sheet)
            for _ in every:
                go(sheet, step)
                assert any(word.startswith(f"r{sheet.cursor}l") for word in words(sheet))
                reached |= words(sheet)
            assert every <= reached
            at_the_end = sheet.cursor, words(sheet)
            go(sheet, step)
            assert (sheet.cursor, words(sheet)) == at_the_end
