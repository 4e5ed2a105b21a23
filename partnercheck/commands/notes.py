"""What is told beside a result about vendors: what is wrong in their files, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from partnercheck.base.records import Problem
from partnercheck.commands import Context
from partnercheck.verdicts.judged import JudgedVendor


@dataclass
class Notes:
    """The problems, how many vendors in a round there are, and whether anybody answered."""

    problems: list[Problem] = field(default_factory=list)
    answered: bool = False
    count: int = 0

    def recording(self, vendors: Iterable[JudgedVendor]) -> Iterator[JudgedVendor]:
        """Yield the vendors, and note each as it is used."""
        files = None
        for each in vendors:
            self.count += 1
            # A vendor may come in several rounds: they share the vendor's own files.
            self.problems += each.round.problems if each.files is files else each.problems
            files = each.files
            self.answered |= bool(each.round.responses)
            yield each

    def tell_missing(self, context: Context, round_id: str) -> None:
        """Say where nobody has answered in the round asked for, or there are no vendors."""
        if round_id and not self.answered:
            context.say(f"Nobody has answered in {round_id}")
        if not self.count:
            context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
