"""Registering: first an address, then, by the link that was mailed to it, a user ID and a password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kajo.access.doors import signed_in
from kajo.access.models import User
from kajo.access.receiving import hash_of
from kajo.core import times
from kajo.core.functions import call
from kajo.registration.forms import WRITE_EMAIL
from kajo.registration.invited import JoinForm
from kajo.registration.limits import TOO_MANY, is_within
from kajo.registration.steps import steps_at
from kajo.ui.frame import Phone

LINK_HOLDS = timedelta(hours=24)


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We send a link to it. You go on from there."),
        max_length=254,
        error_messages={"required": WRITE_EMAIL, "invalid": WRITE_EMAIL},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "size": 40}),
    )


class RegisterForm(JoinForm):
    """A user for whoever holds the mailed link, and has accepted the terms; with a password or a passkey."""

    terms = forms.BooleanField(
        label=gettext_lazy("I accept the terms of use"),
        error_messages={"required": gettext_lazy("Accept the terms of use to go on.")},
    )

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.by_passkey = request.POST.get("instead") == "passkey"
        self.fields["password"].required = not self.by_passkey


def begin_page(request: HttpRequest) -> HttpResponse:
    """Say what to have at hand, and ask for an address. Every address gets the same answer."""
    if signed_in(request) is not None:
        return redirect("register-customer")
    form = AddressForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"].lower()
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
    if form.is_valid() and _register(request, token, form):
        return redirect("mfa_add_webauthn" if form.by_passkey else "register-customer")
    context = {"form": form, "email": email, "steps": steps_at(2)}
    return TemplateResponse(request, "registration/user.html", context)


def _register(request: HttpRequest, token: str, form: RegisterForm) -> bool:
    """Make the user and sign him in; what stands in the way becomes an error of the form."""
    given: dict[str, Any] = form.cleaned_data
    try:
        with transaction.atomic():
            user_id: int | None = call(
                "kajo_register",
                hash_of(token),
                given["username"],
                make_password(None if form.by_passkey else given["password"]),
                given["first_name"],
                given["last_name"],
                (get_language() or "fi")[:2],
                settings.ENV.terms_from,
                times.now(),
            )
    except IntegrityError:
        form.add_error("username", _("Somebody has this user ID. Choose another."))
        return False
    if user_id is None:
        form.add_error(None, _("The link has just been used. Sign in with the user ID that was made."))
        return False
    user = User.objects.get(pk=user_id)
    get_adapter().login(request, user)
    if form.by_passkey:  # whose passkey comes next: there is nothing yet by which to show oneself again
        record_authentication(request, user, "registration", reauthenticated=True)
    messages.success(request, _("Your user ID is %(username)s.") % {"username": user.username})
    return True
