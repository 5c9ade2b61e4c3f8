"""VAT rates and exchange prices as the retailer's systems send them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kajo.core.records import Day, Exact, Instant, Record
from kajo.market.words import Supply


class VatRateRecord(Record):
    """A VAT rate from a day until the next one of the same supply. Known by `supply` and `starts_on`."""

    record: Literal["vat_rate"]
    supply: Supply = Field(description="What is sold.")
    starts_on: Day = Field(description="First day.")
    percent: Exact = Field(ge=0, le=100, decimal_places=2, description='Rate in per cent: `"25.5"`.')

    def identity(self) -> tuple[object, ...]:
        return (self.supply, self.starts_on)


class SpotPriceRecord(Record):
    """Exchange prices of consecutive intervals, such as a day's. Each is known by zone, time and length."""

    record: Literal["spot_price"]
    zone: str = Field(pattern=r"^[0-9A-Z-]{16}$", description="Bidding zone, EIC code: `10YFI-1--------U`.")
    starts_at: Instant = Field(description="Start of the first interval, with its offset or Z.")
    minutes: Literal[15, 60] = Field(description="Length of an interval.")
    prices_eur_per_mwh: list[
        Annotated[Exact, Field(ge=Decimal(-100000), le=Decimal(100000), decimal_places=5)]
    ] = Field(min_length=1, max_length=10_000, description="Prices without VAT in order, €/MWh, as text.")

    def identity(self) -> None:
        return None

    @model_validator(mode="after")
    def _starts_on_an_interval(self) -> Self:
        if self.starts_at.timestamp() % (self.minutes * 60):
            raise ValueError(f"starts_at is not the start of an interval of {self.minutes} minutes")
        return self
