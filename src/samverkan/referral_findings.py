"""What a referral rests on, one thing at a time: who refers, what its rule asks for, consents, being spoken to."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

import attrs

from samverkan.acts import consented
from samverkan.agencies import Agencies, unit_of
from samverkan.answers import ConsentNeeded, KnownValue, Missing, Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile
from samverkan.consents import ConsentKind
from samverkan.criteria import JudgedCriterion
from samverkan.immutable import frozen_mapping, frozen_tuple
from samverkan.partial import Members
from samverkan.programmes import ReferralRule
from samverkan.referral_checks import is_same, recipients_of
from samverkan.referral_events import SELF, agency_of, profession_of
from samverkan.referral_words import who_named, whose_named
from samverkan.referrals import Referral
from samverkan.rules.expressions import FactValue, Member, Word, walk
from samverkan.rules.facts import Changes, SetOf
from samverkan.rules.judges import Values
from samverkan.seen_referrals import CATEGORY
from samverkan.sharing import Sharing, each_sort, may_share
from samverkan.sights import Sight
from samverkan.sources import Source
from samverkan.texts import LANGUAGES, Language, Text
from samverkan.views import sight_of

__all__ = ["CONSENT", "AskedReferral", "ReferralFinding", "findings_of", "findings_of_criteria"]

CONSENT: Final = "consent:"
"""What the id of a finding about a consent begins with."""


@attrs.frozen(kw_only=True, repr=False)
class ReferralFinding:
    """What came of one thing that a referral rests on.

    * ``id``: ``who-may-refer``, the id of a criterion of the referral rule, ``consent:`` and the kind of consent, or
      ``spoken-to``. Where several receive, a consent that lifts secrecy has one for each, with its name after that.
    * ``outcome``, ``code``: met, not met or unknown, and the reason as a stable code.
    * ``text``: the finding as a sentence; ``source``: where it comes from; ``reads``: the facts that it read.
    * ``missing``: what must be learnt to settle it; empty too where the source leaves it open.
    * ``needed``: the consent that would open something, where one would.
    * ``whose``: who could see to it: agencies, forums, professions, or ``self``.
    """

    id: str
    outcome: Verdict
    code: str
    text: Text
    source: Source
    reads: Mapping[str, KnownValue] = attrs.field(factory=dict[str, KnownValue], converter=frozen_mapping)
    missing: tuple[Missing, ...] = ()
    needed: ConsentNeeded | None = None
    whose: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)

    def __repr__(self) -> str:
        return f"<ReferralFinding {self.id}>"


@attrs.frozen
class AskedReferral:
    """What is asked: about which referral, of which case, to which programme, on which day."""

    referral: Referral
    case: CaseFile
    """As the one who asks may see it: nothing else is read."""
    programme: BoundProgramme
    on: date
    known_on: date | None
    purpose: str

    @property
    def register(self) -> Agencies:
        """The register of agencies."""
        return self.programme.vocabulary.agencies

    @property
    def recipients(self) -> tuple[str, ...]:
        """Who receives the referral, as far as is said."""
        return recipients_of(self.referral, self.programme.definition) or ()

    @property
    def one_who_refers(self) -> str:
        """Where to ask of what everybody knows: the agency or forum that refers, else the one who does."""
        return self.referral.referrer or self.referral.by

    def finding(  # noqa: PLR0913
        self,
        name: str,
        outcome: Verdict,
        code: str,
        text: Text,
        *,
        whose: tuple[str, ...] = (),
        missing: tuple[Missing, ...] = (),
        needed: ConsentNeeded | None = None,
    ) -> ReferralFinding:
        """Return a finding about the referral itself; where there is no rule, what it cites is the whole document."""
        definition = self.programme.definition
        return ReferralFinding(
            id=name,
            outcome=outcome,
            code=f"{name}.{code}",
            text=text,
            source=definition.referral.source if definition.referral else attrs.evolve(definition.source, quote=None),
            missing=missing,
            needed=needed,
            whose=() if outcome is Verdict.MET else whose,
        )


def findings_of(asked: AskedReferral) -> Iterator[ReferralFinding]:
    """Yield a finding for each thing that the referral rests on, in the order in which it is told.

    >>> from samverkan import Participant, load_model
    >>> orvar = load_model("finsam").programmes["orvar"]
    >>> sent = Referral("r-1", by="profession:kurator", from_="kommun/IFO", programme="orvar")
    >>> asked = AskedReferral(sent, CaseFile(Participant(id="d-001")), orvar, date(2008, 9, 22), None, "coordination")
    >>> [(one.id, one.outcome.value) for one in findings_of(asked)]
    [('who-may-refer', 'met')]
    """
    yield _who_may_refer(asked)
    rule = asked.programme.definition.referral
    if rule is None:
        return
    if asked.programme.referral_criteria is not None:
        yield from findings_of_criteria(asked.programme.referral_criteria, asked)
    for kind in rule.consents:
        yield from _secrecy(asked) if kind == ConsentKind.SECRECY else [_act(kind, asked)]
    if rule.spoken_to:
        yield _spoken_to(asked)


# --- Who may refer -----------------------------------------------------------------------------------


def _who_may_refer(asked: AskedReferral) -> ReferralFinding:
    rule = asked.programme.definition.referral
    if rule is None:
        text = _text("no_rule", programme=asked.programme.definition.name)
        return asked.finding("who-may-refer", Verdict.UNKNOWN, "no_rule", text, whose=asked.recipients)
    code = _standing(asked.referral, rule, asked)
    outcome = {"listed": Verdict.MET, "not_listed": Verdict.NOT_MET}.get(code, Verdict.UNKNOWN)
    vocabulary, by = asked.programme.vocabulary, asked.referral.by
    text = _text(
        code,
        who=_both(lambda language: _told_of(by, asked, language)),
        listed=_both(lambda language: whose_named(rule.by, vocabulary, language, last="and")),
    )
    who = (asked.one_who_refers,)
    return asked.finding(
        "who-may-refer", outcome, code, text,
        whose={"not_listed": rule.by, "not_said": asked.recipients}.get(code, who),
        missing=(Missing(_LEARNT[code], None, who),) if code in _LEARNT else (),
    )  # fmt: skip


def _standing(referral: Referral, rule: ReferralRule, asked: AskedReferral) -> str:
    """Return how the one who refers stands to those who may: among them, perhaps among them, or not named."""
    by, listed = referral.by, [one for one in rule.by if agency_of(one) is not None]
    agency = None if by == SELF else agency_of(by) or referral.from_
    if by in rule.by or (agency is not None and any(_is_listed(agency, one, asked) for one in listed)):
        return "listed"
    # What is not known of the one who refers could put her on the list, and so nothing is ruled out.
    if agency is not None and any(_is_unit_of(one, agency, asked) for one in listed):
        return "unit"
    if profession_of(by) is not None and agency is None and listed:
        return "workplace"
    if agency_of(by) is not None and any(profession_of(one) is not None for one in rule.by):
        return "profession"
    return "not_listed" if asked.programme.listed_only else "not_said"


def _is_listed(agency: str, listed: str, asked: AskedReferral) -> bool:
    """Whether one that is listed stands for the agency."""
    return is_same(agency, listed, asked.register) and not _is_elsewhere(agency, listed, asked)


def _is_unit_of(listed: str, agency: str, asked: AskedReferral) -> bool:
    """Whether the agency is a whole party of which a unit is listed, and so may be that unit."""
    (unit, _), (named, _) = unit_of(agency), unit_of(listed)
    is_whole = unit in asked.register.parties and unit != named
    return is_whole and is_same(listed, agency, asked.register) and not _is_elsewhere(agency, listed, asked)


def _is_elsewhere(agency: str, listed: str, asked: AskedReferral) -> bool:
    """Whether the agency is of a kommun outside the area; one that is listed without a name is of those within it."""
    (unit, body), (_, named), area = unit_of(agency), unit_of(listed), asked.programme.definition.area
    is_outside = body is not None and named is None and bool(area) and body not in area
    return is_outside and asked.register.party_of(unit) == "kommun"


def _told_of(by: str, asked: AskedReferral, language: Language) -> str:
    name, agency = who_named(by, asked.programme.vocabulary, language), asked.referral.from_
    if by == SELF:
        return _SAID["self"].in_(language)
    if agency is not None and agency != by:
        name = f"{name} ({who_named(agency, asked.programme.vocabulary, language)})"
    return _SAID["from"].filled(language, {"who": name})


_LEARNT: Final = {"unit": "by", "workplace": "from", "profession": "by"}
"""What of the referral must be learnt to settle who refers."""


# --- Criteria -----------------------------------------------------------------------------------------


def findings_of_criteria(programme: BoundProgramme, asked: AskedReferral) -> Iterator[ReferralFinding]:
    """Yield a finding for each criterion of *programme*, without whether it is in force, with whose each is."""
    segment = programme.segment(asked.on)
    values = segment.compiled.read(asked.case.participant, asked.on, asked.known_on)
    view = asked.case.view
    sight = None if view is None else sight_of(asked.case, programme.vocabulary, view, asked.known_on)
    for judged in segment.criteria:
        outcome = Verdict.of(judged.node.judge(values))
        missing = tuple(_seen(one, sight) for one in judged.missing(values))
        yield ReferralFinding(
            id=judged.id,
            outcome=outcome,
            code=judged.code_of(outcome),
            text=_both(lambda language: judged.text(outcome, values, asked.on, language)),  # noqa: B023 - asked at once
            source=judged.source,
            reads=judged.reads(values),
            missing=missing,
            needed=next(iter(each_sort(one.consent for one in missing if one.consent is not None)), None),
            whose=tuple(dict.fromkeys(_whose(judged, outcome, missing, values, asked))),
        )


def _seen(missing: Missing, sight: Sight | None) -> Missing:
    if sight is None:
        return missing
    return attrs.evolve(missing, consent=sight.consent_for(missing.fact, missing.holders))


def _whose(
    judged: JudgedCriterion, outcome: Verdict, missing: tuple[Missing, ...], values: Values, asked: AskedReferral
) -> Iterator[str]:
    if outcome is Verdict.NOT_MET:
        yield from _who_hold(judged, values)
    for one in missing:  # of what is unknown
        yield from one.holders or (asked.one_who_refers,)


def _who_hold(judged: JudgedCriterion, values: Values) -> Iterator[str]:
    """Yield who hold what a criterion reads, of what somebody can do something about; of a set, what it lacks."""
    vocabulary, words = judged.vocabulary, dict[str, list[str]]()
    for one in walk(judged.bound.rule):
        match one:
            case Member(Word(word), FactValue(fact)):
                words.setdefault(fact, []).append(word)
            case _:
                pass
    for fact, value in judged.reads(values).items():
        if vocabulary.facts[vocabulary.given(fact)].changes is not Changes.BY_ACT:
            continue
        kind = vocabulary.facts[fact].kind
        lacked: list[str] = words.get(fact, [])
        if not lacked and isinstance(value, Members) and isinstance(kind, SetOf) and kind.of in {"agencies", "parties"}:
            lacked = [one for one in vocabulary.words(kind) if one not in value.inside]
        for member in lacked:
            yield from vocabulary.holders(fact, member)
        if not lacked:
            yield from vocabulary.holders(fact)


# --- Consents, and being spoken to --------------------------------------------------------------------


def _act(kind: str, asked: AskedReferral) -> ReferralFinding:
    answer = consented(
        asked.case, asked.programme, kind, on=asked.on, programme=asked.programme, known_on=asked.known_on
    )
    return _of_consent(f"{CONSENT}{kind}", answer, asked)


def _secrecy(asked: AskedReferral) -> Iterator[ReferralFinding]:
    """Yield whether the one who refers may tell each of those who receive. Who comes by herself tells it herself."""
    name = f"{CONSENT}{ConsentKind.SECRECY}"
    if asked.referral.by == SELF:
        yield asked.finding(name, Verdict.MET, "own_account", _text("own_account"))
        return
    sharer, recipients = agency_of(asked.referral.referrer), asked.recipients
    if sharer is None or not recipients:
        code = "no_sharer" if sharer is None else "no_recipient"
        whose = (asked.one_who_refers,) if sharer is None else ()
        yield asked.finding(name, Verdict.UNKNOWN, code, _text(code), whose=whose)
        return
    for recipient in recipients:
        own = name if len(recipients) == 1 else f"{name}:{recipient}"
        if agency_of(recipient) is None:
            yield asked.finding(own, Verdict.UNKNOWN, "no_recipient", _text("no_recipient"), whose=(recipient,))
            continue
        answer = may_share(
            asked.case, asked.programme, sharer=sharer, recipient=recipient, category=CATEGORY, purpose=asked.purpose,
            on=asked.on, programme=asked.programme, known_on=asked.known_on,
        )  # fmt: skip
        yield _of_consent(own, answer, asked)


def _of_consent(name: str, answer: Sharing, asked: AskedReferral) -> ReferralFinding:
    return asked.finding(
        name,
        answer.verdict,
        answer.verdict.value,
        _both(answer.text),
        whose=(SELF,),
        missing=answer.missing,
        needed=answer.needed,
    )


def _spoken_to(asked: AskedReferral) -> ReferralFinding:
    truth = True if asked.referral.by == SELF else asked.referral.spoken_to
    outcome, who = Verdict.of(truth), (asked.one_who_refers,)
    missing = (Missing("spoken_to", None, who),) if truth is None else ()
    text = _text(f"spoken_to.{outcome}")
    return asked.finding("spoken-to", outcome, outcome.value, text, whose=who, missing=missing)


# --- Words --------------------------------------------------------------------------------------------


def _both(tell: Callable[[Language], str]) -> Text:
    """Return what is told in each language. An id may hold a brace; what is told has no placeholders left."""
    told = {language: tell(language).replace("{", "(").replace("}", ")") for language in LANGUAGES}
    return Text(sv=told["sv"], en=told["en"])


def _text(code: str, **values: Text) -> Text:
    return _both(
        lambda language: _SAID[code].filled(language, {name: one.in_(language) for name, one in values.items()})
    )


_SAID: Final[Mapping[str, Text]] = {
    "self": Text("Det är en egen anmälan.", "It is a self-referral."),
    "from": Text("Remissen kommer från {who}.", "The referral comes from {who}."),
    "listed": Text("{who} Får remittera: {listed}.", "{who} May refer: {listed}."),
    "not_listed": Text(
        "{who} Får remittera: {listed}. Listan läses som hel, så att ingen annan får det.",
        "{who} May refer: {listed}. The list is read as whole, so that nobody else may.",
    ),
    "not_said": Text(
        "{who} Får remittera: {listed}. Om någon annan får det säger källan inte.",
        "{who} May refer: {listed}. Whether anybody else may the source does not say.",
    ),
    "profession": Text(
        "{who} Får remittera: {listed}. Vilket yrke den har som remitterar är inte angivet.",
        "{who} May refer: {listed}. The profession of the one who refers is not stated.",
    ),
    "unit": Text(
        "{who} Får remittera: {listed}. Vilken verksamhet som remitterar är inte angivet.",
        "{who} May refer: {listed}. Which unit it is that refers is not stated.",
    ),
    "workplace": Text(
        "{who} Får remittera: {listed}. Var den som remitterar arbetar är inte angivet.",
        "{who} May refer: {listed}. Where the one who refers works is not stated.",
    ),
    "no_rule": Text(
        "Vem som får remittera till {programme} säger källan inte.",
        "Who may refer to {programme} the source does not say.",
    ),
    "own_account": Text(
        "Det är en egen anmälan: ingen annan behöver lämna uppgifter om personen.",
        "It is a self-referral: nobody else need tell anything about the person.",
    ),
    "no_sharer": Text(
        "Vilken myndighet som lämnar uppgifterna är inte angivet, så det går inte att avgöra om den får det.",
        "Which agency tells is not stated, and so it cannot be settled whether it may.",
    ),
    "no_recipient": Text(
        "Vilken myndighet som tar emot uppgifterna är inte angivet, så det går inte att avgöra om den får veta dem.",
        "Which agency is told is not stated, and so it cannot be settled whether it may be.",
    ),
    "spoken_to.met": Text("Personen är vidtalad.", "The person has been spoken to."),
    "spoken_to.not_met": Text("Personen är inte vidtalad.", "The person has not been spoken to."),
    "spoken_to.unknown": Text(
        "Uppgift saknas om personen är vidtalad.",
        "There is no information about whether the person has been spoken to.",
    ),
}
