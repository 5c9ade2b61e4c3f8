"""The list of customers that a user may open, for those who have many."""

from __future__ import annotations

from math import ceil
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kajo.access import policy
from kajo.access.doors import signed_in
from kajo.core import times
from kajo.ui.parts import make_pager, page_number

A_PAGE = 50
LONGEST_SEARCH = 100


def list_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    user_id = user.pk if user else 0
    search = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    page = page_number(request)
    known = policy.list_choices(
        user_id, search=search, limit=A_PAGE, offset=(page - 1) * A_PAGE, now=times.now()
    )
    first = (page - 1) * A_PAGE + 1
    return TemplateResponse(
        request,
        "customer_site/customers.html",
        {
            "choices": known.choices,
            "total": known.total,
            "first": first,
            "last": first + len(known.choices) - 1,
            "search": search,
            "pager": make_pager(
                page, ceil(known.total / A_PAGE), f"?{urlencode({'q': search})}&page={{page}}"
            ),
        },
    )
