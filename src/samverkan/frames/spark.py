"""Names on Spark: there, what stands after a full stop is taken for a field of a structure."""

from collections.abc import Iterable
from typing import Any

from samverkan.rules.columns import PREFIX

__all__ = ["renamed", "safe"]


def safe(name: str) -> str:
    """Return a name without full stops."""
    return f"{PREFIX}{name.replace('.', '__dot__')}" if "." in name else name


def renamed(native: Any, names: Iterable[str]) -> Any:
    """Return a frame of Spark with its columns called *names*, whatever these hold."""
    return native.toDF(*names)
