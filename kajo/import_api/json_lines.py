"""The JSON Lines file: reading its records, and handing each kind to the room that keeps it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from kajo.access.imports import write_customers
from kajo.access.records import CustomerRecord
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
from kajo.import_api.problems import problem_of
from kajo.import_api.records import LINE, RECORD_TYPES
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

ENOUGH_FAULTS = 1000  # whoever has made this many will not read more of them

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


def recognise(head: bytes) -> bool:
    """Tell whether a file that begins so is a JSON Lines file."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def load(content: bytes, faults: Faults) -> Counts:
    """Write the records of a file, inside the caller's transaction.

    :raises ImportRefused: naming what is wrong, line by line; the caller's transaction must not be committed
    """
    lines = _read(content, faults)
    faults.refuse_if_any()
    newest = _newest_of_each(lines, faults)
    faults.refuse_if_any()
    counts = Counts()
    for record_type in RECORD_TYPES:
        kind = newest.get(record_type)
        if kind:
            counts += WRITERS[record_type](kind, faults)
            faults.refuse_if_any()
    passed_over = len(lines) - sum(len(kind) for kind in newest.values())
    return counts + Counts(read=passed_over, unchanged=passed_over)


def _read(content: bytes, faults: Faults) -> list[Line[Any]]:
    lines: list[Line[Any]] = []
    for number, text in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not text.strip():
            continue
        if len(faults.found) >= ENOUGH_FAULTS:
            break
        try:
            lines.append(Line(number, LINE.validate_json(text)))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                faults.add(number, *problem_of(detail))
    return lines


def _newest_of_each(lines: Sequence[Line[Any]], faults: Faults) -> dict[type[Record], list[Line[Any]]]:
    """Return the lines by kind, of each thing the one with the highest change number."""
    kinds: dict[type[Record], list[Line[Any]]] = defaultdict(list)
    newest: dict[tuple[type[Record], tuple[object, ...]], Line[Any]] = {}
    for line in lines:
        identity = line.record.identity()
        if identity is None:
            kinds[type(line.record)].append(line)
            continue
        key = (type(line.record), identity)
        other = newest.setdefault(key, line)
        if other.record.change_number < line.record.change_number:
            newest[key] = line
        elif other.record.change_number == line.record.change_number and other.record != line.record:
            problem = f"line {other.number} has the same number and says otherwise; raise the newer one's"
            faults.add(line.number, "change_number", problem)
    for (record_type, _), line in newest.items():
        kinds[record_type].append(line)
    return kinds
