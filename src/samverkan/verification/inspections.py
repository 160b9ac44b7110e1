"""Going through the rules of a whole model: what nobody can meet, what does nothing, who is left out."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Final, Protocol, assert_never

from samverkan.bound_programmes import BoundProgramme
from samverkan.bound_rules import BoundTargetGroup
from samverkan.dates import as_optional_day
from samverkan.errors import UnknownNameError
from samverkan.programmes import ProgrammeKind
from samverkan.texts import Text, joined
from samverkan.verification.claims import Asked, rule_on
from samverkan.verification.collisions import collisions
from samverkan.verification.comparisons import overlaps, satisfiable
from samverkan.verification.gaps import gaps
from samverkan.verification.idle import doing_nothing, idle_parameters
from samverkan.verification.occasions import in_force, last_change, occasions
from samverkan.verification.proofs import Result, answerer, in_both
from samverkan.verification.questions import Answerer
from samverkan.verification.reviews import Counted, Finding, Kind, Review, found, gathered

__all__ = ["Rules", "check_names", "everything", "pairs", "review"]


class Rules(Protocol):
    """What can be gone through: a model, or whatever has these parts of one."""

    @property
    def programmes(self) -> Mapping[str, BoundProgramme]:
        """The programmes, by id."""
        ...

    @property
    def predicates(self) -> Mapping[str, BoundProgramme]:
        """The predicates, by id."""
        ...

    @property
    def target_groups(self) -> Mapping[str, BoundTargetGroup]:
        """The target groups, by id."""
        ...


def review(  # noqa: PLR0913 - each narrows or widens what is asked
    model: Rules,
    on: date | str | None = None,
    *,
    only: Collection[str] = (),
    overlapping: bool = False,
    colliding: Iterable[tuple[str, str]] = (),
    by: Answerer | None = None,
) -> Iterator[Review]:
    """Go through the rules of a model and yield what was found about each programme, predicate and target group.

    Of each programme and predicate, under each of its readings, it asks whether anybody can meet the
    criteria, which criteria and parameters do nothing, and whom the reading takes in or leaves out
    beside the default one. Of each target group that has a rule it asks whom of it the programmes of
    its place leave out, under their default readings: those in force whose ``area`` has its kommun,
    or who name no area; for the group of a party, those in which the party coordinates, or that name
    no parties.

    It asks about the days on which something of that changes, or about *on* alone. What is in force
    without beginning or end is asked about on the last day on which anything in the model changes. With *only*
    it goes through the programmes, predicates and target groups of these ids alone; a group that is
    descriptive only is there, without days, when it is named. With
    *overlapping* it tells who meets the criteria of two programmes that have a place in common, and
    of each pair of *colliding* whom both keep out because each goes by its own judgement of health.

    Raises:
        InvalidValueError: when the day is not one.
        UnknownNameError: when nothing in the model bears one of the names.

    >>> from samverkan import load_model
    >>> finsam = load_model("finsam")
    >>> for one in review(finsam, "2016-10-03", only=["en-vag-in"]):
    ...     print(one.subject, [(finding.kind.value, finding.reading) for finding in one.findings][:2])
    en-vag-in [('reading', '16-65'), ('reading', 'goal')]
    """
    inspection = _Inspection(model, as_optional_day(on), only, answerer(by))
    check_names(only, [one.id for one in everything(model)])
    return chain(_reviews(inspection, overlapping=overlapping), pairs(model, on, colliding, by=by))


def pairs(
    model: Rules, on: date | str | None, colliding: Iterable[tuple[str, str]], *, by: Answerer | None = None
) -> Iterator[Review]:
    """Yield of each pair whom both keep out because each goes by its own judgement of health, and nothing else.

    Raises:
        InvalidValueError: when the day is not one.
        UnknownNameError: when no programme or predicate of the model bears one of the names.
    """
    inspection, some = _Inspection(model, as_optional_day(on), (), answerer(by)), [*colliding]
    check_names([name for pair in some for name in pair], [*model.programmes, *model.predicates])
    return (inspection.pair(a, b) for a, b in some)


def check_names(names: Iterable[str], among: Collection[str]) -> None:
    """Refuse names that are not *among* those there are.

    Raises:
        UnknownNameError: when there is one.
    """
    for name in names:
        if name not in among:
            raise UnknownNameError("programme or target group", name, among)


def everything(model: Rules) -> Sequence[Asked]:
    """Return the programmes, the predicates and the target groups of a model."""
    return [*model.programmes.values(), *model.predicates.values(), *model.target_groups.values()]


def _reviews(inspection: "_Inspection", *, overlapping: bool) -> Iterator[Review]:
    for asked in everything(inspection.model):
        if not inspection.is_about(asked):
            continue
        match asked:
            case BoundProgramme():
                yield inspection.programme(asked, overlapping=overlapping)
            case BoundTargetGroup(rule=None):
                if inspection.is_named(asked):
                    yield inspection.described(asked)
            case BoundTargetGroup():
                yield inspection.group(asked)
            case _ as never:
                assert_never(never)


class _Inspection:
    """What goes through one model."""

    def __init__(self, model: Rules, on: date | None, only: Collection[str], who: Answerer) -> None:
        self.model = model
        self._on = on
        self._only = only
        self._who = who
        self._otherwise = last_change(everything(model))

    def is_about(self, asked: Asked) -> bool:
        return not self._only or asked.id in self._only

    def is_named(self, asked: Asked) -> bool:
        return asked.id in self._only

    def programme(self, programme: BoundProgramme, *, overlapping: bool) -> Review:
        who = Counted(self._who)
        asked = [(reading, day) for reading in programme.readings.values() for day in self._days([programme, reading])]
        findings = [
            finding
            for reading, day in asked
            for finding in (*_faults(reading, day, who), *_read_otherwise(programme, reading, day, who))
        ]
        if overlapping and programme.id in self.model.programmes:
            findings += self._overlaps(programme, who)
        return Review(
            subject=programme.id,
            name=programme.definition.name,
            part="predicate" if programme.definition.kind is ProgrammeKind.PREDICATE else "programme",
            readings=programme.readings,
            days=sorted({day for _, day in asked}),
            questions=who.asked,
            findings=gathered(findings),
        )

    def group(self, group: BoundTargetGroup) -> Review:
        who = Counted(self._who)
        near = [one for one in self.model.programmes.values() if _is_near(one, group)]
        changes = occasions([group, *near], self._otherwise)
        # How things were before the first change is of interest only where nothing ever changed.
        days = (self._on,) if self._on else changes[1:] or changes
        findings = [finding for day in days for finding in _left_out(group, near, day, who)]
        return Review(
            subject=group.id,
            name=group.definition.name,
            part="target-group",
            days=days,
            questions=who.asked,
            findings=gathered(findings),
        )

    def described(self, group: BoundTargetGroup) -> Review:
        """Return the review of a group that has no rule: nothing can be asked about it, on no day."""
        return Review(
            subject=group.id, name=group.definition.name, part="target-group", days=(), questions=0, findings=()
        )

    def pair(self, first: str, second: str) -> Review:
        who = Counted(self._who)
        there = {**self.model.programmes, **self.model.predicates}
        a, b = there[first], there[second]
        days = self._days([a, b])
        findings = [
            one
            for day in days
            for one in found(
                collisions(a, b, day, by=who), Kind.COLLISION, when=Result.COUNTEREXAMPLE, said=_of(_COLLISION, a, b)
            )
        ]
        name = in_both(lambda language: joined((one.definition.name.in_(language) for one in (a, b)), language))
        return Review(
            subject=f"{first}, {second}",
            name=name,
            part="pair",
            days=days,
            questions=who.asked,
            findings=gathered(findings),
        )

    def _days(self, together: Sequence[BoundProgramme]) -> tuple[date, ...]:
        """Return the days on which to ask about programmes that are all in force."""
        days = (self._on,) if self._on else occasions(together, self._otherwise)
        return tuple(day for day in days if all(in_force(one, day) for one in together))

    def _overlaps(self, programme: BoundProgramme, who: Answerer) -> Iterator[Finding]:
        """Yield who meets the criteria of another programme as well; each pair is told once, with the first of it."""
        all_of_them = list(self.model.programmes.values())
        place = all_of_them.index(programme)
        told = {one.id for one in all_of_them[: place + 1] if self.is_about(one)}
        for other in all_of_them:
            if other.id in told or not _share_a_place(programme, other):
                continue
            for day in self._days([programme, other]):
                said = _of(_OVERLAP, programme, other)
                proof = overlaps(programme, other, day, by=who)
                yield from found(proof, Kind.OVERLAP, when=Result.COUNTEREXAMPLE, said=said)


def _faults(programme: BoundProgramme, on: date, who: Answerer) -> Iterator[Finding]:
    """Yield what nobody can meet; where somebody can, what does nothing."""
    reading = programme.reading.id
    taken = satisfiable(programme, on, by=who)
    yield from found(taken, Kind.UNSATISFIABLE, when=Result.PROVED, reading=reading)
    # Where nobody meets all, every claim about those who meet the others holds.
    dead = doing_nothing(programme, on, who, constant=taken.result is Result.PROVED)
    yield from (one for proof in dead for one in found(proof, Kind.DEAD, when=Result.PROVED, reading=reading))
    if taken.result is Result.PROVED:
        return
    idle = idle_parameters(programme, on, by=who)
    yield from (one for proof in idle for one in found(proof, Kind.IDLE, when=Result.PROVED, reading=reading))


def _read_otherwise(default: BoundProgramme, other: BoundProgramme, on: date, who: Answerer) -> Iterator[Finding]:
    """Yield whom a reading takes in and leaves out, beside the default one."""
    if other is default or rule_on(other, on) == rule_on(default, on):
        return
    reading = other.reading.id
    more = gaps([default], on, among=other, by=who)
    fewer = gaps([other], on, among=default, by=who)
    for proof, said, whom in ((more, _TAKES_IN, _WHOM_IT_TAKES), (fewer, _LEAVES_OUT, _WHOM_DEFAULT_TAKES)):
        yield from found(
            proof,
            Kind.READING,
            when=Result.COUNTEREXAMPLE,
            said=_beside(said, default),
            reading=reading,
            whom=_beside(whom, default),
        )
    if more.result is Result.PROVED and fewer.result is Result.PROVED:
        constraints = dict.fromkeys((*more.constraints, *fewer.constraints))
        same = _beside(_READS_THE_SAME, default)
        yield Finding(kind=Kind.SAME, said=same, reading=reading, days=[on], constraints=constraints)


def _beside(said: Text, default: BoundProgramme) -> Text:
    return in_both(lambda language: said.filled(language, {"default": default.reading.id}))


def _left_out(group: BoundTargetGroup, near: Iterable[BoundProgramme], on: date, who: Answerer) -> Iterator[Finding]:
    """Yield whom of a group all programmes leave out that are near it and in force."""
    belonging = satisfiable(group, on, by=who)
    yield from found(belonging, Kind.UNSATISFIABLE, when=Result.PROVED)
    running = [one for one in near if in_force(one, on)]
    if not running:
        yield Finding(kind=Kind.GAP, said=_NO_PROGRAMME, days=[on])
        return
    said = in_both(
        lambda language: _GAP.filled(
            language,
            {"programmes": joined((one.definition.name.in_(language) for one in running), language, last="or")},
        )
    )
    proof = gaps(running, on, among=group, by=who)
    yield from found(proof, Kind.GAP, when=Result.COUNTEREXAMPLE, said=said, whom=_OF_THE_GROUP)


def _is_near(programme: BoundProgramme, group: BoundTargetGroup) -> bool:
    definition, kommun = programme.definition, group.definition.kommun
    if kommun is None:
        return not definition.parties or group.definition.party in definition.parties
    return not definition.area or kommun in definition.area


def _share_a_place(a: BoundProgramme, b: BoundProgramme) -> bool:
    mine, other = set(a.definition.area), set(b.definition.area)
    return not mine or not other or bool(mine & other)


def _of(said: Text, a: BoundProgramme, b: BoundProgramme) -> Text:
    names = {"a": a.definition.name, "b": b.definition.name}
    return in_both(lambda language: said.filled(language, {name: one.in_(language) for name, one in names.items()}))


_TAKES_IN: Final = Text(
    sv="läsningen tar med personer som läsningen {default} inte tar med",
    en="the reading takes in people whom the reading {default} does not",
)
_WHOM_IT_TAKES: Final = Text(sv="som läsningen tar med", en="whom the reading takes in")
_LEAVES_OUT: Final = Text(
    sv="läsningen lämnar utanför personer som läsningen {default} tar med",
    en="the reading leaves out people whom the reading {default} takes in",
)
_WHOM_DEFAULT_TAKES: Final = Text(sv="som läsningen {default} tar med", en="whom the reading {default} takes in")
_READS_THE_SAME: Final = Text(
    sv="läsningen är skriven på ett annat sätt än {default} men ger samma svar för alla när allt är känt",
    en="the reading is written otherwise than {default} and gives everybody the same answer once all is known",
)
_GAP: Final = Text(
    sv="det finns personer i gruppen som inte uppfyller kriterierna för {programmes}",
    en="there are people in the group who do not meet the criteria of {programmes}",
)
_OF_THE_GROUP: Final = Text(sv="i gruppen", en="in the group")
_NO_PROGRAMME: Final = Text(
    sv="inget program på gruppens ort är i kraft", en="no programme of the group's place is in force"
)
_OVERLAP: Final = Text(
    sv="det finns personer som uppfyller kriterierna för både {a} och {b}",
    en="there are people who meet the criteria of both {a} and {b}",
)
_COLLISION: Final = Text(
    sv="det finns personer som står utanför både {a} och {b} för att var och en går efter sin bedömning av hälsan",
    en="there are people who are kept out of both {a} and {b} because each goes by its own judgement of health",
)
