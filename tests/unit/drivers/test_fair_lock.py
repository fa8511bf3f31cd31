"""The writer's queue: one owner at a time, first come first served, nobody forgotten."""

from __future__ import annotations

import asyncio
import random
import threading
import time

import pytest

from prismstack.drivers import FairLock


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_free_lock_is_taken_at_once() -> None:
    lock = FairLock()
    assert lock.try_acquire()
    assert lock.held
    assert not lock.try_acquire()
    lock.release()
    assert not lock.held
    assert await lock.acquire()
    lock.release()
    assert lock.acquire_blocking()


async def test_first_come_first_served() -> None:
    lock, order = FairLock(), []
    assert lock.try_acquire()

    async def enter(number: int) -> None:
        assert await lock.acquire()
        order.append(number)
        await asyncio.sleep(0)
        lock.release()

    tasks = [asyncio.ensure_future(enter(number)) for number in range(50)]
    await settle()
    assert lock.waiting == 50
    lock.release()
    await asyncio.gather(*tasks)
    assert order == list(range(50))
    assert not lock.held


async def test_a_released_lock_goes_to_the_queue_not_to_the_quickest() -> None:
    lock = FairLock()
    assert lock.try_acquire()
    waiting = asyncio.ensure_future(lock.acquire())
    await settle()
    lock.release()
    assert not lock.try_acquire()  # handed over already, though the waiter has not run yet
    assert await waiting


async def test_timeouts_leave_the_queue() -> None:
    lock = FairLock()
    assert lock.try_acquire()
    assert not await lock.acquire(0.01)
    assert not lock.acquire_blocking(0.01)
    assert lock.waiting == 0
    lock.release()
    assert lock.try_acquire()


async def test_cancelled_waiters_leave_the_queue() -> None:
    lock = FairLock()
    assert lock.try_acquire()
    tasks = [asyncio.ensure_future(lock.acquire()) for _ in range(5)]
    await settle()
    for task in tasks[:4]:
        task.cancel()
    await settle()
    assert lock.waiting == 1
    lock.release()
    assert await tasks[4]


async def test_a_waiter_cancelled_after_the_hand_over_passes_it_on() -> None:
    lock = FairLock()
    assert lock.try_acquire()
    first, second = [asyncio.ensure_future(lock.acquire()) for _ in range(2)]
    await settle()
    lock.release()  # granted to the first, which has not run yet
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await asyncio.wait_for(second, 1)
    lock.release()
    assert not lock.held


def test_waiters_of_a_closed_loop_are_skipped() -> None:
    lock = FairLock()
    assert lock.try_acquire()
    loops = [asyncio.new_event_loop() for _ in range(3)]
    for loop in loops:
        task = loop.create_task(lock.acquire())
        loop.run_until_complete(asyncio.sleep(0))
        task._log_destroy_pending = False
        loop.close()
    assert lock.waiting == 3
    lock.release()
    assert not lock.held


def test_tasks_and_threads_exclude_each_other() -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    lock, inside, entered = FairLock(), [0], [0]

    def enter() -> None:
        inside[0] += 1
        assert inside[0] == 1
        entered[0] += 1

    def leave() -> None:
        inside[0] -= 1
        lock.release()

    def thread(number: int) -> None:
        chance = random.Random(seed + number)
        for _ in range(100):
            if lock.acquire_blocking(chance.choice([None, 0.0001, 0.01])):
                enter()
                time.sleep(chance.random() / 10_000)
                leave()

    async def task(number: int) -> None:
        chance = random.Random(seed - number)
        for _ in range(100):
            try:
                async with asyncio.timeout(chance.choice([None, 0.0001, 0.01])):
                    if not await lock.acquire(chance.choice([None, 0.0001, 0.01])):
                        continue
                    # Nothing is awaited between here and leaving, so a cancellation cannot come in between.
                    enter()
                    leave()
                await asyncio.sleep(0)
            except TimeoutError:
                pass

    async def tasks() -> None:
        await asyncio.gather(*[task(number) for number in range(10)])

    threads = [threading.Thread(target=thread, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    asyncio.run(tasks())
    for each in threads:
        each.join(10)
    assert not any(each.is_alive() for each in threads)
    assert entered[0] > 100
    assert (lock.held, lock.waiting) == (False, 0)
