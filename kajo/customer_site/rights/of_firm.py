"""What a firm was let have, for whoever administers it: look through it, and give a customer's data back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from kajo.access.receiving import find_firm_right, list_firm_rights
from kajo.core import times
from kajo.customer_site.customers.home import A_PAGE, search_of
from kajo.customer_site.firms import get_firm
from kajo.customer_site.rights.received import answer_give_back
from kajo.ui.parts import list_parts, page_number


def list_page(request: HttpRequest, firm: str) -> HttpResponse:
    own, search, page = get_firm(firm), search_of(request), page_number(request)
    href, offset = f"?{urlencode({'q': search})}&page={{page}}", (page - 1) * A_PAGE
    rows, total = list_firm_rights(own.key, search=search, limit=A_PAGE, offset=offset, now=times.now())
    context = {
        "firm": own,
        "rows": rows,
        "search": search,
        **list_parts(page, a_page=A_PAGE, shown=len(rows), total=total, href=href),
    }
    return TemplateResponse(request, "customer_site/firms/rights.html", context)


def give_back_page(request: HttpRequest, firm: str, key: str) -> HttpResponse:
    own = get_firm(firm)
    right = find_firm_right(own.key, key, now=times.now())
    if right is None:
        raise Http404
    return answer_give_back(request, right, back=reverse("firm-rights", args=[own.key]), firm=own)
