"""A page a programme, in Markdown: its criteria in words, its sources, readings and open questions.

The pages of the shipped programmes in the documentation are made by it, and so can those of any
other model be.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from samverkan.bound_programmes import BoundProgramme
from samverkan.consents import ConsentKind
from samverkan.criteria import JudgedCriterion
from samverkan.cross_checks import sources
from samverkan.dates import Span, in_words
from samverkan.errors import UnknownNameError
from samverkan.model import Model
from samverkan.programmes import Capacity, Criterion, Programme, ProgrammeKind
from samverkan.referral_words import whose_named
from samverkan.rules.expressions import parameters_of
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import printed
from samverkan.sources import Source
from samverkan.texts import CATALOGUE, Language, Text, capitalised, joined, sentence

__all__ = ["programme_page", "programme_table"]

_SAID: Final = {
    "kind": Text("Slag", "Kind"),
    "status": Text("Status enligt källan", "Status in the source"),
    "owners": Text("Ägare", "Owners"),
    "performers": Text("Utförare", "Performed by"),
    "parties": Text("Parter", "Parties"),
    "area": Text("Område", "Area"),
    "in_force": Text("I kraft", "In force"),
    "capacity": Text("Hur många", "How many"),
    "estimate": Text("uppskattat", "an estimate"),
    "a_year": Text("om året", "a year"),
    "sources": Text("Källor", "Sources"),
    "since": Text("från och med {since}", "from {since}"),
    "until": Text("till och med {until}", "until {until}"),
    "since_until": Text("{since} till och med {until}", "{since} to {until}"),
    "always": Text("källan anger ingen period", "the source states no period"),
    "every_day": Text("alla", "every day"),
    "criteria": Text("Kriterier", "Criteria"),
    "all": Text(
        "Alla kriterier ska vara uppfyllda. Så lyder de enligt läsningen *{reading}*{told}. "
        "Rubrikerna är de namn som kriterierna har i svaren.",
        "All criteria must be met. This is how they stand under the reading *{reading}*{told}. "
        "The headings are the names that the criteria have in answers.",
    ),
    "one": Text(
        "Det finns ett kriterium. Så lyder det enligt läsningen *{reading}*{told}. "
        "Rubriken är det namn som det har i svaren.",
        "There is one criterion. This is how it stands under the reading *{reading}*{told}. "
        "The heading is the name that it has in answers.",
    ),
    "person": Text("Personen {phrase}", "The person {phrase}"),
    "rule": Text("Regel", "Rule"),
    "that_is": Text("med andra ord: {what}", "in other words: {what}"),
    "source": Text("Källa", "Source"),
    "only": Text("Gäller {days}", "Applies {days}"),
    "thresholds": Text("Gränsvärden", "Thresholds"),
    "threshold": Text("Namn", "Name"),
    "value": Text("Värde", "Value"),
    "days": Text("Dagar", "Days"),
    "readings": Text("Läsningar", "Readings"),
    "readings.why": Text(
        "Källan kan läsas på flera sätt. Den första läsningen är den som gäller om ingen annan anges.",
        "The source can be read in more than one way. The first reading is the one that is used when none is named.",
    ),
    "assumed": Text("ett antagande, utan stöd i någon källa", "an assumption that no source bears out"),
    "sets": Text("gränsvärdet {name} är {value}", "the threshold {name} is {value}"),
    "drops": Text("kriteriet {name} faller bort", "the criterion {name} is left out"),
    "adds": Text("nytt kriterium, {name}: personen {phrase}", "a new criterion, {name}: the person {phrase}"),
    "replaces": Text("kriteriet {name} lyder: personen {phrase}", "the criterion {name} reads: the person {phrase}"),
    "listed_only": Text("ingen annan får remittera än de som räknas upp", "nobody may refer but those who are listed"),
    "not_listed_only": Text(
        "om någon annan får remittera än de som räknas upp är okänt",
        "whether anybody may refer but those who are listed is unknown",
    ),
    "referral": Text("Remiss", "Referral"),
    "may_refer": Text("Får remittera", "May refer"),
    "others": Text("Andra", "Others"),
    "consents": Text("Samtycken som ska finnas", "Consents that there must be"),
    "secrecy": Text(
        "samtycke till att den som remitterar lämnar uppgifter till mottagaren",
        "consent to the one who refers telling the recipient",
    ),
    "spoken_to": Text("Personen ska vara vidtalad.", "The person must have been spoken to."),
    "lead_times": Text("Ledtider", "Lead times"),
    "or_else": Text("Kan också räknas så: {what}", "Can also be counted like this: {what}"),
    "open": Text("Vad källan lämnar öppet", "What the source leaves open"),
    "onwards": Text("Härifrån kan man slussas vidare till", "From here one can be passed on to"),
    "name": Text("Namn", "Name"),
}  # fmt: skip


def programme_page(model: Model, programme: str, language: Language) -> str:
    """Return the page of a programme or predicate of *model*, as Markdown.

    Raises:
        UnknownNameError: when the model has none of that id.

    >>> from samverkan import load_model
    >>> page = programme_page(load_model("finsam"), "orvar", "sv")
    >>> page.splitlines()[0]
    '# Orvar'
    """
    every = {**model.programmes, **model.predicates}
    if programme not in every:
        raise UnknownNameError("programme", programme, every)
    return "\n".join(_Page(model, every[programme], language).lines()) + "\n"


def programme_table(model: Model, programmes: Iterable[str], language: Language, folder: str = "") -> str:
    """Return a table of programmes as Markdown, each with a link to its page in *folder*."""
    every = {**model.programmes, **model.predicates}
    head = [_said("name", language), _said("kind", language), _said("status", language), _said("in_force", language)]
    rows = [
        [
            f"[{one.name.in_(language)}]({folder}{one.id}.md)",
            _kind(one.kind, language),
            CATALOGUE[f"status.{one.status}"].in_(language),
            _span(one.in_force, language),
        ]
        for one in (every[name].definition for name in programmes)
    ]
    return "\n".join(_table(head, rows)) + "\n"


_LISTED: Final = {True: "listed_only", False: "not_listed_only"}


class _Page:
    def __init__(self, model: Model, bound: BoundProgramme, language: Language) -> None:
        self.model = model
        self.bound = bound
        self.language: Language = language
        self.programme: Programme = bound.definition

    def lines(self) -> Iterator[str]:
        yield f"# {self._text(self.programme.name)}"
        yield from self._facts()
        yield from self._criteria()
        yield from self._thresholds()
        yield from self._readings()
        yield from self._referral()
        yield from self._lead_times()
        yield from self._open_questions()
        yield from self._onwards()
        yield from self._sources()

    # --- The parts, top down ---

    def _facts(self) -> Iterator[str]:
        one = self.programme
        names = self.model.agencies.name
        yield ""
        rows = {
            "kind": _kind(one.kind, self.language),
            "status": ""
            if one.kind is ProgrammeKind.PREDICATE
            else CATALOGUE[f"status.{one.status}"].in_(self.language),
            "in_force": "" if one.kind is ProgrammeKind.PREDICATE else _span(one.in_force, self.language),
            "owners": self._joined(self._agency(owner) for owner in one.owners),
            "performers": self._joined(self._agency(performer) for performer in one.performers),
            "parties": self._joined(self._text(names(party)) for party in one.parties),
            "area": self._joined(one.area),
            "capacity": "; ".join(self._capacity(capacity) for capacity in one.capacity),
            "source": self._source(one.source),
        }
        for key, told in rows.items():
            if told:
                yield f"* **{self._said(key)}:** {told}"

    def _criteria(self) -> Iterator[str]:
        yield from self._heading("criteria")
        reading = self.bound.reading
        told = "" if reading.text is None or len(self.programme.readings) > 1 else f": {self._text(reading.text)}"
        yield self._said("one" if len(self.bound.criteria) == 1 else "all", reading=reading.id, told=told)
        found: dict[str, JudgedCriterion] = {}  # each as it stands when it first applies
        for segment in self.bound.segments:
            for judged in segment.criteria if segment.is_in_force else ():
                found.setdefault(judged.id, judged)
        for criterion in self.bound.criteria:
            if criterion.id in found:
                yield from self._criterion(found[criterion.id])

    def _criterion(self, judged: JudgedCriterion) -> Iterator[str]:
        criterion = judged.bound.criterion
        yield ""
        yield f"### {judged.id}"
        yield ""
        person = self._said("person", phrase=criterion.text.filled(self.language, judged.thresholds))
        yield f"{person}."
        yield ""
        described = judged.described(self.language)
        what = "" if described.lower() == person.lower() else f", {self._said('that_is', what=described)}"
        yield f"* {self._said('rule')}: `{printed(judged.bound.rule)}`{what}."
        if criterion.in_force != Span():
            yield f"* {self._said('only', days=_span(criterion.in_force, self.language))}."
        yield f"* {self._said('source')}: {self._source(criterion.source)}."

    def _thresholds(self) -> Iterator[str]:
        read = dict.fromkeys(name for criterion in self.bound.criteria for name in parameters_of(criterion.rule))
        parameters = {**self.model.parameters, **self.bound.parameters}
        rows = [self._threshold(name, one) for name in read for one in parameters[name].values]
        if rows:
            yield from self._heading("thresholds")
            yield from _table([self._said(key) for key in ("threshold", "value", "days", "source")], rows)

    def _readings(self) -> Iterator[str]:
        if len(self.programme.readings) < 2:  # noqa: PLR2004 - one reading is none
            return
        yield from self._heading("readings")
        yield self._said("readings.why")
        yield ""
        for reading in self.programme.readings:
            told = "" if reading.text is None else f": {self._text(reading.text)}"
            yield f"* **{reading.id}**{told}. {capitalised(self._source(reading.source))}."
            changes = [
                *(
                    self._said("sets", name=f"`{name}`", value=self._values(one))
                    for name, one in reading.parameters.items()
                ),
                *(self._said("drops", name=f"`{name}`") for name in reading.drops),
                *(self._adds(criterion, reading.id) for criterion in reading.criteria),
                *([] if reading.listed_only is None else [self._said(_LISTED[reading.listed_only])]),
            ]
            yield from (f"  * {capitalised(change)}." for change in changes)

    def _referral(self) -> Iterator[str]:
        rule = self.programme.referral
        if rule is None:
            return
        yield from self._heading("referral")
        who = whose_named(rule.by, self.bound.vocabulary, self.language, last="and")
        yield f"* **{self._said('may_refer')}:** {who}"
        yield f"* **{self._said('others')}:** {self._said(_LISTED[self.bound.listed_only])}"
        if rule.consents:
            consents = self._joined(self._consent(kind) for kind in rule.consents)
            yield f"* **{self._said('consents')}:** {consents}"
        if rule.spoken_to:
            yield f"* {self._said('spoken_to')}"
        for one in rule.criteria:
            yield f"* {self._said('person', phrase=self._filled(one))}. {capitalised(self._source(one.source))}."
        yield f"* **{self._said('source')}:** {self._source(rule.source)}"

    def _lead_times(self) -> Iterator[str]:
        if not self.programme.lead_times:
            return
        yield from self._heading("lead_times")
        for one in (self.model.lead_times[name] for name in self.programme.lead_times):
            first, *others = one.policies
            yield f"* **{capitalised(self._text(one.name))}** (`{one.id}`): {self._text(first.text)}."
            yield f"  * {self._said('source')}: {self._source(one.source)}."
            yield from (f"  * {self._said('or_else', what=self._text(other.text))}." for other in others)
            yield from (f"  * {self._text(question)}" for question in one.open_questions)

    def _open_questions(self) -> Iterator[str]:
        if self.programme.open_questions:
            yield from self._heading("open")
            yield from (f"* {self._text(question)}" for question in self.programme.open_questions)

    def _onwards(self) -> Iterator[str]:
        there = [
            one.definition for one in self.model.interventions.values() if self.programme.id in one.definition.through
        ]
        if there:
            yield from self._heading("onwards")
            for one in there:
                places = self._joined(self._text(place) for place in one.workplaces)
                yield f"* {self._text(one.name)}" + (f" ({places})" if places else "")

    def _sources(self) -> Iterator[str]:
        cited = {source.document for _, source in sources(self.programme)}
        for clock in (self.model.lead_times[name] for name in self.programme.lead_times):
            cited |= {clock.source.document, *(one.source.document for one in clock.policies)}
        if self.programme.referral is not None:
            rule = self.programme.referral
            cited |= {rule.source.document, *(one.source.document for one in rule.criteria)}
        documents = [one for one in self.model.documents.values() if one.id in cited]
        if documents:
            yield from self._heading("sources")
            for one in documents:
                issued = "" if one.issued is None else f", {in_words(one.issued, self.language)}"
                yield f"* {one.id}: *{self._text(one.title)}*, {self._text(one.kind)}{issued}"

    # --- Words ---

    def _said(self, key: str, **values: object) -> str:
        return _said(key, self.language, **values)

    def _text(self, text: Text) -> str:
        return text.in_(self.language)

    def _joined(self, words: Iterable[str]) -> str:
        told = [*words]
        return joined(told, self.language) if told else ""

    def _heading(self, key: str) -> Iterator[str]:
        yield from ("", f"## {self._said(key)}", "")

    def _agency(self, reference: str) -> str:
        return self._text(self.model.agencies.agency(reference).name)

    def _capacity(self, capacity: Capacity) -> str:
        number = f"{capacity.least}–{capacity.most}" if capacity.count is None else str(capacity.count)
        told = f"{number} {self._text(capacity.of)}"
        if capacity.per is not None:
            told += f" {self._said('a_year')}"
        return f"{told} ({self._said('estimate')})" if capacity.estimate else told

    def _threshold(self, name: str, one: Threshold) -> list[str]:
        return [
            f"`{name}`",
            str(one.value),
            _span(Span(one.since, one.until), self.language, self._said("every_day")),
            self._source(one.source),
        ]

    def _values(self, parameter: Parameter) -> str:
        return ", ".join(str(one.value) for one in parameter.values)

    def _consent(self, kind: str) -> str:
        return self._said("secrecy") if kind == ConsentKind.SECRECY else sentence(f"consent.{kind}", self.language)

    def _filled(self, criterion: Criterion) -> str:
        """Return what a criterion of the referral says, with each threshold as it was last laid down."""
        asked = self.bound.referral_criteria
        segments = () if asked is None else asked.segments
        thresholds = {name: value for segment in segments for name, value in segment.thresholds.items()}
        return criterion.text.filled(self.language, thresholds)

    def _adds(self, criterion: Criterion, reading: str) -> str:
        segments = self.bound.read_as(reading).segments
        thresholds = {name: value for segment in segments for name, value in segment.thresholds.items()}
        is_there = criterion.id in {one.id for one in self.programme.criteria}
        phrase = criterion.text.filled(self.language, thresholds)
        return self._said("replaces" if is_there else "adds", name=f"`{criterion.id}`", phrase=phrase)

    def _source(self, source: Source) -> str:
        if source.document is None:
            return self._said("assumed")
        return source.document if source.quote is None else f"{source.document}, ”{source.quote}”"


def _said(key: str, language: Language, **values: object) -> str:
    return _SAID[key].filled(language, values)


def _kind(kind: ProgrammeKind, language: Language) -> str:
    return sentence(f"kind.{kind}", language)


def _span(span: Span, language: Language, always: str | None = None) -> str:
    said = {
        name: in_words(day, language) for name, day in (("since", span.since), ("until", span.until)) if day is not None
    }
    if not said:
        return _said("always", language) if always is None else always
    return _said("_".join(said), language, **said)


def _table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
