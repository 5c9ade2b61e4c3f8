"""Takes the README's picture: the year of a home with electric heating, in the running demo."""

import sys
from pathlib import Path
from shutil import which

from playwright.sync_api import ViewportSize, sync_playwright

from demo.cast import PASSWORD

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "report.png"
SIZE: ViewportSize = {"width": 1280, "height": 1090}


def main(address: str) -> None:
    """Sign in as Väinö and save what he sees of his consumption."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport=SIZE, locale="en-GB", color_scheme="light").new_page()
        page.goto(f"{address}/account/login/")
        page.fill("input[name=login]", "vaino.korhonen")
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button.filled")
        page.get_by_role("link", name="Reporting service").first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"Saved {PICTURE.name}.")


main(*sys.argv[1:])
