"""Reading what a customer asked to change."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, QuerySet

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.changes.models import Change
from kajo.changes.rows import ChangeRow, row_of


def list_changes(access: CustomerAccess, *, subjects: Collection[str], kind: str = "") -> list[ChangeRow]:
    """Return what was asked of those subjects, in the areas that the access reaches, the newest first.

    One query. `kind` leaves out the other kinds.
    """
    found = _changes(of_a_kind=bool(kind)).of(access, subjects=list(subjects), kind=kind)
    return [row_of(change) for change in found]


def list_newest(access: CustomerAccess, area: Area, *, limit: int = 100) -> list[ChangeRow]:
    """Return what was last asked in an area that the access reaches, whatever of, the newest first.

    :raises PermissionDenied: when the access does not reach the area
    """
    access.require(area)
    found = Change.of(access).filter(area=area).order_by("-asked_at", "-id")[:limit]
    return [row_of(change) for change in found]


def list_every(access: CustomerAccess) -> list[ChangeRow]:
    """Return everything that was asked in the areas that the access reaches, the newest first."""
    return [row_of(change) for change in Change.of(access).order_by("-asked_at", "-id")]


@statement
def _changes(*, of_a_kind: bool) -> QuerySet[Change]:
    changes = Change.owned().filter(subject__any=given("subjects", ArrayField(CharField())))
    if of_a_kind:
        changes = changes.filter(kind=given("kind", CharField()))
    return changes.order_by("-asked_at", "-id")
