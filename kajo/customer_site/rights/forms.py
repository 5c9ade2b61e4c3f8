"""The forms of giving an access right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.registration.address_field import AddressField


class WhoForm(forms.Form):
    """Step 3: to whom."""

    email = AddressField(
        label=gettext_lazy("The receiver's e-mail address"),
        help_text=gettext_lazy("We send a message there. The right holds when the receiver has opened it."),
        autocomplete="off",
    )

    def __init__(self, *args: Any, own: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email in self.own:
            raise forms.ValidationError(_("This is your own address. Write the address of the receiver."))
        return email
