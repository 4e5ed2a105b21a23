"""The vendor to assess after this one."""

from __future__ import annotations

import datetime as dt

from partnercheck.assessing.sitting import Sitting
from partnercheck.base.errors import UserError
from partnercheck.verdicts.judged import judge_vendors
from partnercheck.verdicts.next import chosen, next_steps
from partnercheck.workspace.read_vendor import vendor_ids


def next_to_assess(sitting: Sitting, today: dt.date) -> str:
    """Return the id of the most urgent other vendor to assess; empty if there is none.

    A form to be sent back has no other vendor.
    """
    if sitting.file.handover:
        return ""
    workspace = sitting.file.workspace
    try:
        others = [each for each in vendor_ids(workspace) if each != sitting.response.vendor]
        steps = next_steps(workspace, judge_vendors(workspace, others, archived=False), today)
    except (UserError, OSError):
        return ""
    first = chosen(steps, action="assess", limit=1)
    return first[0].vendor.id if first else ""
