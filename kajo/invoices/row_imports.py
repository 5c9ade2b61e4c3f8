"""Rows of the database for new invoices, written in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from kajo.access.owned import CustomerOwned
from kajo.invoices.models import Invoice, InvoiceFile, InvoiceRow, InvoiceSite, InvoiceVat
from kajo.invoices.owner_imports import Register, period_of
from kajo.invoices.parsed import XML, GivenFile, ParsedInvoice, counted_rows, is_subtotal
from kajo.invoices.records import InvoiceRecord
from kajo.invoices.records import InvoiceRow as RowFacts
from kajo.invoices.words import ENERGY_KINDS, FileKind

BATCH = 1000
FILE_BATCH = 100
KWH = {"kwh": Decimal(1), "mwh": Decimal(1000)}
WH = Decimal("0.001")

AS_THEY_ARE = (
    *("number", "kind", "type_text", "is_final", "dated_on", "starts_on", "estimated_next_due_on"),
    *("total_without_vat", "total_vat", "total_with_vat", "rounding", "paid_before"),
    *("payee", "iban", "bic", "reference", "terms_text", "overdue_percent", "overdue_text", "overdue_fee"),
    *("credited_number", "agreement_number", "agreement_kind", "agreement_last_day", "language"),
    *("refund_to", "refund_on", "due_on"),
)
ROW_AS_IT_IS = (
    *("kind", "code", "name", "description", "starts_on", "quantity", "unit", "unit_price_without_vat"),
    *("unit_price_with_vat", "price_base_quantity", "discount_percent", "discount", "charge", "vat_percent"),
    *("vat_amount", "amount_without_vat", "amount_with_vat", "average_price", "used_quantity"),
    *("previous_reading_on", "latest_reading_on"),
)


@dataclass(frozen=True)
class NewInvoice:
    """An invoice that is not here yet, and whose it is."""

    parsed: ParsedInvoice
    owner_id: int
    register: Register


@dataclass(frozen=True)
class _Ids:
    """Unused numbers for new rows."""

    invoices: Iterator[int]
    sites: Iterator[int]
    rows: Iterator[int]


def write_new(new: Sequence[NewInvoice], now: datetime) -> None:
    """Write invoices with their sites, rows, VAT and files, in the caller's transaction."""
    made: dict[type[CustomerOwned], list[Any]] = {
        model: [] for model in (Invoice, InvoiceSite, InvoiceVat, InvoiceRow, InvoiceFile)
    }
    ids = _Ids(
        _take_ids(Invoice, len(new)),
        _take_ids(InvoiceSite, sum(len(one.parsed.facts.sites) for one in new)),
        _take_ids(InvoiceRow, sum(_count_rows(one.parsed.facts) for one in new)),
    )
    for one in new:
        for row in _rows_of(one, ids, now):
            made[type(row)].append(row)
    for model, rows in made.items():
        if rows:
            size = FILE_BATCH if model is InvoiceFile else BATCH
            model.everything.bulk_create(rows, batch_size=size)


def file_row(file: GivenFile, now: datetime, *, owner_id: int, invoice_id: int) -> InvoiceFile:
    """Return the row of a file that came with an invoice."""
    return InvoiceFile(
        owner_id=owner_id,
        invoice_id=invoice_id,
        kind=file.kind,
        place=file.place,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=file.sha256,
        content=file.content,
        received_at=now,
    )


def _rows_of(one: NewInvoice, ids: _Ids, now: datetime) -> Iterator[CustomerOwned]:
    facts, owner_id = one.parsed.facts, one.owner_id
    invoice_id = next(ids.invoices)
    whose = {"owner_id": owner_id, "invoice_id": invoice_id}
    yield _invoice(one, invoice_id, now)
    sites: dict[str | None, int] = {}
    for position, site in enumerate(facts.sites):
        starts_on, ends_on = period_of(facts, site)
        own = one.register.contracts.own(owner_id, site.gsrn, starts_on, ends_on)
        sites[site.gsrn] = next(ids.sites)
        yield InvoiceSite(
            pk=sites[site.gsrn],
            **whose,
            position=position,
            gsrn=site.gsrn,
            address=site.address,
            contract_number=site.contract or (own.contract if own else ""),
            starts_on=starts_on,
            ends_on=ends_on,
            location_id=own.location_id if own else None,
        )
    for position, rate in enumerate(facts.vats):
        yield InvoiceVat(
            **whose, position=position, percent=rate.percent, code=rate.code, base=rate.base, vat=rate.vat
        )
    positions = iter(range(_count_rows(facts)))
    for row in facts.rows:
        made = _row(row, next(ids.rows), next(positions), sites, whose)
        yield made
        for sub in row.rows:
            yield _row(sub, next(ids.rows), next(positions), sites, whose, made)
    if one.parsed.original is not None:
        original = GivenFile(FileKind.ORIGINAL, f"{facts.number}.xml", XML, one.parsed.original)
        yield file_row(original, now, **whose)
    for file in one.parsed.beside:
        yield file_row(file, now, **whose)


def _invoice(one: NewInvoice, pk: int, now: datetime) -> Invoice:
    parsed, facts = one.parsed, one.parsed.facts
    return Invoice(
        pk=pk,
        owner_id=one.owner_id,
        **{name: getattr(facts, name) for name in AS_THEY_ARE},
        ends_on=_day_after(facts.last_day),
        printed_due_on=facts.due_on,
        amount_to_pay=facts.total_with_vat if facts.amount_to_pay is None else facts.amount_to_pay,
        energy_kwh=facts.energy_kwh if facts.energy_kwh is not None else _energy_kwh(facts),
        seller=facts.seller.model_dump(exclude_defaults=True),
        buyer=facts.buyer.model_dump(exclude_defaults=True),
        free_texts=list(facts.free_texts),
        specification=list(facts.specification),
        links=_links(parsed),
        instalments=[one.model_dump(mode="json") for one in facts.instalments],
        sent_on=facts.dated_on,
        channel=parsed.channel or "",
        source=parsed.source,
        content_sha256=parsed.sha256,
        received_at=now,
        notices=[{"code": odd.code, **odd.facts} for odd in parsed.odd],
    )


def _links(parsed: ParsedInvoice) -> list[dict[str, str]]:
    """Return the links, with the name of the file that each of them names."""
    names = {one.place: {"file": one.name} for one in parsed.attachments}
    return [link.model_dump() | names.get(place, {}) for place, link in enumerate(parsed.facts.links, 1)]


def _row(
    row: RowFacts,
    pk: int,
    position: int,
    sites: Mapping[str | None, int],
    whose: Mapping[str, int],
    parent: InvoiceRow | None = None,
) -> InvoiceRow:
    own_site = sites.get(row.gsrn) if row.gsrn else next(iter(sites.values())) if len(sites) == 1 else None
    return InvoiceRow(
        pk=pk,
        **whose,
        position=position,
        parent_id=None if parent is None else parent.pk,
        site_id=parent.site_id if parent is not None and own_site is None else own_site,
        is_subtotal=is_subtotal(row),
        **{name: getattr(row, name) for name in ROW_AS_IT_IS},
        ends_on=_day_after(row.last_day),
        free_texts=list(row.free_texts),
    )


def _energy_kwh(facts: InvoiceRecord) -> Decimal | None:
    """Return the energy of the invoice's energy rows, to the watt-hour; None when it has none."""
    rows = [row for row in counted_rows(facts.rows) if row.kind in ENERGY_KINDS and row.quantity is not None]
    parts = [row.quantity * KWH[row.unit.lower()] for row in rows if row.quantity and row.unit.lower() in KWH]
    return sum(parts, Decimal()).quantize(WH) if parts else None


def _count_rows(facts: InvoiceRecord) -> int:
    return len(facts.rows) + sum(len(row.rows) for row in facts.rows)


def _day_after(last_day: date | None) -> date | None:
    return None if last_day is None else last_day + timedelta(days=1)


def _take_ids(model: type[CustomerOwned], count: int) -> Iterator[int]:
    """Return so many unused numbers: rows that name each other are numbered before they are written."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)", [table, count]
        )
        return iter([number for (number,) in cursor.fetchall()])
