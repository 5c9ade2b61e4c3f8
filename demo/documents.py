"""The documents of the made-up retailer: confirmations of contracts, as PDF."""

from __future__ import annotations

import json
from base64 import b64encode

import typst

from demo.products import PRODUCTS
from demo.shapes import Contract, Customer, Location
from kajo.contracts.records import ContractDocumentRecord
from kajo.contracts.words import DocumentKind

CONFIRMATION = """
#let facts = json(bytes(sys.inputs.facts))
#set document(title: "Sopimusvahvistus " + facts.number)
#set text(lang: "fi", size: 11pt)
#set page(paper: "a4", margin: 25mm)
= Sopimusvahvistus
Kajo Energia (esimerkkiyhtiö) vahvistaa sähkösopimuksen.

#table(columns: 2, stroke: none, inset: (x: 0pt, y: 5pt), column-gutter: 12mm,
  [Sopimuksen numero], facts.number, [Asiakas], facts.customer, [Tuote], facts.product,
  [Käyttöpaikka], facts.address, [Käyttöpaikkatunnus], facts.gsrn, [Alkaa], facts.starts)

Jos sopimus on tehty etämyynnissä, sen voi peruuttaa 14 päivän kuluessa tämän vahvistuksen saamisesta.
"""


def confirmation_of(customer: Customer, location: Location, contract: Contract) -> ContractDocumentRecord:
    """Return the confirmation of a contract as the retailer's systems would send it."""
    place = location.place
    facts = {
        "number": contract.number,
        "customer": customer.name,
        "product": PRODUCTS[contract.product].names[0],
        "address": f"{place.street} {place.staircase} {place.apartment}".strip() + f", {place.city}",
        "gsrn": location.gsrn,
        "starts": f"{contract.starts_on.day}.{contract.starts_on.month}.{contract.starts_on.year}",
    }
    content = typst.compile(CONFIRMATION.encode(), sys_inputs={"facts": json.dumps(facts)})
    assert isinstance(content, bytes)  # noqa: S101 - one PDF, not a page each
    return ContractDocumentRecord(
        record="contract_document",
        change_number=1,
        contract=contract.number,
        code="CONFIRMATION",
        kind=DocumentKind.CONFIRMATION,
        name=f"Sopimusvahvistus {contract.number}.pdf",
        dated_on=contract.made_on or contract.starts_on,
        content=b64encode(content).decode(),
    )
