"""Who is invited: the form that customer service and administrators of firms have in common."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from kajo.registration.forms import refuse_odd_name

WRITE_EMAIL = gettext_lazy("Write an e-mail address in the form name@example.com.")


class PersonForm(forms.Form):
    """Name and address; the person chooses user ID and password."""

    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=70,
        validators=[refuse_odd_name],
        error_messages={"required": gettext_lazy("Write the first name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"),
        max_length=70,
        validators=[refuse_odd_name],
        error_messages={"required": gettext_lazy("Write the last name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The invitation is sent there. It can be used once, within seven days."),
        max_length=254,
        error_messages={"required": WRITE_EMAIL, "invalid": WRITE_EMAIL},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "size": 40}),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if not email.isascii():
            raise forms.ValidationError(WRITE_EMAIL)
        return email
