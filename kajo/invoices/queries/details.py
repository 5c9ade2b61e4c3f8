"""One invoice with everything that its page shows. A constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, CharField, DateField, QuerySet
from django.http import Http404

from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.changes.rows import row_of as row_of_change
from kajo.invoices.detail_rows import (
    Agreement,
    FileRow,
    InstalmentRow,
    InvoiceDetail,
    LineRow,
    Link,
    LinkedInvoice,
    OddRow,
    OverdueTerms,
    PaymentDetails,
    PaymentRow,
    PostponementRow,
    Seller,
    SiteLines,
    VatRow,
)
from kajo.invoices.links import bill_name, last_part
from kajo.invoices.models import Invoice, InvoiceFile, InvoiceRow, InvoiceVat, Payment, Postponement
from kajo.invoices.queries.known import payments_known_until
from kajo.invoices.queries.papers import FILE_COLUMNS, file_row
from kajo.invoices.queries.reading import LISTED, list_sites, row_of
from kajo.invoices.queries.same_period import find_same_period
from kajo.invoices.queries.standing import shown_then, with_standing
from kajo.invoices.rows import FinalBill, SiteRow
from kajo.invoices.rows import InvoiceRow as ListedRow
from kajo.invoices.words import FileKind, InvoiceKind, Notice, RowKind

# What is read of an invoice beside what a list shows.
DETAILED = (
    "sent_on",
    "type_text",
    "language",
    "total_without_vat",
    "total_vat",
    "rounding",
    "paid_before",
    "amount_to_pay",
    "payee",
    "iban",
    "bic",
    "reference",
    "printed_due_on",
    "reminded_on",
    "collection_on",
    "agreement_number",
    "agreement_kind",
    "agreement_last_day",
    "seller",
    "terms_text",
    "overdue_text",
    "overdue_percent",
    "overdue_fee",
    "free_texts",
    "specification",
    "links",
    "instalments",
    "notices",
    "credited_number",
    "estimated_next_due_on",
    "refund_to",
    "refund_on",
)


def get_invoice(access: CustomerAccess, key: str, *, today: date) -> InvoiceDetail:
    """Return one of the customer's invoices. At most ten statements.

    Of one dated before INVOICE_DETAILS_FROM no row, VAT or text is read.

    :raises Http404: when the customer has no such invoice, or it is one that is not shown
    """
    facts = next(iter(_facts().of(access, today=today, key=key)), None)
    if facts is None:
        raise Http404
    row = row_of(facts, list_sites(access, [facts["id"]]))
    detail = _basics(access, facts, row, today)
    if row.dated_on < settings.INVOICE_DETAILS_FROM:
        return detail
    return replace(
        detail,
        details_hidden=False,
        total_without_vat=facts["total_without_vat"],
        total_vat=facts["total_vat"],
        rounding=facts["rounding"],
        site_lines=_site_lines(access, facts["id"], row.sites),
        vats=_vats(access, facts["id"]),
        texts=(*facts["free_texts"], *facts["specification"]),
        links=_links(facts["links"], detail.files, bill_name(row.number)),
        notices=_notices(facts["notices"]),
        same_period=find_same_period(access, row),
    )


def _basics(access: CustomerAccess, facts: dict[str, Any], row: ListedRow, today: date) -> InvoiceDetail:
    """Return the invoice with what is shown of every one."""
    return InvoiceDetail(
        invoice=row,
        id=facts["id"],
        sent_on=facts["sent_on"],
        type_text=facts["type_text"],
        language=facts["language"],
        paid_before=facts["paid_before"],
        amount_to_pay=facts["amount_to_pay"],
        payment=PaymentDetails(
            payee=facts["payee"],
            iban=facts["iban"],
            bic=facts["bic"],
            reference=facts["reference"],
            due_on=row.due_on,
            sum_to_pay=row.open_amount,
        ),
        payments=_payments(access, facts["id"]),
        instalments=tuple(map(_instalment, facts["instalments"])),
        payments_known_until=payments_known_until(),
        original_due_on=facts["printed_due_on"],
        reminded_on=_come(facts["reminded_on"], today),
        collection_on=_come(facts["collection_on"], today),
        postponement=_postponement(access, facts["id"]),
        agreement=Agreement(facts["agreement_number"], facts["agreement_kind"], facts["agreement_last_day"]),
        seller=Seller(**{field.name: str(facts["seller"].get(field.name, "")) for field in fields(Seller)}),
        overdue=OverdueTerms(
            terms=facts["terms_text"],
            interest=facts["overdue_text"],
            percent=facts["overdue_percent"],
            fee=facts["overdue_fee"],
        ),
        credits=_credits(access, row.number),
        credited=_credited(access, facts["credited_number"]),
        credited_number=facts["credited_number"],
        final_bill=_final_bill(facts),
        next_due_on=facts["estimated_next_due_on"],
        files=_files(access, facts["id"]),
    )


def _come(day: date | None, today: date) -> date | None:
    """Return the day once it has come."""
    return day if day and day <= today else None


def _payments(access: CustomerAccess, invoice_id: int) -> tuple[PaymentRow, ...]:
    return tuple(PaymentRow(*row) for row in _paid().of(access, invoice=invoice_id))


def _instalment(kept: Mapping[str, Any]) -> InstalmentRow:
    due_on = kept["due_on"] and date.fromisoformat(kept["due_on"])
    return InstalmentRow(due_on, Decimal(kept["amount"]), kept["reference"])


def _postponement(access: CustomerAccess, invoice_id: int) -> PostponementRow | None:
    """Return the one postponement with the retailer's answer."""
    for moved in _moved().of(access, invoice=invoice_id):
        change = row_of_change(moved.change)
        return PostponementRow(moved.due_on, moved.asked_at, change.asked_by, change.state, change.reason)
    return None


def _site_lines(access: CustomerAccess, invoice_id: int, sites: Sequence[SiteRow]) -> tuple[SiteLines, ...]:
    """Return the rows under their sites, in the order of the sites; those of none come last."""
    rows = _rows().of(access, invoice=invoice_id)
    parts: dict[int | None, list[InvoiceRow]] = defaultdict(list)
    for row in rows:
        parts[row.parent_id].append(row)
    by_site: dict[int | None, list[LineRow]] = defaultdict(list)
    for row in parts[None]:
        by_site[row.site_id].append(_line(row, parts))
    known: list[SiteRow | None] = [*sites, None]
    found = ((site, by_site[site.id if site else None]) for site in known)
    return tuple(SiteLines(site, tuple(lines)) for site, lines in found if lines)


def _line(row: InvoiceRow, parts: dict[int | None, list[InvoiceRow]]) -> LineRow:
    return LineRow(
        kind=RowKind(row.kind),
        name=row.name,
        description=row.description,
        quantity=row.quantity,
        unit=row.unit,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        unit_price_without_vat=row.unit_price_without_vat,
        unit_price_with_vat=row.unit_price_with_vat,
        price_base_quantity=row.price_base_quantity,
        vat_percent=row.vat_percent,
        amount_without_vat=row.amount_without_vat,
        amount_with_vat=row.amount_with_vat,
        average_price=row.average_price,
        discount_percent=row.discount_percent,
        discount=row.discount,
        charge=row.charge,
        free_texts=tuple(row.free_texts),
        is_subtotal=row.is_subtotal,
        parts=tuple(_line(part, {}) for part in parts.get(row.pk, ())),
    )


def _vats(access: CustomerAccess, invoice_id: int) -> tuple[VatRow, ...]:
    return tuple(VatRow(*row) for row in _vat_classes().of(access, invoice=invoice_id))


def _notices(kept: Sequence[Mapping[str, str]]) -> tuple[OddRow, ...]:
    """Return what was odd, the first of each kind."""
    by_code = {one["code"]: one for one in reversed(kept)}
    return tuple(_odd(by_code[code]) for code in reversed(by_code))


def _odd(kept: Mapping[str, str]) -> OddRow:
    said, computed = (Decimal(kept[name]) if name in kept else None for name in ("said", "computed"))
    return OddRow(Notice(kept["code"]), said, computed, kept.get("row", ""))


def _links(kept: Sequence[dict[str, str]], files: Sequence[FileRow], bill: str) -> tuple[Link, ...]:
    """Return the links with the attachments that were given."""
    given_at = {file.place: file for file in files if file.kind is FileKind.ATTACHMENT}
    return tuple(
        Link(
            name=link["name"],
            url=link["url"],
            file_name=link.get("file", ""),
            file=given_at.get(place),
            is_bill=bill in (link["name"], last_part(link["url"])),
        )
        for place, link in enumerate(kept, start=1)
    )


LINKED = ("key", "number", "dated_on", "total_with_vat")


def _credits(access: CustomerAccess, number: str) -> tuple[LinkedInvoice, ...]:
    return tuple(LinkedInvoice(*row) for row in _notes().of(access, number=number))


def _credited(access: CustomerAccess, number: str) -> LinkedInvoice | None:
    if not number:
        return None
    return next((LinkedInvoice(*row) for row in _numbered().of(access, number=number)), None)


def _final_bill(facts: dict[str, Any]) -> FinalBill | None:
    if not facts["is_final"]:
        return None
    return FinalBill(facts["amount_to_pay"], facts["refund_to"], facts["refund_on"])


def _files(access: CustomerAccess, invoice_id: int) -> tuple[FileRow, ...]:
    return tuple(file_row(*columns) for columns in _stored().of(access, invoice=invoice_id))


OF_INVOICE = given("invoice", BigIntegerField())


@statement
def _facts() -> QuerySet[Invoice, dict[str, Any]]:
    found = with_standing(Invoice.owned().filter(shown_then()), today=given("today", DateField()))
    return found.filter(key=given("key", CharField())).values(*LISTED, *DETAILED)


@statement
def _paid() -> QuerySet[Payment, tuple[date, Decimal]]:
    payments = Payment.owned().filter(invoice_id=OF_INVOICE, is_cancelled=False)
    return payments.order_by("paid_on", "id").values_list("paid_on", "amount")


@statement
def _moved() -> QuerySet[Postponement]:
    return Postponement.owned().filter(invoice_id=OF_INVOICE).select_related("change")


@statement
def _rows() -> QuerySet[InvoiceRow]:
    return InvoiceRow.owned().filter(invoice_id=OF_INVOICE).order_by("position")


@statement
def _vat_classes() -> QuerySet[InvoiceVat, tuple[Any, ...]]:
    vats = InvoiceVat.owned().filter(invoice_id=OF_INVOICE).order_by("position")
    return vats.values_list("percent", "code", "base", "vat")


@statement
def _notes() -> QuerySet[Invoice, tuple[Any, ...]]:
    number = given("number", CharField())
    notes = Invoice.owned().filter(shown_then(), kind=InvoiceKind.CREDIT_NOTE, credited_number=number)
    return notes.order_by("dated_on", "id").values_list(*LINKED)


@statement
def _numbered() -> QuerySet[Invoice, tuple[Any, ...]]:
    return Invoice.owned().filter(shown_then(), number=given("number", CharField())).values_list(*LINKED)


@statement
def _stored() -> QuerySet[InvoiceFile, tuple[Any, ...]]:
    files = InvoiceFile.owned().filter(invoice_id=OF_INVOICE)
    return files.order_by("kind", "id").values_list(*FILE_COLUMNS)
