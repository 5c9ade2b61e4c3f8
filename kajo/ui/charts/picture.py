"""What a chart's template draws. Places and sizes are in per cent of the plot, as SVG wants them: "12.5%".

Of what there are hundreds is a named tuple: it is made in a fraction of the time of a frozen dataclass.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Rect(NamedTuple):
    """A rectangle; `kind` is its CSS class."""

    kind: str
    x: str
    y: str
    width: str
    height: str


class Column(NamedTuple):
    """The whole height of one step: where it leads, what is said of it, and its rectangles."""

    x: str
    width: str
    title: str
    href: str | None
    rects: tuple[Rect, ...]


class Post(NamedTuple):
    """A dashed upright line."""

    x: str
    top: str
    foot: str


class Place(NamedTuple):
    """A place for a mark or a word."""

    x: str
    y: str = "0%"
    text: str = ""
    value: str = ""
    anchor: str = "middle"
    is_strong: bool = False


class Key(NamedTuple):
    """A line of the legend; `kind` says how its mark is drawn."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A bar chart ready to be drawn."""

    key: str
    size: str
    horizon: str
    now: str
    has_coming: bool
    ticks: tuple[Place, ...]
    columns: tuple[Column, ...]
    voids: tuple[Rect, ...]
    void_words: tuple[Place, ...]
    posts: tuple[Post, ...]
    rails: tuple[Rect, ...]
    diamonds: tuple[Place, ...]
    stairs: str
    risers: str
    labels: tuple[Place, ...]
    short_labels: tuple[Place, ...]
    has_values: bool
    is_dense: bool


def per_cent(share: float) -> str:
    """Return a share, 0–1, as SVG's per cent."""
    return f"{share * 100:.3f}".rstrip("0").rstrip(".") + "%"
