"""Linking customers to a firm in a real browser, by keyboard alone, in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import expect

from demo.cast import TODAY
from kajo.access.models import Grant, Mandate
from kajo.core.times import local_midnight
from tests.browser.conftest import Person
from tests.browser.test_giving_by_keyboard import tab_to
from tests.elsewhere import swept_by
from tests.staff_site.linking import PDF, slug
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SAID = {
    "en": ("2 customers. Check the names.", "Add the document.", "2 customers are linked"),
    "fi": ("2 asiakasta. Tarkista nimet.", "Lisää asiakirja.", "2 asiakasta on liitetty."),
    "sv": ("2 kunder. Kontrollera namnen.", "Lägg till handlingen.", "2 kunder har kopplats"),
}


@pytest.fixture
def swept(world: World) -> Iterator[None]:
    """Take away what the web process has committed."""

    def sweep() -> None:
        Grant.everything.filter(mandate__made_at__gte=local_midnight(TODAY)).delete()
        Mandate.objects.filter(made_at__gte=local_midnight(TODAY)).delete()
        names = "('rights.mail', 'links.mail')"
        connection.cursor().execute(f"delete from procrastinate_jobs where task_name in {names}")

    with swept_by(sweep):
        yield


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_markus_links_customers_by_keyboard_alone(
    world: World,
    person: Callable[..., Person],
    swept: None,
    language: str,
    site: str,
    tmp_path: Path,
) -> None:
    paper = tmp_path / "contract.pdf"
    paper.write_bytes(PDF)
    markus: Any = person()
    markus.page.context.add_cookies([{"name": "language", "value": language, "url": site}])
    page = markus.signs_in_as(world.markus)
    check, add, done = SAID[language]
    tab_to(page, ".nav a[href$='/staff/holders/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/holders/")
    tab_to(page, "input[name=q]")
    page.keyboard.type("kotikivi")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=kotikivi*")
    tab_to(page, f"main a[href*='{slug(world.housing_managers)}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{slug(world.housing_managers)}/")
    assert markus.axe_finds() == []
    tab_to(page, "main a[href$='/link/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/link/")
    tab_to(page, "input[name=words]")
    page.keyboard.type("saarinen")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=chosen]")).to_be_visible()
    tab_to(page, "input[name=chosen]")
    page.keyboard.press("Space")
    tab_to(page, "textarea[name=pasted]")
    page.keyboard.type("1000022")
    tab_to(page, "input[name=invoices]")
    page.keyboard.press("ArrowRight")
    tab_to(page, "input[name=ground]")
    page.keyboard.press("Space")
    tab_to(page, "input[name=asked_by]")
    page.keyboard.type("Kaisa Halme")
    assert markus.axe_finds() == []
    assert not markus.sticks_out(320)
    tab_to(page, "main form button.filled")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    expect(page.locator(".lead").first).to_have_text(check)
    assert markus.axe_finds() == []
    tab_to(page, "main form button.filled")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text(add)
    tab_to(page, "input[name=document]")
    page.set_input_files("input[name=document]", paper)  # the system's own window is no page of ours
    tab_to(page, "main form button.filled")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{slug(world.housing_managers)}/")
    expect(page.locator("main .notice").first).to_contain_text(done)
    assert not markus.sticks_out(320)
    assert markus.complaints == []
