"""Who is invited: the form that customer service and administrators of firms have in common."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from kajo.registration.address_field import AddressField
from kajo.registration.forms import refuse_odd_name


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
    email = AddressField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The invitation is sent there. It can be used once, within seven days."),
        autocomplete="off",
    )
