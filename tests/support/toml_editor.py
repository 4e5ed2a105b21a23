"""A small editor: it opens a file and asks Taplo's language server what an editor would ask."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from tests.support.schema_judges import taplo

BRIDGE = Path(__file__).with_name("language_server.mjs")
NEEDED = (
    "no language server of Taplo here: the build on PyPI is without. "
    "`npm install @taplo/lsp`, and set TAPLO_LSP to the folder"
)
# So long a server may take for a whole test, before it is ended and the test fails.
SECONDS = 60
Message = dict[str, Any]


def server() -> list[str]:
    """How to start the language server; without one the test is skipped."""
    folder = os.environ.get("TAPLO_LSP")
    if folder and shutil.which("node"):
        return ["node", str(BRIDGE), folder]
    words = [taplo(), "lsp", "stdio"]
    if subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode:
        pytest.skip(NEEDED)
    return words


class Editor:
    """One window with one file, as it is on the screen, not as it is on the disk."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path, path: Path) -> None:
        self.process, self.uri = process, path.as_uri()
        self.told: list[Message] = []
        self.asked = self.version = 0
        folder = {"uri": root.as_uri(), "name": "workspace"}
        able = {"workspace": {"configuration": True, "workspaceFolders": True}}
        start = {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder]}
        self.ask("initialize", {**start, "capabilities": able})
        self.tell("initialized", {})

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self.asked += 1
        self._send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self.asked and "method" not in message:
                assert "error" not in message, message
                return message.get("result")
            self._hear(message)

    def show(self, text: str) -> list[tuple[int, str]]:
        """Put a text into the window; the lines that are underlined then, and why."""
        self.version += 1
        named = {"uri": self.uri, "version": self.version}
        if self.version == 1:
            opened = {**named, "languageId": "toml", "text": text}
            self.tell("textDocument/didOpen", {"textDocument": opened})
        else:
            changes = [{"text": text}]
            about = {"textDocument": named, "contentChanges": changes}
            self.tell("textDocument/didChange", about)
        self.ask("textDocument/foldingRange", {"textDocument": {"uri": self.uri}})
        while not (found := self._underlined()):
            self._hear(self._read())
        return [(each["range"]["start"]["line"] + 1, each["message"]) for each in found[-1]]

    def _underlined(self) -> list[list[Message]]:
        method = "textDocument/publishDiagnostics"
        found = [each for each in self.told if each["method"] == method]
        self.told = [each for each in self.told if each["method"] != method]
        return [each["params"]["diagnostics"] for each in found]

    def at(self, method: str, line: int, column: int) -> Any:
        """What there is at a place; the first line is 1, the first column 0."""
        place = {"line": line - 1, "character": column}
        return self.ask(method, {"textDocument": {"uri": self.uri}, "position": place})

    def offered(self, line: int, column: int) -> dict[str, str]:
        """What would complete the text here, and what is said about each."""
        items = self.at("textDocument/completion", line, column) or []
        return {item["label"]: item.get("documentation", {}).get("value", "") for item in items}

    def hovered(self, line: int, column: int) -> str:
        """What is told about the word here."""
        found = self.at("textDocument/hover", line, column)
        return str(found["contents"]["value"]) if found else ""

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _read(self) -> Message:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        message: Message = json.loads(self.process.stdout.read(length))
        return message

    def _hear(self, message: Message) -> None:
        """What the server tells or asks by itself; its settings are that it fetches nothing."""
        if message.get("method") == "workspace/configuration":
            settings = [{"schema": {"catalogs": []}} for _ in message["params"]["items"]]
            self._send({"id": message["id"], "result": settings})
        elif "id" in message:
            self._send({"id": message["id"], "result": None})
        else:
            self.told.append(message)


@contextmanager
def editing(root: Path, path: Path, log: Path) -> Iterator[Editor]:
    """A file of a workspace in an editor; what the server says of itself is in the log."""
    with (
        log.open("wb") as stderr,
        subprocess.Popen(
            server(), cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr
        ) as process,
    ):
        ending = Timer(SECONDS, process.kill)
        ending.start()
        try:
            yield Editor(process, root, path)
        finally:
            ending.cancel()
            process.kill()
