"""Editing vendors on the command line: what is said, what is written, and the way back."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import tomli

from tests.support.running import ACME, Run

FILE = f"vendors/{ACME}/vendor.toml"
EVERY_FIELD = (
    *("--name", "Acme Transport", "--supplies", "Freight", "--line", "night runs"),
    *("--value-chain", "inbound", "--owner", "Zoë", "--contact", "jane@example.org"),
    *("--since", "2018-05-01", "--tag", "a", "--tag", "b", "--stage", "candidate"),
    *("--target", "Supplier", "--target-why", "Two\nlines", "--serves", "business"),
    *("--objective", "No waste", "--benefit-us", "x", "--benefit-them", "y"),
    *("--charter", "Annex 2", "--meets", "month", "--set", "spend=120000"),
    *("--set", "contract_end=2027-03-31", "--set", "risk=high", "--set", 'code="007"'),
)


def data(root: Path, file: str = FILE) -> dict[str, object]:
    return tomli.loads((root / file).read_text())


def way_back(err: str) -> list[list[str]]:
    """The commands that undo the changes, without the program's own name."""
    mark = "To undo: partnercheck "
    return [shlex.split(part)[:] for part in err.split(mark)[1:]]


def test_every_field_can_be_changed_and_undone(workspace: Path, run: Run) -> None:
    before = (workspace / FILE).read_bytes()
    ran = run("edit", ACME, *EVERY_FIELD, here=workspace)
    assert ran.code == 0, ran.err
    assert "Name: Acme Logistics → Acme Transport" in ran.out
    assert "Contract end: none → 2027-03-31" in ran.out
    changed = data(workspace)
    assert (changed["target"], changed["stage"]) == ("supplier", "candidate")
    assert changed["facts"]["spend"] == 120000  # type: ignore[index]
    assert changed["facts"]["code"] == "007"  # type: ignore[index]
    for arguments in (("check",), ("fmt", "--check")):
        assert run(*arguments, here=workspace).code == 0
    (back,) = way_back(ran.err)
    assert run(*back, here=workspace).code == 0
    assert (workspace / FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("charter", "reason"),
    [
        ("javascript:alert(1)", '"javascript:" addresses are not opened, only http and https'),
        ("file:///etc/passwd", '"file:" addresses are not opened, only http and https'),
        ("../../contract.pdf", "path inside the workspace's folder"),
        ("https://us@example.org", "contains a user name, which can hide the real host"),
    ],
)
def test_a_charter_that_is_never_opened_is_refused(
    charter: str, reason: str, workspace: Path, run: Run
) -> None:
    before = (workspace / FILE).read_bytes()
    for words in (("edit", ACME), ("add", "New Vendor")):
        ran = run(*words, f"--charter={charter}", here=workspace)
        assert ran.code == 2
        assert reason in ran.err
    assert (workspace / FILE).read_bytes() == before
    assert not (workspace / "vendors/new-vendor").exists()


def test_an_edit_that_changes_nothing_writes_nothing(workspace: Path, run: Run) -> None:
    before = (workspace / FILE).stat().st_mtime_ns
    ran = run("edit", ACME, "--target", "partner", here=workspace)
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing was changed" in ran.err
    assert (workspace / FILE).stat().st_mtime_ns == before


def test_comments_and_keys_of_ones_own_stay(workspace: Path, run: Run) -> None:
    text = (workspace / FILE).read_text()
    (workspace / FILE).write_text(f'# ours\n{text}mood = "fine"\n')
    assert run("edit", ACME, "--owner", "Bob", "--set", "spend=3", here=workspace).code == 0
    changed = (workspace / FILE).read_text()
    assert changed.startswith("# ours\n")
    assert data(workspace)["mood"] == "fine"
    assert data(workspace)["facts"] == {"spend": 3}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--contact", "a b@example.org"), "is not an e-mail address"),
        (("--contact=-o@example.org",), "is not an e-mail address"),
        (("--contact", "a@b@example.org"), "is not an e-mail address"),
        (("--target", "vip"), "the target must be one of partner"),
        (("--name", "Borealis Packaging"), "already exists"),
        (("--name", ""), "no name"),
        (("--since", "long ago"), "neither a year nor a date"),
        (("--set", "spend"), "Write it as in spend=120000"),
        (("--set", "owner=x"), "is a key of the vendor itself"),
        (("--set", "spend="), "has no value"),
        (("--tag", " "), "--tag is blank"),
        ((), "nothing to change"),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_written(
    workspace: Path, run: Run, options: tuple[str, ...], message: str
) -> None:
    before = (workspace / FILE).read_bytes()
    ran = run("edit", ACME, *options, here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err
    assert (workspace / FILE).read_bytes() == before


def test_a_file_with_an_error_is_named_and_left(workspace: Path, run: Run) -> None:
    path = workspace / FILE
    path.write_text(path.read_text() + "since = 'x'\n")
    ran = run("edit", ACME, "--owner", "Bob", here=workspace)
    assert ran.code == 2
    assert f"nothing was changed: {FILE}:" in ran.err


def test_many_are_listed_and_changed_only_if_that_is_confirmed(samples: Path, run: Run) -> None:
    chosen = ("--where", "spend>400000", "--where", "criticality=medium")
    edit = ("edit", *chosen, "--set", "criticality=high", "--owner", "Bob")
    for words in ((), ("--dry-run",)):
        ran = run(*edit, *words, here=samples)
        assert ran.out.count("Criticality: medium → high") == 2
        assert ran.code == (0 if words else 2)
        assert "high" not in (samples / "vendors/hollin-staffing/vendor.toml").read_text()
    ran = run(*edit, "--yes", here=samples)
    assert ran.code == 0
    assert "Changed 2 vendors" in ran.err
    assert len(way_back(ran.err)) == 2
    left = run("edit", *chosen, "--owner", "Bob", "--yes", here=samples)
    assert "no vendor meets these conditions" in left.err


def test_a_name_is_for_one_vendor(samples: Path, run: Run) -> None:
    ran = run("edit", "--where", "spend>1", "--name", "Same", "--yes", here=samples)
    assert (ran.code, ran.out) == (2, "")
    assert "--name can only be used with one vendor" in ran.err


def test_archived_vendors_are_chosen_only_by_name_or_by_a_condition_on_that(
    samples: Path, run: Run
) -> None:
    assert run("archive", "hollin-staffing", here=samples).code == 0
    edit = ("edit", "--where", "spend>700000", "--owner", "Bob", "--dry-run")
    assert "Hollin" not in run(*edit, here=samples).out
    assert "Hollin" in run(*edit, "--where", "archived!=", here=samples).out
    assert "Hollin" in run("edit", "hollin-staffing", *edit[3:], here=samples).out


def test_add_takes_every_field_too(workspace: Path, run: Run) -> None:
    options = [word for word in EVERY_FIELD if word not in ("--stage", "candidate")][2:]
    assert run("add", "Zed", *options, "--candidate", here=workspace).code == 0
    assert run("add", "Zed 2", "--candidate", here=workspace).code == 0
    ran = run("edit", "zed-2", *options, here=workspace)
    assert ran.code == 0
    texts = [(workspace / f"vendors/{each}/vendor.toml").read_text() for each in ("zed", "zed-2")]
    assert texts[0] == texts[1].replace("Zed 2", "Zed")
