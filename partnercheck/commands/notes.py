"""What is told beside a result about vendors: what is wrong in their files, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from partnercheck.base.records import Problem
from partnercheck.commands import Context
from partnercheck.verdicts.judged import Judged


@dataclass
class Notes:
    """Every problem once, how many vendors in a round there are, and whether anybody answered."""

    problems: dict[Problem, None] = field(default_factory=dict)
    answered: bool = False
    count: int = 0

    def add(self, problems: Iterable[Problem]) -> None:
        """Note problems; those that are noted already are the same."""
        self.problems |= dict.fromkeys(problems)

    def recording(self, vendors: Iterable[Judged]) -> Iterator[Judged]:
        """Yield the vendors, and note each as it is used."""
        for each in vendors:
            self.count += 1
            self.add(each.assessment.problems)
            self.answered |= bool(each.assessment.responses)
            yield each

    def tell_missing(self, context: Context, round_id: str) -> None:
        """Say where nobody has answered in the round asked for, or there are no vendors."""
        if round_id and not self.answered:
            context.say(f"Nobody has answered in {round_id}")
        if not self.count:
            context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
