"""The model of Nordvik, an invented coordination, as a plug-in of samverkan. What it says stands in the TOML files."""

from pathlib import Path

from samverkan import Model, load_model


def model() -> Model:
    """Return the model; the entry point ``nordvik`` names this function."""
    return load_model(Path(__file__).parent)
