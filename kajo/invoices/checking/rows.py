"""What a check shows: the invoice says, we computed, the difference, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from kajo.invoices.checking.words import NO_MISTAKE, Reason, Verdict
from kajo.invoices.rows import NOTHING, InvoiceRow, SiteRow
from kajo.invoices.words import RowKind


@dataclass(frozen=True)
class Finding:
    """A reason with the facts that its sentence names, as they are written on the page."""

    reason: Reason
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return str(self.reason.label) % self.facts


@dataclass(frozen=True)
class Amounts:
    """A quantity, a price and a sum without VAT; None: not known.

    Of energy, `is_energy`, in kWh and c/kWh; of anything else in the invoice's unit (a fee's months) and €.
    """

    quantity: Decimal | None
    price: Decimal | None
    amount: Decimal | None
    vat_percent: Decimal | None
    is_energy: bool


@dataclass(frozen=True)
class RowCheck:
    """A row of the invoice beside what it should be. `said` is None of a row that the invoice lacks,
    `computed` of one that is no part of the contract's price."""

    name: str
    kind: RowKind
    starts_on: date | None
    ends_on: date | None
    said: Amounts | None
    computed: Amounts | None
    findings: tuple[Finding, ...] = ()

    @property
    def last_day(self) -> date | None:
        return None if self.ends_on is None else self.ends_on - timedelta(days=1)

    @property
    def difference(self) -> Decimal | None:
        """The invoice's sum less ours."""
        if self.said is None or self.computed is None:
            return None
        return _minus(self.said.amount, self.computed.amount)

    @property
    def verdict(self) -> Verdict:
        if self.computed is None and not _mistakes(self.findings):
            return Verdict.NOT_CHECKED
        return verdict_of(self.findings, self.difference)

    @property
    def counted(self) -> Amounts | None:
        """What the computed sums take for this row: ours, or the invoice's where we have none."""
        return self.computed or self.said


@dataclass(frozen=True)
class VatCheck:
    """The VAT of one rate: what it is of, and how much."""

    percent: Decimal
    said_base: Decimal | None
    said_vat: Decimal | None
    computed_base: Decimal
    computed_vat: Decimal
    findings: tuple[Finding, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        return _minus(self.said_vat, self.computed_vat)

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.findings, NOTHING)


@dataclass(frozen=True)
class SiteCheck:
    """The rows of one site. `why_not` says in words why they could not be checked.

    `intervals` were read, of which `estimated` are estimates; of `missing_minutes` no reading is known.
    """

    site: SiteRow | None
    contract_number: str
    rows: tuple[RowCheck, ...]
    why_not: str = ""
    intervals: int = 0
    missing_minutes: int = 0
    estimated: int = 0

    @property
    def verdict(self) -> Verdict:
        return Verdict.UNKNOWN if self.why_not else worst(row.verdict for row in self.rows)

    @property
    def missing_hours(self) -> Decimal:
        return Decimal(self.missing_minutes) / 60


@dataclass(frozen=True)
class SitesPart:
    """Which of an invoice's sites are checked at once: a page of them, from 1."""

    page: int = 1
    pages: int = 1
    first: int = 1
    last: int = 1
    total: int = 1

    @property
    def is_whole(self) -> bool:
        return self.pages == 1


WHOLE = SitesPart()


@dataclass(frozen=True)
class InvoiceCheck:
    """An invoice checked: its sites, VAT by rate, and the total. `why_not`: why nothing could be.

    Of an invoice with very many sites, `sites` are a `part`; of the others VAT takes what the invoice says.
    """

    invoice: InvoiceRow
    sites: tuple[SiteCheck, ...] = ()
    part: SitesPart = WHOLE
    vats: tuple[VatCheck, ...] = ()
    findings: tuple[Finding, ...] = ()
    why_not: str = ""

    @property
    def computed_total(self) -> Decimal | None:
        """The total with VAT as it should be; None when a site was not checked."""
        if self.why_not or not self.part.is_whole or any(site.why_not for site in self.sites):
            return None
        return sum((vat.computed_base + vat.computed_vat for vat in self.vats), NOTHING)

    @property
    def difference(self) -> Decimal | None:
        """The invoice's total less ours."""
        return _minus(self.invoice.total_with_vat, self.computed_total)

    @property
    def verdict(self) -> Verdict:
        if self.why_not:
            return Verdict.UNKNOWN
        parts = [*(site.verdict for site in self.sites), *(vat.verdict for vat in self.vats)]
        return worst([*parts, self.verdict_of_total])

    @property
    def verdict_of_total(self) -> Verdict:
        return verdict_of(self.findings, NOTHING)


def verdict_of(findings: Iterable[Finding], difference: Decimal | None) -> Verdict:
    """Return what findings come to: a mistake before what cannot be known, that before what is understood."""
    found = tuple(findings)
    if _mistakes(found):
        return Verdict.DIFFERS
    if any(one.reason is Reason.MISSING_READINGS for one in found):
        return Verdict.UNKNOWN
    return Verdict.EXPLAINED if found or difference else Verdict.AGREES


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of the verdicts: rows that are not checked do not count beside ones that are."""
    order = list(Verdict)
    found = set(verdicts)
    if found - {Verdict.NOT_CHECKED}:
        found -= {Verdict.NOT_CHECKED}
    return max(found, key=order.index, default=Verdict.NOT_CHECKED)


def _mistakes(findings: Iterable[Finding]) -> bool:
    harmless = NO_MISTAKE | {Reason.MISSING_READINGS, Reason.NOT_OF_CONTRACT}
    return any(one.reason not in harmless for one in findings)


def _minus(said: Decimal | None, computed: Decimal | None) -> Decimal | None:
    return None if said is None or computed is None else said - computed
