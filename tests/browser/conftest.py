"""A real web process on the cast's database, and a browser in which people sign in."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import axe_playwright_python
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from psycopg.conninfo import make_conninfo

from demo.bank.people import LEVEL
from demo.cast import PASSWORD
from kajo.access.models import User
from tests.world import World

# Playwright runs an event loop in the test's own thread; the queries of the tests are none of its business.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What can be focused and has then no ring, or stands within something that is cut down to a point.
OUT_OF_SIGHT = """() => {
  const isCut = (box) => box.offsetWidth <= 1 || box.offsetHeight <= 1;
  const found = [];
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (!one.checkVisibility({visibilityProperty: true})) continue;
    one.focus({preventScroll: true});
    if (document.activeElement !== one) continue;
    const ring = getComputedStyle(one);
    const hasRing = ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2;
    let cut = isCut(one);
    for (let box = one.parentElement; box; box = box.parentElement)
      cut ||= isCut(box) && getComputedStyle(box).overflow === "hidden";
    if (cut || !hasRing) found.push(one.outerHTML.slice(0, 120));
  }
  return found;
}"""
HINTS = {"debug", "verbose"}
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@pytest.fixture(scope="package")
def pretend_bank() -> str:
    """The address of the demo's pretend bank, which runs beside the site."""
    return f"http://localhost:{_free_port()}"


@pytest.fixture(scope="package")
def site(_stage: object, pretend_bank: str) -> Iterator[str]:
    """The address of the site, served by granian as the page role."""
    port = _free_port()
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "IDENTIFICATION_ISSUER": pretend_bank,
        "IDENTIFICATION_CLIENT_ID": "kajo",
        "IDENTIFICATION_CLIENT_SECRET": "of-the-tests",
        "IDENTIFICATION_ACR": LEVEL,
        "SMS_URL": "http://localhost:9/",  # pages offer text messages; it is the worker that sends
        "DATABASE_URL": make_conninfo(settings.ENV.database_url, dbname=name),
        "WEB_DATABASE_URL": make_conninfo(settings.ENV.web_database_url, dbname=name),
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += [
        "--port",
        str(port),
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "tests.browser.wsgi:application",
    ]
    address = f"http://localhost:{port}"
    bank = [sys.executable, "-m", "tests.browser.bank"]
    bank += ["--port", pretend_bank.rpartition(":")[2], "--kajo", address]
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    servers = [subprocess.Popen(command, **quiet), subprocess.Popen(bank, **quiet)]
    try:
        _wait_for(f"{address}/terms/", servers[0])
        _wait_for(pretend_bank, servers[1])
        yield address
    finally:
        for server in servers:
            server.terminate()
            server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, f"what should answer at {address} ended at once"
        try:
            urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer")


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield started
        started.close()


@dataclass
class Person:
    """Somebody at a browser; what the console and the network complained of is kept."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self.site + path)
        return self.page

    def signs_in_as(self, user: User) -> Page:
        page = self.goes_to("/account/login/")
        page.fill("input[name=login]", user.username)
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button.filled")
        page.wait_for_url(lambda url: "/account/login/" not in url)
        return page

    def axe_finds(self) -> list[tuple[str, list[str]]]:
        """Return what axe objects to on the page as it stands."""
        self.page.evaluate(AXE)
        found: Any = self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found["violations"]]

    def focus_is_lost_on(self) -> list[str]:
        """Return what can be focused without being seen to be; by day alone, the night has other colours."""
        if self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):
            return []
        self.page.focus("body")
        lost: list[str] = self.page.evaluate(OUT_OF_SIGHT)
        return lost

    def sticks_out(self, width: int) -> bool:
        """Tell whether the page is wider than the window of that width."""
        self.page.set_viewport_size({"width": width, "height": 900})
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return wide


@pytest.fixture
def person(site: str, browser: Browser, world: World) -> Iterator[Callable[..., Person]]:
    """Sit somebody down at a browser of his own: `person(color_scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def sit_down(**options: Any) -> Person:
        given = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options}
        context = browser.new_context(**given)
        contexts.append(context)
        # As somebody who has once chosen the browser's language at the foot of a page.
        context.add_cookies(
            [{"name": settings.LANGUAGE_COOKIE_NAME, "value": given["locale"][:2], "url": site}]
        )
        somebody = Person(context.new_page(), site)
        somebody.page.on(
            "console",
            # Hints to developers, which a console hides unless asked, are no complaints.
            lambda said: somebody.complaints.append(said.text) if said.type not in HINTS else None,
        )
        somebody.page.on("pageerror", lambda error: somebody.complaints.append(str(error)))
        somebody.page.on(
            "request",
            lambda asked: None if asked.url.startswith(site) else somebody.complaints.append(asked.url),
        )
        return somebody

    yield sit_down
    for context in contexts:
        context.close()
