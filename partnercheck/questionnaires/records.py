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
Kind = Literal["occasion", "standing", "own"]
Levels = Literal["together", "lowest"]

Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Whole = Annotated[int, msgspec.Meta(ge=0, le=999_999)]
ItemValue = Annotated[float, msgspec.Meta(ge=0, le=BEST_SCORE)]
Anchors = Annotated[
    tuple[Text, ...], msgspec.Meta(min_length=BEST_SCORE + 1, max_length=BEST_SCORE + 1)
]


class Item(Record, frozen=True):
    """One question: the same event in the buyer's and the vendor's wording, with five anchors.

    `kind` says what the question is about: an *occasion* that came up, a *standing* fact or
    initiative, or what each side did on its *own*. `anchors[n]` says what a score of n looks like
    (a behaviourally anchored rating scale, in the manner of Smith & Kendall 1963).

    A `core` item is in the quick form. A `critical` item is core, and a low score on it limits the
    state of its condition. A `reserve` item counts in the quick form if a core item of its
    condition had no occasion. A `balance` item is about giving: if only one side did it, that side
    gave more than the other. `which_side` asks, after a score of 2, which side it was.

    `vendor_hint` explains words of the question and its anchors to people who fill in a form.

    `dialogue` is a question for the next meeting. `practice` says what to do about a low score,
    `trial` how to test the item before signing, and `note_hint` what a note on the item should
    leave out or contain. Answers to a `confidential` item, such as whether a side would sign again,
    are not shown to the other side: a form promises that no agenda and no result quotes them.
    """

    id: Text
    condition: Text
    kind: Kind
    topic: Text
    buyer: Text
    vendor: Text
    anchors: Anchors
    vendor_hint: str = ""
    which_side: str = ""
    note_hint: str = ""
    dialogue: str = ""
    practice: str = ""
    trial: str = ""
    source: str = ""
    core: bool = False
    critical: bool = False
    reserve: bool = False
    balance: bool = False
    confidential: bool = False
    allows_no_occasion: bool = False

    @property
    def offers_no_occasion(self) -> bool:
        """Whether the item can be answered with *no occasion*."""
        return self.kind == "occasion" or self.allows_no_occasion

    @property
    def asks_which_side(self) -> bool:
        """Whether a score of 2 is followed by the question "which side did it?"."""
        return self.kind != "own"

    def question(self, perspective: Perspective) -> str:
        """Return the question in the wording for a side."""
        return self.buyer if perspective == "buyer" else self.vendor


class Condition(Record, frozen=True):
    """A condition of partnership, or one of the aspects (facets) that a lens measures.

    Its score is the mean of its items' scores or, with `combine = "lowest"`, the lowest of these
    scores. A facet can belong to a `group`.
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

    Its parts are the facets and the other groups that name it as their `group`. Its score is the
    lowest score of its parts or, with `combine = "mean"`, the mean of their scores.
    """

    id: Text
    name: Text
    combine: Combine = "lowest"
    meaning: str = ""
    group: str = ""


class Axis(Record, frozen=True):
    """One of the two axes of the map: the mean of some conditions' scores."""

    name: Text
    conditions: tuple[Text, ...]


class Offer(Record, frozen=True):
    """A reason to use a lens; it applies if any one of its criteria is met."""

    why: Text
    # Maps conditions to the best state that each may have, even if every open question turns out
    # best.
    conditions: Mapping[str, State] = {}
    classes: tuple[str, ...] = ()  # classes of the vendor, if the class is settled
    gap: bool = False  # whether a marked gap between the two sides' views is a reason


class LensWarning(Record, frozen=True):
    """A warning that a lens gives if all of its criteria are met.

    A criterion is met only if no open question could still change the result.
    """

    id: Text
    name: Text
    text: Text
    why: Text
    classes: tuple[str, ...] = ()  # the vendor's class is certainly one of these
    # The highest and the lowest state that a facet or group of the lens may have.
    at_most: Mapping[str, State] = {}
    at_least: Mapping[str, State] = {}
    # The highest state that a condition of partnership may have had in the last `rounds` assessed
    # rounds.
    conditions: Mapping[str, State] = {}
    # The highest score that an item of partnership may have in the last assessed round. It is
    # enough if one side's score is that low.
    items_at_most: Mapping[str, ItemValue] = {}
    rounds: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1


class ClassRule(Record, frozen=True):
    """The requirements of a class. All are minimums.

    A critical item that had no occasion meets the requirements `mutual` and `critical_needs`.
    """

    at_least: Mapping[State, Whole] = {}  # how many conditions must be in a state or a better one
    needs: Mapping[str, State] = {}  # the lowest state that the named condition may have
    mutual: Whole = 0  # how many critical items must come from both sides (`Limits.mutual`)
    critical_needs: Mapping[str, ItemValue] = {}  # the lowest value of a condition's critical item


class VendorClass(Record, frozen=True):
    """A class of vendors; a vendor is in it if any one of its rules is met."""

    id: Text
    name: Text
    short: Text
    glyph: Text
    rules: tuple[ClassRule, ...]
    meaning: str = ""


class States(Record, frozen=True):
    """The lowest score (0-100) of each state; below `partial` a condition is weak."""

    present: Percent = 66
    partial: Percent = 40


class Limits(Record, frozen=True):
    """The numbers of the rules, other than the thresholds of the states."""

    # This many items with a score of 0 keep a condition from being present.
    zeros: Whole = 1
    # The lowest value of a critical item with which its condition can be present, or partial;
    # halves are rounded up.
    critical_present: Whole = 2
    critical_partial: Whole = 1
    # From this value on, a critical item counts as coming from both sides.
    mutual: ItemValue = 2.5
    # An item is disputed if the two middle scores of one side's people are this far apart.
    disputed: Annotated[int, msgspec.Meta(ge=1, le=BEST_SCORE)] = 2
    # A condition cannot be assessed if fewer of its items had an occasion.
    least_items: Annotated[int, msgspec.Meta(ge=1, le=999)] = 3
    # The share of each condition's items that must be scored before a class so far is named.
    so_far: Share = 0.66
    # From this difference in points on, the gap between the two sides' scores is marked.
    gap: Percent = 25
    # The gap of a whole form is marked if the two sides' scores differ by `disputed` or more for
    # this share of the items that both sides scored.
    gap_items: Share = 0.25
    # A verdict has little evidence if fewer than this share of its scores have evidence.
    evidence: Share = 0.5
    # There is a caveat if more than this share of the form's items had no occasion.
    no_occasion: Share = 0.25
    # There is a caveat if at least this share of one respondent's scores are equal.
    straight: Share = 0.9
    # The balance is not shown if fewer answers than this name the side that acted.
    balance_items: Annotated[int, msgspec.Meta(ge=1, le=999)] = 6
    # From this change over a year on, in points, an arrow is shown. `trend` is for two full forms,
    # `trend_quick` is used if either form is a quick form.
    trend: Percent = 20
    trend_quick: Percent = 25


class Instrument(Record, frozen=True, dict=True):
    """A questionnaire with its thresholds and the rules of its classes, best class first.

    An instrument without classes is a lens: its `offers` say when the lens is worth using, and its
    `warnings` what to beware of. With `levels = "lowest"`, the score of each facet is the score
    from the level of respondents that scores the facet lowest.
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

    def may_ask(self, form: Form) -> frozenset[str]:
        """Return the ids of a form's items, including the reserve items that it may ask."""
        return self._ids[form] | self._reserve_ids

    def critical_of(self, condition: str) -> Item | None:
        """Return the critical item of a condition, or None."""
        return self._critical.get(condition)

    def reserve_of(self, condition: str) -> Item | None:
        """Return the reserve item of a condition, or None."""
        return self._reserve.get(condition)

    @cached_property
    def _critical(self) -> Mapping[str, Item]:
        return {item.condition: item for item in self.items if item.critical}

    @cached_property
    def _reserve(self) -> Mapping[str, Item]:
        return {item.condition: item for item in self.items if item.reserve}

    @cached_property
    def _reserve_ids(self) -> frozenset[str]:
        return frozenset(item.id for item in self.items if item.reserve)

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
        """Return the class with this id. Raises KeyError if the id is unknown."""
        for vendor_class in self.classes:
            if vendor_class.id == class_id:
                return vendor_class
        raise KeyError(class_id)
