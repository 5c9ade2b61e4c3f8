"""The field for a company's business ID: the same wherever one is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from stdnum.fi import ytunnus

NO_BUSINESS_ID = gettext_lazy("Write the business ID in the form 1234567-1.")


class BusinessIdField(forms.CharField):
    """A business ID that may be left out, in the form in which it is kept."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Business ID"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "size": 12}),
            **options,
        )

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not ytunnus.is_valid(text):
            raise forms.ValidationError(NO_BUSINESS_ID)
        return ytunnus.format(text) if text else ""
