"""The documents of the made-up retailer: confirmations of contracts, as PDF."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from demo.products import PRODUCTS
from demo.shapes import Contract, Customer, Location
from kajo.contracts.records import ContractDocumentRecord
from kajo.contracts.words import DocumentKind
from kajo.files.typesetting import make_pdf

TEMPLATE = Path(__file__).with_name("confirmation.typ")


def confirmation_of(customer: Customer, location: Location, contract: Contract) -> ContractDocumentRecord:
    """Return the confirmation of a contract as the retailer's systems would send it."""
    place = location.place
    facts = {
        "number": contract.number,
        "customer": customer.name,
        "product": PRODUCTS[contract.product].names[0],
        "address": f"{place.line}, {place.city}",
        "gsrn": location.gsrn,
        "starts": f"{contract.starts_on.day}.{contract.starts_on.month}.{contract.starts_on.year}",
    }
    return ContractDocumentRecord(
        record="contract_document",
        change_number=1,
        contract=contract.number,
        code="CONFIRMATION",
        kind=DocumentKind.CONFIRMATION,
        name=f"Sopimusvahvistus {contract.number}.pdf",
        dated_on=contract.made_on or contract.starts_on,
        content=b64encode(make_pdf(TEMPLATE, facts)).decode(),
    )
