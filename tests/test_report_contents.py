"""A report of a year that can be counted by hand: Mirjam, Solveig and a score of others, all invented."""

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import attrs
import pytest

from samverkan import CaseFile, Consent, Contact, Model, Participant, ReferralEvent, load_model
from samverkan.budgets.results import BudgetOutcome
from samverkan.disclosure import TableRefusedError, protect
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.participants import Assessment, Livelihood, Occupation
from samverkan.referrals import Referral
from samverkan.reports import (
    Bars,
    BudgetBars,
    Cell,
    Contents,
    CountTable,
    Curve,
    Definitions,
    Figures,
    Flow,
    Prose,
    render,
)
from samverkan.reports.came import Came, _band
from samverkan.reports.gathering import gathered
from samverkan.reports.left_out import LeftOut
from samverkan.reports.moved import Moved
from samverkan.reports.printing import Printed, Printing, one_way
from samverkan.reports.section_words import SECTION_WORDS
from samverkan.reports.sections import contents_of
from samverkan.reports.took import Took, _steps
from samverkan.texts import LANGUAGES, Text
from small_model import SMALL
from story_people import MIRJAM

FINSAM = load_model("finsam")
LAST = date(2016, 12, 31)


# --- The year -------------------------------------------------------------------------------------


class Comer(NamedTuple):
    """Somebody who came to En väg in: as whom, sent by whom and when, contacted when, and what the rule finds."""

    id: str
    sex: str | None
    born: str | None
    by: str
    received: str
    contacted: str | None = None
    finds: str = "eligible"


CAME = [
    Comer("a-01", "woman", "1990-05-17", "AF", "2016-10-03", "2016-10-07"),
    Comer("a-02", "woman", "1985-02-01", "AF", "2016-10-03", "2016-10-10"),
    Comer("a-03", "man", "1971-03-02", "kommun/IFO", "2016-10-04", "2016-10-13"),
    Comer("a-04", "man", "1999-12-30", "kommun/AME", "2016-10-05", "2016-10-19"),  # In time: on the fourteenth day.
    Comer("a-05", "woman", "1960-06-30", "region/primärvård", "2016-10-06", "2016-10-21"),  # A day too late.
    Comer("a-06", "woman", None, "FK", "2016-10-10", "2016-11-20"),
    Comer("a-07", "man", "1992-11-05", "self", "2016-10-12", None, "other place"),
    Comer("a-08", "woman", "1955-01-01", "self", "2016-11-01", "2016-11-03"),
    Comer("a-09", None, "1990-01-01", "profession:läkare", "2016-11-02", "2016-11-30", "other place"),
    Comer("a-10", "man", "1980-08-08", "AF", "2016-12-20", None, "no need"),
    Comer("a-11", "man", "1980-08-09", "AF", "2016-12-28", None, "unknown"),
    Comer("a-12", "woman", "1975-07-07", "kommun/IFO", "2016-10-17", None, "no need, other place"),
]


def case_of(one: Comer) -> CaseFile:
    """Return the case of somebody who came to En väg in, so that its rule finds what is said."""
    person = Participant(
        id=one.id,
        born=one.born or "1985",
        sex=one.sex,
        residence="Falun" if "other place" in one.finds else "Ludvika",
        unmet_need=None if one.finds == "unknown" else "no need" not in one.finds,
        contacts=[Contact("AF"), Contact("FK")],
        protected_identity=None if one.born else True,
    )
    events = [ReferralEvent("received", on=one.received, agency="kommun/AME")]
    if one.contacted:
        events.append(ReferralEvent("contacted", on=one.contacted, agency="kommun/AME"))
    return CaseFile(person, referrals=[Referral("r-1", by=one.by, programme="en-vag-in", events=events)])


class Ended(NamedTuple):
    """Somebody whose participation in Centralen ended: what she lived on and did in the weeks before and after it."""

    id: str
    registered: bool
    assistance: tuple[bool, bool] | None
    work: tuple[int, int] | None


TOOK = [
    Ended("b-1", True, (True, False), (0, 50)),
    Ended("b-2", True, (True, True), (0, 0)),
    Ended("b-3", True, (True, False), (25, 75)),
    Ended("b-4", True, (False, False), (50, 50)),
    Ended("b-5", True, (True, True), None),
    Ended("b-6", True, None, (0, 100)),
    Ended("b-7", False, (True, True), (0, 0)),
    Ended("b-8", False, None, None),
]
FIRST_DAY, LAST_DAY = "2016-02-01", "2016-06-30"


def took_part(one: Ended) -> CaseFile:
    """Return the case of somebody whose participation ended."""

    def around(before: Any, after: Any, made: Any) -> list[Any]:
        spells = [made(before, since="2015-01-01", until=LAST_DAY)] if before else []
        return spells + ([made(after, since="2016-07-01")] if after else [])

    person = Participant(
        id=one.id,
        sex="woman",
        born="1990-05-17",
        unmet_need=True,
        protected_identity=False,
        livelihoods=None
        if one.assistance is None
        else around(*one.assistance, lambda _, **days: Livelihood("economic-assistance", **days)),
        occupations=None
        if one.work is None
        else around(*one.work, lambda extent, **days: Occupation("employment", extent=extent, **days)),
    )
    events = [
        ReferralEvent("received", on="2016-01-04", agency="kommun/AME"),
        ReferralEvent("contacted", on="2016-01-05", agency="kommun/AME"),
        ReferralEvent("admitted", on="2016-01-11", agency="kommun/AME"),
        ReferralEvent("intervention_started", on=FIRST_DAY, agency="kommun/AME", intervention="training"),
        ReferralEvent("ended", on=LAST_DAY, agency="kommun/AME", outcome="work"),
    ]
    consent = Consent("c-1", kind="registration", programme="centralen", given="2016-01-04")
    return CaseFile(
        person,
        referrals=[Referral("r-1", by="FK", programme="centralen", events=events)],
        consents=[consent] if one.registered else [],
    )


def sent_and_back(name: str, by: str, to: str, received: str, back: str) -> Referral:
    """Return a referral that was sent back."""
    events = [
        ReferralEvent("received", on=received, agency=to),
        ReferralEvent("sent_back", on=back, agency=to, asks_for=["certificate"]),
    ]
    return Referral(name, by=by, to=to, events=events)


MIRJAM_SENT = CaseFile(
    MIRJAM,
    referrals=[
        sent_and_back("r-1", "kommun/IFO", "AF", "2016-03-01", "2016-08-19"),
        sent_and_back("r-2", "kommun/IFO", "FK", "2016-05-10", "2016-09-01"),
    ],
)
"""The first story: two loops, and no intervention."""

SOLVEIG_SENT = CaseFile(
    Participant(id="solveig", work_capacity=[Assessment("AF", "yes"), Assessment("FK", "no")]),
    referrals=[sent_and_back("r-1", "kommun/IFO", "region/primärvård", "2016-02-02", "2016-03-16")],
)
"""Sent back as in the third story, and assessed in two ways."""

YEAR = [*map(case_of, CAME), *map(took_part, TOOK), MIRJAM_SENT, SOLVEIG_SENT]


def report(threshold: int = 1, cases: Any = YEAR, model: Model = FINSAM, **more: Any) -> Contents:
    """Return the report of the year; nothing in it is hidden, unless a threshold is named."""
    return contents_of(gathered(cases, model, "2016"), threshold=threshold, **more)


CONTENTS = report()
SECTIONS = {section.id: section for section in CONTENTS.sections}


def rows_of(part: Any) -> dict[str, list[Any]]:
    """Return the rows of a table, by their English labels, each by its values."""
    table = part.table if isinstance(part, Bars | BudgetBars | Flow | Curve) else part
    return {row.label.en: [cell.value for cell in row.cells] for row in table.rows}


def headings_of(part: Any) -> list[str]:
    """Return the English headings of a table."""
    table = part.table if isinstance(part, Bars | Flow | Curve) else part
    return [column.heading.en for column in table.columns]


def figures_of(section: str, contents: Contents = CONTENTS) -> dict[str, Any]:
    """Return the large figures of a section, by their English labels."""
    [found] = [one for one in contents.sections if one.id == section]
    return {one.label.en: one for part in found.parts if isinstance(part, Figures) for one in part.items}


# --- Every section, counted by hand ---------------------------------------------------------------


def test_the_sections_stand_in_their_order() -> None:
    """In brief first, how it was reckoned last; the budget where there is one."""
    assert [*SECTIONS] == ["brief", "who", "flow", "times", "change", "away", "how"]
    assert CONTENTS.generated_from == Text("22 ärenden", "22 cases")
    assert CONTENTS.threshold.en == "All counts are shown, the smallest too."
    assert (CONTENTS.period.sv, CONTENTS.area) == ("2016", FINSAM.name)


def test_the_main_figures_come_first() -> None:
    """Those received, contacted in time, sent round and ended, those who began to work, and whom the rules left out."""
    figures = figures_of("brief")
    assert figures["Referrals and self-referrals received"].cell == Cell(len(CAME) + len(TOOK))
    assert figures["Sent round"].cell == Cell(2)
    assert figures["Participations ended"].cell == Cell(len(TOOK))
    assert figures["Did not meet the criteria"].cell == Cell(
        sum(one.finds not in {"eligible", "unknown"} for one in CAME)
    )
    assert [*figures] == [
        "Referrals and self-referrals received",
        "Contacted within two weeks, En väg in",
        "Sent round",
        "Participations ended",
        "Began or increased work or studies",
        "Did not meet the criteria",
    ]


def test_who_referred() -> None:
    """By party, whatever the unit; she who came by herself, and one who is of no party, stand by themselves."""
    parties = {"AF": 0, "FK": 1, "region/primärvård": 2, "kommun/IFO": 3, "kommun/AME": 3, "self": 4}
    found = Counter(5 if one.born is None else parties.get(one.by, 5) for one in CAME)
    senders, _ = SECTIONS["who"].parts
    assert headings_of(senders) == ["AF", "FK", "The region", "The kommun", "Self-referral", "Others", "All"]
    assert rows_of(senders) == {
        "Centralen": [0, 8, 0, 0, 0, 0, 8],
        "En väg in": [*(found[at] for at in range(6)), 12],
        "All": [found[0], 8, *(found[at] for at in range(2, 6)), 20],
    }
    assert found == {0: 4, 2: 1, 3: 3, 4: 2, 5: 2}
    assert senders.notes[1] == Text(
        "AF är Arbetsförmedlingen. FK är Försäkringskassan.", "AF is Arbetsförmedlingen. FK is Försäkringskassan."
    )
    assert SECTIONS["who"].lead.en.startswith("20 referrals and self-referrals were received")


def test_ages_and_sexes() -> None:
    """Of the day on which each came; unknown age only in the total, unknown sex not at all."""
    starts = {"16–24": 16, "25–29": 25, "30–44": 30, "45–59": 45, "60+": 60}

    def band_of(one: Comer) -> str | None:
        if one.born is None:
            return None
        born, on = date.fromisoformat(one.born), date.fromisoformat(one.received)
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
        return max((name for name in starts if starts[name] <= age), key=starts.__getitem__)

    found = Counter((band_of(one), one.sex) for one in CAME)
    found["25–29", "woman"] += len(TOOK)  # Born 1990-05-17, they are 25 on 2016-01-04.
    _, ages = SECTIONS["who"].parts
    bands = [name for name in starts if any(found[name, sex] for sex in ("woman", "man", None))]
    assert rows_of(ages) == {
        **{name: [found[name, "woman"], found[name, "man"]] for name in bands},
        "All": [sum(found[band, sex] for band in (*bands, None)) for sex in ("woman", "man")],
    }
    assert sum(rows_of(ages)["All"]) == 20 - 1


def test_the_flow_between_agencies() -> None:
    """Mirjam twice from the kommun and back, Solveig once; what was sent back led back every time."""
    flow, _ = SECTIONS["flow"].parts
    assert rows_of(flow) == {
        "Arbetsförmedlingen to the kommun": [1, 1],
        "Försäkringskassan to the kommun": [1, 1],
        "the region to the kommun": [1, 1],
        "the kommun to Arbetsförmedlingen": [1, 0],
        "the kommun to Försäkringskassan": [1, 0],
        "the kommun to the region": [1, 0],
    }
    figures = figures_of("flow")
    # Of a-06, whose personal data are protected, nothing is told.
    assert (figures["Sent round"].cell, figures["Sent round"].unknown) == (Cell(2), Cell(1))
    # Mirjam's by her story, and Solveig's; of those who have fewer than two it is not known whether they differ.
    assert figures["Contradictory assessments"].cell == Cell(2)


def waited(one: Comer) -> tuple[int, bool]:
    """Return for how many days somebody waited, and whether it was for a contact."""
    until = date.fromisoformat(one.contacted) if one.contacted else LAST
    return (until - date.fromisoformat(one.received)).days, bool(one.contacted)


def test_who_was_contacted_in_time() -> None:
    """On the fourteenth day is in time; who may still be contacted in time is not settled; of a-06 nothing is told."""
    told = [waited(one) for one in CAME if one.born]
    met = sum(came and days <= 14 for days, came in told)
    missed = sum(days > 14 for days, _ in told)
    kept, _ = SECTIONS["times"].parts
    assert rows_of(kept) == {
        "in time": [met],
        "too late": [missed],
        "can still be in time": [len(told) - met - missed],
        "cannot be counted": [1],
        "All": [12],
    }
    [figure] = [one for one in figures_of("brief").values() if one.label.en.startswith("Contacted")]
    assert (figure.numerator, figure.denominator) == (Cell(met), Cell(met + missed))
    assert round(figure.cell.value * 100) == round(Fraction(100 * met, met + missed))
    assert (met, missed) == (5, 4)


def test_the_curve_is_that_of_kaplan_and_meier() -> None:
    """By the week at first, each stretch on its last day; who still waits counts for as long as she has waited."""
    ends = (7, 14, 21, 28, 42, 60, 90)
    told = [waited(one) for one in CAME if one.born] + [(1, True)] * len(TOOK)
    at = {days: min(end for end in ends if days <= end) for days, _ in told}
    expected, left = {}, Fraction(1)
    for end in ends:
        at_risk = sum(at[days] >= end for days, _ in told)
        stopped = sum(at[days] == end and came for days, came in told)
        left *= 1 - Fraction(stopped, at_risk)
        expected[end] = (at_risk, float(left))
    [curve] = [part for part in SECTIONS["times"].parts if isinstance(part, Curve)]
    for step in curve.steps:
        assert (step.at_risk.value, step.share.value) == (expected[step.day][0], pytest.approx(expected[step.day][1]))
    assert [step.day for step in curve.steps] == [7, 14, 21, 28]  # After that nobody of whom it is told.
    assert (curve.target_day, curve.target("sv")) == (14, "Löfte i En väg in: 14 dagar")


def test_before_and_after() -> None:
    """Of those registered alone; of whom nothing is known nothing is said, and that does not count as no."""
    registered = [one for one in TOOK if one.registered]

    def counted(answers: list[bool | None]) -> list[int]:
        return [answers.count(True), answers.count(False), answers.count(None)]

    counts = {
        f"{what} {when}": counted([None if known(one) is None else bool(known(one)[at]) for one in registered])
        for what, known in (("public support", lambda one: one.assistance), ("work or studies", lambda one: one.work))
        for at, when in enumerate(("before", "after"))
    }
    figures, shares, known = SECTIONS["change"].parts
    assert isinstance(figures, Figures)
    assert rows_of(known) == counts
    for what in ("public support", "work or studies"):
        of = [counts[f"{what} {when}"] for when in ("before", "after")]
        assert rows_of(shares)[what] == [Fraction(round(100 * yes / (yes + no)), 100) for yes, no, _ in of]
    began = figures_of("change")["Began or increased work or studies"]
    more = [one.work[1] > one.work[0] for one in registered if one.work]
    assert (began.numerator, began.denominator) == (Cell(sum(more)), Cell(len(more)))
    assert (began.cell, began.unknown) == (Cell(Fraction(60, 100)), Cell(1))
    assert figures_of("change")["Participations ended"].cell == Cell(8)
    assert "6 are registered" in SECTIONS["change"].lead.en


def test_whom_the_rules_left_out() -> None:
    """By programme, and below each programme by the criterion that decided; who failed several counts there alone."""
    found = Counter(one.finds for one in CAME)
    outcomes, reasons = SECTIONS["away"].parts
    assert rows_of(outcomes) == {
        "Centralen": [8, 0, 0, 8],
        "En väg in": [found["eligible"], 4, found["unknown"], 12],
        "All": [8 + found["eligible"], 4, 1, 20],
    }
    assert rows_of(reasons) == {
        "En väg in": [4],
        "lives in Ludvika or Smedjebacken": [found["other place"]],
        "needs coordination that ordinary services do not provide": [found["no need"]],
        "other reasons": [found["no need, other place"]],
    }
    assert SECTIONS["away"].lead.en.startswith("Of those who were referred 4 did not meet the criteria")


def test_what_decided_for_few_is_not_named() -> None:
    """A criterion's name alone would tell why, of each of them."""
    away = next(one for one in report(3).sections if one.id == "away")
    assert len(away.parts) == 1


def test_of_fewer_people_than_the_threshold_there_is_no_report() -> None:
    """Whatever is hidden, the rows that there are would tell of them."""
    with pytest.raises(TableRefusedError):
        report(5, [case_of(one) for one in CAME[:4]])


def test_how_it_was_reckoned() -> None:
    """The words that need it are explained, and so are the abbreviations of parties that stand in headings."""
    [words] = SECTIONS["how"].parts
    assert isinstance(words, Definitions)
    assert [one.term.en for one in words.items][-2:] == ["AF", "FK"]
    assert SECTIONS["how"].lead.sv.startswith("Siffrorna är avlästa den 31 december 2016 och gäller 2016.")


# --- What else it may say -------------------------------------------------------------------------


TKR = Text("tkr", "SEK 1,000")


def test_the_budget_is_drawn_where_it_can_be() -> None:
    """An amount that is unknown is not nothing; where something was paid back there are no bars."""
    lines = [
        BudgetOutcome(line="a", name=Text("Team", "Team"), unit=TKR, budget=Fraction(100), outcome=Fraction(90)),
        BudgetOutcome(line="b", name=Text("Lokal", "Premises"), unit=TKR, budget=Fraction(20), outcome=None),
    ]
    *_, section, how = report(budget=lines).sections
    assert (section.id, how.id) == ("budget", "how")
    [bars] = section.parts
    assert isinstance(bars, BudgetBars)
    assert rows_of(bars) == {"Team": [100, 90], "Premises": [20, None], "Total": [120, None]}
    assert [row.is_total for row in bars.table.rows] == [False, False, True]
    assert section.lead.sv.endswith("i tkr.")
    back = attrs.evolve(lines[0], outcome=Fraction(-5))
    *_, section, _ = report(budget=[back]).sections
    assert [type(part) for part in section.parts] == [CountTable]
    assert [*rows_of(section.parts[0])] == ["Team"]  # Of one line there is no total.


@pytest.mark.parametrize(
    ("amounts", "decimals"),
    [
        pytest.param(["100", "90"], 0, id="whole"),
        pytest.param(["100", "90.5"], 1, id="a half"),
        pytest.param(["100.25", "90.5"], 2, id="a quarter"),
        pytest.param(["100", "1/3"], 6, id="a third"),
    ],
)
def test_amounts_keep_their_decimals(amounts: list[str], decimals: int) -> None:
    """As many for all as the one takes that has most, and no more than there may be."""
    budget, outcome = map(Fraction, amounts)
    line = BudgetOutcome(line="a", name=Text("Team", "Team"), unit=TKR, budget=budget, outcome=outcome)
    *_, section, _ = report(budget=[line]).sections
    [bars] = section.parts
    assert isinstance(bars, BudgetBars)
    assert [column.decimals for column in bars.table.columns] == [decimals, decimals]


def test_a_threshold_that_nobody_chose_is_told() -> None:
    """Among how it was reckoned; of one that was chosen nothing is said."""
    contents = report(5, is_usual_threshold=True)
    told, words = contents.sections[-1].parts
    assert isinstance(told, Prose)
    assert isinstance(words, Definitions)
    assert told.text.sv.startswith("Gränsen 5 ")
    [words] = report(5).sections[-1].parts
    assert isinstance(words, Definitions)


def test_what_large_figures_are_of() -> None:
    """Persons and referrals, one or several; of how many, where that is known."""
    figures = figures_of("brief")
    assert (figures["Sent round"].unit, figures["Did not meet the criteria"].unit) == (
        Text("personer", "persons"),
        Text("remisser", "referrals"),
    )
    assert (figures["Sent round"].numerator, figures["Sent round"].denominator) == (Cell(2), Cell(21))
    left_out = figures["Did not meet the criteria"]
    assert (left_out.numerator, left_out.denominator) == (Cell(4), Cell(20))
    alone = figures_of("brief", report(1, [CaseFile(MIRJAM, referrals=MIRJAM_SENT.referrals), case_of(CAME[6])]))
    assert alone["Sent round"].unit == Text("person", "person")
    assert alone["Did not meet the criteria"].unit == Text("remiss", "referral")


def test_what_could_not_be_counted_is_told_at_the_head() -> None:
    """One record, or several, beside the cases; one case is not several."""
    found = gathered(YEAR[:1], FINSAM, "2016")
    assert contents_of(found, threshold=1).generated_from.sv == "1 ärende"
    told = [contents_of(attrs.evolve(found, rejected=bad), threshold=1).generated_from.en for bad in (1, 3)]
    assert told == ["1 case; 1 record could not be counted", "1 case; 3 records could not be counted"]


def test_a_period_is_told_by_its_days() -> None:
    """Where it is no calendar year."""
    contents = contents_of(gathered(YEAR, FINSAM, "2016H1"), threshold=1, title="Vår", area="Nordvik")
    assert contents.period.sv == "2016H1 (1 januari 2016 till 30 juni 2016)"
    assert (contents.title.en, contents.area.en) == ("Vår", "Nordvik")


@pytest.mark.parametrize("threshold", [0, True, 1.5], ids=["nothing", "no number", "a half"])
def test_a_threshold_is_a_whole_number(threshold: Any) -> None:
    """1 or more, and there is none by default."""
    with pytest.raises((InvalidValueError, TypeError)):
        report(threshold)


# --- Few, and nobody ------------------------------------------------------------------------------


def test_of_nobody_there_is_nothing_to_say() -> None:
    """Every section is there, with zeros or a sentence, and the page can be made."""
    contents = report(5, [])
    assert contents.generated_from.en == "0 cases"
    sections = {section.id: section.parts for section in contents.sections}
    assert sections["who"] == ()
    assert sections["away"] == ()
    assert sections["flow"][0] == Prose(SECTION_WORDS["flow.none"])
    assert sections["times"] == (Prose(SECTION_WORDS["curve.nobody"]),)
    assert "0 referrals" in contents.sections[1].lead.en
    for language in LANGUAGES:
        assert render(contents, language)


def test_of_one_person_nothing_is_told() -> None:
    """Not even that it is one; where nothing at all can be printed there is no report."""
    try:
        contents = report(5, YEAR[:1])
    except TableRefusedError:
        return
    page = render(contents, "en")
    assert contents.generated_from.en.startswith("..")
    assert contents.sections[1].lead == SECTION_WORDS["who.lead.hidden"]
    assert "1 case" not in page


def test_a_table_that_is_refused_becomes_a_sentence() -> None:
    """In every section; nothing of what it held stands elsewhere."""
    found = gathered(YEAR, FINSAM, "2016")
    printing = Printing()
    came = Came(found, printing)
    sections = [came, Moved(found, printing), Took(found, came, printing, 1), LeftOut(found, came, printing, 1)]
    another = Printed(protect([one_way("another", {"some": 10, "others": 10})], threshold=5))
    refused = Prose(SECTION_WORDS["refused"])
    who, flow, times, away = (one.section(another) for one in sections)
    assert who.parts == (refused, refused)
    assert flow.parts[0] == refused
    assert times.parts[-1] == Prose(SECTION_WORDS["curve.none"])
    assert away.parts == (refused, refused)
    assert away.lead == SECTION_WORDS["away.lead.hidden"]


def test_who_came_before_a_programme_was_in_force() -> None:
    """That is told as what decided, for the criteria of the last day do not have it."""
    early = Comer("c-1", "man", "1990-01-01", "AF", "2016-09-30")
    _, reasons = report(1, [case_of(early)]).sections[5].parts
    assert rows_of(reasons) == {"En väg in": [1], "the programme was not in force on that day": [1]}


def test_where_it_is_hidden_how_many_were_in_time_there_is_no_curve() -> None:
    """They could be counted on it."""
    contents = report(6)
    assert contents.sections[3].parts[-1] == Prose(SECTION_WORDS["curve.none"])


def test_of_few_the_leads_say_that_a_number_is_not_shown() -> None:
    """In sentences of their own, and no number that is hidden stands in one."""
    contents = report(7)
    leads = {section.id: section.lead for section in contents.sections}
    assert leads["away"] == SECTION_WORDS["away.lead.hidden"]
    assert leads["change"] == SECTION_WORDS["change.lead.hidden"]


def test_where_nobody_ended_and_nobody_was_sent_round() -> None:
    """A share of nobody is nothing to say; it is not zero."""
    contents = report(1, [case_of(CAME[0])])
    began = figures_of("change", contents)["Began or increased work or studies"]
    assert (began.cell, began.denominator) == (Cell.none(), Cell(0))
    assert figures_of("flow", contents)["Sent round"].cell == Cell(0)


# --- Where a curve has its steps ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stopped", "followed", "few", "steps", "rest"),
    [
        ({3: 9, 10: 8}, {9: 7}, 0, {7: (9, 0), 14: (8, 7)}, 0),
        ({3: 2, 10: 8}, {9: 7}, 0, {7: (0, 0), 14: (10, 7)}, 0),
        ({3: 9, 10: 8}, {9: 2}, 0, {7: (9, 0)}, 10),
        ({3: 9, 10: 8, 100: 1}, {}, 4, {7: (9, 0), 14: (8, 0)}, 1 + 4),
        ({3: 9, 10: 8, 100: 1}, {}, 0, {7: (9, 0)}, 8 + 1),
        ({3: 9, 10: 8}, {9: 7}, 4, {7: (9, 0), 14: (8, 11)}, 0),
        (
            {3: 9, 800: 6},
            {},
            0,
            {**dict.fromkeys((14, 21, 28, 42, 60, 90, 120, 180, 365, 730), (0, 0)), 7: (9, 0), 1095: (6, 0)},
            0,
        ),
        ({3: 9}, {}, 2, {}, 11),
        ({}, {5: 30}, 0, {}, 30),
        ({}, {}, 0, {}, 0),
    ],
    ids=[
        "many",
        "a few who stopped count later",
        "a few at the end take others with them",
        "a few of two sorts are left together",
        "one who is left takes others with her",
        "a few without a time are followed no longer",
        "years",
        "too few for a step",
        "nobody stopped",
        "nobody",
    ],
)
def test_no_step_is_of_a_few(stopped: Any, followed: Any, few: int, steps: Any, rest: int) -> None:
    """Each step is of five or more, or of nobody, and so are those who are left."""
    found, left = _steps(stopped, followed, few, 5)
    assert (found, left) == (steps, rest)


# --- Other models ---------------------------------------------------------------------------------


def test_bands_that_were_merged_are_read_as_one() -> None:
    """From the youngest of the first to the oldest of the last."""
    names = ("16-24", "16-24/25-29", "16-24/45-59", "45-59/60+", "60+")
    assert [_band(name).sv for name in names] == ["16–24", "16–29", "16–59", "45+", "60+"]


def test_a_model_of_ones_own(tmp_path: Any) -> None:
    """With a programme of its own and no lead time: the report is of what it has."""
    file = tmp_path / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    model = load_model(file)
    events = [ReferralEvent("received", on="2020-03-02", agency="kommun/AME")]
    cases = [
        CaseFile(
            Participant(id=f"d-{at}", born=born, unemployed=True, functional_impairment=False),
            referrals=[Referral("r-1", by="kommun/IFO", programme="club", events=events)],
        )
        for at, born in enumerate(("1990", "2010", "1980-05-05"))
    ]
    contents = contents_of(gathered(cases, model, "2020"), threshold=1)
    sections = {section.id: section.parts for section in contents.sections}
    assert rows_of(sections["who"][0]) == {"The club": [3, 3], "All": [3, 3]}
    assert sections["times"] == (Prose(SECTION_WORDS["curve.unclocked"]),)
    assert rows_of(sections["away"][1]) == {"The club": [1], "is 18 years old or older": [1]}


def test_every_word_is_said_in_both_languages_and_says_nothing_of_a_ruling() -> None:
    """Swedish never speaks of what an authority settles: the report reads rules, and counts."""
    for text in SECTION_WORDS.values():
        assert text.sv
        assert text.en
        for word in ("beslut", "rätt till", "bevilja", "avslag", "behörig"):
            assert word not in text.sv.lower()


def test_figures_that_do_not_hang_together_are_refused() -> None:
    """If the rules had been asked of others than those who came, the report would not be printed."""
    found = gathered(YEAR, FINSAM, "2016")
    other = attrs.evolve(found, turned_away=gathered(YEAR[:3], FINSAM, "2016").turned_away)
    with pytest.raises(InvalidRecordError):
        contents_of(other, threshold=1)
