"""Decisions: kept as taken, read with every error, never written over, and held to the verdict."""

from __future__ import annotations

import datetime as dt
import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.text import clean
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.records import Verdict
from partnercheck.storage.parse import parse
from partnercheck.storage.save import SaveError
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.decision_support import supported
from partnercheck.workspace.decisions import (
    Decision,
    Filed,
    decision_now,
    decision_of,
    decision_path,
    decision_table,
    decision_text,
    latest_decision,
    load_decision,
    save_decision,
    undo_decision,
)
from partnercheck.workspace.open import open_workspace
from tests.support.running import TODAY, Run
from tests.support.strategies import examples

PARTNERSHIP = packaged()["partnership"]
FILE = "vendors/acme-logistics/2026-q4/decision.toml"
GOOD = """\
format = 1
decided = "partner"
by = "Alice Moreau"
on = 2026-10-02
reason = \"""
Both sides gave way in June.
We would sign again.\"""
dissent = "Tom Okafor: not before the audit."
verdict_low = "near-partner"
verdict_high = "partner"
instrument = "partnership"
version = 2
"""
TAKEN = Decision(
    decided="partner",
    by="Alice Moreau",
    on=dt.date(2026, 10, 2),
    reason="Both sides gave way in June.\nWe would sign again.",
    dissent="Tom Okafor: not before the audit.",
    verdict_low="near-partner",
    verdict_high="partner",
    instrument="partnership",
    version=2,
)


def read_back(text: str) -> Decision | None:
    return decision_of(parse(text.encode(), FILE), packaged())[0]


def test_a_decision_is_written_in_its_canonical_form() -> None:
    assert decision_text(decision_table(TAKEN)) == GOOD
    assert read_back(GOOD) == TAKEN


TEXTS = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    (
        "",
        "one\r\ntwo\rthree\n",
        '"""',
        "'''\n\\",
        "<<<<<<< ours\n=======\n>>>>>>> theirs",
        "\ttab\x1b[31m",
        "# not a comment\nkey = 1\n[table]",
        "שלום\u202e",
    )
)
CLASSES = st.sampled_from([each.id for each in PARTNERSHIP.classes])


@given(
    CLASSES,
    TEXTS.map(clean).filter(str.strip),
    st.dates(),
    TEXTS.map(lambda text: clean(text, lines=True)),
    TEXTS.map(lambda text: clean(text, lines=True)),
    st.sampled_from(
        (("supplier", "partner"), ("near-partner", "near-partner"), ("supplier", "near-partner"))
    ),
    st.sampled_from((("partnership", 1), ("partnership", 7), ("gone", 3))),
)
@examples(300)
def test_decisions_come_back_as_they_were_and_always_as_the_same_text(
    decided: str,
    by: str,
    on: dt.date,
    reason: str,
    dissent: str,
    verdict: tuple[str, str],
    rules: tuple[str, int],
) -> None:
    taken = Decision(
        decided=decided,
        by=by,
        on=on,
        reason=reason,
        dissent=dissent,
        verdict_low=verdict[0],
        verdict_high=verdict[1],
        instrument=rules[0],
        version=rules[1],
    )
    text = decision_text(decision_table(taken))
    assert text.endswith("\n")
    assert "\r" not in text
    source = parse(text.encode(), FILE)
    found, problems = decision_of(source, packaged())
    assert found == taken
    assert all(problem.severity == "warning" for problem in problems)
    assert source.data is not None
    assert decision_text(source.data) == text
    shuffled = dict(sorted(source.data.items(), reverse=True))
    assert decision_text(shuffled) == text


class Bad(NamedTuple):
    """A file's bytes, the line of what is wrong, words about it, and words of what to do."""

    data: bytes
    line: int | None
    message: str
    remedy: str


def changed(old: str, new: str) -> bytes:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new).encode()


def without(key: str) -> bytes:
    lines = [line for line in GOOD.splitlines(keepends=True) if not line.startswith(f"{key} =")]
    assert len(lines) == len(GOOD.splitlines()) - 1
    return "".join(lines).encode()


ERRORS: Mapping[str, Bad] = {
    "nothing in it": Bad(b"", None, "is empty", "restore its content"),
    "blanks alone": Bad(b" \n\n", None, "is empty", "restore its content"),
    "a quote not closed": Bad(changed('"partner"\nby', '"partner\nby'), 2, "not valid TOML", "Cor"),
    "a value missing": Bad(
        changed("on = 2026-10-02", "on ="), 4, "not valid TOML", "Correct that line"
    ),
    "a key twice": Bad(GOOD.encode() + b'by = "Tom"\n', 13, "not valid TOML", "Correct that line"),
    "not UTF-8": Bad(changed("Tom", "T\u00f6m").decode().encode("latin-1"), 8, "UTF-8", "Save"),
    "a merge conflict": Bad(
        changed('dissent = "Tom', '<<<<<<< ours\ndissent = "Tom'), 8, "merge conflict", "Choose"
    ),
    "too deep": Bad(GOOD.encode() + b"x = " + b"[" * 99 + b"]" * 99, None, "nested", "fewer"),
    "too large": Bad(GOOD.encode() + b"#" * (1 << 20), None, "larger than 1 MiB", "Move"),
    "a later format": Bad(changed("format = 1", "format = 2"), 1, '"format" is 2', "Update"),
    "no format's number": Bad(changed("format = 1", "format = true"), 1, "is true", "format = 1"),
    "no class": Bad(without("decided"), None, '"decided" is missing', "Add decided"),
    "no name": Bad(without("by"), None, '"by" is missing', "Add by"),
    "no date": Bad(without("on"), None, '"on" is missing', "a date such as"),
    "no low end": Bad(without("verdict_low"), None, '"verdict_low" is missing', "Add verdict_low"),
    "no high end": Bad(without("verdict_high"), None, '"verdict_high" is missing', "Add"),
    "no instrument": Bad(without("instrument"), None, '"instrument" is missing', "Add"),
    "no version": Bad(without("version"), None, '"version" is missing', "a whole number"),
    "an empty name": Bad(changed('"Alice Moreau"', '""'), 3, '"by" is ""', "not empty"),
    "a name of blanks": Bad(changed('"Alice Moreau"', '" "'), 3, '"by" is', "not empty"),
    "a list of names": Bad(changed('"Alice Moreau"', '["A", "B"]'), 3, '"by" is', "text in quotes"),
    "an empty class": Bad(changed('"partner"\nby', '""\nby'), 2, '"decided" is ""', "not empty"),
    "an unknown class": Bad(
        changed('"partner"\nby', '"ally"\nby'), 2, '"decided" is "ally"', '"near-partner"'
    ),
    "a class by its name": Bad(
        changed('"partner"\nby', '"Near partner"\nby'), 2, '"Near partner"', '"near-partner"'
    ),
    "an unknown low end": Bad(changed('"near-partner"', '"foe"'), 9, '"verdict_low"', "supplier"),
    "an unknown high end": Bad(
        changed('verdict_high = "partner"', 'verdict_high = "foe"'), 10, '"verdict_high"', "supp"
    ),
    "the ends exchanged": Bad(
        changed('"near-partner"\nverdict_high = "partner"', '"partner"\nverdict_high = "supplier"'),
        9,
        "is better than",
        "Swap",
    ),
    "a date in quotes": Bad(changed("2026-10-02", '"2026-10-02"'), 4, '"on" is', "without quotes"),
    "a date with a time": Bad(changed("2026-10-02", "2026-10-02T09:30:00"), 4, '"on" is', "a date"),
    "a year for a date": Bad(changed("2026-10-02", "2026"), 4, '"on" is 2026', "a date such as"),
    "a reason that is a number": Bad(
        changed('"Tom Okafor: not before the audit."', "7"), 8, '"dissent" is 7', "text in quotes"
    ),
    "a version in quotes": Bad(changed("version = 2", 'version = "1"'), 12, '"version"', "whole"),
    "a version that is true": Bad(changed("version = 2", "version = true"), 12, "true", "whole"),
    "a table for a text": Bad(
        changed('instrument = "partnership"\nversion = 2\n', "version = 2\n[instrument]\nid = 1\n"),
        None,
        '"instrument" is a table',
        "text in quotes",
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_every_wrong_file_is_named_with_its_line_and_what_to_do(name: str) -> None:
    bad = ERRORS[name]
    found, problems = decision_of(parse(bad.data, FILE), packaged())
    assert found is None
    errors = [problem for problem in problems if problem.severity == "error"]
    assert len(errors) == 1, errors
    assert errors[0].file == FILE
    assert errors[0].line == bad.line
    assert bad.message in errors[0].message
    assert bad.remedy in errors[0].remedy


def test_every_error_of_a_file_is_told_at_once() -> None:
    data = (
        GOOD.replace("2026-10-02", '"soon"')
        .replace('"Alice Moreau"', "7")
        .replace('"near-partner"', '"foe"')
        .replace("format = 1", "format = 9")
    )
    found, problems = decision_of(parse(data.encode(), FILE), packaged())
    assert found is None
    assert sorted(problem.line or 0 for problem in problems) == [1, 3, 4, 9]


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        (changed("dissent", "disent"), 8, '"disent" is not a key'),
        (changed('"partnership"', '"partner-ship"'), 11, 'is "partner-ship"'),
        # A lens has no classes, so nothing can have been decided by it.
        (changed('"partnership"', '"focus"'), 11, 'is "focus"'),
    ],
)
def test_what_may_be_meant_is_a_warning(data: bytes, line: int, what: str) -> None:
    found, problems = decision_of(parse(data, FILE), packaged())
    assert found is not None
    assert [(problem.severity, problem.line) for problem in problems] == [("warning", line)]
    assert what in problems[0].message


def test_classes_of_earlier_rules_stay_readable() -> None:
    data = changed("version = 2", "version = 0").replace(b'"partner"\nby', b'"ally"\nby')
    found, problems = decision_of(parse(data, FILE), packaged())
    assert found is not None
    assert (found.decided, problems) == ("ally", ())


def test_texts_are_cleaned_and_a_name_stays_on_one_line() -> None:
    data = changed('"Alice Moreau"', '"Alice\\nMoreau\\u001B"').replace(b"June", b"June\\u202E")
    found = read_back(data.decode())
    assert found is not None
    assert found.by == "Alice\u240aMoreau\u241b"
    assert found.reason.splitlines() == [
        "Both sides gave way in June.",
        "We would sign again.",
    ]


def put(root: Path, data: bytes = GOOD.encode()) -> Path:
    path = root / FILE
    path.write_bytes(data)
    return path


def load_it(root: Path) -> Filed:
    return load_decision(open_workspace(root), "acme-logistics", "2026-q4")


def save(root: Path, seen: Filed, decision: Decision = TAKEN) -> Filed:
    return save_decision(open_workspace(root), "acme-logistics", "2026-q4", decision, seen)


def test_a_decision_is_filed_and_found_again(workspace: Path) -> None:
    assert load_it(workspace) == Filed()
    filed = save(workspace, Filed())
    assert (workspace / FILE).read_text() == GOOD
    assert load_it(workspace) == filed == Filed(TAKEN, GOOD)
    # It is no response, and hides none.
    judged = judge_vendor(open_workspace(workspace), "acme-logistics")
    assert len(judged.round.responses) == 1
    assert not judged.problems


def test_another_takes_its_place_only_where_it_was_seen(workspace: Path) -> None:
    other = replace(TAKEN, decided="supplier", reason="", dissent="")
    save(workspace, Filed())
    with pytest.raises(SaveError, match="already exists"):
        save(workspace, Filed(), other)
    assert load_it(workspace).decision == TAKEN
    save(workspace, load_it(workspace), other)
    assert load_it(workspace).decision == other
    assert "reason" not in (workspace / FILE).read_text()


def test_a_file_that_changed_since_it_was_read_is_left(workspace: Path) -> None:
    path = put(workspace)
    seen = load_it(workspace)
    path.write_text(GOOD.replace("Alice Moreau", "Tom Okafor"))
    with pytest.raises(SaveError, match="has changed"):
        save(workspace, seen)
    path.unlink()
    with pytest.raises(SaveError, match="was removed"):
        save(workspace, seen)
    assert not path.exists()


BY_HAND = {
    "a comment": GOOD.encode() + b"# agreed by mail\n",
    "another order": GOOD.replace("format = 1\n", "").encode() + b"format = 1\n",
    "other blanks": GOOD.replace("version = 2", "version=2").encode(),
    "a byte order mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "Windows line ends": GOOD.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_layout_made_by_hand_stays(name: str, workspace: Path) -> None:
    path = put(workspace, BY_HAND[name])
    seen = load_it(workspace)
    assert seen.decision == TAKEN
    save(workspace, seen, replace(TAKEN, by="Tom Okafor"))
    assert path.read_bytes() == BY_HAND[name].replace(b"Alice Moreau", b"Tom Okafor")
    assert load_it(workspace).decision == replace(TAKEN, by="Tom Okafor")


def test_a_file_with_an_error_is_not_written_over(workspace: Path) -> None:
    data = changed("2026-10-02", "2026")
    path = put(workspace, data)
    with pytest.raises(SaveError, match=r"decision\.toml:4: "):
        save(workspace, load_it(workspace))
    assert path.read_bytes() == data


def test_keys_that_nobody_knows_stay(workspace: Path) -> None:
    put(workspace, GOOD.encode() + b'minutes = "2 October, item 4"\n')
    save(workspace, load_it(workspace), replace(TAKEN, by="Tom Okafor"))
    text = (workspace / FILE).read_text()
    assert text.endswith('version = 2\nminutes = "2 October, item 4"\n')
    assert 'by = "Tom Okafor"' in text


def test_saving_the_same_again_changes_no_byte(workspace: Path) -> None:
    path = put(workspace)
    before = path.stat()
    save(workspace, load_it(workspace))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_a_link_that_leaves_the_workspace_is_neither_read_nor_written(
    workspace: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text(GOOD)
    (workspace / FILE).symlink_to(outside)
    seen = load_it(workspace)
    assert seen.decision is None
    assert [problem.message for problem in seen.problems] == [
        "is linked to a place outside the workspace"
    ]
    for each in (seen, Filed(), Filed(TAKEN, GOOD)):
        with pytest.raises(SaveError):
            save(workspace, each, replace(TAKEN, by="Tom Okafor"))
    assert outside.read_text() == GOOD


def test_a_folder_or_a_broken_link_in_its_place_is_a_problem(workspace: Path) -> None:
    path = workspace / FILE
    path.mkdir()
    assert "is not a file" in load_it(workspace).problems[0].message
    path.rmdir()
    path.symlink_to(workspace / "nowhere.toml")
    seen = load_it(workspace)
    assert "cannot be read" in seen.problems[0].message
    with pytest.raises(SaveError, match="cannot be read"):
        save(workspace, seen)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(workspace: Path) -> None:
    put(workspace).chmod(0)
    assert "cannot be read" in load_it(workspace).problems[0].message


def test_no_round_is_made_for_a_decision(workspace: Path) -> None:
    opened = open_workspace(workspace)
    with pytest.raises(SaveError, match="was removed"):
        save_decision(opened, "acme-logistics", "2027", TAKEN, Filed())
    assert not (workspace / "vendors/acme-logistics/2027").exists()
    with pytest.raises(UserError, match="is not a round"):
        decision_path(opened, "acme-logistics", "../2026")


def test_nothing_is_filed_while_the_settings_have_an_error(workspace: Path) -> None:
    settings = workspace / "partnercheck.toml"
    settings.write_text(settings.read_text().replace("quarter", "fortnight"))
    with pytest.raises(UserError, match="until this is corrected"):
        save(workspace, Filed())
    assert not (workspace / FILE).exists()


def test_the_newest_round_with_a_decision_is_found(samples: Path) -> None:
    opened = open_workspace(samples)
    rounds = ("2026-q3", "2026-q4")
    assert latest_decision(opened, "acme-logistics", rounds) is None
    for round_id in rounds:
        filed = save_decision(opened, "acme-logistics", round_id, TAKEN, Filed())
        assert latest_decision(opened, "acme-logistics", rounds) == (round_id, filed)
    assert latest_decision(opened, "acme-logistics", rounds[:1]) == ("2026-q3", filed)


def verdict_of(root: Path) -> Verdict:
    opened = open_workspace(root)
    return judge_vendor(opened, "acme-logistics").verdict


def test_a_decision_holds_the_verdict_and_the_rules_of_its_moment(workspace: Path) -> None:
    verdict = verdict_of(workspace)
    found = decision_now(
        replace(PARTNERSHIP, version=3),
        verdict,
        "partner",
        by="  Alice\n Moreau ",
        on=TODAY,
        reason=" One.\r\nTwo.\x1b\n",
    )
    assert found == Decision(
        decided="partner",
        by="Alice Moreau",
        on=TODAY,
        reason="One.\nTwo.\u241b",
        verdict_low="near-partner",
        verdict_high="near-partner",
        instrument="partnership",
        version=3,
    )


@pytest.mark.parametrize(
    ("decided", "by", "told"),
    [("ally", "Alice", "near-partner"), ("", "Alice", "near-partner"), ("partner", " ", "name")],
)
def test_no_decision_without_a_class_and_a_name(
    decided: str, by: str, told: str, workspace: Path
) -> None:
    with pytest.raises(UserError, match=told):
        decision_now(PARTNERSHIP, verdict_of(workspace), decided, by=by, on=TODAY)


def test_no_decision_where_nobody_has_scored() -> None:
    with pytest.raises(UserError, match="nobody has given a score"):
        decision_now(PARTNERSHIP, judge(PARTNERSHIP, []), "partner", by="Alice", on=TODAY)


ORDER = ("partner", "near-partner", "steady-supplier", "supplier")


def verdict(low: str, high: str, one_sided: bool = False) -> Verdict:
    return Verdict(low, high, (), ("buyer",) if one_sided else ("buyer", "vendor"))


@pytest.mark.parametrize("decided", ORDER)
def test_a_decision_is_supported_where_the_verdict_contains_it_and_only_there(decided: str) -> None:
    taken = replace(TAKEN, decided=decided)
    for first, high in enumerate(ORDER):
        for last, low in enumerate(ORDER[first:], first):
            support = supported(PARTNERSHIP, taken, verdict(low, high))
            assert support.holds == (first <= ORDER.index(decided) <= last)
            assert bool(support.sentence) == (not support.holds)


LATER = replace(PARTNERSHIP, version=3)
RENAMED = replace(
    PARTNERSHIP,
    version=3,
    classes=tuple(replace(each, id=f"our-{each.id}") for each in PARTNERSHIP.classes),
)


@pytest.mark.parametrize(
    ("instrument", "taken", "found", "holds", "told"),
    [
        (PARTNERSHIP, TAKEN, verdict("near-partner", "partner"), True, ""),
        (
            PARTNERSHIP,
            TAKEN,
            verdict("near-partner", "near-partner"),
            False,
            "Partner was decided on 2026-10-02; today's verdict is near partner.",
        ),
        (
            PARTNERSHIP,
            TAKEN,
            verdict("supplier", "near-partner", one_sided=True),
            False,
            "Partner was decided on 2026-10-02; "
            "today's verdict is between supplier and near partner on our side.",
        ),
        (
            PARTNERSHIP,
            replace(TAKEN, decided="supplier"),
            verdict("near-partner", "partner"),
            False,
            "Supplier was decided on 2026-10-02, against the verdict; "
            "today's verdict is between near partner and partner.",
        ),
        (
            LATER,
            TAKEN,
            verdict("near-partner", "near-partner"),
            False,
            "Partner was decided on 2026-10-02 under partnership, version 2; "
            "under partnership, version 3, today's verdict is near partner.",
        ),
        (
            LATER,
            TAKEN,
            verdict("partner", "partner"),
            True,
            "Partner was decided on 2026-10-02 under partnership, version 2; "
            "under partnership, version 3, today's verdict still supports it.",
        ),
        (
            RENAMED,
            TAKEN,
            verdict("our-partner", "our-partner"),
            False,
            '"partner" was decided on 2026-10-02 under partnership, version 2; '
            "under partnership, version 3, today's verdict is partner.",
        ),
        (
            replace(PARTNERSHIP, id="ours"),
            TAKEN,
            verdict("partner", "partner"),
            True,
            "Partner was decided on 2026-10-02 under partnership, version 2; "
            "under ours, version 2, today's verdict still supports it.",
        ),
        (
            PARTNERSHIP,
            TAKEN,
            Verdict("supplier", "partner", ()),
            False,
            "Partner was decided on 2026-10-02; the round has no scores any more.",
        ),
    ],
)
def test_what_a_decision_is_worth_today_in_words(
    instrument: Instrument, taken: Decision, found: Verdict, holds: bool, told: str
) -> None:
    support = supported(instrument, taken, found)
    assert (support.holds, support.sentence) == (holds, told)


WHY = ("--reason", "We talked.")


def test_decide_files_a_decision_and_shows_it(workspace: Path, run: Run) -> None:
    nothing = run("decide", "acme-logistics", here=workspace)
    assert (nothing.code, nothing.out) == (0, "")
    assert "Nothing has been decided about Acme Logistics" in nothing.err
    words = ("--class", "Near partner", "--by", "Alice Moreau", "--reason", "Learning.\nStill.")
    filed = run("decide", "Acme Logistics", *words, "--dissent", "Tom: no.", here=workspace)
    assert (filed.code, filed.err) == (0, "")
    assert filed.out.splitlines() == [
        "Verdict in 2026-q4: ◑ Near partner, our view only; little evidence: Learning (0 of 7 "
        "scores)",
        "Decided: Near partner for Acme Logistics in 2026-q4",
    ]
    decision = load_it(workspace).decision
    assert decision is not None
    assert (decision.decided, decision.reason) == ("near-partner", "Learning.\nStill.")
    shown = run("decide", "acme-logistics", here=workspace)
    assert shown.code == 0
    assert [" ".join(line.split()) for line in shown.out.splitlines()[2:]] == [
        "Decided Near partner, in 2026-q4",
        f"By Alice Moreau, {decision.on}",
        "Reason Learning.",
        "Still.",
        "Dissent Tom: no.",
        "Verdict then Near partner (partnership, version 2)",
        "Verdict today ◑ Near partner, our view only; little evidence: Learning (0 of 7 scores)",
    ]


def test_decide_replaces_only_when_told_to(workspace: Path, run: Run) -> None:
    put(workspace)
    again = ("decide", "acme-logistics", "--class", "near-partner", "--by", "Bo Lind", *WHY)
    refused = run(*again, here=workspace)
    assert (refused.code, refused.out) == (2, "")
    assert "--replace" in refused.err
    assert (workspace / FILE).read_text() == GOOD
    assert run(*again, "--replace", here=workspace).code == 0
    found = load_it(workspace).decision
    assert found is not None
    assert (found.by, found.reason) == ("Bo Lind", "We talked.")


def test_decide_says_where_the_verdict_does_not_contain_it(workspace: Path, run: Run) -> None:
    words = ("decide", "acme-logistics", "--class", "partner", "--by", "Bo Lind", *WHY)
    ran = run(*words, here=workspace)
    assert ran.code == 0
    assert "against the verdict; today's verdict is near partner on our side." in ran.err
    shown = run("decide", "acme-logistics", here=workspace)
    assert "against the verdict; today's verdict is near partner" in " ".join(shown.out.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("acme-logistics", "--by", "Alice"), "--class is missing"),
        (("acme-logistics", "--replace"), "--class is missing"),
        (("acme-logistics", "--class", "partner"), "the decision does not say who made it"),
        (("acme-logistics", "--class", "partner", "--by", "A"), "--reason is missing"),
        (("acme-logistics", "--undo"), "nothing has been decided about Acme Logistics"),
        (("acme-logistics", "--undo", "--class", "partner"), "--undo undoes a decision"),
        (("acme-logistics", "--class", "ally", "--by", "Al"), '"ally" is not a class'),
        (("acme-logistics", "--round", "2027"), "are 2026-q4"),
        (("acme-logistics", "--round", "q4"), "is not a round"),
        (("acme-logistics", "--class", "partner", "--by", "A", "--round", "2027"), "are 2026-q4"),
        (("borealis-packaging", "--class", "partner", "--by", "A"), "has no answers yet"),
        (("nobody",), "there is no vendor"),
    ],
)
def test_decide_refuses_wrong_use(
    words: tuple[str, ...], told: str, workspace: Path, run: Run
) -> None:
    ran = run("decide", *words, here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert not list(workspace.rglob("decision.toml"))


def test_decide_takes_the_round_it_is_told(samples: Path, run: Run) -> None:
    words = ("--class", "steady-supplier", "--by", "Alice", "--round", "2026-q3", *WHY)
    assert run("decide", "acme-logistics", *words, here=samples).code == 0
    assert (samples / "vendors/acme-logistics/2026-q3/decision.toml").exists()
    # Shown without a round, the newest decision is held to the newest verdict.
    newest = " ".join(run("decide", "acme-logistics", here=samples).out.split())
    assert "Steady supplier, in 2026-q3" in newest
    assert "today's verdict is near partner" in newest
    then = run("decide", "acme-logistics", "--round", "2026-q3", here=samples).out
    assert "But" not in then
    nothing = run("decide", "acme-logistics", "--round", "2026-q4", here=samples)
    assert (nothing.code, nothing.out) == (0, "")
    assert "in 2026-q4" in nothing.err


def test_decide_tells_what_is_wrong_with_the_file(workspace: Path, run: Run) -> None:
    put(workspace, changed("2026-10-02", "2026"))
    ran = run("decide", "acme-logistics", here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert f'{FILE}:4: "on" is 2026' in ran.err


def test_a_decision_undone_leaves_no_trace_and_can_be_recorded_again(
    workspace: Path, run: Run
) -> None:
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    words = ("--class", "partner", "--by", "Bo Lind", "--reason", "It's time.", "--dissent", "-no")
    assert run("decide", "acme-logistics", *words[:-2], "--dissent=-no", here=workspace).code == 0
    decided = (workspace / FILE).read_text()
    undone = run("decide", "acme-logistics", "--undo", here=workspace)
    assert undone.code == 0
    assert undone.out.splitlines()[1] == f"Removed {FILE}"
    after = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    assert {path: text for path, text in after.items() if ".partnercheck" not in path.parts} == {
        path: text for path, text in before.items() if ".partnercheck" not in path.parts
    }
    again = shlex.split(undone.err.partition("partnercheck ")[2])
    assert run(*again, here=workspace).code == 0
    assert (workspace / FILE).read_text() == decided


def test_a_decision_that_somebody_has_changed_is_not_undone(workspace: Path) -> None:
    put(workspace)
    seen = load_it(workspace)
    (workspace / FILE).write_text(f"{GOOD}# mine\n")
    with pytest.raises(SaveError, match="has changed since it was read"):
        undo_decision(open_workspace(workspace), "acme-logistics", "2026-q4", seen)
    assert (workspace / FILE).read_text() == f"{GOOD}# mine\n"


CONFLICT = '<<<<<<< ours\ntarget = "partner"\n=======\ntarget = "supplier"\n>>>>>>> theirs\n'


def test_nothing_is_decided_while_the_description_has_a_conflict(workspace: Path, run: Run) -> None:
    description = workspace / "vendors/acme-logistics/vendor.toml"
    whole = description.read_text()
    description.write_text(whole + CONFLICT)
    words = ("decide", "acme-logistics", "--class", "near-partner", "--by", "Bo Lind", *WHY)
    refused = run(*words, here=workspace)
    assert (refused.code, refused.out) == (2, "")
    assert "nothing was decided, because the target is not known" in refused.err
    assert "vendor.toml:" in refused.err
    assert refused.err.count("has a merge conflict") == 1
    with pytest.raises(UserError, match="the target is not known"):
        save(workspace, Filed())
    assert not (workspace / FILE).exists()
    description.write_text(whole)
    assert run(*words, here=workspace).code == 0
    description.write_text(whole + CONFLICT)
    assert run("decide", "acme-logistics", "--undo", here=workspace).code == 0
