"""Lenses follow their own rules and never change a class."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import (
    LEVELS,
    PERSPECTIVES,
    Answer,
    Level,
    Perspective,
    Response,
    Settings,
    Vendor,
)
from partnercheck.questionnaires.check import check
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Instrument, State
from partnercheck.report.comparison import verdict_text
from partnercheck.rules.classify import judge
from partnercheck.rules.lens_warnings import matching_offer, warned_facets, warnings
from partnercheck.rules.lenses import LensVerdict, judge_lens, lowest_levels
from partnercheck.rules.records import Verdict
from partnercheck.verdicts.judged import earlier_verdicts, judge_vendor
from partnercheck.verdicts.lenses import lenses
from partnercheck.workspace.open import init, open_workspace
from partnercheck.workspace.vendors import add_vendor
from tests.support.running import TODAY
from tests.support.strategies import examples

LENSES = {each.id: each for each in packaged().values() if not each.classifies}
PARTNERSHIP = packaged()["partnership"]
WALK, TRUST = LENSES["walking-the-talk"], LENSES["trust-value"]


def test_there_are_four_lenses_and_each_passes_the_checks() -> None:
    assert set(LENSES) == {"trust-value", "focus", "walking-the-talk", "expectations"}
    for lens in LENSES.values():
        assert check(lens, lens.id) == []
        for item in lens.items:
            assert len(item.anchors) == 5
            assert item.dialogue, item.id
            assert item.practice, item.id
            assert item.trial, item.id
            assert item.source, item.id
            assert item.buyer != item.vendor, item.id


def test_offers_and_warnings_name_existing_conditions_and_classes() -> None:
    conditions = {each.id for each in PARTNERSHIP.conditions}
    classes = {each.id for each in PARTNERSHIP.classes}
    for lens in LENSES.values():
        assert lens.offers
        for offer in lens.offers:
            assert {*offer.conditions} <= conditions
            assert {*offer.classes} <= classes
            assert offer.why
        for warning in lens.warnings:
            assert {*warning.conditions} <= conditions
            assert {*warning.classes} <= classes
            assert warning.why


def test_item_ids_are_unique_over_all_instruments() -> None:
    ids = [item.id for instrument in packaged().values() for item in instrument.items]
    assert len(ids) == len(set(ids))


def response(
    instrument: Instrument,
    scores: dict[str, int],
    side: Perspective = "buyer",
    who: str = "Alice",
    level: Level | None = None,
) -> Response:
    answers = {item: Answer(score=score) for item, score in scores.items()}
    return Response(instrument.id, "acme", "2026-q4", side, who, level=level, answers=answers)


def evenly(instrument: Instrument, facets: dict[str, int], **more: object) -> Response:
    """Return a response with one score for all items of a facet, 3 unless another is given."""
    scores = {item.id: facets.get(item.condition, 3) for item in instrument.items}
    return response(instrument, scores, **more)  # type: ignore[arg-type]


@st.composite
def answered(draw: st.DrawFn, instrument: Instrument) -> Response:
    scores = draw(
        st.dictionaries(st.sampled_from([i.id for i in instrument.items]), st.integers(0, 4))
    )
    return response(
        instrument,
        scores,
        draw(st.sampled_from(PERSPECTIVES)),
        draw(st.sampled_from(["Alice", "Bob", "Cleo"])),
        draw(st.sampled_from([None, *LEVELS])),
    )


@examples(150)
@given(
    st.lists(answered(PARTNERSHIP), max_size=4),
    st.lists(
        st.sampled_from(list(LENSES)).flatmap(lambda lens: answered(LENSES[lens])), max_size=5
    ),
)
def test_answers_to_lenses_change_no_verdict(
    responses: list[Response], lens_responses: list[Response]
) -> None:
    assert judge(PARTNERSHIP, [*lens_responses, *responses, *lens_responses]) == judge(
        PARTNERSHIP, responses
    )


@examples(25)
@given(
    st.lists(st.tuples(st.integers(0, 27), st.integers(0, 4)), max_size=8),
    st.lists(
        st.tuples(
            st.sampled_from(list(LENSES)), st.sampled_from(["2026-q3", "2026-q4", "2027-q1"])
        ),
        max_size=4,
    ),
)
def test_answers_to_lenses_change_no_class_of_a_workspace(
    tmp_path_factory: pytest.TempPathFactory,
    answers: list[tuple[int, int]],
    lens_answers: list[tuple[str, str]],
) -> None:
    root = tmp_path_factory.mktemp("made")
    init(root, Settings())
    opened = open_workspace(root)
    add_vendor(opened, Vendor(name="Acme"))
    for number, score in answers:
        start = Start("acme", "buyer", "Alice", round="2026-q4")
        start_sitting(opened, start, TODAY).save_answer(
            PARTNERSHIP.items[number].id, Answer(score=score)
        )
    before = judge_vendor(opened, "acme")
    for lens, round_id in lens_answers:
        start = Start("acme", "vendor", "Jane", round=round_id, instrument=lens)
        start_sitting(opened, start, TODAY).save_answer(LENSES[lens].items[0].id, Answer(score=4))
    after = judge_vendor(opened, "acme")
    assert after.verdict == before.verdict
    assert verdict_text(after) == verdict_text(before)
    if answers:
        assert after.round.id == before.round.id == "2026-q4"


def group(lens_verdict: LensVerdict, name: str) -> tuple[float, float]:
    return next((each.low, each.high) for each in lens_verdict.groups if each.id == name)


@examples(200)
@given(st.lists(answered(TRUST), min_size=1, max_size=3))
def test_trust_is_the_lowest_of_its_three_facets(responses: list[Response]) -> None:
    lens_verdict = judge_lens(TRUST, responses)
    trust_facets = [
        each for each in lens_verdict.facets if each.id in ("integrity", "competence", "compassion")
    ]
    assert len(trust_facets) == 3
    assert group(lens_verdict, "trust") == (
        min(f.low for f in trust_facets),
        min(f.high for f in trust_facets),
    )


@examples(200)
@given(st.lists(answered(WALK), min_size=1, max_size=5))
def test_walking_the_talk_is_judged_by_the_lowest_level(responses: list[Response]) -> None:
    unique = list({(r.perspective, r.respondent): r for r in responses}.values())
    lens_verdict = judge_lens(WALK, unique)
    for index, facet in enumerate(lens_verdict.facets):
        for side, of_side in facet.sides.items():
            of_the_side = [r for r in unique if r.perspective == side and r.scored]
            by_level = [
                judge_lens(WALK, [r for r in of_the_side if r.level == level])
                .facets[index]
                .sides[side]
                for level in {r.level for r in of_the_side}
            ]
            assert of_side.low == min(each.low for each in by_level)
            assert of_side.high == min(each.high for each in by_level)


def test_the_level_that_models_a_behaviour_least_decides() -> None:
    executive = evenly(WALK, {}, who="Ann", level="executive")
    operations = evenly(WALK, {"coaching": 0}, who="Bob", level="operations")
    assert group(judge_lens(WALK, [executive]), "walk") == (75, 75)
    assert group(judge_lens(WALK, [executive, operations]), "walk") == (0, 0)
    together = replace(WALK, levels="together")
    assert group(judge_lens(together, [executive, operations]), "walk") == (12.5, 62.5)


def test_the_level_that_certainly_scores_a_facet_lowest_is_named() -> None:
    executive = evenly(WALK, {}, who="Ann", level="executive")
    operations = evenly(WALK, {"coaching": 1}, who="Bob", level="operations")
    assert lowest_levels(WALK, [executive, operations]) == {"coaching": "operations"}
    assert lowest_levels(WALK, [operations]) == {}
    assert lowest_levels(replace(WALK, levels="together"), [executive, operations]) == {}


def test_a_warning_knows_the_facets_that_it_is_about() -> None:
    [warning] = WALK.warnings
    found = judge_lens(WALK, [evenly(WALK, {"coaching": 1})])
    assert [facet.id for facet in warned_facets(WALK, found, warning)] == ["coaching"]


def test_flow_is_the_lowest_of_its_items() -> None:
    lens = LENSES["expectations"]
    scores = {item.id: 4 for item in lens.items} | {"flow-payments": 1}
    flow = next(f for f in judge_lens(lens, [response(lens, scores)]).facets if f.id == "flow")
    assert (flow.low, flow.high) == (25, 25)


def verdict(fair_split: int | None = None, **scores: int) -> Verdict:
    """Return a verdict on both sides' full responses, with one score for each condition's items."""
    files = [evenly(PARTNERSHIP, scores), evenly(PARTNERSHIP, scores, side="vendor", who="Jane")]
    if fair_split is not None:
        fair = {"gains-fair-split": Answer(score=fair_split)}
        files = [replace(file, answers={**file.answers, **fair}) for file in files]
    return judge(PARTNERSHIP, files)


PARTNER = verdict()
WEAK_GAINS = verdict(gains=1)


def warning_ids(lens: Instrument, lens_verdict: LensVerdict, verdicts: list[Verdict]) -> list[str]:
    return [warning.id for warning in warnings(lens, lens_verdict, verdicts)]


def items_scored(lens: Instrument, facet: str, total: int) -> dict[str, int]:
    """Return scores with this total over a facet's items, and 4 on every other item."""
    scores = {item.id: 4 for item in lens.items}
    for item in lens.items_of(facet):
        scores[item.id] = min(4, total)
        total -= scores[item.id]
    assert total == 0
    return scores


def test_all_talk_appears_exactly_for_a_partner_whose_walk_is_weak() -> None:
    most = 4 * len(WALK.items_of("coaching"))
    under = max(n for n in range(most) if 100 * n / most < WALK.states.partial)
    weak = judge_lens(WALK, [response(WALK, items_scored(WALK, "coaching", under))])
    enough = judge_lens(WALK, [response(WALK, items_scored(WALK, "coaching", under + 1))])
    assert warning_ids(WALK, weak, [PARTNER]) == ["all-talk"]
    assert warning_ids(WALK, enough, [PARTNER]) == []
    assert warning_ids(WALK, weak, [verdict(learning=2)]) == [], "a near partner is not warned"
    assert warning_ids(WALK, judge_lens(WALK, []), [PARTNER]) == [], "nobody has looked"
    some_open = dict(list(items_scored(WALK, "coaching", 0).items())[3:])
    assert warning_ids(WALK, judge_lens(WALK, [response(WALK, some_open)]), [PARTNER]) == [
        "all-talk"
    ], "coaching is weak whatever the open questions are"


def test_left_out_items_cause_no_warning() -> None:
    """Items without an occasion are left out, and the others at 3 are not weak."""
    answers = {
        item.id: Answer(skip="no-occasion") if item.offers_no_occasion else Answer(score=3)
        for item in WALK.items
    }
    lens_verdict = judge_lens(WALK, [replace(response(WALK, {}), answers=answers)])
    assert warning_ids(WALK, lens_verdict, [PARTNER]) == []


@pytest.mark.parametrize("facet", ["mutual-goals", "communication", "resolution", "modelling"])
def test_a_group_inside_another_lowers_the_outer_one(facet: str) -> None:
    """Any one success factor that is weak makes the whole weak."""
    lens_verdict = judge_lens(WALK, [evenly(WALK, {facet: 1})])
    assert group(lens_verdict, "management") == (25, 25)
    assert group(lens_verdict, "walk") == (25, 25)
    assert warning_ids(WALK, lens_verdict, [PARTNER]) == ["all-talk"]


def test_high_value_under_low_trust_appears_exactly_at_its_thresholds() -> None:
    """The two scores on compassion and the two on emotional value vary; all others are 3."""

    def scored(trust: tuple[int, int], value: tuple[int, int]) -> LensVerdict:
        scores = {item.id: 3 for item in TRUST.items}
        for facet, pair in (("compassion", trust), ("emotional", value)):
            items = TRUST.items_of(facet)
            scores |= {item.id: score for item, score in zip(items, pair, strict=True)}
        return judge_lens(TRUST, [response(TRUST, scores)])

    low, partial = (1, 2), (2, 2)
    high, lower = (2, 3), (1, 3)
    assert group(scored(low, high), "trust") == (37.5, 37.5)
    assert group(scored(partial, high), "trust") == (50, 50)
    assert group(scored(low, high), "value") == (68.75, 68.75)
    assert group(scored(low, lower), "value") == (62.5, 62.5)
    assert warning_ids(TRUST, scored(low, high), [PARTNER]) == ["value-without-trust"]
    assert warning_ids(TRUST, scored(partial, high), [PARTNER]) == []
    assert warning_ids(TRUST, scored(low, lower), [PARTNER]) == []


def test_walking_away_is_asked_about_after_two_weak_rounds_running() -> None:
    nothing = judge_lens(TRUST, [])
    assert warning_ids(TRUST, nothing, [WEAK_GAINS, WEAK_GAINS]) == ["walk-away"]
    assert warning_ids(TRUST, nothing, [WEAK_GAINS]) == []
    fair = verdict(gains=1, fair_split=3)
    assert fair.conditions[1].state_high == "weak"
    assert warning_ids(TRUST, nothing, [WEAK_GAINS, fair]) == [], "the split is seen as fair"
    assert warning_ids(TRUST, nothing, [PARTNER, WEAK_GAINS]) == []
    assert warning_ids(TRUST, nothing, [WEAK_GAINS, PARTNER]) == []
    assert warning_ids(TRUST, nothing, [WEAK_GAINS, verdict(gains=2)]) == [], "partial is not weak"
    quick_look = judge(PARTNERSHIP, [response(PARTNERSHIP, {"gains-fair-split": 1})])
    assert warning_ids(TRUST, nothing, [WEAK_GAINS, quick_look]) == [], "open is not weak"


def is_offered(lens: str, verdict: Verdict) -> bool:
    return matching_offer(LENSES[lens], verdict) is not None


@pytest.mark.parametrize(
    ("lens", "condition", "just", "not_yet"),
    [
        ("trust-value", "reciprocity", 2, 3),
        ("trust-value", "gains", 2, 3),
        ("focus", "gains", 2, 3),
        ("expectations", "culture", 2, 3),
    ],
)
def test_a_lens_is_offered_if_a_condition_is_not_present(
    lens: str, condition: str, just: int, not_yet: int
) -> None:
    assert is_offered(lens, verdict(**{condition: just}))
    assert not is_offered(lens, verdict(**{condition: not_yet}))


def test_a_lens_is_offered_for_a_class_or_a_gap_and_never_without_a_finding() -> None:
    assert is_offered("walking-the-talk", PARTNER)
    assert is_offered("focus", verdict(learning=2))
    unassessed = judge(PARTNERSHIP, [])
    assert not any(is_offered(lens, unassessed) for lens in LENSES)
    with_gap = judge(
        PARTNERSHIP,
        [
            evenly(PARTNERSHIP, {"learning": 4, "culture": 1}),
            evenly(PARTNERSHIP, {"culture": 1}, side="vendor", who="Jane"),
        ],
    )
    assert [c.gap for c in with_gap.conditions][3] == 25
    assert is_offered("trust-value", with_gap)
    assert not is_offered("trust-value", verdict(culture=1))


def test_an_offer_needs_a_state_that_is_certain_whatever_is_open() -> None:
    half: dict[str, State] = {"reciprocity": "partial"}
    zero = judge(PARTNERSHIP, [response(PARTNERSHIP, {"reciprocity-sign-again": 0})])
    assert {c.id: c.state_high for c in zero.conditions}["reciprocity"] == "weak"
    assert matching_offer(TRUST, zero), "a critical zero is weak, whatever is open"
    assert half
    three = judge(PARTNERSHIP, [response(PARTNERSHIP, {"reciprocity-sign-again": 3})])
    assert matching_offer(TRUST, three) is None, "open is not a finding"


def test_the_lenses_of_a_workspace_carry_warnings_and_reasons(tmp_path: Path) -> None:
    init(tmp_path, Settings())
    opened = open_workspace(tmp_path)
    add_vendor(opened, Vendor(name="Acme"))
    for round_id in ("2026-q3", "2026-q4"):
        sitting = start_sitting(opened, Start("acme", "buyer", "Alice", round=round_id), TODAY)
        for item in PARTNERSHIP.items:
            sitting.save_answer(item.id, Answer(score=1 if item.condition == "gains" else 3))
    judged = judge_vendor(opened, "acme")
    by_id = {
        each.instrument.id: each
        for each in lenses(opened, judged, earlier_verdicts(opened, judged))
    }
    assert [each.id for each in by_id["trust-value"].warnings] == ["walk-away"]
    assert "Mutual gains are not present" in by_id["trust-value"].reason_to_answer
    assert by_id["expectations"].reason_to_answer == ""
