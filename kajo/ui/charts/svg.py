"""The many equal marks of a chart as SVG text: a template's loop takes ten times as long for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from kajo.ui.charts.picture import Column, Place, Rect


def columns_svg(columns: Sequence[Column], key: str) -> SafeString:
    """Return each step of time as its whole height, a link where it leads somewhere, and its rectangles."""
    return _safe(_column(column, key) for column in columns)


def labels_svg(places: Sequence[Place], y: int) -> SafeString:
    """Return words at their places, `y` pixels down; a value under the word, where there is one."""
    return _safe(_label(place, y) for place in places)


def _column(column: Column, key: str) -> str:
    inner = f"<title>{escape(column.title)}</title>{_wash(column)}" + "".join(
        _rect(rect, key) for rect in column.rects
    )
    if column.href:
        return f'<a class="column" href="{escape(column.href)}" tabindex="-1">{inner}</a>'
    return f'<g class="column">{inner}</g>'


def _wash(column: Column) -> str:
    return f'<rect class="wash" x="{column.x}" y="0" width="{column.width}" height="100%"/>'


def _rect(rect: Rect, key: str) -> str:
    fill = f' fill="url(#{key}-hatch)"' if rect.kind == "bar-estimated" else ""
    place = f'x="{rect.x}" y="{rect.y}" width="{rect.width}" height="{rect.height}"'
    return f'<rect class="{rect.kind}"{fill} {place}/>'


def _label(place: Place, y: int) -> str:
    strong = ' class="value"' if place.is_strong else ""
    word = f'<text{strong} x="{place.x}" y="{y}" text-anchor="middle">{escape(place.text)}</text>'
    if not place.value:
        return word
    value = escape(place.value)
    return f'{word}<text class="value" x="{place.x}" y="41" text-anchor="middle">{value}</text>'


def _safe(marks: Iterable[str]) -> SafeString:
    return mark_safe("".join(marks))  # noqa: S308 what comes from elsewhere is escaped above
