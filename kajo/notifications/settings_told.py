"""Telling an owner that messages come another way, or not at all: who was let in may have chosen it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kajo.access.policy import CustomerAccess
from kajo.notifications.mail import link, send_mail
from kajo.notifications.sms import send_sms
from kajo.notifications.words import MessageChannel, MessageKind


@dataclass(frozen=True)
class Told:
    """What is told to an owner: by whom what was changed, as (kind, before, after) of the settings."""

    access: CustomerAccess
    language: str
    by: str
    changed: list[Any]

    @property
    def sentence(self) -> str:
        facts = {"who": self.by, "customer": self.access.name}
        return _("%(who)s has changed how messages about %(customer)s are sent.") % facts

    @property
    def lines(self) -> list[str]:
        """Return what was and what is, a line for each kind and each thing that differs."""
        return [line for kind, before, after in self.changed for line in _lines(kind, before, after)]


def mail_owner(told: Told, to: str) -> None:
    """Mail it to an owner, whatever else was chosen: this is for the owner's safety."""
    with translation.override(told.language):
        context = {
            "subject": _("How we send you messages has changed"),
            "sentence": told.sentence,
            "lines": told.lines,
            "href": link(told.access.url("information-messages")),
        }
    send_mail(to, told.language, "notifications/settings", context)


def text_owner(told: Told, phone: str) -> None:
    """Send it as a text message to where answers came until then."""
    with translation.override(told.language):
        send_sms(phone, f"{told.sentence} {link(told.access.url('information-messages'))}")


def _lines(kind: str, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    for name, words in (("channel", _channel), ("language", _language)):
        if before[name] != after[name]:
            facts = {
                "kind": MessageKind(kind).label,
                "before": words(before[name]),
                "after": words(after[name]),
            }
            yield _("%(kind)s: %(after)s. Before: %(before)s.") % facts


def _channel(code: str) -> str:
    return str(MessageChannel(code).label)


def _language(code: str) -> str:
    return dict(settings.LANGUAGES).get(code, "") or _("The reader's own language")
