"""The language of the pages: kept in a cookie, and with the user who has signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from kajo.access.doors import signed_in
from kajo.access.models import User

A_YEAR = 365 * 24 * 3600


def language_page(request: HttpRequest) -> HttpResponse:
    """Change the language and go back to the page one came from, if it is ours."""
    asked_next = request.POST.get("next", "/")
    ours = url_has_allowed_host_and_scheme(
        asked_next, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(asked_next if ours else "/")
    chosen = request.POST.get("language", "")
    if request.method != "POST" or chosen not in dict(settings.LANGUAGES):
        return response
    user = signed_in(request)
    if user is not None:
        User.objects.filter(pk=user.pk).update(language=chosen)
    keep_language(response, chosen)
    return response


def keep_language(response: HttpResponseBase, language: str) -> None:
    """Let the browser remember the language of the pages."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
