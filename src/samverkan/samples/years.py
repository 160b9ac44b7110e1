"""A year of a coordination association (*samordningsförbund*), made up from the rules of a model.

It is for demonstrations, tests and documentation: nobody in it is real, and no share in it is a finding. The shares are
invented; where the sources or the national follow-up say something, their order of size is kept.
"""

from collections.abc import Iterable, Iterator

from samverkan.casefiles import CaseFile
from samverkan.errors import located
from samverkan.given import as_number
from samverkan.model import Model
from samverkan.periods import ReportingPeriod, as_period
from samverkan.samples.consents import consents_of
from samverkan.samples.draws import Draws
from samverkan.samples.journeys import course_of
from samverkan.samples.people import background, participant_of, planned
from samverkan.samples.worlds import World, world_of

__all__ = ["sample"]


def sample(
    model: Model,
    *,
    people: int,
    seed: int,
    period: ReportingPeriod | str = "2016",
    programmes: Iterable[str] | None = None,
) -> Iterator[CaseFile]:
    """Return the case files of so many made-up people who come to the programmes of *model* in *period*.

    Each is made when it is asked for. The same *seed* makes the same people everywhere; the person of one number is the
    same however many there are. They are as they are known on the last day of the period: what comes after it is
    not there.

    *programmes* are the ids of those they come to. Without it they are the platforms and interventions that are in
    force in the period; people come to duties and agreements only where those are named. Some have come up to nine
    months before the period, and are there when it begins.

    Every constraint of the model holds for everybody. Most people meet the criteria of the programme that they come to;
    of each criterion some do not meet it, and of some it is unknown whether they do. There are no names or identity
    numbers.

    Raises:
        InvalidValueError: when *people* is not 1 or more, *seed* not 0 or more, *period* no period, or no programme
            is in force in it.
        UnknownNameError: when the model has no programme of such an id.

    >>> from samverkan import load_model
    >>> made = sample(load_model("finsam"), people=3, seed=1, programmes=["en-vag-in"])
    >>> [case.participant.id for case in made]
    ['s-000001', 's-000002', 's-000003']
    """
    located("people", lambda given: as_number(given, 1, None), people)
    located("seed", lambda given: as_number(given, 0, None), seed)
    world = world_of(model, as_period(period), programmes)
    return (_case(world, Draws(seed, number), f"s-{number:06}") for number in range(1, people + 1))


def _case(world: World, draws: Draws, name: str) -> CaseFile:
    offer = draws.weighted(world.weights)
    on = offer.arrival(draws)
    asked = offer.asks_on(on)
    plan, fate = planned(draws, asked)
    person = background(draws, world, offer, plan, on)
    course = course_of(draws, world, offer, on, fate, person.age, person.agencies)
    participant = participant_of(draws, world, plan, asked, person, course, name)
    consents = consents_of(draws, world, offer, participant, person.agencies, course, on)
    return CaseFile(participant, consents=consents, referrals=course.referrals)
