"""Invitations to have a user ID, perhaps in a firm, and what a firm's administrator does with its members.

The database asks for itself who may do it: sql/inviting.sql.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied

from kajo.access.models import Invite
from kajo.access.proofs import Proof, digest_of
from kajo.access.receiving import hash_of
from kajo.core.functions import call, list_rows, row_condition
from kajo.core.keys import new_key
from kajo.core.times import last_day_before, local_day, local_midnight

OPENED_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Person:
    """Who is invited, and where the mail goes."""

    email: str
    first_name: str
    last_name: str
    language: str


@dataclass(frozen=True)
class Membership:
    """How somebody acts for a firm; `starts_on` and `ends_on` are half-open local days of a substitute."""

    firm_key: str
    is_administrator: bool = False
    starts_on: date | None = None
    ends_on: date | None = None

    def digest(self, whose: Person | int) -> str:
        """Return what a proof must be about, so that it is good for this of that person or member alone."""
        who = whose if isinstance(whose, int) else [whose.email, whose.first_name, whose.last_name]
        days = [day.isoformat() if day else None for day in (self.starts_on, self.ends_on)]
        return digest_of(["member of a firm", self.firm_key, who, self.is_administrator, days])


@dataclass(frozen=True)
class OpenInvite:
    """What a mailed token stands for, as long as it may be used."""

    email: str
    first_name: str
    last_name: str
    firm: str
    is_mine: bool
    has_account: bool


@dataclass(frozen=True)
class WaitingInvite:
    """An invitation that nobody has answered."""

    key: str
    email: str
    name: str
    firm: str | None
    is_administrator: bool
    lapses_at: datetime


@dataclass(frozen=True)
class OwnFirm:
    """A firm that the user acts for."""

    key: str
    name: str
    is_administrator: bool


@dataclass(frozen=True)
class FirmMemberRow:
    """Who acts for a firm, perhaps from a day until a day."""

    user_id: int
    name: str
    username: str
    email: str
    is_administrator: bool
    starts_on: date | None
    last_day: date | None


@dataclass(frozen=True)
class InviteMail:
    """One mail that invites one person."""

    to: str
    language: str
    name: str
    firm: str
    inviter: str
    token: str
    open_until: date


class CannotInvite(Exception):
    """One that still waits for an answer was sent to the address before, or it has been answered."""


class ActsAlready(CannotInvite):
    """The address is a present member's."""


class LastAdministrator(Exception):
    """The firm would have nobody who administers it without an end."""


REFUSALS: dict[str, type[Exception]] = {"member": ActsAlready, "last": LastAdministrator}


def invite(person: Person, membership: Membership | None, *, now: datetime) -> None:
    """Invite somebody to make a user ID, or to come into a firm with the one there is.

    :raises ActsAlready: when the firm has a member of that address
    :raises CannotInvite: when one that still waits was sent before
    """
    firm: list[object] = [None, False, None, None]
    if membership:
        firm = [membership.firm_key, membership.is_administrator, *_period(membership)]
    who = [person.email, person.first_name, person.last_name, person.language]
    _do("kajo_invite", new_key(), *who, *firm, now + OPENED_WITHIN, now)


def invite_member(person: Person, membership: Membership, proof: Proof, *, now: datetime) -> None:
    """Invite somebody to a firm, as its administrator who has just proven himself for this.

    :raises PermissionDenied: without a proof that was made for this very invitation
    :raises CannotInvite: as `invite` does
    """
    _require(proof, membership.digest(person))
    invite(person, membership, now=now)


def add_firm(name: str, business_id: str, *, now: datetime) -> str:
    """Make a firm without members, for corporate customer service; return its key."""
    key = new_key()
    call("kajo_add_firm", key, name, business_id, now)
    return key


def change_invite(key: str, *, sends: bool, now: datetime) -> None:
    """Send an invitation anew for another seven days, or take it back; the former mail is dead.

    :raises CannotInvite: when it was answered or taken back before
    """
    _do("kajo_change_invite", key, sends, now + OPENED_WITHIN, now)


def list_invites(firm_key: str | None, *, now: datetime) -> list[WaitingInvite]:
    """Return the invitations that wait for an answer: to a firm, or all of customer service."""
    return [WaitingInvite(*row) for row in list_rows("kajo_invites", firm_key, now)]


def find_invite(token: str, *, now: datetime) -> OpenInvite | None:
    """Return what a mailed token stands for, or None when it cannot be used, for whatever reason."""
    return next((OpenInvite(*row) for row in list_rows("kajo_find_invite", hash_of(token), now)), None)


def join_by_invite(
    token: str,
    *,
    username: str,
    password_hash: str,
    first_name: str,
    last_name: str,
    language: str,
    now: datetime,
) -> int:
    """Make a user whose proven address is the one that the token was mailed to; return the user's id.

    :raises CannotInvite: when the token cannot be used, or the address has a user
    """
    user = (username, password_hash, first_name, last_name, language)
    made: int | None = call("kajo_join_by_invite", hash_of(token), *user, now)
    if made is None:
        raise CannotInvite
    return made


def accept_invite(token: str, *, now: datetime) -> None:
    """Let the user behind the door into the firm.

    :raises CannotInvite: when the token cannot be used, or was mailed to another's address
    :raises LastAdministrator: when he would no longer administer the firm, and nobody else does
    """
    _do("kajo_accept_invite", hash_of(token), now)


def list_own_firms(*, now: datetime) -> list[OwnFirm]:
    """Return the firms that the user behind the door acts for now."""
    return [OwnFirm(*row) for row in list_rows("kajo_my_firms", now)]


def list_firm_members(firm_key: str, *, now: datetime) -> list[FirmMemberRow]:
    """Return who acts for a firm, to its administrator."""
    return [member_of(row) for row in list_rows("kajo_firm_members", firm_key, now)]


def member_of(row: tuple[Any, ...]) -> FirmMemberRow:
    """Return a member from what the functions that list them answer."""
    user, name, username, email, leads, begins, ends = row
    starts_on = begins and local_day(begins)
    return FirmMemberRow(user, name, username, email, leads, starts_on, last_day_before(ends))


def change_member(membership: Membership, user_id: int, proof: Proof, *, now: datetime) -> None:
    """Change a member's dates, and whether as an administrator.

    :raises PermissionDenied: without a proof that was made for this very change
    :raises CannotInvite: when the user is no member
    :raises LastAdministrator: when nobody would administer the firm
    """
    _require(proof, membership.digest(user_id))
    changed = [True, membership.is_administrator, *_period(membership)]
    _do("kajo_change_member", membership.firm_key, user_id, *changed, now)


def remove_member(firm_key: str, user_id: int, *, now: datetime) -> None:
    """Take a member out: at the next request what the firm was granted is gone.

    :raises CannotInvite: when the user is no member
    :raises LastAdministrator: when nobody would administer the firm
    """
    _do("kajo_change_member", firm_key, user_id, False, False, None, None, now)


def mark_mine(keys: list[str], *, is_mine: bool, now: datetime) -> int:
    """Call customers one's own, or no longer; only such as one may open. Returns how many."""
    many: int = call("kajo_mark_mine", keys, is_mine, now)
    return many


def get_invite_mail(key: str, *, now: datetime) -> InviteMail | None:
    """Return the mail of an invitation with a new token, any former of which is dead; None when it is over.

    Runs as the owner role, in the job that mails.
    """
    waiting = Invite.objects.filter(row_condition("rights_invite_waits", "access_invite", now), key=key)
    invited = waiting.select_related("firm", "made_by").first()
    if invited is None:
        return None
    token = secrets.token_urlsafe(32)
    waiting.update(token_sha256=hash_of(token))
    return InviteMail(
        to=invited.email,
        language=invited.language,
        name=f"{invited.first_name} {invited.last_name}",
        firm=invited.firm.name if invited.firm else "",
        inviter="" if invited.made_by.is_staff else invited.made_by.get_full_name(),
        token=token,
        open_until=local_day(invited.lapses_at),
    )


def _require(proof: Proof, about: str) -> None:
    if proof.about != about:
        raise PermissionDenied


def _period(membership: Membership) -> list[datetime | None]:
    days = (membership.starts_on, membership.ends_on)
    return [local_midnight(day) if day else None for day in days]


def _do(name: str, *arguments: object) -> None:
    answer = call(name, *arguments)
    if answer in REFUSALS:
        raise REFUSALS[answer]
    if answer != "done":
        raise CannotInvite
