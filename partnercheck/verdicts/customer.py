"""How vendors see us as a customer: each vendor's own answers from the latest round that has any.

Candidates are left out: their answers are about the talks and the trial, not about a relationship.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from partnercheck.base.records import Record, Vendor
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.customer import CustomerView, customer_view
from partnercheck.verdicts.judged import JudgedVendor, earlier_verdicts
from partnercheck.workspace.open import Workspace


class VendorOpinion(Record, frozen=True):
    """A vendor, and the last round in which it answered; None if it has never answered."""

    vendor: Vendor
    judged: JudgedVendor | None


class AsCustomer(Record, frozen=True):
    """How vendors see us: the view, the vendors whose answers it contains, and other vendors."""

    instrument: Instrument
    view: CustomerView
    opinions: tuple[VendorOpinion, ...]  # the vendors with an answer, in the given order
    silent: tuple[Vendor, ...]  # the vendors that have not answered
    candidates: tuple[Vendor, ...]

    def name(self, vendor_id: str) -> str:
        """Return the name of a vendor with an answer."""
        return next(each.vendor.name for each in self.opinions if each.vendor.id == vendor_id)

    def round(self, vendor_id: str) -> str:
        """Return the round of a vendor's answer."""
        by_id = {each.vendor.id: each.judged for each in self.opinions}
        judged = by_id[vendor_id]
        return judged.round.id if judged else ""


def latest_opinion(judged: JudgedVendor, earlier: Iterable[JudgedVendor]) -> VendorOpinion:
    """Return the judged round, or the newest earlier round, in which the vendor has given a score.

    `earlier` is newest first, and read only as far as necessary.
    """
    if "vendor" in judged.verdict.sides:
        return VendorOpinion(judged.vendor, judged)
    answered = next((each for each in earlier if "vendor" in each.verdict.sides), None)
    return VendorOpinion(judged.vendor, answered)


def opinions_of(
    workspace: Workspace, vendors: Iterable[JudgedVendor], round_id: str = ""
) -> Iterator[VendorOpinion]:
    """Yield each vendor with its last round with answers, or with the round `round_id` if given."""
    for judged in vendors:
        earlier = () if round_id else earlier_verdicts(workspace, judged)
        yield latest_opinion(judged, earlier)


def as_customer(instrument: Instrument, opinions: Iterable[VendorOpinion]) -> AsCustomer:
    """Return how vendors see us."""
    every = list(opinions)
    candidates = tuple(each.vendor for each in every if each.vendor.stage == "candidate")
    active = [each for each in every if each.vendor.stage != "candidate"]
    view = customer_view(
        instrument,
        {each.vendor.id: each.judged.round.responses for each in active if each.judged},
    )
    return AsCustomer(
        instrument=instrument,
        view=view,
        opinions=tuple(each for each in active if each.vendor.id in view.vendors),
        silent=tuple(each.vendor for each in active if each.vendor.id not in view.vendors),
        candidates=candidates,
    )
