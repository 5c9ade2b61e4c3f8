"""Where one lands after signing in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kajo.access.doors import signed_in
from kajo.access.inviting import list_own_firms
from kajo.access.policy import list_choices
from kajo.access.receiving import list_received
from kajo.core import times
from kajo.registration.terms import must_accept
from kajo.ui.frame import Phone


def home_page(request: HttpRequest) -> HttpResponse:
    """Lead to the one customer, or to the list of several; staff to their site."""
    user = signed_in(request)
    if user and must_accept(user):
        return redirect("accept-terms")
    if user and any(right.is_waiting for right in list_received(now=times.now())):
        return redirect("received-rights")
    known = list_choices(request.user.pk or 0, limit=1, now=times.now())
    if known.total == 1:
        return redirect("customer:front", customer=known.choices[0].key)
    if known.total:
        return redirect("customers")
    if user and user.is_staff:
        return redirect("staff:look-up")
    corporate = Phone(settings.ENV.corporate_phone)
    context = {"firms": list_own_firms(now=times.now()), "corporate": corporate}
    return TemplateResponse(request, "registration/no_customers.html", context)
