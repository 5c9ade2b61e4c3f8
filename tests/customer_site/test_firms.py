"""A firm's administrator takes care of its members; each member may keep to what is his or her own."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from kajo.access.models import AccessLogEntry, FirmMember, User
from kajo.core import times
from kajo.core.times import local_midnight
from tests.access.giving import reaches
from tests.conftest import Visit
from tests.staff_site.test_inviting import NEW, join, send_invites, token_of
from tests.world import World


def test_paivi_adds_a_substitute_who_sees_the_firms_customers_on_those_days_alone(
    world: World, visit: Visit
) -> None:
    paivi, first = visit(world.paivi), world.today + timedelta(days=3)
    person = {"first_name": "Niina", "last_name": "Nyberg", "email": NEW}
    days = {"starts_on": first.isoformat(), "last_day": (first + timedelta(days=7)).isoformat()}
    page = paivi.get("customers").follow("Members of Isännöinti Kotikivi Oy")
    paivi.client.post(page.url, {**person, **days})
    (message,) = send_invites()
    assert "Päivi Isotalo" in str(message.body)
    niina, customer = join(visit(), token_of(message)), world.housing_company_1
    assert not reaches(niina, customer)
    with time_machine.travel(local_midnight(first)):
        assert reaches(niina, customer)
        visit(niina).get("customers").says("You may open 12 customers.")
    with time_machine.travel(local_midnight(first + timedelta(days=8))):
        assert not reaches(niina, customer)
        visit(niina).get("customers").says("You may open 0 customers.")


def test_paivi_removes_a_member_and_the_next_request_finds_nothing(world: World, visit: Visit) -> None:
    paivi, emma = visit(world.paivi), visit(world.emma)
    emma.get("front", world.housing_company_1).is_shown()
    where = {"firm": world.housing_managers.key, "member": world.emma.pk}
    paivi.post("firm-member", **where, remove="1").leads_on().says("Emma Nyman no longer acts for")
    emma.get("front", world.housing_company_1).is_not_there()


def test_paivi_gives_a_member_dates_and_makes_another_administrator(world: World, visit: Visit) -> None:
    paivi, firm = visit(world.paivi), world.housing_managers.key
    last_day = world.today + timedelta(days=2)
    paivi.post("firm-member", firm=firm, member=world.emma.pk, last_day=last_day.isoformat()).leads_on()
    with time_machine.travel(local_midnight(last_day + timedelta(days=1))):
        assert not reaches(world.emma, world.housing_company_1)
    paivi.post("firm-member", firm=firm, member=world.juhani.pk, is_administrator="on").leads_on()
    visit(world.juhani).get("firm", firm=firm).is_shown()


def test_a_firm_is_never_without_somebody_who_administers_it(world: World, visit: Visit) -> None:
    paivi, firm = visit(world.paivi), world.housing_managers.key
    for form in ({"remove": "1"}, {}, {"is_administrator": "on", "last_day": world.today.isoformat()}):
        page = paivi.post("firm-member", firm=firm, member=world.paivi.pk, **form)
        page.says("The firm needs somebody who administers it until further notice.")
    assert FirmMember.objects.get(user=world.paivi).is_administrator


def test_members_who_do_not_administer_and_others_find_no_page_of_the_firms(
    world: World, visit: Visit
) -> None:
    where = {"firm": world.housing_managers.key, "member": world.emma.pk}
    for user in (world.juhani, world.tuula, world.sanna):
        visitor = visit(user)
        visitor.get("firm", firm=where["firm"]).is_not_there()
        visitor.post("firm-member", **where, remove="1").is_not_there()
    assert reaches(world.emma, world.housing_company_1)
    assert visit(world.paivi).get("firm-member", firm=where["firm"], member=world.sanna.pk).status == 404


def test_juhani_keeps_to_his_own_and_the_others_lists_are_as_they_were(world: World, visit: Visit) -> None:
    juhani = visit(world.juhani)
    one, two = world.housing_company_1, world.housing_company_2
    keys = [one.key, two.key, world.spot_household.key]
    juhani.post("customers-mine", customer=keys, deed="mine").leads_on().says("2 more are marked as mine.")
    mine = juhani.get("customers", mine="1")
    assert [row[0].partition("300")[0] for row in mine.table("Customers").rows] == [
        "As Oy Aallonharja",
        "As Oy Koivukuja 3",
    ]
    juhani.post("customers-mine", customer=[two.key], deed="not-mine").leads_on()
    assert len(juhani.get("customers", mine="1").table("Customers").rows) == 1
    visit(world.emma).get("customers", mine="1").says("Tick customers in the list of all to find them here.")


def test_the_log_names_the_member_and_not_the_firm_alone(world: World, visit: Visit) -> None:
    visit(world.emma).get("front", world.housing_company_1).is_shown()
    assert AccessLogEntry.everything.latest("id").user == world.emma
    looks = visit(world.aarne).get("looks", world.housing_company_1)
    looks.says("Emma Nyman", "Isännöinti Kotikivi Oy")


def test_who_is_in_no_firm_has_nothing_to_tick(world: World, visit: Visit) -> None:
    page = visit(world.aarne).get("customers")
    page.has_no_button("Those ticked are mine").has_no_link("Mine")
    assert User.objects.filter(pk=world.aarne.pk).exists() and times.today() == world.today
