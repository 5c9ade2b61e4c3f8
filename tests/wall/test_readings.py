"""What PostgreSQL itself gives a web process of readings: days that an open customer held, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import LiteralString

import psycopg
import pytest
from psycopg import errors

from kajo.access.models import Holding
from kajo.core.models import ImportRun
from kajo.metering.models import MeteringDay, MeteringDayHistory, MeteringMonth, MeteringPoint
from kajo.metering.words import Flow
from tests.metering.loading import DATAHUB, load
from tests.wall.conftest import Neighbours, open_to, owner_address

pytestmark = pytest.mark.django_db

GSRN = "643007999999999999"
MOVED = date(2025, 6, 11)
EVER = date(2000, 1, 1), date(2100, 1, 1)
TABLES = ("metering_day", "metering_day_history", "metering_month")
Moved = tuple[Holding, Holding]
EPOCH = date(1970, 1, 1)


@pytest.fixture(scope="module")
def moved(
    neighbours: Neighbours, django_db_blocker: pytest.FixtureRequest
) -> Iterator[tuple[Holding, Holding]]:
    """A point that one neighbour held until 10 June and the other since, with readings of nine months."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined] # pytest-django's own
        _clear()
        point = MeteringPoint.objects.create(gsrn=GSRN)
        load(DATAHUB / "liukuri_consumption-test.csv", point=GSRN)
        yield (
            _holding(neighbours.home, point, date(2024, 1, 1), MOVED),
            _holding(neighbours.other_home, point, MOVED, None),
        )
        _clear()


@pytest.fixture
def owner(neighbours: Neighbours) -> Iterator[psycopg.Connection]:
    """The owner's connection, to stand as a page in; what it does is rolled back."""
    with psycopg.connect(owner_address()) as opened:
        yield opened
        opened.rollback()


def _holding(owner: object, point: MeteringPoint, starts_on: date, ends_on: date | None) -> Holding:
    return Holding.everything.create(
        owner=owner, point_id=point.pk, location_id=point.pk, starts_on=starts_on, ends_on=ends_on
    )


def _clear() -> None:
    points = list(MeteringPoint.objects.filter(gsrn=GSRN).values_list("pk", flat=True))
    for model in (MeteringDay, MeteringDayHistory, MeteringMonth, Holding):
        getattr(model, "everything", getattr(model, "objects", None)).filter(point_id__in=points).delete()
    MeteringPoint.objects.filter(pk__in=points).delete()
    ImportRun.objects.filter(kind="datahub-csv").delete()


def test_the_tables_of_readings_are_closed(web: psycopg.Connection, neighbours: Neighbours) -> None:
    open_to(web, neighbours.home)
    for table in TABLES:
        for statement in ("select 1 from {}", "delete from {}", "update {} set total = 0"):
            with pytest.raises(errors.InsufficientPrivilege):
                web.execute(statement.format(table).encode())


def test_readings_come_by_an_own_holding_and_only_its_days(
    web: psycopg.Connection, neighbours: Neighbours, moved: Moved
) -> None:
    open_to(web, neighbours.home)
    assert _days(web, moved[0]) == (date(2025, 1, 1), date(2025, 6, 10), 161)
    assert _interval_days(web, moved[0]) == (date(2025, 1, 1), date(2025, 6, 10), 161)
    assert _version_days(web, moved[0]) == (date(2025, 1, 1), date(2025, 6, 10), 161)
    # June is cut by the holding, so that it is no whole month of anybody's.
    assert _months(web, moved[0]) == (date(2025, 1, 1), date(2025, 5, 1), 5)
    open_to(web, neighbours.other_home)
    assert _days(web, moved[1]) == (MOVED, date(2025, 9, 30), 112)
    assert _interval_days(web, moved[1]) == (MOVED, date(2025, 9, 30), 112)
    assert _version_days(web, moved[1]) == (MOVED, date(2025, 9, 30), 112)
    assert _months(web, moved[1]) == (date(2025, 7, 1), date(2025, 9, 1), 3)


def test_a_foreign_holding_gives_nothing(
    web: psycopg.Connection, neighbours: Neighbours, moved: Moved
) -> None:
    both = [holding.pk for holding in moved]
    assert _all_of(web, both) == [], "no customer is open"
    open_to(web, neighbours.other_home)
    assert _all_of(web, [moved[0].pk]) == []
    assert {row[0] for row in _all_of(web, both)} == {moved[1].pk}


def test_a_point_that_is_named_in_place_of_a_holding_gives_nothing(
    web: psycopg.Connection, neighbours: Neighbours, moved: Moved
) -> None:
    open_to(web, neighbours.home)
    others = [number for number in range(1, 2000) if number not in (moved[0].pk, neighbours.holding.pk)]
    assert _all_of(web, others) == []


def test_a_temporary_table_opens_nothing(
    web: psycopg.Connection, neighbours: Neighbours, moved: Moved
) -> None:
    open_to(web, neighbours.other_home)
    for table in ("access_holding", "holding", "metering_day"):
        with pytest.raises(errors.InsufficientPrivilege):
            web.execute(f"create temporary table {table} (id bigint)".encode())


def test_a_temporary_table_would_open_nothing_even_if_one_could_be_made(
    owner: psycopg.Connection, neighbours: Neighbours, moved: Moved
) -> None:
    owner.execute("create temporary table access_holding (like public.access_holding)")
    owner.execute(
        "insert into pg_temp.access_holding (id, owner_id, point_id, location_id, starts_on)"
        " select id, %s, point_id, location_id, '2000-01-01' from public.access_holding where id = %s",
        [neighbours.other_home.pk, moved[0].pk],
    )
    owner.execute("grant select on pg_temp.access_holding to kajo_page")
    owner.execute("set local role kajo_page")
    open_to(owner, neighbours.other_home)
    assert owner.execute("select count(*) from access_holding").fetchone() == (1,), "it stands in the way"
    assert _all_of(owner, [moved[0].pk]) == []


def test_a_function_put_before_kajos_own_is_not_called(web: psycopg.Connection) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        web.execute(
            "create function public.kajo_held(bigint[], date, date) returns int language sql as 'select 1'"
        )


def test_metering_points_are_seen_by_their_holders(
    web: psycopg.Connection, neighbours: Neighbours, moved: Moved
) -> None:
    query = "select gsrn from metering_point"
    assert web.execute(query).fetchall() == []
    open_to(web, neighbours.home)
    assert web.execute(query).fetchall() == [(GSRN,)]
    with pytest.raises(errors.InsufficientPrivilege):
        web.execute("update metering_point set meter_number = '1'")


def _days(web: psycopg.Connection, holding: Holding) -> tuple[object, ...] | None:
    query = "select min(starts_on), max(starts_on), count(*) from kajo_days(%s, %s, %s, 1::smallint, null)"
    return web.execute(query, [[holding.pk], [EVER[0]], [EVER[1]]]).fetchone()


def _months(web: psycopg.Connection, holding: Holding) -> tuple[object, ...] | None:
    query = "select min(starts_on), max(starts_on), count(*) from kajo_months(%s, %s, %s, 1::smallint, null)"
    return web.execute(query, [[holding.pk], *EVER]).fetchone()


def _interval_days(web: psycopg.Connection, holding: Holding) -> tuple[object, ...]:
    query = "select head >> 32 from kajo_intervals(%s, %s, %s, 1::smallint, null)"
    numbers = [number for (number,) in web.execute(query, [[holding.pk], *EVER]).fetchall()]
    return EPOCH + timedelta(days=min(numbers)), EPOCH + timedelta(days=max(numbers)), len(numbers)


def _version_days(web: psycopg.Connection, holding: Holding) -> tuple[object, ...]:
    query = "select head >> 32 from kajo_versions(%s, %s, %s, 1::smallint, null)"
    numbers = [number for (number,) in web.execute(query, [[holding.pk], *EVER]).fetchall()]
    return EPOCH + timedelta(days=min(numbers)), EPOCH + timedelta(days=max(numbers)), len(numbers)


def _all_of(connection: psycopg.Connection, holdings: list[int]) -> list[tuple[object, ...]]:
    """Return the holding's id of every row that any of the functions gives."""
    count = len(holdings)
    found: list[tuple[object, ...]] = []
    flow = int(Flow.CONSUMPTION)
    calls: list[tuple[LiteralString, list[object]]] = [
        ("select holding_id from kajo_series(%s)", [holdings]),
        ("select holding_id from kajo_versions(%s, %s, %s, %s::smallint, null)", [holdings, *EVER, flow]),
        ("select holding_id from kajo_held(%s, %s, %s)", [holdings, *EVER]),
        ("select holding_id from kajo_months(%s, %s, %s, %s::smallint, null)", [holdings, *EVER, flow]),
        (
            "select holding_id from kajo_days(%s, %s, %s, %s::smallint, null)",
            [holdings, [EVER[0]] * count, [EVER[1]] * count, flow],
        ),
    ]
    for query, values in calls:
        found += connection.execute(query, values).fetchall()
    return found
