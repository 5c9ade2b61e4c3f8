"""Exports of invoices: those that the user ordered, and which invoices go into one."""

from __future__ import annotations

from datetime import date
from functools import partial

from kajo.access.policy import CustomerAccess
from kajo.files import exports
from kajo.invoices.models import Invoice, InvoiceExport
from kajo.invoices.queries.lists import list_selected
from kajo.invoices.queries.standing import shown
from kajo.invoices.rows import Selection

list_exports = partial(exports.list_exports, InvoiceExport)
get_export = partial(exports.get_export, InvoiceExport)
get_export_content = partial(exports.get_content, InvoiceExport)


def list_keys(access: CustomerAccess, selection: Selection, *, limit: int, today: date) -> list[str]:
    """Return the keys of the selected invoices, newest first."""
    found = list_selected(access, selection, ("key",), limit=limit, today=today)
    return [row["key"] for row in found]


def keep_shown(access: CustomerAccess, keys: list[str]) -> list[str]:
    """Return those of the keys that are of invoices which the customer is shown, in their order."""
    there = set(Invoice.of(access).filter(shown(), key__in=keys).values_list("key", flat=True))
    return [key for key in keys if key in there]
