"""``heapq`` in Python, to be followed like functions of the user's: each leaves the list as the function written in C does.

>>> import heapq
>>> ours, theirs = [5, 1, 4, 1, 3], [5, 1, 4, 1, 3]
>>> heapify(ours), heapq.heapify(theirs), heappush(ours, 2), heapq.heappush(theirs, 2)
(None, None, None, None)
>>> [heappop(ours), heappushpop(ours, 0), heapreplace(ours, 9)], [heapq.heappop(theirs), heapq.heappushpop(theirs, 0),
... heapq.heapreplace(theirs, 9)], ours == theirs
([1, 0, 1], [1, 0, 1], True)
"""
from __future__ import annotations

import heapq
from typing import Any


def heappush(heap: Any, item: Any) -> None:
    """Put an item in its place."""
    heap.append(item)
    raised(heap, len(heap) - 1, 0)


def heappop(heap: Any) -> Any:
    """Take out the smallest item."""
    last = heap.pop()
    if not heap:
        return last
    first = heap[0]
    heap[0] = last
    sunk(heap, 0)
    return first


def heapreplace(heap: Any, item: Any) -> Any:
    """Take out the smallest item, and then put another one in."""
    first = heap[0]
    heap[0] = item
    sunk(heap, 0)
    return first


def heappushpop(heap: Any, item: Any) -> Any:
    """Put an item in, and then take out the smallest."""
    if not heap or not heap[0] < item:
        return item
    first = heap[0]
    heap[0] = item
    sunk(heap, 0)
    return first


def heapify(x: Any) -> None:
    """Make a list a heap."""
    for place in range(len(x) // 2 - 1, -1, -1):
        sunk(x, place)


def raised(heap: Any, place: int, top: int) -> None:
    """Move an item up, past those that are larger, as far as ``top``."""
    item = heap[place]
    while place > top:
        above = (place - 1) // 2
        if not item < heap[above]:
            break
        heap[place] = heap[above]
        place = above
    heap[place] = item


def sunk(heap: Any, place: int) -> None:
    """Move an item down to the end, past the smaller of two each time, and from there up to where it belongs."""
    top, item, end = place, heap[place], len(heap)
    while 2 * place + 1 < end:
        below = 2 * place + 1
        if below + 1 < end and not heap[below] < heap[below + 1]:
            below += 1
        heap[place] = heap[below]
        place = below
    heap[place] = item
    raised(heap, place, top)


HEAPS: dict[Any, Any] = {
    heapq.heappush: heappush, heapq.heappop: heappop, heapq.heapify: heapify, heapq.heapreplace: heapreplace,
    heapq.heappushpop: heappushpop,
}
