"""The user ID: what it may be, and telling it to somebody who has forgotten it."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from kajo.access.doors import signed_in
from kajo.registration.forms import WRITE_EMAIL


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={"required": WRITE_EMAIL, "invalid": WRITE_EMAIL},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "size": 40}),
    )


def forgotten_page(request: HttpRequest) -> HttpResponse:
    """Ask for an address and mail the user IDs that it is proven for. Every address gets the same answer."""
    if signed_in(request) is not None:
        return redirect("home")
    form = ForgottenForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"].lower()
        refused: HttpResponse | None = ratelimit.consume_or_429(request, action="reset_password", key=email)
        if refused is not None:
            return refused
        tell_user_ids(email)
        messages.success(
            request,
            _("If the address belongs to a user ID, we have sent the user ID to it. See the junk mail too."),
        )
        return redirect("account_login")
    return TemplateResponse(request, "registration/forgotten_user_id.html", {"form": form})


def tell_user_ids(email: str) -> None:
    """Mail each user whose proven address it is; an address of nobody's is told that it is not known.

    So there is a mail to send in any case, and how long the answer takes does not tell. Addresses are kept in
    small letters and compared as they are: PostgreSQL's own comparison takes ſ for s and ı for i, and each
    spelling would have a limit of its own.
    """
    proven = EmailAddress.objects.filter(email=email, verified=True).select_related("user").order_by("pk")
    for address in proven:
        get_adapter().send_mail("account/email/user_id", address.email, {"user": address.user})
    if not proven:
        get_adapter().send_mail("account/email/unknown_account", email, {})
