"""Whether whoever is signed in has just come, and where he shows himself again if not."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from kajo.core import times
from kajo.registration import sessions

JUST_NOW_SECONDS = 600


def has_just_come(request: HttpRequest) -> bool:
    """Tell whether whoever is signed in has signed in, or shown himself again, a moment ago.

    Else a browser left open would do for changing by whom the user signs in, for good. Whoever has nothing
    to show has just come only by signing in: allauth takes him for one who has always just shown it.
    """
    age = times.now().timestamp() - request.session.get(sessions.BEGAN, 0)
    return age < JUST_NOW_SECONDS or (has_something_to_show(request) and did_recently_reauthenticate(request))


def has_something_to_show(request: HttpRequest) -> bool:
    """Tell whether whoever is signed in has a password, or a second step, by which to show himself again."""
    return bool(get_reauthentication_flows(request.user))


def ask_who_it_is(then: str) -> HttpResponse:
    """Lead to showing oneself again, and then to the page."""
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': then})}")
