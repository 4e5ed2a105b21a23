"""A description that cannot be read: nothing is said of it that is not known."""

from __future__ import annotations

from pathlib import Path

from tests.support.running import ACME, Run


def test_the_target_in_a_file_with_a_conflict_is_not_said_to_be_unset(
    samples: Path, run: Run
) -> None:
    file = samples / f"vendors/{ACME}/vendor.toml"
    file.write_text(f"{file.read_text()}<<<<<<< ours\n=======\n>>>>>>> theirs\n")
    shown = " ".join(run("show", ACME, here=samples).out.split())
    assert "The target is not known: unreadable file vendor.toml." in shown
    assert "1 unreadable file: its content is missing here." in shown
    # It holds no answers, and those of the other files are all read.
    assert "answers are unknown" not in shown


def test_a_vendor_without_a_target_has_none(samples: Path, run: Run) -> None:
    shown = " ".join(run("show", "kellaby-studio", here=samples).out.split())
    assert "No target has been set." in shown


def test_agreements_in_a_file_with_a_conflict_are_not_counted_as_none(
    samples: Path, run: Run
) -> None:
    for name, untrue in (("goals", "0 of 3"), ("meetings", "No meeting yet")):
        file = samples / f"vendors/{ACME}/{name}.toml"
        file.write_text(f"{file.read_text()}<<<<<<< ours\n=======\n>>>>>>> theirs\n")
        ran = run(name, ACME, here=samples)
        assert f"not known: unreadable file {name}.toml" in ran.out.casefold()
        assert untrue not in ran.out


def test_a_month_that_no_year_has_is_no_date_to_compare_with(samples: Path, run: Run) -> None:
    ran = run("list", "--where", "contract_end<2027-13", here=samples)
    assert (ran.code, ran.out) == (2, "")
    assert "contract_end is a date, such as 2027-03-31" in ran.err
