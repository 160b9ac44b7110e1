"""Legal bases other than consent: none is assumed, each is stated, dated and sourced, and none opens too much."""

import pickle
from datetime import date

import attrs
import pytest

from samverkan import CaseFile, Participant, Verdict, load_model
from samverkan.agencies import Agencies, Agency, Party
from samverkan.consents import Consent
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.legal_bases import LegalBasis, LegalBasisKind
from samverkan.scopes import Scope
from samverkan.sharing import may_share
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

MODEL = load_model("finsam")
DUTY = Source(document="SFB 110 kap. 31 §")
EVERYBODY = ["AF", "FK", "region", "kommun", "kommun/IFO", "kommun/LSS", "kommun/omsorg"]


def basis(name="b-1", **more):
    """Return a duty of everybody to tell Arbetsförmedlingen about livelihood and health, from 2011 on."""
    return LegalBasis(
        name,
        **{
            "kind": "statutory-duty",
            "from_": EVERYBODY,
            "to": ["AF"],
            "categories": ["livelihood", "health"],
            "since": "2011-01-01",
            "source": DUTY,
            **more,
        },
    )


def asked(bases, sharer="FK", recipient="AF", **more):
    """Return what is answered where she has consented to nothing."""
    case = CaseFile(Participant(id="d-1"), consents=[], legal_bases=bases)
    given = {"category": "livelihood", "purpose": "coordination", "on": "2016-10-03", **more}
    return may_share(case, MODEL, sharer=sharer, recipient=recipient, **given)


# --- None is assumed --------------------------------------------------------------------------------


@pytest.mark.parametrize("sharer", ["FK", "region/primärvård", "kommun/AME", "kommun/IFO"])
def test_no_basis_is_assumed(sharer):
    """Where nobody has stated one, nothing is open, whoever it is that would tell."""
    answer = asked([], sharer)
    assert answer.verdict is Verdict.NOT_MET
    assert answer.basis is None


# --- What each opens --------------------------------------------------------------------------------


@pytest.mark.parametrize("sharer", ["FK", "region/primärvård", "kommun/AME", "kommun/IFO"])
def test_a_statutory_duty_opens_what_it_says_whoever_has_it(sharer):
    """What a statute says shall be told may be told, by health care and social services too (OSL 10:28)."""
    duty = basis()
    answer = asked([duty], sharer)
    assert answer.verdict is Verdict.MET
    assert answer.basis == duty
    assert answer.needed is None


@pytest.mark.parametrize(
    "more",
    [
        {"category": "work"},
        {"recipient": "FK", "sharer": "AF"},
        {"on": "2010-12-31"},
    ],
    ids=["another category", "to another", "before its first day"],
)
def test_a_statutory_duty_opens_no_more_than_it_says(more):
    """Not another sort of information, nobody else and no other day."""
    assert asked([basis()], **more).verdict is Verdict.NOT_MET


def test_a_basis_for_a_purpose_or_a_programme_counts_for_that_alone():
    """Where neither is said it counts for each."""
    assert asked([basis(purpose="follow-up")]).verdict is Verdict.NOT_MET
    assert asked([basis(purpose="coordination")]).verdict is Verdict.MET
    assert asked([basis(programme="orvar")], programme="en-vag-in").verdict is Verdict.NOT_MET
    assert asked([basis(programme="en-vag-in")]).verdict is Verdict.NOT_MET
    assert asked([basis(programme="en-vag-in")], programme="en-vag-in").verdict is Verdict.MET
    assert asked([basis()], programme="en-vag-in").verdict is Verdict.MET


def test_what_a_basis_leaves_out_is_not_open():
    """It has exceptions as a consent has."""
    but_health = basis(exceptions=[Scope(categories=["health"])])
    assert asked([but_health], category="health").verdict is Verdict.NOT_MET
    assert asked([but_health]).verdict is Verdict.MET


PROTECTED = {
    "AF": ("OSL 28:11", True),
    "FK": ("OSL 28:1", True),
    "region": ("OSL 25:1", False),
    "region/psykiatri": ("OSL 25:1", False),
    "kommun/IFO": ("OSL 26:1", False),
    "kommun/LSS": ("OSL 26:1", False),
    "kommun/AME": (None, False),
    "kommun/skola": (None, False),
}


@pytest.mark.parametrize(("sharer", "is_open"), [(one, told) for one, (_, told) in PROTECTED.items()], ids=PROTECTED)
def test_the_general_clause_opens_nothing_of_health_care_or_social_services(sharer, is_open):
    """OSL 10:27 does not break OSL 25:1-8 nor 26:1-6; nor what nobody has stated the provision of."""
    recipient = "FK" if sharer == "AF" else "AF"
    clause = basis(kind="general-clause", to=[recipient])
    assert MODEL.agencies.agency(sharer).secrecy == PROTECTED[sharer][0]
    assert (asked([clause], sharer, recipient).verdict is Verdict.MET) is is_open


@pytest.mark.parametrize(
    ("secrecy", "is_open"),
    [
        *((f"OSL 25:{section}", False) for section in range(1, 9)),
        *((f"OSL 26:{section}", False) for section in range(1, 7)),
        ("OSL 28:1", True),
        ("OSL 28:11", True),
        ("OSL 23:2", True),
        (None, False),
    ],
)
def test_what_the_general_clause_breaks_goes_by_the_provision(secrecy, is_open):
    """Chapter 25 sections 1 to 8 and chapter 26 sections 1 to 6 are kept; another provision gives way."""
    word = Text(sv="ord", en="words")
    register = Agencies([Party("X", word), Party("Y", word)], [Agency("X", "X", word, secrecy), Agency("Y", "Y", word)])
    clause = basis(kind="general-clause", from_=["X"], to=["Y"])
    assert clause.reaches("X", register) is is_open
    assert attrs.evolve(clause, kind="statutory-duty").reaches("X", register)
    assert not clause.reaches("nobody", register)


def test_a_body_keeps_its_secrets_as_its_unit_does():
    """The clause opens no more of another region's psychiatry than of her own."""
    clause = basis(kind="general-clause")
    assert asked([clause], "region:Dalarna/psykiatri").verdict is Verdict.NOT_MET


def test_a_consent_comes_before_another_basis():
    """What she has let be told is told with her consent."""
    consent = Consent(
        "c-1",
        kind="secrecy",
        from_=["FK"],
        to=["AF"],
        categories=["livelihood"],
        purpose="coordination",
        given="2016-01-01",
    )
    case = CaseFile(Participant(id="d-1"), consents=[consent], legal_bases=[basis()])
    given = {"category": "livelihood", "purpose": "coordination", "on": "2016-10-03"}
    assert may_share(case, MODEL, sharer="FK", recipient="AF", **given).basis == consent


# --- In time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "verdict"),
    [("2016-01-31", "not_met"), ("2016-02-01", "met"), ("2016-03-31", "met"), ("2016-04-01", "not_met")],
)
def test_both_days_of_a_basis_are_included(on, verdict):
    """It counts from ``since`` to ``until``."""
    answer = asked([basis(since="2016-02-01", until="2016-03-31")], on=on)
    assert answer.verdict == verdict
    assert answer.until == (date(2016, 3, 31) if verdict == "met" else None)


def test_a_basis_counts_from_when_it_was_recorded():
    """Before anybody had stated it nobody could go by it."""
    late = basis(recorded_on="2016-11-01")
    assert not late.was_known(date(2016, 10, 31))
    assert late.standing(date(2016, 10, 31)) == ()
    assert asked([late], known_on="2016-10-31").verdict is not Verdict.MET
    assert asked([late], known_on="2016-11-01").verdict is Verdict.MET
    assert asked([late]).verdict is Verdict.MET
    assert asked([basis()], known_on="2016-10-31").verdict is Verdict.MET


# --- What a basis must be ---------------------------------------------------------------------------


def test_all_that_a_basis_does_not_say_is_told_at_once():
    """From whom, to whom, what, since when and by what source."""
    with pytest.raises(InvalidRecordError) as caught:
        LegalBasis("b", kind="general-clause", from_=[], to=[], categories=[], since=None, source=ASSUMED)
    assert [fault.where for fault in caught.value.faults] == ["from", "to", "categories", "since", "source"]


def test_a_basis_without_a_source_is_refused():
    """No basis counts of which nobody says where it stands."""
    with pytest.raises(TypeError):
        LegalBasis("b", kind="statutory-duty", from_=["FK"], to=["AF"], categories=["health"], since="2011-01-01")


def test_there_are_two_kinds():
    """A statutory duty (OSL 10:28) and the general clause (OSL 10:27)."""
    assert {kind.value for kind in LegalBasisKind} == {"statutory-duty", "general-clause"}


PLANTED = "hemligt-19790302"

REFUSED = [
    ({"kind": PLANTED}, "kind"),
    ({"kind": "consent"}, "kind"),
    ({"from_": PLANTED}, "from"),
    ({"to": [f"{PLANTED}:"]}, "to[0]"),
    ({"categories": None}, "categories"),
    ({"since": PLANTED}, "since"),
    ({"until": PLANTED}, "until"),
    ({"until": "2010-12-31"}, "until"),
    ({"source": PLANTED}, "source"),
    ({"source": None}, "source"),
    ({"purpose": ""}, "purpose"),
    ({"programme": f"{PLANTED}\n"}, "programme"),
    ({"exceptions": [PLANTED]}, "exceptions"),
    ({"recorded_on": 19790302}, "recorded_on"),
]


@pytest.mark.parametrize(("given_", "where"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_is_placed_and_masked(given_, where):
    """The message names the field, and shows nothing of what was given."""
    with pytest.raises((InvalidValueError, InvalidRecordError)) as caught:
        basis(**given_)
    assert str(caught.value).startswith(f"{where}:")
    assert PLANTED not in str(caught.value) + repr(caught.value)
    assert "1979" not in str(caught.value)


def test_no_repr_of_a_basis_shows_what_it_opens():
    """Its kind alone."""
    shown = repr(basis(PLANTED, from_=["region/psykiatri"], since="1979-03-02", source=Source(document=PLANTED)))
    for value in (PLANTED, "psykiatri", "1979", "health", "AF"):
        assert value not in shown


def test_a_basis_survives_pickling():
    """It can be sent to another process."""
    assert pickle.loads(pickle.dumps(basis())) == basis()


def test_what_is_empty_is_no_provision_and_no_document():
    """An agency either keeps its secrets under a provision that is named, or none is stated; so with a source."""
    with pytest.raises(InvalidValueError, match="secrecy: wanted a provision, or nothing"):
        Agency("AF", "AF", Text("AF", "AF"), secrecy=" ")
    with pytest.raises(InvalidValueError, match="document: wanted the id of a document, or nothing"):
        Source(document="")
