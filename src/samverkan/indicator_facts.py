"""What a rule of an indicator can read beside the facts about a person: facts of what is counted.

They are found from the case by :mod:`samverkan.indicator_units`, on the day on which a figure is read.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from samverkan.indicators import Counted
from samverkan.rules.facts import Boolean, Choice, Fact, Kind, NumberOf, SetOf
from samverkan.texts import Text

__all__ = ["FACTS_OF", "OF_PARTICIPATIONS", "OF_PERSONS", "OF_REFERRALS"]

_MONTHS: Final = NumberOf(unit=Text("månader", "months"), one=Text("månad", "month"), least=0)
_TIMES: Final = NumberOf(unit=Text("gånger", "times"), one=Text("gång", "time"), least=0)
_DAYS: Final = NumberOf(unit=Text("dagar", "days"), one=Text("dag", "day"), least=0)


def _fact(kind: Kind, shown: Text, said: Text, denied: Text | None = None) -> Fact:
    return Fact(kind=kind, asked=shown, shown=shown, said=said, denied=denied)


def _number(kind: NumberOf, shown: Text) -> Fact:
    return _fact(kind, shown, Text(f"{shown.sv} är {{number}}", f"{shown.en} is {{number}}"))


OF_PERSONS: Final[Mapping[str, Fact]] = MappingProxyType(
    {
        "sent_round": _fact(
            Boolean(),
            Text("rundgång", "circulation"),
            Text("har skickats i rundgång", "has been sent round"),
            Text("har inte skickats i rundgång", "has not been sent round"),
        ),
        "assessments_differ": _fact(
            Boolean(),
            Text("motstridiga bedömningar", "contradictory assessments"),
            Text("har motstridiga bedömningar", "has contradictory assessments"),
            Text("har inga motstridiga bedömningar", "has no contradictory assessments"),
        ),
        "takes_part": _fact(
            Boolean(),
            Text("deltar i en insats", "takes part in an intervention"),
            Text("har deltagit i en insats under perioden", "has taken part in an intervention during the period"),
            Text("har inte deltagit i någon insats under perioden", "has taken part in none during the period"),
        ),
        "assistance_months_in_year": _number(
            _MONTHS, Text("månader med ekonomiskt bistånd under året", "months of economic assistance in the year")
        ),
        "assistance_months_in_three_years": _number(
            _MONTHS,
            Text("månader med ekonomiskt bistånd under tre år", "months of economic assistance in three years"),
        ),
        "longest_break_in_three_years": _number(
            _MONTHS,
            Text("det längsta uppehållet i biståndet under tre år", "the longest break in assistance in three years"),
        ),
    }
)
"""What is found about a person.

* ``sent_round``: whether she was sent out and back again in the period (:mod:`samverkan.circulation`).
* ``assessments_differ``: whether assessments of one thing that stand on the day come to different findings.
* ``takes_part``: whether she took part in an intervention on some day of the period.
* ``assistance_months_in_year``: the calendar months with economic assistance in the year of the reference day, up to
  its month; ``assistance_months_in_three_years``: in the 36 months up to and including its month, and
  ``longest_break_in_three_years``: the most months in a row without it, between two months with it
  (:mod:`samverkan.support_months`).
"""

OF_REFERRALS: Final[Mapping[str, Fact]] = MappingProxyType(
    {
        "times_sent_back": _number(_TIMES, Text("antalet återremisser", "the number of times it was sent back")),
        "self_referred": _fact(
            Boolean(),
            Text("egen anmälan", "self-referral"),
            Text("har anmält sig själv", "has referred herself or himself"),
            Text("har inte anmält sig själv", "has not referred herself or himself"),
        ),
        "has_started": _fact(
            Boolean(),
            Text("påbörjad insats", "intervention started"),
            Text("har påbörjat en insats", "has started an intervention"),
            Text("har inte påbörjat någon insats", "has not started any intervention"),
        ),
        "has_ended": _fact(
            Boolean(),
            Text("avslutad", "ended"),
            Text("har avslutats", "has ended"),
            Text("har inte avslutats", "has not ended"),
        ),
        "was_recommended_elsewhere": _fact(
            Boolean(),
            Text("hänvisad vidare", "recommended elsewhere"),
            Text("har hänvisats vidare", "has been recommended elsewhere"),
            Text("har inte hänvisats vidare", "has not been recommended elsewhere"),
        ),
    }
)
"""What is found about a referral, from what happened up to the day on which the figure is read."""

OF_PARTICIPATIONS: Final[Mapping[str, Fact]] = MappingProxyType(
    {
        "began_or_increased": _fact(
            Boolean(),
            Text("börjat eller ökat arbete eller studier", "began or increased work or studies"),
            Text("har börjat eller ökat arbete eller studier", "has begun or increased work or studies"),
            Text("har inte börjat eller ökat arbete eller studier", "has not begun or increased work or studies"),
        ),
        "support_before": _fact(
            SetOf("livelihoods"),
            Text("offentlig försörjning före", "public support before"),
            Text("hade {member} direkt före insatsen", "had {member} directly before the intervention"),
            Text("hade inte {member} direkt före insatsen", "did not have {member} directly before the intervention"),
        ),
        "support_after": _fact(
            SetOf("livelihoods"),
            Text("offentlig försörjning efter", "public support after"),
            Text("hade {member} direkt efter insatsen", "had {member} directly after the intervention"),
            Text("hade inte {member} direkt efter insatsen", "did not have {member} directly after the intervention"),
        ),
        "supported_before": _fact(
            Boolean(),
            Text("någon offentlig försörjning före", "any public support before"),
            Text("hade offentlig försörjning före insatsen", "had public support before the intervention"),
            Text("hade ingen offentlig försörjning före insatsen", "had no public support before the intervention"),
        ),
        "supported_after": _fact(
            Boolean(),
            Text("någon offentlig försörjning efter", "any public support after"),
            Text("hade offentlig försörjning efter insatsen", "had public support after the intervention"),
            Text("hade ingen offentlig försörjning efter insatsen", "had no public support after the intervention"),
        ),
        "occupied_before": _fact(
            Boolean(),
            Text("arbete eller studier före", "work or studies before"),
            Text("arbetade eller studerade före insatsen", "worked or studied before the intervention"),
            Text("varken arbetade eller studerade före insatsen", "neither worked nor studied before it"),
        ),
        "occupied_after": _fact(
            Boolean(),
            Text("arbete eller studier efter", "work or studies after"),
            Text("arbetade eller studerade efter insatsen", "worked or studied after the intervention"),
            Text("varken arbetade eller studerade efter insatsen", "neither worked nor studied after it"),
        ),
        "support_days_before": _number(
            _DAYS, Text("tid i offentlig försörjning före insatsen", "the time on public support before it")
        ),
        "has_ended": OF_REFERRALS["has_ended"],
        "outcome": _fact(Choice("outcomes"), Text("avslutsorsak", "how it ended"), Text("avslutet", "the end")),
    }
)
"""What is found about a person in an intervention, by the rules of SUS (:mod:`samverkan.before_and_after`)."""

FACTS_OF: Final[Mapping[Counted, Mapping[str, Fact]]] = MappingProxyType(
    {
        Counted.PERSONS: OF_PERSONS,
        Counted.REFERRALS: OF_REFERRALS,
        Counted.PARTICIPATIONS: OF_PARTICIPATIONS,
    }
)
"""The facts of each thing that is counted."""
