"""Whose an invoice is, and which of its sites are the customer's own: read for many invoices at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kajo.access.models import Customer
from kajo.contracts.models import Contract
from kajo.core.refusals import Faults, not_there
from kajo.invoices.records import InvoiceRecord, InvoiceSite


@dataclass(frozen=True)
class _Held:
    """A contract of a metering point: whose, where and when."""

    owner_id: int
    location_id: int
    contract: str
    starts_on: date
    ends_on: date | None

    def overlaps(self, starts_on: date, ends_on: date) -> bool:
        return self.starts_on < ends_on and (self.ends_on is None or self.ends_on > starts_on)


@dataclass(frozen=True)
class Register:
    """The customers and contracts that some invoices name."""

    customers: Mapping[str, int]
    held: Mapping[str, Sequence[_Held]]

    def owner_of(self, facts: InvoiceRecord, line: int, faults: Faults) -> int | None:
        """Return the customer whose the invoice is, or note why it cannot be known."""
        if facts.customer:
            owner_id = self.customers.get(facts.customer)
            if owner_id is None:
                faults.add(line, "customer", not_there("customer", facts.customer))
            return owner_id
        owners = {held.owner_id for site in facts.sites for held in self._held_then(facts, site)}
        if len(owners) == 1:
            return owners.pop()
        problem = (
            f"invoice {facts.number} names no customer, and its metering points and period lead to"
            f" {'several' if owners else 'none'}; send the customer number"
        )
        faults.add(line, "customer", problem)
        return None

    def own_location(self, facts: InvoiceRecord, site: InvoiceSite, owner_id: int) -> tuple[int | None, str]:
        """Return the customer's own location at the site and their last contract there then, if any."""
        for held in reversed(self._held_then(facts, site)):
            if held.owner_id == owner_id:
                return held.location_id, held.contract
        return None, ""

    def _held_then(self, facts: InvoiceRecord, site: InvoiceSite) -> list[_Held]:
        starts_on, ends_on = period_of(facts, site)
        if starts_on is None or ends_on is None:
            return []
        return [held for held in self.held.get(site.gsrn, ()) if held.overlaps(starts_on, ends_on)]


def period_of(facts: InvoiceRecord, site: InvoiceSite) -> tuple[date | None, date | None]:
    """Return the site's half-open period, which is the invoice's unless it states its own."""
    starts_on, last_day = site.starts_on or facts.starts_on, site.last_day or facts.last_day
    return starts_on, last_day + timedelta(days=1) if last_day else None


def read_register(invoices: Iterable[InvoiceRecord]) -> Register:
    """Read the customers and contracts that the invoices name."""
    numbers: set[str] = set()
    points: set[str] = set()
    for facts in invoices:
        numbers.update([facts.customer] if facts.customer else ())
        points.update(site.gsrn for site in facts.sites)
    customers = Customer.everything.filter(number__in=numbers).values_list("number", "id")
    contracts = (
        Contract.everything.filter(location__point__gsrn__in=points, is_cancelled=False)
        .order_by("starts_on")
        .values_list("location__point__gsrn", "owner_id", "location_id", "number", "starts_on", "ends_on")
    )
    held: dict[str, list[_Held]] = defaultdict(list)
    for gsrn, owner_id, location_id, number, starts_on, ends_on in contracts:
        held[gsrn].append(_Held(owner_id, location_id, number, starts_on, ends_on))
    return Register(dict(customers), held)
