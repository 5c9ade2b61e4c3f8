"""A retailer's colours are readable, whatever the retailer chose."""

import logging
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from kajo.ui import brand
from kajo.ui.brand import DARK, LIGHT, Brand
from kajo.ui.colour import contrast, from_oklch, to_oklch

colours = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#0B5275", "#FFFFFF", 8.5),
        ("#8CCBEE", "#0D171E", 10.3),
        ("#777777", "#FFFFFF", 4.48),
    ],
)
def test_contrast_is_counted_as_wcag_says(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.06)
    assert contrast(one, other) == contrast(other, one)


def test_oklch_of_known_colours() -> None:
    red, white = to_oklch("#FF0000"), to_oklch("#FFFFFF")
    assert (red.lightness, red.chroma, red.hue) == pytest.approx((0.628, 0.2577, 29.23), abs=0.01)
    assert (white.lightness, white.chroma) == pytest.approx((1.0, 0.0), abs=0.001)


@given(colours)
def test_a_colour_comes_back_from_oklch(colour: str) -> None:
    back = from_oklch(to_oklch(colour))
    for at in (1, 3, 5):
        assert abs(int(back[at : at + 2], 16) - int(colour[at : at + 2], 16)) <= 1


@settings(max_examples=60, deadline=None)
@given(colours, colours, colours)
def test_every_brand_is_readable_in_both_themes(accent: str, glow: str, sky: str) -> None:
    chosen = Brand(accent=accent, glow=glow, sky=sky)
    for ground, palette in zip((LIGHT, DARK), brand.palettes(chosen), strict=True):
        tokens = palette.tokens
        backs = (ground.surface, ground.sunk, tokens["sky"])
        for back in (*backs, tokens["accent-soft"]):
            assert contrast(tokens["accent"], back) >= 4.5
        assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
        for back in backs:
            assert contrast(tokens["glow"], back) >= 3
        assert contrast(ground.ink, tokens["sky"]) >= 7
        assert contrast(ground.ink, tokens["glow-wash"]) >= 4.5
        assert contrast(tokens["on-accent"], tokens["accent-strong"]) >= 4.5


def test_a_good_colour_is_left_alone() -> None:
    light, dark = brand.palettes(Brand(accent="#0A6B4F", accent_dark="#7FD6B5"))
    assert light.tokens["accent"] == "#0A6B4F"
    assert dark.tokens["accent"] == "#7FD6B5"
    assert not light.moved
    assert not dark.moved


def test_a_pale_colour_is_moved_by_steps_and_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        css = brand.brand_css(Brand(accent="#FFD400"))
    used = brand.palettes(Brand(accent="#FFD400"))[0].tokens["accent"]
    assert used != "#FFD400"
    assert to_oklch(used).hue == pytest.approx(to_oklch("#FFD400").hue, abs=6)
    assert "accent #FFD400 has too little contrast" in caplog.text
    assert used in caplog.text
    assert f"--accent: {used};" in css


def test_a_light_colour_alone_makes_the_dark_one() -> None:
    _, dark = brand.palettes(Brand(accent="#0A6B4F"))
    assert contrast(dark.tokens["accent"], DARK.surface) >= 4.5


def test_the_file_holds_tokens_only() -> None:
    css = brand.brand_css(Brand(accent="#0A6B4F", glow="#E2572B", sky="#E4EFE6"))
    assert css.startswith("@layer tokens {")
    assert "prefers-color-scheme: dark" in css
    assert set(re.findall(r"--([a-z-]+):", css)) == {
        "sky",
        "accent",
        "accent-strong",
        "accent-soft",
        "on-accent",
        "glow",
        "glow-core",
        "glow-wash",
    }


def test_a_retailer_without_colours_needs_no_file() -> None:
    assert brand.brand_css(Brand(name="Verkko")) == ""


def test_the_settings_make_the_brand(settings: Settings) -> None:
    settings.BRAND = {
        "name": "Valo",
        "accent": "#0a6b4f",
        "help_phones": "010 123 4567, 09 1",
        "help_hours": "8-16",
    }
    made = brand.current_brand()
    assert made.name == "Valo"
    assert made.help_line is not None
    assert [phone.href for phone in made.help_line.phones] == ["tel:0101234567", "tel:091"]
    assert made.help_line.hours == "8–16"


def test_a_colour_that_is_none_is_refused(settings: Settings) -> None:
    settings.BRAND = {"accent": "green"}
    with pytest.raises(ImproperlyConfigured, match="#RRGGBB"):
        brand.current_brand()
