"""The part of a command's result that comes from one vendor.

The part is small (texts, cells and problems, but no answers), so that it can be made in another
process and sent to this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from partnercheck.base.records import Problem
from partnercheck.verdicts.judged import JudgedVendor, judge_round, judge_vendors
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_round import read_round
from partnercheck.workspace.read_vendor import Description


class Selection(NamedTuple):
    """The rounds in which vendors are judged, and whether archived vendors are among them."""

    workspace: Workspace
    round_id: str = ""  # empty: each vendor's latest round
    archived: bool = True
    all_rounds: bool = False  # whether to judge every round, oldest first


class RoundContent(NamedTuple):
    """The content from one round of a vendor, with problems in files that were read only for it."""

    content: Any
    problems: tuple[Problem, ...] = ()


class VendorResult(NamedTuple):
    """A vendor's part of the result, and facts for the messages after the result."""

    contents: tuple[Any, ...]  # one for each judged round
    problems: tuple[Problem, ...]
    rounds: tuple[str, ...]  # the ids of all rounds of the vendor
    answered: bool  # whether there is a response in a judged round


MakeContent = Callable[[Workspace, JudgedVendor], RoundContent]


def vendor_result(
    selection: Selection, make: MakeContent, described: str | Description
) -> VendorResult | None:
    """Read and judge a vendor, and call `make` for each of its rounds; None if it is left out.

    The rounds of a vendor share the vendor's own files; problems in these are in the result once.
    """
    contents: list[Any] = []
    problems: tuple[Problem, ...] = ()
    files, answered = None, False
    for judged in _judged_rounds(selection, described):
        round_content = make(selection.workspace, judged)
        contents.append(round_content.content)
        read = judged.problems if files is None else judged.round.problems
        problems += (*read, *round_content.problems)
        files = judged.files
        answered |= bool(judged.round.responses)
    return VendorResult(tuple(contents), problems, files.rounds, answered) if files else None


def _judged_rounds(selection: Selection, described: str | Description) -> Iterator[JudgedVendor]:
    """Yield the vendor in the selected rounds; nothing if it is archived and not selected."""
    workspace, round_id, archived, all_rounds = selection
    for latest in judge_vendors(workspace, [described], round_id, archived):
        for wanted_id in (all_rounds and latest.files.rounds) or [latest.round.id]:
            if wanted_id == latest.round.id:
                yield latest
            else:
                round_ = read_round(workspace, latest.files, wanted_id)
                yield judge_round(workspace.instrument, latest.files, round_)
