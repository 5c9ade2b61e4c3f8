"""Icons and state marks, drawn in a 16 × 16 grid with the colour of the text."""

from typing import Final

_LINE: Final = 'fill="none" stroke="currentColor"'
_STROKE: Final = f'{_LINE} stroke-width="2"'

ICONS: Final[dict[str, str]] = {
    "arrow-left": f'<path d="M14 8H2.5M7 3.2 2.2 8 7 12.8" {_STROKE}/>',
    "arrow-right": f'<path d="M2 8h11.5M9 3.2 13.8 8 9 12.8" {_STROKE}/>',
    "arrow-up": f'<path d="M8 14V3M4.5 6.5 8 3l3.5 3.5" {_STROKE}/>',
    "arrow-down": f'<path d="M8 2v11M4.5 9.5 8 13l3.5-3.5" {_STROKE}/>',
    "chevron": f'<path d="M3 5.5 8 10.5l5-5" {_LINE} stroke-width="1.6"/>',
    "tick": f'<path d="m2.5 8.5 3.6 3.7 7.4-8" {_STROKE}/>',
    "cross": f'<path d="m3 3 10 10M13 3 3 13" {_STROKE}/>',
    "download": f'<path d="M8 1.5v9M4.2 6.8 8 10.6l3.8-3.8M2 14h12" {_STROKE}/>',
    "copy": f'<path d="M6 6h8v8.5H6zM3.5 10.5H2V2h8.5v1.5" {_STROKE}/>',
    "print": f'<path d="M4 6V1.5h8V6M4 12H1.5V6h13v6H12M4 9.5h8v5H4z" {_STROKE}/>',
    "info": f'<circle cx="8" cy="8" r="6.8" {_LINE} stroke-width="1.6"/>'
    '<path d="M8 7v4.6M8 4.2v1.6" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "ok": '<circle cx="8" cy="8" r="6.8" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path d="m4.8 8.3 2.3 2.3 4.2-4.7" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "warning": '<path d="M8 1.6 15 14.2H1z" fill="none" stroke="currentColor" stroke-width="1.6"'
    ' stroke-linejoin="round"/>'
    '<path d="M8 6v4M8 11.3v1.6" fill="none" stroke="currentColor" stroke-width="1.7"/>',
}

# The hole in a filled mark is cut out, so that it needs no second colour.
STATES: Final[dict[str, tuple[str, str]]] = {
    "open": ("accent", f'<circle cx="8" cy="8" r="6" {_STROKE}/>'),
    "done": (
        "ok",
        '<path fill="currentColor" fill-rule="evenodd" d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.9 10.6'
        'L3.7 8.2l1.5-1.5 1.8 1.8 3.7-4 1.6 1.4Z"/>',
    ),
    "overdue": (
        "danger",
        '<path fill="currentColor" fill-rule="evenodd" d="M8 1 15.5 15H.5ZM7.1 6v4.3h1.8V6Z'
        'm0 5.5v1.8h1.8v-1.8Z"/>',
    ),
    "waiting": (
        "warn",
        f'<circle cx="8" cy="8" r="6" {_STROKE}/><path fill="currentColor" d="M8 2a6 6 0 0 1 0 12Z"/>',
    ),
    "estimated": (
        "quiet",
        f'<circle cx="8" cy="8" r="6" {_STROKE}/><path fill="currentColor" d="M8 2a6 6 0 0 1 0 12Z"/>',
    ),
    "reversed": ("quiet", f'<circle cx="8" cy="8" r="6" {_STROKE}/><path d="M4 8h8" {_STROKE}/>'),
    "valid": ("ok", '<path fill="currentColor" d="M2 2h12v12H2z"/>'),
    "ending": (
        "warn",
        f'<path d="M3 3h10v10H3z" {_STROKE}/><path fill="currentColor" d="M8 3h5v10H8z"/>',
    ),
    "coming": ("accent", f'<path d="M3.5 2.5 13 8l-9.5 5.5Z" {_STROKE}/>'),
    "ended": ("quiet", f'<path d="M2.5 2.5h11v11h-11zM2.5 13.5l11-11" {_LINE} stroke-width="1.5"/>'),
    "missing": ("warn", f'<path d="M2.5 2.5h11v11h-11zM2.5 13.5l11-11" {_LINE} stroke-width="1.5"/>'),
    "corrected": ("quiet", '<path fill="currentColor" d="m8 1 7 7-7 7-7-7Z"/>'),
}


def svg(body: str, css_class: str) -> str:
    """Return an inline picture that says nothing to a screen reader."""
    return (
        f'<svg class="{css_class}" width="16" height="16" viewBox="0 0 16 16" '
        f'aria-hidden="true" focusable="false">{body}</svg>'
    )
