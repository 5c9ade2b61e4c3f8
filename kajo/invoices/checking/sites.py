"""An invoice's sites: by which contract each was billed, and what priced it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kajo.access.policy import CustomerAccess
from kajo.contracts.models import Contract
from kajo.invoices.checking.matching import Days, leaves
from kajo.invoices.checking.words import WhyUnchecked
from kajo.invoices.detail_rows import InvoiceDetail, LineRow, SiteLines
from kajo.invoices.rows import SiteRow
from kajo.pricing.queries import Pricing, get_pricing
from kajo.pricing.rows import CannotPrice


class CannotCheck(Exception):
    """A site cannot be checked; `sentence` says why, in the page's language."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class BilledSite:
    """The rows of one site that are added up, and of which contract and days they are."""

    site: SiteRow | None
    lines: tuple[LineRow, ...]
    contract_number: str
    days: Days | None

    def pricing(self, access: CustomerAccess) -> Pricing:
        """Return what prices the site's days. Seven queries at most.

        :raises CannotCheck: when the days, the contract or its prices are not for the customer to know
        """
        if self.days is None:
            raise CannotCheck(str(WhyUnchecked.NO_PERIOD.label))
        if self.site is not None and self.site.location_key is None:
            raise CannotCheck(str(WhyUnchecked.PAYER.label))
        contract = self._find_contract(access, *self.days)
        if contract is None:
            raise CannotCheck(str(WhyUnchecked.NO_CONTRACT.label))
        try:
            return get_pricing(access, contract, *self.days)
        except CannotPrice as cannot:
            raise CannotCheck(cannot.sentence) from cannot

    def _find_contract(self, access: CustomerAccess, starts_on: date, ends_on: date) -> str | None:
        """Return the key of the contract that the site names, else of its location's only one then."""
        place = Q(number=self.contract_number) if self.contract_number else Q()
        if self.site is not None:
            place |= Q(location__key=self.site.location_key)
        if not place:
            return None
        in_force = Q(starts_on__lt=ends_on) & (Q(ends_on=None) | Q(ends_on__gt=starts_on))
        known = Contract.of(access).filter(place, in_force, is_cancelled=False)
        found = dict(known.values_list("number", "key"))
        if self.contract_number in found:
            return found[self.contract_number]
        return next(iter(found.values())) if len(found) == 1 else None


def billed_sites(detail: InvoiceDetail) -> list[BilledSite]:
    """Return the sites that have rows; rows of no site are the one site's, where there is only one."""
    return [_billed(detail, lines) for lines in detail.site_lines]


def _billed(detail: InvoiceDetail, lines: SiteLines) -> BilledSite:
    invoice, rows = detail.invoice, tuple(leaves(lines.lines))
    site = lines.site or (invoice.sites[0] if len(invoice.sites) == 1 else None)
    number = site.contract_number if site and site.contract_number else detail.agreement.number
    firsts = [row.starts_on for row in rows if row.starts_on]
    ends = [row.ends_on for row in rows if row.ends_on]
    starts_on = min(firsts) if firsts else invoice.starts_on
    ends_on = max(ends) if ends else invoice.ends_on
    return BilledSite(site, rows, number, (starts_on, ends_on) if starts_on and ends_on else None)
