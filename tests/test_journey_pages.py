"""The pages about referrals show what the table of steps has."""

from pathlib import Path

import pytest

from samverkan.referral_steps import STEPS, ReferralStatus, Side, Step, diagram
from samverkan.texts import Language, Text

DOCS = Path(__file__).parent.parent / "docs"
PAGES: list[tuple[Language, str]] = [("en", "concepts/journeys.md"), ("sv", "sv/fran-remiss-till-insats.md")]
HEADS = {
    "what": Text("Händelse", "Event"),
    "by": Text("Vem registrerar", "Who records it"),
    "after": Text("När remissen är", "When the referral is"),
    "needs": Text("Måste säga", "Must say"),
}
SIDES = {Side.RECIPIENT: Text("mottagaren", "the recipient"), Side.REFERRER: Text("den som remitterar", "the referrer")}
ALWAYS = Text("vad som helst utom felregistrerad", "anything but entered in error")


def table(language: Language) -> str:
    """Return every step as a row of a table."""
    lines = [f"| {' | '.join(head.in_(language) for head in HEADS.values())} |", "|" + "---|" * len(HEADS)]
    lines += [f"| {' | '.join(row(step, language))} |" for step in STEPS.values()]
    return "\n".join(lines)


def row(step: Step, language: Language) -> list[str]:
    """Return a step in words."""
    every = set(ReferralStatus) - {ReferralStatus.IN_ERROR}
    after = [one.text.in_(language) for one in ReferralStatus if one in step.after]
    return [
        f"`{step.what}`: {step.text.in_(language)}",
        ", ".join(SIDES[one].in_(language) for one in Side if one in step.by),
        ALWAYS.in_(language) if step.after == every else ", ".join(f"*{one}*" for one in after),
        ", ".join(f"`{name}`" for name in step.needs) or "–",
    ]


@pytest.mark.parametrize(("language", "page"), PAGES, ids=[language for language, _ in PAGES])
def test_the_picture_of_a_referrals_life_is_drawn_from_the_steps(language: Language, page: str) -> None:
    """The page has the diagram that the table of steps gives, word for word."""
    assert f"```mermaid\n{diagram(language)}\n```" in (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "page"), PAGES, ids=[language for language, _ in PAGES])
def test_the_table_of_events_has_every_step(language: Language, page: str) -> None:
    """The page says of every event who records it, what it may follow and what it must say."""
    assert table(language) in (DOCS / page).read_text(encoding="utf-8")
