"""What the program writes, and what its reader takes, is nothing that an editor flags."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.base.records import Response, Settings
from partnercheck.base.rounds import is_round
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.wording import WORDING_FILE
from partnercheck.storage.schema_line import kind_at, split_schema_line
from partnercheck.workspace.agreement_files import day_of
from partnercheck.workspace.canonical import response_table
from partnercheck.workspace.checking import problems_of
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.schemas.kinds import DAY_PATTERN, kinds_of
from partnercheck.workspace.schemas.response import ROUND_PATTERN
from tests.support import warm_start
from tests.support.response_strategies import responses
from tests.support.schema_judges import (
    as_json,
    flagged,
    matches,
    taplo,
    taplo_layout,
    tombi,
    toml_files,
    validator,
)
from tests.support.strategies import Case, cases, examples

HERE = Workspace(Path("nowhere"), Settings(), packaged())
OWN = """
[[items]]
id = "culture-own"
condition = "culture"
kind = "standing"
topic = "our own <b>topic</b>"
buyer = "What [did](https://example.org) they `do`?"
vendor = "What did *you* do?"
anchors = ["nothing", "one thing", "two things", "three things", "four_things"]
"""
ALICE = ("--plain", "--as", "buyer", "--respondent", "Alice Moreau")
SAID = "3\ne\nIn June: \\ and # and [x]\nb\n2\n\nu\n\nn\nNothing of the kind.\n\n4\n"
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("init", "--organisation", "Müller & Co"),
    (
        "add",
        "Acme",
        "--target",
        "partner",
        "--target-why",
        'It says "so"',
        "--tag",
        "a",
        "--tag",
        "b",
    ),
    ("add", "Borealis", "--candidate", "--value-chain", "inbound"),
    ("questionnaire", "copy", "trust-value"),
    ("questionnaire", "copy", "partnership"),
    ("schema", "--write"),
    ("assess", "acme", *ALICE),
    ("assess", "acme", *ALICE, "--questionnaire", "focus"),
    ("request", "acme", "--respondent", "Jane Doe", "--due", "2099-12-10", "--output", "out/"),
    ("request", "acme", "--format", "toml", "--respondent", "Jane", "--output", "forms/"),
    ("goals", "acme", "--add", "Fewer late trucks", "--gain-us", "Fewer waits"),
    ("goals", "acme", "--add", "1999-12-31"),
    ("goals", "acme", "--done", "Fewer late trucks"),
    ("meetings", "acme", "--add", "--present", "Alice", "--decided", "The cut-off moves"),
    ("meetings", "acme", "--add", "--we", "Send the forecast", "--next", "2099-12-10"),
    ("meetings", "acme", "--every", "month"),
    ("people", "--add", "Alice Moreau", "--level", "management"),
    ("people", "acme", "--add", "Jane Doe", "--email", "jane.doe@example.org"),
    ("edit", "acme", "--set", "spend=120000", "--charter", "Framework contract, annex B"),
    ("decide", "acme", "--class", "partner", "--by", "Alice", "--reason", "We agreed"),
)


def typed(root: Path, *words: str, answers: str = "") -> str:
    """What a command says that somebody types in a folder."""
    done = warm_start.run(
        words,
        cwd=root,
        input=answers.encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, (words, done.stderr.decode())
    return done.stdout.decode()


@pytest.fixture(scope="module")
def by_commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which every kind of file was written by the program."""
    root = tmp_path_factory.mktemp("accepts") / "workspace"
    root.mkdir()
    for words in COMMANDS:
        typed(root, *words, answers=SAID if words[0] == "assess" else "")
        if words[:3] == ("questionnaire", "copy", "partnership"):
            own = root / "instruments/partnership.toml"
            own.write_text(own.read_text("utf-8") + OWN, "utf-8")
    (form,) = (root / "forms").glob("*.toml")
    form.write_text(
        form.read_text("utf-8").replace("[answers.culture-own]", "[answers.culture-own]\nscore = 4")
    )
    typed(root, "import", str(form))
    (root / "glossary.toml").write_text('[terms]\n"hold point" = """\nA stop.\nOf work."""\n')
    typed(root, "schema", "--write")
    return root


def test_every_sample_is_accepted(tmp_path: Path) -> None:
    typed(tmp_path, "demo", "--no-open")
    samples = toml_files(tmp_path / "partnercheck-demo")
    assert len(samples) == 78
    assert flagged(samples) == {}


@pytest.fixture(params=["the samples", "made by commands"])
def files(
    request: pytest.FixtureRequest, by_commands: Path, tmp_path: Path
) -> tuple[Path, list[Path]]:
    """A workspace, and its files, without the forms, which go to vendors who have no schemas."""
    if request.param == "the samples":
        typed(tmp_path, "demo", "--no-open")
        root = tmp_path / "partnercheck-demo"
    else:
        root = by_commands
    return root, [path for path in toml_files(root) if path.parent.name != "forms"]


def test_formatters_leave_every_file_as_it_is(files: tuple[Path, list[Path]]) -> None:
    root, paths = files
    assert taplo_layout(paths) == []
    assert tombi(root, "format", "--check", *paths) == ""


def test_tombi_has_nothing_to_say_in_strict_mode(files: tuple[Path, list[Path]]) -> None:
    root, paths = files
    assert tombi(root, "lint", "--error-on-warnings", *paths) == ""


def test_every_file_that_a_command_writes_is_accepted(by_commands: Path) -> None:
    files = [path for path in toml_files(by_commands) if path.parent.name != "forms"]
    places = [path.relative_to(by_commands).as_posix() for path in files]
    written = {kind_at(place) for place in places}
    ours = set(kinds_of(open_workspace(by_commands).instruments))
    assert written == ours - {f"response.{each}" for each in packaged()} | {
        "response.partnership",
        "response.focus",
    }
    for place, path in zip(places, files, strict=True):
        assert split_schema_line(path.read_text("utf-8"))[0].endswith(
            f"schemas/{kind_at(place)}.json\n\n"
        )
    assert flagged(files) == {}
    assert problems_of(open_workspace(by_commands)) == []
    assert typed(by_commands, "fmt", "--check") == ""


def test_what_is_only_warned_about_is_accepted(by_commands: Path) -> None:
    folder = by_commands / "vendors/acme"
    (response,) = folder.glob("*/buyer.alice-moreau.partnership.toml")
    before = {}
    for path, old, more in (
        (response, "format = 1\n", "team = 3\n"),
        (response, "\n[answers.", "\n[answers.nobody-knows]\nscore = 1\nmood = []\n"),
        (folder / "vendor.toml", "format = 1\n", "shelf = { a = 1 }\n"),
        (folder / "goals.toml", "format = 1\n", "[other]\nx = 1\n"),
        (by_commands / "partnercheck.toml", "format = 1\n", "colour = 'red'\n"),
        (by_commands / "glossary.toml", "[terms]\n", "[other]\nx = 1\n[terms]\n"),
    ):
        text = path.read_text("utf-8")
        before.setdefault(path, text)
        made = text.replace(old, old + more if old.endswith("\n") else more + old, 1)
        path.write_text(made if path.name != "glossary.toml" else text.replace(old, more), "utf-8")
    (decision,) = folder.glob("*/decision.toml")
    before[decision] = decision.read_text()
    decision.write_text(
        before[decision]
        .replace("version = 2", "version = 7")
        .replace('decided = "partner"', 'decided = "ally"')
    )
    try:
        assert flagged([*before]) == {}
        told = problems_of(open_workspace(by_commands))
        assert {each.severity for each in told} == {"warning"}
        assert len(told) >= 5
    finally:
        for path, text in before.items():
            path.write_text(text, "utf-8")


@examples(60)
@given(responses)
def test_every_response_that_can_be_written_is_accepted(response: Response) -> None:
    judge = validator("response.partnership", HERE)
    assert list(judge.iter_errors(as_json(response_table(response)))) == []


@examples(60)
@given(cases())
def test_so_is_every_response_to_any_instrument(case: Case) -> None:
    instrument, given_ = case
    workspace = replace(HERE, instruments={**packaged(), instrument.id: instrument})
    judge = validator(f"response.{instrument.id}", workspace)
    for response in given_:
        assert list(judge.iter_errors(as_json(response_table(response)))) == []


DIGITS = st.text("0123456789-qw", max_size=12)


@examples(300)
@given(DIGITS | st.from_regex(r"2[0-9]{3}-(q[0-9]|[0-9]{2}|w[0-9]{2})", fullmatch=True))
def test_every_round_is_one_for_an_editor(text: str) -> None:
    if is_round(text):
        assert matches(ROUND_PATTERN, text)


@examples(300)
@given(
    DIGITS | st.dates().map(str) | st.dates().flatmap(lambda d: DIGITS.map(lambda t: f"{d}-{t}"))
)
def test_every_meetings_day_is_one_for_an_editor(text: str) -> None:
    if day_of(text):
        assert matches(DAY_PATTERN, text)


def test_each_packaged_instrument_fits_its_own_schema() -> None:
    judge = validator("instrument", HERE)
    folder = Path(sys.modules["partnercheck.questionnaires"].__path__[0])
    for path in set(folder.glob("*.toml")) - {WORDING_FILE}:
        assert list(judge.iter_errors(as_json(tomli.loads(path.read_text("utf-8"))))) == []


def test_taplo_asks_for_nothing_outside(by_commands: Path) -> None:
    """Every request would go to this proxy; it does where the public catalogues are wanted."""
    file = by_commands / "vendors/acme/vendor.toml"
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        environment = {"http_proxy": address, "https_proxy": address, "no_proxy": ""}
        assert flagged([file], **environment) == {}
        proxy.settimeout(0.2)
        with pytest.raises(TimeoutError):
            proxy.accept()
        proxy.settimeout(20)
        words = [taplo(), "check", "--default-schema-catalogs", str(file)]
        with subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL) as asking:
            proxy.accept()[0].close()
            asking.kill()
