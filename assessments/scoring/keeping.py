"""Results that are kept by the very objects that they were worked out from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def kept(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keeps at most so many results of a pure function, which takes its arguments by place: raises
    `TypeError` for one by name.

    The same objects give the same result. Equal ones are worked out again, because comparing parts
    of a rubric costs more than the sums do. A result holds on to what it was given, so that no
    other object can take the place of that in memory.
    """

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        results: dict[tuple[int, ...], tuple[object, R]] = {}

        @wraps(make)
        def call(*given: P.args, **named: P.kwargs) -> R:
            if named:
                raise TypeError("A result is kept by the arguments that are given by place.")
            key = tuple(map(id, given))
            found = results.get(key)
            if found is None:
                if len(results) >= most:
                    results.clear()
                found = results[key] = (given, make(*given, **named))
            return found[1]

        return call

    return decorate
