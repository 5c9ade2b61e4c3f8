"""How invoices are sent: what a customer may ask for, and the addresses that an e-invoice goes to."""

from __future__ import annotations

import re

from stdnum import bic, iban
from stdnum.fi import ytunnus

from kajo.invoices.words import Channel

METHOD, FREQUENCY = "invoicing.method", "invoicing.frequency"  # what the changes are called
BILLS_A_YEAR = (12, 6, 4)
FOR_CONSUMERS = (Channel.E_MAIL, Channel.PAPER)
FOR_COMPANIES = (Channel.E_INVOICE, Channel.E_MAIL, Channel.PAPER)

# Finnish e-invoice addresses: 0037 or 0216, the business ID without its dash, up to five characters more.
OVT = re.compile(r"(0037|0216)(?P<business_id>[0-9]{8})[0-9A-Z]{0,5}")


def clean_address(text: str) -> str | None:
    """Return an e-invoice address as it is written without blanks, or None when it cannot be one.

    It is an OVT number with a business ID whose check digit is right, or a Finnish IBAN.
    """
    plain = "".join(text.split()).replace("-", "").upper()
    if iban.is_valid(plain):
        return plain
    return plain if _has_business_id(OVT.fullmatch(plain)) else None


def clean_operator(text: str) -> str | None:
    """Return an operator's identifier without blanks, or None: a bank's BIC, or an operator's OVT number."""
    plain = "".join(text.split()).replace("-", "").upper()
    if bic.is_valid(plain):
        return plain
    return plain if _has_business_id(OVT.fullmatch(plain)) else None


def _has_business_id(found: re.Match[str] | None) -> bool:
    return found is not None and ytunnus.is_valid(found["business_id"])
