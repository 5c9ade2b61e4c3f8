"""Turning what the database gives into rows of a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, QuerySet

from kajo.access.policy import CustomerAccess, ManyAccess
from kajo.access.statements import given, statement
from kajo.contracts.sorting import address_line
from kajo.invoices.models import InvoiceSite
from kajo.invoices.rows import InvoiceRow, SiteRow
from kajo.invoices.words import Channel, InvoiceKind, InvoiceState

# What is read of an invoice for a list.
LISTED = (
    "id",
    "key",
    "number",
    "kind",
    "is_final",
    "dated_on",
    "channel",
    "starts_on",
    "ends_on",
    "energy_kwh",
    "total_with_vat",
    "open_amount",
    "holding_due_on",
    "state",
)

PLACE = tuple(
    f"location__{name}" for name in ("street", "building", "staircase", "apartment", "postcode", "city")
)
SITE = ("invoice_id", "id", "gsrn", "address", "contract_number", "location__key", *PLACE)

Sites = Mapping[int, Sequence[SiteRow]]


def row_of(facts: Mapping[str, Any], sites: Sites) -> InvoiceRow:
    """Return a row of a list from what was read of LISTED."""
    return InvoiceRow(
        key=facts["key"],
        number=facts["number"],
        kind=InvoiceKind(facts["kind"]),
        is_final=facts["is_final"],
        dated_on=facts["dated_on"],
        channel=Channel(facts["channel"]) if facts["channel"] else None,
        starts_on=facts["starts_on"],
        ends_on=facts["ends_on"],
        energy_kwh=facts["energy_kwh"],
        total_with_vat=facts["total_with_vat"],
        open_amount=facts["open_amount"],
        due_on=facts["holding_due_on"],
        state=InvoiceState(facts["state"]),
        sites=tuple(sites.get(facts["id"], ())),
    )


def list_sites(access: CustomerAccess, invoice_ids: Collection[int]) -> Sites:
    """Return the sites of each invoice. One statement.

    One whose address the document leaves out has that of the customer's own location.
    """
    return _by_invoice(_sites().of(access, invoices=list(invoice_ids)))


def list_sites_of_many(accesses: ManyAccess, invoice_ids: Collection[int]) -> Sites:
    """Return the same of invoices of many customers. One statement."""
    sites = InvoiceSite.of_many(accesses).filter(invoice__in=invoice_ids)
    return _by_invoice(sites.order_by("invoice_id", "position").values_list(*SITE))


def _by_invoice(rows: Iterable[tuple[Any, ...]]) -> Sites:
    found: dict[int, list[SiteRow]] = defaultdict(list)
    for invoice_id, number, gsrn, address, contract_number, location_key, *place in rows:
        own = address or (_address(*place) if location_key else "")
        found[invoice_id].append(SiteRow(number, gsrn, own, contract_number, location_key))
    return found


def _address(street: str, building: str, staircase: str, apartment: str, postcode: str, city: str) -> str:
    line = address_line(street=street, building=building, staircase=staircase, apartment=apartment)
    return f"{line}, {postcode} {city}"


@statement
def _sites() -> QuerySet[InvoiceSite, tuple[Any, ...]]:
    sites = InvoiceSite.owned().filter(invoice__id__any=given("invoices", ArrayField(BigIntegerField())))
    return sites.order_by("invoice_id", "position").values_list(*SITE)
