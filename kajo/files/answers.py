"""How bytes from elsewhere are handed to a browser: as a thing to save or look at, never to run."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kajo.files.names import clean_name

SANDBOX = "sandbox; default-src 'none'"
# What a browser may show by itself. All else is saved, whatever it says it is.
SHOWN = ("image/png", "image/jpeg", "image/webp")


def file_answer(name: str, media_type: str, content: bytes, *, inline: bool = False) -> HttpResponse:
    """Return the file under its name, sandboxed, unsniffed and kept by no cache.

    `inline` shows it in the page's own place, which only pictures may.

    :raises ValueError: when something else than a picture is to be shown
    """
    if inline and media_type not in SHOWN:
        raise ValueError(f"{media_type} is not shown in a page")
    answer = HttpResponse(content, content_type=media_type)
    disposition = content_disposition_header(not inline, clean_name(name))
    if disposition:
        answer["Content-Disposition"] = disposition
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
