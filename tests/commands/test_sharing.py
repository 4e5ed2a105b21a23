"""Several processes write what one writes, to the byte, and nothing is left of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.running import Run
from tests.support.spoiled_files import spoiled_copy, spoiled_files
from tests.support.worker_processes import has_ended, workers_of

COMMANDS = [
    *(["compare", "--format", form] for form in ("csv", "json", "text")),
    *(["list", "--archived", "--format", form] for form in ("text", "markdown", "csv", "json")),
    ["list", "--sort", "spend", "--columns", "spend,owner"],
    *(["table", each, "--all-rounds"] for each in ("answers", "conditions", "verdicts")),
    ["table", "verdicts", "--format", "json"],
    *(["report", "--format", form] for form in ("html", "markdown")),
    *(["check", "--format", form] for form in ("text", "json", "github")),
]


# Files of the samples by their places in a sorted list.
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_several_processes_write_the_same_as_one(run: Run, samples: Path, words: list[str]) -> None:
    assert run(*words, "--jobs", "3", here=samples) == run(*words, "--jobs", "1", here=samples)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spoiled=spoiled_files, words=st.sampled_from(COMMANDS))
def test_broken_and_hostile_files_make_no_difference(
    run: Run, samples: Path, spoiled: list[tuple[int, str]], words: list[str]
) -> None:
    root = spoiled_copy(samples, spoiled)

    alone = run(*words, "--jobs", "1", here=root)

    assert run(*words, "--jobs", "3", here=root) == alone
    assert "Traceback" not in alone.err


@pytest.fixture
def many(samples: Path) -> Path:
    """A workspace whose vendors take a good while to judge."""
    vendors = samples / "vendors"
    for folder in sorted(vendors.iterdir()):
        for number in range(25):
            shutil.copytree(folder, vendors / f"{folder.name}-{number}")
            for file in (vendors / f"{folder.name}-{number}").glob("*/*.toml"):
                text = file.read_text("utf-8")
                named = f'vendor = "{folder.name}'
                file.write_text(text.replace(f'{named}"', f'{named}-{number}"'), "utf-8")
    return samples


@pytest.fixture
def running(many: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`compare --format csv` in two processes, of whose output the first line has been read."""
    command = [sys.executable, "-m", "partnercheck", "compare", "--format", "csv", "--jobs", "2"]
    with subprocess.Popen(
        command, cwd=many, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        yield process
        process.kill()


def test_a_killed_worker_is_told_and_changes_nothing(
    run: Run, many: Path, running: subprocess.Popen[bytes]
) -> None:
    os.kill(workers_of(running.pid)[0], signal.SIGKILL)
    out, err = running.communicate()

    alone = run("compare", "--format", "csv", "--jobs", "1", here=many)
    assert (running.returncode, out.decode()) == (alone.code, alone.out)
    told, _, rest = err.decode().partition("\n")
    assert told == "A process that shared the work ended early (signal 9); its part was done again"
    assert rest == alone.err


def test_ctrl_c_leaves_no_process_and_no_half_row(running: subprocess.Popen[bytes]) -> None:
    workers = workers_of(running.pid)
    assert running.stdout
    header = running.stdout.readline()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate()

    assert running.returncode == 128 + signal.SIGINT
    assert err == b""
    assert (header + out).endswith(b'"\n')
    assert all(has_ended(pid) for pid in workers)


def test_workers_end_if_the_program_is_killed(running: subprocess.Popen[bytes]) -> None:
    workers = workers_of(running.pid)
    running.kill()

    assert all(has_ended(pid) for pid in workers)


def test_vendors_that_vanish_meanwhile_leave_whole_rows(
    many: Path, running: subprocess.Popen[bytes]
) -> None:
    workers_of(running.pid)
    for folder in sorted((many / "vendors").iterdir())[::2]:
        shutil.rmtree(folder)
    out, err = running.communicate()

    assert running.returncode == 0
    rows = out.decode().splitlines()
    assert {row.count('","') for row in rows} == {rows[0].count('","')}
    assert b"Traceback" not in err


def test_a_module_in_the_folder_is_not_run(run: Run, samples: Path, tmp_path: Path) -> None:
    (samples / "pickle.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n", "utf-8")
    installed = Path(sys.executable).with_name("partnercheck")
    done = subprocess.run(
        [installed, "list", "--jobs", "2"], cwd=samples, capture_output=True, check=False
    )

    assert done.returncode == 0
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("number", ["0", "-1", "65", "two", "1e9"])
def test_a_wrong_number_of_processes_is_refused(run: Run, samples: Path, number: str) -> None:
    ran = run("list", f"--jobs={number}", here=samples)

    assert ran.code == 2
    assert "the number of processes must be from 1 to 64" in ran.err
