"""An invitation to have a user ID: the holder of the link makes one, or comes into a firm with the old."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kajo.access.doors import signed_in
from kajo.access.inviting import (
    CannotInvite,
    LastAdministrator,
    OpenInvite,
    accept_invite,
    find_invite,
    join_by_invite,
)
from kajo.core import times
from kajo.registration.invited import JoinForm, go_on, join


def welcome_page(request: HttpRequest, token: str) -> HttpResponse:
    """Lead the holder of a mailed link to a user ID, old or new, and into the firm."""
    invite = find_invite(token, now=times.now())
    if invite is None:
        return TemplateResponse(request, "registration/welcome_over.html", status=404)
    if signed_in(request) is not None:
        return _as_a_user(request, token, invite)
    if invite.has_account:
        sign_in = f"{reverse('account_login')}?next={reverse('welcome', args=[token])}"
        context = {"invite": invite, "sign_in": sign_in}
        return TemplateResponse(request, "registration/welcome.html", context)
    known = {"first_name": invite.first_name, "last_name": invite.last_name}
    form = JoinForm(request, email=invite.email, initial=known)
    if form.is_valid() and join(request, token, form, make=join_by_invite, gone=CannotInvite):
        return go_on(form, "home")
    return TemplateResponse(request, "registration/welcome.html", {"invite": invite, "form": form})


def _as_a_user(request: HttpRequest, token: str, invite: OpenInvite) -> HttpResponse:
    if not invite.is_mine:
        return TemplateResponse(request, "registration/invitation_of_another.html")
    if request.method == "POST":
        try:
            accept_invite(token, now=times.now())
        except CannotInvite:
            return TemplateResponse(request, "registration/welcome_over.html", status=404)
        except LastAdministrator:
            messages.warning(request, _("The firm needs somebody who administers it until further notice."))
            return redirect("home")
        if invite.firm:
            messages.success(request, _("You act for %(firm)s now.") % {"firm": invite.firm})
        return redirect("home")
    return TemplateResponse(request, "registration/welcome.html", {"invite": invite, "accepts": True})
