"""Where something is not there or fails, one finds the way on, and learns nothing of others."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kajo.customer_site.contracts import pages as contracts
from tests.conftest import Visit
from tests.pages import Page
from tests.world import World

MAIN_LINKS = ("Contracts", "Reporting service")


def as_said(page: Page, asked: str) -> str:
    """Return the answer without the address that was asked for and what is new in every answer."""
    said = page.body.replace(asked, "…")
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", said)


def test_a_page_that_is_not_there_has_the_main_links(world: World, visit: Visit) -> None:
    page = visit(world.vaino).open("/nothing/")
    assert page.status == 404
    for link in MAIN_LINKS:
        page.has_link(link)
    page.follow("Contracts").says("2 valid contracts.")


def test_who_has_not_signed_in_gets_no_links(world: World, visit: Visit) -> None:
    page = visit().open("/nothing/")
    assert page.status == 404
    page.has_no_link("Contracts").has_no("Sign out")


def test_a_reader_is_led_to_what_he_may_see_and_no_more(world: World, visit: Visit) -> None:
    page = visit(world.bertta).open("/nothing/").has_link("Reporting service").has_no_link("Contracts")
    page.has_no("You see this by permission")


@pytest.mark.parametrize("name", ["vaino", "bertta", "leena", "paivi", "aarne", "olli", "helena"])
def test_a_page_of_anothers_is_as_a_page_that_is_not_there(world: World, visit: Visit, name: str) -> None:
    visitor = visit(getattr(world, name))
    theirs, nowhere = f"/c/{world.spot_household.key}/contracts/", "/c/abcdefghjk/contracts/"
    seen = [visitor.open(address) for address in (theirs, nowhere)]
    assert [page.status for page in seen] == [404, 404]
    assert as_said(seen[0], theirs) == as_said(seen[1], nowhere)


def test_anothers_contract_under_ones_own_customer_is_as_one_that_is_not_there(
    world: World, visit: Visit
) -> None:
    vaino = visit(world.vaino)
    own = f"/c/{world.electric_household.key}/contracts"
    theirs, nowhere = f"{own}/{world.spot_contract.key}/", f"{own}/abcdefghjk/"
    seen = [vaino.open(address) for address in (theirs, nowhere)]
    assert [page.status for page in seen] == [404, 404]
    assert as_said(seen[0], theirs) == as_said(seen[1], nowhere)
    seen[0].has_link("Contracts")


def test_whoever_has_many_customers_is_asked_which(world: World, visit: Visit) -> None:
    page = visit(world.paivi).open("/nothing/").has_no_link("Contracts")
    page.says("Choose whose data you see").follow("As Oy Aallonharja").has_link("Contracts")


def test_the_list_to_choose_from_needs_no_second_one(world: World, visit: Visit) -> None:
    visit(world.paivi).get("customers").has_no("Choose whose data you see").says("paivi.isotalo")


def test_the_password_is_changed_among_the_main_links(world: World, visit: Visit) -> None:
    for link in MAIN_LINKS:
        visit(world.vaino).get("account_change_password").has_link(link)


def test_a_page_that_fails_has_the_main_links(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contracts.queries, "list_contracts", None)
    vaino = visit(world.vaino)
    vaino.client.raise_request_exception = False
    page = vaino.get("contract-list", world.electric_household)
    assert page.status == 500
    page.says("Something went wrong on our side").has_link("Reporting service")


def test_a_failure_before_anybody_was_let_in_is_told_without_the_database(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kajo.access.doors.behind_the_wall", None)
    vaino = visit(world.vaino)
    vaino.client.raise_request_exception = False
    answer = vaino.client.get("/customers/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
    assert "Contracts" not in answer.content.decode()


class Unread:
    """A body that nobody may begin to read."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("a byte of it was read")

    readline = read


@pytest.mark.parametrize("length", ["11534337", "99999999999999", "-1", "x"])
def test_what_is_larger_than_any_form_is_refused_unread(world: World, visit: Visit, length: str) -> None:
    for visitor in (visit(), visit(world.sanna)):
        said = visitor.client.post("/account/login/", **{"CONTENT_LENGTH": length, "wsgi.input": Unread()})
        assert said.status_code == 413
        assert "larger than 10 MB" in said.content.decode()
