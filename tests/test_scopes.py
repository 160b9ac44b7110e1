"""What a scope opens: who, to whom, what, for what and when, less its exceptions."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import load_model
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.scopes import Request, Scope, is_within
from strategies import examples

REGISTER = load_model("finsam").agencies
ON = date(2016, 10, 3)

APART = ("kommun/IFO", "kommun/LSS", "kommun/omsorg")
"""The units of a kommun that keep their secrets apart: social services (OSL 26:1)."""


def asked(sharer="region/primärvård", recipient="AF", category="contact", purpose="coordination", **more):
    """Return a request, about somebody who lives in Ludvika unless it is said otherwise."""
    return Request(
        **{
            "sharer": sharer,
            "recipient": recipient,
            "category": category,
            "purpose": purpose,
            "residence": "Ludvika",
            **more,
        }
    )


def opens(scope, request, on=ON):
    """Whether a scope opens what is asked for."""
    return scope.opens(request, on, REGISTER)


# --- Names ------------------------------------------------------------------------------------------

FROM = [
    # A party's name covers its units, every body, and not those that keep their secrets apart.
    ("region", "region", True),
    ("region", "region/psykiatri", True),
    ("region", "region:Dalarna/psykiatri", True),
    ("kommun", "kommun", True),
    ("kommun", "kommun/AME", True),
    ("kommun", "kommun:Ludvika/AME", True),
    ("kommun", "kommun:Falun/AME", True),
    ("kommun", "AF", False),
    ("AF", "AF", True),
    ("AF", "FK", False),
    *(("kommun", unit, False) for unit in APART),
    ("kommun", "kommun:Falun/IFO", False),
    # One that keeps its secrets apart is named itself.
    *((unit, unit, True) for unit in APART),
    ("kommun/IFO", "kommun/AME", False),
    # A unit's plain name is the participant's own.
    ("kommun/AME", "kommun/AME", True),
    ("kommun/AME", "kommun:Ludvika/AME", True),
    ("kommun:Ludvika/AME", "kommun/AME", True),
    ("kommun/AME", "kommun:Falun/AME", False),
    ("kommun/AME", "kommun", False),
    ("region/psykiatri", "region:Dalarna/psykiatri", False),
    # A name with a body is that body's.
    ("kommun:Falun/AME", "kommun:Falun/AME", True),
    ("kommun:Falun/AME", "kommun/AME", False),
    ("kommun:Falun", "kommun:Falun/AME", True),
    ("kommun:Falun", "kommun:Falun/IFO", False),
    ("kommun:Falun", "kommun/AME", False),
    ("kommun:Ludvika", "kommun/AME", True),
    ("region:Dalarna/psykiatri", "region/psykiatri", False),
    ("region:Dalarna", "region:Dalarna/psykiatri", True),
    ("region:Dalarna", "region:Örebro/psykiatri", False),
    # One without a party is itself.
    ("Lernia", "Lernia", True),
    ("kommun", "Lernia", False),
]


@pytest.mark.parametrize(("name", "sharer", "is_open"), FROM, ids=[f"{n} of {s}" for n, s, _ in FROM])
def test_whom_a_name_stands_for_among_those_who_share(name, sharer, is_open):
    """A party's name stands for its units everywhere but those apart, a unit's for her own, one with a body for that one."""
    assert opens(Scope(from_=[name]), asked(sharer)) is is_open


TO = [
    ("kommun", "kommun/AME", True),
    ("kommun", "kommun", True),
    ("kommun", "kommun:Ludvika/AME", True),
    ("kommun", "kommun:Falun/AME", False),
    ("kommun", "kommun/IFO", False),
    ("kommun/IFO", "kommun/IFO", True),
    ("kommun/IFO", "kommun:Ludvika/IFO", True),
    ("kommun/IFO", "kommun:Falun/IFO", False),
    ("kommun:Falun", "kommun:Falun/AME", True),
    ("kommun:Falun", "kommun/AME", False),
    ("kommun:Falun/AME", "kommun:Falun/AME", True),
    ("region", "region/primärvård", True),
    ("region", "region:Dalarna/primärvård", False),
    ("AF", "AF", True),
    ("AF", "FK", False),
]


@pytest.mark.parametrize(("name", "recipient", "is_open"), TO, ids=[f"{n} of {r}" for n, r, _ in TO])
def test_whom_a_name_stands_for_among_those_who_are_told(name, recipient, is_open):
    """What is given to a party is told to her own kommun alone, and to no unit that keeps its secrets apart."""
    assert opens(Scope(to=[name]), asked("FK", recipient)) is is_open


def test_nobody_is_taken_for_her_own_kommun_while_it_is_not_known_where_she_lives():
    """Without a residence no body is her own: neither told nor telling under a plain name."""
    request = asked("kommun:Ludvika/AME", "kommun:Ludvika/AME", residence=None)
    assert not opens(Scope(from_=["kommun/AME"]), request)
    assert not opens(Scope(to=["kommun"]), request)
    assert opens(Scope(from_=["kommun"]), request)


def test_a_name_that_no_register_has_stands_for_itself_alone():
    """Whether a name is there is checked elsewhere: here it opens nothing of anybody else."""
    assert not opens(Scope(from_=["Nowhere"]), asked("AF"))
    assert not opens(Scope(from_=["AF"]), asked("Nowhere"))
    assert not opens(Scope(from_=["kommun"]), asked("Nowhere"))


# --- What must fit ----------------------------------------------------------------------------------

WHOLE = Scope(
    from_=["region"],
    to=["AF"],
    categories=["contact", "health"],
    purposes=["coordination"],
    programmes=["en-vag-in"],
    since="2016-10-03",
    until="2016-10-10",
)


def test_all_that_a_scope_names_must_fit():
    """Sharer, recipient, category, purpose, programme and day: what fits them all is open."""
    assert opens(WHOLE, asked(programme="en-vag-in"))


@pytest.mark.parametrize(
    "change",
    [
        {"sharer": "FK"},
        {"recipient": "FK"},
        {"category": "work"},
        {"purpose": "follow-up"},
        {"programme": "orvar"},
        {"programme": None},
    ],
    ids=lambda change: "-".join(f"{name} {value}" for name, value in change.items()),
)
def test_what_does_not_fit_in_one_respect_is_not_open(change):
    """It takes but one attribute that does not fit: they are joined by *and*."""
    assert not opens(WHOLE, attrs.evolve(asked(programme="en-vag-in"), **change))


@pytest.mark.parametrize(
    ("on", "is_open"),
    [("2016-10-02", False), ("2016-10-03", True), ("2016-10-10", True), ("2016-10-11", False)],
)
def test_both_days_of_a_scope_are_included(on, is_open):
    """The first and the last day count."""
    assert opens(WHOLE, asked(programme="en-vag-in"), date.fromisoformat(on)) is is_open


def test_what_is_left_empty_sets_no_limit():
    """An empty scope opens everything, on every day."""
    assert opens(Scope(), asked())
    assert opens(Scope(), asked("kommun/IFO", "kommun:Falun/AME", programme="orvar"), date.min)


# --- Exceptions -------------------------------------------------------------------------------------


def test_of_several_exceptions_each_one_is_enough():
    """Siblings are joined by *or*."""
    scope = Scope(exceptions=[Scope(categories=["health"]), Scope(from_=["FK"])])
    assert not opens(scope, asked("FK"))
    assert not opens(scope, asked(category="health"))
    assert opens(scope, asked())


def test_an_exception_takes_away_only_what_fits_in_every_respect():
    """The attributes of one exception are joined by *and*."""
    scope = Scope(exceptions=[Scope(from_=["region"], categories=["health"])])
    assert opens(scope, asked(category="work"))
    assert opens(scope, asked("FK", category="health"))
    assert not opens(scope, asked(category="health"))


def test_an_exception_of_an_exception_opens_again():
    """All but health; of health all but what primary care knows; of that all but what is for follow-up."""
    scope = Scope(
        exceptions=[
            Scope(
                categories=["health"],
                exceptions=[Scope(from_=["region/primärvård"], exceptions=[Scope(purposes=["follow-up"])])],
            )
        ]
    )
    assert opens(scope, asked(category="contact"))
    assert not opens(scope, asked("region/psykiatri", category="health"))
    assert opens(scope, asked("region/primärvård", category="health"))
    assert not opens(scope, asked("region/primärvård", category="health", purpose="follow-up"))


WIDE = [
    ("a party's units apart", Scope(from_=["kommun"]), asked("kommun/IFO")),
    ("a party's units elsewhere", Scope(from_=["kommun"]), asked("kommun:Falun/AME")),
    ("a party's units of those who are told", Scope(to=["kommun"]), asked("FK", "kommun/IFO")),
    ("a party elsewhere of those who are told", Scope(to=["kommun"]), asked("FK", "kommun:Falun/AME")),
    ("a unit elsewhere", Scope(from_=["kommun/AME"]), asked("kommun:Falun/AME")),
    ("a body's units apart", Scope(from_=["kommun:Falun"]), asked("kommun:Falun/IFO")),
    ("for a programme, asked for none", Scope(programmes=["orvar"]), asked()),
    ("a body that may be hers", Scope(from_=["kommun:Falun"]), asked("kommun/AME", residence=None)),
    ("a body's unit that may be hers", Scope(from_=["kommun:Falun/AME"]), asked("kommun/AME", residence=None)),
    ("a body that may be told", Scope(to=["kommun:Falun"]), asked("FK", "kommun/AME", residence=None)),
    ("a region that may be hers", Scope(from_=["region:Dalarna/psykiatri"]), asked("region/psykiatri")),
]


@pytest.mark.parametrize(("exception", "request_"), [row[1:] for row in WIDE], ids=[row[0] for row in WIDE])
def test_an_exception_is_read_widely(exception, request_):
    """What an exception may mean is not open: it is never opened by a narrow reading of what she kept back."""
    everybody = Scope(from_=["kommun", *APART, "region", "kommun:Falun/IFO", "FK"])
    assert opens(everybody, request_)
    assert not opens(attrs.evolve(everybody, exceptions=[exception]), request_)


NOT_SO_WIDE = [
    ("another kommun than hers", Scope(from_=["kommun:Falun"]), asked("kommun/AME")),
    ("another unit", Scope(from_=["kommun/AME"]), asked("kommun/skola")),
    ("another programme", Scope(programmes=["orvar"]), asked(programme="en-vag-in")),
    ("another body", Scope(from_=["kommun:Falun/AME"]), asked("kommun:Ludvika/AME")),
    ("the day after", Scope(until="2016-10-02"), asked()),
]


@pytest.mark.parametrize(
    ("exception", "request_"), [row[1:] for row in NOT_SO_WIDE], ids=[row[0] for row in NOT_SO_WIDE]
)
def test_an_exception_does_not_take_what_it_cannot_mean(exception, request_):
    """Wide as it is read, an exception leaves open what is certainly something else."""
    assert opens(Scope(exceptions=[exception]), request_)


# --- The same, said naively -------------------------------------------------------------------------

UNITS = {
    "kommun": ["kommun", "kommun/AME", "kommun/skola", "kommun/IFO"],
    "region": ["region", "region/primärvård", "region/psykiatri"],
    "AF": ["AF"],
    "FK": ["FK"],
}
BODIES = {"kommun": ["Ludvika", "Falun"], "region": ["Dalarna", "Örebro"], "AF": [], "FK": []}
ELSEWHERE = "somewhere else"
REFERENCES = [
    *(unit for units in UNITS.values() for unit in units),
    *(
        unit.replace(party, f"{party}:{body}", 1)
        for party, units in UNITS.items()
        for unit in units[1:]
        for body in BODIES[party]
    ),
]
NAMES = [*REFERENCES, "kommun:Ludvika", "kommun:Falun", "region:Dalarna"]
"""What a scope may name; a body's name without a unit is no agency, but stands for that body's."""


def split(reference):
    """Return party, unit and body: ``kommun:Falun/AME`` is ``kommun``, ``kommun/AME``, ``Falun``."""
    head, _, rest = reference.partition("/")
    party, _, body = head.partition(":")
    return party, f"{party}/{rest}" if rest else party, body or None


def places(party, residence):
    """Return every body that may be the participant's own."""
    if party == "kommun" and residence is not None:
        return [residence]
    return [*BODIES[party], ELSEWHERE]


def stood_for(name, own, is_wide, is_told):
    """Return the units with their bodies for which a name stands, when *own* is the participant's own body."""
    party, unit, body = split(name)
    bodies = [*BODIES[party], ELSEWHERE]
    if unit != party:  # a unit
        return {(unit, one) for one in ([body] if body else bodies if is_wide else [own])}
    units = [one for one in UNITS[party] if is_wide or one != "kommun/IFO"]
    reached = [body] if body else [own] if is_told and not is_wide else bodies
    return {(one, of) for one in units for of in reached}


def is_named(reference, named, residence, is_wide, is_told):
    """Whether one of the names stands for it: surely, or, where it is read widely, perhaps."""
    party, unit, body = split(reference)
    if not named:
        return True
    several = [name for name in named if split(name)[0] == party]
    tried = (
        [(unit, body or own) in stood_for(name, own, is_wide, is_told) for own in places(party, residence)]
        for name in several
    )
    return any((any if is_wide else all)(one) for one in tried)


def naive(scope, request, on, is_wide=False):
    """Say whether a scope opens it, by trying every body that a plain name may mean."""
    fits = (
        (not scope.categories or request.category in scope.categories)
        and (not scope.purposes or request.purpose in scope.purposes)
        and (not scope.programmes or request.programme in scope.programmes or (is_wide and request.programme is None))
        and (scope.since is None or scope.since <= on)
        and (scope.until is None or scope.until >= on)
        and is_named(request.sharer, scope.from_, request.residence, is_wide, is_told=False)
        and is_named(request.recipient, scope.to, request.residence, is_wide, is_told=True)
    )
    return fits and not any(naive(one, request, on, not is_wide) for one in scope.exceptions)


def some(words, most=3):
    """Draw none, one or a few of some words."""
    return st.frozensets(st.sampled_from(words), max_size=most)


@st.composite
def spans(draw):
    """Draw the ends of a span of some days in October, most often open."""
    first, last = sorted(draw(st.lists(st.integers(0, 9), min_size=2, max_size=2)))
    return (
        draw(st.none() | st.none() | st.just(ON + timedelta(first))),
        draw(st.none() | st.none() | st.just(ON + timedelta(last))),
    )


def drawn(exceptions):
    """Draw a scope with those exceptions."""
    return st.builds(
        lambda from_, to, categories, purposes, programmes, span, inside: Scope(
            from_=from_,
            to=to,
            categories=categories,
            purposes=purposes,
            programmes=programmes,
            since=span[0],
            until=span[1],
            exceptions=inside,
        ),
        some(NAMES),
        some(NAMES),
        some(["contact", "health"]),
        some(["coordination"]),
        some(["en-vag-in"]),
        spans(),
        exceptions,
    )


LEAVES = drawn(st.just(()))
SCOPES = drawn(st.lists(drawn(st.lists(drawn(st.lists(LEAVES, max_size=1)), max_size=2)), max_size=2))
REQUESTS = st.builds(
    Request,
    sharer=st.sampled_from(REFERENCES),
    recipient=st.sampled_from(REFERENCES),
    category=st.sampled_from(["contact", "health"]),
    purpose=st.sampled_from(["coordination", "follow-up"]),
    programme=st.sampled_from([None, "en-vag-in", "orvar"]),
    residence=st.sampled_from([None, "Ludvika", "Falun"]),
)
DAYS = st.integers(-1, 10).map(lambda days: ON + timedelta(days))


@examples(400)
@given(SCOPES, REQUESTS, DAYS)
def test_a_scope_opens_what_the_naive_evaluator_says(scope, request, on):
    """Whatever the exceptions inside one another, it agrees with trying every body that a name may mean."""
    assert opens(scope, request, on) is naive(scope, request, on)


@examples(400)
@given(st.sampled_from(NAMES), REQUESTS, st.booleans())
def test_a_name_alone_stands_for_what_the_naive_evaluator_says(name, request, is_told):
    """The same of one name, as the one to tell or to be told, named by the scope or by its exception."""
    for scope in (
        Scope(to=[name]) if is_told else Scope(from_=[name]),
        Scope(exceptions=[Scope(to=[name]) if is_told else Scope(from_=[name])]),
    ):
        assert opens(scope, request) is naive(scope, request, ON)


@examples(200)
@given(SCOPES, REQUESTS, DAYS, st.sampled_from(["Ludvika", "Falun"]))
def test_learning_where_she_lives_closes_nothing_that_was_open(scope, request, on, residence):
    """What is open while her residence is unknown is open wherever she turns out to live."""
    if opens(scope, attrs.evolve(request, residence=None), on):
        assert opens(scope, attrs.evolve(request, residence=residence), on)


@examples(200)
@given(SCOPES, SCOPES, REQUESTS, DAYS)
def test_one_more_exception_opens_nothing(scope, exception, request, on):
    """What is open with it was open without it."""
    kept_back = attrs.evolve(scope, exceptions=[*scope.exceptions, exception])
    assert opens(scope, request, on) or not opens(kept_back, request, on)


# --- Days and parts ---------------------------------------------------------------------------------


@examples(100)
@given(SCOPES, REQUESTS)
def test_nothing_turns_but_on_a_day_of_change(scope, request):
    """Between the days that a scope names as its changes it opens the same."""
    changes = set(scope.changes())
    for day in (ON + timedelta(days) for days in range(-1, 12)):
        after = day + timedelta(1)
        if opens(scope, request, day) != opens(scope, request, after):
            assert after in changes


def test_every_scope_inside_is_yielded():
    """The scope itself comes first, then its exceptions and theirs."""
    innermost = Scope(purposes=["follow-up"])
    inner = Scope(categories=["health"], exceptions=[innermost])
    other = Scope(from_=["FK"])
    outer = Scope(exceptions=[inner, other])
    assert list(outer.every()) == [outer, inner, innermost, other]


# --- Less than it was -------------------------------------------------------------------------------

WITHIN = [
    ("the same", Scope(from_=["FK"], categories=["health"]), Scope(from_=["FK"], categories=["health"]), True),
    ("one category of two", Scope(categories=["health"]), Scope(categories=["health", "contact"]), True),
    ("another category", Scope(categories=["work"]), Scope(categories=["health"]), False),
    ("every category", Scope(), Scope(categories=["health"]), False),
    ("something of everything", Scope(categories=["health"]), Scope(), True),
    ("every purpose", Scope(), Scope(purposes=["coordination"]), False),
    ("another programme", Scope(programmes=["orvar"]), Scope(programmes=["en-vag-in"]), False),
    ("one agency of two", Scope(from_=["FK"]), Scope(from_=["FK", "AF"]), True),
    ("another agency", Scope(from_=["AF"]), Scope(from_=["FK"]), False),
    ("one of them another", Scope(from_=["AF", "FK"]), Scope(from_=["FK"]), False),
    ("everybody", Scope(), Scope(from_=["FK"]), False),
    ("a unit of a party", Scope(from_=["region/psykiatri"]), Scope(from_=["region"]), True),
    ("a party for its unit", Scope(from_=["region"]), Scope(from_=["region/psykiatri"]), False),
    ("another unit", Scope(from_=["region/psykiatri"]), Scope(from_=["region/primärvård"]), False),
    ("a unit of a body", Scope(from_=["kommun:Falun/AME"]), Scope(from_=["kommun:Falun"]), True),
    ("a unit of another body", Scope(from_=["kommun:Ludvika/AME"]), Scope(from_=["kommun:Falun"]), False),
    ("a body of a party", Scope(from_=["kommun:Falun"]), Scope(from_=["kommun"]), True),
    ("another to be told", Scope(to=["AF"]), Scope(to=["FK"]), False),
    ("everybody to be told", Scope(), Scope(to=["FK"]), False),
]


@pytest.mark.parametrize(("scope", "whole", "is_less"), [row[1:] for row in WITHIN], ids=[row[0] for row in WITHIN])
def test_whether_a_scope_names_nothing_more_than_another(scope, whole, is_less):
    """Each attribute by itself: a part of the words, a unit of the party, a body of it."""
    assert is_within(scope, whole) is is_less


# --- What is refused --------------------------------------------------------------------------------

PLANTED = "hemligt-19790302"

REFUSED = [
    ({"from_": "AF"}, "from"),
    ({"from_": 7}, "from"),
    ({"from_": {"AF": True}}, "from"),
    ({"to": b"AF"}, "to"),
    ({"categories": PLANTED}, "categories"),
    ({"purposes": None}, "purposes"),
    ({"since": PLANTED}, "since"),
    ({"until": "2016-2-3"}, "until"),
    ({"since": "2016-10-03", "until": "2016-10-02"}, "until"),
    ({"exceptions": ["health"]}, "exceptions"),
    ({"exceptions": PLANTED}, "exceptions"),
    ({"exceptions": 7}, "exceptions"),
    ({"exceptions": None}, "exceptions"),
]


@pytest.mark.parametrize(("given_", "where"), REFUSED, ids=[f"{n}-{where}" for n, (_, where) in enumerate(REFUSED)])
def test_what_is_no_scope_is_refused_by_name_and_masked(given_, where):
    """The field is named, and what was given is not told."""
    with pytest.raises(InvalidValueError) as caught:
        Scope(**given_)
    assert caught.value.fault.where.startswith(where)
    assert PLANTED not in str(caught.value) + repr(caught.value)


def test_every_name_of_a_list_that_is_none_is_told_at_once():
    """Two of three are wrong: both are told by their positions, and neither is shown."""
    with pytest.raises(InvalidRecordError) as caught:
        Scope(from_=[f"{PLANTED}:", "AF", ""])
    assert [fault.where for fault in caught.value.faults] == ["from[0]", "from[2]"]
    assert PLANTED not in str(caught.value) + repr(caught.value)


def test_no_repr_of_a_scope_shows_what_she_keeps_back():
    """Which agencies, sorts of information and days a person has left out is her own affair."""
    scope = Scope(exceptions=[Scope(from_=["region/psykiatri"], categories=["health"], since="1979-03-02")])
    shown = repr(scope) + repr(scope.exceptions) + repr(asked("region/psykiatri", residence="Ludvika"))
    for value in ("psykiatri", "health", "1979", "Ludvika"):
        assert value not in shown
