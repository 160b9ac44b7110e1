"""The code systems of what a resource says: those of FHIR where it has one that fits, and the library's own.

The library's own are URNs. They name nothing that can be fetched, and claim no domain that the
project does not have; ``samverkan`` is no registered namespace of URNs.
"""

from typing import Any, Final

__all__ = [
    "ACTION",
    "AGENCY",
    "CATEGORY",
    "CONSENT",
    "DISCLOSE",
    "DOCUMENT",
    "FORM",
    "HOLDER",
    "KIND",
    "OPT_IN",
    "PARTICIPATION",
    "PRIVACY",
    "PROGRAMME",
    "PURPOSE",
    "RECIPIENTS",
    "TELLING",
    "coding",
    "concept",
]

AGENCY: Final = "urn:samverkan:agency"
CATEGORY: Final = "urn:samverkan:category"
CONSENT: Final = "urn:samverkan:consent"
FORM: Final = "urn:samverkan:consent-form"
KIND: Final = "urn:samverkan:consent-kind"
PROGRAMME: Final = "urn:samverkan:programme"
PURPOSE: Final = "urn:samverkan:purpose"

ACTION: Final = "http://terminology.hl7.org/CodeSystem/consentaction"
PARTICIPATION: Final = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"

PRIVACY: Final = ("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy")
DOCUMENT: Final = ("http://loinc.org", "59284-0")
"""LOINC's code for a consent document."""
OPT_IN: Final = ("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN")
"""Nothing is told unless she lets it be told."""
DISCLOSE: Final = (ACTION, "disclose")
TELLING: Final = frozenset({DISCLOSE, (ACTION, "access")})
"""The actions that one agency telling another is: the one discloses, and the other gets access."""
HOLDER: Final = (PARTICIPATION, "CST")
"""The custodian: the one who holds the information and tells it."""
RECIPIENTS: Final = ((PARTICIPATION, "IRCP"), (PARTICIPATION, "PRCP"))
"""The recipient of information, and the primary one; the first is written, and both are read."""


def coding(code: tuple[str, str]) -> dict[str, Any]:
    """Return a ``Coding``."""
    system, value = code
    return {"system": system, "code": value}


def concept(*codes: tuple[str, str]) -> dict[str, Any]:
    """Return a ``CodeableConcept`` of these codes, which all mean the same."""
    return {"coding": [coding(code) for code in codes]}
