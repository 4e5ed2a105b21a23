"""The messages that accompany a result about vendors: file problems and missing answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from partnercheck.base.english import suggestion
from partnercheck.base.records import Problem
from partnercheck.commands import Context
from partnercheck.verdicts.judged import JudgedVendor


def nobody_answered(round_id: str, rounds: Iterable[str]) -> str:
    """Return the message that a round has no answers; a round that has some may be meant."""
    return f"Nobody has answered in {round_id}{suggestion(round_id, sorted(rounds))}"


@dataclass
class Notes:
    """The problems so far, the number of vendors, and whether anybody has answered."""

    problems: list[Problem] = field(default_factory=list)
    answered: bool = False
    rounds: set[str] = field(default_factory=set)
    count: int = 0

    def recording(self, vendors: Iterable[JudgedVendor]) -> Iterator[JudgedVendor]:
        """Yield the vendors, and record the problems of each."""
        files = None
        for judged in vendors:
            self.count += 1
            # The rounds of one vendor share its own files, whose problems are reported once.
            self.problems += judged.round.problems if judged.files is files else judged.problems
            files = judged.files
            self.answered |= bool(judged.round.responses)
            self.rounds.update(judged.files.rounds)
            yield judged

    def tell_missing(self, context: Context, round_id: str) -> None:
        """Write a message if the chosen round has no answers, or the workspace has no vendors."""
        if round_id and not self.answered:
            context.say(nobody_answered(round_id, self.rounds))
        if not self.count:
            context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
