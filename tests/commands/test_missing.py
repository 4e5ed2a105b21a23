"""Which vendors miss an owner, a spend or any other key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.running import Run


@pytest.fixture
def listed(workspace: Path, run: Run) -> Path:
    rows = "Name,Owner,Spend\nAa,Alice,10\nBb,,20\nCc,Alice,\nDd,,\n"
    (workspace / "list.csv").write_text(rows)
    ran = run("add", "--from", "list.csv", "--yes", "--facts", "Spend=spend", here=workspace)
    assert ran.code == 0
    return workspace


def test_one_list_shows_who_misses_any_of_several_keys(listed: Path, run: Run) -> None:
    ran = run(
        "list", "--missing", "owner,spend", "--where", "name>Aa", "--format", "csv", here=listed
    )
    names = [row.split(",")[1].strip('"') for row in ran.out.splitlines()[1:]]
    assert [name for name in names if len(name) == 2] == ["Bb", "Cc", "Dd"]
    header = ran.out.splitlines()[0]
    assert "owner" in header
    assert "spend" in header


def test_a_mistyped_key_is_refused(listed: Path, run: Run) -> None:
    for words in (("list", "--missing", "spent"), ("check", "--missing", "spent")):
        ran = run(*words, here=listed)
        assert ran.code == 2
        assert "Did you mean spend?" in ran.err


def test_check_notes_what_is_missing_on_request(listed: Path, run: Run) -> None:
    assert "is not stated" not in run("check", here=listed).out
    ran = run("check", "--missing", "owner,spend", "vendors/cc", "vendors/bb", here=listed)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        'vendors/bb/vendor.toml: "owner" is not stated. '
        "Set it with: partnercheck edit bb --owner VALUE. (notice)",
        'vendors/cc/vendor.toml: "spend" is not stated. '
        "Set it with: partnercheck edit cc --set spend=VALUE. (notice)",
    ]
    assert run("check", "--strict", "--missing", "spend", "vendors/cc", here=listed).code == 1
