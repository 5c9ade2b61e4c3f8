"""The profile of a location of use: who may change it, what is kept, and whose word holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet

from kajo.changes import settling
from kajo.changes.models import Change
from kajo.contracts.models import Location
from kajo.core import times
from tests.conftest import Visit
from tests.import_api.files import take_in
from tests.pages import Page
from tests.world import World

PROFILE = {
    "edition": "0",
    "dwelling_kind": "detached",
    "heating": "direct_electric",
    "floor_area_m2": "142",
    "build_year": "1986",
    "residents": "4",
    "main_fuse": "3x25 A",
    "sauna": "electric",
    "electric_cars": "1",
    "solar_kwp": "8,8",
}


def changed(visit: Visit, world: World, **facts: str) -> Page:
    """Let Väinö change the profile of his home."""
    return visit(world.vaino).post("contract-profile", world.fixed_contract, **{**PROFILE, **facts})


def asked(world: World) -> QuerySet[Change]:
    """Return the changes of Väinö's profile, the oldest first."""
    return Change.everything.filter(owner=world.electric_household, kind="location.profile").order_by("pk")


def kept(world: World) -> Location:
    return Location.everything.get(pk=world.electric_home.pk)


def retailer_sends(folder: Path, world: World, change_number: int, **profile: Any) -> None:
    home = world.electric_home
    address = {"street": "Kuusitie 4", "postcode": "33720", "city": "Tampere"}
    named = {"record": "location", "customer": "1000022", "gsrn": home.point.gsrn, "address": address}
    take_in(folder, [{**named, "change_number": change_number, "profile": profile}])


def test_what_may_be_left_empty_is_said_once(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get("contract-profile", world.fixed_contract)
    page.says("any of these can be left empty").has_no("(optional)")


def test_vaino_changes_his_profile_and_sees_who_changed_what_and_when(world: World, visit: Visit) -> None:
    page = changed(visit, world).leads_on()
    page.says("The profile has been changed.")
    page.says("Väinö Korhonen Electric cars charged there: 1 (before: 0) Solar panels: 8.8 kWp")
    page.says("24 Nov 2026 12:00").says("Waits for confirmation")
    assert (kept(world).electric_cars, str(kept(world).solar_kwp)) == (1, "8.80")


def test_the_change_goes_to_the_retailer(world: World, visit: Visit) -> None:
    changed(visit, world)
    change = asked(world).get()
    assert (change.kind, change.subject) == ("location.profile", world.electric_home.point.gsrn)
    assert change.facts["profile"]["solar_kwp"] == "8.8"
    assert change.facts["before"]["electric_cars"] == 0


def test_a_profile_that_was_not_changed_is_no_change(world: World, visit: Visit) -> None:
    changed(visit, world, electric_cars="0", solar_kwp="").leads_on().has_no("The profile has been changed.")
    assert not asked(world).exists()


def test_what_is_wrong_stands_first_and_what_was_typed_stays(world: World, visit: Visit) -> None:
    page = changed(visit, world, floor_area_m2="large", build_year="86", residents="5")
    page.is_shown().says("Check 2 things")
    page.says("Write the floor area in whole square metres", "Write the year with four digits")
    assert (page.form["floor_area_m2"], page.form["build_year"], page.form["residents"]) == (
        "large",
        "86",
        "5",
    )
    assert not asked(world).exists()


@pytest.mark.parametrize("kwp", ["-1", "8.888", "NaN", "1e9", "lots", "9" * 40])
def test_odd_numbers_are_refused_in_words(world: World, visit: Visit, kwp: str) -> None:
    page = changed(visit, world, solar_kwp=kwp)
    page.is_shown().says("Write the rated power as a number with at most two decimals")
    assert page.form["solar_kwp"] == kwp.replace(",", ".")


def test_who_had_the_page_open_while_another_changed_it_is_told(world: World, visit: Visit) -> None:
    changed(visit, world, residents="5")
    page = changed(visit, world, residents="6")
    page.is_shown().says("Somebody else has just changed the profile.")
    assert kept(world).residents == 5


def test_the_profile_can_be_changed_again_before_the_answer(world: World, visit: Visit) -> None:
    changed(visit, world, residents="5")
    page = visit(world.vaino).get("contract-profile", world.fixed_contract)
    assert (page.form["edition"], page.form["residents"]) == ("1", "5")
    changed(visit, world, residents="6", edition="1").leads_on().says("Residents: 6 (before: 5)")


def test_venla_who_was_given_write_changes_maijas_profile(world: World, visit: Visit) -> None:
    page = visit(world.venla).get("contract-detail", world.solar_contract)
    page.has_link("Change the profile").says("Venla Niemelä Residents: 5 (before: 4)")


def test_tuula_who_may_read_the_bakerys_contracts_changes_nothing(world: World, visit: Visit) -> None:
    tuula = visit(world.tuula)
    tuula.get("contract-detail", world.bakery_contract).is_shown().has_no_link("Change the profile")
    assert tuula.get("contract-profile", world.bakery_contract).status == 302
    tuula.post("contract-profile", world.bakery_contract, **PROFILE).is_forbidden()


def test_bertta_who_sees_reporting_finds_no_profile(world: World, visit: Visit) -> None:
    visit(world.bertta).post("contract-profile", world.kalles_contract, **PROFILE).is_not_there()


def test_the_customers_word_holds_until_the_retailer_has_answered(
    world: World, visit: Visit, tmp_path: Path
) -> None:
    changed(visit, world, residents="5")
    retailer_sends(tmp_path, world, 2, residents=4, floor_area_m2=142)
    assert (kept(world).residents, kept(world).change_number) == (5, 2)
    settling.confirm(asked(world).get().key, now=times.now())
    retailer_sends(tmp_path, world, 3, residents=3)
    assert (kept(world).residents, kept(world).floor_area_m2) == (3, None)


def test_a_refused_change_is_taken_back_with_the_reason(world: World, visit: Visit) -> None:
    changed(visit, world, residents="400")
    change = asked(world).get()
    settling.refuse(change.key, "400 residents in a house?", now=times.now())
    assert kept(world).residents == 4
    page = visit(world.vaino).get("contract-detail", world.fixed_contract)
    page.says("Refused", "400 residents in a house?")


def test_of_several_changes_those_that_were_not_refused_hold(world: World, visit: Visit) -> None:
    for edition, residents in enumerate("567"):
        changed(visit, world, residents=residents, edition=str(edition), electric_cars="0", solar_kwp="")
    first, second, third = asked(world)
    settling.refuse(second.key, "No.", now=times.now())
    assert kept(world).residents == 7
    settling.refuse(third.key, "No.", now=times.now())
    assert kept(world).residents == 5
    settling.refuse(first.key, "No.", now=times.now())
    assert kept(world).residents == 4
