"""What a customer fills in about invoices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kajo.invoices.asked import frequency_words
from kajo.invoices.invoicing import BILLS_A_YEAR, clean_address, clean_operator
from kajo.invoices.words import Channel, channel_word
from kajo.ui import formats


class PostponeForm(forms.Form):
    """By how many days the due date moves; each choice says the day that it becomes."""

    def __init__(self, *args: Any, days: Sequence[tuple[int, date]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = formats.page_language()
        choices = [
            (
                number,
                ngettext("%(day)s, %(n)s day later", "%(day)s, %(n)s days later", number)
                % {"day": formats.day(day, language), "n": number},
            )
            for number, day in days
        ]
        self.fields["days"] = forms.TypedChoiceField(
            label=_("New due date"), coerce=int, choices=choices, initial=days[-1][0]
        )


class MethodForm(forms.Form):
    """How invoices shall be sent; an e-invoice only where `channels` has it."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How shall invoices be sent?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how invoices shall be sent.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("Only for invoices by e-mail."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = forms.CharField(
        label=pgettext_lazy("to a company", "E-invoice address"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "An OVT number, such as 003712345671, or an account number. Only for e-invoices."
        ),
        widget=forms.TextInput(attrs={"size": 28, "autocomplete": "off"}),
    )
    operator = forms.CharField(
        label=gettext_lazy("Operator's identifier"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("A bank's BIC or an operator's OVT number. Only for e-invoices."),
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, channels: Sequence[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["channel"]
        offered.choices = [(channel.value, channel_word(channel, is_company=True)) for channel in channels]
        if Channel.E_INVOICE not in channels:
            del self.fields["address"], self.fields["operator"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        channel = facts.get("channel")
        if channel == Channel.E_MAIL and not facts.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the e-mail address that invoices are sent to."))
        if channel == Channel.E_INVOICE:
            facts["address"] = self._cleaned(
                "address",
                clean_address(facts.get("address", "")),
                _("Write the e-invoice address: an OVT number with your business ID, or an account."),
            )
            facts["operator"] = self._cleaned(
                "operator",
                clean_operator(facts.get("operator", "")),
                _("Write the operator's identifier: a BIC such as NDEAFIHH, or an OVT number."),
            )
        return facts

    def _cleaned(self, name: str, value: str | None, fault: str) -> str:
        if value is None:
            self.add_error(name, fault)
        return value or ""

    @property
    def wish(self) -> dict[str, Any]:
        """What was asked for, as the action takes it: only what belongs to the chosen way."""
        facts = self.cleaned_data
        channel = Channel(facts["channel"])
        address = {Channel.E_MAIL: "email", Channel.E_INVOICE: "address"}.get(channel)
        return {
            "channel": channel,
            "address": facts.get(address, "") if address else "",
            "operator": facts.get("operator", "") if channel is Channel.E_INVOICE else "",
        }


class FrequencyForm(forms.Form):
    """How many invoices a year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bills_a_year"] = forms.TypedChoiceField(
            label=_("How many invoices a year?"),
            coerce=int,
            widget=forms.RadioSelect,
            choices=[(number, frequency_words(number)) for number in BILLS_A_YEAR],
            error_messages={"required": _("Choose how many invoices a year.")},
        )
