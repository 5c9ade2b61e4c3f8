"""The field for an address that a user ID can have: the same wherever one is written."""

from __future__ import annotations

from typing import Any

from django import forms

from kajo.registration.forms import WRITE_EMAIL


class AddressField(forms.EmailField):
    """An address in small letters, as it is kept.

    Django takes ſ and ı for s and i; an address with them would look like another's.
    """

    def __init__(self, *, autocomplete: str = "email", **options: Any) -> None:
        super().__init__(
            max_length=254,
            error_messages=dict.fromkeys(("required", "invalid", "max_length"), WRITE_EMAIL),
            widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "size": 40}),
            **options,
        )

    def clean(self, value: Any) -> str:
        email = str(super().clean(value)).lower()
        if not email.isascii():
            raise forms.ValidationError(WRITE_EMAIL)
        return email
