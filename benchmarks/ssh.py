"""The screens over a real sshd on loopback, plain and inside tmux: the same script, bytes counted.

The server is Debian's, on a free high port, with keys and a configuration of its own that last as
long as the measurement; it lets in whoever runs this, and no one else. Where there is no sshd,
that is said, and nothing is measured.
"""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import slow_line
from benchmarks.common import (
    PROGRAM,
    Asked,
    Measure,
    alone,
    environment,
    median,
    samples,
    scratch,
    told,
    workspace,
)
from benchmarks.screens import ROWS_AND_PANE, VENDOR, portfolio
from benchmarks.terminal import LostError, Terminal

SSHD = shutil.which("sshd", path=f"{os.defpath}:/usr/sbin:/usr/local/sbin") or ""
SEPARATED = Path("/run/sshd")
PERSON, SLUG = "Nora Field", "nora-field"
ROWS_DOWN, SCORES = 10, (3, 2, 4)
PORTFOLIO = r"12 vendors[^\n]*\n[^\n]*Verdict"
CONFIGURATION = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/person.pub
AllowUsers {user}
PermitRootLogin prohibit-password
AuthenticationMethods publickey
PasswordAuthentication no
KbdInteractiveAuthentication no
StrictModes no
UsePAM no
PidFile none
PrintMotd no
"""
SLOW_VENDORS = 400
SLOW_KEYS = (
    *("Down",) * 10,
    "Enter",
    "Escape",
    "c",
    "Escape",
    "?",
    "q",
    "/",
    "e",
    "l",
    "m",
    "Escape",
)
# Longer than a lost packet takes.
QUIET = 0.6
TMUX = "set -g status off\nset -g default-terminal tmux-256color\nset -g escape-time 0\n"


class NoServerError(Exception):
    """There is no sshd, or it does not answer."""


def measures(asked: Asked) -> list[Measure]:
    """The script in a terminal of this machine, over SSH, and over SSH inside tmux."""
    with scratch() as folder:
        here = scripted(folder / "here", [], folder)
        found: list[Measure] = []
        try:
            with server(folder) as client:
                told("the script over ssh, plain and inside tmux")
                found += over("ssh", folder / "ssh", client, here, folder)
                if shutil.which("tmux"):
                    found += over("ssh, tmux", folder / "tmux", client, here, folder)
                else:
                    told("there is no tmux here: nothing is measured inside it")
                found += over_a_slow_line(client, folder)
        except NoServerError as error:
            told(f"over ssh nothing is measured: {error}")
        return found


def over(
    name: str, root: Path, client: Sequence[str], here: tuple[int, int], folder: Path
) -> list[Measure]:
    """The bytes of the script on the far side, against those of this machine, and its answers."""
    try:
        sent, arrived = scripted(root, client, folder, inside="tmux" in name)
    except LostError as error:
        told(f"{name}: {error}")
        sent, arrived = 0, 0
    return [
        Measure(f"{name}: bytes of the script (floor: ours without)", sent, "", here[0]),
        Measure(f"{name}: answers in the file", arrived, "", here[1], least=len(SCORES)),
    ]


def over_a_slow_line(client: Sequence[str], folder: Path) -> list[Measure]:
    """The keys of the portfolio over a line with delay and loss: no key takes two round trips."""
    told(f"{SLOW_VENDORS} vendors over ssh with 200 ms and 2 % loss")
    port = client[client.index("-p") + 1]
    line = shlex.join([sys.executable, slow_line.__file__, port])
    far = {"LANG": "C.UTF-8", **alone(folder)}
    command = ["env", *(f"{name}={value}" for name, value in far.items())]
    command += portfolio(workspace(SLOW_VENDORS))
    words = [*client[:-1], "-o", f"ProxyCommand={line}", client[-1], shlex.join(command)]
    try:
        with Terminal(words, environment(**alone(folder))) as terminal:
            opened = terminal.open(ROWS_AND_PANE, within=60.0)
            terminal.rest()
            presses = [terminal.press(key, QUIET, 10.0) for key in SLOW_KEYS]
    except LostError as error:
        told(f"over a slow line: {error}")
        return []
    settled = median(press.settled_ms for press in presses)
    trip = 1e3 * slow_line.ROUND_TRIP_SECONDS
    name = f"over ssh with 200 ms and 2 % loss, {SLOW_VENDORS} vendors"
    return [
        Measure(f"first paint {name}", opened.paint_ms, "ms"),
        Measure(f"a key {name} (floor: a round trip)", settled, "ms", trip, 1.5),
    ]


def scripted(
    root: Path, client: Sequence[str], folder: Path, inside: bool = False
) -> tuple[int, int]:
    """Rows, a vendor, a questionnaire, out: how many bytes came, how many answers were kept."""
    command = [PROGRAM, "--workspace", str(samples(root))]
    if client:
        far = {"LANG": "C.UTF-8", **alone(folder)}
        command = ["env", *(f"{name}={value}" for name, value in far.items()), *command]
    if inside:
        settings, door = folder / "tmux.conf", folder / "tmux.socket"
        settings.write_text(TMUX)
        tmux = ["env", "LANG=C.UTF-8", "tmux", "-u", "-S", str(door), "-f", str(settings)]
        command = [*tmux, "new-session", shlex.join(command)]
    if client:
        command = [*client, shlex.join(command)]
    with Terminal(command, environment(**alone(folder))) as terminal:
        terminal.expect(PORTFOLIO)
        terminal.rest()
        play(terminal)
        terminal.leave()
    if inside:
        # The server ends with its last session; if that hangs, it is this one alone that is told.
        subprocess.run(["tmux", "-S", str(door), "kill-server"], capture_output=True, check=False)
    kept = root.glob(f"vendors/*/*/buyer.{SLUG}.*.toml")
    scores = sum(path.read_text().count("\nscore = ") for path in kept)
    return terminal.received, scores


def play(terminal: Terminal) -> None:
    """The script, a key at a time."""
    for _ in range(ROWS_DOWN):
        terminal.press("Down")
    terminal.expect(VENDOR, "Enter")
    terminal.expect(PORTFOLIO, "Escape")
    terminal.expect(r"Who answers", "a")
    terminal.press("^U")
    for letter in PERSON:
        terminal.press(letter)
    terminal.expect(r"0–4 score", "^S")
    for number, score in enumerate(SCORES, 1):
        terminal.expect(rf"{number} of \d+ answered", str(score))
        terminal.press("Enter")
    terminal.expect(PORTFOLIO, "q")
    terminal.press("q")


@contextmanager
def server(folder: Path) -> Iterator[list[str]]:
    """A running server; the command of a client that it lets in."""
    if not SSHD or not shutil.which("ssh-keygen"):
        raise NoServerError("there is no sshd here (Debian: apt-get install openssh-server)")
    for key in ("host", "person"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", key, "-f", str(folder / key)]
        subprocess.run(make, check=True)
    if os.geteuid() == 0:
        SEPARATED.mkdir(mode=0o755, exist_ok=True)
    user, port = getpass.getuser(), free_port()
    settings = folder / "sshd.conf"
    settings.write_text(CONFIGURATION.format(port=port, folder=folder, user=user))
    known = folder / "known_hosts"
    known.write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}")
    options = (
        "StrictHostKeyChecking=yes",
        f"UserKnownHostsFile={known}",
        "GlobalKnownHostsFile=/dev/null",
        "IdentitiesOnly=yes",
        "IdentityAgent=none",
        "LogLevel=ERROR",
    )
    client = ["ssh", "-tt", "-F", "none", "-i", str(folder / "person"), "-p", str(port)]
    client += [word for option in options for word in ("-o", option)]
    with (folder / "sshd.log").open("w") as log:
        daemon = subprocess.Popen([SSHD, "-D", "-e", "-f", str(settings)], stderr=log)
        try:
            await_port(daemon, port, folder / "sshd.log")
            yield [*client, f"{user}@127.0.0.1"]
        finally:
            daemon.terminate()
            daemon.wait(10)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def await_port(daemon: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Go on once the server listens."""
    for _ in range(100):
        if daemon.poll() is not None:
            break
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise NoServerError(f"sshd did not start: {log.read_text().strip()}")
