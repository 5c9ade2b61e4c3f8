"""The retailer's answer to a change. Runs as the owner role: the command line, and the import API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kajo.access.areas import Area
from kajo.changes.models import Change
from kajo.changes.rows import ChangeRow, row_of
from kajo.changes.words import ChangeState
from kajo.core import jobs

CONFIRMED, REFUSED = "change confirmed", "change refused"  # events, told with change=ChangeRow
MAIL = "changes.mail"  # the job that tells who asked


class CannotSettle(Exception):
    """Says why a change cannot be answered."""


@dataclass(frozen=True)
class Answer:
    """An answered change, whose it is, and the area that one must hold to read it."""

    customer_key: str
    area: Area
    change: ChangeRow


def list_changes(*, pending_only: bool = True, kind: str = "") -> list[tuple[str, ChangeRow]]:
    """Return all customers' changes with the customer's number, the oldest first."""
    changes = Change.everything.select_related("owner").order_by("asked_at", "id")
    if pending_only:
        changes = changes.filter(state=ChangeState.PENDING)
    if kind:
        changes = changes.filter(kind=kind)
    return [(change.owner.number, row_of(change)) for change in changes]


def confirm(key: str, *, now: datetime) -> ChangeRow:
    """Note that the retailer has made the change, and tell the rooms that act on it.

    :raises CannotSettle: when there is no such change, or it was answered before
    """
    return _settle(key, ChangeState.CONFIRMED, "", CONFIRMED, now)


def refuse(key: str, reason: str, *, now: datetime) -> ChangeRow:
    """Note that the retailer does not make the change, with a reason that the customer reads.

    :raises CannotSettle: when there is no such change, it was answered before, or the reason is empty
    """
    if not reason.strip():
        raise CannotSettle("Say why: the customer reads the reason.")
    return _settle(key, ChangeState.REFUSED, reason.strip(), REFUSED, now)


def _settle(key: str, state: ChangeState, reason: str, event: str, now: datetime) -> ChangeRow:
    with transaction.atomic():
        change = Change.everything.select_for_update().filter(key=key).first()
        if change is None:
            raise CannotSettle(f"There is no change {key}.")
        if change.state != ChangeState.PENDING:
            raise CannotSettle(f"The change {key} was {change.state} at {change.settled_at}.")
        change.state, change.reason, change.settled_at = state, reason, now
        change.save(update_fields=["state", "reason", "settled_at"])
        row = row_of(change)
        jobs.tell(event, change=row)
        jobs.defer(MAIL, change=row.key)
    return row


def take_answer(key: str, *, now: datetime) -> Answer | None:
    """Return an answer that has not been mailed, once: after the caller's transaction it counts as mailed."""
    unmailed = Change.everything.filter(key=key, mailed_at=None).exclude(state=ChangeState.PENDING)
    change = unmailed.select_related("owner").select_for_update(of=["self"]).first()
    if change is None:
        return None
    change.mailed_at = now
    change.save(update_fields=["mailed_at"])
    return Answer(change.owner.key, Area(change.area), row_of(change))
