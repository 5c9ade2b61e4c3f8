"""Sign-in and security: everything about how one signs in, under one's own user ID."""

from __future__ import annotations

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kajo.access.doors import signed_in
from kajo.core import times
from kajo.registration.factors import has_shown_a_second_step, list_factors, must_have_a_second_step
from kajo.registration.identifications import find_identification, forget_identification
from kajo.registration.just_come import ask_who_it_is, has_just_come, has_something_to_show
from kajo.registration.own_sessions import end_other_sessions, end_session, list_own_sessions
from kajo.registration.protocol import can_identify
from kajo.registration.sessions import Left


def security_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    assert user is not None  # noqa: S101 the door has seen to it
    factors = list_factors(user)
    context = {
        "sessions": list_own_sessions(request, now=times.now()),
        "factors": factors,
        "identification": find_identification(),
        "codes_in_all": app_settings.RECOVERY_CODE_COUNT,
        "must_add": must_have_a_second_step(user) and not has_shown_a_second_step(request, user),
    }
    return TemplateResponse(request, "registration/security.html", context)


def stay_page(request: HttpRequest) -> HttpResponse:
    """Tell an open page how long the session goes on; a POST is use, and so makes it longer."""
    if "text/html" in request.headers.get("Accept", ""):
        return redirect("security")  # somebody has typed the address
    left: Left = request.session_left  # type: ignore[attr-defined] # set by sessions.end_old_sessions
    return JsonResponse({"seconds": left.seconds, "canBeLonger": left.can_be_longer})


def back_page(request: HttpRequest) -> HttpResponse:
    """Where allauth has lists of its own, this is the list."""
    return redirect("security")


def remove_passkey_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Let allauth remove it, unless the user needs it: as his second step, or in the place of a password."""
    user = signed_in(request)
    assert user is not None  # noqa: S101 the door has seen to it
    passkey = Authenticator.objects.filter(user=user, pk=pk, type=Authenticator.Type.WEBAUTHN).first()
    if passkey is not None and not get_adapter().can_delete_authenticator(passkey):
        messages.error(request, get_adapter().error_messages["cannot_delete_authenticator"])
        return redirect("security")
    if passkey is not None and not user.has_usable_password() and len(list_factors(user).passkeys) == 1:
        messages.error(request, _("You sign in with this passkey alone. Choose a password, then remove it."))
        return redirect("security")
    response: HttpResponse = remove_webauthn(request, pk=pk)
    return response


def nothing_to_show_page(request: HttpRequest) -> HttpResponse:
    """Say how whoever has neither password nor passkey gets a password: by mail, or by the bank."""
    if has_something_to_show(request):
        return redirect("security")
    has_bank = can_identify() and find_identification() is not None
    return TemplateResponse(request, "registration/nothing_to_show.html", {"has_bank": has_bank})


def forget_identification_page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and not has_just_come(request):
        return ask_who_it_is(reverse("security"))
    if request.method == "POST" and forget_identification(now=times.now()):
        messages.success(request, _("The identification is removed. You no longer sign in by it."))
    return redirect("security")


def end_session_page(request: HttpRequest, session: str) -> HttpResponse:
    """End one session; another's is as little there as one that has ended."""
    if request.method != "POST":
        return redirect("security")
    if end_session(session):
        messages.success(request, _("That device is signed out."))
    else:
        messages.info(request, _("That device was signed out already."))
    return redirect("security")


def end_others_page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("security")
    ended = end_other_sessions(request)
    told = ngettext("%(n)s other device is signed out.", "%(n)s other devices are signed out.", ended)
    messages.success(request, told % {"n": ended} if ended else _("You were signed in here only."))
    return redirect("security")
