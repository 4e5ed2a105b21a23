"""`request` and `import` as they are typed: from the form that goes out to the gap."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from partnercheck import cli
from partnercheck.base.records import Answer, Vendor
from partnercheck.commands import Context, import_
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.vendors import add_vendor
from tests.support.filled_forms import PARTNERSHIP, fill, quoted, windows
from tests.support.running import TODAY, Run

ITEMS = [item.id for item in PARTNERSHIP.items]
FORM = "outbox/acme-logistics.2026-q4.form.txt"
ROUND = ("--round", "2026-q4")
# Against the buyer's 3333222 3333333 4333333 3333333: the vendor's side, seven a condition.
THEIRS = "2222222" + "3333333" + "1111111" + "44u3n33"


def vendors_answers(scores: str) -> dict[str, Answer]:
    kinds = {
        "u": Answer(skip="unknown"),
        "n": Answer(skip="no-occasion", reason="None came up."),
    }
    return {
        item: kinds.get(score) or Answer(score=int(score), evidence="In May.", basis="observed")
        for item, score in zip(ITEMS, scores, strict=True)
    }


def test_from_request_to_gap(workspace: Path, run: Run) -> None:
    asked = run("request", "Acme Logistics", *ROUND, here=workspace)
    assert (asked.code, asked.out) == (0, "")
    assert f"Wrote {workspace / FORM}\n" in asked.err
    text = (workspace / FORM).read_text()
    assert "Seen in June" not in text
    assert "Alice" not in text
    assert "Borealis" not in text
    assert "target" not in text
    filled = fill(text.replace("Respondent:", "Respondent: Jane Doe"), vendors_answers(THEIRS))
    reply = workspace / FORM
    reply.write_text(windows(quoted("> ")(filled)), newline="")
    done = run("import", FORM, here=workspace)
    assert done.code == 0, done.err
    assert "28 of 28 questions answered, filed as vendors/acme-logistics/2026-q4/" in done.out
    assert done.err == ""
    ran = run("compare", "acme-logistics", "--format", "json", here=workspace)
    [vendor] = json.loads(ran.out)["vendors"]
    assert vendor["verdict"]["one_sided"] is False
    assert {c["id"]: c["gap"] for c in vendor["conditions"]} == {
        # Of 7 items of 4 points each: 18 less 14; 21 less 21; 22 less 7. Rounded down.
        "culture": 14.2,
        "gains": 0.0,
        "reciprocity": 53.5,
        # Of the 5 items that both scored: 15 less 17.
        "learning": -10.0,
    }
    assert [c["vendor"]["low"] for c in vendor["conditions"]] == [50.0, 75.0, 25.0, 70.8]
    assert run("check", here=workspace).code == 0
    result = run("request", "--result", "acme-logistics", "--output", "-", here=workspace)
    assert result.code == 0, result.err
    assert "Far apart, and worth discussing: Reciprocity." in result.out
    assert " 78          25          +53\n" in result.out
    assert "Jane" not in result.out
    assert "Alice" not in result.out


def test_toml_goes_the_same_way(workspace: Path, run: Run) -> None:
    ran = run(
        "request", "acme-logistics", *ROUND, "--format", "toml", "--form", "quick", here=workspace
    )
    name = "outbox/acme-logistics.2026-q4.form.toml"
    assert (ran.code, ran.out) == (0, "")
    assert f"Wrote {workspace / name}\n" in ran.err
    text = (workspace / name).read_text().replace('respondent = ""', 'respondent = "Jane Doe"')
    text = text.replace(
        "[answers.culture-repair]", '[answers.culture-repair]\nscore = 2\ndone_by = "vendor"'
    )
    (workspace / name).write_text(text)
    done = run("import", name, here=workspace)
    assert done.code == 0, done.err
    assert "1 of 12 questions answered" in done.out
    jane = next(
        r
        for r in judge_vendor(open_workspace(workspace), "acme-logistics").round.responses
        if r.perspective == "vendor"
    )
    assert jane.form == "quick"
    assert (jane.answers["culture-repair"].score, jane.answers["culture-repair"].done_by) == (
        *(2, "vendor"),
    )
    assert jane.version == PARTNERSHIP.version


def test_a_form_of_another_version_is_refused_unless_told(workspace: Path, run: Run) -> None:
    run("request", "acme-logistics", *ROUND, "--respondent", "Jane", here=workspace)
    text = fill((workspace / FORM).read_text(), vendors_answers(THEIRS))
    (workspace / FORM).write_text(text.replace("Version: 2", "Version: 1"))
    asked = workspace / "vendors/acme-logistics/2026-q4/asked.toml"
    asked.write_text(asked.read_text().replace("version = 2", "version = 1"))
    line = text.split("\n").index("Version: 2") + 1
    ran = run("import", FORM, here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{FORM}:{line}: this form answers version 1 of Partnership, ")
    assert "this workspace has version 2" in ran.err
    assert "--any-version" in ran.err
    answered = run("answer", FORM, "--plain", here=workspace)
    assert answered.code == 2
    assert "has version 1 of the questions" in answered.err
    ran = run("import", FORM, "--any-version", here=workspace)
    assert ran.code == 0, ran.err
    responses = judge_vendor(open_workspace(workspace), "acme-logistics").round.responses
    [jane] = [each for each in responses if each.respondent == "Jane"]
    assert jane.version == 1


def test_a_form_about_a_candidate_says_what_to_answer_from(workspace: Path, run: Run) -> None:
    described = workspace / "vendors/acme-logistics/vendor.toml"
    described.write_text(
        described.read_text() + 'stage = "candidate"\nline = "chilled transport"\n'
    )
    run("request", "acme-logistics", *ROUND, "--respondent", "Jane", here=workspace)
    text = (workspace / FORM).read_text()
    letter = " ".join(text.split("Vendor: ")[0].split())
    period = r"about chilled transport, in the twelve months from [A-Z][a-z]+ 20\d\d to today\."
    assert re.search(period, letter)
    assert "Nothing is signed yet." in letter
    assert "about the talks and the trial with this customer" in letter
    assert "A talk before anything is signed." in letter
    assert "the next meeting" not in letter
    # The candidate itself is the reader: it is not asked about its customers.
    assert "reference" not in text
    assert "Stage: candidate\n" in text
    basis = "seen in the talks or the trial"
    marked = text.replace("[ ] 3", "[x] 3", 1).replace(f"( ) {basis}", f"(x) {basis}", 1)
    (workspace / FORM).write_text(marked)
    ran = run("import", FORM, here=workspace)
    assert ran.code == 0, ran.err
    responses = judge_vendor(open_workspace(workspace), "acme-logistics").round.responses
    [jane] = [each for each in responses if each.respondent == "Jane"]
    assert replace(jane.answers["culture-decisions"], on=None) == Answer(3, basis="pilot")


def test_a_form_of_a_new_round_says_that_the_last_one_is_open(workspace: Path, run: Run) -> None:
    words = ("request", "acme-logistics", "--output")
    said = (
        "This form is for 2027-q1, but Acme Logistics has not answered in 2026-q4 yet. "
        "To write a form for 2026-q4, use --round 2026-q4"
    )
    # Alice has answered for the buyer.
    assert said not in run(*words, "-", *ROUND, here=workspace).err
    ran = run(*words, "-", "--round", "2027-q1", here=workspace)
    assert ran.code == 0
    assert said in ran.err
    assert said in run(*words, "new", "--round", "2027-q1", here=workspace).err
    every = run("request", "--all", "--output", "all", "--round", "2027-q1", here=workspace)
    # Nobody has answered about the other vendor.
    assert every.err.count("has not answered in") == 1
    run("request", "acme-logistics", *ROUND, "--respondent", "Jane", here=workspace)
    (workspace / FORM).write_text(fill((workspace / FORM).read_text(), vendors_answers(THEIRS)))
    assert run("import", FORM, here=workspace).code == 0
    assert said not in run(*words, "-", "--round", "2027-q1", here=workspace).err


def test_a_request_overwrites_only_if_told(workspace: Path, run: Run) -> None:
    (workspace / FORM).parent.mkdir()
    (workspace / FORM).write_text("mine")
    ran = run("request", "acme-logistics", *ROUND, here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert f"{workspace / FORM} already exists, so it was not replaced. Use --force" in ran.err
    assert (workspace / FORM).read_text() == "mine"
    every = run("request", "--all", *ROUND, here=workspace)
    assert every.code == 0
    assert every.out.endswith("1 form written for 2 vendors\n")
    assert (workspace / FORM).read_text() == "mine"
    assert run("request", "--all", *ROUND, here=workspace).code == 2
    ran = run("request", "acme-logistics", *ROUND, "--force", here=workspace)
    assert (ran.code, ran.out) == (0, "")
    assert f"Wrote {workspace / FORM}\n" in ran.err
    shown = run("request", "acme-logistics", *ROUND, "--output", "-", here=workspace)
    assert shown.out == (workspace / FORM).read_text()
    assert run("request", "--all", *ROUND, "--force", here=workspace).code == 0


def test_a_request_goes_to_a_file_or_a_folder(workspace: Path, run: Run) -> None:
    (workspace / "there").mkdir()
    name = Path(FORM).name
    for output, written in (
        ("form.txt", "form.txt"),
        ("new/form", "new/form"),
        ("folder/", f"folder/{name}"),
        ("there", f"there/{name}"),
    ):
        ran = run("request", "acme-logistics", *ROUND, "-o", output, here=workspace)
        assert (ran.code, ran.out) == (0, "")
        assert f"Wrote {workspace / written}\n" in ran.err
        assert (workspace / written).is_file()
    every = run("request", "--all", *ROUND, "--output", "all", here=workspace)
    assert f"Wrote {workspace / 'all' / name}\n" in every.err


def test_no_file_of_the_workspace_is_replaced_by_a_form(workspace: Path, run: Run) -> None:
    for file in ("partnercheck.toml", "vendors/acme-logistics/vendor.toml"):
        before = (workspace / file).read_bytes()
        words = ("--format", "toml", "--output", file, "--force")
        ran = run("request", "acme-logistics", *words, here=workspace)
        assert ran.code == 2
        assert "belongs to the workspace" in ran.err
        assert (workspace / file).read_bytes() == before


def test_git_ignores_the_outbox(workspace: Path, run: Run) -> None:
    subprocess.run(["git", "init", "-q"], cwd=workspace, check=True)
    subprocess.run(["git", "add", "-A"], cwd=workspace, check=True)
    assert run("request", "acme-logistics", *ROUND, here=workspace).code == 0
    status = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"],
        cwd=workspace,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "asked.toml" in status
    assert "outbox" not in status


def test_a_form_is_due_in_two_weeks_unless_another_day_is_named(workspace: Path, run: Run) -> None:
    def due(*words: str) -> str:
        ran = run("request", "acme-logistics", *ROUND, "--output", "-", *words, here=workspace)
        assert ran.code == 0, ran.err
        return ran.out.split("By when\n")[1].split("\n")[0].strip()

    asked = workspace / "vendors/acme-logistics/2026-q4/asked.toml"
    usual = dt.date.today() + dt.timedelta(14)
    assert due().endswith(f"({usual})")
    assert f"due = {usual}\n" in asked.read_text()
    assert due("--due", "2099-12-15").endswith("(2099-12-15)")
    assert due("--due", "") == "There is no fixed date."
    assert "due =" not in asked.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("request", "name one vendor"),
        ("request acme-logistics --all", "name one vendor"),
        ("request --all --result acme-logistics", "name one vendor"),
        ("request nobody", 'no vendor "nobody"'),
        ("request --all --output -", "give a folder"),
        ("request acme-logistics --due soon", "2026-12-15"),
        ("request acme-logistics --due 2020-01-01", "is in the past"),
        ("request acme-logistics --round 2026-q5", "is not a round"),
        ("request --result acme-logistics", "has not answered"),
        ("request --result borealis-packaging", "has not answered"),
        ("import", "FILE"),
        ("import nowhere.txt", "cannot be read"),
        ("import vendors", "has no files to import"),
        ("import partnercheck.toml", "is missing"),
    ],
)
def test_wrong_use_is_told(workspace: Path, run: Run, words: str, said: str) -> None:
    ran = run(*words.split(), here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert "something went wrong" not in ran.err


def test_a_form_without_a_name_asks_for_one(workspace: Path, run: Run) -> None:
    run("request", "acme-logistics", *ROUND, "--anonymous", here=workspace)
    form = workspace / FORM
    form.write_text(fill(form.read_text(), vendors_answers(THEIRS)))
    ran = run("import", FORM, here=workspace)
    assert ran.code == 2
    line = form.read_text().split("\n").index("Respondent:") + 1
    assert f"{FORM}:{line}: the form names no respondent. Use --respondent" in ran.err
    ran = run("import", FORM, "--respondent", "Account manager", here=workspace)
    assert "vendor.account-manager.partnership.toml" in ran.out


def test_replacing_says_what_is_replaced(workspace: Path, run: Run) -> None:
    run("request", "acme-logistics", *ROUND, "--respondent", "Jane Doe", here=workspace)
    empty = (workspace / FORM).read_text()
    assert "Respondent: Jane Doe\n" in empty
    (workspace / "a.txt").write_text(fill(empty, vendors_answers(THEIRS)))
    (workspace / "b.txt").write_text(fill(empty, vendors_answers("3" + THEIRS[1:])))
    assert run("import", "a.txt", here=workspace).code == 0
    again = run("import", "a.txt", here=workspace)
    assert again.code == 0
    assert "was already filed" in again.out
    assert "nothing was changed" in again.out
    refused = run("import", "b.txt", here=workspace)
    assert (refused.code, refused.out) == (2, "")
    assert "culture-decisions was 2, is now 3. To replace these answers, use" in refused.err
    replaced = run("import", "--replace", "b.txt", here=workspace)
    assert replaced.code == 0
    assert "b.txt: --replace replaced answers in vendors/" in replaced.err
    assert "culture-decisions was 2, is now 3" in replaced.err
    assert "which replaced the earlier answers" in replaced.out


def test_a_bad_form_never_takes_the_others_down(workspace: Path, run: Run) -> None:
    run("request", "acme-logistics", *ROUND, "--respondent", "Jane Doe", here=workspace)
    good = fill((workspace / FORM).read_text(), vendors_answers(THEIRS))
    (workspace / "good.txt").write_text(good)
    (workspace / "utf16.txt").write_text(good, encoding="utf-16-le")
    (workspace / "buyer.txt").write_text(good.replace("Perspective: vendor", "Perspective: buyer"))
    (workspace / "empty.txt").write_text((workspace / FORM).read_text())
    ran = run(
        "import", "utf16.txt", "buyer.txt", "good.txt", "gone.txt", "empty.txt", here=workspace
    )
    assert ran.code == 0
    assert ran.out.count("filed as") == 1
    assert ran.out.endswith("1 of 5 files filed\n")
    for part in (
        "UTF-16",
        "only vendors' forms",
        "gone.txt: cannot",
        "empty.txt: this form has no answers",
    ):
        assert part in ran.err


def test_an_item_in_doubt_is_left_out_and_told_with_its_line(workspace: Path, run: Run) -> None:
    run("request", "acme-logistics", *ROUND, "--respondent", "Jane Doe", here=workspace)
    text = (workspace / FORM).read_text()
    text = fill(text, vendors_answers(THEIRS), doubled=["gains-fair-split"])
    (workspace / "a.txt").write_text(text)
    ran = run("import", "a.txt", here=workspace)
    assert ran.code == 0
    assert "27 of 28 questions answered" in ran.out
    assert re.match(r"a\.txt:\d+: ", ran.err)
    assert "[gains-fair-split] has 2 marks" in ran.err


def test_a_broken_vendor_does_not_stop_all(workspace: Path, run: Run) -> None:
    (workspace / "vendors/borealis-packaging/vendor.toml").write_text("name = 3\n")
    ran = run("request", "--all", here=workspace)
    assert ran.code == 0
    assert ran.out.endswith("1 form written for 2 vendors\n")
    assert "vendors/borealis-packaging/vendor.toml" in ran.err
    assert run("request", "borealis-packaging", here=workspace).code == 2
    (workspace / "partnercheck.toml").write_text("cadence = 4\n")
    assert run("request", "acme-logistics", here=workspace).code == 2


def test_forty_vendors_forty_requests_twenty_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["init"]) == 0
    opened = open_workspace(tmp_path)
    for number in range(41):
        add_vendor(opened, Vendor(name=f"Vendor {number:02}"))
    archived = tmp_path / "vendors/vendor-40/vendor.toml"
    archived.write_text(archived.read_text() + "archived = 2026-01-01\n")
    capsys.readouterr()
    assert cli.main(["request", "--all", "--round", "2026-q4", "--output", "out"]) == 0
    assert capsys.readouterr().out == "40 forms written\n"
    forms = sorted((tmp_path / "out").iterdir())
    assert len(forms) == 40
    for number, form in enumerate(forms[:20]):
        text = form.read_text().replace("Respondent:", f"Respondent: Person {number}")
        form.write_text(fill(text, vendors_answers(THEIRS)))
    assert cli.main(["import", *(str(form) for form in forms)]) == 0
    told = capsys.readouterr()
    assert told.out.count("28 of 28 questions answered, filed as vendors/vendor-") == 20
    assert told.err.count("this form has no answers") == 20
    assert cli.main(["compare", "--format", "json"]) == 0
    vendors = json.loads(capsys.readouterr().out)["vendors"]
    heard = [v["vendor"] for v in vendors if v["conditions"][0]["vendor"]]
    assert heard == [f"vendor-{number:02}" for number in range(20)]
    for each in vendors[:20]:
        assert [c["vendor"]["low"] for c in each["conditions"]] == [50.0, 75.0, 25.0, 70.8]


def test_today_comes_from_the_context(workspace: Path, run: Run) -> None:
    import argparse
    import io

    run("request", "acme-logistics", *ROUND, "--respondent", "Jane", here=workspace)
    form = workspace / FORM
    form.write_text(fill(form.read_text(), vendors_answers(THEIRS)))
    parser = argparse.ArgumentParser()
    import_.add_arguments(parser)
    arguments = parser.parse_args([FORM])
    arguments.workspace = None
    context = Context(workspace, TODAY, {}, io.StringIO(), io.StringIO(), io.StringIO())
    assert import_.run(arguments, context) == 0
    jane = next(
        r
        for r in judge_vendor(open_workspace(workspace), "acme-logistics").round.responses
        if r.respondent == "Jane"
    )
    assert {answer.on for answer in jane.answers.values()} == {TODAY}


def test_answers_never_change_hands(workspace: Path, run: Run) -> None:
    run("request", "Acme Logistics", *ROUND, here=workspace)
    filled = fill((workspace / FORM).read_text(), vendors_answers(THEIRS))
    (workspace / FORM).write_text(filled.replace("Respondent:", "Respondent: Sam Fields", 1))
    before = (workspace / FORM).read_bytes()
    answered = run("answer", FORM, "--plain", "--respondent", "Other", here=workspace)
    assert answered.code == 2
    assert "has answers by Sam Fields" in answered.err
    assert (workspace / FORM).read_bytes() == before


def test_a_form_asks_for_a_role_or_for_somebody_not_both(workspace: Path, run: Run) -> None:
    words = ("request", "acme-logistics", "--anonymous", "--respondent", "Jane Doe")
    ran = run(*words, here=workspace)
    assert ran.code == 2
    assert "leave out --respondent" in ran.err
    assert not (workspace / FORM).exists()
