"""``python -m seeds``: the same as ``atrium seed``."""

from __future__ import annotations

import sys

from atrium.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["seed"]
    main()
