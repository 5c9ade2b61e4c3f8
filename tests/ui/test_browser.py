"""The page of all components in a real browser: accessible, nothing sticks out, scripts do what they say."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import axe_playwright_python
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Quiet(WSGIRequestHandler):
    """Tells nobody what was asked for."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the gallery is served; it needs no database."""
    with override_settings(ROOT_URLCONF="tests.ui.urls", ALLOWED_HOSTS=["127.0.0.1"]):
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        server.set_app(WSGIHandler())
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/components/"
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def open_gallery(browser: Browser, address: str, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(browser: Browser, address: str, theme: Any, width: int) -> None:
    page = open_gallery(
        browser, address, color_scheme=theme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page.evaluate("for (const menu of document.querySelectorAll('details')) menu.open = true")
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]] == []


@pytest.mark.parametrize("width", [320, 360, 480, 767, 768, 1023, 1024, 1280, 2000])
def test_nothing_sticks_out_sideways(browser: Browser, address: str, width: int) -> None:
    page = open_gallery(browser, address, viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_policy_blocks_nothing_of_ours(browser: Browser, address: str) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    assert [line for line in complaints if "favicon" not in line] == []


def test_escape_closes_a_menu_and_gives_focus_back(browser: Browser, address: str) -> None:
    page = open_gallery(browser, address)
    page.click("details.chooser summary")
    assert page.is_visible(".chooser .choices")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.is_visible(".chooser .choices")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_an_error_summary_takes_focus(browser: Browser, address: str) -> None:
    page = open_gallery(browser, address)
    assert page.evaluate("document.activeElement.className") == "error-summary"


def test_a_password_can_be_shown(browser: Browser, address: str) -> None:
    page = open_gallery(browser, address)
    page.fill("#id_password", "kaamos")
    page.click("[data-kajo-reveal=id_password]")
    assert page.get_attribute("#id_password", "type") == "text"


def test_a_copy_button_copies_and_says_so(browser: Browser, address: str) -> None:
    page = open_gallery(browser, address, permissions=["clipboard-read", "clipboard-write"])
    button = page.locator(".payment-lines [data-kajo-copy]").first
    button.click()
    expect(button).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "FI2112345600000785"


def test_a_dragged_window_fills_the_dates_and_sends_them(browser: Browser, address: str) -> None:
    page = open_gallery(browser, address, viewport={"width": 1280, "height": 900})
    plot = page.locator(".strip-plot").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 24 / 36, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 12 / 36, middle, steps=5)
    with page.expect_navigation():
        page.mouse.up()
    assert "from=2025-01-01&to=2026-12-28" in page.url


def test_without_script_everything_is_there(browser: Browser, address: str) -> None:
    page = open_gallery(browser, address, java_script_enabled=False)
    page.click("details.chooser summary")
    assert page.is_visible(".chooser .choices")
    assert page.locator("[data-kajo-copy]").first.is_hidden()


def test_a_retailer_with_colours_of_its_own_is_readable_too(browser: Browser, address: str) -> None:
    colours = {"accent": "#C2185B", "glow": "#7BC043", "sky": "#F3E5D8"}
    with override_settings(BRAND={"name": "Valo", "css_href": "/brand.css", **colours}):
        page = open_gallery(browser, address, bypass_csp=True)
        accent = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')")
        page.evaluate(AXE)
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert accent.strip() == "#C2185B"
    assert [rule["id"] for rule in found["violations"]] == []
