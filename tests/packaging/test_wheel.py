"""The wheel holds the program and its data, every file of them, the manual page, and no more."""

from __future__ import annotations

import email
import tomllib
import zipfile
from pathlib import Path

import partnercheck
from tests.support.installed_wheel import ROOT

# As many as there are in 2026, with room for some more text. A build that takes along what does not
# belong to the program (tests, a cache, pictures) is far above it.
MOST_BYTES = 1_300_000


def test_it_holds_every_file_of_the_package_and_no_other(source: Path, wheel: Path) -> None:
    package = source / "partnercheck"
    files = [path for path in package.rglob("*") if path.is_file()]
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith("partnercheck/")]
        others = {name for name in archive.namelist() if name not in names}
        [manual] = [name for name in others if ".dist-info/" not in name]
        assert manual.endswith(".data/data/share/man/man1/partnercheck.1")
        assert archive.read(manual) == (source / "docs/partnercheck.1").read_bytes()
        assert sorted(names) == sorted(path.relative_to(source).as_posix() for path in files)
        for name in names:
            assert archive.read(name) == (source / name).read_bytes()
    assert {".py", ".toml"} < {path.suffix for path in files}


def test_it_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < MOST_BYTES


def test_it_says_what_it_needs(wheel: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert wheel.name == f"partnercheck-{partnercheck.__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith(".dist-info/METADATA")]
        described = email.message_from_bytes(archive.read(name))
    assert described["Version"] == partnercheck.__version__
    assert described["Requires-Python"] == project["requires-python"]
    needed = [each for each in described.get_all("Requires-Dist", []) if "extra ==" not in each]
    assert {each.replace(" ", "") for each in needed} == {*project["dependencies"]}
