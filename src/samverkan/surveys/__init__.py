"""Survey indicators (*Indikatorer för finsam*): containers for questions of their owners, and their scoring."""

from samverkan.surveys.goals import Goal, GoalLevel, IndexPart, IndexSum
from samverkan.surveys.indicator_sets import (
    RESPONDENTS,
    IndicatorSet,
    Question,
    Respondents,
    Scale,
    SurveyIndicator,
    fingerprint_of,
)
from samverkan.surveys.responses import Response, faults_of
from samverkan.surveys.scores import MOST_FAULTS, Change, Counts, Result, change, count_responses, response_rate

__all__ = [
    "MOST_FAULTS",
    "RESPONDENTS",
    "Change",
    "Counts",
    "Goal",
    "GoalLevel",
    "IndexPart",
    "IndexSum",
    "IndicatorSet",
    "Question",
    "Respondents",
    "Response",
    "Result",
    "Scale",
    "SurveyIndicator",
    "change",
    "count_responses",
    "faults_of",
    "fingerprint_of",
    "response_rate",
]
