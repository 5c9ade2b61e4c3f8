"""The form of a report's file: as docs/decisions/0070-report-csv.md says."""

from __future__ import annotations

import pytest

from kajo.files.csv_files import as_text
from tests.conftest import Visit
from tests.world import World


def test_the_file_is_named_after_the_metering_point_and_the_period(world: World, visit: Visit) -> None:
    home = world.spot_home
    page = visit(world.sanna).get("report-csv", home.owner, location=home, step="month", period="2026-10")
    assert page.response.headers["Content-Type"] == "text/csv; charset=utf-8"
    name = f'attachment; filename="{home.point.gsrn}-2026-10.csv"'
    assert page.response.headers["Content-Disposition"] == name
    assert page.body.startswith("\ufeffMetering point number (GSRN);Starts;Ends;") and "\r\n" in page.body
    assert page.response.headers["Cache-Control"] == "no-store"


def test_every_row_has_local_times_with_their_offset(world: World, visit: Visit) -> None:
    home = world.spot_home
    page = visit(world.sanna).get("report-csv", home.owner, location=home, step="day", period="2026-10-25")
    assert ";2026-10-25T03:45+03:00;2026-10-25T03:00+02:00;" in page.body
    assert ";2026-10-25T23:45+02:00;2026-10-26T00:00+02:00;" in page.body


def test_a_finnish_file_has_decimal_commas(world: World, visit: Visit) -> None:
    home = world.spot_home
    finnish = visit(world.sanna, language="fi")
    page = finnish.get("report-csv", home.owner, location=home, step="month", period="2026-10")
    cells = page.body.splitlines()[1].split(";")
    assert "," in cells[3] and "." not in cells[3]


def test_what_is_to_come_is_not_in_the_file(world: World, visit: Visit) -> None:
    home = world.spot_home
    page = visit(world.sanna).get("report-csv", home.owner, location=home, step="month", period="2026-11")
    assert len(page.body.splitlines()) == 24


@pytest.mark.parametrize("cell", ["=1+1", "+358", "-1", "@sum", "\t=1", "\r=1", "\n=1", " =1"])
def test_no_spreadsheet_takes_a_text_for_a_formula(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"
    assert as_text("measured") == "measured"
