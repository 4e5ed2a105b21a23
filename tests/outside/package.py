"""The package as strangers get it: built, checked, installed, and tested from its sdist.

`make outside` runs this. CI has no room for it: it installs some hundred packages. Each part writes
one line when it ends. A Python that is not on this machine is missing, which is no failure.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
TOOLS = ("build", "twine", "check-wheel-contents", "pyroma>=5", "uv", "pipx")
# Left out of the package until they are known, so pyroma does not ask for them either.
UNKNOWN_YET = "AuthorEmail,Url"
SMOKE = (
    ("--version",),
    ("--help",),
    ("demo", "ours", "--no-open"),
    ("--workspace", "ours", "check"),
)


class PartError(Exception):
    """A part that failed, with the end of what its command wrote."""


class Parts:
    """The parts, which share the built package and the tools, each in a folder below `work`."""

    def __init__(self, work: Path, tests: list[str]) -> None:
        self.work, self.tests = work, tests
        self.tools, self.dist = work / "tools" / "bin", work / "dist"

    def build(self) -> str:
        """Build the sdist and the wheel from what git knows."""
        source = self.work / "source"
        names = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
        for name in filter(None, names.split("\0")):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_file():
                shutil.copy(ROOT / name, source / name)
        self._environment("tools", sys.executable, *TOOLS)
        run(self.tools / "python", "-m", "build", "--outdir", self.dist, source)
        return ", ".join(sorted(each.name for each in self.dist.iterdir()))

    def check(self) -> str:
        """Check what a package index would show, and what the wheel holds."""
        sdist, wheel = self._built()
        run(self.tools / "twine", "check", "--strict", sdist, wheel)
        run(self.tools / "check-wheel-contents", wheel)
        rated = run(self.tools / "pyroma", "-n", "9", "--skip-tests", UNKNOWN_YET, sdist)
        return next(line for line in rated.splitlines() if "rating" in line)

    def sdist(self) -> str:
        """Run the tests of the unpacked sdist."""
        sdist, _ = self._built()
        with tarfile.open(sdist) as archive:
            archive.extractall(self.work / "unpacked", filter="data")
        (unpacked,) = (self.work / "unpacked").iterdir()
        return self._tested("sdist", unpacked, f"{unpacked}[dev]")

    def newest(self) -> str:
        """Run the tests with the newest of each dependency, Textual's bound left out."""
        _, wheel = self._built()
        unpacked = self.work / "source"
        home = self._environment("newest", sys.executable, f"{wheel}[dev]")
        listed = run(home / "python", "-m", "pip", "list", "--outdated", "--format", "json")
        names = [each["name"] for each in json.loads(listed[listed.index("[") :].splitlines()[0])]
        pip = (home / "python", "-m", "pip", "install", "--upgrade", "--no-deps")
        if names:
            run(*pip, *names)
        run(*pip, "--editable", unpacked)
        return f"upgraded {', '.join(names) or 'nothing'}; {self._pytest(home, unpacked)}"

    def oldest(self) -> str:
        """Run the tests with the oldest of each dependency that the package admits."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        # uv takes the oldest only of what is named to it, not of what a named package needs.
        named = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
        run(sys.executable, "-m", "venv", self.work / "oldest")
        home = self.work / "oldest" / "bin"
        install = (self.tools / "uv", "pip", "install", "--resolution", "lowest-direct")
        run(*install, "--python", home / "python", *named)
        source = self.work / "source"
        run(home / "python", "-m", "pip", "install", "--no-deps", "--editable", source)
        return self._pytest(home, source)

    def installed(self, version: str) -> str:
        """Install the wheel with pip, uv and pipx on one Python, and use it."""
        python = find_python(version)
        if python is None:
            return "missing here"
        _, wheel = self._built()
        said = run(python, "--version").strip()
        pip = self._environment(f"pip-{version}", python, str(wheel))
        home = self.work / f"home-{version}"
        own = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
        own |= {"UV_TOOL_BIN_DIR": str(home / "uv"), "PIPX_BIN_DIR": str(home / "pipx")}
        run(self.tools / "uv", "tool", "install", "--python", python, wheel, **own)
        run(self.tools / "pipx", "install", "--python", python, wheel, **own)
        for programs in (pip, home / "uv", home / "pipx"):
            folder = self.work / f"use-{version}-{programs.parent.name}-{programs.name}"
            folder.mkdir()
            for words in SMOKE:
                out = run(programs / "partnercheck", *words, here=folder, **own)
                if "\x1b" in out or "[1;" in out:
                    raise PartError(f"colours without a terminal: {out[:200]}")
        return f"{said}: venv, uv tool, pipx"

    def _tested(self, name: str, folder: Path, package: str) -> str:
        return self._pytest(self._environment(name, sys.executable, package), folder)

    def _pytest(self, home: Path, folder: Path) -> str:
        words = (home / "python", "-m", "pytest", "-p", "no:cacheprovider", "-n", "4")
        out = run(*words, "--dist", "loadfile", *self.tests, here=folder, seconds=3600)
        return out.strip().splitlines()[-1]

    def _environment(self, name: str, python: str | Path, *packages: str) -> Path:
        home = self.work / name
        run(python, "-m", "venv", home)
        run(home / "bin" / "python", "-m", "pip", "install", *packages)
        return home / "bin"

    def _built(self) -> tuple[Path, Path]:
        (sdist,), (wheel,) = self.dist.glob("*.tar.gz"), self.dist.glob("*.whl")
        return sdist, wheel


def find_python(version: str) -> str | None:
    """A Python of this version: one that pyenv has, or on the path."""
    # What pyenv puts on the path may refuse to run, so its folders come first.
    own = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(own[-1]) if own else shutil.which(f"python{version}")


def run(*words: str | Path, here: Path | None = None, seconds: int = 900, **own: str) -> str:
    """Run a command and return what it writes. Raises PartError with its end if it fails."""
    environment = {key: each for key, each in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "NO_COLOR": "1", **own}
    try:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=here,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PartError(f"{words[0]} took more than {seconds} s") from None
    if done.returncode:
        raise PartError(f"{' '.join(map(str, words))}: {done.stdout[-1500:]}")
    return done.stdout


def main() -> int:
    """Run the parts that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help="which ones (default: all); build comes first")
    parser.add_argument("--work", type=Path, help="a folder to keep, to go on in it later")
    parser.add_argument("--tests", nargs="*", default=[], help="tests of sdist, oldest and newest")
    arguments = parser.parse_args()
    if arguments.work:
        return tell(Parts(arguments.work.resolve(), arguments.tests), arguments.parts)
    # Not within the repo: in a folder that git ignores, the tests of the sdist would find no files.
    with tempfile.TemporaryDirectory(prefix="partnercheck-outside-") as folder:
        return tell(Parts(Path(folder), arguments.tests), arguments.parts)


def tell(parts: Parts, names: list[str]) -> int:
    """Run parts by their names, or all, and tell each; return the exit status."""
    known: Mapping[str, Callable[[], str]] = {
        "build": parts.build,
        "check": parts.check,
        **{version: lambda version=version: parts.installed(version) for version in VERSIONS},  # type: ignore[misc]
        "sdist": parts.sdist,
        "oldest": parts.oldest,
        "newest": parts.newest,
    }
    failed = False
    for name in names or known:
        try:
            said = known[name]()
        except PartError as error:
            said, failed = f"FAILED: {error}", True
        print(f"{name:8} {said}", flush=True)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
