"""The many equal marks of a chart as SVG text: a template's loop takes ten times as long for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from kajo.ui.charts.picture import Column, Picture, Place, Post, Rect

HATCHED = {"bar-estimated", "rail-estimated"}
DIAMOND = '<path d="M0 -20 6 -14 0 -8 -6 -14Z"/>'
UNSCALED = 'vector-effect="non-scaling-stroke"'
WHOLE = 'x="0" y="0" width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none"'


def axis_svg(ticks: Iterable[Place]) -> SafeString:
    """Return the numbers of the axis."""
    return _safe(
        f'<text x="{tick.x}" y="{tick.y}" dx="-7" dy="5" text-anchor="end">{escape(tick.text)}</text>'
        for tick in ticks
    )


def marks_svg(picture: Picture) -> SafeString:
    """Return all that is drawn into the plot, from the ground up: what comes later lies over it."""
    return _safe(_marks(picture))


def columns_svg(columns: Sequence[Column], key: str) -> SafeString:
    """Return each step of time as its whole height, a link where it leads somewhere, and its rectangles."""
    return _safe(_column(column, key) for column in columns)


def labels_svg(places: Sequence[Place], y: int) -> SafeString:
    """Return words at their places, `y` pixels down; a value under the word, where there is one."""
    return _safe(_label(place, y) for place in places)


def _marks(picture: Picture) -> Iterator[str]:
    key, horizon, now = picture.key, picture.horizon, picture.now
    yield from (_grid(tick) for tick in picture.ticks if not tick.is_strong)
    if picture.has_coming:
        yield f'<svg class="glow-now" x="0" y="0" width="100%" height="{horizon}">'
        yield f'<ellipse cx="{now}" cy="100%" rx="130" ry="80" fill="url(#{key}-glow)"/></svg>'
    yield from (_rect(void, key) for void in picture.voids)
    yield from (_column(column, key) for column in picture.columns)
    yield from (_post(post) for post in picture.posts)
    yield from (_void_word(word) for word in picture.void_words)
    yield from (_rect(rail, key, ' transform="translate(0 3)"') for rail in picture.rails)
    yield f'<line class="horizon" x1="0" x2="{now}" y1="{horizon}" y2="{horizon}"/>'
    if picture.has_coming:
        yield f'<line class="horizon coming" x1="{now}" x2="100%" y1="{horizon}" y2="{horizon}"/>'
    if picture.stairs:
        yield _stairs(picture)
    yield from (f'<svg class="diamond" x="{at.x}" y="{at.y}">{DIAMOND}</svg>' for at in picture.diamonds)


def _grid(tick: Place) -> str:
    return f'<line class="grid" x1="0" x2="100%" y1="{tick.y}" y2="{tick.y}"/>'


def _post(post: Post) -> str:
    return f'<line class="post" x1="{post.x}" x2="{post.x}" y1="{post.foot}" y2="{post.top}"/>'


def _void_word(word: Place) -> str:
    inside = " inside" if word.anchor == "middle" else ""
    aside = {"start": "8", "end": "-8"}.get(word.anchor, "0")
    place = f'x="{word.x}" y="16" dx="{aside}" text-anchor="{word.anchor}"'
    return f'<text class="void-word{inside}" {place}>{escape(word.text)}</text>'


def _stairs(picture: Picture) -> str:
    paths = (("halo", picture.stairs), ("riser", picture.risers), ("tread", picture.stairs))
    drawn = "".join(f'<path class="{name}" d="{path}" {UNSCALED}/>' for name, path in paths)
    return f'<svg class="stairs" {WHOLE}>{drawn}</svg>'


def _column(column: Column, key: str) -> str:
    inner = f"<title>{escape(column.title)}</title>{_wash(column)}" + "".join(
        _rect(rect, key) for rect in column.rects
    )
    if column.href:
        return f'<a class="column" href="{escape(column.href)}" tabindex="-1">{inner}</a>'
    return f'<g class="column">{inner}</g>'


def _wash(column: Column) -> str:
    return f'<rect class="wash" x="{column.x}" y="0" width="{column.width}" height="100%"/>'


def _rect(rect: Rect, key: str, moved: str = "") -> str:
    fill = f' fill="url(#{key}-hatch)"' if rect.kind in HATCHED else ""
    place = f'x="{rect.x}" y="{rect.y}" width="{rect.width}" height="{rect.height}"'
    return f'<rect class="{rect.kind}"{fill}{moved} {place}/>'


def _label(place: Place, y: int) -> str:
    strong = ' class="value"' if place.is_strong else ""
    word = f'<text{strong} x="{place.x}" y="{y}" text-anchor="middle">{escape(place.text)}</text>'
    if not place.value:
        return word
    value = escape(place.value)
    return f'{word}<text class="value" x="{place.x}" y="41" text-anchor="middle">{value}</text>'


def _safe(marks: Iterable[str]) -> SafeString:
    return mark_safe("".join(marks))  # noqa: S308 what comes from elsewhere is escaped above
