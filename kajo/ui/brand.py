"""The retailer's name, logo, help line and colours, and what is made of the colours before they are used.

`settings.BRAND` holds any of the fields of `Brand`, as text; what is left out is Kajo's own.
Colours are checked once, when the process starts: one that would not be readable is moved in OKLCH lightness
until it is, and the log says so.
"""

import functools
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kajo.ui.colour import Oklch, contrast, from_oklch, is_colour, to_oklch, with_lightness
from kajo.ui.frame import HelpLine, Phone

logger = logging.getLogger(__name__)

STEP: Final = 0.02
TEXT: Final = 4.5
MARK: Final = 3.0
COLOURS: Final = frozenset({"accent", "accent_dark", "glow", "glow_dark", "sky", "sky_dark"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What a theme's colours must be read on, and which way a failing colour is moved."""

    surface: str
    sunk: str
    ink: str
    is_dark: bool
    accent: str
    glow_core: str
    sky: str


LIGHT: Final = Ground("#FFFFFF", "#F0F4F6", "#10222D", False, "#0B5275", "#F3A33C", "#DCE8EE")
DARK: Final = Ground("#0D171E", "#15222B", "#E8EEF1", True, "#8CCBEE", "#FFB454", "#0A1319")


@dataclass(frozen=True, slots=True)
class Brand:
    """What a retailer may change. Empty colours are Kajo's own; a dark one left out follows the light one.

    `css_href` is where the site serves `brand_css()`; without own colours it is not asked.
    """

    name: str = "Kajo"
    logo: str = ""
    logo_dark: str = ""
    help_line: HelpLine | None = None
    accent: str = ""
    accent_dark: str = ""
    glow: str = ""
    glow_dark: str = ""
    sky: str = ""
    sky_dark: str = ""
    css_href: str = ""

    @property
    def has_own_colours(self) -> bool:
        """Whether the page needs the retailer's CSS file."""
        return any(getattr(self, name) for name in COLOURS)


@dataclass(frozen=True, slots=True)
class Palette:
    """The tokens of one theme, and what had to be moved."""

    tokens: Mapping[str, str]
    moved: tuple[str, ...] = ()


def current_brand() -> Brand:
    """Return the brand of this installation.

    :raises ImproperlyConfigured: when a colour is not written as #RRGGBB
    """
    return _brand_of(tuple(getattr(settings, "BRAND", {}).items()))


@functools.lru_cache(maxsize=8)
def _brand_of(options: tuple[tuple[str, str], ...]) -> Brand:
    given = {name: value for name, value in options if value}
    for name in sorted(COLOURS & set(given)):
        if not is_colour(given[name]):
            raise ImproperlyConfigured(f"The brand's {name} is {given[name]!r}; write it as #RRGGBB.")
    phones = tuple(
        Phone(number.strip()) for number in given.pop("help_phones", "").split(",") if number.strip()
    )
    hours, price = given.pop("help_hours", "").replace("-", "–"), given.pop("help_price", "")
    return Brand(help_line=HelpLine(phones, hours, price) if phones else None, **given)


def palettes(brand: Brand) -> tuple[Palette, Palette]:
    """Return the light and the dark theme's tokens, every one of them readable."""
    return (
        _palette(LIGHT, brand.accent, brand.glow, brand.sky),
        _palette(
            DARK,
            brand.accent_dark or brand.accent,
            brand.glow_dark or brand.glow,
            brand.sky_dark or (_night_of(brand.sky) if brand.sky else ""),
        ),
    )


def brand_css(brand: Brand | None = None) -> str:
    """Return the retailer's CSS file: the tokens that differ from Kajo's own, for both themes.

    Empty when the retailer has no colours of its own. Every colour that was moved is logged once.
    """
    return _css_of(brand or current_brand())


@functools.lru_cache(maxsize=8)
def _css_of(brand: Brand) -> str:
    if not brand.has_own_colours:
        return ""
    light, dark = palettes(brand)
    for theme, palette in (("light", light), ("dark", dark)):
        for sentence in palette.moved:
            logger.warning("The retailer's colours, %s theme: %s", theme, sentence)
    return (
        f"@layer tokens {{\n:root {{\n{_lines(light)}}}\n"
        f"@media (prefers-color-scheme: dark) {{\n:root {{\n{_lines(dark)}}}\n}}\n}}\n"
    )


def _lines(palette: Palette) -> str:
    return "".join(f"  --{name}: {value};\n" for name, value in palette.tokens.items())


def _palette(ground: Ground, accent: str, glow: str, sky: str) -> Palette:
    moved: list[str] = []
    tokens: dict[str, str] = {}
    used_sky = ground.sky
    if sky:
        used_sky = _move("sky", sky, (ground.ink,), 7.0, lighter=not ground.is_dark, moved=moved)
        tokens["sky"] = used_sky
    backs = (ground.surface, ground.sunk, used_sky)
    if accent or sky:
        tokens |= _accent_tokens(ground, accent or ground.accent, backs, moved)
    if glow or sky:
        tokens |= _glow_tokens(ground, glow or ground.glow_core, backs, moved)
    return Palette(tokens, tuple(moved))


def _accent_tokens(ground: Ground, accent: str, backs: Iterable[str], moved: list[str]) -> dict[str, str]:
    shade = to_oklch(accent)
    soft = from_oklch(
        Oklch(
            0.30 if ground.is_dark else 0.94, min(shade.chroma, 0.045 if ground.is_dark else 0.02), shade.hue
        )
    )
    used = _move("accent", accent, (*backs, soft), TEXT, lighter=ground.is_dark, moved=moved)
    on_accent = max(("#FFFFFF", LIGHT.ink, DARK.surface), key=lambda text: contrast(text, used))
    strong = with_lightness(used, to_oklch(used).lightness + (0.08 if ground.is_dark else -0.09))
    return {"accent": used, "accent-strong": strong, "accent-soft": soft, "on-accent": on_accent}


def _glow_tokens(ground: Ground, glow: str, backs: Iterable[str], moved: list[str]) -> dict[str, str]:
    shade = to_oklch(glow)
    wash = from_oklch(Oklch(0.38 if ground.is_dark else 0.94, min(shade.chroma, 0.06), shade.hue))
    line = _move("glow", glow, backs, MARK, lighter=ground.is_dark, moved=moved)
    return {"glow": line, "glow-core": glow, "glow-wash": wash}


def _night_of(sky: str) -> str:
    shade = to_oklch(sky)
    return from_oklch(Oklch(0.18, min(shade.chroma, 0.025), shade.hue))


def _move(
    name: str, colour: str, backs: Iterable[str], needed: float, *, lighter: bool, moved: list[str]
) -> str:
    """Return the colour, or the nearest one in steps of lightness that has the contrast on every back."""
    grounds = tuple(backs)
    lightness = to_oklch(colour).lightness
    used = colour
    while min(contrast(used, ground) for ground in grounds) < needed and -STEP < lightness < 1 + STEP:
        lightness += STEP if lighter else -STEP
        used = with_lightness(colour, lightness)
    if used != colour:
        moved.append(f"{name} {colour} has too little contrast and became {used}.")
    return used
