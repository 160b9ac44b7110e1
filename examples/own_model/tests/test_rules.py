"""What holds of every model's rules, tried on Nordvik's own: its programme, and the group that its kommun describes."""

from samverkan.testing import property_pack

TestRules = property_pack(
    "nordvik",
    programmes=["fyren", "mala-unga-utan-fotfaste"],
    monotone={"fyren": {"idle_months": "rising", "wants_guide": "rising", "goals": "rising"}},
    examples=50,
)
