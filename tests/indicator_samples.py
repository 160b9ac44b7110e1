"""An indicator of the tests' own, of which a test says what it is about."""

from typing import Any, Final

from samverkan.indicators import Indicator
from samverkan.sources import ASSUMED
from samverkan.texts import Text

WORDS: Final = Text("ord", "words")


def indicator(**fields: Any) -> Indicator:
    """Return an indicator, a share of persons unless something else is said; ``...`` takes a field away."""
    whole = {
        "id": "some", "name": WORDS, "text": WORDS, "source": ASSUMED, "counts": "persons", "measure": "share",
        "reference_day": "period_end", "numerator": "employed", **fields,
    }  # fmt: skip
    return Indicator(**{name: value for name, value in whole.items() if value is not ...})
