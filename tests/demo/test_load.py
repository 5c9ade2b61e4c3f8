"""The cast in the database: loaded whole, by the import, and only once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from demo import load
from demo.cast import PASSWORD, TODAY, cast_of
from kajo.access.models import Customer, Holding
from kajo.contracts.models import Location
from kajo.core.models import ImportRun
from kajo.core.times import days_between
from kajo.metering.models import MeteringDay
from kajo.metering.words import Flow
from tests.conftest import Visit
from tests.world import World


def days_of(location: Location) -> dict[date, MeteringDay]:
    """Return the kept days of a location's consumption, in order."""
    days = MeteringDay.objects.filter(point_id=location.point_id, flow=Flow.CONSUMPTION)
    return {day.day: day for day in days.order_by("day")}


def test_mover_holds_two_homes_and_the_newcomer_one_from_the_first(world: World) -> None:
    moved = date(2026, 11, 1)
    held = {
        (holding.owner_id, holding.location_id): (holding.starts_on, holding.ends_on)
        for holding in Holding.everything.all()
    }
    mover, newcomer = world.movers_household.pk, world.newcomers_household.pk
    assert held[mover, world.movers_old_home.pk] == (date(2021, 8, 1), moved)
    assert held[mover, world.movers_new_home.pk] == (moved - timedelta(days=7), None)
    assert held[newcomer, world.newcomers_home.pk] == (moved, None)
    assert world.movers_old_home.point_id == world.newcomers_home.point_id


def test_every_day_of_a_home_is_kept_until_yesterday(world: World) -> None:
    days = list(days_of(world.spot_home))
    assert days == days_between(days[0], world.today)


def test_gap_and_correction_came_through_the_import(world: World) -> None:
    days, flaws = days_of(world.spot_home), world.cast.locations["spot_home"].flaws
    assert days[flaws.missing[0].day].missing == 16
    assert days[flaws.estimated[0].day].estimated == 96
    assert days[flaws.corrected[0].day].corrected == 24


def test_real_readings_stand_where_datahub_had_them(world: World) -> None:
    assert list(days_of(world.real_home)) == days_between(date(2025, 1, 1), date(2025, 10, 1))


def test_everything_came_in_files(world: World) -> None:
    kinds = set(ImportRun.objects.values_list("kind", flat=True))
    assert {"records", "temperatures"} < kinds
    assert ImportRun.objects.count() >= 8


@pytest.mark.django_db
def test_a_load_that_is_cut_short_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(load, "let_in", cut)
    with pytest.raises(KeyboardInterrupt):
        load.load_cast(cast_of(TODAY, neighbours_wanted=0), months=1)
    assert not Customer.everything.exists()
    assert not ImportRun.objects.exists()


def test_demo_is_not_loaded_beside_other_data(world: World) -> None:
    with pytest.raises(CommandError, match="empty one only"):
        call_command("load_demo")


def test_whom_to_sign_in_as_is_printed_a_line_each(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo_people")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(world.cast.people)
    assert any(line.split()[0] == world.bertta.username and PASSWORD in line for line in lines)


@pytest.mark.parametrize("user_id", ["sanna.saarinen", "Sanna.Saarinen", "sanna.saarinen@example.org"])
def test_one_signs_in_with_the_demos_password(world: World, visit: Visit, user_id: str) -> None:
    visitor = visit()
    visitor.post("account_login", login=user_id, password=PASSWORD).leads_on().leads_on().is_shown()
    visitor.get("contract-list", world.spot_household).says("Rantakatu 12 A 3")
