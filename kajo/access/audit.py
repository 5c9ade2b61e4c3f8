"""The audit log: who changed what somebody may do. What is written stays: PostgreSQL refuses all else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from kajo.access.models import Grant

INSERT = (
    "insert into access_auditentry (at, actor_id, kind, customer_id, facts)"
    " values (%s, %s, %s, %s, %s::jsonb)"
)


def record(
    kind: str,
    *,
    actor_id: int | None,
    customer_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """Write an entry, in this transaction.

    From a page the actor is the user behind the door, or None outside the doors, and the customer one that is
    open; PostgreSQL holds it to that. Facts hold no secrets and no addresses.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [now, actor_id, kind, customer_id, json.dumps(facts or {})])


def facts_of(right: Sequence[Grant]) -> dict[str, Any]:
    """Return what is written down of a right: of grants that one receiver has, and that end together."""
    first = right[0]
    facts = {
        "right": first.offer.key if first.offer else first.key,
        "levels": {grant.area: grant.level for grant in right},
        "ends_at": first.ends_at.isoformat() if first.ends_at else None,
        "receiver": first.user_id,
        "firm": first.firm_id,
    }
    return {name: value for name, value in facts.items() if value is not None}
