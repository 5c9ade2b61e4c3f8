"""Rows, places of delivery and VAT of a Finvoice.

A sub-row's elements are called as a row's with Sub before them, so one table reads both.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lxml import etree

from kajo.invoices.formats.finvoice.kinds import kind_of
from kajo.invoices.formats.finvoice.reading import Fact, Reader, day, number, percent, text
from kajo.invoices.parsed import has_sums
from kajo.invoices.records import InvoiceRow, InvoiceSite, VatClass
from kajo.invoices.words import RowKind

GSRN_DIGITS = 18
SUB = "Sub"

ROW = (
    Fact("code", ("ArticleIdentifier",), text),
    Fact("name", ("ArticleName",), text),
    Fact("description", ("ArticleDescription",), text),
    Fact("starts_on", ("StartDate",), day),
    Fact("last_day", ("EndDate",), day),
    Fact("quantity", ("InvoicedQuantity", "DeliveredQuantity", "OrderedQuantity"), number),
    Fact("unit_price_without_vat", ("UnitPriceNetAmount", "UnitPriceAmount"), number),
    Fact("unit_price_with_vat", ("UnitPriceVatIncludedAmount",), number),
    Fact("price_base_quantity", ("UnitPriceBaseQuantity",), number),
    Fact("discount_percent", ("RowDiscountPercent",), percent),
    Fact("discount", ("RowDiscountAmount",), number),
    Fact("vat_percent", ("RowVatRatePercent",), percent),
    Fact("vat_amount", ("RowVatAmount",), number),
    Fact("amount_without_vat", ("RowVatExcludedAmount",), number),
    Fact("amount_with_vat", ("RowAmount",), number),
    Fact("average_price", ("RowAveragePriceAmount",), number),
    Fact("used_quantity", ("RowUsedQuantity",), number),
    Fact("previous_reading_on", ("RowPreviousMeterReadingDate",), day),
    Fact("latest_reading_on", ("RowLatestMeterReadingDate",), day),
)
QUANTITIES = ("InvoicedQuantity", "DeliveredQuantity", "OrderedQuantity")
AMOUNT = (Fact("amount", ("Amount",), number),)
PROGRESSIVE = (Fact("amount", ("RowDiscountAmount",), number),)
# A charge or a discount of the whole invoice becomes a row: (element, its kind, its sign).
OF_THE_WHOLE = (("ChargeDetails", RowKind.OTHER, 1), ("DiscountDetails", RowKind.DISCOUNT, -1))
WHOLE = (
    Fact("name", ("ReasonText", "FreeText"), text),
    Fact("code", ("ReasonCode",), text),
    Fact("vat_percent", ("VatRatePercent",), percent),
    *AMOUNT,
)
RATE = (
    Fact("percent", ("VatRatePercent",), percent),
    Fact("code", ("VatCode",), text),
    Fact("base", ("VatBaseAmount",), number),
    Fact("vat", ("VatRateAmount",), number),
)


def read_rows(root: etree._Element, reader: Reader) -> tuple[InvoiceRow, ...]:
    """Return the rows, and after them the charges and discounts of the whole invoice."""
    rows: list[InvoiceRow] = []
    for element in root.findall("InvoiceRow"):
        row = _row(element, reader)
        if row is None:
            continue
        if row.rows and not (row.name or row.code or has_sums(row)):
            _put_group(rows, row.rows)
        else:
            rows.append(row)
    return (*rows, *_of_the_whole(root, reader))


def _put_group(rows: list[InvoiceRow], group: tuple[InvoiceRow, ...]) -> None:
    """Put sub-rows that stand by themselves, as version 3 has them: they itemise the row before if they make
    its sum, or have none; else they are rows."""
    sums = [row.amount_without_vat for row in group if row.amount_without_vat is not None]
    if rows and not rows[-1].rows and (not sums or sum(sums) == rows[-1].amount_without_vat):
        rows[-1] = rows[-1].model_copy(update={"rows": group})
    else:
        rows.extend(group)


def read_rates(root: etree._Element, reader: Reader) -> tuple[VatClass, ...]:
    """Return the VAT by rate; a class without a rate is of none."""
    rates = root.findall("InvoiceDetails/VatSpecificationDetails")
    found = [{"percent": Decimal(), **reader.read(rate, RATE)} for rate in rates]
    return tuple(VatClass.model_construct(None, **rate) for rate in found)


def read_sites(root: etree._Element, rows: tuple[InvoiceRow, ...], contract: str) -> tuple[InvoiceSite, ...]:
    """Return the places of delivery: the invoice's own, and those that rows name."""
    addresses = dict(_addresses(root))
    header = _header_gsrn(root)
    gsrns = dict.fromkeys([header] if header else [])
    gsrns |= dict.fromkeys(gsrn for row in rows for gsrn in _gsrns_of(row))
    if len(gsrns) == 1:
        (only,) = gsrns
        return (_site(only, addresses, contract),)
    return tuple(_site(gsrn, addresses, "", *_period(gsrn, rows)) for gsrn in gsrns)


def _row(element: etree._Element, reader: Reader, prefix: str = "") -> InvoiceRow | None:
    facts = reader.read(element, ROW, prefix)
    unit = _unit(element, prefix)
    subs = () if prefix else tuple(_row(sub, reader, SUB) for sub in element.findall("SubInvoiceRow"))
    _settle_sums(facts)
    discount = _sum(element, f"{prefix}RowProgressiveDiscountDetails", PROGRESSIVE, reader, prefix)
    facts.setdefault("discount", discount)
    row = InvoiceRow.model_construct(
        None,
        **facts,
        unit=unit,
        gsrn=_row_gsrn(element, prefix),
        kind=kind_of(facts.get("code", ""), facts.get("name", ""), unit, facts.get("quantity")),
        charge=_sum(element, f"{prefix}RowChargeDetails", AMOUNT, reader),
        free_texts=tuple(_texts(element, reader, prefix)),
        rows=tuple(sub for sub in subs if sub is not None),
    )
    return row if _says_something(row) else None


def _settle_sums(facts: dict[str, Any]) -> None:
    """Work out the sum without VAT where the row gives only the sum with VAT and the VAT."""
    gross, vat = facts.get("amount_with_vat"), facts.get("vat_amount")
    if vat is None and facts.get("vat_percent") == 0:
        vat = Decimal()
    if "amount_without_vat" not in facts and gross is not None and vat is not None:
        facts["amount_without_vat"] = gross - vat
    if facts.get("price_base_quantity", 1) <= 0:
        del facts["price_base_quantity"]


def _says_something(row: InvoiceRow) -> bool:
    return bool(row.name or row.code or row.description or row.free_texts or row.rows or has_sums(row))


def _sum(
    element: etree._Element, path: str, facts: tuple[Fact, ...], reader: Reader, prefix: str = ""
) -> Decimal | None:
    parts = [reader.read(part, facts, prefix).get("amount") for part in element.findall(path)]
    known = [part for part in parts if part is not None]
    return sum(known, Decimal()) if known else None


def _unit(element: etree._Element, prefix: str) -> str:
    for name in QUANTITIES:
        quantity = element.find(prefix + name)
        if quantity is not None:
            return text(quantity.get("QuantityUnitCode") or quantity.get("QuantityUnitCodeUN") or "")
    return ""


def _texts(element: etree._Element, reader: Reader, prefix: str) -> Iterator[str]:
    for definition in element.findall(f"{prefix}RowDefinitionDetails"):
        parts = [text(part.text) for part in definition if part.text and part.text.strip()]
        if parts:
            yield ": ".join(parts)
    yield from reader.texts(element, f"{prefix}RowFreeText")


def _of_the_whole(root: etree._Element, reader: Reader) -> Iterator[InvoiceRow]:
    for name, kind, sign in OF_THE_WHOLE:
        for element in root.findall(f"InvoiceDetails/{name}"):
            facts = reader.read(element, WHOLE)
            amount = facts.pop("amount", None)
            if amount is not None:
                yield InvoiceRow.model_construct(None, **facts, kind=kind, amount_without_vat=sign * amount)


def _header_gsrn(root: etree._Element) -> str | None:
    written = (root.findtext("DeliverySiteCode"), root.findtext("InvoiceDetails/InvoicedObjectID"))
    return next((gsrn for gsrn in map(_gsrn, written) if gsrn), None)


def _row_gsrn(element: etree._Element, prefix: str) -> str | None:
    written = element.findtext(f"{prefix}InvoicedObjectID")
    return _gsrn(written) or _gsrn(
        element.findtext(f"{prefix}RowAnyPartyDetails/{prefix}RowAnyPartySiteCode")
    )


def _gsrn(written: str | None) -> str | None:
    plain = "".join((written or "").split())
    return plain if len(plain) == GSRN_DIGITS and plain.isascii() and plain.isdigit() else None


def _gsrns_of(row: InvoiceRow) -> list[str]:
    return [part.gsrn for part in (row, *row.rows) if part.gsrn]


def _site(gsrn: str, addresses: dict[str, str], contract: str, *period: Any) -> InvoiceSite:
    starts_on, last_day = period or (None, None)
    return InvoiceSite.model_construct(
        None,
        gsrn=gsrn,
        address=addresses.get(gsrn, ""),
        contract=contract,
        starts_on=starts_on,
        last_day=last_day,
    )


def _period(gsrn: str, rows: tuple[InvoiceRow, ...]) -> tuple[Any, Any]:
    """Return the first and the last day of a site's rows, where they have them."""
    own = [part for row in rows for part in ((row, *row.rows) if row.gsrn == gsrn else row.rows)]
    of_site = [part for part in own if part.gsrn in (gsrn, None)]
    starts = [part.starts_on for part in of_site if part.starts_on]
    ends = [part.last_day for part in of_site if part.last_day]
    return (min(starts), max(ends)) if starts and ends else (None, None)


def _addresses(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield addresses of places of delivery, by metering point."""
    header = _header_gsrn(root)
    if header:
        yield header, address_in(root, "DeliveryPartyDetails/DeliveryPostalAddressDetails")
    for party in root.findall("AnyPartyDetails"):
        gsrn = _gsrn(party.findtext("AnyPartySiteCode"))
        if gsrn:
            yield gsrn, address_in(party, "AnyPartyPostalAddressDetails")
    for row in root.iter("InvoiceRow", "SubInvoiceRow"):
        prefix = SUB if row.tag == "SubInvoiceRow" else ""
        gsrn = _row_gsrn(row, prefix)
        party_of_row = row.find(f"{prefix}RowAnyPartyDetails")
        if gsrn and party_of_row is not None:
            yield gsrn, address_in(party_of_row, f"{prefix}RowAnyPartyPostalAddressDetails")


def address_in(element: etree._Element, path: str) -> str:
    """Return an address as one line: streets, then postcode and town."""
    block = element.find(path)
    if block is None:
        return ""
    streets, town, postcode = [], "", ""
    for part in block:
        if not isinstance(part.tag, str) or not part.text:
            continue
        if part.tag.endswith("StreetName"):
            streets.append(text(part.text))
        elif part.tag.endswith("TownName"):
            town = text(part.text)
        elif part.tag.endswith("PostCodeIdentifier"):
            postcode = text(part.text)
    return ", ".join(part for part in (*streets, f"{postcode} {town}".strip()) if part)
