"""How long a session lasts: so long without use, and so long in any case; shorter for staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from kajo.access.doors import signed_in
from kajo.core import times

BEGAN, USED = "session_began", "session_used"
BROWSER, NETWORK = "session_browser", "session_network"
A_MINUTE = 60
STAY_PATH = "/account/security/stay/"
LONGEST_BROWSER = 300


def end_old_sessions(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Sign out whoever's session has lasted too long, before the page is asked for."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        user = signed_in(request)
        if user is not None:
            now = int(times.now().timestamp())
            left = left_of(request, now, is_staff=user.is_staff)
            if left.seconds <= 0:
                logout(request)
            else:
                if not is_asking(request):
                    _note_use(request, now)
                    left = left_of(request, now, is_staff=user.is_staff)
                request.session_left = left  # type: ignore[attr-defined] # the frame of the page reads it
        response = get_response(request)
        if getattr(request, "has_proven", False):
            request.session.cycle_key()
        if getattr(request, "has_signed_out", False):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware


def begin(request: HttpRequest, address: str) -> None:
    """Keep what the user will know the session by: when, with which browser, from which network."""
    request.session[BROWSER] = request.headers.get("User-Agent", "")[:LONGEST_BROWSER]
    request.session[NETWORK] = network_of(address)
    _note_use(request, int(times.now().timestamp()))


def network_of(address: str) -> str:
    """Return the part of an address that names the operator's network; the rest would name the home."""
    known = ip_address(address)
    if known.version == 4:
        return address.rpartition(".")[0] + ".…"
    return ":".join(known.exploded.split(":")[:3]) + ":…"


def is_asking(request: HttpRequest) -> bool:
    """Tell whether an open page only asks how long the session goes on: that is no use of it."""
    return request.method == "GET" and request.path == STAY_PATH


@dataclass(frozen=True)
class Left:
    """How long a session goes on without use; `can_be_longer` tells whether use makes it longer."""

    seconds: int
    can_be_longer: bool


def left_of(request: HttpRequest, now: int, *, is_staff: bool) -> Left:
    """Return what is left of the session if it is used no more."""
    env = settings.ENV
    idle = env.staff_session_idle_minutes if is_staff else env.session_idle_minutes
    absolute = env.staff_session_absolute_hours if is_staff else env.session_absolute_hours
    by_use = request.session.get(USED, now) + idle * 60 - now
    by_age = request.session.get(BEGAN, now) + absolute * 3600 - now
    return Left(min(by_use, by_age), can_be_longer=by_use < by_age)


def _note_use(request: HttpRequest, now: int) -> None:
    """Note the time, but not more often than each minute: a session row is a write."""
    request.session.setdefault(BEGAN, now)
    if now - request.session.get(USED, 0) >= A_MINUTE:
        request.session[USED] = now
