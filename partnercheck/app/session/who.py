"""The question who takes part in a session, and how many questions they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple, cast

from textual.widget import Widget

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, NameForm, name_keys
from partnercheck.app.shared.widgets.form import Field, Form
from partnercheck.app.shared.widgets.lines import Line, Span, group_line, line, more_line, rule_line
from partnercheck.app.shared.widgets.passage import Passage, turned_top
from partnercheck.base.cells import wrapped
from partnercheck.base.english import joined
from partnercheck.base.records import FORMS
from partnercheck.base.records import Form as FormName
from partnercheck.workspace.open import Workspace

SCROLLS = (
    Key("who.more", "pagedown", "scroll(1)", "Scroll the known names down", typing=True),
    Key("who.less", "pageup", "scroll(-1)", "Scroll the known names up", typing=True),
)


class Participants(NamedTuple):
    """Who takes part in a session, and the form that they fill in."""

    names: str  # separated by commas
    form: FormName | None  # None: as begun, or the default


class WhoScreen(NameForm[Participants]):
    """A form for the names of those who score; the result is who takes part, or None."""

    KEYS: ClassVar[Sequence[Key]] = (*name_keys("begin"), *SCROLLS)
    ASKS_FOR_WHOLE_NAMES = True
    DEFAULT_CSS = """
    WhoScreen {
        Form { height: auto; }
        #known { height: 1fr; }
    }
    """

    def __init__(self, workspace: Workspace, vendors: Sequence[str], round_id: str) -> None:
        """Create the form for our own people; `vendors` are the names of the vendors."""
        super().__init__()
        self.workspace = workspace
        self._vendors = vendors
        self._round = round_id
        self._top = 0  # the first line that is shown of the vendors and the known names

    def fields(self) -> Sequence[Field]:
        """Return the fields for the names and the form."""
        counts = [len(self.workspace.instrument.form_items(form)) for form in FORMS]
        forms = [("", f"the form already begun, or else {self.workspace.settings.form}")]
        forms += [(f, f"{f}, {n} questions") for f, n in zip(FORMS, counts, strict=True)]
        return [
            Field("form", "Form", "", forms),
            Field(
                "names",
                "Names",
                hint="separated by commas: Alice Moreau, Daniel Brandt",
                required=True,
            ),
        ]

    def body(self) -> Sequence[Widget]:
        """Return the form, and below it whom it can be filled in with."""
        more = more_line(self.key_label("who.more"), "scrolls down")
        return (Form(self.fields()), Passage(lambda: more, "known"))

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return the field with names."""
        return {"names": NameField("buyer", several=True)}

    def on_mount(self) -> None:
        """Show the title, and start with the names: the form is seldom another one."""
        self.set_header("A session: who takes part?", self._round)
        self.query_one(Form).go_to("names")

    def on_resize(self) -> None:
        """Lay out the vendors and the known names for the new width."""
        self.query_one(Passage).show_text(self._lines(), self._top)

    def action_scroll(self, by: int) -> None:
        """Scroll the vendors and the known names by pages."""
        passage = self.query_one(Passage)
        self._top = turned_top(self._top, by, passage)
        passage.show_text(self._lines(), self._top)

    def _lines(self) -> list[Line]:
        width = max(1, self.size.width - 2)
        lines: list[Line] = [line(" ", *group_line("Vendors to score", width))]
        lines += [line(f" {text}") for text in wrapped(", ".join(self._vendors), width)]
        if not (names := self.known("buyer")):
            return lines
        pick = Span(f"{self.key_label('form.names')} ", "key"), Span("picks from them")
        lines += [(), line(" ", *rule_line("Known people", pick, width))]
        return lines + [line(f" {text}") for text in wrapped(joined(names), width)]

    async def done(self, values: dict[str, str]) -> None:
        """Close the form with who takes part as its result."""
        if not any(name.strip() for name in values["names"].split(",")):
            self.refuse("Enter at least one name, or pick one", "names")
            return
        form = cast("FormName", values["form"]) if values["form"] else None
        await self.finish(Participants(values["names"], form))
