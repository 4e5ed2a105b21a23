"""A slow line in place of a network: `ssh -o ProxyCommand="python slow_line.py PORT"`.

It passes everything on to a port of this machine, half a round trip late each way. A lost packet is
sent again after a time without an answer, and all behind it waits: so some pieces come later still,
and the order stays. It needs no rights, as emulation in the kernel would.
"""

from __future__ import annotations

import os
import random
import socket
import sys
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

ROUND_TRIP_SECONDS = 0.2
LOSS = 0.02
# A sender waits at least a round trip and a fifth of a second before it sends again.
AGAIN_SECONDS = ROUND_TRIP_SECONDS + 0.2
PIECE = 1400  # bytes, about a packet of Ethernet


def pass_on(read: Callable[[int], bytes], write: Callable[[bytes], object], seed: int) -> None:
    """Pass everything on, late, until the reading side ends."""
    draw = random.Random(seed)
    pieces: SimpleQueue[tuple[float, bytes]] = SimpleQueue()

    def deliver() -> None:
        while True:
            due, data = pieces.get()
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                write(data)
            except OSError:
                return
            if not data:
                return

    sender = threading.Thread(target=deliver, daemon=True)
    sender.start()
    due, data = 0.0, b"-"
    while data:
        data = read(PIECE)
        lost = AGAIN_SECONDS if draw.random() < LOSS else 0.0
        due = max(due, time.monotonic() + ROUND_TRIP_SECONDS / 2 + lost)
        pieces.put((due, data))
    sender.join()


def main() -> None:
    """Connect standard input and output with the port."""
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as server:

        def send(data: bytes) -> None:
            server.sendall(data) if data else server.shutdown(socket.SHUT_WR)

        up = threading.Thread(
            target=pass_on, args=(lambda most: os.read(0, most), send, 1), daemon=True
        )
        up.start()
        pass_on(server.recv, lambda data: os.write(1, data), 2)


if __name__ == "__main__":
    main()
