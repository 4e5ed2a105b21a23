"""Responses as hypothesis draws them."""

from __future__ import annotations

from hypothesis import strategies as st

from partnercheck.base.records import (
    CANDIDATE_BASES,
    FORMS,
    LEVELS,
    PERSPECTIVES,
    Answer,
    Response,
)
from partnercheck.base.text import clean
from partnercheck.questionnaires.read import packaged

PARTNERSHIP = packaged()["partnership"]

ITEMS = [item.id for item in PARTNERSHIP.items]

NO_OCCASION_OFFERED = {item.id for item in PARTNERSHIP.items if item.offers_no_occasion}

SIDE_ASKED = {item.id for item in PARTNERSHIP.items if item.asks_which_side}

typed = st.text(st.one_of(st.sampled_from("\n\r\t\"'\\#=[] \x00\x1b\x7f"), st.characters()))

texts = typed.map(lambda text: clean(text, lines=True))

days = st.none() | st.dates()


def answers_to(item: str) -> st.SearchStrategy[Answer]:
    about = {"basis": st.sampled_from(CANDIDATE_BASES), "evidence": texts, "on": days}
    kinds = [
        st.builds(Answer, **about),
        st.builds(Answer, score=st.integers(0, 4), reason=texts, **about),
        st.builds(Answer, skip=st.just("unknown"), reason=texts, **about),
    ]
    if item in NO_OCCASION_OFFERED or item not in ITEMS:
        kinds.append(st.builds(Answer, skip=st.just("no-occasion"), reason=texts, **about))
    if item in SIDE_ASKED or item not in ITEMS:
        side = st.sampled_from(PERSPECTIVES)
        kinds.append(st.builds(Answer, score=st.just(2), done_by=side, **about))
    return st.one_of(kinds)


ids = st.sampled_from([*ITEMS, "culture-unheard-of", "", "two words", "a.b", '"', "é"])

answered = st.lists(ids, max_size=8, unique=True).flatmap(
    lambda chosen: st.fixed_dictionaries({item: answers_to(item) for item in chosen})
)

responses = st.builds(
    Response,
    instrument=st.just("partnership"),
    vendor=st.just("acme-logistics"),
    round=st.sampled_from(["2026", "2026-q4", "2026-11", "2026-w48"]),
    perspective=st.sampled_from(PERSPECTIVES),
    respondent=st.sampled_from(["Alice Moreau", "alice  moreau", 'Alice "Moreau"', "Álice-Moreau"]),
    form=st.sampled_from(FORMS),
    level=st.sampled_from([None, *LEVELS]),
    version=st.sampled_from([None, PARTNERSHIP.version, 1]),
    answers=answered,
)
