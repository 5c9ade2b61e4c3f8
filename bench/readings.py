"""The readings store: reading a location's year, and what a reading costs on disk."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import psycopg
from django.db import connection, transaction
from psycopg.rows import tuple_row

from bench.filling import POINTS, YEAR, fill_store
from bench.measuring import Line, at_least, at_most, median_ms
from kajo.access.holdings import Holding
from kajo.access.wall import behind_the_wall, open_wall_to
from kajo.metering import queries, store
from kajo.metering.local_days import minutes_of, number_of
from kajo.metering.words import Flow, ReadingType

POINTS_IN_ROWS = 100  # the table with a row a reading: smaller, which is to its advantage


def measure() -> Iterator[Line]:
    holdings = list(fill_store())
    readings = POINTS * int(minutes_of(np.arange(*map(number_of, YEAR))).sum()) // 15
    yield at_most("bytes a reading on disk, index included", _bytes_on_disk() / readings, 6, "B")
    np.random.default_rng(1).shuffle(holdings)
    page, direct = _year_through_the_wall(holdings), _year_by_the_owner(holdings)
    yield at_most("a location's year of quarter-hours as an array, read as a page", page, 1, "ms")
    yield Line("the same by the owner's direct read", f"{direct:.2f} ms")
    yield at_most("page in times of the owner's", page / direct, 1.3, "×")
    fastest = min(_year_from_rows(holdings))
    yield Line("the same year from a row a reading, fastest of four ways", f"{fastest:.2f} ms")
    yield at_least("day blocks in times of that", fastest / page, 8, "×", digits=1)


def _bytes_on_disk() -> int:
    ((size,),) = store.fetch("select pg_total_relation_size('metering_day')")
    return int(size)


def _year_through_the_wall(holdings: list[Holding]) -> float:
    def read(number: int) -> None:
        holding = holdings[number % POINTS]
        open_wall_to(holding.customer_id)
        year = queries.read_intervals([holding], *YEAR, Flow.CONSUMPTION, ReadingType.BN01).packed
        assert len(year) == 35_040

    def only_open(number: int) -> None:
        open_wall_to(holdings[number % POINTS].customer_id)

    with behind_the_wall(0, read_only=True):
        return median_ms(read, 1000) - median_ms(only_open, 1000)


def _year_by_the_owner(holdings: list[Holding]) -> float:
    query = """
    select kajo_head(day, reading_type, minutes, scale), energies, quality from metering_day
    where point_id = %s and flow = 1::smallint and reading_type = 1::smallint and day >= %s and day < %s
    order by day
    """

    def read(number: int) -> None:
        rows = store.fetch(query, (holdings[number % POINTS].point_id, *YEAR))
        assert len(queries.intervals_of(rows).packed) == 35_040

    with transaction.atomic():
        return median_ms(read, 1000)


def _year_from_rows(holdings: list[Holding]) -> list[float]:
    """Return the times of four ways: tuples, values only, the binary protocol, one packed value."""
    some = sorted(holding.point_id for holding in holdings)[:POINTS_IN_ROWS]
    with connection.cursor() as cursor:
        cursor.execute(
            "create table reading_row (point_id integer, starts_at timestamptz, energy integer, "
            "quality smallint, primary key (point_id, starts_at))"
        )
        cursor.execute(
            "insert into reading_row select p, s, (random() * 3000)::integer, 0 "
            "from unnest(%s::integer[]) p, "
            "generate_series('2024-12-31 22:00Z'::timestamptz, '2025-12-31 21:45Z', '15 min') s",
            [some],
        )
        cursor.execute("vacuum analyze reading_row")
    where = "from reading_row where point_id = %s"
    assert connection.connection is not None
    raw = psycopg.Cursor(connection.connection, row_factory=tuple_row)

    def rows(columns: str, *, binary: bool) -> float:
        query = f"select {columns} {where} order by starts_at".encode()

        def read(number: int) -> None:
            found = raw.execute(query, (some[number % POINTS_IN_ROWS],), prepare=True, binary=binary)
            assert len(np.array([row[-1] for row in found.fetchall()])) == 35_040

        return median_ms(read, 60, warm_up=10)

    def packed(number: int) -> None:
        query = f"select string_agg(int4send(energy), ''::bytea order by starts_at) {where}".encode()
        found = raw.execute(query, (some[number % POINTS_IN_ROWS],), prepare=True, binary=True).fetchone()
        assert found is not None and len(np.frombuffer(found[0], ">i4")) == 35_040

    return [
        rows("starts_at, energy", binary=False),
        rows("energy", binary=False),
        rows("energy", binary=True),
        median_ms(packed, 60, warm_up=10),
    ]
