"""Who has what of a customer, for its owners, and what has happened to each right."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.access.words import Deed, RightState
from kajo.core.times import last_day_before, local_day

Levels = tuple[tuple[Area, Level], ...]
OPENED = (RightState.COMING, RightState.IN_FORCE, RightState.PAUSED)
STANDING = (RightState.NOT_OPENED, RightState.LAPSED, *OPENED)


@dataclass(frozen=True)
class RightRow:
    """What one receiver has, or had, of a customer.

    Until a right is opened, its receiver is the address as it was typed and nothing else. `is_linked` marks
    what customer service let a user or a firm have: an owner may remove it, and not change it.
    """

    key: str
    email: str
    receiver: str
    levels: Levels
    starts_on: date
    last_day: date | None
    given_at: datetime
    giver: str
    version: int
    state: RightState
    lapses_at: datetime | None
    last_used_at: datetime | None
    is_linked: bool
    is_firm: bool
    is_over: bool

    @property
    def name(self) -> str:
        return self.receiver or self.email

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING and not self.is_over

    @property
    def is_opened(self) -> bool:
        return self.state in OPENED

    @property
    def waits(self) -> bool:
        return self.state in (RightState.NOT_OPENED, RightState.LAPSED) and not self.is_over


@dataclass(frozen=True)
class HistoryRow:
    """One thing that happened to a right."""

    at: datetime
    deed: Deed
    actor: str
    levels: Levels
    last_day: date | None


def list_rights(access: CustomerAccess, *, now: datetime) -> list[RightRow]:
    """Return every right of the customer's, those that stand first, then the newest.

    :raises PermissionDenied: when the user is not an owner
    """
    access.require_owner()
    with connection.cursor() as cursor:
        cursor.execute("select * from kajo_rights(%s, %s)", [access.customer_id, now])
        names = [column.name for column in cursor.description]
        rows = [_right(dict(zip(names, row, strict=True)), now) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: not row.is_standing)


def find_right(access: CustomerAccess, key: str, *, now: datetime) -> RightRow | None:
    """Return the right of that key, or None.

    :raises PermissionDenied: when the user is not an owner
    """
    return next((row for row in list_rights(access, now=now) if row.key == key), None)


def list_history(access: CustomerAccess, key: str) -> list[HistoryRow]:
    """Return what happened to a right, in order.

    :raises PermissionDenied: when the user is not an owner
    """
    access.require_owner()
    with connection.cursor() as cursor:
        cursor.execute("select * from kajo_right_history(%s, %s)", [access.customer_id, key])
        return [
            HistoryRow(at, Deed(kind), actor, levels_of(levels), last_day_before(ends_at))
            for at, kind, actor, levels, ends_at in cursor.fetchall()
        ]


def levels_of(text: str | None) -> Levels:
    """Return areas and levels from the JSON that the database keeps, in the order of the areas."""
    return in_order(json.loads(text or "{}"))


def in_order(kept: Mapping[str, int]) -> Levels:
    """Return areas and levels in the order of the areas."""
    return tuple((area, Level(kept[area])) for area in Area if area in kept)


def state_of(
    *,
    starts_at: datetime,
    ends_at: datetime | None,
    opened_at: datetime | None,
    lapses_at: datetime | None,
    ending: str,
    now: datetime,
) -> RightState:
    """Tell what a right is like at an instant."""
    if ending and ending != "lapsed":
        return RightState(ending)
    if opened_at is None and (ending or (lapses_at is not None and lapses_at <= now)):
        return RightState.LAPSED
    if ends_at is not None and ends_at <= now:
        return RightState.EXPIRED
    if opened_at is None:
        return RightState.NOT_OPENED
    return RightState.COMING if starts_at > now else RightState.IN_FORCE


def _right(row: dict[str, Any], now: datetime) -> RightRow:
    state = state_of(
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        opened_at=row["opened_at"],
        lapses_at=row["lapses_at"],
        ending=row["ending"],
        now=now,
    )
    if row["is_paused"] and state in OPENED:
        state = RightState.PAUSED
    return RightRow(
        key=row["key"],
        email=row["email"],
        receiver=row["firm"] or row["receiver"] or "",
        levels=levels_of(row["levels"]),
        starts_on=local_day(row["starts_at"]),
        last_day=last_day_before(row["ends_at"]),
        given_at=row["given_at"],
        giver=row["giver"],
        version=row["version"],
        state=state,
        lapses_at=row["lapses_at"],
        last_used_at=row["last_used"],
        is_linked=row["lapses_at"] is None,
        is_firm=bool(row["firm"]),
        is_over=row["ended_at"] is not None,
    )
