"""Going through a whole model: planted faults are found and told, and nothing is found where there is none."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import Outcome, decide, load_model
from samverkan.errors import InvalidValueError, UnknownNameError
from samverkan.texts import LANGUAGES, Text
from samverkan.verification import Kind, Review, compared, review
from samverkan.verification.by_solver import BySolver
from samverkan.verification.occasions import SOME_DAY
from samverkan.verification.questions import Outside
from small_model import NEED, SMALL, criterion
from strategies import examples

FIRST, SECOND = date(2019, 1, 1), date(2021, 1, 1)


@cache
def loaded(text=SMALL):
    """Return the model that is written."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "small.toml"
        file.write_text(text, encoding="utf-8")
        return load_model(file)


@cache
def finsam():
    """Return the shipped model, loaded once."""
    return load_model("finsam")


@cache
def shipped():
    """Return the reviews of the shipped model's programmes and predicates on a day in 2016."""
    model = finsam()
    return tuple(review(model, "2016-10-03", only=[*model.programmes, *model.predicates]))


def of(reviews, subject):
    """Return the review of that subject."""
    (found,) = [one for one in reviews if one.subject == subject]
    return found


def kinds(one: Review):
    """Return the kinds of what was found, in their order."""
    return [finding.kind.value for finding in one.findings]


class GivesUp:
    """Answers nothing."""

    name = "nobody"

    def find(self, question):
        """Say that the question is too hard, whatever it is."""
        assert question.demands
        return Outside(Text("det är för svårt", "it is too hard"))


# --- What was planted is found ------------------------------------------------------------------------


@given(st.integers(15, 70), st.integers(15, 70))
@examples(12)
def test_a_moved_limit_is_told_with_those_it_concerns(before, now):
    """A lower limit takes in those below the old one, a higher one leaves out those below itself, the same nothing."""
    versions = [loaded(SMALL.replace("value = 18", f"value = {limit}")) for limit in (now, before)]
    found = of(compared(*versions, "2019-06-01"), "club").findings
    if now == before:
        assert found == ()
        return
    (difference,) = found
    assert difference.kind is Kind.DIFFERENCE
    assert [one.rule for one in difference.descriptions] == [f"age <= {max(before, now) - 1}"]
    assert not difference.more
    outcomes = [decide(difference.person, one.programmes["club"], "2019-06-01").outcome for one in versions]
    meets, fails = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE
    assert outcomes == ([meets, fails] if now < before else [fails, meets])


FAULTS = [
    ("nobody", criterion("age <= 17"), ["unsatisfiable"]),
    ("shadowed", criterion("age >= 16"), ["dead"]),
    ("impossible by itself", criterion("age >= 30 and age <= 29"), ["unsatisfiable", "dead"]),
    ("constant", criterion("employed or not employed"), ["dead"]),
    ("known", criterion("known(employed)"), []),
    ("sound", criterion("employed"), []),
]


@pytest.mark.parametrize(("planted", "wanted"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_what_nobody_can_meet_and_what_does_nothing_is_told(planted, wanted):
    """A planted fault is found on both days on which the rules change, and told once."""
    found = of(review(loaded(SMALL + planted), only=["club"]), "club")
    assert found.days == (FIRST, SECOND)
    assert kinds(found) == wanted
    assert all(one.days == (FIRST, SECOND) for one in found.findings)


def test_a_criterion_that_does_nothing_is_named():
    """The finding says which criterion the others make superfluous, in both languages."""
    (finding,) = of(review(loaded(SMALL + criterion("age >= 16")), only=["club"]), "club").findings
    assert finding.text("en") == (
        "dead: whoever meets the other criteria of The club meets planted too "
        "[reading agreed, 2019-01-01 and 2021-01-01]"
    )
    assert finding.text("sv").startswith("verkningslöst: den som uppfyller de andra kriterierna för Klubben")
    assert repr(finding) == "<Finding: dead>"


def test_a_parameter_that_cannot_matter_is_told():
    """A limit that stands where the rest of the rule has settled everything is idle."""
    rule = "unemployed or functional_impairment or unemployed and age >= spare"
    text = SMALL.replace(NEED, f'rule = "{rule}"').replace(
        "[programmes.parameters]", '[programmes.parameters]\nspare = {value = 40, source = "D1"}'
    )
    (finding,) = of(review(loaded(text), only=["club"]), "club").findings
    assert finding.kind is Kind.IDLE
    assert "the parameter spare" in str(finding)


def test_a_parameter_that_several_comparisons_read_is_not_told_where_it_matters():
    """Who meets the rule turns on the limit, whichever of the two comparisons reads it."""
    rule = "age >= spare or sick_leave_days >= spare"
    text = SMALL.replace(NEED, f'rule = "{rule}"').replace(
        "[programmes.parameters]", '[programmes.parameters]\nspare = {value = 40, source = "D1"}'
    )
    assert kinds(of(review(loaded(text), only=["club"]), "club")) == []


def test_the_gap_of_a_group_is_told_with_everybody_in_it():
    """Those too young and those without the need are left out by the one programme of the place, by its days."""
    found = of(review(loaded()), "young")
    assert found.days == (FIRST, SECOND, date(2023, 1, 1))
    first, second, after = found.findings
    assert {one.rule for one in first.descriptions} == {"age <= 17", "not unemployed and not functional_impairment"}
    assert {one.rule for one in second.descriptions} == {"age <= 19", "not unemployed and not functional_impairment"}
    assert (first.days, second.days, after.days) == ((FIRST,), (SECOND,), (date(2023, 1, 1),))
    assert [one.kind for one in found.findings] == [Kind.GAP] * 3
    assert decide(first.person, loaded().programmes["club"], FIRST).outcome is Outcome.NOT_ELIGIBLE
    assert after.text() == "gap: no programme of the group's place is in force [2023-01-01]"


GROUPS = [
    ("of another kommun", 'kommun = "Malå"\nrule', 'kommun = "Ludvika"\nrule', "no programme"),
    ("of a party that takes part", 'kommun = "Malå"\nrule', 'party = "kommun"\nrule', "The club"),
    ("of a party that does not", 'kommun = "Malå"\nrule', 'party = "AF"\nrule', "no programme"),
]


@pytest.mark.parametrize(("there", "instead", "wanted"), [one[1:] for one in GROUPS], ids=[one[0] for one in GROUPS])
def test_a_group_is_asked_about_with_the_programmes_near_it(there, instead, wanted):
    """Those of its kommun, or those in which its party coordinates."""
    text = SMALL.replace(there, instead, 1).replace('area = ["Malå"]', 'area = ["Malå"]\nparties = ["kommun"]')
    (first, *_) = of(review(loaded(text)), "young").findings
    assert wanted in first.text()


def test_a_programme_without_area_or_parties_is_near_everybody():
    """A programme that names no place is asked about with the groups of every kommun and party."""
    for instead in ('kommun = "Ludvika"\nrule', 'party = "AF"\nrule'):
        text = SMALL.replace('kommun = "Malå"\nrule', instead, 1).replace('area = ["Malå"]\n', "")
        (first, *_) = of(review(loaded(text)), "young").findings
        assert "The club" in first.text()


def test_a_group_to_which_nobody_can_belong_is_told():
    """It is told once, and no gap is told of nobody."""
    text = SMALL.replace("age >= 16'", "age >= 16 and age <= 15'")
    found = of(review(loaded(text), "2019-06-01"), "young")
    assert kinds(found) == ["unsatisfiable"]


def test_a_group_that_nobody_is_left_out_of_has_no_findings():
    """When the programme takes whoever is in the group, there is nothing to tell."""
    text = SMALL.replace("age >= 16'", "age >= 20 and unemployed'")
    assert of(review(loaded(text), "2019-06-01"), "young").findings == ()


READ = """
[programmes.readings.wider]
source = "D1"
parameters = {youngest = {value = 16, source = "D1"}}

[programmes.readings.the-same]
source = "D1"

[[programmes.readings.the-same.criteria]]
id = "need"
rule = "functional_impairment or unemployed"
sv = "så"
en = "so"
source = "D1"
"""


def test_readings_that_differ_are_told_and_so_are_those_that_do_not():
    """The wider reading takes in those below the limit of the day; the one written otherwise comes to the same."""
    text = (
        SMALL.replace('readings = {agreed = {source = "D1"}}\n', "") + '[programmes.readings.agreed]\nsource = "D1"\n'
    )
    first, second, same = of(review(loaded(text + READ), only=["club"]), "club").findings
    assert [(one.kind, one.reading) for one in (first, second)] == [(Kind.READING, "wider")] * 2
    assert [[each.rule for each in one.descriptions] for one in (first, second)] == [["age <= 17"], ["age <= 19"]]
    assert (same.kind, same.reading, same.days) == (Kind.SAME, "the-same", (FIRST, SECOND))


def test_overlaps_are_told_when_asked_for_and_of_one_place_alone():
    """Two programmes that take the same people overlap where they share a place or one names none; it is told once."""
    head, programme = SMALL.split("[[programmes]]")
    for area, wanted in (('area = ["Malå"]', ["overlap"]), ("", ["overlap"]), ('area = ["Ludvika"]', [])):
        other = programme.replace('id = "club"', 'id = "other"').replace('area = ["Malå"]', area)
        both = loaded(f"{head}[[programmes]]{programme}[[programmes]]{other}")
        first, second = review(both, "2019-06-01", only=["club", "other"], overlapping=True)
        (alone,) = review(both, "2019-06-01", only=["other"], overlapping=True)
        assert [kinds(one) for one in (first, second, alone)] == [wanted, [], wanted]
        assert [kinds(one) for one in review(both, "2019-06-01", only=["club"])] == [[]]


def test_a_collision_is_told_when_asked_for():
    """The rules of AF and FK in Vetlanda keep somebody out, each by its own judgement of health."""
    pairs = [("vetlanda-AF", "vetlanda-FK")]
    (*_, last) = review(finsam(), "2016-10-03", only=["vetlanda-AF"], colliding=pairs)
    assert (last.subject, last.part, kinds(last)) == ("vetlanda-AF, vetlanda-FK", "pair", ["collision"])
    (finding,) = last.findings
    assert "the person is not on sick leave" in finding.text("en")
    assert "Detta håller personen utanför" in finding.text("sv")


def test_a_proof_that_rests_on_what_holds_of_everybody_says_so():
    """Whoever attends an introductory programme attends upper secondary school: the criterion that says so is dead."""
    constraint = """
[[constraints]]
id = "introductory"
rule = "not introductory_programme or attends_upper_secondary"
sv = "Den som går på ett introduktionsprogram går i gymnasieskolan"
en = "Whoever attends an introductory programme attends upper secondary school"
source = "D1"
"""
    both = criterion("introductory_programme", "first") + criterion("attends_upper_secondary", "second")
    (finding,) = of(review(loaded(SMALL + both + constraint), only=["club"]), "club").findings
    assert (finding.kind, finding.constraints) == (Kind.DEAD, ("introductory",))
    assert finding.text("en").endswith("It rests on what holds of everybody: introductory.")
    assert of(review(loaded(SMALL + both), only=["club"]), "club").findings == ()


def test_a_gap_with_very_many_descriptions_says_that_there_are_others():
    """Of twelve needs that each keep somebody out ten are told, as some of them."""
    facts = ["employed", "unemployed", "established", "newly_arrived", "foreign_background", "lacks_swedish", "sgi"]
    facts += ["grey_zone", "stuck", "care_seeking", "unmet_need", "long_absence"]
    text = SMALL + "".join(criterion(fact, f"need-{place}") for place, fact in enumerate(facts))
    (finding,) = of(review(loaded(text), "2019-06-01"), "young").findings
    assert (len(finding.descriptions), finding.more) == (10, True)
    assert "Among them is everybody in the group of whom one of these holds:" in finding.text("en")


# --- The days -----------------------------------------------------------------------------------------


def test_a_programme_without_days_is_asked_about_on_the_last_day_of_any_change():
    """It is asked about once, on a day that the model names, and on a settled day when it names none."""
    endless = SMALL.replace("in_force = {since = 2019-01-01, until = 2022-12-31}\n", "")
    head, programme = SMALL.split("[[programmes]]")
    constant = endless[: endless.index("youngest = [")] + (
        'youngest = {value = 18, source = "D1"}\n' + endless[endless.index("\n[[programmes.criteria]]") :]
    )
    other = constant.split("[[programmes]]")[1].replace('id = "club"', 'id = "endless"')
    assert of(review(loaded(constant)), "club").days == (SOME_DAY,)
    assert of(review(loaded(constant)), "young").days == (SOME_DAY,)
    both = loaded(f"{head}[[programmes]]{programme}[[programmes]]{other}")
    assert of(review(both), "endless").days == (date(2023, 1, 1),)


def test_a_day_on_which_it_is_not_in_force_is_not_asked_about():
    """Nothing is asked about a programme that has ended, and nothing is found."""
    found = of(review(loaded(), "2023-01-01", only=["club"]), "club")
    assert (found.days, found.questions, found.findings) == ((), 0, ())


def test_the_limit_of_a_group_has_its_own_days():
    """A target group is asked about on the days on which its own parameters change too."""
    text = SMALL.replace("and age >= 16'", "and age >= least'").replace(
        'source = "D1"\n\n[[target_groups]]',
        'source = "D1"\nparameters = {least = [{value = 16, until = 2019-05-31, source = "D1"}, '
        '{value = 17, since = 2019-06-01, source = "D1"}]}\n\n[[target_groups]]',
        1,
    )
    assert date(2019, 6, 1) in of(review(loaded(text)), "young").days


# --- Two versions -------------------------------------------------------------------------------------


def test_and_for_or_is_told_with_a_person_and_everybody_concerned():
    """Whoever has one of the two needs met the criteria before and does not now; no finding tells the contrary."""
    planted = SMALL.replace(NEED, 'rule = "unemployed and functional_impairment"')
    (finding,) = of(compared(loaded(planted), loaded()), "club").findings
    assert (finding.kind, finding.reading, finding.days) == (Kind.DIFFERENCE, "agreed", (FIRST, SECOND))
    assert {one.rule for one in finding.descriptions} == {"not unemployed", "not functional_impairment"}
    assert "who met the criteria before and do not now" in finding.text("en")
    assert "uppfyllde kriterierna förut" in finding.text("sv")


def test_what_is_written_otherwise_and_comes_to_the_same_is_told():
    """*age > 17* is *age >= 18*: proved on every day, and told as no difference."""
    planted = SMALL.replace('rule = "age >= youngest"', 'rule = "not age < youngest"')
    (finding,) = of(compared(loaded(planted), loaded()), "club").findings
    assert (finding.kind, finding.days) == (Kind.SAME, (FIRST, SECOND))


def test_an_earlier_end_is_a_difference_from_its_day_on():
    """After the new last day nobody meets the criteria: everybody who did is concerned."""
    ended = SMALL.replace("until = 2022-12-31", "until = 2021-12-31")
    (finding,) = of(compared(loaded(ended), loaded()), "club").findings
    assert (finding.kind, finding.days) == (Kind.DIFFERENCE, (date(2022, 1, 1),))
    assert "That is everybody who met the criteria before." in finding.text("en")


def test_nothing_is_asked_of_what_is_the_same():
    """A model compared with itself takes no question about programmes and has no findings."""
    reviews = list(compared(finsam(), finsam(), only=[*finsam().programmes, *finsam().predicates]))
    assert [one for one in reviews if one.questions or one.findings or one.days] == []
    assert all(one.findings == () for one in compared(loaded(), loaded()))


def test_what_came_and_went_is_told():
    """Programmes, target groups, readings and the rules of groups that are in one of the versions alone."""
    head, programme = SMALL.split("[[programmes]]")
    other = programme.replace('id = "club"', 'id = "other"')
    more = loaded(f"{head}[[programmes]]{programme}[[programmes]]{other}")
    assert {one.subject: kinds(one) for one in compared(more, loaded()) if one.findings} == {"other": ["came"]}
    assert {one.subject: kinds(one) for one in compared(loaded(), more) if one.findings} == {"other": ["went"]}

    ruled = loaded(SMALL.replace('kommun = "Malå"\nsource', "kommun = \"Malå\"\nrule = 'age >= 50'\nsource"))
    assert [kinds(of(compared(*pair), "described")) for pair in ((ruled, loaded()), (loaded(), ruled))] == [
        ["came"],
        ["went"],
    ]

    read = loaded(SMALL.replace("readings = {agreed", 'readings = {wide = {source = "D1"}, agreed'))
    came, went = (of(compared(*pair), "club").findings for pair in ((read, loaded()), (loaded(), read)))
    assert [(one.kind, one.reading) for one in came] == [(Kind.SAME, None), (Kind.CAME, "wide")]
    assert [(one.kind, one.reading) for one in went] == [(Kind.SAME, None), (Kind.WENT, "wide")]
    assert came[0].said.en.startswith("the reading that goes when none is named is wide, and was agreed, and gives")


def test_another_default_reading_is_a_difference_when_somebodys_answer_is_another():
    """Of two readings the other becomes the default one: whom that concerns is told."""
    agreed, wider = 'agreed = {source = "D1"}', 'wide = {source = "D1", drops = ["adult"]}'
    now, before = (
        loaded(SMALL.replace(f"readings = {{{agreed}}}", f"readings = {{{', '.join(order)}}}"))
        for order in ((wider, agreed), (agreed, wider))
    )
    first, second = of(compared(now, before, "2019-06-01"), "club").findings
    assert (first.kind, first.said.en) == (
        Kind.DIFFERENCE,
        "the reading that goes when none is named is wide, and was agreed",
    )
    assert [one.rule for one in second.descriptions] == ["age <= 17"]


def test_a_group_that_reads_the_same_is_not_asked_about():
    """A change in what it does not read is none to it; a change of its words' meaning is not settled."""
    more = loaded(SMALL.replace("age >= youngest", "age > youngest"))
    (found,) = compared(more, loaded(), "2019-06-01", only=["young"])
    assert (found.questions, found.findings) == (0, ())
    other = loaded(SMALL.replace('id = "small"', 'id = "small"\nleap_day = "03-01"'))
    (finding,) = of(compared(other, loaded()), "young").findings
    assert finding.text().startswith("outside: it is not settled whether the two versions differ: leap_day differs")


def test_a_group_without_a_rule_is_there_when_it_is_named():
    """It has no day and no finding."""
    (found,) = review(loaded(), only=["described"])
    assert (found.part, found.days, found.questions, found.findings) == ("target-group", (), 0, ())
    assert [one.subject for one in review(loaded())] == ["club", "young"]


def test_a_changed_rule_of_a_group_is_a_difference():
    """Those of 16 belonged to the group and do not any more."""
    changed = loaded(SMALL.replace("age >= 16'", "age >= 17'"))
    (finding,) = of(compared(changed, loaded(), "2019-06-01"), "young").findings
    assert finding.kind is Kind.DIFFERENCE
    assert "there are people who belonged to the group before and do not now" in finding.text("en")
    assert loaded().target_groups["young"].answer(finding.person, "2019-06-01").verdict.value == "met"
    assert changed.target_groups["young"].answer(finding.person, "2019-06-01").verdict.value == "not_met"


def test_versions_that_mean_other_things_by_a_word_are_outside():
    """When the two versions have other leap days, their ages cannot be compared, and that is told."""
    other = loaded(SMALL.replace('id = "small"', 'id = "small"\nleap_day = "03-01"'))
    (finding,) = of(compared(other, loaded()), "club").findings
    assert finding.kind is Kind.OUTSIDE
    assert "leap_day differs between what is compared" in finding.text()


class Notes:
    """Answers as z3 does, and notes what is asked."""

    def __init__(self):
        """Begin with nothing asked."""
        self.asked = []
        self._who = BySolver()

    name = "z3"

    def find(self, question):
        """Note the question, and answer it."""
        self.asked.append(question)
        return self._who.find(question)


def test_nothing_is_asked_twice_and_everything_is_counted():
    """Of one programme each question is asked once, and the review says how many there were."""
    who = Notes()
    found = of(review(loaded(SMALL + criterion("age >= 16")), only=["club"], by=who), "club")
    assert len(who.asked) == len(set(who.asked)) == found.questions


# --- What cannot be settled, and what is asked wrongly -------------------------------------------------


def test_what_cannot_be_settled_is_told_with_why():
    """An answerer that gives up leaves every claim outside, and none is taken for proved."""
    found = [finding for one in review(loaded(), by=GivesUp()) for finding in one.findings]
    assert {one.kind for one in found} == {Kind.OUTSIDE, Kind.GAP}
    assert all("it is too hard" in one.text("en") for one in found if one.kind is Kind.OUTSIDE)
    assert all("det är för svårt" in one.text("sv") for one in found if one.kind is Kind.OUTSIDE)


@pytest.mark.parametrize("wrong", [{"only": ["clubb"]}, {"colliding": [("club", "young")]}], ids=["only", "colliding"])
def test_a_name_that_nothing_bears_is_refused_before_anything_is_asked(wrong):
    """What is misspelt is told at once, and a target group does not collide."""
    with pytest.raises(UnknownNameError, match="there is no programme or target group"):
        review(loaded(), **wrong, by=GivesUp())


def test_a_misspelt_name_is_refused_in_a_comparison():
    """A name may be in either version, and must be in one."""
    with pytest.raises(UnknownNameError, match="did you mean club"):
        compared(loaded(), loaded(), only=["clubb"])


@pytest.mark.parametrize(
    "ask", [lambda: review(loaded(), "2019"), lambda: compared(loaded(), loaded(), "2019")], ids=["review", "compared"]
)
def test_a_day_that_is_none_is_refused(ask):
    """A day is written whole."""
    with pytest.raises(InvalidValueError, match="YYYY-MM-DD"):
        ask()


# --- The shipped model --------------------------------------------------------------------------------


@pytest.mark.mass
def test_the_shipped_model_has_no_fault():
    """Nobody is kept out of a programme by its rules alone, and no criterion or parameter does nothing."""
    found = {finding.kind for one in shipped() for finding in one.findings}
    assert found == {Kind.READING}


@pytest.mark.mass
def test_whom_a_reading_takes_in_or_leaves_out_decides_so():
    """Every person shown meets the criteria under one of the two readings and not under the other."""
    there = {**finsam().programmes, **finsam().predicates}
    for one in shipped():
        for finding in one.findings:
            default = there[one.subject]
            outcomes = [
                decide(finding.person, each, "2016-10-03").outcome
                for each in (default, default.read_as(finding.reading))
            ]
            takes_in = "takes in people whom the reading" in finding.said.en and "leaves out" not in finding.said.en
            wanted = [Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE]
            assert outcomes == (wanted if takes_in else wanted[::-1])


@pytest.mark.mass
def test_en_vag_in_differs_at_65_alone_between_its_ages():
    """The memorandum says 16–64 and 16–65; the wider one takes in those of 65, and nobody else."""
    (finding,) = [one for one in of(shipped(), "en-vag-in").findings if one.reading == "16-65"]
    assert [one.rule for one in finding.descriptions] == ["age >= 65"]
    assert not finding.more


@pytest.mark.mass
def test_findings_are_told_in_both_languages_and_shown_without_the_person():
    """Both languages have words for everything, and a representation tells the kind alone."""
    for one in shipped():
        for finding in one.findings:
            assert all(finding.text(language).startswith(finding.kind.said(language)) for language in LANGUAGES)
            assert str(finding) == finding.text("en")
            assert repr(finding) == "<Finding: reading>"
