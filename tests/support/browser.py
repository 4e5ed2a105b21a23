"""A real browser, spoken to through two pipes: what it shows, asks for and complains about."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    *("--headless", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars"),
    *("--no-first-run", "--disable-extensions", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
    # In a container there may be no sandbox; all that is opened are reports of our own.
    "--no-sandbox",
)
# The browser reads from 3 and writes to 4.
AS_3_AND_4 = """
import fcntl, os, sys
high = [fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3]]
for source, target in zip(high, (3, 4)):
    os.dup2(source, target)
    os.close(source)
os.execv(sys.argv[3], sys.argv[3:])
"""
START = (sys.executable, "-c", AS_3_AND_4)
PATIENCE = 30.0


class BrowserGoneError(Exception):
    """The browser did not start, has ended, or does not answer."""


class Page:
    """A page in the browser, in a window of any width, on screen or on paper."""

    def __init__(self, browser: _Browser, session: str) -> None:
        self._browser = browser
        self._session = session
        self.requests: list[str] = []
        self.complaints: list[str] = []
        for domain in ("Page", "Network", "Runtime", "Log", "Audits"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> Any:
        """Do something, and note what the browser tells meanwhile."""
        return self._browser.call(method, params, self._session, self._noted)

    def _noted(self, method: str, params: Any) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method in ("Runtime.exceptionThrown", "Log.entryAdded", "Audits.issueAdded"):
            self.complaints.append(json.dumps(params))
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append(json.dumps(params["args"]))

    def open(self, path: Path, width: int, height: int = 900, dark: bool = False) -> None:
        """Load a file in a window of this size."""
        self.resize(width, height)
        self.show(dark=dark)
        self.call("Page.navigate", url=path.as_uri())
        self._browser.until("Page.loadEventFired", self._session, self._noted)

    def resize(self, width: int, height: int = 900) -> None:
        """Give the window a size, as small as no real window would be."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def show(self, dark: bool = False, paper: bool = False) -> None:
        """Turn to the dark, or to what would be printed."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        media = "print" if paper else "screen"
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def ask(self, script: str) -> Any:
        """What an expression of JavaScript comes to, whatever the page itself allows."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def picture(self, path: Path, whole: bool = True) -> None:
        """A screenshot."""
        found = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(found["data"]))

    def printed(self) -> bytes:
        """The page as a PDF on the paper that it asks for."""
        self.call("Emulation.setEmulatedMedia", media="")
        found = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(found["data"])


class _Browser:
    """The browser's process, with a pipe to it and one from it."""

    def __init__(self, home: str) -> None:
        assert PROGRAM
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()
        self.process = subprocess.Popen(
            [*START, f"{theirs_in}", f"{theirs_out}", PROGRAM, *FLAGS, f"--user-data-dir={home}"],
            pass_fds=(theirs_in, theirs_out),
            env={**os.environ, "HOME": home, "TMPDIR": home},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._number = 0
        self._read = b""

    def call(self, method: str, params: Any, session: str = "", noted: Any = None) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        message |= {"sessionId": session} if session else {}
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._to, data) :]
        while True:
            found = self._next(noted)
            if found.get("id") == self._number:
                assert "error" not in found, (method, found)
                return found["result"]

    def until(self, event: str, session: str, noted: Any) -> None:
        """Wait for an event."""
        while self._next(noted).get("method") != event:
            pass

    def _next(self, noted: Any) -> Any:
        while b"\0" not in self._read:
            ready, _, _ = select.select([self._from], [], [], PATIENCE)
            data = os.read(self._from, 1 << 20) if ready else b""
            if not data:
                raise BrowserGoneError(f"{PROGRAM} says nothing any more")
            self._read += data
        line, _, self._read = self._read.partition(b"\0")
        found = json.loads(line)
        if noted and "method" in found:
            noted(found["method"], found.get("params", {}))
        return found

    def close(self) -> None:
        """End it; what it started ends with the pipes."""
        os.close(self._to)
        os.close(self._from)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def browser() -> Iterator[Page]:
    """A browser with an empty page; it ends with the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        opened = _Browser(home)
        try:
            target = opened.call("Target.createTarget", {"url": "about:blank"})["targetId"]
            attached = opened.call("Target.attachToTarget", {"targetId": target, "flatten": True})
            yield Page(opened, attached["sessionId"])
        finally:
            opened.close()
