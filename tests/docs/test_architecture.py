"""The pages for contributors name only what exists, and every package there is."""

import re
from pathlib import Path

import pytest

from partnercheck.commands import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = ("CONTRIBUTING.md", "docs/architecture.md")
NAMED_FILE = re.compile(r"`((?:[\w.-]+/)+(?:[\w.-]+)?)`")
LINK = re.compile(r"\]\(([^)#]+)\)")


def existing(name: str) -> bool:
    """Whether a file or folder is there, named from the project's root or from the package."""
    return any((folder / name).exists() for folder in (ROOT, ROOT / "partnercheck"))


@pytest.mark.parametrize("page", PAGES)
def test_every_named_file_exists(page: str) -> None:
    names = NAMED_FILE.findall((ROOT / page).read_text("utf-8"))
    assert len(names) > 10
    assert [name for name in names if not existing(name)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    path = ROOT / page
    for link in LINK.findall(path.read_text("utf-8")):
        assert (path.parent / link).exists(), link


def test_every_package_has_its_row() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    rows = set(re.findall(r"^\| \d+ \| `(\w+)/` \|", page, re.MULTILINE))
    assert rows == {path.parent.name for path in (ROOT / "partnercheck").glob("*/__init__.py")}


def test_every_make_target_and_command_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for page in PAGES:
        text = (ROOT / page).read_text("utf-8")
        for target in re.findall(r"(?:^|`)make ([a-z-]+)\b", text, re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
        for command in re.findall(r"`partnercheck ([a-z-]+)", text):
            assert command in COMMANDS, command
