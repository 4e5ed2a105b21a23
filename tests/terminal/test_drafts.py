"""A text that is being typed outlives whatever ends the program."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli

from partnercheck.assessing.drafts import draft_path
from tests.support.clones import committed, git
from tests.support.screens import alices_file, free, jam, small_workspace
from tests.support.terminal import STATE, Terminal

ASSESS = ["assess", "acme-logistics", "--as", "buyer", "--respondent", "Alice Moreau"]
SESSION = ["session", "acme-logistics", "--with", "Alice Moreau"]


def opened(root: Path, words: list[str], shown: str) -> Terminal:
    terminal = Terminal(["--workspace", str(root), *words])
    terminal.until(shown)
    return terminal


def first(root: Path) -> dict[str, object]:
    found: dict[str, object] = tomli.loads(alices_file(root).read_text())["answers"][
        "culture-decisions"
    ]
    found.pop("on", None)
    return found


def test_after_a_kill_a_half_typed_text_is_offered(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = opened(root, ASSESS, "1 of 7")
    terminal.press("3e")
    terminal.until("saves")
    terminal.press("They moved the cut-off, we")
    terminal.until("cut-off, we")
    terminal.settle()
    time.sleep(2.5)
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.ended()
    assert first(root) == {"score": 3}
    again = opened(root, ASSESS, "this answer was being written when the program ended")
    assert "They moved the cut-off, we" in again.shown
    again.press("\x19")
    again.until("   saved")
    assert first(root) == {"score": 3, "evidence": "They moved the cut-off, we"}
    again.press("q")
    again.until("1 vendor")
    third = opened(root, ASSESS, "1 answered, 27 left")
    assert "being written" not in third.shown, "what is saved is no draft any more"


@pytest.mark.parametrize("how", ["hang up", "terminate"])
@pytest.mark.parametrize("words", [ASSESS, SESSION])
def test_what_cannot_be_saved_at_the_end_is_offered(
    words: list[str], how: str, tmp_path: Path
) -> None:
    root = small_workspace(tmp_path)
    terminal = opened(root, words, "1 of")
    terminal.press("3")
    terminal.until("   saved")
    jam(root)
    terminal.press("e")
    terminal.until("saves")
    terminal.press("A last word")
    terminal.until("A last word")
    if how == "hang up":
        terminal.hang_up()
        assert terminal.ended() == 128 + signal.SIGHUP
    else:
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.ended() == 128 + signal.SIGTERM
    free(root)
    again = opened(root, words, "this answer was")
    again.press("\x19")
    again.until("   saved")
    text = alices_file(root).read_text()
    assert "A last word" in text


def test_a_draft_can_be_dropped(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = opened(root, ASSESS, "1 of 7")
    terminal.press("3")
    terminal.until("1 of 28 answered   saved")
    jam(root)
    terminal.press("1")
    terminal.until("Not saved")
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.ended()
    free(root)
    again = opened(root, ASSESS, "this answer was being written")
    again.press("\x1a")
    again.until("Dropped the unsaved answer")
    os.kill(again.pid, signal.SIGKILL)
    again.ended()
    third = opened(root, ASSESS, "1 answered, 27 left")
    assert "being written" not in third.shown
    assert first(root) == {"score": 3}


def test_a_draft_is_readable_for_its_writer_alone(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    terminal = opened(root, ASSESS, "1 of 7")
    terminal.press("3")
    terminal.until("saved")
    jam(root)
    terminal.press("1")
    terminal.until("Not saved")
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.ended()
    drafts = Path(STATE) / "partnercheck" / "drafts"
    mine = [path for path in drafts.iterdir() if str(root) in path.read_text()]
    assert len(mine) == 1
    assert mine[0].stat().st_mode & 0o777 == 0o600
    assert drafts.stat().st_mode & 0o777 == 0o700


def test_an_answer_for_another_branch_is_a_draft_until_somebody_says_yes(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "repo")
    git(root, "init", "-q")
    committed(root, "begin")
    terminal = opened(root, ASSESS, "1 of 7")
    git(root, "switch", "-qc", "other")
    terminal.press("3")
    terminal.until("git has switched from main to other")
    terminal.hang_up()
    assert terminal.ended() == 128 + signal.SIGHUP
    assert not alices_file(root).exists()
    again = opened(root, ASSESS, "this answer was being written")
    again.press("\x19")
    again.until("   saved")
    assert first(root) == {"score": 3}


def test_prompts_offer_it_too(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    words = [*ASSESS, "--plain"]
    terminal = opened(root, words, "Answer: ")
    terminal.press("3\r")
    terminal.until("Saved: 3")
    jam(root)
    terminal.press("e Not yet on disk\r")
    terminal.until("Not saved")
    terminal.hang_up()
    assert terminal.ended() == 128 + signal.SIGHUP
    free(root)
    again = opened(root, words, "this answer was not saved last time")
    again.press("s\r")
    again.until("Saved: 3")
    assert first(root)["evidence"] == "Not yet on disk"


def test_what_a_killed_program_was_writing_is_swept(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    drafts = draft_path(Path(STATE) / "partnercheck", alices_file(root)).parent
    left = drafts / ".partnercheck-4242-dead"
    left.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    left.write_text("half a")
    os.utime(left, (0, 0))
    terminal = opened(root, ASSESS, "1 of 7")
    jam(root)
    terminal.press("1")
    terminal.until("Not saved")
    terminal.hang_up()
    assert terminal.ended() == 128 + signal.SIGHUP
    assert not left.exists()


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def damage(path: Path) -> None:
    path.write_text("item = ")


@pytest.mark.parametrize("words", [ASSESS, SESSION, [*ASSESS, "--plain"]])
@pytest.mark.parametrize("put", [os.mkfifo, a_device, damage, Path.mkdir])
def test_a_draft_that_cannot_be_read_is_told(
    put: Callable[[Path], None], words: list[str], tmp_path: Path
) -> None:
    root = small_workspace(tmp_path)
    path = draft_path(Path(STATE) / "partnercheck", alices_file(root))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    put(path)
    terminal = opened(root, words, "draft cannot be read")
    terminal.press("3\r" if "--plain" in words else "3")
    terminal.until("Saved: 3" if "--plain" in words else "   saved")
    assert first(root)["score"] == 3
    terminal.press("q\r" if "--plain" in words else "\x11")
    assert terminal.ended() == 0


@pytest.mark.parametrize("put", [os.mkfifo, a_device, damage])
def test_a_draft_takes_the_place_of_what_cannot_be_read(
    put: Callable[[Path], None], tmp_path: Path
) -> None:
    root = small_workspace(tmp_path)
    # The first question is in the quick form too, whose drafts have names of their own.
    file = alices_file(root).with_suffix(".quick.toml")
    path = draft_path(Path(STATE) / "partnercheck", file)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    put(path)
    terminal = opened(root, ASSESS, "draft cannot be read")
    jam(root)
    terminal.press("3")
    terminal.until("Not saved")
    terminal.hang_up()
    assert terminal.ended() == 128 + signal.SIGHUP
    assert tomli.loads(path.read_text())["answer"]["score"] == 3
    free(root)
    again = opened(root, ASSESS, "this answer was being written when the program ended")
    again.press("\x19")
    again.until("   saved")
    assert first(root)["score"] == 3
