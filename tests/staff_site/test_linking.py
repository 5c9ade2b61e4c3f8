"""Corporate customer service links customers to housing managers and others, moves them and ends it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from PIL import Image

from kajo.access.areas import Area, Level
from kajo.access.models import AuditEntry, Customer, Grant, Mandate
from kajo.access.running_out import tell_of_rights
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.core.functions import call
from tests.access.giving import reaches
from tests.conftest import Visit
from tests.staff_site.linking import PDF, ask, link, paper, send_mails, slug
from tests.world import World

# What is sent as a document and is none, and what is said of it.
NOT_DOCUMENTS = [
    ("x.pdf", b"<html><script>alert(1)</script>", "no PDF, PNG or JPG"),
    ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PDF, PNG or JPG"),
    ("x.png", PDF, "its name says otherwise"),
    ("x.exe", PDF, "its name says otherwise"),
    ("x.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "broken"),
    ("x.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), "larger than 10 MB"),
    ("x.pdf", b"", "The file is empty."),
]


def test_markus_links_three_customers_to_a_firm_and_its_members_see_them(world: World, visit: Visit) -> None:
    markus = visit(world.markus)
    pasted = f"{world.spot_household.number}\n{world.bakery_company.business_id}, 1000022"
    check = ask(markus, world.housing_managers, pasted).leads_on()
    check.says("3 customers. Check the names.", "Sanna Saarinen", "Revontulen Leipä Oy", "Väinö Korhonen")
    check.says("Invoices: Read and write", "Management contract", "Kaisa Halme, chair of the board")
    assert not reaches(world.paivi, world.spot_household)
    done = markus.post("staff:link-check", holder=slug(world.housing_managers), document=paper()).leads_on()
    done.says("3 customers are linked to Isännöinti Kotikivi Oy.")
    assert reaches(world.paivi, world.spot_household, Area.INVOICES, Level.WRITE)
    assert reaches(world.emma, world.bakery_company, Area.CONTRACTS)
    assert not reaches(world.emma, world.bakery_company, Area.CONTRACTS, Level.WRITE)
    assert not reaches(world.emma, world.bakery_company, Area.INFORMATION)
    visit(world.juhani).get("customers", q="leipä").says("Revontulen Leipä Oy")


def test_one_that_cannot_be_linked_keeps_all_out_and_each_is_told_why(world: World, visit: Visit) -> None:
    markus, before = visit(world.markus), (Grant.everything.count(), Mandate.objects.count())
    Customer.everything.filter(pk=world.night_household.pk).update(is_estate=True)
    pasted = f"1000011 4711 {world.housing_company_1.number} {world.night_household.number}"
    check = ask(markus, world.housing_managers, pasted).leads_on()
    check.says("3 cannot be linked, and so nothing is.").has_no_button("Link 1 customer")
    why = {row[0]: row[2] for row in check.table("Cannot be linked").rows}
    assert why == {
        "4711": "There is no customer with this number or business ID.",
        world.housing_company_1.number: "Is linked already to the same receiver in this area at this time.",
        world.night_household.number: "Is a death estate. Only the ground “Death estate” will do.",
    }
    markus.post("staff:link-check", holder=slug(world.housing_managers), document=paper()).is_shown()
    assert (Grant.everything.count(), Mandate.objects.count()) == before


def test_a_business_id_of_several_customers_is_refused(world: World, visit: Visit) -> None:
    twin = world.housing_company_2
    Customer.everything.filter(pk=twin.pk).update(business_id=world.bakery_company.business_id)
    check = ask(visit(world.markus), world.olli, world.bakery_company.business_id).leads_on()
    check.says("Several customers have this business ID. Give the customer number.")


def test_a_csv_file_and_ticked_ones_are_linked_with_those_that_are_pasted(world: World, visit: Visit) -> None:
    markus = visit(world.markus)
    lines = "Nimi;Asiakasnumero\nSanna;1000011\nVäinö;1000022\n".encode("utf-8-sig")
    file = paper("list.csv", lines)
    check = ask(markus, world.olli, "1000033", csv_file=file, chosen=["1000044", "1000033"]).leads_on()
    assert [row[1] for row in check.table("Customers").rows] == ["1000044", "1000033", "1000011", "1000022"]


def test_markus_finds_customers_by_words_and_what_is_filled_in_stays(world: World, visit: Visit) -> None:
    markus = visit(world.markus)
    page = ask(markus, world.olli, "1000033", search="1", words="saarinen", asked_by="Kaisa")
    page.is_shown().says("Sanna Saarinen, 1000011").has_no("There is a problem")
    assert page.form["pasted"].strip() == "1000033"
    assert page.form["asked_by"] == "Kaisa"


def test_linking_asks_for_everything_that_a_link_needs(world: World, visit: Visit) -> None:
    markus = visit(world.markus)
    page = markus.post("staff:link", holder=slug(world.olli), starts_on="2026-11-01", asked_by="")
    page.says("Find, paste or send at least one customer.", "Write who asked for it.")
    page.says("Choose on what ground the customers are linked.", "The first day can be today or later.")
    ask(markus, world.olli, "1000011").leads_on()
    markus.post("staff:link-check", holder=slug(world.olli)).says("Add the document.")
    assert not Mandate.objects.filter(user=world.olli).exists()


@pytest.mark.parametrize(("name", "content", "why"), NOT_DOCUMENTS)
def test_a_document_is_what_its_content_says(
    world: World, visit: Visit, name: str, content: bytes, why: str
) -> None:
    markus = visit(world.markus)
    ask(markus, world.olli, "1000011")
    page = markus.post("staff:link-check", holder=slug(world.olli), document=paper(name, content))
    page.says(why)
    assert not Mandate.objects.filter(user=world.olli).exists()


def test_a_picture_is_kept_without_where_it_was_taken_and_handed_out_as_a_file(
    world: World, visit: Visit
) -> None:
    picture, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "Taken at home"
    Image.new("RGB", (20, 10), "white").save(picture, "JPEG", exif=exif)
    markus = visit(world.markus)
    ask(markus, world.olli, "1000011")
    photo = paper("../päivän kuva.jpg", picture.getvalue())
    markus.post("staff:link-check", holder=slug(world.olli), document=photo).leads_on()
    mandate = Mandate.objects.latest("pk")
    assert (mandate.name, mandate.media_type) == ("päivän kuva.jpg", "image/jpeg")
    assert b"Taken at home" not in bytes(mandate.content)
    answer = markus.client.post(f"/staff/mandates/{mandate.key}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert AuditEntry.everything.filter(kind="mandate_read", actor=world.markus).exists()


def test_owners_and_the_firms_administrator_get_one_mail_each(world: World, visit: Visit) -> None:
    link(visit(world.markus), world.housing_managers, "1000011 1000022")
    mails = send_mails()
    to = sorted(message.to[0] for message in mails)
    assert to == sorted([world.paivi.email, world.sanna.email, world.vaino.email])
    assert all(len(message.to) == 1 and not message.cc and not message.bcc for message in mails)
    by_address = {message.to[0]: str(message.body) for message in mails}
    assert "Asiakaspalvelu on antanut" in by_address[world.sanna.email]
    assert "Markus" not in "".join(by_address.values())
    assert "Väinö Korhonen" not in by_address[world.sanna.email]
    assert "- Sanna Saarinen" in by_address[world.paivi.email]


def test_an_owner_sees_the_firm_by_name_and_removes_it(world: World, visit: Visit) -> None:
    link(visit(world.markus), world.housing_managers, "1000011")
    sanna = visit(world.sanna)
    right = sanna.get("rights", world.spot_household).follow("Isännöinti Kotikivi Oy")
    right.says("customer service").has_no("Markus")
    removal = right.follow("Remove the right")
    sanna.client.post(removal.url)
    assert not reaches(world.paivi, world.spot_household)


def test_customers_move_to_another_manager_on_a_day_without_a_gap(world: World, visit: Visit) -> None:
    markus, moving = visit(world.markus), world.today + timedelta(days=10)
    page = markus.get("staff:link", holder=slug(world.bookkeepers), **{"from": slug(world.housing_managers)})
    assert set(page.form["pasted"].split()) == {customer.number for customer in world.housing_companies}
    ask(
        markus,
        world.bookkeepers,
        page.form["pasted"],
        starts_on=moving.isoformat(),
        **{"from": slug(world.housing_managers)},
    ).leads_on().says("Moved from").says("Isännöinti Kotikivi Oy")
    markus.post("staff:link-check", holder=slug(world.bookkeepers), document=paper()).leads_on()
    customer = world.housing_company_1
    assert (reaches(world.paivi, customer), reaches(world.tuula, customer)) == (True, False)
    with time_machine.travel(times.local_midnight(moving) - timedelta(seconds=1)):
        assert (reaches(world.paivi, customer), reaches(world.tuula, customer)) == (True, False)
    with time_machine.travel(times.local_midnight(moving)):
        assert (reaches(world.paivi, customer), reaches(world.tuula, customer)) == (False, True)
    to = [message.to[0] for message in send_mails()]
    assert to.count(world.paivi.email) == to.count(world.tuula.email) == 1


def test_moving_what_the_other_does_not_have_is_refused(world: World, visit: Visit) -> None:
    check = ask(
        visit(world.markus), world.olli, "1000011", **{"from": slug(world.housing_managers)}
    ).leads_on()
    check.says("Is not linked to the one that it would be moved from.")


def test_links_end_at_once_or_on_a_day_for_those_ticked_or_all(world: World, visit: Visit) -> None:
    markus, firm = visit(world.markus), slug(world.housing_managers)
    one, two = world.housing_company_1, world.housing_company_2
    markus.post("staff:link-end", holder=firm, customer=[one.key]).says("As Oy Koivukuja 3")
    markus.post("staff:link-end", holder=firm, customer=[one.key], last_day="").leads_on()
    assert (reaches(world.paivi, one), reaches(world.paivi, two)) == (False, True)
    last_day = world.today + timedelta(days=3)
    done = markus.post("staff:link-end", holder=firm, all="1", last_day=last_day.isoformat()).leads_on()
    done.says("The links of 11 customers end.")
    assert reaches(world.paivi, two)
    with time_machine.travel(times.local_midnight(last_day + timedelta(days=1))):
        assert not reaches(world.paivi, two)
    mails = [message for message in send_mails() if message.to == [world.paivi.email]]
    assert len(mails) == 2


def test_nobody_but_corporate_customer_service_links(world: World, visit: Visit) -> None:
    firm = slug(world.housing_managers)
    for user in (world.helena, world.paivi, world.sanna):
        for page in ("staff:link", "staff:link-check", "staff:link-end"):
            visit(user).get(page, holder=firm).is_not_there()
            visit(user).post(page, holder=firm, all="1", last_day="", pasted="1000011").is_not_there()
    visit(world.helena).get("staff:holder", holder=firm).has_no_link("Link customers").has_no_button(
        "End all links"
    )


@pytest.mark.parametrize("who", ["helena", "paivi", "sanna"])
def test_the_database_asks_for_itself_who_links(world: World, who: str) -> None:
    user = getattr(world, who)
    with (
        pytest.raises(Exception, match="only corporate customer service"),
        behind_the_wall(user.pk, read_only=False, staff=True),
    ):
        call("kajo_end_links", None, None, world.housing_managers.pk, times.now(), times.now())
    assert reaches(world.paivi, world.housing_company_1)


def test_what_was_done_stands_in_the_audit_log_with_who_did_it(world: World, visit: Visit) -> None:
    link(visit(world.markus), world.olli, "1000011", last_day="2026-12-31")
    done = AuditEntry.everything.filter(actor=world.markus)
    given = done.filter(kind="given", customer=world.spot_household).latest("pk")
    summed = done.filter(kind="linked").latest("pk")
    assert given.facts["mandate"] == summed.facts["mandate"] == Mandate.objects.latest("pk").key
    assert summed.facts["customers"] == [world.spot_household.pk]
    assert summed.facts["receiver"] == world.olli.pk


def test_helena_finds_a_customer_and_sees_owners_rights_and_looks(world: World, visit: Visit) -> None:
    helena = visit(world.helena)
    visit(world.bertta).get("front", world.kalles_household).is_shown()
    helena.get("staff:customers", q="lindq").says("Kalle Lindqvist")
    page = helena.get("staff:customers", q="1000033").follow("Kalle Lindqvist")
    rights = page.table("Owners and rights").rows
    assert [(row[0].split()[0], row[1]) for row in rights] == [
        ("Kalle", "Owner"),
        ("Bertta", "Given by an owner"),
    ]
    looks = page.table("Looks").rows
    assert (looks[0][0], looks[0][2]) == ("Bertta Lindqvist", "Front page")
    page.follow("Look at the pages").is_shown()


def test_helena_finds_users_and_firms_and_what_they_have(world: World, visit: Visit) -> None:
    helena = visit(world.helena)
    firm = helena.get("staff:holders", q="kotikivi").follow("Isännöinti Kotikivi Oy")
    assert len(firm.table("Customers").rows) == 12
    firm.follow("Päivi Isotalo").says("paivi.isotalo")
    helena.get("staff:holders", q="helena.karppinen").says("Nothing matches.")
    helena.get("staff:holder", holder="user-999999").is_not_there()
    helena.get("staff:holder", holder="firm-x").is_not_there()
    visit(world.paivi).get("staff:holder", holder=slug(world.olli)).is_not_there()


def test_when_many_links_end_together_the_manager_gets_one_mail_and_each_owner_his_own(
    world: World, visit: Visit
) -> None:
    last_day = (world.today + timedelta(days=30)).isoformat()
    link(visit(world.markus), world.housing_managers, "1000011 1000022", last_day=last_day)
    send_mails()

    def told_at(days: int) -> dict[str, str]:
        with time_machine.travel(times.now() + timedelta(days=days)):
            tell_of_rights(now=times.now())
            mails = send_mails()
        assert len({message.to[0] for message in mails}) == len(mails)
        return {message.to[0]: f"{message.subject} {message.body}" for message in mails}

    assert told_at(10) == {}
    for soon_or_over, said in ((18, "on 24.12.2026"), (31, "Viimeinen päivä oli 24.12.2026")):
        told = told_at(soon_or_over)
        assert set(told) == {world.paivi.email, world.sanna.email, world.vaino.email}
        assert said in told[world.paivi.email] and "asiakkaita: 2" in told[world.paivi.email]
        assert "- Sanna Saarinen" in told[world.paivi.email] and "- Väinö Korhonen" in told[world.paivi.email]
        assert "Väinö" not in told[world.sanna.email]
    assert told_at(32) == {}


def test_links_that_customer_service_ends_on_a_day_are_told_of_before_it_too(
    world: World, visit: Visit
) -> None:
    markus, firm = visit(world.markus), slug(world.housing_managers)
    last_day = world.today + timedelta(days=60)
    markus.post("staff:link-end", holder=firm, all="1", last_day=last_day.isoformat()).leads_on()
    summed = next(message for message in send_mails() if message.to == [world.paivi.email])
    assert "- As Oy Koivukuja 3" in str(summed.body)
    with time_machine.travel(times.now() + timedelta(days=50)):
        tell_of_rights(now=times.now())
        assert sorted(message.to[0] for message in send_mails()) == sorted(
            [world.aarne.email, world.paivi.email]
        )


def test_links_of_one_customer_are_told_of_with_what_they_let_see(world: World, visit: Visit) -> None:
    last_day = (world.today + timedelta(days=3)).isoformat()
    link(visit(world.markus), world.housing_managers, "1000011", last_day=last_day)
    send_mails()
    with time_machine.travel(times.now() + timedelta(days=4)):
        tell_of_rights(now=times.now())
        (to_paivi,) = [message for message in send_mails() if message.to == [world.paivi.email]]
    assert "Laskut: Luku- ja muokkausoikeus" in str(to_paivi.body)
