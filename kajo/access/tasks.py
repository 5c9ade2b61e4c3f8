"""What access does by the clock."""

from __future__ import annotations

from kajo.access.running_out import tell_of_members, tell_of_rights
from kajo.core import times
from kajo.core.jobs import periodic_job


@periodic_job("rights.run-out", "5 * * * *")
def run_out(timestamp: int) -> None:
    """Each hour: tell of rights, and of memberships of firms, that end soon or have ended."""
    tell_of_rights(now=times.now())
    tell_of_members(now=times.now())
