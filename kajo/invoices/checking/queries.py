"""The check of an invoice: its rows, and what they should be by the customer's own readings and prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.core.paging import cut_page
from kajo.invoices.checking.matching import Site, check_rows, unchecked
from kajo.invoices.checking.readings import KnownReadings
from kajo.invoices.checking.rows import Finding, InvoiceCheck, SiteCheck, SitesPart
from kajo.invoices.checking.sites import BilledSite, CannotCheck, billed_sites
from kajo.invoices.checking.taxes import check_vats
from kajo.invoices.checking.words import Reason, WhyUnchecked
from kajo.invoices.detail_rows import InvoiceDetail
from kajo.invoices.queries.details import get_invoice
from kajo.invoices.rows import NOTHING, SiteRow
from kajo.metering.words import Quality
from kajo.pricing.interval_prices import PricedInterval
from kajo.pricing.queries import Pricing
from kajo.pricing.rows import CannotPrice

MOST_SITES = 40  # of one invoice at once: each is read and priced on its own


def check_invoice(access: CustomerAccess, key: str, *, today: date, page: int = 1) -> InvoiceCheck:
    """Return one of the customer's invoices checked against stored readings and the contract's prices.

    :param page: which 40 of its sites, where it has more; the last for one after it
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
    part = _part_of(billed, page)
    sites = tuple(_check_site(access, one) for one in billed[part.first - 1 : part.last])
    rows = [row for site in sites for row in site.rows]
    others = (*billed[: part.first - 1], *billed[part.last :])
    rows += [unchecked(line) for one in others for line in one.lines]
    findings = tuple(_total_findings(detail))
    return InvoiceCheck(detail.invoice, sites, part, check_vats(detail.vats, rows), findings)


def _part_of(billed: Sequence[BilledSite], page: int) -> SitesPart:
    cut = cut_page(page, total=len(billed), a_page=MOST_SITES)
    return SitesPart(cut.number, cut.pages, cut.start + 1, min(cut.end, len(billed)), len(billed))


@dataclass(frozen=True)
class CheckedInterval:
    """An interval behind a check: where, what was used and of which quality, and what it costs."""

    gsrn: str
    interval: PricedInterval
    quality: Quality


def list_checked_intervals(
    access: CustomerAccess, key: str, *, today: date, page: int = 1
) -> Iterator[CheckedInterval]:
    """Yield the intervals that a page of `check_invoice` goes by, site by site, of what can be checked.

    :raises Http404: when the customer has no such invoice
    :raises PermissionDenied: without the areas of invoices, contracts and reporting
    """
    _require(access)
    detail = get_invoice(access, key, today=today)
    if _why_unchecked(detail) is not None:
        return
    billed = billed_sites(detail)
    part = _part_of(billed, page)
    for one in billed[part.first - 1 : part.last]:
        try:
            pricing = one.pricing(access)
        except CannotCheck:
            continue
        yield from _intervals_of(one.site, pricing)


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
