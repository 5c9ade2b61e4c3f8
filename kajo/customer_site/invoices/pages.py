"""The list of invoices, one invoice, and what is to be paid and when."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.core import times
from kajo.customer_site.invoices import describing
from kajo.customer_site.invoices.books import FILE_LIMIT
from kajo.customer_site.invoices.due import ONE_DAY, chart_of, chart_words, read_days
from kajo.customer_site.invoices.finals import FinalNotice, notice_of, words_of
from kajo.customer_site.invoices.forms import PostponeForm
from kajo.customer_site.invoices.papers import picture_of
from kajo.customer_site.invoices.selecting import (
    address_of,
    has_filters,
    is_narrowed,
    page_address,
    read_selection,
    tabs_of,
)
from kajo.invoices.actions import CannotPostpone, postpone_due_date
from kajo.invoices.detail_rows import InvoiceDetail
from kajo.invoices.exporting import MOST_BYTES, MOST_INVOICES
from kajo.invoices.postponing import WhyNot, days_to_choose, why_not
from kajo.invoices.queries.agreed import list_contracts_of
from kajo.invoices.queries.details import get_invoice
from kajo.invoices.queries.finals import list_final_bills
from kajo.invoices.queries.known import payments_known_until
from kajo.invoices.queries.lists import list_choices, list_invoices, sum_to_be_paid
from kajo.invoices.rows import Selection
from kajo.ui import formats
from kajo.ui.parts import make_pager, page_number

A_PAGE = 20
EVERY_ONE = Selection()


def list_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    selection, today = read_selection(request.GET), times.today()
    found = list_invoices(access, selection, page=page_number(request), a_page=A_PAGE, today=today)
    choices = list_choices(access)
    context = {
        "page": found,
        "selection": selection,
        "choices": choices,
        "tabs": tabs_of(found, selection),
        "is_narrowed": is_narrowed(selection),
        "has_filters": has_filters(choices, found.whole.count, selection),
        "late": describing.late_of(found),
        "finals": _finals(access, today) if selection == EVERY_ONE else (),
        "pager": make_pager(found.number, found.pages, page_address(selection)),
        "query": address_of(selection),
        "file_limit": FILE_LIMIT,
        "may_order": not access.is_look and found.selected.count,
        "zip_limit": MOST_INVOICES,
        "zip_size": MOST_BYTES,
        "invoices_from": settings.INVOICES_FROM,
        "known_until": payments_known_until(),
    }
    return TemplateResponse(request, "customer_site/invoices/list.html", context)


def detail_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    today = times.today()
    detail = get_invoice(access, key, today=today)
    contracts = list_contracts_of(access, detail)
    context = describing.about(access, detail) | {
        **picture_of(access, detail),
        "contracts": contracts,
        "final_words": _final_words(detail, today),
        "links": describing.links_of(access, detail),
        "may_check": describing.may_check(access, detail),
        "may_postpone": access.may(Area.INVOICES, Level.WRITE) and _why_not(detail) is None,
    }
    return TemplateResponse(request, "customer_site/invoices/detail.html", context)


def postpone_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    detail = get_invoice(access, key, today=times.today())
    if not access.may(Area.INVOICES, Level.WRITE):
        return redirect(access.url("invoice-detail", key=key))
    why, due_on = _why_not(detail), detail.invoice.due_on
    form = PostponeForm(request.POST or None, days=days_to_choose(due_on)) if due_on and not why else None
    if form and form.is_valid():
        try:
            moved = postpone_due_date(access, key=key, days=form.cleaned_data["days"], now=times.now())
        except CannotPostpone as cannot:
            why, form = cannot.why, None
        else:
            day = formats.long_day(moved, formats.page_language())
            messages.success(request, _("The new due date is %(day)s.") % {"day": day})
            return redirect(access.url("invoice-detail", key=key))
    context = {"invoice": detail.invoice, "form": form, "why_not": why}
    return TemplateResponse(request, "customer_site/invoices/postpone.html", context)


def to_pay_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    today = times.today()
    starts_on, ends_on = read_days(request.GET, today)
    found = sum_to_be_paid(access, starts_on, ends_on, today=today)
    context = {
        "found": found,
        "last_day": ends_on - ONE_DAY,
        "finals": _finals(access, today),
        "is_companys": describing.are_companys(access, (row for day in found.days for row in day.invoices)),
        "chart": chart_of(found, today),
        "chart_words": chart_words(found) if found.days else "",
        "known_until": payments_known_until(),
    }
    return TemplateResponse(request, "customer_site/invoices/to_pay.html", context)


def _finals(access: CustomerAccess, today: date) -> list[FinalNotice]:
    return [notice_of(access, found, today=today) for found in list_final_bills(access, today=today)]


def _final_words(detail: InvoiceDetail, today: date) -> str:
    return words_of(detail.invoice, detail.final_bill, today=today) if detail.final_bill else ""


def _why_not(detail: InvoiceDetail) -> WhyNot | None:
    return why_not(detail.invoice, was_postponed=detail.postponement is not None, today=times.today())
