"""What stands round every page: navigation, chooser, whose data it is, bulletins. No page can forget it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kajo.access import policy
from kajo.access.areas import AREA_NAMES, Area
from kajo.access.policy import Choices, CustomerAccess
from kajo.bulletins.queries import list_newest
from kajo.bulletins.rows import BulletinRow
from kajo.core import times
from kajo.core.addresses import address
from kajo.registration.sessions import Left
from kajo.ui import formats
from kajo.ui.frame import (
    BulletinLink,
    Choice,
    Chooser,
    Frame,
    Language,
    MenuLink,
    NavLink,
    Permission,
    SessionEnd,
)

# The main links, in order: the area, its first page, and how the names of its pages begin.
NAV = (
    (Area.CONTRACTS, "contract-list", "contract-"),
    (Area.INVOICES, "invoice-list", "invoice-"),
    (Area.REPORTING, "report", "report"),
)
# The links between the pages of all customers; without an area for whoever has several.
MANY_NAV = (
    (None, "customers", gettext_lazy("Customers")),
    (Area.CONTRACTS, "contract-all", gettext_lazy("Contracts")),
    (Area.INVOICES, "invoice-all", gettext_lazy("Invoices")),
    (Area.REPORTING, "location-all", gettext_lazy("Locations of use")),
)
MANY_PAGES = tuple(name for _area, name, _label in MANY_NAV)
CHOICES = 7
BULLETINS = 3
SOON_SECONDS = 3600


def frame(request: HttpRequest) -> dict[str, Callable[[], Frame]]:
    """Context processor: the frame, made when a template first asks for it."""
    return {"frame": cache(lambda: make_frame(request))}


def make_frame(request: HttpRequest) -> Frame:
    """Return the frame of this page, for this viewer. On a page of no customer's it leads to the only one."""
    shown: CustomerAccess | None = getattr(request, "access", None)
    user = getattr(request, "user", None)
    known = Choices()
    if user and user.is_authenticated and not (shown and shown.is_look):
        known = getattr(request, "choices", None) or policy.list_choices(
            user.pk, limit=CHOICES, now=times.now()
        )
    is_of_many = _page_name(request).startswith(MANY_PAGES)
    access = shown or (_only_customer(user.pk, known) if user and not is_of_many else None)
    chooser = _chooser(known, access) if known.total and _page_name(request) != "customers" else None
    return Frame(
        today=times.today(),
        home_href=access.url("front") if access else address("home"),
        nav=_nav(request, access) if access else _many_nav(request),
        user_name=user.get_username() if user and user.is_authenticated else "",
        menu_links=_menu(access) if user and user.is_authenticated else (),
        chooser=chooser,
        permission=_permission(shown, chooser) if shown and not shown.is_owner else None,
        footer_links=_footer(),
        bulletins=_bulletins(request, shown) if shown else (),
        bulletins_href=access.url("bulletin-list") if access else "",
        languages=_languages(),
        language_action=address("language"),
        session_end=_session_end(request),
    )


def _session_end(request: HttpRequest) -> SessionEnd | None:
    left: Left | None = getattr(request, "session_left", None)
    if left is None or not request.user.is_authenticated:
        return None
    return SessionEnd(
        seconds=left.seconds,
        at=times.now() + timedelta(seconds=left.seconds),
        can_be_longer=left.can_be_longer,
        is_soon=left.seconds <= SOON_SECONDS,
        stay_href=address("security-stay"),
    )


def _only_customer(user_id: int, known: Choices) -> CustomerAccess | None:
    if known.total != 1:
        return None
    return policy.find_customer(user_id, known.choices[0].key, now=times.now())


def _nav(request: HttpRequest, access: CustomerAccess) -> tuple[NavLink, ...]:
    page = _page_name(request)
    return tuple(
        NavLink(str(AREA_NAMES[area]), access.url(first), current=page.startswith(beginning))
        for area, first, beginning in NAV
        if access.may(area)
    )


def _many_nav(request: HttpRequest) -> tuple[NavLink, ...]:
    """Return the links between the pages of all customers, on each of them."""
    page = _page_name(request)
    if not page.startswith(MANY_PAGES):
        return ()
    areas = policy.list_areas(request.user.pk or 0, now=times.now())
    return tuple(
        NavLink(str(label), address(name), current=page.startswith(name))
        for area, name, label in MANY_NAV
        if area is None or area in areas
    )


def _page_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match else ""


def _menu(access: CustomerAccess | None) -> tuple[MenuLink, ...]:
    owned = access if access is not None and access.is_owner else None
    informs = access is not None and access.may(Area.INFORMATION)
    return (
        *(
            [MenuLink(str(AREA_NAMES[Area.INFORMATION]), access.url("information"))]
            if access and informs
            else []
        ),
        MenuLink(_("Access rights"), owned.url("rights") if owned else address("received-rights")),
        *([MenuLink(_("Who looked"), owned.url("looks"))] if owned else []),
        MenuLink(_("Sign-in and security"), address("security")),
        MenuLink(_("Sign out"), address("account_logout"), post=True),
    )


def _footer() -> tuple[MenuLink, ...]:
    return (
        MenuLink(_("Accessibility"), address("accessibility")),
        MenuLink(_("Privacy"), address("privacy")),
        MenuLink(_("Terms of use"), address("terms")),
    )


def _chooser(known: Choices, access: CustomerAccess | None) -> Chooser:
    choices = tuple(
        Choice(
            name=choice.name,
            note="" if choice.is_owner else _by_permission(choice.last_day),
            href=address("customer:front", customer=choice.key),
            current=access is not None and choice.key == access.key,
        )
        for choice in known.choices
    )
    many = known.total > CHOICES
    return Chooser(
        label=access.name if access else _("Choose whose data you see"),
        choices=choices,
        total=known.total,
        search_href=address("customers") if many else None,
        all_href=address("customers") if many else None,
    )


def _by_permission(last_day: date | None) -> str:
    if last_day is None:
        return _("by permission until further notice")
    return _("by permission until %(day)s") % {"day": _day(last_day)}


def _permission(access: CustomerAccess, chooser: Chooser | None) -> Permission:
    if access.is_look:
        ends_at = access.ends_at and timezone.localtime(access.ends_at)
        text = _(
            "You look at the customer's own pages until %(time)s."
            " Nothing can be changed, and the look is logged."
        ) % {"time": formats.at_clock(ends_at, formats.page_language())}
        return Permission(access.name, text, address("staff:look-up"), _("End the look"))
    held = [area for area, _first, _beginning in NAV if access.may(area)]
    held += [Area.INFORMATION] if access.may(Area.INFORMATION) else []
    areas = ", ".join(str(AREA_NAMES[area]) for area in held)
    if access.last_day is None:
        text = _("You see this by permission until further notice: %(areas)s.") % {"areas": areas}
    else:
        text = _("You see this by permission until %(day)s: %(areas)s.") % {
            "day": _day(access.last_day),
            "areas": areas,
        }
    has_others = chooser is not None and chooser.total > 1
    return Permission(
        access.name, text, address("home") if has_others else "", _("Choose whose data you see")
    )


def newest_bulletins(request: HttpRequest) -> list[BulletinRow]:
    """Return the newest bulletins, read once for the page and the band at its foot."""
    if not hasattr(request, "bulletins"):
        request.bulletins = list_newest(now=times.now(), limit=BULLETINS)  # type: ignore[attr-defined]
    found: list[BulletinRow] = request.bulletins  # type: ignore[attr-defined]
    return found


def _bulletins(request: HttpRequest, access: CustomerAccess) -> tuple[BulletinLink, ...]:
    return tuple(
        BulletinLink(
            title=bulletin.title,
            href=access.url("bulletin-detail", bulletin=bulletin.key),
            kind=str(bulletin.kind.label),
            date=times.local_day(bulletin.published_at),
        )
        for bulletin in newest_bulletins(request)
    )


def _languages() -> tuple[Language, ...]:
    current = formats.base_language(get_language())
    return tuple(Language(code, name) for code, name in settings.LANGUAGES if code != current)


def _day(day: date) -> str:
    return formats.day(day, formats.page_language())
