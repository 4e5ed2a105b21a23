"""The messages that accompany a result about vendors: file problems and missing answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from partnercheck.base.english import suggestion
from partnercheck.base.records import Problem
from partnercheck.commands import Context
from partnercheck.verdicts.vendor_results import VendorResult


def nobody_answered(round_id: str, rounds: Iterable[str]) -> str:
    """Return the message that a round has no answers; it suggests a similar round with answers."""
    return f"Nobody has answered in {round_id}{suggestion(round_id, sorted(rounds))}"


@dataclass
class Notes:
    """The problems so far, the number of vendors, and whether anybody has answered."""

    problems: list[Problem] = field(default_factory=list)
    answered: bool = False
    rounds: set[str] = field(default_factory=set)
    count: int = 0

    def recording(self, results: Iterable[VendorResult | None]) -> Iterator[Any]:
        """Yield the contents of the results, and record the problems of each vendor."""
        for result in results:
            if result is None:
                continue
            self.count += 1
            self.problems += result.problems
            self.answered |= result.answered
            self.rounds.update(result.rounds)
            yield from result.contents

    def tell_missing(self, context: Context, round_id: str) -> None:
        """Write a message if the chosen round has no answers, or the workspace has no vendors."""
        if round_id and not self.answered:
            context.say(nobody_answered(round_id, self.rounds))
        if not self.count:
            context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
