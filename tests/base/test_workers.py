"""Work shared among processes: the results in their order, whatever happens to a process."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from partnercheck.base.workers import LARGEST_SHARE, Workers, worker_count
from tests.support import shared_work


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_results_come_in_the_order_of_the_items_from_several_processes() -> None:
    with Workers(3, print) as workers:
        results = list(workers.map(shared_work.double, range(100)))

    assert [value for value, _ in results] == [2 * number for number in range(100)]
    pids = {pid for _, pid in results}
    assert len(pids) > 1
    assert os.getpid() not in pids


def test_later_results_wait_for_slow_first_ones() -> None:
    with Workers(2, print) as workers:
        assert list(workers.map(shared_work.slow_start, range(30))) == list(range(30))


def test_one_process_does_each_item_only_when_its_result_is_wanted() -> None:
    done = []
    with Workers(1, print) as workers:
        results = workers.map(done.append, [1, 2, 3])
        next(results)

    assert done == [1]


def test_results_and_items_may_be_larger_than_a_pipe() -> None:
    items = [str(number) * 300_000 for number in range(5)]
    with Workers(2, print) as workers:
        assert list(workers.map(str, items)) == items


def test_an_error_is_raised_here_after_the_results_before_it() -> None:
    results: list[int] = []
    with Workers(2, print) as workers, pytest.raises(ValueError, match="seven"):
        results.extend(workers.map(shared_work.refuse_seven, range(20)))

    assert results == list(range(7))


def test_what_a_killed_process_had_to_do_is_done_again_and_told() -> None:
    messages: list[str] = []
    with Workers(2, messages.append) as workers:
        work = partial(shared_work.die_elsewhere, os.getpid())
        assert list(workers.map(work, range(40))) == list(range(40))

    assert messages == [
        "A process that shared the work ended early (signal 9); its part was done again"
    ]


def test_the_work_is_done_here_if_every_process_is_killed() -> None:
    messages: list[str] = []
    with Workers(2, messages.append) as workers:
        work = partial(shared_work.die_elsewhere, os.getpid())
        assert list(workers.map(work, [7] * 40)) == [7] * 40

    assert len(messages) == 2


def test_no_process_is_left_if_the_results_are_not_read_to_the_end(tmp_path: Path) -> None:
    with Workers(2, print) as workers:
        results = workers.map(partial(shared_work.leave_mark, tmp_path), range(1_000))
        next(results)
        assert any(is_alive(int(each.name)) for each in tmp_path.iterdir())

    assert not any(is_alive(int(each.name)) for each in tmp_path.iterdir())


def test_few_items_are_left_to_one_process_unless_more_are_asked_for() -> None:
    assert worker_count(0, 40) == 1
    assert worker_count(1, 10_000) == 1
    assert worker_count(2, 40) == 2
    assert worker_count(5, 3) == 3
    assert worker_count(2, 0) == 1
    assert worker_count(0, 10_000) == min(len(os.sched_getaffinity(0)), 64)
    assert LARGEST_SHARE < 125
