"""Which provision stands behind what, on a given day. Days and provisions are the law's."""

from datetime import date, timedelta

import pytest

from samverkan.citations import CITATIONS, citation

OLD_SECRECY = "sekretesslagen (1980:100)"

CITED = [
    # Sekretesslagen counted to and with 30 June 2009, OSL from 1 July.
    ("secrecy", "2009-06-30", [OLD_SECRECY]),
    ("secrecy", "2009-07-01", ["OSL", "2009:400", "10 kap. 1 §", "12 kap. 2 §"]),
    ("guardian", "2009-06-30", [OLD_SECRECY]),
    ("guardian", "2009-07-01", ["OSL", "12 kap. 3 §"]),
    ("statutory-duty", "2009-06-30", [OLD_SECRECY]),
    ("statutory-duty", "2009-07-01", ["OSL", "10 kap. 28 §"]),
    ("general-clause", "2009-06-30", [OLD_SECRECY]),
    ("general-clause", "2009-07-01", ["OSL", "10 kap. 27 §"]),
    # The individual plan moved with the new Social Services Act.
    ("plan", "2015-01-01", ["SoL", "2001:453", "2 kap. 7 §"]),
    ("plan", "2025-06-30", ["SoL", "2001:453", "2 kap. 7 §"]),
    ("plan", "2025-07-01", ["SoL", "2025:400", "10 kap. 8 §"]),
    # Registration: the ordinance of 2003 until that of 2024.
    ("registration", "2024-02-14", ["2003:766"]),
    ("registration", "2024-02-15", ["2024:14", "5 §"]),
    ("co-operation", "2016-10-03", ["SFB", "2010:110", "30 kap. 10 §"]),
    ("coordination-measures", "2020-02-01", ["2019:1297"]),
]


@pytest.mark.parametrize(("topic", "on", "parts"), CITED, ids=[f"{topic} {on}" for topic, on, _ in CITED])
def test_the_provision_that_is_cited_is_the_one_of_the_day(topic, on, parts):
    """Law has dates, and a provision that has moved is cited where it stood."""
    told = citation(topic, date.fromisoformat(on))
    assert all(part in told for part in parts)


@pytest.mark.parametrize(
    ("topic", "on"),
    [("coordination-measures", "2020-01-31"), ("co-operation", "2010-12-31")],
)
def test_before_there_was_a_provision_none_is_cited(topic, on):
    """Nothing stands behind the act on that day."""
    assert citation(topic, date.fromisoformat(on)) is None


def test_no_topic_has_two_provisions_on_one_day():
    """The day after the last day of one is the first of the next."""
    for dated in CITATIONS.values():
        for earlier, later in zip(dated.entries, dated.entries[1:], strict=False):
            assert earlier.until + timedelta(1) == later.since


def test_the_provisions_cannot_be_changed():
    """They are the same for everybody."""
    with pytest.raises(TypeError):
        CITATIONS["secrecy"] = None
