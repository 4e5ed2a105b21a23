"""Firefox, driven through Marionette, the protocol that it brings along: JSON over a socket."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
# Marionette writes the port that it has chosen into this file of the profile.
PORT_FILE = "MarionetteActivePort"
START_SECONDS = 180.0
ANSWER_SECONDS = 120.0
# The code points by which WebDriver names keys.
KEYS = {"Tab": "\ue004", "Enter": "\ue007", " ": " ", "ArrowDown": "\ue015"}


class Firefox:
    """A window of Firefox with one page."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._read = b""
        self._number = 0
        self._next()  # Marionette greets first.
        self.call("WebDriver:NewSession", capabilities={"alwaysMatch": {}})

    def call(self, method: str, **params: Any) -> Any:
        """Do something, and return what comes of it."""
        self._number += 1
        data = json.dumps([0, self._number, method, params]).encode()
        self._connection.sendall(b"%d:%s" % (len(data), data))
        _, number, error, result = self._next()
        assert (number, error) == (self._number, None), (method, error)
        return result

    def _next(self) -> Any:
        """Return the next message, which stands behind its length and a colon."""
        while b":" not in self._read:
            self._receive()
        length, _, self._read = self._read.partition(b":")
        while len(self._read) < int(length):
            self._receive()
        message = json.loads(self._read[: int(length)])
        self._read = self._read[int(length) :]
        return message

    def _receive(self) -> None:
        data = self._connection.recv(1 << 16)
        assert data, "Firefox has closed the connection"
        self._read += data

    def open(self, path: Path) -> None:
        """Load a file from the disk."""
        self.call("WebDriver:Navigate", url=path.as_uri())

    def ask(self, script: str) -> Any:
        """Return what an expression of JavaScript comes to."""
        returning = f"return ({script.strip()})"
        done = self.call("WebDriver:ExecuteScript", script=returning, args=[], sandbox="tests")
        return done["value"]

    def click(self, x: float, y: float) -> None:
        """Click with the mouse at a place in the window."""
        actions = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "actions": actions}
        self.call("WebDriver:PerformActions", actions=[mouse])

    def type(self, text: str) -> None:
        """Type a text into the field that has the focus."""
        self._press(text)

    def press(self, key: str) -> None:
        """Press a key by its name."""
        self._press(KEYS[key])

    def _press(self, characters: str) -> None:
        presses = [
            {"type": kind, "value": each} for each in characters for kind in ("keyDown", "keyUp")
        ]
        keyboard = {"type": "key", "id": "keyboard", "actions": presses}
        self.call("WebDriver:PerformActions", actions=[keyboard])


def _preferences(downloads: Path) -> str:
    """Return the preferences of a profile that asks for nothing on the network."""
    values: dict[str, object] = {
        "marionette.port": 0,
        "browser.download.folderList": 2,
        "browser.download.dir": f"{downloads}",
        "browser.download.useDownloadDir": True,
        # The panel about a download would take the focus from the page.
        "browser.download.alwaysOpenPanel": False,
        "browser.helperApps.neverAsk.saveToDisk": "text/plain",
        "browser.shell.checkDefaultBrowser": False,
        "browser.startup.page": 0,
        "datareporting.policy.dataSubmissionEnabled": False,
        "app.normandy.enabled": False,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "extensions.update.enabled": False,
        "browser.safebrowsing.update.enabled": False,
        "services.settings.server": "data:,",
    }
    return "".join(f'user_pref("{key}", {json.dumps(value)});\n' for key, value in values.items())


def _port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    """Return the port on which Marionette listens, once it does."""
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        assert process.poll() is None, "Firefox did not start"
        path = profile / PORT_FILE
        if path.exists() and (text := path.read_text().strip()):
            return int(text)
        time.sleep(0.05)
    raise AssertionError(f"Firefox did not listen within {START_SECONDS:.0f} seconds")


@contextmanager
def firefox(downloads: Path) -> Iterator[Firefox]:
    """Start Firefox without a window on a screen; it saves files into `downloads`."""
    assert FIREFOX
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        profile = Path(home) / "profile"
        profile.mkdir()
        (profile / "user.js").write_text(_preferences(downloads))
        process = subprocess.Popen(
            [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", profile],
            env={**os.environ, "HOME": home, "TMPDIR": home, "MOZ_CRASHREPORTER_DISABLE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = ("127.0.0.1", _port(profile, process))
            with socket.create_connection(address, ANSWER_SECONDS) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
