"""Finding customers, and what customer service sees of one: owners, rights and looks."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kajo.access.estates import CannotReview, mark_estate, review
from kajo.access.page_words import page_words
from kajo.access.policy import StaffAccess
from kajo.access.staff_customers import (
    FoundCustomer,
    find_customer,
    find_customers,
    list_looks_of_all,
    list_who,
)
from kajo.core import times
from kajo.notifications.choosing import stop_marketing
from kajo.ui.parts import list_parts, page_number

A_PAGE = 50
LONGEST_SEARCH = 100
LOOKS = 50


def list_page(request: HttpRequest, access: StaffAccess) -> HttpResponse:
    search, page = request.GET.get("q", "").strip()[:LONGEST_SEARCH], page_number(request)
    found, total = (
        find_customers(access, search, limit=A_PAGE, offset=(page - 1) * A_PAGE) if search else ([], 0)
    )
    href = f"?{urlencode({'q': search})}&page={{page}}"
    context = {
        "customers": found,
        "search": search,
        **list_parts(page, a_page=A_PAGE, shown=len(found), total=total, href=href),
    }
    return TemplateResponse(request, "staff_site/customers.html", context)


def detail_page(request: HttpRequest, access: StaffAccess, key: str) -> HttpResponse:
    customer = get_customer(access, key)
    context = {
        "customer": customer,
        "who": list_who(access, customer, now=times.now()),
        "looks": [(look, page_words(look.page)) for look in list_looks_of_all(access, customer, limit=LOOKS)],
        "is_corporate": access.is_corporate,
    }
    return TemplateResponse(request, "staff_site/customer.html", context)


def estate_page(request: HttpRequest, access: StaffAccess, key: str) -> HttpResponse:
    """Mark the customer as a death estate, or take the mark back; asked once more before it is done."""
    customer = get_customer(access, key)
    if request.method != "POST":
        return TemplateResponse(request, "staff_site/estate.html", {"customer": customer})
    now = times.now()
    is_estate = request.POST.get("deed") == "mark"
    count = mark_estate(access, customer, is_estate=is_estate, now=now)
    if count is None:
        messages.warning(request, _("Somebody has just done it."))
    elif is_estate:
        stop_marketing(access, customer.key, now=now)
        said = ngettext(
            "Marked as a death estate. %(n)s right waits for a review, and nothing is marketed.",
            "Marked as a death estate. %(n)s rights wait for a review, and nothing is marketed.",
            count,
        )
        messages.success(request, said % {"n": count})
    else:
        messages.success(request, _("No longer marked as a death estate. The paused rights go on."))
    return redirect("staff:customer", key=customer.key)


def review_page(request: HttpRequest, access: StaffAccess, key: str) -> HttpResponse:
    """Let a paused right of a death estate go on, or end it."""
    customer = get_customer(access, key)
    if request.method == "POST":
        resumes = request.POST.get("deed") == "resume"
        try:
            review(access, customer, request.POST.get("grant", "")[:10], resumes=resumes, now=times.now())
        except CannotReview:
            messages.warning(request, _("The right waits for no review any more."))
        else:
            messages.success(request, _("The right goes on.") if resumes else _("The right has ended."))
    return redirect("staff:customer", key=customer.key)


def get_customer(access: StaffAccess, key: str) -> FoundCustomer:
    """Return the customer.

    :raises Http404: when there is none
    """
    customer = find_customer(access, key)
    if customer is None:
        raise Http404
    return customer
