"""The questionnaire in the package, and what is said of one that contradicts itself."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import tomli

from partnercheck.assessing.start import response_sitting
from partnercheck.base.records import Answer
from partnercheck.questionnaires.check import check
from partnercheck.questionnaires.read import packaged, packaged_text
from partnercheck.workspace.open import open_workspace
from tests.support.running import ALICE, TODAY, Ran, Run

PARTNERSHIP = packaged()["partnership"]
TEXT = packaged_text("partnership")
TOPICS = {
    "culture": "decisions dialogue repair bad-news values getting-along same-aim",
    "gains": "others-gain fair-split last-surprise beyond-price measured-together"
    " reopened-terms best-alternative",
    "reciprocity": "sign-again vulnerability shared-risk own-investment unobliged priority"
    " started-together",
    "learning": "from-each-other offered-unasked unspecified looking-back each-others-people"
    " feedback written-down",
}
CRITICAL = {
    *("culture-repair", "gains-fair-split"),
    *("reciprocity-sign-again", "learning-from-each-other"),
}
CORE = CRITICAL | {
    *("culture-decisions", "culture-dialogue", "gains-others-gain", "gains-last-surprise"),
    *("reciprocity-vulnerability", "reciprocity-shared-risk"),
    *("learning-offered-unasked", "learning-unspecified"),
}
RESERVE = {
    *("culture-same-aim", "gains-beyond-price"),
    *("reciprocity-own-investment", "learning-looking-back"),
}
KINDS = {"occasion": 11, "standing": 16, "own": 1}
OWN = "instruments/partnership.toml"
LENSES = ["expectations", "focus", "trust-value", "walking-the-talk"]


def test_four_conditions_of_seven_items_in_their_order() -> None:
    assert [condition.id for condition in PARTNERSHIP.conditions] == list(TOPICS)
    expected = [f"{name}-{topic}" for name, topics in TOPICS.items() for topic in topics.split()]
    assert [item.id for item in PARTNERSHIP.items] == expected
    for condition in TOPICS:
        assert len(PARTNERSHIP.items_of(condition)) == 7


def test_one_item_a_condition_is_critical_and_three_make_the_quick_form() -> None:
    assert {item.id for item in PARTNERSHIP.items if item.critical} == CRITICAL
    assert {item.id for item in PARTNERSHIP.items if item.core} == CORE
    assert {item.id for item in PARTNERSHIP.items if item.reserve} == RESERVE
    assert Counter(item.kind for item in PARTNERSHIP.items) == KINDS
    assert len(PARTNERSHIP.form_items("quick")) == 12
    assert len(PARTNERSHIP.form_items("full")) == 28


def test_every_item_has_five_anchors_that_differ_and_two_wordings() -> None:
    for item in PARTNERSHIP.items:
        assert len({anchor.strip().casefold() for anchor in item.anchors}) == 5, item.id
        assert item.buyer != item.vendor, item.id
        assert item.question("buyer") == item.buyer
        assert item.question("vendor") == item.vendor
        assert all((item.dialogue, item.practice, item.trial, item.source)), item.id


def test_no_anchor_uses_a_word_that_two_people_read_differently() -> None:
    vague = ("often", "good", "appropriate", "some extent")
    for item in PARTNERSHIP.items:
        words = " ".join(item.anchors).casefold().replace(";", " ").replace(",", " ").split()
        assert not {word for word in vague if word in words}, item.id


def test_the_thresholds_and_classes_are_the_documented_ones() -> None:
    assert (PARTNERSHIP.states.present, PARTNERSHIP.states.partial) == (66, 40)
    classes = [(each.id, each.name) for each in PARTNERSHIP.classes]
    assert classes == [
        ("partner", "Partner"),
        ("near-partner", "Near partner"),
        ("steady-supplier", "Steady supplier"),
        ("supplier", "Supplier"),
    ]


def test_the_packaged_questionnaire_has_nothing_wrong(run: Run) -> None:
    assert check(PARTNERSHIP, "partnership.toml") == []
    assert run("questionnaire", "check") == Ran(0, "", "No problems\n")


def test_list_and_show_tell_what_is_asked(run: Run) -> None:
    listed = run("questionnaire", "list")
    first, *lenses = listed.out.splitlines()
    assert first == "partnership  Partnership  4 conditions, 28 questions  classifies"
    assert [line.split()[0] for line in lenses] == LENSES
    assert all(line.endswith("  lens") for line in lenses)
    for side in ("buyer", "vendor"):
        shown = run("questionnaire", "show", "partnership", "--as", side)
        assert shown.code == 0
        for item in PARTNERSHIP.items:
            assert f"    {item.question(side)}\n" in shown.out
            assert all(f"{score}  {text}" in shown.out for score, text in enumerate(item.anchors))


def swap(old: str, new: str, count: int = 1) -> Callable[[str], str]:
    def _swap(text: str) -> str:
        assert old in text
        return text.replace(old, new, count)

    return _swap


def last_class_asks(text: str) -> str:
    head, _, tail = text.rpartition("at_least = {}")
    return f"{head}at_least = {{weak = 1}}{tail}"


def without_classes(text: str) -> str:
    head, rest = text.split("[[classes]]", 1)
    return head + rest[rest.index("[[items]]") :]


def anchors_of_the_first(text: str) -> str:
    first = PARTNERSHIP.items[0].anchors
    return swap(json.dumps(first[1], ensure_ascii=False), f'"{first[0].upper()}"')(text)


def more_conditions(count: int) -> Callable[[str], str]:
    """So many more conditions, each with one question."""
    item = tomli.loads(TEXT)["items"][0]
    return lambda text: (
        text
        + "".join(
            f'\n[[conditions]]\nid = "more-{n}"\nname = "More {n}"\n'
            f'short = "M{n}"\nquestion = "?"\n'
            f'\n[[items]]\nid = "more-{n}"\ncondition = "more-{n}"\n'
            f'kind = "standing"\ntopic = "more {n}"\ncore = true\n'
            f'buyer = "B?"\nvendor = "V?"\nanchors = {json.dumps(item["anchors"])}\n'
            for n in range(count)
        )
    )


def more_items(text: str) -> str:
    """31 questions of one condition."""
    head, rest = more_conditions(24)(text).split('[[conditions]]\nid = "more-0"', 1)
    rest = re.sub(r'condition = "more-\d+"', 'condition = "culture"', rest)
    return head + re.sub(r"(?s)\[\[conditions\]\].*?(?=\[\[items)", "", "[[conditions]]" + rest)


def more_rules(text: str, count: int, needs: str) -> str:
    rules = "".join(
        f"[[classes.rules]]\nat_least = {{present = 4}}\n{needs}\n\n" for _ in range(count)
    )
    return swap("[[classes.rules]]", f"{rules}[[classes.rules]]")(text)


# Each contradicts itself in one way, and is well formed.
CONTRADICTIONS: Mapping[str, tuple[Callable[[str], str], str]] = {
    "two items of one id": (
        swap('id = "culture-dialogue"', 'id = "culture-decisions"'),
        'two items are called "culture-decisions"',
    ),
    "two conditions of one id": (
        swap('id = "gains"', 'id = "culture"'),
        'two conditions are called "culture"',
    ),
    "two classes of one id": (
        swap('id = "near-partner"', 'id = "partner"'),
        'two classes are called "partner"',
    ),
    "two items of one topic": (
        swap('topic = "talk beyond orders"', 'topic = "a yes or no in time"'),
        'two topics are called "a yes or no in time"',
    ),
    "an item of no condition": (
        swap('condition = "learning"', 'condition = "luck"'),
        '"learning-from-each-other" belongs to an unknown condition ("luck")',
    ),
    "a condition without items": (
        swap('condition = "learning"', 'condition = "gains"', 7),
        'condition "learning" has no items',
    ),
    "a condition without core items": (
        lambda text: (
            text[: text.index('id = "learning-from')]
            + text[text.index('id = "learning-from') :]
            .replace("core = true", "core = false")
            .replace("critical = true", "critical = false")
        ),
        'condition "learning" has no core item',
    ),
    "a critical item that is not core": (
        swap("core = true\ncritical = true", "core = false\ncritical = true"),
        '"culture-repair" is critical but not core',
    ),
    "two anchors alike": (anchors_of_the_first, 'two anchors of "culture-decisions" are the same'),
    "partial above present": (
        swap("partial = 40", "partial = 66"),
        "states.partial is not below states.present",
    ),
    "two critical items of a condition": (
        swap(
            'topic = "talk beyond orders"\ncore = true',
            'topic = "talk beyond orders"\ncore = true\ncritical = true',
        ),
        'condition "culture" has more than one critical item',
    ),
    "nothing in reserve": (
        swap("reserve = true\n", ""),
        'condition "culture" has no item in reserve',
    ),
    "something in reserve that can lack an occasion": (
        swap('topic = "bad news in time"', 'topic = "bad news in time"\nreserve = true'),
        '"culture-bad-news" is a reserve item, but is core or about an occasion',
    ),
    "fewer core items than can be assessed": (
        swap("least_items = 3", "least_items = 4"),
        'condition "culture" has 3 core items',
    ),
    "more mutual items than there are": (
        swap("mutual = 3\n", "mutual = 5\n"),
        'class "partner" asks for 5 critical items from both sides',
    ),
    "a side asked for on an item about one's own": (
        swap('kind = "own"\n', 'kind = "own"\nbalance = true\n'),
        '"gains-best-alternative" is about one\'s own side, but has which_side or balance',
    ),
    "no occasion allowed on another kind": (
        swap('kind = "standing"\n', 'kind = "standing"\nallows_no_occasion = true\n'),
        '"culture-dialogue" has allows_no_occasion, but is of kind "standing"',
    ),
    "no classes": (without_classes, "the questionnaire classifies, but has no classes"),
    "a last class that asks": (last_class_asks, 'the last class, "supplier", has requirements'),
    "more conditions than can be worked out": (more_conditions(27), "has 31 conditions"),
    "more questions than can be worked out": (more_items, 'condition "culture" has 31 items'),
    "more rules than can be worked out": (
        lambda text: more_rules(text, 21, ""),
        "the classes have 25 rules",
    ),
    "more needs than can be worked out": (
        lambda text: more_rules(text, 6, 'needs = {gains = "present"}'),
        '7 class rules have "needs"',
    ),
    "a class that needs the unknown": (
        swap("needs = { gains", "needs = { luck"),
        'class "steady-supplier" needs an unknown condition "luck"',
    ),
}

# Each cannot be read: what is said, and in which line of the change.
UNREADABLE: Mapping[str, tuple[Callable[[str], str], str]] = {
    "four anchors": (
        lambda text: text.replace(f"  {json.dumps(PARTNERSHIP.items[0].anchors[4])},\n", "", 1),
        '"anchors" in [items.culture-decisions]',
    ),
    "no id": (swap('id = "partnership"\n', ""), '"id" is missing'),
    "a threshold over 100": (swap("present = 66", "present = 170"), '"present" in [states] is 170'),
    "a state that is none": (
        swap('gains = "partial"', 'gains = "fine"'),
        '"needs" in [classes.rules]',
    ),
    "no wording for the vendor": (
        lambda text: text.replace(f"vendor = {json.dumps(PARTNERSHIP.items[0].vendor)}\n", "", 1),
        '"vendor" is missing in [items.culture-decisions]',
    ),
    "classes that are a number": (
        lambda _: 'id = "partnership"\nname = "P"\nclasses = 3\n',
        "is 3",
    ),
    "not TOML": (lambda text: text + "[[", "is not valid TOML"),
}


def test_what_is_read_is_what_the_file_says() -> None:
    data = tomli.loads(TEXT)
    assert [item["id"] for item in data["items"]] == [item.id for item in PARTNERSHIP.items]


@pytest.mark.parametrize("case", [*CONTRADICTIONS, *UNREADABLE])
def test_a_broken_questionnaire_is_told_what_is_broken(case: str, tmp_path: Path, run: Run) -> None:
    change, said = {**CONTRADICTIONS, **UNREADABLE}[case]
    assert change(TEXT) != TEXT
    (tmp_path / "own.toml").write_text(change(TEXT))
    ran = run("questionnaire", "check", "own.toml")
    assert ran.code == 1, ran
    found = [line for line in ran.out.splitlines() if said in line]
    assert found, ran.out
    assert all(line.startswith("own.toml") for line in ran.out.splitlines())


@pytest.mark.parametrize("case", [*CONTRADICTIONS, *UNREADABLE])
def test_a_broken_questionnaire_never_stops_a_comparison(
    case: str, workspace: Path, run: Run
) -> None:
    change, said = {**CONTRADICTIONS, **UNREADABLE}[case]
    some_answer = Answer(score=1)
    response_sitting(open_workspace(workspace), ALICE, TODAY).save_answer(
        "culture-dialogue", some_answer
    )
    (workspace / "instruments").mkdir()
    (workspace / OWN).write_text(change(TEXT))
    checked = run("check", here=workspace)
    assert checked.code == 1, checked
    assert any(line.startswith(OWN) and said in line for line in checked.out.splitlines())
    ran = run("compare", "--format", "json", here=workspace)
    assert ran.code == 0, ran.err
    vendors = [vendor["vendor"] for vendor in json.loads(ran.out)["vendors"]]
    assert vendors == ["acme-logistics", "borealis-packaging"]


@pytest.mark.parametrize("case", UNREADABLE)
def test_with_an_unreadable_one_the_packaged_one_stays(
    case: str, workspace: Path, run: Run
) -> None:
    before = run("compare", "--format", "csv", here=workspace).out
    (workspace / "instruments").mkdir()
    (workspace / OWN).write_text(UNREADABLE[case][0](TEXT))
    ran = run("compare", "--format", "csv", here=workspace)
    assert (ran.code, ran.out) == (0, before)
    assert open_workspace(workspace).instrument == PARTNERSHIP
    assert OWN in ran.err


def test_a_comparison_by_one_that_contradicts_itself_says_so(workspace: Path, run: Run) -> None:
    (workspace / "instruments").mkdir()
    (workspace / OWN).write_text(CONTRADICTIONS["partial above present"][0](TEXT))
    ran = run("compare", here=workspace)
    assert ran.code == 0
    assert OWN in ran.err


def test_every_error_of_a_questionnaire_is_reported(tmp_path: Path, run: Run) -> None:
    text = TEXT.replace("months = 12", 'months = "x"').replace("present = 66", "present = 170")
    (tmp_path / "own.toml").write_text(text)
    ran = run("questionnaire", "check", "own.toml")
    assert '"months"' in ran.out
    assert '"present" in [states]' in ran.out


def test_a_warning_in_one_part_hides_no_error_of_another(tmp_path: Path, run: Run) -> None:
    text = TEXT.replace("present = 66", "present = 66\nhue = 1")
    (tmp_path / "own.toml").write_text(re.sub(r"(?s)\n\[\[items\]\].*", "", text))
    (tmp_path / "own.toml").write_text("items = 3\n" + (tmp_path / "own.toml").read_text())
    ran = run("questionnaire", "check", "own.toml")
    assert ran.code == 1
    assert '"items" is 3' in ran.out
    assert "hue" in ran.out


def test_one_that_does_not_classify_leaves_the_comparison_standing(
    workspace: Path, run: Run
) -> None:
    (workspace / "instruments").mkdir()
    (workspace / OWN).write_text(TEXT.replace("classifies = true", "classifies = false"))
    ran = run("compare", "--format", "json", here=workspace)
    assert ran.code == 0, ran.err
    assert OWN in ran.err or "partnercheck.toml" in ran.err


def test_a_copy_in_the_workspace_is_used_instead(workspace: Path, run: Run) -> None:
    assert run("questionnaire", "copy", "partnership", here=workspace) == Ran(
        0, f"Created {OWN}\n", ""
    )
    assert (workspace / OWN).read_text() == TEXT
    assert run("check", here=workspace).code == 0
    (workspace / OWN).write_text(TEXT.replace("present = 66", "present = 60"))
    ran = run("compare", "acme-logistics", "--format", "json", here=workspace)
    assert json.loads(ran.out)["vendors"][0]["verdict"]["low"] == "partner"
    again = run("questionnaire", "copy", "partnership", here=workspace)
    assert again.code == 2
    assert "already exists" in again.err


def test_another_questionnaire_stands_beside_the_packaged_one(workspace: Path, run: Run) -> None:
    (workspace / "instruments").mkdir()
    own = TEXT.replace('id = "partnership"', 'id = "ours"').replace("Partnership", "Ours", 1)
    (workspace / "instruments" / "ours.toml").write_text(own)
    settings = workspace / "partnercheck.toml"
    settings.write_text(settings.read_text().replace('"partnership"', '"ours"'))
    opened = open_workspace(workspace)
    known = ["partnership", *LENSES, "ours"]
    assert (list(opened.instruments), opened.instrument.id) == (known, "ours")
    assert (
        json.loads(run("compare", "--format", "json", here=workspace).out)["instrument"] == "ours"
    )
