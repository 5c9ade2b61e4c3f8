"""Files of the look: small, in layers, and nothing that the Content-Security-Policy would block."""

import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[2] / "kajo" / "ui"
CSS = sorted((UI / "static/ui/css").glob("*.css"))
JS = sorted((UI / "static/ui/js").glob("*.js"))
TEMPLATES = sorted((UI / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(UI))


@pytest.mark.parametrize("path", CSS, ids=name_of)
def test_a_stylesheet_is_short_and_stands_in_a_layer(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) < 400
    if path.name != "fonts.css":
        assert re.search(r"^@layer (tokens|base|layout|components) \{", text, re.MULTILINE)


@pytest.mark.parametrize(
    "path", [path for path in CSS if path.name not in ("tokens.css", "print.css")], ids=name_of
)
def test_colours_are_tokens(path: Path) -> None:
    codes = [line for line in path.read_text().splitlines() if re.search(r"#[0-9A-Fa-f]{3,8}\b", line)]
    assert all(".barcode" in line for line in codes), (
        "A barcode is black on white in every theme; nothing else is."
    )


def test_every_stylesheet_is_linked() -> None:
    linked = (UI / "templates/ui/head_links.html").read_text()
    assert [path.name for path in CSS if f"ui/css/{path.name}" not in linked] == []


def test_every_token_that_is_used_is_defined() -> None:
    text = "\n".join(path.read_text() for path in CSS)
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", text))
    defined = set(re.findall(r"--([a-z0-9-]+):", text))
    assert used - defined == set()


def test_dark_has_every_colour_of_light() -> None:
    light, dark = (UI / "static/ui/css/tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    named = re.compile(r"--([a-z0-9-]+): #")
    assert set(named.findall(light)) == set(named.findall(dark))


@pytest.mark.parametrize("path", JS, ids=name_of)
def test_a_script_is_a_short_module(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) < 100
    assert "data-kajo-" in text or "dataset.kajo" in text
    assert not re.search(r"\beval\(|\.style\b|innerHTML = [`\"']", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_the_font_comes_with_its_licence() -> None:
    fonts = UI / "static/ui/fonts"
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text()
    assert sum(path.stat().st_size for path in fonts.glob("*.woff2")) < 60_000
