"""Sites of invoices follow the contracts, which may come or change after the invoice."""

from __future__ import annotations

from collections.abc import Collection

from kajo.core.jobs import handles
from kajo.invoices.models import InvoiceSite
from kajo.invoices.owner_imports import read_contracts
from kajo.metering.models import MeteringPoint

BATCH = 1000


@handles("contracts written")
def settle_sites(points: Collection[int]) -> None:
    """Tell anew which sites at these metering points are their customers' own locations."""
    gsrns = set(MeteringPoint.objects.filter(pk__in=points).values_list("gsrn", flat=True))
    sites = list(InvoiceSite.everything.filter(gsrn__in=gsrns))
    if not sites:
        return
    contracts = read_contracts(gsrns)
    changed = []
    for site in sites:
        own = contracts.own(site.owner_id, site.gsrn, site.starts_on, site.ends_on)
        location_id = own.location_id if own else None
        if site.location_id != location_id:
            site.location_id = location_id
            site.contract_number = site.contract_number or (own.contract if own else "")
            changed.append(site)
    InvoiceSite.everything.bulk_update(changed, ["location", "contract_number"], batch_size=BATCH)
