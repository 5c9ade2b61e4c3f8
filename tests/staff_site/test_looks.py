"""Customer service looks at a customer's own pages."""

from __future__ import annotations

from kajo.access.models import AccessLogEntry, StaffLook
from tests.conftest import Visit
from tests.world import World


def test_helena_looks_at_vainos_pages_for_a_reason_that_is_kept(world: World, visit: Visit) -> None:
    helena = visit(world.helena)
    helena.post("staff:look-up", number=world.electric_household.number, reason="Called about a price")
    look = StaffLook.everything.get(staff=world.helena)
    assert look.reason == "Called about a price"
    page = helena.get("front", look)
    page.says("Väinö Korhonen").says("until 12:30. Nothing can be changed, and the look is logged.").says(
        "End the look"
    )
    assert AccessLogEntry.everything.get(look=look).customers == [world.electric_household.pk]


def test_a_number_that_is_nobodys_is_said_to_be_and_what_was_typed_stays(world: World, visit: Visit) -> None:
    page = visit(world.helena).post("staff:look-up", number="1", reason="Called")
    page.says("There is no customer with this number.")
    assert page.form["reason"] == "Called"
    assert not StaffLook.everything.exists()


def test_a_look_needs_a_reason(world: World, visit: Visit) -> None:
    page = visit(world.helena).post("staff:look-up", number=world.electric_household.number, reason=" ")
    page.says("Write why you look, such as the number of the call.")
    assert not StaffLook.everything.exists()


def test_helena_ends_her_look_and_the_pages_are_gone(world: World, visit: Visit) -> None:
    helena = visit(world.helena)
    helena.post("staff:look-up", number=world.electric_household.number, reason="Called")
    look = StaffLook.everything.get(staff=world.helena)
    helena.get("staff:look-up").says("Looks that have not ended")
    helena.post("staff:look-up", end="all")
    helena.get("front", look).is_not_there()


def test_markus_cannot_use_helenas_look(world: World, visit: Visit) -> None:
    visit(world.helena).post("staff:look-up", number=world.electric_household.number, reason="Called")
    look = StaffLook.everything.get(staff=world.helena)
    visit(world.markus).get("front", look).is_not_there()


def test_the_staff_site_is_not_there_for_customers(world: World, visit: Visit) -> None:
    visit(world.vaino).get("staff:look-up").is_not_there()
    visit().get("staff:look-up").asks_to_sign_in()
