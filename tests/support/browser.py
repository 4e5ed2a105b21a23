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
from itertools import product
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
# Each piece of visible text with where it is, what it stands in, and its colours.
TEXTS = """
(() => {
  const hidden = e => {
    for (; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.clipPath !== "none" || style.display === "none") return true;
    }
    return false;
  };
  const numbers = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const found = numbers(getComputedStyle(e).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const found = {texts: 0, cut: [], pale: [], faint: []};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest("title") || hidden(parent)) continue;
    found.texts += 1;
    const style = getComputedStyle(parent);
    const colour = parent.closest("svg") ? style.fill : style.color;
    if (contrast(numbers(colour), behind(parent)) < 4.5) found.pale.push(node.data.slice(0, 60));
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = parent.closest("td, th, dd, dt, li, p, h1, h2, h3, h4, caption");
    const around = box ? box.getBoundingClientRect() : {left: 0, right: innerWidth};
    for (const at of range.getClientRects()) {
      const out = at.left < Math.max(0, around.left) - 1
        || at.right > Math.min(innerWidth, around.right) + 1;
      if (out) found.cut.push(node.data.slice(0, 60));
    }
  }
  for (const bar of document.querySelectorAll("rect.sure, circle.dot")) {
    const drawn = numbers(getComputedStyle(bar).fill);
    if (contrast(drawn, behind(bar.parentElement)) < 3) found.faint.push(bar.outerHTML);
  }
  found.wide = document.documentElement.scrollWidth - innerWidth;
  return found;
})()
"""


class BrowserGoneError(Exception):
    """The browser did not start, has ended, or does not answer."""


class Page:
    """A page in the browser, in a window of any width, on screen or on paper."""

    def __init__(self, browser: _Browser, target: str) -> None:
        self._browser = browser
        self._target = target
        attached = browser.call("Target.attachToTarget", {"targetId": target, "flatten": True})
        self._session = attached["sessionId"]
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

    def another(self) -> Page:
        """Another page in the same browser."""
        return self._browser.new_page()

    def close(self) -> None:
        """Close the page, whatever it may ask."""
        self._browser.call("Target.closeTarget", {"targetId": self._target})

    def allow_clipboard(self, allowed: bool) -> None:
        """Let pages write to the clipboard, or not."""
        setting = "granted" if allowed else "denied"
        for name, raw in product(("clipboard-write", "clipboard-read"), (True, False)):
            permission = {"name": name, "allowWithoutSanitization": raw}
            parameters = {"permission": permission, "setting": setting}
            self._browser.call("Browser.setPermission", parameters)

    def save_to(self, folder: Path) -> None:
        """Let the page save files into a folder."""
        self.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def click(self, x: float, y: float) -> None:
        """Click with the mouse."""
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                *("Input.dispatchMouseEvent",),
                type=kind,
                x=x,
                y=y,
                button="left",
                clickCount=1,
            )

    def tap(self, x: float, y: float) -> None:
        """Touch with a finger."""
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def press(self, key: str, text: str = "", shift: bool = False) -> None:
        """Press a key, such as Tab, ArrowDown or a character."""
        code = {"Tab": 9, "Enter": 13, " ": 32, "ArrowUp": 38, "ArrowDown": 40}.get(key, 0)
        text = text or ("\r" if key == "Enter" else key if len(key) == 1 else "")
        common = {
            "key": key,
            "code": {" ": "Space"}.get(key, key),
            "windowsVirtualKeyCode": code,
            "modifiers": 8 if shift else 0,
        }
        pressed = "keyDown" if text else "rawKeyDown"
        self.call("Input.dispatchKeyEvent", type=pressed, text=text, **common)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        """Type a text into the field that has the focus."""
        self.call("Input.insertText", text=text)

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
        found = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
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

    def new_page(self) -> Page:
        return Page(self, self.call("Target.createTarget", {"url": "about:blank"})["targetId"])

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
            yield opened.new_page()
        finally:
            opened.close()
