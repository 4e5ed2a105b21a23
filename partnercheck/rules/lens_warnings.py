"""Which lens to offer after a verdict, and which warnings a lens gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from partnercheck.questionnaires.records import Instrument, LensWarning, Offer, State
from partnercheck.rules.conditions import RANK
from partnercheck.rules.lenses import LensVerdict, Part
from partnercheck.rules.records import ConditionVerdict, Verdict


def warned_facets(
    lens: Instrument, lens_verdict: LensVerdict, warning: LensWarning
) -> tuple[ConditionVerdict, ...]:
    """Return the facets that are certainly as low as a warning requires, the lowest first.

    A facet counts if the warning names the facet, or a group to which it belongs.
    """
    group_of = {facet.id: facet.group for facet in lens.conditions}
    group_of |= {group.id: group.group for group in lens.groups}

    def limit_of(part: str) -> State | None:
        limit = warning.at_most.get(part)
        return limit if limit or not group_of[part] else limit_of(group_of[part])

    warnings = [
        facet
        for facet in lens_verdict.facets
        if (limit := limit_of(facet.id)) and RANK[facet.state_high] <= RANK[limit]
    ]
    return tuple(sorted(warnings, key=lambda facet: (facet.high, facet.low)))


def matching_offer(lens: Instrument, verdict: Verdict) -> Offer | None:
    """Return the first offer of a lens for which the verdict is a reason; None if there is none."""
    if not verdict.assessed:
        return None
    return next((offer for offer in lens.offers if _applies(lens, offer, verdict)), None)


def _applies(lens: Instrument, offer: Offer, verdict: Verdict) -> bool:
    """Whether a verdict meets at least one criterion of an offer."""
    if offer.gap and any(
        condition.gap is not None and abs(condition.gap) >= lens.limits.gap
        for condition in verdict.conditions
    ):
        return True
    # A class that is still open is no reason: the next answer could change the class.
    if verdict.settled and verdict.worst_class in offer.classes:
        return True
    return any(
        _at_most(verdict.conditions, {key: state}) for key, state in offer.conditions.items()
    )


def warnings(
    lens: Instrument, lens_verdict: LensVerdict, verdicts: Sequence[Verdict]
) -> list[LensWarning]:
    """Return the warnings of a lens that apply.

    A warning about facets applies only if the lens has answers.

    Args:
        lens: The lens.
        lens_verdict: Its result in the current round.
        verdicts: The verdicts of the assessed rounds, from the oldest to the current round.

    """
    return [warning for warning in lens.warnings if _warns(warning, lens_verdict, verdicts)]


def rounds_needed(lens: Instrument, current: Verdict) -> int:
    """Return the number of rounds, with the current round, that decide which warnings apply.

    The number is 1 unless the current round meets the conditions of a warning about several
    rounds. So earlier rounds are judged only if they can matter.
    """
    return max(
        (
            warning.rounds
            for warning in lens.warnings
            if warning.conditions and _at_most(current.conditions, warning.conditions)
        ),
        default=1,
    )


def _warns(warning: LensWarning, lens_verdict: LensVerdict, verdicts: Sequence[Verdict]) -> bool:
    """Whether all criteria of a warning are met."""
    if not verdicts or not verdicts[-1].assessed:
        return False
    current = verdicts[-1]
    if warning.classes and not (current.settled and current.worst_class in warning.classes):
        return False
    if (warning.at_most or warning.at_least) and not lens_verdict.assessed:
        return False
    parts: list[Part] = [*lens_verdict.facets, *lens_verdict.groups]
    if not _at_most(parts, warning.at_most) or not _at_least(parts, warning.at_least):
        return False
    if not all(
        _scored_at_most(current, item, value) for item, value in warning.items_at_most.items()
    ):
        return False
    # A warning about several rounds is not given until that many rounds have been assessed.
    latest = verdicts[-warning.rounds :]
    return not warning.conditions or (
        len(latest) == warning.rounds
        and all(_at_most(verdict.conditions, warning.conditions) for verdict in latest)
    )


def _scored_at_most(verdict: Verdict, item: str, value: float) -> bool:
    """Whether the lower of the sides' views of an item is certainly at most a value (0-4)."""
    # An item that is left out has the value 0, but this value is not a score.
    return any(
        reading.item == item and bool(reading.scores) and reading.high <= value
        for condition in verdict.conditions
        for side in condition.sides.values()
        for reading in side.items
    )


def _at_most(parts: Iterable[Part], limits: Mapping[str, State]) -> bool:
    """Whether the state of each named part is at most its limit, even in the high reading."""
    states = {part.id: part.state_high for part in parts}
    return all(
        name in states and RANK[states[name]] <= RANK[state] for name, state in limits.items()
    )


def _at_least(parts: Iterable[Part], limits: Mapping[str, State]) -> bool:
    """Whether the state of each named part is at least its limit, even in the low reading."""
    states = {part.id: part.state_low for part in parts}
    return all(
        name in states and RANK[states[name]] >= RANK[state] for name, state in limits.items()
    )
