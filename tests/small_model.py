"""A model small enough to be seen through: one programme with two criteria, one target group with a rule."""

from pathlib import Path

from samverkan import finsam

__all__ = ["NEED", "SMALL", "criterion"]

_SHIPPED = (Path(finsam.__file__).parent / "model.toml").read_text(encoding="utf-8")
_REGISTER = _SHIPPED[_SHIPPED.index("[[parties]]") : _SHIPPED.index("[bodies]")]
"""The parties and the agencies: the facts about people name them."""

_HEAD = """id = "small"
name = {sv = "Den lilla modellen", en = "The small model"}

[[documents]]
id = "D1"
title = {sv = "Överenskommelse", en = "Agreement"}
kind = {sv = "påhittat exempel", en = "invented example"}
"""

_REST = """[[target_groups]]
id = "young"
name = {sv = "Unga", en = "The young"}
kommun = "Malå"
rule = 'residence == "Malå" and age >= 16'
source = "D1"

[[target_groups]]
id = "described"
name = {sv = "Andra", en = "Others"}
kommun = "Malå"
source = "D1"

[[programmes]]
id = "club"
kind = "intervention"
status = "adopted"
name = {sv = "Klubben", en = "The club"}
area = ["Malå"]
in_force = {since = 2019-01-01, until = 2022-12-31}
source = "D1"
readings = {agreed = {source = "D1"}}

[programmes.parameters]
youngest = [
    {value = 18, until = 2020-12-31, source = "D1"},
    {value = 20, since = 2021-01-01, source = "D1"},
]

[[programmes.criteria]]
id = "adult"
rule = "age >= youngest"
sv = "har fyllt {youngest} år"
en = "is {youngest} years old or older"
source = "D1"

[[programmes.criteria]]
id = "need"
rule = "unemployed or functional_impairment"
sv = "är arbetslös eller har en funktionsnedsättning"
en = "is unemployed or has an impairment"
source = "D1"
"""

SMALL = f"{_HEAD}\n{_REGISTER}\n{_REST}"
"""The model as its one file."""

NEED = 'rule = "unemployed or functional_impairment"'
"""Where the second criterion has its rule."""


def criterion(rule, name="planted"):
    """Return one more criterion of the programme as text."""
    return f'\n[[programmes.criteria]]\nid = "{name}"\nrule = "{rule}"\nsv = "så"\nen = "so"\nsource = "D1"\n'
