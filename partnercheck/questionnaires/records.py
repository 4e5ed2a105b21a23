"""The records of an instrument: conditions, items with their anchors, classes, thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

import msgspec

from partnercheck.base.records import BEST_SCORE, Form, Perspective, Record, Text

State = Literal["weak", "partial", "present"]
STATES: tuple[State, ...] = ("weak", "partial", "present")
Combine = Literal["mean", "lowest"]
Levels = Literal["together", "lowest"]

Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Whole = Annotated[int, msgspec.Meta(ge=0, le=999_999)]
Anchors = Annotated[
    tuple[Text, ...], msgspec.Meta(min_length=BEST_SCORE + 1, max_length=BEST_SCORE + 1)
]


class Item(Record, frozen=True):
    """One question: the same event in the buyer's and the vendor's wording, with five anchors.

    The anchors form a behaviourally anchored rating scale (Smith & Kendall 1963).
    """

    id: Text
    condition: Text
    topic: Text
    buyer: Text
    vendor: Text
    anchors: Anchors  # `anchors[n]` describes a vendor with a score of n
    dialogue: str = ""  # a question for the next meeting
    practice: str = ""  # what to do about a low score
    trial: str = ""  # how to find out before a contract is signed
    source: str = ""
    core: bool = False
    critical: bool = False
    confidential: bool = False  # each side's answer is shown to that side only

    def question(self, perspective: Perspective) -> str:
        """Return the question in the wording for one side."""
        return self.buyer if perspective == "buyer" else self.vendor


class Condition(Record, frozen=True):
    """A condition of partnership, or one of the aspects (facets) that a lens measures.

    Its score is the mean of its items' scores, or the lowest of them with `combine = "lowest"`. A
    facet can belong to a `group`.
    """

    id: Text
    name: Text
    short: Text
    question: Text
    meaning: str = ""
    combine: Combine = "mean"
    group: str = ""


class Group(Record, frozen=True):
    """Facets of a lens that are judged together, such as the three facets of trust.

    Its score is that of its lowest facet, or the mean of all with `combine = "mean"`.
    """

    id: Text
    name: Text
    combine: Combine = "lowest"
    meaning: str = ""


class Axis(Record, frozen=True):
    """One of the two axes of the map: the mean of some conditions' scores."""

    name: Text
    conditions: tuple[Text, ...]


class Offer(Record, frozen=True):
    """A reason to use a lens; it applies if any one of its criteria is met."""

    why: Text
    # Conditions by the best state they may have, even if every open question turns out best.
    conditions: Mapping[str, State] = {}
    classes: tuple[str, ...] = ()  # classes of the vendor, if the class is settled
    gap: bool = False  # whether a marked gap between the two sides' views is a reason


class LensWarning(Record, frozen=True):
    """A warning that a lens gives if all of its criteria are met, whatever the open answers.

    A class or a state counts only if no open question could change it.
    """

    id: Text
    name: Text
    text: Text
    why: Text
    classes: tuple[str, ...] = ()  # classes of the vendor
    at_most: Mapping[str, State] = {}  # the best state of each facet or group of the lens
    at_least: Mapping[str, State] = {}  # the worst state of each facet or group of the lens
    conditions: Mapping[str, State] = {}  # the best state of each condition of partnership
    # For how many assessed rounds in a row the conditions have been in these states.
    rounds: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1


class ClassRule(Record, frozen=True):
    """The states that a class requires of the conditions, always as minimums."""

    at_least: Mapping[State, Whole] = {}  # how many conditions must have this state or a better one
    needs: Mapping[str, State] = {}  # the least state of particular conditions


class VendorClass(Record, frozen=True):
    """A class of vendors; a vendor is in it if any one of its rules is met."""

    id: Text
    name: Text
    short: Text
    glyph: Text
    rules: tuple[ClassRule, ...]
    meaning: str = ""


class States(Record, frozen=True):
    """The least score (0-100) of each state; below `partial` a condition is weak."""

    present: Percent = 70
    partial: Percent = 40


class Limits(Record, frozen=True):
    """Low scores that a mean must not hide, and the least data for a verdict."""

    zeros: Whole = 2  # with this many items at 0, a condition cannot be present
    critical_present: Whole = 2  # the least score of each critical item for present
    critical_partial: Whole = 1  # the least score of each critical item for partial
    assessable: Share = 0.5  # the share of a form's items that must apply
    so_far: Share = 0.66  # the share of applicable items to score for a provisional class
    gap: Percent = 25  # from this many points on, a gap between the two sides is marked
    evidence: Share = 0.5  # below this share of evidenced scores, a view is mostly opinion


class Instrument(Record, frozen=True, dict=True):
    """A questionnaire with its thresholds and the rules of its classes, best class first.

    One without classes is a lens: its `offers` say when it is worth using, and its `warnings` what
    to beware of. With `levels = "lowest"`, the level of respondents with the lowest score counts.
    """

    id: Text
    name: Text
    conditions: tuple[Condition, ...]
    items: tuple[Item, ...]
    version: Whole = 1
    purpose: str = ""
    classifies: bool = False
    months: Whole = 12
    states: States = States()
    limits: Limits = Limits()
    classes: tuple[VendorClass, ...] = ()
    axes: tuple[Axis, ...] = ()
    groups: tuple[Group, ...] = ()
    levels: Levels = "together"
    offers: tuple[Offer, ...] = ()
    warnings: tuple[LensWarning, ...] = ()

    def form_items(self, form: Form) -> tuple[Item, ...]:
        """Return the items of a form, in the instrument's order."""
        return self.items if form == "full" else self._core

    def items_of(self, condition: str) -> tuple[Item, ...]:
        """Return the items of one condition, in the instrument's order."""
        return self._by_condition.get(condition, ())

    def asks(self, form: Form) -> frozenset[str]:
        """Return the ids of a form's items."""
        return self._ids[form]

    @cached_property
    def _core(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.core)

    @cached_property
    def _ids(self) -> Mapping[Form, frozenset[str]]:
        forms: tuple[Form, ...] = ("full", "quick")
        return {form: frozenset(item.id for item in self.form_items(form)) for form in forms}

    @cached_property
    def _by_condition(self) -> Mapping[str, tuple[Item, ...]]:
        ids = {item.condition for item in self.items}
        return {each: tuple(i for i in self.items if i.condition == each) for each in ids}

    def class_named(self, class_id: str) -> VendorClass:
        """Return the class with this id. Raises KeyError for an unknown one."""
        for vendor_class in self.classes:
            if vendor_class.id == class_id:
                return vendor_class
        raise KeyError(class_id)
