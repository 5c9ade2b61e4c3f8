"""One contract with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet
from django.http import Http404

from kajo.access.models import Customer
from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.changes.queries import list_changes
from kajo.changes.rows import ChangeRow
from kajo.changes.words import ChangeState
from kajo.contracts.models import Contract, ContractDocument, Product
from kajo.contracts.prices import Period, why_hidden
from kajo.contracts.queries.lists import ending_of, is_told
from kajo.contracts.queries.making import (
    PricedComponent,
    component_rows,
    components_by_contract,
    contract_row,
    contracts,
    location_detail,
    period_of,
    state_of,
    withdrawn,
)
from kajo.contracts.rows import (
    ComponentRow,
    ContractDetail,
    DocumentRow,
    EffectRow,
    Ending,
    Event,
    InvoicingRow,
    OriginRow,
    Span,
    Withdrawal,
)
from kajo.contracts.timeline import contract_events, price_events
from kajo.contracts.words import (
    ContractChange,
    ContractState,
    DocumentKind,
    InvoicingMethod,
    ProductKind,
    Renewal,
)
from kajo.market.queries import get_vat_table
from kajo.market.rows import VatTable

DAY = timedelta(days=1)


def get_contract(access: CustomerAccess, key: str, *, today: date) -> ContractDetail:
    """Return one of the customer's contracts, with all its prices that may be shown.

    Four queries, and for VAT one more.

    :raises Http404: when the customer has no such contract
    """
    found = _there().of(access, key=key)
    contract = next((one for one in found if one.key == key), None)
    if contract is None:
        raise Http404
    known, vat = components_by_contract(access, [one.pk for one in found]), get_vat_table()
    changes = list_changes(access, subjects=[contract.number, contract.location.point.gsrn, access.number])
    profile = (change for change in changes if change.kind == ContractChange.PROFILE)
    components = component_rows(contract, known[contract.pk], vat, today)
    return ContractDetail(
        contract=contract_row(contract, known[contract.pk], vat, today),
        location=location_detail(contract.location),
        product_names=contract.product.name,
        components=components,
        effect=_effect(contract),
        origin=_origin(contract.product),
        renewal=Renewal(contract.renewal) if contract.renewal else None,
        notice_days=contract.notice_days,
        notice_given_on=contract.notice_given_on,
        made_on=contract.made_on,
        payer=contract.payer,
        partners=tuple(contract.partners),
        property_manager=contract.property_manager,
        invoicing=_invoicing(contract),
        withdrawal=withdrawal_of(contract, changes, today),
        ending=_ending(contract, found, today),
        documents=_documents(access, contract),
        spans=tuple(_span(one, today) for one in found),
        events=_events(found, known, vat, today),
        profile_changes=tuple(profile),
        customer_changes=tuple(change for change in changes if change.subject == access.number),
    )


@statement
def _there() -> QuerySet[Any]:
    """All contracts of the location of the one with that key."""
    here = Contract.owned().filter(key=given("key", CharField())).values("location")
    there = (
        contracts()
        .filter(location__in=here)
        .annotate(is_withdrawn=withdrawn())
        .select_related("location__point", "product", "owner")
    )
    return there.order_by("starts_on", "id")


def find_document(access: CustomerAccess, contract: str, key: str) -> tuple[DocumentRow, str, bytes] | None:
    """Return a document of a contract, its media type and its content; both are named by their keys."""
    found = ContractDocument.of(access).filter(contract__key=contract, key=key).first()
    return (_document_row(found), found.media_type, bytes(found.content)) if found else None


def withdrawal_of(contract: Contract, changes: Sequence[ChangeRow], today: date) -> Withdrawal | None:
    """Return whether and until when the contract can be withdrawn from; None when it never could.

    :param changes: what was asked of the contract, the newest first
    """
    if not contract.is_made_at_distance or contract.withdraw_until_on is None:
        return None
    asked = [change for change in changes if change.kind == ContractChange.WITHDRAWAL]
    standing = next((change for change in asked if change.state is not ChangeState.REFUSED), None)
    return Withdrawal(
        last_day=contract.withdraw_until_on - DAY,
        is_open=today < contract.withdraw_until_on and standing is None,
        asked=standing or next(iter(asked), None),
    )


def _ending(contract: Contract, there: Sequence[Any], today: date) -> Ending | None:
    standing = (one for one in there if not one.is_withdrawn)
    following = next((one for one in standing if one.starts_on == contract.ends_on), None)
    is_valid = state_of(period_of(contract), today) is ContractState.VALID
    return ending_of(contract, following, today) if is_valid and is_told(contract, following, today) else None


def _events(
    there: Sequence[Contract], known: dict[int, list[PricedComponent]], vat: VatTable, today: date
) -> tuple[Event, ...]:
    """Return what happens at the location, in order of the day."""
    events: list[Event] = []
    for contract in there:
        product = contract.product.name.in_language()
        components: tuple[ComponentRow, ...] = component_rows(contract, known[contract.pk], vat, today)
        events += contract_events(
            contract.key,
            product,
            starts_on=contract.starts_on,
            last_day=period_of(contract).last_day,
            fixed_last_day=Period(contract.starts_on, contract.fixed_ends_on).last_day,
            notice_given_on=contract.notice_given_on,
            withdraw_last_day=Period(contract.starts_on, contract.withdraw_until_on).last_day,
            today=today,
        )
        events += price_events(contract.key, product, components)
    return tuple(sorted(events, key=lambda event: event.day))


def _span(contract: Contract, today: date) -> Span:
    period = period_of(contract)
    product = contract.product.name.in_language()
    return Span(contract.key, product, state_of(period, today), contract.starts_on, period.last_day)


def _effect(contract: Contract) -> EffectRow | None:
    """Return how the effect is paid; nothing where the contract's prices are not shown."""
    product, kind = contract.product, ProductKind(contract.product.kind)
    if kind is not ProductKind.HYBRID or why_hidden(kind, period_of(contract)):
        return None
    return EffectRow(
        share=product.effect_multiplier * 100,
        cap=product.effect_cap,
        with_vat=product.effect_with_vat,
        stops_at_zero=product.effect_stops_at_zero,
    )


def _origin(product: Product) -> OriginRow | None:
    renewable, nuclear, fossil = product.origin_renewable, product.origin_nuclear, product.origin_fossil
    if renewable is None or nuclear is None or fossil is None or product.origin_year is None:
        return None
    return OriginRow(renewable, nuclear, fossil, product.origin_year)


def _invoicing(contract: Contract) -> InvoicingRow | None:
    if not contract.invoicing_method:
        return None
    return InvoicingRow(
        method=InvoicingMethod(contract.invoicing_method),
        is_company=contract.owner.kind != Customer.Kind.PERSON,
        invoices_a_year=contract.invoices_a_year,
        address=tuple(contract.invoicing_address.splitlines()),
        e_invoice_bank=contract.e_invoice_bank,
        e_invoice_address=contract.e_invoice_address,
    )


def _documents(access: CustomerAccess, contract: Contract) -> tuple[DocumentRow, ...]:
    return tuple(_document_row(document) for document in _papers().of(access, contract=contract.pk))


@statement
def _papers() -> QuerySet[ContractDocument]:
    found = ContractDocument.owned().filter(contract_id=given("contract", BigIntegerField()))
    return found.defer("content", "sha256").order_by("-dated_on", "id")


def _document_row(document: ContractDocument) -> DocumentRow:
    return DocumentRow(
        key=document.key,
        kind=DocumentKind(document.kind),
        name=document.name,
        size=document.size,
        dated_on=document.dated_on,
    )
