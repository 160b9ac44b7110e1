"""Random case files with consents, referrals, legal bases, disclosures and views, for what is written and read."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan import CaseFile, Model, Participant, load_model
from samverkan.agencies import Agency, Party
from samverkan.casefiles import View
from samverkan.consents import Change, Consent, ConsentEvent, ConsentKind, Form, Giver
from samverkan.disclosures import Disclosure
from samverkan.errors import InvalidRecordError
from samverkan.legal_bases import LegalBasis, LegalBasisKind
from samverkan.referral_checks import recipients_of
from samverkan.referral_events import ReferralEvent
from samverkan.referral_steps import Side, Step, What, possible_after
from samverkan.referrals import Referral, status_of
from samverkan.scopes import Scope
from samverkan.sources import Source
from samverkan.testing.people import participants
from samverkan.texts import Text

SHIPPED = load_model("finsam")
OWN = SHIPPED.with_(
    id="own",
    parties=[Party("skola", Text("skolan", "the school")), Party("förening", Text("föreningen", "the association"))],
    agencies=[Agency("skola/elevhälsa", "skola", Text("elevhälsan", "pupils' health"), "OSL 25:1", secrecy_apart=True)],
    bodies={"skola": ["Norra", "Södra skolan"]},
    lists={
        "categories": {"housing": Text("boende", "housing")},
        "purposes": {"hand-over": Text("överlämning", "hand-over")},
    },
)
"""Finsam with a party that is no agency itself, with one without units or bodies, and with more words."""

FIRST, DAYS = date(2010, 1, 1), 4000
UNSAID = st.none()
LETTERS = st.characters(exclude_categories=["C", "Z"])
Draw = Callable[[SearchStrategy[Any]], Any]


def days(since: date = FIRST) -> SearchStrategy[date]:
    """Draw a day on or after another."""
    return st.integers(0, DAYS).map(lambda count: since + timedelta(count))


def some(words: Iterable[str], least: int = 0) -> SearchStrategy[list[str]]:
    """Draw some of the words."""
    return st.lists(st.sampled_from(sorted(words)), min_size=least, max_size=3, unique=True)


class World:
    """What case files may name in a model."""

    def __init__(self, model: Model) -> None:
        """Take the names that there are in the model."""
        register = model.agencies
        bodied = [f"kommun:Ludvika/{one.partition('/')[2]}" for one in register.of_party("kommun") if "/" in one]
        own = ["skola:Norra", "skola:Södra skolan"] if "skola" in register.parties else []
        self.agencies = [*register.agencies, *bodied, "region:Dalarna"]
        self.named = [*self.agencies, *register.parties, *own]
        self.words = {
            name: [*model.lists[name]]
            for name in ("categories", "purposes", "professions", "forums", "lacks", "plans", "outcomes")
        }
        self.forums = [f"forum:{word}" for word in self.words["forums"]]
        self.professions = [f"profession:{word}" for word in self.words["professions"]]
        self.programmes = [*model.programmes, *model.predicates]
        self.model = model

    def named_in(self, least: int = 0) -> dict[str, SearchStrategy[Any]]:
        """Return what draws from whom, to whom and what sorts of information."""
        return {
            "from_": some(self.named, least),
            "to": some(self.named, least),
            "categories": some(self.words["categories"], least),
        }

    def scopes(self, deepest: int = 3) -> SearchStrategy[Scope]:
        """Draw a scope, with exceptions within exceptions."""
        inner = st.lists(self.scopes(deepest - 1), max_size=2) if deepest else st.just([])
        return st.builds(
            lambda days, **said: Scope(since=days[0], until=days[1], **said),
            spans(),
            **self.named_in(),
            purposes=some(self.words["purposes"]),
            programmes=some(self.programmes),
            exceptions=inner,
        )

    def consents(self) -> SearchStrategy[Consent]:
        """Draw a consent of any kind, with what may have come to pass with it."""
        exceptions = st.lists(self.scopes(1), max_size=2)
        programmes, purposes = st.sampled_from(self.programmes), st.sampled_from(self.words["purposes"])

        @st.composite
        def consent(draw: Draw) -> Consent:
            kind, given = draw(st.sampled_from(ConsentKind)), draw(days())
            is_secrecy = kind is ConsentKind.SECRECY
            named = {name: draw(one) for name, one in self.named_in(1 if is_secrecy else 0).items()}
            programme = programmes if kind is ConsentKind.REGISTRATION else st.one_of(UNSAID, programmes)
            return Consent(
                draw(ids()),
                kind=kind,
                **named,
                purpose=draw(purposes if is_secrecy else st.one_of(UNSAID, purposes)),
                programme=draw(programme),
                exceptions=draw(exceptions),
                form=draw(st.one_of(UNSAID, st.sampled_from(Form))),
                giver=draw(st.sampled_from(Giver)),
                notice=draw(st.one_of(UNSAID, st.text(LETTERS, min_size=1, max_size=20))),
                given=given,
                expires=draw(st.one_of(UNSAID, days(given))),
                withdrawn=draw(st.one_of(UNSAID, UNSAID, days(given))),
                **draw(self.recorded()),
                history=[*draw(st.lists(self.events(given), max_size=2)), *draw(self.narrowings(given, named))],
            )

        return consent()

    def events(self, given: date) -> SearchStrategy[ConsentEvent]:
        """Draw what came to pass with a consent, other than that it was narrowed."""

        @st.composite
        def event(draw: Draw) -> ConsentEvent:
            what, on = draw(st.sampled_from([Change.REAFFIRMED, Change.WITHDRAWN, Change.EXPIRED])), draw(days(given))
            expires = draw(st.one_of(UNSAID, days(on))) if what is Change.REAFFIRMED else None
            return ConsentEvent(what, on=on, expires=expires, **draw(self.recorded()))

        return event()

    def narrowings(self, given: date, named: Any) -> SearchStrategy[list[ConsentEvent]]:
        """Draw that a consent that names those was narrowed, or nothing."""
        less = {name: some(words) if words else st.just([]) for name, words in named.items()}
        exceptions = st.lists(self.scopes(1), max_size=2)
        said = st.fixed_dictionaries({**less, "exceptions": exceptions}).filter(lambda one: any(one.values()))
        narrowing = st.builds(
            lambda on, recorded, said: ConsentEvent("narrowed", on=on, **recorded, **said),
            days(given),
            self.recorded(),
            said,
        )
        return st.lists(narrowing, max_size=1)

    def recorded(self) -> SearchStrategy[dict[str, Any]]:
        """Draw when something was recorded, and by whom."""
        by = st.one_of(UNSAID, st.sampled_from(self.agencies))
        return st.fixed_dictionaries({"recorded_on": st.one_of(UNSAID, days()), "by": by})

    def legal_bases(self) -> SearchStrategy[LegalBasis]:
        """Draw a legal basis."""
        quotes = st.one_of(UNSAID, st.text(LETTERS, min_size=1, max_size=160))
        return st.builds(
            lambda days, **said: LegalBasis(since=days[0], until=days[1], **said),
            spans().filter(lambda days: days[0] is not None),
            id=ids(),
            kind=st.sampled_from(LegalBasisKind),
            **self.named_in(1),
            purpose=st.one_of(UNSAID, st.sampled_from(self.words["purposes"])),
            programme=st.one_of(UNSAID, st.sampled_from(self.programmes)),
            exceptions=st.lists(self.scopes(1), max_size=2),
            recorded_on=st.one_of(UNSAID, days()),
            source=st.builds(Source, st.sampled_from(["SFB 110 kap.", "OSL 10:27"]), quotes),
        )

    def disclosures(self) -> SearchStrategy[Disclosure]:
        """Draw what has been told."""
        return st.sampled_from(self.words["categories"]).flatmap(self.disclosures_of)

    def disclosures_of(self, category: str) -> SearchStrategy[Disclosure]:
        """Draw what has been told of that sort of information."""
        facts = [name for name, fact in self.model.facts.items() if fact.category == category]
        return st.builds(
            Disclosure,
            ids(),
            sharer=st.sampled_from(self.agencies),
            recipient=st.sampled_from(self.agencies),
            on=days(),
            category=st.just(category),
            facts=some(facts) if facts else st.just([]),
            purpose=st.sampled_from(self.words["purposes"]),
            programme=st.one_of(UNSAID, st.sampled_from(self.programmes)),
            basis=ids(),
            recorded_on=st.one_of(UNSAID, days()),
        )

    def referrals(self) -> SearchStrategy[Referral]:
        """Draw a referral of any sort, and what happened then, by those who may record it."""
        agencies, texts = st.sampled_from(self.agencies), st.text(LETTERS, min_size=1, max_size=20)

        @st.composite
        def referral(draw: Draw) -> Referral:
            by = draw(st.one_of(st.sampled_from(["self", *self.forums, *self.professions]), agencies))
            to = draw(st.one_of(UNSAID, agencies, st.sampled_from(self.forums)))
            programmes = st.sampled_from(self.programmes)
            sent = Referral(
                draw(ids()),
                by=by,
                to=to,
                programme=draw(programmes if to is None else st.one_of(UNSAID, programmes)),
                from_=draw(st.one_of(UNSAID, agencies)) if by in {*self.forums, *self.professions} else None,
                spoken_to=draw(st.one_of(UNSAID, st.booleans())),
            )
            programme = self.model.programmes.get(sent.programme or "")
            recipients = recipients_of(sent, programme and programme.definition) or self.agencies
            day, events = draw(days()), list[ReferralEvent]()
            for place in range(draw(st.integers(0, 5))):
                steps = possible_after(status_of(events), {one.what for one in events})
                if not steps:
                    break
                step = draw(st.sampled_from(steps))
                is_theirs = Side.REFERRER in step.by and sent.referrer is not None and draw(st.booleans())
                recorder = sent.referrer if is_theirs and sent.referrer else draw(st.sampled_from(recipients))
                said = {name: draw(one) for name, one in self.said_by(step, texts).items()}
                said |= {"id": f"e-{place}"} if draw(st.booleans()) else {}
                on = draw(st.sampled_from([day, datetime(day.year, day.month, day.day, 9, tzinfo=draw(_ZONES))]))
                recorded_on = draw(st.one_of(UNSAID, days(day)))
                events.append(ReferralEvent(step.what, on=on, agency=recorder, recorded_on=recorded_on, **said))
                day += timedelta(draw(st.integers(1, 60)))
            return taken_back(draw, attrs.evolve(sent, events=events), day)

        return referral()

    def said_by(self, step: Step, texts: SearchStrategy[str]) -> dict[str, SearchStrategy[Any]]:
        """Return what draws that which such an event must say, and may."""
        words = {name: st.sampled_from(self.words[name]) for name in ("lacks", "plans", "outcomes")}
        asked = st.builds(lambda word, of: f"{word}:{of}", words["lacks"], st.sampled_from(self.agencies))
        every: dict[str, SearchStrategy[Any]] = {
            "reason": texts,
            "asks_for": st.lists(st.one_of(words["lacks"], asked), min_size=1, max_size=2),
            "plan": words["plans"],
            "intervention": ids(),
            "performer": st.sampled_from(self.agencies),
            "outcome": words["outcomes"],
            "to": ids(),
        }
        may = {name: st.one_of(UNSAID, every[name]) for name in step.may_say if name != "event"}
        return {**may, **{name: every[name] for name in step.needs}}

    def views(self) -> SearchStrategy[View]:
        """Draw through whose eyes a case is seen."""
        return st.builds(
            View,
            agency=st.sampled_from(self.agencies),
            programme=st.sampled_from(self.programmes),
            purpose=st.sampled_from(self.words["purposes"]),
            on=days(),
            is_settled=st.booleans(),
        )


def ids() -> SearchStrategy[str]:
    """Draw an id."""
    return st.text(LETTERS, min_size=1, max_size=8)


_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(-timedelta(hours=5, minutes=30))])


def taken_back(draw: Draw, referral: Referral, day: date) -> Referral:
    """Return a referral of which now and then something was entered in error, where nothing rests on it."""
    marked = [one for one in referral.events if one.id is not None and one.what is not What.ENTERED_IN_ERROR]
    if not marked or draw(st.booleans()):
        return referral
    wrong = draw(st.sampled_from(marked))
    try:
        return referral.with_events(
            ReferralEvent("entered_in_error", on=day, agency=wrong.agency, event=wrong.id, reason="fel person")
        )
    except InvalidRecordError:
        return referral


def spans() -> SearchStrategy[tuple[date | None, date | None]]:
    """Draw a first and a last day, in order, where they are said."""
    return st.one_of(UNSAID, days()).flatmap(
        lambda since: st.tuples(st.just(since), st.one_of(UNSAID, days(FIRST if since is None else since)))
    )


_WORLDS = {one.id: World(one) for one in (SHIPPED, OWN)}


def written_cases(
    model: Model | None = None, people: SearchStrategy[Participant] | None = None, *, views: bool = True
) -> SearchStrategy[CaseFile]:
    """Draw a case file with all that there may be in it; *people* draws of whom."""
    world = _WORLDS[SHIPPED.id if model is None else model.id]
    whom = participants(model) if people is None else people

    def unique(records: list[Any]) -> Any:
        return list({record.id: record for record in records}.values())

    @st.composite
    def case(draw: Draw) -> CaseFile:
        consents = draw(st.one_of(UNSAID, st.lists(world.consents(), max_size=3).map(unique)))
        taken = {one.id for one in consents or ()}
        view = draw(st.one_of(UNSAID, world.views())) if views else None
        referrals = draw(st.one_of(UNSAID, st.lists(world.referrals(), max_size=2).map(unique)))
        if view is not None and referrals:
            hidden = draw(some(world.named))
            referrals[0] = attrs.evolve(referrals[0], hidden=hidden)
        return CaseFile(
            draw(whom),
            consents=consents,
            legal_bases=[one for one in unique(draw(st.lists(world.legal_bases(), max_size=2))) if one.id not in taken],
            disclosures=draw(st.lists(world.disclosures(), max_size=2)),
            referrals=referrals,
            view=view,
        )

    return case()
