"""The next step for somebody, how long something took, and what many such times come to, as plain data."""

from datetime import date
from typing import Any

from samverkan.measurements import Measurement
from samverkan.next_steps import NextStep
from samverkan.referral_rules import Readiness
from samverkan.serialization.decisions import missing_record
from samverkan.serialization.sharing import consent_needed
from samverkan.summaries import Summary
from samverkan.texts import Language

__all__ = ["measurement_record", "readiness_record", "step_record", "summary_record"]


def step_record(step: NextStep, language: Language = "en") -> dict[str, Any]:
    """Return a next step as it is written. Of a decision its outcome is written alone; it can be asked for by itself.

    >>> from samverkan import Participant, load_model
    >>> from samverkan.next_steps import next_step
    >>> orvar = load_model("finsam").programmes["orvar"]
    >>> record = step_record(next_step(Participant(id="d-1"), orvar, "2010-01-01"))
    >>> record["what"], record["then"]["what"], record["then"]["outcome"]
    ('find_out', 'none', 'not_eligible')
    """
    return {
        "what": step.what.value,
        "code": step.code,
        "whose": list(step.whose),
        "referral": step.referral,
        "status": None if step.status is None else step.status.value,
        "on": _day(step.on),
        "missing": [missing_record(one) for one in step.missing],
        "consent": consent_needed(step.needed),
        "asks_for": list(step.asks_for),
        "lacks": None if step.lacks is None else readiness_record(step.lacks, language),
        "possible": [one.value for one in step.possible],
        "outcome": None if step.decision is None else step.decision.outcome.value,
        "then": None if step.then is None else step_record(step.then, language),
        "text": step.text(language),
    }


def readiness_record(ready: Readiness, language: Language = "en") -> dict[str, Any]:
    """Return whether somebody can be referred as it is written, with everything that is lacking and whose it is."""
    return {
        "verdict": ready.verdict.value,
        "lacks": [
            {
                "id": one.id,
                "outcome": one.outcome.value,
                "whose": list(one.whose),
                "missing": [missing_record(missing) for missing in one.missing],
                "consent": consent_needed(one.needed),
                "text": one.text.in_(language),
            }
            for one in ready.lacks
        ],
    }


def measurement_record(measured: Measurement) -> dict[str, Any]:
    """Return how long something took as it is written, one line a lead time and journey.

    >>> from samverkan.measurements import ClockState
    >>> running = Measurement(lead_time="to-plan", policy="calendar", on=date(2017, 1, 31), state=ClockState.RUNNING,
    ...                       days=8, since=date(2017, 1, 23))
    >>> record = measurement_record(running)
    >>> record["state"], record["days"], record["since"], record["until"]
    ('running', 8, '2017-01-23', None)
    """
    return {
        "participant": measured.participant,
        "journey": measured.journey,
        "programme": measured.programme,
        "agency": measured.agency,
        "lead_time": measured.lead_time,
        "policy": measured.policy,
        "on": measured.on.isoformat(),
        "state": measured.state.value,
        "unit": measured.unit.value,
        "days": measured.days,
        "since": _day(measured.since),
        "until": _day(measured.until),
        "waited": measured.waited,
        "deadline": _day(measured.deadline),
        "promise": None if measured.promise is None else measured.promise.value,
        "rests_on": list(measured.rests_on),
    }


def summary_record(summary: Summary) -> dict[str, Any]:
    """Return what many measurements come to as it is written. No id of a journey is among it.

    ``within_target`` has the share with its interval of 95 percent, ``None`` where nothing has met or missed a target;
    ``survival_median`` is the median after Kaplan and Meier, ``None`` where the curve does not get there.

    >>> from samverkan.measurements import ClockState, Promise
    >>> from samverkan.summaries import summarise
    >>> record = summary_record(summarise([
    ...     Measurement(lead_time="contact", policy="calendar", on=date(2017, 1, 31), days=days,
    ...                 state=ClockState.STOPPED, promise=Promise.MET) for days in (3, 14)]))
    >>> record["n"], record["median"], record["percentile_90"], record["within_target"]["share"]
    (2, 8.5, 14, 1.0)
    """
    share = summary.within_target
    lower, upper = share.interval() or (None, None)
    curve = summary.survival
    return {
        "lead_time": summary.lead_time,
        "policy": summary.policy,
        "unit": None if summary.unit is None else summary.unit.value,
        "first_on": _day(summary.first_on),
        "last_on": _day(summary.last_on),
        "n": summary.n,
        "stopped": summary.stopped,
        "open": summary.open,
        "ended_without_success": summary.ended_without_success,
        "nullified": summary.nullified,
        "not_started": summary.not_started,
        "unknown": summary.unknown,
        "rejected": summary.rejected,
        "median": summary.median,
        "percentile_90": summary.percentile_90,
        "within_target": {
            "met": share.numerator,
            "of": share.denominator,
            "share": share.value,
            "lower": lower,
            "upper": upper,
        },
        "still_possible": summary.still_possible,
        "open_days": summary.open_days,
        "longest_open": None if summary.longest_open is None else summary.longest_open.days,
        "survival_median": None if curve is None else curve.median(),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
