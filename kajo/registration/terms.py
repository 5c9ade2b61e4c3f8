"""The terms of use in their present version: whoever has not accepted it is asked when landing."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kajo.access.models import User
from kajo.core import times
from kajo.core.functions import call


def must_accept(user: User) -> bool:
    """Tell whether the user behind the door has not accepted the terms that hold today; staff need not."""
    terms_from = settings.ENV.terms_from
    return not (user.is_staff or terms_from > times.today() or call("kajo_has_accepted", terms_from))


def terms_page(request: HttpRequest) -> HttpResponse:
    """Ask to accept the terms; the acceptance is kept with their version."""
    terms_from = settings.ENV.terms_from
    if request.method == "POST":
        call("kajo_accept_terms", terms_from, times.now())
        return redirect("home")
    return TemplateResponse(request, "registration/terms.html", {"terms_from": terms_from})
