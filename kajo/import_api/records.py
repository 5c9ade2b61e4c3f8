"""The record kinds of the JSON Lines file, and what writes each. docs/import-format.md shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from kajo.bulletins.imports import write_bulletins
from kajo.bulletins.records import BulletinRecord
from kajo.contracts.document_imports import write_contract_documents
from kajo.contracts.imports import write_contracts, write_price_components, write_products
from kajo.contracts.location_imports import write_locations
from kajo.contracts.records import (
    ContractDocumentRecord,
    ContractRecord,
    LocationRecord,
    PriceComponentRecord,
    ProductRecord,
)
from kajo.core.records import Counts, Line, Record
from kajo.core.refusals import Faults
from kajo.information.imports import write_customers
from kajo.information.records import CustomerRecord
from kajo.invoices.document_imports import write_invoices
from kajo.invoices.event_imports import (
    write_deliveries,
    write_due_dates,
    write_payments,
    write_payments_known,
    write_statuses,
)
from kajo.invoices.records import (
    InvoiceDeliveryRecord,
    InvoiceDueDateRecord,
    InvoiceRecord,
    InvoiceStatusRecord,
    PaymentRecord,
    PaymentsKnownRecord,
)
from kajo.market.imports import write_spot_price_records, write_vat_rates
from kajo.market.records import SpotPriceRecord, VatRateRecord

Writer = Callable[[Sequence[Line[Any]], Faults], Counts]

# In the order in which they are written: what is named comes before what names it.
WRITERS: Mapping[type[Record], Writer] = {
    CustomerRecord: write_customers,
    LocationRecord: write_locations,
    ProductRecord: write_products,
    ContractRecord: write_contracts,
    PriceComponentRecord: write_price_components,
    ContractDocumentRecord: write_contract_documents,
    BulletinRecord: write_bulletins,
    InvoiceRecord: write_invoices,
    InvoiceDeliveryRecord: write_deliveries,
    InvoiceDueDateRecord: write_due_dates,
    InvoiceStatusRecord: write_statuses,
    PaymentRecord: write_payments,
    PaymentsKnownRecord: write_payments_known,
    VatRateRecord: write_vat_rates,
    SpotPriceRecord: write_spot_price_records,
}

RECORD_TYPES = tuple(WRITERS)

_ANY_RECORD: Any = reduce(or_, RECORD_TYPES)
LINE: TypeAdapter[Any] = TypeAdapter(Annotated[_ANY_RECORD, Field(discriminator="record")])
"""Reads one line."""
