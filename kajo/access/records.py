"""A customer as the retailer's register sends it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from stdnum.fi import ytunnus

from kajo.core.records import Language, Record, Text


def _business_id(text: str) -> str:
    if text and not ytunnus.is_valid(text):
        raise ValueError("is not a business ID such as 1234567-1; check its digits")
    return ytunnus.format(text) if text else ""


class CustomerRecord(Record):
    """A customer: a person, a company or a housing company."""

    record: Literal["customer"]
    number: Text = Field(min_length=1, max_length=20, description="Customer number; other records name it.")
    kind: Literal["person", "company", "housing_company"] = Field(description="What the customer is.")
    name: Text = Field(min_length=1, max_length=150, description="Name as on the contract.")
    business_id: Annotated[Text, AfterValidator(_business_id)] = Field(
        default="", max_length=9, description="Business ID, such as 1234567-1; empty for a person."
    )
    language: Language = Field(default="fi", description="Language that the customer is written to in.")

    def identity(self) -> tuple[object, ...]:
        return (self.number,)
