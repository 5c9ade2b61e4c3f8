"""The record kinds of the JSON Lines file. docs/import-format.md shows them, and a test keeps it true."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from kajo.access.records import CustomerRecord
from kajo.bulletins.records import BulletinRecord
from kajo.contracts.records import (
    ContractDocumentRecord,
    ContractRecord,
    LocationRecord,
    PriceComponentRecord,
    ProductRecord,
)
from kajo.invoices.records import (
    InvoiceDeliveryRecord,
    InvoiceDueDateRecord,
    InvoiceRecord,
    InvoiceStatusRecord,
    PaymentRecord,
    PaymentsKnownRecord,
)
from kajo.market.records import SpotPriceRecord, VatRateRecord

AnyRecord = (
    CustomerRecord
    | LocationRecord
    | ProductRecord
    | ContractRecord
    | PriceComponentRecord
    | ContractDocumentRecord
    | BulletinRecord
    | InvoiceRecord
    | InvoiceDeliveryRecord
    | InvoiceDueDateRecord
    | InvoiceStatusRecord
    | PaymentRecord
    | PaymentsKnownRecord
    | VatRateRecord
    | SpotPriceRecord
)

# In the order in which they are written: what is named comes before what names it.
RECORD_TYPES = (
    CustomerRecord,
    LocationRecord,
    ProductRecord,
    ContractRecord,
    PriceComponentRecord,
    ContractDocumentRecord,
    BulletinRecord,
    InvoiceRecord,
    InvoiceDeliveryRecord,
    InvoiceDueDateRecord,
    InvoiceStatusRecord,
    PaymentRecord,
    PaymentsKnownRecord,
    VatRateRecord,
    SpotPriceRecord,
)

LINE: TypeAdapter[AnyRecord] = TypeAdapter(Annotated[AnyRecord, Field(discriminator="record")])
"""Reads one line."""
