"""Who has looked at a customer's data, for its owners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kajo.access.policy import CustomerAccess
from kajo.core.functions import list_rows


@dataclass(frozen=True)
class LookRow:
    """One look by somebody who is not an owner.

    Staff are not named. `page` is the name of its URL; `is_combined` marks a list of several customers' data,
    of whom only this one is told. `reason` is what staff wrote down beforehand. `right` is the key of that by
    which it was looked; empty where there was none.
    """

    at: datetime
    looker: str
    firm: str
    is_staff: bool
    page: str
    is_change: bool
    reason: str
    is_combined: bool
    right: str


@dataclass(frozen=True)
class Looks:
    """A page of the log, and how many looks there are in all."""

    rows: list[LookRow]
    total: int


def list_looks(
    access: CustomerAccess,
    *,
    right: str | None = None,
    begins: datetime | None,
    ends: datetime | None,
    limit: int,
    offset: int = 0,
    now: datetime,
) -> Looks:
    """Return who looked from `begins` until before `ends`, the newest first; by a right's key whoever has it.

    :raises PermissionDenied: when the user is not an owner
    """
    access.require_owner()
    found = list_rows("kajo_looks", access.customer_id, right, begins, ends, limit, offset, now)
    rows = [
        LookRow(at, looker, firm, is_staff, page, method == "POST", reason, is_combined, key)
        for at, looker, firm, is_staff, page, method, reason, is_combined, key, _total in found
    ]
    return Looks(rows, found[0][-1] if found else 0)
