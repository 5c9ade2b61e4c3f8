"""What only a browser shows: keyboard, no scripts, the policy against inline code, leaving."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from demo.cast import PASSWORD
from tests.browser.conftest import Person
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_vaino_signs_in_and_reaches_a_day_by_keyboard_alone(
    world: World, person: Callable[..., Person]
) -> None:
    page = person().goes_to("/account/login/")
    page.focus("input[name=login]")
    page.keyboard.type(world.vaino.username)
    page.focus("input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Väinö Korhonen · Kajo")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for link in ("Reporting service", "November", "Mon 23 Nov 2026"):
        page.get_by_role("link", name=link, exact=True).first.focus()
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    expect(page.locator("h1")).to_contain_text("Monday 23 Nov 2026")


def test_everything_is_reached_without_scripts(world: World, person: Callable[..., Person]) -> None:
    sanna = person(java_script_enabled=False)
    page = sanna.signs_in_as(world.sanna)
    page.get_by_role("link", name="Reporting service").first.click()
    page.get_by_role("link", name="October", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("October 2026")
    page.fill("input[name=from]", "2026-10-25")
    page.fill("input[name=to]", "2026-10-25")
    page.get_by_role("button", name="Show the days", exact=True).click()
    expect(page.locator("h1")).to_contain_text("25 Oct 2026")


def test_the_window_of_the_overview_is_dragged(world: World, person: Callable[..., Person]) -> None:
    page = person().signs_in_as(world.vaino)
    page.get_by_role("link", name="Reporting service").first.click()
    expect(page.locator("[data-kajo-strip][data-kajo-ready]")).to_be_visible()
    page.locator(".strip-plot").scroll_into_view_if_needed()
    plot = page.locator(".strip-plot").bounding_box()
    grip = page.locator(".strip-plot .grip-mark").first.bounding_box()
    assert plot is not None and grip is not None
    page.mouse.move(grip["x"] + 4, grip["y"] + 12)
    page.mouse.down()
    page.mouse.move(plot["x"] + 2, grip["y"] + 12, steps=5)
    page.mouse.up()
    expect(page.locator("h1")).to_contain_text("1 Aug 2025")
    expect(page.locator("#chart-heading")).to_contain_text("Consumption by month")


def test_on_a_phone_both_ends_of_one_day_can_be_taken_hold_of(
    world: World, person: Callable[..., Person]
) -> None:
    page = person().signs_in_as(world.vaino)
    page.set_viewport_size({"width": 320, "height": 700})
    page.get_by_role("link", name="Reporting service").first.click()
    page.get_by_role("link", name="Day", exact=True).click()
    expect(page.locator("#chart-heading")).to_contain_text("quarter-hour")
    for part in (".grip-mark", ".grip-hit"):
        first, last = (page.locator(f".strip-plot {part}").nth(place).bounding_box() for place in (0, 1))
        assert first is not None and last is not None
        assert first["x"] + first["width"] <= last["x"] + 0.5


def test_the_policy_is_in_force_and_blocks_nothing_of_ours(
    world: World, person: Callable[..., Person]
) -> None:
    sanna = person()
    page = sanna.signs_in_as(world.sanna)
    page.get_by_role("link", name="Reporting service").first.click()
    page.wait_for_load_state()
    assert sanna.complaints == []
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b style=\"color:red\">x</b>')")
    page.wait_for_timeout(100)
    assert any("Content Security Policy" in complaint for complaint in sanna.complaints)


def test_a_bar_drills_in_by_a_click(world: World, person: Callable[..., Person]) -> None:
    sanna = person()
    page = sanna.signs_in_as(world.sanna)
    page.get_by_role("link", name="Reporting service").first.click()
    page.locator("svg a[href*='month/2026-10']").first.click()
    expect(page.locator("h1")).to_contain_text("October 2026")


def test_after_signing_out_back_shows_nothing(world: World, person: Callable[..., Person]) -> None:
    sanna = person()
    page = sanna.signs_in_as(world.sanna)
    front = page.url
    page.locator("summary", has_text="sanna.saarinen").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    page.go_back()
    page.goto(front)
    assert "/account/login/" in page.url
