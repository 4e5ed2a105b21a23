"""The program as it is installed: from the wheel, in an empty environment, from another folder."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import partnercheck
from partnercheck.commands import COMMANDS
from tests.support.installed_wheel import ran

WALK = """
import importlib, pkgutil, partnercheck
names = [each.name for each in pkgutil.walk_packages(partnercheck.__path__, "partnercheck.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names), partnercheck.__file__)
"""


@pytest.fixture(scope="session")
def elsewhere(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples in `ours`, copied by the installed program."""
    here = tmp_path_factory.mktemp("elsewhere")
    done = ran(installed, here, ["partnercheck", "demo", "ours", "--no-open"])
    assert (done.returncode, done.stderr) == (0, "")
    return here


def shown(installed: Path, elsewhere: Path, *words: str) -> str:
    done = ran(installed, elsewhere, ["partnercheck", "--workspace", "ours", *words])
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_its_version(installed: Path, tmp_path: Path) -> None:
    done = ran(installed, tmp_path, ["partnercheck", "--version"])
    assert done.stdout == f"partnercheck {partnercheck.__version__}\n"


def test_every_module_finds_what_it_needs(installed: Path, tmp_path: Path) -> None:
    done = ran(installed, tmp_path, ["python", "-c", WALK])
    assert done.returncode == 0, done.stderr
    count, where = done.stdout.split()
    assert int(count) > 100
    assert Path(where).is_relative_to(installed.parent)


def test_the_samples_are_whole(installed: Path, elsewhere: Path) -> None:
    packaged = Path(partnercheck.__file__).parent / "demo" / "workspace"
    wanted = {path.relative_to(packaged) for path in packaged.rglob("*") if path.is_file()}
    ours = elsewhere / "ours"
    assert wanted <= {path.relative_to(ours) for path in ours.rglob("*") if path.is_file()}
    assert "No problems" in shown(installed, elsewhere, "check")


def test_compare_and_table(installed: Path, elsewhere: Path) -> None:
    assert "Acme Logistics" in shown(installed, elsewhere, "compare")
    rows = [*csv.DictReader(io.StringIO(shown(installed, elsewhere, "table", "verdicts")))]
    assert len(rows) == 12
    assert len(json.loads(shown(installed, elsewhere, "list", "--format", "json"))["vendors"]) == 12


@pytest.mark.skipif("report" not in COMMANDS, reason="there is no such command yet")
def test_report(installed: Path, elsewhere: Path) -> None:
    shown(installed, elsewhere, "report", "--output", "r.html")
    page = (elsewhere / "r.html").read_text("utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert "Fennimore Cold Stores" in page


@pytest.mark.skipif("schema" not in COMMANDS, reason="there is no such command yet")
def test_schema(installed: Path, elsewhere: Path) -> None:
    assert json.loads(shown(installed, elsewhere, "schema", "vendor"))["$schema"]


def test_every_command_has_help(installed: Path, tmp_path: Path) -> None:
    told = ran(installed, tmp_path, ["partnercheck", "--help"]).stdout
    assert [name for name in COMMANDS if name not in told] == []
