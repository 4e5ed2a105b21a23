"""Saving: every answer is on disk as it is given, and nobody else's words are written over."""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import tomli
from msgspec.structs import replace

from partnercheck.assessing.sitting import Sitting
from partnercheck.assessing.start import Start, response_sitting, start_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Response, Vendor
from partnercheck.storage import save
from partnercheck.storage.save import ConfirmationRequired, SaveError
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.responses import AnswerConflict
from partnercheck.workspace.vendors import add_vendor
from tests.support.clones import git
from tests.support.running import ALICE, ALICES_FILE, TODAY

BOB = Response("partnership", "borealis-packaging", "2026-q4", "buyer", "Bob")
ITEM, NEXT = "culture-decisions", "culture-dialogue"
FOUR, ONE = Answer(score=4, on=TODAY), Answer(score=1, on=TODAY)


def sat(root: Path, response: Response = ALICE) -> Sitting:
    return response_sitting(open_workspace(root), response, TODAY)


def on_disk(root: Path, response: Response = ALICE) -> dict[str, Answer]:
    judged = judge_vendor(open_workspace(root), response.vendor, response.round)
    assert not [each for each in judged.problems if each.severity == "error"]
    return dict(judged.round.responses[0].answers)


def test_every_answer_is_on_disk_before_the_next_is_given(workspace: Path) -> None:
    sitting = sat(workspace, BOB)
    for number, item in enumerate(sitting.items):
        answer = Answer(score=number % 5, basis="documented", evidence=f"Note {number}", on=TODAY)
        sitting.save_answer(item.id, answer)
        assert on_disk(workspace, BOB)[item.id] == answer
        assert sum(each.is_answered for each in on_disk(workspace, BOB).values()) == number + 1
    assert sitting.done == 28


def test_leaving_a_questionnaire_and_coming_back_goes_on_where_it_stopped(workspace: Path) -> None:
    first = sat(workspace, BOB)
    first.save_answer(ITEM, FOUR)
    first.save_answer(NEXT, Answer(skip="unknown", on=TODAY))
    again = sat(workspace, BOB)
    assert (again.first_open(), again.done) == (2, 2)
    assert again.answer_to(NEXT).skip == "unknown"
    again.save_answer("culture-values", FOUR)
    assert on_disk(workspace, BOB)["culture-values"] == FOUR


def test_opening_a_questionnaire_writes_nothing(workspace: Path) -> None:
    sat(workspace, BOB)
    assert not (workspace / "vendors/borealis-packaging/2026-q4").exists()


def test_two_sessions_on_one_file_both_keep_their_answers(workspace: Path) -> None:
    here, there = sat(workspace), sat(workspace)
    there.save_answer(NEXT, FOUR)
    here.save_answer(ITEM, FOUR)
    assert (on_disk(workspace)[ITEM], on_disk(workspace)[NEXT]) == (FOUR, FOUR)
    assert here.answer_to(NEXT) == FOUR, "what the other wrote is known here too"


def test_two_sessions_that_begin_the_same_file(workspace: Path) -> None:
    here, there = sat(workspace, BOB), sat(workspace, BOB)
    there.save_answer(NEXT, FOUR)
    here.save_answer(ITEM, FOUR)
    found = on_disk(workspace, BOB)
    assert (found[ITEM], found[NEXT]) == (FOUR, FOUR)


def test_the_same_item_answered_twice_is_for_a_person(workspace: Path) -> None:
    here, there = sat(workspace), sat(workspace)
    there.save_answer(ITEM, ONE)
    theirs = (workspace / ALICES_FILE).read_bytes()
    with pytest.raises(AnswerConflict) as taken:
        here.save_answer(ITEM, FOUR)
    assert (taken.value.item, taken.value.theirs) == (ITEM, ONE)
    assert (workspace / ALICES_FILE).read_bytes() == theirs
    assert here.answer_to(ITEM) == ONE, "what is not saved does not count as answered"
    here.save_answer(ITEM, FOUR)
    assert on_disk(workspace)[ITEM] == FOUR, "whoever has seen both may choose"
    assert here.undo() == ITEM
    assert on_disk(workspace)[ITEM] == ONE


def test_the_same_answer_given_twice_is_no_conflict(workspace: Path) -> None:
    here, there = sat(workspace), sat(workspace)
    there.save_answer(ITEM, FOUR)
    here.save_answer(ITEM, replace(FOUR, on=FOUR.on.replace(day=1)) if FOUR.on else FOUR)
    assert on_disk(workspace)[ITEM].score == 4


def test_the_same_answer_written_by_hand_without_a_day_is_no_conflict(workspace: Path) -> None:
    sitting, path = sat(workspace), workspace / ALICES_FILE
    sitting.save_answer(ITEM, ONE)
    path.write_text(path.read_text().replace(f"score = 1\non = {TODAY}", "score = 4", 1))
    assert on_disk(workspace)[ITEM] == Answer(score=4)
    sitting.save_answer(ITEM, FOUR)
    assert on_disk(workspace)[ITEM] == FOUR


def test_an_answer_said_again_is_in_the_file_or_is_asked_about(workspace: Path) -> None:
    here, there = sat(workspace), sat(workspace)
    here.save_answer(ITEM, ONE)
    there.file.refresh()
    there.save_answer(ITEM, FOUR)
    with pytest.raises(AnswerConflict):
        here.save_answer(ITEM, ONE)
    (workspace / ALICES_FILE).unlink()
    with pytest.raises(ConfirmationRequired):
        here.save_answer(ITEM, FOUR)


def test_taking_back_what_somebody_else_has_answered_since(workspace: Path) -> None:
    here = sat(workspace)
    here.save_answer(ITEM, FOUR)
    sat(workspace).save_answer(ITEM, ONE)
    with pytest.raises(AnswerConflict):
        here.undo()
    assert on_disk(workspace)[ITEM] == ONE


def test_a_file_that_is_gone_is_made_again_only_with_a_yes(workspace: Path) -> None:
    sitting = sat(workspace)
    before = on_disk(workspace)
    (workspace / ALICES_FILE).unlink()
    with pytest.raises(ConfirmationRequired, match="was removed after it was read"):
        sitting.save_answer(ITEM, FOUR)
    assert not (workspace / ALICES_FILE).exists()
    sitting.accept_new_place()
    sitting.save_answer(ITEM, FOUR)
    assert on_disk(workspace) == {**before, ITEM: FOUR}, "no answer is lost with the file"


def test_another_branch_takes_an_answer_only_with_a_yes(workspace: Path) -> None:
    git(workspace, "init", "-q")
    git(workspace, "add", ".")
    git(workspace, "commit", "-qm", "all")
    sitting = sat(workspace)
    git(workspace, "switch", "-qc", "other")
    with pytest.raises(ConfirmationRequired, match="git has switched from main to other"):
        sitting.save_answer(ITEM, FOUR)
    assert git(workspace, "status", "--porcelain").out == ""
    assert sitting.file.refresh() == []
    sitting.accept_new_place()
    sitting.save_answer(ITEM, FOUR)
    assert on_disk(workspace)[ITEM] == FOUR


def test_a_yes_never_puts_an_answer_into_the_file_of_another_respondent(workspace: Path) -> None:
    git(workspace, "init", "-q")
    git(workspace, "add", ".")
    git(workspace, "commit", "-qm", "all")
    sitting = sat(workspace)
    git(workspace, "switch", "-qc", "other")
    theirs = (workspace / ALICES_FILE).read_text().replace("Alice Moreau", "Alice Mörk")
    (workspace / ALICES_FILE).write_text(theirs)
    for _ in range(2):
        with pytest.raises(UserError, match='"respondent" is "Alice Mörk"'):
            sitting.accept_new_place()
        with pytest.raises(ConfirmationRequired):
            sitting.save_answer(ITEM, FOUR)
    assert (workspace / ALICES_FILE).read_text() == theirs


def test_a_branch_without_the_file_gets_only_what_is_given_there(workspace: Path) -> None:
    git(workspace, "init", "-q")
    git(workspace, "add", ".")
    git(workspace, "commit", "-qm", "all")
    git(workspace, "switch", "-qc", "without")
    git(workspace, "rm", "-q", ALICES_FILE)
    git(workspace, "commit", "-qm", "without")
    git(workspace, "switch", "-q", "main")
    sitting = sat(workspace)
    git(workspace, "switch", "-q", "without")
    with pytest.raises(ConfirmationRequired):
        sitting.save_answer(ITEM, FOUR)
    sitting.accept_new_place()
    sitting.save_answer(ITEM, FOUR)
    given = {item: each for item, each in on_disk(workspace).items() if each.is_answered}
    assert given == {ITEM: FOUR}


def test_an_answer_after_the_round_has_ended_is_asked_about(workspace: Path) -> None:
    days = iter([TODAY, dt.date(2027, 1, 1)])
    sitting = start_sitting(
        open_workspace(workspace),
        Start("acme-logistics", "buyer", "Bob"),
        TODAY,
        lambda: next(days),
    )
    sitting.save_answer(ITEM, FOUR)
    with pytest.raises(
        ConfirmationRequired,
        match="the current round is 2027-q1 now, but this answer is for 2026-q4",
    ):
        sitting.save_answer(NEXT, FOUR)
    sitting.accept_new_place()
    sitting.save_answer(NEXT, FOUR)


def test_what_others_write_is_taken_in_but_for_the_answer_in_hand(workspace: Path) -> None:
    here, there = sat(workspace), sat(workspace)
    there.save_answer(NEXT, FOUR)
    assert here.file.refresh() == [NEXT]
    assert here.file.refresh() == []
    there.save_answer(ITEM, ONE)
    assert here.file.refresh(keep=[ITEM]) == []
    with pytest.raises(AnswerConflict):
        here.save_answer(ITEM, FOUR)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[answers.culture-dialogue]", "# ask Tom\n[answers.culture-dialogue]"),
        ("score = 3\n", "score = 3 # or 2?\n"),
        ('score = 3\nbasis = "observed"\n', 'basis = "observed"\nscore = 3\n'),
        ("format = 1\n", "format  =  1\n"),
        ('round = "2026-q4"\n', "round = '2026-q4'\n"),
        ("format = 1\n", "format = 1\r\n"),
        ("format = 1\n", "\ufeffformat = 1\n"),
        ("\n\n[answers", "\n[answers"),
    ],
)
def test_a_file_laid_out_by_hand_keeps_its_layout(old: str, new: str, workspace: Path) -> None:
    path = workspace / ALICES_FILE
    by_hand = path.read_text().replace(old, new, 1).encode()
    path.write_bytes(by_hand)
    sitting = sat(workspace)
    assert sitting.answer_to(ITEM).score == 3
    sitting.save_answer("learning-looking-back", FOUR)
    lines = path.read_bytes().split(b"\n")
    assert [line for line in by_hand.split(b"\n") if line not in lines] == []
    assert on_disk(workspace)["learning-looking-back"] == FOUR
    sitting.undo()
    assert path.read_bytes() == by_hand


@pytest.mark.parametrize("bad", [b"score = ", b"\xff", b"<<<<<<< HEAD\n"])
def test_a_file_that_cannot_be_read_is_not_begun_anew(bad: bytes, workspace: Path) -> None:
    (workspace / ALICES_FILE).write_bytes(bad)
    with pytest.raises(UserError, match=r"buyer\.alice-moreau\.partnership\.toml"):
        sat(workspace)
    assert (workspace / ALICES_FILE).read_bytes() == bad


def test_two_people_whose_names_make_one_file_are_told(workspace: Path) -> None:
    with pytest.raises(UserError, match="would share the file"):
        sat(workspace, replace(ALICE, respondent="Alice-Moreau"))


def test_taking_back_restores_one_answer_at_a_time(workspace: Path) -> None:
    before = (workspace / ALICES_FILE).read_bytes()
    sitting = sat(workspace)
    sitting.save_answer(ITEM, FOUR)
    after_one = (workspace / ALICES_FILE).read_bytes()
    sitting.save_answer(ITEM, Answer(skip="unknown"))
    sitting.save_answer(NEXT, FOUR)
    assert sitting.undo() == NEXT
    assert sitting.undo() == ITEM
    assert (workspace / ALICES_FILE).read_bytes() == after_one
    assert sitting.undo() == ITEM
    assert (workspace / ALICES_FILE).read_bytes() == before
    assert sitting.undo() is None


def test_an_answer_that_was_not_saved_is_not_undone(workspace: Path) -> None:
    sitting = sat(workspace)
    sitting.save_answer(ITEM, FOUR)
    (workspace / ALICES_FILE).write_text("")
    with pytest.raises(SaveError):
        sitting.save_answer(NEXT, FOUR)
    with pytest.raises(SaveError):
        sitting.undo()
    assert sitting.answer_to(ITEM) == FOUR


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_the_file_keeps_its_mode(mode: int, workspace: Path) -> None:
    path = workspace / ALICES_FILE
    path.chmod(mode)
    sat(workspace).save_answer(ITEM, FOUR)
    assert path.stat().st_mode & 0o777 == mode


def test_a_link_inside_the_workspace_is_written_through(workspace: Path) -> None:
    path, real = workspace / ALICES_FILE, workspace / "shared" / "alice.toml"
    real.parent.mkdir()
    path.rename(real)
    path.symlink_to(os.path.relpath(real, path.parent))
    sat(workspace).save_answer(ITEM, FOUR)
    assert path.is_symlink()
    assert tomli.loads(real.read_text())["answers"][ITEM]["score"] == 4


def test_a_link_out_of_the_workspace_is_not_written(workspace: Path) -> None:
    path, outside = workspace / ALICES_FILE, workspace.parent / "outside.toml"
    path.rename(outside)
    path.symlink_to(outside)
    before = outside.read_bytes()
    with pytest.raises(UserError, match="is linked to a place outside the workspace"):
        sat(workspace).save_answer(ITEM, FOUR)
    assert path.is_symlink()
    assert outside.read_bytes() == before


def test_left_over_temporary_files_go_with_the_next_save(workspace: Path) -> None:
    folder = (workspace / ALICES_FILE).parent
    (folder / ".partnercheck-123-dead").write_text("half an ans")
    assert list(on_disk(workspace))
    sat(workspace).save_answer(ITEM, FOUR)
    assert [path.name for path in folder.iterdir()] == [Path(ALICES_FILE).name]


def test_an_answer_that_no_file_can_hold_leaves_nothing_behind(workspace: Path) -> None:
    sitting = sat(workspace, BOB)
    with suppress(SaveError):
        sitting.save_answer(ITEM, Answer(score=3, evidence="a lone surrogate: \udcff"))
    assert not list(workspace.rglob(".partnercheck-*"))
    assert sat(workspace, BOB).answer_to(ITEM) == sitting.answer_to(ITEM)


def test_a_vendor_whose_name_no_file_can_hold_is_not_half_made(workspace: Path) -> None:
    with suppress(UserError):
        add_vendor(open_workspace(workspace), Vendor(name="Cobalt \udcff"))
    folders = list((workspace / "vendors").iterdir())
    assert len(folders) >= 2
    assert all((folder / "vendor.toml").exists() for folder in folders)


@pytest.mark.parametrize("response", [ALICE, BOB])
def test_what_the_disk_never_confirmed_is_not_called_saved_without_being_written_again(
    response: Response, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = sat(workspace, response)
    really_rename, really_flush = os.replace, os.fsync
    renamed: list[str] = []

    def rename_once(source: str, target: str, **folders: int) -> None:
        if target == sitting.file.path.name:
            if renamed:
                fail()
            renamed.append(target)
        really_rename(source, target, **folders)

    def flush_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            fail()
        really_flush(descriptor)

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(os, "replace", rename_once)
        failing.setattr(os, "fsync", flush_files)
        failing.setattr(os, "unlink", fail)
        with pytest.raises(SaveError, match="Input/output error"):
            sitting.save_answer(ITEM, FOUR)
    assert sitting.answer_to(ITEM) != FOUR, "nobody knows whether it will stay"
    renamed.clear()
    monkeypatch.setattr(os, "replace", rename_once)
    sitting.save_answer(ITEM, FOUR)
    assert renamed == [sitting.file.path.name]
    assert on_disk(workspace, response)[ITEM] == FOUR


def test_a_disk_that_cannot_flush_a_folder_is_no_fault(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_flush = os.fsync

    def flush(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        really_flush(descriptor)

    monkeypatch.setattr(os, "fsync", flush)
    sat(workspace, BOB).save_answer(ITEM, FOUR)
    assert on_disk(workspace, BOB)[ITEM] == FOUR


def test_an_interrupted_save_leaves_the_old_file_and_nothing_else(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (workspace / ALICES_FILE).read_bytes()

    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        sat(workspace).save_answer(ITEM, FOUR)
    with pytest.raises(KeyboardInterrupt):
        sat(workspace, BOB).save_answer(ITEM, FOUR)
    assert (workspace / ALICES_FILE).read_bytes() == before
    assert list(workspace.rglob(".partnercheck-*")) == []
    assert not (workspace / "vendors/borealis-packaging/2026-q4").exists()


HOLD = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def lock_held_elsewhere(workspace: Path) -> Iterator[None]:
    command = [sys.executable, "-c", HOLD, str(workspace / ".partnercheck" / "lock")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield
        other.communicate("")


@pytest.mark.usefixtures("lock_held_elsewhere")
def test_while_another_program_saves_the_answer_is_refused(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save, "LOCK_SECONDS", 0.1)
    before = (workspace / ALICES_FILE).read_bytes()
    sitting = sat(workspace)
    with pytest.raises(SaveError, match="another program is saving"):
        sitting.save_answer(ITEM, FOUR)
    assert (workspace / ALICES_FILE).read_bytes() == before
    assert sitting.answer_to(ITEM).score == 3
