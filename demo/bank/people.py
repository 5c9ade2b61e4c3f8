"""Whom one can be at the pretend bank: the cast, customers who have no user ID yet, and a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from zlib import crc32

from demo.contacts import LETTERS
from demo.numbers import identity_code
from demo.shapes import Cast, Customer, Person

NEWCOMERS = 6
STRANGER = "Tarmo Tuntematon"
LEVEL = "http://ftn.ficora.fi/2017/loatest2"  # a test's substantial level, which no real bank gives
NAME = "Pretend bank"  # brokers tell here by which bank somebody was identified
# As the Finnish Trust Network calls them.
IDENTITY_CODE, FAMILY_NAME, GIVEN_NAMES = (
    "urn:oid:1.2.246.21",
    "urn:oid:2.5.4.4",
    "urn:oid:1.2.246.575.1.14",
)


@dataclass(frozen=True)
class Identity:
    """Somebody whom the bank knows; `about` is what the demo says of the person."""

    name: str
    identity_code: str
    about: str

    @property
    def sub(self) -> str:
        return self.name.lower().translate(LETTERS)

    @property
    def claims(self) -> dict[str, object]:
        given, _, family = self.name.rpartition(" ")
        return {
            "name": self.name,
            "given_name": given,
            "family_name": family,
            GIVEN_NAMES: given,
            FAMILY_NAME: family,
            IDENTITY_CODE: self.identity_code,
            "acr": LEVEL,
            "amr": [NAME],
        }


def identities(cast: Cast) -> dict[str, list[Identity]]:
    """Return everybody, under what they have in common."""
    people = [person for person in cast.people.values() if not person.is_staff]
    return {
        "Is a customer, and has no user ID yet": [
            Identity(customer.name, customer.identity_code, f"customer number {customer.number}")
            for customer in islice(_newcomers(cast), NEWCOMERS)
        ],
        "Is no customer": [Identity(STRANGER, _made_up(STRANGER), "may register a company")],
        "Has a user ID in Kajo": [_of_person(cast, person) for person in people],
    }


def _newcomers(cast: Cast) -> list[Customer]:
    return [one for one in cast.customers.values() if one.kind == "person" and not one.owners]


def _of_person(cast: Cast, person: Person) -> Identity:
    """Return a person of the cast, with the identity code that the register has of the same customer."""
    name = f"{person.first_name} {person.last_name}"
    codes = [one.identity_code for one in cast.customers.values() if one.name == name and one.owners]
    return Identity(name, codes[0] if codes else _made_up(name), person.about)


def _made_up(name: str) -> str:
    return identity_code(crc32(name.encode()) % 90_000)
