"""A firm's administrator takes care of its members; each member may keep to what is his or her own."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from allauth.account.models import EmailAddress

from demo.cast import PASSWORD
from kajo.access.models import AccessLogEntry, FirmMember, Invite, User
from kajo.access.running_out import tell_of_members
from kajo.core import times
from kajo.core.times import local_midnight
from tests.access.giving import reaches
from tests.conftest import Visit
from tests.pages import Page
from tests.staff_site.linking import send_mails
from tests.staff_site.test_inviting import NEW, join, send_invites, token_of
from tests.visiting import Visitor
from tests.world import World


def test_paivi_adds_a_substitute_who_sees_the_firms_customers_on_those_days_alone(
    world: World, visit: Visit
) -> None:
    paivi, first = visit(world.paivi), world.today + timedelta(days=3)
    person = {"first_name": "Niina", "last_name": "Nyberg", "email": NEW}
    days = {"starts_on": first.isoformat(), "last_day": (first + timedelta(days=7)).isoformat()}
    paivi.get("customers").follow("Members of Isännöinti Kotikivi Oy").is_shown()
    check = paivi.post("firm", firm=world.housing_managers.key, **person, **days).leads_on()
    check.says(
        "Niina Nyberg", NEW, "27\u00a0Nov\u00a02026", "a member sees everything that Isännöinti Kotikivi Oy"
    )
    assert send_invites() == []
    prove(check).leads_on().says(f"An invitation was sent to {NEW}.")
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
    change(paivi, world.emma, last_day=last_day.isoformat()).leads_on()
    with time_machine.travel(local_midnight(last_day + timedelta(days=1))):
        assert not reaches(world.emma, world.housing_company_1)
    change(paivi, world.juhani, is_administrator="on").leads_on()
    visit(world.juhani).get("firm", firm=firm).is_shown()


def test_a_firm_is_never_without_somebody_who_administers_it(world: World, visit: Visit) -> None:
    paivi, firm = visit(world.paivi), world.housing_managers.key
    said = "The firm needs somebody who administers it until further notice."
    paivi.post("firm-member", firm=firm, member=world.paivi.pk, remove="1").says(said)
    for form in ({}, {"is_administrator": "on", "last_day": world.today.isoformat()}):
        change(paivi, world.paivi, **form).says(said)
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


def test_of_a_new_member_the_member_and_each_administrator_get_one_mail(world: World, visit: Visit) -> None:
    FirmMember.objects.filter(user=world.emma).update(is_administrator=True)
    paivi, last_day = visit(world.paivi), world.today + timedelta(days=30)
    token = invite_member(paivi, last_day=last_day.isoformat())
    niina = join(visit(), token)
    mails = send_mails()
    assert all(len(mail.to) == 1 and not mail.cc and not mail.bcc for mail in mails)
    by_address = {mail.to[0]: f"{mail.subject} {mail.body}" for mail in mails}
    assert set(by_address) == {NEW, world.paivi.email, world.emma.email} and len(mails) == 3
    assert niina.language == "en"
    assert "You were added to those who act for Isännöinti Kotikivi Oy" in by_address[NEW]
    assert "Until 24\u00a0Dec\u00a02026" in by_address[NEW]
    assert "Niina Nyberg edustaa toimistoa Isännöinti Kotikivi Oy" in by_address[world.paivi.email]
    assert "Niina Nyberg företräder Isännöinti Kotikivi Oy" in by_address[world.emma.email]
    assert f"/firms/{world.housing_managers.key}/" in by_address[world.paivi.email]


def test_of_new_dates_and_of_a_removal_both_are_told_and_by_whom(world: World, visit: Visit) -> None:
    paivi, where = visit(world.paivi), {"firm": world.housing_managers.key, "member": world.juhani.pk}
    change(paivi, world.juhani, last_day=(world.today + timedelta(days=5)).isoformat()).leads_on()
    paivi.post("firm-member", **where, remove="1").leads_on()
    told = [(mail.to[0], str(mail.body)) for mail in send_mails()]
    assert sorted(to for to, _ in told) == sorted([world.juhani.email, world.paivi.email] * 2)
    changed, removed = [body for to, body in told if to == world.juhani.email]
    assert "29.11.2026 asti" in changed and "Kuka: Päivi Isotalo" in changed
    assert "Et enää edusta toimistoa Isännöinti Kotikivi Oy" in removed


def test_a_substitute_whose_days_end_is_told_before_and_on_the_day_and_once(
    world: World, visit: Visit
) -> None:
    paivi, last_day = visit(world.paivi), world.today + timedelta(days=30)
    change(paivi, world.emma, last_day=last_day.isoformat()).leads_on()
    send_mails()

    def told_at(days: int) -> list[tuple[str, str]]:
        with time_machine.travel(times.now() + timedelta(days=days)):
            tell_of_members(now=times.now())
            return sorted((mail.to[0], str(mail.subject)) for mail in send_mails())

    assert told_at(10) == []
    soon = told_at(18)
    assert [to for to, _ in soon] == [world.emma.email, world.paivi.email]
    assert "Du företräder Isännöinti Kotikivi Oy till och med 24.12.2026" in soon[0][1]
    assert told_at(19) == []
    over = told_at(31)
    assert [to for to, _ in over] == [world.emma.email, world.paivi.email]
    assert "Emma Nyman ei enää edusta" in over[1][1]
    assert told_at(32) == []


def test_dates_of_a_few_days_are_not_told_to_end_soon(world: World, visit: Visit) -> None:
    change(visit(world.paivi), world.emma, last_day=world.today.isoformat()).leads_on()
    assert tell_of_members(now=times.now()) == 0
    assert tell_of_members(now=times.now() + timedelta(days=1)) == 1


def test_who_is_a_member_is_not_invited_anew(world: World, visit: Visit) -> None:
    paivi = visit(world.paivi)
    for user in (world.paivi, world.emma):
        check = paivi.post("firm", firm=world.housing_managers.key, **person(user.email)).leads_on()
        prove(check).says("This address is a member's.")
    assert not Invite.objects.exists()


def test_an_old_invitation_does_not_take_the_firm_from_its_last_administrator(
    world: World, visit: Visit
) -> None:
    paivi, firm = visit(world.paivi), world.housing_managers
    token = invite_member(paivi, email="paivi@example.com", last_day=world.today.isoformat())
    EmailAddress.objects.create(user=world.paivi, email="paivi@example.com", verified=True)
    page = paivi.post("welcome", token=token).leads_on().leads_on()
    page.says("The firm needs somebody who administers it until further notice.")
    paivi.get("firm", firm=firm.key).is_shown()
    FirmMember.objects.filter(user=world.emma).update(is_administrator=True)
    paivi.post("welcome", token=token).leads_on().leads_on().says("You act for Isännöinti Kotikivi Oy now.")
    paivi.get("firm", firm=firm.key).is_not_there()


def test_an_administrator_who_cannot_sign_in_or_whose_days_end_does_not_count(
    world: World, visit: Visit
) -> None:
    paivi, where = visit(world.paivi), {"firm": world.housing_managers.key, "member": world.paivi.pk}
    FirmMember.objects.filter(user=world.emma).update(is_administrator=True)
    User.objects.filter(pk=world.emma.pk).update(is_active=False)
    FirmMember.objects.filter(user=world.juhani).update(
        is_administrator=True, ends_at=times.now() + timedelta(days=300)
    )
    paivi.post("firm-member", **where, remove="1").says("The firm needs somebody who administers it")
    User.objects.filter(pk=world.emma.pk).update(is_active=True)
    paivi.post("firm-member", **where, remove="1").leads_on()


def person(email: str) -> dict[str, str]:
    return {"first_name": "Niina", "last_name": "Nyberg", "email": email}


def prove(check: Page, **by: str) -> Page:
    """Answer the page that shows once more what is done, by the password if nothing else is given."""
    given = by or {"password": PASSWORD}
    return check.visitor.post("firm-check", firm=check.url.split("/")[2], shown=check.form["shown"], **given)


def change(visitor: Visitor, member: User, **form: str) -> Page:
    """Change what a member may do for Päivi's firm, and prove who one is."""
    firm = FirmMember.objects.get(user=member).firm.key
    return prove(visitor.post("firm-member", firm=firm, member=member.pk, **form).leads_on())


def invite_member(visitor: Visitor, email: str = NEW, **days: str) -> str:
    """Invite somebody to Päivi's firm as a plain member; return the mailed token."""
    page = visitor.get("customers").follow("Members of Isännöinti Kotikivi Oy")
    firm = page.url.split("/")[2]
    prove(visitor.post("firm", firm=firm, **person(email), **days).leads_on()).leads_on()
    return token_of(send_invites()[-1])
