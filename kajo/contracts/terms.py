"""What a contract says of its price, as it is calculated with: for those who may see all of it, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import CharField, QuerySet
from django.http import Http404

from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.contracts.models import Contract, Product
from kajo.contracts.prices import Period, why_hidden
from kajo.contracts.queries.making import PricedComponent, components_by_contract, contracts
from kajo.contracts.words import ComponentKind, HiddenPrice, ProductKind, Unit
from kajo.core.languages import ThreeTexts


@dataclass(frozen=True)
class Component:
    """A part of the price with its dated prices without VAT, in order of day; each holds until the next."""

    kind: ComponentKind
    unit: Unit
    name: ThreeTexts
    dated: tuple[tuple[date, Decimal], ...]

    def within(self, period: Period) -> list[tuple[Period, Decimal]]:
        """Return the prices of a period's days, in order; days before the first price have none."""
        ends = [*(starts_on for starts_on, _ in self.dated[1:]), None]
        known = [
            (period.meets(Period(starts_on, ends_on)), price)
            for (starts_on, price), ends_on in zip(self.dated, ends, strict=True)
        ]
        return [(part, price) for part, price in known if part is not None]


@dataclass(frozen=True)
class EffectTerms:
    """How a consumption effect is paid: multiplied, then held between -cap and cap (c/kWh).

    `with_vat`: effect and cap are of prices with VAT. `stops_at_zero`: energy and effect together are never
    under 0 c/kWh.
    """

    multiplier: Decimal = Decimal(1)
    cap: Decimal | None = None
    with_vat: bool = False
    stops_at_zero: bool = False


@dataclass(frozen=True)
class Terms:
    """All that a contract's price follows from, beside the readings and the exchange prices.

    `spot_minutes` is the interval of the exchange price, of products that have one.
    """

    period: Period
    kind: ProductKind
    components: tuple[Component, ...]
    spot_minutes: int | None = None
    effect: EffectTerms = EffectTerms()


@dataclass(frozen=True)
class PricedContract:
    """A contract's terms, and where its readings and exchange prices are found."""

    terms: Terms
    location_id: int
    bidding_zone: str
    grid_area: str


def get_priced_contract(
    access: CustomerAccess, key: str, starts_on: date, ends_on: date
) -> PricedContract | HiddenPrice:
    """Return one of the customer's contracts as it is priced from `starts_on` until before `ends_on`.

    Where a price of those days is not shown, the reason takes the place of everything. Two queries.

    :raises Http404: when the customer has no such contract
    """
    known = _known().of(access, key=key)
    if not known:
        raise Http404
    (contract,) = known
    period = Period(contract.starts_on, contract.ends_on)
    components = tuple(map(_component, components_by_contract(access, [contract.pk])[contract.pk]))
    kind = ProductKind(contract.product.kind)
    hidden = why_hidden(kind, period) or _why_hidden_within(
        kind, period, Period(starts_on, ends_on), components
    )
    if hidden is not None:
        return hidden
    product, point = contract.product, contract.location.point
    return PricedContract(
        terms=Terms(
            period=period,
            kind=kind,
            components=components,
            spot_minutes=product.spot_minutes,
            effect=_effect(product),
        ),
        location_id=contract.location_id,
        bidding_zone=point.bidding_zone,
        grid_area=point.grid_area,
    )


def _why_hidden_within(
    kind: ProductKind, contract: Period, asked: Period, components: tuple[Component, ...]
) -> HiddenPrice | None:
    """Return why a price that holds on one of the days asked for is not shown."""
    for component in components:
        for held, _ in component.within(contract):
            if held.meets(asked) and (reason := why_hidden(kind, contract, held)):
                return reason
    return None


@statement
def _known() -> QuerySet[Contract, Contract]:
    known = contracts().filter(key=given("key", CharField()))
    return known.select_related("product", "location__point")


def _component(known: PricedComponent) -> Component:
    component = known.component
    return Component(
        kind=ComponentKind(component.kind),
        unit=Unit(component.unit),
        name=component.name,
        dated=tuple(known.dated),
    )


def _effect(product: Product) -> EffectTerms:
    return EffectTerms(
        multiplier=product.effect_multiplier,
        cap=product.effect_cap,
        with_vat=product.effect_with_vat,
        stops_at_zero=product.effect_stops_at_zero,
    )
