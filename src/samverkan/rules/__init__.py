"""Rules: small, typed expressions over named facts, read in many ways.

A rule is data (:mod:`~samverkan.rules.expressions`). It is written and printed as text
(:mod:`~samverkan.rules.text`), checked against a vocabulary (:mod:`~samverkan.rules.checks`),
evaluated in three values (:mod:`~samverkan.rules.evaluation`), followed through time
(:mod:`~samverkan.rules.stretches`) and put into words (:mod:`~samverkan.rules.words`).
"""
