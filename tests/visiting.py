"""Somebody visits pages: `visit(world.bertta).get("contract-list", world.spot_household).says("…")`.

A page is named by its URL name; `customer:` is understood. An object after it fills in the address:
a customer its key, anything of a customer's its own key and the customer's. Other parts of the address
go by their names; what is left over goes into the query (get) or the form (post).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kajo.access.models import Customer, StaffLook, User
from tests.pages import Page


class Visitor:
    """A browser of its own, in which somebody has signed in, or nobody."""

    def __init__(self, user: User | None = None, *, language: str = "en", htmx: bool = False) -> None:
        headers = {"hx-request": "true"} if htmx else {}
        self.client = Client(headers={"host": "localhost", **headers})
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if user is not None:
            self.client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])

    def get(self, name: str, about: Model | None = None, **more: Any) -> Page:
        """Open a page by its name."""
        url, query = address(name, about, more)
        return self.open(url, **query)

    def post(self, name: str, about: Model | None = None, **more: Any) -> Page:
        """Send a form to a page by its name; an answer that leads on is not followed."""
        url, form = address(name, about, more)
        return self._page(self.client.post(url, form), url)

    def open(self, url: str, **query: Any) -> Page:
        """Open an address as it stands, such as a link's."""
        return self._page(self.client.get(url, query), url)

    def _page(self, response: Any, url: str) -> Page:
        assert isinstance(response, HttpResponse), f"{url} streams its answer"
        return Page(response, url, visitor=self)


def address(name: str, about: Model | None, more: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the URL of a page and what of `more` has no place in it."""
    named = f"look:{name}" if isinstance(about, StaffLook) or "look" in more else f"customer:{name}"
    known = _parts_by_name(settings.ROOT_URLCONF)
    full = named if named in known else name
    parts = known.get(full)
    assert parts is not None, f"no page is called {name}"
    filled = {**_keys(about), **{part: _plain(value) for part, value in more.items()}}
    kwargs = {part: value for part, value in filled.items() if part in parts}
    left_over = {part: value for part, value in more.items() if part not in parts}
    return reverse(full, kwargs=kwargs), left_over


def _keys(about: Model | None) -> dict[str, Any]:
    if about is None:
        return {}
    if isinstance(about, Customer):
        return {"customer": about.key}
    if isinstance(about, StaffLook):
        return {"look": about.key}
    key = getattr(about, "key", None)
    owner = getattr(about, "owner", None)
    whose = {"customer": owner.key} if owner else {}
    return {"key": key, str(about._meta.model_name): key, **whose}


def _plain(value: Any) -> Any:
    """Return what stands in an address for an object: its key."""
    return getattr(value, "key", value) if isinstance(value, Model) else value


@cache
def _parts_by_name(urlconf: str) -> dict[str, frozenset[str]]:
    return dict(_walk(get_resolver(urlconf), "", frozenset()))


def _walk(resolver: URLResolver, prefix: str, parts: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each page's full name and the parts that its address asks for."""
    for pattern in resolver.url_patterns:
        asked = parts | frozenset(getattr(pattern.pattern, "converters", {}))
        asked |= frozenset(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern, space, asked)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}", asked
