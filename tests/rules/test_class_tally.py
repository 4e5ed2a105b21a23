"""What a class depends on: tallies of states say as much as the states themselves."""

from __future__ import annotations

from functools import reduce
from itertools import product

from hypothesis import given

from partnercheck.questionnaires.records import STATES, Instrument
from partnercheck.rules.class_tally import (
    NO_CONDITIONS,
    add_tallies,
    all_tallies,
    class_of_tally,
    state_tally,
)
from tests.oracle import classification as oracle
from tests.support.strategies import examples, instruments


@given(instruments(items=(1, 1)))
@examples(100)
def test_a_tally_of_states_has_their_class(instrument: Instrument) -> None:
    ids = [condition.id for condition in instrument.conditions]
    for states in product(STATES, repeat=len(ids)):
        tallies = [state_tally(instrument, *each) for each in zip(ids, states, strict=True)]
        tally = reduce(add_tallies, tallies, NO_CONDITIONS)
        expected = oracle.class_of(instrument, dict(zip(ids, states, strict=True)))
        assert class_of_tally(instrument, tally) == expected


@given(instruments(items=(1, 1)))
@examples(50)
def test_all_tallies_are_those_of_every_combination(instrument: Instrument) -> None:
    choices = [
        [state_tally(instrument, condition.id, state) for state in STATES[index % 2 :]]
        for index, condition in enumerate(instrument.conditions)
    ]
    expected = {reduce(add_tallies, chosen, NO_CONDITIONS) for chosen in product(*choices)}
    assert all_tallies(choices) == expected
