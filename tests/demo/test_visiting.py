"""The tests' own visitors: what they see, and which faults they do not let pass."""

from __future__ import annotations

import pytest

from tests.conftest import Visit
from tests.world import World

pytestmark = pytest.mark.urls("tests.demo.scratch")


def test_reader_sees_what_the_page_says(world: World, visit: Visit) -> None:
    page = visit(world.bertta).get("scratch:good", world.kalles_household)
    page.is_shown().says("You see Kalle Lindqvist, 1 285 kWh.").has_no("Väinö")
    page.has_button("Postpone").has_no_button("Pay").has_link("Again").has_no_link("Back")
    assert (page.title, page.heading, page.language) == ("A page", "Hello", "en")
    assert page.form == {"days": "3"}


def test_table_is_read_by_its_caption_and_columns(world: World, visit: Visit) -> None:
    table = visit(world.kalle).get("scratch:good", world.kalles_household).table("Days")
    assert table.rows == [["1.11.", "25"]]
    assert table.column("kWh") == ["25"]


def test_links_can_be_followed(world: World, visit: Visit) -> None:
    page = visit(world.kalle).get("scratch:good", world.kalles_household).follow("Again")
    page.is_shown().says("Kalle Lindqvist")


def test_a_form_is_sent_to_what_it_is_about(world: World, visit: Visit) -> None:
    visit(world.kalle).post("scratch:change", world.kalles_home, days=3).says(
        f"{world.kalles_home.key} postponed by 3"
    )
    visit(world.bertta).post("scratch:change", world.kalles_home, days=3).is_forbidden()


def test_strangers_find_nothing_and_the_unknown_are_asked_to_sign_in(world: World, visit: Visit) -> None:
    visit(world.vaino).get("scratch:good", world.kalles_household).is_not_there()
    visit(world.olli).get("scratch-staff").is_not_there()
    visit(world.helena).get("scratch-staff").is_shown()
    visit().get("scratch:good", world.kalles_household).asks_to_sign_in()


def test_who_was_let_in_for_a_time_is_out_when_it_is_over(world: World, visit: Visit) -> None:
    visit(world.raimo).get("scratch:good", world.electric_household).is_not_there()


@pytest.mark.parametrize("fault", ["heading", "id", "style", "script", "handler", "variable", "label"])
def test_a_page_with_a_fault_does_not_pass(world: World, visit: Visit, fault: str) -> None:
    with pytest.raises(AssertionError, match="faulty"):
        visit(world.kalle).get("scratch:faulty", world.kalles_household, fault=fault)


def test_a_name_that_no_page_has_is_told(world: World, visit: Visit) -> None:
    with pytest.raises(AssertionError, match="no page is called"):
        visit(world.kalle).get("nothing", world.kalles_household)
