"""A form is filed where it was asked for, by its code, whatever its header and its name say."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
import tomli

from tests.support.filled_forms import PARTNERSHIP, fill
from tests.support.running import ACME, Ran, Run

BOREALIS = "borealis-packaging"
ROUND = "2026-q4"
ANSWERED = {item.id: 3 for item in PARTNERSHIP.form_items("quick")}
CODE = re.compile(r"(?m)^(?:Code: |code = \")([a-z0-9-]+)\"?$")
SUFFIX = {"text": "txt", "toml": "toml"}


def asked_file(root: Path, vendor: str = ACME, round_id: str = ROUND) -> Path:
    return root / "vendors" / vendor / round_id / "asked.toml"


def request(
    run: Run, root: Path, vendor: str = ACME, round_id: str = ROUND, kind: str = "text"
) -> str:
    """A filled form, as it comes back from a vendor."""
    words = ("--round", round_id, "--form", "quick", "--format", kind, "--output", "-")
    ran = run("request", vendor, *words, "--respondent", "Jane", here=root)
    assert ran.code == 0, ran.err
    return filled(ran.out, kind)


def filled(text: str, kind: str) -> str:
    from partnercheck.base.records import Answer

    if kind == "text":
        return fill(text, {item: Answer(score) for item, score in ANSWERED.items()})
    for item, score in ANSWERED.items():
        text = text.replace(f"[answers.{item}]\n", f"[answers.{item}]\nscore = {score}\n")
    return text


def code_of(text: str) -> str:
    match = CODE.search(text)
    assert match
    return match[1]


def header_line(kind: str, key: str, value: str) -> str:
    return f"{key.capitalize()}: {value}" if kind == "text" else f'{key} = "{value}"'


def imported(run: Run, root: Path, text: str, *words: str, name: str = "reply.txt") -> Ran:
    (root / name).write_text(text)
    return run("import", name, *words, here=root)


def responses(root: Path) -> dict[str, bytes]:
    found = root.glob("vendors/*/*/vendor.*.toml")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def filed(vendor: str = ACME, round_id: str = ROUND) -> set[str]:
    return {f"vendors/{vendor}/{round_id}/vendor.jane.partnership.toml"}


def test_each_request_has_a_code_of_its_own(workspace: Path, run: Run) -> None:
    codes = [
        code_of(request(run, workspace, vendor, round_id))
        for vendor, round_id in itertools.product((ACME, BOREALIS), (ROUND, "2027-q1"))
    ]
    assert len(set(codes)) == len(codes)
    table = tomli.loads(asked_file(workspace).read_text())["asked"]["vendor-jane"]
    assert table["code"] == codes[0]
    assert (table["instrument"], table["form"], table["version"]) == ("partnership", "quick", 2)
    assert run("check", here=workspace).code == 0
    assert run("fmt", "--check", here=workspace).code == 0


def test_who_is_asked_again_keeps_the_code_unless_other_questions_are_asked(
    workspace: Path, run: Run
) -> None:
    first = request(run, workspace)
    again = run(
        *("request", ACME, "--round", ROUND, "--form", "quick", "--respondent", "Jane"),
        *("--due", "2099-12-01", "--output", "-"),
        here=workspace,
    )
    assert code_of(again.out) == code_of(first)
    full = run(
        *("request", ACME, "--round", ROUND, "--form", "full", "--respondent", "Jane"),
        *("--output", "-"),
        here=workspace,
    )
    assert code_of(full.out) != code_of(first)
    # The form that was sent first can still come back.
    assert imported(run, workspace, first).code == 0


@pytest.mark.parametrize("kind", ["text", "toml"])
@pytest.mark.parametrize(
    ("key", "value", "other"),
    [
        ("vendor", ACME, BOREALIS),
        ("round", ROUND, "2027-q1"),
        ("form", "quick", "full"),
        ("instrument", "partnership", "trust-value"),
        ("perspective", "vendor", "buyer"),
    ],
)
def test_a_header_that_names_another_request_is_refused_with_its_line(
    workspace: Path, run: Run, kind: str, key: str, value: str, other: str
) -> None:
    text = request(run, workspace, kind=kind)
    request(run, workspace, BOREALIS)
    request(run, workspace, ACME, "2027-q1")
    line = header_line(kind, key, value)
    assert line in text
    changed = text.replace(line, header_line(kind, key, other), 1)
    name = f"reply.{SUFFIX[kind]}"
    ran = imported(run, workspace, changed, name=name)
    assert (ran.code, ran.out) == (2, "")
    number = text.split("\n").index(line) + 1
    assert ran.err.startswith(f"{name}:{number}: ")
    assert responses(workspace) == {}


@pytest.mark.parametrize("kind", ["text", "toml"])
def test_codes_that_were_swapped_are_refused(workspace: Path, run: Run, kind: str) -> None:
    ours, others = (request(run, workspace, each, kind=kind) for each in (ACME, BOREALIS))
    swapped = ours.replace(code_of(ours), code_of(others))
    ran = imported(run, workspace, swapped, name=f"a.{SUFFIX[kind]}")
    assert ran.code == 2
    assert f"its code is that of a request with {BOREALIS}" in ran.err
    assert responses(workspace) == {}


def test_names_of_files_do_not_say_where_a_form_belongs(workspace: Path, run: Run) -> None:
    text = request(run, workspace)
    request(run, workspace, BOREALIS)
    ran = imported(run, workspace, text, name=f"{BOREALIS}.2026-q3.form.txt")
    assert ran.code == 0, ran.err
    assert set(responses(workspace)) == filed()


@pytest.mark.parametrize(
    "line", ["Vendor: acme-logistic", "Vendor: Acme Logistics", "Round: 2026-q44", "Form: quik"]
)
def test_a_damaged_header_is_read_by_its_code(workspace: Path, run: Run, line: str) -> None:
    key = line.split(":", 1)[0]
    text = re.sub(rf"(?m)^{key}: .*$", line, request(run, workspace), count=1)
    ran = imported(run, workspace, text)
    assert ran.code == 0, ran.err
    assert set(responses(workspace)) == filed()


@pytest.mark.parametrize("key", ["Round", "Perspective", "Form", "Instrument", "Version"])
def test_a_line_of_the_header_that_is_missing_comes_from_the_request(
    workspace: Path, run: Run, key: str
) -> None:
    text = re.sub(rf"(?m)^{key}: .*\n", "", request(run, workspace), count=1)
    ran = imported(run, workspace, text)
    assert ran.code == 0, ran.err
    assert set(responses(workspace)) == filed()
    assert b'form = "quick"' in next(iter(responses(workspace).values()))


def test_a_code_survives_other_cases_and_hyphens(workspace: Path, run: Run) -> None:
    text = request(run, workspace)
    code = code_of(text)
    for changed in (code.upper(), code.replace("-", "‑"), code.replace("-", " - ")):
        ran = imported(run, workspace, text.replace(code, changed))
        assert ran.code == 0, ran.err


@pytest.mark.parametrize("kind", ["text", "toml"])
@pytest.mark.parametrize("code", ["", "2222-3333-4444"])
def test_without_a_known_code_a_person_says_where_a_form_belongs(
    workspace: Path, run: Run, kind: str, code: str
) -> None:
    text = request(run, workspace, kind=kind)
    lost = CODE.sub("", text) if not code else text.replace(code_of(text), code)
    name = f"reply.{SUFFIX[kind]}"
    for words in ((), ("--vendor", ACME), ("--round", ROUND)):
        ran = imported(run, workspace, lost, *words, name=name)
        assert (ran.code, ran.out) == (2, "")
        assert "the vendor and the round in its header prove nothing" in ran.err
        assert f"--vendor {ACME} --round {ROUND}" in ran.err
        assert responses(workspace) == {}
    elsewhere = imported(run, workspace, lost, "--vendor", BOREALIS, "--round", ROUND, name=name)
    assert elsewhere.code == 2
    assert f'"vendor" is "{ACME}", but --vendor says "{BOREALIS}"' in elsewhere.err
    ran = imported(run, workspace, lost, "--vendor", "Acme Logistics", "--round", ROUND, name=name)
    assert ran.code == 0, ran.err
    assert set(responses(workspace)) == filed()


def test_an_option_that_contradicts_the_code_is_refused(workspace: Path, run: Run) -> None:
    text = request(run, workspace)
    ran = imported(run, workspace, text, "--vendor", BOREALIS)
    assert ran.code == 2
    assert f"its code is that of a request with {ACME}, but --vendor says {BOREALIS}" in ran.err
    assert imported(run, workspace, text, "--round", "2026-q3").code == 2
    assert responses(workspace) == {}
    assert imported(run, workspace, text, "--vendor", ACME, "--round", ROUND).code == 0


def test_a_code_that_two_requests_have_belongs_to_neither(workspace: Path, run: Run) -> None:
    text = request(run, workspace)
    copy = asked_file(workspace, BOREALIS)
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(asked_file(workspace).read_text())
    ran = imported(run, workspace, text)
    assert ran.code == 2
    said = (
        f"vendors/{BOREALIS}/{ROUND}/asked.toml:8: [asked.vendor-jane] has the same code as "
        f"[asked.vendor-jane] in vendors/{ACME}/{ROUND}/asked.toml"
    )
    assert said in ran.err
    assert responses(workspace) == {}
    checked = run("check", here=workspace)
    assert (checked.code, said in checked.out) == (1, True)


def test_check_names_a_table_that_was_copied_within_a_file(workspace: Path, run: Run) -> None:
    request(run, workspace)
    assert run("check", here=workspace).code == 0
    path = asked_file(workspace)
    table = path.read_text().partition("[asked.vendor-jane]")[2]
    path.write_text(f"{path.read_text()}\n[asked.vendor-tom]{table.replace('Jane', 'Tom')}")
    ran = run("check", here=workspace)
    assert ran.code == 1
    assert "[asked.vendor-tom] has the same code as [asked.vendor-jane]. Remove" in ran.out


def test_a_withdrawn_request_is_awaited_no_more_and_its_code_finds_nothing(
    workspace: Path, run: Run
) -> None:
    text = request(run, workspace)
    before = asked_file(workspace).read_text()
    assert "Jane" in run("list", here=workspace).out
    ran = run("request", ACME, "--withdraw", here=workspace)
    assert ran.out == f"Withdrawn: the request to Acme Logistics for {ROUND} (Jane)\n"
    assert "Jane" not in run("list", here=workspace).out
    late = imported(run, workspace, text)
    assert late.code == 2
    assert "has the code of a request that was withdrawn on 20" in late.err
    assert f"--vendor {ACME} --round {ROUND}" in late.err
    assert responses(workspace) == {}
    words = next(line for line in ran.err.splitlines() if line.startswith("To undo: "))
    back = run(*words.removeprefix("To undo: partnercheck ").split(), here=workspace)
    assert back.out == f"Open again: the request to Acme Logistics for {ROUND} (Jane)\n"
    assert asked_file(workspace).read_text() == before
    assert imported(run, workspace, text).code == 0


def test_a_new_request_opens_a_withdrawn_one_again_with_its_code(workspace: Path, run: Run) -> None:
    text = request(run, workspace)
    run("request", ACME, "--withdraw", here=workspace)
    assert code_of(request(run, workspace)) == code_of(text)
    assert imported(run, workspace, text).code == 0


def test_withdrawing_asks_which_request_if_there_are_several(workspace: Path, run: Run) -> None:
    request(run, workspace)
    words = ("request", ACME, "--round", ROUND)
    written = run(*words, here=workspace)
    assert f"request {ACME} --withdraw --round {ROUND} --respondent ''" in written.err
    ran = run(*words, "--withdraw", here=workspace)
    assert ran.code == 2
    assert "--respondent '': anybody there, full form of partnership, asked on 20" in ran.err
    assert "--respondent Jane: Jane, quick form of partnership, asked on 20" in ran.err
    assert run(*words, "--withdraw", "--respondent", "", here=workspace).code == 0
    ran = run(*words, "--withdraw", "--respondent", "", here=workspace)
    assert (ran.code, "has no open request" in ran.err) == (2, True)
    assert 'respondent = "Jane"' in asked_file(workspace).read_text()


def test_two_forms_of_one_person_are_told_apart_by_their_codes(workspace: Path, run: Run) -> None:
    quick = code_of(request(run, workspace))
    words = ("request", ACME, "--round", ROUND, "--respondent", "Jane")
    written = run(*words, "--form", "full", "--due", "2099-01-31", here=workspace)
    full = tomli.loads(asked_file(workspace).read_text())["asked"]["vendor-jane-2"]["code"]
    assert f"--withdraw --round {ROUND} --respondent Jane --code {full}" in written.err
    run("request", ACME, "--round", ROUND, "--respondent", "Tom", "-o", "-", here=workspace)
    for chosen in ((), ("--respondent", "Jane")):
        ran = run("request", ACME, "--withdraw", *chosen, here=workspace)
        assert ran.code == 2
        assert f"--code {quick}: Jane, quick form of partnership, asked on 20" in ran.err
        assert f"--code {full}: Jane, full form of partnership, asked on 20" in ran.err
        assert "due 2099-01-31" in ran.err
    ran = run("request", ACME, "--withdraw", "--code", quick.upper(), here=workspace)
    assert (ran.code, quick in ran.err) == (0, True)
    tables = tomli.loads(asked_file(workspace).read_text())["asked"]
    assert ["withdrawn" in each for each in tables.values()] == [True, False, False]
    undo = next(line for line in ran.err.splitlines() if line.startswith("To undo: "))
    assert run(*undo.removeprefix("To undo: partnercheck ").split(), here=workspace).code == 0
    assert "withdrawn" not in asked_file(workspace).read_text()
    for action in ("--withdraw", "--reopen"):
        ran = run("request", ACME, action, "--code", "2222-2222-2222", here=workspace)
        assert (ran.code, "with the code 2222-2222-2222" in ran.err) == (2, True)
    ran = run("request", ACME, "--code", quick, here=workspace)
    assert (ran.code, "--code can only be used with --withdraw" in ran.err) == (2, True)


def test_withdrawing_takes_no_options_of_a_form(workspace: Path, run: Run) -> None:
    request(run, workspace)
    for option in (("--format", "html"), ("--due", "2099-01-01"), ("--force",)):
        ran = run("request", ACME, "--withdraw", *option, here=workspace)
        assert (ran.code, "only to write a form" in ran.err) == (2, True)
    assert run("request", "--all", "--withdraw", here=workspace).code == 2


def test_two_copies_with_different_codes_are_refused(workspace: Path, run: Run) -> None:
    text = request(run, workspace)
    ran = imported(run, workspace, text + text.replace(code_of(text), "2222-3333-4444"))
    assert ran.code == 2
    assert 'says "Code: 2222-3333-4444", but' in ran.err


def test_answering_a_form_keeps_its_code(workspace: Path, run: Run) -> None:
    for kind, name in (("text", "a.txt"), ("toml", "a.toml")):
        text = request(run, workspace, kind=kind)
        (workspace / name).write_text(text)
        ran = run("answer", name, "--plain", "--respondent", "Jane", here=workspace)
        assert ran.code == 0, ran.err
        assert code_of((workspace / name).read_text()) == code_of(text)
        assert run("import", name, here=workspace).code == 0
