"""Times and memory: of contestants that take turns, so that all meet the same noise."""
from __future__ import annotations

import ctypes
import gc
import signal
import timeit
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any

Function = Callable[..., Any]
Calls = dict[str, tuple[Function, Sequence[Any]]]         # by name: a function, and what it is called with


def steady_heap() -> None:
    """Let the C library keep what is freed, so that not the history of the heap decides which call pays for new pages."""
    try:
        library = ctypes.CDLL("libc.so.6")
        library.mallopt(-1, 1 << 30)       # M_TRIM_THRESHOLD
        library.mallopt(-3, 1 << 30)       # M_MMAP_THRESHOLD
    except (OSError, AttributeError):      # another C library
        pass


class TooSlow(BaseException):
    """A call that took longer than it may; whoever catches any error in it does not catch this."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooSlow in what takes longer, where the system has alarms."""
    def stop(*_: object) -> None:
        raise TooSlow(f"over {seconds:g} s")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def times(calls: Calls, core: Sequence[str], seconds: float, rounds: int = 61, least: float = 0.003) -> dict[str, list[float]]:
    """Return the times of a call in every round, by name.

    ``core`` are timed in every round; each of the others as long as it has taken no more than its share of ``seconds``,
    so that slow ones get fewer rounds.
    """
    timers = {name: timeit.Timer("call(*args)", globals={"call": call, "args": args}) for name, (call, args) in calls.items()}
    once = {name: max(timer.timeit(1), 1e-7) for name, timer in timers.items()}
    counts = {name: max(1, int(least / once[name])) for name in timers}
    share = seconds / len(timers)
    spent = dict.fromkeys(timers, 0.0)
    found: dict[str, list[float]] = {name: [] for name in timers}
    gc.collect()
    for k in range(rounds):
        if k >= 3 and sum(spent[name] for name in core) > share * len(core):
            break
        for name, timer in timers.items():
            if name in core or not found[name] or spent[name] < share:
                took = timer.timeit(counts[name])
                spent[name] += took
                found[name].append(took / counts[name])
    return found


def ratio(found: dict[str, list[float]], name: str, base: str) -> float:
    """Return the median over the rounds of how many times as long as ``base`` a contestant took."""
    return median(a / b for a, b in zip(found[name], found[base]))


def peak(call: Function, args: Sequence[Any]) -> int:
    """Return the most bytes that a call has allocated at one time."""
    call(*args)
    tracemalloc.start()
    try:
        call(*args)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()




def shown(seconds: float) -> str:
    """Return a time in the unit that fits.

    >>> shown(1.5e-7), shown(0.0123)
    ('150 ns', '12.3 ms')
    """
    units = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
    unit, scale = next(((unit, scale) for unit, scale in units.items() if seconds >= scale), ("ns", 1e-9))
    return f"{seconds / scale:.3g} {unit}"
