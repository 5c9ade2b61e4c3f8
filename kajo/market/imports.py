"""Writing the market's tables. For each thing the highest change number holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from psycopg import sql

from kajo.core.records import Counts, Line
from kajo.core.refusals import Faults
from kajo.market.records import SpotPriceRecord, VatRateRecord

SpotPriceChange = tuple[str, int, datetime, Decimal, int]
"""Zone, minutes, start, €/MWh, change number."""
TemperatureChange = tuple[str, date, Decimal, int]
"""Station, day, °C, change number."""


def write_vat_rates(lines: Sequence[Line[VatRateRecord]], faults: Faults) -> Counts:
    """Write VAT rates."""
    rates = [line.record for line in lines]
    return _upsert(
        "market_vatrate",
        ("supply", "starts_on"),
        "percent",
        [(rate.supply.value, rate.starts_on, rate.percent, rate.change_number) for rate in rates],
    )


def write_spot_price_records(lines: Sequence[Line[SpotPriceRecord]], faults: Faults) -> Counts:
    """Write the prices of spot price records; of two in one file for the same interval, the newer holds."""
    newest: dict[tuple[str, int, datetime], tuple[int, Decimal]] = {}
    read = 0
    for line in lines:
        record = line.record
        step = timedelta(minutes=record.minutes)
        for number, price in enumerate(record.prices_eur_per_mwh):
            key = (record.zone, record.minutes, record.starts_at + number * step)
            other = newest.setdefault(key, (record.change_number, price))
            if other[0] < record.change_number:
                newest[key] = (record.change_number, price)
            elif other[0] == record.change_number and other[1] != price:
                problem = f"another line gives {key[2].isoformat()} another price with the same change number"
                faults.add(line.number, "prices_eur_per_mwh", problem)
                break
        read += len(record.prices_eur_per_mwh)
    counts = write_spot_prices([(*key, price, change) for key, (change, price) in newest.items()])
    return Counts(read, counts.changed, read - counts.changed)


def write_spot_prices(changes: Sequence[SpotPriceChange]) -> Counts:
    """Write exchange prices, each interval at most once."""
    return _upsert("market_spotprice", ("zone", "minutes", "starts_at"), "price_eur_per_mwh", changes)


def write_temperatures(changes: Sequence[TemperatureChange]) -> Counts:
    """Write daily means, each station's day at most once."""
    return _upsert("market_daytemperature", ("station", "day"), "mean_celsius", changes)


def _upsert(table: str, keys: tuple[str, ...], value: str, rows: Sequence[tuple[Any, ...]]) -> Counts:
    """Copy rows (keys, value, change number) to a staging table and take the newer ones, all at once."""
    names = {
        "table": sql.Identifier(table),
        "keys": sql.SQL(", ").join(map(sql.Identifier, keys)),
        "value": sql.Identifier(value),
        "columns": sql.SQL(", ").join(map(sql.Identifier, (*keys, value, "change_number"))),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STAGE.format(**names))
        _copy(cursor, _COPY.format(**names), rows)
        cursor.execute(_COUNT.format(**names))
        changed = cursor.fetchone()[0]
        cursor.execute(_TAKE.format(**names))
        cursor.execute("drop table arriving")
    return Counts(read=len(rows), changed=changed, unchanged=len(rows) - changed)


def _copy(cursor: Any, statement: sql.Composed, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


_STAGE = sql.SQL("create temporary table arriving on commit drop as select {columns} from {table} limit 0")
_COPY = sql.SQL("copy arriving ({columns}) from stdin")
_COUNT = sql.SQL(
    "select count(*) from arriving a left join {table} k using ({keys}) where k.change_number is null"
    " or (k.change_number < a.change_number and k.{value} <> a.{value})"
)
_TAKE = sql.SQL(
    "insert into {table} as kept ({columns}) select {columns} from arriving on conflict ({keys}) do update"
    " set {value} = excluded.{value}, change_number = excluded.change_number"
    " where kept.change_number < excluded.change_number"
)
