"""Between what a share lies when it is known in part: exact, and never narrower than what is known allows."""

from fractions import Fraction

import attrs

from samverkan.errors import Fault, InvalidRecordError, masked
from samverkan.given import as_number
from samverkan.intervals import Share

__all__ = ["ShareRange", "as_share"]


def as_share(value: object) -> Fraction:
    """Return an exact share, from 0 to 1.

    Raises:
        InvalidRecordError: for anything else. A ``float`` is not exact: 0.8 is not four fifths.

    >>> as_share(Fraction(4, 5))
    Fraction(4, 5)
    """
    if isinstance(value, Fraction | int) and not isinstance(value, bool) and 0 <= value <= 1:
        return Fraction(value)
    raise InvalidRecordError([Fault("", "an exact share from 0 to 1, such as Fraction(4, 5)", masked(value))])


@attrs.frozen
class ShareRange:
    """From the least to the most that a share can be, both included.

    It is what the answers that are not there leave open, and no confidence interval:
    :meth:`~samverkan.intervals.Share.interval` is one.

    Raises:
        InvalidRecordError: when a bound is no exact share, or the least is more than the most.

    >>> ShareRange.counted(yes=6, no=2, unknown=2)
    ShareRange(least=Fraction(3, 5), most=Fraction(4, 5))
    """

    least: Fraction
    most: Fraction

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        for name in ("least", "most"):
            try:
                as_share(getattr(self, name))
            except InvalidRecordError as error:
                faults += error.inside(name).faults
        if not faults and self.least > self.most:
            faults = [Fault("least", "no more than the most", "more")]
        if faults:
            raise InvalidRecordError(faults)

    @classmethod
    def counted(cls, *, yes: int, no: int, unknown: int) -> "ShareRange | None":
        """Return between what the share of *yes* lies, of all three; ``None`` of nobody.

        The least is when every unknown one is a no, the most when every one is a yes.

        Raises:
            InvalidValueError: when a count is not a whole number, 0 or more.
        """
        certain, against, open_ = (as_number(count, 0, None) for count in (yes, no, unknown))
        of = certain + against + open_
        return cls(Fraction(certain, of), Fraction(certain + open_, of)) if of else None

    @classmethod
    def exactly(cls, share: Share) -> "ShareRange | None":
        """Return the range of a share about which nothing is unknown; ``None`` of nobody."""
        return cls.counted(yes=share.numerator, no=share.denominator - share.numerator, unknown=0)

    @property
    def is_exact(self) -> bool:
        """Whether it is one share."""
        return self.least == self.most

    def holds(self, other: "ShareRange") -> bool:
        """Whether everything that *other* can be lies in it."""
        return self.least <= other.least and other.most <= self.most

    def in_common(self, other: "ShareRange") -> "ShareRange | None":
        """Return what both can be; ``None`` when they have nothing in common.

        >>> ShareRange(Fraction(1, 2), Fraction(3, 4)).in_common(ShareRange(Fraction(3, 5), Fraction(1)))
        ShareRange(least=Fraction(3, 5), most=Fraction(3, 4))
        """
        least, most = max(self.least, other.least), min(self.most, other.most)
        return ShareRange(least, most) if least <= most else None

    def widened(self, by: Fraction) -> "ShareRange":
        """Return it with each bound so much farther out, and still within 0 and 1.

        Raises:
            InvalidRecordError: when *by* is no exact share.
        """
        margin = as_share(by)
        return ShareRange(max(Fraction(0), self.least - margin), min(Fraction(1), self.most + margin))
