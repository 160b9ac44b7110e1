"""Figures: what one comes to, between what it lies, and the words in which it is told."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_samples import indicator
from samverkan.errors import InvalidValueError
from samverkan.figure_words import WORDS
from samverkan.figures import Behind, Figure, Part, value_in
from samverkan.indicators import Goal, GroupBy, Indicator
from samverkan.periods import as_period
from samverkan.sources import ASSUMED
from samverkan.summaries import summarise
from samverkan.texts import LANGUAGES, Text
from strategies import examples

SPACE = "\N{NO-BREAK SPACE}"
NAME = Text("Andelen", "The share")


def definition(**fields: Any) -> Indicator:
    """Return what a figure is of: a share of persons unless something else is said."""
    return indicator(name=NAME, **fields)


REFERRED = {"counts": "referrals", "reference_day": "received"}
OF: dict[str, Indicator] = {
    "share": definition(),
    "number": definition(measure="number", numerator=..., counts="participations", reference_day="started"),
    "mean": definition(measure="mean", numerator=..., value="times_sent_back", **REFERRED),
    "kept": definition(measure="kept", numerator=..., lead_time="contact", **REFERRED),
    "days": definition(measure="days", numerator=..., lead_time="to-contact", **REFERRED),
    "per inhabitant": definition(of="inhabitants"),
}


def figure(of: Indicator | str = "share", **fields: Any) -> Figure:
    """Return a figure of 2016."""
    what = OF[of] if isinstance(of, str) else of
    whole = {
        "indicator": what.id, "period": as_period("2016"), "as_of": date(2016, 12, 31), "counts": what.counts,
        "measure": what.measure, "definition": what, **fields,
    }  # fmt: skip
    return Figure(**whole)


COUNTS = st.integers(0, 10**5)

# --- What it comes to -----------------------------------------------------------------------------------


@examples(60)
@given(COUNTS, COUNTS)
def test_a_share_is_exact(came: int, rest: int) -> None:
    """It is so many of so many; of nobody there is none, which is not nothing."""
    wanted = Fraction(came, came + rest) if came + rest else None
    for of in ("share", "kept", "mean"):
        assert wanted == figure(of, numerator=came, denominator=came + rest).value


def test_of_nobody_there_is_no_figure() -> None:
    """0 of 0 is neither 0 nor 100 per cent; the number of nobody is 0, and a median of nothing is none."""
    values = {of: figure(of).value for of in OF}
    assert {**dict.fromkeys(OF), "number": Fraction(0)} == values
    assert figure("days", summary=summarise([])).value is None
    assert all(figure(of).bounds is None and figure(of).is_reached is None for of in OF)


@examples(60)
@given(COUNTS, COUNTS, COUNTS, COUNTS, st.data())
def test_the_share_lies_between_its_bounds_whatever_is_unknown(
    came: int, rest: int, unknown: int, perhaps: int, data: Any
) -> None:
    """However many of the unknown turn out to be in the numerator, and of the perhaps to belong at all."""
    one = figure(numerator=came, denominator=came + rest, unknown=unknown, perhaps=perhaps)
    more, belong = data.draw(st.integers(0, unknown)), data.draw(st.integers(0, perhaps))
    also = data.draw(st.integers(0, belong))
    of = came + rest + unknown + belong
    if one.bounds is None:
        assert came + rest + unknown + perhaps == 0
    elif of:
        assert one.bounds[0] <= Fraction(came + more + also, of) <= one.bounds[1]
    if one.bounds and one.value is not None:
        assert one.bounds[0] <= one.value <= one.bounds[1]
        assert (one.bounds[0] == one.bounds[1]) is (unknown + perhaps == 0)


@pytest.mark.parametrize("of", ["number", "mean", "days", "per inhabitant"])
def test_what_is_no_share_of_those_counted_has_no_bounds(of: str) -> None:
    """Between what it lies is not said."""
    assert figure(of, numerator=3, denominator=5, unknown=1).bounds is None


@pytest.mark.parametrize(
    ("came", "of", "reached", "told"),
    [(159, 200, False, "79,5"), (160, 200, True, "80"), (1599, 2000, False, "80"), (75, 95, False, "78,9"), (0, 0, None, None)],
    ids=["79.5", "80", "79.95", "75 of 95", "nobody"],
)  # fmt: skip
def test_a_goal_is_compared_before_rounding(came: int, of: int, reached: bool | None, told: str | None) -> None:
    """79.95 per cent is printed as 80 and does not reach 80: a rounding turns nothing green."""
    goal = Goal(direction="higher", value="80 %", source=ASSUMED)  # type: ignore[arg-type]
    one = figure(definition(goal=goal), numerator=came, denominator=of)
    assert reached is one.is_reached
    assert ("Målet är inte nått." in one.explain("sv")) is (reached is False)
    assert ("The goal is reached." in str(one)) is (reached is True)
    assert told is None or f"{told}{SPACE}% ({came}" in one.explain("sv").replace(f"{SPACE}av", " av").replace(
        f"1{SPACE}599", "1599"
    )


def test_a_direction_alone_is_never_reached() -> None:
    """Where no source says what is to be reached, nothing is said of reaching it."""
    goal = Goal(direction="lower", source=ASSUMED)  # type: ignore[arg-type]
    one = figure(definition(goal=goal), numerator=1, denominator=2)
    assert one.is_reached is None
    assert "goal" not in str(one)


# --- Numbers that were published ---------------------------------------------------------------------------

PUBLISHED = [
    (52, 127, "40,9"),  # finsamsuvs.se 2022, which prints 40 per cent
    (17454, 24867, "70,2"),  # the whole country 2020, with personal data
    (117, 133, "88"), (127, 133, "95,5"), (128, 132, "97"), (119, 132, "90,2"), (75, 95, "78,9"), (33, 38, "86,8"),  # Umeåregionen 2022
]  # fmt: skip


@pytest.mark.parametrize(("came", "of", "told"), PUBLISHED, ids=[f"{row[0]} of {row[1]}" for row in PUBLISHED])
def test_a_published_share_is_told_to_a_decimal(came: int, of: int, told: str) -> None:
    """What was published is a share of two numbers, and is told from them."""
    assert f"{told}{SPACE}%" == value_in(figure(numerator=came, denominator=of), "sv")


def test_the_anonymous_are_in_a_number_and_told_beside_it() -> None:
    """24 867 took part in 2020, of whom 7 413 without personal data."""
    one = figure("number", numerator=24867, denominator=24867, anonymous=7413)
    assert f"Antal deltaganden: 24{SPACE}867.\nAnonyma: 7{SPACE}413." in one.explain("sv")
    assert "Number of participations: 24,867.\nAnonymous: 7,413." in one.explain("en")
    assert 17454 == one.value - one.anonymous  # type: ignore[operator]


# --- The words ----------------------------------------------------------------------------------------------


TOLD: dict[str, tuple[Figure, list[str]]] = {
    "a share": (
        figure(numerator=3, denominator=4, unknown=2, perhaps=1),
        [
            "Andelen, 2016 (avläst den 31 december 2016)", f"75{SPACE}% (3 av 4 personer).", "Okänt för 2.",
            "För 1 är det okänt om de ska räknas med.", f"Hur det än är med dem som är okända ligger andelen mellan 42,9{SPACE}% och 85,7{SPACE}%.",
        ],
    ),
    "of a group": (
        figure(numerator=1, denominator=2, group={GroupBy.SEX: "woman", GroupBy.AGE: None}),
        ["Andelen, 2016 (avläst den 31 december 2016), woman, okänt", f"50{SPACE}% (1 av 2 personer)."],
    ),
    "a mean": (
        figure("mean", numerator=7, denominator=2, untold=3, rejected=1),
        [
            "Andelen, 2016 (avläst den 31 december 2016)", "I genomsnitt 3,5 (7 på 2 remisser).",
            "Om remisser är ingenting känt i 3 ärenden.", "Poster som inte gick att läsa: 1.",
        ],
    ),
    "of one": (
        figure("mean", numerator=3, denominator=1),
        ["Andelen, 2016 (avläst den 31 december 2016)", "I genomsnitt 3 (3 på 1 remiss)."],
    ),
    "a promise": (
        figure("kept", numerator=1, denominator=2, pending=1),
        ["Andelen, 2016 (avläst den 31 december 2016)", f"50{SPACE}% (1 av 2 remisser).", "Ännu inte avgjort för 1."],
    ),
    "per inhabitant": (
        figure("per inhabitant", numerator=5, denominator=1000, unknown=2),
        ["Andelen, 2016 (avläst den 31 december 2016)", f"0,5{SPACE}% (5 av 1{SPACE}000 invånare).", "Okänt för 2."],
    ),
    "of nobody": (
        figure(),
        ["Andelen, 2016 (avläst den 31 december 2016)", "Går inte att räkna ut: det finns inga personer att räkna på."],
    ),
    "of nobody who is known": (
        figure(unknown=3),
        [
            "Andelen, 2016 (avläst den 31 december 2016)",
            "Går inte att räkna ut: det som behövs är inte känt för några personer.", "Okänt för 3.",
            f"Hur det än är med dem som är okända ligger andelen mellan 0{SPACE}% och 100{SPACE}%.",
        ],
    ),
    "a median of what runs": (
        figure("days", denominator=2, pending=2, summary=summarise([])),
        ["Andelen, 2016 (avläst den 31 december 2016)", "Det finns ingen median: inga är klara.", "Ännu inte avgjort för 2."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "lines"), TOLD.values(), ids=TOLD)
def test_a_figure_is_told_with_all_that_it_rests_on(one: Figure, lines: list[str]) -> None:
    """What it is of, what it comes to, and everything that is not in it; in English in as many lines."""
    assert lines == one.explain("sv").splitlines()
    assert len(lines) == len(str(one).splitlines())


def test_a_median_is_told_in_days() -> None:
    """With how many had stopped, of how many."""
    summary = type("Half", (), {"median": 12.5})()
    one = figure("days", numerator=2, denominator=4, summary=summary)
    assert Fraction(25, 2) == one.value
    assert "Medianen är 12,5 dagar (2 av 4 klara)." in one.explain("sv")
    assert "The median is 12.5 days (2 of 4 stopped)." in one.explain("en")
    assert not value_in(figure("days"), "sv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_of_no_outcome(language: Any) -> None:
    """Nothing in them decides anything of anybody."""
    told = " ".join(text.in_(language) for text in WORDS.values()).lower()
    assert not any(
        word in told for word in ("beslut", "rätt till", "bevilja", "avslag", "behörig", "decision", "entitled")
    )


# --- The cases ----------------------------------------------------------------------------------------------

SECRET = "19910125-hemlig"  # noqa: S105


def test_the_cases_are_found_by_their_part() -> None:
    """By one or several; without any, all of them. What is no part is refused, and so it is where none were kept."""
    behind = [Behind(f"d-{part}", None, part) for part in Part]
    one = figure(behind=behind)
    assert ("d-rest",) == tuple(case.participant for case in one.cases_in("rest"))
    assert {"d-unknown", "d-perhaps"} == {case.participant for case in one.cases_in(Part.UNKNOWN, "perhaps")}
    assert tuple(behind) == one.cases_in()
    with pytest.raises(InvalidValueError, match="parts: wanted numerator or rest"):
        one.cases_in("denominator")
    with pytest.raises(InvalidValueError, match="behind: wanted a figure that keeps its cases"):
        figure(keeps_cases=False).cases_in()


def test_a_figure_shows_no_case_in_passing() -> None:
    """Neither it nor the cases behind it are printed with whose they are."""
    case = Behind(SECRET, f"r-{SECRET}", Part.REST)
    one = figure(behind=[case], denominator=1, parts=[figure(behind=[case], denominator=1)])
    assert ("<Figure some: 0 of 1>", "<Behind rest>") == (repr(one), repr(case))
    assert all(SECRET not in told for told in (str(one), repr(one), repr([case]), one.explain("sv")))


def test_figures_are_values() -> None:
    """Two of the same numbers are equal and one, and none changes."""
    same = [figure(numerator=1, denominator=2, group={GroupBy.SEX: "man"}) for _ in range(2)]
    assert same[0] == same[1] != figure(numerator=1, denominator=3)
    assert 1 == len({*same})
    with pytest.raises(AttributeError):
        same[0].numerator = 2  # type: ignore[misc]
