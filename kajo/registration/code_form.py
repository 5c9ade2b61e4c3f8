"""The form for six digits that were sent to a new address or phone, and what to say of them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

WRITE_CODE = gettext_lazy("Write the six digits that we sent.")
WRONG = gettext_lazy("The code is not right. Look at the newest message that we sent.")
OVER = gettext_lazy("The code does not hold any more. Have a new one sent.")
TRIED_TOO_OFTEN = gettext_lazy("The code was wrong too many times. Have a new one sent.")


class SentCodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Six digits. The code holds for 10 minutes."),
        max_length=12,
        error_messages={"required": WRITE_CODE, "max_length": WRITE_CODE},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 8}),
    )
