"""The response file behind a sitting: one respondent's answers in a workspace, saved one by one.

Other people and git may change the file while a sitting is open. The sitting remembers the text it
has seen (`_seen`), the answers in that text (`response`), and the branch it began on. Every save
keeps these invariants:

1. `response` and `_seen` describe the same text, and change together.
2. An answer is written only to the branch and the round for which it was given, and only if the
   vendor exists. Otherwise `ConfirmationRequired` is raised, and nothing is written.
3. An answer never replaces an answer that this sitting has not seen. After an `AnswerConflict`
   nothing is written, but the text counts as seen: saving again is then the person's decision.
4. All other answers stay as they are in the file, whoever wrote them, and count as seen afterwards.
5. A form once full stays full, so that no answer of the longer form is hidden.
6. If a save fails, `response` and `_seen` do not change, except as in 3.
7. If this sitting has created the file and is the only one to have changed it, the file is removed
   when its last answer is removed, so that undoing the first answer leaves nothing behind.

For example, we have seen `decisions = 2`. A colleague then saves `planning = 4`:

    save decisions = 3   the file has both answers, and so has `response`          (4)
    colleague saves      decisions = 0
    save decisions = 1   AnswerConflict; the file keeps 0, and `response` shows 0  (3)
    save decisions = 1   the file has 1: the 0 was seen, and replaced on purpose
    git switch other
    save decisions = 4   ConfirmationRequired; the file is untouched               (2)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from pathlib import Path

from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.git import branch
from partnercheck.base.records import Answer, Form, Problem, Response, UnreadableError
from partnercheck.base.rounds import current
from partnercheck.base.text import clean, name_key
from partnercheck.questionnaires.records import Instrument
from partnercheck.storage.parse import Source, parse
from partnercheck.storage.save import (
    ConfirmationRequired,
    SaveError,
    current_text,
    is_there,
    remove_text,
)
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import vendor_path
from partnercheck.workspace.readers import response_of
from partnercheck.workspace.responses import AnswerConflict, response_path, save_answer

Clock = Callable[[], dt.date]


class ResponseFile:
    """A response file in a workspace, which implements `AnswerFile`."""

    # Empty, because the file stays in the workspace.
    handover = ""

    def __init__(
        self,
        workspace: Workspace,
        response: Response,
        form: Form | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Read the file of a response, if there is one.

        Args:
            workspace: The workspace in which the file is, or will be created.
            response: The respondent, the vendor and the questionnaire; its answers and its form are
                used only for a new file.
            form: The form to use instead of the file's form; only a longer form has an effect.
            clock: If given, an answer after the end of the round requires confirmation.

        Raises:
            UserError: The file cannot be read, or belongs to another respondent.

        """
        self.workspace = workspace
        self.path: Path = response_path(workspace, response)
        self.watched: tuple[Path, ...] = (self.path.parent,)
        self.instrument: Instrument = workspace.instruments[response.instrument]
        self.response = replace(response, version=self.instrument.version)
        self._clock = clock
        self._branch = branch(workspace.root)
        self._seen = current_text(self.path)
        self._created = False  # whether only this sitting has written the file
        if self._seen is not None:
            self._read(self._seen, form)

    def _read(self, text: str, form: Form | None) -> None:
        """Set `response` from a text. Raises UserError if the text is not this respondent's."""
        name = self.path.relative_to(self.workspace.root).as_posix()
        response, problems = self._response_in(parse(text.encode("utf-8"), name))
        if response is None:
            errors = [problem for problem in problems if problem.severity == "error"]
            raise UnreadableError(errors, str(self.workspace.root))
        respondent = self.response.respondent
        if name_key(response.respondent) != name_key(respondent):
            raise UserError(
                f'"{respondent}" and "{response.respondent}" would share the file {name}. '
                "Answer under another name"
            )
        current_version = self.instrument.version
        if response.version not in (None, current_version):
            raise UserError(
                f"{name} has answers to version {response.version} of {self.instrument.name}; the "
                f"questions have changed, and the current version is {current_version}. "
                "Answer in another round"
            )
        level = self.response.level or response.level
        form = "full" if form == "full" else response.form
        self.response = replace(response, form=form, level=level)

    def _response_in(self, source: Source) -> tuple[Response | None, tuple[Problem, ...]]:
        place = (self.response.vendor, self.response.round, self.path.name)
        return response_of(source, place, self.workspace.instruments)

    def save(self, item: str, answer: Answer) -> None:
        """Save one answer, and read what others have saved. Raises SaveError or OSError.

        An answer that is already on disk is written again only if the file has changed since.
        """
        before = self.response.answers.get(item, Answer())
        if answer == before and current_text(self.path) == self._seen:
            return
        self._require_same_place()
        if self._remove_if_last(item, answer):
            return
        form = self.response.form
        created = self._seen is None
        try:
            saved = save_answer(
                self.workspace.root,
                self.path,
                self.response,
                [each.id for each in self.instrument.items],
                item,
                answer,
                self._seen,
                lambda source: self._response_in(source)[1],
            )
        except AnswerConflict as conflict:
            # The person is shown the other answer, so it counts as seen, and saving again replaces
            # it.
            self._read_changes(conflict.text)
            raise
        self._created = (created or self._created) and not saved.merged
        if saved.merged:
            self._read_changes(saved.text)
        self._seen = saved.text
        self.response = replace(
            self.response,
            form="full" if form == "full" else self.response.form,
            answers={**self.response.answers, item: answer},
        )

    def _remove_if_last(self, item: str, answer: Answer) -> bool:
        """Remove the file if this change empties it, and only this sitting has written it."""
        answers = {**self.response.answers, item: answer}
        if not self._created or any(each != Answer() for each in answers.values()):
            return False
        try:
            remove_text(self.workspace.root, self.path, self._seen)
        except SaveError:
            # Somebody else has changed the file, so this sitting must not remove it.
            return False
        self._seen, self._created = None, False
        self.response = replace(self.response, answers={})
        return True

    def _require_same_place(self) -> None:
        """Raise ConfirmationRequired if branch or round have changed, or the vendor was removed."""
        if switched := self.branch_change():
            raise ConfirmationRequired(switched)
        if self._clock is not None:
            today = current(self.workspace.settings.cadence, self._clock())
            if today != self.response.round:
                raise ConfirmationRequired(
                    f"the current round is {today} now, "
                    f"but this answer is for {self.response.round}"
                )
        if not is_there(vendor_path(self.workspace, self.response.vendor)):
            vendor = self.response.vendor
            raise ConfirmationRequired(f"the vendor {vendor} was removed from the workspace")

    def _read_changes(self, text: str) -> list[str]:
        """Read a new text of the file, if it is readable; return the items that changed."""
        before = self.response.answers
        try:
            self._read(text, self.response.form)
        except UserError:
            return []
        self._seen, self._created = text, False
        after, nothing = self.response.answers, Answer()
        ids = (item.id for item in self.instrument.items)
        return [item for item in ids if before.get(item, nothing) != after.get(item, nothing)]

    def refresh(self, keep: Collection[str] = ()) -> list[str]:
        """Read the changes of others; return the items that changed.

        `keep` names the items being worked on. If the answer to one of them has changed, or if git
        has switched to another branch, nothing is read, and the next save asks what to do.
        """
        if self.branch_change():
            return []
        try:
            text = current_text(self.path)
        except (UserError, OSError):
            # The person is not waiting for a result now; the next save reports the problem.
            return []
        if text is None or text == self._seen:
            return []
        before = (self._seen, self.response)
        changed = self._read_changes(text)
        # Return to the text seen before, so that the next save finds the conflict.
        if not set(keep).isdisjoint(changed):
            self._seen, self.response = before
            return []
        return changed

    def branch_change(self) -> str:
        """Return a sentence that says which branch git has switched to; empty if it has not."""
        current_branch = branch(self.workspace.root)
        if current_branch == self._branch:
            return ""
        before, after = (
            clean(name.removeprefix("ref: refs/heads/")) for name in (self._branch, current_branch)
        )
        return f"git has switched from {before} to {after}"

    def accept_new_place(self) -> None:
        """Use the current file on the current branch for the next answer.

        If the branch has no such file, the next save creates one, with only the answers given from
        now on. Raises UserError, and changes nothing, if the file is unreadable or belongs to
        another respondent.
        """
        current_branch = branch(self.workspace.root)
        text = current_text(self.path)
        if text is not None and text != self._seen:
            self._read(text, self.response.form)
        # If somebody has removed the file on the same branch, its answers are kept and written
        # again.
        elif text is None and current_branch != self._branch:
            version = self.instrument.version
            self.response = replace(self.response, version=version, answers={})
        self._seen, self._created = text, False
        self._branch = current_branch
        # The person has agreed to answer for this round, and is not asked again for every answer.
        self._clock = None
