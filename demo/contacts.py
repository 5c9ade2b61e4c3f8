"""Phones and e-mail addresses as the retailer's register has them, and everybody's identity codes."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

from demo.numbers import identity_code, phone
from demo.shapes import Contact, Customer
from kajo.information.words import ContactKind, ContactUse

EVERYTHING = tuple(ContactUse)
LETTERS = str.maketrans("åäö ", "aao.")
# Customers whom the register knows other ways to reach than most.
SECOND_PHONES = {"1000022": "09 4245 9922", "2000010": "03 4245 9910"}
OF_INVOICES = {"2000010": "laskut@revontulenleipa.example", "1000044": "venla.niemela@example.org"}
ONLY_PHONE, NOTHING = ("1100002", "1100006", "1100010"), ("1100003",)


def reachable(customer: Customer) -> Customer:
    """Return the customer with its contacts, and a person with an identity code too."""
    serial = crc32(customer.number.encode()) % 90_000
    code = identity_code(serial) if customer.kind == "person" else ""
    return replace(customer, identity_code=code, contacts=tuple(_contacts(customer, serial)))


def _contacts(customer: Customer, serial: int) -> list[Contact]:
    number = customer.number
    if number in NOTHING:
        return []
    found = [Contact(ContactKind.PHONE, phone(serial), is_primary=True)]
    if number in SECOND_PHONES:
        found.append(Contact(ContactKind.PHONE, SECOND_PHONES[number], (ContactUse.FAULTS,)))
    if number not in ONLY_PHONE:
        found.append(Contact(ContactKind.EMAIL, _email(customer), EVERYTHING, is_primary=True))
    if number in OF_INVOICES:
        found.append(Contact(ContactKind.EMAIL, OF_INVOICES[number], (ContactUse.INVOICING,)))
    return found


def _email(customer: Customer) -> str:
    """Return the address of a person, or of a company's office."""
    name = customer.name.lower().translate(LETTERS)
    if customer.kind == "person":
        return f"{name}@example.org"
    return f"toimisto@{name.removeprefix('as.oy.').removesuffix('.oy').replace('.', '')}.example"
