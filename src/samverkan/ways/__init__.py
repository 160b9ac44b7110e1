"""What is the least that would change the answer, and who can do it?

A way in is a few steps after which the criteria are met: to find something out, to wait until a day, or that
somebody changes something. It says what would change the answer, and not what anybody ought to do.
"""

from samverkan.ways.sought import Way, WaysIn, ways_in
from samverkan.ways.steps import Act, Between, FindOut, StepIn, Wait

__all__ = ["Act", "Between", "FindOut", "StepIn", "Wait", "Way", "WaysIn", "ways_in"]
