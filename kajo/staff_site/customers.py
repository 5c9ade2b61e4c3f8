"""Finding customers, and what customer service sees of one: owners, rights and looks."""

from __future__ import annotations

from math import ceil
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kajo.access.policy import StaffAccess
from kajo.access.staff_customers import find_customer, find_customers, list_looks_of_all, list_who
from kajo.core import times
from kajo.ui.parts import make_pager, page_number

A_PAGE = 50
LONGEST_SEARCH = 100
LOOKS = 50


def list_page(request: HttpRequest, access: StaffAccess) -> HttpResponse:
    search, page = request.GET.get("q", "").strip()[:LONGEST_SEARCH], page_number(request)
    found, total = (
        find_customers(access, search, limit=A_PAGE, offset=(page - 1) * A_PAGE) if search else ([], 0)
    )
    context = {
        "customers": found,
        "total": total,
        "first": (page - 1) * A_PAGE + 1,
        "last": (page - 1) * A_PAGE + len(found),
        "search": search,
        "pager": make_pager(page, ceil(total / A_PAGE), f"?{urlencode({'q': search})}&page={{page}}"),
    }
    return TemplateResponse(request, "staff_site/customers.html", context)


def detail_page(request: HttpRequest, access: StaffAccess, key: str) -> HttpResponse:
    customer = find_customer(access, key)
    if customer is None:
        raise Http404
    context = {
        "customer": customer,
        "who": list_who(access, customer, now=times.now()),
        "looks": list_looks_of_all(access, customer, limit=LOOKS),
        "is_corporate": access.is_corporate,
    }
    return TemplateResponse(request, "staff_site/customer.html", context)
