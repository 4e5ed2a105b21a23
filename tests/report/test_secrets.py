"""The vendor's version: a secret in every text of the workspace, and none but the shared ones out.

Each text of each file is exchanged for one that is nowhere else, names of people and of their files
among them; what a vendor may read is then counted off one by one.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer
from partnercheck.workspace.open import open_workspace
from tests.support.made_reports import made
from tests.support.read_reports import read
from tests.support.running import TODAY, Run

FORMATS = ("html", "markdown")
# What a text must be for the file to be read at all: names of things, not words of people.
KINDS = {
    *("instrument", "vendor", "round", "perspective", "form", "level", "basis", "skip", "stage"),
    *("by", "target", "state", "period", "cadence", "meetings", "meets", "done_by", "serves"),
}
OF_A_DECISION = {"decided", "verdict_low", "verdict_high"}
DECISION = {
    "decided": "partner",
    "by": "x",
    "on": TODAY,
    "reason": "x",
    "dissent": "x",
    "verdict_low": "supplier",
    "verdict_high": "partner",
    "instrument": "partnership",
    "version": 1,
}
ASKED = {"asked": {"vendor": {"perspective": "vendor", "respondent": "x", "due": TODAY}}}
ABOUT = (
    "supplies",
    "line",
    "value_chain",
    "owner",
    "target_why",
    "objective",
    "benefit_buyer",
    "benefit_vendor",
    "charter",
)
VENDOR = {
    **dict.fromkeys(ABOUT, "x"),
    "tags": ["x", "x"],
    "target": "partner",
    "contact": "x",
    "facts": {"criticality": "x", "spend": 120000},
}
MINE = "hollin-staffing"
AGREED = ("/goals.toml", "/meetings.toml", "/promises.toml")
UNKNOWN = {"by": "buyer", "owner": "x", "text": "x", "made": TODAY}
GOAL = ("title", "gain_buyer", "gain_vendor")


class Planted:
    """A workspace of secrets, and where each of them stands."""

    def __init__(self, root: Path, sign: str) -> None:
        self.root = root
        self.where: dict[str, tuple[str, ...]] = {}
        self._sign, self._numbers = sign, count(1000)
        self._plant()

    def _secret(self, *place: str) -> str:
        made = f"{self._sign}{next(self._numbers)}z"
        self.where[made] = place
        return made

    def _plant(self) -> None:
        for folder in sorted((self.root / "vendors").glob("*/2026-q*")):
            (folder / "decision.toml").write_text(tomli_w.dumps(DECISION))
            (folder / "asked.toml").write_text(tomli_w.dumps(ASKED))
        (self.root / "glossary.toml").write_text('[terms]\nCut-off = "x"\n')
        for path in sorted(self.root.rglob("*.toml")):
            name = path.relative_to(self.root).as_posix()
            data = tomli.loads(path.read_text())
            if path.name == "vendor.toml":
                data = VENDOR | data
            if path.name == "promises.toml":
                # One that was made between two meetings, of which the vendor knows nothing.
                data["promises"]["ours"] = UNKNOWN
            for answer in data.get("answers", {}).values():
                if "score" in answer:
                    answer["source"] = "x"
            for goal in data.get("goals", {}).values():
                goal.setdefault("note", "x")
            planted = {key: self._exchanged(value, name, key) for key, value in data.items()}
            path.write_text(tomli_w.dumps(planted))
            if "respondent" in data:
                side, _, instrument = path.name.removesuffix(".toml").split(".")
                path.rename(path.with_name(f"{side}.{planted['respondent']}.{instrument}.toml"))

    def _exchanged(self, value: Any, *place: str) -> Any:
        kinds = KINDS - {"by"} | OF_A_DECISION if place[0].endswith("decision.toml") else KINDS
        if isinstance(value, str) and place[-1] not in kinds:
            host = "@example.org" if place[-1] == "contact" else ""
            return self._secret(*place) + host
        if isinstance(value, list):
            return [self._exchanged(each, *place) for each in value]
        if isinstance(value, dict):
            return {key: self._exchanged(each, *place, key) for key, each in value.items()}
        return value

    def told(self, text: str) -> set[tuple[str, ...]]:
        """The places of the secrets that a text gives away."""
        found = re.findall(rf"{self._sign}\d{{4}}z", text)
        return {self.where[each] for each in found}


@pytest.fixture
def planted(samples: Path) -> Planted:
    return Planted(samples, "zq")


def shared(root: Path) -> Iterator[tuple[str, ...]]:
    """What a vendor may read: what both pursue, open goals, the last meeting, and promises."""
    yield "partnercheck.toml", "organisation"
    about = f"vendors/{MINE}/vendor.toml"
    yield from ((about, key) for key in ("name", "objective", "benefit_buyer", "benefit_vendor"))
    goals = f"vendors/{MINE}/goals.toml"
    for key, goal in tomli.loads((root / goals).read_text())["goals"].items():
        if goal.get("state", "open") == "open":
            yield from ((goals, "goals", key, each) for each in GOAL if each in goal)
    meetings = f"vendors/{MINE}/meetings.toml"
    held = tomli.loads((root / meetings).read_text())["meetings"]
    last = max(held)
    yield from ((meetings, "meetings", last, key) for key in ("decided",) if key in held[last])
    promises = f"vendors/{MINE}/promises.toml"
    for key, promise in tomli.loads((root / promises).read_text())["promises"].items():
        if f"{promise.get('made')}" in held:
            yield promises, "promises", key, "text"


@pytest.mark.parametrize("kind", FORMATS)
def test_the_vendor_reads_what_is_shared_and_no_other_secret(kind: str, planted: Planted) -> None:
    assert len(planted.where) > 900
    ran = made(planted.root, MINE, "--for", "vendor", "--format", kind)
    assert planted.told(ran.out) == set(shared(planted.root))
    assert ran.err == ""
    for folder in (planted.root / "vendors").iterdir():
        if folder.name != MINE:
            assert folder.name not in ran.out
    words = read(ran.out).text if kind == "html" else ran.out
    for word in (
        "for us",
        "target",
        "Target",
        "Decision",
        "lens",
        "Portfolio",
        "Comparison",
        "120000",
    ):
        assert word not in words
    assert "decided on" not in words.replace("Decided on", "")


@pytest.mark.parametrize("kind", ["text", "markdown", "json"])
def test_the_vendors_agenda_has_what_is_shared_and_no_other_secret(
    kind: str, planted: Planted, run: Run
) -> None:
    ran = run("agenda", MINE, "--for", "vendor", "--format", kind, here=planted.root)
    assert planted.told(ran.out) == set(shared(planted.root))
    ours = planted.told(run("agenda", MINE, "--format", kind, here=planted.root).out)
    assert {"owner_buyer", "owner_vendor", "evidence", "Cut-off"} <= {place[-1] for place in ours}


def form_words(kind: str, root: Path, run: Run) -> str:
    """Everything that a form says: its text, its page with the script, or its cells."""
    words = ("request", MINE, "--format", kind, "--output")
    if kind != "xlsx":
        return run(*words, "-", here=root).out
    openpyxl = pytest.importorskip("openpyxl", reason="the extra [xlsx] is not installed")
    assert run(*words, "form.xlsx", here=root).code == 0
    # Everything in the file: comments, names and lists of a sheet too.
    with zipfile.ZipFile(root / "form.xlsx") as archive:
        parts = [archive.read(each).decode() for each in archive.namelist()]
    assert openpyxl.load_workbook(root / "form.xlsx")
    return "\n".join(parts)


@pytest.mark.parametrize("kind", ["text", "toml", "html", "xlsx"])
def test_a_form_has_the_names_the_line_of_work_the_aims_of_both_and_no_other_secret(
    kind: str, planted: Planted, run: Run
) -> None:
    said = form_words(kind, planted.root, run)
    about = f"vendors/{MINE}/vendor.toml"
    # The line of work that is judged stands on every form.
    keys = ("name", "line", "objective", "benefit_buyer", "benefit_vendor")
    pursued = {(about, key) for key in keys}
    assert planted.told(said) == {("partnercheck.toml", "organisation"), *pursued}


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_the_result_has_the_names_what_was_agreed_and_no_other_secret(
    kind: str, planted: Planted, run: Run
) -> None:
    words = ("--format", kind, "--output", "-")
    ran = run("request", "--result", MINE, *words, here=planted.root)
    assert ran.code == 0
    agreed = {place for place in shared(planted.root) if place[0].endswith(AGREED)}
    named = {("partnercheck.toml", "organisation"), (f"vendors/{MINE}/vendor.toml", "name")}
    assert planted.told(ran.out) == named | agreed
    for folder in (planted.root / "vendors").iterdir():
        assert folder.name not in ran.out


@pytest.mark.parametrize("kind", FORMATS)
def test_our_own_version_has_the_secrets_that_the_vendors_has_not(
    kind: str, planted: Planted
) -> None:
    """Or the test above would find nothing."""
    told = planted.told(made(planted.root, MINE, "--format", kind).out)
    ours = {place[-1] for place in told}
    assert {
        "evidence",
        "source",
        "charter",
        "respondent",
        "target_why",
        "owner",
        "note",
        "reason",
        "dissent",
        "by",
    } <= ours
    assert {"supplies", "line", "tags", "value_chain", "present"} <= ours
    assert {"contact", "criticality"} <= ours
    everybody = planted.told(made(planted.root, "--format", kind).out)
    assert len([place for place in everybody if place[-1] == "name"]) == 12


@pytest.mark.parametrize("kind", FORMATS)
def test_the_vendors_version_is_the_same_whatever_we_wrote(
    kind: str, planted: Planted, tmp_path: Path
) -> None:
    """Two workspaces that differ in nothing but words give reports that differ in shared ones."""
    other = shutil.copytree(planted.root, tmp_path / "other")
    for path in other.rglob("*.toml"):
        path.write_text(path.read_text().replace("zq", "yk"))
        path.rename(path.with_name(path.name.replace("zq", "yk")))
    words = (MINE, "--for", "vendor", "--format", kind)
    one, two = (made(root, *words).out for root in (planted.root, Path(other)))
    assert "zq" in one
    assert one.replace("zq", "yk") == two


def test_no_file_of_ours_is_named_where_one_cannot_be_read(planted: Planted) -> None:
    broken = next((planted.root / "vendors" / MINE / "2026-q4").glob("buyer.*.partnership.toml"))
    broken.write_text("x = = 1\n")
    ran = made(planted.root, MINE, "--for", "vendor")
    root = read(ran.out)
    assert "1 unreadable file: its answers are unknown." in root.text
    assert ".toml" not in root.text
    assert broken.name in ran.err


@pytest.fixture
def confidential(samples: Path) -> Mapping[str, str]:
    """A vendor stopped by three items: told in confidence, from a reference, and seen; topics."""
    opened = open_workspace(samples)
    sitting = start_sitting(
        opened, Start("larkmere-energy", "buyer", "Bob", round="2026-q4"), TODAY
    )
    for item in opened.instrument.items:
        sitting.save_answer(item.id, Answer(score=3, basis="observed", evidence="Seen."))
    low = {"reciprocity-sign-again": "observed", "gains-fair-split": "reference"}
    for item_id, basis in (*low.items(), ("culture-repair", "observed")):
        sitting.save_answer(item_id, Answer(score=1, basis=basis, evidence="So it was."))  # type: ignore[arg-type]
    theirs = start_sitting(opened, Start("larkmere-energy", "vendor", "Jo", round="2026-q4"), TODAY)
    for item in opened.instrument.items:
        theirs.save_answer(item.id, Answer(score=3))
    return {item.id: item.topic for item in opened.instrument.items}


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_told_in_confidence_stops_nobody_in_the_vendors_version(
    kind: str, samples: Path, confidential: Mapping[str, str]
) -> None:
    hidden = [confidential[each] for each in ("reciprocity-sign-again", "gains-fair-split")]
    ours = made(samples, "larkmere-energy", "--format", kind).out.casefold()
    theirs = made(samples, "larkmere-energy", "--for", "vendor", "--format", kind)
    said = theirs.out.casefold()
    for topic in hidden:
        assert f"{topic} is scored 1" in ours
        assert topic not in said
    assert f"{confidential['culture-repair']} is scored 1" in said
    assert theirs.err == ""


@pytest.mark.parametrize("kind", FORMATS)
def test_a_vendor_that_has_not_answered_is_not_shown_our_scores(
    kind: str, samples: Path, run: Run
) -> None:
    words = ("report", "jessamy-labs", "--for", "vendor", "--format", kind)
    for target in ("-", "theirs.out"):
        ran = run(*words, "--output", target, here=samples)
        assert (ran.code, ran.out) == (2, "")
        assert "Jessamy Labs has no readable score in 2026-q4" in ran.err
    assert not (samples / "theirs.out").exists()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_vendor_reads_no_report_while_its_answers_cannot_be_read(
    kind: str, samples: Path, run: Run
) -> None:
    [path] = samples.glob("vendors/dunmore-steel/2026-q4/vendor.*.toml")
    path.write_text(path.read_text("utf-8") + "broken = [\n", "utf-8")
    ran = run("report", "dunmore-steel", "--for", "vendor", "--format", kind, here=samples)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count(path.name) == 1


def test_the_vendors_version_is_about_one_vendor(sample_root: Path) -> None:
    for words in ((), ("acme-logistics", "dunmore-steel")):
        with pytest.raises(Exception, match="needs exactly one VENDOR"):
            made(sample_root, *words, "--for", "vendor")
    twice = made(sample_root, "acme-logistics", "Acme Logistics", "--for", "vendor")
    assert len(read(twice.out).all("article")) == 1
