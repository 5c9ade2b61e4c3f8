"""Jobs that send: one mail each."""

from __future__ import annotations

from kajo.core.jobs import job
from kajo.notifications import rights


@job("rights.mail")
def mail_right(entry: int, receiver: str) -> None:
    """Mail what happened to an access right to one receiver."""
    rights.mail_right(entry, receiver)
