"""What the doors let in, in which transaction, and what they write down."""

from __future__ import annotations

import re
from itertools import product

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, InternalError, connection
from django.http import HttpResponse
from django.test import Client

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.doors import all_of, any_of
from kajo.access.models import AccessLogEntry, Customer, User
from kajo.access.policy import enter_customer
from kajo.core import times
from tests.access import people

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.scratch")]


@pytest.fixture
def home() -> Customer:
    people.customer("200", "Somebody Else")
    return people.customer("100", "Aino Ahola")


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def as_said(response: HttpResponse, home: Customer) -> str:
    """Return the answer without what the asker sent and what is new in every answer."""
    said = response.content.decode().replace(home.key, "abcdefghjk")
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", said)


def test_owner_comes_in_and_is_not_logged(home: Customer) -> None:
    page = as_user(people.owner("aino", "100")).get(f"/c/{home.key}/whose/")
    assert page.content == b"Aino Ahola"
    assert not AccessLogEntry.everything.exists()


def test_a_look_by_a_reader_is_written_down_once(home: Customer) -> None:
    bertta = people.reader("bertta", "100")
    as_user(bertta).get(f"/c/{home.key}/whose/")
    (entry,) = AccessLogEntry.everything.all()
    assert (entry.user_id, entry.customers, entry.page) == (bertta.pk, [home.pk], "whose")


def test_a_look_that_cannot_be_written_down_is_refused(home: Customer) -> None:
    bertta = as_user(people.reader("bertta", "100"))
    with connection.cursor() as cursor:
        cursor.execute("alter table access_accesslogentry add constraint is_full check (page <> 'whose')")
    with pytest.raises(IntegrityError, match="is_full"):
        bertta.get(f"/c/{home.key}/whose/")


def test_what_is_refused_is_not_a_look(home: Customer) -> None:
    bertta = as_user(people.reader("bertta", "100"))
    answers = [bertta.post(f"/c/{home.key}/{page}/").status_code for page in ("rename", "whose", "rights")]
    assert answers == [403, 405, 404]
    assert bertta.get(f"/c/{home.key}/rights/").status_code == 404
    assert not AccessLogEntry.everything.exists()


@pytest.mark.parametrize("contracts", Level)
@pytest.mark.parametrize("invoices", Level)
def test_a_look_is_written_down_exactly_when_the_page_lets_the_reader_on(
    home: Customer, contracts: Level, invoices: Level
) -> None:
    bertta = people.user("bertta")
    for area, held in {Area.CONTRACTS: contracts, Area.INVOICES: invoices}.items():
        if held is not Level.NONE:
            register.add_grant("100", area, held, user=bertta, starts_at=people.yesterday())
    both, one = (Area.CONTRACTS, Area.INVOICES), (Area.INVOICES,)
    for asks, level in product(
        (all_of(*both), any_of(*both), all_of(*one), any_of(*one)), (Level.READ, Level.WRITE)
    ):
        entry = enter_customer(
            bertta.pk,
            home.key,
            areas=asks.areas,
            every=asks.every,
            level=level,
            page="x",
            method="GET",
            now=times.now(),
        )
        assert (entry is not None and entry.is_noted) == (
            entry is not None and asks.met_by(entry.access, level)
        ), (asks, level)


@pytest.mark.parametrize("page", ["whose", "either", "rename", "rights"])
def test_stranger_and_wrong_address_get_one_and_the_same_answer(home: Customer, page: str) -> None:
    stranger = as_user(people.user("cecilia"))
    theirs, nowhere = stranger.get(f"/c/{home.key}/{page}/"), stranger.get(f"/c/abcdefghjk/{page}/")
    assert theirs.status_code == nowhere.status_code == 404
    assert as_said(theirs, home) == as_said(nowhere, home)


def test_holder_of_another_area_does_not_find_the_page(home: Customer) -> None:
    holder = as_user(people.reader("bertta", "100", Area.INVOICES))
    assert holder.get(f"/c/{home.key}/whose/").status_code == 404
    assert holder.get(f"/c/{home.key}/either/").status_code == 200


def test_access_rights_cannot_be_granted(home: Customer) -> None:
    assert as_user(people.owner("aino", "100")).get(f"/c/{home.key}/rights/").status_code == 200
    assert as_user(people.reader("bertta", "100")).get(f"/c/{home.key}/rights/").status_code == 404


def test_who_has_not_signed_in_is_asked_to(home: Customer) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(f"/c/{home.key}/rename/")
        assert answer.status_code == 302
        assert answer["Location"].endswith(f"?next=/c/{home.key}/rename/")


def test_reader_cannot_post_and_changes_nothing(home: Customer) -> None:
    bertta = people.reader("bertta", "100")
    refused = as_user(bertta).post(f"/c/{home.key}/rename/")
    assert refused.status_code == 403
    assert f"/c/{home.key}/reporting/" in refused.content.decode()  # the main links lead on
    bertta.refresh_from_db()
    assert bertta.first_name == ""


def test_owner_can_post(home: Customer) -> None:
    aino = people.owner("aino", "100")
    assert as_user(aino).post(f"/c/{home.key}/rename/").status_code == 200
    aino.refresh_from_db()
    assert aino.first_name == "Changed"


def test_reader_can_post_where_the_door_says_that_reading_is_enough(home: Customer) -> None:
    assert as_user(people.reader("bertta", "100")).post(f"/c/{home.key}/export/").status_code == 200


def test_a_page_that_announced_no_post_takes_none(home: Customer) -> None:
    assert as_user(people.owner("aino", "100")).post(f"/c/{home.key}/whose/").status_code == 405


def test_a_get_that_writes_is_refused_by_the_database(home: Customer) -> None:
    aino = people.owner("aino", "100")
    with pytest.raises(InternalError, match="read-only transaction"):
        as_user(aino).get(f"/c/{home.key}/rename-on-get/")


def test_a_page_that_asks_for_no_customer_in_particular_sees_only_this_one(home: Customer) -> None:
    assert as_user(people.owner("aino", "100")).get(f"/c/{home.key}/every/").content == b"100"


def test_a_lazy_template_is_rendered_behind_the_wall(home: Customer) -> None:
    assert as_user(people.owner("aino", "100")).get(f"/c/{home.key}/lazy/").content == b"100 "


def test_a_streaming_page_is_refused(home: Customer) -> None:
    with pytest.raises(ImproperlyConfigured):
        as_user(people.owner("aino", "100")).get(f"/c/{home.key}/streaming/")


def test_a_query_that_needs_write_stops_a_reader(home: Customer) -> None:
    assert as_user(people.reader("bertta", "100")).get(f"/c/{home.key}/write/").status_code == 403


def test_signed_in_and_public_pages_see_no_customer(home: Customer) -> None:
    assert as_user(people.owner("aino", "100")).get("/mine/").content == b""
    assert Client().get("/open/").content == b"hello"


def test_many_customers_are_opened_by_one_page_and_written_down_in_one_row(home: Customer) -> None:
    bertta = people.reader("bertta", "100")
    assert as_user(bertta).get("/many/").content == b"1 and 0 without"
    assert [entry.customers for entry in AccessLogEntry.everything.all()] == [[home.pk]]
    assert as_user(people.user("cecilia")).get("/many/").status_code == 404


def test_staff_read_every_customer_and_nobody_else_finds_the_page(home: Customer) -> None:
    shown = as_user(people.user("sirpa", is_staff=True)).get("/staff/").content.split()
    assert {b"100", b"200"} <= set(shown)
    assert as_user(people.owner("aino", "100")).get("/staff/").status_code == 404


def test_staff_look_at_the_customers_own_pages_and_change_nothing(home: Customer) -> None:
    sirpa = people.user("sirpa", is_staff=True)
    look = people.look(sirpa, home)
    client = as_user(sirpa)
    assert client.get(f"/staff/as/{look.key}/whose/").content == b"Aino Ahola"
    assert client.get(f"/staff/as/{look.key}/every/").content == b"100"
    assert client.post(f"/staff/as/{look.key}/rename/").status_code == 403
    assert client.get(f"/staff/as/{look.key}/rights/").status_code == 404
    assert {entry.look_id for entry in AccessLogEntry.everything.all()} == {look.pk}


def test_a_look_that_ended_is_not_there(home: Customer) -> None:
    sirpa = people.user("sirpa", is_staff=True)
    look = people.look(sirpa, home, minutes=0)
    assert as_user(sirpa).get(f"/staff/as/{look.key}/whose/").status_code == 404


def test_a_customer_with_a_users_look_is_not_there_for_another_staff_member(home: Customer) -> None:
    look = people.look(people.user("sirpa", is_staff=True), home)
    assert as_user(people.user("seppo", is_staff=True)).get(f"/staff/as/{look.key}/whose/").status_code == 404


@pytest.mark.parametrize("odd", ["?q=%00", "?%00=1", "?q=a&q=b%00"])
def test_text_that_no_form_sends_is_refused(home: Customer, odd: str) -> None:
    assert as_user(people.owner("aino", "100")).get(f"/c/{home.key}/whose/{odd}").status_code == 400


@pytest.mark.parametrize("key", [r'"\0001234567"', "a b c d e f g", "x" * 5000])
def test_a_cookie_that_is_no_sessions_key_is_as_good_as_none(home: Customer, key: str) -> None:
    cookie = f"{settings.SESSION_COOKIE_NAME}={key}"
    assert Client().get("/mine/", headers={"cookie": cookie}).status_code == 302
    assert Client().get("/nowhere/", headers={"cookie": cookie}).status_code == 404


def test_the_door_leaves_the_connection_as_it_was(home: Customer) -> None:
    as_user(people.owner("aino", "100")).get(f"/c/{home.key}/whose/")
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user = session_user,"
            " current_setting('kajo.customers'), current_setting('kajo.user')"
        )
        assert cursor.fetchone() == (True, "{}", "0")
        cursor.execute("select current_setting('transaction_read_only')")
        assert cursor.fetchone() == ("off",)
