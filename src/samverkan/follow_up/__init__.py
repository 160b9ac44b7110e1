"""Follow-up of interventions, as SUS had it and as Uppföljning Finsam has it: profiles to print, not to export."""

from samverkan.follow_up.figures import Answers, FollowUpFigures, Tally, sum_of
from samverkan.follow_up.profiles import Category, SusProfile, Volume, sus_profile
from samverkan.follow_up.volumes import (
    CountedBy,
    FollowedProgramme,
    Orientation,
    VolumeReport,
    in_order,
    is_in,
    none_first,
    sex_of,
    volume_report,
)

__all__ = [
    "Answers",
    "Category",
    "CountedBy",
    "FollowUpFigures",
    "FollowedProgramme",
    "Orientation",
    "SusProfile",
    "Tally",
    "Volume",
    "VolumeReport",
    "in_order",
    "is_in",
    "none_first",
    "sex_of",
    "sum_of",
    "sus_profile",
    "volume_report",
]
