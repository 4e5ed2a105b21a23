"""Nothing is written outside the workspace, whatever links are there, or come while it is saved."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Vendor
from partnercheck.storage.fingerprint import fingerprint
from partnercheck.workspace.open import open_workspace, tell_git
from partnercheck.workspace.vendors import add_vendor
from tests.support.running import TODAY, Run
from tests.support.screens import alices_file, small_workspace

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
START = Start("acme-logistics", "buyer", "Alice Moreau", round="2026-q4")
ITEM = "culture-decisions"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "workspace")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


def give(root: Path, score: int = 3) -> None:
    start_sitting(open_workspace(root), START, TODAY).save_answer(
        ITEM, Answer(score=score, on=TODAY)
    )


def put_aside(path: Path) -> None:
    if path.exists():
        path.rename(path.with_name(f"{path.name}-aside"))


SAVES: list[Callable[[Path], object]] = [
    give,
    lambda root: add_vendor(open_workspace(root), Vendor(name="Borealis")),
    tell_git,
]


@pytest.mark.parametrize("save", SAVES, ids=["an answer", "a vendor", "what git is told"])
@pytest.mark.parametrize("dangling", [False, True])
@pytest.mark.parametrize(
    "place",
    [
        ".partnercheck",
        ".partnercheck/lock",
        ".partnercheck/.gitignore",
        ".gitattributes",
        "vendors",
        "vendors/acme-logistics",
        "vendors/acme-logistics/2026-q4",
        "vendors/borealis",
    ],
)
def test_a_link_at_a_place_of_ours_leads_no_save_outside(
    place: str, dangling: bool, save: Callable[[Path], object], root: Path, outside: Path
) -> None:
    path = root / place
    put_aside(path)
    path.symlink_to(outside / "gone" if dangling else outside)
    with suppress(UserError):
        save(root)
    assert list(outside.iterdir()) == []


def test_the_locks_folder_as_a_link_is_told(root: Path, outside: Path) -> None:
    put_aside(root / ".partnercheck")
    (root / ".partnercheck").symlink_to(outside)
    with pytest.raises(UserError, match=r"\.partnercheck is not a folder. Move it away"):
        give(root)


@pytest.mark.parametrize("place", ["vendors", "vendors/acme-logistics", ".partnercheck"])
def test_a_folder_that_is_swapped_for_a_link_during_a_save_leads_nowhere(
    place: str, root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The swap comes before each call that opens or makes something, one after the other."""
    give(root)
    really_open = os.open
    left = [0]

    def swapping(name: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        left[0] -= 1
        if left[0] == 0:
            put_aside(root / place)
            (root / place).symlink_to(outside)
        return really_open(name, flags, mode, dir_fd=dir_fd)

    for nth in range(1, 1 << 30):
        left[0] = nth
        with monkeypatch.context() as patched, suppress(UserError):
            patched.setattr(os, "open", swapping)
            give(root, nth % 5)
        assert list(outside.iterdir()) == []
        if not (root / place).is_symlink():
            break
        (root / place).unlink()
        (root / f"{place}-aside").rename(root / place)
    assert nth > 5


def test_a_folder_swapped_for_a_link_again_and_again_leads_nowhere(
    root: Path, outside: Path
) -> None:
    folder, aside = root / "vendors" / "acme-logistics", root / "vendors" / ".aside"
    (outside / "2026-q4").mkdir()
    give(root)
    (outside / "vendor.toml").write_bytes((folder / "vendor.toml").read_bytes())
    answers = alices_file(root).read_bytes()
    (outside / "2026-q4" / alices_file(root).name).write_bytes(answers)
    stop = threading.Event()

    def swapping() -> None:
        while not stop.is_set():
            folder.rename(aside)
            with suppress(FileExistsError):  # A save may have made the folder in between.
                folder.symlink_to(outside)
                folder.unlink()
            while aside.exists():
                # A save that finds no folder here makes one.
                shutil.rmtree(folder, ignore_errors=True)
                with suppress(OSError):
                    aside.rename(folder)

    swapper = threading.Thread(target=swapping)
    swapper.start()
    saved = 0
    try:
        for number in range(2_000 if LONG else 100):
            with suppress(UserError, OSError):
                give(root, number % 5)
                saved += 1
    finally:
        stop.set()
        swapper.join()
    assert (outside / "2026-q4" / alices_file(root).name).read_bytes() == answers
    assert sorted(path.name for path in outside.rglob("*")) == [
        "2026-q4",
        alices_file(root).name,
        "vendor.toml",
    ]


def circles(folder: Path) -> None:
    for number in range(3):
        (folder / f"l{number}").symlink_to(".")


def mutual(folder: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        (folder / one).mkdir()
        for number in range(20):
            (folder / one / f"l{number}").symlink_to(f"../{other}")


def upward(folder: Path) -> None:
    for number in range(20):
        (folder / f"up{number}").symlink_to("../..")


def deep(folder: Path) -> None:
    below = folder
    for number in range(60):
        below = below / f"{number}"
        below.mkdir()
        (below / "top").symlink_to(folder)
        (below / "here").symlink_to(".")


def the_whole_disk(folder: Path) -> None:
    (folder / "all").symlink_to("/")


@pytest.mark.parametrize("put", [circles, mutual, upward, deep, the_whole_disk])
@pytest.mark.parametrize("place", ["vendors", "vendors/acme-logistics", "instruments"])
def test_links_in_circles_are_followed_once(
    put: Callable[[Path], None], place: str, root: Path
) -> None:
    give(root)
    (root / place).mkdir(exist_ok=True)
    put(root / place)
    looked_at: list[str] = []
    really_stat = os.stat
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            os, "stat", lambda path, **more: looked_at.append(path) or really_stat(path, **more)
        )
        before = fingerprint([root / "vendors", root / "instruments"])
    assert len(looked_at) < 50_000
    file = alices_file(root)
    file.write_bytes(file.read_bytes() + b"# a note\n")
    assert fingerprint([root / "vendors"]) != before


def test_an_edit_that_keeps_size_and_time_is_seen(root: Path) -> None:
    give(root)
    file, vendors = alices_file(root), [root / "vendors"]
    before, status = fingerprint(vendors), file.stat()
    file.write_bytes(file.read_bytes().replace(b"score = 3", b"score = 1"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert fingerprint(vendors) != before


def strange_folder(tmp_path: Path) -> Path:
    """A folder outside with names that cannot be followed, and one that is not to be found."""
    folder = tmp_path / "strange"
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "closed").symlink_to("/proc/1/cwd")
    (folder / "below" / "circle").symlink_to("circle")
    (folder / "below" / "theirs.toml").write_text("x =\n")
    return folder


PLACES_OF_FOLDERS = ["vendors/out", "vendors/acme-logistics/2026-q3", "instruments"]


@pytest.mark.parametrize("target", ["/proc", "/", "strange"])
@pytest.mark.parametrize("place", PLACES_OF_FOLDERS)
@pytest.mark.parametrize("command", [("check",), ("fmt", "--check")], ids=" ".join)
def test_no_folder_outside_is_looked_through(
    command: tuple[str, ...], place: str, target: str, root: Path, tmp_path: Path, run: Run
) -> None:
    folder = strange_folder(tmp_path) if target == "strange" else Path(target)
    (root / place).symlink_to(folder)
    broken = root / "vendors/zinc/vendor.toml"
    broken.parent.mkdir()
    broken.write_text("name =\n")
    ran = run(*command, here=root)
    said = ran.out + ran.err
    assert ran.code == 1
    assert "vendors/zinc/vendor.toml:1: is not valid TOML" in said
    assert "theirs.toml" not in said
    if place != "instruments" or command == ("check",):
        assert place in said
        assert "is linked to a place outside the workspace" in said


def test_fmt_names_a_file_that_leads_outside_once(root: Path, outside: Path, run: Run) -> None:
    (outside / "vendor.toml").write_text('name="Theirs"\n')
    file = root / "vendors/acme-logistics/vendor.toml"
    file.unlink()
    file.symlink_to(outside / "vendor.toml")
    ran = run("fmt", here=root)
    assert (
        "vendors/acme-logistics/vendor.toml is linked to a place outside the workspace, "
        "so it was not written. Put the file itself into the workspace\n" in ran.err
    )
    assert (outside / "vendor.toml").read_text() == 'name="Theirs"\n'


def test_a_round_that_leads_outside_is_told_beside_a_verdict(
    root: Path, outside: Path, run: Run
) -> None:
    give(root)
    (root / "vendors/acme-logistics/2026-q3").symlink_to(outside)
    ran = run("show", "acme-logistics", here=root)
    assert "vendors/acme-logistics/2026-q3: is linked to a place outside the workspace" in " ".join(
        (ran.out + ran.err).split()
    )
