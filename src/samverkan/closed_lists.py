"""The closed lists that a participant's facts go by, each word with its name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from samverkan.texts import Text

__all__ = ["LISTS"]

LISTS: Final[Mapping[str, Mapping[str, Text]]] = MappingProxyType(
    {
        "sexes": {"woman": Text("kvinna", "woman"), "man": Text("man", "man")},
        "needs": {
            "physical": Text("fysiska behov", "physical needs"),
            "mental": Text("psykiska behov", "mental needs"),
            "social": Text("sociala behov", "social needs"),
            "vocational": Text("arbetsmässiga behov", "vocational needs"),
        },
        "livelihoods": {
            "sickness-benefit": Text("sjukpenning", "sickness benefit"),
            "rehabilitation-benefit": Text("rehabiliteringspenning", "rehabilitation benefit"),
            "activity-compensation": Text("aktivitetsersättning", "activity compensation"),
            "sickness-compensation": Text("sjukersättning", "sickness compensation"),
            "unemployment-benefit": Text("ersättning från a-kassa", "unemployment benefit"),
            "activity-support": Text("aktivitetsstöd", "activity support"),
            "development-allowance": Text("utvecklingsersättning", "development allowance"),
            "introduction-benefit": Text("etableringsersättning", "introduction benefit"),
            "introduction-supplement": Text("etableringstillägg", "introduction supplement"),
            "housing-benefit": Text("bostadsersättning", "housing benefit"),
            "economic-assistance": Text("ekonomiskt bistånd", "economic assistance"),
            "salary": Text("lön", "a salary"),
            "student-aid": Text("studiestöd", "student aid"),
            "parental-benefit": Text("föräldrapenning", "parental benefit"),
            "pension": Text("ålderspension", "an old-age pension"),
        },
        "occupations": {
            "employment": Text("anställning", "employment"),
            "subsidised-employment": Text("subventionerad anställning", "subsidised employment"),
            "own-business": Text("eget företag", "a business of one's own"),
            "studies": Text("studier", "studies"),
            "labour-market-training": Text("arbetsmarknadsutbildning", "labour-market training"),
        },
        "work_capacity": {
            "yes": Text("arbetsförmåga", "a capacity to work"),
            "no": Text("ingen arbetsförmåga", "no capacity to work"),
            "to-be-clarified": Text("en arbetsförmåga som ska klargöras", "a capacity to work that is to be clarified"),
        },
        "categories": {
            "person": Text("personen i övrigt", "the person otherwise"),
            "identity": Text("identitet", "identity"),
            "contact": Text("kontakter", "contacts"),
            "need": Text("behov", "needs"),
            "health": Text("hälsa", "health"),
            "livelihood": Text("försörjning", "livelihood"),
            "work": Text("arbete", "work"),
            "education": Text("utbildning", "education"),
            "background": Text("bakgrund", "background"),
        },
        "purposes": {
            "coordination": Text("samordning", "coordination"),
            "planning": Text("gemensam planering", "joint planning"),
            "referral": Text("remiss", "referral"),
            "follow-up": Text("uppföljning", "follow-up"),
        },
    }
)
"""Each list by name, its words in the order in which they are spoken of."""
