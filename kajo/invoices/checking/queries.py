"""The check of an invoice: its rows, and what they should be by the customer's own readings and prices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.invoices.checking.matching import Site, check_rows, unchecked
from kajo.invoices.checking.readings import KnownReadings
from kajo.invoices.checking.rows import NOTHING, Finding, InvoiceCheck, RowCheck, SiteCheck
from kajo.invoices.checking.sites import BilledSite, CannotCheck, billed_sites
from kajo.invoices.checking.taxes import check_vats
from kajo.invoices.checking.words import Reason, WhyUnchecked
from kajo.invoices.detail_rows import InvoiceDetail
from kajo.invoices.queries.details import get_invoice
from kajo.invoices.rows import SiteRow
from kajo.metering.words import Quality
from kajo.pricing.interval_prices import PricedInterval
from kajo.pricing.queries import Pricing
from kajo.pricing.rows import CannotPrice

MOST_SITES = 40  # of one invoice at once: each is read and priced on its own


def check_invoice(access: CustomerAccess, key: str, *, today: date) -> InvoiceCheck:
    """Return one of the customer's invoices checked against stored readings and the contract's prices.

    The statements of `get_invoice`, seven for each site, and one or two more where its energy differs.

    :raises Http404: when the customer has no such invoice
    :raises PermissionDenied: without the areas of invoices, contracts and reporting
    """
    _require(access)
    detail = get_invoice(access, key, today=today)
    why_not = _why_unchecked(detail)
    if why_not is not None:
        return InvoiceCheck(detail.invoice, why_not=str(why_not.label))
    billed = billed_sites(detail)
    sites = (
        *(_check_site(access, one) for one in billed[:MOST_SITES]),
        *(_unchecked_site(one, str(WhyUnchecked.TOO_MANY.label)) for one in billed[MOST_SITES:]),
    )
    rows: list[RowCheck] = [row for site in sites for row in site.rows]
    return InvoiceCheck(
        detail.invoice, sites, check_vats(detail.vats, rows), findings=tuple(_total_findings(detail))
    )


@dataclass(frozen=True)
class CheckedInterval:
    """An interval behind a check: where, what was used and of which quality, and what it costs."""

    gsrn: str
    interval: PricedInterval
    quality: Quality


def list_checked_intervals(access: CustomerAccess, key: str, *, today: date) -> Iterator[CheckedInterval]:
    """Yield the intervals that an invoice is checked by, site by site; those that cannot be are left out.

    :raises Http404: when the customer has no such invoice
    :raises PermissionDenied: without the areas of invoices, contracts and reporting
    """
    _require(access)
    detail = get_invoice(access, key, today=today)
    if _why_unchecked(detail) is not None:
        return
    for billed in billed_sites(detail)[:MOST_SITES]:
        try:
            pricing = billed.pricing(access)
        except CannotCheck:
            continue
        yield from _intervals_of(billed.site, pricing)


def _intervals_of(site: SiteRow | None, pricing: Pricing) -> Iterator[CheckedInterval]:
    qualities = map(Quality, pricing.intervals.quality.tolist())
    for interval, quality in zip(pricing.priced_intervals(), qualities, strict=True):
        yield CheckedInterval(site.gsrn if site else "", interval, quality)


def _require(access: CustomerAccess) -> None:
    for area in (Area.INVOICES, Area.CONTRACTS, Area.REPORTING):
        access.require(area)


def _why_unchecked(detail: InvoiceDetail) -> WhyUnchecked | None:
    if detail.invoice.is_credit_note:
        return WhyUnchecked.CREDIT_NOTE
    if detail.details_hidden:
        return WhyUnchecked.DETAILS_HIDDEN
    return None if detail.site_lines else WhyUnchecked.NO_ROWS


def _check_site(access: CustomerAccess, billed: BilledSite) -> SiteCheck:
    try:
        pricing = billed.pricing(access)
        readings = KnownReadings(pricing)
        days = pricing.starts_on, pricing.ends_on
        rows = check_rows(billed.lines, Site(days, readings.bill_of, readings.others_of))
    except (CannotCheck, CannotPrice) as cannot:
        return _unchecked_site(billed, cannot.sentence)
    return SiteCheck(
        site=billed.site,
        contract_number=billed.contract_number,
        rows=tuple(rows),
        intervals=len(pricing.intervals),
        missing_minutes=readings.bill_of(days).missing_minutes,
        estimated=int(pricing.intervals.estimated.sum()),
    )


def _unchecked_site(billed: BilledSite, why_not: str) -> SiteCheck:
    lines = tuple(unchecked(line) for line in billed.lines)
    return SiteCheck(billed.site, billed.contract_number, lines, why_not=why_not)


def _total_findings(detail: InvoiceDetail) -> Iterator[Finding]:
    """Yield what is wrong with the total beside the invoice's own VAT classes."""
    if not detail.vats or any(row.base is None or row.vat is None for row in detail.vats):
        return
    stated = sum(((row.base or NOTHING) + (row.vat or NOTHING) for row in detail.vats), NOTHING)
    if stated != detail.invoice.total_with_vat:
        yield Finding(Reason.WRONG_TOTAL)
