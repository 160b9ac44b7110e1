"""The command line, behind the extra ``cli``."""

import sys

from samverkan.errors import MissingExtraError

__all__ = ["main"]


def main() -> None:
    """Run the command line; without the extra ``cli``, say how to install it."""
    try:
        from samverkan.cli.commands import samverkan  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name not in {"click", "rich"}:
            raise
        sys.stderr.write(f"{MissingExtraError('cli')}\n")
        sys.exit(2)
    samverkan(prog_name="samverkan")
