"""Exports: everybody sees those that they ordered themselves, and nobody else's."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import Http404

from kajo.access.policy import CustomerAccess
from kajo.files.words import ExportState
from kajo.invoices.export_rows import ExportRow
from kajo.invoices.models import Invoice, InvoiceExport
from kajo.invoices.queries.lists import list_selected
from kajo.invoices.queries.standing import shown
from kajo.invoices.rows import Selection

COLUMNS = ("key", "name", "state", "done", "total", "reason", "asked_at", "expires_at", "size")


def list_exports(access: CustomerAccess, *, now: datetime) -> list[ExportRow]:
    """Return the user's own exports that have not expired, newest first."""
    return [_row(*columns) for columns in _own(access, now).order_by("-asked_at").values_list(*COLUMNS)]


def get_export(access: CustomerAccess, key: str, *, now: datetime) -> ExportRow:
    """Return one of the user's own exports.

    :raises Http404: when there is none, it is somebody else's, or it has expired
    """
    columns = _own(access, now).filter(key=key).values_list(*COLUMNS).first()
    if columns is None:
        raise Http404
    return _row(*columns)


def get_export_content(access: CustomerAccess, key: str, *, now: datetime) -> bytes:
    """Return the file of an export.

    :raises Http404: when it is not ready or there is none for this user
    """
    ready = _own(access, now).filter(key=key, state=ExportState.READY)
    content = ready.values_list("content", flat=True).first()
    if content is None:
        raise Http404
    return bytes(content)


def list_keys(access: CustomerAccess, selection: Selection, *, limit: int, today: date) -> list[str]:
    """Return the keys of the selected invoices, newest first."""
    found = list_selected(access, selection, ("key",), limit=limit, today=today)
    return [row["key"] for row in found]


def keep_shown(access: CustomerAccess, keys: list[str]) -> list[str]:
    """Return those of the keys that are of invoices which the customer is shown, in their order."""
    there = set(Invoice.of(access).filter(shown(), key__in=keys).values_list("key", flat=True))
    return [key for key in keys if key in there]


def _own(access: CustomerAccess, now: datetime) -> QuerySet[InvoiceExport]:
    own = InvoiceExport.of(access).filter(user_id=access.user_id, expires_at__gt=now)
    return own.annotate(size=Length("content"))


def _row(
    key: str, name: str, state: str, done: int, total: int, reason: str,
    asked_at: datetime, expires_at: datetime, size: int | None,
) -> ExportRow:  # fmt: skip
    return ExportRow(key, name, ExportState(state), done, total, reason, asked_at, expires_at, size)
