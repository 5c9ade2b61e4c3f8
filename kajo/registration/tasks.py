"""Jobs of registration: what is mailed, and clearing away each night what is over."""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse

from kajo.access.models import AuditEntry, Customer, User
from kajo.access.receiving import hash_of
from kajo.core import times
from kajo.core.jobs import defer, job, periodic_job
from kajo.notifications.mail import link, send_mail
from kajo.registration import sending_tasks
from kajo.registration.models import Claim, JoinRequest, SignUp, UserSession
from kajo.registration.words import AskState

KEPT_FOR = timedelta(days=30)


@job("registration.sign-up")
@transaction.atomic
def mail_sign_up(sign_up: int) -> None:
    """Mail the link by which a user ID is made; to an address that has one already, that it has."""
    asked = SignUp.objects.filter(pk=sign_up, expires_at__gt=times.now()).first()
    if asked is None:
        return
    known = EmailAddress.objects.filter(email=asked.email, verified=True).select_related("user").first()
    if known is not None:
        facts = {"user": known.user, "sign_in": link(reverse("account_login"))}
        send_mail(asked.email, known.user.language, "registration/mails/known", facts)
        return
    token = secrets.token_urlsafe(32)
    asked.token_sha256 = hash_of(token)
    asked.save(update_fields=["token_sha256"])
    href = link(reverse("register-user", kwargs={"token": token}))
    send_mail(asked.email, asked.language, "registration/mails/sign_up", {"href": href})


@job("registration.code")
@transaction.atomic
def send_code(claim: int) -> None:
    """Send a claim's code to where the register reaches the customer, or order a letter."""
    waiting = Claim.objects.select_for_update(of=["self"]).select_related("user", "customer")
    asked = waiting.filter(pk=claim, ended_at=None, code_hash="").first()
    if asked is not None and asked.customer is not None:
        sending_tasks.send_code(asked, asked.customer, now=times.now())


@job("registration.tell-owner")
def tell_owner(entry: int, user: int) -> None:
    """Tell an owner that somebody else had the right numbers and the right code."""
    noted = AuditEntry.everything.get(pk=entry)
    owner = User.objects.filter(pk=user, is_active=True).exclude(email="").first()
    claimant, customer = (
        User.objects.get(pk=noted.actor_id or 0),
        Customer.everything.get(pk=noted.customer_id or 0),
    )
    if owner is not None:
        send_mail(owner.email, owner.language, "registration/mails/claim_refused", _facts(claimant, customer))


@job("registration.request-waits")
@transaction.atomic
def request_waits(request: int) -> None:
    """Have corporate customer service told of a request, unless another of the same day waits already."""
    waiting = JoinRequest.objects.filter(state=AskState.WAITING)
    asked = waiting.defer("content").filter(pk=request).first()
    if asked is None:
        return
    day_began = times.local_midnight(times.local_day(asked.asked_at))
    if not waiting.filter(pk__lt=request, asked_at__gte=day_began).exists():
        linkers = User.objects.filter(is_staff=True, is_corporate_service=True, is_active=True)
        for user in linkers.exclude(email="").values_list("pk", flat=True):
            defer("registration.tell-waiting", user=user)


@job("registration.tell-waiting")
def tell_waiting(user: int) -> None:
    """Tell one of corporate customer service that requests wait; of whom and by whom stands in no mail."""
    told = User.objects.get(pk=user)
    send_mail(
        told.email,
        told.language,
        "registration/mails/request_waits",
        {"href": link(reverse("staff:requests"))},
    )


@job("registration.tell-settled")
def tell_settled(request: int) -> None:
    """Tell a user that the request to be joined to a customer was refused, or has lapsed."""
    asked = JoinRequest.objects.select_related("user").defer("content").get(pk=request)
    facts = {"number": asked.named, "reason": asked.reason, "href": link(reverse("register-ask"))}
    send_mail(asked.user.email, asked.user.language, f"registration/mails/request_{asked.state}", facts)


@periodic_job("registration.lapse", cron="20 3 * * *")
@transaction.atomic
def lapse(timestamp: int) -> None:
    """Each night: end the requests that customer service has not answered in time, and tell who asked."""
    now = times.now()
    late = JoinRequest.objects.filter(state=AskState.WAITING, lapses_at__lte=now).select_for_update()
    for number in list(late.values_list("pk", flat=True)):
        JoinRequest.objects.filter(pk=number).update(state=AskState.LAPSED, settled_at=now, content=None)
        defer("registration.tell-settled", request=number)


@job("registration.tell-owner-added")
def tell_owner_added(entry: int, to: str) -> None:
    """Tell that somebody became an owner: `to` is '' for himself.

    Else it is the user number of another owner, or an address of the customer's.
    """
    noted = AuditEntry.everything.get(pk=entry)
    user = User.objects.get(pk=noted.facts["receiver"])
    customer = Customer.everything.get(pk=noted.customer_id or 0)
    facts = {**_facts(user, customer), "by": noted.facts["by"]}
    if to.isdigit():
        owner = User.objects.filter(pk=int(to), is_active=True).exclude(email="").first()
        if owner is not None:
            send_mail(owner.email, owner.language, "registration/mails/owner_added", facts)
        return
    language = customer.language if to else user.language
    send_mail(to or user.email, language, "registration/mails/joined", facts)


@job("registration.tell-identification")
def tell_identification(user: int, deed: str) -> None:
    """Tell a user that he can sign in with a bank from now on, or no longer."""
    told = User.objects.get(pk=user)
    facts = {"is_added": deed == "added", "user_id": told.username}
    send_mail(told.email, told.language, "registration/mails/identification", facts)


@job("registration.tell-address")
def tell_address(user: int, to: str) -> None:
    """Tell the new or the former address of a user that mails about the user ID come to the new one."""
    told = User.objects.get(pk=user)
    facts = {
        "user_id": told.username,
        "is_new": to == told.email,
        "rights": link(reverse("received-rights")),
    }
    send_mail(to, told.language, "registration/mails/address", facts)


@periodic_job("sessions.clear", "40 3 * * *")
def clear_sessions(timestamp: int) -> None:
    """Each night: take away the sessions that are over."""
    UserSession.objects.filter(expire_date__lt=times.now()).delete()


@periodic_job("registration.clear", cron="40 3 * * *")
def clear_what_is_over(timestamp: int) -> None:
    """Forget addresses, claims and requests that led to nothing, or have led where they should.

    An approved request stays, as what its owner became one by.
    """
    over = times.now() - KEPT_FOR
    SignUp.objects.filter(expires_at__lt=over).delete()
    Claim.objects.filter(expires_at__lt=over).delete()
    JoinRequest.objects.filter(settled_at__lt=over).exclude(state=AskState.APPROVED).delete()


def _facts(user: User, customer: Customer) -> dict[str, str]:
    return {"name": user.get_full_name(), "customer": customer.name, "number": customer.number}
