"""The warning before a session ends, in a real browser: seen, answered by keyboard, and gone."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Person
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def answer_with(seconds: int, *, can_be_longer: bool) -> Callable[[Route], None]:
    """Answer what an open page asks, and let its other questions through."""

    def answer(route: Route) -> None:
        if route.request.method == "GET":
            route.fulfill(json={"seconds": seconds, "canBeLonger": can_be_longer})
        else:
            route.continue_()

    return answer


def test_helena_is_warned_and_stays_by_pressing_enter(world: World, person: Callable[..., Person]) -> None:
    helena = person()
    helena.page.clock.install()
    page = helena.signs_in_as(world.helena)
    page.route("**/security/stay/", answer_with(280, can_be_longer=True))
    helena.goes_to("/account/security/")
    dialog = page.get_by_role("dialog", name="You are soon signed out")
    expect(dialog).to_be_hidden()
    page.clock.run_for(26 * 60 * 1000)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert helena.axe_finds() == []
    with page.expect_response("**/security/stay/") as stayed:
        page.keyboard.press("Enter")
    assert json.loads(stayed.value.text())["canBeLonger"] is True
    expect(dialog).to_be_hidden()
    assert helena.complaints == []


def test_a_page_that_another_tab_keeps_open_does_not_warn(
    world: World, person: Callable[..., Person]
) -> None:
    helena = person()
    helena.page.clock.install()
    page = helena.signs_in_as(world.helena)
    page.route("**/security/stay/", answer_with(1700, can_be_longer=True))
    helena.goes_to("/account/security/")
    page.clock.run_for(26 * 60 * 1000)
    expect(page.locator("dialog")).to_be_hidden()


def test_at_the_longest_time_there_is_no_staying(world: World, person: Callable[..., Person]) -> None:
    helena = person()
    helena.page.clock.install()
    page = helena.signs_in_as(world.helena)
    page.route("**/security/stay/", answer_with(280, can_be_longer=False))
    helena.goes_to("/account/security/")
    page.clock.run_for(26 * 60 * 1000)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("sign in again")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
