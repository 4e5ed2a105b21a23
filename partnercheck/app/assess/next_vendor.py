"""The vendor to assess after this one."""

from __future__ import annotations

from partnercheck.app.shared.host import Host
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Vendor
from partnercheck.verdicts.next import select_steps


def next_to_assess(host: Host, sitting: Sitting) -> str:
    """Return the id of the most urgent other vendor to assess; empty if there is none.

    Only vendors that have changed since the portfolio read them are read and judged again. For a
    form that is sent back, the result is empty.
    """
    if sitting.file.handover:
        return ""
    cache = host.portfolio_cache
    try:
        cache.refresh(sitting.file.workspace, host.today)
        cache.read_all()
    except (UserError, OSError):
        return ""
    vendor = _most_urgent(host, sitting)
    return vendor.id if vendor else ""


def probable_next(host: Host, sitting: Sitting) -> Vendor | None:
    """Return the vendor to assess next, judging by the rows read so far; None if unknown."""
    if sitting.file.handover or not host.portfolio_cache.complete:
        return None
    return _most_urgent(host, sitting)


def _most_urgent(host: Host, sitting: Sitting) -> Vendor | None:
    steps = select_steps(host.portfolio_cache.totals.steps, action="assess")
    others = (each.vendor for each in steps if each.vendor.id != sitting.response.vendor)
    return next(others, None)
