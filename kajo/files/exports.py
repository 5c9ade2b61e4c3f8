"""Exports: everybody sees those that they ordered themselves, and nobody else's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import Http404

from kajo.access.policy import CustomerAccess, ManyAccess
from kajo.core.locks import lock_until_commit
from kajo.files.export_rows import ExportRow
from kajo.files.models import Ordered
from kajo.files.words import ExportState

ZIP = "application/zip"
KEPT = timedelta(hours=24)
GOING_ON = (ExportState.WAITING, ExportState.WORKING)
# Why there is no file.
ACCESS_ENDED, TOO_LARGE, STOPPED, NOTHING_THERE = "access_ended", "too_large", "stopped", "nothing_there"
COLUMNS = ("key", "name", "state", "done", "total", "reason", "asked_at", "expires_at", "size")


def list_exports(
    model: type[Ordered], access: CustomerAccess | ManyAccess, *, now: datetime
) -> list[ExportRow]:
    """Return the user's own exports that have not expired, newest first."""
    return [
        _row(*columns) for columns in _own(model, access, now).order_by("-asked_at").values_list(*COLUMNS)
    ]


def get_export(
    model: type[Ordered], access: CustomerAccess | ManyAccess, key: str, *, now: datetime
) -> ExportRow:
    """Return one of the user's own exports.

    :raises Http404: when there is none, it is somebody else's, or it has expired
    """
    columns = _own(model, access, now).filter(key=key).values_list(*COLUMNS).first()
    if columns is None:
        raise Http404
    return _row(*columns)


def get_content(
    model: type[Ordered], access: CustomerAccess | ManyAccess, key: str, *, now: datetime
) -> bytes:
    """Return the file of an export.

    :raises Http404: when it is not ready or there is none for this user
    """
    ready = _own(model, access, now).filter(key=key, state=ExportState.READY)
    content = ready.values_list("content", flat=True).first()
    if content is None:
        raise Http404
    return bytes(content)


def is_busy(
    model: type[Ordered], access: CustomerAccess | ManyAccess, *, at_once: int, a_day: int, now: datetime
) -> bool:
    """Tell whether the user has as many exports on the way, or of today, as one may have.

    The user's next order waits until this one is committed: those of one moment would not see each other.
    """
    lock_until_commit(f"{model.__name__}.{access.user_id}")
    own = model.of(access).filter(user_id=access.user_id, asked_at__gt=now - timedelta(days=1))
    going_on = own.filter(state__in=GOING_ON, expires_at__gt=now)
    return going_on.count() >= at_once or own.count() >= a_day


def _own(model: type[Ordered], access: CustomerAccess | ManyAccess, now: datetime) -> QuerySet[Any]:
    own = model.of(access).filter(user_id=access.user_id, expires_at__gt=now)
    return own.annotate(size=Length("content"))


def _row(
    key: str, name: str, state: str, done: int, total: int, reason: str,
    asked_at: datetime, expires_at: datetime, size: int | None,
) -> ExportRow:  # fmt: skip
    return ExportRow(key, name, ExportState(state), done, total, reason, asked_at, expires_at, size)
