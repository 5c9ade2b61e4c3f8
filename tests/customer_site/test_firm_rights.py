"""What a firm was let have: its administrators look through it and give it back, and nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.models import AuditEntry, Customer, Firm, FirmMember, Grant, User
from kajo.access.receiving import CannotAnswer
from kajo.core import times
from kajo.core.times import local_midnight
from tests.access import people
from tests.access.giving import give_back, reaches
from tests.conftest import Visit
from tests.staff_site.linking import send_mails
from tests.world import World


def key_of(customer: Customer, firm: Firm) -> str:
    """Return the key under which the firm's right to the customer stands."""
    return min(Grant.everything.filter(owner=customer, firm=firm).values_list("key", flat=True))


def test_paivi_finds_a_customer_and_gives_it_back(world: World, visit: Visit) -> None:
    paivi, given_back = visit(world.paivi), world.housing_company_1
    listed = paivi.get("received-rights").follow("Rights that Isännöinti Kotikivi Oy was given")
    listed.says("To the data of 12 customers.", "1–12 of 12")
    check = (
        paivi.open(f"{listed.url}?q={given_back.number}")
        .says("1–1 of 1")
        .follow("Give back the right of As Oy Koivukuja 3")
    )
    check.says(
        "Give back the right of As Oy Koivukuja 3?",
        "Members may see",
        "The members of Isännöinti Kotikivi Oy no longer see",
    )
    assert reaches(world.juhani, given_back)
    key = key_of(given_back, world.housing_managers)
    paivi.post("firm-give-back", firm=world.housing_managers.key, key=key).leads_on().says(
        "You gave back the right. As Oy Koivukuja 3 is told."
    )
    for member in (world.paivi, world.juhani, world.emma):
        assert not reaches(member, given_back)
        assert reaches(member, world.housing_company_2)
    visit(world.juhani).get("front", given_back).is_not_there()
    paivi.open(listed.url).says("To the data of 11 customers.").has_no("Koivukuja")
    paivi.open(check.url).is_not_there()


def test_a_customer_that_the_firm_sees_later_is_listed_without_a_link(world: World, visit: Visit) -> None:
    coming, open_now = world.housing_company_1, world.housing_company_2
    Grant.everything.filter(owner=coming, firm=world.housing_managers).update(
        starts_at=local_midnight(world.today + timedelta(days=7))
    )
    listed = visit(world.paivi).get("firm-rights", firm=world.housing_managers.key)
    listed.says(coming.name, "from 1\u00a0Dec\u00a02026").has_no_link(coming.name).has_link(open_now.name)


def test_of_what_was_given_back_owners_and_administrators_are_told_and_the_log_names_who_did_it(
    world: World, visit: Visit
) -> None:
    FirmMember.objects.filter(user=world.emma).update(is_administrator=True)
    key = key_of(world.housing_company_1, world.housing_managers)
    visit(world.paivi).post("firm-give-back", firm=world.housing_managers.key, key=key).leads_on()
    told = {mail.to[0]: f"{mail.subject} {mail.body}" for mail in send_mails()}
    assert set(told) == {world.aarne.email, world.paivi.email, world.emma.email}
    assert "Isännöinti Kotikivi Oy on luovuttanut takaisin käyttöoikeuden" in told[world.aarne.email]
    assert "Päivi Isotalo on luovuttanut takaisin" in told[world.paivi.email]
    assert "Päivi Isotalo har lämnat tillbaka" in told[world.emma.email]
    entry = AuditEntry.everything.filter(customer=world.housing_company_1).latest("pk")
    assert (entry.kind, entry.actor) == ("given_back", world.paivi)
    assert (entry.facts["firm"], entry.facts["right"]) == (world.housing_managers.pk, key)
    assert set(entry.facts["levels"]) == set(
        Grant.everything.filter(owner=world.housing_company_1, firm=world.housing_managers).values_list(
            "area", flat=True
        )
    )


@pytest.mark.parametrize("who", ["juhani", "tuula", "aarne", "sanna", "markus", "paivi, whose days are over"])
def test_nobody_but_an_administrator_gives_back_what_a_firm_has(who: str, world: World, visit: Visit) -> None:
    firm, key = world.housing_managers.key, key_of(world.housing_company_1, world.housing_managers)
    user: User = getattr(world, who.partition(",")[0])
    if "," in who:
        FirmMember.objects.filter(user=user).update(ends_at=times.now())
    visitor = visit(user)
    visitor.get("firm-rights", firm=firm).is_not_there()
    visitor.get("firm-give-back", firm=firm, key=key).is_not_there()
    visitor.post("firm-give-back", firm=firm, key=key).is_not_there()
    visitor.post("right-give-back", key=key).is_not_there()
    with pytest.raises(CannotAnswer):
        give_back(user, key)
    assert reaches(world.emma, world.housing_company_1)


def test_an_administrator_gives_back_nothing_of_another_firm_or_of_a_member(
    world: World, visit: Visit
) -> None:
    customer, firm, yesterday = world.spot_household, world.housing_managers.key, people.yesterday()
    of_member = register.add_grant(
        customer.number, Area.INVOICES, Level.READ, user=world.emma, starts_at=yesterday
    )
    of_others = register.add_grant(
        customer.number, Area.INVOICES, Level.READ, firm=world.bookkeepers, starts_at=yesterday
    )
    for key in (of_member.key, of_others.key):
        visit(world.paivi).post("firm-give-back", firm=firm, key=key).is_not_there()
        with pytest.raises(CannotAnswer):
            give_back(world.paivi, key)
    assert reaches(world.emma, customer) and reaches(world.tuula, customer)


def test_a_firm_that_has_nothing_is_told_so_and_a_search_that_finds_nothing_too(
    world: World, visit: Visit
) -> None:
    paivi, firm = visit(world.paivi), world.housing_managers
    paivi.get("firm-rights", firm=firm.key, q="no such name").says("Nothing matches.")
    for customer in world.housing_companies:
        register.end_grants(customer.number, firm=firm, now=times.now())
    paivi.get("firm-rights", firm=firm.key).says("Nobody has let the firm have any data.")


def test_what_a_firm_was_let_have_its_administrator_cannot_grant_on(world: World, visit: Visit) -> None:
    paivi, customer = visit(world.paivi), world.housing_company_1
    for page in ("rights", "right-give", "right-give-what", "right-give-check"):
        paivi.get(page, customer).is_not_there()
    paivi.post("right-give", customer, email="friend@example.com").is_not_there()
