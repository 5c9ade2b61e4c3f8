"""The selected invoices as a file for a bookkeeper: net sum, VAT by rate, gross sum and place of each."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kajo.access.policy import CustomerAccess
from kajo.core import times
from kajo.customer_site.invoices.selecting import read_selection
from kajo.files.answers import file_answer
from kajo.files.csv_files import CSV, Cell, write_csv
from kajo.invoices.booking import invoice_head, invoice_row, rate_cells, rate_heads
from kajo.invoices.queries.books import BookedInvoice, list_booked

FILE_LIMIT = 5000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    text = write_csv(table_of(_booked(request, access)))
    return file_answer(_name("csv"), CSV, text.encode())


def xlsx_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    return file_answer(_name("xlsx"), EXCEL, write_xlsx(_booked(request, access)))


def write_xlsx(booked: list[BookedInvoice]) -> bytes:
    """Return the file: numbers and days are numbers and days, and no text is a formula."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet(_("Invoices")[:31])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    number, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for at, row in enumerate(table_of(booked)):
        for place, cell in enumerate(row):
            if isinstance(cell, Decimal):
                sheet.write_number(at, place, float(cell), number)
            elif isinstance(cell, date):
                sheet.write_datetime(at, place, cell, day)
            elif cell:
                sheet.write_string(at, place, cell, None if at else bold)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 30, 14)
    book.close()
    return file.getvalue()


def table_of(booked: list[BookedInvoice]) -> Iterator[list[Cell]]:
    """Yield the head and a row for each invoice. The rates that some invoice has get two columns each."""
    rates = sorted({rate for one in booked for rate in one.vats})
    yield [*invoice_head(), *rate_heads(rates)]
    for one in booked:
        yield [*invoice_row(one), *rate_cells(rates, one.vats)]


def _booked(request: HttpRequest, access: CustomerAccess) -> list[BookedInvoice]:
    return list_booked(access, read_selection(request.GET), limit=FILE_LIMIT, today=times.today())


def _name(ending: str) -> str:
    return f"{_('invoices')}-{times.today().isoformat()}.{ending}"
