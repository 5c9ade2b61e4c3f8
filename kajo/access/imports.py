"""Writing customers as the retailer's register sends them."""

from __future__ import annotations

from collections.abc import Sequence

from kajo.access.models import Customer
from kajo.access.records import CustomerRecord
from kajo.core.records import Counts, Line, newer_than
from kajo.core.refusals import Faults
from kajo.core.sorting import sort_key

WRITTEN = ("kind", "name", "sort_key", "business_id", "language", "change_number")
SORTED_BY = 200  # small letters may need more room than the name did


def write_customers(lines: Sequence[Line[CustomerRecord]], faults: Faults) -> Counts:
    """Write customers, each at most once."""
    known = dict(
        Customer.everything.filter(number__in=[line.record.number for line in lines]).values_list(
            "number", "change_number"
        )
    )
    newer = newer_than({(number,): change for number, change in known.items()}, lines)
    Customer.everything.bulk_create(
        [_customer(line.record) for line in newer],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=WRITTEN,
        batch_size=1000,
    )
    return Counts(len(lines), len(newer), len(lines) - len(newer))


def _customer(record: CustomerRecord) -> Customer:
    return Customer(
        number=record.number,
        kind=record.kind,
        name=record.name,
        sort_key=sort_key(record.name)[:SORTED_BY],
        business_id=record.business_id,
        language=record.language,
        change_number=record.change_number,
    )
