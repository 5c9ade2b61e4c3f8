"""An invitation: who holds the mailed link opens or declines the right, with a user ID old or new."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kajo.access.doors import signed_in
from kajo.access.models import User
from kajo.access.receiving import (
    CannotAnswer,
    Invitation,
    decline_invitation,
    find_invitation,
    find_received,
    join_by_invitation,
)
from kajo.access.register import LONGEST_USER_ID, is_free, is_readable
from kajo.core import times
from kajo.registration.forms import PASSWORD_RULE, refuse_odd_name
from kajo.registration.limits import TOO_MANY, is_within


class JoinForm(forms.Form):
    """A user for somebody whose address the mailed link has proven, with a password or a passkey."""

    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=70,
        validators=[refuse_odd_name],
        error_messages={"required": gettext_lazy("Write your first name.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"),
        max_length=70,
        validators=[refuse_odd_name],
        error_messages={"required": gettext_lazy("Write your last name.")},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    username = forms.CharField(
        label=gettext_lazy("User ID"),
        help_text=gettext_lazy("A word of your own, or your e-mail address. You sign in with it."),
        max_length=LONGEST_USER_ID,
        error_messages={"required": gettext_lazy("Choose a user ID.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=PASSWORD_RULE,
        strip=False,
        max_length=1000,
        error_messages={"required": gettext_lazy("Write a new password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, request: HttpRequest, *, email: str, **kwargs: Any) -> None:
        super().__init__(request.POST or None, **kwargs)
        self.request, self.email = request, email
        self.by_passkey = request.POST.get("instead") == "passkey"
        self.fields["password"].required = not self.by_passkey

    def clean_username(self) -> str:
        """Look whether the user ID can be had; counted, since the answer tells whether somebody has it."""
        username = unicodedata.normalize("NFKC", self.cleaned_data["username"])
        if not is_within(self.request, "join"):
            raise forms.ValidationError(TOO_MANY)
        if not is_readable(username) or ("@" in username and username.lower() != self.email):
            raise forms.ValidationError(
                _(
                    "A user ID is a word of Latin letters (å, ä and ö too), digits and . _ - +,"
                    " or your own e-mail address."
                )
            )
        if not is_free(username):
            raise forms.ValidationError(_("Somebody has this user ID. Choose another."))
        return username

    def clean(self) -> dict[str, Any] | None:
        found = super().clean()
        known = {name: self.cleaned_data.get(name, "") for name in ("username", "first_name", "last_name")}
        if self.cleaned_data.get("password"):
            try:
                validate_password(self.cleaned_data["password"], User(email=self.email, **known))
            except forms.ValidationError as refused:
                self.add_error("password", refused)
        return found


def invitation_page(request: HttpRequest, token: str) -> HttpResponse:
    """Lead the holder of a mailed link to what he was given."""
    invitation = find_invitation(token, now=times.now())
    if invitation is None:
        return TemplateResponse(request, "registration/invitation_over.html", status=404)
    user = signed_in(request)
    if user is not None:
        if find_received(invitation.key, now=times.now()) is None:
            return TemplateResponse(request, "registration/invitation_of_another.html")
        return redirect("received-right", key=invitation.key)
    if request.method == "POST" and request.POST.get("deed") == "decline":
        return _decline(request, token, invitation)
    if invitation.has_account:
        sign_in = f"{reverse('account_login')}?next={reverse('received-right', args=[invitation.key])}"
        context = {"invitation": invitation, "sign_in": sign_in}
        return TemplateResponse(request, "registration/invitation.html", context)
    form = JoinForm(request, email=invitation.email)
    if form.is_valid() and join(request, token, form, make=join_by_invitation, gone=CannotAnswer):
        return go_on(form, "received-right", key=invitation.key)
    return TemplateResponse(request, "registration/invitation.html", {"invitation": invitation, "form": form})


def _decline(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    try:
        decline_invitation(token, now=times.now())
    except CannotAnswer:
        return TemplateResponse(request, "registration/invitation_over.html", status=404)
    return TemplateResponse(request, "registration/invitation_declined.html", {"invitation": invitation})


def join(
    request: HttpRequest, token: str, form: JoinForm, *, make: Callable[..., int], gone: type[Exception]
) -> bool:
    """Make the user and sign him in; what stands in the way becomes an error of the form.

    :param make: makes the user of the token's holder and returns its id, or raises `gone` when it is used up
    """
    given = form.cleaned_data
    try:
        with transaction.atomic():
            user_id = make(
                token,
                username=given["username"],
                password_hash=make_password(None if form.by_passkey else given["password"]),
                first_name=given["first_name"],
                last_name=given["last_name"],
                language=(get_language() or "fi")[:2],
                now=times.now(),
            )
    except IntegrityError:
        form.add_error("username", _("Somebody has this user ID. Choose another."))
    except gone:
        form.add_error(None, _("The link has just been used. Sign in with the user ID that was made."))
    else:
        user = User.objects.get(pk=user_id)
        get_adapter().login(request, user)
        if form.by_passkey:  # which comes next: there is nothing yet by which to show oneself again
            record_authentication(request, user, "registration", reauthenticated=True)
        messages.success(request, _("Your user ID is %(username)s.") % {"username": user.username})
    return form.is_valid()


def go_on(form: JoinForm, to: str, **parts: Any) -> HttpResponse:
    """Lead the new user to the page, or first to adding the passkey that takes the place of a password."""
    return redirect("mfa_add_webauthn") if form.by_passkey else redirect(to, **parts)
