"""placeholder"""
from samverkan.testing.around import Question, around, eligible_for
from samverkan.testing.histories import contacts
from samverkan.testing.knowledge import pairs_by_knowledge
from samverkan.testing.people import case_files, dated, participants
from samverkan.testing.rules import rules
from samverkan.testing.values import days, partial_dates
