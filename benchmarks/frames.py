"""Whole frames of people decided about En väg in: samverkan, the same by hand on three engines, and OpenFisca-Core.

Each row of the table is a process of its own. A row and the one that it is compared with take turns, run by run; their
answers are compared with the same rule in numpy before anything is printed. README.md says what each row is.

    python benchmarks/frames.py --people 1000000 --repeat 5
"""

# ruff: noqa: PLC0415, S608 - a process imports its own engine and no other; the SQL is made of constants

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import reduce
from itertools import combinations
from operator import add, or_
from pathlib import Path
from time import perf_counter
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

SEED: Final = 20161003
ON: Final = date(2017, 2, 1)
TURNED_16: Final = date(2001, 2, 1)
"""The last day on which somebody who is 16 on the day was born."""
TURNED_65: Final = date(1952, 2, 1)
"""The last day on which somebody who is 65 on the day was born."""
WHERE: Final = ("Ludvika", "Smedjebacken")
KOMMUNER: Final = (*WHERE, "Falun", "Borlänge", "Avesta", "Säter", "Mora", "Leksand", "Hedemora", "Gagnef")
PARTIES: Final = ("AF", "FK", "region", "kommun")
HOW_OFTEN: Final = {
    "AF": 25, "FK": 20, "region": 4, "region/primärvård": 14, "region/psykiatri": 9, "region/sjukhus": 5,
    "kommun": 3, "kommun/AME": 8, "kommun/IFO": 7, "kommun/LSS": 2, "kommun/skola": 3, "leverantör": 2,
}  # fmt: skip
"""Agencies, and how often a contact is with each; the last belongs to no party."""
PARTY_OF: Final = {unit: unit.partition("/")[0] for unit in HOW_OFTEN if unit != "leverantör"}
OUTCOMES: Final = ("eligible", "not_eligible", "undetermined")
VERDICTS: Final = ("met", "not_met", "unknown")
CRITERIA: Final = ("working-age", "residence", "unmet-need", "two-parties")

SOME: Final = "a fifth left open"
ALL: Final = "all left open"


# --- People ----------------------------------------------------------------------------------------


def make_world(where: Path, people: int, *, all_open: bool) -> None:
    """Write invented people and their contacts to files, and what the rule says of them, worked out with numpy."""
    import polars as pl

    draw = np.random.default_rng(SEED)
    ids = draw.permutation(2 * people)[:people].astype(np.int64) + 1
    born = _days(draw, people, TURNED_65 if all_open else date(1942, 2, 1), TURNED_16 if all_open else date(2011, 2, 1))
    born[draw.random(people) < 0.04] = _NAT
    here = np.array([1, 1, *[0] * 8]) if all_open else np.array([0.19, 0.11, *[0.70 / 8] * 8])
    residence = draw.choice(len(KOMMUNER), people, p=here / here.sum()).astype(np.int8)
    residence[draw.random(people) < 0.05] = -1
    need = np.where(draw.random(people) < (1.0 if all_open else 0.80), 1, 0).astype(np.int8)
    need[draw.random(people) < 0.10] = -1
    complete = draw.choice(np.array([1, 0, -1], np.int8), people, p=[0.6, 0.2, 0.2])
    contacts = _contacts(draw, people)
    current = _are_current(contacts)

    verdicts = {
        "working-age": _verdict(_within(born), np.isnat(born)),
        "residence": _verdict((residence == 0) | (residence == 1), residence < 0),
        "unmet-need": _verdict(need == 1, need < 0),
    }
    parties = _parties(contacts, current, complete)
    inside, outside = (sum((one == truth).astype(np.int8) for one in parties.values()) for truth in (1, 0))
    left_open = np.all([one != 1 for one in verdicts.values()], axis=0)
    verdicts["two-parties"] = np.where(inside >= 2, 0, np.where(outside > 2, 1, 2)).astype(np.int8)
    every = np.stack(list(verdicts.values()))
    outcome = np.where((every == 1).any(axis=0), 1, np.where((every == 0).all(axis=0), 0, 2)).astype(np.int8)

    order = np.argsort(ids)
    answers = {"outcome": outcome, "missing": outcome == 2, **verdicts}
    np.savez(where / "answers.npz", **{name: one[order] for name, one in answers.items()})
    plain = {"born": born, "residence": residence, "unmet_need": need, **parties}
    np.savez(where / "plain.npz", id=ids, **plain)
    facts = {
        "id": ids,
        "born": born,
        "residence": _words(residence, KOMMUNER),
        "unmet_need": _truths(need),
        "contacts_complete": _truths(complete),
        **{f"parties.{party}": _truths(truth) for party, truth in parties.items()},
        "inside": sum(((one == 1).astype(np.uint8) << place for place, one in enumerate(parties.values()))),
        "outside": sum(((one == 0).astype(np.uint8) << place for place, one in enumerate(parties.values()))),
    }
    pl.DataFrame(facts).with_columns(contacts=_lists(contacts, current, people)).write_parquet(where / "people.parquet")
    rows = {
        "participant": ids[contacts.person],
        "agency": _words(contacts.unit, tuple(HOW_OFTEN)),
        "since": contacts.since,
        "until": contacts.until,
    }
    pl.DataFrame(rows).write_parquet(where / "contacts.parquet")
    told = {
        "left_open": float(left_open.mean()),
        "contacts": len(contacts.person),
        "current": int(current.sum()),
        "outcomes": {name: float((outcome == place).mean()) for place, name in enumerate(OUTCOMES)},
    }
    (where / "told.json").write_text(json.dumps(told))


_NAT: Final = np.datetime64("NaT", "D")


class _Contacts(NamedTuple):
    """Contacts in the order in which they might have been recorded: none."""

    person: np.ndarray
    unit: np.ndarray
    since: np.ndarray
    until: np.ndarray


def _contacts(draw: np.random.Generator, people: int) -> _Contacts:
    many = draw.choice(6, people, p=[0.08, 0.17, 0.27, 0.25, 0.15, 0.08])
    weights = np.array(list(HOW_OFTEN.values()))
    unit = draw.choice(len(weights), int(many.sum()), p=weights / weights.sum())
    once = np.unique(np.repeat(np.arange(people), many) * len(weights) + unit)
    draw.shuffle(once)
    person, unit = np.divmod(once, len(weights))
    rows = len(once)
    since = np.datetime64(ON) - draw.integers(-200, 1500, rows).astype("timedelta64[D]")
    until = since + draw.integers(0, 1500, rows).astype("timedelta64[D]")
    since[draw.random(rows) < 0.30] = _NAT
    until[draw.random(rows) < 0.60] = _NAT
    return _Contacts(person, unit.astype(np.int8), since, until)


def _are_current(contacts: _Contacts) -> np.ndarray:
    on = np.datetime64(ON)
    begun = np.isnat(contacts.since) | (contacts.since <= on)
    return begun & (np.isnat(contacts.until) | (contacts.until >= on))


def _parties(contacts: _Contacts, current: np.ndarray, complete: np.ndarray) -> dict[str, np.ndarray]:
    """Return of each party 1 where she is current with it, 0 where she is not, and -1 where that is unknown."""
    found: dict[str, np.ndarray] = {}
    for party in PARTIES:
        units = [place for place, unit in enumerate(HOW_OFTEN) if PARTY_OF.get(unit) == party]
        of_party = np.isin(contacts.unit, units)
        truth = np.where(complete == 1, 0, -1).astype(np.int8)
        if party in {"AF", "FK"}:  # They have no units that nobody has listed: who is listed at all is known.
            truth[contacts.person[of_party]] = 0
        truth[contacts.person[of_party & current]] = 1
        found[party] = truth
    return found


def _lists(contacts: _Contacts, current: np.ndarray, people: int) -> Any:
    import polars as pl

    person, unit = contacts.person[current], contacts.unit[current]
    order = np.argsort(person, kind="stable")
    words = _words(unit[order], tuple(HOW_OFTEN))
    of_each = pl.DataFrame({"person": person[order], "unit": words}).group_by("person", maintain_order=True).all()
    everybody = pl.DataFrame({"person": np.arange(people)})
    joined = everybody.join(of_each, on="person", how="left", maintain_order="left")["unit"]
    return joined.fill_null(pl.Series([[]], dtype=joined.dtype))


def _days(draw: np.random.Generator, many: int, first: date, last: date) -> np.ndarray:
    """Return days after *first*, up to *last*."""
    return np.datetime64(first) + draw.integers(1, (last - first).days + 1, many).astype("timedelta64[D]")


def _within(born: np.ndarray) -> np.ndarray:
    return (born <= np.datetime64(TURNED_16)) & (born > np.datetime64(TURNED_65))


def _verdict(is_met: np.ndarray, is_unknown: np.ndarray) -> np.ndarray:
    return np.where(is_unknown, 2, np.where(is_met, 0, 1)).astype(np.int8)


def _truths(plain: np.ndarray) -> Any:
    import polars as pl

    return pl.select(pl.when(pl.lit(pl.Series(plain)) >= 0).then(pl.lit(pl.Series(plain == 1)))).to_series()


def _words(plain: np.ndarray, words: tuple[str, ...]) -> Any:
    import polars as pl

    known = pl.Series(words, dtype=pl.Enum(words)).gather(np.maximum(plain, 0).astype(np.uint32))
    return pl.select(pl.when(pl.lit(pl.Series(plain >= 0))).then(pl.lit(known))).to_series()


# --- What a row does: read its data, and return what is timed and how the answer is read -------------


class Ready(NamedTuple):
    """A row whose data are there: what is timed, and how to read answers in the order of the ids."""

    run: Callable[[], Any]
    answers: Callable[[Any], dict[str, np.ndarray]]


Maker: TypeAlias = Callable[[Path], Ready]


# --- Polars ----------------------------------------------------------------------------------------


def _polars(where: Path, table: str, columns: Sequence[str] | None = None, *, text_ids: bool = False) -> Any:
    import polars as pl

    frame = pl.read_parquet(where / f"{table}.parquet", columns=columns and list(columns))
    key = "id" if table == "people" else "participant"
    if text_ids:
        frame = frame.with_columns(pl.format("d-{}", pl.col(key).cast(pl.String).str.zfill(8)).alias(key))
    return frame.rechunk()


def _of_polars(answer: Any) -> dict[str, np.ndarray]:
    import polars as pl

    in_order = answer.sort("id")
    answers: dict[str, np.ndarray] = {}
    for name in answer.columns:
        criterion = name.removeprefix("criterion.")
        if name == "missing":
            answers[name] = (in_order[name] != "").to_numpy()
        elif name == "outcome" or (criterion != name and criterion in CRITERIA):
            words = OUTCOMES if name == "outcome" else VERDICTS
            answers[criterion] = in_order[name].cast(pl.Enum(words)).to_physical().to_numpy()
    return answers


BASICS: Final = ("id", "born", "residence", "unmet_need")
WITH_COLUMNS: Final = (*BASICS, *(f"parties.{party}" for party in PARTIES))
WITH_CONTACTS: Final = (*BASICS, "contacts_complete")
WITH_LIST: Final = (*WITH_CONTACTS, "contacts")


def _first_three() -> Any:
    """Return the first three criteria in polars, whose own logic has three values."""
    import polars as pl

    age = (pl.col("born") <= TURNED_16) & (pl.col("born") > TURNED_65)
    return age & pl.col("residence").is_in(WHERE) & pl.col("unmet_need")


def _outcome(rule: Any) -> Any:
    import polars as pl

    yes, no, unknown = (pl.lit(word, dtype=pl.Enum(OUTCOMES)) for word in OUTCOMES)
    return pl.when(rule).then(yes).when(~rule).then(no).otherwise(unknown).alias("outcome")


def _by_hand(where: Path, columns: Sequence[str], two_parties: Any) -> Ready:
    people = _polars(where, "people", columns).lazy()
    return Ready(lambda: people.with_columns(_outcome(_first_three() & two_parties)).collect(), _of_polars)


def columns_by_hand(where: Path) -> Ready:
    """Add truths as small numbers, which is faster than ``sum_horizontal``."""
    import polars as pl

    def many(truths: Iterable[Any]) -> Any:
        return reduce(add, (one.fill_null(value=False).cast(pl.Int8) for one in truths))

    inside, outside = many(_party_columns()), many(~one for one in _party_columns())
    return _by_hand(where, WITH_COLUMNS, pl.when(inside >= 2).then(True).when(outside > 2).then(False))


def columns_summed(where: Path) -> Ready:
    import polars as pl

    inside, outside = pl.sum_horizontal(_party_columns()), pl.sum_horizontal(~one for one in _party_columns())
    return _by_hand(where, WITH_COLUMNS, pl.when(inside >= 2).then(True).when(outside > 2).then(False))


def columns_paired(where: Path) -> Ready:
    """Ask of every two parties whether she is with both: good for two of four, and for little else."""
    return _by_hand(where, WITH_COLUMNS, reduce(or_, (one & other for one, other in combinations(_party_columns(), 2))))


def _party_columns() -> list[Any]:
    import polars as pl

    return [pl.col(f"parties.{party}") for party in PARTIES]


def masks_by_hand(where: Path) -> Ready:
    import polars as pl

    inside, outside = (pl.col(name).bitwise_count_ones() for name in ("inside", "outside"))
    return _by_hand(
        where, (*BASICS, "inside", "outside"), pl.when(inside >= 2).then(True).when(outside > 2).then(False)
    )


def lists_by_hand(where: Path) -> Ready:
    import polars as pl

    parties = [pl.any_horizontal(_has(unit) for unit in PARTY_OF if PARTY_OF[unit] == party) for party in PARTIES]
    enough = pl.sum_horizontal(parties) >= 2
    return _by_hand(where, WITH_LIST, pl.when(enough).then(True).when(pl.col("contacts_complete")).then(False))


def _has(unit: str) -> Any:
    import polars as pl

    return pl.col("contacts").list.contains(pl.lit(unit, dtype=pl.Enum(list(HOW_OFTEN))))


def _current() -> Any:
    import polars as pl

    begun = pl.col("since").is_null() | (pl.col("since") <= ON)
    return begun & (pl.col("until").is_null() | (pl.col("until") >= ON))


def _enough(parties: Any) -> Any:
    import polars as pl

    return pl.when(parties >= 2).then(True).when(pl.col("contacts_complete")).then(False)


def obvious(where: Path, *, text_ids: bool = False) -> Ready:
    """Count the parties of everybody, and join."""
    import polars as pl

    people = _polars(where, "people", WITH_CONTACTS, text_ids=text_ids).lazy()
    contacts = _polars(where, "contacts", text_ids=text_ids).lazy()
    party = pl.col("agency").replace_strict(PARTY_OF, default=None, return_dtype=pl.Enum(PARTIES))

    def run() -> Any:
        current = contacts.filter(_current()).with_columns(party=party).filter(pl.col("party").is_not_null())
        counted = current.group_by("participant").agg(pl.col("party").n_unique().alias("parties"))
        joined = people.join(counted, left_on="id", right_on="participant", how="left")
        rule = _first_three() & _enough(pl.col("parties").fill_null(0))
        return joined.with_columns(_outcome(rule)).drop("parties").collect()

    return Ready(run, _of_polars)


def careful(where: Path) -> Ready:
    """Look at the contacts of those only whom the rest leaves open, and gather a bit a party."""
    import polars as pl

    people, contacts = (_polars(where, *table).lazy() for table in (("people", WITH_CONTACTS), ("contacts",)))
    bits = {unit: 1 << PARTIES.index(party) for unit, party in PARTY_OF.items()}
    bit = pl.col("agency").replace_strict(bits, default=0, return_dtype=pl.UInt8)

    def run() -> Any:
        open_ = people.filter(_first_three().fill_null(value=True)).select("id")
        looked_at = contacts.filter(_current()).join(open_, left_on="participant", right_on="id", how="semi")
        masks = looked_at.group_by("participant").agg(bit.bitwise_or().alias("mask"))
        joined = people.join(masks, left_on="id", right_on="participant", how="left")
        rule = _first_three() & _enough(pl.col("mask").fill_null(0).bitwise_count_ones())
        return joined.with_columns(_outcome(rule)).drop("mask").collect()

    return Ready(run, _of_polars)


def ours(  # noqa: PLR0913
    where: Path,
    columns: Sequence[str],
    *,
    check: bool = False,
    explain: bool = False,
    lazy: bool = False,
    text_ids: bool = False,
) -> Ready:
    """Decide with samverkan on polars; with a long table of contacts when the columns tell only how whole it is."""
    people = _polars(where, "people", columns, text_ids=text_ids)
    contacts = _polars(where, "contacts", text_ids=text_ids) if columns is WITH_CONTACTS else None
    if lazy:
        people, contacts = people.lazy(), contacts if contacts is None else contacts.lazy()
    decided = _decided(people, contacts, check=check, explain=explain)
    return Ready((lambda: decided().collect()) if lazy else decided, _of_polars)


def _decided(people: Any, contacts: Any, **options: bool) -> Callable[[], Any]:
    from samverkan import load_model
    from samverkan.frames import decide_frame

    programme = load_model("finsam").programmes["en-vag-in"]
    return lambda: decide_frame(people, programme, ON, contacts=contacts, **options)


# --- DuckDB ----------------------------------------------------------------------------------------


def _duckdb(where: Path, columns: Sequence[str]) -> Any:
    """Return a connection with the tables in it; words are of an ENUM."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"CREATE TYPE kommun AS ENUM ({_quoted(KOMMUNER)})")
    connection.execute(f"CREATE TYPE agency AS ENUM ({_quoted(HOW_OFTEN)})")
    chosen = ", ".join("residence::kommun AS residence" if one == "residence" else f'"{one}"' for one in columns)
    connection.execute(f"CREATE TABLE people AS SELECT {chosen} FROM '{where}/people.parquet'")
    if columns is WITH_CONTACTS:
        asked = "participant, agency::agency AS agency, since, until"
        connection.execute(f"CREATE TABLE contacts AS SELECT {asked} FROM '{where}/contacts.parquet'")
    return connection


def _of_duckdb(connection: Any) -> dict[str, np.ndarray]:
    codes = " ".join(f"WHEN '{word}' THEN {place}" for place, word in enumerate(OUTCOMES))
    found = connection.sql(f"SELECT CASE outcome::VARCHAR {codes} END AS code FROM decided ORDER BY id").fetchnumpy()
    return {"outcome": np.asarray(found["code"]).astype(np.int8)}


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _sql(two_parties: str) -> str:
    age = f"born <= DATE '{TURNED_16}' AND born > DATE '{TURNED_65}'"
    rule = f"({age} AND residence IN ({_quoted(WHERE)}) AND unmet_need AND {two_parties})"
    return f"CASE WHEN {rule} THEN 'eligible' WHEN NOT {rule} THEN 'not_eligible' ELSE 'undetermined' END AS outcome"


def _in_duckdb(where: Path, columns: Sequence[str], query: str) -> Ready:
    connection = _duckdb(where, columns)

    def run() -> Any:
        connection.execute(f"CREATE OR REPLACE TABLE decided AS {query}")
        return connection

    return Ready(run, _of_duckdb)


def duckdb_columns_by_hand(where: Path) -> Ready:
    inside, outside = (
        " + ".join(f'coalesce({negated} "parties.{party}", false)::TINYINT' for party in PARTIES)
        for negated in ("", "NOT")
    )
    two = f"CASE WHEN {inside} >= 2 THEN true WHEN {outside} > 2 THEN false END"
    return _in_duckdb(where, WITH_COLUMNS, f"SELECT *, {_sql(two)} FROM people")


def duckdb_long_by_hand(where: Path) -> Ready:
    party = " ".join(f"WHEN '{unit}' THEN '{party}'" for unit, party in PARTY_OF.items())
    current = f"(since IS NULL OR since <= DATE '{ON}') AND (until IS NULL OR until >= DATE '{ON}')"
    counted = f"SELECT participant, count(DISTINCT CASE agency::VARCHAR {party} END) AS many"
    counted += f" FROM contacts WHERE {current} GROUP BY participant"
    two = "CASE WHEN coalesce(many, 0) >= 2 THEN true WHEN contacts_complete THEN false END"
    joined = f"people LEFT JOIN ({counted}) ON id = participant"
    return _in_duckdb(where, WITH_CONTACTS, f"SELECT people.*, {_sql(two)} FROM {joined}")


def duckdb_ours(where: Path, columns: Sequence[str]) -> Ready:
    connection = _duckdb(where, columns)
    contacts = connection.table("contacts") if columns is WITH_CONTACTS else None
    decided = _decided(connection.table("people"), contacts, check=False)

    def run() -> Any:
        connection.execute("DROP TABLE IF EXISTS decided")
        decided().create("decided")
        return connection

    return Ready(run, _of_duckdb)


# --- Pandas ----------------------------------------------------------------------------------------


def _pandas(where: Path, table: str, columns: Sequence[str] | None = None) -> Any:
    """Return a frame with days as points in time, words as categories and truths that can be null."""
    import pandas as pd

    frame = pd.read_parquet(where / f"{table}.parquet", columns=columns and list(columns))
    for name in frame.columns:
        if name in {"unmet_need", "contacts_complete"} or name.startswith("parties."):
            frame[name] = frame[name].astype("boolean")
        elif name in {"born", "since", "until"}:
            frame[name] = pd.to_datetime(frame[name])
    return frame


def _of_pandas(answer: Any) -> dict[str, np.ndarray]:
    codes = answer["outcome"].cat.codes.to_numpy()
    return {"outcome": codes[np.argsort(answer["id"].to_numpy())]}


def _pandas_outcome(people: Any, two_parties: Any) -> Any:
    import pandas as pd

    born, residence = people["born"], people["residence"]
    is_within = (born <= pd.Timestamp(TURNED_16)) & (born > pd.Timestamp(TURNED_65))
    age = is_within.astype("boolean").mask(born.isna())
    lives_there = residence.isin(WHERE).astype("boolean").mask(residence.isna())
    rule = age & lives_there & people["unmet_need"] & two_parties
    codes = np.select([rule.fillna(value=False), ~rule.fillna(value=True)], [0, 1], 2)
    return people.assign(outcome=pd.Categorical.from_codes(codes, list(OUTCOMES)))


def _three(is_met: Any, is_not_met: Any) -> Any:
    """Return a truth that is null where neither is so."""
    import pandas as pd

    return pd.arrays.BooleanArray(np.asarray(is_met, bool), ~np.asarray(is_met | is_not_met, bool))


def pandas_columns_by_hand(where: Path) -> Ready:
    people = _pandas(where, "people", WITH_COLUMNS)

    def run() -> Any:
        parties = [people[f"parties.{party}"] for party in PARTIES]
        inside = sum(one.fillna(value=False).astype("int8") for one in parties)
        outside = sum((~one).fillna(value=False).astype("int8") for one in parties)
        return _pandas_outcome(people, _three(inside >= 2, outside > 2))

    return Ready(run, _of_pandas)


def pandas_long_by_hand(where: Path) -> Ready:
    import pandas as pd

    people, contacts, on = _pandas(where, "people", WITH_CONTACTS), _pandas(where, "contacts"), pd.Timestamp(ON)

    def run() -> Any:
        since, until = contacts["since"], contacts["until"]
        current = contacts[(since.isna() | (since <= on)) & (until.isna() | (until >= on))]
        counted = current["agency"].map(PARTY_OF).groupby(current["participant"], sort=False).nunique()
        many = people["id"].map(counted).fillna(0) >= 2
        whole = people["contacts_complete"].fillna(value=False)
        return _pandas_outcome(people, _three(many, whole & ~many))

    return Ready(run, _of_pandas)


def pandas_ours(where: Path, columns: Sequence[str]) -> Ready:
    contacts = _pandas(where, "contacts") if columns is WITH_CONTACTS else None
    return Ready(_decided(_pandas(where, "people", columns), contacts, check=False), _of_pandas)


# --- OpenFisca, and one person at a time -----------------------------------------------------------


def openfisca(where: Path) -> Ready:
    """Decide with OpenFisca-Core: truths are 1, 0 and, because it knows no unknown, -1."""
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    plain = dict(np.load(where / "plain.npz"))
    ids = plain.pop("id")
    plain["born"] = np.where(np.isnat(plain["born"]), -(10**6), plain["born"].astype("int64")).astype(np.int32)
    plain["residence"] = plain["residence"].astype(np.int32)
    person = build_entity("person", "people", "A person", is_person=True)
    household = build_entity("household", "households", "All together", roles=[{"key": "member", "plural": "members"}])
    day = DateUnit.DAY

    def variable(name: str, formula: Callable[..., Any] | None = None) -> Any:
        told = {"value_type": int, "entity": person, "definition_period": day, "label": name}
        return type(name, (Variable,), told if formula is None else {**told, "formula": formula})

    def truth(is_met: Any, is_unknown: Any) -> Any:
        return np.where(is_unknown, -1, is_met)

    def working_age(people: Any, period: Any, _parameters: Any) -> Any:
        born = people("born", period)
        first, last = (np.datetime64(one).astype("int64") for one in (TURNED_65, TURNED_16))
        return truth((born > first) & (born <= last), born == -(10**6))

    def lives_there(people: Any, period: Any, _parameters: Any) -> Any:
        residence = people("residence", period)
        return truth((residence == 0) | (residence == 1), residence < 0)

    def two_parties(people: Any, period: Any, _parameters: Any) -> Any:
        parties = [people(party, period) for party in PARTIES]
        inside, outside = sum(one == 1 for one in parties), sum(one == 0 for one in parties)
        return np.where(inside >= 2, 1, np.where(outside > 2, 0, -1))

    def outcome(people: Any, period: Any, _parameters: Any) -> Any:
        truths = [people(name, period) for name in ("working_age", "lives_there", "unmet_need", "two_parties")]
        least, is_unknown = (
            np.minimum.reduce([one != 0 for one in truths]),
            np.logical_or.reduce([t < 0 for t in truths]),
        )
        return np.where(~least, 1, np.where(is_unknown, 2, 0))

    system = TaxBenefitSystem([person, household])
    for name in plain:
        system.add_variable(variable(name))
    for formula in (working_age, lives_there, two_parties, outcome):
        system.add_variable(variable(formula.__name__, formula))

    def run() -> Any:
        simulation = SimulationBuilder().build_default_simulation(system, count=len(ids))
        for name, values in plain.items():
            simulation.set_input(name, ON.isoformat(), values)
        return simulation.calculate("outcome", ON.isoformat())

    return Ready(run, lambda found: {"outcome": found[np.argsort(ids)].astype(np.int8)})


SAMPLE: Final = 20_000


def one_at_a_time(where: Path) -> Ready:
    """Decide about a sample with ``decide``, the people made from rows that are there as Python's own values."""
    import polars as pl

    from samverkan import Contact, Participant, decide, load_model

    programme = load_model("finsam").programmes["en-vag-in"]
    people = _polars(where, "people", WITH_CONTACTS).head(SAMPLE)
    contacts = _polars(where, "contacts").filter(pl.col("participant").is_in(people["id"].implode()))
    of_each: dict[int, list[tuple[Any, ...]]] = {}
    for participant, *contact in contacts.iter_rows():
        of_each.setdefault(participant, []).append(tuple(contact))
    rows = people.rows()

    def run() -> Any:
        return [
            decide(
                Participant(
                    id=str(number),
                    born=born,
                    residence=residence,
                    unmet_need=need,
                    contacts=[Contact(unit, since=first, until=last) for unit, first, last in of_each.get(number, [])],
                    contacts_complete=complete is True,
                ),
                programme,
                ON,
            ).outcome.value
            for number, born, residence, need, complete in rows
        ]

    def answers(found: list[str]) -> dict[str, np.ndarray]:
        everybody = np.load(where / "answers.npz")["outcome"]
        ids = np.load(where / "plain.npz")["id"]
        known = everybody[np.searchsorted(np.sort(ids), ids[:SAMPLE])]
        codes = np.array([OUTCOMES.index(one) for one in found], np.int8)
        return {"outcome": np.where(np.array_equal(codes, known), everybody, -1)}

    return Ready(run, answers)


# --- The table -------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A row: its name, how it is made, which it is compared with, and how many times as fast it is to be."""

    name: str
    make: Maker
    against: str | None = None
    budget: str = ""
    world: str = SOME
    is_sample: bool = False


COLUMNS: Final = "facts as columns: "
LONG: Final = "long table: "
ALL_OPEN: Final = "all left open, "
OBVIOUS: Final = f"{LONG}polars by hand, obvious"
ROWS: Final = (
    Row(f"{COLUMNS}polars by hand", columns_by_hand),
    Row(f"{COLUMNS}polars by hand, sum_horizontal", columns_summed, f"{COLUMNS}polars by hand"),
    Row(f"{COLUMNS}polars by hand, pairs", columns_paired, f"{COLUMNS}polars by hand"),
    Row(f"{COLUMNS}samverkan", lambda at: ours(at, WITH_COLUMNS), f"{COLUMNS}polars by hand", "0.8"),
    Row(f"{COLUMNS}samverkan, lazy", lambda at: ours(at, WITH_COLUMNS, lazy=True), f"{COLUMNS}polars by hand", "0.8"),
    Row(f"{COLUMNS}samverkan, checked", lambda at: ours(at, WITH_COLUMNS, check=True), f"{COLUMNS}polars by hand"),
    Row(f"{COLUMNS}samverkan, all reasons", lambda at: ours(at, WITH_COLUMNS, explain=True), f"{COLUMNS}samverkan"),
    Row("bit masks: polars by hand", masks_by_hand, f"{COLUMNS}polars by hand"),
    Row(f"{COLUMNS}DuckDB by hand", duckdb_columns_by_hand, f"{COLUMNS}polars by hand"),
    Row(f"{COLUMNS}samverkan on DuckDB", lambda at: duckdb_ours(at, WITH_COLUMNS), f"{COLUMNS}DuckDB by hand"),
    Row(f"{COLUMNS}pandas by hand", pandas_columns_by_hand, f"{COLUMNS}polars by hand"),
    Row(f"{COLUMNS}samverkan on pandas", lambda at: pandas_ours(at, WITH_COLUMNS), f"{COLUMNS}pandas by hand"),
    Row(f"{COLUMNS}OpenFisca-Core", openfisca, f"{COLUMNS}samverkan"),
    Row("list column: polars by hand", lists_by_hand),
    Row("list column: samverkan", lambda at: ours(at, WITH_LIST), "list column: polars by hand"),
    Row(OBVIOUS, obvious),
    Row(f"{LONG}polars by hand, careful", careful, OBVIOUS),
    Row(f"{LONG}samverkan", lambda at: ours(at, WITH_CONTACTS), OBVIOUS, "3"),
    Row(f"{LONG}samverkan, lazy", lambda at: ours(at, WITH_CONTACTS, lazy=True), OBVIOUS),
    Row(f"{LONG}samverkan, checked", lambda at: ours(at, WITH_CONTACTS, check=True), OBVIOUS),
    Row(f"{LONG}polars by hand, obvious, text ids", lambda at: obvious(at, text_ids=True)),
    Row(
        f"{LONG}samverkan, text ids",
        lambda at: ours(at, WITH_CONTACTS, text_ids=True),
        f"{LONG}polars by hand, obvious, text ids",
    ),
    Row(f"{LONG}DuckDB by hand", duckdb_long_by_hand, OBVIOUS),
    Row(f"{LONG}samverkan on DuckDB", lambda at: duckdb_ours(at, WITH_CONTACTS), f"{LONG}DuckDB by hand"),
    Row(f"{LONG}pandas by hand", pandas_long_by_hand, OBVIOUS),
    Row(f"{LONG}samverkan on pandas", lambda at: pandas_ours(at, WITH_CONTACTS), f"{LONG}pandas by hand"),
    Row("one at a time: samverkan", one_at_a_time, f"{LONG}samverkan", is_sample=True),
    Row(f"{ALL_OPEN}columns: samverkan", lambda at: ours(at, WITH_COLUMNS), world=ALL),
    Row(
        f"{ALL_OPEN}columns: samverkan, all reasons",
        lambda at: ours(at, WITH_COLUMNS, explain=True),
        f"{ALL_OPEN}columns: samverkan",
        "0.5",
        ALL,
    ),
    Row(f"{ALL_OPEN}long table: samverkan", lambda at: ours(at, WITH_CONTACTS), world=ALL),
    Row(
        f"{ALL_OPEN}long table: samverkan, all reasons",
        lambda at: ours(at, WITH_CONTACTS, explain=True),
        f"{ALL_OPEN}long table: samverkan",
        "0.5",
        ALL,
    ),
)
BY_NAME: Final = {row.name: row for row in ROWS}


# --- A process a row -------------------------------------------------------------------------------


class Worker:
    """A process that runs one row whenever it is asked to."""

    def __init__(self, row: Row, world: Path, python: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            [python, __file__, "--work", row.name, "--world", str(world)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.told = self._hear()

    def run(self) -> float:
        """Run once, and return the seconds it took."""
        self._say("run")
        return float(self._hear()["seconds"])

    def peak(self) -> float:
        """End the process, and return how many megabytes it took at most."""
        self._say("end")
        peak = float(self._hear()["peak"])
        self._process.wait()
        return peak

    def _say(self, word: str) -> None:
        if self._process.stdin is None:
            raise AssertionError("it was opened with a pipe")
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        if self._process.stdout is None:
            raise AssertionError("it was opened with a pipe")
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("a process ended before it had answered; see above")
        heard: dict[str, Any] = json.loads(line)
        return heard


def work(name: str, world: Path) -> None:
    """Be such a process: read the data, run once and compare the answers, then run when asked to."""
    try:
        ready = BY_NAME[name].make(world)
    except ImportError as error:
        _tell(left_out=error.name)
        return
    before = _peak()
    answers = ready.answers(ready.run())
    expected = np.load(world / "answers.npz")
    wrong = [one for one, codes in answers.items() if not np.array_equal(codes, expected[one])]
    many = len(answers)
    del answers
    _tell(wrong=wrong, compared=many, before=before)
    for line in sys.stdin:
        if line.strip() == "end":
            break
        began = perf_counter()
        ready.run()
        _tell(seconds=perf_counter() - began)
    _tell(peak=_peak())


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _tell(**told: Any) -> None:
    print(json.dumps(told), flush=True)


# --- Timing ----------------------------------------------------------------------------------------


class Measured(NamedTuple):
    """What came of a row: seconds a run, how many times as fast as the other run by run, and megabytes."""

    seconds: list[float]
    times_as_fast: list[float]
    before: float
    peak: float
    compared: int


@contextmanager
def worlds(people: int, wanted: Iterable[str]) -> Iterator[dict[str, Path]]:
    """Make the worlds that are wanted, in a folder that goes."""
    with tempfile.TemporaryDirectory(prefix="samverkan-frames-") as folder:
        made: dict[str, Path] = {}
        for name in dict.fromkeys(wanted):
            made[name] = Path(folder) / name.replace(" ", "-")
            made[name].mkdir()
            asked = ["--make", str(made[name]), "--people", str(people), *(["--all-open"] if name == ALL else [])]
            subprocess.run([sys.executable, __file__, *asked], check=True)  # noqa: S603
        yield made


def measured(row: Row, world: Path, given: argparse.Namespace) -> Measured | str:
    """Measure a row, taking turns with the one that it is compared with; say what is not installed."""
    names = [row.name] if row.against is None else [row.against, row.name]
    workers: list[Worker] = []
    for name in names:
        python = given.openfisca if name.endswith("OpenFisca-Core") else sys.executable
        worker = Worker(BY_NAME[name], world, python)
        if "left_out" in worker.told:
            for other in workers:
                other.peak()
            return str(worker.told["left_out"])
        if worker.told["wrong"]:
            raise SystemExit(f"{name}: the answers differ: {', '.join(worker.told['wrong'])}")
        workers.append(worker)
    rounds = [[worker.run() for worker in workers] for _ in range(given.repeat)]
    peaks = [worker.peak() for worker in workers]
    share = given.people / min(SAMPLE, given.people) if row.is_sample else 1.0
    seconds = [one[-1] * share for one in rounds]
    ratios = [one[0] / own for one, own in zip(rounds, seconds, strict=True)] if row.against else []
    told = workers[-1].told
    return Measured(seconds, ratios, told["before"], peaks[-1], told["compared"])


def main() -> None:
    parser = argparse.ArgumentParser(description="Time whole frames decided about En väg in.")
    parser.add_argument("--people", type=int, default=1_000_000, help="how many invented people (1000000)")
    parser.add_argument("--repeat", type=int, default=5, help="how many runs of each row (5)")
    parser.add_argument("--only", action="append", help="only rows with this in their name; may be given again")
    parser.add_argument("--openfisca", default=sys.executable, help="a Python that has OpenFisca-Core (this one)")
    for hidden in ("--work", "--world", "--make"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    parser.add_argument("--all-open", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        return work(given.work, Path(given.world))
    if given.make:
        return make_world(Path(given.make), given.people, all_open=given.all_open)

    rows = [row for row in ROWS if not given.only or any(one in row.name for one in given.only)]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; {given.people:,} people, {given.repeat} runs")
    left_out: dict[str, None] = {}
    with worlds(given.people, [row.world for row in rows]) as made:
        for name, where in made.items():
            told = json.loads((where / "told.json").read_text())
            outcomes = ", ".join(f"{one} {share:.0%}" for one, share in told["outcomes"].items())
            print(f"{name}: {told['left_open']:.1%} by the other criteria; {outcomes}; ", end="")
            print(f"{told['contacts']:,} contacts, {told['current']:,} of them current")
        print(f"\n{'':50} {'people a s':>11} {'median s':>9} {'data MB':>8} {'peak MB':>8} {'faster':>7} {'to be':>6}")
        for row in rows:
            found = measured(row, made[row.world], given)
            if isinstance(found, str):
                left_out[f"{row.name} ({found})"] = None
                continue
            print(_line(row, found, given.people), flush=True)
    print("\nfaster: how many times as fast as the row named, run by run, the median. Every answer was compared.")
    if left_out:
        print(f"Left out, not installed: {', '.join(left_out)}. README.md says how to install it.")
    return None


def _line(row: Row, found: Measured, people: int) -> str:
    median = statistics.median(found.seconds)
    ratio = statistics.median(found.times_as_fast) if found.times_as_fast else None
    faster = "" if ratio is None else f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"
    budget = f"{'≥ ' + row.budget if row.budget else '':>6}"
    figures = f"{people / median:11,.0f} {median:9.3f} {found.before:8,.0f} {found.peak:8,.0f} {faster:>7} {budget}"
    return f"{row.name:50} {figures}  {'' if row.against is None else 'than ' + row.against}"


if __name__ == "__main__":
    main()
