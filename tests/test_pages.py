"""Pages of programmes: everything that the file says stands there, in either language."""

from datetime import date

import attrs
import pytest

from samverkan import load_model
from samverkan.dates import Span
from samverkan.errors import UnknownNameError
from samverkan.pages import programme_page, programme_table
from samverkan.programmes import Capacity, Reading, ReferralRule
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import printed
from samverkan.sources import ASSUMED, Source
from samverkan.texts import LANGUAGES, Text, sentence

MODEL = load_model("finsam")
BOUND = {**MODEL.programmes, **MODEL.predicates}
EN_VAG_IN = MODEL.programmes["en-vag-in"].definition


def page_of(language="en", **changed):
    """Return the page of En väg in with its file changed."""
    model = MODEL.with_([attrs.evolve(EN_VAG_IN, **changed)], replacing=["en-vag-in"])
    return programme_page(model, "en-vag-in", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BOUND)
def test_a_page_says_everything_that_the_file_says(name, language):
    """Name, criteria with their rules and quotations, readings and open questions all stand on the page."""
    page, one = programme_page(MODEL, name, language), BOUND[name]
    wanted = [
        one.definition.name.in_(language),
        *(question.in_(language) for question in one.definition.open_questions),
    ]
    for criterion in one.criteria:
        wanted += [f"### {criterion.id}\n", f"`{printed(criterion.rule)}`"]
        wanted += [] if criterion.criterion.source.quote is None else [criterion.criterion.source.quote]
    if len(one.readings) > 1:
        wanted += [f"**{reading}**" for reading in one.readings]
    assert [each for each in wanted if each not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BOUND)
def test_no_placeholder_is_left_on_a_page(name, language):
    """Every threshold is filled in, under each reading."""
    assert {
        line for line in programme_page(MODEL, name, language).splitlines() if "{" in line and "`" not in line
    } == set()


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", "The person is between 16 and 64 years old."), ("sv", "Personen är mellan 16 och 64 år.")],
)
def test_a_criterion_is_said_with_its_thresholds(language, wanted):
    """What a criterion demands stands there in words."""
    assert wanted in programme_page(MODEL, "en-vag-in", language)


@pytest.mark.parametrize(
    ("span", "wanted"),
    [
        (Span("2016-10-03", "2017-12-31"), "3 October 2016 to 31 December 2017"),
        (Span("2016-10-03"), "from 3 October 2016"),
        (Span(None, "2017-12-31"), "until 31 December 2017"),
        (Span(), "the source states no period"),
    ],
    ids=str,
)
def test_when_a_programme_is_in_force_is_said_in_words(span, wanted):
    """An open end is said as one, and a period that the source does not state is not made up."""
    assert f"* **In force:** {wanted}\n" in page_of(in_force=span)


PEOPLE = Text("personer", "people")


@pytest.mark.parametrize(
    ("capacity", "wanted"),
    [
        (Capacity(of=PEOPLE, source=ASSUMED, count=40, per="year", estimate=True), "40 people a year (an estimate)"),
        (Capacity(of=PEOPLE, source=ASSUMED, least=45, most=50), "45–50 people"),
    ],
    ids=["a count a year", "from least to most"],
)
def test_capacity_is_said_as_the_source_has_it(capacity, wanted):
    """An estimate is called one."""
    assert f"* **How many:** {wanted}\n" in page_of(capacity=[capacity])


def test_a_threshold_has_a_line_for_each_of_its_values():
    """A threshold that changes is shown with its days and sources; the criterion is said with its first value."""
    oldest = Parameter(
        [Threshold(64, ASSUMED, until=date(2017, 12, 31)), Threshold(65, Source("S001"), since="2018-01-01")]
    )
    page = page_of(parameters={**EN_VAG_IN.parameters, "oldest": oldest})
    assert "\nThe person is between 16 and 64 years old.\n" in page
    assert "| `oldest` | 64 | until 31 December 2017 | an assumption that no source bears out |" in page
    assert "| `oldest` | 65 | from 1 January 2018 | S001 |" in page


def test_a_programme_without_other_readings_or_questions_has_no_such_parts():
    """Headings stand only over something."""
    page = page_of(readings=EN_VAG_IN.readings[:1], open_questions=[])
    assert [heading for heading in ("## Readings", "## What the source leaves open") if heading in page] == []


def test_the_text_of_an_only_reading_stands_with_the_criteria():
    """A programme with one reading has no list of readings, and still says how its source is read."""
    criteria = page_of(readings=EN_VAG_IN.readings[:1]).partition("## Criteria")[2].partition("###")[0]
    assert "*16-64*: the ages according to the summary." in criteria


@pytest.mark.parametrize(
    ("count", "wanted"), [(1, "There is one criterion."), (2, "All criteria must be met.")], ids=["one", "two"]
)
def test_how_many_criteria_must_be_met_is_said(count, wanted):
    """One criterion is not called all of them."""
    assert wanted in page_of(criteria=EN_VAG_IN.criteria[:count], readings=EN_VAG_IN.readings[:1])


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        (Span("2017-01-01"), ["working-age", "residence", "unmet-need", "two-parties"]),
        (Span(None, "2016-10-02"), ["residence", "unmet-need", "two-parties"]),
    ],
    ids=["from a later day", "until the day before the programme begins"],
)
def test_criteria_stand_in_the_order_of_the_file_while_they_apply_at_all(days, wanted):
    """A criterion that applies later keeps its place, and one that never applies is not there."""
    first, *others = EN_VAG_IN.criteria
    page = page_of(criteria=[attrs.evolve(first, in_force=days), *others])
    assert [line.removeprefix("### ") for line in page.splitlines() if line.startswith("### ")] == wanted


def test_what_a_rule_says_is_not_said_twice():
    """The rule is put into words where the criterion has words of its own, and only there."""
    assert "* Rule: `unmet_need`, in other words: the person has needs" in page_of()
    assert "The person is on sick leave.\n\n* Rule: `on_sick_leave`.\n" in programme_page(MODEL, "vetlanda-FK", "en")


@pytest.mark.parametrize(
    ("programme", "wanted"),
    [
        ("en-vag-in", "  * The threshold `oldest` is 65.\n"),
        ("en-vag-in", "  * A new criterion, `long-absence`: the person has long been absent from the labour market.\n"),
        ("en-vag-in", "  * The criterion `two-parties` is left out.\n"),
        ("kaa", "  * The criterion `young` reads: the person is between 16 and 20 years old.\n"),
    ],
    ids=["a threshold", "one more", "one less", "one in another's place"],
)
def test_a_reading_says_what_it_changes(programme, wanted):
    """What is replaced, added and left out stands under the reading."""
    assert wanted in programme_page(MODEL, programme, "en")


def section(page, heading):
    """Return the lines of a part of a page."""
    return page.partition(f"## {heading}\n")[2].partition("\n## ")[0].strip().splitlines()


@pytest.mark.parametrize(
    ("programme", "language", "wanted"),
    [
        (
            "en-vag-in",
            "sv",
            [
                "* **Får remittera:** Arbetsförmedlingen, Försäkringskassan, regionen, kommunen och personen själv",
                "* **Andra:** om någon annan får remittera än de som räknas upp är okänt",
                "* **Källa:** S001, ”Individen kan remitteras från aktörerna eller vara självremitterande.”",
            ],
        ),
        (
            "handlaggarteam",
            "en",
            [
                "* **May refer:** Arbetsförmedlingen, Försäkringskassan, the kommun and the region",
                "* **Others:** whether anybody may refer but those who are listed is unknown",
                "* **Consents that there must be:** power of attorney to speak for the person",
                "* The person must have been spoken to.",
                "* **Source:** S004, ”Innan mötet ska vederbörande som ärendet gäller vara vidtalad. Fullmakt ska vara underskriven.”",
            ],
        ),
    ],
    ids=["actors and herself", "spoken to, with a power of attorney"],
)
def test_who_may_refer_stands_on_the_page(programme, language, wanted):
    """With whether anybody else may, what must be there, and the quotation."""
    assert section(programme_page(MODEL, programme, language), {"sv": "Remiss", "en": "Referral"}[language]) == wanted


def test_what_else_a_referral_takes_stands_on_the_page():
    """A consent to telling, a criterion with its threshold, and that the list is whole."""
    criterion = attrs.evolve(EN_VAG_IN.criteria[0], id="of-age")
    rule = ReferralRule(by=["AF"], source=ASSUMED, listed_only=True, consents=["secrecy", "plan"], criteria=[criterion])
    page = page_of(referral=rule)
    consents = f"consent to the one who refers telling the recipient and {sentence('consent.plan', 'en')}"
    assert section(page, "Referral") == [
        "* **May refer:** Arbetsförmedlingen",
        "* **Others:** nobody may refer but those who are listed",
        f"* **Consents that there must be:** {consents}",
        "* The person is between 16 and 64 years old. S001, ”mellan 16 och 64 år”.",
        "* **Source:** an assumption that no source bears out",
    ]


def test_a_programme_whose_source_does_not_say_who_may_refer_has_no_such_part():
    """Nothing is made up, nor of lead times."""
    page = programme_page(MODEL, "avstampet", "en")
    assert [heading for heading in ("## Referral", "## Lead times") if heading in page] == []


def test_the_lead_times_of_a_programme_stand_on_its_page():
    """What is counted by default, how else it can be, the source, and what it leaves open."""
    lines = section(programme_page(MODEL, "en-vag-in", "en"), "Lead times")
    assert lines[:5] == [
        "* **Contacted within two weeks** (`contact`): 14 calendar days.",
        "  * Source: S001, ”individen blir kontaktad inom två veckor”.",
        "  * Can also be counted like this: 14 calendar days; when the last is no working day, the next working day counts.",
        "  * Can also be counted like this: 10 working days.",
        "  * Can also be counted like this: 14 calendar days; those who could not be reached are not counted.",
    ]
    assert lines[5].startswith("  * From which day the two weeks are counted")


def test_a_reading_of_who_may_refer_says_so():
    """It changes no criterion."""
    page = programme_page(MODEL, "centralen", "sv")
    assert "  * Ingen annan får remittera än de som räknas upp.\n" in page


def test_every_document_that_a_programme_cites_stands_among_its_sources():
    """A document that only another reading cites is a source as well."""
    assert "\n* S002: " in programme_page(MODEL, "kaa", "en").partition("## Sources")[2]


def test_a_programme_that_cites_nothing_has_no_sources():
    """What is assumed throughout has no heading over documents that do not exist."""
    unmet_need = attrs.evolve(EN_VAG_IN.criteria[2], source=ASSUMED)
    nothing = {"criteria": [unmet_need], "parameters": {}, "readings": [Reading(id="assumed")], "source": ASSUMED}
    nothing |= {"referral": None, "lead_times": []}
    assert "## Sources" not in page_of(**nothing)


def test_interventions_that_a_programme_passes_people_on_to_stand_on_its_page():
    """The page says where one can go from there."""
    assert "Rehabkonsulentteamet" in programme_page(MODEL, "en-vag-in", "sv").partition("slussas vidare")[2]


def test_the_table_links_to_each_page():
    """A row a programme, in the order given."""
    rows = programme_table(MODEL, ["orvar", "vetlanda-FK"], "en", "pages/").splitlines()
    assert [row.partition("](")[2].partition(")")[0] for row in rows[2:]] == ["pages/orvar.md", "pages/vetlanda-FK.md"]


def test_a_programme_that_there_is_not_is_told():
    """The nearest name is suggested."""
    with pytest.raises(UnknownNameError, match="did you mean orvar"):
        programme_page(MODEL, "orvarr", "en")
