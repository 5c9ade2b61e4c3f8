"""allauth's forms of second steps in Kajo's words. A passkey always does without the password."""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kajo.registration.forms import InOurWords

LONGEST_CREDENTIAL, LONGEST_NAME = 20_000, 60
# What reading somebody's own idea of a passkey raises.
ODD = (AttributeError, IndexError, KeyError, TypeError, ValueError)
NOT_USED = _("The passkey was not used. Try again, or choose another way.")
CODE: dict[str, Promise] = {"code": _("Write the code.")}


class CodeForm(InOurWords, base.AuthenticateForm):  # type: ignore[misc] # allauth has no types
    LABELS = {"code": _("Code of the authenticator app, or a recovery code")}
    MISSING = CODE


class ReauthenticateCodeForm(InOurWords, base.ReauthenticateForm):  # type: ignore[misc]
    LABELS = CodeForm.LABELS
    MISSING = CODE


class AppForm(InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    LABELS = {"code": _("Code that the app shows")}
    MISSING = CODE


class PasskeyForm(InOurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    LABELS = {"name": _("Name of the passkey")}
    HINTS = {"name": _("So that you know it from others.")}
    MISSING = {"credential": NOT_USED}

    passwordless = None
    name = forms.CharField(required=False, max_length=LONGEST_NAME)

    def clean_credential(self) -> Any:
        """Refuse what is too long to be one, or holds what the database cannot."""
        text = json.dumps(self.cleaned_data["credential"])
        if len(text) > LONGEST_CREDENTIAL or "\\u0000" in text:
            raise forms.ValidationError(NOT_USED)
        return self.cleaned_data["credential"]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        try:
            cleaned: dict[str, Any] = super().clean()
        except ODD as error:
            raise forms.ValidationError(NOT_USED) from error
        return cleaned


class PasskeyNameForm(InOurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    LABELS = {"name": _("Name of the passkey")}
    MISSING = {"name": _("Write a name.")}

    name = forms.CharField(max_length=LONGEST_NAME)


class UsesPasskey:
    """Reads what a browser answers as a passkey; anything odd is a passkey that was not used."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc] # a form's
        except ODD as error:
            raise get_adapter().validation_error("incorrect_code") from error


class SignInPasskeyForm(UsesPasskey, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class StepPasskeyForm(UsesPasskey, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class ReauthenticatePasskeyForm(UsesPasskey, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass
