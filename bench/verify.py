"""The check of a month's invoice of exchange electricity, as a page does it: reads, prices, compares.

Of the demo's own homes; the month has 31 days and no change of the clocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bench.measuring import Line, at_most, median_ms
from demo.cast import cast_of
from demo.load import load_cast
from kajo.access import policy
from kajo.access.models import Ownership
from kajo.access.policy import CustomerAccess
from kajo.access.wall import behind_the_wall
from kajo.contracts.models import Contract
from kajo.contracts.words import ProductKind
from kajo.core import times
from kajo.invoices.checking.queries import check_invoice
from kajo.invoices.checking.words import Verdict
from kajo.invoices.models import Invoice, InvoiceSite
from kajo.pricing.queries import get_pricing

QUARTERS, MONTHS = 2976, 12
GOAL_MS, PRICING_GOAL_MS = 30, 10


def measure() -> Iterator[Line]:
    load_cast(cast_of(times.today(), neighbours_wanted=0), months=MONTHS)
    invoice, contract = _spot_invoice()
    user = Ownership.everything.filter(owner=invoice.owner).values_list("user", flat=True)[0]
    with behind_the_wall(user, read_only=True):
        access = policy.open_customer(user, invoice.owner.key, now=times.now())
        assert access is not None
        yield from _measured(access, invoice, contract)


def _measured(access: CustomerAccess, invoice: Invoice, contract: Contract) -> Iterator[Line]:
    starts_on, ends_on = invoice.starts_on, invoice.ends_on
    assert starts_on is not None and ends_on is not None

    def check(_: int) -> None:
        found = check_invoice(access, invoice.key, today=times.today())
        assert found.verdict is Verdict.AGREES and found.sites[0].intervals == QUARTERS

    def price(_: int) -> None:
        assert get_pricing(access, contract.key, starts_on, ends_on).bill().rows

    taken = median_ms(price, 100)
    yield at_most(
        f"a month of {QUARTERS:,} quarter-hours priced, reads included", taken, PRICING_GOAL_MS, "ms"
    )
    taken = median_ms(check, 100)
    yield at_most(f"the check of a month's spot invoice ({QUARTERS:,} quarter-hours)", taken, GOAL_MS, "ms")


def _spot_invoice() -> tuple[Invoice, Contract]:
    """Return the newest invoice of a whole month of exchange electricity, and its contract."""
    owned = Ownership.everything.values("owner")
    of_spot = Contract.everything.filter(product__kind=ProductKind.SPOT, owner__in=owned)
    contracts = {one.number: one for one in of_spot}
    sites = InvoiceSite.everything.filter(contract_number__in=contracts, location__isnull=False)
    for site in sites.order_by("-invoice__dated_on").select_related("invoice__owner"):
        invoice = site.invoice
        if (
            invoice.starts_on
            and invoice.ends_on
            and _quarters(invoice.starts_on, invoice.ends_on) == QUARTERS
        ):
            return invoice, contracts[site.contract_number]
    raise AssertionError("the demo has no such invoice")


def _quarters(starts_on: date, ends_on: date) -> int:
    return sum(times.slots_in_day(day, 15) for day in times.days_between(starts_on, ends_on))
