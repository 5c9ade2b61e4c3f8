"""What is paid for beside a contract's own components, the registers of time, and why nothing is known."""

from __future__ import annotations

from enum import Enum, auto

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kajo.contracts.words import ComponentKind


class WorkedOut(TextChoices):
    """Parts of a price that no contract holds: they follow from exchange prices and readings."""

    SPOT = "spot_price", _("Exchange price")
    EFFECT = "consumption_effect", _("Consumption impact")


CostKind = ComponentKind | WorkedOut


class Register(Enum):
    """When energy was used, as the price tells it apart."""

    DAY = auto()
    NIGHT = auto()
    WINTER_DAY = auto()
    OTHER_TIME = auto()


REGISTER_OF: dict[ComponentKind, Register] = {
    ComponentKind.ENERGY_DAY: Register.DAY,
    ComponentKind.ENERGY_NIGHT: Register.NIGHT,
    ComponentKind.ENERGY_WINTER_DAY: Register.WINTER_DAY,
    ComponentKind.ENERGY_OTHER: Register.OTHER_TIME,
}
"""The components that are paid for the energy of one register; any other is paid for all of it."""


class WhyNot(TextChoices):
    """Why a price cannot be worked out."""

    HIDDEN = "hidden", _("The prices of this time are not shown.")
    NOT_IN_CONTRACT = "not_in_contract", _("The contract did not hold at this time.")
    NO_READINGS = "no_readings", _("There are no readings of this time.")
    NO_PRICE = "no_price", _("The contract's energy price of this time is not known.")
    NO_SPOT_PRICE = "no_spot_price", _("Some exchange prices of this time are not known.")
    NO_VAT = "no_vat", _("The VAT rate of this time is not known.")
