"""What registration does by the clock."""

from __future__ import annotations

from kajo.core import times
from kajo.core.jobs import periodic_job
from kajo.registration.models import UserSession


@periodic_job("sessions.clear", "40 3 * * *")
def clear_sessions(timestamp: int) -> None:
    """Each night: take away the sessions that are over."""
    UserSession.objects.filter(expire_date__lt=times.now()).delete()
