"""A company is asked for with a document and approved, in a browser, by keyboard alone, in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import expect

from demo.bank.people import STRANGER
from kajo.access.models import Ownership
from kajo.registration.models import Identification, JoinRequest
from tests.browser.conftest import Person
from tests.browser.test_giving_by_keyboard import tab_to
from tests.browser.test_registering_by_keyboard import identifies
from tests.elsewhere import swept_by
from tests.registration.joining import PDF
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SAID = {
    "en": ("Add the document.", "Your request was sent.", "Write the reason", "Olli Turunen now owns"),
    "fi": ("Lisää asiakirja.", "Pyyntösi on lähetetty.", "Kirjoita syy", "Olli Turunen on nyt"),
    "sv": (
        "Lägg till handlingen.",
        "Din begäran har skickats.",
        "Skriv orsaken",
        "Olli Turunen är nu huvudanvändare",
    ),
}


@pytest.fixture
def swept(world: World) -> Iterator[None]:
    """Take away what the web process has committed."""

    def sweep() -> None:
        JoinRequest.objects.filter(user=world.olli).delete()
        Identification.objects.filter(user=world.olli).delete()
        Ownership.everything.filter(owner=world.housing_company_2).delete()
        cursor = connection.cursor()
        cursor.execute("delete from core_cache")
        cursor.execute("delete from procrastinate_jobs where task_name like 'registration.%'")

    with swept_by(sweep):
        yield


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_olli_asks_for_a_company_and_markus_approves_it(
    world: World,
    person: Callable[..., Person],
    swept: None,
    language: str,
    site: str,
    pretend_bank: str,
    tmp_path: Path,
) -> None:
    paper = tmp_path / "extract.pdf"
    paper.write_bytes(PDF)
    company, cookie = world.housing_company_2, {"name": "language", "value": language, "url": site}
    add, sent, why, done = SAID[language]
    olli = person(color_scheme="dark")
    olli.page.context.add_cookies([cookie])
    page = olli.signs_in_as(world.olli)
    tab_to(page, "main a[href='/register/ask/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/ask/")
    assert olli.axe_finds() == []
    assert not olli.sticks_out(320)
    identifies(page, "customer", STRANGER)
    page.wait_for_url("**/register/ask/")
    tab_to(page, "input[name=ground]")
    page.keyboard.press("Space")
    tab_to(page, "input[name=number]")
    page.keyboard.type(company.number)
    tab_to(page, "input[name=business_id]")
    page.keyboard.type(company.business_id)
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text(add)
    assert olli.axe_finds() == []
    page.set_input_files("input[name=document]", paper)  # the system's own window is no page of ours
    tab_to(page, "main form button.filled")
    page.keyboard.press("Enter")
    expect(page.locator("main .notice").first).to_contain_text(sent)
    assert olli.axe_finds() == []
    assert not olli.sticks_out(320)
    assert [one for one in olli.complaints if not one.startswith(pretend_bank)] == []

    markus = person()
    markus.page.context.add_cookies([cookie])
    page = markus.signs_in_as(world.markus)
    tab_to(page, ".nav a[href$='/staff/requests/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/requests/")
    assert markus.axe_finds() == []
    assert not markus.sticks_out(320)
    tab_to(page, "main tbody tr:last-child a")  # the newest
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/requests/*/")
    assert markus.axe_finds() == []
    assert not markus.sticks_out(320)
    tab_to(page, "button[value=refuse]")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text(why)
    assert markus.axe_finds() == []
    tab_to(page, "button[value=approve]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/requests/")
    expect(page.locator("main .notice").first).to_contain_text(done)
    assert markus.axe_finds() == []
    assert markus.complaints == []
    assert Ownership.everything.filter(owner=company, user=world.olli).exists()
