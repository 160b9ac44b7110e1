"""What each agency is told of one case, and which consent would open what it still wants to know.

Run it in the root of the repository: ``python examples/who_may_know.py``. The person is invented.
"""

from samverkan import CaseFile, Contact, Participant, decide, load_model
from samverkan.consents import Consent

VIEWERS = ("AF", "FK", "region/primärvård", "kommun/IFO")


def main() -> None:
    """Print what comes of the criteria as each agency sees the case, and from whom it takes a consent to hear."""
    programme = load_model("finsam").programmes["en-vag-in"]
    anna = Participant(
        id="anna",
        born="1990-05-17",
        residence="Ludvika",
        unmet_need=True,
        contacts=[Contact("AF"), Contact("FK")],
        contacts_complete=True,
    )
    consent = Consent(
        "c-1",
        kind="secrecy",
        from_=["FK"],
        to=["AF"],
        categories=["contact"],
        purpose="coordination",
        programme="en-vag-in",
        given="2016-10-01",
        expires="2017-09-30",
    )
    case = CaseFile(anna, consents=[consent])
    for viewer in VIEWERS:
        decision = decide(case, programme, on="2016-10-03", seen_by=viewer)
        asked = dict.fromkeys(one for missing in decision.missing if missing.consent for one in missing.consent.from_)
        needed = f"; it takes a consent to hear from {', '.join(asked)}" if asked else f" until {decision.holds_until}"
        print(f"{viewer}: {decision.outcome.value}{needed}")


if __name__ == "__main__":
    main()
