"""The doors: the only functions that make a URL. Each says who may come in before the page runs.

A page is a plain function of a request and what the door found: `page(request, access, …)`. GET and HEAD
run in a read-only transaction as the page role; a POST must be announced by the door, with the level it asks.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, URLResolver, include, path

from kajo.access import policy
from kajo.access.areas import Area, Level
from kajo.access.models import User
from kajo.access.policy import CustomerAccess, Entry, StaffAccess, Wanted
from kajo.access.wall import behind_the_wall
from kajo.core import times

Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Asks:
    """What a customer page asks for: any of the areas, or all of them."""

    areas: frozenset[Area]
    every: bool

    def met_by(self, access: CustomerAccess, level: Level) -> bool:
        held = [access.may(area, level) for area in self.areas]
        return all(held) if self.every else any(held)


def all_of(*areas: Area) -> Asks:
    """Ask for every one of the areas."""
    return Asks(frozenset(areas), every=True)


def any_of(*areas: Area) -> Asks:
    """Ask for one of the areas; the page shows each part only to those who hold its area."""
    return Asks(frozenset(areas), every=False)


@dataclass(frozen=True)
class Door(ABC):
    """A page behind its door; what urlpatterns hold instead of a bare function."""

    page: Page
    name: str
    post: Level | None = None

    kind: ClassVar[str] = "door"

    def __call__(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        refuse_odd_text(request)
        return self.enter(request, **parts)

    @abstractmethod
    def enter(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        """Let in or refuse, then run the page."""

    def methods(self) -> list[str]:
        return ["GET", "HEAD", "POST"] if self.post is not None else ["GET", "HEAD"]

    def noting(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the access log says of a look besides whose it is."""
        return {"page": self.name, "method": request.method or "", "now": times.now()}

    def run(self, request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
        """Call the page and render its answer inside the door's transaction."""
        response = self.page(request, *args, **parts)
        if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
            response.render()
        if response.streaming or getattr(response, "is_rendered", True) is False:
            raise ImproperlyConfigured(f"{self.name}: a page must give a whole answer inside its door")
        return response


class PublicDoor(Door):
    """Anybody may come in. The page role, open to no customer."""

    kind = "public"

    def enter(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        if request.method not in self.methods():
            return HttpResponseNotAllowed(self.methods())
        user_id = request.user.pk or 0
        with behind_the_wall(user_id, read_only=is_reading(request)):
            return self.run(request, **parts)


class SignedInDoor(Door):
    """Whoever has signed in. Open to no customer but those that the policy opens for the user."""

    kind = "signed in"

    def enter(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        user = signed_in(request)
        if user is None:
            return redirect_to_login(request.get_full_path())
        if request.method not in self.methods():
            return HttpResponseNotAllowed(self.methods())
        with behind_the_wall(user.pk, read_only=is_reading(request)):
            return self.run(request, **parts)


@dataclass(frozen=True)
class CustomerDoor(Door):
    """Whoever the policy lets in to the customer in the URL, with the areas that the page asks for."""

    asks: Asks = Asks(frozenset(), every=True)
    owners_only: bool = False

    kind = "customer"

    def enter(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        user = signed_in(request)
        if user is None:
            return redirect_to_login(request.get_full_path())
        customer, look = parts.pop("customer", None), parts.pop("look", None)
        entry = self.come_in(request, user.pk, customer, look)
        access = entry.access
        request.access = access  # type: ignore[attr-defined] # the frame of the page reads it
        refusal = self.refuse(request, access)
        if refusal is not None:
            return refusal
        if not (entry.is_noted or access.is_owner):
            raise ImproperlyConfigured(f"{self.name}: a look that is not in the access log")
        with behind_the_wall(user.pk, read_only=is_reading(request), open_to=[access.customer_id]):
            return self.run(request, access, **parts)

    def come_in(self, request: HttpRequest, user_id: int, customer: str | None, look: str | None) -> Entry:
        """Find the access and write the look down before anything is read, or answer as if there were none.

        Asked once: a second look in the page's transaction would see what is removed no later than this one
        does, for the page's own statements come after both.
        """
        level = None if self.owners_only else self.level_of(request)
        noting = self.noting(request)
        if look is not None:
            entry = policy.enter_look(user_id, look, level=level, **noting)
        else:
            entry = policy.enter_customer(
                user_id,
                customer or "",
                areas=self.asks.areas,
                every=self.asks.every,
                level=level,
                **noting,
            )
        if entry is None or not self.lets_in(entry.access):
            raise Http404
        return entry

    def lets_in(self, access: CustomerAccess) -> bool:
        return self.asks.met_by(access, Level.READ) and (access.is_owner or not self.owners_only)

    def level_of(self, request: HttpRequest) -> Level | None:
        """Return the level that the request needs, or None where the page does not take its method."""
        if request.method not in self.methods():
            return None
        return Level.READ if is_reading(request) else self.post

    def refuse(self, request: HttpRequest, access: CustomerAccess) -> HttpResponse | None:
        level = self.level_of(request)
        if level is None:
            return HttpResponseNotAllowed(self.methods())
        if not self.asks.met_by(access, level):
            raise PermissionDenied
        return None


@dataclass(frozen=True)
class CustomersDoor(Door):
    """Whoever holds an area of several customers; the page gets one access to all of them."""

    area: Area = Area.CONTRACTS

    kind = "customers"

    def enter(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        user = signed_in(request)
        if user is None:
            return redirect_to_login(request.get_full_path())
        if request.method not in self.methods():
            return HttpResponseNotAllowed(self.methods())
        accesses = policy.enter_many(user.pk, self.area, **self.noting(request))
        if not accesses.customer_ids:
            raise Http404
        with behind_the_wall(user.pk, read_only=is_reading(request), open_to=accesses.customer_ids):
            return self.run(request, accesses, **parts)


@dataclass(frozen=True)
class PortfolioDoor(Door):
    """Whoever has signed in; the page gets one page of the customers that the user may open, however many."""

    wants: Callable[[HttpRequest], Wanted] = lambda _: Wanted()

    kind = "customers"

    def enter(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        user = signed_in(request)
        if user is None:
            return redirect_to_login(request.get_full_path())
        if request.method not in self.methods():
            return HttpResponseNotAllowed(self.methods())
        choices = policy.enter_page(user.pk, self.wants(request), **self.noting(request))
        request.choices = choices  # type: ignore[attr-defined] # the frame need not look for them again
        with behind_the_wall(user.pk, read_only=True):
            return self.run(request, policy.open_page(user.pk, choices, now=times.now()), **parts)


@dataclass(frozen=True)
class StaffDoor(Door):
    """Customer service, or corporate alone. Anybody else gets the answer of a page that is not there."""

    only_corporate: bool = False

    kind = "staff"

    def enter(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        user = signed_in(request)
        if user is None:
            return redirect_to_login(request.get_full_path())
        if not user.is_staff or (self.only_corporate and not user.is_corporate_service):
            raise Http404
        if request.method not in self.methods():
            return HttpResponseNotAllowed(self.methods())
        with behind_the_wall(user.pk, read_only=is_reading(request), staff=True):
            return self.run(request, StaffAccess(user.pk, user.is_corporate_service), **parts)


class VendorDoor(Door):
    """Somebody else's page (allauth's), which keeps its own transactions."""

    kind = "vendor"

    def enter(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        response = self.page(request, **parts)
        user = signed_in(request)
        if user and isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
            with behind_the_wall(user.pk, read_only=True):  # so that the frame knows the user's customers
                response.render()
        return response


class SignedInVendorDoor(VendorDoor):
    kind = "signed in vendor"

    def enter(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        if signed_in(request) is None:
            return redirect_to_login(request.get_full_path())
        return super().enter(request, **parts)


def public_page(route: str, page: Page, *, name: str, post: Level | None = None) -> URLPattern:
    """Make the URL of a page for everybody."""
    return path(route, PublicDoor(page, name, post), name=name)


def signed_in_page(route: str, page: Page, *, name: str, post: Level | None = None) -> URLPattern:
    """Make the URL of a page for whoever has signed in, about no customer in particular."""
    return path(route, SignedInDoor(page, name, post), name=name)


def customer_page(
    route: str, page: Page, asks: Area | Asks, *, name: str, post: Level | None = None
) -> URLPattern:
    """Make the URL of a page of one customer's, for those who hold the area."""
    asked = asks if isinstance(asks, Asks) else all_of(asks)
    return path(route, CustomerDoor(page, name, post, asked), name=name)


def owner_page(route: str, page: Page, *, name: str, post: Level | None = None) -> URLPattern:
    """Make the URL of a page of one customer's that cannot be granted."""
    return path(route, CustomerDoor(page, name, post, all_of(), owners_only=True), name=name)


def customers_page(route: str, page: Page, area: Area, *, name: str, post: Level | None = None) -> URLPattern:
    """Make the URL of a page that shows all customers whose area the user holds; it changes none of them."""
    return path(route, CustomersDoor(page, name, post, area), name=name)


def portfolio_page(
    route: str, page: Page, wants: Callable[[HttpRequest], Wanted], *, name: str
) -> URLPattern:
    """Make the URL of a page that shows the user's customers, those together that the request asks for."""
    return path(route, PortfolioDoor(page, name, None, wants), name=name)


def staff_page(route: str, page: Page, *, name: str, post: Level | None = None) -> URLPattern:
    """Make the URL of a page for customer service."""
    return path(route, StaffDoor(page, name, post), name=name)


def corporate_page(route: str, page: Page, *, name: str, post: Level | None = None) -> URLPattern:
    """Make the URL of a page for corporate customer service, which links customers to managers."""
    return path(route, StaffDoor(page, name, post, only_corporate=True), name=name)


UNNAMED: list[str] = []


def vendor_pages(
    prefix: str, urlpatterns: Sequence[URLPattern | URLResolver], names: Mapping[str, bool | None]
) -> URLResolver:
    """Take other people's URLs, each named with whether it needs a sign-in; None leaves one out on purpose.

    One that is not named is left out too, and the system check tells of it: it is new after an upgrade.
    """
    return path(prefix, include(_behind_doors(urlpatterns, names)))


def _behind_doors(
    urlpatterns: Sequence[URLPattern | URLResolver], names: Mapping[str, bool | None]
) -> list[URLPattern | URLResolver]:
    doors: list[URLPattern | URLResolver] = []
    for pattern in urlpatterns:
        if isinstance(pattern, URLResolver):
            doors.append(URLResolver(pattern.pattern, _behind_doors(pattern.url_patterns, names)))
            continue
        name = pattern.name or str(pattern.pattern)
        if name not in names:
            UNNAMED.append(name)
            continue
        if names[name] is None:
            continue
        door = SignedInVendorDoor if names[name] else VendorDoor
        doors.append(
            URLPattern(
                pattern.pattern, door(pattern.callback, name, Level.NONE), pattern.default_args, pattern.name
            )
        )
    return doors


def signed_in(request: HttpRequest) -> User | None:
    user: User | AnonymousUser = request.user
    return user if isinstance(user, User) and user.is_active else None


@contextmanager
def as_oneself(request: HttpRequest) -> Iterator[User | None]:
    """Run a block as whoever has signed in, open to no customer: for a page that has waited for a server."""
    user = signed_in(request)
    with behind_the_wall(user.pk if user else 0, read_only=False):
        yield user


def is_reading(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD", "OPTIONS")


def refuse_odd_text(request: HttpRequest) -> None:
    """Refuse what no form of ours sends and PostgreSQL cannot hold: NUL and halves of characters.

    :raises BadRequest: answered with 400
    """
    for values in (*request.GET.lists(), *request.POST.lists()):
        for text in (values[0], *values[1]):
            if "\x00" in str(text) or any("\ud800" <= character <= "\udfff" for character in str(text)):
                raise BadRequest
