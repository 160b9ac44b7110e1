"""Models: small random ones, with facts of every kind, an own closed list, programmes and a constraint."""

from collections.abc import Iterable, Mapping
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan.agencies import Agencies, Agency
from samverkan.constraints import Constraint
from samverkan.loading import load_model
from samverkan.model import Model
from samverkan.participants import FACTS
from samverkan.rules.facts import Boolean, Choice, Day, Elapsed, Expression, Fact, Kind, NumberOf, SetOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sources import ASSUMED
from samverkan.testing.random_programmes import programmes_of
from samverkan.testing.values import Draw
from samverkan.testing.worlds import world_of
from samverkan.texts import Text

__all__ = ["models"]

_SOME: Final = ("age", "residence", "parties", "unmet_need", "employed", "sick_leave_days", "receives", "needs")
_MOST: Final = 4
_WORDS: Final = ("red", "green", "blue", "white")


def models() -> SearchStrategy[Model]:
    """Draw a small model: some of a participant's facts, some of its own, one to three programmes.

    It is a model of nothing in particular. It shows whether a tool that takes models takes any model.

    >>> from hypothesis import find
    >>> sorted(find(models(), lambda model: len(model.programmes) == 2).programmes)
    ['programme-a', 'programme-b']
    """
    shipped = load_model("finsam")
    register = shipped.agencies

    @st.composite
    def model(draw: Draw) -> Model:
        chosen = draw(st.lists(st.sampled_from(_SOME), min_size=1, max_size=_MOST, unique=True))
        own = _own(draw(_BOUNDS))
        picked = draw(st.binary(min_size=len(own), max_size=len(own)))
        named = [name for name, byte in zip(own, picked, strict=True) if byte % 2]
        facts = {**_with_roots(chosen, shipped.vocabulary), **{name: own[name] for name in _resting(named, own)}}
        agencies = [*register.agencies.values(), *draw(st.sampled_from(_AGENCIES))]
        bare = Model(
            id="made-up",
            name=Text(sv="en påhittad modell", en="a made-up model"),
            agencies=Agencies(register.parties, agencies, register.bodies),
            documents=(),
            definitions=[_CONSTRAINT] if {"flag", "other_flag"} <= facts.keys() else [],
            facts=facts,
            lists={**shipped.lists, "colours": {word: Text(f"färgen {word}", f"the colour {word}") for word in _WORDS}},
        )
        ids = [f"programme-{letter}" for letter in "abc"[: draw(st.integers(1, 3))]]
        return bare.with_([draw(programmes_of(world_of(bare), id_)) for id_ in ids])

    return model()


_BOUNDS: Final = st.integers(1, 4)
_AGENCIES: Final[tuple[tuple[Agency, ...], ...]] = (
    (),
    (Agency("studio", None, Text("ateljén", "the studio")),),
    (Agency("kommun/fritid", "kommun", Text("fritidsenheten", "leisure services")),),
)
_CONSTRAINT: Final = Constraint(
    id="not-both",
    rule="not flag or not other_flag",
    text=Text(sv="Ingen har båda flaggorna.", en="Nobody has both flags."),
    source=ASSUMED,
)


def _with_roots(names: Iterable[str], vocabulary: Vocabulary) -> Mapping[str, Fact]:
    """Return facts of a participant, and those on which they rest."""
    wanted = {name for one in names for name in (one, vocabulary.given(one))}
    if "parties" in wanted:
        wanted.add("agencies")
    return {name: fact for name, fact in FACTS.items() if name in wanted}


def _resting(names: Iterable[str], own: Iterable[str]) -> list[str]:
    """Return own facts, and those on which they rest, in the order of *own*."""
    wanted = {name for one in names for name in (one, *_RESTS_ON.get(one, ()))}
    return [name for name in own if name in wanted]


_RESTS_ON: Final[Mapping[str, tuple[str, ...]]] = {
    "years": ("arrived",),
    "months": ("arrived",),
    "days": ("arrived",),
    "large_and_flagged": ("size", "flag"),
}


def _own(least: int) -> Mapping[str, Fact]:
    """Return a fact of each kind that a model can declare, and of each way in which one can follow from another."""
    return {
        "flag": _fact(Boolean(), "flaggan", "the flag"),
        "other_flag": _fact(Boolean(), "den andra flaggan", "the other flag"),
        "size": _fact(NumberOf(Text("rutor", "squares"), least=least, most=9), "storleken", "the size"),
        "other_size": _fact(NumberOf(Text("rutor", "squares"), least=0), "den andra storleken", "the other size"),
        "colour": _fact(Choice(of="colours"), "färgen", "the colour"),
        "colours": _fact(SetOf(of="colours"), "färgerna", "the colours"),
        "arrived": _fact(Day(), "ankomsten", "the arrival"),
        "years": _elapsed("years", Text("år", "years")),
        "months": _elapsed("months", Text("månader", "months")),
        "days": _elapsed("days", Text("dagar", "days")),
        "large_and_flagged": _fact(
            Boolean(), "stor med flagga", "large and flagged", Expression(f"size > {least + 2} and flag")
        ),
    }


def _elapsed(unit: str, words: Text) -> Fact:
    derived = {one: Elapsed("arrived", one) for one in ("years", "months", "days")}[unit]
    return _fact(NumberOf(words, least=0), f"tiden i {words.sv}", f"the time in {words.en}", derived)


def _fact(kind: Kind, sv: str, en: str, derived: Elapsed | Expression | None = None) -> Fact:
    plain = Text(sv=sv, en=en)
    match kind:
        case NumberOf():
            said = Text(sv=f"{sv} är {{number}}", en=f"{en} is {{number}}")
            return Fact(kind=kind, asked=plain, shown=plain, said=said, derived=derived)
        case SetOf():
            asked = Text(sv=f"{sv}: {{members}}", en=f"{en}: {{members}}")
            said = Text(sv=f"har {sv} med {{member}}", en=f"has {en} with {{member}}")
            return Fact(kind=kind, asked=asked, shown=plain, said=said, derived=derived)
        case _:
            said = Text(sv=f"har {sv}", en=f"has {en}")
            return Fact(kind=kind, asked=plain, shown=plain, said=said, derived=derived)
