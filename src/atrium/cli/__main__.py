"""``python -m atrium.cli``."""

from atrium.cli import main

main()
