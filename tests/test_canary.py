"""The rules of three programmes written by hand, as a polars expression and as a z3 formula, agree with ``decide``.

Nothing here reads the programmes: their default readings are written out once for columns with nulls
and once as pairs of terms, *surely met* and *surely not met*. That both can be written, and that both
say what ``decide`` says, shows that a rule's tree can be read by engines and by solvers.
"""

from collections import Counter
from datetime import date, timedelta
from functools import cache, partial
from random import Random

import polars as pl
import pytest
import z3

from samverkan import Contact, Outcome, Participant, SickLeave, decide, load_model

PEOPLE = 10_000
PROGRAMMES = ["en-vag-in", "orvar", "kaa"]
PLACES = {"en-vag-in": ["Ludvika", "Smedjebacken"], "orvar": ["Ale", "Kungälv", "Stenungsund", "Tjörn"]}
FORCE = {"en-vag-in": (date(2016, 10, 3), date.max), "orvar": (date(2008, 7, 1), date(2009, 12, 31))}
# For a day, the last birth dates of those who have turned 16 and 65. On 28 February of an ordinary
# year, someone born on the 29th has turned 65.
TURNED = {
    date(2016, 10, 2): (date(2000, 10, 2), date(1951, 10, 2)),
    date(2016, 10, 3): (date(2000, 10, 3), date(1951, 10, 3)),
    date(2021, 2, 28): (date(2005, 2, 28), date(1956, 2, 29)),
    date(2008, 6, 30): (date(1992, 6, 30), date(1943, 6, 30)),
    date(2008, 9, 22): (date(1992, 9, 22), date(1943, 9, 22)),
    date(2009, 12, 31): (date(1993, 12, 31), date(1944, 12, 31)),
    date(2010, 1, 1): (date(1994, 1, 1), date(1945, 1, 1)),
}
# For a day, the last birth date of those who have turned 20; the duty changed on 1 July 2018.
TURNED_20 = {
    date(2018, 6, 30): date(1998, 6, 30),
    date(2018, 7, 1): date(1998, 7, 1),
    date(2016, 2, 29): date(1996, 2, 29),
}
CHANGED = date(2018, 7, 1)
DAYS = {"en-vag-in": list(TURNED)[:3], "orvar": list(TURNED)[3:], "kaa": list(TURNED_20)}
UNITS = {"AF": ["AF"], "FK": ["FK"], "region": ["region/psykiatri"], "kommun": ["kommun/AME", "kommun/IFO"]}
SCHEMA = {"programme": pl.String, "on": pl.Date, "turned_16": pl.Date, "turned_65": pl.Date}
SCHEMA |= {"earliest": pl.Date, "latest": pl.Date, "residence": pl.String, "unmet_need": pl.Boolean}
SCHEMA |= {"employed": pl.Boolean, "on_sick_leave": pl.Boolean, "sick_leave_days": pl.Int64}
SCHEMA |= dict.fromkeys(UNITS, pl.Boolean)
SCHOOL = [
    "completed_compulsory_school",
    "completed_upper_secondary",
    "attends_upper_secondary",
    "introductory_programme",
]
SCHEMA |= {"turned_20": pl.Date, **dict.fromkeys(SCHOOL, pl.Boolean)}


# --- Random people, as participants and as rows ------------------------------------------------------


def spell(draw, on):
    """Draw the days of something that begins and ends about *on*."""
    since = on - timedelta(draw.randint(-20, 150))
    return since, draw.choice([None, since + timedelta(draw.randint(0, 160))])


def birth(draw, turned, oldest=19_000):
    """Draw a birth date as it is written, with the first and the last day that it can be."""
    some_day = turned[0] - timedelta(draw.randint(-1_500, oldest))
    day = draw.choice([some_day, some_day, draw.choice(turned) + timedelta(draw.randint(-2, 2))])
    first = day.replace(day=1)
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    year = date(day.year, 1, 1), date(day.year, 12, 31)
    written = [(str(day), day, day)] * 7 + [(str(day)[:7], first, last), (str(day)[:4], *year), (None, None, None)]
    return draw.choice(written)


def person(draw, programme, on):
    """Draw a person and the same person as a row of columns, null where something is unknown."""
    return pupil(draw, on) if programme == "kaa" else client(draw, programme, on)


def pupil(draw, on):
    """Draw somebody about as old as those whom the duty covers, at school or not."""
    written, earliest, latest = birth(draw, [TURNED_20[on]], oldest=700)
    chances = [[8, 1, 1], [1, 7, 1], [3, 6, 1], [4, 4, 1]]
    school = {name: draw.choices([True, False, None], chance)[0] for name, chance in zip(SCHOOL, chances, strict=True)}
    row = {"programme": "kaa", "on": on, "turned_20": TURNED_20[on], "earliest": earliest, "latest": latest, **school}
    return Participant(id="p", born=written, **school), {name: row.get(name) for name in SCHEMA}


def client(draw, programme, on):
    """Draw somebody who may work, with contacts and sick leave."""
    written, earliest, latest = birth(draw, TURNED[on])
    residence = draw.choice([*PLACES[programme] * 4, "Borlänge", None])
    unmet_need, employed = draw.choices([True, False, None], [8, 1, 1], k=2)
    current = {unit: spell(draw, on) for units in UNITS.values() for unit in units if draw.random() < 0.45}
    whole = draw.choice([True, False, draw.sample(list(UNITS), 2)])
    sick = draw.choice([None, {}, dict([spell(draw, on)]), dict([spell(draw, on), spell(draw, on - timedelta(60))])])
    row = {"programme": programme, "on": on, "turned_16": TURNED[on][0], "turned_65": TURNED[on][1]}
    row |= {"earliest": earliest, "latest": latest, "residence": residence}
    row |= {"unmet_need": unmet_need, "employed": employed}
    for party, units in UNITS.items():
        inside = any(unit in current and runs(current[unit], on) for unit in units)
        listed = party in {"AF", "FK"} and party in current  # Of the others nobody has listed every unit.
        surely_out = listed or whole is True or (whole is not False and party in whole)
        row[party] = True if inside else False if surely_out else None
    if sick is not None:
        day = 0
        while any(runs(one, on - timedelta(day)) for one in sick.items()):
            day += 1
        row |= {"on_sick_leave": day > 0, "sick_leave_days": day}
    participant = Participant(
        id="p",
        born=written,
        residence=residence,
        unmet_need=unmet_need,
        employed=employed,
        contacts=[Contact(unit, since=since, until=until) for unit, (since, until) in current.items()],
        contacts_complete=whole,
        sick_leave=None if sick is None else [SickLeave(since, until=until) for since, until in sick.items()],
    )
    return participant, {name: row.get(name) for name in SCHEMA}


def runs(days, on):
    """Whether a spell of *days* runs on *on*."""
    return days[0] <= on and (days[1] is None or on <= days[1])


@cache
def decided(programme):
    """Return rows of random people with what ``decide`` says of each, always the same ones."""
    draw = Random(f"canary {programme}")  # noqa: S311  The same people in every run.
    bound = load_model("finsam").programmes[programme]
    days = draw.choices(DAYS[programme], [1 if day == DAYS[programme][0] else 6 for day in DAYS[programme]], k=PEOPLE)
    people = [(on, *person(draw, programme, on)) for on in days]
    return [row for *_, row in people], [decide(one, bound, on).outcome for on, one, _ in people]


# --- The rules in polars, where null is unknown ------------------------------------------------------


def in_polars(programme):
    """Write the rule as one Boolean column with nulls."""
    col = pl.col
    if programme == "kaa":
        under_20 = pl.when(col("earliest") > col("turned_20")).then(True)
        under_20 = under_20.when(col("latest") <= col("turned_20")).then(False)
        outside = ~col("attends_upper_secondary")
        before = outside | col("introductory_programme")
        of_the_day = pl.when(col("on") < pl.lit(CHANGED)).then(before).otherwise(outside)
        return under_20 & col("completed_compulsory_school") & ~col("completed_upper_secondary") & of_the_day
    in_force = col("on").is_between(*map(pl.lit, FORCE[programme]))
    turned_16 = pl.when(col("latest") <= col("turned_16")).then(True)
    turned_16 = turned_16.when(col("earliest") > col("turned_16")).then(False)
    under_65 = pl.when(col("earliest") > col("turned_65")).then(True)
    under_65 = under_65.when(col("latest") <= col("turned_65")).then(False)
    rule = in_force & turned_16 & under_65 & col("residence").is_in(PLACES[programme])
    if programme == "orvar":
        return rule & col("employed") & (~col("on_sick_leave") | (col("sick_leave_days") <= 84))
    least, most = (pl.sum_horizontal(col(UNITS).fill_null(unknown)) for unknown in (False, True))
    return rule & col("unmet_need") & pl.when(least >= 2).then(True).when(most < 2).then(False)


# --- The rules in z3, where each node is two terms: surely met, surely not met -----------------------


def in_z3(programme):
    """Write the rule as 1 where it is surely met, -1 where it is surely not met, else 0."""
    met, not_met = zip(*(duty_in_z3() if programme == "kaa" else criteria_in_z3(programme)), strict=True)
    return z3.If(z3.And(met), 1, z3.If(z3.Or(not_met), -1, 0))


def duty_in_z3():
    """Write the criteria of the duty, the one that changed as what it is on the day."""
    on, cut_20, earliest, latest = z3.Ints("on turned_20 earliest latest")
    born_known = z3.Bool("latest is_known")
    under_20 = z3.And(born_known, earliest > cut_20), z3.And(born_known, latest <= cut_20)
    schooled, done, attends, introductory = (fact(z3.Bool(name), name) for name in SCHOOL)
    (is_there, is_not_there), is_before = attends, on < CHANGED.toordinal()
    outside = (
        z3.Or(is_not_there, z3.And(is_before, introductory[0])),
        z3.And(is_there, z3.Or(z3.Not(is_before), introductory[1])),
    )
    return [under_20, schooled, (done[1], done[0]), outside]


def criteria_in_z3(programme):
    """Write the criteria of the others, in-force first."""
    since, until = (z3.IntVal(day.toordinal()) for day in FORCE[programme])
    on, cut_16, cut_65, earliest, latest, days = z3.Ints("on turned_16 turned_65 earliest latest sick_leave_days")
    in_force, born_known = z3.And(since <= on, on <= until), z3.Bool("latest is_known")
    turned_16 = z3.And(born_known, latest <= cut_16), z3.And(born_known, earliest > cut_16)
    under_65 = z3.And(born_known, earliest > cut_65), z3.And(born_known, latest <= cut_65)
    resident = fact(z3.Or([z3.String("residence") == place for place in PLACES[programme]]), "residence")
    rule = [(in_force, z3.Not(in_force)), turned_16, under_65, resident]
    if programme == "orvar":
        sick, not_sick = fact(z3.Bool("on_sick_leave"), "on_sick_leave")
        short, long = fact(days <= 84, "sick_leave_days")
        rule += [fact(z3.Bool("employed"), "employed"), (z3.Or(not_sick, short), z3.And(sick, long))]
    else:
        inside, outside = zip(*(fact(z3.Bool(party), party) for party in UNITS), strict=True)
        rule += [fact(z3.Bool("unmet_need"), "unmet_need"), (z3.AtLeast(*inside, 2), z3.AtLeast(*outside, 3))]
    return rule


def fact(term, name):
    """Return the two terms of a leaf that reads the fact *name*."""
    known = z3.Bool(f"{name} is_known")
    return z3.And(known, term), z3.And(known, z3.Not(term))


@cache
def assigned(name, value):
    """Return the substitutions that give a column its value; what is not known may have any."""
    kind = {pl.String: (z3.String, z3.StringVal, ""), pl.Boolean: (z3.Bool, z3.BoolVal, False)}.get(SCHEMA[name])
    variable, constant, anything = kind or (z3.Int, z3.IntVal, 0)
    plain = anything if value is None else value.toordinal() if isinstance(value, date) else value
    return (variable(name), constant(plain)), (z3.Bool(f"{name} is_known"), z3.BoolVal(value is not None))


# --- They agree --------------------------------------------------------------------------------------


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_people_are_a_good_mix(programme):
    """Each outcome comes of at least a tenth of the people."""
    count = Counter(decided(programme)[1])
    assert [outcome for outcome in Outcome if count[outcome] < PEOPLE / 10] == []


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_polars_agrees(programme):
    """The rule as a polars expression says of each person what ``decide`` says, null for undetermined."""
    rows, outcomes = decided(programme)
    found = pl.DataFrame(rows, schema=SCHEMA).select(met=in_polars(programme))["met"].to_list()
    said = {True: Outcome.ELIGIBLE, False: Outcome.NOT_ELIGIBLE, None: Outcome.UNDETERMINED}
    assert [row for row, met, outcome in zip(rows, found, outcomes, strict=True) if said[met] is not outcome] == []


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_z3_agrees(programme):
    """The rule as a z3 formula says of each person what ``decide`` says: surely met, surely not met, or neither."""
    rows, outcomes = decided(programme)
    formula = in_z3(programme)
    said = {1: Outcome.ELIGIBLE, -1: Outcome.NOT_ELIGIBLE, 0: Outcome.UNDETERMINED}
    names = [name for name in SCHEMA if name != "programme"]
    value = partial(z3.substitute, formula)
    found = [
        z3.simplify(value(*(pair for name in names for pair in assigned(name, row[name])))).as_long() for row in rows
    ]
    assert [row for row, met, outcome in zip(rows, found, outcomes, strict=True) if said[met] is not outcome] == []
