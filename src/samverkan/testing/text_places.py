"""Text places: where the texts of a programme stand, and the programme with another text there."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import attrs

from samverkan.programmes import Criterion, Programme, Reading
from samverkan.texts import Text

__all__ = ["TextPlace", "texts_of"]


@attrs.frozen(eq=False)
class TextPlace:
    """Where a text stands, the text, and what puts another there."""

    where: str
    text: Text
    with_: Callable[[Text], Programme]


_OF_CRITERION: Final = ("text", "not_met", "unknown")


def texts_of(programme: Programme) -> Iterator[TextPlace]:
    """Yield every text of a programme: name, criteria, readings, open questions, what it has room for."""

    def whole(**changes: Any) -> Programme:
        return attrs.evolve(programme, **changes)

    yield TextPlace("name", programme.name, lambda text: whole(name=text))
    yield from _of_criteria("criteria", programme.criteria, lambda criteria: whole(criteria=criteria))
    for place, reading in enumerate(programme.readings):

        def with_reading(changed: Reading, place: int = place) -> Programme:
            return whole(readings=_put(programme.readings, place, changed))

        yield from _of_reading(reading, with_reading)
    for place, question in enumerate(programme.open_questions):
        yield TextPlace(
            f"open_questions[{place}]",
            question,
            lambda text, place=place: whole(open_questions=_put(programme.open_questions, place, text)),
        )
    for place, capacity in enumerate(programme.capacity):
        yield TextPlace(
            f"capacity[{place}].of",
            capacity.of,
            lambda text, place=place, capacity=capacity: whole(
                capacity=_put(programme.capacity, place, attrs.evolve(capacity, of=text))
            ),
        )


def _of_reading(reading: Reading, put: Callable[[Reading], Programme]) -> Iterator[TextPlace]:
    where = f"readings.{reading.id}"
    if reading.text is not None:
        yield TextPlace(where, reading.text, lambda text: put(attrs.evolve(reading, text=text)))
    yield from _of_criteria(
        f"{where}.criteria", reading.criteria, lambda criteria: put(attrs.evolve(reading, criteria=criteria))
    )


def _of_criteria(
    where: str, criteria: Sequence[Criterion], put: Callable[[list[Criterion]], Programme]
) -> Iterator[TextPlace]:
    for place, criterion in enumerate(criteria):
        for key in _OF_CRITERION:
            text: Text | None = getattr(criterion, key)
            if text is not None:
                yield TextPlace(
                    f"{where}.{criterion.id}.{key}",
                    text,
                    lambda text, place=place, criterion=criterion, key=key: put(
                        _put(criteria, place, attrs.evolve(criterion, **{key: text}))
                    ),
                )


def _put(sequence: Sequence[Any], place: int, one: Any) -> list[Any]:
    return [*sequence[:place], one, *sequence[place + 1 :]]
