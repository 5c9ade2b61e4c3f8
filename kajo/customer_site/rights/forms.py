"""The forms of giving an access right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WRITE_EMAIL = gettext_lazy("Write an e-mail address in the form name@example.com.")


class WhoForm(forms.Form):
    """Step 3: to whom."""

    email = forms.EmailField(
        label=gettext_lazy("The receiver's e-mail address"),
        help_text=gettext_lazy("We send a message there. The right holds when the receiver has opened it."),
        max_length=254,
        error_messages={"required": WRITE_EMAIL, "invalid": WRITE_EMAIL},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "size": 40}),
    )

    def __init__(self, *args: Any, own: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if not email.isascii():
            raise forms.ValidationError(WRITE_EMAIL)
        if email in self.own:
            raise forms.ValidationError(_("This is your own address. Write the address of the receiver."))
        return email
