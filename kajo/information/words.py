"""What a contact is, what it is used for and who has it in writing."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy


class ContactKind(TextChoices):
    PHONE = "phone", pgettext_lazy("contact", "Phone number")
    EMAIL = "email", pgettext_lazy("contact", "E-mail address")


class ContactUse(TextChoices):
    """What the retailer uses a contact for."""

    GENERAL = "general", pgettext_lazy("contact", "General matters")
    CONTRACTS = "contracts", pgettext_lazy("contact", "Contract matters")
    INVOICING = "invoicing", pgettext_lazy("contact", "Invoicing")
    FAULTS = "faults", pgettext_lazy("contact", "Faults and breaks")


class ContactSource(TextChoices):
    """Who has brought a contact."""

    RETAILER = "retailer", pgettext_lazy("contact", "From our customer register")
    CUSTOMER = "customer", pgettext_lazy("contact", "Added in this service")


class AddressUse(TextChoices):
    """What a postal address is for."""

    POSTAL = "postal", pgettext_lazy("address", "Postal address")
    INVOICING = "invoicing", pgettext_lazy("address", "Invoicing address")


class InformationChange(StrEnum):
    """What is asked to be changed."""

    ADD = "contact.add"
    CHANGE = "contact.change"
    REMOVE = "contact.remove"
    ADDRESS = "address.change"
    ERASE = "customer.erase"


# Where customers get post. The retailer's register may have others, which stand by their code.
COUNTRIES = {
    "FI": gettext_lazy("Finland"),
    "SE": gettext_lazy("Sweden"),
    "NO": gettext_lazy("Norway"),
    "DK": gettext_lazy("Denmark"),
    "EE": gettext_lazy("Estonia"),
    "DE": gettext_lazy("Germany"),
    "ES": gettext_lazy("Spain"),
    "GB": gettext_lazy("United Kingdom"),
}


def foreign(country: str) -> str:
    """Return the name of a country as an address ends with it; empty for Finland."""
    return "" if country == "FI" else str(COUNTRIES.get(country, country))
