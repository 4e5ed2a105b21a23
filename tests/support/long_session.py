"""A person who answers at any pace, and never loses heart when the program is killed."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import tomli

from partnercheck.storage.edit import comments
from partnercheck.workspace.checking import problems_of
from partnercheck.workspace.open import open_workspace
from tests.support.kills import Victim
from tests.support.plain_prompts import WORDS, Plain
from tests.support.screens import small_workspace
from tests.support.terminal import Terminal

SAVE_SECONDS = 0.5
ITEMS = 28


class Person:
    """One workspace, a round at a time: what its file must hold, checked after every kill.

    `sure` are the answers that the program has said are saved, or whose next question it showed;
    `hoped` is the one answer that was given last, and may be in the file or not.
    """

    def __init__(self, root: Path, random: Random) -> None:
        self.root, self.random = root, random
        self.counts: Counter[str] = Counter()
        self.rounds = 0
        self.items = [item.id for item in open_workspace(small_workspace(root)).instrument.items]
        self.next_round()

    def next_round(self) -> None:
        """Begin another questionnaire, in a workspace in which nothing was ever saved."""
        self.round = f"{2000 + self.rounds // 4}-q{self.rounds % 4 + 1}"
        self.rounds += 1
        self.sure: dict[str, tuple[int, str]] = {}
        self.hoped: tuple[str, tuple[int, str]] | None = None
        self.notes: list[str] = []
        shutil.rmtree(self.root / ".partnercheck")

    @property
    def folder(self) -> Path:
        return self.root / "vendors" / "acme-logistics" / self.round

    @property
    def file(self) -> Path:
        return self.folder / "buyer.alice-moreau.partnership.toml"

    def victim(self, pid: int) -> Victim:
        return Victim(pid, self.root, self.folder, self.random)

    def saved(self, item: str, answer: tuple[int, str]) -> None:
        """The program has said so."""
        self.sure[item] = answer
        self.hoped = None
        self.counts["answers"] += 1

    def killed(self, within: bool) -> None:
        """Count the kill, and look at everything that it left behind."""
        self.counts["kills"] += 1
        self.counts["kills within a save"] += within
        self.check()

    def check(self) -> None:
        """The file holds what is sure and nothing else, and the whole workspace is sound."""
        found = self._found()
        if self.hoped and found.get(self.hoped[0]) == self.hoped[1]:
            self.counts["answers in the file though nothing had said so"] += 1
            self.sure[self.hoped[0]] = self.hoped[1]
        self.hoped = None
        assert found == self.sure
        for path in self.root.rglob("*.toml"):
            tomli.loads(path.read_text())
        problems = problems_of(open_workspace(self.root))
        assert [each for each in problems if each.severity == "error"] == []
        left = list(self.folder.glob(".partnercheck-*"))
        assert len(left) <= 1, "each save sweeps what the one before has left"
        self.counts["temporary files left"] += len(left)

    def _found(self) -> dict[str, tuple[int, str]]:
        if not self.file.exists():
            return {}
        text = self.file.read_text()
        assert not set(self.notes) - set(comments(text))
        answers: dict[str, Any] = tomli.loads(text)["answers"]
        assert list(answers) == self.items
        return {
            item: (answer["score"], answer.get("evidence", ""))
            for item, answer in answers.items()
            if answer
        }

    def write_a_note(self) -> None:
        """Leave a comment in the file, as people do: from then on it is edited in place."""
        if self.file.exists():
            note = f"# note {len(self.notes)}"
            item = self.random.choice(self.items)
            table = f"[answers.{item}]"
            text = self.file.read_text()
            self.file.write_text(text.replace(table, f"{note}\n{table}"))
            self.notes.append(note)


class ByLines:
    """The questionnaire at a prompt: answers to any question, with texts, until it is killed."""

    def __init__(self, person: Person) -> None:
        self.person, self.random = person, person.random
        self.program = Plain(person.root, person.round)
        self.victim = person.victim(self.program.pid)
        if person.sure:
            done = len(person.sure)
            said = "all answered" if done == ITEMS else f"{done} answered, {ITEMS - done} left"
            assert f"Resumed: {said}." in self.program.greeting
        else:
            assert "Resumed" not in self.program.greeting
        missing = (n for n, item in enumerate(person.items) if item not in person.sure)
        self.at = next(missing, 0)
        assert f"question {self.at + 1} of 28" in self.program.greeting

    def _answer(self) -> tuple[str, tuple[int, str], str]:
        """Something else than what is there, and the line that says it."""
        item = self.person.items[self.at]
        score, text = self.person.sure.get(item, (-1, ""))
        if score >= 0 and self.random.random() < 0.3:
            text = f"Case {self.random.randrange(10**6)} of June. " * self.random.choice((1, 40))
            return item, (score, text.strip()), f"e {text.strip()}"
        score = self.random.choice([each for each in range(5) if each != score])
        return item, (score, text), str(score)

    def go_on(self) -> None:
        """Give an answer, and go to the next question or to any other."""
        item, answer, line = self._answer()
        self.person.hoped = (item, answer)
        assert f"Saved: {answer[0]}. " in self.program.typed(line)
        self.person.saved(item, answer)
        time.sleep(self.random.choice((0, 0, 0.005, 0.03)))
        self.at = self.at + 1 if self.at + 1 < ITEMS else self.random.randrange(ITEMS)
        if self.random.random() < 0.3:
            self.at = self.random.randrange(ITEMS)
        assert f"question {self.at + 1} of 28" in self.program.typed(f"g {self.at + 1}")

    def die(self, within: bool) -> bool:
        """Be killed while an answer is saved, or at any moment; False where no save was met."""
        item, answer, line = self._answer()
        terminal = self.program.terminal
        if within or self.random.random() < 0.7:
            self.person.hoped = (item, answer)
            self.program.press(line)
        if within:
            found = self.victim.kill_within_a_save(SAVE_SECONDS)
            if not found:
                assert f"Saved: {answer[0]}. " in self.program.reply()
                self.person.saved(item, answer)
                return False
        else:
            time.sleep(self.random.random() * 0.03)
            found = self.victim.kill()
        before = len(terminal.received)
        assert terminal.ended() == -9
        while terminal.read(0):
            pass
        if b"Saved: " in terminal.received[before:]:
            self.person.saved(item, answer)
        terminal.hang_up()
        self.person.killed(found)
        return True


class OnScreen:
    """The questionnaire on the screen: a few scores from the first open question on."""

    def __init__(self, person: Person) -> None:
        self.person, self.random = person, person.random
        words = ["--workspace", str(person.root), *WORDS, "--round", person.round]
        self.terminal = Terminal(words)
        self.victim = person.victim(self.terminal.pid)
        self.victim.draws_anew = True
        missing = (n for n, item in enumerate(person.items) if item not in person.sure)
        self.at = next(missing, 0)
        self.terminal.until(f"{self.at % 7 + 1} of 7")
        if person.sure and len(person.sure) < ITEMS:
            left = ITEMS - len(person.sure)
            self.terminal.until(f"Resumed: {len(person.sure)} answered, {left} left")

    def _answer(self) -> tuple[str, tuple[int, str], str]:
        item = self.person.items[self.at]
        score, text = self.person.sure.get(item, (-1, ""))
        score = self.random.choice([each for each in range(5) if each != score])
        return item, (score, text), str(score)

    def go_on(self) -> None:
        """Give a score, and go to the next question."""
        if self.at + 1 == ITEMS:
            return
        item, answer, key = self._answer()
        self.person.hoped = (item, answer)
        self.terminal.press(f"{key}\r")
        self.at += 1
        self.terminal.until(f"{self.at % 7 + 1} of 7")
        self.person.saved(item, answer)

    def die(self, within: bool) -> bool:
        """Be killed while a score is saved, or at any moment."""
        item, answer, key = self._answer()
        if within or self.random.random() < 0.7:
            self.person.hoped = (item, answer)
            self.terminal.press(key)
        if within:
            found = self.victim.kill_within_a_save(4 * SAVE_SECONDS)
            if not found:
                # After a 2 the message asks for the side instead, if that question is below.
                self.terminal.until_any("answered   saved", "answered   Which side")
                self.person.saved(item, answer)
                return False
        else:
            time.sleep(self.random.random() * 0.2)
            found = self.victim.kill()
        assert self.terminal.ended() == -9
        self.terminal.hang_up()
        self.person.killed(found)
        self.person.counts["kills on the screen"] += 1
        return True
