"""What the type checkers must know of the public API. Checked, never run."""

from collections.abc import Mapping
from datetime import date
from typing import assert_type

from samverkan import (
    BadLine,
    CaseFile,
    Contact,
    Dated,
    Decision,
    Entry,
    Missing,
    Model,
    Outcome,
    Participant,
    SickLeave,
    Unknown,
    decide,
    load_model,
    read_cases,
)
from samverkan.bound_programmes import BoundProgramme
from samverkan.findings import Finding

model = load_model("finsam")
assert_type(model, Model)
assert_type(model.programmes, Mapping[str, BoundProgramme])

person = Participant(
    id="d-001",
    born="1990-05",
    residence="Ludvika",
    contacts=[Contact("AF", since="2016-02-01"), Contact("FK", until=date(2016, 12, 31))],
    contacts_complete=["AF", "kommun"],
    unmet_need=True,
    employed=[Entry(True, until="2016-06-30"), Entry(False, since="2016-07-01")],
    sick_leave=[SickLeave("2016-02-15", extent=100)],
)
assert_type(person.employed, Dated[bool])
assert_type(person.employed.at(date(2016, 1, 1)), bool | Unknown)

decision = decide(person, model.programmes["en-vag-in"], "2016-10-03", reading="16-65", known_on=date(2016, 9, 1))
assert_type(decision, Decision)
assert_type(decision.outcome, Outcome)
assert_type(decision.criteria, tuple[Finding, ...])
assert_type(decision.missing, tuple[Missing, ...])
assert_type(decision.holds_until, date | None)
assert_type(decision.other_readings, Mapping[str, Outcome])

for case in read_cases("cases.jsonl", model):
    assert_type(case, CaseFile | BadLine)
