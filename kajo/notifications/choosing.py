"""The settings of messages: what is chosen, and choosing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from kajo.access.areas import Area, Level
from kajo.access.customers import is_estate
from kajo.access.linking import require_corporate
from kajo.access.models import User
from kajo.access.policy import CustomerAccess, StaffAccess
from kajo.changes.actions import ask
from kajo.core import jobs
from kajo.core.functions import call
from kajo.notifications.models import MarketingConsent, MessageSetting
from kajo.notifications.words import (
    CHANNELS,
    FOR_MARKETING,
    MARKETING,
    MessageChannel,
    MessageKind,
)

SETTINGS_CHANGED = "order.settings-changed"


class CannotChoose(Exception):
    """Another window or owner has changed the consent at the same moment, or there is no such choice."""


@dataclass(frozen=True)
class Chosen:
    """The channel and the language of a kind of message; the language is empty for each reader's own."""

    channel: MessageChannel
    language: str = ""


@dataclass(frozen=True)
class ConsentRow:
    """One time that marketing was allowed or forbidden."""

    channel: MessageChannel
    edition: int
    is_given: bool
    at: datetime
    by: str


def get_settings(access: CustomerAccess) -> dict[MessageKind, Chosen]:
    """Return what is chosen for each kind of message, or holds as long as nothing is.

    :raises PermissionDenied: when the access does not reach the area
    """
    kept = {row.kind: Chosen(MessageChannel(row.channel), row.language) for row in MessageSetting.of(access)}
    return {kind: kept.get(kind.value, Chosen(CHANNELS[kind][0])) for kind in MessageKind}


def list_consents(access: CustomerAccess) -> list[ConsentRow]:
    """Return the history of marketing, the newest first."""
    return [
        ConsentRow(MessageChannel(row.channel), row.edition, row.is_given, row.at, row.by_name)
        for row in MarketingConsent.of(access).order_by("-at", "-id")
    ]


def allowed_channels(consents: Collection[ConsentRow]) -> list[MessageChannel]:
    """Return by which channels marketing is allowed now."""
    newest = {row.channel: row for row in sorted(consents, key=lambda row: row.edition)}
    return [channel for channel in FOR_MARKETING if channel in newest and newest[channel].is_given]


def choose(access: CustomerAccess, chosen: Mapping[MessageKind, Chosen]) -> None:
    """Keep what is chosen for kinds of messages; the owners are told of what is new, whoever chose it.

    :raises CannotChoose: when a kind is not sent by that channel
    """
    access.require(Area.INFORMATION, Level.WRITE)
    if any(choice.channel not in CHANNELS[kind] for kind, choice in chosen.items()):
        raise CannotChoose
    before = get_settings(access)
    changed = [kind for kind, choice in chosen.items() if choice != before[kind]]
    for kind in changed:
        _keep(access, kind, chosen[kind])
    if changed:
        told = [[kind.value, asdict(before[kind]), asdict(chosen[kind])] for kind in changed]
        jobs.order(SETTINGS_CHANGED, customer=access.key, changed=told)


def _keep(access: CustomerAccess, kind: MessageKind, choice: Chosen) -> None:
    wanted = {"channel": choice.channel.value, "language": choice.language}
    if not MessageSetting.of(access, Level.WRITE).filter(kind=kind).update(**wanted):
        setting = MessageSetting(owner_id=access.customer_id, kind=kind, **wanted)
        MessageSetting.of(access, Level.WRITE).bulk_create(
            [setting],
            update_conflicts=True,
            unique_fields=["owner", "kind"],
            update_fields=["channel", "language"],
        )


def consent(access: CustomerAccess, channels: Collection[MessageChannel], *, now: datetime) -> bool:
    """Allow marketing by these channels alone, and tell the retailer. Tells whether anything changed.

    To a death estate nothing is marketed, whatever is asked.

    :raises CannotChoose: see there
    """
    access.require(Area.INFORMATION, Level.WRITE)
    channels = () if is_estate(access) else channels
    before = list_consents(access)
    allowed = allowed_channels(before)
    changed = [channel for channel in FOR_MARKETING if (channel in channels) != (channel in allowed)]
    name = User.objects.get(pk=access.user_id).get_full_name()
    for channel in changed:
        edition = 1 + max((row.edition for row in before if row.channel is channel), default=0)
        made = MarketingConsent(
            owner_id=access.customer_id,
            channel=channel.value,
            edition=edition,
            is_given=channel in channels,
            at=now,
            by_id=access.user_id,
            by_name=name,
        )
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as refused:
            raise CannotChoose from refused
        ask(
            access,
            area=Area.INFORMATION,
            kind=MARKETING,
            subject=channel.value,
            edition=edition,
            facts={"is_given": made.is_given, "at": now.isoformat()},
            now=now,
        )
    return bool(changed)


def stop_marketing(access: StaffAccess, customer_key: str, *, now: datetime) -> int:
    """Forbid all marketing to a customer, and tell the retailer. Returns by how many channels it was allowed.

    :raises PermissionDenied: when the user is not of corporate customer service
    """
    require_corporate(access)
    stopped: int = call("kajo_stop_marketing", customer_key, now)
    return stopped
