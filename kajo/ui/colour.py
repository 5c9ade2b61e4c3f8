"""Colours as WCAG and OKLCH see them. A colour is "#RRGGBB"."""

import math
import re
from dataclasses import dataclass, replace

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Oklch:
    """Lightness 0–1, chroma 0–about 0.4, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


def is_colour(text: str) -> bool:
    """Tell whether the text is "#RRGGBB"."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast ratio, 1–21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def to_oklch(colour: str) -> Oklch:
    """Return the colour in OKLCH."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def from_oklch(colour: Oklch) -> str:
    """Return "#RRGGBB"; a colour that screens cannot show keeps lightness and hue and loses chroma."""
    chroma = colour.chroma
    while chroma > 0:
        channels = _channels(replace(colour, chroma=chroma))
        if all(-0.0005 <= channel <= 1.0005 for channel in channels):
            break
        chroma -= 0.004
    channels = _channels(replace(colour, chroma=max(chroma, 0.0)))
    return "#" + "".join(f"{round(_gamma(min(max(channel, 0.0), 1.0)) * 255):02X}" for channel in channels)


def with_lightness(colour: str, lightness: float) -> str:
    """Return the colour at another OKLCH lightness."""
    return from_oklch(replace(to_oklch(colour), lightness=min(max(lightness, 0.0), 1.0)))


def _channels(colour: Oklch) -> tuple[float, float, float]:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _ungamma(red), _ungamma(green), _ungamma(blue)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ungamma(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _gamma(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else float(1.055 * channel ** (1 / 2.4) - 0.055)
