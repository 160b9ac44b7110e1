"""What a report reckons of many cases: its own indicators, bound to any model, shipped or not."""

from collections.abc import Mapping
from typing import Any, Final

from samverkan.bound_indicators import BoundIndicator, bind_indicator
from samverkan.indicators import Counted, GroupBy, Indicator, Measure, Personal, ReferenceDay
from samverkan.lead_times import LeadTime
from samverkan.model import Model
from samverkan.sources import ASSUMED
from samverkan.texts import Text

__all__ = ["BEFORE_AND_AFTER", "TO_CONTACT", "kept_name", "promises", "reckoned"]

TO_CONTACT: Final = "to-contact"
"""The lead time of which a report draws the curve, where the model has it."""

BEFORE_AND_AFTER: Final = ("supported_before", "supported_after", "occupied_before", "occupied_after")
"""What is compared before and after: the facts of a participation by these names."""


def reckoned(model: Model) -> Mapping[str, BoundIndicator]:
    """Return the indicators of a report, by what they are called in it."""
    every = tuple(model.programmes)
    to_programmes: dict[str, Any] = {"reference_day": ReferenceDay.RECEIVED, "programmes": every}
    found = {
        "received": _indicator("received", Counted.REFERRALS, Measure.NUMBER, **to_programmes, group_by=_SENT),
        "who": _indicator("who", Counted.REFERRALS, Measure.NUMBER, **to_programmes, group_by=_WHO),
        "ended": _ended("ended", Measure.NUMBER),
        "began": _ended("began", Measure.SHARE, numerator="began_or_increased"),
        **{name: _ended(name, Measure.SHARE, numerator=name) for name in BEFORE_AND_AFTER},
        "round": _of_persons("round", "sent_round"),
        "contradicted": _of_persons("contradicted", "assessments_differ"),
    }
    if TO_CONTACT in model.lead_times:
        found["contact"] = _indicator(
            "contact", Counted.REFERRALS, Measure.DAYS, **to_programmes, lead_time=TO_CONTACT, group_by=()
        )
    for programme, lead_time in promises(model):
        name = kept_name(programme, lead_time)
        found[name] = _indicator(
            name,
            Counted.REFERRALS,
            Measure.KEPT,
            reference_day=ReferenceDay.RECEIVED,
            programmes=(programme,),
            lead_time=lead_time.id,
            group_by=(),
        )
    return {
        name: bind_indicator(
            one,
            model.vocabulary,
            lead_times=model.lead_times,
            target_groups={},
            programmes={one.id: one.definition.name for one in model.programmes.values()},
            calendar=model.calendar,
        )
        for name, one in found.items()
    }


def promises(model: Model) -> tuple[tuple[str, LeadTime], ...]:
    """Return each lead time of a programme's own that promises something, with the id of the programme."""
    return tuple(
        (programme.id, model.lead_times[name])
        for programme in model.programmes.values()
        for name in programme.definition.lead_times
        if model.lead_times[name].policies[0].within is not None
    )


def kept_name(programme: str, lead_time: LeadTime) -> str:
    """Return what the indicator of a promise is called."""
    return f"{lead_time.id}--{programme}"


_SENT: Final = (GroupBy.PROGRAMME, GroupBy.REFERRED_BY)
_WHO: Final = (GroupBy.AGE, GroupBy.SEX)


def _ended(name: str, measure: Measure, **more: Any) -> Indicator:
    return _indicator(
        name,
        Counted.PARTICIPATIONS,
        measure,
        reference_day=ReferenceDay.ENDED,
        personal=Personal.REGISTERED,
        group_by=(),
        **more,
    )


def _of_persons(name: str, numerator: str) -> Indicator:
    return _indicator(
        name, Counted.PERSONS, Measure.SHARE, reference_day=ReferenceDay.PERIOD_END, numerator=numerator, group_by=()
    )


def _indicator(name: str, counts: Counted, measure: Measure, **more: Any) -> Indicator:
    # No one reads its words: the report has its own.
    words = Text(name, name)
    return Indicator(
        id=name.replace("_", "-"), name=words, text=words, source=ASSUMED, counts=counts, measure=measure, **more
    )
