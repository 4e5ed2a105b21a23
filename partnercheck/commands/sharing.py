"""Sharing the vendors of a command among processes: the option for it, and the results."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from partnercheck.base.workers import MOST_WORKERS, Workers
from partnercheck.commands import Context

if TYPE_CHECKING:
    from partnercheck.verdicts.vendor_results import MakeContent, Selection, VendorResult
    from partnercheck.workspace.read_vendor import Description


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add the option for the number of processes."""
    parser.add_argument(
        "--jobs",
        type=_jobs,
        default=0,
        metavar="N",
        help="share the vendors among N processes (default: one per core if there are many "
        "vendors)",
    )


def _jobs(text: str) -> int:
    readable = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_WORKERS))
    if not readable or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(
            f"the number of processes must be from 1 to {MOST_WORKERS}"
        )
    return int(text)


@contextmanager
def shared_results(
    jobs: int,
    context: Context,
    streamed: bool,
    selection: Selection,
    make: MakeContent,
    vendors: Sequence[str | Description],
) -> Iterator[Iterator[VendorResult | None]]:
    """Yield the vendors' results, in order, each as soon as it exists; None for one left out.

    A terminal shows the progress, but not among rows that are `streamed` to the same terminal.
    """
    from partnercheck.commands.progress import counting
    from partnercheck.verdicts.vendor_results import vendor_result

    with Workers(jobs, context.say) as workers:
        results = workers.map(partial(vendor_result, selection, make), vendors)
        quiet = streamed and context.stdout.isatty()
        yield results if quiet else counting(results, len(vendors), context.stderr)
