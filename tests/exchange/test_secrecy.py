"""No word of the buyer's leaves with a form: searched for over the whole sample workspace."""

from __future__ import annotations

import html
import itertools
import re
import tomllib
from pathlib import Path

import pytest
import tomli_w
from msgspec.structs import replace

import partnercheck
from partnercheck.base.records import Form
from partnercheck.exchange.form_faces import form_content
from partnercheck.exchange.form_opening import Kind, PrintedRequest
from partnercheck.exchange.form_write import form_text
from partnercheck.exchange.requests import Request, printed_request
from partnercheck.exchange.returned_form import read_form
from partnercheck.questionnaires.records import Instrument
from partnercheck.report import result_formats
from partnercheck.report.vendor_result import vendor_result
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.read_round import read_round
from partnercheck.workspace.read_vendor import read_description, read_vendor, vendor_ids
from tests.support.running import TODAY, Run

KINDS: tuple[Kind, ...] = ("text", "toml", "html")


def flat(text: str) -> str:
    """A text without the breaks, quotes and comment signs that would hide a word in it."""
    lines = (line.strip().removeprefix("#").strip() for line in text.split("\n"))
    return " ".join(" ".join(lines).split()).casefold()


def form_of(instrument: Instrument, asked: PrintedRequest, kind: Kind = "text") -> str:
    """All words of a form; of a page without its script and its style."""
    text = form_content(instrument, asked, kind).decode()
    if kind == "html":
        text = re.sub(r"(?s)<(script|style)>.*?</\1>", "", text)
        text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return flat(text)


def holds(text: str, secret: str) -> bool:
    """Whether a text has a secret as words of its own."""
    found = rf"(?<!\w){re.escape(secret)}(?!\w)"
    return secret in text and re.search(found, text) is not None


def secrets(workspace: Workspace, own: str) -> set[str]:
    """Every text of the workspace that a vendor must not read, in a form or in a result.

    Of the vendor itself, its name, id and line of work may be there, and what both pursue
    together; of every other, nothing.
    """
    found: set[str] = set()
    own_line = read_vendor(workspace, own).vendor.line
    for vendor_id in vendor_ids(workspace):
        files = read_vendor(workspace, vendor_id)
        vendor = files.vendor
        found |= {vendor.target_why, vendor.owner, vendor.supplies}
        if vendor_id != own:
            found |= {vendor.objective, vendor.benefit_buyer, vendor.benefit_vendor}
            found |= {vendor.name, vendor_id, vendor.line}
        for round_id in files.rounds:
            for response in read_round(workspace, files, round_id).responses:
                found |= {response.respondent, response.respondent.split()[0]}
                for answer in response.answers.values():
                    found |= {answer.evidence, answer.reason}
    return {flat(text) for text in found if text.strip()} - {flat(own_line)}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(Path(partnercheck.__file__).parent / "demo" / "workspace")


def test_the_samples_have_secrets_to_search_for(opened: Workspace) -> None:
    found = secrets(opened, "acme-logistics")
    assert len(found) > 300
    assert "alice moreau" in found
    assert "borealis packaging" in found
    assert "acme logistics" not in found


@pytest.mark.parametrize("form", ["quick", "full"])
def test_no_form_holds_a_word_of_the_buyers(opened: Workspace, form: str) -> None:
    hidden = {vendor_id: secrets(opened, vendor_id) for vendor_id in vendor_ids(opened)}
    for vendor_id, kind in itertools.product(hidden, KINDS):
        request = Request(kind=kind, form="quick" if form == "quick" else "full")
        asked = printed_request(opened, vendor_id, request, TODAY)
        text = form_of(opened.instrument, asked, kind)
        assert asked.name.casefold() in text
        for secret in hidden[vendor_id]:
            assert not holds(text, secret), (vendor_id, kind, secret)
        assert "target" not in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["quick", "full"])
@pytest.mark.parametrize("vendor", ["acme-logistics", "ilvane-robotics"])
def test_a_form_has_none_of_the_terms_by_which_answers_are_judged(
    opened: Workspace, vendor: str, form: Form, kind: Kind
) -> None:
    asked = printed_request(opened, vendor, Request(kind=kind, form=form), TODAY)
    text = form_of(opened.instrument, asked, kind)
    assert re.findall(r"\b(?:class(?:es)?|verdicts?|key questions?|critical|median)\b", text) == []


def test_a_form_does_not_depend_on_what_the_buyer_has_written(opened: Workspace) -> None:
    """Two vendors' forms differ in name, id and what is pursued together, whatever is known."""
    made = set()
    for vendor_id in vendor_ids(opened):
        asked = printed_request(opened, vendor_id, Request(), TODAY)
        asked = replace(asked, objective="", benefit_buyer="", benefit_vendor="", line="")
        # Both sides know whether anything is signed.
        asked = replace(asked, candidate=False)
        text = form_text(opened.instrument, asked)
        made.add(flat(text).replace(asked.name.casefold(), "NAME").replace(vendor_id, "ID"))
    assert len(made) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_begins_with_what_both_pursue(opened: Workspace, kind: Kind) -> None:
    vendor = read_description(opened, "acme-logistics")[0]
    asked = printed_request(opened, "acme-logistics", Request(), TODAY)
    text = form_of(opened.instrument, asked, kind)
    head = text[: text.index("why you are asked")]
    for said in (vendor.objective, vendor.benefit_buyer, vendor.benefit_vendor):
        assert said
        assert flat(said) in head


def test_a_form_holds_no_other_wording_than_the_vendors(opened: Workspace) -> None:
    asked = printed_request(opened, "acme-logistics", Request(), TODAY)
    text = form_of(opened.instrument, asked)
    for item in opened.instrument.items:
        assert flat(item.vendor) in text
        for other in (item.buyer, item.dialogue, item.practice, item.trial):
            assert flat(other) not in text


def test_the_result_holds_scores_and_no_more(opened: Workspace) -> None:
    both = 0
    for vendor_id in vendor_ids(opened):
        responses = judge_vendor(opened, vendor_id).round.responses
        sides = {each.perspective for each in responses if each.scored}
        if len(sides) < 2:
            continue
        both += 1
        text = flat(result_formats.text(vendor_result(opened, vendor_id, TODAY)))
        # What both sides agreed in a meeting names who does it.
        minutes = flat((opened.root / "vendors" / vendor_id / "meetings.toml").read_text())
        for secret in secrets(opened, vendor_id):
            assert not holds(text, secret) or holds(minutes, secret), (vendor_id, secret)
        for condition in opened.instrument.conditions:
            assert condition.name.casefold() in text
    assert both >= 3


def test_what_is_sent_is_read_without_the_workspace(opened: Workspace) -> None:
    for kind in ("text", "toml"):
        text = form_text(
            opened.instrument, printed_request(opened, "dunmore-steel", Request(), TODAY), kind
        )
        read = read_form(text.encode(), "dunmore-steel.2026-q4.form.txt", opened.instruments)
        assert read.response
        assert (read.response.vendor, read.response.round) == ("dunmore-steel", "2026-q4")


@pytest.mark.parametrize(
    "words",
    [
        *("report", "report --format markdown", "report acme-logistics --format markdown"),
        *("report acme-logistics --for vendor", "agenda acme-logistics", "show acme-logistics"),
        *("agenda acme-logistics --for vendor", "request --result acme-logistics --output -"),
        *(
            "request --result acme-logistics --format html --output -",
            "customer",
            "history acme-logistics",
        ),
        *("compare acme-logistics dunmore-steel", "show acme-logistics --lines"),
    ],
)
def test_the_vendors_notes_are_read_by_those_who_assess_alone(
    words: str, samples: Path, run: Run
) -> None:
    """The letter says so; those who assess read them in `show --all` and the table of answers."""
    note = "The lorry waited 0xBEEF hours"
    (path,) = samples.glob("vendors/acme-logistics/2026-q4/vendor.*.partnership.toml")
    written = tomllib.loads(path.read_text())
    for answer in written["answers"].values():
        answer |= {"evidence": note} if answer else {}
    path.write_text(tomli_w.dumps(written))
    assert note in " ".join(run("show", "acme-logistics", "--all", here=samples).out.split())
    ran = run(*words.split(), here=samples)
    assert (ran.code, "0xBEEF" in ran.out) == (0, False), ran.err
