"""The check of an invoice, the quarter-hours behind it, and what made it more or less than earlier ones."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.core import times
from kajo.customer_site.invoices.comparing import told
from kajo.files.answers import file_answer
from kajo.files.csv_files import CSV, Cell, bare, write_csv
from kajo.invoices.checking.queries import CheckedInterval, check_invoice, list_checked_intervals
from kajo.invoices.checking.rows import InvoiceCheck
from kajo.invoices.checking.words import Verdict
from kajo.invoices.explaining.queries import explain_invoice
from kajo.invoices.queries.details import get_invoice
from kajo.ui import formats
from kajo.ui.parts import make_pager, page_number


def check_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    check = check_invoice(access, key, today=times.today(), page=page_number(request))
    context = {
        "part": check.part,
        "pager": make_pager(check.part.page, check.part.pages, "?page={page}"),
        "check": check,
        "invoice": check.invoice,
        "answer": answer_of(check),
        "has_intervals": any(site.intervals for site in check.sites),
    }
    return TemplateResponse(request, "customer_site/invoices/check.html", context)


def check_csv_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    found = list_checked_intervals(access, key, today=times.today(), page=page_number(request))
    return file_answer(f"check-{key}.csv", CSV, write_intervals(found).encode())


def explain_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    detail = get_invoice(access, key, today=times.today())
    context = {
        "invoice": detail.invoice,
        "told": [told(one) for one in explain_invoice(access, detail)],
        "may_see_weather": access.may(Area.REPORTING),
    }
    return TemplateResponse(request, "customer_site/invoices/explain.html", context)


def answer_of(check: InvoiceCheck) -> str:
    """Return what the check comes to, in one sentence."""
    if check.why_not:
        return check.why_not
    verdicts = [row.verdict for site in check.sites for row in site.rows]
    verdicts += [vat.verdict for vat in check.vats]
    count = [*verdicts, check.verdict_of_total].count(Verdict.DIFFERS)
    if count:
        rows = ngettext(
            "%(count)s row is not what the readings and the contract say. Ask us about the invoice.",
            "%(count)s rows are not what the readings and the contract say. Ask us about the invoice.",
            count,
        ) % {"count": count}
        return f"{_difference_of(check.difference)} {rows}".strip()
    if check.verdict is Verdict.UNKNOWN:
        return _("Some of the invoice cannot be checked. The reason stands beside it.")
    if check.verdict is Verdict.EXPLAINED:
        return _("The invoice differs from what we compute today, and the reason is known.")
    if not check.part.is_whole:
        return _("The rows on this page agree with the readings and the contracts' prices to the cent.")
    return _("The invoice agrees with the readings and the contract's prices to the cent.")


def _difference_of(difference: Decimal | None) -> str:
    """Return by how much the total differs; nothing where it does not, or where that is not known."""
    if not difference:
        return ""
    said = {"sum": formats.money(abs(difference), formats.page_language())}
    if difference > 0:
        return _("The invoice is %(sum)s more than we compute.") % said
    return _("The invoice is %(sum)s less than we compute.") % said


def write_intervals(found: Iterable[CheckedInterval]) -> str:
    """Return the file: its columns are as docs/decisions/0061-checking-an-invoice.md says."""
    return write_csv(chain([_head()], map(_row, found)))


def _head() -> list[str]:
    return [
        _("Metering point number (GSRN)"),
        pgettext("head of a column", "Starts"),
        pgettext("head of a column", "Ends"),
        _("Consumption, kWh"),
        pgettext("head of a column", "Quality"),
        _("Exchange price, c/kWh"),
        _("Price of energy without VAT, c/kWh"),
        _("Sum without VAT, €"),
    ]


def _row(one: CheckedInterval) -> list[Cell]:
    interval = one.interval
    return [
        one.gsrn,
        interval.starts_at,
        interval.ends_at,
        bare(interval.energy_kwh),
        one.quality.name,
        bare(interval.spot_price),
        bare(interval.price),
        bare(interval.amount),
    ]
