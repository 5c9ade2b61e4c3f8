"""Codes of contracts and locations, and their names on screens."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext


class ProductKind(TextChoices):
    FIXED_TERM = "fixed_term", _("Fixed-term")
    OPEN_ENDED = "open_ended", _("Valid until further notice")
    SPOT = "spot", _("Exchange electricity")
    PERIODICALLY_RESET = "periodically_reset", _("Periodically reset")
    HYBRID = "hybrid", _("Fixed price with consumption impact")


class ComponentKind(TextChoices):
    BASIC_FEE = "basic_fee", _("Basic fee")
    ENERGY = "energy", _("Energy")
    ENERGY_DAY = "energy_day", _("Energy, day")
    ENERGY_NIGHT = "energy_night", _("Energy, night")
    ENERGY_WINTER_DAY = "energy_winter_day", _("Energy, winter day")
    ENERGY_OTHER = "energy_other", _("Energy, other time")
    MARGIN = "margin", _("Margin")
    DISCOUNT = "discount", _("Discount")
    GREEN_SUPPLEMENT = "green_supplement", _("Renewable supplement")


class Unit(TextChoices):
    CENTS_PER_KWH = "c/kWh", _("c/kWh")
    EUROS_PER_MONTH = "€/month", _("€/mo")


class DwellingKind(TextChoices):
    FLAT = "flat", _("Flat")
    TERRACED = "terraced", _("Terraced house")
    SEMI_DETACHED = "semi_detached", _("Semi-detached house")
    DETACHED = "detached", _("Detached house")
    HOLIDAY_HOME = "holiday_home", _("Holiday home")
    FARM = "farm", _("Farm")
    HOUSING_COMPANY = "housing_company", _("Common parts of a housing company")
    BUSINESS = "business", _("Business premises")


class Heating(TextChoices):
    DIRECT_ELECTRIC = "direct_electric", _("Direct electric heating")
    STORING_ELECTRIC = "storing_electric", _("Storing electric heating")
    GROUND_SOURCE = "ground_source", _("Ground-source heat pump")
    AIR_TO_WATER = "air_to_water", _("Air-to-water heat pump")
    DISTRICT = "district", _("District heating")
    OIL = "oil", _("Oil")
    WOOD = "wood", _("Wood or pellets")
    OTHER = "other", _("Other heating")


class Sauna(TextChoices):
    NONE = "none", _("No sauna of its own")
    ELECTRIC = "electric", _("Electric sauna")
    WOOD = "wood", _("Wood-heated sauna")


class Renewal(TextChoices):
    """What follows a fixed term."""

    ENDS = "ends", _("The contract ends")
    CONTINUES = "continues", _("The contract continues until further notice")
    NEW_TERM = "new_term", _("A new fixed term begins")


class InvoicingMethod(TextChoices):
    PAPER = "paper", _("On paper")
    ELECTRONIC = "electronic", _("Electronically")
    E_INVOICE = "e_invoice", _("E-invoice")
    E_MAIL = "e_mail", _("By e-mail")
    OMA_POSTI = "oma_posti", _("OmaPosti")
    DIRECT_DEBIT = "direct_debit", _("Direct debit")
    MOBILE = "mobile", _("To a mobile phone")
    OTHER = "other", _("By other means")


def method_word(method: InvoicingMethod, *, is_company: bool) -> str:
    """Return what a way is called; Finnish and Swedish have another word for an e-invoice to a company."""
    if is_company and method is InvoicingMethod.E_INVOICE:
        return pgettext("to a company", "E-invoice")
    return str(method.label)


class DocumentKind(TextChoices):
    CONFIRMATION = "confirmation", _("Contract confirmation")
    TERMS = "terms", _("Terms of contract")
    PRICE_LIST = "price_list", _("Price list")
    OTHER = "other", _("Other document")


class HiddenPrice(TextChoices):
    """Why a price is not shown. Pages say it by `prices.sentence_of`, which knows the day."""

    CONTRACT_ENDED = "contract_ended", _("Prices of contracts that ended before %(day)s are not shown.")
    PERIOD_ENDED = "period_ended", _("Prices that ended before %(day)s are not shown.")
    KIND_HIDDEN = "kind_hidden", _("Prices of contracts of this kind are not shown here.")
    NOT_KNOWN = "not_known", _("No price has been recorded.")


class ContractChange(StrEnum):
    """What customers ask here by `changes`: the kinds that the retailer's systems see."""

    WITHDRAWAL = "contract.withdraw"
    PROFILE = "location.profile"


class EventKind(StrEnum):
    """What can happen on a location's timeline; pages have a sentence for each."""

    STARTS = "starts"
    ENDS = "ends"
    FIXED_TERM_ENDS = "fixed_term_ends"
    ENDS_SOON = "ends_soon"
    NOTICE_GIVEN = "notice_given"
    LAST_DAY_TO_WITHDRAW = "last_day_to_withdraw"
    PRICE = "price"
    VAT = "vat"


class ContractOrder(StrEnum):
    """What a list of contracts can be sorted by. Not by price: the order would tell prices not shown."""

    STATE = "state"
    PRODUCT = "product"
    ADDRESS = "address"
    STARTS = "starts"
    ENDS = "ends"


class ContractState(TextChoices):
    VALID = "valid", _("Valid")
    COMING = "coming", _("Coming")
    ENDED = "ended", _("Ended")


class ContractTab(StrEnum):
    """The tabs of many customers' contracts."""

    ENDING = "ending"
    VALID = "valid"
    COMING = "coming"
    ENDED = "ended"
