"""The gate: who sees others' data by profession goes no further than to adding a second step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from kajo.access.doors import PublicDoor, VendorDoor, signed_in
from kajo.registration.factors import has_shown_a_second_step, must_have_a_second_step

OPEN = ("security", "mfa_")  # how the names of the pages begin where second steps are added


def ask_for_second_step(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: lead to the security page whoever must show a second step and has not."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    middleware.process_view = _look  # type: ignore[attr-defined] # Django looks for it there
    return middleware


def _look(request: HttpRequest, page: Any, args: Any, parts: Any) -> HttpResponse | None:
    user = signed_in(request)
    if user is None or isinstance(page, PublicDoor | VendorDoor) or page.name.startswith(OPEN):
        return None
    if not must_have_a_second_step(user) or has_shown_a_second_step(request, user):
        return None
    return redirect("security")
