"""Who may take part in a coordinated programme, and why.

The names below are what most programmes need; everything else has its own module.

>>> from samverkan import Contact, Participant, decide, load_model
>>> model = load_model("finsam")
>>> anna = Participant(id="d-001", born="1990-05-17", residence="Ludvika",
...                    contacts=[Contact("AF"), Contact("FK")], unmet_need=True)
>>> decide(anna, model.programmes["en-vag-in"], on="2016-10-03").outcome
<Outcome.ELIGIBLE: 'eligible'>
"""

from samverkan.answers import Missing, Verdict
from samverkan.case_lines import BadLine, read_cases
from samverkan.casefiles import CaseFile
from samverkan.consents import Consent
from samverkan.dated import Dated, Entry, Unknown
from samverkan.eligibility import Decision, Outcome, decide
from samverkan.errors import SamverkanError
from samverkan.loading import load_model
from samverkan.model import Model
from samverkan.participants import Contact, Participant, SickLeave
from samverkan.referral_events import ReferralEvent
from samverkan.referrals import Referral
from samverkan.routes import route
from samverkan.sharing import may_share
from samverkan.timelines import timeline

__all__ = [
    "BadLine",
    "CaseFile",
    "Consent",
    "Contact",
    "Dated",
    "Decision",
    "Entry",
    "Missing",
    "Model",
    "Outcome",
    "Participant",
    "Referral",
    "ReferralEvent",
    "SamverkanError",
    "SickLeave",
    "Unknown",
    "Verdict",
    "decide",
    "load_model",
    "may_share",
    "read_cases",
    "route",
    "timeline",
]
