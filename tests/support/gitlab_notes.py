"""GitLab's interface for the comments of one merge request, on a port of this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

NOTES = "/projects/1/merge_requests/7/notes"


@contextmanager
def notes_server() -> Iterator[tuple[str, dict[int, str]]]:
    """Serve the notes; yield the address of the interface and the notes by their ids."""
    notes = {1: "Well done"}

    class Handler(BaseHTTPRequestHandler):
        def answer(self, status: int, value: object = None) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def do_GET(self) -> None:
            assert self.path.partition("?")[0] == NOTES, self.path
            self.answer(200, [{"id": key, "body": body} for key, body in notes.items()])

        def do_POST(self) -> None:
            assert self.path == NOTES, self.path
            self.save(max(notes) + 1, 201)

        def do_PUT(self) -> None:
            self.save(int(self.path.removeprefix(f"{NOTES}/")), 200)

        def save(self, key: int, status: int) -> None:
            if self.headers["PRIVATE-TOKEN"] != "secret":
                self.answer(401)
                return
            length = int(self.headers["Content-Length"])
            [notes[key]] = parse_qs(self.rfile.read(length).decode())["body"]
            self.answer(status)

        def log_message(self, *_: object) -> None:
            """Write nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", notes
        finally:
            server.shutdown()
