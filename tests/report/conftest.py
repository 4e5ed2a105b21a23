"""The reports that are looked at from many sides: made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import partnercheck
from tests.support.made_reports import made, nasty_workspace


@pytest.fixture(scope="package")
def sample_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample workspace, for reading alone."""
    packaged = Path(partnercheck.__file__).parent / "demo" / "workspace"
    return Path(shutil.copytree(packaged, tmp_path_factory.mktemp("samples") / "workspace"))


@pytest.fixture(scope="package")
def sample_page(sample_root: Path) -> str:
    """The report on all samples, as HTML."""
    return made(sample_root).out


@pytest.fixture(scope="package")
def sample_markdown(sample_root: Path) -> str:
    """The report on all samples, as Markdown."""
    return made(sample_root, "--format", "markdown").out


@pytest.fixture(scope="package")
def nasty_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of texts that would act on a page if they were anything but text."""
    return nasty_workspace(tmp_path_factory.mktemp("nasty"))
