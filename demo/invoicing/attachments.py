"""The attachment of an invoice of several sites: a workbook with a line for each of them."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook

from kajo.invoices.records import InvoiceLink, InvoiceRecord

SITES_FILE = "sites.xlsx"
NAMES = {
    "fi": "Kulutus ja veroton hinta käyttöpaikoittain",
    "sv": "Förbrukning och skattefritt pris per förbrukningsplats",
    "en": "Consumption and price without VAT by site",
}


def sites_links(language: str) -> tuple[InvoiceLink, ...]:
    """Return the link by which an invoice names its attachment."""
    return (InvoiceLink(name=NAMES[language], url=f"https://kajo.example/{SITES_FILE}"),)


def sites_of(invoice: InvoiceRecord) -> bytes:
    """Return the workbook: metering point, address and sum of each site."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(invoice.rows):
            sheet.write_row(place, 0, [row.gsrn, row.description, float(row.amount_without_vat or 0)])
    return content.getvalue()
