"""Who sent an invoice."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from kajo.invoices.detail_rows import InvoiceDetail, Seller


def seller_of(detail: InvoiceDetail) -> Seller:
    """Return the seller as the invoice names it; what it leaves out is the retailer of this service."""
    env, said = settings.ENV, detail.seller
    return replace(
        said,
        name=said.name or env.retailer_name,
        email=said.email or env.retailer_email,
        address=said.address or env.retailer_address,
    )
