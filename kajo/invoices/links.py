"""What the links of an invoice name: its own PDF, or an attachment."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit


def bill_name(number: str) -> str:
    """Return what an invoice's own PDF is called."""
    return f"{number}.pdf"


def last_part(address: str) -> str:
    """Return what an address or a path ends with, as a file is called."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    return re.split(r"[\\/]", unquote(path))[-1]


def is_of_the_web(address: str) -> bool:
    """Tell whether a browser could go to the address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
