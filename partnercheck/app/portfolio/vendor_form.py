"""The form that adds a vendor, or edits every field of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from msgspec.structs import replace

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, NameForm, name_keys
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base.english import listed
from partnercheck.base.errors import UserError
from partnercheck.base.records import AIMS, CADENCES, Vendor
from partnercheck.base.text import one_line
from partnercheck.workspace.editing import known_fact_keys, save_vendor, tidy_vendor
from partnercheck.workspace.facts import facts_in, separate_facts, typed_fact, typed_value
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.vendor_filter import key_label
from partnercheck.workspace.vendors import add_vendor, since_from

HINTS = {
    "name": ("Name", "the name used in your company"),
    "supplies": ("Supplies", "what the vendor supplies to you"),
    "line": ("Line of work", "what is judged, such as chilled transport"),
    "value_chain": ("Value chain", "inbound, production, distribution, …"),
    "owner": ("Owner", "the person responsible on your side"),
    "contact": ("Contact", "the e-mail address of your contact at the vendor"),
    "since": ("Since", "when you began to work together: 2019, or 2019-05-01"),
    "tags": ("Tags", "separated by commas"),
    "target_why": ("Why that target", "why this class is the target"),
    "serves": ("Serves", f"which of our aims: {', '.join(AIMS)}"),
    "objective": ("Objective", "what both sides pursue together"),
    "benefit_buyer": ("Benefit to us", "what we gain"),
    "benefit_vendor": ("Benefit to them", "what they gain"),
    "charter": ("Objectives in", "a contract, a file or an address that describes them"),
}
TEXTS = ("supplies", "line", "value_chain", "owner", "contact", "target_why", "charter")
AIMS_OF_BOTH = ("objective", "benefit_buyer", "benefit_vendor")
# The headings of the form, by the first field below each.
GROUPS = {
    "name": "The vendor",
    "owner": "Contact and tags",
    "stage": "Stage and target",
    "objective": "What both sides pursue",
    "meets": "Meetings and facts",
}
STAGES = (("active", "active"), ("candidate", "not signed yet"))
FACT = "fact-"
FACTS_HINT = "your own: spend = 120000; risk = high"


class VendorForm(NameForm[str]):
    """A form for a new vendor or an existing one; the result is its id, or None if cancelled."""

    KEYS: ClassVar[Sequence[Key]] = name_keys("save")

    def __init__(self, workspace: Workspace, vendor: Vendor | None = None) -> None:
        """Create a form for a vendor, given as it was last read, or for a new vendor."""
        super().__init__()
        self.workspace = workspace
        self._original = vendor

    def fields(self) -> Sequence[Field]:
        """Return the fields of a vendor, with its current values."""
        classes = [(each.id, each.name) for each in self.workspace.instrument.classes]
        original = self._original or Vendor(name=" ")
        cadences = [("", "default, from the settings"), *((each, each) for each in CADENCES)]
        fields = [
            *map(self._typed, ("name", "supplies", "line", "value_chain", "owner", "contact")),
            *map(self._typed, ("since", "tags")),
            Field("stage", "Stage", original.stage, STAGES, group=GROUPS["stage"]),
            Field("target", "Target", original.target, [("", "no target"), *classes]),
            *map(self._typed, ("target_why", "serves", *AIMS_OF_BOTH, "charter")),
            Field("meets", "Meeting every", original.meets or "", cadences, group=GROUPS["meets"]),
            *(
                Field(f"{FACT}{key}", key_label(key), typed_fact(original.facts[key]))
                for key in original.facts
            ),
            Field("facts", "Facts", hint=FACTS_HINT),
        ]
        if self._original is None:
            fields.append(Field("id", "Id", hint="the folder's name; if empty, made from the name"))
        return fields

    def _typed(self, key: str) -> Field:
        label, hint = HINTS[key]
        return Field(
            key,
            label,
            _field_text(getattr(self._original, key)) if self._original else "",
            hint=hint,
            group=GROUPS.get(key, ""),
            required=key == "name",
        )

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return the owner."""
        return {"owner": NameField("buyer")}

    def on_mount(self) -> None:
        """Show the title and the key that saves the vendor."""
        done = self.key_label("form.done")
        if self._original:
            self.set_header(f"Edit {self._original.name}", f"id {self._original.id}")
            self.show_message(
                f"Press {done} in any field to save; to clear a value, leave its field empty"
            )
        else:
            # Before the fields, because so many of them look like a lot of work.
            self.set_header("Add a vendor: only the name is needed")
            self.show_message(f"Press {done} in any field to add the vendor")

    def _known_facts(self, values: dict[str, str]) -> list[str]:
        """Return the keys of facts in the workspace, if new facts were typed."""
        return known_fact_keys(self.workspace) if values["facts"] else []

    async def done(self, values: dict[str, str]) -> None:
        """Save the vendor, or show why it cannot be saved."""
        if not values["name"]:
            self.refuse("The name is missing. Enter one", "name")
            return
        serves = [aim.casefold() for aim in _words(values["serves"])]
        if unknown := [aim for aim in serves if aim not in AIMS]:
            self.refuse(f'"{unknown[0]}" is not an aim. The aims are {listed(AIMS)}', "serves")
            return
        original = self._original or Vendor(name=values["name"], id=values["id"])
        fields: dict[str, Any] = {
            key: _kept_layout(getattr(original, key), values[key])
            for key in ("name", *TEXTS, *AIMS_OF_BOTH)
        }
        for key, read in (
            ("since", since_from),
            ("facts", lambda _: _facts(original, values, self._known_facts(values))),
        ):
            try:
                fields[key] = read(values[key])
            except UserError as error:
                self.refuse(str(error), key)
                return
        wanted = replace(
            original,
            **fields,
            tags=tuple(_words(values["tags"])),
            serves=tuple(dict.fromkeys(serves)),
            stage=values["stage"],
            target=values["target"],
            meets=values["meets"] or None,
        )
        await self.finish_saved(lambda: self._save(wanted))

    def _save(self, wanted: Vendor) -> str:
        if self._original is None:
            return add_vendor(self.workspace, tidy_vendor(self.workspace, wanted)).id
        save_vendor(self.workspace, self._original, wanted)
        return wanted.id


def _field_text(value: Any) -> str:
    """Return the text that a field shows for a value."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return one_line(value) if isinstance(value, str) else "" if value is None else str(value)


def _kept_layout(saved: str, typed: str) -> str:
    """Return the text of a field; if it is unchanged, the saved text with its line breaks."""
    return saved if one_line(saved) == typed else typed


def _facts(original: Vendor, values: dict[str, str], known: Sequence[str]) -> dict[str, Any]:
    """Return the facts in the fields: the existing ones, and new ones."""
    existing = {key: values[f"{FACT}{key}"] for key in original.facts}
    unchanged = {key for key, typed in existing.items() if typed == typed_fact(original.facts[key])}
    facts = {
        key: original.facts[key] if key in unchanged else typed_value(key, typed)
        for key, typed in existing.items()
        if typed
    }
    return facts | facts_in(separate_facts(values["facts"]), known=known)


def _words(text: str) -> list[str]:
    """Return the parts of a text separated by commas."""
    return [word.strip() for word in text.split(",") if word.strip()]
