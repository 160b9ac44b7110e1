"""Draws for people who are made up: the same on every machine, and each person's apart from all others'."""

from collections.abc import Sequence
from hashlib import sha256
from random import Random
from typing import TypeVar

__all__ = ["Draws"]

T = TypeVar("T")


class Draws:
    """What is drawn for one person, from a seed and her number.

    Only ``random()`` of the standard generator is used, which Python keeps as it is from version to version; and no
    logarithm or power, which differ in the last digit from machine to machine.

    >>> [Draws(1, 7).whole(1, 6) for _ in range(3)] == [Draws(1, 7).whole(1, 6)] * 3
    True
    """

    __slots__ = ("_next",)

    def __init__(self, seed: int, number: int) -> None:
        """Begin anew what is drawn for the person of that number."""
        digest = sha256(f"{seed}:{number}".encode()).digest()
        self._next = Random(int.from_bytes(digest, "big")).random  # noqa: S311 - nothing is kept secret by it

    def chance(self, share: float) -> bool:
        """Draw whether something comes about that does in that share of all cases."""
        return self._next() < share

    def whole(self, least: int, most: int) -> int:
        """Draw a whole number from *least* to *most*, both included, each as often as another."""
        return least + int(self._next() * (most - least + 1))

    def one_of(self, things: Sequence[T]) -> T:
        """Draw one of them, each as often as another."""
        return things[int(self._next() * len(things))]

    def some_of(self, things: Sequence[T], count: int) -> list[T]:
        """Draw so many of them, or all where they are no more, each at most once."""
        left = list(things)
        return [left.pop(int(self._next() * len(left))) for _ in range(min(count, len(left)))]

    def weighted(self, table: Sequence[tuple[T, int]]) -> T:
        """Draw a thing of a table of things and weights, each as often as its weight is part of them all."""
        left = int(self._next() * sum(weight for _, weight in table))
        for thing, weight in table:
            left -= weight
            if left < 0:
                return thing
        raise AssertionError("the weights are positive")

    def spread(self, marks: Sequence[int]) -> int:
        """Draw a number that lies between each two neighbouring marks equally often.

        With eleven marks they are the deciles: the sixth is the median.
        """
        place = int(self._next() * (len(marks) - 1))
        return self.whole(marks[place], marks[place + 1])
