"""The dossier as a screen shows it: the head, the conditions, and groups that fold.

The head has the verdict, its caveats, the target and the last decision. While a group is folded, it
shows one line with the most important of its content.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from partnercheck.base.english import capitalised, plural
from partnercheck.base.records import Record, Response
from partnercheck.report.dossier.about import aims, answered_by, facts, files, profile
from partnercheck.report.dossier.entries import (
    condition_entries,
    headline_of,
    questions,
    ways,
    why,
)
from partnercheck.report.dossier.firmness import far_apart, how_firm, one_side_did
from partnercheck.report.dossier.history import decided, over_time, people
from partnercheck.report.listing import judged_target_sign
from partnercheck.report.signs import WARNING, class_sign
from partnercheck.report.words.agreements import agenda_in_short, agreed_entries, overdue_in_words
from partnercheck.report.words.ask_next import ask_next
from partnercheck.report.words.caveat_phrases import short_caveats
from partnercheck.report.words.caveats import vendor_caveats
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.lenses import lens_entries, pending_phrases, warning_names
from partnercheck.report.words.reasons import stops_in_short
from partnercheck.report.words.since import since_entries
from partnercheck.report.words.so_far import unless_harm
from partnercheck.report.words.steps import steps_in_short
from partnercheck.report.words.still_to_come import awaited_answers
from partnercheck.report.words.target import at_target, target_entry
from partnercheck.verdicts.history import RoundHistory
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import Lens
from partnercheck.verdicts.since import LastRound

# What the entry above the conditions leads to.
CONDITIONS = "conditions"
# A number of sides that no condition has.
NEVER = 3
# The caveats that have no sentence of their own begin with these words.
ONLY_IN_SHORT = ("views far apart", "not signed yet")
# Says where the whole text of a warning is, in short and as a sentence.
SEE_LENSES = " (see Lenses)"
MORE_OF_IT = "The whole warning is below, under Lenses."


class Sources(Record, frozen=True):
    """The records that the dossier of a vendor is made from."""

    judged: JudgedVendor  # the vendor to show, perhaps with scores that are only being tried
    responses: tuple[Response, ...]  # the responses in the vendor's files
    rounds: Sequence[RoundHistory]  # oldest first
    lenses: Sequence[Lens]
    last: LastRound | None  # the assessed round before the latest one
    today: dt.date

    @property
    def quoted(self) -> list[Response]:
        """The responses whose answers are quoted."""
        own = self.judged.instrument.id
        return [each for each in self.responses if each.instrument == own]


class Group(Record, frozen=True):
    """A group of entries that folds."""

    id: str
    title: str
    summary: str  # the most important of its content, in one line
    entries: tuple[Entry, ...]

    @property
    def header(self) -> Entry:
        """The entry that opens and closes the group."""
        return Entry(self.title, "", "group", self.id, brief=self.summary)


class Dossier(Record, frozen=True):
    """Everything about a vendor, for a screen."""

    sources: Sources
    head: tuple[Entry, ...]
    groups: tuple[Group, ...]

    def conditions(self, expanded: frozenset[str], sides: bool) -> Iterator[Entry]:
        """Yield the conditions, with both views if `sides` is true or the condition is expanded."""
        yield Entry("Conditions", "", "group", CONDITIONS)
        judged, quoted = self.sources.judged, self.sources.quoted
        for condition in judged.instrument.conditions:
            least = 1 if condition.id in expanded else 2 if sides else NEVER
            yield from condition_entries(judged, condition, expanded, quoted, least)


def vendor_dossier(sources: Sources, expanded: frozenset[str]) -> Dossier:
    """Return everything about a vendor.

    `expanded` names the lenses whose parts are included, and the long lists that are complete.
    """
    groups = (group for group in _groups(sources, expanded) if group.entries)
    return Dossier(sources, tuple(_head(sources)), tuple(groups))


def _head(sources: Sources) -> Iterator[Entry]:
    judged = sources.judged
    instrument, verdict = judged.instrument, judged.verdict
    overdue_words, warnings = (
        overdue_in_words(judged.files, sources.today),
        warning_names(sources.lenses),
    )
    first = headline_of(judged)
    text = " ".join(filter(None, [first, unless_harm(judged)]))
    yield Entry(str(class_sign(instrument, verdict)), text, "fold", "verdict")
    # The caveats that only the short form contains.
    short = [each for each in short_caveats(judged, True) if each.startswith(ONLY_IN_SHORT)]
    caveats = [*vendor_caveats(judged), *(f"{capitalised(each)}." for each in short)]
    if caveats := [*caveats, *(f"{WARNING.glyph} {each}. {MORE_OF_IT}" for each in warnings)]:
        names = [warning.name for lens in sources.lenses for warning in lens.warnings]
        brief = [
            *(f"{WARNING.glyph} {name}{SEE_LENSES}" for name in names),
            *short_caveats(judged, True),
        ]
        yield Entry("Caveats", " ".join(caveats), "fold", "caveats", brief="; ".join(brief))
    yield _target(judged, target_entry(judged, overdue_words, warnings))
    decision = [entry.text.rstrip(".") for entry in decided(judged, sources.rounds)]
    if decision:
        # If a later verdict no longer supports the decision, that comes first.
        decision.sort(key=lambda text: not text.startswith(WARNING.glyph))
        yield Entry("Decided", f"{'. '.join(decision)}.", "fold", "decided")


def _target(judged: JudgedVendor, text: str) -> Entry:
    """Return the entry on the target: its class and whether it is reached, and the `text`."""
    target = judged.vendor.target
    if not target:
        return Entry("Target", text, "fold", "target")
    sign = judged_target_sign(judged)
    brief = f"{sign.glyph} {judged.instrument.class_named(target).name}, {sign.word}"
    return Entry("Target", f"{sign.glyph} {text}", "fold", "target", brief=brief)


def _groups(sources: Sources, expanded: frozenset[str]) -> Iterator[Group]:
    judged, lenses = sources.judged, sources.lenses
    reasons = [_unlabelled(each, "Why") for each in (*why(judged), *far_apart(judged))]
    stops = ""
    if judged.verdict.assessed:
        stops = stops_in_short(judged.instrument, judged.verdict, with_lowest=False)
    yield Group("why", "Why", stops or _first(reasons), tuple(reasons))
    change = [*ways(judged), *questions(judged, expanded)]
    yield Group("change", "What changes it", _steps(judged) or _first(change), tuple(change))
    firm = [*how_firm(judged), *one_side_did(judged), *people(judged, expanded)]
    waiting = awaited_answers(judged, sources.today, pending_phrases(lenses))
    if waiting:
        # Answers that somebody has begun come first, so that the folded line names the person.
        is_begun = judged.verdict.provisional or any(each.awaited for each in lenses)
        firm.insert(0 if is_begun else len(firm), Entry("Still to come", waiting))
    firm += answered_by(judged, lenses)
    yield Group("firm", "How firm is it", _first(firm), tuple(firm))
    closer = list(lens_entries(lenses, expanded))
    yield Group("lenses", "Lenses", _lenses(lenses), tuple(closer))
    together = [*agreed_entries(judged.files, sources.today), *aims(judged)]
    yield Group("together", "Together", _together(sources), tuple(together))
    time = list(over_time(judged, sources.rounds))
    time += since_entries(sources.last, judged.files, sources.today)
    yield Group("time", "Over time", _first(time), tuple(time))
    about_entries = [*files(judged), *profile(judged), *facts(judged)]
    yield Group("about", "About", _files_and_owner(judged), tuple(about_entries))


def _files_and_owner(judged: JudgedVendor) -> str:
    """Return how many problems the vendor's files have, what the vendor supplies, and our owner."""
    vendor = judged.vendor
    problems = plural(len(judged.problems), "problem")
    parts = [f"{WARNING.glyph} {problems} in its files" if judged.problems else ""]
    parts += [vendor.supplies or vendor.line, f"owner: {vendor.owner}" if vendor.owner else ""]
    return "; ".join(filter(None, parts)) or "when it began, tags and facts"


def _unlabelled(entry: Entry, label: str) -> Entry:
    """Return an entry without its label if the group has the same label."""
    return replace(entry, label="") if entry.label == label else entry


def _steps(judged: JudgedVendor) -> str:
    """Return how many steps lead to which other class, and what to ask next, in short."""
    instrument, verdict = judged.instrument, judged.verdict
    if not verdict.assessed:
        return ""
    questions = ask_next(judged)
    parts = [questions[0].in_short] if questions else []
    # At its target, a vendor need not rise: the entries leave that out as well.
    steps_up = None if at_target(judged) else judged.steps_up
    for distance, up in ((steps_up, True), (judged.steps_down, False)):
        if distance and verdict.settled and not verdict.provisional:
            parts.append(steps_in_short(instrument, verdict, distance, up=up))
    return "; ".join(parts)


def _first(entries: Iterable[Entry]) -> str:
    """Return the first entry on one line."""
    first = next(iter(entries), None)
    if first is None:
        return "nothing yet"
    return f"{first.label}: {first.text}" if first.label else first.text


def _lenses(lenses: Sequence[Lens]) -> str:
    """Return the warnings, the lenses with answers, and how many lenses are worth answering."""
    parts = [f"{WARNING.glyph} {warning.name}" for lens in lenses for warning in lens.warnings]
    parts += [lens.instrument.name for lens in lenses if lens.verdict.assessed]
    offered = [lens for lens in lenses if lens.reason_to_answer and not lens.verdict.assessed]
    parts += [f"{plural(len(offered), 'questionnaire')} for a closer look"] if offered else []
    return "; ".join(parts) or "none answered"


def _together(sources: Sources) -> str:
    """Return what is overdue, or if nothing is, what the next agenda starts with."""
    files = sources.judged.files
    agenda = agenda_in_short(files.goals, files.promises, sources.today)
    nothing = sources.judged.vendor.objective or "no goals, promises or meetings yet"
    return overdue_in_words(files, sources.today) or agenda or nothing
