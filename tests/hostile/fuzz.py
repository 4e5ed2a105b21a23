"""Fuzzing of the readers: `python -m tests.hostile.fuzz --seconds 600 [TARGET…]`.

Guided by coverage where atheris is installed, else by hypothesis. A finding is kept as a file in
`regressions/TARGET/`, which `test_regressions.py` replays from then on. What is learnt is kept in
`build/fuzz/TARGET/`, so that the next run goes on from there.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

HERE = Path(__file__).parent
REGRESSIONS = HERE / "regressions"
CORPUS = HERE.parents[1] / "build" / "fuzz"
LONGEST_INPUT = 4096
SECONDS_EACH = 20


def main() -> int:
    """Fuzz the targets one after the other; 1 where there is a finding."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("targets", nargs="*", metavar="TARGET")
    words.add_argument("--seconds", type=int, default=600, help="for all targets together")
    words.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    words.add_argument("--corpus", type=Path, default=CORPUS)
    words.add_argument("--keep-in", type=Path, default=REGRESSIONS, help="where findings go")
    asked = words.parse_args()
    if asked.one:
        fuzz_one(asked.targets[0], asked.seconds, asked.corpus, asked.keep_in)
        return 0
    from tests.support.fuzz_targets import TARGETS

    names = asked.targets or list(TARGETS)
    seconds = max(1, asked.seconds // len(names))
    found = [run(name, seconds, asked.corpus, asked.keep_in) for name in names]
    return 1 if any(found) else 0


def run(name: str, seconds: int, corpus: Path, keep_in: Path) -> bool:
    """Fuzz a target in a process of its own; whether it found something."""
    keep_in = keep_in / name
    keep_in.mkdir(parents=True, exist_ok=True)
    before = {path.name for path in keep_in.iterdir()}
    command = [sys.executable, "-m", "tests.hostile.fuzz", name, "--one"]
    options = ["--seconds", str(seconds), "--corpus", str(corpus), "--keep-in", str(keep_in)]
    began = time.monotonic()
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    runs = re.findall(r"(?m)(?:Done |stat::number_of_executed_units:\s+|^runs: )(\d+)", said)
    count = max(map(int, runs), default=0)
    new = {path.name for path in keep_in.iterdir()} - before
    print(
        f"{name}: {count} runs in {time.monotonic() - began:.0f} s, "
        f"{', '.join(sorted(new)) or 'nothing found'}",
        flush=True,
    )
    if done.returncode or new:
        print(said[-4000:], flush=True)
    return bool(done.returncode or new)


def seeds(name: str) -> list[bytes]:
    """What to begin with: the samples' files, a form, and what was found before."""
    found = [path.read_bytes() for path in sorted((REGRESSIONS / name).glob("*"))]
    samples = resources.files("partnercheck") / "demo" / "workspace"
    with resources.as_file(samples) as folder:
        files = sorted(folder.rglob("*.toml"), key=lambda path: path.stat().st_size)
        texts = [path.read_bytes()[:LONGEST_INPUT] for path in files[:: max(1, len(files) // 30)]]
    texts.append((HERE / "seeds" / "form.txt").read_bytes())
    found += [b"\x00" + text for text in texts]
    found += [b"\x01" + bytes((7 * n + m) % 256 for m in range(64)) for n in range(40)]
    return found


def fuzz_one(name: str, seconds: int, corpus: Path, keep_in: Path) -> None:
    """Fuzz one target in this process, until the time is over or something is found."""
    try:
        import atheris
    except ImportError:
        without_coverage(name, seconds, keep_in)
        return
    with atheris.instrument_imports(include=["partnercheck"]):
        from tests.support.fuzz_targets import TARGETS
    folder = corpus / name
    if not folder.exists():
        folder.mkdir(parents=True)
        for number, seed in enumerate(seeds(name)):
            (folder / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={keep_in}/",
        f"-max_len={LONGEST_INPUT}",
        f"-timeout={SECONDS_EACH}",
        "-print_final_stats=1",
        "-verbosity=0",
        f"-dict={HERE / 'seeds' / 'words.dict'}",
    ]
    atheris.Setup([sys.argv[0], *options, str(folder)], TARGETS[name])
    atheris.Fuzz()


def without_coverage(name: str, seconds: int, keep_in: Path) -> None:
    """The same without atheris: hypothesis draws the bytes, and makes a finding small."""
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    from tests.support.fuzz_targets import TARGETS

    runs = 0
    last = b""
    ends = time.monotonic() + seconds

    @settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(st.binary(max_size=LONGEST_INPUT), st.sampled_from(seeds(name))))
    def attempt(data: bytes) -> None:
        nonlocal runs, last
        runs, last = runs + 1, data
        TARGETS[name](data)

    try:
        while time.monotonic() < ends:
            attempt()
    except Exception:
        (keep_in / f"found-{abs(hash(last)):x}").write_bytes(last)
        raise
    finally:
        print(f"runs: {runs}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
