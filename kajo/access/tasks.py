"""What access does by the clock."""

from __future__ import annotations

from kajo.access.running_out import tell_of_ends
from kajo.core import times
from kajo.core.jobs import periodic_job


@periodic_job("rights.run-out", "5 * * * *")
def run_out(timestamp: int) -> None:
    """Each hour: tell of rights that end soon or have ended."""
    tell_of_ends(now=times.now())
