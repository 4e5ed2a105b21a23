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

    `anchors[n]` says what a score of n looks like (a behaviourally anchored rating scale,
    Smith & Kendall 1963). `dialogue` is a question for the next meeting, `practice` what to do
    about a low score, `trial` how to find out before signing. What a side answers to a
    `confidential` item is for that side alone, as whether it would sign again.
    """

    id: Text
    condition: Text
    topic: Text
    buyer: Text
    vendor: Text
    anchors: Anchors
    dialogue: str = ""
    practice: str = ""
    trial: str = ""
    source: str = ""
    core: bool = False
    critical: bool = False
    confidential: bool = False

    def question(self, perspective: Perspective) -> str:
        """Return the question in the wording for one side."""
        return self.buyer if perspective == "buyer" else self.vendor


class Condition(Record, frozen=True):
    """A condition of partnership, or a facet of a lens.

    Its score is the mean of its items, or with `combine = "lowest"` that of its lowest. A facet
    can belong to a `group`.
    """

    id: Text
    name: Text
    short: Text
    question: Text
    meaning: str = ""
    combine: Combine = "mean"
    group: str = ""


class Group(Record, frozen=True):
    """Facets of a lens that make one thing: trust, of which every one of three must show.

    Its score is that of its lowest facet, or with `combine = "mean"` their mean.
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
    """A reason to use a lens; any one of its findings is enough.

    `conditions` are at most in a state, even if every open question turns out best; `classes` are
    settled classes; `gap` is a marked gap between the two sides' views.
    """

    why: Text
    conditions: Mapping[str, State] = {}
    classes: tuple[str, ...] = ()
    gap: bool = False


class LensWarning(Record, frozen=True):
    """What a lens warns of, and why; it holds where everything that it names is sure.

    `classes` are settled classes of the vendor; `at_most` and `at_least` are states of the lens's
    facets or groups; `conditions` are states that conditions of partnership are at most in, and
    have been in for so many assessed rounds running. A state counts only where it holds whatever
    the open questions turn out to be.
    """

    id: Text
    name: Text
    text: Text
    why: Text
    classes: tuple[str, ...] = ()
    at_most: Mapping[str, State] = {}
    at_least: Mapping[str, State] = {}
    conditions: Mapping[str, State] = {}
    rounds: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1


class ClassRule(Record, frozen=True):
    """What a class asks of the conditions' states; it can only ask for *at least*.

    `at_least` counts conditions in a state or a better one; `needs` names conditions.
    """

    at_least: Mapping[State, Whole] = {}
    needs: Mapping[str, State] = {}


class VendorClass(Record, frozen=True):
    """A class of vendor; any one of its rules is enough."""

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
    """What a mean must not hide, and when there is too little to say.

    `zeros`: so many items at 0 keep a condition from present. `critical_present` and
    `critical_partial`: a critical item below keeps it from that state. `assessable`: the share
    of a form's items that must be left after *does not apply*. `so_far`: the share of items
    left that must be scored for a class so far. `gap`: points between two perspectives worth a
    mark. `evidence`: under this share of evidenced scores it is mostly opinion.
    """

    zeros: Whole = 2
    critical_present: Whole = 2
    critical_partial: Whole = 1
    assessable: Share = 0.5
    so_far: Share = 0.66
    gap: Percent = 25
    evidence: Share = 0.5


class Instrument(Record, frozen=True, dict=True):
    """A questionnaire with its thresholds and the rules of its classes, best class first.

    One without classes is a lens: its `offers` say when it is worth a look, its `warnings` what
    it warns of. With `levels = "lowest"` the lowest of the respondents' levels counts.
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
        """The ids of a form's items."""
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
