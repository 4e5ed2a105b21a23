"""The vendor to assess after this one."""

from __future__ import annotations

from partnercheck.app.shared.host import Host
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.errors import UserError
from partnercheck.verdicts.next import chosen


def next_to_assess(host: Host, sitting: Sitting) -> str:
    """Return the id of the most urgent other vendor to assess; empty if there is none.

    Only the vendors that have changed since the portfolio read them are read and judged. A form to
    be sent back has no other vendor.
    """
    if sitting.file.handover:
        return ""
    cache = host.portfolio_cache
    try:
        cache.refresh(sitting.file.workspace, host.today)
        cache.read_all()
    except (UserError, OSError):
        return ""
    steps = chosen(cache.steps, action="assess")
    others = (each.vendor.id for each in steps if each.vendor.id != sitting.response.vendor)
    return next(others, "")
