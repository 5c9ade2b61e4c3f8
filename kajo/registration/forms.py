"""allauth's forms in Kajo's words: labels above, hints where they help, nothing inside the fields."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from allauth.account import forms as account
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WRITE_EMAIL = _("Write an e-mail address in the form name@example.com.")
PASSWORD_RULE = _("12 to 128 characters. A sentence of your own is easy to remember and hard to guess.")

# Apart from letters and their marks.
IN_NAMES = frozenset(" -'’´.,·")
OF_A_KEY = 2  # the statements by which allauth makes one that is good for these addresses of a user alone
LIKE_AN_ADDRESS = re.compile(r"\.\w{2,}|www", re.IGNORECASE)


def refuse_odd_name(name: str) -> None:
    """Refuse what is no person's name: it goes into mails to others, who would take it for our words.

    :raises ValidationError: when there are other characters than names have, or something like a link
    """
    is_odd = any(c not in IN_NAMES and unicodedata.category(c)[0] not in "LM" for c in name)
    if is_odd or LIKE_AN_ADDRESS.search(name):
        raise ValidationError(_("Write the name in letters alone."), code="odd_name")


class InOurWords:
    """Gives the fields the class's labels and hints, says what to write, and takes placeholders away."""

    LABELS: dict[str, Promise] = {}
    HINTS: dict[str, Promise] = {}
    MISSING: dict[str, Promise] = {
        "login": _("Write your user ID."),
        "email": WRITE_EMAIL,
        "password": _("Write your password."),
        "oldpassword": _("Write your present password."),
        "password1": _("Write a new password."),
        "password2": _("Write the new password again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined] # a form's
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.LABELS.get(name, field.label)
            field.help_text = self.HINTS.get(name, "")
            if name in self.MISSING:
                field.error_messages["required"] = self.MISSING[name]
            if name == "email":
                field.error_messages["invalid"] = WRITE_EMAIL


class SignInForm(InOurWords, account.LoginForm):  # type: ignore[misc] # allauth has no types
    LABELS = {"login": _("User ID"), "password": _("Password")}
    HINTS = {"login": _("Or the e-mail address that you have confirmed.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(
            autocomplete="username", autocapitalize="none", spellcheck="false"
        )

    def clean_login(self) -> str:
        """Take a user ID in the form in which it is kept, however the machine sends its letters."""
        login: str = super().clean_login()
        return unicodedata.normalize("NFKC", login)


class ResetForm(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    LABELS = {"email": _("E-mail address")}

    def clean_email(self) -> str:
        """Find whose proven address it is: allauth would mail a key to one that nobody has proven, too."""
        email: str = self.cleaned_data["email"].lower()
        proven = EmailAddress.objects.filter(email=email, verified=True, user__is_active=True)
        self.users = [address.user for address in proven.select_related("user")]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Mail the key, or that the address is not known. Both take as many statements, and so as long."""
        if not self.users:
            for _statement in range(OF_A_KEY):
                list(EmailAddress.objects.filter(user_id=0).values_list("email", flat=True))
        email: str = super().save(request, **kwargs)
        return email


class NewPasswordForm(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    LABELS = {"password1": _("New password"), "password2": _("New password again")}
    HINTS = {"password1": PASSWORD_RULE}


class FirstPasswordForm(InOurWords, account.SetPasswordForm):  # type: ignore[misc]
    LABELS = NewPasswordForm.LABELS
    HINTS = NewPasswordForm.HINTS


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    LABELS = {"oldpassword": _("Present password"), **NewPasswordForm.LABELS}
    HINTS = NewPasswordForm.HINTS


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    LABELS = {"password": _("Password")}
