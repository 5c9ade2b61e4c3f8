"""The addresses of pages."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=5000)
def address(name: str, /, **parts: str) -> str:
    """Return the address of a page. A page names some twenty, nearly all of which the last one named too."""
    return reverse(name, kwargs=parts)
