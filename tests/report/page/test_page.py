"""The report as HTML: everything is in it, nothing without its limits, and all text is text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count, pairwise
from pathlib import Path

import pytest

from partnercheck.base.records import PERSPECTIVES
from partnercheck.questionnaires.read import packaged_text
from partnercheck.questionnaires.scores import points, span
from partnercheck.report.comparison import class_text
from partnercheck.report.words.caveat_phrases import judged_caveats
from partnercheck.report.words.caveats import summary_sentences
from partnercheck.report.words.target import met_target, target_and_found
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.history import history
from partnercheck.verdicts.judged import JudgedVendor, judge_vendor, judge_vendors
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from tests.support.hostile_texts import unsafe
from tests.support.made_reports import NASTY, made
from tests.support.read_reports import Element, read
from tests.support.running import ALICES_FILE

CSP = "default-src 'none'; style-src 'unsafe-inline'"


@pytest.fixture(scope="module")
def root(sample_page: str) -> Element:
    return read(sample_page)


@pytest.fixture(scope="module")
def vendors(sample_root: Path) -> list[JudgedVendor]:
    workspace = open_workspace(sample_root)
    return list(judge_vendors(workspace, vendor_ids(workspace)))


def flat(text: str) -> str:
    return " ".join(text.split())


def part(root: Element, name: str) -> Element:
    """A vendor's part of the report."""
    return next(each for each in root.all("article") if each.all("h2")[0].text == name)


def titled(within: Element, title: str) -> Element:
    """The section under a heading."""
    return next(
        each
        for each in within.all("section")
        if any(h.text == title for h in each.all("h2") + each.all("h3"))
    )


def rows(table: Element) -> list[Element]:
    return [row for body in table.all("tbody") for row in body.all("tr")]


def test_the_page_stands_alone(root: Element, sample_page: str) -> None:
    metas = {each.attributes.get("http-equiv"): each.attributes for each in root.all("meta")}
    assert metas["Content-Security-Policy"]["content"] == CSP
    assert root.one("html").attributes["lang"] == "en"
    assert root.all("title")[0].text == "Northwind Foods: suppliers and partners"
    assert not re.search(r"(?i)\b(?:https?|ftp|data|file):|//\w|<script|\son\w+=", sample_page)


def test_the_head_says_whose_it_is_of_which_round_and_day(root: Element) -> None:
    head = root.one("header", "cover")
    assert head.one("h1").text == "Northwind Foods: suppliers and partners"
    assert head.one("p").text == "Round 2026-q4 as of 2026-11-24 12 vendors"
    assert head.one("time").attributes["datetime"] == "2026-11-24"


def test_headings_make_an_outline(root: Element) -> None:
    levels = [int(each.tag[1]) for each in root.walk() if re.fullmatch("h[1-4]", each.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(each.text for each in root.walk() if re.fullmatch("h[1-4]", each.tag))


def test_what_is_not_known_is_said_first(root: Element, vendors: list[JudgedVendor]) -> None:
    said = {
        fact.all("dt")[0].text: fact.all("dd")[0].text
        for fact in titled(root, "What is not known, and the caveats").all("div")
    }
    assert said["Not assessed"] == "1 of 12: Larkmere Energy"
    is_open = [v.vendor.name for v in vendors if v.verdict.assessed and not v.verdict.settled]
    assert is_open
    assert said["The class is open"] == f"{len(is_open)} of 12: {', '.join(is_open)}"
    alone = [each.vendor.name for each in vendors if each.verdict.sides == ("buyer",)]
    assert said["Only our view so far"] == f"{len(alone)} of 12: {', '.join(alone)}"
    glance = titled(root, "At a glance")
    counts = {row.one("th").text: row.one("td", "number").text for row in rows(glance.one("table"))}
    assert sum(map(int, counts.values())) == 12
    assert counts["◊ Class still open"] == f"{len(is_open)}"
    # One vendor has no caveat, but a warning of a lens; one has no verdict.
    caveats = {each.vendor.name for each in vendors if judged_caveats(each)}
    assert len(caveats | {"Elderwick Dairy"}) == 11
    assert "All 11 verdicts have caveats or warnings" in glance.text
    assert said["Answers to extra questions are still to come"] == (
        "3 of 12: Borealis Packaging, Elderwick Dairy, Kellaby Studio"
    )
    assert said["The two sides' answers lead to different classes"] == (
        "4 of 12: Acme Logistics, Dunmore Steel, Fennimore Cold Stores, Hollin Staffing"
    )


def test_the_portfolio_has_a_row_a_vendor_with_what_limits_its_verdict(
    root: Element, vendors: list[JudgedVendor]
) -> None:
    table = root.one("table", "portfolio")
    assert [each.attributes["scope"] for each in table.one("thead").all("th")] == ["col"] * 10
    found = rows(table)
    assert len(found) == len(vendors) == 12
    for row, judged in zip(found, vendors, strict=True):
        name = row.one("th")
        assert name.attributes["scope"] == "row"
        assert name.text == f"{judged.vendor.name} {judged.round.id or '–'}"
        verdict = row.one("td", "verdict").text
        assert verdict.startswith(class_text(judged))
        assert verdict.endswith("; ".join(judged_caveats(judged)))
        scores = [each.text for each in row.all("td", "score")]
        for said, condition in zip(scores, judged.verdict.conditions, strict=True):
            shown = span(condition.low, condition.high) if judged.verdict.assessed else "–"
            assert shown in said


def is_gap(text: str, condition: ConditionVerdict, shown: int) -> bool:
    """Whether a text is the gap over what both scored, and says so if it is not the difference."""
    gap = condition.gap or 0
    number, _, rest = text.removesuffix(", far apart").partition(" ")
    said = rest == "across the questions that both sides scored"
    return abs(int(number) - gap) < 1 and said == (abs(shown - gap) >= 1)


def test_the_comparison_has_both_views_and_the_gap(
    root: Element, vendors: list[JudgedVendor]
) -> None:
    table = root.one("table", "comparison")
    bodies = table.all("tbody")
    assessed = [each for each in vendors if each.verdict.assessed]
    assert (len(bodies), len(vendors)) == (11, 12)
    assert "1 vendor is not compared" in root.text
    for body, judged in zip(bodies, assessed, strict=True):
        assert class_text(judged) in body.all("th")[0].text
        assert len(body.all("svg")) == 4
        for cell, condition in zip(
            body.all("tr")[0].all("td"), judged.verdict.conditions, strict=True
        ):
            if len(condition.sides) > 1:
                ours, theirs = (points(condition.sides[side].low) for side in PERSPECTIVES)
                _, _, gap = cell.text.partition(f" {ours} / {theirs}, ")
                assert is_gap(gap, condition, ours - theirs)
        assert "What is missing" in body.text
        assert "Find out next" in body.text


def test_every_vendor_is_reached_from_every_table_and_the_map(root: Element) -> None:
    anchors = [each.one("h2").attributes["id"] for each in root.all("article")]
    lines = [each.attributes["id"] for each in titled(root, "Not assessed yet").all("div")]
    assert (len(anchors), len(lines)) == (11, 1)
    for table, of_table in (("portfolio", anchors + lines), ("comparison", anchors)):
        links = root.one("table", table).all("a")
        assert [each.attributes["href"] for each in links] == [f"#{each}" for each in of_table]
    on_map = [each.attributes["href"] for each in root.one("table", "legend").all("a")]
    assert on_map == [f"#{each}" for each in anchors]


def test_the_map_has_a_dot_and_a_letter_for_everyone_assessed(root: Element) -> None:
    field = root.one("svg", "field")
    letters = [each.text for each in root.one("table", "legend").all("td", "letter")]
    labels = [each.text for each in field.all("text", "label")]
    assert labels == letters == list("abcdefghijk")
    dots = field.all("circle")
    assert len(dots) == 11
    assert sum("ring" in each.classes for each in dots) == 4
    assert "the list has the range" in root.one("figcaption").text
    words = [each.text for each in root.one("figure").all("p")]
    assert words == [
        "↑ Bond: cultural alignment and learning",
        "Exchange: mutual gains and reciprocity →",
    ]
    assert "Larkmere Energy" in titled(root, "Map").text


def test_every_picture_says_in_words_what_it_shows(root: Element) -> None:
    pictures = [each for each in root.all("svg") if "patterns" not in each.classes]
    assert len(pictures) > 90
    for each in pictures:
        assert each.attributes["role"] == "img"
        title = each.inside[0]
        assert isinstance(title, Element)
        assert title.tag == "title"
        assert title.text


def test_every_table_has_a_caption_and_scopes(root: Element) -> None:
    tables = root.all("table")
    assert len(tables) > 30
    for table in tables:
        assert table.one("caption").text
        assert all(each.attributes.get("scope") for each in table.all("th"))


def bars(picture: Element) -> Iterator[tuple[str, float, float]]:
    """Whose each bar is, what is sure of it, and what is open."""
    for sure in picture.all("rect", "sure"):
        side = sure.classes[1]
        after = [each for each in picture.all("rect", "open") if side in each.classes]
        width = [float(each.attributes["width"].rstrip("%")) for each in (sure, *after)]
        if after:
            assert after[0].attributes["x"] == sure.attributes["width"]
        yield side, width[0], sum(width)


def test_each_vendor_has_its_verdict_its_limits_and_its_bars(
    root: Element, vendors: list[JudgedVendor]
) -> None:
    for judged in vendors:
        if not judged.verdict.assessed:
            line = titled(root, "Not assessed yet").text
            assert judged.vendor.name in line
            assert judged.vendor.supplies in line
            continue
        found = part(root, judged.vendor.name)
        first, *caveats = summary_sentences(judged)
        assert found.one("p", "lead").text.split(" ", 1)[1] == first
        below = found.one("header").all("p")[-1].text
        assert below.startswith(target_and_found(judged, judged.vendor.target_why, in_report=True))
        limiting = [each.text for box in found.all("div", "limits") for each in box.all("li")]
        assert limiting == caveats
        lines = rows(found.one("table", "conditions"))
        for line, condition in zip(lines, judged.verdict.conditions, strict=True):
            drawn = list(bars(line.one("svg", "bars")))
            assert [each[0] for each in drawn] == list(condition.sides)
            for side, low, high in drawn:
                seen = condition.sides[side]  # type: ignore[index]
                assert abs(low - seen.low) <= 0.1
                assert abs(high - seen.high) <= 0.2
                assert span(seen.low, seen.high) in line.one("td", "views").text
            ticks = {each.attributes["x1"] for each in line.all("line", "tick")}
            assert ticks == {"40%", "66%"}
            gap = line.one("td", "gap").text
            if len(condition.sides) > 1:
                ours, theirs = (points(condition.sides[side].low) for side in PERSPECTIVES)
                assert is_gap(gap, condition, ours - theirs)
            else:
                assert gap == "–"
            assert gap.endswith("far apart") == (
                condition.gap is not None and abs(condition.gap) >= 25
            )


def test_a_vendor_has_its_path_trend_decision_goals_and_agenda(
    root: Element, sample_root: Path
) -> None:
    dunmore = part(root, "Dunmore Steel")
    workspace = open_workspace(sample_root)
    judged = judge_vendor(workspace, "dunmore-steel")
    changes = titled(dunmore, "What would change it").text
    assert judged.steps_down
    assert " step down on " in changes
    assert ("What raises it" in changes) == (met_target(judged) is None)
    assert "If answers without evidence did not count" in titled(dunmore, "How firm it is").text
    past = history(workspace, judged)
    listed = [row.one("th").text for row in rows(dunmore.one("table", "rounds"))]
    assert listed == [each.round for each in reversed(past)]
    for row, one in zip(rows(dunmore.one("table", "rounds")), reversed(past), strict=True):
        lows = [points(each.low) for each in one.judged.verdict.conditions]
        assert [int(re.sub(r"\D", "", each.text)) for each in row.all("td", "score")] == lows
    goals = dunmore.one("table", "goals").text
    assert "Three lines from each side in every closing report" in goals
    assert "Tom Okafor (ours), Moira Callan (theirs)" in goals
    talk = dunmore.one("section", "agenda")
    assert talk.all("h4")[0].text == "What we pursue together"
    assert "for us" in talk.text


def test_a_question_told_in_confidence_decides_without_its_name_and_its_lines(
    root: Element,
) -> None:
    """Two lines less on "going on together" would cost Acme a condition; others would not."""
    changes = titled(part(root, "Acme Logistics"), "What would change it").text
    assert (
        "The class would be a steady supplier with a lower answer to the key question of "
        "Reciprocity (the vendor's view)."
    ) in changes
    assert "going on together" not in changes


def test_the_vendor_reads_neither_what_if_nor_rounds_of_one_side(sample_root: Path) -> None:
    """In 2026-q3 only we answered about Acme."""
    said = read(made(sample_root, "acme-logistics", "--for", "vendor").out).text
    for ours in ("2026-q3", "Round by round", "What would change it", "How firm it is", "rests on"):
        assert ours not in said
    assert "By our answers alone the class is a near partner, by yours a partner." in said
    assert "the vendor" not in said.replace("for the vendor", "").casefold()
    assert "No class is a grade for your products or service." in said
    assert "going on together" not in said


def test_a_decision_stands_with_what_has_changed_since(samples: Path) -> None:
    decision = samples / "vendors/dunmore-steel/2026-q3/decision.toml"
    decision.write_text(
        'format = 1\ndecided = "partner"\nby = "Ines Lindqvist"\non = 2026-10-02\n'
        'reason = "They build what nobody else can."\ndissent = "Tom sees it otherwise."\n'
        'verdict_low = "partner"\nverdict_high = "partner"\ninstrument = "partnership"\n'
        "version = 1\n"
    )
    found = read(made(samples, "dunmore-steel").out)
    said = titled(found, "Decision").text
    assert "Partner, 2026-q3, by Ines Lindqvist, on 2026-10-02: They build what nobody" in said
    assert "Dissent: Tom sees it otherwise." in said


def test_one_vendor_alone_has_no_portfolio_comparison_or_map(sample_root: Path) -> None:
    found = read(made(sample_root, "Acme Logistics").out)
    assert found.one("h1").text == "Northwind Foods and Acme Logistics"
    assert [each.text for each in found.all("h2")] == ["Acme Logistics", "How to read this"]
    assert not found.all("svg", "field")


def test_a_round_and_vendors_can_be_chosen(sample_root: Path) -> None:
    found = read(made(sample_root, "dunmore-steel", "acme-logistics", "--round", "2026-q3").out)
    assert [each.one("h2").text for each in found.all("article")] == [
        "Dunmore Steel",
        "Acme Logistics",
    ]
    assert "Round 2026-q3" in found.one("header", "cover").text
    assert "In our view, Dunmore Steel is " in found.text


def test_no_text_of_others_is_anything_but_text(nasty_root: Path) -> None:
    """The reading itself fails for a tag, an attribute or a value that is not our own."""
    ran = made(nasty_root)
    root = read(ran.out)
    assert not unsafe(ran.out, lines=True)
    names = [each.one("h2").text for each in root.all("article")]
    said = root.text
    for text in NASTY:
        assert flat(text) in names
        assert flat(text) in said
    for article, text in zip(
        sorted(root.all("article"), key=lambda each: each.one("h2").text),
        sorted(NASTY, key=flat),
        strict=True,
    ):
        assert f"R{NASTY.index(text)}: {flat(text)}" in article.one("section", "agenda").text
        assert article.text.count(flat(text)) >= 6
    assert len(root.all("svg", "field")) == 1


def test_an_instrument_of_others_is_text_too(samples: Path) -> None:
    own = samples / "instruments" / "partnership.toml"
    own.parent.mkdir()
    evil = '"><svg onload=alert(1)>&amp;'
    numbers = count()

    def exchanged(match: re.Match[str]) -> str:
        return f"{match[1]} = {json.dumps(f'{evil} {next(numbers)}')}"

    keys = "name|short|meaning|topic|dialogue|practice"
    text = re.sub(rf'(?m)^({keys}) = ".*"$', exchanged, packaged_text("partnership"))
    own.write_text(re.sub(r'(?m)^glyph = ".*"$', 'glyph = "<"', text))
    ran = made(samples)
    root = read(ran.out)
    assert ran.err == ""
    assert f"< {evil}" in root.one("table", "portfolio").text
    assert f"{evil}" in root.one("figure").text
    assert all(each.all("title")[0].text.startswith(evil) for each in root.all("svg", "bars"))


def test_a_bad_vendor_hides_no_other_and_is_told_in_the_page(samples: Path) -> None:
    (samples / ALICES_FILE).write_text("score = 7\n")
    (samples / "vendors/borealis-packaging/vendor.toml").write_text("name = = 3\n")
    ran = made(samples)
    root = read(ran.out)
    assert ran.code == 0
    assert len(root.all("article")) == 11
    assert "Larkmere Energy" in titled(root, "Not assessed yet").text
    files = titled(root, "Files with errors").text
    for file in (ALICES_FILE, "vendors/borealis-packaging/vendor.toml"):
        assert file in files
        assert file in ran.err
    acme = part(root, "Acme Logistics")
    assert "unreadable file" in acme.one("div", "limits").text
    assert "Unreadable files" in root.text
    row = next(each for each in rows(root.one("table", "portfolio")) if "Acme" in each.text)
    assert "unreadable file" in row.one("td", "verdict").text


def test_a_workspace_with_a_broken_vendor_alone(tmp_path: Path) -> None:
    (tmp_path / "partnercheck.toml").write_text("")
    (tmp_path / "vendors/bad/2026-q4").mkdir(parents=True)
    (tmp_path / "vendors/bad/vendor.toml").write_text("name = 3\n")
    (tmp_path / "vendors/bad/2026-q4/buyer.ann.partnership.toml").write_text("x = = 1\n")
    ran = made(tmp_path)
    root = read(ran.out)
    assert (ran.code, len(root.all("article"))) == (0, 1)
    assert "vendors/bad/vendor.toml" in titled(root, "Files with errors").text
    assert "1 unreadable file: its answers are unknown." in root.text
    assert "1 unreadable file: its content is missing here." in root.text


def test_a_workspace_without_vendors_says_so(tmp_path: Path) -> None:
    (tmp_path / "partnercheck.toml").write_text('organisation = "Northwind Foods"\n')
    ran = made(tmp_path)
    assert ran.code == 0
    assert "There are no vendors yet." in read(ran.out).text
    assert "`partnercheck add VENDOR`" in ran.err


def test_an_instrument_without_axes_has_no_map_and_says_why(samples: Path) -> None:
    own = samples / "instruments" / "partnership.toml"
    own.parent.mkdir()
    without = re.sub(
        r"(?m)^\[\[axes\]\]\nname = .*\nconditions = .*\n", "", packaged_text("partnership")
    )
    own.write_text(without)
    root = read(made(samples).out)
    assert not root.all("svg", "field")
    assert "there is no map here" in titled(root, "Map").text


def test_what_needs_attention_is_first_and_states_have_sign_word_and_colour(root: Element) -> None:
    assert root.all("h2")[0].text == "Needs attention"
    first = root.one("section", "attention").text
    assert "Not practised at every level" in first
    assert "⚑ Overdue: " in first
    states = [each for each in root.all("span", "state") if "present" in each.text]
    states = [each for each in states if "between" not in each.text]
    assert states
    assert all("good" in each.attributes["class"].split() for each in states)
    assert all(each.text.startswith("✓ ") for each in states)


def test_vendors_that_nobody_has_assessed_take_a_line_each(workspace: Path) -> None:
    """A vendor with which something was agreed keeps its part, and so does one asked for alone."""
    for number in range(20):
        folder = workspace / f"vendors/new-{number}"
        folder.mkdir()
        (folder / "vendor.toml").write_text(f'name = "New {number}"\nowner = "Bo"\n')
    goal = '[goals.one]\ntitle = "Less waste"\nperiod = "month"\ndue = 2026-12-01\n'
    (workspace / "vendors/new-7/goals.toml").write_text(f"format = 1\n\n{goal}")
    text = made(workspace, "--format", "markdown", "-o", "-").out
    lines = text.partition("## Not assessed yet")[2]
    assert lines.count("- **New ") == 19
    assert "- **New 12**: Owner: Bo\n" in lines
    assert "## New 7, no round yet" in text
    assert text.count("is marked “far apart”") == 1
    assert "### Agenda" in made(workspace, "new-3", "--format", "markdown", "-o", "-").out
