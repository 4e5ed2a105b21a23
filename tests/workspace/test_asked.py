"""Who was asked, by when, and who is still awaited."""

import datetime as dt
import re
from pathlib import Path

import tomli

from partnercheck.base.records import Awaited
from partnercheck.report.sides import letters
from partnercheck.report.words.still_to_come import still_to_come
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.asked import note_request
from partnercheck.workspace.open import open_workspace
from tests.support.running import Run

TODAY = dt.date(2026, 11, 24)
FILE = "vendors/jessamy-labs/2026-q4/asked.toml"


def waiting(root: Path, vendor: str = "jessamy-labs", today: dt.date = TODAY) -> str:
    workspace = open_workspace(root)
    return still_to_come(judge_vendor(workspace, vendor, "2026-q4"), today)


def ask(root: Path, asked: Awaited, vendor: str = "jessamy-labs") -> None:
    note_request(open_workspace(root), vendor, "2026-q4", asked)


def test_who_was_asked_is_awaited_until_the_answers_are_complete(samples: Path, run: Run) -> None:
    assert waiting(samples) == "the vendor has not been asked yet"
    ask(samples, Awaited("vendor", "Account manager", dt.date(2026, 12, 10), TODAY))
    assert waiting(samples) == f"Account manager was asked on {TODAY}, due 2026-12-10"
    later = dt.date(2026, 12, 11)
    late = f"Account manager was asked on {TODAY}, overdue since 2026-12-10"
    assert waiting(samples, today=later) == late
    workspace = open_workspace(samples)
    found = judge_vendor(workspace, "jessamy-labs")
    assert (letters(found, TODAY), letters(found, later)) == ("B v", "B ⚑")
    ask(samples, Awaited("buyer", "Bea Holm", None, TODAY))
    assert f"Bea Holm was asked on {TODAY}" in waiting(samples)
    assert run("check", here=samples).code == 0
    elderwick = "elderwick-dairy"
    ask(samples, Awaited("vendor", "", TODAY), elderwick)
    assert waiting(samples, elderwick) == ""


def test_each_request_is_a_table_of_its_own_and_a_second_one_takes_its_place(
    samples: Path,
) -> None:
    ask(samples, Awaited("vendor", "Account manager", TODAY, TODAY))
    ask(samples, Awaited("buyer", "Bea Holm", None, TODAY))
    ask(samples, Awaited("vendor", "Account manager", dt.date(2026, 12, 24), TODAY))
    asked = tomli.loads((samples / FILE).read_text())["asked"]
    assert list(asked) == ["buyer-bea-holm", "vendor-account-manager"]
    assert asked["vendor-account-manager"]["due"] == dt.date(2026, 12, 24)


def test_a_file_laid_out_by_hand_keeps_its_comments(samples: Path) -> None:
    ask(samples, Awaited("vendor", "", TODAY))
    by_hand = (samples / FILE).read_text() + "# do not touch\n"
    (samples / FILE).write_text(by_hand)
    ask(samples, Awaited("buyer", "Bea", TODAY))
    text = (samples / FILE).read_text()
    assert text.startswith(by_hand)
    assert list(tomli.loads(text)["asked"]) == ["vendor", "buyer-bea"]


def test_what_is_wrong_in_it_is_named_and_the_rest_counts(samples: Path, run: Run) -> None:
    (samples / FILE).write_text(
        'format = 1\n\n[asked.vendor]\nperspective = "vendor"\ndue = 2026-12-10\n\n'
        '[asked.x]\nperspective = "them"\n'
    )
    ran = run("check", here=samples)
    assert ran.code == 1
    assert f'{FILE}:8: "perspective" in [asked.x] is "them"' in ran.out
    assert waiting(samples) == "the vendor was asked, due 2026-12-10"


def test_both_forms_of_one_person_can_be_imported(samples: Path, run: Run) -> None:
    """The second asks other questions, so it has a code of its own, and the first keeps its own."""
    for form in ("quick", "full"):
        words = (
            "request",
            "cobalt-cloud",
            "--form",
            form,
            "--format",
            "toml",
            "-o",
            f"{form}.toml",
        )
        assert run(*words, here=samples).code == 0
    assert waiting(samples, "cobalt-cloud").count("the vendor") == 1
    assert run("check", here=samples).code == 0
    for form in ("quick", "full"):
        text = (samples / f"{form}.toml").read_text()
        text = text.replace('respondent = ""', 'respondent = "Rita Sand"')
        (samples / f"{form}.toml").write_text(re.sub(r"(\[answers\..*)", r"\1\nscore = 3", text))
        imported = run("import", f"{form}.toml", "--replace", here=samples)
        assert imported.code == 0, imported.err
        assert "vendor.rita-sand.partnership.toml" in imported.out


def test_of_two_requests_to_one_person_the_code_says_which_is_withdrawn(
    samples: Path, run: Run
) -> None:
    for form in ("quick", "full"):
        words = ("request", "cobalt-cloud", "--form", form, "-o", f"{form}.txt")
        assert run(*words, here=samples).code == 0
    refused = run("request", "cobalt-cloud", "--withdraw", here=samples)
    assert (refused.code, refused.out) == (2, "")
    for form in ("full", "quick"):
        [code] = re.findall(f"--code (\\S+): anybody there, {form} form", refused.err)
        assert code in (samples / f"{form}.txt").read_text()
        withdrawn = run("request", "cobalt-cloud", "--withdraw", "--code", code, here=samples)
        assert withdrawn.code == 0, withdrawn.err
        assert f"Its code {code} is" in withdrawn.err
    assert run("request", "cobalt-cloud", "--withdraw", here=samples).code == 2
