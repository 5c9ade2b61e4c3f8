"""What the made-up retailer sells, and for how much. Prices are without VAT."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kajo.contracts.words import ComponentKind, ProductKind, Unit

FIXED, OPEN, SPOT, SPOT_HOUR, HYBRID, NIGHT, PACKAGE = (
    "KIINTEA24",
    "TOISTAISEKSI",
    "PORSSI",
    "PORSSITUNTI",
    "JOUSTO",
    "YOPAIVA",
    "KAUSI",
)


@dataclass(frozen=True)
class Component:
    """A part of a price. `prices` by first day; a contract takes the one in force when it begins."""

    kind: ComponentKind
    prices: dict[date, str]
    is_locked: bool = False

    @property
    def unit(self) -> Unit:
        return Unit.EUROS_PER_MONTH if self.kind is ComponentKind.BASIC_FEE else Unit.CENTS_PER_KWH

    def within(self, starts_on: date, last_day: date | None) -> dict[date, Decimal]:
        """Return the prices of a contract with that period, the first from its first day."""
        in_force = [day for day in sorted(self.prices) if day <= starts_on][-1:] or [min(self.prices)]
        prices = {starts_on: Decimal(self.prices[in_force[0]])}
        if not self.is_locked:
            later = {d: Decimal(p) for d, p in self.prices.items() if starts_on < d <= (last_day or date.max)}
            prices |= later
        return prices


@dataclass(frozen=True)
class Product:
    kind: ProductKind
    names: tuple[str, str, str]
    components: tuple[Component, ...]
    spot_minutes: Literal[15, 60] | None = None
    origin: tuple[str, str, str] = ("43.1", "38.6", "18.3")  # renewable, nuclear, fossil, per cent


def _fee(*steps: tuple[int, int, str], locked: bool = False) -> Component:
    return _priced(ComponentKind.BASIC_FEE, *steps, locked=locked)


def _priced(kind: ComponentKind, *steps: tuple[int, int, str], locked: bool = False) -> Component:
    return Component(kind, {date(year, month, 1): price for year, month, price in steps}, is_locked=locked)


QUARTERLY = "9.40 7.95 6.30 7.72 8.66 6.18 4.92 6.54 7.80 5.66 4.47 6.12 8.04 5.90 4.71 6.38"  # since 2023

PRODUCTS: dict[str, Product] = {
    FIXED: Product(
        ProductKind.FIXED_TERM,
        ("Kajo Kiinteä 24", "Kajo Fast 24", "Kajo Fixed 24"),
        (
            _fee((2015, 1, "3.62"), (2023, 1, "3.98"), (2026, 6, "4.14"), locked=True),
            _priced(
                ComponentKind.ENERGY,
                (2015, 1, "4.58"),
                (2022, 1, "7.10"),
                (2022, 9, "19.84"),
                (2023, 4, "8.92"),
                (2024, 1, "7.35"),
                (2025, 1, "6.76"),
                (2026, 6, "6.33"),
                locked=True,
            ),
        ),
    ),
    OPEN: Product(
        ProductKind.OPEN_ENDED,
        ("Kajo Toistaiseksi", "Kajo Tills vidare", "Kajo Open-ended"),
        (
            _fee((2015, 1, "2.90"), (2021, 1, "3.22"), (2025, 3, "3.54")),
            _priced(
                ComponentKind.ENERGY,
                (2015, 1, "4.77"),
                (2019, 1, "5.24"),
                (2021, 10, "6.45"),
                (2022, 10, "14.90"),
                (2023, 6, "9.87"),
                (2024, 6, "8.31"),
                (2025, 3, "7.59"),
                (2026, 2, "7.88"),
            ),
        ),
    ),
    SPOT: Product(
        ProductKind.SPOT,
        ("Kajo Pörssi", "Kajo Börs", "Kajo Spot"),
        (
            _fee((2019, 1, "3.22"), (2026, 1, "3.46")),
            _priced(ComponentKind.MARGIN, (2019, 1, "0.38"), (2025, 10, "0.48")),
        ),
        spot_minutes=15,
    ),
    SPOT_HOUR: Product(
        ProductKind.SPOT,
        ("Kajo Pörssi Tunti", "Kajo Börs Timme", "Kajo Spot Hour"),
        (_fee((2019, 1, "2.98")), _priced(ComponentKind.MARGIN, (2019, 1, "0.30"), locked=True)),
        spot_minutes=60,
    ),
    HYBRID: Product(
        ProductKind.HYBRID,
        ("Kajo Jousto", "Kajo Flex", "Kajo Flex"),
        (
            _fee((2023, 1, "3.38")),
            _priced(ComponentKind.ENERGY, (2023, 1, "7.05"), (2025, 1, "6.21"), locked=True),
        ),
        spot_minutes=15,
    ),
    NIGHT: Product(
        ProductKind.OPEN_ENDED,
        ("Kajo Yö ja päivä", "Kajo Natt och dag", "Kajo Night and Day"),
        (
            _fee((2015, 1, "3.30"), (2025, 3, "3.87")),
            _priced(ComponentKind.ENERGY_DAY, (2015, 1, "5.90"), (2023, 6, "10.41"), (2025, 3, "8.36")),
            _priced(ComponentKind.ENERGY_NIGHT, (2015, 1, "4.62"), (2023, 6, "8.12"), (2025, 3, "6.47")),
        ),
    ),
    PACKAGE: Product(
        ProductKind.PERIODICALLY_RESET,
        ("Kajo Kausi", "Kajo Kvartal", "Kajo Quarterly"),
        (
            _fee((2023, 1, "3.14")),
            Component(
                ComponentKind.ENERGY,
                {
                    date(2023 + index // 4, index % 4 * 3 + 1, 1): price
                    for index, price in enumerate(QUARTERLY.split())
                },
            ),
            _priced(ComponentKind.GREEN_SUPPLEMENT, (2023, 1, "0.25"), locked=True),
        ),
        origin=("100", "0", "0"),
    ),
}

COMPONENT_NAMES: dict[ComponentKind, tuple[str, str, str]] = {
    ComponentKind.BASIC_FEE: ("Perusmaksu", "Grundavgift", "Basic fee"),
    ComponentKind.ENERGY: ("Energia", "Energi", "Energy"),
    ComponentKind.ENERGY_DAY: ("Energia, päivä", "Energi, dag", "Energy, day"),
    ComponentKind.ENERGY_NIGHT: ("Energia, yö", "Energi, natt", "Energy, night"),
    ComponentKind.MARGIN: ("Marginaali", "Marginal", "Margin"),
    ComponentKind.GREEN_SUPPLEMENT: (
        "Uusiutuvan energian lisä",
        "Tillägg för förnybar energi",
        "Renewable supplement",
    ),
}
