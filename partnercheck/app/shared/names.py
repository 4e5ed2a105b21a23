"""Names in forms: completed while typing, picked from a list, and queried if almost known.

A form names its fields in `name_fields`. Known names are looked up when the first letter is typed
or the list is opened, so that a form opens as quickly with thousands of vendors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.suggester import Suggester

from partnercheck.app.shared.form_page import FormPage, ResultT, form_keys
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.widgets.form import Form, Typed
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.base.records import Perspective
from partnercheck.base.text import name_key
from partnercheck.workspace.known_names import known_names, longer_name, near_name
from partnercheck.workspace.open import Workspace

COMMA = ","


class NameField(NamedTuple):
    """A field for one name, or for several names separated by commas."""

    # Whose people they are; None for people of both sides.
    side: Perspective | None
    several: bool = False


class NearName(NamedTuple):
    """A typed name, and the similar known name that was probably meant."""

    field: str
    typed: str
    known: str


def name_keys(done: str) -> tuple[Key, ...]:
    """Return the keys of a form that asks for names; `done` is the label of the submitting key."""
    *first, help_key = form_keys(done)
    purpose = "Pick a name from the known people"
    purpose_of_yes = "Use the known name, if the program asks"
    return (
        *first,
        Key("form.names", "ctrl+n", "people", purpose, "people", typing=True),
        Key("form.yes", "ctrl+y", "known_name", purpose_of_yes, typing=True),
        help_key,
    )


class NameForm(FormPage[ResultT]):
    """A form that asks for names; subclasses set `workspace` and `vendor_id`."""

    workspace: Workspace
    # Empty in a form that asks only for our own people.
    vendor_id: str = ""
    # Whether the names that the form is opened with come from elsewhere, such as git, and not from
    # the file that it changes.
    GUESSES_NAMES: ClassVar[bool] = False
    # Whether to ask about a first name alone too, because the name becomes the name of a file.
    ASKS_FOR_WHOLE_NAMES: ClassVar[bool] = False

    def __init__(self) -> None:
        """Create the form, with no name looked up yet."""
        super().__init__()
        self._known: dict[Perspective | None, list[str]] = {}
        self._near: NearName | None = None
        # The values that the form was opened with.
        self._first: Mapping[str, str] = {}
        # The fields and names that are new, although they are like known ones.
        self._new_names: set[tuple[str, str]] = set()

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return the fields with names; `values` has the values of all fields."""
        return {}

    def known(self, side: Perspective | None) -> Sequence[str]:
        """Return the known names of a side."""
        if side not in self._known:
            rows = self.partnercheck.portfolio_cache.rows.values()
            owners = [row.vendor.owner for row in rows if row.vendor.owner]
            self._known[side] = known_names(self.workspace, side, self.vendor_id, owners)
        return self._known[side]

    def on_mount(self) -> None:
        """Complete names as they are typed."""
        self._first = self.query_one(Form).values()
        for field in self.name_fields(self._first):
            self.query_one(f"#{field}", Typed).suggester = NameSuggester(self._names_of(field))

    def _names_of(self, field: str) -> Callable[[], tuple[Sequence[str], bool]]:
        def names() -> tuple[Sequence[str], bool]:
            name_field = self.name_fields(self.query_one(Form).values())[field]
            return self.known(name_field.side), name_field.several

        return names

    async def action_done(self) -> None:
        """Submit the form; before that, ask about every name that resembles a known one."""
        form = self.query_one(Form)
        for field in form.inputs():
            await wait_for_typed_keys(field)
        self._near = self._first_near(form.values())
        if self._near is None:
            await super().action_done()
            return
        self._new_names.add((self._near.field, name_key(self._near.typed)))
        keys = self.key_label("form.yes"), self.key_label("form.done")
        self.refuse(
            f"Did you mean {self._near.known}? {keys[0]} uses that name, "
            f"{keys[1]} keeps {self._near.typed} as a different person",
            self._near.field,
        )

    def _first_near(self, values: Mapping[str, str]) -> NearName | None:
        for field, name_field in self.name_fields(values).items():
            # A name that the file had already needs no question.
            first = "" if self.GUESSES_NAMES else self._first[field]
            asked_before = _parts(first, name_field.several)
            for name in _parts(values[field], name_field.several):
                is_new = (field, name_key(name)) in self._new_names
                if is_new or not name or name in asked_before:
                    continue
                if known := self._meant(name_field.side, name):
                    return NearName(field, name, known)
        return None

    def _meant(self, side: Perspective | None, name: str) -> str:
        """Return the known name that was probably meant; empty if there is none."""
        if near := near_name(self.workspace, side, self.vendor_id, name):
            return near
        return longer_name(name, self.known(side)) if self.ASKS_FOR_WHOLE_NAMES else ""

    async def action_known_name(self) -> None:
        """Replace the typed name by the known one that the program has asked about."""
        if self._near is None:
            return
        field, typed, known = self._near
        self._near = None
        widget = self.query_one(f"#{field}", Typed)
        name_field = self.name_fields(self.query_one(Form).values())[field]
        names = [known if n == typed else n for n in _parts(widget.value, name_field.several)]
        widget.value = f"{COMMA} ".join(names)
        widget.cursor_position = len(widget.value)
        self.show_message(f"Changed to {known}")

    async def action_people(self) -> None:
        """List the known people, to pick one for the field with the focus."""
        form = self.query_one(Form)
        widget = self.focused
        name_field = self.name_fields(form.values()).get(widget.id or "") if widget else None
        if name_field is None or not isinstance(widget, Typed):
            self.show_message("This field does not take a name")
            return
        await wait_for_typed_keys(widget)
        if not (names := self.known(name_field.side)):
            self.show_message("No names are known yet. Type a name or a role")
            return

        def picked(name: str | None) -> None:
            self._put(widget, [name] if name else None)

        def picked_several(picks: list[str] | None) -> None:
            self._put(widget, picks)

        if name_field.several:
            typed = [each for each in _parts(widget.value, several=True) if each]
            await self.open(load_screen("pick people")(names, typed), picked_several)
        else:
            await self.open(load_screen("pick person")(names), picked)

    def _put(self, widget: Typed, names: Sequence[str] | None) -> None:
        if names is not None:
            widget.value = f"{COMMA} ".join(names)
            widget.cursor_position = len(widget.value)


class NameSuggester(Suggester):
    """Completes the name being typed; in a field for several names, the last one."""

    def __init__(self, names: Callable[[], tuple[Sequence[str], bool]]) -> None:
        """Create a suggester; `names` returns the known names, and whether there may be several."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = names

    async def get_suggestion(self, value: str) -> str | None:
        """Return the value with its last name completed; None if no known name begins with it."""
        names, several = self._names()
        before, comma, last = value.rpartition(COMMA) if several else ("", "", value)
        space = last[: len(last) - len(last.lstrip())]
        typed = last.strip().casefold()
        completion = next((each for each in names if each.casefold().startswith(typed)), "")
        if not typed or not completion:
            return None
        return f"{before}{comma}{space}{completion}"


def _parts(text: str, several: bool) -> list[str]:
    return [each.strip() for each in text.split(COMMA)] if several else [text.strip()]
