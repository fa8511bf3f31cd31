"""What the operating system says about this process."""

from __future__ import annotations

from pathlib import Path


def _status(field: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return 0.0


def rss_mb() -> float:
    """Resident memory, in MB."""
    return _status("VmRSS")


def peak_rss_mb() -> float:
    """The most memory that was ever resident, in MB."""
    return _status("VmHWM")
