"""Error pages: whoever has signed in finds the main links there too.

What a 404 shows hangs on the user and on a customer that the door had let in to, never on whether another's
page is there.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

from kajo.access.doors import signed_in
from kajo.access.wall import behind_the_wall

ErrorPage = Callable[..., HttpResponse]


def _error_page(template: str, status: int) -> ErrorPage:
    def page(request: HttpRequest, *_why: Any, **_more: Any) -> HttpResponse:
        request.resolver_match = None  # no main link leads here
        user = signed_in(request) if hasattr(request, "user") else None
        if user is None:
            return render(request, template, status=status)
        with behind_the_wall(user.pk, read_only=True):
            return render(request, template, status=status)

    return page


odd_request = _error_page("400.html", 400)
forbidden = _error_page("403.html", 403)
stale_form = _error_page("403_csrf.html", 403)
not_found = _error_page("404.html", 404)
too_large = _error_page("413.html", 413)
_failed = _error_page("500.html", 500)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer with the links when the door had let somebody in; else without: the database may have failed."""
    if hasattr(request, "access"):
        with suppress(Exception):  # this page fails for no reason at all
            return _failed(request)
    return server_error(request)
