"""The agenda of the next meeting: different for each vendor, and safe to send."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer, Goal, Meeting, Promise
from partnercheck.report.agenda import as_json, for_vendor, markdown, text
from partnercheck.report.agenda_records import Agenda, Section
from partnercheck.report.agenda_topics import agenda
from partnercheck.verdicts.judged import JudgedVendor, judge_vendor
from partnercheck.workspace.glossary import Term
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.read_round import read_round
from partnercheck.workspace.read_vendor import read_description, read_vendor, vendor_ids
from tests.support.running import TODAY, Run
from tests.support.screens import sample_workspace

CUT_OFF = Term("Cut-off", "16:00", "Northwind Foods")


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return open_workspace(sample_workspace(tmp_path / "samples"))


def found_of(opened: Workspace, vendor_id: str) -> JudgedVendor:
    return judge_vendor(opened, vendor_id)


def made_of(opened: Workspace, vendor_id: str) -> Agenda:
    return agenda(found_of(opened, vendor_id), "Northwind Foods", TODAY, [CUT_OFF])


def flat(said: str) -> str:
    return " ".join(said.split()).casefold()


def versions(made: Agenda) -> list[str]:
    return [flat(each) for each in (text(made, 80), text(made, 200), markdown(made), as_json(made))]


def section(made: Agenda, title: str) -> Section:
    return next(each for each in made.sections if each.title == title)


def test_every_vendors_agenda_is_different_and_opens_with_what_both_pursue(
    opened: Workspace,
) -> None:
    made = {vendor_id: made_of(opened, vendor_id) for vendor_id in vendor_ids(opened)}
    bodies = {
        vendor_id: text(each, 80).replace(read_description(opened, vendor_id)[0].name, "")
        for vendor_id, each in made.items()
    }
    assert len(set(bodies.values())) == len(bodies) == 12
    for vendor_id, each in made.items():
        assert each.sections[0].title == "What we pursue together"
        objective = read_description(opened, vendor_id)[0].objective
        question, opening = (point.text for point in each.sections[0].points[:2])
        assert question.endswith("what is our goal in this relationship?")
        assert opening == objective or opening.startswith(("Which one sentence", "What does each"))
        titles = [s.title for s in each.sections]
        if "What works" in titles:
            assert titles[1] == "What works"
        assert "Before we close" in titles[-2:]


def test_the_vendors_version_has_no_evidence_and_none_of_our_names_or_aims(
    opened: Workspace,
) -> None:
    searched = 0
    for vendor_id in vendor_ids(opened):
        vendor = read_description(opened, vendor_id)[0]
        secret = {vendor.target_why, vendor.owner}
        goals = read_vendor(opened, vendor_id).goals.values()
        shared = {name for goal in goals for name in (goal.owner_buyer, goal.owner_vendor)}
        for other in vendor_ids(opened):
            files = read_vendor(opened, other)
            secret |= {files.vendor.name} if other != vendor_id else set()
            for round_id in files.rounds:
                for response in read_round(opened, files, round_id).responses:
                    secret |= {response.respondent} - shared
                    for answer in response.answers.values():
                        secret |= {answer.evidence, answer.reason}
        secret -= {name for goal in goals for name in (goal.owner_buyer, goal.owner_vendor)}
        meetings = read_vendor(opened, vendor_id).meetings.values()
        spoken = flat(" ".join(str(meeting) for meeting in meetings) + str(list(goals)))
        for version in versions(for_vendor(made_of(opened, vendor_id))):
            assert "(for us)" not in version
            assert "target" not in version
            for each in secret:
                told = flat(each)
                if len(told) > 3 and told not in spoken:
                    searched += 1
                    assert told not in version, (vendor_id, each)
    assert searched > 10_000


def test_our_own_version_quotes_what_happened(opened: Workspace) -> None:
    ours = text(made_of(opened, "acme-logistics"), 80)
    assert "(for us) Alice Moreau: Move to the Sallow Cross depot" in ours
    assert "Our target for them: a partner" in ours


def with_more(found: JudgedVendor, **more: object) -> JudgedVendor:
    return replace(found, files=replace(found.files, **more))


def test_what_was_promised_and_goals_that_are_due(opened: Workspace) -> None:
    meeting = Meeting(("Alice",), "Two runs a night.")
    promises = {
        "plan": Promise(by="buyer", text="Send the plan", made=dt.date(2026, 10, 5)),
        "gate": Promise(by="vendor", text="Repair gate 4", made=dt.date(2026, 10, 5)),
    }
    goals = {
        "late": Goal(title="Fewer late trucks", period="month", due=dt.date(2026, 11, 1)),
        "soon": Goal(
            title="One plan",
            period="quarter",
            due=dt.date(2026, 12, 24),
            owner_buyer="Alice",
            owner_vendor="Jane",
            gain_vendor="Full trucks",
        ),
        "done": Goal(title="Old one", period="week", due=dt.date(2026, 1, 1), state="done"),
    }
    found = with_more(
        found_of(opened, "acme-logistics"),
        goals=goals,
        promises=promises,
        meetings={"2026-10-05": meeting, "2026-07-01": Meeting(decided="Older.")},
    )
    made = agenda(found, "Northwind Foods", TODAY)
    said = text(made, 200)
    assert "Decided on 2026-10-05: Two runs a night." in said
    assert "We committed to: Send the plan" in said
    assert "You committed to: Repair gate 4" in said
    assert "Older." not in said
    goal_points = [point.text for point in section(made, "Our goals").points]
    assert goal_points == [
        "Fewer late trucks, was due 2026-11-01: is it done? If not, what is in the way, "
        "and is it still the right goal?",
        "One plan, due 2026-12-24",
    ]
    assert "With Alice and Jane." in said
    assert "You gain: Full trucks" in said
    assert "Old one" not in said


def test_where_the_two_see_it_differently(opened: Workspace) -> None:
    item = opened.instrument.items[4]
    for side, who, score in (("buyer", "Bob", 4), ("vendor", "Jane", 1)):
        start = Start("larkmere-energy", side, who, round="2026-q4")  # type: ignore[arg-type]
        start_sitting(opened, start, TODAY).save_answer(item.id, Answer(score=score))
    made = made_of(opened, "larkmere-energy")
    (point,) = section(made, "Where we see it differently").points
    assert point.below[0].casefold() == f"we chose: “{item.anchors[4]}”".casefold()
    assert point.below[1].casefold() == f"you chose: “{item.anchors[1]}”".casefold()
    assert point.below[2:] == ("Which events did each of us have in mind?", item.dialogue)


def with_answers(opened: Workspace, *given: tuple[str, str, str, Answer]) -> JudgedVendor:
    """Larkmere, of which nothing is known, with these answers: side, person, item, answer."""
    for side, who, item, answer in given:
        start = Start("larkmere-energy", side, who, round="2026-q4")  # type: ignore[arg-type]
        start_sitting(opened, start, TODAY).save_answer(item, answer)
    return found_of(opened, "larkmere-energy")


@pytest.mark.parametrize(
    ("ours", "theirs", "lines"),
    [
        (3, 3, ("Talk beyond orders. Both chose: “Both shared plans or doubts beyond orders.”",)),
        (
            4,
            3,
            (
                "Talk beyond orders",
                "We chose: “Both shared plans or doubts more than once, or put a wrong belief "
                "right.”",
                "You chose: “Both shared plans or doubts beyond orders.”",
            ),
        ),
        (
            3,
            None,
            ("Talk beyond orders",),
        ),
        (
            None,
            3,
            ("Talk beyond orders. You chose: “Both shared plans or doubts beyond orders.”",),
        ),
    ],
)
def test_nothing_is_a_fact_of_both_that_one_side_sees_otherwise(
    ours: int | None, theirs: int | None, lines: tuple[str, ...], opened: Workspace
) -> None:
    scores = (("buyer", "Bob", ours), ("vendor", "Jane", theirs))
    given = [
        (side, who, "culture-dialogue", Answer(score=score))
        for side, who, score in scores
        if score is not None
    ]
    made = agenda(with_answers(opened, *given), "Northwind Foods", TODAY)
    title = "What works, as we see it" if theirs is None else "What works"
    point, *rest = section(made, title).points
    assert (point.text, *point.below) == lines
    # The vendor's view is asked for before ours is told.
    asked = "Which of these do you think are going well, and why?"
    assert [each.text for each in rest] == ([asked] if theirs is None else [])


def test_before_the_vendor_has_answered_it_reads_no_choice_of_ours(opened: Workspace) -> None:
    checked = 0
    for vendor_id in vendor_ids(opened):
        if found_of(opened, vendor_id).verdict.sides == ("buyer",):
            checked += 1
            assert "We chose" not in text(for_vendor(made_of(opened, vendor_id)), 200)
    assert checked >= 4


def test_a_2_names_the_side_that_did_it_to_us_alone(opened: Workspace) -> None:
    found = with_answers(
        opened,
        ("buyer", "Bob", "culture-dialogue", Answer(score=2, done_by="vendor")),
        ("vendor", "Jane", "culture-dialogue", Answer(score=2, done_by="buyer")),
    )
    (point,) = section(agenda(found, "Northwind Foods", TODAY), "What to work on").points
    assert point.text.endswith("Both chose: “Only one side shared plans or doubts beyond orders.”")
    assert point.below[0] == "Which events did each of us have in mind?"
    assert point.ours[:2] == (
        "By our answers, the side that shared its plans or doubts: Larkmere Energy.",
        "By the vendor's answers, the side that shared its plans or doubts: Northwind Foods.",
    )
    theirs = text(for_vendor(agenda(found, "Northwind Foods", TODAY)), 200)
    assert "The side that" not in theirs
    assert "the side that" not in theirs


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("gains-reopened-terms", "The side that said yes to the other's request: Larkmere Energy."),
        ("learning-feedback", "The side that made the change: Larkmere Energy."),
    ],
)
def test_a_question_about_who_did_it_becomes_a_statement(
    item: str, said: str, opened: Workspace
) -> None:
    two = Answer(score=2, done_by="vendor")
    found = with_answers(opened, ("buyer", "Bob", item, two), ("vendor", "Jane", item, two))
    (point,) = section(agenda(found, "Northwind Foods", TODAY), "What to work on").points
    assert point.ours[0] == said


def test_no_practice_is_proposed_that_is_a_goal_already(opened: Workspace) -> None:
    """Acme has the goal "One list of lessons that both sides read and write"."""
    points = section(made_of(opened, "acme-logistics"), "What to work on").points
    [lessons] = [each for each in points if each.text.startswith("Lessons written down")]
    assert not [line for line in lessons.below if line.startswith("We could")]


def test_what_our_people_see_differently_is_settled_among_us_first(opened: Workspace) -> None:
    found = with_answers(
        opened,
        ("buyer", "Bob", "culture-dialogue", Answer(score=1)),
        ("buyer", "Ann", "culture-dialogue", Answer(score=3)),
    )
    made = agenda(found, "Northwind Foods", TODAY)
    (point,) = section(made, "For us alone").points
    assert point.text == (
        "Talk beyond orders: Bob scored 1 and Ann scored 3. Our people disagree: compare the "
        "events they had in mind."
    )
    assert "talk beyond orders" not in text(for_vendor(made), 200).casefold()


def test_the_next_meeting_is_the_agreed_one(opened: Workspace) -> None:
    meeting = Meeting(decided="Two runs.", next=dt.date(2026, 12, 15))
    found = with_more(found_of(opened, "acme-logistics"), meetings={"2026-10-06": meeting})
    ending = section(agenda(found, "Northwind Foods", TODAY), "Before we close")
    assert ending.points[1].text == (
        "After our meeting on 2026-12-15: when do we meet next? Our suggestion: by 2027-03-15."
    )
    passed = replace(meeting, next=dt.date(2026, 11, 2))
    found = with_more(found, meetings={"2026-10-06": passed})
    made = agenda(found, "Northwind Foods", TODAY)
    assert section(made, "Before we close").points[1].text == (
        "When do we meet next? Our suggestion: by 2026-12-08."
    )
    assert section(made, "Since we last met").points[0].text == (
        "We have no minutes of the meeting that was due by 2026-11-02."
    )


def test_low_items_come_with_a_question_and_a_practice(opened: Workspace) -> None:
    made = made_of(opened, "acme-logistics")
    items = {item.dialogue: item for item in opened.instrument.items}
    points = section(made, "What to work on").points
    assert 1 <= len(points) <= 3
    for point in points:
        if point.text.startswith("Lessons written down"):  # one of the goals
            continue
        *_, dialogue, practice = point.below
        assert practice.casefold() == f"We could: {items[dialogue].practice}".casefold()


def test_where_enough_is_found_nothing_has_to_be_undertaken(opened: Workspace) -> None:
    """The target for Glenholt is a supplier, and that is what it is by our answers."""
    made = made_of(opened, "glenholt-hygiene")
    points = section(made, "What is low, as we see it").points
    assert points
    assert not any("We could" in line for point in points for line in point.below)
    # It would raise hopes of more than we want.
    assert "What is low" not in text(for_vendor(made), 200)


def test_what_only_we_have_answered_is_called_our_view(opened: Workspace) -> None:
    titles = [each.title for each in for_vendor(made_of(opened, "cobalt-cloud")).sections]
    assert "What works, as we see it" in titles
    assert "What we would like to talk about" in titles
    assert not {"What works", "What to work on"} & set(titles)
    both = [each.title for each in made_of(opened, "acme-logistics").sections]
    assert {"What works", "What to work on"} <= set(both)


def test_what_a_reference_told_is_nothing_to_work_on_with_us(opened: Workspace) -> None:
    told = Answer(score=1, basis="reference", evidence="A call.")
    made = agenda(
        with_answers(opened, ("buyer", "Bob", "culture-dialogue", told)), "Northwind Foods", TODAY
    )
    assert not [each for each in made.sections if each.title.startswith(("What is", "What to"))]
    assert not [each for each in made.sections if "like to talk" in each.title]
    [point] = section(made, "For us alone").points
    assert point.private
    assert point.text.startswith(
        "Talk beyond orders. We chose, about their work with a reference customer, as "
        "that customer told us: “"
    )


def test_what_is_told_in_confidence_is_for_us_alone(opened: Workspace) -> None:
    start = Start("larkmere-energy", "buyer", "Bob", round="2026-q4")
    sitting = start_sitting(opened, start, TODAY)
    sitting.save_answer("reciprocity-sign-again", Answer(score=0))
    sitting.save_answer("culture-dialogue", Answer(score=1, basis="reference", evidence="A call."))
    sitting.save_answer("culture-decisions", Answer(score=1, basis="observed", evidence="Seen."))
    ours = made_of(opened, "larkmere-energy")
    theirs = text(for_vendor(ours), 200)
    items = {item.id: item for item in opened.instrument.items}
    topics = [items[each].topic for each in ("reciprocity-sign-again", "culture-dialogue")]
    for topic in topics:
        assert f"(for us) {topic[:1].upper()}{topic[1:]}" in text(ours, 200)
        assert topic not in theirs.casefold()
    assert items["culture-decisions"].topic in theirs.casefold()
    # The vendor has not answered: its view is asked for before ours is told.
    quote = f"We chose: “{items['culture-decisions'].anchors[1]}”"
    assert f"(for us) {quote}" in text(ours, 200)
    assert "We chose" not in theirs


def test_what_a_lens_warns_of_is_for_us_alone(opened: Workspace, run: Run) -> None:
    ours = run("agenda", "elderwick-dairy", here=opened.root).out
    theirs = run("agenda", "elderwick-dairy", "--for", "vendor", here=opened.root).out
    assert "Not practised at every level: " in ours
    assert "Coaching by managers" in " ".join(ours.split())
    assert "not practised" not in theirs


def test_what_nobody_knows_is_asked(opened: Workspace) -> None:
    made = made_of(opened, "cobalt-cloud")
    dialogues = [item.dialogue for item in opened.instrument.items]
    for point in section(made, "What we do not know yet").points:
        assert any(point.text.endswith(each) for each in dialogues)


def test_words_to_agree_on(opened: Workspace) -> None:
    points = section(made_of(opened, "acme-logistics"), "Words to agree on").points
    assert points[0].text == '"Cut-off" means to us: 16:00'


def test_a_vendor_reads_a_word_of_ours_only_if_it_is_shared(opened: Workspace, run: Run) -> None:
    terms = '[terms]\n"Blind spot" = "secret"\nRush = "hidden"\nTurn = "ours"\nCut-off = "16:00"\n'
    path = opened.root / "glossary.toml"
    words = ("agenda", "acme-logistics", "--for", "vendor")
    for shared, read in (("", False), ('shared = ["CUT-OFF"]\n', True)):
        path.write_text(shared + terms)
        assert run("check", here=opened.root).code == 0
        said = run(*words, here=opened.root).out
        assert ('"Cut-off" means to us: 16:00' in said) == read
        assert not [word for word in ("Blind spot", "secret", "Rush", "hidden") if word in said]
        assert '"Cut-off"' in run("agenda", "acme-logistics", here=opened.root).out or not read
    path.write_text('shared = ["Cutoff"]\n' + terms)
    checked = run("check", here=opened.root)
    assert checked.code == 1
    assert '"Cutoff" is in the list "shared", but has no meaning under [terms]' in checked.out


def test_a_vendor_of_whom_nothing_is_known_has_an_agenda_too(opened: Workspace) -> None:
    said = text(made_of(opened, "larkmere-energy"), 80)
    assert (
        "would you be willing to answer about 12 questions about our work before we next meet? it "
        "takes about 20 minutes. we would do the same."
    ) in flat(said)


def test_an_aim_that_is_described_somewhere_is_not_called_unwritten(opened: Workspace) -> None:
    found = found_of(opened, "larkmere-energy")
    vendor = replace(found.files.vendor, charter="Letter of intent, 3 May")
    made = agenda(with_more(found, vendor=vendor), "Northwind Foods", TODAY)
    points = section(made, "What we pursue together").points
    assert points[1].text == "In one sentence, what do we want to achieve together?"


@pytest.mark.parametrize(("ours", "theirs"), [(3, 3), (3, 1), (1, 3), (1, 1), (4, None)])
def test_what_the_form_promises_not_to_quote_is_in_no_agenda(
    ours: int, theirs: int | None, opened: Workspace
) -> None:
    """Whatever was chosen, our own version quotes no line of a confidential question either."""
    confidential = [item for item in opened.instrument.items if item.confidential]
    assert len(confidential) == 2
    scores = (("buyer", "Bob", ours), ("vendor", "Jane", theirs))
    found = with_answers(
        opened,
        *(
            (side, who, item.id, Answer(score=score, basis="observed", evidence=f"{who}'s note"))
            for side, who, score in scores
            if score is not None
            for item in confidential
        ),
    )
    made = agenda(found, "Northwind Foods", TODAY)
    for version in versions(made):
        assert "note" not in version.replace("not ", "")
        for anchor in (anchor for item in confidential for anchor in item.anchors):
            assert flat(anchor) not in version
    titles = {each.title for each in made.sections}
    assert "Where we see it differently" not in titles
    # That it is low tells what the vendor chose, unless we say so ourselves.
    assert ("What to work on" in titles) == (ours == 1)


def test_the_vendors_people_who_differ_on_going_on_are_not_named(opened: Workspace) -> None:
    item = "reciprocity-sign-again"
    found = with_answers(
        opened,
        ("vendor", "Jane", item, Answer(score=1)),
        ("vendor", "Jo", item, Answer(score=3)),
    )
    assert "Jane" not in text(agenda(found, "Northwind Foods", TODAY), 200)


def test_notes_of_the_vendors_people_are_in_no_agenda(opened: Workspace) -> None:
    """Its form promises it; ours are in our own version."""
    found = with_answers(
        opened,
        ("buyer", "Bob", "culture-dialogue", Answer(score=1, evidence="Ours.")),
        ("vendor", "Jane", "culture-dialogue", Answer(score=1, evidence="Theirs.")),
    )
    said = text(agenda(found, "Northwind Foods", TODAY), 200)
    assert "(for us) Bob: Ours." in said
    assert "Theirs." not in said


def test_what_a_reference_customer_told_is_said_to_be_about_that_customer(
    opened: Workspace,
) -> None:
    """Read "we" as the reference: the buyer in its answer is that customer, not we."""
    told = Answer(score=2, done_by="buyer", basis="reference", evidence="A call.")
    found = with_answers(
        opened,
        ("buyer", "Bob", "culture-dialogue", told),
        ("vendor", "Jane", "culture-dialogue", Answer(score=2, done_by="buyer")),
    )
    (point,) = section(agenda(found, "Northwind Foods", TODAY), "What to work on").points
    assert point.private
    assert point.below[:2] == (
        "We chose, about their work with a reference customer, as that customer told "
        "us: “Only one side "
        "shared plans or doubts beyond orders.”",
        "You chose: “Only one side shared plans or doubts beyond orders.”",
    )
    assert point.ours[:2] == (
        "By our answers, the side that shared its plans or doubts: the reference customer.",
        "By the vendor's answers, the side that shared its plans or doubts: Northwind Foods.",
    )


@pytest.mark.parametrize("kind", ["text", "markdown", "json"])
def test_the_command_writes_it_for_us_and_for_the_vendor(
    kind: str, opened: Workspace, run: Run
) -> None:
    ours = run("agenda", "acme-logistics", "--format", kind, here=opened.root)
    theirs = run("agenda", "Acme Logistics", "--for", "vendor", "--format", kind, here=opened.root)
    assert (ours.code, theirs.code) == (0, 0)
    assert "Sallow Cross depot: asked" in flat(ours.out).replace("sallow cross", "Sallow Cross")
    assert "sallow cross depot: asked" not in flat(theirs.out)
    if kind == "json":
        assert json.loads(theirs.out)["name"] == "Acme Logistics"
    if kind == "text":
        assert all(len(line) <= 120 for line in ours.out.splitlines())


def test_a_hostile_name_and_objective_do_not_become_markup(opened: Workspace, run: Run) -> None:
    path = opened.root / "vendors/acme-logistics/vendor.toml"
    path.write_text(
        'format = 1\nname = "<b>Acme</b> \\u001b[31m"\nobjective = "[x](http://a) | # <script>"\n'
    )
    done = run("agenda", "acme-logistics", "--format", "markdown", here=opened.root)
    assert "\x1b" not in done.out
    assert "<script>" not in done.out
    assert "<b>" not in done.out
    assert "[x](http" not in done.out
