"""A customer as the retailer's register sends it, with its contacts."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from stdnum.fi import ytunnus

from kajo.core.records import Language, Part, Record, Text
from kajo.information.identity import digest_of
from kajo.information.values import read_value
from kajo.information.words import AddressUse, ContactKind, ContactUse


def _business_id(text: str) -> str:
    if text and not ytunnus.is_valid(text):
        raise ValueError("is not a business ID such as 1234567-1; check its digits")
    return ytunnus.format(text) if text else ""


IdentityDigest = Annotated[
    str, BeforeValidator(digest_of), WithJsonSchema({"type": "string", "maxLength": 11})
]
"""Comes in as a personal identity code, and is its keyed hash from then on."""


class CustomerContact(Part):
    """A phone number or an e-mail address, and what it is used for."""

    kind: ContactKind = Field(description="What it is.")
    value: Text = Field(
        min_length=1,
        max_length=254,
        description="The number, with `+` and its country or as it is dialled in Finland; or the address.",
    )
    uses: list[ContactUse] = Field(
        default=[ContactUse.GENERAL], max_length=4, description="What it is used for. Left out: `general`."
    )
    is_primary: bool = Field(default=False, description="It is the first of its kind to be used.")

    @field_validator("value")
    @classmethod
    def _is_of_its_kind(cls, value: str, info: ValidationInfo) -> str:
        kind = info.data.get("kind")
        return read_value(kind, value) if kind else value


class CustomerAddress(Part):
    """A postal address, and what it is for."""

    use: AddressUse = Field(description="What it is for; each once.")
    recipient: Text = Field(default="", max_length=150, description="To whom; empty: the customer.")
    street: Text = Field(min_length=1, max_length=150, description="Street, house and flat, or a PO box.")
    postcode: Text = Field(min_length=1, max_length=12, description="Postcode.")
    city: Text = Field(min_length=1, max_length=80, description="Post office.")
    country: Text = Field(default="FI", pattern="^[A-Z]{2}$", description="Country, by its two letters.")


class CustomerRecord(Record):
    """A customer: a person, a company or a housing company."""

    record: Literal["customer"]
    number: Text = Field(min_length=1, max_length=20, description="Customer number; other records name it.")
    kind: Literal["person", "company", "housing_company"] = Field(description="What the customer is.")
    name: Text = Field(min_length=1, max_length=150, description="Name as on the contract.")
    business_id: Annotated[Text, AfterValidator(_business_id)] = Field(
        default="", max_length=9, description="Business ID, such as 1234567-1; empty for a person."
    )
    identity_code: IdentityDigest = Field(
        default="",
        description="A person's identity code. Only a keyed hash of it is kept: whoever identifies with a "
        "bank is recognised by it.",
    )
    language: Language = Field(default="fi", description="Language that the customer is written to in.")
    contacts: list[CustomerContact] = Field(
        default=[],
        max_length=50,
        description="All phone numbers and e-mail addresses. Codes that prove who a customer is go to them.",
    )
    addresses: list[CustomerAddress] = Field(
        default=[], max_length=2, description="Where letters and invoices on paper are sent."
    )

    def identity(self) -> tuple[object, ...]:
        return (self.number,)

    @model_validator(mode="after")
    def _only_a_person_has_an_identity_code(self) -> Self:
        if self.identity_code and self.kind != "person":
            raise ValueError("only a person has a personal identity code; leave it out")
        return self

    @model_validator(mode="after")
    def _each_contact_once_and_one_of_a_kind_first(self) -> Self:
        if len({(contact.kind, contact.value) for contact in self.contacts}) < len(self.contacts):
            raise ValueError("contacts has the same number or address twice; put its uses together")
        primary = [contact.kind for contact in self.contacts if contact.is_primary]
        if len(set(primary)) < len(primary):
            raise ValueError("contacts has two that are primary of one kind; leave one")
        return self

    @model_validator(mode="after")
    def _one_address_of_a_use(self) -> Self:
        if len({address.use for address in self.addresses}) < len(self.addresses):
            raise ValueError("addresses has two of one use; leave one")
        return self
