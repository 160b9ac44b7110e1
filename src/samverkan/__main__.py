"""``python -m samverkan`` is the command line."""

from samverkan.cli import main

if __name__ == "__main__":
    main()
