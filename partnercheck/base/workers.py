"""Work shared among processes, with the results in the same order as from one process.

Invariants: a worker has at most one share at a time, so neither side ever waits for the other to
empty a pipe. If a worker dies or its work raises an error, this process does the share again when
its turn comes; an error is then raised here, after the results of all earlier items. Workers hold
nothing of value: they are killed when the work is over, and end by themselves when this process
is gone.

Example with 40 items and two workers, so eight shares of five items: the first worker gets items 0
to 4, the second worker items 5 to 9. If the second finishes first, its results wait, and it gets
items 10 to 14. If the first is then killed, this process does items 0 to 4 itself, yields their
results, and then the results that wait.

Workers are new processes: a fork would copy locks that other threads hold.
"""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from partnercheck.base.worker_process import WorkerProcess

T = TypeVar("T")
R = TypeVar("R")
H = TypeVar("H")
# A share's work takes much longer than handing it over. Each worker gets several shares, so that
# all workers end at about the same time.
LARGEST_SHARE = 16
SHARES_PER_WORKER = 4
# A process that polls leaves an idle worker without work until it polls again, so it hands out
# shares that take several times as long.
LARGEST_POLLED_SHARE = 64
# With fewer items per worker, another process is not worth it: starting it takes about as long.
ITEMS_PER_WORKER = 125
# How many finished shares per worker may wait for an earlier share; this limits their memory.
SHARES_AHEAD = 4
MOST_WORKERS = 64


def worker_count(jobs: int, items: int) -> int:
    """Return how many processes share this many items; 1 if this process does all of them.

    `jobs` is the number that the user asked for; if it is 0, the number of items and of cores
    decides.
    """
    if jobs:
        return max(1, min(jobs, MOST_WORKERS, items))
    return max(1, min(_cores(), MOST_WORKERS, items // ITEMS_PER_WORKER))


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Waiting:
    """What `Workers.poll` yields while the next result is not there yet."""


class Workers:
    """Processes for one piece of work; as a context manager, it leaves none of them behind."""

    def __init__(self, jobs: int, say: Callable[[str], object]) -> None:
        """Store the number of processes (0: as many as are useful).

        `say` gets the message about a worker that has died.
        """
        self._jobs, self._say = jobs, say
        self._workers: list[WorkerProcess] = []

    def __enter__(self) -> Self:
        """Start nothing yet: how many workers are useful depends on the work."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all workers."""
        self.end()

    def end(self) -> None:
        """End all workers, whatever they do."""
        while self._workers:
            self._workers.pop().end()

    def map(self, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        """Yield `work(item)` for every item, in order, like `map`.

        With several processes, `work` and what it returns are pickled.
        """
        count = worker_count(self._jobs, len(items))
        if count == 1 or not self._start(work, count):
            yield from map(work, items)
            return
        yield from self._shared(items, LARGEST_SHARE, work)

    def poll(
        self, work: Callable[[T], R], items: Sequence[T], here: Callable[[T], H]
    ) -> Iterator[R | H | Waiting]:
        """Yield a result for every item, in order; `Waiting` if the next one is not there yet.

        An item that this process has to do itself has the result `here(item)`. No step takes long
        if `work` and a share of the items, once pickled, are smaller than a pipe.
        """
        count = worker_count(self._jobs, len(items))
        if count == 1 or not self._start(work, count):
            yield from map(here, items)
            return
        yield from self._shared(items, LARGEST_POLLED_SHARE, here, polling=True)

    def wait(self) -> None:
        """Wait until a worker has finished its share, after `poll` has yielded `Waiting`."""
        select.select([worker.stdout for worker in self._workers if worker.share >= 0], [], [])

    def _start(self, work: Callable[[Any], Any], count: int) -> bool:
        """Start the workers, and return whether any could be started."""
        # Most commands have too little work for more processes, and do not load this module.
        from partnercheck.base.worker_process import WorkerProcess

        with suppress(OSError):
            for _ in range(count):
                self._workers.append(WorkerProcess())
        # Sent after all workers were started: sending waits until the worker has loaded its
        # modules.
        for worker in self._workers:
            worker.send(work)
        return bool(self._workers)

    def _shared(
        self,
        items: Sequence[Any],
        largest: int,
        here: Callable[[Any], Any],
        polling: bool = False,
    ) -> Iterator[Any]:
        """Yield the results of shares of at most `largest` items, and end the workers.

        A share that no worker could do is done by `here` in this process. When polling, yield
        `Waiting` instead of waiting for a result.
        """
        size = max(1, min(largest, len(items) // (SHARES_PER_WORKER * len(self._workers))))
        shares = [items[start : start + size] for start in range(0, len(items), size)]
        results: dict[int, list[Any] | None] = {}
        begun = 0
        try:
            for number, share in enumerate(shares):
                # Results that come early wait in memory, so no worker may be far ahead of this
                # share.
                ahead = min(len(shares), number + SHARES_AHEAD * len(self._workers))
                # A worker is busy with this share, or an idle worker gets it now, so `_receive`
                # never waits for workers that have nothing to do.
                while number not in results and self._workers:
                    begun = self._hand_out(shares, begun, ahead)
                    if not self._receive(results, 0 if polling else None):
                        yield Waiting()
                # Without workers, this process does the share, and it must not be handed out
                # later.
                begun = max(begun, number + 1)
                # None if the worker died or the work raised an error: the share is then done
                # again here.
                finished = results.pop(number, None)
                yield from map(here, share) if finished is None else finished
        finally:
            self.end()

    def _hand_out(self, shares: Sequence[Sequence[Any]], begun: int, ahead: int) -> int:
        """Give each idle worker the next share before number `ahead`; return the next number."""
        for worker in self._workers:
            if worker.share < 0 and begun < ahead:
                worker.share = begun
                worker.send(shares[begun])
                begun += 1
        return begun

    def _receive(self, results: dict[int, list[Any] | None], seconds: float | None) -> bool:
        """Add the results of the workers that are done; return whether there are any.

        Wait this long for the first one; None waits until there is one.
        """
        busy = {worker.stdout: worker for worker in self._workers if worker.share >= 0}
        done = select.select([*busy], [], [], seconds)[0]
        for pipe in done:
            worker = busy[pipe]
            try:
                results[worker.share] = worker.receive()
            except EOFError:
                results[worker.share] = None
                self._workers.remove(worker)
                self._tell_ended(worker.status())
            worker.share = -1
        return bool(done)

    def _tell_ended(self, status: int) -> None:
        cause = f"signal {-status}" if status < 0 else f"exit status {status}"
        self._say(f"A process that shared the work ended early ({cause}); its part was done again")
