"""Registering: first an address, then, by the link that was mailed to it, a user ID and a password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy

from kajo.access.doors import signed_in
from kajo.access.receiving import hash_of
from kajo.core import times
from kajo.core.functions import call
from kajo.registration.address_field import AddressField
from kajo.registration.invited import JoinForm, go_on, join
from kajo.registration.limits import TOO_MANY, is_within
from kajo.registration.steps import steps_at
from kajo.ui.frame import Phone

LINK_HOLDS = timedelta(hours=24)


class LinkUsed(Exception):
    """The mailed link has made a user before."""


class AddressForm(forms.Form):
    email = AddressField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We send a link to it. You go on from there."),
    )


class RegisterForm(JoinForm):
    """A user for whoever holds the mailed link, and has accepted the terms."""

    terms = forms.BooleanField(
        label=gettext_lazy("I accept the terms of use"),
        error_messages={"required": gettext_lazy("Accept the terms of use to go on.")},
    )


def begin_page(request: HttpRequest) -> HttpResponse:
    """Say what to have at hand, and ask for an address. Every address gets the same answer."""
    if signed_in(request) is not None:
        return redirect("register-customer")
    form = AddressForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if is_within(request, "register", key=email):
            now = times.now()
            call("kajo_sign_up", email, (get_language() or "fi")[:2], now + LINK_HOLDS, now)
            return redirect("register-sent")
        form.add_error(None, TOO_MANY)
    context = {"form": form, "steps": steps_at(1), "corporate": Phone(settings.ENV.corporate_phone)}
    return TemplateResponse(request, "registration/begin.html", context)


def sent_page(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way, whosever the address is."""
    return TemplateResponse(request, "registration/sent.html", {"steps": steps_at(1)})


def user_page(request: HttpRequest, token: str) -> HttpResponse:
    """Let the holder of a mailed link choose a user ID and a password."""
    if signed_in(request) is not None:
        return redirect("register-customer")
    email: str | None = call("kajo_find_sign_up", hash_of(token), times.now())
    if email is None:
        return TemplateResponse(request, "registration/link_over.html", status=404)
    form = RegisterForm(request, email=email)
    if form.is_valid() and join(request, token, form, make=_make, gone=LinkUsed):
        return go_on(form, "register-customer")
    context = {"form": form, "email": email, "steps": steps_at(2)}
    return TemplateResponse(request, "registration/user.html", context)


def _make(token: str, **facts: Any) -> int:
    """Make the user, who has accepted the terms that hold.

    :raises LinkUsed: when the link has made one
    """
    given = [facts[name] for name in ("username", "password_hash", "first_name", "last_name", "language")]
    user_id: int | None = call("kajo_register", hash_of(token), *given, settings.ENV.terms_from, facts["now"])
    if user_id is None:
        raise LinkUsed
    return user_id
