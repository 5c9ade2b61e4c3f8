"""Reading what a customer asked to change."""

from __future__ import annotations

from collections.abc import Collection

from kajo.access.policy import CustomerAccess
from kajo.changes.models import Change
from kajo.changes.rows import ChangeRow, row_of


def list_changes(access: CustomerAccess, *, subjects: Collection[str], kind: str = "") -> list[ChangeRow]:
    """Return what was asked of those subjects, in the areas that the access reaches, the newest first.

    One query. `kind` leaves out the other kinds.
    """
    changes = Change.of(access).filter(subject__in=subjects)
    if kind:
        changes = changes.filter(kind=kind)
    return [row_of(change) for change in changes.order_by("-asked_at", "-id")]
