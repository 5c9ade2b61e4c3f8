"""Sign-in and security: everything about how one signs in, under one's own user ID."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kajo.core import times
from kajo.registration.own_sessions import end_other_sessions, end_session, list_own_sessions


def security_page(request: HttpRequest) -> HttpResponse:
    context = {"sessions": list_own_sessions(request, now=times.now())}
    return TemplateResponse(request, "registration/security.html", context)


def end_session_page(request: HttpRequest, session: str) -> HttpResponse:
    """End one session; another's is as little there as one that has ended."""
    if request.method != "POST":
        raise Http404
    if end_session(session):
        messages.success(request, _("That device is signed out."))
    else:
        messages.info(request, _("That device was signed out already."))
    return redirect("security")


def end_others_page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    ended = end_other_sessions(request)
    told = ngettext("%(n)s other device is signed out.", "%(n)s other devices are signed out.", ended)
    messages.success(request, told % {"n": ended} if ended else _("You were signed in here only."))
    return redirect("security")
