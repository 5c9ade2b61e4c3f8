"""Invoices for the benches: copies of one made-up invoice, a day apart, all but the two newest paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from kajo.core import times
from kajo.invoices.models import Invoice, InvoiceRow, InvoiceSite, InvoiceVat

GSRN = "643006966022791278"


def fill_invoices(customer_ids: Sequence[int], each: int, *, whole: bool = True) -> None:
    """Store so many invoices of each customer, the newest of today; `whole`: with site, rows and VAT."""
    numbered = "c.owner_id, invoices_invoice.number || '-' || c.owner_id || '-' || s, "
    numbered += "lpad(to_hex(c.owner_id * 10000 + s), 10, '0'), %s::date - s, %s::date - s + 14, "
    numbered += "case when s < 2 then 0 else total_with_vat end"
    template = _template(customer_ids[0])
    varied = ("owner_id", "number", "key", "dated_on", "due_on", "paid_amount")
    rest = [name for name in _columns(Invoice) if name not in ("id", *varied)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into invoices_invoice ({', '.join((*varied, *rest))}) "
            f"select {numbered}, {', '.join(rest)} "
            "from invoices_invoice, unnest(%s::bigint[]) c(owner_id), generate_series(0, %s) s "
            "where invoices_invoice.id = %s",
            [times.today(), times.today(), list(customer_ids), each - 1, template.pk],
        )
        for model in (InvoiceSite, InvoiceRow, InvoiceVat) if whole else ():
            _copy(cursor, model, template)
        for model in (InvoiceSite, InvoiceRow, InvoiceVat):
            model.everything.filter(invoice=template).delete()
        template.delete()
        cursor.execute("vacuum analyze")


def _template(owner_id: int) -> Invoice:
    today = times.today()
    invoice = Invoice.everything.create(
        owner_id=owner_id,
        number=f"bench-{owner_id}",
        kind="invoice",
        dated_on=today,
        sent_on=today,
        starts_on=today - timedelta(days=31),
        ends_on=today - timedelta(days=1),
        energy_kwh=1000,
        total_without_vat=100,
        total_vat=25.5,
        total_with_vat=125.5,
        amount_to_pay=125.5,
        payee="Kajo Energia Oy",
        iban="FI7944052020036082",
        bic="HELSFIHH",
        reference="868516259619897",
        channel="e_mail",
        source="json",
        content_sha256="",
        received_at=timezone.now(),
    )
    shared = {"owner_id": owner_id, "invoice": invoice}
    site = InvoiceSite.everything.create(position=0, gsrn=GSRN, address="Mittaritie 1", **shared)
    priced = {"site": site, "vat_percent": 25.5, **shared}
    InvoiceRow.everything.create(
        position=0, kind="energy", name="Energia", unit="kWh", quantity=1000, amount_without_vat=96, **priced
    )
    InvoiceRow.everything.create(
        position=1, kind="basic_fee", name="Perusmaksu", amount_without_vat=4, **priced
    )
    InvoiceVat.everything.create(position=0, percent=25.5, base=100, vat=25.5, **shared)
    return invoice


def _copy(cursor: Any, model: type[Model], template: Invoice) -> None:
    """Give each copied invoice the template's rows of a child table."""
    table = model._meta.db_table
    rest = [name for name in _columns(model) if name not in ("id", "owner_id", "invoice_id", "site_id")]
    own = ", ".join(f"t.{name}" for name in rest)
    columns = ", ".join(("owner_id", "invoice_id", *rest))
    cursor.execute(
        f"insert into {table} ({columns}) select i.owner_id, i.id, {own} from {table} t "
        "join invoices_invoice i on i.number like %s where t.invoice_id = %s",
        [f"{template.number}-%", template.pk],
    )


def _columns(model: type[Model]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if field.column]
