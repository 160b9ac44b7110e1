"""Text places: where the texts of a programme stand, and the programme with another text there."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import attrs

from samverkan.programmes import Criterion, Programme
from samverkan.texts import Text

__all__ = ["TextPlace", "texts_of"]


@attrs.frozen(eq=False)
class TextPlace:
    """Where a text stands, the text, and what puts another there."""

    where: str
    text: Text
    with_: Callable[[Text], Programme]


_OF_CRITERION: Final = ("text", "not_met", "unknown")

Change = Callable[..., Programme]
"""Returns the programme with the fields changed that it is given by name."""


def texts_of(programme: Programme) -> Iterator[TextPlace]:
    """Yield every text of a programme: name, criteria, readings, open questions, what it has room for."""
    change: Change = partial(attrs.evolve, programme)
    yield _place("name", programme.name, change, "name")
    yield from _of_criteria("criteria", programme.criteria, change)
    for place, reading in enumerate(programme.readings):
        change_reading = partial(_with_item, change, "readings", programme.readings, place)
        where = f"readings.{reading.id}"
        if reading.text is not None:
            yield _place(where, reading.text, change_reading, "text")
        yield from _of_criteria(f"{where}.criteria", reading.criteria, change_reading)
    for place, question in enumerate(programme.open_questions):
        put = partial(_put, change, programme.open_questions, place)
        yield TextPlace(f"open_questions[{place}]", question, put)
    for place, capacity in enumerate(programme.capacity):
        change_capacity = partial(_with_item, change, "capacity", programme.capacity, place)
        yield _place(f"capacity[{place}].of", capacity.of, change_capacity, "of")


def _of_criteria(where: str, criteria: Sequence[Criterion], change: Change) -> Iterator[TextPlace]:
    for place, criterion in enumerate(criteria):
        change_criterion = partial(_with_item, change, "criteria", criteria, place)
        for key in _OF_CRITERION:
            text: Text | None = getattr(criterion, key)
            if text is not None:
                yield _place(f"{where}.{criterion.id}.{key}", text, change_criterion, key)


def _place(where: str, text: Text, change: Change, key: str) -> TextPlace:
    return TextPlace(where, text, lambda other: change(**{key: other}))


def _put(change: Change, questions: Sequence[Text], place: int, text: Text) -> Programme:
    return change(open_questions=[*questions[:place], text, *questions[place + 1 :]])


def _with_item(change: Change, field: str, items: Sequence[Any], place: int, **changes: Any) -> Programme:
    changed = list(items)
    changed[place] = attrs.evolve(changed[place], **changes)
    return change(**{field: changed})
