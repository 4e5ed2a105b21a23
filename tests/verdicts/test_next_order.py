"""The order of the next steps within one reason, and contracts that have ended."""

from __future__ import annotations

from pathlib import Path

from tests.support.running import Run


def test_what_matters_most_is_assessed_first_and_an_ended_contract_is_named(
    workspace: Path, run: Run
) -> None:
    rows = (
        "Name,Criticality,Spend,End\nAa,low,900,\nBb,high,10,\nCc,high,500,\nDd,,700,\n"
        "Ee,medium,1,2020-01-31\n"
    )
    (workspace / "list.csv").write_text(rows)
    facts = "Criticality,Spend,End=contract_end"
    ran = run("add", "--from", "list.csv", "--yes", "--facts", facts, here=workspace)
    assert ran.code == 0
    out = run("next", "--action", "assess", "--format", "csv", here=workspace).out
    names = [line.split(",")[1].strip('"') for line in out.splitlines()[1:]]
    assert [name for name in names if len(name) == 2] == ["Cc", "Bb", "Ee", "Aa", "Dd"]
    talk = run("next", "--action", "talk", here=workspace).out
    assert "Talk to Ee: the contract ended on 2020-01-31" in talk
    report = run("report", "--format", "markdown", here=workspace).out
    assert "The contract ended on 2020-01-31" in report
