"""The forms of My information."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.information.rows import AddressRow, ContactRow
from kajo.information.values import can_take_sms, read_value
from kajo.information.words import COUNTRIES, ContactKind, ContactUse

WRITE_PHONE = gettext_lazy("Write the phone number in the form +358 40 1234567.")
WRITE_EMAIL = gettext_lazy("Write the e-mail address in the form name@example.com.")


class ContactForm(forms.Form):
    """A phone number or an e-mail address, and what it is used for."""

    value = forms.CharField(max_length=254)
    uses = forms.MultipleChoiceField(
        label=gettext_lazy("Used for"),
        choices=ContactUse.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one thing that it is used for.")},
    )
    is_primary = forms.BooleanField(label=gettext_lazy("Use this first"), required=False)

    def __init__(
        self, *args: Any, kind: ContactKind, contact: ContactRow | None = None, **kwargs: Any
    ) -> None:
        known: dict[str, Any] = {"uses": [ContactUse.GENERAL]}
        if contact is not None:
            known = {"value": contact.shown, "uses": contact.uses, "is_primary": contact.is_primary}
        super().__init__(*args, **{"initial": known, **kwargs})
        self.kind, self.contact = kind, contact
        is_phone = kind is ContactKind.PHONE
        field = self.fields["value"]
        field.label, field.error_messages["required"] = kind.label, self.write_it
        filled_in = {"type": "tel", "autocomplete": "tel", "size": 24}
        if not is_phone:
            filled_in = {"type": "email", "autocomplete": "email", "size": 40}
        field.widget.attrs.update(filled_in)
        field.widget.input_type = filled_in["type"]
        if contact is not None and contact.is_primary:
            del self.fields["is_primary"]

    @property
    def write_it(self) -> Any:
        return WRITE_PHONE if self.kind is ContactKind.PHONE else WRITE_EMAIL

    def clean_value(self) -> str:
        try:
            value = read_value(self.kind, self.cleaned_data["value"])
        except ValueError:
            raise forms.ValidationError(self.write_it) from None
        is_new = self.contact is None or self.contact.value != value
        if is_new and self.kind is ContactKind.PHONE and not can_take_sms(value):
            raise forms.ValidationError(
                _("We prove numbers by text messages, which this one cannot take. Call us to add it.")
            )
        return value

    @property
    def chosen_uses(self) -> tuple[ContactUse, ...]:
        return tuple(use for use in ContactUse if use in self.cleaned_data["uses"])

    @property
    def becomes_primary(self) -> bool:
        kept = self.contact is not None and self.contact.is_primary
        return kept or bool(self.cleaned_data.get("is_primary"))


class AddressForm(forms.Form):
    """A postal address."""

    recipient = forms.CharField(
        label=gettext_lazy("Recipient"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("If it is another than the customer's name."),
        widget=forms.TextInput(attrs={"size": 40, "autocomplete": "off"}),
    )
    street = forms.CharField(
        label=gettext_lazy("Street address or PO box"),
        max_length=150,
        error_messages={"required": gettext_lazy("Write the street address, such as Koivutie 4 A 12.")},
        widget=forms.TextInput(attrs={"size": 40, "autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"),
        max_length=12,
        error_messages={"required": gettext_lazy("Write the postcode, such as 00100.")},
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "postal-code"}),
    )
    city = forms.CharField(
        label=gettext_lazy("Post office"),
        max_length=80,
        error_messages={"required": gettext_lazy("Write the post office, such as Helsinki.")},
        widget=forms.TextInput(attrs={"size": 24, "autocomplete": "address-level2"}),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        help_text=gettext_lazy("If yours is not here, call us."),
        choices=[*COUNTRIES.items()],
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )

    def __init__(self, *args: Any, address: AddressRow, **kwargs: Any) -> None:
        known = {
            name: getattr(address, name) for name in ("recipient", "street", "postcode", "city", "country")
        }
        super().__init__(*args, **{"initial": known, **kwargs})
        if address.country and address.country not in COUNTRIES:
            self.fields["country"] = forms.ChoiceField(
                label=_("Country"), choices=[*COUNTRIES.items(), (address.country, address.country)]
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        postcode = found.get("postcode", "")
        if (
            found.get("country") == "FI"
            and postcode
            and not (postcode.isascii() and postcode.isdigit() and len(postcode) == 5)
        ):
            self.add_error("postcode", _("A Finnish postcode has five digits, such as 00100."))
        return found
