"""Rights that owners give: what they let in, when they end, and what is written down of them."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from kajo.access import receiving, register
from kajo.access.areas import Area, Level
from kajo.access.giving import AlreadyGiven, ChangedMeanwhile, NoLonger, Terms
from kajo.access.giving import give as give_with_proof
from kajo.access.models import AuditEntry, Customer, Grant, Offer, Ownership, User
from kajo.access.proofs import Proof
from kajo.access.receiving import CannotAnswer, NotThere
from kajo.access.wall import behind_the_wall
from kajo.access.words import RightState
from kajo.core import times
from tests.access import people
from tests.access.giving import (
    access_of,
    answer,
    give,
    give_back,
    reaches,
    remove,
    resend,
    row_of,
    send_mails,
    token_in,
)

pytestmark = pytest.mark.django_db

RECEIVER = "bertta@example.com"


@pytest.fixture
def home() -> Customer:
    return people.customer("100", "Aino Ahola")


@pytest.fixture
def aino(home: Customer) -> User:
    made = register.add_user("aino", email="aino@example.com", email_is_proven=True, first_name="Aino")
    register.add_owner("100", made)
    return made


@pytest.fixture
def bertta() -> User:
    return register.add_user(
        "bertta", email=RECEIVER, email_is_proven=True, first_name="Bertta", last_name="Aalto"
    )


def test_a_right_lets_nobody_in_until_it_is_opened(aino: User, bertta: User, home: Customer) -> None:
    offer = give(aino, home, RECEIVER)
    assert not reaches(bertta, home)
    assert row_of(aino, home, offer.key).state is RightState.NOT_OPENED
    answer(bertta, offer)
    assert reaches(bertta, home)
    assert not reaches(bertta, home, Area.INVOICES, Level.WRITE)
    assert not reaches(bertta, home, Area.CONTRACTS)
    assert row_of(aino, home, offer.key).state is RightState.IN_FORCE


def test_an_owner_sees_the_same_whether_or_not_the_address_has_a_user(
    aino: User, bertta: User, home: Customer
) -> None:
    known, unknown = give(aino, home, RECEIVER), give(aino, home, "nobody@example.com")
    seen = [row_of(aino, home, offer.key) for offer in (known, unknown)]
    assert [(row.receiver, row.state, row.lapses_at.date(), row.last_used_at) for row in seen] == [
        ("", RightState.NOT_OPENED, times.today() + timedelta(days=7), None)
    ] * 2


def test_who_declines_is_not_let_in_and_cannot_change_his_mind(
    aino: User, bertta: User, home: Customer
) -> None:
    offer = give(aino, home, RECEIVER)
    answer(bertta, offer, opens=False)
    with pytest.raises(CannotAnswer):
        answer(bertta, offer)
    assert not reaches(bertta, home)
    assert row_of(aino, home, offer.key).state is RightState.DECLINED


def test_only_whoever_has_proven_the_address_opens_it(aino: User, bertta: User, home: Customer) -> None:
    offer = give(aino, home, RECEIVER)
    thief = register.add_user("thief", email="thief@example.com", email_is_proven=True)
    unproven = register.add_user("unproven")
    with connection.cursor() as cursor:
        cursor.execute(
            'insert into account_emailaddress (user_id, email, verified, "primary")'
            " values (%s, %s, false, true)",
            [unproven.pk, RECEIVER],
        )
    for somebody in (thief, unproven, aino):
        with pytest.raises(NotThere):
            answer(somebody, offer)
        assert somebody == aino or not reaches(somebody, home)
    answer(bertta, offer)


def test_a_removed_right_is_gone_at_the_next_request(aino: User, bertta: User, home: Customer) -> None:
    offer = give(aino, home, RECEIVER)
    answer(bertta, offer)
    remove(aino, home, offer.key)
    assert not reaches(bertta, home)
    assert row_of(aino, home, offer.key).state is RightState.REMOVED
    with pytest.raises(NoLonger):
        remove(aino, home, offer.key)


def test_a_right_that_is_withdrawn_cannot_be_opened(aino: User, bertta: User, home: Customer) -> None:
    offer = give(aino, home, RECEIVER)
    remove(aino, home, offer.key)
    with pytest.raises(CannotAnswer):
        answer(bertta, offer)
    assert row_of(aino, home, offer.key).state is RightState.WITHDRAWN


def test_the_receiver_gives_it_back(aino: User, bertta: User, home: Customer) -> None:
    offer = give(aino, home, RECEIVER)
    answer(bertta, offer)
    give_back(bertta, offer.key)
    assert not reaches(bertta, home)
    with pytest.raises(CannotAnswer):
        give_back(bertta, offer.key)


def test_nobody_gives_back_what_is_anothers(aino: User, bertta: User, home: Customer) -> None:
    offer = give(aino, home, RECEIVER)
    answer(bertta, offer)
    linked = people.reader("kalle", "100", Area.CONTRACTS)
    key = Grant.everything.get(user=linked).key
    for somebody in (aino, register.add_user("thief")):
        for named in (offer.key, key):
            with pytest.raises(CannotAnswer):
                give_back(somebody, named)
    assert reaches(bertta, home)
    assert reaches(linked, home, Area.CONTRACTS)


def test_a_right_that_is_changed_holds_at_once(aino: User, bertta: User, home: Customer) -> None:
    offer = give(aino, home, RECEIVER, {Area.INVOICES: Level.WRITE, Area.CONTRACTS: Level.READ})
    answer(bertta, offer)
    give(aino, home, RECEIVER, {Area.INVOICES: Level.READ}, key=offer.key, version=offer.version)
    assert reaches(bertta, home)
    assert not reaches(bertta, home, Area.INVOICES, Level.WRITE)
    assert not reaches(bertta, home, Area.CONTRACTS)


def test_a_change_of_what_was_read_before_another_change_is_refused(aino: User, home: Customer) -> None:
    offer = give(aino, home, RECEIVER)
    give(aino, home, RECEIVER, {Area.CONTRACTS: Level.READ}, key=offer.key, version=1)
    with pytest.raises(ChangedMeanwhile):
        give(aino, home, RECEIVER, {Area.INVOICES: Level.WRITE}, key=offer.key, version=1)


def test_an_address_has_one_right_at_a_time_and_a_new_one_when_it_was_not_opened(
    aino: User, home: Customer
) -> None:
    give(aino, home, RECEIVER)
    with pytest.raises(AlreadyGiven):
        give(aino, home, RECEIVER, {Area.CONTRACTS: Level.READ})
    with time_machine.travel(times.now() + timedelta(days=7)):
        give(aino, home, RECEIVER, {Area.CONTRACTS: Level.READ})
    assert Offer.everything.filter(ended_at=None).count() == 1


def test_what_is_not_opened_within_seven_days_lapses_and_can_be_sent_again(
    aino: User, bertta: User, home: Customer
) -> None:
    offer = give(aino, home, RECEIVER)
    with time_machine.travel(times.now() + timedelta(days=7)):
        assert row_of(aino, home, offer.key).state is RightState.LAPSED
        with pytest.raises(CannotAnswer):
            answer(bertta, offer)
        resend(aino, home, offer)
        answer(bertta, offer)
        assert reaches(bertta, home)


def test_a_right_runs_from_its_first_day_until_its_last(aino: User, bertta: User, home: Customer) -> None:
    tomorrow = times.today() + timedelta(days=1)
    offer = give(aino, home, RECEIVER, starts_on=tomorrow, ends_on=tomorrow + timedelta(days=1))
    answer(bertta, offer)
    assert not reaches(bertta, home)
    assert row_of(aino, home, offer.key).state is RightState.COMING
    for at, lets_in in (
        (times.local_midnight(tomorrow), True),
        (times.local_midnight(tomorrow + timedelta(days=1)) - timedelta(seconds=1), True),
        (times.local_midnight(tomorrow + timedelta(days=1)), False),
    ):
        with time_machine.travel(at, tick=False):
            assert reaches(bertta, home) is lets_in
    with time_machine.travel(times.local_midnight(tomorrow + timedelta(days=1)), tick=False):
        assert row_of(aino, home, offer.key).state is RightState.EXPIRED


def test_whoever_was_let_in_cannot_let_others_in(aino: User, bertta: User, home: Customer) -> None:
    offer = give(aino, home, RECEIVER, dict.fromkeys(Area, Level.WRITE))
    answer(bertta, offer)
    firm, tiina = people.firm_with("tiina", "100")
    register.add_member(firm, tiina, is_administrator=True)
    terms = Terms("friend@example.com", {Area.INVOICES: Level.READ}, times.today(), None)
    for somebody in (bertta, tiina):
        with behind_the_wall(somebody.pk, read_only=False), pytest.raises(PermissionDenied):
            access = access_of(somebody, home)
            give_with_proof(access, terms, Proof(somebody.pk, terms.digest(home.pk)), now=times.now())
    calls = (
        "kajo_give(%s, 'abcdefghjk', 'x@example.com', '{}', now(), null, now(), now())",
        "kajo_change_right(%s, 'abcdefghjk', 1, '{}', now(), null, now(), now())",
        "kajo_resend_right(%s, 'abcdefghjk', now(), now())",
        "kajo_remove_right(%s, 'abcdefghjk', now())",
        "kajo_rights(%s, now())",
        "kajo_right_history(%s, 'abcdefghjk')",
    )
    for call, somebody in product(calls, (bertta, tiina)):
        with behind_the_wall(somebody.pk, read_only=False), connection.cursor() as cursor:
            access_of(somebody, home)
            with pytest.raises(DatabaseError, match="only an owner"), transaction.atomic():
                cursor.execute(f"select * from {call}", [home.pk])


@pytest.mark.parametrize("other", ["level", "address", "customer", "day", "user"])
def test_a_proof_is_good_for_what_was_shown_and_nothing_else(aino: User, home: Customer, other: str) -> None:
    terms = Terms(RECEIVER, {Area.INVOICES: Level.READ}, times.today(), None)
    shown = {
        "level": Terms(RECEIVER, {Area.INVOICES: Level.WRITE}, times.today(), None).digest(home.pk),
        "address": Terms("x@example.com", {Area.INVOICES: Level.READ}, times.today(), None).digest(home.pk),
        "customer": terms.digest(home.pk + 1),
        "day": Terms(RECEIVER, {Area.INVOICES: Level.READ}, times.today(), times.today()).digest(home.pk),
        "user": terms.digest(home.pk),
    }
    proof = Proof(aino.pk + (other == "user"), shown[other])
    with behind_the_wall(aino.pk, read_only=False), pytest.raises(PermissionDenied):
        give_with_proof(access_of(aino, home), terms, proof, now=times.now())
    assert not Offer.everything.exists()


def test_a_right_of_another_customer_is_neither_seen_changed_nor_removed(aino: User, home: Customer) -> None:
    other = people.customer("200", "Cecilia")
    cecilia = people.owner("cecilia", "200")
    offer = give(aino, home, RECEIVER)
    with pytest.raises(NoLonger):
        remove(cecilia, other, offer.key)
    with pytest.raises(NoLonger):
        give(cecilia, other, RECEIVER, key=offer.key, version=1)
    assert row_of(aino, home, offer.key).state is RightState.NOT_OPENED


def test_an_owner_removes_what_customer_service_let_a_firm_have(aino: User, home: Customer) -> None:
    firm, member = people.firm_with("tiina", "100")
    register.add_grant("100", Area.CONTRACTS, Level.READ, firm=firm, starts_at=people.yesterday())
    key = min(Grant.everything.filter(firm=firm).values_list("key", flat=True))
    row = row_of(aino, home, key)
    assert (row.name, row.is_linked, len(row.levels)) == (firm.name, True, 2)
    remove(aino, home, key)
    assert not reaches(member, home)
    assert not reaches(member, home, Area.CONTRACTS)


def test_a_lost_address_opens_nothing_that_was_sent_to_it(aino: User, bertta: User, home: Customer) -> None:
    opened_home = people.customer("300", "Toinen koti")
    register.add_owner("300", aino)
    opened = give(aino, opened_home, RECEIVER)
    answer(bertta, opened)
    offer = give(aino, home, RECEIVER)
    before = row_of(aino, home, offer.key)
    with connection.cursor() as cursor:
        cursor.execute(
            "update account_emailaddress set email = 'new@example.com' where user_id = %s", [bertta.pk]
        )
    heir = register.add_user("heir", email=RECEIVER, email_is_proven=True)
    for somebody in (heir, bertta):
        with pytest.raises(CannotAnswer):
            answer(somebody, offer)
    assert send_mails_to(RECEIVER) == []
    assert row_of(aino, home, offer.key) == before, "the giver is told nothing of the address's user"
    assert reaches(bertta, opened_home), "what was opened stays with the user"


def send_mails_to(address: str) -> list[str]:
    return [
        str(message.subject)
        for message in send_mails()
        if message.to == [address] and "/invitation/" in str(message.body)
    ]


def test_an_owner_who_leaves_takes_what_he_gave_with_him(aino: User, bertta: User, home: Customer) -> None:
    opened, waiting = give(aino, home, RECEIVER), give(aino, home, "other@example.com")
    answer(bertta, opened)
    with pytest.raises(register.CannotRegister):
        register.remove_owner("100", aino, now=times.now())
    successor = people.owner("successor", "100")
    register.remove_owner("100", aino, now=times.now())
    assert not reaches(bertta, home)
    assert not reaches(aino, home)
    assert [row_of(successor, home, offer.key).state for offer in (opened, waiting)] == [
        RightState.REMOVED
    ] * 2


@pytest.mark.parametrize("loss", ["owns the customer no longer", "can sign in no longer"])
def test_what_waits_gives_nothing_when_its_giver(loss: str, aino: User, bertta: User, home: Customer) -> None:
    offer, other = give(aino, home, RECEIVER), people.owner("other", "100")
    invitation = next(sent for sent in send_mails() if sent.to == [RECEIVER])
    resend(aino, home, offer)
    if loss == "can sign in no longer":
        User.objects.filter(pk=aino.pk).update(is_active=False)
    else:
        Ownership.everything.filter(user=aino).delete()
    assert send_mails_to(RECEIVER) == []
    Offer.everything.update(token_sha256=receiving.hash_of(token_in(invitation)))
    with behind_the_wall(bertta.pk, read_only=False):
        assert receiving.list_received(now=times.now()) == []
        assert receiving.find_invitation(token_in(invitation), now=times.now()) is None
    with pytest.raises(CannotAnswer):
        answer(bertta, offer)
    assert not reaches(bertta, home)
    resend(other, home, offer)
    assert len(send_mails_to(RECEIVER)) == 1
    answer(bertta, offer)
    assert reaches(bertta, home)


def test_everything_that_happens_is_written_down(aino: User, bertta: User, home: Customer) -> None:
    offer = give(aino, home, RECEIVER)
    give(aino, home, RECEIVER, {Area.CONTRACTS: Level.READ}, key=offer.key, version=1)
    answer(bertta, offer)
    remove(aino, home, offer.key)
    entries = AuditEntry.everything.filter(customer=home, facts__right=offer.key).order_by("pk")
    assert [(entry.kind, entry.actor_id) for entry in entries] == [
        ("given", aino.pk),
        ("changed", aino.pk),
        ("opened", bertta.pk),
        ("removed", aino.pk),
    ]
    assert RECEIVER not in str(list(entries.values("facts"))), (
        "an entry cannot be erased, so it has no address"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "update access_auditentry set kind = 'x'",
        "delete from access_auditentry",
        "truncate access_auditentry",
    ],
)
def test_the_database_refuses_its_owner_to_change_the_audit_log(home: Customer, statement: str) -> None:
    people.owner("aino", "100")
    with (
        pytest.raises(DatabaseError, match="cannot be changed"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(statement)
    assert AuditEntry.everything.filter(kind="owner_added", customer=home).count() == 1
