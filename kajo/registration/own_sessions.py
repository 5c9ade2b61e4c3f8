"""Where one is signed in: a list of one's own sessions, in words, and the end of any of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kajo.core.functions import call, list_rows
from kajo.registration.session_store import name_of

# The first that a browser names itself by; most name those that they want to be taken for, too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class OwnSession:
    """One place where the user is signed in; `is_here` marks the one that asks."""

    name: str
    browser: str
    network: str
    began_at: datetime | None
    used_at: datetime | None
    is_here: bool


def list_own_sessions(request: HttpRequest | None, *, now: datetime) -> list[OwnSession]:
    """Return the sessions of the user behind the door, the one that asks first, then the last used."""
    here = name_of(request.session.session_key) if request else ""
    found = [
        OwnSession(name, in_words(browser), network, began_at, used_at, name == here)
        for name, browser, network, began_at, used_at in list_rows("kajo_sessions", now)
    ]
    return sorted(found, key=lambda session: not session.is_here)


def end_session(name: str) -> bool:
    """End one of the user's own sessions; tell whether there was one of that name."""
    return bool(call("kajo_end_session", name))


def end_other_sessions(request: HttpRequest) -> int:
    """End all of the user's sessions but the one that asks; tell how many."""
    ended: int = call("kajo_end_other_sessions", name_of(request.session.session_key))
    return ended


def in_words(user_agent: str) -> str:
    """Return the browser and the device as people know them, from what the browser says of itself."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s, %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser that we do not know")
