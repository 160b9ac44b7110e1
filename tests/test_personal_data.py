"""Personal data stands in no exception, log or ``repr``: values are planted everywhere and looked for."""

import io
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest

from samverkan import BadLine, CaseFile, Contact, Dated, Entry, Participant, SickLeave, decide, load_model, read_cases
from samverkan.dates import as_partial_date
from samverkan.errors import InvalidRecordError, InvalidValueError, MissingExtraError, SamverkanError, masked
from samverkan.partial import Bounds, Members
from samverkan.participants import GIVEN, HISTORIES, Assessment, Livelihood, Occupation
from samverkan.serialization import converter, structured
from samverkan.spells import Spells

MODEL = load_model("finsam")
PROGRAMME = MODEL.programmes["en-vag-in"]
JOBS, YOUNG_ADULTS = MODEL.programmes["20-40-jobb"], MODEL.programmes["utgangspunkten"]
BY_AF = MODEL.predicates["vetlanda-AF"]

PLANTED = "hemligt-19790302"
"""Looked for in every text that an error or a ``repr`` makes."""

NUMBER = "199101252386"
"""A published number that nobody has: looked for as well, in part and as a whole."""

SPELLS: list[dict[str, str | int]] = [
    {"agency": PLANTED},
    {"kind": PLANTED},
    {"by": "AF", "finding": PLANTED},
    {"since": "2016-01-01", "until": PLANTED},
]

RECORDS: list[object] = [
    *({"id": "p", name: SPELLS} for name in HISTORIES),
    {"id": "p", "born": PLANTED},
    {"id": "p", "residence": PLANTED},
    {"id": "p", "unmet_need": PLANTED},
    {"id": "p", PLANTED: True},
    {"id": {PLANTED: PLANTED}},
    {"id": f"{PLANTED}\n"},
    {"id": "p", "contacts": [{"agency": f"kommun:{PLANTED}/AME"}]},
    {"id": "p", "contacts": [{"agency": f"region:{PLANTED}/primärvård"}]},
    {"id": "p", "contacts": [{"agency": PLANTED, "since": PLANTED, PLANTED: 1, "void": PLANTED}]},
    {"id": "p", "contacts": PLANTED},
    {"id": "p", "contacts": [], "contacts_complete": [PLANTED]},
    {"id": "p", "contacts": [], "contacts_complete": PLANTED},
    {"id": "p", "needs_from": [PLANTED]},
    {"id": "p", "needs_from": {"in": PLANTED}},
    {"id": "p", "employed": [{"value": PLANTED, "recorded_on": PLANTED}]},
    {"id": "p", "employed": [{PLANTED: PLANTED}]},
    {"id": "p", "sick_leave": [{"since": PLANTED, "extent": PLANTED}]},
    {"id": "p", "identity_number": PLANTED},
    {"id": "p", "identity_number": f"{NUMBER}\n", "born": PLANTED},
    {"id": "p", "identity_number": NUMBER[:-1], "sex": PLANTED},
    {"id": "p", "sex": PLANTED},
    {"id": "p", "needs": [PLANTED]},
    {"id": "p", "needs": {"in": [PLANTED], "unknown": PLANTED}},
    {"id": "p", "livelihoods": [{"kind": PLANTED, "amount": PLANTED, "since": PLANTED}]},
    {"id": "p", "livelihoods": [{"kind": "salary", PLANTED: 1}]},
    {"id": "p", "occupations": [{"kind": PLANTED, "extent": PLANTED, "until": PLANTED}]},
    {"id": "p", "work_capacity": [{"by": PLANTED, "finding": PLANTED, "recorded_on": PLANTED}]},
    {"id": "p", "work_capacity": [{"by": f"kommun:{PLANTED}/AME", "finding": "yes", "void": PLANTED}]},
    *({"id": "p", name: PLANTED} for name in GIVEN),
    *({"id": "p", name: [{"value": PLANTED}]} for name in GIVEN),
    PLANTED,
    [PLANTED],
    {"participant": PLANTED},
]

LINES = [
    f'{{"participant": {{"id": "{PLANTED}", ',
    f'{{"participant": {{"id": "{PLANTED}", "id": "{PLANTED}"}}}}',
    f'{{"participant": {{"id": "{PLANTED}", "employed": Infinity}}}}',
    f'{{"{PLANTED}": 1}}',
    f"{PLANTED}",
    f'{{"participant": {{"id": "{PLANTED}", "employed": 1}}}}',
]

CALLS: list[Callable[[], object]] = [
    lambda: Participant(id="p", born=PLANTED),
    lambda: Participant(id="p", residence=PLANTED),
    lambda: Participant(id="p", employed=PLANTED),  # type: ignore[arg-type]
    lambda: Participant(id="p", employed=[Entry(PLANTED)]),  # type: ignore[list-item]
    lambda: Participant(id="p", needs_from=[PLANTED + ":"]),
    lambda: Participant(id="p", needs_from=PLANTED),
    lambda: Participant(id="p", needs_from=[Entry([PLANTED + ":"])]),  # type: ignore[list-item]
    lambda: Participant(id="p", contacts=[PLANTED]),  # type: ignore[list-item]
    lambda: Participant(id="p", contacts_complete=PLANTED),
    lambda: Participant(id=f"{PLANTED}\t"),
    lambda: Contact(f"{PLANTED}:"),
    lambda: Contact("AF", since=PLANTED),
    lambda: Contact("AF", void=PLANTED),  # type: ignore[arg-type]
    lambda: SickLeave(PLANTED),
    lambda: SickLeave("2016-01-01", extent=PLANTED),  # type: ignore[arg-type]
    lambda: Participant(id="p", identity_number=PLANTED),
    lambda: Participant(id="p", identity_number=NUMBER[:-1]),
    lambda: Participant(id="p", identity_number=f"{NUMBER}1"),
    lambda: Participant(id="p", needs=PLANTED),
    lambda: Participant(id="p", needs=[Entry(PLANTED)]),  # type: ignore[list-item]
    lambda: Participant(id="p", livelihoods=[PLANTED]),  # type: ignore[list-item]
    lambda: Participant(id="p", more={"employed": PLANTED}),
    lambda: Livelihood("salary", amount=PLANTED),  # type: ignore[arg-type]
    lambda: Livelihood("salary", since=PLANTED),
    lambda: Occupation("studies", extent=PLANTED),  # type: ignore[arg-type]
    lambda: Assessment(f"{PLANTED}:", "yes"),
    lambda: Spells([Livelihood(PLANTED, amount=1), Livelihood(PLANTED, amount=2)]),
    lambda: Spells([Assessment("AF", PLANTED), Assessment("AF", "no")]),
    lambda: decide(Participant(id=PLANTED, livelihoods=[Livelihood(PLANTED)]), JOBS, "2016-10-03"),
    lambda: decide(Participant(id=PLANTED, work_capacity=[Assessment("AF", PLANTED)]), BY_AF, "2016-10-03"),
    lambda: decide(Participant(id=PLANTED, work_capacity=[Assessment(PLANTED, "yes")]), BY_AF, "2016-10-03"),
    lambda: decide(Participant(id=PLANTED, needs=[PLANTED]), YOUNG_ADULTS, "2016-10-03"),
    lambda: Dated([Entry(PLANTED), Entry("another")]),
    lambda: Spells([Contact(PLANTED, until="2016-01-01"), Contact(PLANTED, until="2016-02-01")]),
    lambda: decide(Participant(id=PLANTED, contacts=[Contact(PLANTED)]), PROGRAMME, "2016-10-03"),
    lambda: decide(Participant(id=PLANTED, needs_from=[PLANTED]), PROGRAMME, "2016-10-03", reading="needed"),
    lambda: decide(
        Participant(id=PLANTED, contacts=[], contacts_complete=[PLANTED]), PROGRAMME, "2016-10-03", reading="units"
    ),
    lambda: decide(Participant(id=PLANTED), PROGRAMME, PLANTED),
]


def told(error: BaseException) -> str:
    """Return everything that an exception and those behind it can be made to print."""
    return "".join(
        [
            *traceback.TracebackException.from_exception(error, capture_locals=False).format(),
            repr(error),
            str(error),
            *(repr(note) for note in getattr(error, "__notes__", [])),
            *_chain(error),
        ]
    )


def _chain(error: BaseException) -> Iterator[str]:
    behind = error.__cause__ or error.__context__
    if behind is not None:
        yield repr(behind) + str(behind)
        yield from _chain(behind)


@pytest.mark.mass
@pytest.mark.parametrize("record", RECORDS, ids=range(len(RECORDS)))
@pytest.mark.parametrize("whole", [False, True])
def test_no_error_about_a_record_tells_what_it_holds(record: object, whole: bool) -> None:
    """Whatever is wrong with a record, no exception, note or exception behind it holds the planted value."""
    data, cls = ({"participant": record}, CaseFile) if whole else (record, Participant)
    with pytest.raises(InvalidRecordError) as caught:
        structured(data, cls, converter(MODEL))
    assert PLANTED not in told(caught.value)
    assert NUMBER[:8] not in told(caught.value)


@pytest.mark.parametrize("call", CALLS, ids=range(len(CALLS)))
def test_no_error_about_a_person_made_in_python_tells_what_was_given(call: Callable[[], object]) -> None:
    """The same of what is wrong in Python, the look of the source line aside."""
    with pytest.raises(SamverkanError) as caught:
        call()
    error = caught.value
    shown = repr(error) + str(error) + "".join(_chain(error)) + repr(pickle.loads(pickle.dumps(error)))
    assert PLANTED not in shown
    assert NUMBER[:8] not in shown


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_no_fault_of_a_line_tells_what_it_holds(line: str) -> None:
    """A bad line keeps its bytes and shows them to nobody who prints it."""
    (bad,) = read_cases(io.BytesIO(line.encode()), MODEL)
    assert isinstance(bad, BadLine)
    assert line.encode() == bad.raw
    assert PLANTED not in repr(bad) + str(bad)


def test_no_repr_shows_a_value() -> None:
    """Records, dated values, partial values, findings and decisions show none of what they hold."""
    person = Participant(
        id=PLANTED,
        born="1979-03-02",
        residence="Ludvika",
        employed=[Entry(True, since="1979-03-02")],
        contacts=[Contact("kommun:Ludvika/IFO", since="1979-03-02")],
        sick_leave=[SickLeave("1979-03-02", extent=50)],
        needs_from=["region"],
        identity_number=NUMBER,
        sex="woman",
        needs=["mental"],
        livelihoods=[Livelihood("salary", since="1979-03-02", amount=19790302)],
        occupations=[Occupation("studies", extent=79)],
        work_capacity=[Assessment("kommun:Ludvika/IFO", "to-be-clarified")],
        more={"own": PLANTED},
    )
    decision = decide(person, PROGRAMME, "2016-10-03", reading="either")
    shown = "".join(
        map(
            repr,
            [
                person,
                CaseFile(person),
                person.born,
                person.born.entries[0],
                as_partial_date("1979-03-02"),
                person.contacts,
                person.sick_leave,
                *(spells for name in HISTORIES for spells in (getattr(person, name), person.spells(name))),
                *(getattr(person, name) for name in GIVEN),
                person.identity_number,
                person.more,
                decision,
                decision.criteria,
                [
                    list(finding.reads.values())[:1]
                    for finding in decision.criteria
                    if finding.id == "two-parties-either"
                ],
                Bounds(19790302, 19790303),
                Members(["Ludvika"]),
            ],
        )
    )
    for value in (PLANTED, "1979", "Ludvika", "region", "IFO", "eligible", "True", NUMBER[:4], NUMBER[-4:]):
        assert value not in shown
    for value in ("woman", "mental", "salary", "studies", "79", "clarified"):
        assert value not in shown


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Deciding and reading leave no line in any log."""
    with caplog.at_level(logging.DEBUG):
        list(read_cases(io.BytesIO("\n".join(LINES).encode()), MODEL))
        decide(Participant(id=PLANTED), PROGRAMME, "2016-10-03").explain()
    assert caplog.records == []


@pytest.mark.parametrize(
    ("value", "sort"),
    [
        (None, "nothing"),
        (True, "true or false"),
        (0, "a number"),
        (1.5, "a number"),
        ("", "empty text"),
        ("x", "text of 1 character"),
        ("nej", "text of 3 characters"),
        ([1, 2, 3], "a list of 3"),
        ({"a", "b"}, "a list of 2"),
        ({"a": 1}, "an object"),
        (date(1979, 3, 2), "a date"),
        (datetime(1979, 3, 2), "a datetime"),
    ],
)
def test_a_masked_value_is_told_by_its_sort(value: object, sort: str) -> None:
    """What was found is told as a sort of thing."""
    assert sort == masked(value)


def test_errors_survive_pickling_with_what_they_tell() -> None:
    """An error that crosses to another process says the same there."""
    for error in (
        InvalidValueError(where="born", wanted="a day", got="a number", hint="no"),
        InvalidRecordError([InvalidValueError(wanted="a day").fault]),
        MissingExtraError("cli"),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert (type(error), str(error)) == (type(again), str(again))
    assert str(InvalidValueError(wanted="a day")) == "value: wanted a day"


def test_a_pickled_decision_holds_the_decision_and_not_the_person() -> None:
    """What was not read by a criterion is not in the pickle."""
    person = Participant(
        id="p-1",
        identity_number=NUMBER,
        sick_leave=[SickLeave("2016-01-01")],
        livelihoods=[Livelihood("salary")],
        occupations=[Occupation("studies")],
        work_capacity=[Assessment("AF", "to-be-clarified")],
        needs=["mental"],
        more={"own": PLANTED},
    )
    pickled = pickle.dumps(decide(person, PROGRAMME, "2016-10-03"))
    assert PLANTED.encode() not in pickled
    for value in (NUMBER.encode(), b"SickLeave", b"salary", b"studies", b"to-be-clarified", b"mental"):
        assert value not in pickled
    assert b"p-1" in pickled
