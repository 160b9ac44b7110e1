"""Made-up years of a coordination association, from a model's own rules: for demonstrations, tests and docs."""

from samverkan.samples.years import sample

__all__ = ["sample"]
