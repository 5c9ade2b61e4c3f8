"""A change as pages show it and as higher rooms and the retailer are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kajo.changes.models import Change
from kajo.changes.words import ChangeState


@dataclass(frozen=True)
class ChangeRow:
    """A change. `customer_id` and `user_id` are for rooms that act on it and stand on no page."""

    key: str
    customer_id: int
    user_id: int
    kind: str
    subject: str
    edition: int
    facts: Mapping[str, Any]
    asked_by: str
    asked_at: datetime
    state: ChangeState
    settled_at: datetime | None
    reason: str

    @property
    def is_pending(self) -> bool:
        return self.state is ChangeState.PENDING


def row_of(change: Change) -> ChangeRow:
    """Return a change as a row."""
    return ChangeRow(
        key=change.key,
        customer_id=change.owner_id,
        user_id=change.asked_by_id,
        kind=change.kind,
        subject=change.subject,
        edition=change.edition,
        facts=change.facts,
        asked_by=change.asked_by_name,
        asked_at=change.asked_at,
        state=ChangeState(change.state),
        settled_at=change.settled_at,
        reason=change.reason,
    )
