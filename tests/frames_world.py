"""Random people, and the same people as tables: the two sides that every dataframe engine is asked about.

A *pool* is a batch of people with a *look*, which says how they are written down: what is a column and
what a long table, sets as lists or a column a member, days known in part or not. People are drawn by
a seeded generator, so that every run and every engine meets the same ones. Their days lie on and next to
the days that are asked about, and on and next to those on which they reach a number that a rule compares with.
"""

from calendar import isleap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from random import Random
from typing import Any, Final, Literal, TypeAlias

import attrs
import pyarrow as pa

from samverkan.dated import Dated, Entry
from samverkan.dates import PartialDate, add_months, add_years, as_partial_date
from samverkan.embedding import EmbeddedPerson
from samverkan.municipalities import municipality
from samverkan.partial import Members
from samverkan.participants import HISTORIES
from samverkan.rules.facts import Boolean, Choice, Day, DayOf, Elapsed, Kind, NumberOf, SetOf, SpellsOf
from samverkan.rules.readers import reader
from samverkan.rules.vocabulary import Vocabulary
from samverkan.spells import Spell, Spells
from samverkan.testing.histories import fields_of
from samverkan.testing.values import references, usual_range
from samverkan.testing.worlds import World, world_of

Table: TypeAlias = pa.Table

BOOL, WHOLE, TEXT, DAY, TEXTS = pa.bool_(), pa.int64(), pa.string(), pa.date32(), pa.list_(pa.string())
FOLLOWING: Final = ("on_sick_leave", "sick_leave_days", "parties")
"""What can be given in place of what it follows from, in the pools that do so."""
_LEAVING: Final = {"on_sick_leave": "sick_leave", "sick_leave_days": "sick_leave", "parties": "contacts"}


@attrs.frozen(kw_only=True)
class Look:
    """How the people of a pool are written down.

    * ``ids``: text, or whole numbers.
    * ``history``: how many in a hundred of the facts that are no history have a long table of entries.
    * ``sets``: as lists of words, or as a Boolean column a member.
    * ``parts_of_days``: whether some days are known in part, and so stand in two columns.
    * ``recorded``: whether it is told when something was recorded, and that it is void.
    * ``contacts``: as a long table, or as a list of the agencies where she is current.
    * ``parts``: the agencies and parties for which it is told apart whether the list of contacts is whole.
    * ``following``: what is given in place of what it follows from.
    """

    ids: Literal["text", "numbers"] = "text"
    history: int = 0
    sets: Literal["lists", "members"] = "members"
    parts_of_days: bool = True
    recorded: bool = True
    contacts: Literal["table", "list"] = "table"
    parts: tuple[str, ...] = ()
    following: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class Tables:
    """People as tables: a row a person, and long tables of spells and of entries."""

    people: Table
    contacts: Table | None
    spells: Mapping[str, Table]
    history: Mapping[str, Table]

    def each(self, make: Callable[[Table], Any]) -> "Tables":
        """Return the same tables, each made into an engine's frame."""
        return Tables(
            make(self.people),
            None if self.contacts is None else make(self.contacts),
            {name: make(one) for name, one in self.spells.items()},
            {name: make(one) for name, one in self.history.items()},
        )

    def read_by(self, programme: Any) -> dict[str, Any]:
        """Return the long tables that a programme reads, as ``decide_frame`` takes them."""
        read = programme.facts
        return {
            "contacts": self.contacts if "contacts" in read else None,
            "spells": {name: one for name, one in self.spells.items() if name in read},
            "history": {name: one for name, one in self.history.items() if name in read},
        }


@attrs.frozen(eq=False)
class Pool:
    """A batch of people with their look."""

    look: Look
    vocabulary: Vocabulary
    people: tuple[EmbeddedPerson, ...]
    ids: tuple[Any, ...]
    in_history: frozenset[str]
    seed: str

    def tables(self, on: date | None = None, known_on: date | None = None) -> Tables:
        """Return the people as tables; with *on*, what follows is given as of that day."""
        return _Writer(self, Random(f"tables {self.seed}")).tables(on, known_on)  # noqa: S311


def pool(  # noqa: PLR0913
    world: World,
    look: Look,
    size: int,
    *,
    asked: Sequence[date],
    compared: Mapping[str, Iterable[int]],
    seed: str,
    only: Iterable[str] | None = None,
    lacks: Callable[[EmbeddedPerson], int] = lambda _: 0,
) -> Pool:
    """Draw *size* people of whom much, little or nothing is known, always the same ones for a seed.

    *asked* are the days that will be asked about; *compared* the numbers, by fact, that rules
    compare with. Of facts that are not among *only* nothing is known. While a person *lacks* something
    of what is wanted, she has one fact drawn anew, some times over.
    """
    draw = Random(f"people {seed}")  # noqa: S311
    plain = [name for name, fact in world.given.items() if not isinstance(fact.kind, SpellsOf)]
    in_history = frozenset(name for name in plain if draw.randrange(100) < look.history)
    said = frozenset(world.given if only is None else only)
    drawer = _People(world, look, in_history, said, draw, asked, compared)
    people = tuple(drawer.wanted(lacks) for _ in range(size))
    numbers = draw.sample(range(10**9), size)
    ids = tuple(numbers if look.ids == "numbers" else (f"d-{number}" for number in numbers))
    return Pool(look, world.vocabulary, people, ids, in_history, seed)


# --- People ------------------------------------------------------------------------------------------


class _People:
    """Draws people; what a look cannot write down, they do not have."""

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        world: World,
        look: Look,
        in_history: frozenset[str],
        said: frozenset[str],
        draw: Random,
        asked: Sequence[date],
        compared: Mapping[str, Iterable[int]],
    ) -> None:
        self.world, self.look, self.in_history, self.said = world, look, in_history, said
        self.draw, self.asked = draw, asked
        self.kinds = {name: fact.kind for name, fact in world.given.items()}
        self.register = world.vocabulary.agencies
        # In a list an agency goes by its id; only where it is given otherwise can it be that of a certain body.
        lists = look.sets == "lists"
        self.agencies: Sequence[str] = tuple(self.register.agencies) if lists else references(world)
        self.compared = {name: sorted(numbers) for name, numbers in compared.items()}
        self.reached = {
            fact.derived: self.compared[name]
            for name, fact in world.vocabulary.facts.items()
            if isinstance(fact.derived, Elapsed | DayOf) and self.compared.get(name)
        }
        self.named = {
            name: [(field, choices) for field, choices in self._choices(name).items() if field not in _LEFT_OUT]
            for name in HISTORIES
        }

    def _choices(self, name: str) -> Mapping[str, Sequence[Any]]:
        return fields_of(HISTORIES[name], self.world.vocabulary.facts[name].kind, self.world)

    def wanted(self, lacks: Callable[[EmbeddedPerson], int]) -> EmbeddedPerson:
        person = self.person(self.said)
        fewest, told = lacks(person), sorted(self.said)
        for _ in range(_TRIES):
            if fewest == 0:
                break
            other = self.person({self.draw.choice(told)}, person)
            left = lacks(other)
            if left <= fewest:
                fewest, person = left, other
        return person

    def person(self, anew: AbstractSet[str], like: EmbeddedPerson | None = None) -> EmbeddedPerson:
        """Draw the facts *anew*; the others are as of the person that she is *like*."""
        given = {name: self.kinds[name] for name in sorted(anew)}
        facts = dict(like.facts) if like else {}
        facts |= {name: self.dated(name, kind) for name, kind in given.items() if not isinstance(kind, SpellsOf)}
        histories: dict[str, Any] = dict(like.histories) if like else {}
        histories |= {name: self.history(name) for name in HISTORIES if name in given}
        return EmbeddedPerson(
            id="d", facts=facts, histories={n: one for n, one in histories.items() if one is not None}
        )

    # --- Values ---

    def dated(self, name: str, kind: Kind) -> Dated[Any]:
        if name not in self.in_history:
            return Dated() if self.chance(18) else Dated[Any].always(self.value(name, kind))
        if self.chance(12):
            return Dated()
        entries: list[Entry[Any]] = []
        for _ in range(self.draw.choice([1, 1, 1, 2, 2, 3])):
            since, until = self.span()
            value = None if self.chance(8) else self.value(name, kind)
            entry = Entry(value, since=since, until=until, recorded_on=self.recorded())
            if not any(_contradict(entry, other) for other in entries):
                entries.append(entry)
        return Dated(entries)

    def value(self, name: str, kind: Kind) -> Any:
        match kind:
            case Boolean():
                return self.chance(50)
            case NumberOf(_, least, most, _):
                low, high = usual_range(name, self.world)
                near = [n for one in self.compared.get(name, ()) for n in (one - 1, one, one + 1)]
                value = self.draw.choice(near) if near and self.chance(60) else self.draw.randint(low, high)
                return min(max(value, value if least is None else least), value if most is None else most)
            case Choice(of):
                return self.draw.choice(self.world.words(of))
            case SetOf(of):
                return self.members(self.agencies if of == "agencies" else self.world.words(of))
            case Day():
                return self.start(name)
            case _:
                raise AssertionError(name)

    def members(self, words: Sequence[str]) -> Members:
        some = self.draw.sample(words, min(len(words), self.draw.choice([0, 1, 1, 2, 3, 5])))
        if self.look.sets == "lists" or self.chance(40):
            return Members(some)
        return Members(some, self.draw.sample(words, min(len(words), self.draw.choice([1, 2, 4]))))

    def start(self, name: str) -> PartialDate:
        """Draw a day known wholly or in part, most often one from which a number is just reached, or just not."""
        elapsed = [one for one in self.reached if isinstance(one, Elapsed) and one.fact == name]
        asked = self.draw.choice(self.asked)
        if elapsed and self.chance(70):
            one = self.draw.choice(elapsed)
            day = _before(asked, self.draw.choice(self.reached[one]) + self.draw.choice([0, 0, 1]), one.unit)
            day += timedelta(self.draw.choice([-1, 0, 0, 1, self.draw.randint(-40, 40)]))
        else:
            day = asked - timedelta(self.draw.randint(-400, 25_000 if name == "born" else 3_000))
        if self.chance(12):
            leap = [year for year in self._years_reached(elapsed, asked) if isleap(year)] or [day.year - day.year % 4]
            day = date(self.draw.choice(leap), 2, 29)
        elif self.chance(8):
            day = date(day.year, self.draw.choice([1, 3, 5, 8, 10]), 31)
        length = self.draw.choice([10, 10, 10, 7, 4]) if self.look.parts_of_days else 10
        return as_partial_date(day.isoformat()[:length])

    def _years_reached(self, elapsed: Iterable[Elapsed], asked: date) -> Iterator[int]:
        """Yield the years in which those were born who reach a number in the year that is asked about."""
        for one in elapsed:
            if one.unit == "years":
                yield from (asked.year - number - step for number in self.reached[one] for step in (0, 1))

    # --- Spells ---

    def history(self, name: str) -> Spells[Any] | None:
        if self.chance(12):
            return None
        spells: list[Spell] = []
        for _ in range(self.draw.choice([0, 1, 2, 2, 3, 4] if name == "contacts" else [0, 1, 1, 2, 3])):
            spells += self.spells(name, spells)
        kept = {(one.key, one.since, one.recorded_on): one for one in reversed(spells)}
        return Spells(reversed(kept.values()), complete=self.complete(name))

    def spells(self, name: str, before: Sequence[Spell]) -> Iterator[Spell]:
        """Draw a spell, perhaps one that goes on from another, and perhaps what corrects it later."""
        fields = {field: self.draw.choice(choices) for field, choices in self.named[name]}
        make: Any = Spell if name == "sick_leave" else HISTORIES[name]
        since, until = self.span_of(name)
        if before and before[-1].until is not None and self.chance(35):
            since = before[-1].until + timedelta(self.draw.choice([-3, 0, 1, 1, 1, 2]))
            until = self.draw.choice([None, since + timedelta(self.draw.randint(0, 60))])
        if name == "contacts" and self.look.contacts == "list":
            fields["agency"], since, until = self.draw.choice(self.agencies), None, None
        if name == "sick_leave" and since is not None and self.chance(40):
            # The same days as two spells that meet, touch, or have a day between them.
            middle = since + timedelta(self.draw.randint(0, 60))
            yield make(since=since, until=middle, recorded_on=self.recorded())
            since = middle + timedelta(self.draw.choice([0, 1, 1, 2, 2]))
            until = None if until is None or until < since else until
        first = make(**fields, since=since, until=until, recorded_on=self.recorded())
        yield first
        if self.look.recorded and self.chance(25):
            known = (first.recorded_on or since or self.asked[0]) + timedelta(self.draw.choice([1, 30, 400]))
            ended = self.draw.choice([None, since or known, (since or known) + timedelta(self.draw.randint(0, 90))])
            if name == "work_capacity":
                fields["finding"] = self.draw.choice(dict(self.named[name])["finding"])
            yield make(**fields, since=since, until=ended, recorded_on=known, void=self.chance(40))

    def span_of(self, name: str) -> tuple[date | None, date | None]:
        numbers = [
            n for one, found in self.reached.items() if isinstance(one, DayOf) and one.spells == name for n in found
        ]
        if numbers and self.chance(60):
            nth = self.draw.choice(numbers) + self.draw.choice([-1, 0, 0, 1])
            since = self.draw.choice(self.asked) - timedelta(nth - 1)
            return since, self.draw.choice([None, since + timedelta(max(nth - 1 + self.draw.choice([-1, 0, 1]), 0))])
        return self.span()

    def complete(self, name: str) -> bool | frozenset[str]:
        if name != "contacts":
            return not self.chance(12)
        if self.look.parts and self.chance(40):
            some = self.draw.choices(self.look.parts, k=self.draw.randint(1, 3))
            return frozenset(self.look.parts if self.chance(30) else some)
        return self.chance(50)

    # --- Days ---

    def span(self) -> tuple[date | None, date | None]:
        if self.chance(25):
            return None, None
        one, other = sorted([self.day(), self.day()])
        return self.draw.choice([(one, other), (one, other), (one, None), (None, other), (one, one)])

    def day(self) -> date:
        if self.chance(60):
            return self.draw.choice(self.asked) + timedelta(self.draw.choice([-1, 0, 1]))
        return self.draw.choice(self.asked) + timedelta(self.draw.randint(-900, 400))

    def recorded(self) -> date | None:
        return self.day() if self.look.recorded and self.chance(45) else None

    def chance(self, percent: int) -> bool:
        return self.draw.random() * 100 < percent


_TRIES: Final = 60
_LEFT_OUT: Final = ("extent", "amount")


def _contradict(one: Entry[Any], other: Entry[Any]) -> bool:
    return (
        one.recorded_on == other.recorded_on
        and one.value != other.value
        and (one.since or date.min) <= (other.until or date.max)
        and (other.since or date.min) <= (one.until or date.max)
    )


def _before(day: date, count: int, unit: str) -> date:
    match unit:
        case "years":
            return add_years(day, -count)
        case "months":
            return add_months(day, -count)
        case _:
            return day - timedelta(count)


# --- Tables ------------------------------------------------------------------------------------------


class _Writer:
    """Writes people down as their look says."""

    def __init__(self, of: Pool, draw: Random) -> None:
        self.pool, self.look, self.draw, self.vocabulary = of, of.look, draw, of.vocabulary
        self.columns: dict[str, pa.Array] = {}

    def tables(self, on: date | None, known_on: date | None) -> Tables:
        self.columns["id"] = pa.array(self.pool.ids, self._id_type())
        self.columns["case_worker"] = pa.array([f"w-{n % 7}" for n in range(len(self.pool.ids))], TEXT)
        replaced = {_LEAVING[name] for name in self.look.following}
        history = {}
        for name, fact in world_of(self.vocabulary).given.items():
            if isinstance(fact.kind, SpellsOf):
                continue
            if name in self.pool.in_history:
                history[name] = self._entries(name, fact.kind)
            else:
                values = [_plain(person.fact(name)) for person in self.pool.people]
                self.columns.update(self._columns(name, fact.kind, values))
        spells = {name: self._spells(name) for name in HISTORIES if name not in {"contacts", *replaced}}
        contacts = None if "contacts" in replaced else self._contacts()
        for name in self.look.following:
            self._follows(name, on, known_on)
        self.columns["note"] = pa.array([None if n % 3 else n for n in range(len(self.pool.ids))], WHOLE)
        return Tables(pa.table(self.columns), contacts, spells, history)

    def _id_type(self) -> pa.DataType:
        return TEXT if self.look.ids == "text" else WHOLE

    def _columns(self, name: str, kind: Kind, values: Sequence[Any]) -> dict[str, pa.Array]:
        match kind:
            case Boolean():
                return {name: pa.array(values, BOOL)}
            case NumberOf():
                return {name: pa.array(values, WHOLE)}
            case Choice("municipalities"):
                return {name: pa.array([None if one is None else self._kommun(one) for one in values], TEXT)}
            case Choice():
                return {name: pa.array(values, TEXT)}
            case Day() if self.look.parts_of_days:
                return {
                    f"{name}_earliest": pa.array([None if one is None else one.earliest for one in values], DAY),
                    f"{name}_latest": pa.array([None if one is None else one.latest for one in values], DAY),
                }
            case Day():
                return {name: pa.array([None if one is None else one.earliest for one in values], DAY)}
            case SetOf() if self.look.sets == "lists":
                return {name: pa.array([None if one is None else self._shuffled(one.inside) for one in values], TEXTS)}
            case SetOf():
                resolved = [self._resolved(kind, one) for one in values]
                return {
                    f"{name}.{word}": pa.array([one.has(word) for one in resolved], BOOL)
                    for word in self.vocabulary.words(kind)
                }
            case _:
                raise AssertionError(name)

    def _kommun(self, name: str) -> str:
        return municipality(name).code if self.draw.randrange(3) == 0 else name

    def _shuffled(self, words: Iterable[str]) -> list[str]:
        found = sorted(words)
        self.draw.shuffle(found)
        return found

    def _resolved(self, kind: SetOf, value: Members | None) -> Members:
        words = frozenset(self.vocabulary.words(kind))
        if value is None:
            return Members(unknown=words)
        if kind.of != "agencies":
            return value
        register = self.vocabulary.agencies
        inside, unknown = ({register.agency(one).id for one in some} for some in (value.inside, value.unknown))
        return Members(words & inside, words & unknown)

    def _entries(self, name: str, kind: Kind) -> Table:
        rows = [(id_, entry) for id_, person in self._each() for entry in person.fact(name).entries]
        self.draw.shuffle(rows)
        table = self._days_of(rows)
        # What is taken back is null throughout: every member unknown, no bound of a day.
        table.update(self._columns("value", kind, [entry.value for _, entry in rows]))
        return pa.table(table)

    def _spells(self, name: str) -> Table:
        rows = [(id_, s) for id_, one in self._each() if (found := one.spells(name)) is not None for s in found.entries]
        self.draw.shuffle(rows)
        table = self._days_of(rows)
        match name:
            case "contacts":
                table["agency"] = pa.array([spell.agency for _, spell in rows], TEXT)
            case "livelihoods" | "occupations":
                table["kind"] = pa.array([spell.kind for _, spell in rows], TEXT)
            case "work_capacity":
                table["by"] = pa.array([spell.by for _, spell in rows], TEXT)
                table["finding"] = pa.array([spell.finding for _, spell in rows], TEXT)
            case _:
                pass
        if self.look.recorded:
            table["void"] = pa.array([self._void(spell) for _, spell in rows], BOOL)
        if name != "contacts":
            told = [self._said_whole(person.spells(name)) for person in self.pool.people]
            self.columns[f"{name}_complete"] = pa.array(told, BOOL)
        return pa.table(table)

    def _void(self, spell: Spell) -> bool | None:
        return True if spell.void else self.draw.choice([False, False, None])

    def _said_whole(self, found: Spells[Any] | None) -> bool | None:
        if found is None:
            return None
        if found.complete is not True:
            return False
        return self.draw.choice([True, None]) if found.entries else True

    def _contacts(self) -> Table | None:
        told = [found for _, one in self._each() for found in [one.spells("contacts")]]
        whole = [None if one is None else one.complete for one in told]
        self.columns["contacts_complete"] = pa.array(
            [one if isinstance(one, bool) else self.draw.choice([False, None]) for one in whole], BOOL
        )
        for part in self.look.parts:
            parts = [isinstance(one, frozenset) and part in one for one in whole]
            said = [one or self.draw.choice([False, None]) for one in parts]
            self.columns[f"contacts_complete.{part}"] = pa.array(said, BOOL)
        if self.look.contacts == "table":
            return self._spells("contacts")
        lists = [None if one is None else self._shuffled(s.agency for s in one.standing()) for one in told]
        self.columns["contacts"] = pa.array(lists, TEXTS)
        return None

    def _days_of(self, rows: Sequence[tuple[Any, Any]]) -> dict[str, pa.Array]:
        table = {"participant": pa.array([id_ for id_, _ in rows], self._id_type())}
        names = ("since", "until", "recorded_on") if self.look.recorded else ("since", "until")
        return table | {name: pa.array([getattr(one, name) for _, one in rows], DAY) for name in names}

    def _follows(self, name: str, on: date | None, known_on: date | None) -> None:
        if on is None:
            raise AssertionError("what follows is of a day")
        read = reader(name, self.vocabulary)
        values = [read(person, on, known_on) for person in self.pool.people]
        kind = self.vocabulary.facts[name].kind
        if isinstance(kind, SetOf):
            for word in self.vocabulary.words(kind):
                self.columns[f"{name}.{word}"] = pa.array([one.has(word) for one in values], BOOL)  # type: ignore[union-attr]
        else:
            plain = [one if isinstance(one, bool | int) else None for one in values]
            self.columns[name] = pa.array(plain, BOOL if isinstance(kind, Boolean) else WHOLE)

    def _each(self) -> Iterator[tuple[Any, EmbeddedPerson]]:
        return zip(self.pool.ids, self.pool.people, strict=True)


def _plain(value: Dated[Any]) -> Any:
    """Return the one value of a fact that has no days, or nothing."""
    if len(value.entries) > 1:
        raise AssertionError("a fact with entries has a long table")
    return value.entries[0].value if value.entries else None
