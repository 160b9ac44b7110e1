"""Consents as resources of FHIR R4 (4.0.1), out and in.

:func:`to_fhir` writes a consent as a plain ``Consent`` resource, and :func:`from_fhir` reads one. Each
lists all that could not be carried, so that nothing is lost in silence. Where a resource says more
than the library can hold, it is read so that no more is opened than it opens.

In a provision what is named must all fit (*and*); of several values, and of several provisions inside
another, each one is enough (*or*). A provision inside another is an exception to it, so that permit
and deny alternate. A :class:`~samverkan.scopes.Scope` and its exceptions are the same tree.
"""

from samverkan.fhir.elements import LeftOut
from samverkan.fhir.readings import from_fhir, scope_from_fhir
from samverkan.fhir.resources import FhirConsent, to_fhir

__all__ = ["FhirConsent", "LeftOut", "from_fhir", "scope_from_fhir", "to_fhir"]
