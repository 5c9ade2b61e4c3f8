"""What each sees of consumption: whose, of which days, how sure, and compared with what."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kajo.contracts.models import Location
from tests.conftest import Visit
from tests.customer_site.reports import csv_rows
from tests.pages import Page
from tests.visiting import Visitor
from tests.world import World

# Of each report, the door's, the frame's and those of the readings' store included.
STATEMENTS = {"year": 16, "month": 16, "week": 15, "day": 16, "span": 16}
TODAY = date(2026, 11, 24)
STEPS = [("year", "2026"), ("month", "2026-11"), ("week", "2026-W46"), ("day", "2026-11-10")]


def report(visitor: Visitor, location: Location, step: str, period: str, **query: str) -> Page:
    return visitor.get("report-period", location.owner, location=location, step=step, period=period, **query)


def quality_of(page: Page, beginning: str) -> str:
    """Return the quality of the row whose name begins so."""
    table = page.table("Consumption by")
    return next(row[-1] for row in table.rows if row[0].startswith(beginning))


# Which days


def test_a_year_leads_to_months_days_and_quarters(world: World, visit: Visit) -> None:
    page = report(visit(world.vaino), world.electric_home, "year", "2026").says(
        "Electricity consumption 2026"
    )
    page = page.follow("November").says("Consumption by day, kWh")
    page = page.follow("Fri 20 Nov 2026").says("Consumption by quarter-hour, kWh", "12:15–12:30")
    page.follow("Hours").says("Consumption by hour, kWh", "12:00–13:00").has_no("12:15–12:30")
    page.follow("November 2026").follow("2026").says("Consumption by month, kWh")


def test_a_week_stands_beside_the_month(world: World, visit: Visit) -> None:
    page = report(visit(world.vaino), world.electric_home, "month", "2026-11").follow("Week")
    page.says("Week 48, 23–29 Nov 2026").follow("week 47/2026").says("16–22 Nov 2026")


def test_previous_and_next_end_where_the_readings_end(world: World, visit: Visit) -> None:
    vaino, home = visit(world.vaino), world.electric_home
    page = report(vaino, home, "day", "2026-11-22").follow("Mon 23 Nov 2026")
    page.has_link("Sun 22 Nov 2026").has_no_link("Tue 24 Nov 2026")
    report(vaino, home, "year", "2026").has_link("2025").has_no_link("2027")


def test_who_strays_far_from_the_readings_is_led_back(world: World, visit: Visit) -> None:
    vaino, home = visit(world.vaino), world.electric_home
    page = report(vaino, home, "month", "2190-05").says("There are no readings of this time.")
    page.says("The newest are of 23 Nov 2026.").follow("November 2026").says("Consumption by day, kWh")
    report(vaino, home, "year", "2001").says("There are no readings of this time. The first are of")


def test_any_days_can_be_chosen_with_the_date_fields(world: World, visit: Visit) -> None:
    vaino, home = visit(world.vaino), world.electric_home
    address = {"about": home.owner, "location": home}
    page = vaino.get("report-location", **address, **{"from": "2026-11-03", "to": "2026-11-17"}).leads_on()
    page.says("Electricity consumption 3–17 Nov 2026", "Consumption by day, kWh")
    assert page.form["from"] == "2026-11-03" and page.form["to"] == "2026-11-17"
    turned = vaino.get("report-location", **address, **{"from": "2026-11-15", "to": "2026-11-09"}).leads_on()
    turned.says("Week 46, 9–15 Nov 2026")
    season = vaino.get("report-location", **address, **{"from": "2026-01-01", "to": "2026-03-31"}).leads_on()
    season.says("Consumption by month, kWh", "January 2026")


@pytest.mark.parametrize(
    "odd",
    ["9999-12-31", "0001-01-01", "2026-02-30", "yesterday", "1e9", "-1", "2026-11-03T10:00"],
)
def test_days_that_do_not_exist_lead_to_the_newest_year(world: World, visit: Visit, odd: str) -> None:
    vaino, home = visit(world.vaino), world.electric_home
    page = vaino.get("report-location", home.owner, location=home, **{"from": odd, "to": odd})
    page.leads_on().says("Electricity consumption 2026")


@pytest.mark.parametrize(
    ("step", "period"),
    [
        ("year", "1999"),
        ("year", "99999"),
        ("month", "2026-13"),
        ("week", "2026-W60"),
        ("day", "2026-02-30"),
        ("hour", "2026-11-03"),
        ("span", "2026-11-03--2026-11-01"),
        ("span", "2000-01-02--2199-12-30"),
        ("day", "2026-11-03--2026-11-05"),
    ],
)
def test_periods_that_do_not_exist_are_not_there(world: World, visit: Visit, step: str, period: str) -> None:
    vaino, home = visit(world.vaino), world.electric_home
    report(vaino, home, step, period).is_not_there()
    vaino.get("report-csv", home.owner, location=home, step=step, period=period).is_not_there()


@pytest.mark.parametrize("query", [{"by": "x" * 5000}, {"by": ["hour", "quarter"]}, {"page": "-1"}])
def test_odd_questions_are_answered_all_the_same(world: World, visit: Visit, query: dict[str, str]) -> None:
    report(visit(world.vaino), world.electric_home, "day", "2026-11-20", **query).is_shown()


# Which location


def test_vaino_is_led_to_the_home_with_the_newest_readings(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get("report", world.electric_household).leads_on()
    page.says("Kuusitie 4, 33720 Tampere", "Electricity consumption 2026")


def test_iida_is_led_to_where_she_lives_and_may_choose_where_she_lived(world: World, visit: Visit) -> None:
    page = (
        visit(world.iida).get("report", world.movers_household).leads_on().says("Uusikuja 1 2, 15830 Lahti")
    )
    page = page.follow("Change the location")
    rows = [" ".join(row) for row in page.table("Locations of use").rows]
    assert "Uusikuja" in rows[0] and "Valid" in rows[0]
    assert "Vanhapolku" in rows[1] and "Ended" in rows[1]
    page.follow("Vanhapolku 8 C 14, 15140 Lahti").leads_on().says("Your contract here ended on 31 Oct 2026.")


def test_who_has_one_home_is_not_asked_to_choose(world: World, visit: Visit) -> None:
    report(visit(world.sanna), world.spot_home, "year", "2026").has_no_link("Change the location")


def test_locations_are_found_by_address_and_number(world: World, visit: Visit) -> None:
    vaino = visit(world.vaino)
    found = vaino.get("report-locations", world.electric_household, search="mökki")
    assert len(found.table("Locations of use").rows) == 1
    vaino.get("report-locations", world.electric_household, search="no such").says("No location of use")
    vaino.get("report-locations", world.electric_household, page="9" * 30).is_shown()


# Whose readings: what a holding cuts


def test_neither_sees_a_quarter_of_the_others(world: World, visit: Visit) -> None:
    iida, elias = visit(world.iida), visit(world.elias)
    old, now = world.movers_old_home, world.newcomers_home
    for step, period in [("year", "2026"), ("month", "2026-10"), ("week", "2026-W44"), ("day", "2026-10-31")]:
        assert all(row.starts.date() < date(2026, 11, 1) for row in csv_rows(iida, old, step, period))
        assert all(row.starts.date() >= date(2026, 11, 1) for row in csv_rows(elias, now, step, period))
    assert csv_rows(iida, old, "day", "2026-11-01") == []
    assert csv_rows(elias, now, "day", "2026-10-31") == []
    assert len(csv_rows(iida, old, "day", "2026-10-31")) == 96
    assert len(csv_rows(elias, now, "day", "2026-11-01")) == 96


def test_the_week_of_the_move_is_cut_in_two(world: World, visit: Visit) -> None:
    hers = csv_rows(visit(world.iida), world.movers_old_home, "week", "2026-W44")
    his = csv_rows(visit(world.elias), world.newcomers_home, "week", "2026-W44")
    assert [len(hers), len(his)] == [6, 1]
    assert his[0].before is None


def test_elias_is_not_compared_with_iidas_year(world: World, visit: Visit) -> None:
    page = report(visit(world.elias), world.newcomers_home, "year", "2026")
    page.says("There are no readings of a year before to compare with;").has_no_link("2025").has_no(
        "Oct 2026:"
    )
    assert page.table("Consumption by month").header == ["Month", "2026", "Quality"]
    report(visit(world.elias), world.newcomers_home, "month", "2026-11").has_no_link("October 2026")


def test_iidas_old_home_ends_with_her_contract(world: World, visit: Visit) -> None:
    page = report(visit(world.iida), world.movers_old_home, "month", "2026-10")
    page.has_link("September 2026").has_no_link("November 2026")
    shown = re.findall(r"(\w+ 2026): [\d.,]+ kWh", page.text)
    assert "October 2026" in shown and "November 2026" not in shown


def test_bertta_reads_and_nobody_else(world: World, visit: Visit) -> None:
    for step, period in STEPS:
        report(visit(world.bertta), world.kalles_home, step, period).is_shown().says(
            "You see this by permission"
        )
        report(visit(world.vaino), world.kalles_home, step, period).is_not_there()
        report(visit(world.raimo), world.electric_home, step, period).is_not_there()


def test_another_customers_location_is_not_there_in_ones_own_frame(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get(
        "report-period", world.electric_household, location=world.spot_home, step="year", period="2026"
    )
    page.is_not_there()


# How sure


def test_missing_estimated_and_corrected_are_told_apart(world: World, visit: Visit) -> None:
    page = report(visit(world.sanna), world.spot_home, "month", "2026-11")
    assert quality_of(page, "Wed 4 Nov") == "partly missing"
    assert quality_of(page, "Mon 9 Nov") == "estimated"
    assert quality_of(page, "Sat 14 Nov") == "corrected"
    assert quality_of(page, "Sun 15 Nov") == "measured"
    page.says("Some of it is estimated; some readings are missing", "the network company has corrected some")
    assert (
        'class="bar-estimated"' in page.body
        and 'class="post"' in page.body
        and 'class="diamond"' in page.body
    )
    by_day = {
        row.starts.day: row.quality
        for row in csv_rows(visit(world.sanna), world.spot_home, "month", "2026-11")
    }
    assert [by_day[4], by_day[9], by_day[14], by_day[15]] == [
        "partly missing",
        "estimated",
        "corrected",
        "measured",
    ]


def test_a_missing_quarter_is_no_zero(world: World, visit: Visit) -> None:
    rows = csv_rows(visit(world.sanna), world.spot_home, "day", "2026-11-04")
    gone = [row for row in rows if row.quality == "missing"]
    assert len(gone) == 16 and all(row.energy is None for row in gone)
    page = report(visit(world.sanna), world.spot_home, "day", "2026-11-04")
    assert page.table("Consumption by quarter-hour").rows[20][1] == "–"
    page.says("16 values are missing or not whole, and what is missing is not counted.")


def test_a_sum_with_a_gap_says_so(world: World, visit: Visit) -> None:
    page = report(visit(world.sanna), world.spot_home, "year", "2026")
    assert quality_of(page, "November") == "partly missing"
    assert page.table("Consumption by month").rows[-1][-1] == "partly missing"
    page.says("some readings are missing and are not counted;")


def test_it_says_up_to_when_there_are_readings(world: World, visit: Visit) -> None:
    page = report(visit(world.vaino), world.electric_home, "year", "2026")
    page.says("There are readings until the end of 23 Nov 2026.")


@pytest.mark.parametrize(("step", "period"), STEPS)
def test_a_report_is_said_in_three_sentences(world: World, visit: Visit, step: str, period: str) -> None:
    page = report(visit(world.sanna), world.spot_home, step, period)
    words = re.search(r'<p class="chart-words">(.*?)</p>', page.body)
    assert words and 1 <= words[1].count(". ") + 1 <= 3


# Compared with what


def test_it_says_what_the_year_before_is(world: World, visit: Visit) -> None:
    vaino, home = visit(world.vaino), world.electric_home
    report(vaino, home, "month", "2026-11").says("on the same days of 2025")
    page = report(vaino, home, "year", "2026")
    page.says("The line shows whole months; the figures compare only the days that have readings now.")
    report(vaino, home, "week", "2026-W46").says("on the same weekdays a year before")
    report(vaino, home, "day", "2026-11-20").says("on Fri 21 Nov 2025")


def test_it_says_how_readings_that_bills_are_based_on_differ_from_measured_ones(
    world: World, visit: Visit
) -> None:
    netted = "Own production is taken off the readings within each interval, as it is in billing."
    report(visit(world.ville), world.real_home, "year", "2025").says(netted)
    report(visit(world.vaino), world.electric_home, "year", "2026").has_no(netted)
    kinds = {row.kind for row in csv_rows(visit(world.ville), world.real_home, "month", "2025-05")}
    assert kinds == {"netted (BN02)"}


def test_production_goes_its_own_way(world: World, visit: Visit) -> None:
    page = report(visit(world.maija), world.solar_home, "month", "2026-07").says("Production")
    assert "Production" in page.table("Consumption by day").header
    assert 'class="bar-below"' in page.body
    rows = csv_rows(visit(world.maija), world.solar_home, "day", "2026-07-15")
    assert all(row.production is not None for row in rows)


# How much work


def count_statements(visitor: Visitor, location: Location, step: str, period: str) -> int:
    """Return how many statements a report takes, without those by which tests make savepoints."""
    report(visitor, location, step, period)
    with CaptureQueriesContext(connection) as captured:
        report(visitor, location, step, period).is_shown()
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured.captured_queries)


@pytest.mark.parametrize(("step", "period"), [*STEPS, ("span", "2026-10-03--2026-11-02")])
def test_a_report_takes_as_many_statements_for_a_home_as_for_one_of_five_locations(
    world: World, visit: Visit, step: str, period: str
) -> None:
    assert count_statements(visit(world.sanna), world.spot_home, step, period) == STATEMENTS[step]
    assert count_statements(visit(world.leena), world.bakery, step, period) == STATEMENTS[step]


def test_no_chart_has_more_bars_than_can_be_seen(world: World, visit: Visit) -> None:
    first, last = date(2025, 9, 2), TODAY - timedelta(days=1)
    page = visit(world.vaino).get(
        "report-location",
        world.electric_household,
        location=world.electric_home,
        **{"from": first.isoformat(), "to": last.isoformat()},
    )
    assert page.leads_on().body.count('class="column"') <= 750


def test_a_phone_leaves_the_change_out_of_the_head_and_of_the_rows_where_there_is_production(
    world: World, visit: Visit
) -> None:
    page = visit(world.maija).get("report", world.solar_household).leads_on()
    table = page.body[page.body.index("<thead>") : page.body.index("</table>")]
    rows = table.split("<tr>")[1:]
    assert len(rows) > 2
    assert all(row.count("wide-only") == 2 for row in rows)
