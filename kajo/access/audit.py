"""The audit log: who changed what somebody may do. What is written stays: PostgreSQL refuses all else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

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
