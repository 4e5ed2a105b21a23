"""What fuzzing has found stays mended; and a little more of it on every run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.fuzz import REGRESSIONS, seeds
from tests.support.fuzz_targets import TARGETS, built
from tests.support.fuzz_targets import Choices as Row
from tests.support.strategies import examples

FOUND = sorted(REGRESSIONS.glob("*/*"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}: {path.name}")
def test_what_was_found_is_mended(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


def test_every_folder_of_findings_is_one_of_a_target() -> None:
    assert {path.parent.name for path in FOUND} <= {*TARGETS}
    assert FOUND


@pytest.mark.parametrize("name", TARGETS)
def test_what_fuzzing_begins_with_is_read(name: str) -> None:
    for seed in seeds(name):
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
def test_bytes_of_any_kind_are_read(name: str) -> None:
    @examples(40)
    @given(st.binary(max_size=400))
    def attempt(data: bytes) -> None:
        TARGETS[name](b"\x01" + data)
        TARGETS[name](data)

    attempt()


@examples(60)
@given(st.binary(min_size=40, max_size=400))
def test_what_is_built_is_toml_often_enough(data: bytes) -> None:
    """Or the targets would see nothing but syntax errors."""
    assert "=" in built(Row(data)) or "[" in built(Row(data)) or "#" in built(Row(data))
