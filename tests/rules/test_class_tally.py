"""Tallies of states determine the class as well as the states themselves do."""

from __future__ import annotations

from functools import reduce
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

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

VALUES = (0, 1, 1.5, 2, 2.25, 2.5, 3, 4)


@given(instruments(items=(1, 1)), st.randoms())
@examples(100)
def test_a_tally_has_the_class_of_the_states_and_critical_items_that_it_counts(
    instrument: Instrument, random: Random
) -> None:
    ids = [condition.id for condition in instrument.conditions]
    for states in product(STATES, repeat=len(ids)):
        criticals = {
            name: random.choice(VALUES) for name in ids if instrument.critical_of(name) is not None
        }
        tallies = [
            state_tally(instrument, name, state, criticals.get(name))
            for name, state in zip(ids, states, strict=True)
        ]
        tally = reduce(add_tallies, tallies, NO_CONDITIONS)
        exact = {name: oracle.exact(value) for name, value in criticals.items()}
        expected = oracle.class_of(instrument, dict(zip(ids, states, strict=True)), exact)
        assert class_of_tally(instrument, tally) == expected


@given(instruments(items=(1, 1)))
@examples(50)
def test_all_tallies_are_the_sums_of_every_combination(instrument: Instrument) -> None:
    choices = [
        [state_tally(instrument, condition.id, state, 2.5) for state in STATES[index % 2 :]]
        for index, condition in enumerate(instrument.conditions)
    ]
    expected = {reduce(add_tallies, chosen, NO_CONDITIONS) for chosen in product(*choices)}
    assert all_tallies(choices) == expected
