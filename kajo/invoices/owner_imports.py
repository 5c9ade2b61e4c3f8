"""Whose an invoice is, and which of its sites are the customer's own: read for many invoices at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kajo.access.models import Customer
from kajo.contracts.models import Contract
from kajo.core.refusals import Faults, not_there
from kajo.invoices.records import InvoiceRecord, InvoiceSite


@dataclass(frozen=True)
class Held:
    """A contract of a metering point: whose, where and when."""

    owner_id: int
    location_id: int
    contract: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Contracts:
    """The contracts of some metering points, the earliest first."""

    by_gsrn: Mapping[str, Sequence[Held]]

    def during(self, gsrn: str, starts_on: date | None, ends_on: date | None) -> list[Held]:
        """Return those of the metering point that held on some day of the period; none without a period."""
        if starts_on is None or ends_on is None:
            return []
        return [
            held
            for held in self.by_gsrn.get(gsrn, ())
            if held.starts_on < ends_on and (held.ends_on is None or held.ends_on > starts_on)
        ]

    def own(self, owner_id: int, gsrn: str, starts_on: date | None, ends_on: date | None) -> Held | None:
        """Return the customer's own last contract of the metering point in the period, if any."""
        own = [held for held in self.during(gsrn, starts_on, ends_on) if held.owner_id == owner_id]
        return own[-1] if own else None


@dataclass(frozen=True)
class Register:
    """The customers and contracts that some invoices name."""

    customers: Mapping[str, int]
    contracts: Contracts

    def owner_of(self, facts: InvoiceRecord, line: int, faults: Faults) -> int | None:
        """Return the customer whose the invoice is, or note why it cannot be known."""
        if facts.customer:
            owner_id = self.customers.get(facts.customer)
            if owner_id is None:
                faults.add(line, "customer", not_there("customer", facts.customer))
            return owner_id
        owners = {
            held.owner_id
            for site in facts.sites
            for held in self.contracts.during(site.gsrn, *period_of(facts, site))
        }
        if len(owners) == 1:
            return owners.pop()
        problem = (
            f"invoice {facts.number} names no customer, and its metering points and period lead to"
            f" {'several' if owners else 'none'}; send the customer number"
        )
        faults.add(line, "customer", problem)
        return None


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
    return Register(dict(customers), read_contracts(points))


def read_contracts(gsrns: Collection[str]) -> Contracts:
    """Read the contracts of metering points, those that never came into force left out."""
    found = (
        Contract.everything.filter(location__point__gsrn__in=gsrns, is_cancelled=False)
        .order_by("starts_on")
        .values_list("location__point__gsrn", "owner_id", "location_id", "number", "starts_on", "ends_on")
    )
    by_gsrn: dict[str, list[Held]] = defaultdict(list)
    for gsrn, owner_id, location_id, number, starts_on, ends_on in found:
        by_gsrn[gsrn].append(Held(owner_id, location_id, number, starts_on, ends_on))
    return Contracts(by_gsrn)
