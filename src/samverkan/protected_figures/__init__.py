"""Figures that can be printed together without telling about anybody (*röjandekontroll*).

Every count of the figures is taken together with all others: of the whole, of its groups, and of figures over the
same population, which share their totals. Small ones are hidden, and others beside them, until none can be reckoned
back; see :mod:`samverkan.disclosure`. A share, a mean, a median and bounds are hidden with any count that they rest on.

**What is not known to hang together.** That one rule implies another, such as *three years or longer* and *more than 27
months*, is not taken into account, nor what has been printed elsewhere. Groups by party overlap: how many are in one
group and not in another is not protected. Numbers of inhabitants are public.
"""

from samverkan.protected_figures.printed import COUNTS, PrintedFigure, printed_figure
from samverkan.protected_figures.protection import LeftOut, ProtectedFigures, protect_figures

__all__ = ["COUNTS", "LeftOut", "PrintedFigure", "ProtectedFigures", "printed_figure", "protect_figures"]
