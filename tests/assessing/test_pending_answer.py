"""The pending answer against a model: no answer is lost unsaid, none saved that nobody gave."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Collection
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from partnercheck.assessing.pending_answer import PendingAnswer, UnsavedAnswer
from partnercheck.assessing.sitting import NOTHING, Sitting
from partnercheck.assessing.start import response_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Response, Settings
from partnercheck.questionnaires.read import packaged
from partnercheck.storage.save import ConfirmationRequired
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.responses import AnswerConflict
from tests.support.running import ALICE

TODAY = dt.date(2026, 11, 24)
INSTRUMENTS = packaged()
LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
# Drafts are flushed to disk, which takes longer than all the rest.
MEMORY = Path("/dev/shm")
BASE = MEMORY if os.access(MEMORY, os.W_OK) else None
# Both are in the quick form, so that they share a draft.
ITEMS = ("culture-values", "gains-last-surprise")
Place = tuple[int, str]

numbers = st.integers(0, 1)
items = st.sampled_from(ITEMS)
answers = st.one_of(
    st.builds(Answer, score=st.integers(0, 4), evidence=st.sampled_from(["", "In June."])),
    st.builds(Answer, skip=st.just("unknown")),
    st.just(NOTHING),
)


def undated(answer: Answer) -> Answer:
    return replace(answer, on=None)


class MemoryFile:
    """A file of answers that fails as a test wants it to."""

    watched: tuple[Path, ...] = ()
    handover = ""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / name
        self.workspace = Workspace(folder, Settings(), INSTRUMENTS)
        self.instrument = INSTRUMENTS["partnership"]
        self.response = Response("partnership", "acme", "2026-q4", "buyer", name)
        self.on_disk: dict[str, Answer] = {}
        self.full = self.unreadable = self.switched = False

    def save(self, item: str, answer: Answer) -> None:
        if self.full:
            raise OSError(28, "the disk is full")
        if self.switched:
            raise ConfirmationRequired(self.branch_change())
        theirs, seen = self.on_disk.get(item, NOTHING), self.response.answers.get(item, NOTHING)
        if undated(theirs) not in (undated(seen), undated(answer)):
            self.response = replace(self.response, answers=dict(self.on_disk))
            raise AnswerConflict(item, theirs, "")
        self.on_disk[item] = answer
        self.response = replace(self.response, answers=dict(self.on_disk))

    def refresh(self, keep: Collection[str] = ()) -> list[str]:
        return []

    def branch_change(self) -> str:
        return "git has switched" if self.switched else ""

    def accept_new_place(self) -> None:
        if self.unreadable:
            raise UserError("the file cannot be read")
        self.switched = False
        self.response = replace(self.response, answers=dict(self.on_disk))


class Pending(RuleBasedStateMachine):
    """Two sittings with one pending answer; a colleague, a disk and git that come between."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="partnercheck-pending-", dir=BASE))
        self.files = [MemoryFile(self.folder, name) for name in ("alice.toml", "bob.toml")]
        self.on_disk: dict[Place, Answer] = {}
        self.held: tuple[Place, Answer] | None = None
        self.question = ""
        self.warned = False
        self.sit_down()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def sit_down(self) -> None:
        self.sittings = [Sitting(file, TODAY) for file in self.files]
        for sitting in self.sittings:
            sitting.drafts = self.folder
        self.pending = PendingAnswer(self.sittings, lambda: TODAY)

    # The model.

    def seen(self, place: Place) -> Answer:
        return self.files[place[0]].response.answers.get(place[1], NOTHING)

    def expected_save(self) -> bool:
        """Whether the held answer is saved now; notes what becomes of it."""
        assert self.held
        place, answer = self.held
        file = self.files[place[0]]
        self.question = ""
        if file.full:
            return False
        theirs = self.on_disk.get(place, NOTHING)
        if file.switched:
            self.question = "place"
        elif undated(theirs) not in (undated(self.seen(place)), undated(answer)):
            self.question = "conflict"
        else:
            self.on_disk[place] = answer
            self.held = None
        return self.held is None

    def expected_retry(self) -> bool:
        return self.held is None or (not self.question and self.expected_save())

    # What people do.

    @rule(number=numbers, item=items, answer=answers)
    def offer(self, number: int, item: str, answer: Answer) -> None:
        if answer != NOTHING:
            answer = replace(answer, on=TODAY)
        taken = self.held is None or self.held[0] == (number, item) or self.expected_retry()
        expected = False
        if taken:
            self.held, self.warned = ((number, item), answer), False
            expected = not self.question and self.expected_save()
        assert self.pending.offer(self.sittings[number], item, undated(answer)) == expected

    @rule()
    def retry(self) -> None:
        expected = self.expected_retry()
        assert self.pending.retry() == expected

    @rule()
    def confirm(self) -> None:
        if self.held and self.question == "place":
            file = self.files[self.held[0][0]]
            concerned = self.files if file.switched else [file]
            if any(each.unreadable for each in concerned):
                with pytest.raises(UserError):
                    self.pending.confirm()
                # An accepted file may show other answers now; screens keep drafts every 2 s.
                self.pending.keep_drafts()
                return
            expected_switched = [each.switched and each not in concerned for each in self.files]
            seen = {place: self.on_disk.get(place, NOTHING) for place in self.places(concerned)}
        else:
            expected_switched = [each.switched for each in self.files]
            seen = {}
        expected = True
        if self.held:
            place, answer = self.held
            theirs = self.on_disk.get(place, NOTHING)
            file = self.files[place[0]]
            known = seen.get(place, self.seen(place))
            self.question = ""
            if file.full:
                expected = False
            elif expected_switched[place[0]]:
                self.question, expected = "place", False
            elif undated(theirs) not in (undated(known), undated(answer)):
                self.question, expected = "conflict", False
            else:
                self.on_disk[place], self.held = answer, None
        assert self.pending.confirm() == expected

    def places(self, files: list[MemoryFile]) -> list[Place]:
        return [(self.files.index(file), item) for file in files for item in ITEMS]

    @rule()
    def discard(self) -> None:
        self.pending.discard()
        self.held, self.question = None, ""

    @rule()
    def leave(self) -> None:
        """Leave, and open everything again: an answer that was not saved is offered."""
        may_leave = self.pending.may_leave()
        assert may_leave == (self.held is None or self.warned)
        self.warned = True
        if may_leave:
            self.sit_down()
            self.warned = False
            if self.held and self.held[1] == self.seen(self.held[0]):
                self.held = None  # somebody else has given the very same answer
            assert self.pending.offer_draft("it waits") == (self.held is not None)
            self.question = "place" if self.held else ""

    @rule(number=numbers, item=items, answer=answers)
    def type_something(self, number: int, item: str, answer: Answer) -> None:
        """Keep a draft of a note, which is then left unchanged."""
        self.pending.keep_drafts(UnsavedAnswer(self.sittings[number], item, answer))
        self.pending.drop_typed(self.sittings[number], item)

    # What happens to the files.

    @rule(number=numbers)
    def fill_the_disk_or_make_room(self, number: int) -> None:
        self.files[number].full = not self.files[number].full

    @rule(number=numbers)
    def break_the_file_or_mend_it(self, number: int) -> None:
        self.files[number].unreadable = not self.files[number].unreadable

    @rule(both=st.booleans(), number=numbers)
    def switch_the_branch(self, both: bool, number: int) -> None:
        for file in self.files if both else [self.files[number]]:
            file.switched = True

    @rule(number=numbers, item=items, answer=answers)
    def a_colleague_answers(self, number: int, item: str, answer: Answer) -> None:
        self.files[number].on_disk[item] = answer
        self.on_disk[number, item] = answer

    # What holds at any time.

    @invariant()
    def nothing_is_saved_but_what_was_given(self) -> None:
        for number, file in enumerate(self.files):
            for item in ITEMS:
                found = file.on_disk.get(item, NOTHING)
                assert undated(found) == undated(self.on_disk.get((number, item), NOTHING))

    @invariant()
    def an_answer_waits_until_it_is_saved_or_dropped(self) -> None:
        unsaved = self.pending.unsaved
        assert (unsaved is None) == (self.held is None)
        assert bool(self.pending.question) == bool(self.question)
        if self.held and unsaved:
            (number, item), answer = self.held
            assert unsaved.is_at(self.sittings[number], item)
            assert undated(unsaved.answer) == undated(answer)
            assert self.pending.error

    @invariant()
    def it_is_kept_as_a_draft_and_nothing_else_is(self) -> None:
        for number, file in enumerate(self.files):
            again = Sitting(file, TODAY)
            again.drafts = self.folder
            draft = again.draft()
            if self.held and self.held[0][0] == number:
                place, answer = self.held
                if undated(answer) != undated(self.seen(place)):
                    assert draft
                    assert (draft.item, undated(draft.answer)) == (place[1], undated(answer))
            else:
                assert draft is None


TestPending = Pending.TestCase
TestPending.settings = settings(
    max_examples=1000 if LONG else 30,
    stateful_step_count=60 if LONG else 30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_saying_where_the_evidence_is_leaves_the_day_of_the_answer(workspace: Path) -> None:
    days = iter([TODAY, TODAY + dt.timedelta(30), TODAY + dt.timedelta(60)])
    sitting = response_sitting(open_workspace(workspace), ALICE, TODAY)
    pending = PendingAnswer([sitting], lambda: next(days))
    item, later = ITEMS[0], TODAY + dt.timedelta(30)
    assert pending.offer(sitting, item, Answer(1, basis="observed", evidence="In May."))
    sourced = replace(sitting.answer_to(item), source="minutes/may.txt")
    assert pending.offer(sitting, item, sourced)
    assert sitting.answer_to(item) == replace(sourced, on=TODAY)
    assert pending.offer(sitting, item, replace(sourced, score=2))
    assert sitting.answer_to(item).on == later
