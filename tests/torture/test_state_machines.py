"""Sessions, edits, rounds and merges in any order, against a model of plain dicts.

Whatever happens: an answer that was accepted is never lost or changed without a question, every
file is TOML, and every comment stays. PARTNERCHECK_LONG=1 tries more, and longer.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from msgspec.structs import replace

from partnercheck.assessing.group_session import Session
from partnercheck.assessing.sitting import NOTHING, Sitting
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer
from partnercheck.storage.edit import comments
from partnercheck.storage.save import ConfirmationRequired, SaveError
from partnercheck.versions.merge_driver import merge_file
from partnercheck.workspace.canonical import record_table
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.responses import AnswerConflict
from tests.support import outside_edits as outside
from tests.support.screens import small_workspace

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
ITEMS = ("culture-decisions", "gains-last-surprise", "learning-feedback")
ROUNDS = ("2026-q2", "2026-q3", "2026-q4")
PEOPLE = ("Alice Moreau", "Bob")
TODAY = dt.date(2026, 11, 24)
MEMORY = Path("/dev/shm")
BASE = MEMORY if os.access(MEMORY, os.W_OK) else None

texts = st.sampled_from(
    [
        "",
        "In June.",
        "In June\n\n[answers.gains-last-surprise]\nscore = 1",
        'He said "no"\\ # they',
        "ü—✓",
    ]
)
days = st.sampled_from([TODAY, TODAY - dt.timedelta(days=40), None])
scored = st.builds(
    Answer,
    score=st.integers(0, 4),
    basis=st.sampled_from(["opinion", "observed", "documented"]),
    evidence=texts,
    on=days,
)
skipped = st.builds(Answer, skip=st.just("unknown"), evidence=texts, on=days)
out = st.builds(Answer, skip=st.just("no-occasion"), reason=st.just("No depot."), on=days)
answers = st.one_of(scored, scored, skipped, out, st.just(NOTHING))
items = st.sampled_from(ITEMS)


def undated(answer: Answer) -> Answer:
    return replace(answer, on=None)


@dataclass
class File:
    """What one file must hold: answers, comments, and keys that no program knows."""

    answers: dict[str, Answer] = field(default_factory=dict)
    comments: Counter[str] = field(default_factory=Counter)
    keys: set[tuple[str, str]] = field(default_factory=set)
    whole: str = ""  # its text while it is broken

    def answer(self, item: str) -> Answer:
        return self.answers.get(item, NOTHING)


@dataclass
class Seat:
    """Somebody at a questionnaire: what they know of its file, and what they could undo."""

    sitting: Sitting
    place: tuple[str, str]
    known: dict[str, Answer]
    seen: str | None
    undo: list[tuple[str, Answer]] = field(default_factory=list)
    asked: bool = False
    created: bool = False  # the file is this person's own, and nobody else has changed it

    def answer(self, item: str) -> Answer:
        return self.known.get(item, NOTHING)


def kept(base: Counter[Any], ours: Counter[Any], theirs: Counter[Any]) -> Counter[Any]:
    """What either side has, but for what the other has taken away of what both began with."""
    return +Counter(
        {
            each: max(
                ours[each] - max(0, base[each] - theirs[each]),
                theirs[each] - max(0, base[each] - ours[each]),
            )
            for each in {*ours, *theirs}
        }
    )


class Answering(RuleBasedStateMachine):
    """Three seats over the files of two people in three rounds, an editor, and a clone."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="partnercheck-machine-", dir=BASE))
        self.root = small_workspace(self.folder / "here")
        self.files: dict[tuple[str, str], File] = {}
        self.seats: list[Seat] = []
        self.clone: tuple[tuple[str, str], str, File] | None = None
        self.number = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize(first=st.dictionaries(items, scored))
    def three_sit_down(self, first: dict[str, Answer]) -> None:
        """Two at one file, one at another; perhaps there are answers in it already."""
        place = (PEOPLE[0], ROUNDS[1])
        for item, answer in first.items():
            self._opened(self.root, place).save_answer(item, answer)
            self.files[place] = File(dict(first))
        self.seats = [self._seat(each) for each in (place, place, (PEOPLE[1], ROUNDS[1]))]

    def path(self, place: tuple[str, str], root: Path | None = None) -> Path:
        slug = place[0].lower().replace(" ", "-")
        folder = (root or self.root) / "vendors" / "acme-logistics" / place[1]
        return folder / f"buyer.{slug}.partnership.toml"

    def text(self, place: tuple[str, str]) -> str | None:
        path = self.path(place)
        return path.read_bytes().decode(errors="surrogateescape") if path.exists() else None

    def _opened(self, root: Path, place: tuple[str, str]) -> Sitting:
        start = Start("acme-logistics", "buyer", place[0], round=place[1])
        return start_sitting(open_workspace(root), start, TODAY)

    def _seat(self, place: tuple[str, str]) -> Seat:
        sitting = self._opened(self.root, place)
        known = dict(self.files[place].answers) if place in self.files else {}
        return Seat(sitting, place, known, self.text(place))

    # What people do in the program.

    @rule(number=st.integers(0, 2), item=items, answer=answers)
    def give(self, number: int, item: str, answer: Answer) -> None:
        seat = self.seats[number]
        before = seat.answer(item)
        if answer == before and self.text(seat.place) == seat.seen:
            seat.sitting.save_answer(item, answer)
            return
        if self._saved(seat, item, answer, lambda: seat.sitting.save_answer(item, answer)):
            seat.undo += [(item, before)] if answer != before else []

    @rule(numbers=st.permutations(range(3)), item=items, one=answers, other=answers)
    def answer_the_same(self, numbers: list[int], item: str, one: Answer, other: Answer) -> None:
        """Two answer one item, and the second insists."""
        for number, answer in zip((*numbers[:2], numbers[1]), (one, other, other), strict=True):
            self.give(number, item, answer)

    @rule(number=st.integers(0, 2), given=st.lists(st.tuples(items, answers), min_size=2))
    def go_through(self, number: int, given: list[tuple[str, Answer]]) -> None:
        """One question after the other."""
        for item, answer in given:
            self.give(number, item, answer)

    @rule(number=st.integers(0, 2), item=items)
    def say_the_same_again(self, number: int, item: str) -> None:
        """A key that is pressed twice, or an answer confirmed: it is in the file, or is asked."""
        self.give(number, item, self.seats[number].answer(item))

    @rule(number=st.integers(0, 2))
    def undo(self, number: int) -> None:
        seat = self.seats[number]
        if not seat.undo:
            assert seat.sitting.undo() is None
            return
        item, before = seat.undo[-1]
        done = self._saved(seat, item, before, seat.sitting.undo)
        if done or done is None:
            seat.undo.pop()

    def _saved(
        self, seat: Seat, item: str, answer: Answer, save: Callable[[], object]
    ) -> bool | None:
        """Save, and see that just what must happen does; None where another answer stands."""
        text, file = self.text(seat.place), self.files.get(seat.place)
        if text is None and seat.seen is not None:
            self._refused(save, ConfirmationRequired, seat)
            seat.asked = True
            return False
        if file is None:
            save()
            self.files[seat.place] = File({**seat.known, item: answer})
            created = True
        elif file.whole:
            self._refused(save, SaveError, seat)
            return False
        else:
            theirs, seen = file.answer(item), seat.answer(item)
            if seat.seen is None:
                seen = NOTHING
            if text != seat.seen and theirs != seen and undated(theirs) != undated(answer):
                taken = self._refused(save, AnswerConflict, seat)
                assert isinstance(taken, AnswerConflict)
                assert (taken.item, taken.theirs) == (item, theirs)
                self._knows(seat)
                return None
            save()
            file.answers[item] = answer
            created = seat.created and text == seat.seen
            if created and all(each == NOTHING for each in file.answers.values()):
                # Undoing the first answer leaves no file.
                del self.files[seat.place]
        self._knows(seat)
        seat.created = created and seat.place in self.files
        return True

    def _refused(self, save: Callable[[], object], kind: type[SaveError], seat: Seat) -> SaveError:
        before = self.text(seat.place)
        with pytest.raises(kind) as refused:
            save()
        assert type(refused.value) is kind
        assert self.text(seat.place) == before
        return refused.value

    def _knows(self, seat: Seat) -> None:
        """Its sitting has taken in all of the file."""
        file = self.files.get(seat.place)
        seat.known = dict(file.answers) if file else {}
        seat.seen = self.text(seat.place)
        seat.created = False

    @rule(number=st.integers(0, 2))
    def agree(self, number: int) -> None:
        """Say yes to what was asked; only then is a file made anew."""
        seat = self.seats[number]
        file = self.files.get(seat.place)
        if not seat.asked or (file and file.whole):
            return
        seat.asked = False
        seat.sitting.accept_new_place()
        seat.undo = []
        seat.created = False
        if file is None:
            seat.seen = None
        else:
            self._knows(seat)

    @rule(number=st.integers(0, 2), keep=st.one_of(st.just(""), items))
    def refresh(self, number: int, keep: str) -> None:
        seat = self.seats[number]
        file = self.files.get(seat.place)
        found = seat.sitting.file.refresh([keep])
        if file is None or file.whole or self.text(seat.place) == seat.seen:
            assert found == []
            return
        changed = {item for item in ITEMS if seat.answer(item) != file.answer(item)}
        if keep in changed:
            assert found == []
            return
        assert set(found) == changed
        self._knows(seat)

    @rule(
        number=st.integers(0, 2), person=st.sampled_from(PEOPLE), round_id=st.sampled_from(ROUNDS)
    )
    def sit_down(self, number: int, person: str, round_id: str) -> None:
        """Open a questionnaire: another round, another person, or the same again."""
        place = (person, round_id)
        file = self.files.get(place)
        if file and file.whole:
            with pytest.raises(UserError):
                self._seat(place)
            return
        seat = self.seats[number] = self._seat(place)
        earlier = [
            self.files[person, each]
            for each in ROUNDS[: ROUNDS.index(round_id)]
            if (person, each) in self.files and not self.files[person, each].whole
        ]
        begun = [each for each in earlier if any(one.is_answered for one in each.answers.values())]
        for item in ITEMS:
            last = begun[-1].answer(item) if begun else NOTHING
            offered = last if last.is_answered and not seat.answer(item).is_answered else None
            assert seat.sitting.offered(item) == offered

    @rule(number=st.integers(0, 2), item=items)
    def confirm(self, number: int, item: str) -> None:
        """Take an answer over from the round before, where one is offered."""
        if (offered := self.seats[number].sitting.offered(item)) is not None:
            self.give(number, item, replace(offered, on=TODAY))

    @rule(round_id=st.sampled_from(ROUNDS), item=items)
    def meet(self, round_id: str, item: str) -> None:
        """A session of everybody: a score shows once all are in."""
        files = [self.files.get((person, round_id), File()) for person in PEOPLE]
        if any(file.whole for file in files):
            return
        session = Session(
            open_workspace(self.root), ["acme-logistics"], PEOPLE, TODAY, round_id=round_id
        )
        assert session.all_in(item) == all(file.answer(item).is_answered for file in files)

    # What happens to the files meanwhile.

    def _whole(self, place: tuple[str, str]) -> File | None:
        file = self.files.get(place)
        return None if file is None or file.whole else file

    def _write(self, place: tuple[str, str], change: Callable[[str], str]) -> None:
        text = self.text(place)
        assert text is not None
        end = "\r\n" if "\r\n" in text else "\n"
        made = change(text.replace("\r\n", "\n")).replace("\n", end)
        self.path(place).write_bytes(made.encode())

    @rule(
        number=st.integers(0, 2),
        item=items,
        how=st.sampled_from([outside.noted, outside.noted_beside, outside.noted_within]),
        key=st.booleans(),
    )
    def note(self, number: int, item: str, how: Callable[[str, str, str], str], key: bool) -> None:
        """A person writes a comment, or something else that no program knows."""
        place = self.seats[number].place
        if file := self._whole(place):
            self.number += 1
            said, name = f"note {self.number}", f"key{self.number}"
            self._write(place, lambda text: how(text, item, said))
            file.comments[f"# {said}"] += said in (self.text(place) or "")
            file.comments = +file.comments
            if key:
                self._write(place, lambda text: outside.with_key(text, item, name))
                file.keys.add((item, name))

    @rule(number=st.integers(0, 2), item=items, answer=answers)
    def edit(self, number: int, item: str, answer: Answer) -> None:
        """A person answers in an editor."""
        place = self.seats[number].place
        if file := self._whole(place):
            self._write(place, lambda text: outside.answered(text, item, record_table(answer)))
            file.answers[item] = answer

    @rule(number=st.integers(0, 2), item=items, line_ends=st.booleans())
    def lay_out(self, number: int, item: str, line_ends: bool) -> None:
        """A person puts a table elsewhere; an editor of another system turns the line ends."""
        place = self.seats[number].place
        if self._whole(place):
            self._write(place, lambda text: outside.moved(text, item))
            text = self.text(place) or ""
            if line_ends and "\r\n" not in text:
                self.path(place).write_bytes(text.replace("\n", "\r\n").encode())

    @rule(
        number=st.integers(0, 2),
        how=st.sampled_from(["", "<<<<<<< HEAD\n", "score = \n", "\xff"]),
    )
    def harm(self, number: int, how: str) -> None:
        """The file is removed; or a merge is left in the middle, or the keys slip."""
        place = self.seats[number].place
        if (file := self._whole(place)) and how:
            file.whole = self.text(place) or ""
            self.path(place).write_bytes(file.whole.encode() + how.encode("latin-1"))
        elif file:
            del self.files[place]
            self.path(place).unlink()

    @precondition(lambda self: any(file.whole for file in self.files.values()))
    @rule()
    def mend(self) -> None:
        for place, file in self.files.items():
            if file.whole:
                self.path(place).write_bytes(file.whole.encode())
                file.whole = ""

    # A clone in which somebody answers too, and the merge of both.

    @rule(number=st.integers(0, 2))
    def clone_it(self, number: int) -> None:
        place = self.seats[number].place
        if (file := self._whole(place)) and self.clone is None:
            shutil.copytree(self.root, self.folder / "there")
            copy = File(dict(file.answers), Counter(file.comments), set(file.keys))
            self.clone = (place, self.text(place) or "", copy)

    @precondition(lambda self: self.clone is not None)
    @rule(given=st.lists(st.tuples(items, answers)), noted=st.one_of(st.none(), items))
    def answer_in_the_clone(self, given: list[tuple[str, Answer]], noted: str | None) -> None:
        assert self.clone
        place, _, file = self.clone
        there = self.folder / "there"
        for item, answer in given:
            self._opened(there, place).save_answer(item, answer)
            file.answers[item] = answer
        if noted:
            self.number += 1
            text = self.path(place, there).read_bytes().decode().replace("\r\n", "\n")
            made = outside.noted(text, noted, f"note {self.number}")
            self.path(place, there).write_text(made)
            file.comments[f"# note {self.number}"] += 1

    @precondition(lambda self: self.clone is not None)
    @rule()
    def merge(self) -> None:
        """Both sides' answers, or a conflict that shows both; then a person takes ours."""
        assert self.clone
        place, base_text, theirs = self.clone
        ours = self._whole(place)
        if ours is None:
            return
        self.clone = None
        base, here = self.folder / "base.toml", self.path(place)
        base.write_bytes(base_text.encode())
        before = here.read_bytes()
        there = self.path(place, self.folder / "there")
        merged = merge_file(base, here, there, file=here.name)
        shutil.rmtree(self.folder / "there")
        known, keys = self._read(base_text)
        wanted, conflicts = self._merged(known, ours, theirs)
        # What a side has taken away, with its whole file or by hand, is not to come back.
        noted = kept(comments(base_text), ours.comments, theirs.comments)
        text = self.text(place) or ""
        if conflicts:
            assert not merged.clean
            assert "<<<<<<<" in text
            shown = [f"score = {each.score}" for each in conflicts if each.score is not None]
            for each in (*noted, *shown):
                assert each in text
            here.write_bytes(before)
            return
        assert merged.clean, text
        found = self._read(text)[0]
        for item, fitting in wanted.items():
            ours.answers[item] = found.get(item, NOTHING)
            assert ours.answer(item) in fitting
        ours.comments = noted
        ours.keys = {*kept(Counter(keys), Counter(ours.keys), Counter(theirs.keys))}

    @staticmethod
    def _merged(
        base: dict[str, Answer], ours: File, theirs: File
    ) -> tuple[dict[str, tuple[Answer, ...]], list[Answer]]:
        """The answers that fit after a merge; and those that stand against each other."""
        wanted: dict[str, tuple[Answer, ...]] = {}
        conflicts: list[Answer] = []
        for item in ITEMS:
            one, mine, yours = base.get(item, NOTHING), ours.answer(item), theirs.answer(item)
            if mine == yours or yours == one:
                wanted[item] = (mine,)
            elif mine == one:
                wanted[item] = (yours,)
            elif undated(mine) == undated(yours):
                wanted[item] = (mine, yours)
            else:
                conflicts += [mine, yours]
        return wanted, conflicts

    # What holds at any time.

    @staticmethod
    def _read(text: str) -> tuple[dict[str, Answer], set[tuple[str, str]]]:
        """The answers and the unknown keys of a text, read without the program."""
        tables: dict[str, dict[str, Any]] = tomli.loads(text)["answers"]
        known = Answer.__struct_fields__
        return (
            {
                item: Answer(**{key: value for key, value in table.items() if key in known})
                for item, table in tables.items()
            },
            {(item, key) for item, table in tables.items() for key in table if key not in known},
        )

    @invariant()
    def every_file_holds_what_it_must(self) -> None:
        for person in PEOPLE:
            for round_id in ROUNDS:
                place = (person, round_id)
                text, file = self.text(place), self.files.get(place)
                assert (text is None) == (file is None), place
                if text is None or file is None or file.whole:
                    continue
                found, keys = self._read(text)
                assert {item: each for item, each in found.items() if each != NOTHING} == {
                    item: each for item, each in file.answers.items() if each != NOTHING
                }
                assert comments(text) == file.comments
                assert keys == file.keys

    @invariant()
    def every_sitting_knows_what_it_was_told(self) -> None:
        for seat in self.seats:
            assert {item: seat.sitting.answer_to(item) for item in ITEMS} == {
                item: seat.answer(item) for item in ITEMS
            }

    @invariant()
    def nothing_is_left_behind(self) -> None:
        assert list(self.root.rglob(".partnercheck-*")) == []


TestAnswering = Answering.TestCase
TestAnswering.settings = settings(
    max_examples=1000 if LONG else 30,
    stateful_step_count=60 if LONG else 40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
