"""A year is its months, days and quarter-hours to the watt-hour, on the pages as in the files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

from kajo.contracts.models import Location
from kajo.core.times import days_between
from kajo.ui import formats
from tests.conftest import Visit
from tests.customer_site.reports import csv_rows, total
from tests.visiting import Visitor
from tests.world import World


def page_total(visitor: Visitor, location: Location, step: str, period: str, **query: str) -> str:
    """Return the total that the table shows for this period."""
    page = visitor.get("report-period", location.owner, location=location, step=step, period=period, **query)
    return page.is_shown().table("Consumption by").rows[-1][1]


def test_the_real_home_used_what_its_datahub_files_say(world: World, visit: Visit) -> None:
    ville = visit(world.ville)
    year = csv_rows(ville, world.real_home, "year", "2025")
    assert total(year).quantize(Decimal("0.01")) == Decimal("9057.93")
    assert sum(row.production or 0 for row in year).quantize(Decimal("0.01")) == Decimal("3158.27")
    assert page_total(ville, world.real_home, "year", "2025") == "9,057.9"


def test_the_real_homes_year_is_the_sum_of_its_months_days_and_quarters(world: World, visit: Visit) -> None:
    ville, home = visit(world.ville), world.real_home
    year = csv_rows(ville, home, "year", "2025")
    assert len(year) == 9
    in_quarters = Decimal(0)
    for month in year:
        days = csv_rows(ville, home, "month", f"{month.starts:%Y-%m}")
        assert total(days) == month.energy
        for day in days:
            quarters = csv_rows(ville, home, "day", f"{day.starts:%Y-%m-%d}")
            assert total(quarters) == day.energy
            assert sum(row.production or 0 for row in quarters) == day.production
            in_quarters += total(quarters)
    assert in_quarters == total(year)


def test_the_day_on_which_clocks_went_forward_has_92_quarters(world: World, visit: Visit) -> None:
    ville, home = visit(world.ville), world.real_home
    quarters = csv_rows(ville, home, "day", "2025-03-30")
    assert len(quarters) == 92
    assert all(one.ends == other.starts for one, other in pairwise(quarters))
    hours = csv_rows(ville, home, "day", "2025-03-30", by="hour")
    assert len(hours) == 23 and total(hours) == total(quarters)
    page = ville.get("report-period", home.owner, location=home, step="day", period="2025-03-30")
    page.says("this day has 23 hours").has_no("03:00–03:15")


def test_the_hour_that_comes_twice_is_labelled_twice(world: World, visit: Visit) -> None:
    sanna, home = visit(world.sanna), world.spot_home
    quarters = csv_rows(sanna, home, "day", "2026-10-25")
    assert len(quarters) == 100
    assert len({row.starts for row in quarters}) == 100
    hours = csv_rows(sanna, home, "day", "2026-10-25", by="hour")
    assert len(hours) == 25 and total(hours) == total(quarters)
    assert [row.starts.isoformat() for row in hours[3:5]] == [
        "2026-10-25T03:00:00+03:00",
        "2026-10-25T03:00:00+02:00",
    ]
    page = sanna.get("report-period", home.owner, location=home, step="day", period="2026-10-25", by="hour")
    page.says("03:00–04:00 summer time", "03:00–04:00 winter time", "this day has 25 hours")
    (day,) = [row for row in csv_rows(sanna, home, "month", "2026-10") if row.starts.day == 25]
    assert day.energy == total(quarters)


def test_weeks_months_and_chosen_days_agree(world: World, visit: Visit) -> None:
    sanna, home = visit(world.sanna), world.spot_home
    month = {row.starts.date(): row.energy for row in csv_rows(sanna, home, "month", "2026-11")}
    for step, text in (("week", "2026-W46"), ("span", "2026-11-03--2026-11-17")):
        rows = csv_rows(sanna, home, step, text)
        assert {row.starts.date(): row.energy for row in rows}.items() <= month.items()
    quarter_year = csv_rows(sanna, home, "span", "2026-09-01--2026-11-30")
    year = csv_rows(sanna, home, "year", "2026")
    assert [row.energy for row in quarter_year] == [row.energy for row in year[8:11]]


def test_every_bakery_location_adds_up(world: World, visit: Visit) -> None:
    leena = visit(world.leena)
    for location in Location.everything.filter(owner=world.bakery_company):
        months = csv_rows(leena, location, "year", "2026")
        for month in months[-3:]:
            assert total(csv_rows(leena, location, "month", f"{month.starts:%Y-%m}")) == month.energy


def test_the_pages_totals_are_the_files_totals(world: World, visit: Visit) -> None:
    vaino, home = visit(world.vaino), world.electric_home
    for step, text in (("year", "2026"), ("month", "2026-11"), ("week", "2026-W46")):
        file = formats.number(total(csv_rows(vaino, home, step, text)), 1, "en")
        assert page_total(vaino, home, step, text) == file
    file = formats.number(total(csv_rows(vaino, home, "day", "2026-11-20")), 3, "en")
    assert page_total(vaino, home, "day", "2026-11-20") == file


def test_the_front_page_adds_up_what_the_reports_say(world: World, visit: Visit) -> None:
    leena = visit(world.leena)
    so_far = days_between(date(2026, 11, 1), date(2026, 11, 24))
    used = sum(
        total([row for row in csv_rows(leena, place, "month", "2026-11") if row.starts.date() in so_far])
        for place in Location.everything.filter(owner=world.bakery_company)
    )
    page = leena.get("front", world.bakery_company)
    page.says(formats.quantity(used, "kWh", 0, "en"), "all locations of use together")


def test_this_year_is_compared_with_as_many_days_of_last_year(world: World, visit: Visit) -> None:
    vaino, home = visit(world.vaino), world.electric_home
    november = csv_rows(vaino, home, "year", "2026")[-1]
    days = csv_rows(vaino, home, "month", "2025-11")
    assert november.before == total([day for day in days if day.starts.day <= 23])
    assert november.before == sum(row.before or 0 for row in csv_rows(vaino, home, "month", "2026-11"))
