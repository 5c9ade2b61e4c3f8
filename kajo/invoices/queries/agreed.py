"""The contracts that an invoice is of, for those who may see contracts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, QuerySet

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.contracts.models import Contract
from kajo.core.languages import ThreeTexts
from kajo.invoices.detail_rows import ContractOfInvoice, InvoiceDetail


def list_contracts_of(access: CustomerAccess, detail: InvoiceDetail) -> list[ContractOfInvoice]:
    """Return the contracts that the invoice names, none without the area of contracts. One statement."""
    numbers = {site.contract_number for site in detail.invoice.sites} | {detail.agreement.number}
    if not access.may(Area.CONTRACTS) or not any(numbers):
        return []
    rows = _numbered().of(access, numbers=list(numbers))
    return [
        ContractOfInvoice(
            key=key,
            number=number,
            product=ThreeTexts(*product).in_language(),
            starts_on=starts_on,
            ends_on=ends_on,
            fixed_last_day=_fixed_last_day(fixed_ends_on, ends_on, detail.invoice.starts_on),
        )
        for key, number, starts_on, ends_on, fixed_ends_on, *product in rows
    ]


def _fixed_last_day(
    fixed_ends_on: date | None, ends_on: date | None, billed_from: date | None
) -> date | None:
    """Return the last day of the fixed term; None where it was over before the billed days or cut short."""
    if fixed_ends_on is None or (ends_on and ends_on < fixed_ends_on):
        return None
    is_over = billed_from is not None and fixed_ends_on <= billed_from
    return None if is_over else fixed_ends_on - timedelta(days=1)


@statement
def _numbered() -> QuerySet[Contract, tuple[Any, ...]]:
    numbers = given("numbers", ArrayField(CharField()))
    found = Contract.owned().filter(number__any=numbers, is_cancelled=False).order_by("starts_on", "id")
    names = ("product__name_fi", "product__name_sv", "product__name_en")
    return found.values_list("key", "number", "starts_on", "ends_on", "fixed_ends_on", *names)
