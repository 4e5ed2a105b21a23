"""Forms that write a file: a pane shows the file's path and its beginning.

From 110 columns the pane is at the right of the fields, else below them. Keys scroll it while the
focus stays in a field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.containers import Container
from textual.widget import Widget

from partnercheck.app.shared.form_page import FormPage, ResultT
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameForm
from partnercheck.app.shared.widgets.form import Form
from partnercheck.app.shared.widgets.lines import Divider, more_line
from partnercheck.app.shared.widgets.reading_pane import BLANK, Part, ReadingPane

BESIDE, FIELDS_WIDTH = 110, 62
PREVIEW_TITLE = "What will be written"
PREVIEW_KEYS = (
    Key("preview.more", "pagedown", "scroll(1)", "Scroll the preview down", typing=True),
    Key("preview.less", "pageup", "scroll(-1)", "Scroll the preview up", typing=True),
)


class PreviewPage(FormPage[ResultT]):
    """A form with a pane that is updated while the user types; subclasses return its contents.

    The keys of a subclass include `PREVIEW_KEYS`.
    """

    DEFAULT_CSS = """
    PreviewPage {
        & #preview { height: 1fr; }
        & Form { height: auto; max-height: 60%; }
        & #line { height: 1; }
        & .beside { layout: horizontal; }
        & .beside Form { width: 62; height: 1fr; max-height: 100%; }
        & .beside #line { width: 1; height: 1fr; }
    }
    """

    def preview(self, values: Mapping[str, str]) -> Sequence[Part]:
        """Return the contents of the pane for these values."""
        return ()

    def body(self) -> Sequence[Widget]:
        """Return the fields and the pane."""
        pane = ReadingPane(lambda: more_line(self.key_label("preview.more"), "scrolls down"))
        pane.can_focus = False
        form = Form(self.fields(), compact=True)
        return (Container(form, Divider(PREVIEW_TITLE, id="line"), pane, id="preview"),)

    def on_resize(self) -> None:
        """Put the pane beside or below the fields."""
        beside = self.size.width >= BESIDE
        self.query_one("#preview").set_class(beside, "beside")
        self._show_preview()
        super().on_resize()

    def on_input_changed(self) -> None:
        """Show the file for the text that was typed."""
        self._show_preview()

    def on_choice_changed(self) -> None:
        """Show the file for the option that was chosen."""
        self._show_preview()

    def action_scroll(self, by: int) -> None:
        """Scroll the preview by pages."""
        self.query_one(ReadingPane).action_page(by)

    def _show_preview(self) -> None:
        if self.is_mounted and self.size.width:
            parts = self.preview(self.query_one(Form).values())
            # Below the fields, the line above the pane has its title.
            beside = self.size.width >= BESIDE
            title = [BLANK, Part(PREVIEW_TITLE, look="strong"), BLANK] if beside else []
            pane = self.query_one(ReadingPane)
            pane.keeps_blanks = beside
            pane.show([*title, *parts])


class PreviewNameForm(PreviewPage[ResultT], NameForm[ResultT]):
    """A form with a pane, and with fields for names."""
