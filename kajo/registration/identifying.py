"""Identifying oneself with a bank: the way there, and what comes of it.

Both pages wait for somebody else's server, so they run in no transaction of a door's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kajo.access.doors import as_oneself, signed_in
from kajo.access.models import User
from kajo.core import times
from kajo.registration.factors import IDENTIFICATION
from kajo.registration.identifications import (
    AnotherPerson,
    OtherUserId,
    find_user_id,
    identify,
    is_identified,
)
from kajo.registration.just_come import ask_who_it_is, has_just_come
from kajo.registration.limits import is_within
from kajo.registration.protocol import (
    Asked,
    CannotIdentify,
    Identified,
    Refusal,
    ask,
    can_identify,
    read,
    take_asked,
)
from kajo.registration.proving import keep_identified

DIGEST = re.compile(r"[0-9a-f]{64}")
STATUSES = {Refusal.CANCELLED: 200, Refusal.DOWN: 503, Refusal.TOO_MANY: 429}


def identify_page(request: HttpRequest, way: str) -> HttpResponse:
    """Lead to the bank, for one of the ways of using what it says."""
    if not can_identify() or way not in WAYS:
        raise Http404
    user = signed_in(request)
    if way in OF_USERS and user is None:
        return redirect_to_login(request.get_full_path())
    if way == "sign-in" and user is not None:
        return redirect("home")
    if way == "customer" and not has_just_come(request):
        return ask_who_it_is(request.get_full_path())
    asked_next, about = request.GET.get("next", ""), request.GET.get("about", "")
    next_url = asked_next if get_adapter().is_safe_url(asked_next) else ""
    try:
        if not is_within(request, "identify"):
            raise CannotIdentify(Refusal.TOO_MANY)
        return ask(request, way, next_url=next_url, about=about if DIGEST.fullmatch(about) else "")
    except CannotIdentify as refused:
        return _refused(request, refused.why, way, next_url, about)


def identified_page(request: HttpRequest) -> HttpResponse:
    """Read the bank's answer, and do what it was asked for."""
    if not can_identify():
        raise Http404
    try:
        asked = take_asked(request)
    except CannotIdentify as refused:
        return _refused(request, refused.why)
    try:
        if asked.user_id != (request.user.pk or 0):
            raise CannotIdentify(Refusal.LOST)
        if asked.way == "customer" and not has_just_come(request):
            return ask_who_it_is(_to_bank(asked.way, asked.next, asked.about))
        return WAYS[asked.way](request, asked, read(request, asked))
    except CannotIdentify as refused:
        return _refused(request, refused.why, asked.way, asked.next, asked.about)


def _join(request: HttpRequest, asked: Asked, who: Identified) -> HttpResponse:
    """Keep whose user ID it is, and lead to the customers that are his."""
    answer = redirect(asked.next or "register-customer")
    try:
        with as_oneself(request):
            joined = identify(who, now=times.now())
    except OtherUserId as other:
        said = _("You have identified yourself with the user ID %(username)s before. Sign in with that one.")
        messages.error(request, said % {"username": other})
        return answer
    except AnotherPerson:
        messages.error(request, Refusal.ANOTHER.label)
        return answer
    if not joined:
        messages.info(
            request,
            _(
                "You are identified. Our customer register has no other customer with your identity code. "
                "If it should have one, write the numbers of an invoice, or call us."
            ),
        )
        return answer
    said = ngettext("%(n)s customer is joined to you.", "%(n)s customers are joined to you.", len(joined))
    messages.success(request, said % {"n": len(joined)})
    return redirect("customer:front", customer=joined[0]) if len(joined) == 1 else redirect("customers")


def _sign_in(request: HttpRequest, asked: Asked, who: Identified) -> HttpResponse:
    """Sign in whoever has identified himself before: that is as much as a password and a second step."""
    user = _user_of(who)
    if user is None:
        return TemplateResponse(request, "registration/identification_unknown.html")
    get_adapter().login(request, user)
    record_authentication(request, user, IDENTIFICATION)
    answer: HttpResponse = get_adapter().post_login(
        request,
        user,
        email_verification="",
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=asked.next or None,
    )
    return answer


def _choose_password(request: HttpRequest, asked: Asked, who: Identified) -> HttpResponse:
    """Lead to the page of a mailed link for a new password."""
    user = _user_of(who)
    if user is None:
        return TemplateResponse(request, "registration/identification_unknown.html")
    key = default_token_generator.make_token(user)
    return redirect("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=key)


def _prove(request: HttpRequest, asked: Asked, who: Identified) -> HttpResponse:
    """Go back to the deed, which the user now need not prove otherwise."""
    with as_oneself(request) as user:
        if user is None or not is_identified(who, now=times.now()):
            raise CannotIdentify(Refusal.ANOTHER)
    keep_identified(request, user, about=asked.about)
    return redirect(asked.next or "home")


WAYS: Mapping[str, Callable[[HttpRequest, Asked, Identified], HttpResponse]] = {
    "customer": _join,
    "sign-in": _sign_in,
    "password": _choose_password,
    "proof": _prove,
}
OF_USERS = ("customer", "proof")
STARTS = {
    "customer": "register-customer",
    "sign-in": "account_login",
    "password": "account_reset_password",
    "proof": "home",
}

urlpatterns = [
    path("identify/<slug:way>/", identify_page, name="identify"),
    path("identified/", identified_page, name="identified"),
]


def _user_of(who: Identified) -> User | None:
    found = find_user_id(who, now=times.now())
    return User.objects.get(pk=found) if found else None


def _to_bank(way: str, next_url: str, about: str) -> str:
    query = urlencode({name: value for name, value in (("next", next_url), ("about", about)) if value})
    return f"{reverse('identify', args=[way])}?{query}"


def _refused(
    request: HttpRequest, why: Refusal, way: str = "sign-in", next_url: str = "", about: str = ""
) -> HttpResponse:
    """Say what went wrong, and lead back or to another try."""
    context = {
        "why": why.label,
        "again": _to_bank(way, next_url, about),
        "back": next_url or reverse(STARTS[way]),
    }
    status = STATUSES.get(why, 400)
    return TemplateResponse(request, "registration/identification_failed.html", context, status=status)
