"""Browsers that somebody has signed in with before: other people's wrong tries do not keep them out.

A signed cookie names the browser and who has signed in with it. Wrong tries from such a browser are counted
by themselves, all others by the account. So whoever guesses from elsewhere slows down only elsewhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from kajo.access.models import User

A_YEAR = 365 * 24 * 3600
SALT = "kajo.registration.devices"
MOST_USERS = 8


def note_sign_in(request: HttpRequest, user: User) -> None:
    """Let the answer to this request make the browser one that the user is known by."""
    request.known_by = user.pk  # type: ignore[attr-defined] # read by remember_device


def device_of(request: HttpRequest, user: User) -> str:
    """Return the name of the browser if the user has signed in with it before, else nothing."""
    device, users = _read(request)
    return device if user.pk in users else ""


def remember_device(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: after a sign-in, or a new password by a mailed link, write the cookie."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        user_id: int | None = getattr(request, "known_by", None)
        if user_id is not None:
            device, users = _read(request)
            known = [user_id, *(other for other in users if other != user_id)][:MOST_USERS]
            response.set_cookie(
                settings.DEVICE_COOKIE_NAME,
                signing.dumps([device or secrets.token_hex(8), known], salt=SALT),
                max_age=A_YEAR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware


def _read(request: HttpRequest) -> tuple[str, list[int]]:
    try:
        device, users = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=A_YEAR
        )
    except signing.BadSignature:
        return "", []
    return device, users
